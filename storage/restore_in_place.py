"""A restored folder in the place of the present data, without a moment in which neither is whole.

prepare_restore() makes it inside the data folder, and the next start changes file by file before
anything is opened (storage/lock.py calls finish_restore()); a power cut in the middle is finished
by the start after it. What was there before is kept for a while.
"""

import contextlib
import json
import logging
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from domain.errors import AppError
from storage.bundle import Report, no_report
from storage.device import place_device
from storage.lock import RESTORED
from storage.paths import FILE
from storage.present_data import read_present
from storage.restoring import BESIDE, DATABASE, TARGET, Restored, clear_part, restore_backup
from storage.safe_files import flush_folder, replace_file, write_safely

log = logging.getLogger(__name__)

KEPT = "truoc-khoi-phuc"  # what was there before, a folder each time


def prepare_restore(
    file: Path, folder: Path, name: str, password: str = "", *, code: str = "",
    reason: str = "", report: Report = no_report,
) -> Restored:  # fmt: skip
    """Everything but the change, which the next start makes; the window may stay open meanwhile.

    Raises as restore_backup(), and then nothing has happened. Make a backup of the present before.
    """
    discard_restore(folder)
    ready = folder / RESTORED
    restored = restore_backup(
        file, ready, name, password, code=code, reason=reason, report=report,
        present=read_present(folder),
    )  # fmt: skip
    place_device(ready, folder, restored.device)
    return replace(restored, folder=folder)


def discard_restore(folder: Path) -> None:
    """Think better of a prepared restore. AppError when the change has begun: then it must end."""
    ready = folder / RESTORED
    if (ready / TARGET).exists():
        raise AppError(
            "Một lần khôi phục đang làm dở.", "Hãy đóng chương trình rồi mở lại để làm cho xong."
        )
    if ready.is_dir():
        part = ready.with_name(f"{RESTORED}.part")
        clear_part(part)
        replace_file(ready, part)  # first: a start must not find half a folder of this name
        clear_part(part)


def finish_restore(folder: Path) -> bool:
    """Called at every start before anything is opened: end a change that was cut off.

    Each step may be done twice. While the restored database still waits, the one in place is the
    old one and goes away together with its log.
    """
    ready = folder / RESTORED
    if not ready.is_dir():
        return False
    try:
        if not (ready / TARGET).exists() and not (ready / FILE).exists():
            discard_restore(folder)  # not ours, or nothing in it
            return False
        _change(folder, ready, _kept_folder(folder, ready))
    except OSError as problem:
        log.warning("restore not finished: %s", problem.strerror)
        raise AppError(
            "Chưa đưa xong dữ liệu khôi phục vào chỗ: ổ đĩa đầy hoặc tệp đang bị giữ.",
            "Không có gì bị mất. Hãy đóng các chương trình khác rồi mở lại Từng Nhà.",
        ) from problem
    log.info("restored data put in place")
    return True


def _change(folder: Path, ready: Path, kept: Path) -> None:
    if (ready / FILE).exists():
        for name in reversed(DATABASE):  # its log first: never beside the new database
            _move(folder / name, kept / name)
        flush_folder(kept)
        _move(ready / FILE, folder / FILE)
    for name in BESIDE:
        if (ready / name).exists():
            _move(folder / name, kept / name)
            _move(ready / name, folder / name)
    flush_folder(folder)
    shutil.rmtree(ready, ignore_errors=True)  # what a scanner holds goes at the next start
    with contextlib.suppress(OSError):
        kept.rmdir()  # only when nothing had to go


def _kept_folder(folder: Path, ready: Path) -> Path:
    """The same one again after a cut."""
    try:
        kept = folder / KEPT / str(json.loads((ready / TARGET).read_bytes()))
    except (OSError, ValueError):
        kept = folder / KEPT / f"{datetime.now():%Y-%m-%d-%H%M%S-%f}"
        write_safely(ready / TARGET, json.dumps(kept.name).encode())
    kept.mkdir(parents=True, exist_ok=True)
    flush_folder(folder / KEPT)
    return kept


def _move(old: Path, new: Path) -> None:
    if old.exists():
        replace_file(old, new)


def list_kept(folder: Path) -> list[Path]:
    """Data that a restore put aside, oldest first; they hold personal data too."""
    try:
        return sorted(p for p in (folder / KEPT).iterdir() if p.is_dir())
    except OSError:
        return []
