"""Each line of the days is the progress of its day, whatever happened to households later."""

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.fields import Row
from domain.indicators import BY_KEY
from domain.users import User
from storage.database import Database
from storage.day_lines import list_days
from storage.household_states import set_household_state
from storage.households import save_household
from storage.progress import get_progress
from storage.tallies import save_tally
from storage.villages import list_villages
from storage.visits import list_visits, save_visits, void_visit

Visit = Callable[..., None]
FIRST = date(2020, 8, 10)


def test_a_merged_household_stays_in_the_lines_of_the_days_before(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Visit, by: User
) -> None:
    visit("Hà Văn Ăn", "2020-08-11", "PARTIAL", smartphones=2, bluezone=1)
    visit("Hà Văn Ân", "2020-08-12", "PARTIAL", smartphones=3, bluezone=3)
    reported = [(x.day, x.visited, x.smartphones, x.visits) for x in list_days(db, campaign)]
    set_household_state(
        db, ids["Hà Văn Ăn"], "MERGED", "2020-08-14", "trùng", by=by, merged_into=ids["Hà Văn Ân"]
    )

    lines = [(x.day, x.visited, x.smartphones, x.visits) for x in list_days(db, campaign)]

    assert lines[:2] == reported == [("2020-08-11", 1, 2, 1), ("2020-08-12", 2, 5, 1)]
    assert lines[2:] == [("2020-08-14", 1, 3, 0)]


def test_a_household_that_moves_away_takes_no_visit_back(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Visit, by: User
) -> None:
    visit("Hà Văn An", "2020-08-11", "NOT_HOME")
    visit("Vi Văn Đức", "2020-08-13", "NOT_HOME")
    set_household_state(db, ids["Hà Văn An"], "MOVED", "2020-08-13", "đi", by=by)
    set_household_state(db, ids["Hà Văn An"], "ACTIVE", "2020-08-15", "về", by=by)
    visit("Hà Văn An", "2020-08-16", "NOT_HOME")

    lines = [(x.day, x.visited_new, x.visited, x.visits) for x in list_days(db, campaign)]

    assert lines == [
        ("2020-08-11", 1, 1, 1), ("2020-08-13", 0, 1, 1), ("2020-08-15", 1, 2, 0),
        ("2020-08-16", 0, 2, 1),
    ]  # fmt: skip


