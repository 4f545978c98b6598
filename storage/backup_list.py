"""The backups of a folder, one line each, from the heads of the files.

Why one was made: REASONS. To make one, storage/backups.py.
"""

import contextlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from domain.errors import AppError
from storage.bundle import SUFFIX, Manifest, Report, no_report, read_manifest
from storage.key_file import Keys
from storage.paths import FILE
from storage.restoring import prove_backup

BACKUPS = "sao-luu"
OWN, OUTSIDE = "own", "outside"  # in the data folder, or anywhere else
INTERVAL = "interval"  # the one reason that waits for EVERY to pass
REASONS = {
    "start": "Lúc mở chương trình",
    "close": "Lúc đóng chương trình",
    INTERVAL: "Trong khi làm việc",
    "import": "Trước khi nhập danh sách",
    "sheet": "Trước khi nhận tờ phiếu",
    "merge": "Trước khi gộp số liệu",
    "upgrade": "Trước khi nâng cấp",
    "restore": "Trước khi khôi phục",
    "rekey": "Khi đổi khóa dữ liệu",
    "erase": "Sau khi xóa dữ liệu cá nhân",
    "manual": "Tự bấm sao lưu",
    "usb": "Chép ra USB",
}


@dataclass(frozen=True)
class Backup:
    """One line of the list. `problem` is a sentence where the file cannot be used, else ""."""

    file: Path
    made_at: str
    households: int = 0
    visits: int = 0
    head: str = ""  # of the audit log, hex
    sha256: str = ""  # of the database inside
    reason: str = ""
    kind: str = OUTSIDE  # or OWN
    entries: int = 0
    size: int = 0
    office: str = ""
    office_key: str = ""
    schema: int = 0
    practice: bool = False
    key: str = ""
    keys_sha256: str = ""
    problem: str = ""

    @property
    def reason_words(self) -> str:
        return REASONS.get(self.reason, self.reason)


def backups_folder(data: Path) -> Path:
    return data / BACKUPS


def list_backups(folder: Path) -> list[Backup]:
    """The backups of a folder, newest first: a data folder, a stick, or a folder of backups.

    Only the head of each file is read. A file that cannot be read is in the list with its problem.
    """
    found = []
    for place in (folder, backups_folder(folder)):
        kind = OWN if place.name == BACKUPS and (place.parent / FILE).exists() else OUTSIDE
        with contextlib.suppress(OSError):
            found += [look_at(f, kind) for f in place.iterdir() if f.suffix.lower() == SUFFIX]
    return sorted(found, key=lambda b: (b.made_at, b.entries), reverse=True)


def look_at(file: Path, kind: str = OUTSIDE) -> Backup:
    """One line of the list, from the head of the file."""
    try:
        return line_of(file, read_manifest(file), kind)
    except AppError as problem:
        made_at, size = "", 0
        with contextlib.suppress(OSError):
            stat = file.stat()
            at = datetime.fromtimestamp(stat.st_mtime).astimezone()
            made_at, size = at.isoformat(timespec="milliseconds"), stat.st_size
        return Backup(file, made_at, kind=kind, size=size, problem=problem.message)


def line_of(file: Path, manifest: Manifest, kind: str) -> Backup:
    m = manifest
    return Backup(
        file, m.made_at, m.households, m.visits, m.head, m.sha256, m.reason, kind, m.entries,
        m.size, m.office, m.office_key, m.schema, m.practice, m.key, m.keys_sha256,
    )  # fmt: skip


def check_backup(file: Path, keys: Keys | None = None, report: Report | None = None) -> Backup:
    """Read every byte; with the data's keys also every page and every count. DamagedBackup."""
    return line_of(file, prove_backup(file, keys, report or no_report), OUTSIDE)
