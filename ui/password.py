"""PasswordInput: a field that shows dots, with a button to show the letters.

It says when Caps Lock is on, as far as the system tells, and when the letters have accents: then
the input method must be set the same way each time.
"""

import sys
import tkinter as tk
from collections.abc import Callable

import ttkbootstrap as ttk

from ui.keys import bind_function_key
from ui.theme import icon_size, px

DOT = "•"
CAPS = "Phím Caps Lock đang bật."
ACCENTS = "Mật khẩu đang có chữ có dấu: lần nào cũng phải bật bộ gõ như lúc này."
LOCK_MASK = 0x2
_VK_CAPITAL = 0x14


def caps_lock(keysym: str, state: int | str) -> bool:
    """Whether Caps Lock is on after this key; the state is that of before the key."""
    on = isinstance(state, int) and bool(state & LOCK_MASK)
    return not on if keysym == "Caps_Lock" else on


def describe_typing(text: str, *, caps: bool) -> str:
    if caps:
        return CAPS
    return "" if text.isascii() else ACCENTS


class PasswordInput(ttk.Frame):
    """`toggle` is called by the button; it shows or hides all the fields that belong together."""

    def __init__(self, parent: tk.Misc, toggle: Callable[[], None] | None = None) -> None:
        super().__init__(parent)
        self._text = tk.StringVar(self)
        self._caps = False
        row = ttk.Frame(self)
        row.pack(fill="x")
        self._eye = ttk.Button(
            row, icon="eye", icon_only=True, icon_size=icon_size(16), bootstyle="outline",
            takefocus=False, command=toggle or self._switch,
        )  # fmt: skip
        self._eye.pack(side="right", fill="y", padx=(px(4), 0))
        self.entry = ttk.Entry(row, textvariable=self._text, show=DOT, exportselection=False)
        self.entry.pack(side="left", fill="x", expand=True)
        self._tip = ttk.ToolTip(self._eye, text="Hiện mật khẩu (F8)", delay=400)
        self._said = ttk.Label(self, style="Caption.TLabel", justify="left")
        self.entry.bind("<KeyPress>", self._on_key, add=True)
        self.entry.bind("<FocusIn>", lambda _: self._ask_system(), add=True)
        if toggle is None:  # else whoever has several such fields has the key too
            bind_function_key(self.entry, "F8", self._switch)
        for event in ("<<Copy>>", "<<Cut>>"):
            self.entry.bind(event, self._on_copy)
        self._text.trace_add("write", lambda *_: self._say())

    @property
    def is_shown(self) -> bool:
        return not self.entry.cget("show")

    def get(self) -> str:
        return self._text.get()

    def set(self, text: str) -> None:
        self._text.set(text)

    def mark(self, *, bad: bool) -> None:
        self.entry.state(["invalid" if bad else "!invalid"])

    def show(self, *, shown: bool) -> None:
        self.entry.configure(show="" if shown else DOT)
        self._eye.configure(icon="eye-slash" if shown else "eye")
        self._tip.configure(text="Ẩn mật khẩu (F8)" if shown else "Hiện mật khẩu (F8)")

    def _switch(self) -> None:
        self.show(shown=not self.is_shown)

    def _on_key(self, event: "tk.Event[tk.Misc]") -> None:
        self._caps = caps_lock(event.keysym, event.state)
        self._say()

    def _ask_system(self) -> None:
        if sys.platform == "win32":
            import ctypes

            self._caps = bool(ctypes.windll.user32.GetKeyState(_VK_CAPITAL) & 1)
            self._say()

    def _on_copy(self, _: "tk.Event[tk.Misc]") -> str | None:
        return None if self.is_shown else "break"

    def _say(self) -> None:
        text = describe_typing(self._text.get(), caps=self._caps)
        self._said.configure(text=text, wraplength=max(px(200), self.winfo_width()))
        if text:
            self._said.pack(anchor="w", pady=(px(3), 0))
        else:
            self._said.pack_forget()
