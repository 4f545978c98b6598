"""Last step before writing: what would be added, updated, left out, and why."""

import tkinter as tk
from collections.abc import Callable

import ttkbootstrap as ttk

from domain.numerals import format_count
from ui import theme
from ui.cards import Tile
from ui.import_rows import TABS, ImportRows, summarize_plan
from ui.import_work import ImportWork
from ui.session import Session
from ui.tables import Column, ListRow, VirtualList
from ui.theme import px

COLUMNS = (
    Column("place", "Dòng trong tệp", 170, sortable=False),
    Column("village", "Thôn, bản", 140, compact=False),
    Column("head", "Chủ hộ", 190, grow=True),
    Column("members", "Khẩu", 60, "center"),
    Column("phone", "Điện thoại", 110),
    Column("note", "Ghi chú", 200, grow=True),
)


class PreviewStep(ttk.Frame):
    """The tiles are the tabs: Enter on one shows its rows."""

    def __init__(self, parent: tk.Misc, session: Session, go_on: Callable[[], None]) -> None:
        super().__init__(parent)
        self._rows: ImportRows | None = None
        self._tab = TABS[0]
        self._sentence = ttk.Label(self, style="Strong.TLabel")
        self._sentence.pack(anchor="w")
        self._warnings = ttk.Label(self, style="Caption.TLabel", justify="left")
        self._warnings.pack(fill="x")
        self._warnings.bind("<Configure>", self._wrap)
        tiles = ttk.Frame(self)
        tiles.pack(fill="x", pady=(px(theme.FIELD_GAP), px(theme.FIELD_GAP)))
        self._tiles: dict[str, Tile] = {}
        for n, tab in enumerate(TABS):
            tile = Tile(tiles, tab.title, command=lambda tab=tab: self._show_tab(tab))  # type: ignore[misc]
            tile.grid(row=0, column=n, sticky="nsew", padx=(px(8) if n else 0, 0))
            tiles.columnconfigure(n, weight=1, uniform="tile")
            self._tiles[tab.key] = tile
        self._about = ttk.Label(self, style="Caption.TLabel")
        self._about.pack(anchor="w", pady=(0, px(4)))
        self._table = VirtualList(self, COLUMNS, self._fetch, self._count)
        self._table.pack(fill="both", expand=True)
        self.bind("<Configure>", self._fit)

    def show(self, work: ImportWork) -> None:
        assert work.plan is not None
        self._rows = rows = ImportRows(work.plan, work.differences)
        for key, tile in self._tiles.items():
            count = rows.count(key)
            tile.update_tile(format_count(count), alarm=key == "rejected" and count > 0)
        self._sentence.configure(text=summarize_plan(rows, work.plan))
        self._warnings.configure(text="\n".join(work.plan.warnings[:3]))
        (self._warnings.pack if work.plan.warnings else self._warnings.pack_forget)()
        if work.plan.warnings:
            self._warnings.pack(fill="x", after=self._sentence)
        first = next((t for t in TABS if rows.count(t.key)), TABS[0])
        self._show_tab(first)

    def focus_first(self) -> bool:
        return False

    def accept(self) -> bool:
        return True

    def _show_tab(self, tab: object) -> None:
        self._tab = next(t for t in TABS if t is tab)
        self._about.configure(text=f"{self._tab.title}: {self._tab.about}.")
        self._table.set_empty_text(self._tab.empty)
        self._table.reload(keep=False)

    def _count(self) -> int:
        return self._rows.count(self._tab.key) if self._rows else 0

    def _fetch(self, offset: int, limit: int) -> list[ListRow]:
        return self._rows.fetch(self._tab.key, offset, limit) if self._rows else []

    def _wrap(self, event: "tk.Event[tk.Misc]") -> None:
        self._warnings.configure(wraplength=max(px(200), event.width))

    def _fit(self, event: "tk.Event[tk.Misc]") -> None:
        self._table.set_compact(compact=event.width < px(760))
