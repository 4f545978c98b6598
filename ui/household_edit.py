"""The dialogs that change a household: its data, a new one, its state.

Each hands its values to the caller's `write` and stays open while storage refuses them.
"""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, TypeVar, cast

import ttkbootstrap as ttk

from domain.days import format_day
from domain.fields import Choice, Day, Field, Option, Row, format_row, parse_row
from domain.households import HOUSEHOLD_FIELDS, REMOVED, STATE_FIELDS, STATES
from domain.villages import Village
from storage.database import Database
from storage.duplicates import like_new
from ui.dialogs import Dialog, write_or_tell
from ui.edit import edit_and_write
from ui.forms import Form
from ui.household_picker import HouseholdSearch, household_line
from ui.keys import bind_function_key, bind_moves
from ui.scrolled import Scrolled
from ui.tally_texts import village_of
from ui.theme import px

T = TypeVar("T")
LAYOUT = (("village", "cluster"), ("head_name", "birth_year"), ("members", "phone"),
          ("address", "note"))  # fmt: skip
SOURCES = (
    Option("LIST", "Có trong danh sách", "1"),
    Option("FOUND", "Phát sinh", "2"),
)
_OF_NEW = (
    Field("source", "Hộ này", Choice(SOURCES), required=True, width=30),
    Field("found_on", "Ngày gặp hộ phát sinh", Day(), width=12),
)


def household_fields(villages: Sequence[Village]) -> tuple[Field, ...]:
    """What can be edited; the printed code never changes. The village is typed: find_village()."""
    options = tuple(Option(v.id, v.label) for v in villages)
    own: dict[str, dict[str, Any]] = {
        "village": {"kind": Choice(options, free=True)},
        "head_name": {"required": False, "hint": "Để trống khi không được đồng ý ghi tên."},
    }
    fields = (f for f in HOUSEHOLD_FIELDS if f.name != "code")
    return tuple(replace(f, **own.get(f.name, {})) for f in fields)


def find_village(values: Row, villages: Sequence[Village]) -> Village | None:
    """Chosen from the list, or the one that is meant by what was typed of its name."""
    value = str(values.get("village") or "")
    chosen = next((v for v in villages if v.id == value), None)
    return chosen or village_of({"village": value}, villages)


def check_village(values: Row, villages: Sequence[Village]) -> dict[str, str]:
    if find_village(values, villages):
        return {}
    return {"village": f"Không rõ thôn, bản “{values.get('village')}” nào trong danh sách."}


def to_stored(values: Row, villages: Sequence[Village]) -> Row:
    """Form values with the village under the name that storage knows."""
    village = find_village(values, villages)
    stored = {n: v for n, v in values.items() if n != "village"}
    return {"village_id": village.id if village else None, **stored}


def check_new(values: Row, today: date) -> dict[str, str]:
    """Rules across the fields of a new household."""
    if values.get("source") != "FOUND":
        return {}
    found_on = values.get("found_on")
    if not isinstance(found_on, str):
        return {"found_on": "Hộ phát sinh cần ghi ngày gặp."}
    if found_on > today.isoformat():
        return {"found_on": "Ngày gặp ở sau hôm nay."}
    return {}


class AskOnce:
    """Before a household is added that may be one of the list: said once, then it is let pass."""

    def __init__(self, db: Database) -> None:
        self._db, self._said = db, ""

    def __call__(self, values: Row) -> dict[str, str]:
        """Messages by field; `values` with "village_id"."""
        like = like_new(self._db, values)
        if not like or like == self._said:
            return {}
        self._said = like
        return {"head_name": f"{like} Nếu là hộ khác, hãy bấm ghi lần nữa."}


def check_state(
    values: Row, household: Mapping[str, Any], target: Mapping[str, Any] | None, today: date
) -> dict[str, str]:
    """Rules across the fields of a change of state; "target" is the household merged into."""
    errors: dict[str, str] = {}
    on = values.get("effective_on")
    if isinstance(on, str) and on > today.isoformat():
        errors["effective_on"] = "Ngày này ở sau hôm nay."
    elif isinstance(on, str) and household["state_on"] and on < household["state_on"]:
        last = format_day(household["state_on"])
        errors["effective_on"] = f"Ngày này ở trước lần đổi gần nhất ({last})."
    if values.get("state") == "MERGED":
        if target is None:
            errors["target"] = "Chưa chọn hộ nhập vào."
        elif target["id"] == household["id"]:
            errors["target"] = "Không nhập được hộ vào chính nó. Hãy chọn hộ khác."
        elif target["state"] != "ACTIVE":
            errors["target"] = "Hộ này không còn ở trong danh sách. Hãy chọn hộ khác."
    return errors


