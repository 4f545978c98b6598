"""Totals are kept append-only, superseded, taken back, and replaced by household visits."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.fields import Row
from domain.tallies import TallyLine, tally_row
from domain.users import User
from storage.database import Database
from storage.tallies import correct_tally, find_tally, list_tallies, save_tally, void_tally
from storage.villages import list_villages
from storage.visits import list_visits, void_visit

Visit = Callable[..., None]
Snapshot = Callable[[], dict[str, list[tuple[Any, ...]]]]


def totals(**more: int | str | None) -> Row:
    row: Row = {"from_on": "2020-08-12", "until_on": "2020-08-13", "visited": 3}
    return row | more


@pytest.fixture
def min_(db: Database) -> str:
    """The village of Hà Văn An, Vi Văn Đức, Vi Thị Dung and Phạm Thị Bảo."""
    return list_villages(db)[1].id


def only(db: Database, campaign: Campaign, village: str) -> TallyLine:
    (line,) = list_tallies(db, campaign, village)
    return line


def test_what_was_typed_comes_back(db: Database, campaign: Campaign, min_: str, by: User) -> None:
    values = totals(source="trưởng bản", smartphones=4) | {"app:bluezone": 0}
    changes, saved = save_tally(db, campaign, min_, values, by=by)
    assert (changes.tallies, changes.visits, changes.count) == (True, False, 1)
    assert saved == find_tally(db, saved.id) == only(db, campaign, min_).tally
    assert tally_row(saved)["app:bluezone"] == 0
    assert saved.apps == (("bluezone", 0),)
    assert (saved.entered_by, saved.ios, saved.source) == (by.name, None, "trưởng bản")
    assert only(db, campaign, min_).counts


def test_the_same_report_again_writes_nothing(
    db: Database, campaign: Campaign, min_: str, by: User, snapshot: Snapshot
) -> None:
    _, saved = save_tally(db, campaign, min_, totals(), by=by)
    before = snapshot()
    changes, again = save_tally(db, campaign, min_, totals(ios=None), by=by)
    assert not changes
    assert (again, snapshot()) == (saved, before)


def test_a_second_report_of_the_same_days_takes_the_place_of_the_first(
    db: Database, campaign: Campaign, min_: str, by: User
) -> None:
    _, first = save_tally(db, campaign, min_, totals(), by=by)
    _, second = save_tally(db, campaign, min_, totals(visited=4), by=by)
    new, old = list_tallies(db, campaign, min_)
    assert (new.tally, new.counts, old.tally, old.counts) == (second, True, first, False)
    assert old.later == second
    assert second.supersedes == first.id


def test_other_days_that_overlap_are_refused_with_the_days_in_words(
    db: Database, campaign: Campaign, min_: str, by: User, snapshot: Snapshot
) -> None:
    save_tally(db, campaign, min_, totals(), by=by)
    before = snapshot()
    with pytest.raises(AppError, match="12/08/2020 đến 13/08/2020"):
        save_tally(db, campaign, min_, totals(until_on="2020-08-14"), by=by)
    assert snapshot() == before
    other = list_villages(db)[0].id
    assert save_tally(db, campaign, other, totals(until_on="2020-08-14"), by=by)[0]


def test_a_correction_may_move_the_days_and_says_why(
    db: Database, campaign: Campaign, min_: str, by: User
) -> None:
    _, old = save_tally(db, campaign, min_, totals(), by=by)
    with pytest.raises(AppError, match="Chưa ghi lý do"):
        correct_tally(db, campaign, old, totals(visited=4), "  ", by=by)
    moved = totals(from_on="2020-08-13", until_on="2020-08-14")
    _, new = correct_tally(db, campaign, old, moved, "ghi nhầm ngày", by=by)
    assert (new.from_on, new.correction, new.supersedes) == ("2020-08-13", "ghi nhầm ngày", old.id)
    with pytest.raises(AppError, match="vừa được sửa ở nơi khác"):
        correct_tally(db, campaign, old, totals(visited=2), "lại", by=by)


def test_a_tally_taken_back_leaves_its_days_free(
    db: Database, campaign: Campaign, min_: str, by: User
) -> None:
    _, old = save_tally(db, campaign, min_, totals(), by=by)
    assert void_tally(db, campaign, old, "của bản khác", by=by).tallies
    line = only(db, campaign, min_)
    assert not line.counts
    assert line.later
    assert (line.later.void, line.later.correction) == (True, "của bản khác")
    assert save_tally(db, campaign, min_, totals(), by=by)[0]


def test_nobody_without_the_right_writes_totals(
    db: Database, campaign: Campaign, min_: str, by: User, viewer: User, snapshot: Snapshot
) -> None:
    _, old = save_tally(db, campaign, min_, totals(), by=by)
    before = snapshot()
    for write in (
        lambda: save_tally(db, campaign, min_, totals(visited=1), by=viewer),
        lambda: correct_tally(db, campaign, old, totals(visited=1), "x", by=viewer),
        lambda: void_tally(db, campaign, old, "x", by=viewer),
    ):
        with pytest.raises(AppError, match="không có quyền"):
            write()
    assert snapshot() == before


def test_a_broken_rule_writes_nothing(
    db: Database, campaign: Campaign, min_: str, by: User, snapshot: Snapshot
) -> None:
    before = snapshot()
    with pytest.raises(AppError, match="nhiều hơn “Hộ đã đến”"):
        save_tally(db, campaign, min_, totals(contacted=5), by=by)
    assert snapshot() == before


def test_visits_inside_its_days_replace_a_tally_and_the_difference_is_told(
    db: Database, campaign: Campaign, min_: str, by: User, visit: Visit
) -> None:
    save_tally(db, campaign, min_, totals(completed=2, smartphones=9, ios=1), by=by)
    visit("Hà Văn An", "2020-08-11T23:59", "NOT_HOME")
    visit("Vi Văn Đức", "2020-08-14", "NOT_HOME")
    visit("Nguyễn Văn Hòa", "2020-08-12", "NOT_HOME")  # of another village
    assert only(db, campaign, min_).counts
    visit("Vi Thị Dung", "2020-08-13T18:00", "COMPLETE", smartphones=2, bluezone=2, smart=2)
    visit("Phạm Thị Bảo", "2020-08-12", "NOT_HOME")
    line = only(db, campaign, min_)
    assert (line.counts, line.visits) == (False, 2)
    assert line.differences() == {"visited": -1, "completed": -1, "smartphones": -7}


def test_a_tally_counts_again_when_the_visit_is_taken_back(
    db: Database, campaign: Campaign, min_: str, ids: dict[str, str], by: User, visit: Visit
) -> None:
    save_tally(db, campaign, min_, totals(), by=by)
    visit("Hà Văn An", "2020-08-12", "NOT_HOME")
    assert not only(db, campaign, min_).counts
    ((saved, _),) = list_visits(db, campaign, ids["Hà Văn An"])
    void_visit(db, campaign, saved, "nhầm hộ", by=by)
    assert only(db, campaign, min_).counts
