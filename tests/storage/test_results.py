"""The derived table always equals what a full rebuild from the visits would give."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

import pytest

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.fields import Row
from domain.results import derive
from domain.users import User
from storage.campaigns import campaign_row
from storage.database import Database, operation
from storage.household_states import set_household_state
from storage.households import count_visited
from storage.practice import make_practice
from storage.progress import get_progress
from storage.results import get_result, list_household_visits, rebuild
from storage.visits import correct_visit, list_visits, save_visits, void_visit
from storage.worklist import reopen_household

Visit = Callable[..., None]
STATES = ("MOVED", "ACTIVE", "VACANT", "SPLIT")


def derived(db: Database) -> list[tuple[object, ...]]:
    return db.rows("SELECT * FROM household_results ORDER BY 1, 2, 3")


def rebuilt(db: Database, campaign: Campaign, by: User) -> list[tuple[object, ...]]:
    with operation(db, by, "save_visit"):
        rebuild(db, campaign, campaign_row(db, campaign.id))
    return derived(db)


def _values(pick: random.Random) -> Row:
    smartphones = pick.randint(0, 3)
    return {
        "visited_at": f"2020-08-{pick.randint(11, 25):02d}" + pick.choice(["", "T08:00", "T19:30"]),
        "disposition": pick.choice(["PARTIAL", "NOT_HOME", "CALLBACK", "REFUSED", "LONG_AWAY"]),
        "members": pick.choice([None, 5]),
        "smartphones": smartphones,
        "app:bluezone": pick.choice([None, pick.randint(0, smartphones)]),
        "app:smart-thanh-hoa": pick.randint(0, smartphones),
        "team": pick.choice([None, "Tổ 1", "tổ 1", "To 2"]),
    }


def _do_anything(
    db: Database, campaign: Campaign, ids: list[str], pick: random.Random, by: User
) -> None:
    household = pick.choice(ids)
    on = f"2020-08-{pick.randint(11, 25):02d}"
    counting = [v for v, counts in list_visits(db, campaign, household) if counts]
    kinds = ("visit", "correct", "void", "merge", "state", "reopen")
    what = pick.choices(kinds, (12, 4, 2, 3, 2, 6))[0]
    if what == "visit":
        save_visits(db, campaign, [{**_values(pick), "household_id": household}], by=by)
    elif what == "correct" and counting:
        correct_visit(db, campaign, pick.choice(counting), _values(pick), "sai", by=by)
    elif what == "void" and counting:
        void_visit(db, campaign, pick.choice(counting), "sai", by=by)
    elif what == "merge":
        into = pick.choice(ids)
        set_household_state(db, household, "MERGED", on, "trùng", by=by, merged_into=into)
    elif what == "state":
        set_household_state(db, household, pick.choice(STATES), on, "đổi", by=by)
    elif what == "reopen":
        at = datetime.fromisoformat(f"{on}T{pick.randint(7, 18):02d}:00")
        reopen_household(db, campaign, household, "hẹn lại", by=by, at=at)


@pytest.mark.parametrize("seed", range(4))
def test_after_hundreds_of_writes_of_every_kind_the_table_equals_a_rebuild(
    empty_db: Database, by: User, seed: int
) -> None:
    db, pick = empty_db, random.Random(seed)
    campaign = make_practice(db, by=by, households=24, seed=seed, today=date(2020, 8, 25))
    ids = [r[0] for r in db.rows("SELECT id FROM households ORDER BY row")]
    for _ in range(250):
        with suppress(AppError):  # a merger into itself, a date before the last change
            _do_anything(db, campaign, ids, pick, by)
    kept = derived(db)
    assert len(kept) > 50
    assert db.value("SELECT count(*) FROM reopenings") > 1
    assert kept == rebuilt(db, campaign, by)


def test_the_short_count_for_the_header_is_the_one_of_the_progress(
    empty_db: Database, by: User
) -> None:
    db, pick = empty_db, random.Random(5)
    campaign = make_practice(db, by=by, households=24, seed=5, today=date(2020, 8, 25))
    ids = [r[0] for r in db.rows("SELECT id FROM households ORDER BY row")]
    for _ in range(60):
        with suppress(AppError):
            _do_anything(db, campaign, ids, pick, by)
    commune = get_progress(db, campaign).commune_now
    assert 0 < commune.visited < 24
    assert count_visited(db, 1) == (commune.visited, commune.households)


def test_a_back_dated_visit_changes_what_was_known_from_its_day_on(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Visit
) -> None:
    visit("Hà Văn An", "2020-08-15", "PARTIAL", smartphones=2, bluezone=1, smart=1)
    visit("Hà Văn An", "2020-08-12", "NOT_HOME")
    assert db.rows("SELECT from_at, until_at, status, is_first FROM household_results") == [
        ("2020-08-12", "2020-08-15", "NOT_HOME", 1),
        ("2020-08-15", "9999", "PARTIAL", 0),
    ]


def test_taking_the_latest_visit_back_lets_the_one_before_stand_to_this_day(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Visit, by: User
) -> None:
    visit("Hà Văn An", "2020-08-12", "PARTIAL", smartphones=2, bluezone=1, smart=1)
    visit("Hà Văn An", "2020-08-15", "NOT_HOME")
    latest = list_visits(db, campaign, ids["Hà Văn An"])[0][0]
    void_visit(db, campaign, latest, "nhầm", by=by)
    assert db.rows("SELECT from_at, until_at FROM household_results") == [("2020-08-12", "9999")]


def test_how_a_household_stands_is_what_its_visits_amount_to(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Visit
) -> None:
    household = ids["Hà Văn An"]
    row = db.value("SELECT row FROM households WHERE id=?", (household,))
    assert get_result(db, campaign, 1, row) is None
    visit("Hà Văn An", "2020-08-12", "PARTIAL", smartphones=2, bluezone=1, in_use=0)
    visit("Hà Văn An", "2020-08-15", "CALLBACK", next_visit_on="2020-08-18")
    visits = list_household_visits(db, campaign.id, household)
    assert get_result(db, campaign, 1, row) == derive(visits, campaign, "2020-08-15")


def test_visits_of_a_merged_household_count_in_the_other_from_the_merger_on(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Visit, by: User
) -> None:
    visit("Hà Văn Ăn", "2020-08-12", "PARTIAL", smartphones=2, bluezone=1, smart=1)
    into = ids["Hà Văn Ân"]
    set_household_state(
        db, ids["Hà Văn Ăn"], "MERGED", "2020-08-16", "trùng", by=by, merged_into=into
    )
    row = db.value("SELECT row FROM households WHERE id=?", (into,))
    assert db.rows(
        "SELECT from_at, status, smartphones FROM household_results WHERE household_row=?", (row,)
    ) == [("2020-08-16", "PARTIAL", 2)]


def _smartphones(db: Database, household: str) -> int | None:
    found: int | None = db.value(
        "SELECT smartphones FROM household_results r JOIN households h ON h.row=r.household_row"
        " WHERE h.id=? AND until_at='9999'", (household,),
    )  # fmt: skip
    return found


def test_a_chain_of_mergers_ends_at_the_last_household_whatever_is_written_later(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Visit, by: User
) -> None:
    a, b, c = ids["Hà Văn Ăn"], ids["Hà Văn Ân"], ids["Lò Thị Ửng"]
    set_household_state(db, a, "MERGED", "2020-08-12", "trùng", by=by, merged_into=b)
    set_household_state(db, b, "MERGED", "2020-08-13", "trùng", by=by, merged_into=c)
    visit("Hà Văn Ăn", "2020-08-14", "PARTIAL", smartphones=2, bluezone=1, smart=1)
    assert _smartphones(db, c) == 2
    set_household_state(db, a, "ACTIVE", "2020-08-15", "nhầm", by=by)
    assert _smartphones(db, c) is None
    assert derived(db) == rebuilt(db, campaign, by)
