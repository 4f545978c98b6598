"""Đợt vận động, "Văn bản": the register of dispatches (H4). It serves every campaign."""

import tkinter as tk
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import ttkbootstrap as ttk

from domain.days import format_day
from domain.deadlines import describe_deadline, due_at
from domain.dispatches import DISPATCH_FIELDS, Dispatch
from domain.fields import Row, format_row, parse_row
from domain.text import fold_key
from domain.users import may
from storage.dispatches import delete_dispatch, list_dispatches, save_dispatch
from ui.action_list import Action, ActionList, give_room
from ui.edit import edit_and_write
from ui.paragraph import Paragraph
from ui.session import Session
from ui.tables import Column, ListRow
from ui.theme import px

COLUMNS = (
    Column("number", "Số, ký hiệu", 130, sortable=False),
    Column("kind", "Loại", 90, sortable=False),
    Column("issued_on", "Ngày", 90, "center", sortable=False),
    Column("issuer", "Cơ quan ban hành", 180, grow=True, sortable=False),
    Column("due", "Nộp chậm nhất", 135, "center", sortable=False),
    Column("cited", "Căn cứ", 70, "center", sortable=False),
)
LAYOUT = (
    ("kind", "number", "issued_on"), ("issuer",), ("subject",), ("deadline_words", "deadline_on"),
    ("cited",),
)  # fmt: skip
NOTE = (
    "Sổ văn bản dùng chung cho mọi đợt. Văn bản được chọn làm căn cứ in ở câu đầu của báo cáo: "
    "“Thực hiện Công văn số …”."
)


def dispatch_row(dispatch: Dispatch) -> ListRow:
    texts = {
        "number": dispatch.number, "kind": dispatch.kind, "issuer": dispatch.issuer,
        "issued_on": format_day(dispatch.issued_on), "cited": "In" if dispatch.cited else "Không",
        "due": due_at(dispatch.deadline_on, dispatch.deadline_words) or "–",
    }  # fmt: skip
    return ListRow(dispatch.id, texts)


def describe_dispatch(dispatch: Dispatch, today: date) -> str:
    """What it says, and what that asks of the office."""
    told = describe_deadline(dispatch.deadline_on, dispatch.deadline_words, today)
    return f"{dispatch.citation}.\n{told}" if dispatch.deadline_on else f"{dispatch.citation}."


def check_dispatch(values: Row, others: Sequence[Dispatch]) -> dict[str, str]:
    errors: dict[str, str] = {}
    deadline_on, issued_on = values.get("deadline_on"), values.get("issued_on")
    if deadline_on and str(deadline_on) < str(issued_on):
        errors["deadline_on"] = "Hạn báo cáo ở trước ngày ban hành."
    number, issuer = (fold_key(str(values.get(n) or "")) for n in ("number", "issuer"))
    for d in others:
        same = (fold_key(d.number), fold_key(d.issuer), d.issued_on) == (number, issuer, issued_on)
        if same:
            errors["number"] = "Văn bản này đã có trong sổ."
    return errors


def make_dispatch(values: Row, id_: str) -> Dispatch:
    """From checked values."""
    texts = {n: str(v or "") for n, v in values.items() if n != "cited"}
    texts["deadline_words"] = texts["deadline_words"] or "BEFORE"
    return Dispatch(**texts, cited=bool(values.get("cited")), id=id_)


class DispatchesPanel(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._dispatches: list[Dispatch] = []
        note = Paragraph(self, NOTE, "Caption.TLabel")
        note.pack(fill="x", pady=(0, px(10)))
        self._list = ActionList(
            self, COLUMNS,
            (
                Action("Thêm văn bản (F8)", self._add, needs_row=False, main=True),
                Action("Sửa (Enter)", self._edit),
                Action("In vào căn cứ (dấu cách)", self._cite, ("<space>",), words=self._word),
                Action("Bỏ khỏi sổ (Delete)", self._remove, ("<Delete>",)),
            ),
            opened=self._edit, allowed=may(session.user, "save_dispatch"),
            chosen=lambda _: self._describe(),
            empty="Chưa có văn bản nào. Bấm “Thêm văn bản” để ghi công văn giao việc.",
        )  # fmt: skip
        self._about = Paragraph(self, style="TLabel")
        self._about.pack(side="bottom", fill="x", pady=(px(10), 0))
        self._list.pack(fill="both", expand=True)
        give_room(self, self._list, (note, self._about))

    def refresh(self) -> None:
        self._dispatches = list_dispatches(self._session.db)
        self._list.show([dispatch_row(d) for d in self._dispatches])
        self._describe()

    def focus_first(self) -> None:
        self._list.focus_list()

    def add(self) -> None:
        self._list.run_main()

    def _find(self, id_: str) -> Dispatch | None:
        return next((d for d in self._dispatches if d.id == id_), None)

    def _describe(self) -> None:
        found = self._find(self._list.selected_id)
        self._about.configure(text=describe_dispatch(found, date.today()) if found else "")

    def _add(self, _: str) -> None:
        known = {d.id for d in self._dispatches}
        start: Row = {"kind": "Công văn", "deadline_words": "BEFORE", "cited": 1}
        self._put("Thêm văn bản", start, "")
        self._list.select(next((d.id for d in self._dispatches if d.id not in known), ""))

    def _edit(self, id_: str) -> None:
        found = self._find(id_)
        if found:
            self._put("Sửa văn bản", {**vars(found), "cited": int(found.cited)}, id_)

    def _put(self, title: str, start: Row, id_: str) -> None:
        others = [d for d in self._dispatches if d.id != id_]

        def write(texts: dict[str, str]) -> bool:
            values, _ = parse_row(DISPATCH_FIELDS, texts)
            self._write(make_dispatch(values, id_), "Đã ghi văn bản.")
            return True

        edit_and_write(self, title, DISPATCH_FIELDS, format_row(DISPATCH_FIELDS, start), write,
                       lambda values: check_dispatch(values, others), layout=LAYOUT,
                       save="Ghi (F9)")  # fmt: skip

    def _write(self, dispatch: Dispatch, said: str) -> None:
        session = self._session
        session.changed(save_dispatch(session.db, dispatch, by=session.user))
        session.status(said)

    def _cite(self, id_: str) -> None:
        found = self._find(id_)
        if found:
            said = "Không in vào căn cứ." if found.cited else "Sẽ in vào căn cứ."
            self._write(replace(found, cited=not found.cited), said)

    def _word(self, id_: str) -> str:
        found = self._find(id_)
        return "Thôi in căn cứ (dấu cách)" if found and found.cited else "In căn cứ (dấu cách)"

    def _remove(self, id_: str) -> None:
        found, session = self._find(id_), self._session
        if found:
            session.changed(delete_dispatch(session.db, id_, by=session.user))
            self._list.offer_undo(f"Đã bỏ {found.kind} số {found.number} khỏi sổ.",
                                  lambda: self._write(found, "Đã hoàn tác."))  # fmt: skip
