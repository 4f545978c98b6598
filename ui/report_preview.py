"""The annexes of the report on the screen, cell by cell: arrows move, Enter opens what is behind.

What a cell tells and opens: ui/report_cells.py.
"""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from domain.fields import Choice, Field, Option
from ui.cards import Card
from ui.choices import ListInput
from ui.keys import bind_screen_keys
from ui.paragraph import Paragraph
from ui.report_cells import Story, cell_text, tell_cell
from ui.scrolled import Scrolled
from ui.tables import Column, ListRow, VirtualList
from ui.theme import px, zoom

if TYPE_CHECKING:
    from domain.progress import Progress
    from exports.annexes import Annex

NAMES, LETTER, LEAST, MOST = 150, 8, 64, 210  # logical widths: names, a letter, a column
STORY, SHORT_STORY = 132, 48  # logical heights of what is told of a cell
LOW = 330  # logical height of the card below which the table needs the room more
KEYS = "Mũi tên: chọn ô. Ctrl+Page Up, Ctrl+Page Down: phụ lục khác."
TOTAL = "total"  # id of the row "Tổng cộng"
SKIPPED = ("order", "unit", "note")


def annex_label(annex: "Annex") -> str:
    """ "Phụ lục I-a: KẾT QUẢ ĐẾN HỘ VẬN ĐỘNG"; what it is by, the table itself shows."""
    return f"{annex.label}: {annex.title.split(' THEO ')[0]}"


def told_columns(annex: "Annex") -> list[str]:
    """The columns a cell can be chosen in."""
    return [c.key for c in annex.columns if c.key not in SKIPPED]


def list_columns(annex: "Annex") -> tuple[Column, ...]:
    shown = [Column("unit", "Thôn, bản", NAMES, grow=True, sortable=False)]
    for c in annex.columns:
        if c.key not in SKIPPED:
            title = f"({annex.number_of(c.key)}) {c.heading}"
            width = max(LEAST, min(MOST, LETTER * len(title) + 16))
            shown.append(Column(c.key, title, width, "e", sortable=False))
    return tuple(shown)


def columns_in_view(columns: Sequence[Column], chosen: str, room: int) -> list[str]:
    """The names, and as many columns around the chosen one as `room` logical pixels hold."""
    names, others = columns[0], list(columns[1:])
    keys = [c.key for c in others]
    at = keys.index(chosen) if chosen in keys else 0
    first, last, left = at, at + 1, room - names.width - others[at].width
    while True:  # from the first column on, as long as the chosen one stays in view
        if first > 0 and others[first - 1].width <= left:
            first -= 1
            left -= others[first].width
        elif last < len(others) and others[last].width <= left:
            left -= others[last].width
            last += 1
        else:
            return [names.key, *keys[first:last]]


def list_rows(annex: "Annex") -> list[ListRow]:
    kinds = {c.key: c.kind for c in annex.columns}
    rows = [
        ListRow(village, {k: cell_text(row.get(k), kind) for k, kind in kinds.items()})
        for village, row in zip(annex.row_keys, annex.rows, strict=True)
    ]
    if annex.total:
        total = {k: cell_text(annex.total.get(k), kind) for k, kind in kinds.items()}
        rows.append(ListRow(TOTAL, total, ("strong",)))
    return rows


