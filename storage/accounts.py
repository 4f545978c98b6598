"""Who may sign in: the users table says what a person may do, the key slot how he gets in.

The table is in the encrypted file, the slots beside it (storage/key_slots.py). Where two things are
written, a power cut between them leaves a user who cannot get in, never one who should not.
"""

import json
import logging
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from domain.changes import Changes
from domain.errors import AppError
from domain.users import Role, User, require
from storage import unlocked
from storage.database import Database, now, open_database, operation
from storage.file_swap import put_back
from storage.key_file import KEYS_COPY, KEYS_FILE, Keys, has_keys, read_key_file, user_key
from storage.key_slots import (
    create_keys,
    new_recovery_code,
    remove_slot,
    set_slot,
    unlock,
    unlock_with_code,
)
from storage.key_watch import keep_serial, note_key_file
from storage.passwords import PUBLISHED, check_password
from storage.paths import database_file
from storage.safe_files import replace_file
from storage.wrong_passwords import counted, end_wait

log = logging.getLogger(__name__)

DEMO = ("quantri", PUBLISHED)  # the practice commune's: said on its screen


@dataclass(frozen=True)
class Account:
    name: str
    role: Role
    villages: frozenset[str] = frozenset()
    disabled: bool = False
    has_slot: bool = True  # False: no password yet, cannot sign in

    @property
    def user(self) -> User:
        return User(self.name, self.role, self.villages)


def create_first_user(
    folder: Path, name: str, password: str, *, practice: bool = False
) -> tuple[Database, User, str]:
    """Keys, an empty database and its first admin, signed in; and the recovery code to print.

    The database gets its name when all is in it: cut off before that, one simply begins again.
    """
    path, name = database_file(folder), clean_name(name)
    if path.exists():
        raise AppError(
            f"Thư mục “{folder}” đã có dữ liệu.", "Hãy chọn thư mục khác để không ghi đè."
        )
    try:
        _put_unfinished_aside(folder)
        keys, code = create_keys(folder, name, password, practice=practice)
    except OSError as problem:
        raise AppError(
            f"Không ghi được vào thư mục dữ liệu “{folder}”: ổ đĩa đầy, đang khóa ghi, hoặc không "
            "có quyền ở đó.",
            "Hãy chọn thư mục khác trên ổ đĩa của máy.",
        ) from problem
    user = User(name, Role.ADMIN)
    unlocked.hold(folder, keys, user)
    part = path.with_name(f"{path.name}.part")
    try:
        for end in ("", "-journal", "-wal", "-shm"):
            part.with_name(part.name + end).unlink(missing_ok=True)
        db = open_database(part, create=True)
        put_first_user(db, user)
        db.close()
        replace_file(part, path)
        db = open_database(path)
    except BaseException:
        unlocked.forget(folder)
        raise
    return db, user, code


def put_first_user(db: Database, user: User) -> Changes:
    """Into a database that has no user yet: a new one, or one of before there were accounts."""
    with operation(db, user, "save_user") as note:
        _put(db, Account(user.name, user.role, user.villages), user)
        note(user.name, role=user.role.value)
    return Changes(users=True)


def _put_unfinished_aside(folder: Path) -> None:
    """Keys without a database: set-up was cut off. Kept under another name, whatever they open."""
    for name in (KEYS_FILE, KEYS_COPY):
        old = folder / name
        if old.exists():
            replace_file(old, folder / f"{old.stem}-{datetime.now():%Y%m%d%H%M%S}.old")


def is_set_up(folder: Path) -> bool:
    """Whether the folder has data and keys, so that one can sign in."""
    put_back(database_file(folder))
    return has_keys(folder) and database_file(folder).exists()


def is_demo(folder: Path) -> bool:
    key_file = read_key_file(folder)
    return key_file is not None and key_file.practice


