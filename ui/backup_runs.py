"""Backups that make themselves: at the start, at the close, every half hour, before what changes
much. Here also the looks at the data that are due at a start, and the weekly word about the USB.

storage/backups.py decides whether anything changed; nothing here runs on the Tk thread but the
small state beside the database. What goes wrong in the background is said in the status line and
stays on the page “Sao lưu”; only damage opens a window.
"""

import logging
import tkinter as tk
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from domain.changes import Changes
from domain.errors import AppError, Cancelled
from domain.users import may
from storage.backups import INTERVAL, Backup, backup_if_due, backups_folder, list_backups
from storage.bundle import key_name
from storage.checkup import is_check_due, is_restore_due, note_restore
from storage.database import foreign_errors
from storage.device import settle_device
from storage.erasure_finish import resume_erasures
from storage.paths import database_file
from storage.reserve import keep_reserve
from storage.restoring import NotTried, test_restore
from storage.sidecar import (
    Finding,
    Seen,
    begin_state,
    check_state,
    end_state,
    part_ways,
    write_state,
)
from storage.unlocked import Locked, held
from ui import dialogs
from ui.backup_texts import is_usb_due
from ui.close_dialog import CloseDialog
from ui.data_check import FindingsDialog, look
from ui.dialogs import ask
from ui.older_file import OlderFileNotice, ask_about_older_file
from ui.session import Session
from ui.tasks import Job, Report
from ui.usb_notice import UsbNotice

if TYPE_CHECKING:
    from storage.doctor import Diagnosis

log = logging.getLogger(__name__)
T = TypeVar("T")

QUESTION_MS = 400
RETRY_MS = 2000
FIRST_MS = 2500  # the window is drawn and can be used before the disk is kept busy
TICK_MS = 5 * 60_000  # whether half an hour is over; the state beside the database
CLOSING_MS = 300


def backed_up(folder: Path, reason: str, work: Callable[[Report], T]) -> Callable[[Report], T]:
    """`work` for the worker, with a backup before it; refused where none can be made."""

    def run(report: Report) -> T:
        report(0, 0, "Đang sao lưu trước khi ghi …")
        backup_if_due(folder, reason=reason, report=report)
        return work(report)

    return run


def was_cut_off(seen: Seen | None) -> bool:
    """The program was not closed in order the last time."""
    return seen is not None and (seen.state is None or not seen.state.clean)


def try_restore(folder: Path, now: datetime, report: Report) -> str:
    """Job, once a month: the newest backup restored for trial; its name, "" where there is none.

    Raises AppError when it cannot be restored: the one thing nobody must find out too late.
    """
    keys = held(database_file(folder)).keys
    key = key_name(keys)  # of another only the bytes could be proven
    usable = [b for b in list_backups(backups_folder(folder)) if not b.problem and b.key == key]
    if not usable:
        return ""
    test_restore(usable[0].file, keys, report)
    note_restore(folder, now, usable[0].file.name)
    return usable[0].file.name


