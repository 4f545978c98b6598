"""One window for all tests; a test fails when a Tk callback raised or an error was logged.

Ask for `window` (the root, emptied after the test), `page` (a frame in it), `shown` (the same, on
the screen, for tests that press keys) or `session`. Most tests of ui/ need none of them.

The gate runs these tests twice, the second time as TUNGNHA_TEST_SCALE=150 and
TUNGNHA_TEST_THEME=dark say (dev.py), and then only those that need a window. So a test gives sizes
through px(), and colours through theme.colours().
"""

import logging
import os
import time
import tkinter as tk
from _tkinter import DONT_WAIT
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import pytest
import ttkbootstrap as ttk

from domain.changes import Changes
from domain.users import User
from storage.database import Database, open_database
from storage.unlocked import Locked
from ui import theme
from ui.column_widths import keep_widths_in
from ui.dialogs import Dialog
from ui.preferences import PcSettings
from ui.session import Session
from ui.tasks import Tasks

SCALE = int(os.environ.get("TUNGNHA_TEST_SCALE", "100"))
MODE = os.environ.get("TUNGNHA_TEST_THEME", "light")
WAIT_SECONDS = 10
SETTLE_SECONDS = 2
GUARD_MS = 60_000
WaitUntil = Callable[[Callable[[], object]], None]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The second time, what has no window would only be the same again."""
    if SCALE == 100 and MODE == "light":
        return
    here = Path(__file__).parent
    again = [i for i in items if here not in i.path.parents or "app" in i.fixturenames  # type: ignore[attr-defined]
             or i.get_closest_marker("looks")]  # fmt: skip
    config.hook.pytest_deselected(items=[i for i in items if i not in again])
    items[:] = again


@pytest.fixture(scope="session")
def app() -> Iterator[ttk.App]:
    ttk.set_bootstyle_strict()
    settings = PcSettings(None)
    settings["theme"] = MODE
    app = theme.start(settings, "test", scaling=4 / 3 * SCALE / 100)
    app.geometry("1100x700+0+0")
    yield app
    app.destroy()


@pytest.fixture(autouse=True)
def nothing_logged_as_error(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    errors = [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR]
    assert not errors, errors


def settle(app: tk.Misc) -> None:
    """As update(), which never ends where a moving bar is drawn slower than it moves."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while app.tk.dooneevent(DONT_WAIT) and time.monotonic() < deadline:
        pass


@pytest.fixture
def window(app: ttk.App, monkeypatch: pytest.MonkeyPatch) -> Iterator[ttk.App]:
    """After an error in a handler, or a minute, open dialogs are closed: the test fails then and
    does not wait for ever."""
    raised: list[BaseException] = []

    def remember(_: object, error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Locked):
            return  # as in the program: what is behind the sign-in page wanted to read
        raised.append(error.with_traceback(trace))
        for child in app.winfo_children():
            if isinstance(child, Dialog):
                child.destroy()

    def too_long() -> None:
        raise AssertionError("still waiting after a minute")

    app.after(GUARD_MS, too_long)
    monkeypatch.setattr(app, "report_callback_exception", remember, raising=False)
    yield app
    settle(app)
    for child in app.winfo_children():
        child.destroy()
    # A job of a destroyed widget would call whatever function gets its name next: tkinter makes
    # names of id() and __name__, and every lambda is called <lambda>.
    for job in app.tk.splitlist(app.tk.call("after", "info")):
        app.tk.call("after", "cancel", job)
    app.update()
    app.withdraw()
    keep_widths_in({})
    if theme.mode() != MODE:
        theme.set_mode(MODE)
    if raised:
        raise raised[0]


@pytest.fixture
def page(window: ttk.App) -> ttk.Frame:
    page = ttk.Frame(window)
    page.pack(fill="both", expand=True)
    return page


@pytest.fixture
def wait_until(window: ttk.App) -> WaitUntil:
    """Runs the event loop until the condition holds; fails when it never does."""

    def wait(condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + WAIT_SECONDS
        tick = tk.BooleanVar(window)
        while not condition():
            assert time.monotonic() < deadline, "the condition never became true"
            window.after(10, tick.set, True)
            window.wait_variable(tick)

    return wait


@pytest.fixture
def shown(window: ttk.App, page: ttk.Frame, wait_until: WaitUntil) -> ttk.Frame:
    """The page on the screen with the keyboard: key events reach the widget with the focus."""
    window.deiconify()
    window.update()
    window.focus_force()
    window.update()
    wait_until(window.focus_displayof)  # a busy system takes its time to give it
    return page


class RecordingWindow:
    """Stands in for the shell: remembers what a screen asked of the window."""

    def __init__(self) -> None:
        self.changes: list[Changes] = []
        self.opened: list[tuple[str, dict[str, object]]] = []
        self.statuses: list[str] = []
        self.toasts: list[str] = []
        self.folders: list[Path] = []
        self.rebuilt = 0
        self.keep: list[Callable[[], None]] = []  # what screens do with what is typed

    def fan_out(self, changes: Changes) -> None:
        self.changes.append(changes)

    def open_screen(self, key: str, **what: object) -> None:
        self.opened.append((key, what))

    def set_status(self, text: str) -> None:
        self.statuses.append(text)

    def show_toast(self, text: str, title: str) -> None:
        self.toasts.append(f"{title} {text}".strip())

    def ask_refresh(self) -> None:
        self.rebuilt += 1

    def keep_typed(self) -> None:
        for keep in self.keep:
            keep()

    def reopen(self, folder: Path) -> None:
        self.folders.append(folder)


@pytest.fixture
def recorder() -> RecordingWindow:
    return RecordingWindow()


@pytest.fixture
def empty_db(tmp_path: Path) -> Iterator[Database]:
    db = open_database(tmp_path / "tungnha.db", create=True)
    yield db
    db.close()


def _raise(error: BaseException) -> None:
    raise error


@pytest.fixture
def session(
    window: ttk.App, empty_db: Database, tmp_path: Path, recorder: RecordingWindow
) -> Session:
    """On an empty database, with tasks done at once and errors raised; `recorder` is its window."""
    tasks = Tasks(window, on_error=_raise, inline=True)
    settings = PcSettings(tmp_path / "pc.json")
    user = User("Hà Thị Thử")
    return Session(empty_db, tmp_path, user, settings, tasks, window=recorder)
