"""Nhận về: a pile of sheets comes back; each number is typed or scanned, keyboard only.

A sheet is written as soon as its number is read. What is not understood beeps, turns red and stays
in the list below the field, so that no sheet of the pile is lost from sight.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import ttkbootstrap as ttk

from domain.changes import Changes
from domain.days import format_day
from domain.errors import AppError
from domain.fields import Choice, Day, Field, Option, parse_row
from domain.sheets import SheetEvent, read_sheet_code
from storage.sheets import LedgerLine
from ui import theme
from ui.dialogs import Dialog
from ui.forms import Form
from ui.keys import MOVE_MS, once_after
from ui.sheet_texts import scan_answer
from ui.theme import px

DONE, BAD = "●", "▲"
LOW = 640  # logical height of a screen that has room for few lines


@dataclass(frozen=True)
class ReturnDesk:
    """What the dialog asks of storage."""

    list_lines: Callable[[], Sequence[LedgerLine]]
    campaign_of: Callable[[int], str]  # of a sheet with this number in any campaign; "" for none
    write: Callable[[str, SheetEvent], Changes]


def return_fields(people: Sequence[str]) -> tuple[Field, ...]:
    known = Choice(tuple(Option(p, p) for p in people), free=True)
    return (
        Field("happened_on", "Ngày nộp", Day(), required=True, width=12),
        Field("person", "Người nộp (để trống: người giữ)", known, width=30),
    )


class ReturnDialog(Dialog):
    def __init__(
        self, parent: tk.Misc, desk: ReturnDesk, people: Sequence[str], today: date,
        written: Callable[[Changes], object],
    ) -> None:  # fmt: skip
        super().__init__(parent, "Nhận tờ phiếu về")
        self._desk, self._today, self._written = desk, today, written
        self._fields = return_fields(people)
        self.taken = self.refused = 0
        self._form = Form(self.body, self._fields, submit=lambda: self.field.focus_set())
        self._form.pack(fill="x")
        self._form.fill({"happened_on": format_day(today.isoformat())})
        ttk.Label(self.body, text="Số tờ: gõ hoặc quét mã vạch, rồi Enter",
                  style="Caption.TLabel").pack(anchor="w", pady=(px(12), px(3)))  # fmt: skip
        self.field = ttk.Entry(self.body, width=30, font="Strong")
        self.field.pack(anchor="w", fill="x")
        take = once_after(self.field, MOVE_MS, self.take)
        for key in ("<Return>", "<KP_Enter>"):
            self.field.bind(key, lambda _: take() or "break")
        self.said = ttk.Label(self.body, text="", wraplength=px(560), justify="left")
        self.said.pack(anchor="w", pady=(px(6), px(6)))
        low = self.winfo_screenheight() / theme.zoom() < LOW
        rows = 4 if low else 9
        self.log = ttk.Treeview(self.body, columns=("mark", "text"), show="", height=rows,
                                selectmode="none", takefocus=False)  # fmt: skip
        self.log.column("mark", width=px(34), stretch=False, anchor="center")
        self.log.column("text", width=px(540))
        self.log.tag_configure("bad", foreground=theme.colours().danger)
        self.log.pack(fill="both", expand=True)
        self.add_button("Xong (Esc)", lambda: self.finish(None))

    def take(self) -> None:
        """What stands in the field, once the input method has committed."""
        text = self.field.get()
        if not text.strip():
            return
        self.field.delete(0, "end")
        values, errors = parse_row(self._fields, self._form.raw())
        self._form.show_errors(errors)
        if errors:
            self._say(f"{text.strip()}: {next(iter(errors.values()))}", fine=False)
            return
        lines = self._desk.list_lines()
        code = read_sheet_code(text)
        elsewhere = self._desk.campaign_of(code[0]) if code else ""
        line, said, fine = scan_answer(text, lines, elsewhere, self._today)
        if line:
            person = str(values["person"] or line.person)
            event = SheetEvent("RETURNED", str(values["happened_on"]), person)
            try:
                changes = self._desk.write(line.sheet.id, event)
            except AppError as refusal:
                self._say(f"{line.sheet.code}: {refusal.message} {refusal.hint}", fine=False)
                return
            self.taken += 1
            self._written(changes)
        self._say(said, fine=fine)

    def _say(self, said: str, *, fine: bool) -> None:
        self.refused += not fine
        if not fine:
            self.bell()
        self.field.state(["!invalid" if fine else "invalid"])
        self.said.configure(text=said, style="TLabel" if fine else "Error.TLabel")
        self.log.insert("", 0, values=(DONE if fine else BAD, said), tags=() if fine else ("bad",))
        self.field.focus_set()


def receive_sheets(
    parent: tk.Misc, desk: ReturnDesk, people: Sequence[str], today: date,
    written: Callable[[Changes], object],
) -> tuple[int, int]:  # fmt: skip
    """(sheets taken back, inputs that were refused)."""
    dialog = ReturnDialog(parent, desk, people, today, written)
    dialog.wait(dialog.field)
    return dialog.taken, dialog.refused
