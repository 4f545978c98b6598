"""Numbers of sheets as they are printed, typed and scanned; dealing households out."""

from datetime import date

import pytest

from domain.sheets import (
    SheetEvent,
    days_out,
    line_code,
    read_sheet_code,
    sheet_code,
    split_lines,
)


@pytest.mark.parametrize("number", [1, 12, 999, 1234, 12345])
def test_a_printed_number_is_read_back_however_it_is_typed(number: int) -> None:
    code = sheet_code(number)
    for typed in (code, code.lower(), code.removeprefix("P"), code.replace("-", ""), f" {code} ",
                  code.replace("-", " ")):  # fmt: skip
        assert read_sheet_code(typed) == (number, None), typed


def test_a_scanned_row_names_its_sheet_and_line() -> None:
    assert read_sheet_code(line_code(12, 7)) == (12, 7)
    assert read_sheet_code(line_code(12, 107)) == (12, 107)


def test_a_short_number_is_taken_as_it_is() -> None:
    assert read_sheet_code("12") == (12, None)
    assert read_sheet_code("0012") == (12, None)
    assert read_sheet_code("12 5") == read_sheet_code("12-5") == (12, None)


def test_a_wrong_digit_is_refused() -> None:
    code = sheet_code(12)
    wrong = code[:4] + str((int(code[4]) + 1) % 10) + code[5:]
    assert read_sheet_code(wrong) is None
    assert read_sheet_code(wrong.replace("-", " ")) is None
    assert read_sheet_code("12 4") is None  # not sheet 124
    assert read_sheet_code("Hà Văn An") is None


def test_households_are_dealt_out_evenly_in_their_order() -> None:
    people = [str(n) for n in range(31)]
    sheets = split_lines(people, 30)
    assert [len(s) for s in sheets] == [16, 15]
    assert [h for s in sheets for h in s] == people
    assert split_lines([], 30) == []


def test_days_out_are_counted_only_while_somebody_has_the_sheet() -> None:
    handed = SheetEvent("HANDED", "2020-08-15")
    assert days_out([handed], date(2020, 8, 20)) == 5
    assert days_out([handed, SheetEvent("RETURNED", "2020-08-16")], date(2020, 8, 20)) is None
    assert days_out([], date(2020, 8, 20)) is None
