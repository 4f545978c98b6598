"""ScanWatch: sees every key on the grid screen, and takes a scanned code out of where it landed.

A scanner is a keyboard: its code goes into whatever field has the focus. What stood there before
comes back, and the code goes to the screen. What counts as a scan is domain/scans.py.
"""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import ttk

from domain.scans import PAUSE_MS, Scan, find_scan

_ENDS = ("Return", "KP_Enter", "Tab")


def text_of(widget: tk.Misc) -> str:
    if isinstance(widget, tk.Text):
        return widget.get("1.0", "end-1c")
    return widget.get() if isinstance(widget, ttk.Entry) else ""


def put_text(widget: tk.Misc, text: str) -> None:
    if isinstance(widget, tk.Text):
        widget.delete("1.0", "end")
        widget.insert("1.0", text)
    elif isinstance(widget, ttk.Entry):
        widget.delete(0, "end")
        widget.insert(0, text)


@dataclass
class _Burst:
    """Keys that came one right after the other, and what the field held before them."""

    widget: tk.Misc
    before: str
    keys: str
    times: list[int]


class ScanWatch:
    """`found` is told of each scan and of the widget it came into, cleaned up already."""

    def __init__(self, screen: tk.Misc, found: Callable[[Scan, tk.Misc], object]) -> None:
        self._found = found
        self._burst: _Burst | None = None
        self._at_start: tuple[tk.Misc, str] | None = None
        self.tag = f"Scans{screen.winfo_id()}"
        screen.bind_class(self.tag, "<Key>", self._on_key)
        screen.bind_class(self.tag, "<FocusIn>", self._on_focus)

    def cell_opened(self, widget: tk.Misc) -> None:
        """The field now shows another cell: what it holds is what a scan gives back."""
        self._at_start, self._burst = (widget, text_of(widget)), None

    def _on_focus(self, event: "tk.Event[tk.Misc]") -> None:
        self.cell_opened(event.widget)

    def _on_key(self, event: "tk.Event[tk.Misc]") -> str | None:
        if event.keysym in _ENDS:
            return self._end(event)
        if not (event.char and event.char.isprintable()):
            if not event.keysym.startswith(("Shift", "Caps")):
                self._burst = None
            return None
        burst = self._burst
        if burst and burst.widget is event.widget and event.time - burst.times[-1] <= PAUSE_MS:
            burst.keys += event.char
            burst.times.append(event.time)
        else:
            self._burst = _Burst(event.widget, text_of(event.widget), event.char, [event.time])
        return None

    def _end(self, event: "tk.Event[tk.Misc]") -> str | None:
        burst, self._burst = self._burst, None
        widget = event.widget
        if burst is None or burst.widget is not widget or (
            event.time - burst.times[-1] > PAUSE_MS
        ):  # fmt: skip
            burst = _Burst(widget, text_of(widget), "", [])
        scan = find_scan(text_of(widget), burst.keys, burst.times)
        if scan is None:
            return None
        before = burst.before
        if text_of(widget).strip() == scan.text and self._at_start and (
            self._at_start[0] is widget
        ):  # fmt: skip
            before = self._at_start[1]
        put_text(widget, before)
        self._found(scan, widget)
        return "break"
