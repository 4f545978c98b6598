"""Another database file in the place of the old one, so that a power cut leaves one of them whole.

Beside "tungnha.db" while it goes on: ".part", the new one, until it is complete; ".cu", the old one
under a second name, until the new one has its place; ".xoa", what only waits to be overwritten.
tidy() finishes whatever was cut off, at the next start.
"""

import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path

from storage.safe_files import allow_deleting, flush_folder, patiently, replace_file
from storage.sums import sum_of_file

log = logging.getLogger(__name__)

_CHUNK = 1 << 20


def part_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def aside_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.cu")


def doomed_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.xoa")


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def put_back(path: Path) -> None:
    """A file that was cut off between its two names has its own again."""
    if not path.exists() and aside_of(path).exists():
        replace_file(aside_of(path), path)


def flush(path: Path) -> None:
    with path.open("r+b") as f:
        os.fsync(f.fileno())


def swap(path: Path, *, overwrite: bool) -> None:
    """The finished ".part" takes the place; with `overwrite` nothing of the old one stays readable.

    Nobody has either open, and the old one has no write-ahead log.
    """
    part, aside = part_of(path), aside_of(path)
    flush(part)
    if overwrite:
        try:
            os.link(path, aside)
        except OSError:  # a file system of one name for each file: FAT, exFAT
            replace_file(path, aside)
        flush_folder(path.parent)
    replace_file(part, path)
    if overwrite:
        _doom(path)


def _doom(path: Path) -> None:
    """Its name says that it is to go before the first byte does."""
    with _left_if_held():
        replace_file(aside_of(path), doomed_of(path))
        wipe(doomed_of(path))


@contextlib.contextmanager
def _left_if_held() -> Iterator[None]:
    """The new file has its place: that another program holds the old one stops no work."""
    try:
        yield
    except PermissionError:
        log.warning("an old file is held by another program; it goes at the next start")


def wipe(path: Path) -> None:
    """Overwrite and delete. A file that has another name as well loses this one only."""
    allow_deleting(path)
    patiently(lambda: _overwrite(path))
    patiently(path.unlink)
    flush_folder(path.parent)


def _overwrite(path: Path) -> None:
    if path.stat().st_nlink < 2:
        with path.open("r+b") as f:
            left = os.fstat(f.fileno()).st_size
            while left > 0:
                left -= f.write(bytes(min(_CHUNK, left)))
            f.flush()
            os.fsync(f.fileno())


def drop_part(path: Path) -> None:
    """The unfinished new file and SQLite's own beside it; encrypted, so only deleted."""
    for end in ("", "-journal", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            part_of(path).with_name(f"{part_of(path).name}{end}").unlink()


def tidy(path: Path, made_from: str) -> None:
    """What a cut left beside the file. `made_from`: the sum of the old file that it was made of."""
    aside = aside_of(path)
    for doomed in (doomed_of(path), doomed_of(log_of(path))):
        if doomed.exists():
            with _left_if_held():
                wipe(doomed)
    if not aside.exists():
        return
    if aside.samefile(path):
        aside.unlink()
    elif sum_of_file(aside) in (made_from, sum_of_file(path)):
        _doom(path)
    else:
        log.warning("an old file is left alone: it is not what this one was made from")
