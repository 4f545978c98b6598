"""A copy of the data that leaves the house: on which stick, and the copying itself."""

import tkinter as tk
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import ttkbootstrap as ttk

from domain.changes import Changes
from domain.users import User
from storage.backups import Backup, make_backup
from storage.database import open_database
from storage.drives import Stick, list_sticks
from ui.backup_texts import size_words
from ui.dialogs import Dialog, choose_folder
from ui.keys import bind_function_key
from ui.paragraph import Paragraph
from ui.session import Session
from ui.tasks import Report
from ui.theme import px

FOLDER = "TungNha-sao-luu"  # on the stick
TITLE = "Chép bản sao lưu ra USB"
WHY = (
    "Bản chép đã mã hóa: người nhặt được USB không đọc được tên và số điện thoại nào. Cất USB ở "
    "nơi khác với máy tính này."
)
NONE = "Chưa thấy USB nào. Hãy cắm USB rồi bấm “Tìm lại”."
SAME_DISK = "Đã chép, nhưng cùng ổ đĩa với dữ liệu: ổ đĩa hỏng thì mất cả hai. Hãy chép ra USB."
ELSEWHERE = "Thư mục khác …"
WIDTH = 520


def stick_words(stick: Stick) -> str:
    free = f"{stick.free / 1e9:.1f} GB".replace(".", ",")
    room = free if stick.free >= 1e9 else size_words(stick.free)
    return f"{stick.name}, còn trống {room}"


def first_choice(sticks: Sequence[Stick], last: str) -> str:
    """The stick used last when it is there, else the first."""
    paths = [str(s.path) for s in sticks]
    return last if last in paths else paths[0] if paths else ""


def is_same_disk(data: Path, to: Path) -> bool:
    """A copy beside the data goes when they go."""
    return data.stat().st_dev == to.stat().st_dev


def copy_out(database: Path, to: Path, by: User, report: Report) -> Backup:
    """Job: one more backup, made in that folder and read back there."""
    db = open_database(database)
    try:
        return make_backup(db, to, reason="usb", by=by, report=report)
    finally:
        db.close()


class StickDialog(Dialog):
    """Returns the folder to copy into, or None."""

    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, TITLE)
        self._session = session
        self._chosen = tk.StringVar(self)
        ttk.Frame(self.body, width=px(WIDTH)).pack()
        Paragraph(self.body, WHY, wraplength=px(WIDTH)).pack(fill="x", pady=(0, px(12)))
        self._box = ttk.Frame(self.body)
        self._box.pack(fill="x")
        self._copy = self.add_button("Chép vào đây", self._accept, main=True)
        self.add_button("Hủy", lambda: self.finish(None))
        self.add_button(ELSEWHERE, self._elsewhere)
        self._again = self.add_button("Tìm lại (F5)", self.look)
        bind_function_key(self, "F5", self.look)
        self.look()

    def look(self) -> None:
        sticks = list_sticks()
        for child in self._box.winfo_children():
            child.destroy()
        self._chosen.set(first_choice(sticks, self._session.settings["usb_drive"]))
        for stick in sticks:
            ttk.Radiobutton(self._box, text=stick_words(stick), value=str(stick.path),
                            variable=self._chosen).pack(anchor="w", pady=px(3))  # fmt: skip
        if not sticks:
            Paragraph(self._box, NONE, "Strong.TLabel", wraplength=px(WIDTH)).pack(fill="x")
        self._copy.state(["!disabled" if sticks else "disabled"])

    def ask(self) -> Path | None:
        found = self.wait(None if self._chosen.get() else self._again)
        return found if isinstance(found, Path) else None

    def _accept(self) -> None:
        if self._chosen.get():
            self._session.settings["usb_drive"] = self._chosen.get()
            self.finish(Path(self._chosen.get()) / FOLDER)

    def _elsewhere(self) -> None:
        start = self._session.settings["last_folder"]
        folder = choose_folder(self, TITLE, start)
        if folder:
            self.finish(folder)


def copy_to_usb(
    parent: tk.Misc, session: Session, copied: Callable[[], object] | None = None
) -> None:
    """Ask where, copy, and remember that it was done. `copied`: once a copy has left this disk."""
    to = StickDialog(parent, session).ask()
    if to is None:
        return

    def done(made: Backup) -> None:
        if is_same_disk(session.folder, to):
            session.status(SAME_DISK)
            return
        session.settings["usb_copied_on"] = date.today().isoformat()
        session.toast(f"Đã chép và đọc lại đúng: {made.file.name}. Hãy tháo USB an toàn.",
                      "Đã sao lưu ra USB")  # fmt: skip
        session.changed(Changes(backups=True))
        if copied:
            copied()

    session.tasks.run(
        lambda report: copy_out(session.db.path, to, session.user, report), done,
        title="Đang chép bản sao lưu", modal=True,
    )  # fmt: skip
