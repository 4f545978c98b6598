"""Forms: text in, text out; messages at the field; Enter from field to field."""

import unicodedata
from collections.abc import Callable

import pytest
import ttkbootstrap as ttk

from domain.campaigns import CAMPAIGN_FIELDS, Campaign
from domain.fields import (
    Choice,
    Day,
    Field,
    Number,
    Option,
    Phone,
    Text,
    YesNo,
    format_row,
    parse_row,
)
from domain.households import HOUSEHOLD_FIELDS
from domain.offices import OFFICE_FIELDS
from domain.visits import visit_fields
from ui.forms import WIDGETS, Form, arrange, check_field, is_wide
from ui.inputs import to_label
from ui.scrolled import Scrolled
from ui.theme import px

WaitUntil = Callable[[Callable[[], object]], None]
REASONS = Choice((Option("FULL", "Hết bộ nhớ", "1"), Option("OLD", "Máy cũ", "2")), free=True)
FIELDS = (
    Field("name", "Họ và tên", Text(), required=True, width=20),
    Field("day", "Ngày đến", Day(), width=12),
    Field("slot", "Buổi", Choice((Option("S", "Sáng", "1"), Option("C", "Chiều", "2"))), width=8),
    Field("members", "Số nhân khẩu", Number(), width=6, hint="Để trống nếu chưa hỏi."),
    Field("phone", "Điện thoại", Phone(), width=14),
    Field("agreed", "Đồng ý", YesNo(), width=8),
    Field("reason", "Lý do", REASONS, width=20),
    Field("kind", "Loại", Choice((Option("a", "xã"), Option("b", "phường"))), width=10),
    Field("note", "Ghi chú", Text(lines=3), width=40),
)
RAW = {
    "name": "Hà Văn Ửng", "day": "13/08/2020", "slot": "Chiều", "members": "4",
    "phone": "0912345678", "agreed": "Có", "reason": "Máy cũ", "kind": "phường",
    "note": "Nhà có hai máy\nmột máy hỏng",
}  # fmt: skip


def test_every_kind_of_value_has_a_widget() -> None:
    every = (*FIELDS, *HOUSEHOLD_FIELDS, *OFFICE_FIELDS, *CAMPAIGN_FIELDS,
             *visit_fields(Campaign("c", "", "2020-08-10")))  # fmt: skip
    assert {type(f.kind) for f in every} <= set(WIDGETS)


def test_wide_fields_get_a_row_of_their_own() -> None:
    rows = arrange(FIELDS, 2)
    assert rows == [
        ["name", "day"], ["slot"], ["members", "phone"], ["agreed", "reason"], ["kind"], ["note"],
    ]  # fmt: skip
    assert is_wide(FIELDS[8])
    assert not is_wide(FIELDS[0])


@pytest.mark.parametrize("text", ["2", "2 Máy cũ", "may cu", "Máy cũ"])
def test_a_reason_may_be_given_by_number_or_without_accents(text: str) -> None:
    assert to_label(text, REASONS) == "Máy cũ"


def test_a_reason_of_ones_own_stays_as_typed() -> None:
    assert to_label("Nước lũ", REASONS) == "Nước lũ"


def test_an_empty_field_is_not_complained_of_before_saving() -> None:
    assert check_field(FIELDS[0], "  ") == ""
    assert "không phải là số" in check_field(FIELDS[3], "bốn")


@pytest.fixture
def form(shown: ttk.Frame) -> Form:
    form = Form(shown, FIELDS)
    form.pack(fill="both", expand=True)
    shown.update()
    return form


def entry(form: Form, name: str) -> ttk.Entry:
    widget = form.input(name).focus()
    assert isinstance(widget, ttk.Entry)
    return widget


def test_what_is_filled_in_comes_out_and_parses(form: Form) -> None:
    form.fill(RAW)
    assert form.raw() == RAW
    values, errors = parse_row(FIELDS, form.raw())
    assert errors == {}
    assert format_row(FIELDS, values) == RAW


def test_a_field_that_is_not_named_becomes_empty(form: Form) -> None:
    form.fill(RAW)
    form.fill({"name": "Lò Thị Hòa"})
    assert form.raw() == dict.fromkeys(RAW, "") | {"name": "Lò Thị Hòa"}


def test_text_comes_out_composed_however_it_was_typed(form: Form) -> None:
    entry(form, "name").insert(0, unicodedata.normalize("NFD", "Hà Văn Ửng"))
    assert form.raw()["name"] == "Hà Văn Ửng"


def test_filling_is_no_change_and_typing_is(form: Form) -> None:
    seen: list[str] = []
    form.on_change(lambda: seen.append("changed"))
    form.fill(RAW)
    form.update()
    assert seen == []
    entry(form, "name").insert("end", "a")
    assert seen == ["changed"]


def messages(form: Form) -> list[str]:
    labels = [w for row in form.winfo_children() for w in row.winfo_children()]
    return [str(w.cget("text")) for w in labels
            if isinstance(w, ttk.Label) and str(w.cget("style")) == "Error.TLabel"]  # fmt: skip


