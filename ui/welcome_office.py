"""First step: which office this is. The rest of it (heading, recipients …) is in "Thiết lập"."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import ttkbootstrap as ttk

from domain.changes import Changes
from domain.fields import Row, format_row, parse_row
from domain.offices import OFFICE_FIELDS, Office, office_from_row, office_on
from domain.text import clean
from storage.offices import list_offices, save_office
from ui.forms import Form
from ui.scrolled import Scrolled
from ui.session import Session

LAYOUT = (("kind", "name"), ("district", "province"), ("signature",),
          ("signer", "valid_from"))  # fmt: skip
_NAMES = [name for row in LAYOUT for name in row]
FIELDS = tuple(f for f in OFFICE_FIELDS if f.name in _NAMES)
# The report prints these names as they stand, so they must say what they are.
# With their accents: folded, Quan Sơn would begin with "quận".
_DISTRICT_WORDS = ("huyện ", "quận ", "thị xã ", "thành phố ")
_PROVINCE_WORDS = ("tỉnh ", "thành phố ")


def default_office(today: date) -> Row:
    """A new office counts from the first day of the year, so that this year's reports have it."""
    first = date(today.year, 1, 1).isoformat()
    return {"kind": "xã", "signature": Office.signature, "valid_from": first}


def check_office(values: Row) -> dict[str, str]:
    """Messages by field name: the names of the upper units must carry their kind."""
    errors: dict[str, str] = {}
    for name, words, example in (
        ("district", _DISTRICT_WORDS, "huyện Quan Sơn"),
        ("province", _PROVINCE_WORDS, "tỉnh Thanh Hóa"),
    ):
        unit = clean(str(values.get(name) or "")).lower()
        if unit and not unit.startswith(words):
            errors[name] = f"Hãy ghi cả loại đơn vị, ví dụ “{example}”."
    return errors


def merge_office(known: Office | None, values: Row) -> Office:
    """The office as the short form has it; what the form does not ask stays."""
    if known is None:
        return office_from_row(values)
    return replace(known, **{n: values[n] or "" for n in _NAMES})  # type: ignore[arg-type]


class OfficePanel(ttk.Frame):
    button = "Ghi và tiếp tục (F9)"

    def __init__(self, parent: ttk.Frame, session: Session, go_on: Callable[[], None]) -> None:
        super().__init__(parent)
        self._session, self._go_on = session, go_on
        self._known: Office | None = None
        scrolled = Scrolled(self)
        scrolled.pack(fill="both", expand=True)
        self._form = Form(scrolled.body, FIELDS, layout=LAYOUT, submit=self.save)
        self._form.pack(fill="x", anchor="n")
        self.refresh()

    def refresh(self) -> None:
        today = date.today()
        self._known = office_on(list_offices(self._session.db), today.isoformat())
        values = vars(self._known) if self._known else default_office(today)
        self._form.fill(format_row(FIELDS, values))

    def on_changes(self, changes: Changes) -> None:
        if changes.office:
            self.refresh()

    def focus_first(self) -> bool:
        self._form.focus_field("name")
        return True

    def save(self) -> None:
        values, errors = parse_row(FIELDS, self._form.raw())
        if errors := errors or check_office(values):
            self._form.show_errors(errors)
            return
        office = merge_office(self._known, values)
        self._session.changed(save_office(self._session.db, office, by=self._session.user))
        self._go_on()
