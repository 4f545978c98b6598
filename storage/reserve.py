"""The reserve file: 20 MB put aside, given back when the disk is full, so that what the officer is
typing can still be saved while somebody makes room.

keep_reserve() at the start puts it there again. Its content is random: a disk that compresses
would give zeros no room.
"""

import contextlib
import logging
import os
import shutil
from pathlib import Path

from storage.safe_files import replace_file

log = logging.getLogger(__name__)

FILE = "de-danh.bin"
SIZE = 20 * 1024 * 1024
LEAST_FREE = 5 * SIZE  # where less is left, the reserve itself would fill the disk
_STEP = 1024 * 1024


def has_reserve(folder: Path) -> bool:
    try:
        return (folder / FILE).stat().st_size >= SIZE
    except OSError:
        return False


def keep_reserve(folder: Path) -> bool:
    """Whether the reserve is there, made now if need be. Never raises: it is not worth a start."""
    if has_reserve(folder):
        return True
    beside = folder / f"{FILE}.part"
    try:
        if shutil.disk_usage(folder).free < SIZE + LEAST_FREE:
            return False
        with beside.open("wb") as f:
            for _ in range(SIZE // _STEP):
                f.write(os.urandom(_STEP))
            f.flush()
            os.fsync(f.fileno())
        replace_file(beside, folder / FILE)
    except OSError as problem:
        log.warning("no reserve file: %s", type(problem).__name__)
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        return False
    return True


def give_back(path: Path) -> bool:
    """Free the reserve of the folder a file lies in, or of the one above it (its backups); whether
    there was one."""
    for folder in (path.parent, path.parent.parent):
        try:
            (folder / FILE).unlink()
        except OSError:
            continue
        log.warning("the disk is full: the reserve was given back")
        return True
    return False
