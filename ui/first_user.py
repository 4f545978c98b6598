"""The first start: who the first admin is. The recovery code that follows is ui/recovery_code.py.

The same page stands before the encryption of a file that an older program wrote.
"""

import tkinter as tk
from collections.abc import Callable

import ttkbootstrap as ttk

from domain.errors import AppError
from ui.gate import Gate
from ui.sign_in_code import check_new_password

NEW = (
    "Số liệu có tên và số điện thoại của dân nên được mã hóa, mở bằng mật khẩu. Người đầu tiên là "
    "quản trị; thêm người khác sau ở Thiết lập."
)
OLD = (
    "Dữ liệu trên máy này do phiên bản trước ghi và chưa được mã hóa. Đặt tên và mật khẩu, chương "
    "trình sẽ sao lưu rồi mã hóa toàn bộ; số liệu giữ nguyên, mất điện giữa chừng cũng không mất."
)
NAME = "Tên người dùng (họ và tên người quản trị)"
HINT = "Từ 10 ký tự, ví dụ bốn từ dễ nhớ viết liền nhau. F8 hiện hoặc ẩn mật khẩu."
MOST_NAME = 60


def check_first_user(name: str, password: str, again: str) -> str:
    """What is wrong; "" when the account can be made."""
    clean = " ".join(name.split())
    if not 1 <= len(clean) <= MOST_NAME:
        return f"Hãy ghi tên, từ 1 đến {MOST_NAME} ký tự."
    return check_new_password(password, again, clean)


class FirstUserPage(Gate):
    """`make(name, password)` starts the work; `sample`, where given, opens the practice commune
    without an account, `restore` begins with a backup. `old`: there is an unencrypted file to be
    encrypted."""

    help_key = "first_user"

    def __init__(
        self, root: tk.Misc, name: str, foot: str, *, make: Callable[[str, str], None],
        switch_theme: Callable[[], None], sample: Callable[[], None] | None = None,
        restore: Callable[[], None] | None = None, old: bool = False,
    ) -> None:  # fmt: skip
        title = "Bảo vệ dữ liệu đang có" if old else "Tạo tài khoản quản trị"
        super().__init__(root, title, "shield-lock" if old else "person-plus", foot, switch_theme,
                         step="Bước 1 trên 3")  # fmt: skip
        self._make = make
        self._doing = "Đang sao lưu và mã hóa …" if old else "Đang tạo tài khoản …"
        self.add_text(OLD if old else NEW)
        self._who = tk.StringVar(self, name)
        self.bind_stop(self.add_field(
            NAME, lambda parent: ttk.Entry(parent, textvariable=self._who)
        ))  # fmt: skip
        self._password = self.add_secret("Mật khẩu")
        self._again = self.add_secret("Gõ lại mật khẩu")
        self.add_message(HINT)
        self.add_main("Tiếp tục", self._press)
        if sample:
            self.add_link("Xem dữ liệu mẫu", sample)
        if restore:
            self.add_link("Khôi phục bản sao lưu …", restore)

    def refuse(self, error: AppError) -> None:
        self.end_work()
        self.say(f"{error.message} {error.hint}".strip())

    def _press(self) -> None:
        if self.is_busy:
            return
        name, password = self._who.get(), self._password.get()
        wrong = check_first_user(name, password, self._again.get())
        self.say(wrong)
        if not wrong:
            self.show_work(self._doing)
            self._make(" ".join(name.split()), password)
