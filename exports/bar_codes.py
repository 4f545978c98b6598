"""Code 128 on PDF pages, drawn so that a hand scanner reads it: wide bars, empty margins.

The library encodes (and knows the check symbol); the bars are written as one literal, because a
rectangle at a time takes longer than the whole rest of a page.
"""

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

MODULE = 0.25 * mm  # the narrowest bar; office printers of 300 dpi have 3 dots for it


def bars_of(text: str) -> tuple[tuple[tuple[int, int], ...], int]:
    """((left edge, width) of each bar, whole width), in modules and without the empty margins."""
    symbol = Code128(text, quiet=0)
    symbol.validate()
    symbol.encode()
    bars: list[tuple[int, int]] = []
    at = 0
    for element in symbol.decompose():  # "B" is a bar of two modules, "b" a space of two
        width = ord(element.upper()) - ord("A") + 1
        if element.isupper():
            bars.append((at, width))
        at += width
    return tuple(bars), at


def draw_bar_code(
    canvas: Canvas, text: str, x: float, y: float, height: float, module: float = MODULE
) -> float:
    """With its first bar at x; returns the width of the bars. Empty margins (ten
    modules on both sides) are the caller's."""
    bars, modules = bars_of(text)
    parts = [f"{left} 0 {width} 1 re" for left, width in bars]
    canvas.addLiteral(
        f"q 0 g {module:.4f} 0 0 {height:.3f} {x:.3f} {y:.3f} cm {' '.join(parts)} f Q"
    )
    return modules * module