def sign_in(
    folder: Path, name: str, password: str, *, report: Callable[[int, int], object] | None = None
) -> User:
    """Hold the folder's keys for this user. Raises WrongPassword, or AppError with the wait.

    An older file becomes one of today on the way; `report` is told how far that is.
    """
    with counted(folder, name):
        keys, following = unlock(folder, name, password)
    keys = _settled(folder, keys, following, report)
    db = open_database(database_file(folder), keys=keys)
    try:
        account = find_user(db, name)
        if account is None or account.disabled:
            raise AppError(
                f"Tài khoản “{name}” đã ngừng dùng.", "Hãy nhờ quản trị mở lại tài khoản."
            )
        note_key_file(db, account.user)
    finally:
        db.close()
    unlocked.hold(folder, keys, account.user)
    log.info("signed in")
    return unlocked.held(database_file(folder)).user


def sign_in_with_code(folder: Path, code: str, name: str, new_password: str) -> tuple[User, str]:
    """The printed code gives a user a new password; the code is spent and a new one returned."""
    with counted(folder, ""):
        if not is_demo(folder):
            check_password(new_password, name)
        keys, following = unlock_with_code(folder, code)
    keys = _settled(folder, keys, following)
    account = _account(folder, keys, name)
    if account is None:
        raise AppError(f"Chưa có tài khoản “{name}”.", "Hãy chọn một tên trong danh sách.")
    user = account.user
    db = open_database(database_file(folder), keys=keys)
    try:
        with operation(db, user, "use_recovery_code") as note:
            db.execute("UPDATE users SET disabled=0 WHERE name=?", (account.name,))
            note(account.name)
            set_slot(folder, keys, account.name, new_password)
            keep_serial(db)
        again = new_recovery_code(folder, keys)
    finally:
        db.close()
    end_wait(folder, account.name)
    unlocked.hold(folder, keys, user)
    return user, again


def sign_out(folder: Path) -> None:
    unlocked.forget(folder)


def confirm_password(folder: Path, name: str, password: str) -> None:
    """Ask again before something grave. Raises WrongPassword; failures count as at sign-in."""
    with counted(folder, name):
        unlock(folder, name, password)


def _settled(
    folder: Path, keys: Keys, following: Keys | None,
    report: Callable[[int, int], object] | None = None,
) -> Keys:  # fmt: skip
    """The key that opens the file, and the file one of today."""
    from storage.rekey import settle
    from storage.upgrade import upgrade_file

    if following is not None:
        keys = settle(folder, keys, following)
    upgrade_file(database_file(folder), keys, report=report)
    return keys


def _account(folder: Path, keys: Keys, name: str) -> Account | None:
    db = open_database(database_file(folder), keys=keys)
    try:
        return find_user(db, name)
    finally:
        db.close()


# ---- the table


def list_users(db: Database) -> list[Account]:
    key_file = read_key_file(db.path.parent)
    slots = {user_key(n) for n in key_file.names} if key_file else set()
    return [
        Account(name, Role(role), frozenset(json.loads(villages)), bool(disabled),
                user_key(name) in slots)
        for name, role, villages, disabled in db.rows(
            "SELECT name, role, villages, disabled FROM users ORDER BY disabled, name"
        )
    ]  # fmt: skip


def find_user(db: Database, name: str) -> Account | None:
    wanted = user_key(name)
    return next((a for a in list_users(db) if user_key(a.name) == wanted), None)


def save_user(
    db: Database, account: Account, password: str | None, *, by: User, reason: str = ""
) -> Changes:
    """Add a user, or change his role and villages; with a password also his way in.

    AppError when a name is taken in another spelling, or the last admin would be gone.
    """
    require(by, "save_user")
    name = clean_name(account.name)
    old = find_user(db, name)
    name = old.name if old else name
    if old is None and password is None:
        raise AppError("Tài khoản mới cần một mật khẩu.", "Hãy đặt mật khẩu ban đầu.")
    if password is not None and not is_demo(db.path.parent):
        check_password(password, name)
    if account.disabled:
        _require_another(name, by)
    _require_an_admin(db, name, stays=account.role == Role.ADMIN and not account.disabled)
    with operation(db, by, "save_user") as note:
        _put(db, Account(name, account.role, account.villages, account.disabled), by)
        note(name, role=account.role.value, villages=len(account.villages),
             disabled=account.disabled, reason=reason)  # fmt: skip
        # The key file inside the transaction: two programs take turns at it.
        if account.disabled:
            remove_slot(db.path.parent, db.keys, name)
        elif password is not None:
            set_slot(db.path.parent, db.keys, name, password)
        keep_serial(db)
    if password is not None:
        end_wait(db.path.parent, name)
    return Changes(users=True)


