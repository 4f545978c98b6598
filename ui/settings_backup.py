"""Thiết lập, "Sao lưu": the backups of this PC, one more now, on a stick, and the way back.

The list is read on the worker, from the heads of the files. Background backups: ui/backup_runs.py.
"""

import tkinter as tk
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

import ttkbootstrap as ttk

from domain.changes import Changes
from domain.users import User, may, refusal_words
from storage.backups import (
    Backup,
    backups_folder,
    check_backup,
    list_backups,
    look_at,
    make_backup,
)
from storage.bundle import key_name
from storage.checkup import Checkup, read_checkup
from storage.database import open_database
from ui.action_list import Action, ActionList, give_room, when_low
from ui.backup_restore import start_restore
from ui.backup_texts import (
    Amount,
    amount_words,
    backup_row,
    moment_words,
    newest_words,
    usb_words,
    usb_words_short,
)
from ui.backup_usb import copy_to_usb
from ui.data_check import run_check
from ui.dialogs import FileTypes, choose_open, tell
from ui.keys import bind_page_keys
from ui.opening import open_in_system
from ui.paragraph import Paragraph
from ui.session import Session
from ui.tables import Column
from ui.tasks import Report
from ui.theme import icon_size, px

COLUMNS = (
    Column("at", "Sao lưu lúc", 150, sortable=False),
    Column("reason", "Lý do", 190, grow=True, sortable=False),
    Column("checked", "Kiểm tra", 200, grow=True, sortable=False),
    Column("households", "Hộ", 80, "e", sortable=False),
    Column("visits", "Lượt đến", 100, "e", sortable=False),
    Column("size", "Cỡ", 90, "e", compact=False, sortable=False),
)
NOTE = (
    "Chương trình tự sao lưu khi mở, khi đóng, trước khi nhập và mỗi 30 phút có thay đổi; giữ 10 "
    "ngày, 8 tuần và 12 tháng gần nhất. Số lượt đến kể cả lượt đã sửa, rút lại. Bản sao lưu đã mã "
    "hóa, mở bằng mật khẩu hoặc mã khôi phục."
)
UNSEEN = "Cửa sổ thấp quá, không thấy bản đang chọn: hãy kéo cao cửa sổ rồi khôi phục."
NOT_HERS = "Chỉ quản trị khôi phục được bản sao lưu."
EMPTY = "Chưa có bản sao lưu nào. Bấm “Sao lưu ngay” để có bản đầu tiên."
FILES: FileTypes = (("Bản sao lưu", "*.tungnha"), ("Mọi tệp", "*"))


def back_up_now(database: Path, by: User, report: Report) -> Backup:
    """Job: one more backup in the data folder, whether anything changed or not."""
    db = open_database(database)
    try:
        return make_backup(
            db, backups_folder(database.parent), reason="manual", by=by, report=report
        )
    finally:
        db.close()


def tried_files(checkup: Checkup) -> dict[str, str]:
    """What was restored for trial last, by name."""
    return {checkup.restored_file: checkup.restored_at} if checkup.restored_file else {}


