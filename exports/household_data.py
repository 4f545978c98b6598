"""The workbook a citizen gets: everything held about one household, a sheet for each kind.

Texts only, so nothing in it can be a formula or a link.
"""

from pathlib import Path

from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from domain.days import format_day
from domain.household_data import DataTable, HouseholdData
from exports.cells import (
    ANNEX_TITLE,
    FORM_NOTE,
    HEAD,
    PRACTICE_MARK,
    Look,
    Styles,
    clean_text,
    data_look,
    put_value,
)
from exports.files import write_beside
from exports.household_list import SIZE
from exports.page import set_page
from exports.practice import PRACTICE_LINE

EMPTY = "Không có dữ liệu."
WIDEST, NARROWEST = 60, 12  # characters
HEAD_ROW = 4


def write_household_data(data: HouseholdData, path: Path, *, practice: bool) -> None:
    """The file, whole or not at all."""
    workbook = Workbook(write_only=True)
    styles = Styles(workbook)
    for table in data.tables:
        _add_sheet(workbook, styles, table, data, practice=practice)
    write_beside(workbook.save, path)


def _add_sheet(
    workbook: Workbook, styles: Styles, table: DataTable, data: HouseholdData, *, practice: bool
) -> None:
    sheet = workbook.create_sheet(table.title)
    for n, heading in enumerate(table.headings):
        longest = max([len(heading), *(len(row[n]) for row in table.rows)])
        width = min(WIDEST, max(NARROWEST, longest + 2))
        sheet.column_dimensions[get_column_letter(n + 1)].width = width
    set_page(sheet, landscape=True, practice=practice, repeat=f"{HEAD_ROW}:{HEAD_ROW}")
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"

    def line(texts: tuple[str, ...], look: Look) -> None:
        cells = []
        for text in texts:
            cell = WriteOnlyCell(sheet)
            put_value(cell, clean_text(text), "text")
            styles.apply(cell, look)
            cells.append(cell)
        sheet.append(cells)

    line((f"{table.title}: hộ {data.code}",), ANNEX_TITLE)
    said = f"Toàn bộ dữ liệu chương trình đang giữ về hộ, lập lúc {format_day(data.made_at[:16])}"
    line((said,), FORM_NOTE)
    line((PRACTICE_LINE,) if practice else (), PRACTICE_MARK)
    line(table.headings, HEAD)
    for row in table.rows or ((EMPTY,),):
        line(row, data_look("text", SIZE))
