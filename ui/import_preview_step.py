"""Last step before writing: what would be added, updated, left out, and why."""

import tkinter as tk
from collections.abc import Callable

import ttkbootstrap as ttk

from domain.numerals import format_count
from ui import theme
from ui.import_rows import TABS, ImportRows, Tab, summarize_plan
from ui.import_work import ImportWork
from ui.paragraph import Paragraph
from ui.session import Session
from ui.tables import Column, ListRow, VirtualList
from ui.theme import px

NARROW = 760  # logical width below which the table shows less
MOST_WARNINGS = 3
COLUMNS = (
    Column("place", "Dòng trong tệp", 170, sortable=False),
    Column("village", "Thôn, bản", 140, compact=False),
    Column("head", "Chủ hộ", 190, grow=True),
    Column("members", "Khẩu", 60, "center"),
    Column("phone", "Điện thoại", 110),
    Column("note", "Ghi chú", 200, grow=True),
)


class PreviewStep(ttk.Frame):
    """A tab for each kind of row, with its count; arrows go from tab to tab."""

    def __init__(self, parent: tk.Misc, session: Session, go_on: Callable[[], None]) -> None:
        super().__init__(parent)
        self._rows: ImportRows | None = None
        self._tab = TABS[0]
        self._sentence = Paragraph(self, style="Strong.TLabel")
        self._sentence.pack(fill="x")
        self._warnings = Paragraph(self, style="Caption.TLabel")
        self._tabs_row = ttk.Frame(self)
        self._tabs_row.pack(fill="x", pady=(px(theme.FIELD_GAP), px(6)))
        self._chosen = tk.StringVar(self)
        self._tabs = {tab.key: self._make_tab(tab) for tab in TABS}
        self._about = ttk.Label(self, style="Caption.TLabel")
        self._about.pack(anchor="w", pady=(0, px(4)))
        self._table = VirtualList(self, COLUMNS, self._fetch, self._count)
        self._table.pack(fill="both", expand=True)
        self._table.bind("<Configure>", self._fit)

    def show(self, work: ImportWork) -> None:
        assert work.plan is not None
        self._rows = rows = ImportRows(work.plan, work.differences)
        for tab in TABS:
            self._tabs[tab.key].configure(text=f"{tab.title}: {format_count(rows.count(tab.key))}")
        self._sentence.configure(text=summarize_plan(rows, work.plan))
        self._warnings.configure(text="\n".join(work.plan.warnings[:MOST_WARNINGS]))
        if work.plan.warnings:
            self._warnings.pack(fill="x", before=self._tabs_row)
        else:
            self._warnings.pack_forget()
        self._show_tab(next((t for t in TABS if rows.count(t.key)), TABS[0]))

    def focus_first(self) -> bool:
        return False

    def accept(self) -> bool:
        return True

    def _make_tab(self, tab: Tab) -> ttk.Radiobutton:
        button = ttk.Radiobutton(
            self._tabs_row, text=tab.title, value=tab.key, variable=self._chosen,
            bootstyle="primary outline toolbutton", command=lambda: self._show_tab(tab),
        )  # fmt: skip
        button.pack(side="left", padx=(0, px(4)))
        for key, by in (("<Left>", -1), ("<Right>", 1)):
            button.bind(key, lambda _, by=by: self._step(by))  # type: ignore[misc]
        return button

    def _step(self, by: int) -> str:
        tab = TABS[(TABS.index(self._tab) + by) % len(TABS)]
        self._show_tab(tab)
        self._tabs[tab.key].focus_set()
        return "break"

    def _show_tab(self, tab: Tab) -> None:
        self._tab = tab
        self._chosen.set(tab.key)
        self._about.configure(text=f"{tab.title}: {tab.about}.")
        self._table.set_empty_text(tab.empty)
        self._table.reload(keep=False)

    def _count(self) -> int:
        return self._rows.count(self._tab.key) if self._rows else 0

    def _fetch(self, offset: int, limit: int) -> list[ListRow]:
        return self._rows.fetch(self._tab.key, offset, limit) if self._rows else []

    def _fit(self, event: "tk.Event[tk.Misc]") -> None:
        self._table.set_compact(compact=event.width < px(NARROW))
