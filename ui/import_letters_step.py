"""Fourth step of the import wizard: text of legacy fonts, before and after its conversion (A4)."""

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import ttkbootstrap as ttk

from domain.numerals import format_count
from imports.legacy_fonts import Sample
from ui import theme
from ui.import_layouts import column_letter
from ui.import_work import ImportWork
from ui.paragraph import Paragraph
from ui.session import Session
from ui.tables import Column, ListRow, VirtualList
from ui.theme import px

NARROW = 760  # logical width below which the table shows less
ABOUT = (
    "Tệp có chữ của bộ gõ cũ. Cột bên phải là chữ sau khi chuyển sang Unicode; nếu cột bên phải "
    "đọc được thì bấm “Tiếp tục”."
)
ENCODINGS = {"tcvn3": "TCVN3 (.Vn…)", "tcvn3-upper": "TCVN3 (chữ hoa)", "vni": "VNI",
             "cp1258": "Windows 1258"}  # fmt: skip


@dataclass(frozen=True)
class Conversion:
    """One sample, with the sheet and column it stands in."""

    sheet: int
    place: str
    sample: Sample


def list_conversions(work: ImportWork) -> list[Conversion]:
    """The samples of all chosen sheets, column by column."""
    found = [
        Conversion(n, f"{table.name}, ô {column_letter(s.column)}{s.row + 1}", s)
        for n, table in enumerate(work.tables)
        if work.layouts[n].is_chosen
        for s in table.decoded.samples
    ]
    return sorted(found, key=lambda c: (c.sheet, c.sample.column, c.sample.row))


def has_conversions(work: ImportWork) -> bool:
    return any(
        table.decoded.counts and layout.is_chosen
        for table, layout in zip(work.tables, work.layouts, strict=True)
    )


def describe_conversions(work: ImportWork) -> str:
    """ "Đã chuyển 246 ô: TCVN3 246." """
    counts: dict[str, int] = {}
    for table, layout in zip(work.tables, work.layouts, strict=True):
        if layout.is_chosen:
            for encoding, n in table.decoded.counts.items():
                counts[encoding] = counts.get(encoding, 0) + n
    listed = ", ".join(f"{format_count(n)} ô {ENCODINGS.get(e, e)}" for e, n in counts.items())
    return f"Có {listed}. Dưới đây là {len(list_conversions(work))} ví dụ."


class LettersStep(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session, replan: Callable[[], None]) -> None:
        super().__init__(parent)
        self._work: ImportWork | None = None
        self._rows: Sequence[Conversion] = ()
        Paragraph(self, ABOUT, "Caption.TLabel").pack(fill="x")
        self._count = ttk.Label(self, style="Strong.TLabel")
        self._count.pack(anchor="w", pady=(px(theme.FIELD_GAP), px(6)))
        self._keep = tk.BooleanVar(self)
        self._box = ttk.Checkbutton(self, text="Không chuyển, giữ chữ như trong tệp",
                                    variable=self._keep, command=self._on_keep)  # fmt: skip
        self._table = VirtualList(
            self,
            (Column("place", "Ở đâu", 150), Column("before", "Trước", 220, grow=True),
             Column("after", "Sau", 220, grow=True), Column("encoding", "Bộ mã", 120,
                                                            compact=False)),
            self._fetch, lambda: len(self._rows),
        )  # fmt: skip
        self._box.pack(side="bottom", anchor="w", pady=(px(theme.FIELD_GAP), 0))
        self._table.pack(fill="both", expand=True)
        self._table.bind("<Configure>", self._fit)

    def show(self, work: ImportWork) -> None:
        self._work = work
        self._rows = list_conversions(work)
        self._count.configure(text=describe_conversions(work))
        self._keep.set(not any(lay.is_decoded for lay in work.layouts if lay.is_chosen))
        self._table.reload(keep=False)

    def focus_first(self) -> bool:
        return False

    def accept(self) -> bool:
        return True

    def _fit(self, event: "tk.Event[tk.Misc]") -> None:
        self._table.set_compact(compact=event.width < px(NARROW))

    def _on_keep(self) -> None:
        assert self._work is not None
        for n, layout in enumerate(self._work.layouts):
            self._work.set_layout(n, replace(layout, is_decoded=not self._keep.get()))

    def _fetch(self, offset: int, limit: int) -> list[ListRow]:
        return [
            ListRow(str(n), {"place": c.place, "before": c.sample.before, "after": c.sample.after,
                             "encoding": ENCODINGS.get(c.sample.encoding, c.sample.encoding)})
            for n, c in enumerate(self._rows[offset : offset + limit], offset)
        ]  # fmt: skip
