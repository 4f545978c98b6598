"""What is being typed, kept against power cuts; removed in the transaction that saves it."""

import json
from collections.abc import Mapping

from domain.changes import Changes
from domain.users import User
from storage.database import Database, now, operation


def save_draft(db: Database, key: str, body: dict[str, str], *, by: User) -> Changes:
    with operation(db, by, "save_draft"):
        db.execute(
            "INSERT OR REPLACE INTO drafts VALUES (?,?,?)",
            (key, json.dumps(body, ensure_ascii=False), now()),
        )
    return Changes()


def save_drafts(db: Database, drafts: Mapping[str, dict[str, str] | None], *, by: User) -> Changes:
    """Several at once, None where there is nothing left to keep: the rows of a sheet."""
    with operation(db, by, "save_draft"):
        for key, body in drafts.items():
            if body is None:
                db.execute("DELETE FROM drafts WHERE key=?", (key,))
                continue
            db.execute(
                "INSERT OR REPLACE INTO drafts VALUES (?,?,?)",
                (key, json.dumps(body, ensure_ascii=False), now()),
            )
    return Changes()


def list_drafts(db: Database, prefix: str) -> dict[str, tuple[dict[str, str], str]]:
    """Key -> (texts, when they were kept) of every draft whose key starts so."""
    return {
        key: (json.loads(body), saved_at)
        for key, body, saved_at in db.rows(
            "SELECT key, body, saved_at FROM drafts WHERE substr(key, 1, ?)=? ORDER BY key",
            (len(prefix), prefix),
        )
    }


def get_draft(db: Database, key: str) -> tuple[dict[str, str], str] | None:
    """(texts by field name, when it was kept) or None."""
    found = db.row("SELECT body, saved_at FROM drafts WHERE key=?", (key,))
    return (json.loads(found[0]), found[1]) if found else None


def delete_draft(db: Database, key: str, *, by: User) -> Changes:
    with operation(db, by, "save_draft"):
        db.execute("DELETE FROM drafts WHERE key=?", (key,))
    return Changes()
