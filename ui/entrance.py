"""Entrance: what stands in the root window, a page of signing in or the work, and how one becomes
the other.

Locking hides the work, keeps what is typed, closes the file and forgets the keys; the same user
finds everything as it was, another one gets a fresh window. The pages are ui/sign_in.py,
ui/sign_in_code.py, ui/first_user.py and ui/recovery_code.py, the rarer ones imported when they
are shown; when to lock is ui/auto_lock.py.
"""

import logging
import tkinter as tk
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import ttkbootstrap as ttk

from domain.changes import Changes
from domain.errors import AppError, Cancelled
from domain.users import Role, User
from storage import unlocked
from storage.accounts import DEMO, is_demo, set_recovery_code, sign_in_with_code
from storage.database import Database, open_database
from storage.key_file import read_key_file
from storage.paths import database_file, program_version
from storage.set_up import Stage, encrypt_old, enter, make_first_user, stage_of
from storage.sign_ins import LOCK, SIGN_IN, SIGN_OUT, UNLOCK, note_coming
from storage.wrong_passwords import seconds_to_wait
from ui import dialogs, theme
from ui.auto_lock import AutoLock
from ui.clipboard import ClipboardWatch
from ui.curtain import Curtain
from ui.frame import PROGRAM
from ui.gate import Gate
from ui.opening import open_in_system
from ui.practice import home_of, is_wanted_anew, keep_old, prepare_practice
from ui.preferences import PcSettings
from ui.screens import load_screen
from ui.shell import Shell
from ui.sign_in import SignInPage, Who
from ui.tasks import Report, Tasks

if TYPE_CHECKING:
    from ui.recovery_code import CodePages
    from ui.sign_in_restore import Found

log = logging.getLogger(__name__)

LOCKED_TITLE = f"{PROGRAM} – đã khóa"
POSTPONED = "Sẽ khóa khi việc đang làm xong."
POSTPONE_MS = 1000
ANSWER_MS = 100  # how often it is looked whether a dialog over the page was answered
LOAD_MS = 30  # the page says that it is working before modules are imported
UPGRADING = "Đang nâng cấp dữ liệu …"
SUPPORT = "Tạo tệp gửi hỗ trợ …"
MAKING_SAMPLE = "Đang tạo xã mẫu …"
ENCRYPTING = "Đang sao lưu và mã hóa …"
NO_KEYS = (
    "Thư mục có dữ liệu đã mã hóa nhưng thiếu tệp khóa keys.json nên không mở được. Đừng xóa gì. "
    "Chép lại tệp keys.json từ nơi đã chép dữ liệu, hoặc khôi phục từ bản sao lưu."
)


@runtime_checkable
class Refuses(Protocol):
    """A page that says why it does not let in."""

    def refuse(self, error: AppError) -> None: ...


