"""What stands in the window's way while the last backup is made."""

import tkinter as tk
from collections.abc import Callable

import ttkbootstrap as ttk

from ui.dialogs import Dialog, ask
from ui.theme import px

CLOSING = "Đang sao lưu. Chương trình tự đóng khi xong."
SKIP = "Đóng, không sao lưu …"


class CloseDialog(Dialog):
    """A small bar while the last backup is made. Esc, Enter and the cross do nothing: to leave
    without a backup one has to press the button and say so again."""

    def __init__(self, parent: tk.Misc, skip: Callable[[], object]) -> None:
        super().__init__(parent, "Đang đóng")
        self._skip = skip
        ttk.Label(self.body, text=CLOSING, wraplength=px(420)).pack(anchor="w", pady=(0, px(10)))
        self._bar = ttk.Progressbar(self.body, bootstyle="primary", maximum=1.0, length=px(420))
        self._bar.pack(fill="x")
        self.bind("<Escape>", lambda _: "break")
        self.protocol("WM_DELETE_WINDOW", self.bell)
        self.add_button(SKIP, self._on_skip).configure(takefocus=False)
        self.present(self)

    def update_progress(self, done: int, total: int, _: str = "") -> None:
        if self.winfo_exists():
            self._bar.configure(value=done / total if total else 0)

    def _on_skip(self) -> None:
        sure = ask(
            self, "Đóng, không sao lưu", "Đóng mà không sao lưu những gì vừa ghi?",
            "Đóng, không sao lưu", "Đợi sao lưu xong",
            "Số liệu vẫn nằm trên máy này; chỉ bản sao lưu là cũ.", danger=True,
        )  # fmt: skip
        if sure:
            self._skip()
