"""One program on one data folder. A second start asks the first one to come forward, and ends.

It asks by a small file that the first one watches: no port is opened, nothing else is needed on
Windows and Linux. A folder that is opened for looking only (storage/looking.py) is not held.
"""

import contextlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from domain.errors import AppError
from storage.looking import is_look_only

FILE = "tungnha.lock"
CALL = "tungnha.goi"  # there while a second start waits for the first to come forward
ANSWER_SECONDS = 10.0  # a slow PC builds a screen that long, and may still be starting
RESTORED = "khoi-phuc"  # a restored folder that waits inside the data folder to take its place


class FolderInUse(AppError):
    """Another program has the folder."""


@contextmanager
def hold_folder(folder: Path, seconds: float = 0.0) -> Iterator[None]:
    """Raises FolderInUse after waiting so long, or AppError when the folder cannot be written."""
    if is_look_only(folder):
        yield
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / FILE, timeout=seconds)
        lock.acquire()
    except Timeout as held:
        raise FolderInUse(
            "Chương trình đang mở với dữ liệu này ở một cửa sổ khác.",
            "Hãy dùng cửa sổ đang mở, hoặc đóng cửa sổ đó rồi mở lại chương trình.",
        ) from held
    except OSError as problem:
        raise AppError(
            f"Không dùng được thư mục dữ liệu “{folder}”.",
            "Hãy kiểm tra ổ đĩa còn cắm và có quyền ghi, rồi mở lại chương trình.",
        ) from problem
    try:
        answer_call(folder)  # of a second start that found a program which was just ending
        if (folder / RESTORED).is_dir():
            from storage.restore_in_place import finish_restore

            finish_restore(folder)
        yield
    finally:
        lock.release()


def call_first(folder: Path, seconds: float = ANSWER_SECONDS) -> bool:
    """Ask the program that has the folder to come forward. Whether it answered."""
    mark = folder / CALL
    try:
        mark.touch()
    except OSError:
        return False
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(0.05)
        if not mark.exists():
            return True
    with contextlib.suppress(OSError):
        mark.unlink()
    return False


def answer_call(folder: Path) -> bool:
    """Whether a second start asked since the last time; the program that has the folder asks."""
    try:
        (folder / CALL).unlink()
    except OSError:
        return False
    return True
