"""Opening and closing: data folder, one program on it, signing in, database, window.

The window's inside is ui/shell.py, the pages before it and the lock ui/entrance.py. `run` is the
program with its window; `open_window` is also what `main.py --check` and tests use.
"""

import logging
import re
import sys
import tkinter as tk
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from storage.database import Database, open_database
from storage.lock import FolderInUse, hold_folder
from storage.offices import is_practice, list_offices
from storage.paths import database_file, practice_folder, program_version
from storage.program_log import written_log
from storage.sidecar import read_state
from ui import dialogs, theme
from ui.clock_warning import warn_of_clock
from ui.column_widths import keep_widths_in
from ui.entrance import Entrance
from ui.failures import Failures
from ui.frame import PROGRAM
from ui.header import Header, read_header
from ui.place_warning import check_place
from ui.preferences import PcSettings
from ui.printed_code import clear_left
from ui.screens import SCREENS, ScreenEntry, find_screen
from ui.session import Session
from ui.shell import Shell
from ui.tasks import Tasks
from ui.upgrade_news import tell_of_upgrade
from ui.watching import wake_first, watch_folder

if TYPE_CHECKING:
    from domain.campaigns import Campaign

log = logging.getLogger(__name__)

SETTINGS_FILE = "may-nay.json"
LEAST_WIDTH, LEAST_HEIGHT = 1000, 600
_GEOMETRY = re.compile(r"(\d+)x(\d+)\+(-?\d+)\+(-?\d+)$")


def run(folder: Path, practice: bool = False) -> int:
    """Open the window on a data folder until it is closed. 0, or 1 when it could not be opened."""
    following: Path | None = practice_folder(folder) if practice else folder
    signed_in = False
    while following:
        at = following
        settings = PcSettings(settings_folder(at) / SETTINGS_FILE)
        app = theme.start(settings, PROGRAM, iconphoto=icon_file())
        _name_for_taskbar()
        try:
            placed = check_place(app, at)
            if placed is None:
                return 0
            if placed != at:
                at, settings = placed, PcSettings(settings_folder(placed) / SETTINGS_FILE)
            with hold_folder(at):
                stop_watching = watch_folder(app, at)
                following, signed_in = _run_window(app, at, settings, signed_in=signed_in)
                stop_watching()
        except FolderInUse as held:
            if wake_first(at):
                return 0
            _failures(app, at, settings).handle(held)
            return 1
        except Exception as error:  # a refusal or a fault: said in a window either way
            _failures(app, at, settings).handle(error)
            return 1
        finally:
            _destroy(app)
    return 0


def _destroy(app: ttk.App) -> None:
    """What was put off for a moment finds no window any more."""
    cancel_put_off(app)
    app.destroy()


def cancel_put_off(app: tk.Misc) -> None:
    """Tk's own jobs too, as of a list that just closed. Those are Tcl lists, not the name of a
    function of ours: after_cancel() fails on them."""
    for job in app.tk.splitlist(app.tk.call("after", "info")):
        app.tk.call("after", "cancel", job)


def settings_folder(folder: Path) -> Path:
    """This PC's settings lie beside the office's data; the practice commune shares them."""
    return folder.parent if practice_folder(folder.parent) == folder else folder


def first_screen(*, has_office: bool, remembered: str, table: tuple[ScreenEntry, ...]) -> str:
    """Without an office: the first start. Else where the officer was last."""
    if not has_office:
        return "welcome"
    entry = find_screen(remembered, table)
    return entry.key if entry and entry.in_rail else "overview"


def is_usable(geometry: str, width: int, height: int) -> bool:
    """Whether a remembered "1366x700+0+0" still lies on a screen of this size."""
    found = _GEOMETRY.match(geometry)
    if not found:
        return False
    wide, high, x, y = (int(part) for part in found.groups())
    return 400 <= wide <= width and 300 <= high <= height and -50 <= x < width - 200 and (
        -50 <= y < height - 200
    )  # fmt: skip


def open_window(
    app: ttk.App,
    session: Session,
    *,
    table: tuple[ScreenEntry, ...] = SCREENS,
) -> Shell:
    """The shell in the root window, on the first screen. Does not show the root."""
    keep_widths_in(session.settings)
    header = partial(_read_header, session)
    shell = Shell(app, session, header, table=table, version=f"v{program_version()}")
    shell.pack(fill="both", expand=True)
    has_office = bool(list_offices(session.db))
    shell.open_screen(
        first_screen(has_office=has_office, remembered=session.settings["last_screen"], table=table)
    )
    if not shell.current:  # the remembered one is not open to this user
        shell.open_screen(table[0].key)
    return shell


