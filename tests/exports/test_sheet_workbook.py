"""A sheet as a workbook, read back from the file: what is printed, what is open, what is hidden."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from domain.printed_sheets import PrintedSheet
from exports.sheet_widths import ROOM_MM, share_widths
from exports.sheet_workbook import write_sheet_workbook
from tests.exports.sheets import LINES, make_campaign, make_printed

FIRST_LINE = 7  # behind the names, title, place, codes, reasons and headings


@pytest.fixture
def printed() -> PrintedSheet:
    return make_printed(make_campaign())


@pytest.fixture
def page(printed: PrintedSheet, tmp_path: Path) -> Worksheet:
    return saved(printed, tmp_path)


def saved(printed: PrintedSheet, folder: Path) -> Worksheet:
    path = folder / "phieu.xlsx"
    write_sheet_workbook(printed, path)
    return load_workbook(path).worksheets[0]


def texts(page: Worksheet) -> list[str]:
    return [str(c.value) for row in page.iter_rows() for c in row if c.value is not None]


def columns(page: Worksheet) -> dict[str, int]:
    return {str(c.value): c.column for c in page[1] if c.value not in (None, "#")}


def test_every_line_is_there_in_order_with_its_hidden_number(page: Worksheet) -> None:
    keys = [page.cell(FIRST_LINE + n, 1).value for n in range(3)]
    assert keys == ["P0012-5.01", "P0012-5.02", "P0012-5.03"]
    assert page.column_dimensions["A"].hidden
    assert page.row_dimensions[1].hidden
    assert page.cell(FIRST_LINE, 3).value == "Lò Thị Ửng\n01-0001-4 · 09xx xxx 678\ncụm 2, Số 7"
    assert page.cell(FIRST_LINE + 1, 4).value == "3 · 12/08"


def test_rows_that_are_no_lines_say_so(page: Worksheet) -> None:
    marks = [page.cell(n, 1).value for n in range(2, page.max_row + 1)]
    assert [m for m in marks if not str(m).startswith("P0012")] == ["#"] * (len(marks) - 3)


def test_the_key_is_on_a_very_hidden_sheet(printed: PrintedSheet, tmp_path: Path) -> None:
    workbook: Any = saved(printed, tmp_path).parent
    key = workbook["tungnha"]
    assert key.sheet_state == "veryHidden"
    assert [[c.value for c in row[:2]] for row in key["A1:B3"]] == [
        ["format", "1"], ["sheet", "0190"], ["number", "P0012-5"],
    ]  # fmt: skip


def test_only_the_cells_to_fill_in_are_open(page: Worksheet, printed: PrintedSheet) -> None:
    assert page.protection.sheet
    open_cells = {c.coordinate for row in page.iter_rows() for c in row if not c.protection.locked}
    names = columns(page)
    wanted = {
        page.cell(row, names[f.name]).coordinate
        for row in range(FIRST_LINE, FIRST_LINE + 3)
        for f in printed.fields
    }
    assert open_cells == wanted


def test_a_name_that_looks_like_a_formula_is_text(page: Worksheet) -> None:
    cell = page.cell(FIRST_LINE + 1, 3)
    assert (cell.data_type, str(cell.value).splitlines()[0]) == ("s", "=HYPERLINK(1)")
    assert cell.quotePrefix


def test_days_are_typed_as_text_because_programs_swap_day_and_month(page: Worksheet) -> None:
    names = columns(page)
    formats = {n: page.cell(FIRST_LINE, c).number_format for n, c in names.items()}
    assert (formats["visited_at"], formats["next_visit_on"]) == ("@", "@")
    assert (formats["disposition"], formats["smartphones"]) == ("General", "General")


def test_lists_are_offered_where_there_are_codes(page: Worksheet) -> None:
    rules = {str(v.sqref).rstrip("0123456789").split(":")[0][:1]: v
             for v in page.data_validations.dataValidation}  # fmt: skip
    letter = {n: get_column_letter(c) for n, c in columns(page).items()}
    assert rules[letter["disposition"]].formula1 == '"1,2,3,4,5,6,7,8,9,0"'
    assert rules[letter["slot"]].formula1 == '"Sáng,Chiều,Tối"'
    assert rules[letter["reason"]].formula1 == "'tungnha'!$C$1:$C$11"
    assert rules[letter["app:bluezone"]].type == "whole"
    assert not rules[letter["reason"]].showErrorMessage


def test_number_codes_and_headings_are_on_every_page(page: Worksheet) -> None:
    assert page.print_title_rows == f"$2:${FIRST_LINE - 1}"
    repeated = " ".join(
        str(c.value) for r in page.iter_rows(2, FIRST_LINE - 1) for c in r if c.value
    )
    assert "Số phiếu: P0012-5" in repeated
    assert "0 Không tới được" in repeated
    assert "KQ 7: 1 Máy hoặc hệ điều hành cũ" in repeated
    footer: Any = page.oddFooter
    assert footer.left.text == "Số phiếu: P0012-5"
    assert footer.center.text == "Bản Chiềng && Mìn"


def test_signatures_and_a_receipt_with_the_number_of_the_ledger(page: Worksheet) -> None:
    found = texts(page)
    assert "GIẤY BIÊN NHẬN NỘP PHIẾU, SỐ P0012-5" in found
    assert {"Người ghi phiếu", "Cán bộ kiểm tra", "Người nộp phiếu", "Người nhận phiếu"} <= {*found}


def test_practice_sheets_are_marked(printed: PrintedSheet, tmp_path: Path) -> None:
    assert "TẬP HUẤN" not in texts(saved(printed, tmp_path))
    practice = saved(replace(printed, practice=True), tmp_path)
    assert "TẬP HUẤN" in texts(practice)
    footer: Any = practice.oddFooter
    assert footer.left.text.endswith("TẬP HUẤN")


def test_a4_on_its_side_with_letters_of_12_points_and_rows_for_a_pen(page: Worksheet) -> None:
    setup = page.page_setup
    assert (setup.orientation, setup.paperSize, setup.scale) == ("landscape", 9, None)
    properties: Any = page.sheet_properties
    assert not properties.pageSetUpPr.fitToPage, "nothing is shrunk"
    sizes = {c.font.size for row in page.iter_rows(2) for c in row if c.value}
    assert min(sizes) >= 12
    heights = [page.row_dimensions[FIRST_LINE + n].height for n in range(3)]
    assert min(heights) * 25.4 / 72 >= 9
    assert heights[0] > heights[1], "three lines of text need more"


@pytest.mark.parametrize("apps", [2, 5, 8])
@pytest.mark.parametrize("with_why", [False, True])
def test_columns_fill_the_page_exactly(apps: int, with_why: bool) -> None:
    fields = make_printed(make_campaign(apps)).fields
    widths, _ = share_widths(fields, with_why=with_why)
    assert sum(widths) == pytest.approx(ROOM_MM)
    assert min(widths) >= 7.5
    assert widths[-1] >= 18, "the note"


def test_notes_of_another_kind_of_sheet_are_printed(printed: PrintedSheet, tmp_path: Path) -> None:
    page = saved(replace(printed, notes=("Rút 20 hộ trong 412 hộ.",)), tmp_path)
    assert "Rút 20 hộ trong 412 hộ." in texts(page)


def test_a_sheet_without_reasons_offers_none(tmp_path: Path) -> None:
    campaign = replace(make_campaign(), reasons=())
    page = saved(make_printed(campaign), tmp_path)
    assert not any("tungnha" in str(v.formula1) for v in page.data_validations.dataValidation)
    assert page.cell(FIRST_LINE - 1, 1).value == f"P0012-5.0{LINES[0].line}"
