"""Sheets as PDF: A4 landscape, black on white, ready for any printer.

Landscape, because a line has a bar code that must scan (36 mm at 0.25 mm a module), a name, and ten
to eighteen columns to write in; portrait would leave 5 mm for each. What does not change within a
sheet (headings, legend) is drawn once as a form and called on every page. Text that people read or
write beside is 12 points or more; the legend has LEGEND points, the numbers under bar codes SMALL.

How columns share the width: exports/sheet_columns.py. Texts that are too long: exports/pdf_text.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from domain.days import format_day
from domain.fields import Choice, Field, Option
from domain.printed_sheets import PrintedLine, PrintedSheet
from exports.bar_codes import draw_bar_code
from exports.files import write_beside
from exports.pdf_text import BOLD, LEADING, REGULAR, fit, flow, register_fonts, width_of, wrap
from exports.sheet_columns import HEADING_PAD, SIZE, Column, share_out

Progress = Callable[[int, int], object]

PAGE_WIDTH, PAGE_HEIGHT = landscape(A4)
MARGIN = 6 * mm
ROOM = PAGE_WIDTH - 2 * MARGIN
TOP, BOTTOM = PAGE_HEIGHT - MARGIN, MARGIN
LEGEND, SMALL = 9.0, 8.5
LINE = SIZE * LEADING
HEAD_HEIGHT = 20 * mm
HEADINGS_HEIGHT = 22 * mm
LEAST_ROW = 11.4 * mm
PAD = 1 * mm
RECEIPT_HEIGHT = 19.5 * mm
CLOSING_HEIGHT = RECEIPT_HEIGHT + 23 * mm  # with the signatures, on the last page of a sheet
STAMP = "TẬP HUẤN"


def write_sheets_pdf(
    printed: Sequence[PrintedSheet], path: Path, report: Progress | None = None
) -> None:
    """All sheets in one file, whole or not at all. `report(done, total)` counts sheets and may
    raise Cancelled: then there is no file."""
    write_beside(lambda name: _write(printed, name, report), path)


def _write(printed: Sequence[PrintedSheet], name: str, report: Progress | None) -> None:
    register_fonts()
    canvas = Canvas(name, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), initialFontName=REGULAR)
    canvas.setTitle("Tờ phiếu " + ", ".join(p.sheet.code for p in printed[:3]))
    canvas.setAuthor(printed[0].commune if printed else "")
    layouts: dict[object, _Layout] = {}
    for n, sheet in enumerate(printed):
        if report:
            report(n, len(printed))
        key = (sheet.fields, sheet.legend, sheet.reasons, sheet.notes)
        if key not in layouts:
            layouts[key] = _Layout(canvas, sheet, f"furniture{len(layouts)}")
        _draw_sheet(canvas, sheet, layouts[key])
    canvas.save()
    if report:
        report(len(printed), len(printed))


class _Layout:
    """What the pages of all sheets with the same fields and legend share: two forms."""

    def __init__(self, canvas: Canvas, sheet: PrintedSheet, form: str) -> None:
        self.form = form
        self.columns = share_out(sheet.fields, MARGIN, ROOM)
        legend = _legend_lines(sheet)
        self.rows_top = TOP - HEAD_HEIGHT - HEADINGS_HEIGHT
        self.rows_bottom = BOTTOM + len(legend) * LEGEND * LEADING + PAD
        canvas.beginForm(form, 0, 0, PAGE_WIDTH, PAGE_HEIGHT)
        _draw_headings(canvas, self.columns, self.rows_top)
        canvas.endForm()
        canvas.beginForm(form + "legend", 0, 0, PAGE_WIDTH, PAGE_HEIGHT)
        _draw_legend(canvas, legend)
        canvas.endForm()

    @property
    def room(self) -> float:
        return float(self.rows_top - self.rows_bottom)


# -- what stands in a row -----------------------------------------------------------------------


@dataclass(frozen=True)
class PaperRow:
    """A line of the sheet broken into lines of text, and so high as they need."""

    line: PrintedLine
    name: tuple[str, ...]
    place: tuple[str, ...]
    phone: tuple[str, ...]
    why: tuple[str, ...]
    height: float


def lay_row(line: PrintedLine, columns: Sequence[Column], several_villages: bool) -> PaperRow:
    room, right_room = columns[2].width - PAD, columns[3].width - PAD
    parts = [line.village if several_villages else "", line.cluster, line.address]
    if line.members is not None:
        parts.append(f"{line.members} khẩu")
    name = wrap(line.head_name, BOLD, SIZE, room)
    place = wrap(", ".join(p for p in parts if p), REGULAR, SIZE, room)
    phone = wrap(line.phone, REGULAR, SIZE, right_room)
    why = wrap(line.why, REGULAR, SIZE, room + columns[3].width)
    texts = max(len(name) + len(place), len(phone) + bool(line.last)) + len(why)
    return PaperRow(line, name, place, phone, why, max(LEAST_ROW, texts * LINE + 1.2 * PAD))


def paginate(heights: Sequence[float], room: float, closing: float) -> list[tuple[int, int]]:
    """(first, behind the last) row of each page; the last page has room for the closing block and
    at least one row, so that no signature stands alone."""
    pages: list[tuple[int, int]] = []
    start, used = 0, 0.0
    for n, height in enumerate(heights):
        if n > start and used + height > room:
            pages.append((start, n))
            start, used = n, 0.0
        used += height
    if used + closing > room and len(heights) - start > 1:
        behind, used = len(heights) - 1, heights[-1]
        while behind - 1 > start and used + heights[behind - 1] + closing <= room / 2:
            behind -= 1
            used += heights[behind]
        pages.append((start, behind))
        start = behind
    return [*pages, (start, len(heights))]


# -- pages --------------------------------------------------------------------------------------


def _draw_sheet(canvas: Canvas, sheet: PrintedSheet, layout: _Layout) -> None:
    several = len({line.village for line in sheet.lines}) > 1
    rows = [lay_row(line, layout.columns, several) for line in sheet.lines]
    pages = paginate([r.height for r in rows], layout.room, CLOSING_HEIGHT)
    for n, (first, behind) in enumerate(pages, 1):
        if sheet.practice:
            _draw_stamp(canvas)
        canvas.doForm(layout.form)
        _draw_head(canvas, sheet, n, len(pages))
        _draw_rows(canvas, sheet, layout, rows[first:behind])
        if n == len(pages):
            _draw_signatures(canvas, layout.rows_bottom + CLOSING_HEIGHT)
            _draw_receipt(canvas, sheet, BOTTOM + RECEIPT_HEIGHT - PAD)
            canvas.translate(0, RECEIPT_HEIGHT)  # the legend stays with the page, above the cut
        canvas.doForm(layout.form + "legend")
        canvas.showPage()


def _draw_stamp(canvas: Canvas) -> None:
    """Across the columns that are written in: a bar code on grey might not scan."""
    canvas.saveState()
    canvas.setFillGray(0.88)
    canvas.setFont(BOLD, 80)
    canvas.translate(PAGE_WIDTH * 0.7, PAGE_HEIGHT * 0.45)
    canvas.rotate(30)
    canvas.drawCentredString(0, -28, STAMP)
    canvas.restoreState()


def team_words(team: str) -> str:
    """ "Tổ 2", "Tổ: Đoàn thanh niên", or room to write it."""
    if team[:3].lower() == "tổ ":
        return team
    return f"Tổ: {team}" if team else "Tổ: " + "." * 50


def _draw_head(canvas: Canvas, sheet: PrintedSheet, page: int, pages: int) -> None:
    draw_bar_code(canvas, sheet.sheet.code, MARGIN + 3 * mm, TOP - 10 * mm, 10 * mm, 0.33 * mm)
    canvas.setFont(BOLD, 16)
    canvas.drawString(MARGIN + 3 * mm, TOP - 16.5 * mm, sheet.sheet.code)
    left, right = MARGIN + 48 * mm, MARGIN + ROOM
    side = 92 * mm
    room = right - side - left - 4 * mm
    canvas.setFont(BOLD, 14)
    canvas.drawString(left, TOP - 4.6 * mm, sheet.heading)
    _draw_lines(
        canvas, fit(sheet.sheet.title, BOLD, 14, room, 7 * mm, 9), BOLD, left, TOP - 11 * mm
    )
    team = team_words(sheet.team)
    _draw_lines(canvas, fit(team, REGULAR, SIZE, room, 6 * mm, 8), REGULAR, left, TOP - 17 * mm)
    printed = f"{len(sheet.lines)} hộ. In ngày {format_day(sheet.printed_on)}. Trang {page}/{pages}"
    for text, font, down in (
        (sheet.commune, BOLD, 4.6), (sheet.campaign, REGULAR, 10.8), (printed, BOLD, 17)
    ):  # fmt: skip
        size, lines = fit(text, font, SIZE, side, 7 * mm, 8)
        if len(lines) > 1:  # a long campaign in two lines above its place
            down -= size * LEADING / mm / 2
        canvas.setFont(font, size)
        for n, line in enumerate(lines):
            canvas.drawRightString(right, TOP - down * mm - n * size * LEADING, line)


def _draw_lines(
    canvas: Canvas, fitted: tuple[float, tuple[str, ...]], font: str, x: float, y: float
) -> None:
    size, lines = fitted
    canvas.setFont(font, size)
    for n, line in enumerate(lines):
        canvas.drawString(x, y - n * size * LEADING, line)


def _draw_headings(canvas: Canvas, columns: Sequence[Column], bottom: float) -> None:
    canvas.setFillGray(0.93)
    canvas.rect(MARGIN, bottom, ROOM, HEADINGS_HEIGHT, stroke=0, fill=1)
    canvas.setFillGray(0)
    for c in columns:
        along, across = (HEADINGS_HEIGHT, c.width) if c.upright else (c.width, HEADINGS_HEIGHT)
        size, lines = fit(c.heading, BOLD, SIZE, along - HEADING_PAD, across, 7)
        canvas.setFont(BOLD, size)
        canvas.saveState()
        canvas.translate(c.x + c.width / 2, bottom + HEADINGS_HEIGHT / 2)
        if c.upright:
            canvas.rotate(90)
        y = (len(lines) / 2) * size * LEADING - size
        for n, line in enumerate(lines):
            canvas.drawCentredString(0, y - n * size * LEADING, line)
        canvas.restoreState()
    _rule(canvas, columns, bottom + HEADINGS_HEIGHT, [bottom])


def _rule(canvas: Canvas, columns: Sequence[Column], top: float, bottoms: Sequence[float]) -> None:
    """Lines below rows and between columns. None beside bar codes, where paper must stay empty."""
    edges = [columns[0].x, *(c.x for c in columns[4:]), MARGIN + ROOM]
    canvas.setLineWidth(0.7)
    canvas.lines(
        [(MARGIN, y, MARGIN + ROOM, y) for y in (top, *bottoms)]
        + [(x, top, x, bottoms[-1]) for x in edges]
    )


def _draw_rows(
    canvas: Canvas, sheet: PrintedSheet, layout: _Layout, rows: Sequence[PaperRow]
) -> None:
    number, code, household, phone, *_ = layout.columns
    y, bottoms = layout.rows_top, []
    bold: list[tuple[float, float, str]] = []
    plain: list[tuple[float, float, str]] = []
    small: list[tuple[float, float, str]] = []
    for row in rows:
        base = y - SIZE - 1.5
        bar_code = sheet.bar_code(row.line.line)
        draw_bar_code(canvas, bar_code, code.x, y - 7.2 * mm, 6.2 * mm)
        small.append((code.x, y - 7.6 * mm - SMALL, f"{bar_code}   {row.line.code}"))
        text = str(row.line.line)
        bold.append((number.x + (number.width - width_of(text, BOLD, SIZE)) / 2, base, text))
        left = household.x
        for n, line in enumerate(row.name):
            bold.append((left, base - n * LINE, line))
        for n, line in enumerate(row.place, len(row.name)):
            plain.append((left, base - n * LINE, line))
        for n, line in enumerate(row.phone):
            plain.append((phone.x, base - n * LINE, line))
        if row.line.last:
            bold.append((phone.x, base - max(1, len(row.phone)) * LINE, row.line.last))
        y -= row.height
        for n, line in enumerate(reversed(row.why)):
            plain.append((left, y + PAD + 1.5 + n * LINE, line))
        bottoms.append(y)
    for font, size, texts in ((BOLD, SIZE, bold), (REGULAR, SIZE, plain), (REGULAR, SMALL, small)):
        canvas.setFont(font, size)
        for x, at, text in texts:
            canvas.drawString(x, at, text)
    _rule(canvas, layout.columns, layout.rows_top, bottoms)


# -- legend, signatures, receipt ----------------------------------------------------------------


def _legend_lines(sheet: PrintedSheet) -> list[list[tuple[float, str, str]]]:
    """Codes of results, of reasons and of other columns with digits, in as few lines as fit."""
    codes = [("Kết quả (KQ):", ""), *((o.digit, " " + o.label) for o in sheet.legend)]
    reasons: list[tuple[str, str]] = []
    for digit, options in sheet.reasons:
        if options:
            reasons += [(f"Lý do khi KQ {digit}:", ""), *_digits(options)]
    other: list[tuple[str, str]] = []
    for field in sheet.fields:
        if field.name not in ("disposition", "reason") and (options := _digit_options(field)):
            other += [(f"{field.label}:", ""), *_digits(options)]
    other.append(("Cột số:", " để trống là chưa hỏi, 0 là không có"))
    lines = [
        line
        for items in (codes, [*reasons, *other])
        for line in flow(items, LEGEND, ROOM, 2.6 * mm)
    ]
    notes = [text for note in sheet.notes for text in wrap(note, REGULAR, LEGEND, ROOM)]
    return [*lines, *([(0.0, "", text)] for text in notes)]


def _digits(options: Sequence[Option]) -> list[tuple[str, str]]:
    return [(o.digit, " " + o.label) for o in options]


def _digit_options(field: Field) -> tuple[Option, ...]:
    options = field.kind.options if isinstance(field.kind, Choice) else ()
    return tuple(o for o in options if o.digit)


def _draw_legend(canvas: Canvas, lines: Sequence[Sequence[tuple[float, str, str]]]) -> None:
    y = BOTTOM + (len(lines) - 1) * LEGEND * LEADING + 2
    for line in lines:
        for x, head, rest in line:
            canvas.setFont(BOLD, LEGEND)
            canvas.drawString(MARGIN + x, y, head)
            canvas.setFont(REGULAR, LEGEND)
            canvas.drawString(MARGIN + x + width_of(head, BOLD, LEGEND), y, rest)
        y -= LEGEND * LEADING


def _draw_signatures(canvas: Canvas, top: float) -> None:
    """Who went, who leads the village, who checked."""
    third = ROOM / 3
    for n, who in enumerate(("Người đến hộ", "Trưởng thôn, bản hoặc tổ trưởng", "Người kiểm tra")):
        middle = MARGIN + third * (n + 0.5)
        canvas.setFont(BOLD, SIZE)
        canvas.drawCentredString(middle, top - 6 * mm, who)
        canvas.setFont(REGULAR, SIZE)
        canvas.drawCentredString(middle, top - 21.5 * mm, "Ngày ...... / ...... / ............")


def _draw_receipt(canvas: Canvas, sheet: PrintedSheet, cut: float) -> None:
    """The strip below the cut; its number is that of the ledger (D7)."""
    canvas.setDash(4, 3)
    canvas.line(MARGIN, cut, MARGIN + ROOM, cut)
    canvas.setDash()
    head = f"BIÊN NHẬN TỜ PHIẾU SỐ {sheet.sheet.code}"
    canvas.setFont(BOLD, SIZE)
    canvas.drawString(MARGIN, cut - 5.5 * mm, head)
    about = f"{sheet.sheet.title}. {len(sheet.lines)} hộ. {sheet.campaign}"
    after = MARGIN + width_of(head, BOLD, SIZE) + 4 * mm
    fitted = fit(about, REGULAR, SIZE, MARGIN + ROOM - after, 7 * mm, 7)
    _draw_lines(canvas, fitted, REGULAR, after, cut - 5.5 * mm)
    canvas.setFont(REGULAR, SIZE)
    dots = "." * 40
    back = "Đã nộp lại tờ phiếu, có ghi ............ hộ, ngày ...... / ...... / ............"
    canvas.drawString(MARGIN, cut - 11.5 * mm, back)
    canvas.drawString(MARGIN, cut - 17.6 * mm, f"Người nộp (ký, họ tên): {dots}")
    canvas.drawString(MARGIN + ROOM / 2, cut - 17.6 * mm, f"Người nhận (ký, họ tên): {dots}")
