"""Telling a scanner from fingers: by the form of the code, or by its speed."""

import pytest

from domain.scans import Scan, find_scan, is_burst
from domain.sheets import line_code, sheet_code

FAST = list(range(0, 60, 5))
SLOW = list(range(0, 1200, 100))


def test_a_code_alone_in_a_field_is_a_scan_however_slowly_it_came() -> None:
    code = line_code(12, 7)
    assert find_scan(code, "", []) == Scan(code, 12, 7)
    assert find_scan(code.lower(), code.lower(), SLOW) == Scan(code.lower(), 12, 7)


def test_a_code_typed_within_a_note_is_a_note() -> None:
    assert find_scan(f"xem {line_code(12, 7)}", line_code(12, 7), SLOW) is None


def test_a_fast_code_is_a_scan_whatever_stood_there_before() -> None:
    code = line_code(12, 7)
    assert find_scan(f"nhà kh{code}", code, FAST) == Scan(code, 12, 7)


def test_a_fast_code_that_is_none_of_ours_is_kept_as_it_came() -> None:
    assert find_scan("8934563138165", "8934563138165", FAST) == Scan("8934563138165")
    wrong = line_code(12, 7).replace("P0012", "P0013")
    assert find_scan(wrong, wrong, FAST) == Scan(wrong)


def test_a_code_whose_first_letters_came_before_the_burst_is_read_whole() -> None:
    code = line_code(12, 7)
    for late in (1, 4):
        assert find_scan(code, code[late:], FAST) == Scan(code, 12, 7)
        assert find_scan(f"nhà kh{code} ", code[late:], FAST) == Scan(code, 12, 7)
    assert find_scan("P78934563138165", "8934563138165", FAST) == Scan("8934563138165")
    wrong = code.replace("P0012", "P0013")
    assert find_scan(wrong, wrong[1:], FAST) == Scan(wrong[1:])


def test_a_number_that_the_field_for_codes_reads_is_left_to_it() -> None:
    number = sheet_code(1).removeprefix("P")
    assert find_scan(number, number, FAST, for_codes=True) is None
    assert find_scan(number, number, FAST) == Scan(number)
    assert find_scan("8934563138165", "8934563138165", FAST, for_codes=True) is not None


@pytest.mark.parametrize("text", ["12", "3", "Hà Văn Ân", "P5", "0912345678", ""])
def test_what_people_type_is_no_scan(text: str) -> None:
    assert find_scan(text, text, SLOW[: len(text)]) is None


def test_a_number_of_a_sheet_may_be_scanned_without_a_line() -> None:
    assert find_scan(sheet_code(3), "", []) == Scan(sheet_code(3), 3, None)


def test_a_burst_is_long_enough_and_faster_than_fingers() -> None:
    assert is_burst(FAST)
    assert not is_burst(FAST[:4])
    assert not is_burst(list(range(0, 400, 40)))
