"""The deadline board: due when, to whom, with which cut-off, and what marks it done."""

from datetime import date

import pytest

from domain.campaigns import Campaign
from domain.deadlines import Deadline
from domain.dispatches import Dispatch
from domain.errors import AppError
from domain.users import User
from storage.database import Database
from storage.deadlines import list_deadlines, mark_deadline
from storage.dispatches import log_report, save_dispatch

TODAY = date(2020, 8, 20)


@pytest.fixture
def board(db: Database, campaign: Campaign, by: User) -> list[Deadline]:
    """The campaign's own deadline, one of a dispatch, and one of long ago."""
    for number, on in (("861/UBND", "2020-08-22"), ("1/UBND", "2019-01-05")):
        dispatch = Dispatch("Công văn", number, "2018-12-05", "UBND huyện", deadline_on=on)
        save_dispatch(db, dispatch, by=by)
    return list_deadlines(db, campaign, TODAY)


def test_before_the_26th_is_due_on_the_25th_with_the_numbers_of_the_24th(
    board: list[Deadline],
) -> None:
    assert [(d.what, d.due.isoformat(), d.cut_off) for d in board] == [
        ("Công văn số 861/UBND", "2020-08-21", "2020-08-20"),
        (f"Báo cáo đợt: {board[1].what.removeprefix('Báo cáo đợt: ')}", "2020-08-25",
         "2020-08-24"),
    ]  # fmt: skip
    assert [d.to_whom for d in board] == ["UBND huyện", "Ủy ban nhân dân huyện Quan Sơn"]


def test_a_report_made_since_then_marks_it_done(
    db: Database, campaign: Campaign, board: list[Deadline], by: User
) -> None:
    log_report(db, campaign.id, "", "2020-08-21", "", {}, by=by)  # made today, long after
    done = {d.key: bool(d.done_on) for d in list_deadlines(db, campaign, TODAY)}
    assert done == {board[0].key: True, campaign.id: False}


def test_a_person_sets_the_cut_off_and_what_was_handed_in_and_takes_it_back(
    db: Database, campaign: Campaign, board: list[Deadline], by: User
) -> None:
    mark_deadline(db, campaign.id, {"cut_off": "2020-08-25T08:00", "done_on": "2020-08-25"}, by=by)
    found = next(d for d in list_deadlines(db, campaign, TODAY) if d.key == campaign.id)
    assert (found.cut_off, found.done_on, found.by_hand) == ("2020-08-25T08:00", "2020-08-25", True)
    mark_deadline(db, campaign.id, {"cut_off": None, "done_on": None}, by=by)
    found = next(d for d in list_deadlines(db, campaign, TODAY) if d.key == campaign.id)
    assert (found.cut_off, found.done_on, found.by_hand) == ("2020-08-24", "", False)


def test_a_viewer_marks_nothing(db: Database, campaign: Campaign, viewer: User) -> None:
    with pytest.raises(AppError, match="không có quyền"):
        mark_deadline(db, campaign.id, {"done_on": "2020-08-25"}, by=viewer)
