"""Đợt vận động, "Số liệu nền": population and subscribers with source and day (A10).

The list shows the newest of each; earlier ones stay and go on serving earlier cut-offs.
"""

import tkinter as tk
from collections.abc import Sequence
from datetime import date

import ttkbootstrap as ttk

from domain.days import format_day
from domain.fields import Row, format_row, parse_row
from domain.figure_entry import COMMUNE, figure_notes, newest_values
from domain.figures import FIGURE_FIELDS, FIGURE_KINDS, Figure, newest_figure
from domain.numerals import format_count
from domain.offices import office_on
from domain.users import may
from domain.villages import Village
from storage.figures import delete_figure, list_figures, save_figure
from storage.offices import list_offices
from storage.villages import list_villages
from ui.action_list import Action, ActionList, give_room
from ui.dialogs import Dialog
from ui.edit import edit_and_write
from ui.figure_sheet import ask_figures
from ui.paragraph import Paragraph
from ui.session import Session
from ui.tables import Column, ListRow
from ui.theme import px

COLUMNS = (
    Column("unit", "Đơn vị", 165, sortable=False),
    Column("population", "Dân số", 85, "e", sortable=False),
    Column("population_on", "tính đến", 110, "center", sortable=False),
    Column("subscribers", "Thuê bao", 85, "e", sortable=False),
    Column("subscribers_on", "tính đến", 110, "center", sortable=False),
    Column("source", "Nguồn", 160, grow=True, compact=False, sortable=False),
)
HISTORY_COLUMNS = (
    Column("kind", "Số liệu", 230, sortable=False),
    Column("value", "Số lượng", 90, "e", sortable=False),
    Column("as_of", "Tính đến", 140, "center", sortable=False),
    Column("source", "Nguồn, văn bản số", 220, grow=True, sortable=False),
)
NOTE = (
    "Mẫu số của các tỷ lệ, dùng chung cho mọi đợt. Bảng ghi số mới nhất; số cũ vẫn giữ cho báo cáo "
    "có ngày chốt trước đó."
)
LAYOUT = (("value", "as_of"), ("source",))
EDITED = tuple(f for f in FIGURE_FIELDS if f.name in ("value", "as_of", "source"))
ROOM = 6  # rows of the history in view


def figure_row(figures: Sequence[Figure], place: str, label: str) -> ListRow:
    texts = {"unit": label}
    sources = []
    for kind in FIGURE_KINDS:
        figure = newest_figure(figures, kind.code, place or None)
        texts[kind.code] = format_count(figure.value if figure else None)
        texts[f"{kind.code}_on"] = format_day(figure.as_of[:10]) if figure else ""
        sources += [figure.source] if figure and figure.source not in sources else []
    texts["source"] = "; ".join(sources)
    return ListRow(place or "commune", texts, () if place else ("strong",))


def history_rows(figures: Sequence[Figure], place: str) -> list[ListRow]:
    """Newest first; those a later one has taken the place of are pale."""
    kinds = {k.code: k.label for k in FIGURE_KINDS}
    order = list(kinds)
    own = [f for f in figures if (f.village_id or COMMUNE) == place]
    newest = {newest_figure(own, k.code, place or None) for k in FIGURE_KINDS}
    return [
        ListRow(f.id, {"kind": kinds.get(f.kind, f.kind), "value": format_count(f.value),
                       "as_of": format_day(f.as_of), "source": f.source},
                () if f in newest else ("muted",))
        for f in sorted(own, key=lambda f: (-order.index(f.kind), f.as_of, f.id), reverse=True)
    ]  # fmt: skip


