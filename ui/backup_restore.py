"""Restoring: the backup beside today's numbers, the password, and the change itself.

What can fail is done while the window still stands: today's data are backed up, the restored folder
is made and checked inside the data folder. Only then the window closes, and the next start puts it
in place (storage/restore_in_place.py).
"""

import tkinter as tk
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import ttkbootstrap as ttk

from domain.days import format_day
from domain.errors import AppError
from domain.fields import Field, Text
from domain.users import User, require
from storage import unlocked
from storage.audit_chain import head_of
from storage.backups import Backup, backups_folder, make_backup
from storage.bundle import key_name
from storage.database import Database, open_database
from storage.passwords import WrongPassword
from storage.restore_in_place import prepare_restore
from storage.restoring import Restored
from ui.backup_texts import Amount, Comparison, compare
from ui.confirm import ConfirmDialog
from ui.dialogs import tell
from ui.edit import edit
from ui.paragraph import Paragraph
from ui.session import Session
from ui.tasks import Report
from ui.theme import px

TITLE = "Khôi phục từ bản sao lưu"
WIDTH = 520
KEPT = "Số liệu đang dùng được cất lại 30 ngày. Khôi phục xong, chương trình về trang đăng nhập."
SAME_KEY = "Tài khoản, mật khẩu giữ như hiện nay. Người đã được xóa dữ liệu cá nhân không trở lại."
OTHER_KEY = (
    "Bản này có khóa dữ liệu khác: tài khoản, mật khẩu trở lại như lúc sao lưu, người đã nghỉ từ "
    "đó lại vào được."
)
OLD_PASSWORD = Field(
    "password", "Mật khẩu của {name} lúc sao lưu", Text(), width=44,
    hint="Mật khẩu đã đổi từ khi có bản sao lưu này.",
)  # fmt: skip
OLD_CODE = Field("code", "hoặc mã khôi phục in lúc đó", Text(), width=44)


@dataclass(frozen=True)
class Wish:
    """How the restore is to be done: by the password, or by the printed code of that time."""

    reason: str
    password: str
    code: str = ""


def count_now(db: Database) -> Amount:
    """Of the whole commune, whoever asks."""
    return Amount(
        int(db.value("SELECT count(*) FROM main.households")),
        int(db.value("SELECT count(*) FROM main.visits")), head_of(db.conn)[0],
    )


def prepare(database: Path, file: Path, wish: Wish, by: User, report: Report) -> Restored:
    """Job: everything but the change. Raises AppError, and then nothing has happened."""
    require(by, "restore_backup")
    folder = database.parent
    db = open_database(database)
    try:
        make_backup(db, backups_folder(folder), reason="restore", by=by, report=report)
    finally:
        db.close()
    return prepare_restore(
        file, folder, by.name, wish.password, code=wish.code, reason=wish.reason, report=report
    )


class RestoreDialog(ConfirmDialog):
    """What the backup holds beside today's numbers, over the reason and the password."""

    go_on = "Khôi phục"
    side_by_side = True

    def __init__(
        self, parent: tk.Misc, session: Session, backup: Backup, comparison: Comparison
    ) -> None:
        purpose = f"Khôi phục bản ngày {format_day(backup.made_at[:16])}"
        super().__init__(parent, session, purpose)
        self.title(TITLE)
        head = self.body.winfo_children()[1]
        box = ttk.Frame(self.body)
        box.pack(fill="x", after=head)
        about = "  ·  ".join(x for x in (backup.office, backup.reason_words) if x)
        about = about[:1].upper() + about[1:]
        ttk.Label(box, text=about, style="Caption.TLabel").pack(anchor="w")
        self._add_table(box, comparison)
        Paragraph(box, comparison.sentence, "Alarm.TLabel" if comparison.loses else "Strong.TLabel",
                  wraplength=px(WIDTH)).pack(fill="x", pady=(px(10), 0))  # fmt: skip
        same = backup.key == key_name(session.db.keys)
        Paragraph(box, f"{KEPT} {SAME_KEY if same else OTHER_KEY}",
                  "Caption.TLabel" if same else "Alarm.TLabel",
                  wraplength=px(WIDTH)).pack(fill="x", pady=(px(6), 0))  # fmt: skip
        ttk.Frame(box, width=px(WIDTH)).pack()

    def ask(self) -> Wish | None:
        reason = self.wait_answer()
        return Wish(str(reason), self.secret) if reason else None

    def finish(self, result: object) -> None:
        self.secret = self.password.get()
        super().finish(result)

    def _add_table(self, parent: ttk.Frame, comparison: Comparison) -> None:
        table = ttk.Frame(parent)
        table.pack(anchor="w", pady=(px(12), 0))
        for column, (what, then, now) in enumerate(
            (("", "Trong bản này", "Đang dùng"), *comparison.lines)
        ):
            for row, text in enumerate((what, then, now)):
                style = "Caption.TLabel" if not row else "Strong.TLabel" if column else "TLabel"
                ttk.Label(table, text=text, style=style).grid(
                    row=row, column=column, sticky="e" if column else "w", padx=(0, px(30)),
                    pady=(px(4) if row else 0, 0),
                )  # fmt: skip


def start_restore(parent: tk.Misc, session: Session, backup: Backup) -> None:
    """Preview, password, the work, and the program opened anew on what was restored."""
    amount = Amount(backup.households, backup.visits, backup.entries)
    comparison = compare(amount, backup.made_at, count_now(session.db))
    wish = RestoreDialog(parent, session, backup, comparison).ask()
    if wish:
        _restore(parent, session, backup, wish)


def _restore(parent: tk.Misc, session: Session, backup: Backup, wish: Wish) -> None:
    def done(restored: Restored) -> None:
        session.settings["restored"] = format_day(restored.made_at[:16])
        unlocked.forget(session.folder)
        session.reopen(session.folder)

    def failed(error: BaseException) -> None:
        if isinstance(error, WrongPassword):
            if again := _ask_old(parent, session.user, wish):
                _restore(parent, session, backup, again)
        elif isinstance(error, AppError):
            tell(parent, TITLE, error.message,
                 f"{error.hint} Số liệu đang dùng không bị thay đổi.", error=True)  # fmt: skip
        else:
            raise error

    session.tasks.run(
        partial(prepare, session.db.path, backup.file, wish, session.user), done,
        failed=failed, title="Đang khôi phục", modal=True,
    )  # fmt: skip


def _ask_old(parent: tk.Misc, user: User, wish: Wish) -> Wish | None:
    """The slots in the backup are those of its time."""
    password = Field(**{**vars(OLD_PASSWORD), "label": OLD_PASSWORD.label.format(name=user.name)})
    texts = edit(parent, TITLE, (password, OLD_CODE), {}, columns=1, save="Khôi phục")
    if texts is None or not (texts["password"] or texts["code"]):
        return None
    return Wish(wish.reason, texts["password"], texts["code"])