class BackupRuns:
    """For one open window. `seen`: read_state() of before the database was opened; `page`: where
    a line may stand over everything."""

    def __init__(
        self, root: tk.Misc, session: Session, seen: Seen | None, page: tk.Misc
    ) -> None:
        self._root, self._session, self._seen, self._page = root, session, seen, page
        self._jobs: set[str] = set()
        self._quiet: list[Job] = []  # the close does not wait for them
        self._closing: CloseDialog | None = None
        self._closing_job: str | None = None
        self._stopped = self._paused = False
        self._unanswered: Finding | None = None
        self._older: OlderFileNotice | None = None
        self._is_begun = False  # not while nobody answered for a file that does not fit its state

    # -- start ------------------------------------------------------------------------------

    def begin(self) -> None:
        """The state beside the database at once, the work a little later."""
        session = self._session
        if session.user.looking:
            return
        finding = check_state(session.db, self._seen)
        settle_device(session.db, by=session.user)
        if finding:
            part_ways(session.db, self._seen, finding, by=session.user)
            self._unanswered = finding
            self.show_notice()
            self._after(QUESTION_MS, self._ask_about_it)
        else:
            begin_state(session.db)
            self._is_begun = True
        self._after(FIRST_MS, self._first)
        self._after(TICK_MS, self._tick)

    def show_notice(self) -> None:
        """The line of the unanswered question; also after the page was built anew."""
        if self._unanswered:
            self._older = OlderFileNotice(self._page, self._unanswered, self._ask_about_it)

    def _ask_about_it(self) -> None:
        if not self._unanswered:
            return
        self._is_begun = ask_about_older_file(self._root, self._session, self._unanswered)
        if self._is_begun:
            self._unanswered = None
            if self._older:
                self._older.destroy()

    def _after(self, ms: int, action: Callable[[], object]) -> None:
        """Later, but not while the program is locked: then a little later again."""

        def run() -> None:
            self._jobs.discard(job)
            if self._paused or dialogs.is_asking(self._root):
                self._after(RETRY_MS, action)
            else:
                action()

        job = self._root.after(ms, run)
        self._jobs.add(job)

    def _first(self) -> None:
        session, now = self._session, datetime.now()
        if restored := session.settings["restored"]:
            session.settings["restored"] = ""
            session.toast(f"Đang dùng số liệu của bản sao lưu ngày {restored}.", "Đã khôi phục")
        whole = is_check_due(session.folder, now)
        if whole or was_cut_off(self._seen):
            self._quietly(lambda report: look(session.folder, whole=whole, report=report),
                          self._on_looked)  # fmt: skip
        self._back_up("start")
        if is_restore_due(session.folder, now):
            self._quietly(lambda report: try_restore(session.folder, now, report), _nothing,
                          self._on_untried)  # fmt: skip
        self._quietly(lambda report: resume_erasures(session.db.path, report), _nothing)
        self._quietly(lambda _: keep_reserve(session.folder), _nothing)
        self._mention_usb(now.date())

    def _tick(self) -> None:
        self._after(TICK_MS, self._tick)
        write_state(self._session.db)
        self._back_up(INTERVAL)

    def _on_looked(self, diagnosis: "Diagnosis") -> None:
        if not diagnosis.ok and not self._stopped:
            FindingsDialog(self._root, self._session, diagnosis).wait()

    # -- in the background ------------------------------------------------------------------

    def _back_up(self, reason: str) -> None:
        folder = self._session.folder
        self._quietly(
            lambda report: backup_if_due(folder, reason=reason, report=report), self._on_made
        )

    def _on_made(self, made: Backup | None) -> None:
        self._session.settings["backup_problem"] = ""
        if made:
            self._session.changed(Changes(backups=True))

    def _quietly(
        self, work: Callable[[Report], T], done: Callable[[T], object],
        failed: Callable[[AppError], object] | None = None,
    ) -> None:  # fmt: skip
        def fail(error: BaseException) -> None:
            if isinstance(error, Cancelled | Locked):
                return
            if not isinstance(error, AppError):
                raise error
            (failed or self._on_failed)(error)

        self._quiet.append(
            self._session.tasks.run(work, lambda result: _call(done, result), failed=fail)
        )

    def _on_failed(self, error: AppError) -> None:
        log.warning("background backup: %s", type(error).__name__)
        self._session.settings["backup_problem"] = error.message
        self._session.status(f"Chưa sao lưu được: {error.message}")

    def _on_untried(self, error: AppError) -> None:
        self._on_failed(error)
        if self._stopped or isinstance(error, NotTried):
            return
        if ask(
            self._root, "Khôi phục thử không được", error.message, "Xem các bản sao lưu", "Đóng",
            "Bản sao lưu mới nhất không khôi phục được. Hãy sao lưu lại ngay, và chép ra USB.",
        ):  # fmt: skip
            self._session.show("settings", part="backup")

    def _mention_usb(self, today: date) -> None:
        """Once a week, over the page, until it is answered or the window closes."""
        session, settings = self._session, self._session.settings
        has_data = bool(session.db.value("SELECT 1 FROM households"))
        if self._unanswered:  # one line at a time, and of this file no copy is wanted
            return
        if session.practice or not has_data or not may(session.user, "make_backup"):
            return
        if is_usb_due(settings["usb_copied_on"], settings["usb_asked_on"], today):
            settings["usb_asked_on"] = today.isoformat()
            UsbNotice(self._page, session)

    # -- close ------------------------------------------------------------------------------

    def close(self, quit_: Callable[[], object]) -> None:
        """The last backup, then `quit_`; a dialog only where that takes a while."""
        session = self._session
        if session.user.looking:
            quit_()
            return
        if self._closing_job:  # the cross was pressed again
            return

        def work(report: Report) -> Backup | None:
            return backup_if_due(session.folder, reason="close", report=report)

        def end(_: Backup | None = None) -> None:
            self._end_closing()
            quit_()

        def fail(error: BaseException) -> None:
            self._end_closing()
            if isinstance(error, Locked):  # behind the lock nothing was changed since
                quit_()
            elif isinstance(error, AppError):
                self._ask_whether_to_close(error, quit_)
            elif not isinstance(error, Cancelled):
                raise error

        def skip() -> None:
            job.cancel()
            end()

        def show() -> None:
            self._closing = CloseDialog(self._root, skip)

        def progress(done: int, total: int, _: str) -> None:
            if self._closing:
                self._closing.update_progress(done, total)

        for quiet in self._quiet:
            quiet.cancel()
        self._closing_job = self._root.after(CLOSING_MS, show)
        job = session.tasks.run(work, end, progress, fail)

    def _end_closing(self) -> None:
        if self._closing_job:
            self._root.after_cancel(self._closing_job)
        if self._closing and self._closing.winfo_exists():
            self._closing.finish(None)
        self._closing = self._closing_job = None

    def _ask_whether_to_close(self, error: AppError, quit_: Callable[[], object]) -> None:
        if ask(self._root, "Chưa sao lưu được", error.message, "Đóng, không sao lưu", "Ở lại",
               f"{error.hint} Số liệu đã ghi vẫn còn nguyên.", danger=True):  # fmt: skip
            quit_()

    def stop(self) -> None:
        """After the window, before the database is closed."""
        self._stopped = True
        for job in self._jobs:
            self._root.after_cancel(job)
        self._jobs.clear()

    # -- the lock ---------------------------------------------------------------------------

    def pause(self) -> None:
        """The database is about to be closed in order: at the lock, or for good. The evidence of
        an unanswered question stays as it is."""
        self._paused = True
        if not self._is_begun:
            return
        try:
            with foreign_errors(self._session.db.path):
                end_state(self._session.db)
        except AppError as problem:  # the lock must close the file all the same
            log.warning("state not ended: %s", type(problem).__name__)

    def resume(self) -> None:
        self._paused = False
        if self._is_begun:
            begin_state(self._session.db)


def _nothing(_: object) -> None:
    """For work whose result nobody waits for."""


def _call(done: Callable[[T], object], result: T) -> None:
    done(result)
