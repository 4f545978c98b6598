"""Working on this PC with data that lie elsewhere: the folder is copied, and the choice remembered.

The copy lies in this user's folder, is read back and compared before it gets its name, and becomes
another device when it is opened (storage/device.py sees another folder). The folder it was made
of stays as it is and is never written to.
"""

import json
import os
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

from domain.errors import AppError
from storage import reserve
from storage.key_file import read_key_file
from storage.lock import CALL, FILE, hold_folder
from storage.looking import is_look_only
from storage.paths import FILE as DATABASE
from storage.paths import database_file, practice_folder, user_folder
from storage.safe_files import replace_file, write_safely
from storage.sums import Sum, sum_from

COPIES, CHOICES = "ban-chep", "noi-luu.json"
HERE = "here"  # the choice to go on where the data lie
_STEP = 1024 * 1024
Report = Callable[[int, int], None]


def remembered(folder: Path) -> Path | None:
    """Where this folder's work goes on: its copy, or itself. None when nothing was chosen yet."""
    choice = _choices().get(str(_real(folder)))
    if not choice or choice.get("office") != _office(folder):  # another stick in the same slot
        return None
    if choice.get("use") == HERE:
        return folder
    copy = Path(str(choice.get("use")))
    return copy if copy.is_dir() else None


def remember(folder: Path, use: Path | None) -> None:
    """The copy to work on, or None: the folder itself."""
    choices = _choices()
    choices[str(_real(folder))] = {"use": str(use) if use else HERE, "office": _office(folder)}
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_safely(path, json.dumps(choices, ensure_ascii=False, indent=1).encode())


def copy_here(folder: Path, report: Report | None = None, *, writable: bool = True) -> Path:
    """The copy, complete and compared; nothing of it stays when that fails or `report` cancels.

    Raises AppError when somebody is at work in the folder, or the disk is full.
    """
    target = _free_name(folder)
    part = target.with_name(f"{target.name}.part")
    held = hold_folder(folder) if writable and not is_look_only(folder) else nullcontext()
    try:
        with held:
            part.mkdir(parents=True)
            _copy(folder, part, report)
            replace_file(part, target)
    except OSError as problem:
        raise AppError(
            f"Chưa chép được thư mục “{folder.name}” về máy này: {_why(problem)}",
            "Bản gốc còn nguyên. Hãy kiểm tra ổ đĩa còn cắm và còn chỗ trống rồi làm lại.",
        ) from problem
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return target


def _why(problem: OSError) -> str:
    import errno

    full = problem.errno in (errno.ENOSPC, errno.EDQUOT)
    return "ổ đĩa của máy đã đầy." if full else "không đọc hoặc ghi được một tệp."


def _copy(folder: Path, part: Path, report: Report | None) -> None:
    files = list(_files(folder))
    sizes = {f: f.stat().st_size for f in files}
    total = sum(sizes.values()) * 2  # read once to copy, once to compare
    done, sums = 0, {}
    for file in files:
        to = part / file.relative_to(folder)
        to.parent.mkdir(parents=True, exist_ok=True)
        digest = Sum()
        with file.open("rb") as source, to.open("wb") as copy:
            left = sizes[file]  # a file that grows meanwhile must not keep us for ever
            while block := source.read(min(_STEP, left)):
                left -= len(block)
                digest.update(block)
                copy.write(block)
                done += len(block)
                if report:
                    report(done, total)
            copy.flush()
            os.fsync(copy.fileno())
        sums[file] = digest.digest()
    for file, expected in sums.items():
        for again in (file, part / file.relative_to(folder)):
            if _sum(again) != expected:
                raise AppError(
                    "Số liệu thay đổi trong khi chép: có người đang ghi vào thư mục ấy.",
                    "Hãy đóng chương trình ở máy kia rồi làm lại.",
                )
        done += sizes[file]
        if report:
            report(done, total)
    if list(_files(folder)) != files:
        raise AppError(
            "Số liệu thay đổi trong khi chép: có người đang ghi vào thư mục ấy.",
            "Hãy đóng chương trình ở máy kia rồi làm lại.",
        )


def _files(folder: Path) -> Iterator[Path]:
    """What makes the data: not the log, the backups and what belongs to a running program."""
    from storage.backups import BACKUPS  # a choice is remembered without all of this
    from storage.restore_in_place import KEPT

    others = {"log", BACKUPS, KEPT, COPIES, FILE, CALL, reserve.FILE}
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder)
        if practice_folder(folder) in file.parents:
            inside = file.relative_to(practice_folder(folder))
        left_out = inside.parts[0] in others or file.name.endswith(("-shm", ".part"))
        if not left_out and file.is_file() and not file.is_symlink():
            yield file


def _sum(file: Path) -> bytes:
    with file.open("rb") as f:
        return sum_from(f).digest()


def _free_name(folder: Path) -> Path:
    bare = unicodedata.normalize("NFD", folder.name.replace("đ", "d").replace("Đ", "D"))
    plain = re.sub(r"[^A-Za-z0-9]+", "-", bare.encode("ascii", "ignore").decode()).strip("-")
    name = f"{plain or 'du-lieu'}-{datetime.now():%Y%m%d-%H%M%S}"
    return user_folder() / COPIES / name


def _office(folder: Path) -> str:
    """The data are known by their keys' own name; "" before they have any."""
    try:
        key_file = read_key_file(folder)
    except AppError:
        return ""
    if key_file is None:
        return DATABASE if database_file(folder).exists() else ""
    return key_file.office


def _file() -> Path:
    return user_folder() / COPIES / CHOICES


def _choices() -> dict[str, dict[str, str]]:
    try:
        found = json.loads(_file().read_bytes())
        return {str(k): dict(v) for k, v in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _real(folder: Path) -> Path:
    return folder.resolve()
