"""Draws icon.ico and icon.png beside this file; run it again after changing the drawing.

A house with a tick: a home that was visited. Drawn once per size, because a tick that
is elegant at 256 pixels is a smudge at 16.
"""

from pathlib import Path

from PIL import Image, ImageDraw

SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256]
GROUND, HOUSE, TICK = "#0b6b62", "#ffffff", "#e5a50a"
ROOF = [(0.50, 0.13), (0.91, 0.49), (0.86, 0.57), (0.14, 0.57), (0.09, 0.49)]
WALLS = (0.21, 0.50, 0.79, 0.86)
MARK = [(0.35, 0.61), (0.465, 0.725), (0.67, 0.47)]


def draw_icon(size: int) -> Image.Image:
    """Drawn eight times too large and scaled down: smooth edges without a vector library."""
    big = size * 8
    small = size < 32
    image = Image.new("RGBA", (big, big))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, big - 1, big - 1), radius=big * 0.2, fill=GROUND)
    pen.polygon([(x * big, y * big) for x, y in ROOF], fill=HOUSE)
    pen.rectangle([value * big for value in WALLS], fill=HOUSE)
    width = int(big * (0.13 if small else 0.09))
    points = [(x * big, y * big) for x, y in MARK]
    pen.line(points, fill=TICK, width=width, joint="curve")
    for x, y in (points[0], points[-1]):
        pen.circle((x, y), width / 2, fill=TICK)
    return image.resize((size, size), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    folder = Path(__file__).resolve().parent
    images = [draw_icon(size) for size in SIZES]
    images[-1].save(folder / "icon.png", optimize=True)
    images[-1].save(
        folder / "icon.ico", sizes=[(size, size) for size in SIZES], append_images=images[:-1]
    )
