"""One program on one data folder: a second start is told so instead of waiting on a write lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from domain.errors import AppError

FILE = "tungnha.lock"


@contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Raises AppError when another program has the folder, or when it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / FILE, timeout=0)
        lock.acquire()
    except Timeout as held:
        raise AppError(
            "Chương trình đang mở với dữ liệu này ở một cửa sổ khác.",
            "Hãy dùng cửa sổ đang mở, hoặc đóng cửa sổ đó rồi mở lại chương trình.",
        ) from held
    except OSError as problem:
        raise AppError(
            f"Không dùng được thư mục dữ liệu “{folder}”.",
            "Hãy kiểm tra ổ đĩa còn cắm và có quyền ghi, rồi mở lại chương trình.",
        ) from problem
    try:
        yield
    finally:
        lock.release()
