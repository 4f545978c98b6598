"""What the entry grid shows while no sheet is open: the sheets that wait to be typed."""

import tkinter as tk
from collections.abc import Callable, Sequence

from domain.days import format_day
from domain.sheets import STEP_LABELS
from storage.sheets import LedgerLine
from ui import theme
from ui.cards import Card, EmptyState
from ui.tables import Column, ListRow, VirtualList

COLUMNS = (
    Column("number", "Số tờ", 110, sortable=False),
    Column("title", "Nơi", 260, grow=True, sortable=False),
    Column("step", "Đang ở", 110, sortable=False),
    Column("on", "Ngày", 110, sortable=False),
    Column("person", "Người nộp hoặc giữ", 180, sortable=False, compact=False),
    Column("entered", "Đã nhập", 110, "e", sortable=False),
)
HINT = "Gõ hoặc quét số in ở đầu tờ phiếu rồi Enter."
# The sentence and the button where no sheet waits.
NOTHING_PRINTED = (
    "Chưa in tờ phiếu nào. In tờ phiếu trước; khi phiếu nộp về, gõ số tờ ở trên để nhập.",
    "Đến Tờ phiếu (Ctrl+2)",
)
NOTHING_BACK = (
    "Không có tờ nào đã nộp mà chưa nhập. Tờ vừa nộp về thì gõ số tờ ở trên để nhập.",
    "Đến Tờ phiếu (Ctrl+2)",
)


def pick_order(lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    """Begun ones first, then those that came back earliest."""
    return sorted(lines, key=lambda x: (not x.entered, x.returned_on or x.on, x.sheet.number))


def pick_row(x: LedgerLine) -> ListRow:
    texts = {
        "number": x.sheet.code, "title": x.sheet.title, "step": STEP_LABELS[x.step],
        "on": format_day(x.on), "person": x.person, "entered": f"{x.entered}/{x.sheet.lines} dòng",
    }  # fmt: skip
    return ListRow(x.sheet.id, texts)


class PickList(Card):
    """`opened(id)` of a sheet; `to_sheets()` goes to where sheets are printed."""

    def __init__(
        self, parent: tk.Misc, opened: Callable[[str], object], to_sheets: Callable[[], None]
    ) -> None:
        super().__init__(parent, "Tờ phiếu chờ nhập", HINT)
        self._rows: list[ListRow] = []
        self._empty: EmptyState | None = None
        self._to_sheets = to_sheets
        self.list = VirtualList(self.body, COLUMNS, self._fetch, lambda: len(self._rows),
                                opened=opened)  # fmt: skip
        self.bind("<Configure>", self._on_resize)

    def show(self, lines: Sequence[LedgerLine], *, has_sheets: bool) -> None:
        self._rows = [pick_row(x) for x in pick_order(lines)]
        if self._empty:
            self._empty.destroy()
            self._empty = None
        if self._rows:
            self.list.pack(fill="both", expand=True)
            self.list.reload(keep=False)
        else:
            self.list.pack_forget()
            sentence, button = NOTHING_BACK if has_sheets else NOTHING_PRINTED
            self._empty = EmptyState(self.body, sentence, button, self._to_sheets, icon="table")
            self._empty.pack(expand=True)

    def focus_list(self) -> None:
        if self._rows and self.winfo_ismapped():
            self.list.focus_set()
            self.list.select(0)

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self:
            narrow = theme.is_compact(self.winfo_toplevel().winfo_width(), theme.zoom())
            self.list.set_compact(compact=narrow)

    def _fetch(self, offset: int, limit: int) -> Sequence[ListRow]:
        return self._rows[offset : offset + limit]
