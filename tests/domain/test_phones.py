"""Telephone numbers: mended where they are meant, kept where they are not."""

import re

import pytest

from domain.phones import is_plausible, parse_phone

# Bộ TT&TT: 11-digit prefixes replaced between 15/9 and 14/11/2018.
OLD_AND_NEW = """
0162 032  0163 033  0164 034  0165 035  0166 036  0167 037  0168 038  0169 039
0120 070  0121 079  0122 077  0126 076  0128 078
0123 083  0124 084  0125 085  0127 081  0129 082
0186 056  0188 058  0199 059
"""
PAIRS = re.findall(r"(\d{4}) (\d{3})", OLD_AND_NEW)


def test_there_were_21_old_prefixes() -> None:
    assert len(dict(PAIRS)) == 21


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_an_eleven_digit_number_gets_its_new_prefix(old: str, new: str) -> None:
    mended = new + "1234567"
    assert parse_phone(old + "1234567") == mended
    assert parse_phone(old[1:] + "1234567") == mended  # the zero eaten by Excel
    assert parse_phone("+84" + old[1:] + "1234567") == mended
    assert parse_phone(mended) == mended
    assert is_plausible(mended)


@pytest.mark.parametrize(
    "text",
    ["0912345678", " 0912 345 678 ", "0912.345.678", "0912-345-678", "(091) 234 5678", "912345678",
     "912345678.0", "'0912345678", "84912345678", "+84 912 345 678", "+84 (0) 912 345 678",
     "0084912345678", "0912\u00a0345\u00a0678", "0912 - 345 - 678", "0912/345/678"],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(text: str) -> None:
    assert parse_phone(text) == "0912345678"


@pytest.mark.parametrize(
    "text",
    ["0912345678; 0987654321", "0912345678/0987654321", "0912.345.678 - 0987.654.321",
     "912345678, 987654321", "0912345678\n0987654321", "0912345678 0987654321"],
)  # fmt: skip
def test_two_numbers_in_one_cell_are_both_kept(text: str) -> None:
    assert parse_phone(text) == "0912345678; 0987654321"


@pytest.mark.parametrize(
    "text",
    ["không có", "0912", "091234567890123", "4123456789", "gọi 0912345678", "0912345678; nhà bên"],
)
def test_what_is_no_number_is_kept_as_it_is(text: str) -> None:
    assert parse_phone(text) == text


def test_nothing_is_no_number() -> None:
    assert parse_phone("  ") is None


def test_landlines_have_ten_or_eleven_digits() -> None:
    assert parse_phone("0237 3590 123") == "02373590123"
    assert parse_phone("2373590123") == "02373590123"
    assert is_plausible("0243590123")
    assert not is_plausible("0123456789")
