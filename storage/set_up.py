"""What a data folder needs before one can sign in to it, and finishing a set-up that was cut off.

The file of an older program is readable by anybody: encrypt_old() gives it keys and its first
admin. Each step leaves a state that stage_of() and enter() know, so a power cut between them only
means signing in again with the password that was chosen.
"""

from collections.abc import Callable
from enum import Enum
from pathlib import Path

from domain.errors import AppError
from domain.users import Role, User
from storage import unlocked
from storage.accounts import (
    clean_name,
    create_first_user,
    is_set_up,
    list_users,
    put_first_user,
    sign_in,
)
from storage.database import open_database
from storage.key_file import KEYS_COPY, KEYS_FILE
from storage.key_slots import create_keys, unlock
from storage.passwords import WrongPassword
from storage.paths import database_file
from storage.upgrade import is_plain, upgrade_file
from storage.wrong_passwords import seconds_to_wait

Report = Callable[[int, int], object]


class Stage(Enum):
    NEW = "new"  # nothing there yet
    PLAIN = "plain"  # an old file that is not encrypted, and no keys
    READY = "ready"  # one can sign in
    NO_KEYS = "no keys"  # an encrypted file without its keys


def stage_of(folder: Path) -> Stage:
    path = database_file(folder)
    if is_set_up(folder):
        return Stage.READY
    if not path.exists() or path.stat().st_size == 0:
        return Stage.NEW
    return Stage.PLAIN if is_plain(path) else Stage.NO_KEYS


def make_first_user(
    folder: Path, name: str, password: str, report: Report | None = None
) -> tuple[User, str]:
    """The first admin, signed in, and his recovery code; an old file is encrypted on the way."""
    path = database_file(folder)
    if path.exists() and path.stat().st_size == 0:
        path.unlink()  # a start that was cut off left it
    if not path.exists():
        db, user, code = create_first_user(folder, name, password)
        db.close()
        return user, code
    return encrypt_old(folder, name, password, report=report)


def encrypt_old(
    folder: Path, name: str, password: str, *, practice: bool = False,
    report: Report | None = None,
) -> tuple[User, str]:  # fmt: skip
    name = clean_name(name)
    keys, code = create_keys(folder, name, password, practice=practice)
    try:
        upgrade_file(database_file(folder), keys, report=report)
    except BaseException:
        if is_plain(database_file(folder)):  # nothing is under these keys: begin anew, at once
            for copy in (KEYS_FILE, KEYS_COPY):
                (folder / copy).unlink(missing_ok=True)
        raise
    user = User(name, Role.ADMIN)
    unlocked.hold(folder, keys, user)
    try:
        _put_missing_user(folder, user)
    except BaseException:
        unlocked.forget(folder)
        raise
    return user, code


def enter(folder: Path, name: str, password: str, report: Report | None = None) -> User:
    """Sign in; what an encryption that was cut off left undone is done first."""
    try:
        return sign_in(folder, name, password, report=report)
    except WrongPassword:
        raise
    except AppError as refusal:
        waits = seconds_to_wait(folder, name)  # whoever must wait tries nothing meanwhile
        user = None if waits else _first_user_missing(folder, name, password)
        if user is None:
            raise refusal
        return user


def _first_user_missing(folder: Path, name: str, password: str) -> User | None:
    """The file was encrypted, and its first user not written any more: whoever's password opens
    the only slot is that user. None when there are users already, or the password is wrong."""
    try:
        keys, _ = unlock(folder, name, password)
        db = open_database(database_file(folder), keys=keys)
    except AppError:
        return None
    try:
        if list_users(db):
            return None
    finally:
        db.close()
    user = User(clean_name(name), Role.ADMIN)
    unlocked.hold(folder, keys, user)
    _put_missing_user(folder, user)
    return user


def _put_missing_user(folder: Path, user: User) -> None:
    db = open_database(database_file(folder))
    try:
        if not list_users(db):
            put_first_user(db, user)
    finally:
        db.close()
