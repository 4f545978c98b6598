"""Steps of the ledger asked for in a dialog: handed out, checked, cancelled; and a sheet's history.

Coming back is ui/sheet_return.py, because it goes sheet by sheet.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from datetime import date

import ttkbootstrap as ttk

from domain.changes import Changes
from domain.days import format_day
from domain.fields import Choice, Day, Field, Option, Row, Text, parse_row
from domain.sheets import KIND_LABELS, Sheet, SheetEvent
from ui.dialogs import Dialog
from ui.edit import edit_and_write
from ui.scrolled import Scrolled
from ui.sheet_texts import event_words
from ui.theme import px

DAY = Field("happened_on", "Ngày", Day(), required=True, width=12)


def step_fields(step: str, people: Sequence[str]) -> tuple[Field, ...]:
    """What a step asks for: a holder, a person who checked, or a reason."""
    known = Choice(tuple(Option(p, p) for p in people), free=True)
    if step == "CANCELLED":
        return (Field("note", "Lý do hủy", Text(lines=3), required=True, width=44), DAY)
    person = "Người nhận" if step == "HANDED" else "Người kiểm"
    return (  # the person first: the list of names needs the room below
        Field("person", person, known, required=step == "HANDED", width=34),
        DAY,
        Field("note", "Ghi chú", Text(lines=3), width=44),
    )


TITLES = {"HANDED": "Giao tờ phiếu", "CHECKED": "Đã kiểm tờ phiếu", "CANCELLED": "Hủy tờ phiếu"}
VERBS = {"HANDED": "Giao (F9)", "CHECKED": "Ghi đã kiểm (F9)", "CANCELLED": "Hủy tờ (F9)"}


def make_event(step: str, values: Row) -> SheetEvent:
    return SheetEvent(
        step, str(values["happened_on"]), str(values.get("person") or ""),
        str(values.get("note") or ""),
    )  # fmt: skip


def check_event(values: Row, today: date) -> dict[str, str]:
    if str(values.get("happened_on") or "") > today.isoformat():
        return {"happened_on": "Ngày ở sau hôm nay. Hãy ghi ngày việc ấy đã xảy ra."}
    return {}


def ask_step(
    parent: tk.Misc, step: str, words: str, people: Sequence[str], today: date,
    write: Callable[[SheetEvent], Changes], person: str = "",
) -> Changes | None:  # fmt: skip
    """One step for one or more sheets (`words` names them); None when closed without writing."""
    fields = step_fields(step, people)
    start = {"happened_on": format_day(today.isoformat()), "person": person}
    return edit_and_write(
        parent, f"{TITLES[step]}: {words}", fields, start,
        lambda texts: write(make_event(step, parse_row(fields, texts)[0])),
        lambda values: check_event(values, today), columns=1, save=VERBS[step],
        cancel="Thôi" if step == "CANCELLED" else "Hủy",  # never beside a "Hủy tờ"
    )  # fmt: skip


def show_history(
    parent: tk.Misc, sheet: Sheet, events: Sequence[SheetEvent], entered: int
) -> None:
    """Everything that happened to one sheet, the oldest first."""
    dialog = Dialog(parent, f"Tờ phiếu {sheet.code}")
    about = f"{KIND_LABELS[sheet.kind]}. {sheet.title}. Đã nhập {entered}/{sheet.lines} hộ."
    ttk.Label(dialog.body, text=about, style="Strong.TLabel", wraplength=px(560)).pack(
        anchor="w", pady=(0, px(10))
    )
    holder = Scrolled(dialog.body)
    holder.pack(fill="both", expand=True)
    for row, event in enumerate(events):
        for column, text in enumerate(event_words(event)):
            style = "Caption.TLabel" if column == 2 else "TLabel"
            label = ttk.Label(holder.body, text=text, style=style, wraplength=px(290))
            label.grid(row=row, column=column, sticky="nw", padx=(0, px(14)), pady=px(4))
    holder.fit(width=px(600), most_height=px(360))
    dialog.add_button("Đóng", lambda: dialog.finish(None), main=True)
    dialog.wait()
