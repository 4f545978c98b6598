"""Erasing personal data from every table, in one transaction that changes no count (J4).

Only texts go; what an indicator is made of stays, and the transaction refuses itself where any
indicator would move. What goes is storage/erasure_plan.py; after it storage/erasure_finish.py frees
the pages and replaces the backups.
"""

import json
from collections.abc import Sequence
from typing import Any

from domain.changes import Changes
from domain.erasures import GONE, Erasure, Scope, Stage, basis_of
from domain.errors import AppError
from domain.households import NO_NAME
from domain.requests import Step
from domain.text import fold_key, name_sort_key
from domain.users import User
from storage.audit_chain import head_of
from storage.campaigns import list_campaign_rows, list_campaigns
from storage.database import Database, now, operation
from storage.erasure_plan import NAMED, Plan, plan_campaign, plan_household
from storage.households import search_text
from storage.ids import new_id
from storage.progress import get_progress, list_reasons
from storage.results import list_targets, recompute

PERMISSION = "erase_personal_data"


def erase_household(
    db: Database, household_id: str, *, by: User, reason: str = "", request_id: str | None = None
) -> tuple[Changes, Erasure]:
    """Everything that names the people of one household; `request_id` is answered by it."""
    basis = basis_of(Scope.HOUSEHOLD)
    if request_id:
        found = db.row("SELECT number, received_on FROM data_requests WHERE id=?", (request_id,))
        assert found
        basis = basis_of(Scope.HOUSEHOLD, *found)
    return _erase(db, plan_household(db, household_id, request_id), basis, reason, by, request_id)


def erase_campaign(
    db: Database, campaign_id: str, *, by: User, reason: str = ""
) -> tuple[Changes, Erasure]:
    """At the end of a campaign: the totals stay, the people go. It is closed with it."""
    return _erase(db, plan_campaign(db, campaign_id), basis_of(Scope.CAMPAIGN), reason, by, None)


def list_erasures(db: Database) -> list[Erasure]:
    """Newest first."""
    return [
        Erasure(id_, number, Scope(scope), target, code or "", Stage(stage), basis,
                json.loads(counts), erased_at, by, head, entry, finished_at, backups)
        for id_, number, scope, target, code, stage, basis, counts, erased_at, by, head, entry,
        finished_at, backups in db.rows(
            "SELECT e.id, e.number, e.scope, e.target_id, ifnull(h.code, c.name), e.stage, e.basis,"
            " e.counts, e.erased_at, e.changed_by, substr(lower(hex(a.mac)), 1, 12), e.entry,"
            " e.finished_at, e.backups"
            " FROM erasures e LEFT JOIN audit a ON a.seq=e.entry"
            " LEFT JOIN households h ON h.id=e.target_id"
            " LEFT JOIN campaigns c ON c.id=e.target_id ORDER BY e.number DESC"
        )
    ]  # fmt: skip


def get_erasure(db: Database, erasure_id: str) -> Erasure:
    return next(e for e in list_erasures(db) if e.id == erasure_id)


def _erase(
    db: Database, plan: Plan, basis: str, reason: str, by: User, request_id: str | None
) -> tuple[Changes, Erasure]:
    _check_reason(reason, plan.names)
    id_, at = new_id(), now()
    with operation(db, by, PERMISSION) as note:
        before = _indicators(db)
        number = db.value("SELECT ifnull(max(number), 0) + 1 FROM erasures")
        db.execute(
            "INSERT INTO erasures(id, number, scope, target_id, request_id, stage, basis, entry,"
            " erased_at, changed_at, changed_by) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (id_, number, plan.scope, plan.target_id, request_id, Stage.RUNNING, basis,
             head_of(db.conn)[0] + 1, at, at, by.name),
        )  # fmt: skip
        counts = _erase_texts(db, plan)
        counts["households"] = _erase_names(db, plan, by)
        _settle_results(db, plan)
        if plan.scope is Scope.CAMPAIGN:
            db.execute("UPDATE campaigns SET closed=1 WHERE id=?", (plan.target_id,))
        elif request_id:
            _close_request(db, request_id, by)
        if db.value("SELECT 1 FROM sqlite_master WHERE name='sqlite_stat4'"):
            db.execute("DELETE FROM sqlite_stat4")  # samples of names, for the planner
        if _indicators(db) != before:
            raise AppError(
                "Không xóa: số liệu tổng hợp sẽ bị đổi.",
                "Dữ liệu vẫn còn nguyên. Hãy tạo tệp gửi hỗ trợ (Thiết lập, Giới thiệu).",
            )
        db.execute(
            "UPDATE erasures SET stage=?, counts=? WHERE id=?",
            (Stage.ERASED, json.dumps(counts), id_),
        )
        note(plan.target_id, erasure=number, reason=reason.strip(), **counts)
    changes = Changes(households=True, visits=True, campaigns=True, requests=True, sheets=True,
                      checks=True, erased=True, count=counts["households"])  # fmt: skip
    return changes, get_erasure(db, id_)


