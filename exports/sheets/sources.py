"""The sheet "Nguồn": what every column means, what divides what, where it is from."""

from openpyxl.worksheet.worksheet import Worksheet

from domain.days import format_day
from domain.figures import FIGURE_KINDS
from exports.annexes import Column
from exports.cells import ANNEX_TITLE, FORM_NOTE, HEAD, Look, data_look
from exports.measure import count_lines, height_of
from exports.page import LANDSCAPE_MM, set_page, set_widths
from exports.sheets.book import Book
from exports.wording import cut_off_words, made_words

HEADINGS = (
    ("Cột", 17.0), ("Tên cột", 38.0), ("Định nghĩa", 55.0), ("Tử số", 33.0), ("Mẫu số", 34.0),
    ("Nguồn, ngày số liệu", 34.0), ("Khi chưa có số liệu", 40.0),
)  # fmt: skip
FROM_VISITS = "Phiếu đến hộ"
SIZE = 11.0


def write_sources(book: Book) -> None:
    sheet = book.add_sheet("Nguồn")
    widths = [w for _, w in HEADINGS]
    set_widths(sheet, widths)
    row = book.put_practice(sheet, len(HEADINGS))
    for text, look in _head(book):
        lines = count_lines(text, LANDSCAPE_MM, look.size, look.bold)
        book.put_across(sheet, row, text, look, (1, len(HEADINGS)), height_of(lines, look.size, 2))
        row += 1
    head_row = row
    _write_row(book, sheet, row, [h for h, _ in HEADINGS], HEAD.at(SIZE))
    row += 1
    look = data_look("text", SIZE)
    for placed in book.placed:
        for column in placed.annex.columns:
            if column.meaning:
                _write_row(book, sheet, row, [placed.number(column), *_cells(book, column)], look)
                row += 1
    _write_figures(book, sheet, row + 1)
    sheet.freeze_panes = f"A{head_row + 1}"
    set_page(sheet, landscape=True, practice=book.report.practice, repeat=f"{head_row}:{head_row}")


def _head(book: Book) -> list[tuple[str, Look]]:
    report = book.report
    made = f"Lập lúc {made_words(report)}"
    if report.version:
        made += f", chương trình Từng Nhà {report.version}"
    if report.audit_head:
        made += f". Dấu nhật ký: {report.audit_head}"
    return [
        ("NGUỒN SỐ LIỆU VÀ CÁCH TÍNH", ANNEX_TITLE),
        (f"Đợt vận động: {report.campaign.name}.", FORM_NOTE),
        (f"Số liệu tính đến {cut_off_words(report)}. {made}.", FORM_NOTE),
        ("Tỷ lệ được tính từ số chưa làm tròn; khi hiện thì làm tròn nửa lên, hai chữ số thập "
         "phân. Tỷ lệ tổng cộng là tổng tử số chia tổng mẫu số của các đơn vị có cả hai, không "
         "phải trung bình các tỷ lệ. “–” là chưa có số liệu, khác với 0.", FORM_NOTE),
    ]  # fmt: skip


def _cells(book: Book, column: Column) -> list[str]:
    name = f"{column.group}: {column.heading}" if column.group else column.heading
    source = column.source or f"{FROM_VISITS}, {format_day(book.report.cut_off)}"
    return [name, column.meaning, column.numerator, column.denominator, source, column.unknown]


def _write_row(book: Book, sheet: Worksheet, row: int, texts: list[str], look: Look) -> None:
    lines = 1
    for n, (text, (_, width)) in enumerate(zip(texts, HEADINGS, strict=True), 1):
        book.put(sheet, row, n, text, look)
        lines = max(lines, count_lines(text, width, look.size, look.bold))
    sheet.row_dimensions[row].height = height_of(lines, look.size, 2)


def _write_figures(book: Book, sheet: Worksheet, row: int) -> None:
    """Every denominator from outside, with its vintage."""
    kinds = {k.code: k.label for k in FIGURE_KINDS}
    headings = ("", "Đơn vị", "Số liệu", "Số lượng", "Tính đến", "Nguồn, văn bản", "")
    if not book.report.progress.figures:
        return
    _write_row(book, sheet, row, list(headings), HEAD.at(SIZE))
    look = data_look("text", SIZE)
    for n, (unit, figure) in enumerate(book.report.progress.figures, 1):
        texts = ["", unit, kinds.get(figure.kind, figure.kind), "", format_day(figure.as_of),
                 figure.source, ""]  # fmt: skip
        _write_row(book, sheet, row + n, texts, look)
        cell = sheet.cell(row + n, 4)
        cell.value = figure.value
        book.styles.apply(cell, data_look("count", SIZE))
