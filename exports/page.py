"""Paper: margins, page numbers, column widths in millimetres (NĐ 30/2020, Phụ lục I, mục I)."""

from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from exports.cells import FONT
from exports.practice import PRACTICE_WORD

LEFT_MM, RIGHT_MM, TOP_MM, BOTTOM_MM, HEADER_MM = 30, 15, 20, 20, 10
PORTRAIT_MM = 210 - LEFT_MM - RIGHT_MM
LANDSCAPE_MM = 297 - LEFT_MM - RIGHT_MM
PORTRAIT_HEIGHT_PT = (297 - TOP_MM - BOTTOM_MM) * 72 / 25.4
LANDSCAPE_HEIGHT_PT = (210 - TOP_MM - BOTTOM_MM) * 72 / 25.4
DEFAULT_ROW_PT = 16.0
_INCH = 25.4


def set_page(
    sheet: Worksheet, *, landscape: bool, practice: bool = False, repeat: str = ""
) -> None:
    """A4; the page number from 1 in each sheet, 13 pt, centred above, not on its first page."""
    setup = sheet.page_setup
    setup.paperSize = 9
    setup.orientation = "landscape" if landscape else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    setup.firstPageNumber, setup.useFirstPageNumber = 1, True
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(
        left=LEFT_MM / _INCH, right=RIGHT_MM / _INCH, top=TOP_MM / _INCH,
        bottom=BOTTOM_MM / _INCH, header=HEADER_MM / _INCH, footer=HEADER_MM / _INCH,
    )  # fmt: skip
    sheet.HeaderFooter.differentFirst = True
    headers: Any = sheet.HeaderFooter
    number = headers.oddHeader.center
    number.text, number.size, number.font = "&P", 13, f"{FONT},Regular"
    if practice:
        for header in (headers.oddHeader, headers.firstHeader):
            mark = header.right
            mark.text, mark.size, mark.font = PRACTICE_WORD, 13, f"{FONT},Bold"
    if repeat:
        sheet.print_title_rows = repeat
    sheet.sheet_view.showGridLines = False


def set_widths(sheet: Worksheet, widths_mm: list[float]) -> None:
    """In the file a unit is the width of a digit of the Normal font: of Times New Roman 12,
    8 pixels at 96 dpi. The padding that Excel subtracts when it shows a width is part of it."""
    for n, width in enumerate(widths_mm, 1):
        sheet.column_dimensions[get_column_letter(n)].width = round(width / _INCH * 96 / 8, 3)


def keep_together(
    sheet: Worksheet, before: int, first: int, end: int, page_height: float, repeated: float = 0.0
) -> None:
    """A page break above row `before` when a page would end within the block `first` … `end` - 1.

    A signature never stands alone on a page: the rows from `before` on go with it. `repeated` is
    the height of the heading rows that every later page begins with.
    """
    heights = {n: sheet.row_dimensions[n].height or DEFAULT_ROW_PT for n in range(1, end)}
    used = 0.0
    for n in range(1, first):
        used += heights[n]
        if used > page_height:
            used = repeated + heights[n]
    block = sum(heights[n] for n in range(first, end))
    lead = sum(heights[n] for n in range(before, first))
    if used + block > page_height >= repeated + lead + block:
        sheet.row_breaks.append(Break(id=before - 1))
