"""docs/huong-dan/bat-dau-nhanh.pdf: two A4 pages to hang beside the PC, from bat-dau-nhanh.md.

Each "## Trang 1: …" of the text is one page, set as large as its words leave room for; where a page
would need letters smaller than LEAST the script fails, and the text must lose some words.
Two runs give the same bytes.
"""

import re
import zlib
from base64 import a85decode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from exports.pdf_text import BOLD, REGULAR, register_fonts, width_of
from ui.colours import LIGHT
from ui.guide_pages import Block, Heading, Item, Paragraph, Picture, Run, Runs, Table, parse, plain

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "huong-dan"
TEXT, PRINT = FOLDER / "bat-dau-nhanh.md", FOLDER / "bat-dau-nhanh.pdf"
WIDTH, HEIGHT = A4
MARGIN = 14 * mm
ROOM = WIDTH - 2 * MARGIN
TOP = HEIGHT - 31 * mm  # below the band with the title
BOTTOM = 17 * mm
LARGEST, LEAST, STEP = 13.0, 10.0, 0.25
PAGES = 2
LEADING = 1.42
FOOT = "Hướng dẫn đầy đủ: bấm F1 trong chương trình."
INK, BLUE, PALE, GREY, LINE = (
    HexColor(c) for c in (LIGHT.text, LIGHT.accent, LIGHT.selection, LIGHT.muted, LIGHT.border)
)
MOST_PICTURE = 50 * mm


class TooMuch(Exception):
    """A sentence: which page has too many words."""


@dataclass(frozen=True)
class _Word:
    parts: tuple[Run, ...]  # of one look each, without a space between


def write_quick_start(text: str, path: Path) -> int:
    """The number of pages."""
    register_fonts()
    pages = _split(text)
    if len(pages) != PAGES:
        raise TooMuch(f"bat-dau-nhanh.md has {len(pages)} pages, not {PAGES}")
    canvas = Canvas(str(path), pagesize=A4, initialFontName=REGULAR, invariant=1)
    canvas.setTitle("Từng Nhà: Bắt đầu nhanh")
    canvas.setAuthor("Từng Nhà")
    for n, (title, blocks) in enumerate(pages, 1):
        size = _fitting(title, blocks)
        _draw_band(canvas, title, n)
        spare = (TOP - BOTTOM) - _Sheet(None, size).draw(blocks)
        gaps = sum(isinstance(b, Heading) for b in blocks) - 1
        _Sheet(canvas, size, extra=min(spare / max(gaps, 1), 5 * mm)).draw(blocks)
        canvas.showPage()
    canvas.save()
    return len(pages)


def _split(text: str) -> list[tuple[str, list[Block]]]:
    found: list[tuple[str, list[Block]]] = []
    for block in parse("bat-dau-nhanh", text).blocks:
        if isinstance(block, Heading) and block.level == 2:
            found.append((plain(block.runs).partition(": ")[2], []))
        elif found:
            found[-1][1].append(block)
    return found


def _fitting(title: str, blocks: Sequence[Block]) -> float:
    size = LARGEST
    while size >= LEAST:
        if _Sheet(None, size).draw(blocks) <= TOP - BOTTOM:
            return size
        size -= STEP
    raise TooMuch(f"page “{title}” needs letters smaller than {LEAST} points")


def _draw_band(canvas: Canvas, title: str, number: int) -> None:
    canvas.setFillColor(BLUE)
    canvas.rect(0, HEIGHT - 23 * mm, WIDTH, 23 * mm, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#ffffff"))
    canvas.setFont(BOLD, 24)
    canvas.drawString(MARGIN, HEIGHT - 15.5 * mm, title)
    canvas.setFont(REGULAR, 12)
    canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 11 * mm, "Từng Nhà: bắt đầu nhanh")
    canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 17 * mm, f"Trang {number}/{PAGES}")
    canvas.setFillColor(GREY)
    canvas.setFont(REGULAR, 9)
    canvas.drawString(MARGIN, 9 * mm, FOOT)


