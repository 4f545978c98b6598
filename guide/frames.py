"""Title bars and edges of windows, where no window manager draws them: on the bare virtual display.

Else a dialog would lie on the page like a hole in it. On Windows the system draws its own.
"""

import sys
import tkinter as tk

import ttkbootstrap as ttk

from ui import theme
from ui.theme import px

TITLE = 30


class _Frame(tk.Toplevel):
    def __init__(self, window: tk.Toplevel) -> None:
        super().__init__(window.master)
        self.overrideredirect(True)
        self.window = window
        c = theme.colours()
        edge = max(1, px(1))
        self.configure(background=c.muted)
        inner = tk.Frame(self, background=c.background)
        inner.pack(fill="both", expand=True, padx=edge, pady=edge)
        ttk.TkLabel(inner, autostyle=False, text=window.title(), background=c.background,
                    foreground=c.text, font="Caption").place(x=px(10), y=px(TITLE) // 2,
                                                             anchor="w")  # fmt: skip
        ttk.TkLabel(inner, autostyle=False, text="✕", background=c.background, foreground=c.text,
                    font="Caption").place(relx=1.0, x=-px(12), y=px(TITLE) // 2,
                                          anchor="e")  # fmt: skip

    def follow(self) -> None:
        left, top, right, bottom = outer_box(self.window)
        place = f"{right - left}x{bottom - top}+{left}+{top}"
        if self.geometry() != place:
            self.geometry(place)
            self.update_idletasks()
            self.lower(self.window)


def outer_box(widget: tk.Misc) -> tuple[int, int, int, int]:
    """On the screen, with the title bar and edges of a window."""
    left, top = widget.winfo_rootx(), widget.winfo_rooty()
    right, bottom = left + widget.winfo_width(), top + widget.winfo_height()
    if isinstance(widget, tk.Toplevel) and sys.platform != "win32":
        edge = max(1, px(1))
        return left - edge, top - px(TITLE), right + edge, bottom + edge
    return left, top, right, bottom


def frame_windows(app: tk.Misc) -> None:
    """Every window that is open has its frame, and no other."""
    if sys.platform == "win32":
        return
    windows = [w for w in _toplevels(app) if not isinstance(w, _Frame)]
    frames = {w.window: w for w in _toplevels(app) if isinstance(w, _Frame)}
    for window, frame in frames.items():
        if not (window.winfo_exists() and window.winfo_viewable()):
            frame.destroy()
    for window in windows:
        if window.winfo_viewable() and not window.overrideredirect():
            known = frames.get(window)
            (known if known and known.winfo_exists() else _Frame(window)).follow()


def _toplevels(widget: tk.Misc) -> list[tk.Toplevel]:
    found = []
    for child in widget.winfo_children():
        if isinstance(child, tk.Toplevel):
            found.append(child)
        found += _toplevels(child)
    return found
