"""When the data of a folder are looked over next: all of it once a week, a test restore monthly.

One small file beside the database says when both were last done. That the program was cut off, so
that a look is due at once, says storage/sidecar.py. To add a dated job: a field as `restored_at`.
"""

import json
import logging
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from storage.safe_files import write_safely

log = logging.getLogger(__name__)

FILE = "kiem-tra.json"
EVERY = timedelta(days=7)
RESTORE_EVERY = timedelta(days=30)


@dataclass(frozen=True)
class Checkup:
    """Moments are ISO texts of local time; "" is never."""

    checked_at: str = ""  # the last whole check
    ok: bool = True  # what it found
    restored_at: str = ""  # the last test restore of a backup
    restored_file: str = ""  # its name
    found: str = ""  # what the check found, in codes: "summaries:bad disk:warning"


def read_checkup(folder: Path) -> Checkup:
    try:
        found = json.loads((folder / FILE).read_text("utf-8"))
        names = ("checked_at", "restored_at", "restored_file", "found")
        texts = [str(found.get(n, "")) for n in names]
        return Checkup(texts[0], bool(found.get("ok", True)), *texts[1:])
    except (OSError, ValueError, AttributeError):
        return Checkup()  # never, or cut off while it was written: then once too often


def is_check_due(folder: Path, now: datetime) -> bool:
    return _is_over(read_checkup(folder).checked_at, now, EVERY)


def is_restore_due(folder: Path, now: datetime) -> bool:
    return _is_over(read_checkup(folder).restored_at, now, RESTORE_EVERY)


def note_check(folder: Path, now: datetime, *, ok: bool, found: str = "") -> None:
    at = now.isoformat(timespec="seconds")
    _write(folder, replace(read_checkup(folder), checked_at=at, ok=ok, found=found))


def note_restore(folder: Path, now: datetime, file: str) -> None:
    at = now.isoformat(timespec="seconds")
    _write(folder, replace(read_checkup(folder), restored_at=at, restored_file=file))


def _is_over(at: str, now: datetime, every: timedelta) -> bool:
    """A clock that was set back counts as over: better once too often."""
    try:
        return not timedelta(0) <= now - datetime.fromisoformat(at) < every
    except (ValueError, TypeError):
        return True


def _write(folder: Path, checkup: Checkup) -> None:
    try:
        write_safely(folder / FILE, json.dumps(asdict(checkup)).encode())
    except OSError as problem:  # a folder opened only for looking
        log.warning("the mark of the check not written: %s", problem.strerror)
