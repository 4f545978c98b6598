"""AutoLock: locks after so many minutes without key or mouse, after the PC slept, when Windows was
locked, on Ctrl+L, and where it is wished when the window is minimised.

It only decides when; what locking does is ui/entrance.py. The settings are in "Máy này".
"""

import time
import tkinter as tk
from collections.abc import Callable

import ttkbootstrap as ttk

from ui.keys import once_after
from ui.preferences import PcSettings
from ui.screen_lock import is_screen_locked

POLL_MS = 5000
LEAST, USUAL, MOST = 5, 10, 30  # minutes
SLEPT_SECONDS = 60  # the wall clock went on that much longer than the timer: the PC slept
KEY_MS = 30
_INPUT = ("<KeyPress>", "<Motion>", "<Button>", "<MouseWheel>")


def minutes_of(text: str) -> int:
    """What is set, kept between the least and the most."""
    return min(MOST, max(LEAST, int(text))) if text.isdigit() else USUAL


def is_due(idle_seconds: float, minutes: int) -> bool:
    return idle_seconds >= minutes * 60


def has_slept(seconds_since_poll: float) -> bool:
    return seconds_since_poll > POLL_MS / 1000 + SLEPT_SECONDS


class AutoLock:
    """`start` when somebody is in, `stop` while it is locked."""

    def __init__(
        self, app: ttk.App, settings: PcSettings, lock: Callable[[], None], *,
        idle_clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
        screen_locked: Callable[[], bool] = is_screen_locked,
    ) -> None:  # fmt: skip
        self._app, self._settings, self._lock = app, settings, lock
        self._idle_clock, self._wall_clock = idle_clock, wall_clock
        self._screen_locked = screen_locked
        self._is_screen_told = False
        self._last = self._polled = 0.0
        self._job: str | None = None
        for event in _INPUT:
            app.bind_all(event, self._on_input, add=True)
        ask = once_after(app, KEY_MS, self._on_key)
        for key in ("<Control-l>", "<Control-L>"):
            app.bind_all(key, lambda _: ask())
        app.bind("<Unmap>", self._on_unmap, add=True)

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def start(self) -> None:
        self.stop()
        self._last, self._polled = self._idle_clock(), self._wall_clock()
        # Somebody sits here now: a system that says otherwise is not asked again.
        self._is_screen_told = not self._screen_locked()
        self._job = self._app.after(POLL_MS, self._poll)

    def stop(self) -> None:
        if self._job:
            self._app.after_cancel(self._job)
            self._job = None

    def _poll(self) -> None:
        self._job = self._app.after(POLL_MS, self._poll)
        self.check()

    def check(self) -> None:
        """Lock when it is time."""
        wall = self._wall_clock()
        slept = has_slept(wall - self._polled)
        self._polled = wall
        minutes = minutes_of(self._settings["lock_minutes"])
        idle = self._idle_clock() - self._last
        if slept or is_due(idle, minutes) or (self._is_screen_told and self._screen_locked()):
            self._lock()

    def _on_input(self, _: "tk.Event[tk.Misc]") -> None:
        self._last = self._idle_clock()

    def _on_key(self) -> None:
        if self.is_running:
            self._lock()

    def _on_unmap(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is not self._app or not self.is_running:
            return
        if self._settings["lock_minimised"] == "1" and self._app.state() == "iconic":
            self._lock()