class _Sheet:
    """One page from the top; without a canvas it only measures."""

    def __init__(self, canvas: Canvas | None, size: float, extra: float = 0.0) -> None:
        self._canvas, self._size, self._extra = canvas, size, extra
        self._y: float = TOP

    def draw(self, blocks: Sequence[Block]) -> float:
        """The height that was used."""
        for n, block in enumerate(blocks):
            if isinstance(block, Heading):
                self._heading(block, first=n == 0)
            elif isinstance(block, Item):
                self._item(block)
            elif isinstance(block, Table):
                self._table(block)
            elif isinstance(block, Picture):
                self._picture(block)
            elif isinstance(block, Paragraph):
                self._y = self._lines(block.runs, MARGIN, ROOM, self._y) - self._size * 0.35
        return float(TOP - self._y)

    def _heading(self, heading: Heading, *, first: bool) -> None:
        size = self._size * 1.2
        self._y -= 0 if first else self._size * 0.75 + self._extra
        if self._canvas:
            self._canvas.setFillColor(BLUE)
            self._canvas.rect(MARGIN, self._y - size * 1.05, 1.2 * mm, size * 1.1, stroke=0, fill=1)
            self._canvas.setFillColor(INK)
            self._canvas.setFont(BOLD, size)
            self._canvas.drawString(MARGIN + 4 * mm, self._y - size * 0.9, plain(heading.runs))
        self._y -= size * 1.55

    def _item(self, item: Item) -> None:
        radius = self._size * 0.72
        indent = 2 * radius + 3 * mm
        numbered = item.mark.endswith(".")
        if self._canvas and numbered:
            middle = self._y - self._size * 0.72
            self._canvas.setFillColor(BLUE)
            self._canvas.circle(MARGIN + radius, middle, radius, stroke=0, fill=1)
            self._canvas.setFillColor(HexColor("#ffffff"))
            self._canvas.setFont(BOLD, self._size * 0.9)
            self._canvas.drawCentredString(
                MARGIN + radius, middle - self._size * 0.32, item.mark.removesuffix(".")
            )
        elif self._canvas:
            self._canvas.setFillColor(BLUE)
            self._canvas.circle(MARGIN + radius, self._y - self._size * 0.7, 2, stroke=0, fill=1)
        self._y = self._lines(item.runs, MARGIN + indent, ROOM - indent, self._y)
        self._y -= self._size * 0.28

    def _table(self, table: Table) -> None:
        pad, size = 1.6 * mm, self._size * 0.94
        widths = self._widths(table, size, pad)
        self._y -= self._size * 0.2
        for n, row in enumerate((table.head, *table.rows)):
            cells = [tuple(Run(r.text, True, r.key) for r in c) if n == 0 else c for c in row]
            heights = [len(_wrap(c, size, w - 2 * pad)) for c, w in zip(cells, widths, strict=True)]
            height = max(heights) * size * 1.3 + pad
            x = MARGIN
            for cell, width in zip(cells, widths, strict=True):
                if self._canvas:
                    self._canvas.setStrokeColor(LINE)
                    self._canvas.setLineWidth(0.6)
                    self._canvas.setFillColor(PALE if n == 0 else HexColor("#ffffff"))
                    self._canvas.rect(x, self._y - height, width, height, stroke=1, fill=1)
                self._lines(cell, x + pad, width - 2 * pad, self._y - pad * 0.35, size, 1.3)
                x += width
            self._y -= height
        self._y -= self._size * 0.5

    def _widths(self, table: Table, size: float, pad: float) -> list[float]:
        """As the words ask for; what is left, or lacks, goes to the columns with the most."""
        rows = (table.head, *table.rows)
        wish: list[float] = [
            max(sum(_width(w, size) + size * 0.3 for w in _words(row[k])) for row in rows) + 2 * pad
            for k in range(len(table.head))
        ]
        wide = [k for k, w in enumerate(wish) if w > ROOM / len(wish) * 0.6]
        rest = ROOM - sum(w for k, w in enumerate(wish) if k not in wide)
        total = sum(wish[k] for k in wide)
        return [rest * w / total if k in wide else w for k, w in enumerate(wish)]

    def _picture(self, picture: Picture) -> None:
        from PIL import Image

        with Image.open(FOLDER / picture.file) as image:
            wide, high = image.size
        height = min(MOST_PICTURE, ROOM * high / wide)
        width = height * wide / high
        if self._canvas:
            self._canvas.drawImage(
                str(FOLDER / picture.file), MARGIN, self._y - height, width, height
            )
            self._canvas.setStrokeColor(LINE)
            self._canvas.rect(MARGIN, self._y - height, width, height, stroke=1, fill=0)
        self._y -= height + self._size * 0.6

    def _lines(
        self, runs: Runs, x: float, room: float, y: float, size: float = 0.0,
        leading: float = LEADING,
    ) -> float:  # fmt: skip
        """Where the next line would begin."""
        size = size or self._size
        for line in _wrap(runs, size, room):
            at = x
            for word in line:
                for part in word.parts:
                    at += self._part(part, at, y - size * 1.05, size)
                at += size * 0.27
            y -= size * leading
        return y

    def _part(self, part: Run, x: float, y: float, size: float) -> float:
        width = _part_width(part, size)
        if not self._canvas:
            return width
        font = BOLD if part.bold or part.key else REGULAR
        if part.key:
            self._canvas.setFillColor(PALE)
            self._canvas.setStrokeColor(BLUE)
            self._canvas.setLineWidth(0.5)
            self._canvas.roundRect(
                x, y - size * 0.27, width - size * 0.06, size * 1.2, 1.6, stroke=1, fill=1
            )
        self._canvas.setFillColor(INK)
        self._canvas.setFont(font, size)
        self._canvas.drawString(x + (size * 0.28 if part.key else 0), y, part.text)
        return width


def _part_width(part: Run, size: float) -> float:
    font = BOLD if part.bold or part.key else REGULAR
    return float(width_of(part.text, font, size)) + (size * 0.62 if part.key else 0)


def _width(word: _Word, size: float) -> float:
    return sum(_part_width(part, size) for part in word.parts)


def _words(runs: Runs) -> list[_Word]:
    """Parted at spaces; a key stays whole."""
    found: list[list[Run]] = [[]]
    for run in runs:
        pieces = [run.text] if run.key else re.split(r"( )", run.text)
        for piece in pieces:
            if piece == " " and not run.key:
                found.append([])
            elif piece:
                found[-1].append(Run(piece, run.bold, run.key))
    return [_Word(tuple(parts)) for parts in found if parts]


def _wrap(runs: Runs, size: float, room: float) -> list[list[_Word]]:
    lines: list[list[_Word]] = [[]]
    used = 0.0
    for word in _words(runs):
        width = _width(word, size)
        if lines[-1] and used + width > room:
            lines.append([])
            used = 0.0
        lines[-1].append(word)
        used += width + size * 0.27
    return lines


def is_same_print(one: Path, other: Path) -> bool:
    """Whether two files say the same; how tightly their streams are packed differs with zlib."""
    return _streams(one) == _streams(other)


def _streams(path: Path) -> list[bytes]:
    """Unpacked; those of the fonts are bytes, those of the pages letters."""
    found = re.findall(rb"stream\r?\n(.*?)endstream", path.read_bytes(), re.DOTALL)
    return [
        zlib.decompressobj().decompress(
            a85decode(packed.strip()[:-2]) if packed.strip().endswith(b"~>") else packed
        )
        for packed in found
    ]