def disable_user(db: Database, name: str, *, by: User, reason: str = "") -> Changes:
    """A leaver: the slot goes first. Copies he may have made open with his password: see rekey."""
    require(by, "save_user")
    account = _require(db, name)
    _require_another(account.name, by)
    _require_an_admin(db, account.name, stays=False)
    with operation(db, by, "save_user") as note:
        db.execute(
            "UPDATE users SET disabled=1, changed_at=?, changed_by=? WHERE name=?",
            (now(), by.name, account.name),
        )
        note(account.name, disabled=True, reason=reason)
        remove_slot(db.path.parent, db.keys, account.name)
        keep_serial(db)
    return Changes(users=True)


def set_password(
    db: Database, name: str, password: str, *, by: User, reason: str = ""
) -> Changes:
    """Everybody his own; an admin anybody's. Only one slot is wrapped anew."""
    account = _require(db, name)
    if account.disabled:
        raise AppError(
            f"Tài khoản “{account.name}” đã ngừng dùng.",
            "Hãy cho dùng lại tài khoản rồi đặt mật khẩu.",
        )
    own = user_key(account.name) == user_key(by.name)
    with operation(db, by, "set_own_password" if own else "save_user") as note:
        set_slot(db.path.parent, db.keys, account.name, password)
        keep_serial(db)
        note(account.name, password=True, reason=reason)
    end_wait(db.path.parent, account.name)
    return Changes(users=True)


def set_recovery_code(db: Database, *, by: User, reason: str = "") -> tuple[Changes, str]:
    """A new printed code; the old paper is worth nothing from now on."""
    with operation(db, by, "save_user") as note:
        code = new_recovery_code(db.path.parent, db.keys)
        keep_serial(db)
        note("recovery", reason=reason)
    return Changes(users=True), code


def _put(db: Database, account: Account, by: User) -> None:
    db.execute(
        "INSERT OR REPLACE INTO users VALUES (?,?,?,?,?,?)",
        (account.name, account.role.value, json.dumps(sorted(account.villages)),
         int(account.disabled), now(), by.name),
    )  # fmt: skip


def _require(db: Database, name: str) -> Account:
    account = find_user(db, name)
    if account is None:
        raise AppError(f"Chưa có tài khoản “{name}”.", "Hãy xem lại tên trong danh sách.")
    return account


def _require_another(name: str, by: User) -> None:
    if user_key(name) == user_key(by.name):
        raise AppError(
            "Không thể ngừng tài khoản đang dùng.", "Hãy nhờ một quản trị khác làm việc này."
        )


def _require_an_admin(db: Database, name: str, *, stays: bool) -> None:
    others = [
        a for a in list_users(db)
        if a.role == Role.ADMIN and not a.disabled and a.has_slot and a.name != name
    ]  # fmt: skip
    if not stays and not others:
        raise AppError(
            "Đây là quản trị cuối cùng của đơn vị.",
            "Hãy cho một người khác quyền quản trị trước.",
        )


def clean_name(name: str) -> str:
    """As it is kept and shown; AppError for what is no name."""
    clean = " ".join(unicodedata.normalize("NFC", name).split())
    if not clean or len(clean) > 60:
        raise AppError("Tên người dùng cần từ 1 đến 60 ký tự.", "Ví dụ: Hà Thị Lan.")
    if not clean.isprintable():  # letters of no width: two names that look the same
        raise AppError(
            "Tên người dùng có ký tự không nhìn thấy được.", "Hãy xóa hết rồi gõ lại tên."
        )
    return clean