class BackupPanel(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._backups: dict[str, Backup] = {}
        self._offered: Path | None = None  # to be selected when the list is there
        head = ttk.Frame(self)
        head.pack(fill="x", pady=(0, px(8)))
        ttk.Button(head, text="Mở thư mục", bootstyle="outline", command=self._open_folder).pack(
            side="right", anchor="n", padx=(px(12), 0))  # fmt: skip
        lines = ttk.Frame(head)
        lines.pack(side="left", fill="x", expand=True)
        self._newest = self._add_line(lines, "shield-check")
        self._usb = self._add_line(lines, "usb-drive")
        self._low = False
        self._texts = (("", ""), ("", ""))  # both lines in full, and beside each other
        makes, restores = (may(session.user, a) for a in ("make_backup", "restore_backup"))
        why = refusal_words(session.user) if session.user.looking else NOT_HERS
        note = Paragraph(self, NOTE if restores else f"{NOTE} {why}", "Caption.TLabel")
        note.pack(fill="x", pady=(0, px(10)))
        self._list = ActionList(
            self, COLUMNS,
            (
                Action("Sao lưu ngay (F8)", lambda _: self._back_up(), needs_row=False, main=True,
                       allowed=makes),
                Action("Chép ra USB … (F11)", lambda _: self._copy(), needs_row=False,
                       allowed=makes),
                Action("Khôi phục … (Enter)", self._restore, allowed=restores),
                Action("Từ tệp khác … (F12)", lambda _: self._restore_other(),
                       needs_row=False, allowed=restores),
                Action("Kiểm tra bản này", self._check),
                Action("Kiểm tra dữ liệu (Ctrl+K)", lambda _: self.check_data(),
                       needs_row=False),
            ),
            opened=self._restore if restores else lambda _: None, empty=EMPTY,
            narrow=820,
        )  # fmt: skip
        self._list.pack(fill="both", expand=True)
        bind_page_keys(self, {
            **({"<F11>": self._copy} if makes else {}),
            **({"<F12>": self._restore_other} if restores else {}),
            "<Control-k>": self.check_data, "<Control-K>": self.check_data,
        })  # fmt: skip
        give_room(self, self._list, (note,))
        when_low(self, self._set_low)

    def refresh(self) -> None:
        folder = self._session.folder

        def read(_: Report) -> tuple[list[Backup], Checkup]:
            return list_backups(backups_folder(folder)), read_checkup(folder)

        self._session.tasks.run(read, self._show)

    def choose(self, file: Path) -> None:
        """Select this backup: it was found for somebody."""
        self._offered = file
        self.refresh()

    def focus_first(self) -> None:
        self._list.focus_list()

    def add(self) -> None:
        self._list.run_main()

    def _add_line(self, parent: ttk.Frame, icon: str) -> ttk.Label:
        label = ttk.Label(parent, icon=icon, icon_size=icon_size(18), compound="left")
        label.pack(anchor="w", pady=px(2))
        return label

    def _set_low(self, low: bool) -> None:
        """One line for both, so that the list has its rows."""
        self._low = low
        for label in (self._newest, self._usb):
            label.pack(side="left" if low else "top", anchor="w", pady=px(2),
                       padx=(0, px(20) if low else 0))  # fmt: skip
        self._say_lines()

    def _say_lines(self) -> None:
        newest, usb = self._texts[self._low]
        self._newest.configure(text=f"  {newest}")
        self._usb.configure(text=f"  {usb}")

    def _show(self, found: tuple[list[Backup], Checkup]) -> None:
        if not self.winfo_exists():
            return
        backups, checkup = found
        now = datetime.now().astimezone()
        self._backups = {str(b.file): b for b in backups}
        tried = tried_files(checkup)
        self._list.show([backup_row(b, tried, now.date()) for b in backups])
        if self._offered and str(self._offered) in self._backups:
            self._list.select(str(self._offered))
            self._offered = None
        elif backups and not self._list.selected_id:
            self._list.select(str(backups[0].file))
        self._say(backups, now)

    def _say(self, backups: Sequence[Backup], now: datetime) -> None:
        settings = self._session.settings
        newest, alarm = newest_words(backups, now)
        newest_short = newest.partition(",")[0]
        if problem := settings["backup_problem"]:
            newest, alarm = f"Lần sao lưu vừa rồi chưa được: {problem} {newest}", True
            newest_short = newest
        self._newest.configure(style="Alarm.TLabel" if alarm else "Strong.TLabel")
        usb, alarm = usb_words(settings["usb_copied_on"], now.date())
        alarm = alarm and not self._session.practice and any(b.households for b in backups)
        self._usb.configure(style="Alarm.TLabel" if alarm else "TLabel")
        usb_short = usb_words_short(settings["usb_copied_on"], now.date())
        self._texts = ((newest, usb), (newest_short, usb_short))
        self._say_lines()

    # -- what can be done ---------------------------------------------------------------------

    def _back_up(self) -> None:
        session = self._session

        def done(made: Backup) -> None:
            session.settings["backup_problem"] = ""
            session.changed(Changes(backups=True))
            session.status(f"Đã sao lưu {amount_words(Amount(made.households, made.visits))}.")

        session.tasks.run(partial(back_up_now, session.db.path, session.user), done,
                          title="Đang sao lưu", modal=True)  # fmt: skip

    def check_data(self) -> None:
        run_check(self, self._session)

    def _copy(self) -> None:
        copy_to_usb(self, self._session)

    def _restore(self, id_: str) -> None:
        backup = self._backups[id_]
        if not self._list.see_selected():  # nobody restores what he does not see
            self._session.status(UNSEEN)
        elif backup.problem:
            tell(self, "Không dùng được", backup.problem, "Hãy chọn bản sao lưu khác.", error=True)
        else:
            start_restore(self, self._session, backup)

    def _restore_other(self) -> None:
        path = choose_open(self, self._session.settings, "Chọn bản sao lưu", FILES)
        if path is None:
            return
        backup = look_at(path)
        if backup.problem:
            tell(self, "Không dùng được", backup.problem, "Hãy chọn tệp khác.", error=True)
        else:
            start_restore(self, self._session, backup)

    def _check(self, id_: str) -> None:
        session, file = self._session, self._backups[id_].file

        def done(backup: Backup) -> None:
            when = moment_words(backup.made_at, date.today())
            amount = amount_words(Amount(backup.households, backup.visits))
            if backup.key == key_name(keys):
                tell(self, "Bản sao lưu tốt", f"Bản {when} còn nguyên vẹn: {amount}.",
                     "Đã đọc từng trang, đếm lại và so với lúc ghi.")  # fmt: skip
            else:
                tell(self, "Bản sao lưu đọc được", f"Tệp còn nguyên như lúc ghi: {amount}.",
                     "Bản này có khóa dữ liệu khác nên chưa mở ra đếm lại được.")  # fmt: skip

        keys = session.db.keys
        session.tasks.run(lambda report: check_backup(file, keys, report), done,
                          title="Đang kiểm tra bản sao lưu", modal=True)  # fmt: skip

    def _open_folder(self) -> None:
        folder = backups_folder(self._session.folder)
        folder.mkdir(exist_ok=True)
        open_in_system(folder)
