"""Thiết lập, "Máy này": look, text size, when it locks itself, practice, where the data are."""

import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import ttkbootstrap as ttk

from domain.fields import Choice, Field, Option, parse_row
from domain.settings import PC_SETTINGS
from ui import theme
from ui.flow import Flow
from ui.forms import Form
from ui.opening import open_in_system
from ui.paragraph import Paragraph
from ui.practice import has_practice, home_of
from ui.practising import ANEW, ENTER, LEAVE, begin_anew, enter_practice, leave_practice
from ui.scrolled import Scrolled
from ui.session import Session
from ui.theme import px

LAYOUT = (("theme", "text_size"), ("lock_minutes", "lock_minimised"))
PLAIN = ("text_size", "lock_minutes", "lock_minimised")  # shown as they are kept
LOCK = "Ctrl+L khóa ngay. Khi khóa, chữ đang gõ được giữ lại; người khác không xem được số liệu."
PRACTICE = (
    "Xã mẫu có tên người tự đặt, ở một tệp riêng: tập nhập phiếu, lập báo cáo mà không động đến số "
    "liệu của đơn vị. Vào thì không hỏi mật khẩu; khi thoát, chương trình về trang đăng nhập."
)
FOLDER = (
    "Mọi số liệu nằm trong thư mục này. Chép đi nơi khác thì dùng phần Sao lưu; chép tay cả thư "
    "mục chỉ được khi chương trình đã đóng."
)
IN_PRACTICE = (
    "Đang ở xã mẫu. Số liệu của đơn vị không bị ảnh hưởng. Khi thoát, chương trình về trang đăng "
    "nhập của đơn vị."
)


def pc_fields() -> tuple[Field, ...]:
    """Those a person sets here; the others are remembered by the way. All choices in view."""
    return tuple(
        replace(f, kind=Choice(_with_digits(f.kind))) if isinstance(f.kind, Choice) else f
        for f in PC_SETTINGS
        if f.name in {name for row in LAYOUT for name in row}
    )


def _with_digits(kind: Choice) -> tuple[Option, ...]:
    return tuple(replace(o, digit=str(n)) for n, o in enumerate(kind.options, 1))


class PcPanel(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        holder = Scrolled(self)
        holder.pack(fill="both", expand=True)
        self._form = Form(holder.body, pc_fields(), layout=LAYOUT)
        self._form.pack(fill="x", padx=(0, px(4)))
        self._form.on_change(self._apply)
        Paragraph(holder.body, LOCK, "Caption.TLabel").pack(fill="x", pady=(px(6), 0))
        self._add_practice(holder.body)
        self._add_folder(holder.body)

    def refresh(self) -> None:
        settings = self._session.settings
        self._form.fill({"theme": theme.mode()} | {n: settings[n] for n in PLAIN})

    def focus_first(self) -> None:
        self._form.focus_first()

    def _apply(self) -> None:
        values, _ = parse_row(pc_fields(), self._form.raw())
        settings = self._session.settings
        mode, size = str(values["theme"] or ""), str(values["text_size"] or "")
        for name in ("lock_minutes", "lock_minimised"):
            if values[name]:
                settings[name] = str(values[name])
        if mode and mode != theme.mode():
            settings["theme"] = mode
            theme.set_mode(mode)
        if size and size != settings["text_size"]:
            settings["text_size"] = size
            theme.set_text_size(self.winfo_toplevel(), size)
            self.after_idle(self._session.refresh_all)  # what was built with px() anew

    def _add_practice(self, parent: ttk.Frame) -> None:
        session = self._session
        box = self._section(parent, "Tập huấn")
        Paragraph(box, IN_PRACTICE if session.practice else PRACTICE).pack(fill="x")
        if session.practice and home_of(session.folder) is None:
            return  # a folder of sample data alone: there is no office to go back to
        ways: list[tuple[str, Callable[[], None]]] = [
            (LEAVE, partial(leave_practice, self, session)) if session.practice
            else (ENTER, partial(enter_practice, session))
        ]  # fmt: skip
        if session.practice or has_practice(session.folder):
            ways.append((f"{ANEW} …", partial(begin_anew, self, session)))
        buttons = Flow(box)
        buttons.pack(fill="x", pady=(px(8), 0))
        for text, run in ways:
            buttons.add(ttk.Button(buttons, text=text, bootstyle="outline", command=run))

    def _add_folder(self, parent: ttk.Frame) -> None:
        folder = self._session.folder
        box = self._section(parent, "Thư mục dữ liệu")
        Paragraph(box, f"{folder}\n{FOLDER}").pack(fill="x")
        ttk.Button(
            box, text="Mở thư mục", bootstyle="outline", command=lambda: open_in_system(folder)
        ).pack(anchor="w", pady=(px(8), 0))

    def _section(self, parent: ttk.Frame, title: str) -> ttk.Frame:
        ttk.Frame(parent, style="Line.TFrame", height=1).pack(fill="x", pady=(px(16), px(12)))
        ttk.Label(parent, text=title, style="CardTitle.TLabel").pack(anchor="w", pady=(0, px(4)))
        box = ttk.Frame(parent)
        box.pack(fill="x")
        return box
