"""Which backups go: dense for the last days, sparse further back, none by a wrong clock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from domain.backup_thinning import superseded, superseded_on_stick

TODAY = date(2020, 8, 26)


@dataclass(frozen=True)
class Made:
    made_at: str
    entries: int


def made(days: int, *, hours: tuple[int, ...] = (9,), until: date = TODAY) -> list[Made]:
    """One a day (or several) for so many days up to the last."""
    first = until - timedelta(days=days - 1)
    moments = [
        datetime(d.year, d.month, d.day, h)
        for d in (first + timedelta(days=n) for n in range(days))
        for h in hours
    ]
    return [Made(m.isoformat(), n) for n, m in enumerate(moments, 1)]


def kept_days(backups: list[Made], today: date = TODAY) -> list[str]:
    gone = set(superseded(backups, today))
    return [b.made_at[:10] for b in backups if b not in gone]


def test_all_of_today_and_yesterday_stay_and_one_of_each_day_before() -> None:
    backups = made(6, hours=(8, 11, 15))
    days = kept_days(backups)
    assert days.count("2020-08-26") == days.count("2020-08-25") == 3
    assert days.count("2020-08-24") == days.count("2020-08-21") == 1


def test_the_one_that_stays_is_the_last_of_its_day() -> None:
    gone = superseded(made(5, hours=(8, 15)), TODAY)
    assert {b.made_at[11:13] for b in gone} == {"08"}


def test_a_year_of_backups_leaves_days_weeks_and_months() -> None:
    days = kept_days(made(500))
    assert days[-10:] == [f"{TODAY - timedelta(days=n)}" for n in range(9, -1, -1)]
    assert len(days) <= 10 + 8 + 12
    months = {d[:7] for d in days}
    assert len(months) == 12
    assert min(months) == "2019-09"


def test_what_stays_does_not_change_when_thinned_again() -> None:
    backups = made(400)
    kept = [b for b in backups if b not in superseded(backups, TODAY)]
    assert superseded(kept, TODAY) == []


def test_thinned_every_day_for_two_years_the_far_months_are_still_there() -> None:
    kept: list[Made] = []
    for one in made(700, until=TODAY):
        kept.append(one)
        gone = superseded(kept, date.fromisoformat(one.made_at[:10]))
        kept = [b for b in kept if b not in gone]
    assert len({b.made_at[:7] for b in kept}) == 12
    assert len(kept) <= 30


def test_an_office_that_was_closed_for_a_month_loses_nothing_by_it() -> None:
    backups = made(10, until=date(2020, 7, 20))
    assert superseded(backups, TODAY) == []


@pytest.mark.parametrize("today", [date(2010, 1, 1), TODAY - timedelta(days=1)])
def test_a_clock_behind_the_newest_backup_deletes_nothing(today: date) -> None:
    assert superseded(made(60, hours=(8, 12)), today) == []


def test_made_while_the_clock_was_years_back_the_newest_data_stay() -> None:
    """The battery was empty: the day says 2010, the log says it is the latest."""
    wrong = Made("2010-01-01T00:05:00", 9999)
    backups = [*made(400), wrong]
    assert wrong not in superseded(backups, TODAY)


def test_of_a_stick_the_last_ten_stay() -> None:
    backups = made(14)
    assert superseded_on_stick(backups) == backups[3::-1]
    assert superseded_on_stick(backups[:10]) == []


def test_after_a_restore_the_copies_with_fewer_entries_stay_on_the_stick() -> None:
    before = made(10)
    after = Made("2020-08-27T08:00:00", 2)  # of the older data that were restored
    assert superseded_on_stick([*before, after]) == [before[0]]


def test_nothing_to_thin_is_no_error() -> None:
    assert superseded([], TODAY) == []
