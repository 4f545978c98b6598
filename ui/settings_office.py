"""Thiết lập, "Đơn vị": the office in its versions, each valid from a day, and its letter's head."""

import tkinter as tk
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import ttkbootstrap as ttk

from domain.days import day_of, format_day
from domain.fields import Day, Field, Row, format_row, parse_row
from domain.offices import (
    OFFICE_FIELDS,
    TWO_TIERS_LABEL,
    Office,
    after_two_tiers,
    needs_two_tiers,
    office_from_row,
    office_on,
)
from domain.users import may
from storage.offices import delete_office, list_offices, save_office
from ui.action_list import Action, ActionList, give_room
from ui.allowing import grey
from ui.dialogs import ask
from ui.edit import edit_and_write
from ui.forms import Form
from ui.letter_head import LetterPicture, letter_head
from ui.paragraph import Paragraph
from ui.scrolled import Scrolled
from ui.session import Session
from ui.tables import Column, ListRow
from ui.theme import GAP, px
from ui.welcome_office import check_office

COLUMNS = (
    Column("valid", "Áp dụng từ", 105, sortable=False),
    Column("unit", "Đơn vị, cấp trên", 200, grow=True, sortable=False),
)
LAYOUT = (
    ("valid_from", "kind", "name"), ("district", "province"), ("place", "symbol"),
    ("superior_line",), ("superior",), ("addressee",), ("recipients",), ("signature",),
    ("position",), ("signer", "preparer"),
)  # fmt: skip
NOTE = (
    "Khi đổi tên, đổi cấp trên hoặc đổi người ký, thêm một bản áp dụng từ ngày đổi: báo cáo của "
    "thời kỳ trước vẫn in như cũ."
)
DAY_FIELD = Field("day", "Xem văn bản ký ngày", Day(), width=12)


def validity(versions: Sequence[Office], office: Office) -> str:
    """ "01/01/2020 – 30/06/2025", "từ 01/07/2025" for the last one."""
    later = sorted(o.valid_from for o in versions if o.valid_from > office.valid_from)
    start = format_day(office.valid_from)
    if not later:
        return f"từ {start}"
    return f"{start} – {format_day((day_of(later[0]) - timedelta(days=1)).isoformat())}"


def office_row(versions: Sequence[Office], office: Office, today: date) -> ListRow:
    """The version in force today in bold."""
    name = office.full_name[0].upper() + office.full_name[1:]
    texts = {"valid": format_day(office.valid_from), "unit": f"{name}, {office.upper_unit}"}
    in_force = office_on(versions, today.isoformat()) == office
    return ListRow(office.id, texts, ("strong",) if in_force else ())


def check_version(values: Row, others: Sequence[Office]) -> dict[str, str]:
    """Messages by field: kinds of the upper units, and one version a day."""
    errors = check_office(values)
    if values.get("valid_from") in {o.valid_from for o in others}:
        errors["valid_from"] = "Đã có một bản áp dụng từ ngày này."
    return errors


def next_version(versions: Sequence[Office], today: date) -> Office:
    """What a new version starts from: the one in force, valid from today."""
    current = office_on(versions, today.isoformat())
    if current is None:
        return Office(valid_from=f"{today.year}-01-01", kind="xã", name="", province="")
    return replace(current, id="", valid_from=today.isoformat())


def to_values(office: Office) -> Row:
    return {**vars(office), "superior_line": int(office.superior_line)}


