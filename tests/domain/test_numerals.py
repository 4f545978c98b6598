"""Numbers as Vietnamese offices write them; the figures are printed in the press of 2020–2025."""

from decimal import Decimal
from fractions import Fraction
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.numerals import (
    format_count,
    format_points,
    format_rate,
    is_ambiguous,
    parse_count,
    parse_rate,
    round_half_up,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        (" 4 ", 4),
        ("007", 7),
        ("4.0", 4),
        ("4,00", 4),
        ("4 người", 4),
        (normalize("NFD", "4 Người"), 4),
        ("5 nhân khẩu", 5),
        ("3 máy.", 3),
        ("+6", 6),
        ("1.128.620", 1_128_620),
        ("1,128,620", 1_128_620),
        ("1 128 620", 1_128_620),
        ("1\u00a0128\u00a0620", 1_128_620),
        ("1128620.0", 1_128_620),
        ("183.620 người", 183_620),
        ("1.234", 1_234),
        ("0.000", 0),
    ],
)
def test_a_count_is_read(text: str, value: int) -> None:
    assert parse_count(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "-4", "-1.128.620", "4,5", "4.5 người", "0.123", "1.12.620", "1.128,620", "bốn", "4 con"],
)
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_count(text)


def test_a_single_group_of_three_is_ambiguous_and_the_column_decides() -> None:
    for text in ("1.234", "1,234", "1.234 người"):
        assert is_ambiguous(text)
        assert parse_count(text, grouped=True) == 1234
        with pytest.raises(ValueError, match=r"1.234"):
            parse_count(text, grouped=False)
    assert not any(map(is_ambiguous, ("1234", "1.128.620", "4.0", "0.123", "1 234")))
    assert parse_count("1.128.620", grouped=False) == 1_128_620


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("16,27%", Fraction(1627, 10000)),
        ("16.27 %", Fraction(1627, 10000)),
        ("0,1627", Fraction(1627, 10000)),
        ("0.1627", Fraction(1627, 10000)),
        ("1.234,5%", Fraction(12345, 1000)),
        ("-1,09%", Fraction(-109, 10000)),
        ("100%", Fraction(1)),
    ],
)
def test_a_rate_is_read_exactly(text: str, value: Fraction) -> None:
    assert parse_rate(text) == value


@pytest.mark.parametrize("text", ["", "%", "16,2,7%", "1.234.5%", "16%%", "tỷ lệ"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_rate(text)


@pytest.mark.parametrize(
    ("top", "bottom", "places", "printed"),
    [
        (183_620, 1_128_620, 2, "16,27"),  # Thừa Thiên Huế, 13/8/2020
        (52_000, 62_600, 2, "83,07"),  # Núi Thành printed 83,06: truncated
        (23_048, 62_600, 2, "36,82"),
        (304_191, 1_497_360, 1, "20,3"),
        (109, 2_068, 1, "5,3"),
        (109, 5_908, 2, "1,84"),
        (2_121, 3_073, 2, "69,02"),  # Thị Cầu printed 68
        (60, 1_100, 2, "5,45"),
        (3_275_589, 3_275_589, 2, "100,00"),
    ],
)
def test_known_rates_come_out_as_a_correct_report_prints_them(
    top: int, bottom: int, places: int, printed: str
) -> None:
    assert format_rate(Fraction(top, bottom), places) == f"{printed}\u00a0%"


def test_a_half_is_rounded_away_from_zero() -> None:
    for text, rounded in (
        ("0.125", "0.13"),
        ("0.135", "0.14"),
        ("2.675", "2.68"),
        ("-0.125", "-0.13"),
    ):
        assert round_half_up(Fraction(text)) == Decimal(rounded)
    assert round_half_up(Fraction(-1, 1000)) == 0
    assert round_half_up(Fraction(5, 2), 0) == 3


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**9), st.integers(0, 4))
def test_rounding_never_moves_by_more_than_half_a_step(top: int, bottom: int, places: int) -> None:
    value = Fraction(top, bottom)
    assert abs(Fraction(round_half_up(value, places)) - value) * 2 * 10**places <= 1


@given(st.integers(0, 10**12))
def test_a_printed_count_reads_back(value: int) -> None:
    assert parse_count(format_count(value)) == value


@given(st.integers(-(10**7), 10**7))
def test_a_printed_rate_reads_back(hundredths_of_percent: int) -> None:
    rate = Fraction(hundredths_of_percent, 10_000)
    assert parse_rate(format_rate(rate)) == rate


def test_what_is_unknown_is_a_dash_and_zero_is_zero() -> None:
    assert (format_count(None), format_rate(None), format_points(None)) == ("–", "–", "–")
    assert (format_count(0), format_rate(Fraction(0))) == ("0", "0,00\u00a0%")


def test_points_carry_their_sign() -> None:
    assert format_points(Fraction("0.0109")) == "+1,09"
    assert format_points(Fraction("-0.0109")) == "-1,09"
    assert format_points(Fraction("0.00001")) == format_points(Fraction("-0.00001")) == "0,00"
    assert format_points(Fraction(12)) == "+1.200,00"
