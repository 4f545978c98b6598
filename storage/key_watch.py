"""A key file that somebody put back or changed is noticed at the next sign-in.

An older key file of the same data key opens: with it the passwords of before, and the slots of who
left. That cannot be prevented, only another data key can (storage/rekey.py). So the database, which
nobody without the key writes to, keeps the number of the newest key file it knows.
"""

import logging

from domain.errors import AppError
from domain.users import User
from storage.database import Database, operation
from storage.key_slots import find_genuine, read_key_file, write_key_file
from storage.looking import is_look_only

log = logging.getLogger(__name__)

SERIAL = "keys_serial"  # in meta


def keep_serial(db: Database) -> None:
    """In the operation that wrote the key file."""
    if key_file := find_genuine(db.path.parent, db.keys):
        db.execute("INSERT OR REPLACE INTO meta VALUES (?,?)", (SERIAL, str(key_file.serial)))


def note_key_file(db: Database, user: User) -> None:
    """Into the log what is not as the program left it. A copy that is whole takes the place of one
    that is not. Whoever has the password comes in all the same, also when nothing can be written.
    """
    folder = db.path.parent
    genuine = find_genuine(folder, db.keys)
    known = int(db.value("SELECT value FROM meta WHERE key=?", (SERIAL,)) or 0)
    if genuine is None or genuine != read_key_file(folder):
        finding = "keys_changed"
    elif genuine.serial < known:
        finding = "keys_older"
    else:
        return
    log.warning("key file: %s", finding)
    if is_look_only(folder):
        return
    try:
        with operation(db, user, "log_event") as note:
            note("keys", finding=finding)
            if genuine and finding == "keys_changed":
                write_key_file(folder, genuine, db.keys)
            keep_serial(db)
    except AppError as problem:
        log.warning("not noted: %s", problem.message)
