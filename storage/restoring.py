"""From a backup file to a data folder: checked first, complete or not there at all.

The new folder is built beside its place and renamed last. It is another copy of the data, so it
gets an identity of its own (storage/device.py). To put a backup in the place of the present data:
storage/restore_in_place.py.
"""

import contextlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3

from domain.errors import AppError
from domain.users import Role, User, require
from storage.accounts import find_user, put_first_user
from storage.bundle import (
    FULL,
    Manifest,
    Report,
    key_name,
    no_report,
    read_keys,
    read_manifest,
    read_whole,
    require_readable,
    require_signed,
    writing_problem,
)
from storage.database import SCHEMA, open_database, operation
from storage.database_copy import DamagedBackup, check_database
from storage.device import FILE as DEVICE_FILE
from storage.device import mint_device, place_device
from storage.key_file import KEYS_COPY, KEYS_FILE, KeyFile, Keys, is_genuine, key_file_text
from storage.key_slots import unlock, unlock_with_code
from storage.paths import FILE
from storage.present_data import Present, keep_accounts, repeat_erasures
from storage.safe_files import flush_folder, replace_file, write_safely
from storage.sidecar import FILE as STATE_FILE
from storage.sidecar import write_state

log = logging.getLogger(__name__)

TARGET = "noi-giu.json"  # storage/restore_in_place.py: where the old files go
DATABASE = (FILE, f"{FILE}-wal", f"{FILE}-shm", f"{FILE}-journal")
BESIDE = (KEYS_FILE, KEYS_COPY, DEVICE_FILE, STATE_FILE)
LEAST_ROOM = 1_000_000  # bytes: with less than this an I/O error is a full disk
_OURS = {*DATABASE, *BESIDE, *(f"{n}.part" for n in (FILE, *BESIDE)), TARGET}


class NotTried(AppError):
    """No room to try a backup on this PC; it may well be whole."""


@dataclass(frozen=True)
class Restored:
    folder: Path
    device: str
    made_at: str  # of the backup
    households: int
    visits: int
    entries: int  # the log as the backup knew it
    head: str
    upgraded_from: int | None = None  # an older schema


def restore_backup(
    file: Path, new_folder: Path, name: str, password: str = "", *, code: str = "",
    reason: str = "", report: Report = no_report, present: Present | None = None,
) -> Restored:  # fmt: skip
    """A new data folder from a backup, with a user's password or the recovery code of its time.

    `present`: the data whose place it will take. Whom they know as erased is erased again; under
    the same data key their accounts, passwords and code are the ones that count.
    Raises DamagedBackup, NewerBackup, WrongPassword, or AppError when the folder holds something
    or the user may not restore. Whatever it raises, `new_folder` is as it was.
    """
    new_folder = new_folder.absolute()
    _require_empty(new_folder)
    require_readable(read_manifest(file))
    part = new_folder.with_name(f"{new_folder.name}.part")
    with _building(part, new_folder):
        keys = _unlock(file, part, name, password, code, present)
        manifest, own = _extract(file, part, keys, report)
        restored = _settle(
            part, new_folder, manifest, own, name, bool(code), report, reason, present
        )
        report(1, 1, "Đã kiểm tra xong")  # the last moment to think better of it
        if new_folder.exists():
            new_folder.rmdir()  # empty; Windows renames onto nothing
        replace_file(part, new_folder)
    log.info("restored a backup of %s", manifest.made_at)
    return restored


def test_restore(file: Path, keys: Keys | None, report: Report | None = None) -> Manifest:  # noqa: PT028 - no test
    """Restore for trial into a folder that is thrown away. Raises as restore_backup().

    Without its keys (None, or the data were given another key since) only the bytes are proven.
    """
    return prove_backup(file, keys, report or no_report, restore=True)


def prove_backup(
    file: Path, keys: Keys | None, report: Report = no_report, *, restore: bool = False
) -> Manifest:
    """Every byte; with the keys it was made under every page and count; last a trial restore."""
    manifest = read_manifest(file)
    require_readable(manifest)
    if keys is None or manifest.key != key_name(keys):
        return read_whole(file, report)
    try:
        with tempfile.TemporaryDirectory(
            prefix="tungnha-", ignore_cleanup_errors=True  # a scanner holds a file a little longer
        ) as name:
            work = Path(name)
            manifest, keys = _extract(file, work, (keys,), report)
            if restore:
                _settle(work, work, manifest, keys, "thử khôi phục", True, report)
    except OSError as problem:  # of the place for trials: of the file it is an AppError
        log.info("backup not tried: %s", problem.strerror)
        raise NotTried(
            "Chưa thử được bản sao lưu: ổ đĩa của máy đã đầy hoặc không ghi được.",
            "Bản sao lưu không bị sao. Hãy xóa bớt tệp không cần rồi làm lại.",
        ) from problem
    return manifest


test_restore.__test__ = False  # type: ignore[attr-defined]  # pytest takes the name for a test