def _check_reason(reason: str, names: Sequence[str]) -> None:
    folded = f" {fold_key(reason)} "
    if any(f" {fold_key(name)} " in folded for name in names):
        raise AppError(
            "Lý do nhắc đến người được xóa dữ liệu, mà lý do ở lại trong nhật ký.",
            "Hãy ghi lý do không có họ tên, số điện thoại hay địa chỉ.",
        )


def _erase_texts(db: Database, plan: Plan) -> dict[str, int]:
    counts = {"visits": 0, "notes": 0, "drafts": 0, "requests": 0, "audit": 0}
    for text in plan.texts:
        change = f"UPDATE {text.table} SET {text.become}" if text.become else (
            f"DELETE FROM {text.table}"
        )  # fmt: skip
        sql = f"{change} WHERE {text.where}"
        counts[text.key] += db.execute(sql, plan.values).rowcount
    return counts


def _erase_names(db: Database, plan: Plan, by: User) -> int:
    """The households keep code, village, state and counts; the search finds them by code."""
    where = f"({plan.households}) AND ({NAMED})"
    found = db.rows(f"SELECT row, code FROM households WHERE {where}", plan.values)
    sort, at = name_sort_key(NO_NAME), now()
    db.conn.executemany(
        "UPDATE households SET head_name=?, name_sort=?, address=NULL, phone=NULL, note=NULL,"
        " birth_year=NULL, cluster=NULL, search=?, changed_at=?, changed_by=? WHERE row=?",
        [
            (NO_NAME, sort, search_text(code, "", None, None, None).strip(), at, by.name, row)
            for row, code in found
        ],
    )
    if found:  # all of it anew: old segments of the index would keep the words
        db.execute("INSERT INTO household_search(household_search) VALUES ('rebuild')")
    return len(found)


def _settle_results(db: Database, plan: Plan) -> None:
    """A reason written by hand stands in the derived rows too."""
    if plan.scope is Scope.CAMPAIGN:
        db.execute(
            "UPDATE household_results SET last_reason=:gone WHERE campaign_row="
            "(SELECT row FROM campaigns WHERE id=:id) AND last_reason IS NOT NULL"
            " AND last_reason NOT IN (SELECT code FROM campaign_reasons WHERE campaign_id=:id)",
            {"gone": GONE, "id": plan.target_id},
        )
        return
    row = db.value("SELECT row FROM households WHERE id=?", (plan.target_id,))
    for campaign, campaign_row in list_campaign_rows(db):
        for id_, own in ((plan.target_id, row), *list_targets(db, plan.target_id)):
            recompute(db, campaign, campaign_row, own, id_)


def _close_request(db: Database, request_id: str, by: User) -> None:
    at = now()
    db.execute(
        "INSERT INTO request_steps SELECT ?,?,?,?,'',?,? WHERE NOT EXISTS (SELECT 1 FROM"
        " request_steps WHERE request_id=? AND step IN ('DONE', 'REFUSED'))",
        (new_id(), request_id, Step.DONE, at[:10], at, by.name, request_id),
    )


def _indicators(db: Database) -> list[Any]:
    """Everything a report is counted from, of every campaign."""
    return [
        (
            get_progress(db, campaign),
            [(x.unit_id, x.visited, x.counts, x.by_status) for x in list_reasons(db, campaign)],
        )
        for campaign in list_campaigns(db)
    ]
