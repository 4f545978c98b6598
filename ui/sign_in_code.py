"""The way in with the printed recovery code: code, whose password, the new password."""

import tkinter as tk
from collections.abc import Callable, Sequence

import ttkbootstrap as ttk

from domain.errors import AppError
from storage.passwords import check_password
from storage.recovery_code import normalise_code
from ui.gate import Gate
from ui.name_list import NameList
from ui.sign_in import Who

TEXT = (
    "Có mã khôi phục đã in khi tạo tài khoản thì đặt được mật khẩu mới tại đây. Người khác có thể "
    "nhờ quản trị đặt lại ở Thiết lập, phần Người dùng."
)
HINT = "Mã gõ chữ thường hay chữ hoa, có gạch nối hay không đều được."
AGAIN = "Hai lần gõ mật khẩu chưa giống nhau."


def check_new_password(password: str, again: str, name: str = "", *, demo: bool = False) -> str:
    """What is wrong with a new password; "" when nothing is."""
    if not demo:
        try:
            check_password(password, name)
        except AppError as refusal:
            return f"{refusal.message} {refusal.hint}".strip()
    if not password:
        return "Hãy đặt mật khẩu."
    return "" if password == again else AGAIN


def check_recovery(code: str, name: str, password: str, again: str, *, demo: bool) -> str:
    if not code.strip():
        return "Hãy gõ mã khôi phục."
    try:
        normalise_code(code)
    except AppError as refusal:
        return f"{refusal.message} {refusal.hint}".strip()
    if not name:
        return "Hãy chọn người được đặt mật khẩu mới."
    return check_new_password(password, again, name, demo=demo)


class RecoverPage(Gate):
    """`recover(code, name, password)` starts the work, `back` goes to the sign-in page."""

    def __init__(
        self, root: tk.Misc, names: Sequence[str], name: str, foot: str, *, demo: bool,
        recover: Callable[[str, str, str], None], back: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__(root, "Quên mật khẩu", "key", foot, back=back)
        self._recover, self._demo = recover, demo
        self.add_text(TEXT, "Caption.TLabel")
        self._code = tk.StringVar(self)
        self._who = tk.StringVar(self, Who(tuple(names), name).name)
        self.bind_stop(self.add_field(
            "Mã khôi phục", lambda parent: ttk.Entry(parent, textvariable=self._code)
        ))  # fmt: skip
        self.bind_stop(self.add_field(
            "Người dùng", lambda parent: NameList(parent, names, self._who)
        ))  # fmt: skip
        self._password = self.add_secret("Mật khẩu mới")
        self._again = self.add_secret("Gõ lại mật khẩu mới")
        self.add_message(HINT)
        self.add_main("Đặt mật khẩu và đăng nhập", self._press)
        self.add_link("Trở lại (Esc)", back)

    def refuse(self, error: AppError) -> None:
        self.end_work()
        self.say(f"{error.message} {error.hint}".strip())
        self._stops[0].focus_set()

    def _press(self) -> None:
        if self.is_busy:
            return
        code, name, password = self._code.get(), self._who.get(), self._password.get()
        wrong = check_recovery(code, name, password, self._again.get(), demo=self._demo)
        self.say(wrong)
        if not wrong:
            self.show_work("Đang mở dữ liệu bằng mã …")
            self._recover(code, name, password)
