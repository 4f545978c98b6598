"""Rules of the dialogs that change a household; no window."""

from datetime import date

import pytest

from domain.fields import Choice, Row, format_row, parse_row
from domain.villages import Village
from ui import household_edit
from ui.household_edit import (
    LAYOUT,
    AskOnce,
    check_new,
    check_state,
    check_village,
    household_fields,
    place_words,
    state_fields,
    to_stored,
)

TODAY = date(2020, 8, 20)
VILLAGES = [Village("v", "bản", "Mìn", 1), Village("w", "bản", "Bơn", 2)]
HOUSEHOLD = {"id": "h", "state": "ACTIVE", "state_on": "2020-08-10"}
OTHER = {"id": "o", "state": "ACTIVE"}
MERGED: Row = {"state": "MERGED", "effective_on": "2020-08-12", "reason": "trùng"}


def test_everything_but_the_printed_code_can_be_edited_and_has_its_place() -> None:
    names = {f.name for f in household_fields(VILLAGES)}
    assert "code" not in names
    assert {name for row in LAYOUT for name in row} == names


def test_the_village_is_chosen_from_the_list_and_stored_by_its_id() -> None:
    fields = household_fields(VILLAGES)
    raw = {**format_row(fields, {"village": "v", "head_name": "Hà"}), "village": "Bản Bơn"}
    values, errors = parse_row(fields, raw)
    assert errors == {}
    assert to_stored(values, VILLAGES)["village_id"] == "w"


@pytest.mark.parametrize(
    ("typed", "id_"), [("bon", "w"), ("m", "v"), ("ban min", "v"), ("Bản Lạ", None), ("ban", None)]
)
def test_a_village_may_be_typed_as_far_as_one_is_meant(typed: str, id_: str | None) -> None:
    values, errors = parse_row(household_fields(VILLAGES), {"village": typed, "head_name": "Hà"})
    assert errors == {}
    assert to_stored(values, VILLAGES)["village_id"] == id_
    assert ("village" in check_village(values, VILLAGES)) == (id_ is None)


def test_a_household_found_in_the_field_needs_the_day() -> None:
    assert check_new({"source": "LIST", "found_on": None}, TODAY) == {}
    assert "found_on" in check_new({"source": "FOUND", "found_on": None}, TODAY)
    assert (
        "sau hôm nay" in check_new({"source": "FOUND", "found_on": "2020-08-21"}, TODAY)["found_on"]
    )
    assert check_new({"source": "FOUND", "found_on": "2020-08-20"}, TODAY) == {}


def test_where_a_new_household_will_stand_is_said() -> None:
    before = {"head_name": "Lữ Bá Ẩn", "code": "01-0001-4", "village": "Bản Sơn Thủy",
              "village_kind": "Bản", "village_name": "Sơn Thủy"}  # fmt: skip
    assert place_words(None) == "Chưa chọn hộ nào: hộ mới đứng cuối thôn, bản."
    assert place_words(before).startswith("Hộ mới đứng ngay sau: Lữ Bá Ẩn")


def test_a_state_is_not_offered_to_a_household_that_has_it() -> None:
    kind = state_fields("MOVED")[0].kind
    assert isinstance(kind, Choice)
    codes = [o.code for o in kind.options]
    assert "MOVED" not in codes
    assert "ACTIVE" in codes
    assert [o.digit for o in kind.options] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("day", "message"), [("2020-08-21", "sau hôm nay"), ("2020-08-09", "lần đổi gần nhất")]
)
def test_the_day_lies_between_the_last_change_and_today(day: str, message: str) -> None:
    values: Row = {"state": "MOVED", "effective_on": day, "reason": "đi"}
    assert message in check_state(values, HOUSEHOLD, None, TODAY)["effective_on"]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (None, "Chưa chọn"),
        ({"id": "h", "state": "ACTIVE"}, "chính nó"),
        ({"id": "o", "state": "MOVED"}, "không còn ở"),
    ],
)
def test_merging_needs_another_household_that_is_there(
    target: dict[str, str] | None, message: str
) -> None:
    assert message in check_state(MERGED, HOUSEHOLD, target, TODAY)["target"]


def test_a_state_that_breaks_no_rule_passes() -> None:
    assert check_state(MERGED, HOUSEHOLD, OTHER, TODAY) == {}
    moved: Row = {"state": "MOVED", "effective_on": "2020-08-20", "reason": "đi"}
    assert check_state(moved, HOUSEHOLD, None, TODAY) == {}


def test_a_household_like_one_of_the_list_is_said_once_and_then_let_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        household_edit, "like_new",
        lambda _, values: "Có thể đã có." if values["head_name"] == "Hà Văn An" else "",
    )  # fmt: skip
    ask = AskOnce(None)  # type: ignore[arg-type]
    assert ask({"head_name": "Lò Văn Bình"}) == {}
    assert "hãy bấm ghi lần nữa" in ask({"head_name": "Hà Văn An"})["head_name"]
    assert ask({"head_name": "Hà Văn An"}) == {}
