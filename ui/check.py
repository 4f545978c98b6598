"""`main.py --check`: the program tries itself, on a practice commune that is thrown away.

It signs in, opens every screen, saves a visit through the real form, locks itself and is unlocked,
writes a report, and says in one line whether that went well. For whoever builds or installs the
program; no office's data are touched.

    main.py --check [--theme light|dark] [--scale 100|125|150]

The scale is that of the screen in per cent, which stands in for the system's own.
"""

import faulthandler
import logging
import sys
import tempfile
import tkinter as tk
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.days import format_day
from domain.errors import AppError
from storage import unlocked
from storage.accounts import DEMO, create_first_user
from storage.campaigns import current_campaign
from storage.database import Database, open_database
from storage.paths import database_file
from storage.practice import make_practice
from ui import theme
from ui.app import make_session, make_tasks, open_window
from ui.check_files import write_files
from ui.check_program import describe_damage, describe_foreign, watch_calls
from ui.entrance import Entrance
from ui.failures import describe_failure, format_for_log
from ui.frame import PROGRAM
from ui.preferences import PcSettings
from ui.screens import SCREENS
from ui.shell import Shell
from ui.sign_in import SignInPage
from ui.visit_sheet import SheetCard

HOUSEHOLDS = 60
SCALES = {"100": 4 / 3, "125": 5 / 3, "150": 2.0}  # to pixels for a point
USAGE = "main.py --check [--theme light|dark] [--scale 100|125|150]"
MOST_SECONDS = 240


class Failed(Exception):
    """A sentence for the one who runs the check."""


class _Troubles(logging.Handler):
    """Collects what must not happen: errors in the log and in callbacks of the window."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())

    def on_callback(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self.on_error(error.with_traceback(trace))

    def on_error(self, error: BaseException) -> None:
        if describe_failure(error):
            self.found.append(format_for_log(error))


@dataclass(frozen=True)
class Look:
    """How the window is to look; "" as this PC has it."""

    theme: str = ""
    scale: str = ""


def read_look(arguments: Sequence[str]) -> Look | None:
    """From what stands behind --check; None when it is not understood."""
    if len(arguments) % 2:
        return None
    given = dict(zip(arguments[::2], arguments[1::2], strict=True))
    look = Look(given.pop("--theme", ""), given.pop("--scale", ""))
    known = look.theme in ("", "light", "dark") and look.scale in ("", *SCALES)
    return look if known and not given else None


def check(arguments: Sequence[str] = ()) -> int:
    """0 when everything worked, else 1; one line on stdout or stderr."""
    look = read_look(arguments)
    if look is None:
        sys.stderr.write(f"{USAGE}\n")
        return 1
    troubles = _Troubles()
    if sys.stderr:  # a screen that never comes to rest says where, instead of hanging for ever
        faulthandler.dump_traceback_later(MOST_SECONDS, exit=True)
    logging.getLogger().addHandler(troubles)
    watch_calls(troubles.found)
    try:
        if damage := describe_damage():
            raise Failed(damage)
        with tempfile.TemporaryDirectory(prefix="tung-nha-") as folder:
            sentence = _check_in(Path(folder), troubles, look)
    except Failed as failure:
        sys.stderr.write(f"--check: chưa đạt: {failure}\n")
        return 1
    except Exception as error:
        known = describe_failure(error) if isinstance(error, AppError) else None
        text = f"{known.message} {known.hint}" if known else format_for_log(error)
        sys.stderr.write(f"--check: chưa đạt: {text}\n")
        return 1
    finally:
        faulthandler.cancel_dump_traceback_later()
        logging.getLogger().removeHandler(troubles)
    sys.stdout.write(f"--check: đạt ({sentence})\n")
    return 0


def _check_in(folder: Path, troubles: _Troubles, look: Look) -> str:
    _make_commune(folder)
    settings = PcSettings(None)
    settings["theme"] = look.theme
    app = theme.start(settings, PROGRAM, scaling=SCALES.get(look.scale))
    app.report_callback_exception = troubles.on_callback
    tasks = make_tasks(app, troubles.on_error, inline=True)

    def open_work() -> Shell:
        db = open_database(database_file(folder))
        return open_window(app, make_session(folder, db, settings, tasks))

    entrance = Entrance(app, folder, settings, tasks, open_work)
    try:
        app.geometry("1280x680+0+0")
        app.deiconify()
        entrance.begin()
        shell = _sign_in(app, entrance)
        db = shell.session.db
        screens = _open_screens(app, shell)
        _save_visit(app, shell, db)
        entrance.lock()
        if _sign_in(app, entrance) is not shell:
            raise Failed("mở khóa không trở về cửa sổ đang làm.")
        if foreign := describe_foreign(app):
            raise Failed(foreign)
        files = write_files(db, _campaign(db), folder)
        if not shell.leave():
            raise Failed("cửa sổ không chịu đóng.")
        tasks.close()
    finally:
        app.destroy()
        entrance.close()
    if troubles.found:
        raise Failed(" | ".join(troubles.found))
    return f"{screens} màn hình, 1 lượt đến, {files}"


def _make_commune(folder: Path) -> None:
    db, by, _ = create_first_user(folder, *DEMO, practice=True)
    try:
        make_practice(db, by=by, households=HOUSEHOLDS)
    finally:
        db.close()
        unlocked.forget(folder)


def _sign_in(app: ttk.App, entrance: Entrance) -> Shell:
    """As an officer does: name and password are filled in here, so Enter."""
    _settle(app)
    if not isinstance(entrance.gate, SignInPage):
        raise Failed("màn hình đăng nhập không hiện.")
    entrance.gate.press()
    _settle(app)
    if entrance.shell is None or entrance.gate is not None:
        raise Failed("không đăng nhập được vào xã mẫu.")
    return entrance.shell


def _open_screens(app: ttk.App, shell: Shell) -> int:
    for entry in SCREENS:
        shell.open_screen(entry.key)
        _settle(app)
        if shell.current != entry.key:
            raise Failed(f"màn hình “{entry.title}” không mở được.")
    return len(SCREENS)


def _save_visit(app: ttk.App, shell: Shell, db: Database) -> None:
    """As an officer does: a sheet in the form, then F9."""
    shell.open_screen("entry")
    _settle(app)
    sheet = next((w for w in _descendants(shell) if isinstance(w, SheetCard)), None)
    if sheet is None:
        raise Failed("màn hình Nhập phiếu không có phiếu.")
    before = db.value("SELECT count(*) FROM visits")
    sheet.put({"visited_at": format_day(date.today().isoformat()), "disposition": "NOT_HOME"})
    shell.save()
    _settle(app)
    if db.value("SELECT count(*) FROM visits") != before + 1:
        raise Failed("lượt đến nhập thử không được lưu.")


def _campaign(db: Database) -> Campaign:
    campaign = current_campaign(db)
    if campaign is None:
        raise Failed("xã mẫu không có đợt vận động.")
    return campaign


def _settle(app: ttk.App) -> None:
    """Let the window draw, and what it put off for a moment happen."""
    done = tk.BooleanVar(app)
    app.after(300, done.set, True)
    app.wait_variable(done)
    app.update()


def _descendants(widget: tk.Misc) -> Iterator[tk.Misc]:
    for child in widget.winfo_children():
        yield child
        yield from _descendants(child)
