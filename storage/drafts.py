"""What is being typed, kept against power cuts; removed in the transaction that saves it."""

import json

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


def get_draft(db: Database, key: str) -> tuple[dict[str, str], str] | None:
    """(texts by field name, when it was kept) or None."""
    found = db.row("SELECT body, saved_at FROM drafts WHERE key=?", (key,))
    return (json.loads(found[0]), found[1]) if found else None


def delete_draft(db: Database, key: str, *, by: User) -> Changes:
    with operation(db, by, "save_draft"):
        db.execute("DELETE FROM drafts WHERE key=?", (key,))
    return Changes()
