"""Pairs in the file: proposed, told apart, merged, and each taken back."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.fields import Row
from domain.users import User
from storage.confirmations import list_confirmations, withdraw_confirmation
from storage.database import Database
from storage.duplicates import (
    find_duplicates,
    get_pair,
    like_new,
    list_listed,
    merge,
    tell_apart,
    undo_merge,
)
from storage.households import save_household
from storage.progress import get_progress


@pytest.fixture
def copy(db: Database, by: User, ids: dict[str, str]) -> str:
    """Nguyễn Văn Hòa a second time, in another village and order of words."""
    village = db.value("SELECT village_id FROM households WHERE id=?", (ids["Vi Văn Đức"],))
    values: Row = {"village_id": village, "head_name": "Hoà Nguyễn Văn", "phone": "0912345678"}
    return save_household(db, values, by=by)[1]


def test_a_copy_is_proposed_until_it_is_told_apart_and_again_when_that_is_taken_back(
    db: Database, by: User, ids: dict[str, str], copy: str
) -> None:
    (pair,) = find_duplicates(db)
    assert {pair.a, pair.b} == {ids["Nguyễn Văn Hòa"], copy}
    assert pair.why.startswith("Tên viết đảo thứ tự, cùng số điện thoại")
    changes, id_ = tell_apart(db, pair.b, pair.a, "Hai cha con", by=by)
    assert changes.checks
    assert find_duplicates(db) == []
    assert [c.reason for c in list_confirmations(db)] == ["Hai cha con"]
    withdraw_confirmation(db, id_, by=by)
    assert find_duplicates(db) == [pair]
    assert list_confirmations(db) == []


def test_told_apart_needs_a_reason(
    db: Database, by: User, ids: dict[str, str], copy: str,
    snapshot: Callable[[], dict[str, list[tuple[object, ...]]]],
) -> None:  # fmt: skip
    before = snapshot()
    with pytest.raises(AppError):
        tell_apart(db, copy, ids["Nguyễn Văn Hòa"], "  ", by=by)
    assert snapshot() == before


def test_a_merger_keeps_all_visits_and_is_taken_back(
    db: Database, by: User, ids: dict[str, str], copy: str, campaign: Campaign,
    visit: Callable[..., None],
) -> None:  # fmt: skip
    stays = ids["Nguyễn Văn Hòa"]
    visit("Nguyễn Văn Hòa", "2020-08-12", "NOT_HOME")
    ids["copy"] = copy
    visit("copy", "2020-08-13", "COMPLETE", smartphones=1, bluezone=1, smart=1)
    visits = db.rows("SELECT * FROM visits ORDER BY id")
    before = get_progress(db, campaign)
    merger = merge(db, copy, stays, by=by)
    assert merger.changes.households
    assert merger.changes.visits
    assert find_duplicates(db) == []
    assert copy not in {h.id for h in list_listed(db)}
    assert db.rows("SELECT * FROM visits ORDER BY id") == visits
    merged = get_progress(db, campaign)
    assert merged.commune_now.households == before.commune_now.households - 1
    assert merged.commune_now.completed == before.commune_now.completed
    undo_merge(db, merger, by=by)
    assert get_progress(db, campaign) == before
    assert len(find_duplicates(db)) == 1


def test_a_pair_is_read_with_how_many_visits_each_has(
    db: Database, by: User, ids: dict[str, str], copy: str, visit: Callable[..., None]
) -> None:
    visit("Nguyễn Văn Hòa", "2020-08-12", "NOT_HOME")
    (pair,) = find_duplicates(db)
    counts = {h["head_name"]: h["visits"] for h in get_pair(db, pair)}
    assert counts == {"Nguyễn Văn Hòa": 1, "Hoà Nguyễn Văn": 0}


def test_a_merger_today_is_dated_today(
    db: Database, by: User, ids: dict[str, str], copy: str
) -> None:
    merge(db, copy, ids["Nguyễn Văn Hòa"], by=by, today=date(2020, 9, 1))
    assert db.value("SELECT state_on FROM households WHERE id=?", (copy,)) == "2020-09-01"


def test_before_a_household_is_added_the_list_is_asked_for_it(
    db: Database, ids: dict[str, str]
) -> None:
    village = db.value("SELECT village_id FROM households WHERE id=?", (ids["Hà Văn An"],))
    said = like_new(db, {"village_id": village, "head_name": "An Hà Văn"})
    assert said.startswith("Có thể đã có: 02-")
    assert "Hà Văn An, Bản Mìn (tên viết đảo thứ tự)" in said
    assert like_new(db, {"village_id": village, "head_name": "Trần Thị Mới"}) == ""
