"""Bảng nhập nhanh: a paper sheet typed as a table. Here: what the shell asks of the screen.

The work on an open sheet is ui/grid_page.py; rules are domain/grid_entry.py.
"""

import tkinter as tk

import ttkbootstrap as ttk

from domain.changes import Changes
from storage.household_lists import count_households
from ui.cards import Card, EmptyState
from ui.grid_page import GridPage
from ui.refresh import RefreshWhenSeen
from ui.session import Session
from ui.visit_form import missing_step


class Grid(ttk.Frame):
    """The screen. Without households or a campaign it points to the next step."""

    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._session = session
        self.page: GridPage | None = None
        self._watch = RefreshWhenSeen(
            self, self._refresh,
            lambda c: c.households or c.visits or c.campaigns or c.sheets or c.teams,
        )  # fmt: skip
        self._watch.is_stale = False
        self._build()

    def on_changes(self, changes: Changes) -> None:
        if changes.campaigns and self.page:
            if not changes.erased:
                self.page.leave()
            self.page = None
        if not (self.page and self.page.is_writing):
            self._watch.on_changes(changes)

    def show(self, **what: object) -> None:
        """sheet=id: open it; what is typed in another one is kept."""
        if self.page and isinstance(sheet := what.get("sheet"), str):
            self.page.open_id(sheet)

    def save(self) -> None:
        if self.page:
            self.page.save()

    def focus_search(self) -> None:
        if self.page:
            self.page.head.focus_number()

    def focus_first(self) -> None:
        if self.page:
            self.page.focus_shown()

    def escape(self) -> bool:
        return bool(self.page and self.page.escape())

    def keep_typed(self) -> None:
        if self.page:
            self.page.keep_typed()

    def leave(self) -> bool:
        if self.page:
            self.page.leave()
        return True

    def _refresh(self) -> None:
        if self.page and not missing_step(
            self._session.campaign, count_households(self._session.db)
        ):
            self.page.refresh()
        else:
            self._build()

    def _build(self) -> None:
        for child in self.winfo_children():
            child.destroy()
        self.page = None
        missing = missing_step(self._session.campaign, count_households(self._session.db))
        if missing is None and self._session.campaign:
            self.page = GridPage(self, self._session, self._session.campaign)
            self.page.pack(fill="both", expand=True)
            self.page.start()
        elif missing:
            sentence, button, screen = missing
            card = Card(self)
            card.pack(fill="both", expand=True)
            EmptyState(card.body, sentence, button, lambda: self._session.show(screen),
                       icon="table").pack(expand=True)  # fmt: skip
