"""Days as officers type them, cut-offs and deadlines."""

from datetime import date
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.days import (
    before,
    due_day,
    end_of,
    format_day,
    format_day_official,
    is_working_day,
    parse_when,
    previous_working_day,
    working_days_left,
)

TODAY = date(2020, 8, 20)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("13/8/2020", "2020-08-13"),
        ("03/04/2020", "2020-04-03"),  # day first although the month would do
        ("13-08-20", "2020-08-13"),
        ("13.8.2020", "2020-08-13"),
        ("13 8 2020", "2020-08-13"),
        ("13082020", "2020-08-13"),
        ("13/8", "2020-08-13"),
        ("ngày 13/8", "2020-08-13"),
        ("2020-08-13", "2020-08-13"),
        ("2020-8-3", "2020-08-03"),
        ("2020-08-13 00:00:00", "2020-08-13T00:00"),
        ("2020-08-13T08:05", "2020-08-13T08:05"),
        ("13/8/2020 8:05", "2020-08-13T08:05"),
        ("13/8/2020 08:05:30", "2020-08-13T08:05"),
        ("13/8/2020 8h", "2020-08-13T08:00"),
        ("13/8/2020 lúc 8g30", "2020-08-13T08:30"),
        ("08h00 13/8/2020", "2020-08-13T08:00"),
        ("08h00 ngày 13/8/2020", "2020-08-13T08:00"),
        (normalize("NFD", "08H00, Ngày 13/8/2020"), "2020-08-13T08:00"),
        (" 29/2/2020\n", "2020-02-29"),
    ],
)
def test_a_day_is_read(text: str, iso: str) -> None:
    assert parse_when(text, TODAY) == iso


@pytest.mark.parametrize(
    "text",
    ["", "31/02/2020", "29/2/2021", "8/13/2020", "13/8/202", "32/1/2020", "1/1/0000",
     "13/8/2020 25:00", "13/8/2020 8:61", "hôm qua", "2020/08/13", "1382020", "2020-13-08"],
)  # fmt: skip
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_when(text, TODAY)


def test_without_today_a_day_without_a_year_is_refused() -> None:
    with pytest.raises(ValueError, match="13/8"):
        parse_when("13/8")


@given(st.datetimes().filter(lambda d: d.year >= 1000))
def test_what_forms_show_reads_back(moment: object) -> None:
    when = str(moment)[:16].replace(" ", "T")
    assert parse_when(format_day(when)) == when
    assert parse_when(format_day(when[:10])) == when[:10]


def test_nothing_is_shown_for_no_day() -> None:
    assert format_day(None) == format_day("") == ""


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2020-08-05", "ngày 05 tháng 8 năm 2020"),
        ("2020-01-15", "ngày 15 tháng 01 năm 2020"),
        ("2020-02-09", "ngày 09 tháng 02 năm 2020"),
        ("2020-03-01T08:00", "ngày 01 tháng 3 năm 2020"),
        ("2020-12-31", "ngày 31 tháng 12 năm 2020"),
    ],
)
def test_official_days_pad_the_day_and_only_the_first_two_months(iso: str, written: str) -> None:
    assert format_day_official(iso) == written


def test_a_cut_off_on_a_day_is_its_last_minute() -> None:
    assert end_of("2020-08-13") == "2020-08-13T23:59"
    assert end_of("2020-08-13T08:00") == "2020-08-13T08:00"
    assert end_of("") == ""


def test_the_period_before_ends_where_this_one_begins() -> None:
    assert before("2020-08-13") == "2020-08-12T23:59"
    assert before("2020-03-01") == "2020-02-29T23:59"
    assert before("2020-08-13T08:00") == "2020-08-13T08:00"


def test_a_visit_without_an_hour_counts_at_every_cut_off_of_its_day() -> None:
    assert "2020-08-13" <= "2020-08-13T00:00" <= end_of("2020-08-13") < "2020-08-14"


def test_before_the_26th_is_due_on_the_25th_and_by_the_26th_on_the_26th() -> None:
    assert due_day("2020-08-26", before_that_day=True) == date(2020, 8, 25)
    assert due_day("2020-08-26", before_that_day=False) == date(2020, 8, 26)


def test_days_left_include_today_and_the_due_day_but_no_sunday() -> None:
    assert working_days_left(date(2020, 8, 20), date(2020, 8, 25)) == 5  # Thu Fri Sat Mon Tue
    assert working_days_left(date(2020, 8, 25), date(2020, 8, 25)) == 1
    assert working_days_left(date(2020, 8, 23), date(2020, 8, 23)) == 0  # a Sunday
    assert working_days_left(date(2020, 8, 26), date(2020, 8, 25)) == 0


def test_the_working_day_before_a_monday_is_the_friday() -> None:
    assert previous_working_day(date(2020, 8, 24)) == date(2020, 8, 21)
    assert previous_working_day(date(2020, 8, 26)) == date(2020, 8, 25)
    assert not is_working_day(date(2020, 8, 22))
