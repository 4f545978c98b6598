"""The practice commune (K10): another database in a folder of its own beside the office's.

It is made aside and moved into place when whole, so that a cancelled or interrupted making leaves
nothing that could be opened by mistake. A fresh one is asked for by a mark in the folder and made
at its next opening, when nobody has the old one open; what lay there goes only then.
"""

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

from domain.errors import AppError
from storage import unlocked
from storage.accounts import DEMO, create_first_user
from storage.lock import CALL
from storage.lock import FILE as LOCK
from storage.paths import database_file, practice_folder
from storage.safe_files import replace_file

Report = Callable[[int, int], None]
HOUSEHOLDS = 320
_UNFINISHED = "dang-tao"
_ANEW = "lam-lai"  # the mark: a fresh commune is to be made
_OLD = "da-bo"  # what lay there, until it is deleted
_KEPT = {_UNFINISHED, _ANEW, _OLD, LOCK, CALL, "log"}


def has_practice(folder: Path) -> bool:
    """Whether the practice commune of this data folder was made already."""
    return database_file(practice_folder(folder)).exists()


def home_of(folder: Path) -> Path | None:
    """The office's own folder when `folder` is the practice one, else None."""
    return folder.parent if practice_folder(folder.parent) == folder else None


def ask_anew(folder: Path) -> None:
    """From now on a fresh commune is wanted: the next opening of the practice folder makes it."""
    practice = practice_folder(folder)
    try:
        practice.mkdir(parents=True, exist_ok=True)
        (practice / _ANEW).touch()
    except OSError as error:
        raise _refusal() from error


def is_wanted_anew(practice: Path) -> bool:
    return (practice / _ANEW).exists()


def keep_old(practice: Path) -> None:
    """The fresh one could not be made: the old one is opened as before."""
    with contextlib.suppress(OSError):
        (practice / _ANEW).unlink()


def prepare_practice(
    folder: Path, *, report: Report | None = None, households: int = HOUSEHOLDS,
    anew: bool = False,
) -> Path:  # fmt: skip
    """The folder of the practice commune, made now when it is not there yet. Its only user is
    DEMO, whom the window signs in by itself. `anew`: also when it is there; whoever asks holds it.

    `report` may raise Cancelled: then nothing is left behind, and the old one is as it was.
    """
    practice = practice_folder(folder)
    if has_practice(folder) and not anew:
        return practice
    from storage.practice import make_practice  # the window needs home_of() alone at its start

    unfinished = practice / _UNFINISHED
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        db, by, _ = create_first_user(unfinished, *DEMO, practice=True)
        try:
            make_practice(
                db, by=by, households=households, report=report, with_sheets=True
            )
        finally:
            db.close()
            unlocked.forget(unfinished)
        _put_aside(practice)
        whole = database_file(unfinished)
        for part in unfinished.iterdir():
            if part != whole:
                replace_file(part, practice / part.name)
        replace_file(whole, database_file(practice))  # last: with it the commune is there
        (practice / _ANEW).unlink(missing_ok=True)
    except OSError as error:
        raise _refusal() from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    shutil.rmtree(practice / _OLD, ignore_errors=True)
    return practice


def _put_aside(practice: Path) -> None:
    """Everything of the old commune, its database first, or nothing: where one file is held by
    another program, the others come back."""
    old = practice / _OLD
    shutil.rmtree(old, ignore_errors=True)
    old.mkdir(parents=True, exist_ok=True)
    first = database_file(practice)
    parts = sorted((p for p in practice.iterdir() if p.name not in _KEPT), key=lambda p: p != first)
    moved = list[Path]()
    try:
        for part in parts:
            part.replace(old / part.name)
            moved.append(part)
    except OSError:
        for part in reversed(moved):
            (old / part.name).replace(part)
        raise


def _refusal() -> AppError:
    return AppError(
        "Không tạo được xã mẫu vì không ghi được vào thư mục dữ liệu.",
        "Hãy kiểm tra ổ đĩa còn chỗ trống và quyền ghi của thư mục rồi làm lại.",
    )
