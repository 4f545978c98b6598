"""The deadline board of Tổng quan (F9): what is due to whom, the cut-off, whether it is done."""

import tkinter as tk
from collections.abc import Sequence
from datetime import date

import ttkbootstrap as ttk

from domain.days import format_day
from domain.deadlines import (
    MARK_FIELDS,
    Deadline,
    Urgency,
    check_mark,
    default_cut_off,
    describe_days_left,
    nearest,
    order_board,
)
from domain.fields import Row, format_row, parse_row
from storage.deadlines import list_deadlines, mark_deadline
from storage.requests import list_reminders
from ui.edit import edit_and_write
from ui.session import Session
from ui.tables import Column, ListRow, VirtualList

TITLE = "Hạn nộp: Enter để đặt giờ chốt hoặc ghi đã nộp"
COLUMNS = (
    Column("what", "Việc phải nộp", 350, grow=True, sortable=False),
    Column("to_whom", "Nơi nhận", 224, compact=False, sortable=False),
    Column("due", "Nộp chậm nhất", 140, "center", sortable=False),
    Column("cut_off", "Chốt số liệu", 112, "center", compact=False, sortable=False),
    Column("state", "Tình trạng", 180, sortable=False),
)
EMPTY = "Chưa có hạn nào. Hạn của đợt và của văn bản ghi ở Đợt vận động (F6)."


def deadline_row(deadline: Deadline, today: date) -> ListRow:
    urgency = deadline.urgency(today)
    texts = {
        "what": deadline.what, "to_whom": deadline.to_whom,
        "due": format_day(f"{deadline.due.isoformat()}T23:59"),
        "cut_off": format_day(deadline.cut_off), "state": deadline.describe(today),
    }  # fmt: skip
    if urgency is Urgency.DONE:
        return ListRow(deadline.key, texts, ("muted",))
    return ListRow(deadline.key, texts, ("alarm",) if urgency > Urgency.CALM else ())


def warning(deadlines: Sequence[Deadline], today: date) -> tuple[str, Urgency]:
    """ "Hạn 25/08: còn 3 ngày làm việc" of the next one, "Yêu cầu số 2: quá 3 ngày" of what a
    citizen asked; "" when nothing is due."""
    found = nearest(deadlines)
    if found is None:
        return ("", Urgency.DONE) if not deadlines else ("Đã nộp đủ các hạn", Urgency.DONE)
    words = describe_days_left(found.due, today)
    short = words.removeprefix("hạn là ").replace("đã quá hạn", "quá")  # a tile is narrow
    is_request = found.key.startswith("request:")
    head = found.what.split(":")[0] if is_request else f"Hạn {found.due:%d/%m}"
    return f"{head}: {short}", found.urgency(today)


def more_pressing(
    own: Sequence[Deadline], others: Sequence[Deadline], today: date
) -> Sequence[Deadline]:
    """What the tile warns of: the reports, unless something else presses more."""
    report, other = nearest(own), nearest(others)
    if other is None:
        return own
    calm = report is None or report.urgency(today) < other.urgency(today)
    return others if calm else own


def mark_texts(deadline: Deadline) -> dict[str, str]:
    """What the dialog starts with: only what a person set."""
    own = deadline.cut_off if deadline.cut_off != default_cut_off(deadline.due) else ""
    values: Row = {"cut_off": own or None, "note": deadline.note or None,
                   "done_on": deadline.done_on if deadline.by_hand else None}  # fmt: skip
    return format_row(MARK_FIELDS, values)


class DeadlineBoard(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self.deadlines: list[Deadline] = []  # of reports
        self.warned: Sequence[Deadline] = ()  # those, or what presses more
        self._rows: list[ListRow] = []
        self.list = VirtualList(
            self, COLUMNS, lambda at, n: self._rows[at : at + n], lambda: len(self._rows),
            opened=self._open, empty=EMPTY,
        )  # fmt: skip
        self.list.pack(fill="both", expand=True)

    def show(self, today: date) -> None:
        campaign = self._session.campaign
        own = list_deadlines(self._session.db, campaign, today) if campaign else []
        others = list_reminders(self._session.db, today)
        self.deadlines = own
        shown = order_board([*own, *others])
        self.warned = more_pressing(own, others, today)
        self._rows = [deadline_row(d, today) for d in shown]
        self.list.reload()

    def _open(self, key: str) -> None:
        session = self._session
        kind, _, id_ = key.partition(":")
        if kind == "request":
            session.show("settings", part="requests")
            return
        if kind == "retention":
            session.show("campaigns", campaign=id_)
            return
        found = next((d for d in self.deadlines if d.key == key), None)
        if found is None or not session.allows("save_dispatch"):
            return

        def write(texts: dict[str, str]) -> bool:
            values, _ = parse_row(MARK_FIELDS, texts)
            session.changed(mark_deadline(session.db, key, values, by=session.user))
            return True

        edit_and_write(self, found.what, MARK_FIELDS, mark_texts(found), write,
                       lambda values: check_mark(values, found.due, date.today()),
                       save="Ghi (F9)")  # fmt: skip
        self.list.focus_list()
