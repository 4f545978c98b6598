"""The sheets of the official workbook: SHEETS in their order, one function each.

To add a sheet: a function `write_…(book)` in a file of this folder and its line in SHEETS.
"""

from collections.abc import Callable

from openpyxl.workbook import Workbook

from exports.report import Report, ReportProgress
from exports.sheets.annex import write_annexes
from exports.sheets.book import Book, new_book
from exports.sheets.charts import write_charts
from exports.sheets.checks import write_checks
from exports.sheets.letter import write_letter
from exports.sheets.sources import write_sources

SHEETS: tuple[tuple[str, Callable[[Book], None]], ...] = (
    ("Báo cáo", write_letter),
    ("Phụ lục", write_annexes),
    ("Biểu đồ", write_charts),
    ("Nguồn", write_sources),
    ("Kiểm tra", write_checks),
)


def build_workbook(report: Report, report_progress: ReportProgress | None = None) -> Workbook:
    """Each function adds what it is named after; the checks and charts read where annexes went."""
    book = new_book(report)
    for n, (_, write) in enumerate(SHEETS):
        if report_progress:
            report_progress(n, len(SHEETS))
        write(book)
    if report_progress:
        report_progress(len(SHEETS), len(SHEETS))
    return book.workbook
