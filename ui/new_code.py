"""The dialog of a new recovery code, made in the settings: shown to be copied, then typed back.

The code is stored nowhere and the one before is spent already. So Enter pressed once too often must
not end it: it closes once the code was typed back from the paper, or when it is given up in so many
words; then the next sign-in makes another one (ui/entrance.py). The code of the first start:
ui/recovery_code.py.
"""

import tkinter as tk
from datetime import date

import ttkbootstrap as ttk

from domain.days import format_day
from ui import theme
from ui.dialogs import Dialog, ask, choose_save
from ui.keys import bind_moves
from ui.paragraph import Paragraph
from ui.printed_code import FILE
from ui.recovery_code import BACK, HINT, PDF, places_of, wrong_group
from ui.session import Session
from ui.theme import px

TITLE = "Mã khôi phục mới"
TEXT = (
    "Hãy in hoặc chép mã này ra giấy, cất trong tủ có khóa. Mã chỉ hiện lần này; tờ giấy in trước "
    "đây không dùng được nữa, hãy hủy đi."
)
COPIED, SAVE = "Đã in hoặc chép, tiếp tục", "Lưu PDF để in …"
DONE, LOOK = "Xong", "Xem lại mã"
GIVE_UP = (
    "Mã cũ đã hết hiệu lực và mã này không xem lại được. Lần đăng nhập sau, chương trình đưa ra "
    "một mã khác để chép."
)


class CodeDialog(Dialog):
    """`finish(True)` once the code was typed back, `finish(False)` when it was given up."""

    def __init__(self, parent: tk.Misc, session: Session, code: str) -> None:
        super().__init__(parent, TITLE)
        self._session, self._code = session, code
        self.fix_body(px(520), px(230))
        self._main = self.add_button(COPIED, self.press, main=True)
        self._other = self.add_button(SAVE, self._turn)
        self.bind("<Escape>", lambda _: self.leave())
        self.protocol("WM_DELETE_WINDOW", self.leave)
        self._shown, self._typing = ttk.Frame(self.body), ttk.Frame(self.body)
        self._fill_shown(self._shown)
        self.typed = tk.StringVar(self)
        self._fill_typing(self._typing)
        self._shown.pack(fill="both", expand=True)

    @property
    def is_typing(self) -> bool:
        return bool(self._typing.winfo_manager())

    def press(self) -> None:
        """On from the code to typing it back, and from there out."""
        if not self.is_typing:
            self._show(typing=True)
            return
        wrong = wrong_group(self.typed.get(), self._code)
        self._said.configure(text=wrong or HINT,
                             style="Error.TLabel" if wrong else "Caption.TLabel")  # fmt: skip
        if wrong:
            self._entry.focus_set()
        else:
            self.finish(True)

    def leave(self) -> None:
        """Esc: back to the code; from there out, which is asked where the code is a real one."""
        if self.is_typing:
            self._show(typing=False)
        elif self._session.practice or ask(
            self, TITLE, "Đóng khi chưa gõ lại mã?", "Đóng", LOOK, GIVE_UP, danger=True
        ):
            self.finish(False)

    def _turn(self) -> None:
        if self.is_typing:
            self._show(typing=False)
        else:
            self._save()

    def _show(self, *, typing: bool) -> None:
        (self._shown if typing else self._typing).pack_forget()
        (self._typing if typing else self._shown).pack(fill="both", expand=True)
        self._main.configure(text=DONE if typing else COPIED)
        self._other.configure(text=LOOK if typing else SAVE)
        self.after(theme.FOCUS_MS, (self._entry if typing else self._main).focus_set)

    def _fill_shown(self, page: ttk.Frame) -> None:
        Paragraph(page, TEXT).pack(fill="x", pady=(0, px(12)))
        box = ttk.Frame(page, style="Stripe.TFrame", padding=(px(12), px(12)))
        box.pack(fill="x")
        for row, column, letters in places_of(self._code):
            label = ttk.Label(box, text=letters, style="Code.TLabel")
            label.grid(row=row, column=column, pady=px(2))
            box.columnconfigure(column, weight=1 if column == 4 else 2)

    def _fill_typing(self, page: ttk.Frame) -> None:
        Paragraph(page, BACK).pack(fill="x", pady=(0, px(12)))
        ttk.Label(page, text="Mã trên giấy", style="Caption.TLabel").pack(
            anchor="w", pady=(0, px(3))
        )
        self._entry = ttk.Entry(page, textvariable=self.typed)
        self._entry.pack(fill="x")
        self._said = Paragraph(page, HINT, "Caption.TLabel")
        self._said.pack(fill="x", pady=(px(6), 0))
        bind_moves(self._entry, self.press, lambda: None, tab=self._main.focus_set)

    def _save(self) -> None:
        from exports.recovery_pdf import write_recovery_pdf

        path = choose_save(self, self._session.settings, "Lưu mã khôi phục", FILE, PDF)
        if path:
            today = format_day(date.today().isoformat())
            write_recovery_pdf(self._code, self._session.user.name, today, path,
                               practice=self._session.practice)
            self._session.status(f"Đã ghi {path}. In xong hãy xóa tệp này.")


def show_code(parent: tk.Misc, session: Session, code: str) -> None:
    """Until it is typed back the next sign-in would make another; nothing waits in practice."""
    if not session.practice:
        session.settings["recovery_waiting"] = "1"
    if CodeDialog(parent, session, code).wait() and not session.practice:
        del session.settings["recovery_waiting"]
