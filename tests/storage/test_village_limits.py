"""An officer of two villages: whatever asks sees those, whatever writes may write those."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.fields import Row
from domain.figures import Figure
from domain.sheets import SheetEvent
from domain.users import Role, User
from storage import unlocked
from storage.confirmations import save_confirmation, withdraw_confirmation
from storage.database import Database, open_database
from storage.figures import list_figures, save_figure
from storage.household_lists import list_rows
from storage.key_file import Keys
from storage.progress import get_progress
from storage.sheets import NewSheet, save_sheet_events, save_sheets
from storage.villages import find_village, list_villages
from storage.visits import save_visits


@pytest.fixture
def officer(db: Database) -> User:
    chieng, min_ = find_village(db, "Bản Chiềng"), find_village(db, "Bản Mìn")
    assert chieng
    assert min_
    return User("Vi Văn Đức", Role.OFFICER, frozenset({chieng.id, min_.id}))


@pytest.fixture
def limited(db: Database, officer: User, tmp_path: Path) -> Iterator[Database]:
    unlocked.hold(tmp_path, db.keys, officer)
    opened = open_database(db.path)
    yield opened
    opened.close()
    unlocked.forget(tmp_path)


def visit(db: Database, village: str) -> Row:
    household = db.value(
        "SELECT h.id FROM households h JOIN villages v ON v.id=h.village_id WHERE v.name=?",
        (village,),
    )
    return {"household_id": household, "visited_at": "2020-08-12", "disposition": "NOT_HOME"}


def test_lists_searches_and_counts_show_two_of_three_villages(
    limited: Database, campaign: Campaign
) -> None:
    assert [v.name for v in list_villages(limited)] == ["Chiềng", "Mìn"]
    assert len(list_rows(limited, campaign)) == 9
    assert len(list_rows(limited, campaign, text="ha van")) == 3
    assert list_rows(limited, campaign, text="cam ba quy") == []
    assert sum(u.now.households or 0 for u in get_progress(limited, campaign).units) == 9


def test_figures_of_the_commune_do_not_divide_what_two_villages_did(
    db: Database, limited: Database, campaign: Campaign
) -> None:
    chieng = find_village(db, "Bản Chiềng")
    assert chieng
    by = User("Quản trị")
    for village, people in ((None, 9000), (chieng.id, 450)):
        save_figure(db, Figure("population", people, "2020-08-01", "x", village), by=by)
    assert get_progress(db, campaign).commune_now.population == 9000
    assert [f.value for f in list_figures(limited)] == [450]
    assert get_progress(limited, campaign).commune_now.population in (None, 450)


def test_a_visit_of_a_village_not_assigned_is_refused_and_nothing_is_written(
    db: Database, campaign: Campaign, officer: User
) -> None:
    with pytest.raises(AppError, match="không được giao"):
        save_visits(db, campaign, [visit(db, "Chiềng"), visit(db, "Na Hảo")], by=officer)
    assert db.value("SELECT count(*) FROM visits") == 0
    save_visits(db, campaign, [visit(db, "Chiềng")], by=officer)
    assert db.value("SELECT count(*) FROM visits") == 1


def test_the_limits_are_those_of_whoever_writes_not_of_who_wrote_before(
    db: Database, campaign: Campaign, officer: User
) -> None:
    save_visits(db, campaign, [visit(db, "Chiềng")], by=officer)
    save_visits(db, campaign, [visit(db, "Na Hảo")], by=User("Phụ trách", Role.CHIEF))
    with pytest.raises(AppError, match="không được giao"):
        save_visits(db, campaign, [visit(db, "Na Hảo")], by=officer)


def test_a_household_is_not_taken_into_or_out_of_a_village_not_assigned(
    db: Database, officer: User
) -> None:
    rest = find_village(db, "Thôn Na Hảo")
    assert rest
    for sql in (
        "UPDATE households SET village_id=? WHERE head_name='Hà Văn Ân'",
        "UPDATE households SET village_id=(SELECT min(id) FROM villages WHERE id<>?) "
        "WHERE head_name='Cầm Bá Quý'",
    ):
        with db.writing():
            db.limit(officer.villages)
            with pytest.raises(Exception, match="không được giao"):
                db.execute(sql, (rest.id,))


def test_only_our_own_keys_stand_in_the_limits(tmp_path: Path) -> None:
    unlocked.hold(tmp_path, Keys(b"k" * 32), User("a", Role.OFFICER, frozenset({"x' OR '1"})))
    with pytest.raises(ValueError, match="no key"):
        open_database(tmp_path / "tungnha.db", create=True)
    unlocked.forget(tmp_path)


def test_a_writing_connection_opened_anew_is_limited_as_the_one_before(
    db: Database, campaign: Campaign, officer: User
) -> None:
    save_visits(db, campaign, [visit(db, "Chiềng")], by=officer)
    with pytest.raises(Exception, match="readonly"), db.writing():
        raise sqlcipher3.OperationalError("readonly")  # a scanner held the file
    with pytest.raises(AppError, match="không được giao"):
        save_visits(db, campaign, [visit(db, "Na Hảo")], by=officer)


def household_in(db: Database, village: str) -> str:
    return str(visit(db, village)["household_id"])


def test_a_step_of_a_sheet_with_households_of_another_village_is_refused(
    db: Database, campaign: Campaign, officer: User
) -> None:
    chief = User("Phụ trách", Role.CHIEF)
    own, other = household_in(db, "Chiềng"), household_in(db, "Na Hảo")
    new = [NewSheet("FIRST", "x", people) for people in ((own,), (other,), (own, other))]
    sheets = [s.id for s in save_sheets(db, campaign, new, by=chief)[1]]
    handed = SheetEvent("HANDED", "2020-08-12", "Tổ 1")
    for sheet in sheets[1:]:
        with pytest.raises(AppError, match="không được giao"):
            save_sheet_events(db, [sheet], handed, by=officer)
    save_sheet_events(db, [sheets[0]], handed, by=officer)
    save_sheet_events(db, sheets, handed, by=chief)
    assert save_sheets(db, campaign, [NewSheet("FIRST", "của tôi", (own,))], by=officer)


def test_a_warning_about_another_village_is_not_confirmed(
    db: Database, campaign: Campaign, officer: User
) -> None:
    chief = User("Phụ trách", Role.CHIEF)
    save_visits(db, campaign, [visit(db, "Chiềng"), visit(db, "Na Hảo")], by=chief)
    ids = dict(db.rows("SELECT household_id, id FROM visits"))
    own, other = household_in(db, "Chiềng"), household_in(db, "Na Hảo")
    village = find_village(db, "Thôn Na Hảo")
    [sheet] = save_sheets(db, campaign, [NewSheet("FIRST", "x", (other,))], by=chief)[1]
    assert village
    for rule, target in (
        ("not_duplicate", f"{own} {other}"), ("many_phones", ids[other]),
        ("same_counts", f"{ids[other]} 12"), ("in_a_day", f"{village.id} 2020-08-12"),
        ("one_code", sheet.id),
    ):  # fmt: skip
        with pytest.raises(AppError, match="không được giao"):
            save_confirmation(db, rule, target, "đúng", by=officer, campaign=campaign)
        _, id_ = save_confirmation(db, rule, target, "đúng", by=chief, campaign=campaign)
        with pytest.raises(AppError, match="không được giao"):
            withdraw_confirmation(db, id_, by=officer)
    for target in (ids[own], f"{ids[own]} 12", own, "tổ 1 2020-08-12"):
        save_confirmation(db, "same_counts", target, "đúng", by=officer, campaign=campaign)
