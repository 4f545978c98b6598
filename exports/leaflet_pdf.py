"""Leaflets as PDF: two of A5 side by side on A4 landscape, one cut down the middle.

What a leaflet says is domain/leaflets.py; it is drawn once as a form, and only the household at its
head changes. The size of its letters is the largest at which everything fits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from domain.errors import AppError
from domain.leaflets import Leaflet, LeafletHousehold
from exports.files import write_beside
from exports.pdf_text import BOLD, LEADING, REGULAR, fit, register_fonts, wrap
from exports.sheet_pdf import STAMP, Progress

PAGE_WIDTH, PAGE_HEIGHT = landscape(A4)
WIDTH, HEIGHT = PAGE_WIDTH / 2, PAGE_HEIGHT
MARGIN = 11 * mm
ROOM = WIDTH - 2 * MARGIN
TOP = HEIGHT - 36 * mm  # below the household
BOTTOM = 10 * mm
SIZES = tuple(size / 2 for size in range(28, 9, -1))  # 14 down to 5 points
QR = 27 * mm
STEP = 50  # leaflets between two reports of progress


@dataclass(frozen=True)
class _Line:
    text: str
    font: str = REGULAR
    before: float = 0  # empty space above, in lines
    scale: float = 1


def write_leaflets_pdf(
    leaflet: Leaflet,
    households: Sequence[LeafletHousehold],
    path: Path,
    report: Progress | None = None,
) -> None:
    """One for each household; without households one page of two, for the copying machine.

    `report(done, total)` may raise Cancelled: then there is no file. Raises AppError where the
    words of the office are too many for one side.
    """
    write_beside(lambda name: _write(leaflet, households, name, report), path)


def _write(
    leaflet: Leaflet, households: Sequence[LeafletHousehold], name: str, report: Progress | None
) -> None:
    register_fonts()
    canvas = Canvas(name, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), initialFontName=REGULAR)
    canvas.setTitle(leaflet.title)
    canvas.setAuthor(leaflet.office)
    canvas.beginForm("leaflet", 0, 0, WIDTH, HEIGHT)
    _draw_body(canvas, leaflet)
    canvas.endForm()
    given: Sequence[LeafletHousehold | None] = households or (None, None)
    for n, household in enumerate(given):
        if report and n % STEP == 0:
            report(n, len(given))
        canvas.saveState()
        canvas.translate(n % 2 * WIDTH, 0)
        canvas.doForm("leaflet")
        if household:
            _draw_household(canvas, household)
        canvas.restoreState()
        if n % 2 or n == len(given) - 1:
            _draw_cut(canvas)
            canvas.showPage()
    canvas.save()
    if report:
        report(len(given), len(given))


def _draw_household(canvas: Canvas, household: LeafletHousehold) -> None:
    size, lines = fit(f"Kính gửi hộ: {household.head_name}", BOLD, 13, ROOM, 7 * mm, 8)
    _draw_text(canvas, lines, BOLD, size, HEIGHT - 23 * mm)
    size, lines = fit(household.place, REGULAR, 12, ROOM, 6 * mm, 8)
    _draw_text(canvas, lines, REGULAR, size, HEIGHT - 29 * mm)


def _draw_text(
    canvas: Canvas, lines: Sequence[str], font: str, size: float, y: float, x: float = MARGIN
) -> float:
    canvas.setFont(font, size)
    for line in lines:
        canvas.drawString(x, y, line)
        y -= size * LEADING
    return y


def _draw_cut(canvas: Canvas) -> None:
    canvas.setDash(2, 4)
    canvas.setLineWidth(0.5)
    canvas.line(WIDTH, 0, WIDTH, HEIGHT)
    canvas.setDash()


def body_lines(leaflet: Leaflet) -> list[_Line]:
    """Every paragraph of the leaflet, before it is broken into lines."""
    lines = [_Line(leaflet.title, BOLD, scale=1.25)]
    for app in leaflet.apps:
        lines.append(_Line(app.name, BOLD, before=0.5, scale=1.1))
        lines += [_Line(text) for text in app.lines]
    lines.append(_Line("Cách cài đặt", BOLD, before=0.5, scale=1.1))
    lines += [_Line(f"{n}. {step}") for n, step in enumerate(leaflet.steps, 1)]
    for n, paragraph in enumerate(leaflet.guide):
        lines.append(_Line(paragraph, before=0 if n else 0.5))
    return lines


def _broken(leaflet: Leaflet, size: float) -> tuple[list[tuple[_Line, tuple[str, ...]]], float]:
    broken, height = [], 0.0
    for line in body_lines(leaflet):
        texts = wrap(line.text, line.font, size * line.scale, ROOM)
        broken.append((line, texts))
        height += (len(texts) + line.before) * size * line.scale * LEADING
    return broken, height


def _draw_body(canvas: Canvas, leaflet: Leaflet) -> None:
    if leaflet.practice:
        canvas.saveState()
        canvas.setFillGray(0.88)
        canvas.setFont(BOLD, 56)
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(40)
        canvas.drawCentredString(0, -20, STAMP)
        canvas.restoreState()
    size, lines = fit(leaflet.office, BOLD, 12, ROOM, 6 * mm, 8)
    _draw_text(canvas, lines, BOLD, size, HEIGHT - 13 * mm)
    canvas.setLineWidth(0.8)
    canvas.line(MARGIN, HEIGHT - 16 * mm, WIDTH - MARGIN, HEIGHT - 16 * mm)
    floor = BOTTOM + (QR + 3 * mm if leaflet.link else 0)
    for size in SIZES:
        broken, height = _broken(leaflet, size)
        if height <= TOP - floor:
            break
    else:
        raise AppError(
            "Phần hướng dẫn dài quá một mặt tờ rơi khổ A5.",
            "Hãy viết ngắn lại ô “Hướng dẫn thêm trên tờ rơi” ở mục Đợt vận động.",
        )
    y = TOP
    for line, texts in broken:
        own = size * line.scale
        y -= line.before * own * LEADING
        y = _draw_text(canvas, texts, line.font, own, y - own) + own
    if leaflet.link:
        _draw_link(canvas, leaflet.link)


def _draw_link(canvas: Canvas, link: str) -> None:
    """The address to type, and the same as a square to point the camera at."""
    symbol = QrCodeWidget(link)
    left, low, right, high = symbol.getBounds()
    drawing = Drawing(QR, QR, transform=[QR / (right - left), 0, 0, QR / (high - low), 0, 0])
    drawing.add(symbol)
    renderPDF.draw(drawing, canvas, MARGIN, BOTTOM)
    x, room = MARGIN + QR + 3 * mm, ROOM - QR - 3 * mm
    y = _draw_text(canvas, ("Hướng dẫn chi tiết:",), BOLD, 12, BOTTOM + QR - 8 * mm, x)
    size, lines = fit(link, REGULAR, 11, room, QR - 14 * mm, 7)
    _draw_text(canvas, lines, REGULAR, size, y, x)
