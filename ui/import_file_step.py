"""First step of the import wizard: which file."""

import tkinter as tk
from collections.abc import Callable
from pathlib import Path

import ttkbootstrap as ttk

from domain.errors import AppError
from ui import dialogs
from ui.import_work import ImportWork, typed_path
from ui.keys import bind_moves
from ui.paragraph import Paragraph
from ui.session import Session
from ui.theme import px

ABOUT = (
    "Danh sách hộ ở dạng .xlsx, .xls, .ods hoặc .csv, kể cả tệp cũ gõ bằng .VnTime, VNI. Dòng tiêu "
    "đề, dòng cộng, chữ ký cuối trang để nguyên, không cần xóa. Chưa bấm “Ghi” ở bước cuối thì "
    "chưa có gì được ghi; nhập lại một danh sách đã sửa thì hộ cũ được cập nhật, không bị trùng."
)


class FileStep(ttk.Frame):
    """`chosen()` when a path is there: the wizard reads it."""

    def __init__(self, parent: tk.Misc, session: Session, chosen: Callable[[], None]) -> None:
        super().__init__(parent)
        self._session, self._chosen = session, chosen
        self.columnconfigure(0, weight=1)
        Paragraph(self, ABOUT).grid(row=0, column=0, columnspan=2, sticky="ew")
        ttk.Label(self, text="Tệp danh sách", style="Caption.TLabel").grid(
            row=1, column=0, sticky="w", pady=(px(18), px(3))
        )
        self._text = tk.StringVar(self)
        self._entry = ttk.Entry(self, textvariable=self._text)
        self._entry.grid(row=2, column=0, sticky="ew")
        self._button = ttk.Button(self, text="Chọn tệp …", bootstyle="outline", icon="folder2-open",
                                  icon_size=16, command=self.choose)  # fmt: skip
        self._button.configure(compound="left")
        self._button.grid(row=2, column=1, padx=(px(8), 0))
        self._message = Paragraph(self)
        self._message.grid(row=3, column=0, columnspan=2, sticky="ew", pady=(px(6), 0))
        bind_moves(self._entry, self._on_enter, self._focus_before)
        self.show_error(None)

    @property
    def path(self) -> Path | None:
        return typed_path(self._text.get())

    def show(self, work: ImportWork | None) -> None:
        """The path stays as it was typed; nothing else belongs to this step."""

    def set_path(self, path: Path) -> None:
        self._text.set(str(path))

    def choose(self) -> None:
        path = dialogs.choose_open(self, self._session.settings, "Chọn tệp danh sách hộ")
        if path:
            self.set_path(path)
            self._chosen()

    def show_error(self, error: AppError | None) -> None:
        """The sentence in place, with the path ready to be replaced."""
        self._entry.state(["invalid" if error else "!invalid"])
        self._message.configure(
            text=str(error) if error else "Có thể dán đường dẫn vào ô trên rồi bấm Enter.",
            style="Error.TLabel" if error else "Caption.TLabel",
        )

    def focus_first(self) -> bool:
        self._entry.focus_set()
        self._entry.select_range(0, "end")
        return True

    def _on_enter(self) -> None:
        if self.path:
            self._chosen()
        else:
            self._button.focus_set()

    def _focus_before(self) -> None:
        self._entry.tk_focusPrev().focus_set()  # type: ignore[union-attr]