class OfficePanel(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._versions: list[Office] = []
        self.columnconfigure(0, weight=5, uniform="half")
        self.columnconfigure(1, weight=6, uniform="half")
        self.rowconfigure(0, weight=1)
        left = ttk.Frame(self)
        left.grid(row=0, column=0, sticky="nsew", padx=(0, px(GAP)))
        note = Paragraph(left, NOTE, "Caption.TLabel")
        note.pack(fill="x", pady=(0, px(10)))
        allowed = may(session.user, "save_office")
        self._two_tiers = ttk.Button(left, text=TWO_TIERS_LABEL, bootstyle="outline",
                                     command=self._add_two_tiers)  # fmt: skip
        grey(self._two_tiers, session.user, "save_office")
        self._list = ActionList(
            left, COLUMNS,
            (
                Action("Thêm bản mới (F8)", self._add, needs_row=False, main=True),
                Action("Sửa (Enter)", self._edit),
                Action("Xóa (Delete)", self._delete, ("<Delete>",)),
            ),
            opened=self._edit, allowed=allowed, empty="Chưa ghi đơn vị.",
        )  # fmt: skip
        self._list.pack(fill="both", expand=True)
        give_room(left, self._list, (note,))
        right = ttk.Frame(self)
        right.grid(row=0, column=1, sticky="nsew")
        self._day = Form(right, (DAY_FIELD,), columns=2)
        self._day.pack(fill="x", pady=(0, px(8)))
        self._day.fill({"day": format_day(date.today().isoformat())})
        self._day.on_change(self._show_picture)
        holder = Scrolled(right)
        holder.pack(fill="both", expand=True)
        self._picture = LetterPicture(holder.body)
        self._picture.pack(fill="x")

    def refresh(self) -> None:
        self._versions = list_offices(self._session.db)
        today = date.today()
        self._list.show([office_row(self._versions, o, today) for o in self._versions])
        if needs_two_tiers(self._versions):
            self._two_tiers.pack(side="bottom", anchor="w", pady=(px(8), 0), before=self._list)
        else:
            self._two_tiers.pack_forget()
        self._show_picture()

    def focus_first(self) -> None:
        self._list.focus_list()

    def add(self) -> None:
        self._list.run_main()

    def _show_picture(self) -> None:
        day = parse_row((DAY_FIELD,), self._day.raw())[0]["day"]
        if day:
            office = office_on(self._versions, str(day))
            self._picture.show(letter_head(office, str(day)) if office else None)

    def _add(self, _: str) -> None:
        self._put("Bản thông tin đơn vị mới", next_version(self._versions, date.today()))

    def _add_two_tiers(self) -> None:
        newest = max(self._versions, key=lambda o: o.valid_from)
        self._put(TWO_TIERS_LABEL, after_two_tiers(newest))

    def _edit(self, id_: str) -> None:
        self._put("Sửa thông tin đơn vị", self._version(id_))

    def _put(self, title: str, start: Office) -> None:
        others = [o for o in self._versions if o.id != start.id]

        def write(texts: dict[str, str]) -> bool:
            values, _ = parse_row(OFFICE_FIELDS, texts)
            office = office_from_row({**values, **_blanks(values), "id": start.id})
            self._write(office, "Đã ghi thông tin đơn vị.")
            return True

        raw = format_row(OFFICE_FIELDS, to_values(start))
        edit_and_write(self, title, OFFICE_FIELDS, raw, write,
                       lambda values: check_version(values, others), layout=LAYOUT,
                       save="Ghi (F9)")  # fmt: skip

    def _write(self, office: Office, said: str) -> None:
        session = self._session
        session.changed(save_office(session.db, office, by=session.user))
        self.refresh()
        session.status(said)

    def _delete(self, id_: str) -> None:
        when = validity(self._versions, self._version(id_))
        if ask(self, "Xóa bản thông tin đơn vị", f"Xóa bản áp dụng {when}?", "Xóa", danger=True,
               hint="Báo cáo của thời gian đó sẽ in theo bản liền trước."):  # fmt: skip
            self._delete_now(id_)

    def _delete_now(self, id_: str) -> None:
        office, session = self._version(id_), self._session
        when = validity(self._versions, office)
        session.changed(delete_office(session.db, id_, by=session.user))
        self.refresh()
        self._list.offer_undo(f"Đã xóa bản {when}.", lambda: self._write(office, "Đã hoàn tác."))

    def _version(self, id_: str) -> Office:
        return next(o for o in self._versions if o.id == id_)


def _blanks(values: Row) -> Row:
    """What was emptied stays empty, rather than taking a default of Office."""
    asked = ("district", "superior", "addressee", "symbol", "place", "recipients", "position",
             "signer", "preparer")  # fmt: skip
    return {name: "" for name in asked if values.get(name) is None}
