"""The program's own backups: made, thinned, replaced. What there is: storage/backup_list.py.

They lie in "sao-luu" beside the database; a copy may go to any other folder, a USB stick above all.
Nothing is overwritten, and a backup counts only once it was read back. To restore one see
storage/restoring.py; what the file looks like, storage/bundle.py.
"""

import contextlib
import hashlib
import logging
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from domain.backup_thinning import superseded, superseded_on_stick
from domain.errors import AppError
from domain.offices import office_on
from domain.text import fold_words
from domain.users import User, may, require
from storage.backup_list import (
    BACKUPS,
    INTERVAL,
    OUTSIDE,
    OWN,
    REASONS,
    Backup,
    backups_folder,
    check_backup,
    line_of,
    list_backups,
    look_at,
)
from storage.bundle import (
    SUFFIX,
    Manifest,
    NewerBackup,
    Report,
    key_name,
    no_report,
    sign_manifest,
    write_bundle,
    writing_problem,
)
from storage.database import Database, foreign_errors, now, open_database, operation
from storage.database_copy import DamagedBackup, copy_database
from storage.device import read_stored_device
from storage.file_swap import wipe
from storage.key_file import key_file_text, require_genuine
from storage.offices import list_offices
from storage.paths import database_file, program_version
from storage.restore_in_place import list_kept, prepare_restore
from storage.restoring import Restored, restore_backup, test_restore
from storage.safe_files import allow_deleting
from storage.sidecar import write_state
from storage.sign_ins import COMINGS, EVENT
from storage.sums import sum_of_file

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=30)
KEPT_FOR = timedelta(days=30)  # data that a restore put aside
LOCK_SECONDS = 60.0
_COPY = "dang-ghi.db"
_LOCK = "sao-luu.lock"
_ACTION = "make_backup"


@dataclass(frozen=True)
class Replaced:
    """What replace_backups() did, for the certificate of an erasure."""

    made: Backup
    deleted: tuple[str, ...]  # names of files and folders
    left: tuple[str, ...]  # could not be deleted: they still hold the old data
    outside: tuple[str, ...]  # copies that were written elsewhere, as far as the log knows


# ---- making


def make_backup(
    db: Database, to: Path, *, reason: str, by: User, report: Report | None = None
) -> Backup:
    """One verified backup in the folder `to`; older ones there are thinned out.

    A copy outside the data folder goes on the record. Raises AppError, and then there is nothing
    new in `to`; Cancelled passes through.
    """
    require(by, _ACTION)
    own = to.absolute() == backups_folder(db.path.parent).absolute()
    with _working(db.path.parent, to):
        made = _make(db, to, OWN if own else OUTSIDE, reason, report or no_report)
        if not own:
            _put_on_record(db, made, by)
        write_state(db)
        thin(to, made.office_key, date.today(), just_made=made.file)
    log.info("backup made: %s, %d entries", reason, made.entries)
    return made


def _put_on_record(db: Database, made: Backup, by: User) -> None:
    """A copy that leaves the data folder is in the log, or it is not there."""
    try:
        with operation(db, by, _ACTION) as note:
            note(made.file.name, reason=made.reason, households=made.households,
                 visits=made.visits, sha256=made.sha256)  # fmt: skip
    except BaseException:
        made.file.unlink(missing_ok=True)
        raise


def keep_before_upgrade(db: Database) -> Backup:
    """Of a copy of an older schema that is about to be migrated; nothing else is touched."""
    to = backups_folder(db.path.parent)
    with _working(db.path.parent, to):
        return _make(db, to, OWN, "upgrade", no_report)


def _make(db: Database, to: Path, kind: str, reason: str, report: Report) -> Backup:
    key_file = require_genuine(db.path.parent, db.keys)
    key_text = key_file_text(key_file)
    office = office_on(list_offices(db), now())
    name = office.full_name if office else ""
    stem = "-".join(fold_words(name)[:6]) or "tung-nha"
    with _passing_copy(db.path, to) as copy:
        for leftover in to.glob(f"{stem}-*{SUFFIX}.part"):
            leftover.unlink(missing_ok=True)
        report(0, 0, "Đang chép dữ liệu")
        with foreign_errors(db.path):
            facts = copy_database(db.path, db.keys, copy)
        manifest = Manifest(
            made_at=now(), program=program_version(), office=name, office_key=key_file.office,
            practice=key_file.practice, device=read_stored_device(db), reason=reason,
            size=copy.stat().st_size, sha256=sum_of_file(copy), key="",
            keys_sha256=hashlib.sha256(key_text).hexdigest(), **vars(facts),
        )  # fmt: skip
        signed = sign_manifest(manifest, db.keys)
        file = _free_name(to, f"{stem}-{_stamp(manifest.made_at)}")
        write_bundle(signed, key_text, copy, file, report)
    return line_of(file, signed, kind)


@contextlib.contextmanager
def _working(data: Path, to: Path) -> Iterator[None]:
    """One backup of a data folder at a time, whichever thread or program makes it."""
    own = backups_folder(data)
    try:
        own.mkdir(parents=True, exist_ok=True)
        with _folder(to), FileLock(own / _LOCK, timeout=LOCK_SECONDS):
            yield
    except Timeout as problem:
        raise AppError(
            "Một lần sao lưu khác đang chạy.", "Hãy đợi lần đó xong rồi làm lại."
        ) from problem
    except OSError as problem:
        raise writing_problem(to, problem) from problem


@contextlib.contextmanager
def _folder(to: Path) -> Iterator[None]:
    """Made where it is not there, and gone again when no backup came into it."""
    was_there = to.exists()
    to.mkdir(exist_ok=True)  # not its parents: the place of a stick that is not there
    try:
        yield
    except BaseException:
        if not was_there:
            with contextlib.suppress(OSError):  # not empty: somebody else's files
                to.rmdir()
        raise


