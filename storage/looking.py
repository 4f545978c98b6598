"""Folders that cannot be written, a protected stick or a disc, opened for looking only.

SQLite opens a file of the write-ahead kind there only as "immutable": it then believes that nobody
writes, and does not read the log beside it. So a folder with such a log, or with a program at work,
is not opened this way; and while it is open, `has_changed` is asked again and again.
"""

from pathlib import Path

from storage.paths import database_file

REASON = "Số liệu đang mở chỉ để xem: thư mục dữ liệu không ghi được."
HINT = "Muốn nhập hoặc sửa, hãy mở lại chương trình và chọn làm việc trên bản chép ở máy này."

_looked_at: dict[Path, tuple[int, int] | None] = {}


def look_only(folder: Path) -> None:
    """From now on this process opens the folder for looking."""
    _looked_at[folder.resolve()] = _state(folder)


def stop_looking(folder: Path) -> None:
    _looked_at.pop(folder.resolve(), None)


def is_look_only(folder: Path) -> bool:
    return folder.resolve() in _looked_at


def can_look(folder: Path) -> bool:
    """Whether the database file alone holds everything, and nobody seems to write to it."""
    file = database_file(folder)
    return file.exists() and not _log_of(file)


def has_changed(folder: Path) -> bool:
    """Whether somebody else began to write, so that what is shown may not fit together."""
    known = _looked_at.get(folder.resolve())
    return known != _state(folder) or _log_of(database_file(folder))


def _log_of(file: Path) -> bool:
    log = file.with_name(f"{file.name}-wal")
    try:
        return log.stat().st_size > 0
    except OSError:
        return False


def _state(folder: Path) -> tuple[int, int] | None:
    try:
        found = database_file(folder).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
