"""confirm(): the password again, and a reason, before something grave: names leave the program, a
backup is put back, users change. The reason goes into the audit log with what is then done."""

import tkinter as tk
import unicodedata

import ttkbootstrap as ttk

from domain.errors import AppError
from storage.accounts import DEMO, confirm_password
from storage.key_file import user_key
from storage.wrong_passwords import seconds_to_wait
from ui.dialogs import Dialog
from ui.keys import bind_moves
from ui.password import PasswordInput
from ui.session import Session
from ui.sign_in import describe_wait
from ui.tasks import Report
from ui.theme import px

WIDTH = 420
LEAST_REASON = 5
LEAST_PASSWORD = 8  # below it nothing is a password, and any word may hold it
CHECKING = "Đang kiểm tra …"
GO_ON = "Tiếp tục"
TICK_MS = 1000
PASSWORD_IN_REASON = (
    "Lý do không được có mật khẩu, vì lý do ở lại trong nhật ký. Hãy ghi lý do khác."
)


def check_answer(reason: str, password: str) -> str:
    """What is missing; "" when the password can be tried."""
    if not password:
        return "Hãy gõ mật khẩu."
    if len(" ".join(reason.split())) < LEAST_REASON:
        return "Hãy ghi lý do, ví dụ số văn bản hoặc người yêu cầu."
    return PASSWORD_IN_REASON if has_password(reason, password) else ""


def has_password(reason: str, password: str) -> bool:
    """The password stands in what the log keeps for ever, however it is spaced and capitalised."""
    there, secret = _letters(reason), _letters(password)
    return there == secret or (len(password) >= LEAST_PASSWORD and secret in there)


def _letters(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).casefold().split())


def confirm(session: Session, purpose: str, *, parent: tk.Misc | None = None) -> str | None:
    """The reason; None when it was given up. `purpose`: "Xuất danh sách 320 hộ có tên"."""
    answer = ConfirmDialog(parent or _window_in_front(), session, purpose).wait_answer()
    return str(answer) if answer is not None else None


def _window_in_front() -> tk.Misc:
    """The dialog that has the keyboard, else the main window."""
    root: tk.Misc = ttk.Style.get_instance().master
    grabbing = root.grab_current()
    return grabbing.winfo_toplevel() if grabbing else root


class ConfirmDialog(Dialog):
    go_on = GO_ON  # what the button says
    side_by_side = False  # the two fields, in a dialog that is high already

    def __init__(self, parent: tk.Misc, session: Session, purpose: str) -> None:
        super().__init__(parent, "Xác nhận bằng mật khẩu")
        self._session = session
        self._tick: str | None = None
        name = session.user.name
        ttk.Frame(self.body, width=px(WIDTH)).pack()
        ttk.Label(self.body, text=purpose, style="Strong.TLabel", wraplength=px(WIDTH),
                  justify="left").pack(anchor="w")  # fmt: skip
        self._reason = tk.StringVar(self)
        fields = ttk.Frame(self.body)
        fields.pack(fill="x")
        self.password = PasswordInput(fields)  # first: Tab goes in the order they are made
        self._reason_entry = ttk.Entry(fields, textvariable=self._reason)
        self._add_field(fields, 0, f"Mật khẩu của {name}", self.password)
        self._add_field(fields, 1, "Lý do (ghi vào nhật ký)", self._reason_entry)
        if session.practice and user_key(name) == user_key(DEMO[0]):
            self.password.set(DEMO[1])
        self._message = ttk.Label(self.body, style="Caption.TLabel", wraplength=px(WIDTH),
                                  justify="left")  # fmt: skip
        self._message.pack(anchor="w", pady=(px(6), 0))
        self._go = self.add_button(self.go_on, self.press, main=True)
        self.add_button("Hủy", lambda: self.finish(None))
        back = self.password.entry.focus_set
        bind_moves(self.password.entry, self._reason_entry.focus_set, back)
        bind_moves(self._reason_entry, self.press, back, tab=self._go.focus_set)
        self.bind("<Destroy>", self._on_destroy, add=True)

    def wait_answer(self) -> object:
        self._count_down()
        self.password.entry.select_range(0, "end")  # filled in where it is the practice commune's
        return self.wait(self.password.entry)

    def press(self) -> None:
        if self._go.instate(["disabled"]):
            return
        reason = " ".join(self._reason.get().split())
        wrong = check_answer(reason, self.password.get())
        self._say(wrong)
        if wrong:
            (self._reason_entry if self.password.get() else self.password.entry).focus_set()
            return
        self._go.state(["disabled"])
        self._go.configure(text=CHECKING)
        folder, name, password = self._session.folder, self._session.user.name, self.password.get()

        def work(_: Report) -> None:
            confirm_password(folder, name, password)

        self._session.tasks.run(work, lambda _: self._confirmed(reason), failed=self._refused)

    def _confirmed(self, reason: str) -> None:
        if self.winfo_exists():
            self.finish(reason)

    def _refused(self, error: BaseException) -> None:
        if not self.winfo_exists():
            return
        self._go.configure(text=self.go_on)
        self._go.state(["!disabled"])
        if not isinstance(error, AppError):
            raise error
        self._say(error.message)
        self.password.set("")
        self.password.entry.focus_set()
        self._count_down()

    def _count_down(self) -> None:
        self._tick = None
        seconds = seconds_to_wait(self._session.folder, self._session.user.name)
        self._go.configure(text=describe_wait(seconds) or self.go_on)
        self._go.state(["disabled" if seconds else "!disabled"])
        if seconds:
            self._tick = self.after(TICK_MS, self._count_down)

    def _say(self, text: str) -> None:
        self._message.configure(text=text, style="Error.TLabel" if text else "Caption.TLabel")

    def _add_field(self, parent: ttk.Frame, n: int, label: str, field: tk.Widget) -> None:
        row, column = (0, n) if self.side_by_side else (2 * n, 0)
        gap = (px(14) if column else 0, 0)
        title = ttk.Frame(parent)
        title.grid(row=row, column=column, sticky="w", padx=gap, pady=(px(12), px(3)))
        ttk.Label(title, text=label, style="Caption.TLabel").pack(side="left")
        ttk.Label(title, text=" *", style="Required.TLabel").pack(side="left")
        field.grid(row=row + 1, column=column, sticky="new", padx=gap)
        parent.columnconfigure(column, weight=1)

    def _on_destroy(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self and self._tick:
            self.after_cancel(self._tick)
