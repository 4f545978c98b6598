"""The inside of the window: shows screens, sends keys to the visible one, fans out Changes.

The table of screens is ui/screens.py, the frame around them ui/frame.py, the start ui/app.py.
"""

import tkinter as tk
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from domain.changes import Changes
from domain.users import may
from ui import screens, theme
from ui.cards import Banner
from ui.frame import (
    LOOKING,
    LOW,
    LOW_GAP,
    PRACTICE,
    PROGRAM,
    HeaderBar,
    Rail,
    StatusBar,
    officer_words,
)
from ui.header import Header
from ui.keys import GO_TO, bind_control, bind_function_key, bind_screen_key, tag_all
from ui.practice import home_of
from ui.screens import SCREENS, ScreenEntry, build_screen, find_screen
from ui.session import Session
from ui.theme import px

if TYPE_CHECKING:
    from ui.backup_runs import BackupRuns

KEYS = "F9 Lưu    Ctrl+F Tìm    Ctrl+L Khóa    F1 Hướng dẫn"
RESIZE_MS = 150
HEADER_MS = 400  # the first paint and, after a save, the next household come before what the
# header counts over all households


class Shell(ttk.Frame):
    """Everything inside the root window. Rebuilt as a whole when the text size changes."""

    def __init__(
        self,
        root: ttk.App,
        session: Session,
        header: Callable[[bool], Header],
        *,
        table: tuple[ScreenEntry, ...] = SCREENS,
        version: str = "",
    ) -> None:
        super().__init__(root, style="Page.TFrame")
        self.session = session
        self.current = ""
        self.built: dict[str, ttk.Frame] = {}
        self._root_window, self._header, self._table, self._version = root, header, table, version
        self._compact: bool | None = None
        self._resize_job: str | None = None
        self._header_job: str | None = None
        self._toasts: deque[ttk.ToastNotification] = deque(maxlen=8)  # the last, maybe gone by now
        self.next_folder: Path | None = None
        self.runs: BackupRuns | None = None  # in the program itself; not in tests and --check
        session.window = self
        self._build()
        self._bind_keys()
        self.bind("<Configure>", self._on_resize)
        self.bind("<Destroy>", self._on_destroy)

    # -- what a Session asks for ------------------------------------------------------------

    def open_screen(self, key: str, **what: object) -> None:
        entry = find_screen(key, self._table)
        self.rail.mark(self.current)  # until the other one really stands there
        if entry is None or (entry.permission and not self.session.allows(entry.permission)):
            return
        if self.current not in ("", key):
            self._clear_said()
        if key not in self.built:
            self.built[key] = build_screen(entry, self._holder, self.session)
            tag_all(self.built[key], GO_TO)
        if self.current != key:
            if self.current in self.built:
                self.built[self.current].pack_forget()
            self.current = key
            self.built[key].pack(fill="both", expand=True)
            if entry.in_rail:
                self.session.settings["last_screen"] = key
        self.rail.mark(key)
        screen = self.built[key]
        if what and isinstance(screen, screens.Shows):
            screen.show(**what)
        elif isinstance(screen, screens.FocusesFirst):
            self.after(theme.FOCUS_MS, screen.focus_first)
        else:
            screen.focus_set()

    def fan_out(self, changes: Changes) -> None:
        self._count_soon()
        for screen in self.built.values():
            screen.on_changes(changes)  # type: ignore[attr-defined]

    def set_status(self, text: str) -> None:
        self.status_bar.show(text)

    def show_toast(self, text: str, title: str) -> None:
        toast = ttk.ToastNotification(
            title=title or PROGRAM, message=text, duration=3000, bootstyle=theme.colours().toast,
            icon="check-circle-fill", position=(px(20), px(60), "se"),
        )  # fmt: skip
        self._toasts.append(toast)
        toast.show_toast()

    def _clear_said(self) -> None:
        """What was said of one screen does not stand over the next."""
        self.status_bar.show("")
        while self._toasts:
            self._toasts.pop().hide()

    def ask_refresh(self) -> None:
        """Build everything anew, the visible screen first; typed drafts are saved before."""
        current = self.current
        self.leave()
        for child in self.winfo_children():
            child.destroy()
        self.built.clear()
        self.current = ""
        self._compact = theme.is_compact(self.winfo_width(), theme.zoom())
        self._build()
        self._fit()
        if self.runs:
            self.runs.show_notice()
        self.open_screen(current)

    def reopen(self, folder: Path) -> None:
        """Close this window and open the program on another data folder."""
        if self.leave():
            self.next_folder = folder
            self._root_window.after_idle(self._root_window.quit)

    def _leave_practice(self) -> None:
        from ui.practising import leave_practice

        leave_practice(self, self.session)

    # -- keys -------------------------------------------------------------------------------

    def save(self) -> None:
        screen = self.built.get(self.current)
        if isinstance(screen, screens.Saves):
            screen.save()

    def find(self) -> None:
        screen = self.built.get(self.current)
        if isinstance(screen, screens.Searches):
            screen.focus_search()

    def escape(self) -> None:
        screen = self.built.get(self.current)
        if isinstance(screen, screens.Escapes):
            screen.escape()

    def help(self) -> None:
        from ui.guide import show_help

        show_help(self._root_window)

    def leave(self) -> bool:
        """Whether every screen lets the window close; a screen saves its draft here."""
        return all(s.leave() for s in self.built.values() if isinstance(s, screens.Leaves))

    def keep_typed(self) -> None:
        """Before the lock: every screen puts what is typed into its draft."""
        for screen in self.built.values():
            if isinstance(screen, screens.Keeps):
                screen.keep_typed()

    def show_again(self) -> None:
        """After the lock: the title, and what the header counts."""
        self._show_header(counted=False)
        self._count_soon()

    def switch_theme(self) -> None:
        self._root_window.toggle_theme()
        self.session.settings["theme"] = theme.mode()

    # -- building ---------------------------------------------------------------------------

    def _allowed(self, permission: str) -> bool:
        return not permission or may(self.session.user, permission)

    def _build(self) -> None:
        if self.session.user.looking:
            Banner(self, LOOKING).pack(fill="x")
        if self.session.practice:
            banner = Banner(self, PRACTICE)
            banner.pack(fill="x")
            if home_of(self.session.folder):
                banner.add_button("Thoát tập huấn", self._leave_practice)
        main = ttk.Frame(self, style="Page.TFrame")
        self.status_bar = StatusBar(main, KEYS, officer_words(self.session.user), self._version)
        self._side = ttk.Frame(self, style="Page.TFrame")
        self._side.pack(side="left", fill="y")
        ttk.Frame(self, style="Line.TFrame", width=1).pack(side="left", fill="y")
        main.pack(side="left", fill="both", expand=True)
        self.header_bar = HeaderBar(main)
        self.header_bar.pack(fill="x")
        ttk.Frame(main, style="Line.TFrame", height=1).pack(fill="x")
        self.status_bar.pack(side="bottom", fill="x")
        ttk.Frame(main, style="Line.TFrame", height=1).pack(side="bottom", fill="x")
        pad = (px(theme.PAGE), px(theme.GAP))
        self._holder = ttk.Frame(main, style="Page.TFrame", padding=pad)
        self._holder.pack(fill="both", expand=True)
        self._show_header(counted=False)
        self._count_soon()
        self._build_rail(compact=bool(self._compact))

    def _count_soon(self) -> None:
        if self._header_job is None:
            self._header_job = self.after(HEADER_MS, self._show_counted)

    def _show_counted(self) -> None:
        self._header_job = None
        if self.session.db.is_suspended:  # locked: counted when somebody is back
            self._count_soon()
        else:
            self._show_header(counted=True)

    def _show_header(self, *, counted: bool) -> None:
        header = self._header(counted)
        self.header_bar.show(header)
        self._root_window.title(f"{PROGRAM} – {header.place}" if header.place else PROGRAM)

    def _build_rail(self, *, compact: bool) -> None:
        for child in self._side.winfo_children():
            child.destroy()
        self.rail = Rail(self._side, self._table, self.open_screen, self._allowed,
                         self.switch_theme, compact=compact)  # fmt: skip
        self.rail.pack(fill="y", expand=True)
        self.rail.mark(self.current)
        self._compact = compact

    def _bind_keys(self) -> None:
        root, open_ = self._root_window, self._while_open
        for entry in self._table:
            if entry.function_key:
                go = partial(self.open_screen, entry.key)
                bind_screen_key(root, entry.function_key, open_(go))
        bind_function_key(root, "F1", open_(self.help))
        bind_function_key(root, "F9", open_(self.save))
        bind_control(root, "s", open_(self.save))
        bind_control(root, "f", open_(self.find))
        root.bind("<Escape>", lambda _: open_(self.escape)())

    def _while_open(self, action: Callable[[], object]) -> Callable[[], None]:
        """Behind the sign-in page, and when the work is given up, its keys do nothing."""

        def run() -> None:
            if self.winfo_exists() and self.winfo_manager():
                action()

        return run

    def _on_destroy(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self:
            for job in (self._resize_job, self._header_job):
                if job:
                    self.after_cancel(job)

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self:
            if self._resize_job:
                self.after_cancel(self._resize_job)
            self._resize_job = self.after(RESIZE_MS, self._fit)

    def _fit(self) -> None:
        self._resize_job = None
        low = self.winfo_height() / theme.zoom() < LOW
        self.header_bar.set_low(low=low)
        self._holder.configure(padding=(px(theme.PAGE), px(LOW_GAP if low else theme.GAP)))
        compact = theme.is_compact(self.winfo_width(), theme.zoom())
        if compact != self._compact:
            self._build_rail(compact=compact)
