"""Moved, merged, vacant …: with a date and a reason, and without touching the past (A9)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.changes import Changes
from domain.errors import AppError
from domain.households import REMOVED
from domain.users import User
from storage.campaigns import list_campaign_rows
from storage.database import Database, now, operation
from storage.households import get_household
from storage.ids import new_id
from storage.results import list_targets, recompute


def set_household_state(
    db: Database, household_id: str, state: str, effective_on: str, reason: str, *, by: User,
    merged_into: str | None = None,
) -> Changes:  # fmt: skip
    """The household counts as `state` from that day on; earlier cut-offs do not change."""
    with operation(db, by, "set_household_state") as note:
        old = get_household(db, household_id)
        _check(db, old, state, effective_on, reason, merged_into)
        db.execute(
            "INSERT INTO household_state_changes VALUES (?,?,?,?,?,?,?,?)",
            (new_id(), household_id, state, effective_on, reason, merged_into, now(), by.name),
        )
        target = merged_into if state == "MERGED" else None
        db.execute(
            "UPDATE households SET state=?, state_on=?, merged_into=?, changed_at=?, changed_by=?"
            " WHERE id=?",
            (state, effective_on, target, now(), by.name, household_id),
        )
        note(household_id, old=old["state"], new=state, on=effective_on, into=target)
        for other, row in list_targets(db, household_id):
            for campaign, campaign_row in list_campaign_rows(db):
                recompute(db, campaign, campaign_row, row, other)
    return Changes(households=True, visits=True, count=1)


def _check(
    db: Database, old: dict[str, Any], state: str, effective_on: str, reason: str,
    merged_into: str | None,
) -> None:  # fmt: skip
    if not reason.strip():
        raise AppError("Chưa ghi lý do.", "Hãy ghi vì sao hộ đổi tình trạng.")
    if not effective_on:
        raise AppError("Chưa ghi ngày đổi tình trạng.", "Hãy ghi ngày việc ấy đã xảy ra.")
    if REMOVED in (state, old["state"]):
        raise AppError(
            "Hộ này ở trong thùng rác." if state != REMOVED else "Tình trạng này không chọn được.",
            "Hãy lấy lại hộ ở Thùng rác của màn hình Hộ dân trước.",
        )
    if effective_on > date.today().isoformat():
        raise AppError(
            "Ngày đổi tình trạng ở sau hôm nay.", "Hãy ghi ngày việc ấy đã xảy ra, ngày/tháng/năm."
        )
    if old["state_on"] and effective_on < old["state_on"]:
        raise AppError(
            "Ngày này ở trước lần đổi tình trạng gần nhất của hộ.",
            "Hãy chọn ngày từ lần đổi trước trở đi, để số liệu cũ không bị đổi.",
        )
    if state != "MERGED":
        return
    if not merged_into or merged_into == old["id"]:
        raise AppError("Chưa chọn hộ nhập vào.", "Hãy chọn một hộ khác đang ở trong danh sách.")
    if get_household(db, merged_into)["state"] != "ACTIVE":
        raise AppError("Hộ nhập vào không còn ở trong danh sách.", "Hãy chọn một hộ đang ở.")


def states_on(db: Database, day: str) -> dict[str, str | None]:
    """Household no longer ACTIVE at the end of the day -> what it was merged into; None: gone."""
    return dict(
        db.rows(
            "SELECT household_id, merged_into FROM (SELECT household_id, state, merged_into,"
            " max(effective_on || id) FROM household_state_changes WHERE effective_on <= ?"
            " GROUP BY household_id) WHERE state <> 'ACTIVE'",
            (day,),
        )
    )


def find_root(household_id: str, states: Mapping[str, str | None]) -> str:
    """Where the visits of a household count, with `states` of states_on(): at the end of its
    mergers, at home when there are none."""
    passed = {household_id}
    while (into := states.get(household_id)) and into not in passed:
        household_id = into
        passed.add(household_id)
    return household_id


def list_state_changes(db: Database, household_id: str) -> list[dict[str, Any]]:
    """Newest first."""
    return db.dicts(
        "SELECT state, effective_on, reason, merged_into, changed_at, changed_by"
        " FROM household_state_changes WHERE household_id=? ORDER BY effective_on DESC, id DESC",
        (household_id,),
    )


def list_merged(db: Database, household_id: str) -> list[dict[str, Any]]:
    """The households that were merged into this one, in the order of the mergers."""
    return db.dicts(
        "SELECT id, code, head_name, state_on FROM households WHERE merged_into=?"
        " ORDER BY state_on, code",
        (household_id,),
    )