def _work(db: Database, campaign: Campaign, by: User, pick: random.Random) -> None:
    """One random thing that happens in a commune; what a rule refuses does not happen."""
    households = [r[0] for r in db.rows("SELECT id FROM households ORDER BY row")]
    villages = [v.id for v in list_villages(db)]
    day = (FIRST + timedelta(days=pick.randrange(14))).isoformat()
    household = pick.choice(households)
    what = pick.random()
    if what < 0.5:
        hour = pick.choice(["", "", "T08:30", "T14:30", "T23:59"])
        values: Row = {"household_id": household, "visited_at": day + hour}
        devices = pick.choice([None, 0, 1, 3])
        values["disposition"] = pick.choice(["PARTIAL", "NOT_HOME", "REFUSED", "CALLBACK"])
        if devices:
            values |= {"smartphones": devices, "app:bluezone": pick.randint(0, devices)}
            if pick.random() < 0.7:
                values["app:smart-thanh-hoa"] = pick.randint(0, devices)
            if values.get("app:bluezone") == values.get("app:smart-thanh-hoa") == devices:
                values["disposition"] = "COMPLETE"
        save_visits(db, campaign, [values], by=by)
    elif what < 0.6:
        if counting := [v for v, stands in list_visits(db, campaign, household) if stands]:
            void_visit(db, campaign, pick.choice(counting), "nhầm", by=by)
    elif what < 0.78:
        state = pick.choice(["MOVED", "MERGED", "ACTIVE", "VACANT"])
        into = pick.choice(households) if state == "MERGED" else None
        set_household_state(db, household, state, day, "đổi", by=by, merged_into=into)
    elif what < 0.85:
        new: Row = {"village_id": pick.choice(villages), "head_name": f"Hộ {pick.random()}"}
        save_household(db, new, by=by, found_on=day)
    else:
        last = (date.fromisoformat(day) + timedelta(days=pick.randrange(3))).isoformat()
        visited = pick.choice([None, 1, 2, 5])
        totals: Row = {"from_on": day, "until_on": last, "visited": visited}
        if visited and pick.random() < 0.8:
            totals |= {"contacted": visited - 1, "completed": visited // 2}
        if pick.random() < 0.6:
            totals |= {"smartphones": 9, "app:bluezone": pick.randint(0, 9)}
        if pick.random() < 0.3:
            totals["listed"] = 7
        save_tally(db, campaign, pick.choice(villages), totals, by=by)


def test_a_village_that_does_not_know_the_app_stays_out_of_the_rate_of_the_day(
    db: Database, campaign: Campaign, visit: Visit, by: User
) -> None:
    """6 of 10 where both are known; the 2 devices of a village without the app are in no rate."""
    visit("Hà Văn An", "2020-08-11", "PARTIAL", smartphones=10, bluezone=6)
    visit("Hà Văn Ăn", "2020-08-11", "PARTIAL", smartphones=2, bluezone=None)
    min_, other = (db.value("SELECT village_id FROM households WHERE head_name=?", (n,))
                   for n in ("Hà Văn An", "Hà Văn Ăn"))  # fmt: skip
    assert min_ != other

    (line,) = list_days(db, campaign)

    progress = get_progress(db, campaign)
    bluezone = next(a for a in campaign.active_apps if a.code == "bluezone")
    assert (line.smartphones, line.installed["bluezone"]) == (12, 6)
    assert (line.paired["bluezone"], line.bases["bluezone"]) == (6, 10)
    assert line.rate("bluezone") == progress.rate(BY_KEY["IND07"], bluezone)[0]


@pytest.mark.parametrize("seed", range(12))
def test_every_line_is_the_progress_of_its_day(
    db: Database, campaign: Campaign, by: User, seed: int
) -> None:
    pick = random.Random(seed)
    refused = 0
    for _ in range(120):
        try:
            _work(db, campaign, by, pick)
        except AppError:
            refused += 1
    assert refused < 90
    for until in ("", "2020-08-18", "2020-08-18T08:30", "2020-08-18T14:00"):
        lines = list_days(db, campaign, until)
        assert len(lines) > 4
        for line in lines:
            at = until if line.day == until[:10] else line.day
            progress = get_progress(db, campaign, until=at)
            stock = progress.commune_now
            for app in campaign.active_apps:
                assert line.rate(app.code) == progress.rate(BY_KEY["IND07"], app)[0], line
            assert (line.visited, line.completed) == (stock.visited, stock.completed), line.day
            assert line.smartphones == (stock.smartphones or 0)
            installed = {k: n for k, n in line.installed.items() if n}
            assert installed == {k: n for k, n in stock.installed.items() if n}
        assert sum(x.visited_new for x in lines) == lines[-1].visited
        last = get_progress(db, campaign, until=until).commune_now
        assert (lines[-1].visited, lines[-1].completed) == (last.visited, last.completed)


@pytest.mark.parametrize("seed", range(12, 18))
def test_what_happens_later_changes_no_earlier_number(
    db: Database, campaign: Campaign, by: User, seed: int
) -> None:
    """Changes of state and visits of later days leave every earlier cut-off as it was."""
    pick = random.Random(seed)
    for _ in range(80):
        try:
            _work(db, campaign, by, pick)
        except AppError:
            continue
    reported = {
        day: get_progress(db, campaign, until=day) for day in ("2020-08-12", "2020-08-20T08:00")
    }
    lines = list_days(db, campaign, "2020-08-20T08:00")
    for n, (household,) in enumerate(db.rows("SELECT id FROM households WHERE state='ACTIVE'")):
        if n % 2:
            values: Row = {"household_id": household, "visited_at": f"2020-08-{25 + n % 3}"}
            save_visits(db, campaign, [{**values, "disposition": "NOT_HOME"}], by=by)
        else:
            set_household_state(db, household, "MOVED", "2020-08-26", "đi", by=by)
    for day, before in reported.items():
        assert get_progress(db, campaign, until=day) == before
    assert list_days(db, campaign, "2020-08-20T08:00") == lines