class FiguresPanel(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._figures: list[Figure] = []
        self._villages: list[Village] = []
        note = Paragraph(self, NOTE, "Caption.TLabel")
        note.pack(fill="x", pady=(0, px(10)))
        self._allowed = may(session.user, "save_figure")
        self._list = ActionList(
            self, COLUMNS,
            (
                Action("Nhập số liệu (F8)", self._enter, needs_row=False, main=True),
                Action("Các lần đã ghi (Enter)", self._open),
            ),
            opened=self._open, allowed=self._allowed, empty="Chưa có thôn, bản nào.",
        )  # fmt: skip
        self._notes = Paragraph(self, style="Caption.TLabel")
        self._notes.pack(side="bottom", fill="x", pady=(px(10), 0))
        self._list.pack(fill="both", expand=True)
        give_room(self, self._list, (note,))

    def refresh(self) -> None:
        db = self._session.db
        self._figures, self._villages = list_figures(db), list_villages(db)
        self._list.show([figure_row(self._figures, p, name) for p, name in self._places()])
        notes = figure_notes(newest_values(self._figures, self._villages), self._villages)
        self._notes.configure(text="\n".join(notes))

    def focus_first(self) -> None:
        self._list.focus_list()

    def add(self) -> None:
        self._list.run_main()

    def _places(self) -> list[tuple[str, str]]:
        office = office_on(list_offices(self._session.db), date.today().isoformat())
        whole = f"Toàn {office.kind}" if office else "Toàn đơn vị"
        return [(COMMUNE, whole), *((v.id, v.label) for v in self._villages)]

    def _enter(self, _: str) -> None:
        ask_figures(self, self._session, self._villages, dict(self._places())[COMMUNE])

    def _open(self, row_id: str) -> None:
        place = COMMUNE if row_id == "commune" else row_id
        label = dict(self._places())[place]
        _History(self, self._session, place, label).wait()


class _History(Dialog):
    """Every figure of one unit, to correct or take out."""

    def __init__(self, parent: tk.Misc, session: Session, place: str, label: str) -> None:
        super().__init__(parent, f"Số liệu đã ghi: {label}")
        self._session, self._place = session, place
        ttk.Frame(self.body, width=px(720)).pack()
        self._list = ActionList(
            self.body, HISTORY_COLUMNS,
            (
                Action("Sửa (Enter)", self._edit),
                Action("Bỏ (Delete)", self._remove, ("<Delete>",)),
            ),
            opened=self._edit, empty="Chưa ghi lần nào. Đóng cửa sổ này rồi bấm “Nhập số liệu”.",
        )  # fmt: skip
        self._list.pack(fill="both", expand=True)
        self._list.list.configure(height=px(30 * (ROOM + 1)))
        self._list.list.grid_propagate(False)
        self.add_button("Đóng (Esc)", lambda: self.finish(None))
        self._show()
        self.after(80, self._list.focus_list)

    def _show(self) -> None:
        self._figures = list_figures(self._session.db)
        self._list.show(history_rows(self._figures, self._place))

    def _edit(self, id_: str) -> None:
        figure = next(f for f in self._figures if f.id == id_)
        start: Row = {"value": figure.value, "as_of": figure.as_of, "source": figure.source}

        def write(texts: dict[str, str]) -> bool:
            values, _ = parse_row(EDITED, texts)
            assert isinstance(values["value"], int)
            self._write(Figure(figure.kind, values["value"], str(values["as_of"]),
                               str(values["source"]), figure.village_id, id_))  # fmt: skip
            return True

        edit_and_write(self, "Sửa số liệu", EDITED, format_row(EDITED, start), write,
                       layout=LAYOUT, save="Ghi (F9)")  # fmt: skip

    def _remove(self, id_: str) -> None:
        figure = next(f for f in self._figures if f.id == id_)
        session = self._session
        session.changed(delete_figure(session.db, id_, by=session.user))
        self._show()
        self._list.offer_undo(f"Đã bỏ số {format_count(figure.value)}.",
                              lambda: self._write(figure))  # fmt: skip

    def _write(self, figure: Figure) -> None:
        session = self._session
        session.changed(save_figure(session.db, figure, by=session.user))
        self._show()
