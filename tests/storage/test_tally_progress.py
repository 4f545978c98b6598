"""Totals and household visits in one progress: never twice, flagged, and as of any hour."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from domain.campaigns import Campaign
from domain.fields import Row
from domain.household_import import ImportRow, Place
from domain.indicators import BY_KEY
from domain.progress import Progress, UnitProgress
from domain.users import User
from storage.database import Database
from storage.day_lines import list_days
from storage.household_import import import_households
from storage.progress import get_progress, list_reasons
from storage.report_data import get_report_data
from storage.tallies import save_tally
from storage.villages import list_villages, save_villages

Visit = Callable[..., None]
Tell = Callable[..., None]


@pytest.fixture
def tell(db: Database, campaign: Campaign, by: User) -> Tell:
    """tell("Bản Mìn", "2020-08-12", visited=3, bluezone=2)."""

    def save(label: str, first: str, last: str = "", **totals: int) -> None:
        village = next(v.id for v in list_villages(db) if v.label == label)
        apps = {"bluezone": "app:bluezone", "smart": "app:smart-thanh-hoa"}
        row: Row = {"from_on": first, "until_on": last or first}
        row |= {apps.get(name, name): n for name, n in totals.items()}
        save_tally(db, campaign, village, row, by=by)

    return save


def unit(progress: Progress, label: str) -> UnitProgress:
    return next(u for u in progress.units if u.label == label)


def test_totals_count_and_the_village_is_flagged(
    db: Database, campaign: Campaign, visit: Visit, tell: Tell
) -> None:
    visit("Nguyễn Văn Hòa", "2020-08-12", "PARTIAL", smartphones=2, bluezone=1, smart=0)
    tell("Bản Mìn", "2020-08-11", "2020-08-12", visited=3, contacted=3, completed=1, with_device=2,
         smartphones=4, bluezone=3)  # fmt: skip
    progress = get_progress(db, campaign)
    min_ = unit(progress, "Bản Mìn")
    assert [(u.tally, u.has_data) for u in progress.units] == [
        (False, True), (True, True), (False, False),
    ]  # fmt: skip
    assert (min_.now.visited, min_.now.households, min_.now.smartphones) == (3, 4, 4)
    assert progress.rate(BY_KEY["IND01"]) == (Fraction(4, 12), 3)
    assert progress.rate(BY_KEY["IND07"], campaign.active_apps[0]) == (Fraction(4, 6), 2)
    assert progress.commune_now.installed == {"bluezone": 4, "smart-thanh-hoa": 0}


def test_household_visits_of_the_same_days_are_never_added_to_totals(
    db: Database, campaign: Campaign, visit: Visit, tell: Tell
) -> None:
    tell("Bản Mìn", "2020-08-11", "2020-08-13", visited=3, contacted=3, smartphones=9)
    visit("Hà Văn An", "2020-08-12", "PARTIAL", smartphones=2, bluezone=1)
    min_ = unit(get_progress(db, campaign), "Bản Mìn")
    assert (min_.now.visited, min_.now.smartphones, min_.tally) == (1, 2, False)


def test_visits_of_other_days_and_totals_add_up_to_the_list_at_most(
    db: Database, campaign: Campaign, visit: Visit, tell: Tell
) -> None:
    visit("Hà Văn An", "2020-08-11", "PARTIAL", smartphones=2, bluezone=1)
    visit("Vi Văn Đức", "2020-08-11", "NOT_HOME")
    tell("Bản Mìn", "2020-08-12", visited=4, contacted=4, completed=4, with_device=4, smartphones=5)
    min_ = unit(get_progress(db, campaign), "Bản Mìn")
    assert (min_.now.visited, min_.now.households, min_.over) == (4, 4, 2)
    assert min_.now.smartphones == 7
    assert BY_KEY["IND03"].rate(min_.now) == 1
    line = next(x for x in list_reasons(db, campaign) if x.label == "Bản Mìn")
    assert line.total == min_.now.visited - min_.now.completed


def test_reasons_that_totals_overtook_are_no_longer_told_apart(
    db: Database, campaign: Campaign, visit: Visit, tell: Tell
) -> None:
    """Two doors were closed; then three of the four households are told to be complete."""
    for head in ("Hà Văn An", "Vi Văn Đức"):
        visit(head, "2020-08-11", "NOT_HOME")
    tell("Bản Mìn", "2020-08-12", visited=3, contacted=3, completed=3, with_device=3)
    now = unit(get_progress(db, campaign), "Bản Mìn").now
    assert (now.visited, now.completed) == (4, 3)
    line = next(x for x in list_reasons(db, campaign) if x.label == "Bản Mìn")
    assert {code: n for code, n in line.counts.items() if n} == {"OTHER": 1}


def test_devices_of_which_one_app_was_not_counted_are_not_told_apart(
    db: Database, campaign: Campaign, visit: Visit, tell: Tell
) -> None:
    """Of two devices without Bluezone nobody said whether they have the other app."""
    visit("Hà Văn An", "2020-08-11", "PARTIAL", smartphones=3, bluezone=2, smart=1, all_apps=1)
    now = unit(get_progress(db, campaign), "Bản Mìn").now
    assert (now.cross_smartphones, now.paired_all_apps, now.cross_partial) == (3, 1, 0)
    visit("Vi Văn Đức", "2020-08-11", "REFUSED", smartphones=2, bluezone=0)
    tell("Thôn Na Hảo", "2020-08-12", visited=2, smartphones=4, smart=0)
    progress = get_progress(db, campaign)
    now = unit(progress, "Bản Mìn").now
    assert (now.cross_smartphones, now.paired_all_apps, now.cross_partial) == (5, 1, 2)
    assert unit(progress, "Thôn Na Hảo").now.cross_partial == 4
    assert progress.commune_now.cross_partial == 6


def test_apps_of_devices_nobody_counted_are_no_part_of_those_counted(
    db: Database, campaign: Campaign, visit: Visit, tell: Tell
) -> None:
    visit("Hà Văn An", "2020-08-11", "PARTIAL", smartphones=3, bluezone=2, smart=1, all_apps=1)
    visit("Vi Văn Đức", "2020-08-11", "PARTIAL", bluezone=2, smart=2, all_apps=2)
    tell("Bản Mìn", "2020-08-12", visited=2, bluezone=5, smart=5, all_apps=5)
    now = unit(get_progress(db, campaign), "Bản Mìn").now
    assert (now.cross_smartphones, now.paired_all_apps) == (3, 1)
    assert now.cross_installed == {"bluezone": 2, "smart-thanh-hoa": 1}


def test_a_village_without_a_list_has_the_households_it_states(
    db: Database, campaign: Campaign, tell: Tell, by: User
) -> None:
    save_villages(db, [("bản", "Bơn")], by=by)
    tell("Bản Bơn", "2020-08-11", visited=30, listed=60)
    tell("Bản Bơn", "2020-08-12", visited=20, listed=64)
    bon = unit(get_progress(db, campaign), "Bản Bơn")
    assert (bon.now.visited, bon.now.households) == (50, 64)
    assert BY_KEY["IND02"].rate(bon.now) is None
    rows = [ImportRow({"village": "Bản Bơn", "head_name": f"Hộ {n}"}, Place("s", n))
            for n in range(70)]  # fmt: skip
    import_households(db, rows, by=by, source="x")
    assert unit(get_progress(db, campaign), "Bản Bơn").now.households == 70


def test_totals_count_whole_from_their_last_day_on(
    db: Database, campaign: Campaign, tell: Tell
) -> None:
    tell("Bản Mìn", "2020-08-11", "2020-08-13", visited=3)
    for until, visited in (
        ("2020-08-12", 0), ("2020-08-12T23:59", 0), ("2020-08-13T00:00", 3), ("2020-08-13", 3),
        ("", 3),
    ):  # fmt: skip
        assert get_progress(db, campaign, until=until).commune_now.visited == visited
    inside = get_progress(db, campaign, since="2020-08-12", until="2020-08-20")
    assert (inside.commune_now.visited, inside.commune_before.visited) == (3, 0)
    after = get_progress(db, campaign, since="2020-08-14", until="2020-08-20")
    assert (after.commune_now.visited, after.commune_before.visited) == (3, 3)


def test_a_visit_later_on_the_last_day_does_not_replace_totals_at_an_earlier_hour(
    db: Database, campaign: Campaign, visit: Visit, tell: Tell
) -> None:
    tell("Bản Mìn", "2020-08-13", visited=3)
    morning = get_progress(db, campaign, until="2020-08-13T08:00")
    visit("Hà Văn An", "2020-08-13T14:30", "NOT_HOME")
    assert get_progress(db, campaign, until="2020-08-13T08:00") == morning
    assert get_progress(db, campaign, until="2020-08-13T14:30").commune_now.visited == 1


def test_days_reasons_and_report_say_the_same(
    db: Database, campaign: Campaign, visit: Visit, tell: Tell
) -> None:
    visit("Hà Văn An", "2020-08-11", "REFUSED")
    tell("Bản Chiềng", "2020-08-11", "2020-08-12", visited=4, contacted=3, completed=1,
         without_device=1, refused=1, bluezone=2)  # fmt: skip
    tell("Thôn Na Hảo", "2020-08-13", visited=2)
    days = [(x.day, x.visited_new, x.visited, x.completed, x.visits) for x in
            list_days(db, campaign)]  # fmt: skip
    assert days == [
        ("2020-08-11", 1, 1, 0, 1), ("2020-08-12", 4, 5, 1, 4), ("2020-08-13", 2, 7, 1, 2),
    ]  # fmt: skip
    assert [x.installed for x in list_days(db, campaign)] == [{}, {"bluezone": 2}, {"bluezone": 2}]
    chieng, min_, hao = list_reasons(db, campaign)
    assert (chieng.visited, chieng.total) == (4, 3)
    assert {k: n for k, n in chieng.counts.items() if n} == {
        "NO_DEVICE": 1, "REFUSED": 1, "AWAY": 1,
    }  # fmt: skip
    assert (min_.visited, min_.counts["REFUSED"]) == (1, 1)
    assert (hao.visited, hao.counts) == (2, {})  # not known how many are complete
    data = get_report_data(db, campaign, since="2020-08-12", until="2020-08-13", on="2020-08-20")
    assert [d.day for d in data.days] == ["2020-08-12", "2020-08-13"]
    assert data.progress.commune_now.visited == data.days[-1].visited == 7
