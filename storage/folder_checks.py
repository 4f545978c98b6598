"""The checks of what lies around the database: backups, key files, room on the disk.

Each is a generator of Findings and reads no page of the database: storage/doctor.py, AROUND.
"""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from domain.errors import AppError
from domain.numerals import format_count
from storage.backup_list import Backup, backups_folder, check_backup, list_backups
from storage.database_copy import DamagedBackup
from storage.findings import BAD, WARNING, Finding
from storage.key_file import KEYS_COPY, KEYS_FILE, Keys, is_genuine, parse_key_file, read_key_file
from storage.paths import database_file
from storage.reserve import SIZE

BACKUP_AGE = timedelta(days=7)


def check_keys(folder: Path, keys: Keys, _: datetime) -> Iterator[Finding]:
    key_file = read_key_file(folder)
    if key_file is None or not is_genuine(key_file, keys):
        yield Finding(
            "keys", BAD, "Tệp khóa không phải do chương trình này ghi.",
            "Hãy báo quản trị; tệp khóa đúng nằm trong mỗi bản sao lưu.",
        )  # fmt: skip
        return
    for name in (KEYS_FILE, KEYS_COPY):
        if _read_slots(folder / name) != key_file:
            yield Finding(
                "keys", WARNING, f"Bản khóa “{name}” thiếu, hỏng hoặc cũ; bản kia vẫn tốt.",
                "Chương trình ghi lại cả hai bản ở lần đổi mật khẩu tới.",
            )  # fmt: skip
    if key_file.recovery is None:
        yield Finding(
            "keys", WARNING, "Chưa có mã khôi phục: quên mọi mật khẩu là mất số liệu.",
            "Hãy in mã khôi phục ở Thiết lập, Người dùng.",
        )  # fmt: skip


def _read_slots(path: Path) -> object:
    try:
        return parse_key_file(path.read_bytes())
    except OSError:
        return None


def check_backups(folder: Path, keys: Keys, now: datetime) -> Iterator[Finding]:
    """There, young, readable, and the newest of them whole to the last page."""
    backups = list_backups(backups_folder(folder))
    for bad in (b for b in backups if b.problem):
        yield Finding(
            "backups", WARNING, f"Bản sao lưu “{bad.file.name}” không dùng được.", bad.problem
        )
    usable = [b for b in backups if not b.problem]
    if not usable:
        yield Finding("backups", WARNING, "Chưa có bản sao lưu nào của số liệu này.", _BACK_UP)
        return
    newest = usable[0]
    age = now.astimezone() - datetime.fromisoformat(newest.made_at)
    if age > BACKUP_AGE:
        yield Finding(
            "backups", WARNING, f"Bản sao lưu gần nhất đã {age.days} ngày.", _BACK_UP
        )
    yield from _check_newest(newest, keys)


def _check_newest(newest: Backup, keys: Keys) -> Iterator[Finding]:
    try:
        check_backup(newest.file, keys)
    except DamagedBackup as refusal:
        yield Finding(
            "backups", BAD, f"Bản sao lưu gần nhất, “{newest.file.name}”, bị hỏng.",
            f"{refusal.message} {_BACK_UP}",
        )  # fmt: skip
    except AppError as refusal:  # no room to try it, or it is gone by now
        yield Finding("backups", WARNING, "Chưa kiểm tra được bản sao lưu gần nhất.",
                      f"{refusal}")  # fmt: skip


_BACK_UP = "Hãy sao lưu ngay ở Thiết lập, Sao lưu, và chép ra USB."


def check_disk(folder: Path, _: Keys, __: datetime) -> Iterator[Finding]:
    """Room for a backup and for what it is made from, twice."""
    database = database_file(folder)
    size = database.stat().st_size if database.exists() else 0
    needed = 4 * size + 2 * SIZE
    free = shutil.disk_usage(folder).free
    if free < needed:
        yield Finding(
            "disk", WARNING,
            f"Ổ đĩa chỉ còn {format_count(free // 1_000_000)} MB trống, sắp không đủ để sao lưu.",
            "Hãy xóa bớt tệp không cần trên ổ đĩa này.",
        )  # fmt: skip
