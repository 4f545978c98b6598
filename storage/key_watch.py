"""A key file that somebody put back or changed is noticed at the next sign-in.

An older key file of the same data key opens: with it the passwords of before, and the slots of who
left. That cannot be prevented, only another data key can (storage/rekey.py). So the database, which
nobody without the key writes to, keeps the number of the newest key file it knows.
"""

import logging

from domain.errors import AppError
from domain.users import User
from storage.database import Database, operation
from storage.key_file import find_copies, find_genuine, write_key_file
from storage.looking import is_look_only

log = logging.getLogger(__name__)

SERIAL = "keys_serial"  # in meta
CHANGED, OLDER = "keys_changed", "keys_older"


def keep_serial(db: Database) -> None:
    """In the operation that wrote the key file."""
    if key_file := find_genuine(db.path.parent, db.keys):
        db.execute("INSERT OR REPLACE INTO meta VALUES (?,?)", (SERIAL, str(key_file.serial)))


def note_key_file(db: Database, user: User) -> None:
    """Into the log what is not as the program left it. A copy that is whole takes the place of one
    that is not. Whoever has the password comes in all the same, also when nothing can be written.
    """
    if not _finding(db):
        return
    log.warning("the key file is not as it was left")
    if is_look_only(db.path.parent):
        return
    try:
        with operation(db, user, "log_event") as note:
            if finding := _finding(db):  # looked at again: now no other program writes it
                note("keys", finding=finding)
                genuine = find_genuine(db.path.parent, db.keys)
                if genuine and finding == CHANGED:
                    write_key_file(db.path.parent, genuine, db.keys)
                keep_serial(db)
    except AppError as problem:
        log.warning("not noted: %s", problem.message)


def _finding(db: Database) -> str:
    """What is wrong; "" for nothing. The number first: the file is always written before it."""
    known = int(db.value("SELECT value FROM meta WHERE key=?", (SERIAL,)) or 0)
    newest, genuine = find_copies(db.path.parent, db.keys)
    if genuine is None or genuine != newest:
        return CHANGED
    return OLDER if genuine.serial < known else ""
