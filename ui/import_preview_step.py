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
_PLACE = Column("place", "Dòng trong tệp", 170)
_VILLAGE = Column("village", "Thôn, bản", 140, compact=False)
_HEAD = Column("head", "Chủ hộ", 180, grow=True)
# What a tab shows: households, households with what is to be said of them, rows of the file.
COLUMNS: dict[str, tuple[Column, ...]] = {
    "households": (
        _PLACE, _VILLAGE, _HEAD, Column("members", "Khẩu", 60, "center"),
        Column("phone", "Điện thoại", 120),
    ),
    "notes": (_PLACE, _VILLAGE, _HEAD, Column("note", "Ghi chú", 330, grow=True)),
    "rows": (
        _PLACE, Column("note", "Lý do", 280, grow=True),
        Column("head", "Nội dung dòng", 280, grow=True),
    ),
}  # fmt: skip


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
        self._detail = Paragraph(self, style="Caption.TLabel")
        self._lists = {key: self._make_list(columns) for key, columns in COLUMNS.items()}
        self._table = self._lists[self._tab.columns]

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

    def _make_list(self, columns: tuple[Column, ...]) -> VirtualList:
        table = VirtualList(self, columns, self._fetch, self._count, chosen=self._on_chosen)
        table.bind("<Configure>", self._fit)
        return table

    def _step(self, by: int) -> str:
        tab = TABS[(TABS.index(self._tab) + by) % len(TABS)]
        self._show_tab(tab)
        self._tabs[tab.key].focus_set()
        return "break"

    def _show_tab(self, tab: Tab) -> None:
        self._tab = tab
        self._chosen.set(tab.key)
        for key, button in self._tabs.items():  # Tab goes to the one in view, arrows to the others
            button.configure(takefocus=key == tab.key)
        self._detail.pack_forget()
        self._table.pack_forget()
        self._table = self._lists[tab.columns]
        self._table.pack(fill="both", expand=True)
        self._about.configure(text=f"{tab.title}: {tab.about}.")
        self._table.set_empty_text(tab.empty)
        self._table.reload(keep=False)

    def _on_chosen(self, row: str) -> None:
        """The whole of what is said of a row: the column may be too narrow for it."""
        assert self._rows is not None
        note = self._rows.fetch(self._tab.key, int(row), 1)[0].texts["note"]
        if note:
            self._detail.configure(text=note)
            self._detail.pack(side="bottom", fill="x", before=self._table, pady=(px(6), 0))
        else:
            self._detail.pack_forget()

    def _count(self) -> int:
        return self._rows.count(self._tab.key) if self._rows else 0

    def _fetch(self, offset: int, limit: int) -> list[ListRow]:
        return self._rows.fetch(self._tab.key, offset, limit) if self._rows else []

    def _fit(self, event: "tk.Event[tk.Misc]") -> None:
        self._table.set_compact(compact=event.width < px(NARROW))
