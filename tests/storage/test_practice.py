"""The practice commune: the same seed, the same commune."""

from datetime import date
from pathlib import Path

from domain.users import User
from storage.database import Database, open_database
from storage.day_lines import list_days
from storage.offices import is_practice, list_offices
from storage.practice import make_practice
from storage.progress import get_progress
from storage.sheets import list_ledger

PEOPLE = "SELECT code, head_name, phone, members FROM households ORDER BY row"
VISITS = (
    "SELECT h.code, v.visited_at, v.disposition, v.slot, v.team, v.members, v.smartphones,"
    " v.android, v.ios, v.in_use, v.reason FROM visits v JOIN households h ON h.id=v.household_id"
    " ORDER BY h.row, v.id"
)
TODAY = date(2020, 8, 25)


def make(path: Path, by: User, seed: int) -> Database:
    db = open_database(path, create=True)
    make_practice(db, by=by, households=80, seed=seed, today=TODAY)
    return db


def test_the_same_seed_makes_the_same_commune(tmp_path: Path, by: User) -> None:
    one, two, other = (make(tmp_path / f"{n}.db", by, seed) for n, seed in enumerate((1, 1, 2)))
    for question in (PEOPLE, VISITS):
        assert one.rows(question) == two.rows(question)
        assert one.rows(question) != other.rows(question)
    for db in (one, two, other):
        db.close()


def test_it_is_a_campaign_half_done_and_marked_as_practice(empty_db: Database, by: User) -> None:
    campaign = make_practice(empty_db, by=by, households=200, today=TODAY)
    counts = get_progress(empty_db, campaign).commune_now
    assert counts.households == 200
    assert 0 < counts.completed < counts.contacted < counts.visited < 200
    assert counts.population
    assert counts.subscribers
    assert list_days(empty_db, campaign)[-1].day <= TODAY.isoformat()
    assert is_practice(empty_db)
    assert list_offices(empty_db)


def test_as_many_villages_as_asked_for_have_different_names(empty_db: Database, by: User) -> None:
    make_practice(empty_db, by=by, households=80, villages=40, today=TODAY)
    names = [r[0] for r in empty_db.rows("SELECT name_key FROM villages")]
    assert len(set(names)) == 40


def test_one_household_is_a_commune_too(empty_db: Database, by: User) -> None:
    campaign = make_practice(empty_db, by=by, households=1, today=TODAY)
    assert get_progress(empty_db, campaign).commune_now.households == 1


def test_one_sheet_waits_to_be_typed_one_is_out_one_in_print(empty_db: Database) -> None:
    campaign = make_practice(empty_db, by=User("thử"), households=1200, with_sheets=True)
    lines = list_ledger(empty_db, campaign, date.today())
    assert sorted(x.step for x in lines) == ["HANDED", "PRINTED", "RETURNED"]
    assert all(x.entered == 0 and x.sheet.lines for x in lines)