def state_fields(state: str) -> tuple[Field, ...]:
    """The states a household can change to."""
    others = (o for o in STATES if o.code not in (state, REMOVED))
    options = tuple(replace(o, digit=str(n)) for n, o in enumerate(others, 1))
    return tuple(replace(f, kind=Choice(options)) if f.name == "state" else f for f in STATE_FIELDS)


def ask_household(
    parent: tk.Misc, villages: Sequence[Village], household: Mapping[str, Any],
    write: Callable[[Row], T],
) -> T | None:  # fmt: skip
    """What `write` made of the edited values of a known household."""
    fields = household_fields(villages)
    raw = format_row(fields, {**household, "village": household["village_id"]})
    title = f"Sửa thông tin hộ {household['code']}"
    return edit_and_write(
        parent, title, fields, raw,
        lambda texts: write(to_stored(parse_row(fields, texts)[0], villages)),
        partial(check_village, villages=villages), layout=LAYOUT, save="Ghi (F9)",
    )  # fmt: skip


@dataclass(frozen=True)
class NewHousehold:
    values: Row
    found_on: str | None
    after: str | None  # id of the household before it in walking order


@dataclass(frozen=True)
class StateChange:
    state: str
    effective_on: str
    reason: str
    merged_into: str | None


class _WithHousehold(Dialog):
    """A form, and under it a field that finds a household."""

    def __init__(
        self, parent: tk.Misc, title: str, db: Database, fields: Sequence[Field], caption: str,
        layout: Sequence[Sequence[str]],
    ) -> None:  # fmt: skip
        super().__init__(parent, title)
        self.household: dict[str, Any] | None = None
        self._fields = fields
        self._holder = Scrolled(self.body)
        self._holder.pack(fill="both", expand=True)
        self.form = Form(self._holder.body, fields, layout=layout, submit=self._after_form)
        self.form.pack(fill="x")
        self.box = ttk.Frame(self._holder.body)
        self.box.columnconfigure(0, weight=1)
        ttk.Label(self.box, text=caption, style="Caption.TLabel").grid(row=0, sticky="w")
        self.search = HouseholdSearch(self.box, db, self._on_household)
        self.search.grid(row=1, sticky="ew", pady=(px(3), 0))
        self.line = ttk.Label(self.box, style="Caption.TLabel")
        self.line.grid(row=2, sticky="w", pady=(px(2), 0))
        self.box.pack(fill="x")
        bind_moves(self.search, self._take, self.form.focus_first)
        self.add_button("Ghi (F9)", self.accept, main=True)
        self.add_button("Hủy", lambda: self.finish(None))
        bind_function_key(self, "F9", self.accept)

    def accept(self) -> None:
        values, errors = parse_row(self._fields, self.form.raw())
        errors = errors or self.check(values)
        self.form.show_errors(errors)
        self.show_line(errors.get("target", ""))
        if list(errors) == ["target"]:
            self.search.focus_set()
        if not errors:
            written = write_or_tell(self, partial(self.write, values))
            if written is not None:
                self.finish(written)

    def check(self, values: Row) -> dict[str, str]:
        raise NotImplementedError

    def write(self, values: Row) -> object:
        """Store the answer; what is returned is the dialog's result."""
        raise NotImplementedError

    def words(self) -> str:
        """What the chosen household means; in red instead, why it may not be."""
        return f"Đã chọn: {household_line(self.household)}" if self.household else ""

    def show_line(self, error: str) -> None:
        self.line.configure(text=error or self.words(),
                            style="Error.TLabel" if error else "Caption.TLabel")  # fmt: skip

    def fit(self) -> None:
        """As high as what it holds, as far as the screen goes."""
        self._holder.fit(width=px(620), most_height=self.winfo_screenheight() - px(190))

    def run(self) -> object:
        self.fit()
        self.after(60, self.form.focus_first)
        return self.wait()

    def _after_form(self) -> None:
        if self.box.winfo_manager():
            self.search.focus_set()
        else:
            self.accept()

    def _take(self) -> None:
        if self.search.get().strip():
            self.show_line(self.search.accept())
        elif self.household:
            self.accept()

    def _on_household(self, household: dict[str, Any]) -> None:
        self.household = household
        self.show_line("")


