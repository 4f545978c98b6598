"""Putting a finished file in its place: whole or not at all, also when Excel holds the old one."""

import contextlib
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

from domain.errors import AppError

TRIES = 20  # a virus scanner on Windows looks at a new file for a moment
PAUSE = 0.05
LONGEST = 254  # letters of a path on Windows: 259, less the ".part" beside it


def write_beside(save: Callable[[str], object], path: Path) -> None:
    """`save` into a file beside `path`, flush it, then rename; never a half file (K12), nor an
    empty one where the power goes after the rename."""
    _require_name(path)
    part = path.with_name(path.name + ".part")
    saved = False
    try:
        save(str(part))
        _patiently(lambda: _flush(part))
        saved = True
        _patiently(lambda: part.replace(path))
    except BaseException as problem:
        _close_all(problem)
        with contextlib.suppress(OSError):
            _patiently(lambda: part.unlink(missing_ok=True))
        if isinstance(problem, OSError):
            raise _refusal(path, problem, saved) from problem
        raise


def _flush(path: Path) -> None:
    with path.open("r+b") as file:  # Windows flushes only what is open for writing
        os.fsync(file.fileno())


def _require_name(path: Path) -> None:
    """Windows takes "bao-cao:1.xlsx" for a hidden part of "bao-cao", "con.xlsx" for a device."""
    name = PureWindowsPath(path.name)
    if sys.platform == "win32" and (
        set(path.name) & set('<>:"|?*') or name.is_reserved() or path.name.endswith((".", " "))
    ):
        raise AppError(
            f"Windows không nhận tên tệp “{path.name}”.",
            'Hãy chọn tên khác, không có < > : " | ? * và không có dấu chấm ở cuối.',
        )


def _patiently(step: Callable[[], object]) -> None:
    for attempt in range(TRIES):
        try:
            step()
            return
        except PermissionError:
            if sys.platform != "win32" or attempt == TRIES - 1:
                raise
        time.sleep(PAUSE)


def _close_all(problem: BaseException | None) -> None:
    """A library that was stopped half way has the file open as long as its frames are kept, and
    Windows deletes no file that is open."""
    while problem:
        traceback.clear_frames(problem.__traceback__)
        problem = problem.__context__


def _refusal(path: Path, problem: OSError, saved: bool) -> AppError:
    if sys.platform == "win32" and len(str(path)) > LONGEST:
        return AppError(
            f"Không ghi được tệp {path.name}: tên thư mục và tên tệp cộng lại dài quá {LONGEST} "
            "ký tự.",
            "Hãy chọn thư mục có đường dẫn ngắn hơn, ví dụ Tài liệu (Documents), hoặc đặt tên tệp "
            "ngắn hơn.",
        )
    other = free_name(path)
    if saved and isinstance(problem, PermissionError):
        return AppError(
            f"Không ghi được tệp {path.name} vì tệp đang mở trong chương trình khác hoặc bị khóa.",
            f"Hãy đóng tệp đó rồi ghi lại, hoặc ghi với tên khác, ví dụ {other.name}.",
        )
    if isinstance(problem, PermissionError):
        return AppError(
            f"Không ghi được tệp {path.name}: không có quyền ghi vào thư mục {path.parent}.",
            "Hãy chọn thư mục khác của người đang dùng máy, ví dụ Tài liệu (Documents).",
        )
    return AppError(
        f"Không ghi được tệp {path.name} vào thư mục {path.parent}.",
        f"Hãy chọn thư mục khác còn chỗ trống, hoặc ghi với tên khác, ví dụ {other.name}.",
    )


def free_name(path: Path) -> Path:
    """The same name with the first number that no file has: "bao-cao (2).xlsx"."""
    n = 2
    while (other := path.with_name(f"{path.stem} ({n}){path.suffix}")).exists():
        n += 1
    return other
