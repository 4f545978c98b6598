"""Small files that are there whole or not at all: temp beside, flushed, renamed."""

import contextlib
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

TRIES, PAUSE = 20, 0.05  # a virus scanner may hold a file for a moment


def write_safely(path: Path, content: bytes) -> None:
    """Replace a file so that a power cut leaves the old one or the new one."""
    beside = path.with_name(f"{path.name}.part")
    with beside.open("wb") as f:
        f.write(content)
        f.flush()
        os.fsync(f.fileno())
    replace_file(beside, path)


def replace_file(beside: Path, path: Path) -> None:
    """os.replace, patient with a scanner on Windows, and the folder's entry flushed on Linux."""
    patiently(lambda: beside.replace(path))
    flush_folder(path.parent)


def patiently(step: Callable[[], object]) -> None:
    """What can be done again where a scanner on Windows has the file."""
    for attempt in range(TRIES):
        try:
            step()
            return
        except PermissionError:
            if sys.platform != "win32" or attempt == TRIES - 1:
                raise
        time.sleep(PAUSE)


def allow_deleting(path: Path) -> None:
    """Windows neither overwrites nor deletes a file that somebody marked read-only."""
    for file in (path, *path.rglob("*")):
        with contextlib.suppress(FileNotFoundError):
            mode = file.stat().st_mode
            if not mode & stat.S_IWUSR:
                file.chmod(mode | stat.S_IWUSR)


def flush_folder(folder: Path) -> None:
    """Windows keeps no handle on a folder; there the rename itself is logged by NTFS."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
