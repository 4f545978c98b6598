"""One scene on the real window; guide/play.py starts it in a process of its own.

Stage is what the steps of a scene (guide/scenes.py) have in their hands: the real window and ways
to do in it what a person does. How a picture is taken is guide/pictures.py.
"""

import time
import tkinter as tk
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tkinter import filedialog
from types import TracebackType
from typing import Any, TypeVar

import ttkbootstrap as ttk
from PIL import Image

from guide.commune import OFFICER, PASSWORD, make_folder
from guide.frames import frame_windows, outer_box
from guide.pictures import grab, print_page, save
from guide.scenes import Box, Paper, Scene, Start, Steps
from storage.accounts import DEMO
from storage.database import open_database
from storage.paths import database_file
from ui import theme
from ui.app import make_session, make_tasks, open_window
from ui.dialogs import Dialog
from ui.entrance import Entrance
from ui.frame import PROGRAM
from ui.preferences import PcSettings
from ui.session import Session
from ui.shell import Shell
from ui.sign_in import SignInPage

W = TypeVar("W", bound=tk.Misc)
DATA = "TungNha-data"
LOOK_MS = 160
STILL_LOOKS = 3  # as many equal looks, and nothing moves any more. A text cursor of ttk blinks, and
# cannot be told not to: 600 ms on, 300 off; three looks find it on
LEAST_SECONDS = 0.8  # what the header counts comes late
MOST_SECONDS = 30.0


class Stuck(Exception):
    """A sentence for whoever writes the scene."""


class Stage:
    """The window of one scene. Looks for widgets in the dialog on top, else in the window."""

    def __init__(self, scene: Scene, app: ttk.App, entrance: Entrance, folder: Path) -> None:
        self.scene, self.app, self.entrance, self.folder = scene, app, entrance, folder
        self.shown: object = None
        self.trouble: BaseException | None = None
        self._steps: Steps | None = None
        self._looks: list[bytes] = []
        self._since = time.monotonic()

    @property
    def shell(self) -> Shell:
        assert self.entrance.shell, "nobody is signed in"
        return self.entrance.shell

    @property
    def session(self) -> Session:
        return self.shell.session

    # -- doing ----------------------------------------------------------------------------------

    def open(self, key: str, **what: object) -> None:
        """A screen, as its key in the rail does."""
        self.later(partial(self.shell.open_screen, key, **what))

    def press(self, button: str | tk.Misc) -> None:
        """A button, tab or choice, by the beginning of its words. What it opens may be modal."""
        widget: Any = self.named(button) if isinstance(button, str) else button
        self.later(widget.invoke)

    def key(self, sequence: str, on: tk.Misc | None = None) -> None:
        """ "<F8>", "<Control-t>", "<Return>": to the widget with the keyboard, or to `on`."""
        widget = on or self.app.focus_get() or self.app
        self.later(partial(widget.event_generate, sequence))

    def write(self, text: str, into: tk.Misc | None = None) -> None:
        """Letters into a field, as the input method puts them there."""
        widget: Any = into or self.app.focus_get()

        def put() -> None:
            widget.focus_force()
            widget.insert("insert", text)
            widget.event_generate("<KeyRelease>", keysym="space")

        self.later(put)

    def select(self, row: int, tree: ttk.Treeview | None = None) -> None:
        """A row of a list, counted from 0."""
        found: Any = tree or self.find(ttk.Treeview)
        item = found.get_children()[row]

        def mark() -> None:
            found.focus_force()
            found.focus(item)
            found.selection_set(item)
            found.event_generate("<<TreeviewSelect>>")

        self.later(mark)

    def answer_file(self, path: Path) -> None:
        """What is chosen wherever the program asks the system for a file or a folder next."""
        for name in ("askopenfilename", "asksaveasfilename", "askdirectory"):
            setattr(filedialog, name, lambda **_: str(path))
        filedialog.askopenfilenames = lambda **_: (str(path),)

    def later(self, action: Callable[[], object]) -> None:
        """Not within the step: an action that opens a dialog returns when that is closed."""
        self.app.after(1, action)

    # -- finding --------------------------------------------------------------------------------

    def find(self, kind: type[W], nth: int = 0, inside: tk.Misc | None = None) -> W:
        """The nth widget of a class that can be seen, in the order they were made."""
        found = [w for w in self.visible(inside) if isinstance(w, kind)]
        if len(found) <= nth:
            raise Stuck(f"no {kind.__name__} number {nth} is seen")
        return found[nth]

    def named(self, text: str, inside: tk.Misc | None = None) -> tk.Misc:
        """The widget with these words on it, or whose words begin so."""
        starting = None
        for widget in self.visible(inside):
            words = _words_of(widget)
            if words == text:
                return widget
            if starting is None and words.startswith(text):
                starting = widget
        if starting is None:
            raise Stuck(f"nothing that can be seen says “{text}”")
        return starting

    def around(self, widget: tk.Misc | str, kind: type[W]) -> W:
        """The nearest widget of a class that holds this one: the card of a heading."""
        at: tk.Misc | None = self.named(widget) if isinstance(widget, str) else widget
        while at is not None:
            if isinstance(at, kind):
                return at
            at = at.master
        raise Stuck(f"{widget} stands in no {kind.__name__}")

    def dialog(self) -> Dialog:
        """The one on top."""
        found = [w for w in _descendants(self.app) if isinstance(w, Dialog) and w.winfo_viewable()]
        if not found:
            raise Stuck("no dialog is open")
        return found[-1]

    def visible(self, inside: tk.Misc | None = None) -> list[tk.Misc]:
        root: tk.Misc = inside or self.app
        if inside is None:
            over = [w for w in _descendants(root) if isinstance(w, Dialog) and w.winfo_viewable()]
            root = over[-1] if over else root
        return [w for w in _descendants(root) if w.winfo_viewable()]

    # -- playing --------------------------------------------------------------------------------

    def play(self) -> None:
        self._steps = self.scene.steps(self)
        self.app.after(LOOK_MS, self._look)
        self.app.mainloop()
        if self.trouble:
            raise self.trouble

    def fail(self, error: BaseException) -> None:
        self.trouble = self.trouble or error
        self._end()

    def _end(self) -> None:
        """Dialogs first: whoever opened one still waits for it."""
        for window in reversed(list(_descendants(self.app))):
            if isinstance(window, tk.Toplevel):
                window.destroy()
        self.app.after_idle(self.app.quit)

    def _look(self) -> None:
        """Again and again, until the window stands still; then the next step."""
        try:
            frame_windows(self.app)
            self._looks.append(grab(self.app).tobytes())
            last = self._looks[-STILL_LOOKS:]
            waited = time.monotonic() - self._since
            if waited >= LEAST_SECONDS and len(last) == STILL_LOOKS and len(set(last)) == 1:
                self._looks.clear()
                self._step()
            elif waited > MOST_SECONDS:
                raise Stuck("the window never comes to rest")
            else:
                del self._looks[:-STILL_LOOKS]
                self.app.after(LOOK_MS, self._look)
        except Exception as error:
            self.fail(error)

    def _step(self) -> None:
        assert self._steps
        self._since = time.monotonic()
        try:
            next(self._steps)
        except StopIteration as end:
            self.shown = end.value
            self._picture = self._take()
            self._end()
        else:
            self.app.after(LOOK_MS, self._look)

    def _take(self) -> Image.Image:
        shown = self.shown
        if isinstance(shown, Paper):
            return print_page(shown)
        whole = grab(self.app)
        if shown is None:
            return whole
        margin = theme.px(self.scene.margin)
        if isinstance(shown, Box):
            left, top, right, bottom = (theme.px(n) for n in shown)
        else:
            widgets = shown if isinstance(shown, Sequence) else [shown]
            boxes = [outer_box(w) for w in widgets]  # type: ignore[arg-type]
            x, y = self.app.winfo_rootx(), self.app.winfo_rooty()
            left, top = min(b[0] for b in boxes) - x, min(b[1] for b in boxes) - y
            right, bottom = max(b[2] for b in boxes) - x, max(b[3] for b in boxes) - y
        return whole.crop((
            max(0, left - margin), max(0, top - margin),
            min(whole.width, right + margin), min(whole.height, bottom + margin),
        ))  # fmt: skip

    @property
    def picture(self) -> Image.Image:
        return self._picture