def place_words(before: dict[str, Any] | None) -> str:
    """Where a household that is added will stand."""
    if before is None:
        return "Chưa chọn hộ nào: hộ mới đứng cuối thôn, bản."
    return f"Hộ mới đứng ngay sau: {household_line(before)}. Gõ tên hộ khác để đổi."


class _NewDialog(_WithHousehold):
    def __init__(
        self, parent: tk.Misc, db: Database, villages: Sequence[Village],
        after: dict[str, Any] | None, today: date, write: Callable[[NewHousehold], object],
    ) -> None:  # fmt: skip
        self._fields = fields = (*household_fields(villages), *_OF_NEW)
        layout = (("source",), ("village", "found_on"), *LAYOUT[1:3], ("address", "cluster"),
                  ("note",))
        super().__init__(parent, "Thêm hộ", db, fields,
                         "Đứng sau hộ, theo thứ tự đi",
                         layout)  # fmt: skip
        self._today, self._write, self._like = today, write, AskOnce(db)
        self._villages = villages
        village = after["village_id"] if after else ""
        start: Row = {"village": village, "source": "LIST", "found_on": today.isoformat()}
        self.form.fill(format_row(fields, start))
        self.form.on_change(self._on_change)
        self._on_change()
        if after:
            self._on_household(after)
        else:
            self.show_line("")

    def check(self, values: Row) -> dict[str, str]:
        errors = check_new(values, self._today) | check_village(values, self._villages)
        village = find_village(values, self._villages)
        if self.household and village and self.household["village_id"] != village.id:
            errors["target"] = "Hộ đứng trước ở thôn, bản khác. Hãy chọn lại, hoặc chọn lại thôn."
        return errors or self._like(to_stored(values, self._villages))

    def write(self, values: Row) -> object:
        found = str(values["found_on"]) if values.pop("source") == "FOUND" else None
        values.pop("found_on")
        after = str(self.household["id"]) if self.household else None
        return self._write(NewHousehold(to_stored(values, self._villages), found, after))

    def words(self) -> str:
        return place_words(self.household)

    def _on_change(self) -> None:
        values, _ = parse_row(self._fields, self.form.raw())
        village = find_village(values, self._villages)
        if self.household and village and self.household["village_id"] != village.id:
            self.household = None  # chosen for the village that was there before
            self.show_line("")
        self.form.enable("found_on", on=self.form.raw()["source"] == SOURCES[1].label)


class _StateDialog(_WithHousehold):
    def __init__(
        self, parent: tk.Misc, db: Database, household: Mapping[str, Any], today: date,
        write: Callable[[StateChange], object],
    ) -> None:  # fmt: skip
        fields = state_fields(household["state"])
        title = f"Đổi tình trạng: {household['head_name']}, {household['code']}"
        super().__init__(parent, title, db, fields, "Nhập vào hộ: gõ tên, mã hoặc số điện thoại",
                         (("state",), ("effective_on", "reason")))  # fmt: skip
        self._old, self._today, self._write = household, today, write
        state = "ACTIVE" if household["state"] != "ACTIVE" else ""
        start: Row = {"state": state, "effective_on": today.isoformat()}
        self.form.fill(format_row(fields, start))
        self.form.on_change(self._on_state)
        self._on_state()

    def check(self, values: Row) -> dict[str, str]:
        return check_state(values, self._old, self.household, self._today)

    def write(self, values: Row) -> object:
        state = str(values["state"])
        into = str(self.household["id"]) if self.household and state == "MERGED" else None
        on, why = str(values["effective_on"]), str(values["reason"])
        return self._write(StateChange(state, on, why, into))

    def _on_state(self) -> None:
        merged = {o.code: o.label for o in STATES}["MERGED"]
        if self.form.raw()["state"] == merged:
            self.box.pack(fill="x", after=self.form)
        else:
            self.box.pack_forget()
        self.fit()


def ask_new_household(
    parent: tk.Misc, db: Database, villages: Sequence[Village], after: dict[str, Any] | None,
    today: date, write: Callable[[NewHousehold], T],
) -> T | None:  # fmt: skip
    """What `write` returned; None when the dialog was closed without writing."""
    return cast("T | None", _NewDialog(parent, db, villages, after, today, write).run())


def ask_state(
    parent: tk.Misc, db: Database, household: Mapping[str, Any], today: date,
    write: Callable[[StateChange], T],
) -> T | None:  # fmt: skip
    """As ask_new_household()."""
    return cast("T | None", _StateDialog(parent, db, household, today, write).run())
