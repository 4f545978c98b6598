"""What a report starts from, what is refused, and what the clerk is told beforehand."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from domain.campaigns import Campaign
from domain.indicators import Counts
from domain.offices import Office
from domain.progress import Progress, UnitProgress
from domain.reports import (
    check_choices,
    file_name,
    office_as_chosen,
    period_problem,
    report_notes,
    starting_choices,
    starting_cut_off,
    starting_since,
)

CAMPAIGN = Campaign("c", "Cài đặt", "2020-08-05", "2020-08-26", topic="cài đặt ứng dụng")
IN_2020 = Office("2020-01-01", "xã", "Mường Mìn", "tỉnh Thanh Hóa", district="huyện Quan Sơn")
IN_2026 = Office("2025-07-01", "xã", "Mường Mìn", "tỉnh Thanh Hóa", signer="Hà Văn Ửng")
NOW = datetime(2020, 8, 20, 9, 41)


def test_a_first_report_covers_the_whole_campaign_up_to_this_hour() -> None:
    raw = starting_choices(CAMPAIGN, [IN_2020], [], NOW)

    assert (raw["since"], raw["until"]) == ("", "20/08/2020 09:00")
    assert raw["title"] == "Kết quả triển khai cài đặt ứng dụng"


def test_the_next_report_goes_on_where_the_last_one_ended_with_its_words() -> None:
    last = {"until": "2020-08-18T08:00", "choices": {"difficulties": "Sóng yếu", "until": "cũ"}}

    raw = starting_choices(CAMPAIGN, [IN_2020], [last], NOW)

    assert (raw["since"], raw["until"]) == ("18/08/2020 08:00", "20/08/2020 09:00")
    assert raw["difficulties"] == "Sóng yếu"


REPORTS = (
    {"since": "2020-08-18T08:00", "until": "2020-08-20T08:00"},
    {"since": "", "until": "2020-08-18T08:00"},
    {"since": "", "until": "2020-08-14"},
)


@pytest.mark.parametrize(
    ("until", "since"),
    [
        ("2020-08-21", "2020-08-20T08:00"),
        ("2020-08-20T08:00", "2020-08-18T08:00"),  # made again: the period it had
        ("2020-08-18T08:00", ""),
        ("2020-08-18T07:00", "2020-08-15"),  # after the last minute of the 14th
        ("2020-08-10", ""),
    ],
)
def test_the_same_cut_off_again_has_the_period_of_its_own_report(until: str, since: str) -> None:
    assert starting_since(REPORTS, until) == since


def test_an_empty_period_is_said_and_one_day_is_a_period() -> None:
    assert period_problem("2020-08-15T08:00", "2020-08-15T08:00").startswith("Kỳ trống: ")
    for since, until in (("2020-08-15", "2020-08-15"), ("", "2020-08-15"), ("2020-08-15", "")):
        assert not period_problem(since, until)


def test_after_the_deadline_figures_close_on_the_working_day_before_it() -> None:
    # "trước ngày 26/8/2020" is due on Tuesday the 25th
    assert starting_cut_off(CAMPAIGN, datetime(2026, 11, 21, 9)) == "2020-08-24"


def test_the_letter_goes_to_the_upper_unit_of_the_day() -> None:
    offices = [IN_2020, IN_2026]

    then = starting_choices(CAMPAIGN, offices, [], NOW)
    now = starting_choices(replace(CAMPAIGN, deadline_on=""), offices, [], datetime(2026, 11, 2))

    assert then["addressee"] == "Ủy ban nhân dân huyện Quan Sơn"
    assert now["addressee"] == "Ủy ban nhân dân tỉnh Thanh Hóa"
    assert now["signer"] == "Hà Văn Ửng"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"until": "2020-08-22"}, "until"),
        ({"until": "2020-08-01"}, "until"),
        ({"until": "2020-08-15", "since": "2020-08-16"}, "since"),
        ({"until": "2020-08-15T08:00", "since": "2020-08-15T08:00"}, "since"),
        ({"until": "2020-08-15T08:00", "since": "2020-08-15T09:00"}, "since"),
        ({"until": "2020-08-20", "issued_on": "2020-08-19"}, "issued_on"),
    ],
)
def test_a_period_that_cannot_be_is_refused_at_its_field(
    values: dict[str, str | int | None], field: str
) -> None:
    assert list(check_choices(values, CAMPAIGN, date(2020, 8, 21))) == [field]


def test_a_possible_period_passes() -> None:
    values: dict[str, str | int | None] = {
        "since": "2020-08-13T08:00", "until": "2020-08-20T08:00", "issued_on": "2020-08-20",
    }  # fmt: skip
    assert check_choices(values, CAMPAIGN, date(2020, 8, 21)) == {}


def test_the_chosen_lines_stand_in_the_letter_and_the_office_keeps_its_name() -> None:
    chosen = office_as_chosen(IN_2020, {"signer": "Lò Thị Hoa", "signature": "CHAIR"})

    assert (chosen.signer, chosen.full_name) == ("Lò Thị Hoa", "xã Mường Mìn")
    assert chosen.signature_lines == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


def test_the_clerk_is_told_of_silent_villages_and_missing_denominators() -> None:
    silent = UnitProgress("a", "Bản Mìn", Counts(households=9), Counts(), has_data=False)
    notes = report_notes(Progress("2020-08-20", "", (silent,), Counts(households=9), Counts()))

    assert "Bản Mìn" in notes[0]
    assert "dân số" in notes[1]
    assert "thuê bao" in notes[2]


def test_more_subscribers_than_people_are_a_note() -> None:
    total = Counts(population=100, subscribers=120)
    assert "120" in report_notes(Progress("2020-08-20", "", (), total, Counts()))[0]


def test_the_file_is_named_after_the_cut_off() -> None:
    assert file_name(CAMPAIGN, "2020-08-20T08:00") == "bao-cao-2020-08-20.xlsx"
