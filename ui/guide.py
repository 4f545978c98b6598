"""F1: which page of the guide belongs to what stands on the screen, and opening it.

To add a screen, page of settings or dialog: its line below. The pages are docs/huong-dan/*.md, the
window ui/guide_window.py; that one and its libraries are imported when F1 is pressed.
"""

import tkinter as tk
from typing import TYPE_CHECKING, Any

from ui.screens import key_line

if TYPE_CHECKING:
    from ui.shell import Shell

CONTENTS = "README"
PROTECTION = "25-bao-ve-so-lieu"
FIRST_START = "02-bat-dau"
# The keys of a screen of ui/screens.py, and what is no screen
PAGES = {
    "overview": "14-tong-quan", "entry": "08-nhap-phieu", "grid": "09-bang-nhap-nhanh",
    "tally": "10-nhap-tong-hop", "sheets": "07-in-phieu", "worklist": "11-can-quay-lai",
    "households": "16-ho-dan", "teams": "06-to-cong-tac", "quality": "12-chat-luong",
    "report": "15-bao-cao", "campaigns": "05-dot-van-dong", "settings": "26-may-nay",
    "backcheck": "13-phuc-tra", "welcome": "02-bat-dau", "import": "03-nhap-danh-sach",
    "sign_in": "17-nguoi-dung-mat-khau", "first_user": "02-bat-dau", "restore": "18-sao-luu",
    "recovery_code": FIRST_START,
    "security": PROTECTION,
}  # fmt: skip
TABS = {
    ("settings", "pc"): "26-may-nay", ("settings", "office"): "04-don-vi-thon-ban",
    ("settings", "villages"): "04-don-vi-thon-ban", ("settings", "backup"): "18-sao-luu",
    ("settings", "users"): "17-nguoi-dung-mat-khau",
    ("settings", "requests"): "20-quyen-cua-nguoi-dan", ("settings", "audit"): "19-nhat-ky",
    ("settings", "about"): "23-khi-co-loi",
}  # fmt: skip
SECTIONS = {"recovery_code": "giu-ma-khoi-phuc"}  # of the page, where it is about more
# By the beginning of a dialog's title, where the page of the screen behind is not the right one.
DIALOGS = {
    "Xóa dữ liệu cá nhân": "21-xoa-du-lieu", "Giữ số tổng hợp": "21-xoa-du-lieu",
    "Giấy xác nhận xóa": "21-xoa-du-lieu", "Chép bản sao lưu ra USB": "18-sao-luu",
    "Đổi mật khẩu của tôi": "17-nguoi-dung-mat-khau", "Mật khẩu mới cho": "17-nguoi-dung-mat-khau",
    "Mã khôi phục mới": "17-nguoi-dung-mat-khau", "Kiểm tra dữ liệu": "18-sao-luu",
    "In tờ phiếu": "07-in-phieu", "In lại tờ phiếu": "07-in-phieu", "Tờ rơi": "07-in-phieu",
    "Rút mẫu phúc tra": "13-phuc-tra", "Tin Zalo": "14-tong-quan",
    "Tệp dữ liệu không như lúc đóng": "23-khi-co-loi", "Nơi để số liệu": PROTECTION,
    "Quyền của người dân": "20-quyen-cua-nguoi-dan", "Thùng rác": "16-ho-dan",
    "Lịch sử giá trị": "16-ho-dan", "Tạo tệp gửi hỗ trợ": "23-khi-co-loi",
    "Chương trình gặp lỗi": "23-khi-co-loi", "Chưa in được": FIRST_START,
    "Đã lưu mã khôi phục": FIRST_START,
    "Làm lại xã mẫu": "22-tap-huan", "Thoát tập huấn": "22-tap-huan",
}  # fmt: skip
# Everywhere; page 24-phim-tat has these and the keys of the screens, as a test makes sure.
EVERYWHERE = (
    ("F1", "Hướng dẫn của màn hình đang mở"), ("F9 hoặc Ctrl+S", "Lưu"), ("Ctrl+F", "Tìm"),
    ("Ctrl+L", "Khóa ngay, chữ đang gõ được giữ lại"), ("Enter hoặc Tab", "Sang ô sau"),
    ("Shift+Tab", "Về ô trước"), ("Esc", "Đóng danh sách gợi ý, đóng cửa sổ nhỏ"),
    ("Dấu cách", "Bấm nút đang chọn"),
)  # fmt: skip


def describe_keys() -> str:
    """The keys of every screen, a line each pair: for Thiết lập, Giới thiệu."""
    screens = key_line()
    pairs = ["\t".join(screens[n : n + 2]) for n in range(0, len(screens), 2)]
    return "\n".join([*(f"{key}  {words}" for key, words in EVERYWHERE), *pairs])


def find_page(screen: str, tab: str = "", dialog: str = "") -> str:
    """The name of the page; the contents where nothing is known."""
    by_title = next((page for title, page in DIALOGS.items() if dialog.startswith(title)), "")
    if dialog and by_title:
        return by_title
    return TABS.get((screen, tab)) or PAGES.get(screen, CONTENTS)


def page_at(widget: tk.Misc) -> str:
    """The page for where the keyboard is: a dialog, or the screen in view and its tab."""
    from ui.dialogs import Dialog

    window = widget.winfo_toplevel()
    title = window.title() if isinstance(window, Dialog) else ""
    shell = _shell_of(widget)
    if shell is None or not shell.winfo_manager():
        return find_page("sign_in", dialog=title)
    screen = shell.built.get(shell.current)
    tabs: Any = getattr(screen, "_tabs", None)
    return find_page(shell.current, tabs.current if tabs else "", title)


def show_help(parent: tk.Misc, key: str = "") -> None:
    """The guide at the page of `key`, else of what stands on the screen."""
    from ui.guide_window import open_guide

    shell = _shell_of(parent)
    page = find_page(key) if key else page_at(parent)
    window = open_guide(parent, page, shell.session.settings if shell else {})
    if key in SECTIONS:
        window.go(page, SECTIONS[key], remember=False)


def _shell_of(widget: tk.Misc) -> "Shell | None":
    """The work, also while it is hidden by the lock; None before anybody signed in."""
    from ui.shell import Shell

    found = widget.nametowidget(".").winfo_children()
    return next((w for w in found if isinstance(w, Shell)), None)
