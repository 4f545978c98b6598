"""The PDF of a recovery code that was made for printing: in a folder of this user alone, and gone
when the code was typed back. While a PDF reader holds it Windows deletes nothing; then the next
start does.
"""

import logging
import os
import stat
import sys
import tempfile
from pathlib import Path

import ttkbootstrap as ttk

from storage.file_swap import wipe
from ui.dialogs import is_asking, tell

log = logging.getLogger(__name__)

FILE = "ma-khoi-phuc.pdf"
PREFIX = "tung-nha-ma-"
FIRST_MS, AGAIN_MS = 800, 2000
TITLE = "Bản in mã khôi phục"
HELD = "Tệp PDF in mã khôi phục còn nằm trên máy này vì đang mở trong chương trình đọc PDF."
HELD_HINT = "Hãy đóng chương trình đọc PDF. Tệp được xóa khi mở lại chương trình này."
GONE = "Đã xóa tệp PDF in mã khôi phục còn lại trên máy này từ lần mở trước."
GONE_HINT = (
    "Ai dùng máy này trong lúc đó có thể đã đọc được mã. Nếu lo ngại, quản trị hãy tạo mã khôi "
    "phục mới ở Thiết lập, Người dùng."
)


def make_place() -> Path:
    """Where to write one, in a new folder."""
    return Path(tempfile.mkdtemp(prefix=PREFIX)) / FILE


def delete_printed(path: Path) -> bool:
    """Whether nothing is left of it."""
    try:
        if path.exists():
            wipe(path)
        path.parent.rmdir()
    except FileNotFoundError:
        return True
    except OSError as problem:
        log.warning("a printed recovery code is left: %s", type(problem).__name__)
        return False
    return True


def delete_left() -> tuple[int, int]:
    """What earlier runs could not delete: (deleted, still held)."""
    done = [
        delete_printed(folder / FILE)
        for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*")
        if _is_ours(folder)
    ]
    return done.count(True), done.count(False)


def _is_ours(folder: Path) -> bool:
    """Others can put into the folder for all what they like, also a link to a file of ours."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and (sys.platform == "win32" or found.st_uid == os.getuid())


def clear_left(app: ttk.App) -> None:
    """A moment after the window stands; whoever is at it is told."""
    app.after(FIRST_MS, lambda: _clear(app))


def _clear(app: ttk.App) -> None:
    if is_asking(app):
        app.after(AGAIN_MS, lambda: _clear(app))
        return
    deleted, held = delete_left()
    if held:
        tell(app, TITLE, HELD, HELD_HINT, error=True)
    elif deleted:
        tell(app, TITLE, GONE, GONE_HINT)
