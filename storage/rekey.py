"""Another data key: for when somebody leaves who could have copied the file and his key slot.

The next key is sealed to every slot first, nobody's password is needed; then the database is
written anew under it; then the slots move on. All of it with nobody else at the database: somebody
who signs in meanwhile would take the next key out of the slots again. Killed in between, the
database opens with exactly one of the two keys, and settle() makes the key file follow it at the
next sign-in. Backups of before keep the key, and so the passwords, of before.
"""

import logging
import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import sqlcipher3

from domain.changes import Changes
from domain.errors import AppError
from domain.users import User, require
from storage import unlocked
from storage.database import Database, foreign_errors, operation
from storage.key_file import Keys, find_genuine, require_genuine, write_key_file
from storage.key_slots import seal_key
from storage.paths import database_file
from storage.upgrade import open_bare

log = logging.getLogger(__name__)


def rekey(db: Database, *, by: User, reason: str = "") -> Changes:
    """Change the data key of the open file; `db` and whoever signs in go on with the new one.

    Raises AppError when another connection has the file open, or there is no room: then the old
    key stays. Every job must have ended.
    """
    require(by, "rekey")
    folder, old, new = db.path.parent, db.keys, Keys(os.urandom(32))
    require_genuine(folder, old)

    def seal_next() -> None:
        key_file = require_genuine(folder, old)  # a password may have been changed since
        slots = tuple(replace(s, next=seal_key(s.public, new)) for s in key_file.slots)
        write_key_file(folder, replace(key_file, slots=slots), old)

    with operation(db, by, "rekey") as note:
        # The chain goes on under its first key: heads on paper and in backups still verify.
        db.execute("INSERT OR IGNORE INTO meta VALUES ('audit_key', ?)", (db.audit_key.hex(),))
        note("", **({"reason": reason} if reason else {}))
    try:
        db.suspend()
        try:
            _write_anew(db.path, old, new, seal_next)
        finally:
            unlocked.hold(folder, settle(folder, old, new), by)
            db.resume()
    except (OSError, sqlcipher3.DatabaseError) as problem:  # of the cipher's own words as well
        log.warning("rekey failed: %s", type(problem).__name__)
        raise AppError(
            "Chưa đổi được khóa dữ liệu: ổ đĩa đầy hoặc không ghi được.",
            "Số liệu còn nguyên. Hãy xóa bớt tệp không cần, đăng nhập lại rồi làm lần nữa.",
        ) from problem
    if db.keys == old:
        raise AppError(
            "Chưa đổi được khóa dữ liệu.",
            "Số liệu còn nguyên và khóa cũ còn dùng. Hãy mở lại chương trình rồi làm lần nữa.",
        )
    log.info("the data key was changed")
    return Changes(users=True)


def settle(folder: Path, keys: Keys, following: Keys) -> Keys:
    """The key that opens the database, of a change that may have been cut off. The key file, and
    the state beside the database, are put in order for it."""
    path = database_file(folder)
    if _opens(path, following):
        winner = following
    elif _opens(path, keys):
        winner = keys
    else:  # no file, or a damaged one: both keys may still be needed
        return keys
    settled = find_genuine(folder, winner)
    if settled and not any(s.next for s in settled.slots):
        return winner  # another program was faster
    key_file = require_genuine(folder, keys)
    slots = key_file.slots
    if winner == following:
        from storage.sidecar import reseal_state

        reseal_state(folder, keys, following)
        slots = tuple(replace(s, sealed=s.next or seal_key(s.public, winner)) for s in slots)
    slots = tuple(replace(s, next="") for s in slots)
    write_key_file(folder, replace(key_file, slots=slots), winner)
    log.info("a change of the data key is settled, new key: %s", winner == following)
    return winner


def _opens(path: Path, keys: Keys) -> bool:
    if not path.exists():
        return False
    with foreign_errors(path), closing(open_bare(path, keys, "ro")) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master")
        except sqlcipher3.DatabaseError as problem:
            if "not a database" in str(problem):
                return False
            raise
    return True


def _write_anew(
    path: Path, old: Keys, new: Keys, seal_next: Callable[[], None] = lambda: None
) -> None:
    """Every page in one transaction of the write-ahead log, with nobody else at the file."""
    with foreign_errors(path), closing(open_bare(path, old, "rw")) as connection:
        connection.execute("PRAGMA busy_timeout=500")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        seal_next()
        connection.execute(f"PRAGMA rekey=\"x'{new.database.hex()}'\"")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