def make_session(
    folder: Path, db: Database, settings: PcSettings, tasks: Tasks
) -> Session:
    """For whoever is signed in to the open file."""
    from storage.campaigns import current_campaign  # the sign-in page comes without it

    def load() -> "Campaign | None":
        return current_campaign(db)

    assert db.user is not None
    return Session(db, folder, db.user, settings, tasks, load(), is_practice(db), load)


def make_tasks(
    app: ttk.App, on_error: Callable[[BaseException], None], *, inline: bool = False
) -> Tasks:
    return Tasks(app, on_error=on_error, inline=inline,
                 show_progress=partial(dialogs.ProgressDialog, app))  # fmt: skip


def _read_header(session: Session, counted: bool) -> Header:
    return read_header(session.db, session.campaign, date.today(), counted=counted)


def _run_window(
    app: ttk.App, folder: Path, settings: PcSettings, *, signed_in: bool
) -> tuple[Path | None, bool]:
    """One window's life; the folder to open next, or None when the program ends, and whether
    somebody signed in to it already."""
    seen = read_state(folder)  # before anything is opened: that would make what is looked for
    failures = _failures(app, folder, settings, lambda: entrance.open_db)
    tasks = make_tasks(app, failures.handle)

    def open_work() -> Shell:
        db = open_database(database_file(folder))
        try:
            session = make_session(folder, db, settings, tasks)
            session.save_support = failures.save_support
            warn_of_clock(app, db)
            tell_of_upgrade(app, folder)
            from ui.backup_runs import BackupRuns  # the sign-in page comes without it

            shell = open_window(app, session)
            shell.runs = BackupRuns(app, session, seen, shell)
            shell.runs.begin()
            return shell
        except BaseException:
            db.close()
            raise

    entrance = Entrance(app, folder, settings, tasks, open_work, failures.save_support)
    failures.install()
    try:
        app.on_close(lambda: _on_close(app, entrance))
        entrance.begin(signed_in=signed_in)
        _place(app, settings)
        clear_left(app)
        app.mainloop()
        settings["window"] = "zoomed" if app.state() == "zoomed" else app.geometry()
        tasks.close()
        return entrance.following, entrance.next_signed_in
    finally:
        failures.uninstall()
        entrance.close()


def _failures(
    app: ttk.App, folder: Path, settings: PcSettings,
    open_db: Callable[[], Database | None] = lambda: None,
) -> Failures:  # fmt: skip
    """`open_db`: the database while somebody is in, for the support file."""

    def gather() -> dict[str, str]:
        from ui.support import gather

        return gather(folder, written_log(folder), open_db(), program_version(),
                      partial(_describe_look, app, settings))  # fmt: skip

    return Failures(app, settings, gather)


def _describe_look(app: ttk.App, settings: PcSettings) -> dict[str, object]:
    """Of the window, for the support file."""
    return {
        "screen": f"{app.winfo_screenwidth()}x{app.winfo_screenheight()}",
        "window": f"{app.winfo_width()}x{app.winfo_height()}", "zoom": round(theme.zoom(), 2),
        "theme": theme.mode(), "text_size": settings["text_size"],
        "tk": str(app.tk.call("info", "patchlevel")),
    }  # fmt: skip


def _on_close(app: ttk.App, entrance: Entrance) -> bool:
    if entrance.is_locked or entrance.shell is None:
        entrance.quit()
    elif not dialogs.bring_forward(app) and entrance.shell.leave():
        if entrance.shell.runs:
            entrance.shell.runs.close(app.quit)
        else:
            app.quit()
    return False  # ttkbootstrap would destroy the root at once; run() does, after the tasks


def icon_file() -> str:
    """Given when the root window is made: on Windows an icon set later changes none of its bars."""
    root = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
    icon = root / "assets" / ("icon.ico" if sys.platform == "win32" else "icon.png")
    return str(icon) if icon.is_file() else ""


def _name_for_taskbar() -> None:
    """Else Windows groups us there with other programs of the toolkit."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID("vn.tungnha.TungNha")


def _place(app: ttk.App, settings: PcSettings) -> None:
    width, height = app.winfo_screenwidth(), app.winfo_screenheight()
    app.minsize(min(LEAST_WIDTH, width), min(LEAST_HEIGHT, height - 60))
    remembered = settings["window"]
    if is_usable(remembered, width, height):
        app.geometry(remembered)
    else:
        app.geometry(f"{width}x{height - 40}+0+0")  # without the title bar
    app.deiconify()
    if sys.platform == "win32" and remembered in ("", "zoomed"):
        app.state("zoomed")
