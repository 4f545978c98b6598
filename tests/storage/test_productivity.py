"""What the teams did: small cases by hand, and sums against the list of visits and Tổng quan."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.productivity import (
    UNKNOWN_TEAM,
    TeamLine,
    by_affiliation,
    sort_lines,
    sum_lines,
)
from domain.users import User
from domain.visits import BY_CODE
from storage.database import Database
from storage.household_states import set_household_state
from storage.practice import make_practice
from storage.productivity import list_productivity
from storage.progress import get_progress
from storage.teams import save_team
from storage.visits import correct_visit, list_visits, save_visits, void_visit

Visit = Callable[..., None]
HEAD = "Hà Văn An"


@pytest.fixture
def teams(db: Database, by: User) -> dict[str, str]:
    names = (("Tổ 1", "Hội Phụ nữ"), ("Tổ 2", "Hội phụ nữ"), ("Tổ 3", ""))
    return {
        name: save_team(db, {"name": name, "affiliation": body}, by=by)[1].id
        for name, body in names
    }


def lines(
    db: Database, campaign: Campaign, since: str = "", until: str = ""
) -> dict[str, TeamLine]:
    return {x.name: x for x in list_productivity(db, campaign, since, until)}


def test_two_rows_of_one_team_on_one_day_are_one_attempt(
    db: Database, campaign: Campaign, visit: Visit, teams: dict[str, str]
) -> None:
    visit(HEAD, "2020-08-12T08:00", "NOT_HOME", team="Tổ 1")
    visit(HEAD, "2020-08-12T15:00", "CALLBACK", team="tổ 1")
    visit(HEAD, "2020-08-12T19:00", "NOT_HOME", team="Tổ 1")
    visit(HEAD, "2020-08-13", "NOT_HOME", team="Tổ 1")
    one = lines(db, campaign)["Tổ 1"]
    assert (one.attempts, one.contacts, one.days) == (2, 1, 2)
    assert one.contact_rate is not None
    assert one.a_day(one.attempts) == 1


def test_a_renamed_team_keeps_its_visits(
    db: Database, campaign: Campaign, visit: Visit, teams: dict[str, str], by: User
) -> None:
    visit(HEAD, "2020-08-12", "NOT_HOME", team="Tổ 1")
    save_team(db, {"name": "Tổ thanh niên"}, by=by, team_id=teams["Tổ 1"])
    visit(HEAD, "2020-08-13", "NOT_HOME", team="Tổ thanh niên")
    found = lines(db, campaign)
    assert "Tổ 1" not in found
    assert found["Tổ thanh niên"].attempts == 2


def test_names_outside_the_list_and_no_name_at_all_have_their_own_lines(
    db: Database, campaign: Campaign, visit: Visit, teams: dict[str, str]
) -> None:
    visit(HEAD, "2020-08-12", "NOT_HOME")
    visit(HEAD, "2020-08-12", "NOT_HOME", team="Ông Thuận")
    found = list_productivity(db, campaign)
    assert [x.name for x in found] == ["Tổ 1", "Tổ 2", "Tổ 3", "Ông Thuận", UNKNOWN_TEAM]
    assert [x.listed for x in found] == [True, True, True, False, True]
    unknown = found[-1]
    assert (unknown.attempts, unknown.days, unknown.a_day(unknown.attempts)) == (1, None, None)
    assert sum_lines(found, "", "").days is None


def test_a_team_that_did_not_go_out_has_no_average(
    db: Database, campaign: Campaign, teams: dict[str, str]
) -> None:
    idle = lines(db, campaign)["Tổ 3"]
    assert (idle.attempts, idle.days, idle.contact_rate, idle.a_day(0)) == (0, 0, None, None)
    assert idle.installed == {"bluezone": None, "smart-thanh-hoa": None}


def test_a_household_counts_for_the_team_whose_visit_completed_it(
    db: Database, campaign: Campaign, visit: Visit, teams: dict[str, str]
) -> None:
    visit(HEAD, "2020-08-12", "PARTIAL", team="Tổ 1", smartphones=2, bluezone=1, smart=1)
    visit(HEAD, "2020-08-12", "COMPLETE", team="Tổ 2", smartphones=2, bluezone=2, smart=2)
    visit(HEAD, "2020-08-14", "NOT_HOME", team="Tổ 3")
    found = lines(db, campaign)
    assert [found[f"Tổ {n}"].completed for n in (1, 2, 3)] == [0, 1, 0]
    installed = [found[f"Tổ {n}"].installed["bluezone"] for n in (1, 2, 3)]
    assert installed == [1, 1, None]


def test_a_household_that_is_no_longer_complete_counts_for_nobody(
    db: Database, campaign: Campaign, visit: Visit, teams: dict[str, str]
) -> None:
    visit(HEAD, "2020-08-12", "COMPLETE", team="Tổ 1", smartphones=1, bluezone=1, smart=1)
    visit(HEAD, "2020-08-13", "PARTIAL", team="Tổ 2", smartphones=2, bluezone=1, smart=1)
    assert [x.completed for x in list_productivity(db, campaign)] == [0, 0, 0]
    assert lines(db, campaign, until="2020-08-12")["Tổ 1"].completed == 1


def test_a_period_has_what_was_added_in_it(
    db: Database, campaign: Campaign, visit: Visit, teams: dict[str, str]
) -> None:
    visit(HEAD, "2020-08-12", "PARTIAL", team="Tổ 1", smartphones=3, bluezone=1, smart=1)
    visit(HEAD, "2020-08-15", "COMPLETE", team="Tổ 1", smartphones=3, bluezone=3, smart=3)
    one = lines(db, campaign, "2020-08-15", "2020-08-15")["Tổ 1"]
    assert (one.attempts, one.completed, one.installed["bluezone"]) == (1, 1, 2)
    before = lines(db, campaign, "", "2020-08-14")["Tổ 1"]
    assert (before.attempts, before.completed, before.installed["bluezone"]) == (1, 0, 1)


def test_bodies_are_the_sums_of_their_teams(
    db: Database, campaign: Campaign, visit: Visit, teams: dict[str, str]
) -> None:
    visit(HEAD, "2020-08-12", "CALLBACK", team="Tổ 1")
    visit(HEAD, "2020-08-12", "NOT_HOME", team="Tổ 2")
    visit(HEAD, "2020-08-12", "NOT_HOME", team="Tổ 3")
    bodies = by_affiliation(list_productivity(db, campaign))
    assert [(x.name, x.days, x.attempts, x.contacts) for x in bodies] == [
        ("Hội Phụ nữ", 2, 2, 1), ("Không rõ đoàn thể", 1, 1, 0),
    ]  # fmt: skip


def test_what_is_not_known_sorts_last_both_ways() -> None:
    numbers = (("a", 2, 4), ("b", None, 9), ("c", 1, 3))
    found = [TeamLine(key, key, days=days, attempts=n) for key, days, n in numbers]
    up = sort_lines(found, "attempts", descending=False, a_day=True)
    down = sort_lines(found, "attempts", descending=True, a_day=True)
    assert [x.key for x in up] == ["a", "c", "b"]
    assert [x.key for x in down] == ["c", "a", "b"]
    assert [x.key for x in sort_lines(found, "attempts", descending=True)] == ["b", "a", "c"]


def _attempts(
    db: Database, campaign: Campaign, until: str
) -> tuple[set[tuple[str, str, str]], set[tuple[str, str, str]]]:
    """Attempts and contacts counted from the list of visits of every household."""
    tried: set[tuple[str, str, str]] = set()
    met: set[tuple[str, str, str]] = set()
    for (id_,) in db.rows("SELECT id FROM households"):
        for v, counts in list_visits(db, campaign, id_):
            if counts and v.visited_at[:10] <= until:
                attempt = (id_, v.visited_at[:10], (v.team or "").lower())
                tried.add(attempt)
                if BY_CODE[v.disposition].contact:
                    met.add(attempt)
    return tried, met


def _disturb(
    db: Database, campaign: Campaign, ids: list[str], pick: random.Random, by: User
) -> None:
    """Corrections, visits taken back, mergers and removals, as an evening brings them."""
    household = pick.choice(ids)
    counting = [v for v, counts in list_visits(db, campaign, household) if counts]
    what = pick.choice(("correct", "void", "merge", "move", "visit"))
    values = {"visited_at": f"2020-08-{pick.randint(11, 24)}", "disposition": "PARTIAL",
              "team": pick.choice(("Tổ 1", "tổ 2", "Ông Thuận", None)), "members": 4,
              "smartphones": 3, "app:bluezone": pick.choice((0, 2, 3)),
              "app:smart-thanh-hoa": pick.choice((None, 3))}  # fmt: skip
    if what == "correct" and counting:
        correct_visit(db, campaign, pick.choice(counting), values, "sai", by=by)
    elif what == "void" and counting:
        void_visit(db, campaign, pick.choice(counting), "nhầm", by=by)
    elif what in ("merge", "move"):
        into = pick.choice(ids) if what == "merge" else None
        state = "MERGED" if into else "MOVED"
        with suppress(AppError):
            set_household_state(db, household, state, f"2020-08-{pick.randint(11, 24)}", "trùng",
                                by=by, merged_into=into)  # fmt: skip
    else:
        save_visits(db, campaign, [{**values, "household_id": household}], by=by)


@pytest.mark.parametrize("seed", range(6))
def test_the_teams_together_are_the_list_of_visits_and_the_numbers_of_the_overview(
    empty_db: Database, by: User, seed: int
) -> None:
    db, pick = empty_db, random.Random(seed)
    campaign = make_practice(db, by=by, households=60, seed=seed, today=date(2020, 8, 25))
    ids = [r[0] for r in db.rows("SELECT id FROM households")]
    for _ in range(25):
        _disturb(db, campaign, ids, pick, by)
    for until in ("2020-08-17", "2020-08-25"):
        found = list_productivity(db, campaign, "", until)
        total = sum_lines(found, "", "")
        tried, met = _attempts(db, campaign, until)
        assert (total.attempts, total.contacts) == (len(tried), len(met))
        counts = get_progress(db, campaign, until=until).commune_now
        assert total.completed == counts.completed
        for app in campaign.active_apps:
            assert (total.installed[app.code] or 0) == (counts.installed[app.code] or 0)
        middle = "2020-08-14"
        first = list_productivity(db, campaign, "", middle)
        second = list_productivity(db, campaign, "2020-08-15", until)
        assert sum(x.attempts for x in (*first, *second)) == len(tried)
