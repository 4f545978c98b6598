"""How the entry screen is laid out: the strip, the sheet, the cards beside it, and its keys.

What happens is decided by its page (ui/visit_page.py); this file only places and shows.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.fields import Row
from domain.visits import Visit
from domain.worklist import note_on_refusal
from storage.database import Database
from storage.teams import teams_by_name
from ui import theme
from ui.household_picker import Go, HouseholdPicker, narrow
from ui.keys import later
from ui.theme import px
from ui.visit_history import HistoryCard, RecentCard
from ui.visit_sheet import Screen, SheetCard

SIDE = 320


def note_after_refusal(db: Database, values: Row, visits: Sequence[Visit]) -> str:
    """The body of each team is read only of a household that once refused."""
    when = values.get("visited_at")
    refused = any(v.disposition == "REFUSED" for v in visits)
    if not refused or not values.get("disposition") or not isinstance(when, str):
        return ""
    return note_on_refusal(str(values.get("team") or ""), when, visits, teams_by_name(db))


class Page(Go, Screen, Protocol):
    """What the parts of the view ask of the page."""

    def go(self, household_id: str) -> object: ...

    def correct(self, visit: Visit) -> object: ...

    def withdraw(self, visit: Visit) -> object: ...

    def keep_draft(self) -> object: ...


class EntryView(ttk.Frame):
    """The widgets; in a narrow window the side cards take the place of the sheet on demand."""

    def __init__(
        self, parent: tk.Misc, db: Database, campaign: Campaign, teams: Sequence[str], page: Page
    ) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._page = page
        self._side_over = False
        self.picker = HouseholdPicker(self, db, page)
        self.restored = RestoredStrip(self, page.escape)
        self.sheet = SheetCard(self, campaign, teams, page, partial(note_after_refusal, db))
        self._side = ttk.Frame(self, style="Page.TFrame", width=px(SIDE))
        self._side.pack_propagate(False)
        self._notes = ttk.Label(self._side, style="Warning.TLabel", justify="left",
                                padding=(px(12), px(8)), wraplength=px(SIDE - 24))  # fmt: skip
        self.history = HistoryCard(self._side, page.correct, page.withdraw)
        self.recent = RecentCard(self._side, page.go)
        self._lay_out()
        self.bind("<Configure>", self._on_resize)
        self._bind_keys()

    def focus_result(self) -> None:
        self.after(theme.FOCUS_MS, self.sheet.focus_result)

    def show_sheet(self) -> bool:
        """Back from the side cards; False where the sheet was in view already."""
        was_over = self._side_over
        if was_over:
            self.toggle_side()
        return was_over

    def toggle_side(self) -> None:
        self._side_over = not self._side_over
        self._lay_out()
        if not self._side_over:
            self.focus_result()

    def show_notes(self, notes: Sequence[str]) -> bool:
        """Soft notes above the side cards; False where those are not in view."""
        self._notes.configure(text="\n".join(notes))
        compact = narrow(self)
        if notes and not compact:
            self._notes.pack(fill="x", before=self.history, pady=(0, px(theme.GAP)))
        else:
            self._notes.pack_forget()
        return not compact

    # -- building ---------------------------------------------------------------------------

    def _bind_keys(self) -> None:
        """Keys of this screen, on its own widgets: what is bound on the window outlives it."""
        tag = f"EntryKeys{self.winfo_id()}"
        page = self._page
        for sequence, action in (
            ("<F8>", page.add_found), ("<F12>", self.toggle_side), ("<Control-z>", page.undo),
            ("<Control-Z>", page.undo), ("<Prior>", lambda: page.step(-1)),
            ("<Next>", lambda: page.step(1)), ("<Alt-Left>", lambda: page.step(-1)),
            ("<Alt-Right>", lambda: page.step(1)),
        ):  # fmt: skip
            self.bind_class(tag, sequence, later(self, action))
        self.bind_class(tag, "<FocusOut>", lambda _: self._page.keep_draft())
        _tag_all(self, tag)

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self:
            self._lay_out()

    def _lay_out(self) -> None:
        """Two columns; in a narrow window the sheet alone, the cards beside it on demand."""
        compact = narrow(self)
        self._side_over = self._side_over and compact
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        self.picker.grid(row=0, column=0, columnspan=2, sticky="ew", pady=(0, px(10)))
        side = "Về phiếu (F12)" if self._side_over else "Lịch sử (F12)"
        self.picker.lay_out(compact=compact, side=side)
        across, gap = compact, px(theme.GAP)
        self.history.pack(side="left" if across else "top", fill="both", expand=True)
        self.recent.pack(side="left" if across else "top", fill="both", expand=True,
                         padx=(gap * across, 0), pady=(gap * (not across), 0))  # fmt: skip
        if self._side_over:
            self.sheet.grid_remove()
            self._side.grid(row=2, column=0, columnspan=2, sticky="nsew")
        else:
            self.sheet.grid(row=2, column=0, columnspan=1 + compact, sticky="nsew")
            if compact:
                self._side.grid_remove()
            else:
                self._side.grid(row=2, column=1, columnspan=1, sticky="nsew",
                                padx=(px(theme.GAP), 0))  # fmt: skip


class RestoredStrip(ttk.Frame):
    """One sentence over the form after a start with an unfinished sheet, and "Bỏ"."""

    def __init__(self, parent: tk.Misc, drop: Callable[[], object]) -> None:
        super().__init__(parent, style="Warning.TFrame", padding=(px(14), px(3)))
        self._label = ttk.Label(self, style="Warning.TLabel")
        self._label.pack(side="left")
        button = ttk.Button(self, text="Bỏ phiếu này", bootstyle="outline", command=drop,
                            takefocus=False)  # fmt: skip
        button.configure(padding=(px(10), px(1)))
        button.pack(side="right")

    def show(self, sentence: str) -> None:
        self._label.configure(text=sentence)
        self.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(0, px(10)))

    def hide(self) -> None:
        self.grid_remove()


def _tag_all(widget: tk.Misc, tag: str) -> None:
    tags = widget.bindtags()
    widget.bindtags((*tags[:2], tag, *tags[2:]))
    for child in widget.winfo_children():
        _tag_all(child, tag)
