"""Letters on PDF pages: the font that is shipped, how wide a text is, and how it is made to fit.

Noto Sans (assets/fonts, with its licence) covers Vietnamese whole; only the letters that are used
go into a file. A text that is too long is broken into lines or set smaller, never cut.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from exports.practice import PRACTICE_WORD

REGULAR, BOLD = "NotoSans", "NotoSans-Bold"
LEADING = 1.2  # of the size: stacked marks (Ẫ, Ặ) of two lines do not touch
_FOLDER = Path(__file__).resolve().parent.parent / "assets" / "fonts"


@cache
def register_fonts() -> None:
    """Make the two fonts known to the library; once is enough."""
    for name, file in ((REGULAR, "NotoSans-Regular.ttf"), (BOLD, "NotoSans-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(_FOLDER / file)))


@cache
def _letters(font: str) -> tuple[dict[int, float], float]:
    register_fonts()
    face = pdfmetrics.getFont(font).face
    return face.charWidths, face.defaultWidth


def draw_stamp(canvas: Canvas, right: float, y: float) -> None:
    """The word of a practice file, at the right of a page's head."""
    canvas.saveState()
    canvas.setFillGray(0.6)
    canvas.setFont(BOLD, 22)
    canvas.drawRightString(right, y, PRACTICE_WORD)
    canvas.restoreState()


def width_of(text: str, font: str, size: float) -> float:
    """In points."""
    widths, unknown = _letters(font)
    return sum([widths.get(ord(c), unknown) for c in text]) * size / 1000


@lru_cache(maxsize=20_000)  # villages, clusters and many names come again and again
def wrap(text: str, font: str, size: float, room: float) -> tuple[str, ...]:
    """The text in lines of at most `room` points; a word wider than that is broken."""
    if width_of(text, font, size) <= room:
        return (text,) if text else ()
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer, font, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _pieces(word, font, size, room)
        lines += whole
    return (*lines, line)


def _pieces(word: str, font: str, size: float, room: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, font, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@lru_cache(maxsize=2_000)
def fit(
    text: str, font: str, size: float, room: float, height: float, least_size: float
) -> tuple[float, tuple[str, ...]]:
    """The largest size down to `least_size` at which the lines of the text fill at most `height`
    and no word is broken; at the least size, however many lines it takes."""
    while True:
        lines = wrap(text, font, size, room)
        whole = all(width_of(word, font, size) <= room for word in text.split())
        if (len(lines) * size * LEADING <= height and whole) or size <= least_size:
            return size, lines
        size = max(least_size, size - 0.5)


def flow(
    items: Sequence[tuple[str, str]], size: float, room: float, gap: float
) -> list[list[tuple[float, str, str]]]:
    """(bold beginning, rest) after each other in lines: (x, beginning, rest); one stays whole."""
    lines: list[list[tuple[float, str, str]]] = [[]]
    x = 0.0
    for head, rest in items:
        width = width_of(head, BOLD, size) + width_of(rest, REGULAR, size)
        if lines[-1] and x + width > room:
            lines.append([])
            x = 0.0
        lines[-1].append((x, head, rest))
        x += width + gap
    return lines