class ReportPreview(Card):
    """`opens(screen, filters)` goes to what is behind a cell."""

    def __init__(
        self, parent: tk.Misc, *, opens: Callable[[str, Mapping[str, str]], object],
        close: Callable[[], object],
    ) -> None:  # fmt: skip
        super().__init__(parent, "Xem phụ lục")
        self._opens = opens
        self._annexes: Sequence[Annex] = ()
        self._progress: Progress | None = None
        self._at = self._column = ""
        self._list: VirtualList | None = None
        self._columns: tuple[Column, ...] = ()
        self._rows: list[ListRow] = []
        self.story: Story | None = None
        ttk.Button(self.actions, text="Đóng (Esc)", bootstyle="outline", command=close).pack(
            side="right", padx=(px(8), 0)
        )
        self._choice = ListInput(self.actions, Field("annex", "Phụ lục", Choice(), width=40),
                                 self._on_annex)  # fmt: skip
        self._choice.widget.pack(side="right")
        self._holder = ttk.Frame(self.body)
        self._told = Scrolled(self.body)
        self._told.grid_propagate(False)
        self.body.bind("<Configure>", lambda e: self._told.configure(
            height=px(SHORT_STORY if e.height / zoom() < LOW else STORY)))  # fmt: skip
        self._told.pack(side="bottom", fill="x", pady=(px(10), 0))
        self._holder.pack(fill="both", expand=True)
        self._title = Paragraph(self._told.body, "", "Strong.TLabel")
        self._lines = Paragraph(self._told.body, "", "TLabel")
        self._hint = Paragraph(self._told.body, "", "Caption.TLabel")
        for part in (self._title, self._lines, self._hint):
            part.pack(fill="x", pady=(0, px(3)))
        self._holder.bind("<Configure>", lambda _: self._fit(), add=True)
        bind_screen_keys(self, {"<Control-Prior>": lambda: self._turn(-1),
                                "<Control-Next>": lambda: self._turn(1)})  # fmt: skip

    def show(self, annexes: "Sequence[Annex]", progress: "Progress", at: str) -> None:
        """These annexes; the one in view and its cell stay where they still are."""
        chosen = self._choice.get()
        self._annexes, self._progress, self._at = annexes, progress, at
        options = tuple(Option(str(n), annex_label(a)) for n, a in enumerate(annexes))
        self._choice.offer(Choice(options))
        labels = [o.label for o in options]
        self._choice.set(chosen if chosen in labels else labels[0])
        self._on_annex()

    def focus_table(self) -> None:
        if self._list:
            self._list.focus_list()

    @property
    def annex(self) -> "Annex":
        at = self._choice.get()
        return next((a for a in self._annexes if annex_label(a) == at), self._annexes[0])

    def _on_annex(self) -> None:
        row = self._list.selected_id if self._list else ""
        if self._list:
            self._list.destroy()
        annex = self.annex
        self._columns, self._rows = list_columns(annex), list_rows(annex)
        if self._column not in told_columns(annex):
            self._column = told_columns(annex)[0]
        self._list = VirtualList(
            self._holder, self._columns, lambda at, n: self._rows[at : at + n],
            lambda: len(self._rows), opened=lambda _: self.open_cell(),
            chosen=lambda _: self._tell(),
        )  # fmt: skip
        self._list.on_cell = self.choose_column
        self._list.pack(fill="both", expand=True)
        bind_screen_keys(self._list, {
            "<Left>": lambda: self._step(-1), "<Right>": lambda: self._step(1),
            "<Control-Prior>": lambda: self._turn(-1), "<Control-Next>": lambda: self._turn(1),
        })  # fmt: skip
        self._list.reload()
        ids = [r.id for r in self._rows]
        self._list.select(ids.index(row) if row in ids else 0)
        self._fit()
        self._tell()

    def _fit(self) -> None:
        if self._list and self._holder.winfo_width() > 1:
            room = round(self._holder.winfo_width() / zoom()) - 24
            self._list.show_columns(columns_in_view(self._columns, self._column, room))
            self._list.mark_column(self._column)

    def _turn(self, by: int) -> None:
        at = list(self._annexes).index(self.annex) + by
        if 0 <= at < len(self._annexes):
            self._choice.set(annex_label(self._annexes[at]))
            self._on_annex()
            self.focus_table()

    def _step(self, by: int) -> None:
        keys = told_columns(self.annex)
        at = keys.index(self._column) + by
        if 0 <= at < len(keys):
            self.choose_column(keys[at])

    def choose_column(self, key: str) -> None:
        if key in told_columns(self.annex):
            self._column = key
            self._fit()
            self._tell()

    def _tell(self) -> None:
        annex = self.annex
        if self._list is None or self._progress is None:
            return
        id_ = self._list.selected_id
        rows = dict(zip(annex.row_keys, annex.rows, strict=True))
        row = rows.get(id_, annex.total or {})
        village = id_ if id_ in rows else ""
        self.story = tell_cell(annex, self._column, row, village, self._progress, self._at)
        self._title.configure(text=self.story.title)
        self._lines.configure(text="\n".join(self.story.lines))
        self._hint.configure(text=f"{self.story.hint} {KEYS}".strip())

    def open_cell(self) -> None:
        if self.story and self.story.screen:
            self._opens(self.story.screen, self.story.opens)
