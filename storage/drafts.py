"""What is being typed, kept against power cuts; removed in the transaction that saves it.

Each user has his own: nobody sees, or writes over, what another left half typed. Drafts of before
there were accounts are whoever's, as long as he may see the whole commune.
"""

import json
from collections.abc import Iterable, Mapping

from domain.changes import Changes
from domain.users import User
from storage.database import Database, now, operation

NOBODY = ""  # owner of drafts of before there were accounts


def save_draft(db: Database, key: str, body: dict[str, str], *, by: User) -> Changes:
    with operation(db, by, "save_draft"):
        _put(db, key, body)
    return Changes()


def save_drafts(db: Database, drafts: Mapping[str, dict[str, str] | None], *, by: User) -> Changes:
    """Several at once, None where there is nothing left to keep: the rows of a sheet."""
    with operation(db, by, "save_draft"):
        for key, body in drafts.items():
            if body is None:
                forget_drafts(db, [key])
            else:
                _put(db, key, body)
    return Changes()


def list_drafts(db: Database, prefix: str) -> dict[str, tuple[dict[str, str], str]]:
    """Key -> (texts, when they were kept) of every draft whose key starts so."""
    return {
        key: (json.loads(body), saved_at)
        for key, body, saved_at in db.rows(
            "SELECT key, body, saved_at FROM drafts WHERE owner IN (?, ?)"
            " AND substr(key, 1, ?)=? ORDER BY key, owner",
            (*_owners(db), len(prefix), prefix),
        )
    }


def get_draft(db: Database, key: str) -> tuple[dict[str, str], str] | None:
    """(texts by field name, when it was kept) or None."""
    found = db.row(
        "SELECT body, saved_at FROM drafts WHERE owner IN (?, ?) AND key=? ORDER BY owner DESC",
        (*_owners(db), key),
    )
    return (json.loads(found[0]), found[1]) if found else None


def delete_draft(db: Database, key: str, *, by: User) -> Changes:
    with operation(db, by, "save_draft"):
        forget_drafts(db, [key])
    return Changes()


def forget_drafts(db: Database, keys: Iterable[str]) -> None:
    """A step of other operations: opens no transaction."""
    for key in keys:
        for owner in set(_owners(db)):
            db.execute("DELETE FROM drafts WHERE owner=? AND key=?", (owner, key))


def _put(db: Database, key: str, body: dict[str, str]) -> None:
    forget_drafts(db, [key])
    db.execute(
        "INSERT INTO drafts VALUES (?,?,?,?)",
        (_owners(db)[0], key, json.dumps(body, ensure_ascii=False), now()),
    )


def _owners(db: Database) -> tuple[str, str]:
    """Whose drafts are read and replaced: first those one writes."""
    if db.user is None:
        return NOBODY, NOBODY
    return db.user.name, db.user.name if db.user.villages else NOBODY