class Entrance:
    """`open_work` opens the file for whoever is signed in and makes the shell, not yet shown."""

    def __init__(
        self, app: ttk.App, folder: Path, settings: PcSettings, tasks: Tasks,
        open_work: Callable[[], Shell], save_support: Callable[[tk.Misc], None] | None = None,
    ) -> None:  # fmt: skip
        self._app, self._folder, self._settings, self._tasks = app, folder, settings, tasks
        self._open_work = open_work
        self._save_support = save_support
        self.shell: Shell | None = None
        self.gate: Gate | None = None
        self.is_locked = False
        self.next_folder: Path | None = None
        self.next_signed_in = False  # another user unlocked: he need not sign in twice
        self._pages: CodePages | None = None
        self._later: str | None = None
        self._curtain = Curtain(app)
        self._clipboard = ClipboardWatch(app)
        self._auto_lock = AutoLock(app, settings, self.lock)

    # -- the start --------------------------------------------------------------------------------

    def begin(self, *, signed_in: bool = False) -> None:
        """The page that this folder needs; the practice commune of an office opens by itself."""
        stage = stage_of(self._folder)
        if signed_in:
            self._open()
        elif self._is_practice_of_office(stage):
            self._open_practice(stage)
        elif stage is Stage.READY:
            self._ask_sign_in()
        elif stage is Stage.NO_KEYS:
            self._say_no_keys()
        else:
            self._ask_first_user(stage)

    def _is_practice_of_office(self, stage: Stage) -> bool:
        ready = stage in (Stage.READY, Stage.PLAIN) or is_wanted_anew(self._folder)
        return home_of(self._folder) is not None and ready

    @property
    def open_db(self) -> Database | None:
        """The database while somebody is in."""
        return self.shell.session.db if self.shell and not self.is_locked else None

    @property
    def following(self) -> Path | None:
        """The folder to open next, or None when the program ends."""
        return self.next_folder or (self.shell.next_folder if self.shell else None)

    def close(self) -> None:
        """The window is gone: let go of the file and of the keys."""
        self._auto_lock.stop()
        self._clipboard.stop()
        if self._pages:
            self._pages.delete_copy()
        if self.shell and self.shell.runs:
            self.shell.runs.stop()
        if self.shell and not self.is_locked:
            session = self.shell.session
            note_coming(session.db, SIGN_OUT, by=session.user)
            if self.shell.runs:
                self.shell.runs.pause()
            self.shell.session.db.close()
        if not self.next_signed_in:
            unlocked.forget(self._folder)

    def _show(self, gate: Gate) -> None:
        if self.gate:
            self.gate.destroy()
        self.gate = gate
        if self._save_support:
            gate.add_foot_button(SUPPORT, partial(self._save_support, gate))
        gate.place(relwidth=1, relheight=1)  # the work is built beside it
        gate.after(theme.FOCUS_MS, partial(self._give_keyboard, gate))

    def _give_keyboard(self, gate: Gate) -> None:
        """Not while a dialog stands over it, which its Esc would not reach any more."""
        if dialogs.is_asking(self._app):
            gate.after(ANSWER_MS, partial(self._give_keyboard, gate))
        else:
            gate.focus_first()

    def _ask_sign_in(self) -> None:
        key_file = read_key_file(self._folder)
        who = Who(
            key_file.names if key_file else (), self._settings["user_name"],
            demo=is_demo(self._folder), locked=self.is_locked,
        )  # fmt: skip
        if self.is_locked and self.shell:
            who = Who(who.names, self.shell.session.user.name, demo=who.demo, locked=True)
        self._show(SignInPage(
            self._app, who, self._foot(), sign_in=self._sign_in, forgot=self._ask_code,
            wait=partial(seconds_to_wait, self._folder), switch_theme=self._switch_theme,
        ))  # fmt: skip

    def _ask_code(self) -> None:
        from ui.sign_in_code import RecoverPage

        key_file = read_key_file(self._folder)
        self._show(RecoverPage(
            self._app, key_file.names if key_file else (), self._settings["user_name"],
            self._foot(), demo=is_demo(self._folder), recover=self._recover,
            back=self._ask_sign_in,
        ))  # fmt: skip

    def _ask_first_user(self, stage: Stage) -> None:
        from ui.first_user import FirstUserPage

        self._show(FirstUserPage(
            self._app, self._settings["user_name"], self._foot(),
            make=self._make_first_user, switch_theme=self._switch_theme,
            sample=self._open_sample if stage is Stage.NEW else None,
            restore=self._ask_restore if stage is Stage.NEW else None, old=stage is Stage.PLAIN,
        ))  # fmt: skip

    def _say_no_keys(self) -> None:
        page = Gate(self._app, "Thiếu tệp khóa", "exclamation-triangle", self._foot())
        page.add_text(NO_KEYS)
        page.add_main("Khôi phục bản sao lưu …", self._ask_restore)
        page.add_link("Mở thư mục dữ liệu", partial(open_in_system, self._folder))
        page.add_link("Thử lại", self.begin)
        self._show(page)

    def _ask_restore(self) -> None:
        from storage.bundle import SUFFIX
        from ui.sign_in_restore import RestorePage, look_into

        backups: dialogs.FileTypes = (("Bản sao lưu", f"*{SUFFIX}"),)
        file = dialogs.choose_open(self._app, self._settings, "Chọn bản sao lưu", backups)
        if file is None:
            return
        found = look_into(file)
        self._show(RestorePage(
            self._app, found, self._settings["user_name"], self._foot(),
            restore=partial(self._restore, found), back=self.begin,
        ))  # fmt: skip

    def _restore(self, found: "Found", name: str, secret: str) -> None:
        from ui.sign_in_restore import restore

        def work(report: Report) -> object:
            return restore(found, self._folder, name, secret, report)

        def done(_: object) -> None:
            self._settings["user_name"] = name
            self._go_to(self._folder)  # the new start puts it in place

        self._run(work, done)

    def _foot(self) -> str:
        return f"Dữ liệu: {self._folder}    ·    v{program_version()}"

    def _switch_theme(self) -> None:
        self._app.toggle_theme()
        self._settings["theme"] = theme.mode()

    # -- work off the Tk thread -------------------------------------------------------------------

    def _sign_in(self, name: str, password: str) -> None:
        def work(report: Report) -> User:
            return enter(self._folder, name, password,
                         lambda done, total: report(done, total, UPGRADING))  # fmt: skip

        self._run(work, self._signed_in)
        self._app.after(LOAD_MS, self._load_work)

    def _load_work(self) -> None:
        """While the worker is at the password, which leaves this thread free."""
        import ui.backup_runs  # noqa: F401

        load_screen(self._settings["last_screen"])

    def _recover(self, code: str, name: str, password: str) -> None:
        def work(_: Report) -> tuple[User, str]:
            return sign_in_with_code(self._folder, code, name, password)

        def done(found: tuple[User, str]) -> None:
            user, new = found
            self._settings["user_name"] = user.name
            self._settings["recovery_waiting"] = "1"
            from ui.recovery_code import SPENT

            self._show_code(new, user, SPENT)

        self._run(work, done)

    def _make_first_user(self, name: str, password: str) -> None:
        self._settings["recovery_waiting"] = "1"  # until the code is typed back

        def work(report: Report) -> tuple[User, str]:
            return make_first_user(self._folder, name, password,
                                   lambda done, total: report(done, total, ENCRYPTING))  # fmt: skip

        def done(made: tuple[User, str]) -> None:
            user, code = made
            self._settings["user_name"] = user.name
            self._show_code(code, user)

        self._run(work, done)

    def _open_practice(self, stage: Stage) -> None:
        page = Gate(self._app, "Xã tập huấn", "mortarboard", self._foot())
        page.add_main("Mở xã tập huấn", self.begin)
        self._show(page)
        page.show_work("Đang mở xã tập huấn …")

        def work(report: Report) -> User:
            home = home_of(self._folder)
            if home and is_wanted_anew(self._folder):
                prepare_practice(
                    home, anew=True, report=lambda done, of: report(done, of, MAKING_SAMPLE)
                )
            elif stage is Stage.PLAIN:
                return encrypt_old(self._folder, *DEMO, practice=True)[0]
            return enter(self._folder, *DEMO, lambda done, of: report(done, of, UPGRADING))

        def failed(error: BaseException) -> None:
            keep_old(self._folder)
            self._ask_sign_in()
            self._refused(error)

        self._tasks.run(work, self._signed_in, self._progress, failed)

    def _open_sample(self) -> None:
        """Only looking: the practice commune beside, and no account here yet."""

        def work(report: Report) -> Path:
            return prepare_practice(
                self._folder,
                report=lambda done, total: report(done, total, MAKING_SAMPLE),
            )

        self._tasks.run(work, self._go_to, title="Xem thử với dữ liệu mẫu", modal=True)

    def _run(self, work: Callable[[Report], object], done: Callable[..., None]) -> None:
        self._tasks.run(work, done, self._progress, self._refused)

    def _progress(self, done: int, total: int, text: str) -> None:
        if self.gate:
            self.gate.show_progress(done, total, text)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, AppError) and isinstance(self.gate, Refuses):
            self.gate.refuse(error)
            return
        if self.gate:
            self.gate.end_work()
        if not isinstance(error, Cancelled):
            raise error

    # -- the recovery code ------------------------------------------------------------------------

    def _show_code(self, code: str, user: User, why: str = "") -> None:
        from ui.recovery_code import CodePages, Given

        def done() -> None:
            self._pages = None
            del self._settings["recovery_waiting"]
            self._go_in(user)

        given = Given(code, user.name, why, practice=is_demo(self._folder))
        self._pages = CodePages(self._app, self._settings, given, self._foot(), done, self._show)
        self._pages.start()

    def _make_new_code(self, user: User) -> None:
        """Set-up was cut off before the code was typed back: nobody has it, so here is another."""

        def work(_: Report) -> str:
            db = open_database(database_file(self._folder))
            try:
                return set_recovery_code(db, by=user)[1]
            finally:
                db.close()

        def done(code: str) -> None:
            from ui.recovery_code import AGAIN

            self._show_code(code, user, AGAIN)

        self._run(work, done)

    # -- in ---------------------------------------------------------------------------------------

    def _signed_in(self, user: User) -> None:
        if is_demo(self._folder):  # shares this PC's settings with the office
            self._go_in(user)
            return
        self._settings["user_name"] = user.name
        waiting = self._settings["recovery_waiting"] and user.role is Role.ADMIN
        if waiting and not user.looking:
            self._make_new_code(user)
        else:
            self._go_in(user)

    def _go_in(self, user: User) -> None:
        if not self.is_locked or self.shell is None:
            self._open()
        elif user == self.shell.session.user:
            self._unlock(self.shell)
        else:
            self._start_anew()

    def _open(self) -> None:
        try:
            self.shell = self._open_work()
        except Exception as error:
            unlocked.forget(self._folder)
            for child in self._app.winfo_children():
                if isinstance(child, Shell):
                    child.destroy()  # half built
            self._ask_sign_in()
            self._refused(error)
            return
        self._note(self.shell, SIGN_IN)
        self._drop_gate()
        self._auto_lock.start()
        log.info("window opened")

    def _note(self, shell: Shell, what: str) -> None:
        """On the record, after what the state beside the database was compared with."""
        note_coming(shell.session.db, what, by=shell.session.user)
        shell.session.changed(Changes(audit=True))

    def _drop_gate(self) -> None:
        if self.gate:
            self.gate.destroy()
            self.gate = None

    # -- locking ----------------------------------------------------------------------------------

    def lock(self) -> None:
        """At once, or as soon as the running work is done."""
        if self.shell is None or self.is_locked or self._later:
            return
        if self._tasks.busy:
            self.shell.set_status(POSTPONED)
            self._later = self._app.after(POSTPONE_MS, self._lock_later)
            return
        self._auto_lock.stop()
        self.is_locked = True
        try:
            self.shell.keep_typed()
        finally:
            self._hide(self.shell)
            self._ask_sign_in()
            log.info("locked")

    def _lock_later(self) -> None:
        self._later = None
        if self.shell:
            self.shell.status_bar.take_back(POSTPONED)
        self.lock()

    def _hide(self, shell: Shell) -> None:
        """Nothing of the data can be seen or read after this."""
        self._curtain.draw()
        shell.pack_forget()
        self._app.title(LOCKED_TITLE)
        self._clipboard.clear_ours()
        note = partial(note_coming, shell.session.db, LOCK, by=shell.session.user)
        pause = (shell.runs.pause,) if shell.runs else ()
        for close in (note, *pause, shell.session.db.suspend):
            try:
                close()
            except (AppError, OSError) as problem:  # the next one lets go all the same
                log.warning("closing before the lock: %s", type(problem).__name__)
        unlocked.forget(self._folder)

    def _unlock(self, shell: Shell) -> None:
        try:
            shell.session.db.resume()
        except AppError as error:
            unlocked.forget(self._folder)
            self._ask_sign_in()
            self._refused(error)
            return
        self.is_locked = False
        self._drop_gate()
        shell.pack(fill="both", expand=True)
        shell.show_again()
        self._app.update_idletasks()
        self._curtain.lift()
        self._auto_lock.start()
        self._note(shell, UNLOCK)
        log.info("unlocked")
        if shell.runs:
            shell.runs.resume()  # writes a file: where that fails, the work stands there already

    def _start_anew(self) -> None:
        """Another user: the windows of the one before are given up, and a new one is made."""
        self.next_signed_in = True
        self._go_to(self._folder)

    def _go_to(self, folder: Path) -> None:
        self.next_folder = folder
        self.quit()

    def quit(self) -> None:
        """End the window's life; what waits behind the curtain ends first."""
        self._curtain.tear()
        self._app.after_idle(self._app.quit)
