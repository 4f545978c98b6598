"""Curtain: hides every small window while the program is locked, and puts each back as it was.

Windows are asked of Tk itself, which knows also those that Python did not make: lists of choices,
menus, the file dialog. The windows' code goes on waiting for its answer behind the curtain.
"""

import contextlib
import tkinter as tk

import ttkbootstrap as ttk

RETRY_MS = 50
TRIES = 40


class Curtain:
    def __init__(self, app: ttk.App) -> None:
        self._app = app
        self._hidden: list[str] = []
        self._grab = self._focus = ""

    def draw(self) -> None:
        """Nothing but the root window is to be seen after this. Windows are told before, by the
        event <<Locking>>."""
        app = self._app
        for window in self._windows("."):
            if self._exists(window):
                app.tk.call("event", "generate", window, "<<Locking>>")
        self._grab = _first(app, app.tk.call("grab", "current"))
        self._focus = str(app.tk.call("focus", "-displayof", ".") or "")
        if self._grab:
            app.tk.call("grab", "release", self._grab)
        app.tk.call("tk::MenuUnpost", "")
        self._hidden = []
        for window in self._windows("."):
            shown = str(app.tk.call("wm", "state", window)) in ("normal", "zoomed", "iconic")
            passing = bool(app.tk.getboolean(app.tk.call("wm", "overrideredirect", window)))
            if not shown:
                continue
            if window.endswith(".popdown"):
                app.tk.call("ttk::combobox::Unpost", window.removesuffix(".popdown"))
            app.tk.call("wm", "withdraw", window)
            if not passing:
                self._hidden.append(window)
        if app.tk.call("tk", "windowingsystem") == "x11":
            app.selection_clear(selection="PRIMARY")  # else a middle click takes it elsewhere

    def lift(self) -> None:
        """Put back what was hidden, with the keyboard where it was."""
        tk_call = self._app.tk.call
        for window in reversed(self._hidden):
            if self._exists(window):
                tk_call("wm", "deiconify", window)
        self._hidden = []
        self._app.after(RETRY_MS, self._take, TRIES)

    def tear(self) -> None:
        """Give the hidden windows up: each ends as if it had been closed."""
        hidden, self._hidden = self._hidden, []
        for window in hidden:
            if self._exists(window):
                self._app.tk.call("destroy", window)

    def _take(self, tries: int) -> None:
        """Keyboard and grab need a window that is on the screen already, which takes a moment."""
        tk_call = self._app.tk.call
        wanted = [name for name in (self._grab, self._focus) if name and self._exists(name)]
        if not wanted:
            return
        if tries and not all(tk_call("winfo", "viewable", name) for name in wanted):
            self._app.after(RETRY_MS, self._take, tries - 1)
            return
        if self._grab in wanted:
            with contextlib.suppress(tk.TclError):  # closed, or behind, meanwhile
                tk_call("grab", "set", self._grab)
        tk_call("focus", "-force", wanted[-1])

    def _exists(self, window: str) -> bool:
        return bool(self._app.tk.getboolean(self._app.tk.call("winfo", "exists", window)))

    def _windows(self, parent: str) -> list[str]:
        """Every top-level window below, the innermost last."""
        call, found = self._app.tk.call, []
        for child in self._app.tk.splitlist(call("winfo", "children", parent)):
            name = str(child)
            if str(call("winfo", "toplevel", name)) == name and (
                str(call("winfo", "class", name)) != "Menu"
            ):
                found.append(name)
            found += self._windows(name)
        return found


def _first(app: tk.Misc, found: object) -> str:
    names = app.tk.splitlist(found)
    return str(names[0]) if names else ""
