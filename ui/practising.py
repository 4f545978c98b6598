"""The way into the practice commune, out of it, and to a fresh one (K10): what is said and asked
before the window closes. The commune itself: ui/practice.py.
"""

import tkinter as tk
from collections.abc import Callable
from pathlib import Path

from storage.accounts import is_set_up
from storage.paths import practice_folder
from ui.dialogs import ask
from ui.practice import ask_anew, home_of, prepare_practice
from ui.session import Session

ENTER, LEAVE, ANEW = "Vào tập huấn", "Thoát tập huấn", "Làm lại xã mẫu"
LEAVING = "Đóng xã mẫu và về số liệu của đơn vị?"
TO_SIGN_IN = "Trang đăng nhập sẽ mở ra: gõ tên và mật khẩu của mình. Những gì đã tập vẫn còn."
TO_FIRST_USER = "Trang tạo tài khoản của đơn vị sẽ mở ra. Những gì đã tập vẫn còn."
MAKING_ANEW = "Bỏ mọi thứ đã tập và tạo một xã mẫu mới?"
LOST = (
    "Phiếu nhập thử, tờ phiếu và bản sao lưu của xã mẫu không lấy lại được. Số liệu của đơn vị "
    "không bị động đến. Chương trình mở lại ở xã mẫu mới."
)


def enter_practice(session: Session) -> None:
    """Make the practice commune when there is none, then open it in this window."""
    folder = session.folder

    def work(report: Callable[[int, int, str], None]) -> Path:
        return prepare_practice(
            folder, report=lambda done, total: report(done, total, "Đang tạo xã mẫu …")
        )

    session.tasks.run(work, session.reopen, title="Xem thử với dữ liệu mẫu", modal=True)


def leave_practice(parent: tk.Misc, session: Session) -> None:
    """Back to the office's own data, which ends at its sign-in page."""
    home = home_of(session.folder)
    if home:
        where = TO_SIGN_IN if is_set_up(home) else TO_FIRST_USER
        if ask(parent, LEAVE, LEAVING, LEAVE, "Ở lại", where):
            session.reopen(home)


def begin_anew(parent: tk.Misc, session: Session) -> None:
    """A fresh practice commune, from the office or from within the old one."""
    home = home_of(session.folder) or session.folder
    if ask(parent, ANEW, MAKING_ANEW, "Làm lại", "Hủy", LOST, danger=True):
        ask_anew(home)
        session.reopen(practice_folder(home))
