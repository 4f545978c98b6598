"""Beside the form of Nhập tổng hợp: notes on what is typed, and the entries there are."""

import tkinter as tk
from collections.abc import Sequence
from typing import Protocol

import ttkbootstrap as ttk

from ui.action_list import Action, ActionList
from ui.cards import Card
from ui.paragraph import Paragraph
from ui.tally_texts import ABOUT, COLUMNS, NOTHING_YET
from ui.theme import GAP, px


class Entries(Protocol):
    """The screen; each is given the id of an entry."""

    def chosen(self, tally_id: str) -> None: ...

    def correct(self, tally_id: str) -> None: ...

    def withdraw(self, tally_id: str) -> None: ...


class TallySide(ttk.Frame):
    def __init__(self, parent: tk.Misc, screen: Entries, *, allowed: bool) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._note_card = Card(self, "Xem lại")
        self.notes = Paragraph(self._note_card.body)
        self.notes.pack(fill="x")
        self._list_card = Card(self, "Đã nhập")
        self._list_card.pack(fill="both", expand=True)
        body = self._list_card.body
        actions = (
            Action("Sửa (Ctrl+E)", screen.correct, ("<Control-e>", "<Control-E>")),
            Action("Rút lại (Ctrl+R)", screen.withdraw, ("<Control-r>", "<Control-R>")),
        )
        self.list = ActionList(body, COLUMNS, actions, opened=screen.correct, empty=NOTHING_YET,
                               allowed=allowed, chosen=screen.chosen, narrow=0)  # fmt: skip
        self.list.pack(fill="both", expand=True)
        # It asks for no width: its wrapped lines would, and card and form would push each other.
        self._detail = Paragraph(body, ABOUT, "Caption.TLabel", width=1)
        self._detail.pack(fill="x", pady=(px(12), 0))

    def show_notes(self, notes: Sequence[str]) -> None:
        self.notes.configure(text="\n".join(f"•  {note}" for note in notes))
        if notes:
            self._note_card.pack(fill="x", pady=(0, px(GAP)), before=self._list_card)
        else:
            self._note_card.pack_forget()

    def describe(self, text: str) -> None:
        """The selected entry in full, under the list."""
        self._detail.configure(text=text)
