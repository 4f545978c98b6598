"""Visits are added, never changed: corrections and retractions are rows too."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.fields import Row
from domain.users import User
from domain.visits import Visit
from storage.database import Database
from storage.drafts import get_draft, list_drafts, save_draft, save_drafts
from storage.household_lists import get_lines, list_rows
from storage.visits import (
    correct_visit,
    count_typed_on,
    draft_key,
    existing_keys,
    list_recent_visits,
    list_visits,
    save_visits,
    visit_from_row,
    visit_key,
    void_visit,
    void_visits,
)

Save = Callable[..., None]
HEAD = "Hà Văn An"


@pytest.fixture
def household(ids: dict[str, str]) -> str:
    return ids[HEAD]


def counting(db: Database, campaign: Campaign, household: str) -> list[Visit]:
    return [v for v, counts in list_visits(db, campaign, household) if counts]


def status(db: Database, campaign: Campaign, head: str = HEAD) -> str:
    lines = get_lines(db, campaign, list_rows(db, campaign))
    return str(next(x["status"] for x in lines if x["head_name"] == head))


def test_a_visit_comes_back_as_it_was_saved(
    db: Database, campaign: Campaign, household: str, visit: Save
) -> None:
    visit(
        HEAD, "2020-08-12T19:30", "PARTIAL", slot="T", team="Tổ 1", members=5, phone_users=4,
        smartphones=3, android=2, ios=1, bluezone=2, smart=0, all_apps=0, in_use=1,
        next_visit_on="2020-08-15", note="Nhà cuối bản",
    )  # fmt: skip
    (saved,) = counting(db, campaign, household)
    assert (saved.visited_at, saved.slot, saved.team) == ("2020-08-12T19:30", "T", "Tổ 1")
    assert (saved.members, saved.phone_users, saved.smartphones) == (5, 4, 3)
    assert (saved.android, saved.ios, saved.all_apps, saved.in_use) == (2, 1, 0, 1)
    assert dict(saved.apps) == {"bluezone": 2, "smart-thanh-hoa": 0}
    assert (saved.next_visit_on, saved.note) == ("2020-08-15", "Nhà cuối bản")
    assert saved.entered_by == "Hà Thị Thử"


def test_a_blank_count_of_an_app_is_not_stored_as_zero(
    db: Database, campaign: Campaign, household: str, visit: Save
) -> None:
    visit(HEAD, "2020-08-12", "PARTIAL", smartphones=3, bluezone=2, smart=None)
    (saved,) = counting(db, campaign, household)
    assert dict(saved.apps) == {"bluezone": 2}
    assert saved.in_use is None


def test_history_is_newest_first_by_the_time_of_the_visit(
    db: Database, campaign: Campaign, household: str, visit: Save
) -> None:
    for when in ("2020-08-14", "2020-08-11", "2020-08-14T08:00", "2020-08-12"):
        visit(HEAD, when, "NOT_HOME")
    assert [v.visited_at for v in counting(db, campaign, household)] == [
        "2020-08-14T08:00", "2020-08-14", "2020-08-12", "2020-08-11",
    ]  # fmt: skip


def test_a_correction_is_a_new_row_with_its_reason_and_the_old_one_stays(
    db: Database, campaign: Campaign, household: str, visit: Save, by: User
) -> None:
    visit(HEAD, "2020-08-12", "NOT_HOME")
    (old,) = counting(db, campaign, household)
    values: Row = {"visited_at": "2020-08-12", "disposition": "COMPLETE"}
    correct_visit(db, campaign, old, values, " Đọc nhầm phiếu ", by=by)
    history = list_visits(db, campaign, household)
    assert [(v.disposition, counts) for v, counts in history] == [
        ("COMPLETE", True), ("NOT_HOME", False),
    ]  # fmt: skip
    assert (history[0][0].supersedes, history[0][0].correction) == (old.id, "Đọc nhầm phiếu")
    assert status(db, campaign) == "COMPLETE"


def test_a_correction_of_the_day_moves_the_visit(
    db: Database, campaign: Campaign, household: str, visit: Save, by: User
) -> None:
    visit(HEAD, "2020-08-18", "COMPLETE")
    visit(HEAD, "2020-08-14", "NOT_HOME")
    old = counting(db, campaign, household)[0]
    correct_visit(
        db,
        campaign,
        old,
        {"visited_at": "2020-08-12", "disposition": "COMPLETE"},
        "sai ngày",
        by=by,
    )
    assert [v.visited_at for v in counting(db, campaign, household)] == ["2020-08-14", "2020-08-12"]


def test_a_retraction_leaves_the_household_as_before(
    db: Database, campaign: Campaign, household: str, visit: Save, by: User
) -> None:
    visit(HEAD, "2020-08-12", "COMPLETE")
    (old,) = counting(db, campaign, household)
    void_visit(db, campaign, old, "Nhập nhầm hộ", by=by)
    assert counting(db, campaign, household) == []
    assert len(list_visits(db, campaign, household)) == 2
    assert status(db, campaign) == "NOT_VISITED"


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_correction_without_a_reason_is_refused(
    db: Database, campaign: Campaign, household: str, visit: Save, by: User, reason: str
) -> None:
    visit(HEAD, "2020-08-12", "COMPLETE")
    (old,) = counting(db, campaign, household)
    with pytest.raises(AppError, match="Chưa ghi lý do"):
        void_visit(db, campaign, old, reason, by=by)
    assert counting(db, campaign, household) == [old]


def test_a_visit_that_was_corrected_meanwhile_cannot_be_corrected_again(
    db: Database, campaign: Campaign, household: str, visit: Save, by: User
) -> None:
    visit(HEAD, "2020-08-12", "COMPLETE")
    (old,) = counting(db, campaign, household)
    void_visit(db, campaign, old, "nhầm", by=by)
    with pytest.raises(AppError, match="vừa được sửa ở nơi khác"):
        void_visit(db, campaign, old, "nhầm", by=by)


def test_a_retracted_row_is_never_the_one_that_counts(
    db: Database, campaign: Campaign, household: str, visit: Save, by: User
) -> None:
    visit(HEAD, "2020-08-12", "COMPLETE")
    (old,) = counting(db, campaign, household)
    correct_visit(
        db, campaign, old, {"visited_at": "2020-08-12", "disposition": "REFUSED"}, "nhầm", by=by
    )
    (corrected,) = counting(db, campaign, household)
    void_visit(db, campaign, corrected, "không phải hộ này", by=by)
    assert counting(db, campaign, household) == []


def test_correcting_is_logged_with_the_row_and_the_reason(
    db: Database, campaign: Campaign, household: str, visit: Save, by: User
) -> None:
    visit(HEAD, "2020-08-12", "COMPLETE")
    (old,) = counting(db, campaign, household)
    void_visit(db, campaign, old, "nhầm", by=by)
    detail = json.loads(db.value("SELECT detail FROM audit ORDER BY seq DESC LIMIT 1"))
    assert (detail["supersedes"], detail["void"], detail["reason"]) == (old.id, True, "nhầm")


def test_saving_a_visit_removes_its_draft_in_the_same_step(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Save, by: User
) -> None:
    save_draft(db, draft_key(campaign), {"note": "đang gõ"}, by=by)
    bad: Row = {"household_id": ids[HEAD], "visited_at": "2019-01-01", "disposition": "NOT_HOME"}
    with pytest.raises(AppError):
        save_visits(db, campaign, [bad], by=by)
    assert get_draft(db, draft_key(campaign)) is not None
    visit(HEAD, "2020-08-12", "NOT_HOME")
    assert get_draft(db, draft_key(campaign)) is None


def test_what_was_typed_last_comes_first_with_its_household(
    db: Database, campaign: Campaign, visit: Save
) -> None:
    visit(HEAD, "2020-08-14", "NOT_HOME")
    visit("Cầm Bá Quý", "2020-08-11", "COMPLETE", smartphones=1)
    newest, *_ = recent = list_recent_visits(db, campaign, limit=5)
    assert [r["head_name"] for r in recent] == ["Cầm Bá Quý", HEAD]
    assert (newest["village_name"], newest["smartphones"]) == ("Na Hảo", 1)


def test_sheets_typed_on_a_day_are_counted_once_and_not_when_taken_back(
    db: Database, campaign: Campaign, household: str, visit: Save, by: User
) -> None:
    today = date.today()
    visit(HEAD, "2020-08-12", "NOT_HOME")
    visit("Cầm Bá Quý", "2020-08-11", "COMPLETE", smartphones=1)
    assert count_typed_on(db, campaign, today) == 2
    (old,) = counting(db, campaign, household)
    values: Row = {"visited_at": "2020-08-12", "disposition": "COMPLETE"}
    correct_visit(db, campaign, old, values, "Đọc nhầm phiếu", by=by)
    assert count_typed_on(db, campaign, today) == 2
    (corrected,) = counting(db, campaign, household)
    void_visit(db, campaign, corrected, "Nhập nhầm hộ", by=by)
    assert count_typed_on(db, campaign, today) == 1
    assert count_typed_on(db, campaign, today - timedelta(days=1)) == 0


def test_the_same_visit_read_again_is_recognised(
    db: Database, campaign: Campaign, household: str, visit: Save
) -> None:
    visit(HEAD, "2020-08-12", "PARTIAL", smartphones=2, bluezone=1, note="x")
    row: Row = {
        "household_id": household, "visited_at": "2020-08-12", "disposition": "PARTIAL",
        "smartphones": 2, "app:bluezone": 1, "note": "x",
    }  # fmt: skip
    stored = existing_keys(db, campaign)
    assert visit_key(visit_from_row(row)) in stored
    assert visit_key(visit_from_row({**row, "app:bluezone": 2})) not in stored
    assert visit_key(visit_from_row({**row, "app:bluezone": None})) not in stored


def test_several_visits_are_taken_back_in_one_operation(
    db: Database, campaign: Campaign, by: User, ids: dict[str, str]
) -> None:
    heads = ("Hà Văn An", "Vi Văn Đức", "Lò Thị Ửng")
    rows: list[Row] = [
        {"household_id": ids[h], "visited_at": "2020-08-12", "disposition": "NOT_HOME"}
        for h in heads
    ]
    save_visits(db, campaign, rows, by=by)
    visits = [list_visits(db, campaign, ids[h])[0][0] for h in heads]
    stale = visits[1]
    void_visit(db, campaign, stale, "nhập nhầm", by=by)
    with pytest.raises(AppError, match="vừa được sửa"):
        void_visits(db, campaign, visits, "rút lại cả tờ", by=by)
    assert list_visits(db, campaign, ids[heads[0]])[0][1], "nothing of it was written"
    void_visits(db, campaign, [visits[0], visits[2]], "rút lại cả tờ", by=by)
    for head in heads:
        assert not any(counts and not v.void for v, counts in list_visits(db, campaign, ids[head]))


def test_the_drafts_of_rows_go_with_their_visits(
    db: Database, campaign: Campaign, by: User, ids: dict[str, str]
) -> None:
    save_drafts(db, {f"sheet:a.{n}": {"note": "a"} for n in (1, 2, 3)}, by=by)
    row: Row = {"household_id": ids["Hà Văn An"], "visited_at": "2020-08-12",
                "disposition": "NOT_HOME"}  # fmt: skip
    save_visits(db, campaign, [row], by=by, draft=["sheet:a.1", "sheet:a.2"])
    assert list(list_drafts(db, "sheet:a.")) == ["sheet:a.3"]
