"""ScanWatch: sees every key on the grid screen, and takes a scanned code out of where it landed.

A scanner is a keyboard: its code goes into whatever field has the focus. What stood there before
comes back, and the code goes to the screen. What counts as a scan is domain/scans.py.
"""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import ttk

from domain.scans import PAUSE_MS, Scan, find_scan, is_burst
from storage.drafts import delete_draft, get_draft, save_draft
from ui.grid_bars import Strip
from ui.keys import pressed_at
from ui.session import Session

LOST = "grid-scans"  # the draft with the codes
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
    """`found` is told of each scan and of the widget it came into, cleaned up already.

    `codes` is the field for typing codes: there only what comes too fast for fingers is a scan.
    """

    def __init__(
        self, screen: tk.Misc, codes: tk.Misc, found: Callable[[Scan, tk.Misc], object]
    ) -> None:
        self._codes, self._found = codes, found
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
        burst, at = self._burst, pressed_at(event)
        if burst and burst.widget is event.widget and at - burst.times[-1] <= PAUSE_MS:
            burst.keys += event.char
            burst.times.append(at)
        else:
            self._burst = _Burst(event.widget, text_of(event.widget), event.char, [at])
        return None

    def _start_of(self, widget: tk.Misc) -> str:
        """What stood there when the keyboard came."""
        started = self._at_start
        return started[1] if started and started[0] is widget else ""

    def _end(self, event: "tk.Event[tk.Misc]") -> str | None:
        burst, self._burst = self._burst, None
        widget = event.widget
        if burst is None or burst.widget is not widget or (
            pressed_at(event) - burst.times[-1] > PAUSE_MS
        ):  # fmt: skip
            burst = _Burst(widget, text_of(widget), "", [])
        whole, before = text_of(widget), burst.before
        if not is_burst(burst.times):  # only a code that was typed here, and as the whole text
            before = self._start_of(widget)
            whole = "" if whole == before or widget is self._codes else whole
        scan = find_scan(whole, burst.keys, burst.times, for_codes=widget is self._codes)
        if scan is None:
            return None
        if len(scan.text) > len(burst.keys.strip()):  # its first letters came earlier
            rest = whole.strip().removesuffix(scan.text)
            before = rest or self._start_of(widget)
        put_text(widget, before)
        self._found(scan, widget)
        return "break"


class LostScans:
    """Codes nobody could read: kept in the file and in a red strip until somebody has seen them."""

    def __init__(self, session: Session, strip: Strip) -> None:
        self._session, self._strip = session, strip

    def add(self, text: str) -> None:
        listed = self._listed()
        listed[str(len(listed) + 1)] = text
        save_draft(self._session.db, LOST, listed, by=self._session.user)
        self.show()
        self._session.status(f"Không nhận ra mã {text}.")

    def show(self) -> None:
        listed = [t for _, t in sorted(self._listed().items(), key=lambda p: int(p[0]))]
        if listed:
            sentence = f"Mã quét không nhận ra ({len(listed)}): {', '.join(listed)}"
            self._strip.show(sentence, "Đã xem, bỏ đi (F11)", self._forget)
        else:
            self._strip.hide()

    def _listed(self) -> dict[str, str]:
        found = get_draft(self._session.db, LOST)
        return found[0] if found else {}

    def _forget(self) -> None:
        delete_draft(self._session.db, LOST, by=self._session.user)
        self.show()
