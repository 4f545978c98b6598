"""Who was in, on the record: signing in and out, the lock, and the wrong passwords before.

Such an entry is no change of the data: a backup is not due because of it (storage/backups.py).
"""

import logging
from datetime import datetime

from domain.changes import Changes
from domain.errors import AppError
from domain.users import User
from storage.accounts import list_users
from storage.database import Database, operation
from storage.key_file import user_key
from storage.wrong_passwords import forget_refused, list_refused

log = logging.getLogger(__name__)

EVENT = "log_event"
SIGN_IN, SIGN_OUT, LOCK, UNLOCK = COMINGS = ("sign_in", "sign_out", "lock", "unlock")


def note_coming(db: Database, what: str, *, by: User, by_command: bool = False) -> Changes:
    """One of COMINGS; with who comes in, what was refused since the last one.

    Where nothing can be written (a full disk, a stick that is away) nobody is kept in or out.
    """
    enters = what in (SIGN_IN, UNLOCK) and not by.looking
    folder = db.path.parent
    try:
        detail = _refused(db) if enters else {}
        if by_command:
            detail["by_command"] = True
        with operation(db, by, EVENT) as note:
            note(what, **detail)
    except (AppError, OSError) as problem:
        log.warning("not on the record: %s (%s)", what, type(problem).__name__)
        return Changes()
    if enters and list_refused(folder):
        forget_refused(folder)
    return Changes(audit=True)


def _refused(db: Database) -> dict[str, object]:
    """How many by user, and between when; a name that is no user's is never written: it may be a
    password that was typed into the wrong field."""
    refused = list_refused(db.path.parent)
    if not refused:
        return {}
    names = {user_key(a.name): a.name for a in list_users(db)}
    counts = {key: int(failed.refused) for key, failed in refused.items()}
    return {
        "refused": {names[key]: n for key, n in counts.items() if key in names},
        "unknown_names": sum(n for key, n in counts.items() if key and key not in names),
        "wrong_codes": counts.get("", 0),
        "since": _moment(min(f.first for f in refused.values())),
        "until": _moment(max(f.last for f in refused.values())),
    }


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="seconds")
