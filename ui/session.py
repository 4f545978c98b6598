"""Session: what a screen is given. Storage functions never see it; they take `db`."""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from domain.changes import Changes
from domain.users import User, may, refusal_words
from storage.database import Database
from ui.preferences import PcSettings
from ui.tasks import Tasks

if TYPE_CHECKING:
    from domain.campaigns import Campaign


class Window(Protocol):
    """The part of the window a screen may ask for; ui/shell.py Shell is the real one."""

    def fan_out(self, changes: Changes) -> None: ...

    def open_screen(self, key: str, **what: object) -> None: ...

    def set_status(self, text: str) -> None: ...

    def show_toast(self, text: str, title: str) -> None: ...

    def ask_refresh(self) -> None: ...

    def keep_typed(self) -> None: ...

    def reopen(self, folder: Path) -> None: ...


@dataclass
class Session:
    db: Database
    folder: Path  # the data folder: logs, backups, settings live beside the database
    user: User
    settings: PcSettings
    tasks: Tasks
    campaign: "Campaign | None" = None
    practice: bool = False
    load_campaign: "Callable[[], Campaign | None] | None" = None
    save_support: Callable[[tk.Misc], None] | None = None  # asks where, writes the support file
    window: Window | None = field(default=None, repr=False)

    def allows(self, permission: str) -> bool:
        """Whether the user may; where not, the status line says why nothing happens."""
        allowed = may(self.user, permission)
        if not allowed:
            self.status(refusal_words(self.user))
        return allowed

    def changed(self, changes: Changes) -> None:
        """Tell every screen built so far what a write touched."""
        if (changes.campaigns or changes.office) and self.load_campaign:
            self.campaign = self.load_campaign()
        if self.window:
            self.window.fan_out(changes)

    def show(self, screen_key: str, **what: object) -> None:
        """Go to a screen: show("households", filter="NOT_HOME", village=id)."""
        if self.window:
            self.window.open_screen(screen_key, **what)

    def status(self, text: str) -> None:
        """One line at the bottom left, until the next one."""
        if self.window:
            self.window.set_status(text)

    def toast(self, text: str, title: str = "") -> None:
        """A green note that goes away by itself: for what succeeded."""
        if self.window:
            self.window.show_toast(text, title)

    def reopen(self, folder: Path) -> None:
        """Go over to another data folder: the practice commune's and back."""
        if self.window:
            self.window.reopen(folder)

    def keep_typed(self) -> None:
        """Put what is typed anywhere into its draft: what happens next reads every screen anew."""
        if self.window:
            self.window.keep_typed()

    def refresh_all(self) -> None:
        """Draw everything anew: after the text size changed. Jobs of the old screens end here."""
        self.tasks.abandon()
        if self.window:
            self.window.ask_refresh()
