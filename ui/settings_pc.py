"""Thiết lập, "Máy này": look, text size, name of the officer, practice, where the data are."""

import tkinter as tk
from dataclasses import replace

import ttkbootstrap as ttk

from domain.fields import Choice, Field, Option, parse_row
from domain.settings import PC_SETTINGS
from domain.users import User
from ui import theme
from ui.forms import Form
from ui.paragraph import Paragraph
from ui.practice import home_of
from ui.report_writing import open_in_system
from ui.scrolled import Scrolled
from ui.session import Session
from ui.theme import px
from ui.welcome_choice import enter_practice, leave_practice

LAYOUT = (("theme", "text_size"), ("user_name",))
PRACTICE = (
    "Xã mẫu có tên người tự đặt, ở một tệp riêng: tập nhập phiếu, lập báo cáo mà không động đến số "
    "liệu của đơn vị."
)
FOLDER = "Mọi số liệu nằm trong thư mục này; chép cả thư mục là chép hết."
IN_PRACTICE = "Đang ở xã mẫu. Số liệu của đơn vị không bị ảnh hưởng."


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
        self._form = Form(holder.body, pc_fields(), layout=LAYOUT, submit=self.save)
        self._form.pack(fill="x", padx=(0, px(4)))
        self._form.on_change(self._apply)
        name = ttk.Frame(holder.body)
        name.pack(fill="x", pady=(px(8), 0))
        self._save = ttk.Button(name, text="Ghi tên (F9)", bootstyle="primary", command=self.save)
        self._save.pack(side="left")
        Paragraph(name, "Tên này ghi trong nhật ký bên mỗi lần nhập.", "Caption.TLabel").pack(
            side="left", fill="x", expand=True, padx=(px(12), 0)
        )
        self._add_practice(holder.body)
        self._add_folder(holder.body)

    def refresh(self) -> None:
        if not self.is_dirty():
            self.drop()

    def focus_first(self) -> None:
        self._form.focus_first()

    def is_dirty(self) -> bool:
        """Look and size apply at once; only a typed name waits."""
        typed = self._form.raw()["user_name"].strip()
        return bool(typed) and typed != self._session.user.name

    def drop(self) -> None:
        settings = self._session.settings
        self._form.fill(
            {"theme": theme.mode(), "text_size": settings["text_size"],
             "user_name": self._session.user.name}
        )  # fmt: skip

    def save(self) -> bool:
        values, errors = parse_row(pc_fields(), self._form.raw())
        self._form.show_errors(errors)
        if errors:
            return False
        name = str(values["user_name"] or "")
        session = self._session
        session.settings["user_name"] = name
        if name and name != session.user.name:
            session.user = User(name, session.user.role)
            session.status(f"Từ nay ghi theo tên {name}.")
            self.after_idle(session.refresh_all)  # the name stands in the status bar
        return True

    def _apply(self) -> None:
        values, _ = parse_row(pc_fields(), self._form.raw())
        settings = self._session.settings
        mode, size = str(values["theme"] or ""), str(values["text_size"] or "")
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
        if session.practice:
            text, run = "Thoát tập huấn", leave_practice
        else:
            text, run = "Vào tập huấn", enter_practice
        ttk.Button(box, text=text, bootstyle="outline", command=lambda: run(session)).pack(
            anchor="w", pady=(px(8), 0)
        )

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