def test_errors_stand_under_their_fields_and_the_focus_goes_to_the_first(form: Form) -> None:
    form.show_errors({"phone": "Số sai.", "members": "Không phải số."})
    form.update()
    assert messages(form) == ["Không phải số.", "Số sai."]
    assert form.focus_get() is form.input("members").focus()
    assert entry(form, "phone").instate(["invalid"])
    form.clear_errors()
    assert messages(form) == []
    assert entry(form, "phone").instate(["!invalid"])


def test_a_message_of_a_narrow_field_has_a_line_of_its_own_and_comes_into_view(
    shown: ttk.Frame, wait_until: WaitUntil
) -> None:
    """Nine counts side by side, in a place with room for the fields and little more."""
    fields = [Field(f"n{n}", f"Máy {n}", Number(), width=6) for n in range(9)]
    holder = Scrolled(shown)
    holder.pack_propagate(False)
    holder.place(x=0, y=0, width=px(700), height=px(84))
    form = Form(holder.body, fields, layout=[[f.name for f in fields]])
    form.pack(fill="x")
    shown.update()
    form.show_errors({"n3": "Số máy Android (5) nhiều hơn Số điện thoại thông minh (2)."})
    label = next(w for row in form.winfo_children() for w in row.winfo_children()
                 if str(w.winfo_class()) == "TLabel" and w.cget("text"))  # fmt: skip

    def is_in_view() -> bool:
        shown.update()
        low = holder.winfo_rooty() + holder.winfo_height()
        return bool(label.winfo_rooty() + label.winfo_height() <= low)

    wait_until(is_in_view)
    assert str(label.cget("text")).startswith("Máy 3: Số máy Android (5)")
    assert label.winfo_width() > px(400)
    assert label.winfo_height() < px(36)


def test_a_field_is_checked_when_it_is_left_and_a_day_takes_its_usual_form(
    form: Form, wait_until: WaitUntil
) -> None:
    form.focus_field("day")
    form.update()
    entry(form, "day").insert(0, "13082020")
    form.focus_field("members")
    wait_until(lambda: entry(form, "day").get() == "13/08/2020")
    entry(form, "members").insert(0, "bốn")
    form.focus_field("phone")
    wait_until(lambda: messages(form))
    assert "“bốn” không phải là số" in messages(form)[0]


def test_month_and_day_are_never_swapped(form: Form) -> None:
    form.set("day", "6/13/2021")
    form.input("day").leave()
    assert form.raw()["day"] == "6/13/2021"
    assert "không phải là ngày" in check_field(FIELDS[1], form.raw()["day"])


def press(form: Form, key: str) -> None:
    widget = form.focus_get()
    assert widget
    widget.event_generate(key)


def test_enter_goes_from_field_to_field_and_submits_on_the_last(
    shown: ttk.Frame, wait_until: WaitUntil
) -> None:
    saved: list[str] = []
    form = Form(shown, FIELDS[:3], submit=lambda: saved.append("saved"))
    form.pack()
    form.focus_first()
    shown.update()
    for name in ("day", "slot"):
        press(form, "<Return>")
        wait_until(lambda name=name: form.focus_get() in form.input(name).stops)
    press(form, "<Return>")
    wait_until(lambda: saved)
    assert saved == ["saved"]


def test_a_disabled_or_hidden_field_is_passed_over_and_keeps_its_text(
    form: Form, wait_until: WaitUntil
) -> None:
    form.fill(RAW)
    form.enable("day", on=False)
    form.show_field("slot", shown=False)
    form.focus_field("name")
    form.update()
    press(form, "<Tab>")
    wait_until(lambda: form.focus_get() is form.input("members").focus())
    assert form.raw()["day"] == "13/08/2020"
    form.show_field("slot", shown=True)
    press(form, "<Shift-Tab>")
    wait_until(lambda: form.focus_get() in form.input("slot").stops)


def test_an_answer_not_given_is_neither_yes_nor_no(form: Form) -> None:
    assert form.raw()["agreed"] == ""
    box = form.input("agreed").focus()
    box.focus_force()
    form.update()
    for key, text in (("x", "Có"), ("0", "Không"), ("<Delete>", "")):
        box.event_generate(key)
        assert form.raw()["agreed"] == text


def test_other_options_can_be_offered_and_the_text_stays(form: Form) -> None:
    form.set("reason", "Máy cũ")
    form.offer("reason", Choice((Option("NONE", "Không có sóng", "1"),), free=True))
    assert form.raw()["reason"] == "Máy cũ"
    form.set("reason", "1")
    assert form.raw()["reason"] == "Không có sóng"


def test_an_empty_place_keeps_the_columns_of_rows_below_each_other(shown: ttk.Frame) -> None:
    form = Form(shown, FIELDS, layout=[["members", "day", "phone"], ["name", "", ""]])
    assert list(form.raw()) == ["members", "day", "phone", "name"]
    assert form.input("name").widget.master.grid_size()[0] == 3


def test_a_layout_names_the_rows(shown: ttk.Frame) -> None:
    form = Form(shown, FIELDS, layout=[["members", "day", "phone"], ["name"]])
    assert list(form.raw()) == ["members", "day", "phone", "name"]
