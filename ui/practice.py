"""The practice commune (K10): another database in a folder of its own beside the office's.

It is made aside and moved into place when whole, so that a cancelled or interrupted making leaves
nothing that could be opened by mistake.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from domain.errors import AppError
from storage import unlocked
from storage.accounts import DEMO, create_first_user
from storage.paths import database_file, practice_folder
from storage.safe_files import replace_file

Report = Callable[[int, int], None]
HOUSEHOLDS = 320
_UNFINISHED = "dang-tao"


def has_practice(folder: Path) -> bool:
    """Whether the practice commune of this data folder was made already."""
    return database_file(practice_folder(folder)).exists()


def home_of(folder: Path) -> Path | None:
    """The office's own folder when `folder` is the practice one, else None."""
    return folder.parent if practice_folder(folder.parent) == folder else None


def prepare_practice(
    folder: Path, *, report: Report | None = None, households: int = HOUSEHOLDS
) -> Path:
    """The folder of the practice commune, made now when it is not there yet. Its only user is
    DEMO, whom the window signs in by itself.

    `report` may raise Cancelled: then nothing is left behind.
    """
    practice = practice_folder(folder)
    if has_practice(folder):
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
        whole = database_file(unfinished)
        for part in unfinished.iterdir():
            if part != whole:
                replace_file(part, practice / part.name)
        replace_file(whole, database_file(practice))  # last: with it the commune is there
    except OSError as error:
        raise AppError(
            "Không tạo được xã mẫu vì không ghi được vào thư mục dữ liệu.",
            "Hãy kiểm tra ổ đĩa còn chỗ trống và quyền ghi của thư mục rồi làm lại.",
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return practice
