"""The register of dispatches, and the log of reports made with what was chosen for them."""

import json
from typing import Any

from domain.changes import Changes
from domain.dispatches import Dispatch
from domain.users import User
from storage.database import Database, now, operation
from storage.ids import new_id


def list_dispatches(db: Database) -> list[Dispatch]:
    """Oldest first, as a report cites them."""
    return [
        Dispatch(**{**r, "cited": bool(r["cited"])})
        for r in db.dicts(
            "SELECT kind, number, issued_on, issuer, subject, deadline_words, deadline_on,"
            " cited, id"
            " FROM dispatches WHERE removed=0 ORDER BY issued_on, id"
        )
    ]


def save_dispatch(db: Database, dispatch: Dispatch, *, by: User) -> Changes:
    d = dispatch
    with operation(db, by, "save_dispatch") as note:
        id_ = d.id or new_id()
        db.execute(
            "INSERT OR REPLACE INTO dispatches VALUES (?,?,?,?,?,?,?,?,?,0,?,?)",
            (id_, d.kind, d.number, d.issued_on, d.issuer, d.subject, d.deadline_words,
             d.deadline_on, d.cited, now(), by.name),
        )  # fmt: skip
        note(id_, number=d.number)
    return Changes(campaigns=True, count=1)


def delete_dispatch(db: Database, dispatch_id: str, *, by: User) -> Changes:
    with operation(db, by, "save_dispatch") as note:
        db.execute("UPDATE dispatches SET removed=1 WHERE id=?", (dispatch_id,))
        note(dispatch_id, removed=True)
    return Changes(campaigns=True, count=1)


def log_report(
    db: Database, campaign_id: str, since: str, until: str, number: str, choices: dict[str, Any], *,
    by: User,
) -> Changes:  # fmt: skip
    """Remember that a report was made and how, so that the next one starts from it."""
    if by.looking:
        return Changes()
    with operation(db, by, "log_report") as note:
        id_ = new_id()
        db.execute(
            "INSERT INTO reports VALUES (?,?,?,?,?,?,?,?)",
            (id_, campaign_id, since, until, number,
             json.dumps(choices, ensure_ascii=False), now(), by.name),
        )  # fmt: skip
        note(id_, until=until, number=number)
    return Changes(reports=True, count=1)


def list_reports(db: Database, campaign_id: str) -> list[dict[str, Any]]:
    """Newest first; "choices" as it was logged."""
    found = db.dicts(
        "SELECT since, until, number, choices, changed_at, changed_by FROM reports"
        " WHERE campaign_id=? ORDER BY id DESC",
        (campaign_id,),
    )
    return [{**r, "choices": json.loads(r["choices"])} for r in found]