def _words_of(widget: tk.Misc) -> str:
    try:
        return str(widget.cget("text")).strip()
    except tk.TclError:
        return ""


def _descendants(widget: tk.Misc) -> Iterator[tk.Misc]:
    for child in widget.winfo_children():
        yield child
        yield from _descendants(child)


def _quiet(app: ttk.App) -> None:
    """Nothing blinks and nothing comes and goes by itself."""
    app.option_add("*insertOffTime", 0)
    setattr(ttk.ToastNotification, "show_toast", lambda toast: toast)  # noqa: B010


def _place(app: ttk.App, scene: Scene) -> None:
    width, height = (round(n * scene.scale) for n in scene.size)
    if width > app.winfo_screenwidth() or height > app.winfo_screenheight():
        raise Stuck(f"{width} x {height} does not fit on the screen")
    app.geometry(f"{width}x{height}+0+0")
    app.deiconify()
    app.focus_force()
    # away from everything that would look pressed or speak up
    app.event_generate("<Motion>", warp=True, x=app.winfo_screenwidth() - 1,
                       y=app.winfo_screenheight() - 1)  # fmt: skip


def _sign_in(stage: Stage, scene: Scene) -> None:
    gate = stage.entrance.gate
    assert isinstance(gate, SignInPage)
    gate.password.set(DEMO[1] if scene.practice else PASSWORD)
    gate.press()
    stage.app.update()


def make_picture(scene: Scene, path: Path) -> None:
    folder = Path(DATA)  # short, as it is shown: the working folder is a place of its own
    make_folder(scene, folder)
    settings = PcSettings(None)
    settings["text_size"], settings["theme"] = scene.text_size, scene.theme
    settings["user_name"] = DEMO[0] if scene.practice else OFFICER
    settings["last_screen"] = "overview"
    app = theme.start(settings, PROGRAM, scaling=4 / 3 * scene.scale)
    _quiet(app)
    tasks = make_tasks(app, lambda error: stage.fail(error), inline=True)

    def open_work() -> Shell:
        db = open_database(database_file(folder))
        return open_window(app, make_session(folder, db, settings, tasks))

    entrance = Entrance(app, folder, settings, tasks, open_work)
    stage = Stage(scene, app, entrance, Path.cwd())

    def raised(_: object, error: BaseException, trace: TracebackType | None) -> None:
        stage.fail(error.with_traceback(trace))

    app.report_callback_exception = raised
    try:
        _place(app, scene)
        entrance.begin()
        app.update()
        if scene.start in (Start.WORK, Start.WELCOME):
            _sign_in(stage, scene)
        stage.play()
        save(stage.picture, path)
    finally:
        app.destroy()
        entrance.close()

