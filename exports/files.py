"""Putting a finished file in its place: whole or not at all, also when Excel holds the old one."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from domain.errors import AppError


def write_beside(save: Callable[[str], object], path: Path) -> None:
    """`save` into a file beside `path`, then rename; never a half file (K12)."""
    part = path.with_name(path.name + ".part")
    try:
        save(str(part))
        part.replace(path)
    except OSError as problem:
        with contextlib.suppress(OSError):
            part.unlink()
        raise _refusal(path, problem) from problem
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _refusal(path: Path, problem: OSError) -> AppError:
    other = free_name(path)
    if isinstance(problem, PermissionError):
        return AppError(
            f"Không ghi được tệp {path.name} vì tệp đang mở trong chương trình khác hoặc bị khóa.",
            f"Hãy đóng tệp đó rồi ghi lại, hoặc ghi với tên khác, ví dụ {other.name}.",
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
