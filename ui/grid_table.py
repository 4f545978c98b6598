"""The card with the table of an open sheet: its columns, the paint of its rows, the line below.

Which of its cells are wrong is domain/grid_entry.py, what a row says domain/grid_words.py.
"""

import tkinter as tk
from collections.abc import Iterable

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.grid_entry import grid_fields
from domain.grid_words import cell_hint, last_result
from ui import theme
from ui.cards import Card
from ui.grid_look import GridColumn
from ui.grid_saving import OpenSheet
from ui.grid_sheet import GridSheet, Owner
from ui.theme import px

FIGURE_SPACE = "\u2007"  # as wide as a digit
FIXED = (
    GridColumn("mark", "", 4, editable=False), GridColumn("code", "Mã hộ", 9, editable=False),
    GridColumn("last", "Lần trước", 8, editable=False),
)  # fmt: skip
_WIDTHS = {"visited_at": 9, "slot": 5, "disposition": 3, "reason": 16, "next_visit_on": 9,
           "note": 18, "team": 10}  # fmt: skip


def grid_columns(campaign: Campaign) -> tuple[GridColumn, ...]:
    columns = [
        GridColumn(f.name, f.label, _WIDTHS.get(f.name, 4),
                   "center" if f.name not in _WIDTHS or f.name == "disposition" else "w",
                   grow=f.name == "note")
        for f in grid_fields(campaign, ())
    ]  # fmt: skip
    return (*FIXED, *columns)


class GridTable(Card):
    """Shows one OpenSheet at a time."""

    def __init__(self, parent: tk.Misc, campaign: Campaign, owner: Owner) -> None:
        super().__init__(parent)
        self.configure(padding=px(1))
        self._campaign = campaign
        self._opened: OpenSheet | None = None
        self._names = {f.name for f in grid_fields(campaign, ())}
        self.sheet = GridSheet(self.body, grid_columns(campaign), owner)
        self._hint = ttk.Label(self.body, style="Caption.TLabel", padding=(px(12), px(6)))
        self._hint.pack(side="bottom", fill="x")
        self._hint.bind("<Configure>", lambda e: self._hint.configure(wraplength=e.width - px(24)))
        self.sheet.pack(fill="both", expand=True)
        ttk.on_theme_change(self._repaint, call_now=False)
        self.bind("<Destroy>", self._on_destroy)

    def show(self, opened: OpenSheet) -> None:
        self._opened = opened
        self._hint.configure(text="", style="Caption.TLabel")
        width = len(str(len(opened.rows)))
        self.sheet.show(
            [f"{r.line:{FIGURE_SPACE}>{width}}  {r.household['head_name']}" for r in opened.rows],
            [{} for _ in opened.rows],
        )
        self._repaint(None)

    def show_rows(self, rows: Iterable[int]) -> None:
        for n in rows:
            self.show_row(n)
        self.sheet.refresh_cell()
        self.sheet.redraw()
        if self.sheet.name:
            self.show_hint(self.sheet.row, self.sheet.name)

    def show_hint(self, n: int, name: str) -> None:
        """The line below the table: what is wrong with the row, or what may be typed here."""
        if self._opened is None:
            return
        row = self._opened.rows[n]
        problem = row.errors.get(name) or next(iter(row.errors.values()), "")
        text = problem or cell_hint(name, row, self._opened.head, self._campaign)
        if not problem and row.notes and name in ("disposition", "note"):
            text = row.notes[0]
        self._hint.configure(text=text, style="Error.TLabel" if problem else "Caption.TLabel")

    def show_row(self, n: int) -> None:
        """One row, without drawing: what follows draws."""
        if self._opened is None:
            return
        row, c = self._opened.rows[n], theme.colours()
        texts = {**row.texts, "mark": row.mark, "code": str(row.household["code"]),
                 "last": last_result(row)}  # fmt: skip
        colours = {"code": ("", c.muted), "last": ("", c.muted), "mark": ("", c.success)}
        colours |= {name: ("", c.accent_text) for name, t in row.given.items()
                    if t and name in self._names and row.texts.get(name) == t}  # fmt: skip
        if row.notes:
            colours["disposition"] = colours["mark"] = (c.warning, c.on_warning)
        for name in row.errors:
            colours[name if name in self._names else "disposition"] = (c.danger_pale, c.danger)
        name_colours = ("", c.success if row.visit else "")
        if row.errors or row.is_changed:
            name_colours = colours["mark"] = (c.danger_pale if row.errors else "", c.danger)
        self.sheet.set_row(n, texts, colours, name_colours)

    def _repaint(self, _: object) -> None:
        if self._opened:
            for n in range(len(self._opened.rows)):
                self.show_row(n)
            self.sheet.redraw()

    def _on_destroy(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self:
            ttk.remove_theme_change_callback(self._repaint)