def _require_empty(folder: Path) -> None:
    if not folder.parent.is_dir():
        raise AppError(
            f"Không thấy thư mục “{folder.parent}”.", "Hãy chọn nơi khôi phục khác."
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise AppError(
            f"Thư mục “{folder}” đã có tệp khác.",
            "Hãy chọn thư mục mới hoặc thư mục trống, để không ghi đè dữ liệu đang có.",
        )


@contextlib.contextmanager
def _building(part: Path, target: Path) -> Iterator[None]:
    """Room for a folder in the making; what a cut-off restore left there is cleared first."""
    try:
        if part.exists():
            clear_part(part)
        part.mkdir()
        yield
    except BaseException as problem:
        full = _is_full(problem, target.parent) or _is_full(problem.__cause__, target.parent)
        clear_part(part)
        if full:
            raise AppError(
                f"Không đủ chỗ trống trong “{target.parent}” để khôi phục vào “{target.name}”.",
                "Hãy xóa bớt tệp không cần ở đó, hoặc khôi phục vào ổ đĩa khác. Bản sao lưu vẫn "
                "còn nguyên.",
            ) from problem
        if isinstance(problem, OSError):
            raise writing_problem(target, problem) from problem
        raise


def _is_full(problem: BaseException | None, place: Path) -> bool:
    """SQLite calls a full disk an I/O error where it cannot make its files beside the database."""
    if isinstance(problem, OSError):
        return problem.errno in FULL
    if not isinstance(problem, sqlcipher3.OperationalError):
        return False
    text = str(problem)
    return "is full" in text or ("disk I/O" in text and shutil.disk_usage(place).free < LEAST_ROOM)


def clear_part(part: Path) -> None:
    """Only a folder of ours: somebody's own folder of this name is never emptied."""
    if not part.is_dir():
        return
    if {p.name for p in part.iterdir()} - _OURS - {"sao-luu"}:
        raise AppError(
            f"Thư mục “{part}” đã có tệp khác.", "Hãy đổi tên thư mục đó hoặc chọn nơi khác."
        )
    shutil.rmtree(part, ignore_errors=True)


def _unlock(
    file: Path, part: Path, name: str, password: str, code: str, present: Present | None
) -> tuple[Keys, ...]:
    """The data key, and the next one where the backup was made while a rekey ran."""
    key_file = read_keys(file)
    if present and present.opens(key_file):
        key_file = present.key_file
    for copy in (KEYS_FILE, KEYS_COPY):
        write_safely(part / copy, key_file_text(key_file))
    found = unlock_with_code(part, code) if code else unlock(part, name, password)
    _require_genuine(key_file, found)
    return tuple(k for k in found if k)


def _require_genuine(key_file: KeyFile, found: tuple[Keys | None, ...]) -> None:
    if not any(is_genuine(key_file, k) for k in found if k):
        raise DamagedBackup(
            "Tệp sao lưu không dùng được: phần khóa đã bị sửa từ bên ngoài chương trình.",
            "Hãy chọn bản sao lưu khác và báo quản trị.",
        )


def _extract(
    file: Path, part: Path, keys: tuple[Keys, ...], report: Report
) -> tuple[Manifest, Keys]:
    """The database out of the bundle, proven page by page and against what was counted then."""
    path = part / FILE
    with path.open("wb") as out:
        manifest = read_whole(file, report, into=out)
        out.flush()
        os.fsync(out.fileno())
    own = next((k for k in keys if key_name(k) == manifest.key), keys[0])
    require_signed(manifest, own)
    report(0, 0, "Đang kiểm tra dữ liệu")
    if check_database(path, own) != manifest.facts:
        raise DamagedBackup(
            "Tệp sao lưu không dùng được: số hộ, số lượt đến hoặc nhật ký không khớp.",
            "Hãy chọn bản sao lưu khác.",
        )
    return manifest, own


def _settle(
    part: Path, target: Path, manifest: Manifest, keys: Keys, name: str, by_code: bool,
    report: Report, reason: str = "", present: Present | None = None,
) -> Restored:  # fmt: skip
    """What makes the copy a data folder: today's schema, its own identity, a line in the log."""
    path = part / FILE
    if manifest.schema < SCHEMA:
        from storage.upgrade import upgrade_file

        # Not kept once more: that is the backup itself.
        upgrade_file(path, keys, keep=False,
                     report=lambda done, of: report(done, of, "Đang nâng cấp"))  # fmt: skip
    db = open_database(path, keys=keys)
    try:
        if present and present.keys == keys:
            keep_accounts(db, present, by=User(name, Role.ADMIN))
        account = find_user(db, name)
        by = account.user if account else User(name or "mã khôi phục", Role.ADMIN)
        if not by_code:
            has_users = db.value("SELECT 1 FROM users")
            if has_users and (account is None or account.disabled):
                raise AppError(
                    f"Tài khoản “{name}” đã ngừng dùng.", "Hãy nhờ quản trị khôi phục."
                )
            require(by, "restore_backup")
            if not has_users:  # a backup of before there were accounts: whoever opens it is first
                put_first_user(db, by)
        by = User(by.name, Role.ADMIN)
        if present:
            report(0, 0, "Đang xóa lại dữ liệu cá nhân đã xóa")
            repeat_erasures(db, present, by=by)
        device = mint_device(db, "restored", by=by)
        with operation(db, by, "restore_backup") as note:
            note("backup", made_at=manifest.made_at, entries=manifest.entries,
                 sha256=manifest.sha256, device=device.id, reason=reason)  # fmt: skip
        write_state(db, clean=True, accept=True)
    finally:
        db.close()
    place_device(part, target, device.id)
    flush_folder(part)
    old = manifest.schema if manifest.schema < SCHEMA else None
    return Restored(target, device.id, manifest.made_at, manifest.households, manifest.visits,
                    manifest.entries, manifest.head, old)  # fmt: skip
