"""Moved, merged, vacant: with a day and a reason, on the record, never rewriting the past."""

from datetime import date, timedelta

import pytest

from domain.errors import AppError
from domain.users import User
from storage.database import Database
from storage.household_states import list_state_changes, set_household_state
from storage.households import get_household

HEAD = "Hà Văn An"


def test_every_change_stays_in_history_newest_first(
    db: Database, ids: dict[str, str], by: User
) -> None:
    household = ids[HEAD]
    set_household_state(db, household, "MOVED", "2020-08-12", "đi Sơn La", by=by)
    set_household_state(db, household, "ACTIVE", "2020-08-20", "về lại", by=by)
    history = list_state_changes(db, household)
    assert [(c["state"], c["effective_on"], c["reason"]) for c in history] == [
        ("ACTIVE", "2020-08-20", "về lại"), ("MOVED", "2020-08-12", "đi Sơn La"),
    ]  # fmt: skip
    now_is = get_household(db, household)
    assert (now_is["state"], now_is["state_on"]) == ("ACTIVE", "2020-08-20")


def test_a_change_before_the_last_one_is_refused(
    db: Database, ids: dict[str, str], by: User
) -> None:
    set_household_state(db, ids[HEAD], "MOVED", "2020-08-12", "đi", by=by)
    with pytest.raises(AppError, match="ở trước lần đổi tình trạng gần nhất"):
        set_household_state(db, ids[HEAD], "ACTIVE", "2020-08-11", "về", by=by)


def test_a_change_of_the_same_day_is_the_later_one(
    db: Database, ids: dict[str, str], by: User
) -> None:
    set_household_state(db, ids[HEAD], "MOVED", "2020-08-12", "đi", by=by)
    set_household_state(db, ids[HEAD], "ACTIVE", "2020-08-12", "nhầm", by=by)
    assert get_household(db, ids[HEAD])["state"] == "ACTIVE"


def test_a_day_to_come_is_refused(db: Database, ids: dict[str, str], by: User) -> None:
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    with pytest.raises(AppError, match="sau hôm nay"):
        set_household_state(db, ids[HEAD], "MOVED", tomorrow, "đi", by=by)
    assert list_state_changes(db, ids[HEAD]) == []


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_change_without_a_reason_is_refused(
    db: Database, ids: dict[str, str], by: User, reason: str
) -> None:
    with pytest.raises(AppError, match="Chưa ghi lý do"):
        set_household_state(db, ids[HEAD], "MOVED", "2020-08-12", reason, by=by)


def test_a_change_without_a_day_is_refused(db: Database, ids: dict[str, str], by: User) -> None:
    with pytest.raises(AppError, match="Chưa ghi ngày"):
        set_household_state(db, ids[HEAD], "MOVED", "", "về quê", by=by)


@pytest.mark.parametrize("into", [None, "itself", "none"])
def test_merging_needs_another_household(
    db: Database, ids: dict[str, str], by: User, into: str | None
) -> None:
    target = ids[HEAD] if into == "itself" else into
    with pytest.raises(AppError, match=r"hộ nhập vào|Không thấy hộ"):
        set_household_state(
            db, ids[HEAD], "MERGED", "2020-08-12", "trùng", by=by, merged_into=target
        )
    assert get_household(db, ids[HEAD])["state"] == "ACTIVE"


def test_merging_into_a_household_that_left_is_refused(
    db: Database, ids: dict[str, str], by: User
) -> None:
    set_household_state(db, ids["Hà Văn Ân"], "MOVED", "2020-08-12", "đi", by=by)
    with pytest.raises(AppError, match="không còn ở trong danh sách"):
        set_household_state(
            db, ids[HEAD], "MERGED", "2020-08-12", "trùng", by=by, merged_into=ids["Hà Văn Ân"]
        )
