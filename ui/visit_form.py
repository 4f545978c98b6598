"""Nhập phiếu: one sheet after another, keyboard only. Here: what the shell asks of the screen.

Choosing, saving and going on is ui/visit_page.py, how it looks ui/visit_view.py, the sheet itself
ui/visit_sheet.py; what a result asks for is decided in domain/visit_entry.py.
"""

import tkinter as tk

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.changes import Changes
from storage.household_lists import count_households
from ui.cards import Card, EmptyState
from ui.refresh import RefreshWhenSeen
from ui.session import Session
from ui.visit_page import EntryPage


def missing_step(campaign: Campaign | None, households: int) -> tuple[str, str, str] | None:
    """(sentence, button, screen) while there is nothing to type a sheet for; else None."""
    if not households:
        return (
            "Chưa có hộ nào trong danh sách. Hãy nhập danh sách hộ của xã, phường trước.",
            "Nhập danh sách hộ", "import",
        )  # fmt: skip
    if campaign is None:
        return (
            "Chưa có đợt vận động nào. Hãy đặt tên đợt, ngày bắt đầu và các ứng dụng.",
            "Đặt đợt vận động", "campaigns",
        )  # fmt: skip
    return None


class VisitForm(ttk.Frame):
    """The screen. Empty, it points to the next step; see missing_step()."""

    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._session = session
        self._entry: EntryPage | None = None
        self._watch = RefreshWhenSeen(
            self, self._refresh, lambda c: c.households or c.visits or c.campaigns or c.teams
        )
        self._watch.is_stale = False
        self._build()

    def on_changes(self, changes: Changes) -> None:
        if changes.campaigns and self._entry:
            if not changes.erased:
                self._entry.leave()
            self._entry = None
        if not (self._entry and self._entry.is_writing):
            self._watch.on_changes(changes)

    def save(self) -> None:
        if self._entry:
            self._entry.save()

    def show(self, **what: object) -> None:
        """household=id, village=id: go there; nothing typed is lost on the way. With visit=id that
        visit is corrected, at the field of that name."""
        if self._entry and isinstance(household := what.get("household"), str):
            self._entry.go(household)
            if isinstance(visit := what.get("visit"), str):
                self._entry.correct_at(household, visit, str(what.get("field") or ""))
        elif self._entry and isinstance(village := what.get("village"), str):
            self._entry.open_village(village)

    def focus_search(self) -> None:
        if self._entry:
            self._entry.focus_search()

    def focus_first(self) -> None:
        if self._entry:
            self._entry.focus_first()

    def escape(self) -> bool:
        return bool(self._entry and self._entry.escape())

    def keep_typed(self) -> None:
        if self._entry:
            self._entry.leave()

    def leave(self) -> bool:
        self.keep_typed()
        return True

    def _refresh(self) -> None:
        if self._entry and not missing_step(
            self._session.campaign, count_households(self._session.db)
        ):
            self._entry.refresh()
        else:
            self._build()

    def _build(self) -> None:
        for child in self.winfo_children():
            child.destroy()
        self._entry = None
        missing = missing_step(self._session.campaign, count_households(self._session.db))
        if missing is None and self._session.campaign:
            self._entry = EntryPage(self, self._session, self._session.campaign)
            self._entry.view.pack(fill="both", expand=True)
            self._entry.start()
        elif missing:
            sentence, button, screen = missing
            card = Card(self)
            card.pack(fill="both", expand=True)
            EmptyState(card.body, sentence, button, lambda: self._session.show(screen),
                       icon="pencil-square").pack(expand=True)  # fmt: skip
