"""What the header says."""

from datetime import date

import pytest

from domain.campaigns import Campaign
from domain.offices import Office
from ui.header import (
    Header,
    describe_days,
    describe_period,
    describe_progress,
    make_header,
    shorten,
)

OFFICE = Office(valid_from="2020-01-01", kind="xã", name="Mường Mìn", district="huyện Quan Sơn",
                province="tỉnh Thanh Hóa")  # fmt: skip
CAMPAIGN = Campaign("c", "Cài đặt Bluezone", "2020-08-10", deadline_on="2020-08-26")


@pytest.mark.parametrize(
    ("days", "text", "urgent"),
    [
        (None, "", False), (12, "Còn 12 ngày", False), (3, "Còn 3 ngày", True),
        (0, "Hạn là hôm nay", True), (-2, "Quá hạn 2 ngày", True),
    ],
)  # fmt: skip
def test_the_days_left_are_said_in_words(days: int | None, text: str, urgent: bool) -> None:
    assert describe_days(days) == (text, urgent)


def test_days_are_counted_to_the_last_day_in_time() -> None:
    header = make_header(CAMPAIGN, OFFICE, 742, 1186, date(2020, 8, 13))
    assert header.days_left == 12  # trước ngày 26/8 is due on the 25th
    assert header.place == "Xã Mường Mìn, huyện Quan Sơn"
    assert header.period == "10/8 – 25/8/2020"


def test_progress_is_in_vietnamese_numbers() -> None:
    text = describe_progress(Header("", visited=742, households=1186))
    assert text == "Đã đến 742 / 1.186 hộ (62,6\u00a0%)"


def test_nothing_is_said_of_progress_where_there_are_no_households() -> None:
    assert describe_progress(Header("", visited=0, households=0)) == ""
    assert describe_progress(Header("", visited=None, households=12)) == ""


def test_before_the_first_campaign_the_header_says_so() -> None:
    header = make_header(None, OFFICE, None, 0, date(2020, 8, 13))
    assert (header.title, header.days_left) == ("Chưa có đợt vận động", None)


def test_a_period_over_new_year_names_both_years() -> None:
    over = Campaign("c", "", "2020-12-20", deadline_on="2021-01-11")
    assert describe_period(over) == "20/12/2020 – 10/1/2021"
    assert describe_period(Campaign("c", "", "2020-12-20")) == "từ 20/12/2020"


def test_a_long_name_ends_in_an_ellipsis() -> None:
    assert shorten("Cài đặt Bluezone", 9) == "Cài đặt…"
    assert shorten("Bluezone", 8) == "Bluezone"
