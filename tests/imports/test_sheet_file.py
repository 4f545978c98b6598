"""Filled copies as they come back: renamed, saved elsewhere, moved about, damaged."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.sheet_files import FilledSheet
from domain.sheets import line_code, sheet_code
from exports.sheet_workbook import write_sheet_workbook
from imports.sheet_file import read_filled_sheet
from tests.exports.sheets import make_campaign, make_printed

FIRST = 7  # the row of the first line
DAY = date(2020, 8, 13)


@pytest.fixture
def campaign() -> Campaign:
    return make_campaign()


@pytest.fixture
def copy(campaign: Campaign, tmp_path: Path) -> Path:
    """Two of three lines filled in."""
    path = tmp_path / "Phiếu bản Chiềng (1).xlsx"
    write_sheet_workbook(make_printed(campaign), path)
    edit(path, lambda page: fill(page, FIRST, "3"))
    edit(path, lambda page: fill(page, FIRST + 2, 1, smartphones=2))
    return path


def column(page: Worksheet, name: str) -> int:
    row = next(r for r in range(1, 9) if any(page.cell(r, c).value == name for c in range(1, 30)))
    return next(c for c in range(1, 30) if page.cell(row, c).value == name)


def fill(page: Worksheet, row: int, disposition: object, **more: object) -> None:
    for name, value in {"visited_at": DAY, "disposition": disposition, **more}.items():
        page.cell(row, column(page, name)).value = value  # type: ignore[assignment]


def edit(path: Path, change: Callable[[Worksheet], object]) -> None:
    workbook = load_workbook(path)
    change(workbook.worksheets[0])
    workbook.save(path)


def edit_book(path: Path, change: Callable[[Workbook], object]) -> None:
    workbook = load_workbook(path)
    change(workbook)
    workbook.save(path)


def unmerge(page: Worksheet) -> None:
    for merged in list(page.merged_cells.ranges):
        page.unmerge_cells(str(merged))


def results(filled: FilledSheet) -> dict[int, object]:
    return {x.line: x.values["disposition"] for x in filled.lines}


def cells(filled: FilledSheet) -> list[str]:
    return [p.cell for p in filled.problems]


BOTH = {1: "NOT_HOME", 3: "COMPLETE"}


def test_filled_lines_are_read_and_blank_ones_left_alone(copy: Path, campaign: Campaign) -> None:
    filled = read_filled_sheet(copy, campaign)
    assert (filled.number, filled.sheet_id, filled.file) == (12, "0190", copy.name)
    assert results(filled) == BOTH
    assert filled.problems == ()
    first = filled.lines[0]
    assert (first.values["visited_at"], first.code) == ("2020-08-13", "01-0001-4")
    assert first.cell("disposition") == f"G{FIRST}"


def test_rows_sorted_and_deleted_are_found_by_their_numbers(copy: Path, campaign: Campaign) -> None:
    def turn(page: Worksheet) -> None:
        unmerge(page)
        rows = [[c.value for c in page[FIRST + n]] for n in (2, 0)]
        page.delete_rows(FIRST, 3)
        for at, values in zip((FIRST, FIRST + 1), rows, strict=True):
            for n, value in enumerate(values, 1):
                page.cell(at, n).value = value

    edit(copy, turn)
    filled = read_filled_sheet(copy, campaign)
    assert results(filled) == BOTH
    assert filled.problems == ()


def test_columns_moved_are_found_by_their_names(copy: Path, campaign: Campaign) -> None:
    def turn(page: Worksheet) -> None:
        unmerge(page)
        for row in range(1, page.max_row + 1):
            values = [c.value for c in page[row]]
            for n, value in enumerate(reversed(values), 1):
                page.cell(row, n).value = value

    edit(copy, turn)
    filled = read_filled_sheet(copy, campaign)
    assert results(filled) == BOTH
    assert filled.lines[0].values["visited_at"] == "2020-08-13"
    assert filled.problems == ()


def test_the_hidden_sheet_and_the_name_of_the_page_may_be_lost(
    copy: Path, campaign: Campaign
) -> None:
    def change(workbook: Workbook) -> None:
        del workbook["tungnha"]
        workbook.worksheets[0].title = "Trang tính1"

    edit_book(copy, change)
    filled = read_filled_sheet(copy, campaign)
    assert (filled.number, filled.sheet_id, results(filled)) == (12, "", BOTH)


def test_without_the_hidden_row_columns_are_found_by_their_headings(
    copy: Path, campaign: Campaign
) -> None:
    edit(copy, lambda page: page.delete_rows(1))
    filled = read_filled_sheet(copy, campaign)
    assert results(filled) == BOTH
    assert filled.problems == ()
    assert filled.lines[0].cell("disposition") == f"G{FIRST - 1}"


def test_without_the_hidden_column_lines_are_found_by_their_households(
    copy: Path, campaign: Campaign
) -> None:
    edit(copy, lambda page: page.delete_cols(1))
    filled = read_filled_sheet(copy, campaign)
    assert [(x.line, x.code) for x in filled.lines] == [(0, "01-0001-4"), (0, "01-0003-8")]
    assert filled.problems == ()


def test_a_missing_column_is_named_and_the_others_are_read(copy: Path, campaign: Campaign) -> None:
    edit(copy, lambda page: page.delete_cols(column(page, "members")))
    filled = read_filled_sheet(copy, campaign)
    assert results(filled) == BOTH
    assert ["Khẩu" in p.reason for p in filled.problems] == [True]
    assert "members" not in filled.lines[0].values


def test_without_the_column_of_results_nothing_is_read(copy: Path, campaign: Campaign) -> None:
    edit(copy, lambda page: page.delete_cols(column(page, "disposition")))
    with pytest.raises(AppError, match="thiếu cột"):
        read_filled_sheet(copy, campaign)


def test_an_added_column_is_named_and_not_read(copy: Path, campaign: Campaign) -> None:
    edit(copy, lambda page: setattr(page.cell(FIRST, 22), "value", "đã gọi điện"))
    filled = read_filled_sheet(copy, campaign)
    assert results(filled) == BOTH
    assert cells(filled) == [f"V{FIRST}"]


def test_a_household_written_below_is_named(copy: Path, campaign: Campaign) -> None:
    edit(copy, lambda page: fill(page, page.max_row + 2, 1))
    filled = read_filled_sheet(copy, campaign)
    assert results(filled) == BOTH
    assert "không có trong phiếu" in filled.problems[0].reason


def test_a_line_twice_is_one_when_equal_and_a_problem_when_not(
    copy: Path, campaign: Campaign
) -> None:
    def double(page: Worksheet) -> None:
        page.cell(FIRST + 1, 1).value = "P0012-5.01"
        fill(page, FIRST + 1, 3)

    edit(copy, double)
    assert results(read_filled_sheet(copy, campaign)) == BOTH
    edit(copy, lambda page: fill(page, FIRST + 1, 4))
    filled = read_filled_sheet(copy, campaign)
    assert results(filled) == {3: "COMPLETE"}
    assert cells(filled) == [f"G{FIRST}"]
    assert f"G{FIRST + 1}" in filled.problems[0].reason


def test_a_line_of_another_sheet_is_named(copy: Path, campaign: Campaign) -> None:
    edit(copy, lambda page: setattr(page.cell(FIRST, 1), "value", line_code(13, 1)))
    filled = read_filled_sheet(copy, campaign)
    assert (results(filled), cells(filled)) == ({3: "COMPLETE"}, [f"G{FIRST}"])
    assert sheet_code(13) in filled.problems[0].reason


def test_a_second_filled_page_is_named(copy: Path, campaign: Campaign) -> None:
    edit_book(copy, lambda book: book.copy_worksheet(book.worksheets[0]))
    filled = read_filled_sheet(copy, campaign)
    assert results(filled) == BOTH
    assert cells(filled) == ["P0012-5 Copy!A1"]


def test_a_bad_cell_is_named_and_the_other_lines_are_read(copy: Path, campaign: Campaign) -> None:
    edit(copy, lambda page: fill(page, FIRST, "hai", smartphones="nhiều"))
    filled = read_filled_sheet(copy, campaign)
    assert results(filled) == {3: "COMPLETE"}
    assert cells(filled) == [f"G{FIRST}", f"I{FIRST}"]


def test_a_day_filled_in_beforehand_says_nothing_of_a_household(
    copy: Path, campaign: Campaign
) -> None:
    edit(copy, lambda page: fill(page, FIRST + 1, None, slot="Sáng"))
    assert results(read_filled_sheet(copy, campaign)) == BOTH


def test_a_text_file_of_the_page_is_read(copy: Path, campaign: Campaign) -> None:
    page = load_workbook(copy).worksheets[0]
    path = copy.with_suffix(".csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[c.value for c in row] for row in page.iter_rows()])
    assert results(read_filled_sheet(path, campaign)) == BOTH


def test_any_other_workbook_is_refused(tmp_path: Path, campaign: Campaign) -> None:
    path = tmp_path / "khac.xlsx"
    workbook = Workbook()
    workbook.worksheets[0].append(["Họ tên", "Số khẩu"])
    workbook.save(path)
    with pytest.raises(AppError, match="không phải là tờ phiếu"):
        read_filled_sheet(path, campaign)


def test_a_copy_of_a_newer_program_is_refused(copy: Path, campaign: Campaign) -> None:
    edit_book(copy, lambda book: setattr(book["tungnha"]["B1"], "value", "2"))
    with pytest.raises(AppError, match="phiên bản mới hơn"):
        read_filled_sheet(copy, campaign)


def test_damaged_files_are_refused(copy: Path, campaign: Campaign) -> None:
    copy.write_bytes(copy.read_bytes()[:4000])
    with pytest.raises(AppError):
        read_filled_sheet(copy, campaign)