@contextlib.contextmanager
def _passing_copy(path: Path, to: Path) -> Iterator[Path]:
    """Where the copy lies until it is in the bundle: on this PC's disk if it has the room."""
    own, size = backups_folder(path.parent), path.stat().st_size
    roomy = shutil.disk_usage(own).free > size + size // 8
    copy = (own if roomy else to) / _COPY
    try:
        _clear_copy(copy)
        yield copy
    finally:
        with contextlib.suppress(OSError):
            _clear_copy(copy)


def _clear_copy(copy: Path) -> None:
    for end in ("", "-journal", "-wal", "-shm"):
        copy.with_name(copy.name + end).unlink(missing_ok=True)


def _stamp(made_at: str) -> str:
    return made_at[:19].replace("T", "-").replace(":", "")


def _free_name(to: Path, stem: str) -> Path:
    """Two of one second, or of an hour that came twice, do not take each other's place."""
    for number in range(1, 10_000):
        file = to / f"{stem}{f'-{number}' if number > 1 else ''}{SUFFIX}"
        if not file.exists():
            return file
    raise FileExistsError(stem)


def backup_if_due(
    folder: Path, *, reason: str, report: Report | None = None
) -> Backup | None:
    """The backup of a data folder's own accord, by whoever is signed in; for a worker thread.

    None when nothing changed since the last one, when that is less than half an hour old and the
    reason can wait, and for whoever may only look.
    """
    db = open_database(database_file(folder))
    try:
        by = db.user
        if by is None or not may(by, _ACTION) or not is_due(db, reason, now()):
            return None
        return make_backup(db, backups_folder(folder), reason=reason, by=by, report=report)
    finally:
        db.close()


def is_due(db: Database, reason: str, at: str) -> bool:
    """Whether something changed, and for the interval whether it has passed."""
    backups = [b for b in list_backups(backups_folder(db.path.parent)) if not b.problem]
    key_text = key_file_text(require_genuine(db.path.parent, db.keys))
    keys_sha256, key = hashlib.sha256(key_text).hexdigest(), key_name(db.keys)
    backups = [b for b in backups if b.key == key]
    if any(b.keys_sha256 == keys_sha256 and _holds_all(db, b) for b in backups):
        return False
    if reason != INTERVAL or not backups:
        return True
    last = max(backups, key=lambda b: b.entries)
    age = datetime.fromisoformat(at) - datetime.fromisoformat(last.made_at)
    return not timedelta(0) <= age < EVERY  # a clock that was set back waits for nothing


def _holds_all(db: Database, backup: Backup) -> bool:
    """The log of now is the log of then, but for lines about backups and about who was in."""
    mac = db.value("SELECT mac FROM audit WHERE seq=?", (backup.entries,)) or b""
    marks = ",".join("?" * len(COMINGS))
    return mac.hex() == backup.head and not db.value(
        "SELECT 1 FROM audit WHERE seq>? AND action<>?"
        f" AND NOT (action=? AND target IN ({marks})) LIMIT 1",
        (backup.entries, _ACTION, EVENT, *COMINGS),
    )


# ---- thinning and replacing


def thin(
    folder: Path, office_key: str, today: date, *, just_made: Path | None = None
) -> list[Path]:
    """Delete what newer backups of the same office make superfluous; never the one just made,
    whatever the clock says."""
    backups = [b for b in list_backups(folder) if b.file.parent == folder and not b.problem]
    backups = [b for b in backups if b.office_key == office_key]
    own = backups and backups[0].kind == OWN
    gone = superseded(backups, today) if own else superseded_on_stick(backups)
    deleted, _ = _delete([b.file for b in gone if b.file != just_made])
    if own:
        limit = f"{today - KEPT_FOR}"
        _delete([p for p in list_kept(folder.parent) if p.name < limit])
    return deleted


def replace_backups(db: Database, *, by: User, report: Report | None = None) -> Replaced:
    """After an erasure: one backup of what is left, and none of what was. May be repeated.

    Copies on sticks are out of reach; the log knows their names.
    """
    folder = backups_folder(db.path.parent)
    made = make_backup(db, folder, reason="erase", by=by, report=report)
    old = [
        p for p in folder.iterdir()
        if p != made.file and {SUFFIX, ".db", ".part"} & {s.lower() for s in p.suffixes}
    ]  # fmt: skip
    deleted, left = _delete(old + list_kept(db.path.parent), overwrite=True)
    outside = db.rows("SELECT target FROM audit WHERE action=? ORDER BY seq", (_ACTION,))
    return Replaced(
        made, tuple(p.name for p in deleted), tuple(p.name for p in left),
        tuple(dict.fromkeys(str(target) for (target,) in outside)),
    )  # fmt: skip


def _delete(paths: list[Path], *, overwrite: bool = False) -> tuple[list[Path], list[Path]]:
    deleted, left = [], []
    for path in paths:
        try:
            allow_deleting(path)
            for file in [path, *path.rglob("*")] if overwrite else ():
                if file.is_file():
                    wipe(file)
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
            deleted.append(path)
        except OSError as problem:
            log.warning("backup not deleted: %s", problem.strerror)
            left.append(path)
    return deleted, left


__all__ = [
    "BACKUPS", "EVERY", "INTERVAL", "OUTSIDE", "OWN", "REASONS", "Backup", "DamagedBackup",
    "NewerBackup", "Replaced", "Restored", "backup_if_due", "backups_folder", "check_backup",
    "is_due", "list_backups", "list_kept", "look_at", "make_backup", "prepare_restore",
    "replace_backups", "restore_backup", "test_restore", "thin",
]  # fmt: skip
