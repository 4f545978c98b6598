"""Text in, values out: blank is not zero, and every refusal says what would be right."""

from unicodedata import normalize

import pytest

from domain.fields import (
    Choice,
    Day,
    Field,
    Number,
    Option,
    Phone,
    Refused,
    Text,
    YesNo,
    format_row,
    heading_key,
    parse_row,
)
from domain.households import HOUSEHOLD_FIELDS, STATES

FIELDS = (
    Field("head_name", "Họ và tên chủ hộ", required=True),
    Field("members", "Số nhân khẩu", Number(most=50)),
    Field("phone", "Điện thoại", Phone()),
    Field("visited_at", "Ngày đến", Day(hour=True)),
    Field("in_use", "Đang dùng", YesNo()),
    Field("note", "Ghi chú", Text(lines=2)),
)


def test_a_row_of_text_becomes_values() -> None:
    raw = {
        "head_name": normalize("NFD", "  Lương  Văn Thủy "),
        "members": "4 người",
        "phone": "912 345 678",
        "visited_at": "13/8/2020 8:05",
        "in_use": "x",
        "note": "một \r\n hai",
    }
    values, errors = parse_row(FIELDS, raw)
    assert errors == {}
    assert values == {
        "head_name": "Lương Văn Thủy",
        "members": 4,
        "phone": "0912345678",
        "visited_at": "2020-08-13T08:05",
        "in_use": 1,
        "note": "một\nhai",
    }
    assert format_row(FIELDS, values) == {
        "head_name": "Lương Văn Thủy",
        "members": "4",
        "phone": "0912345678",
        "visited_at": "13/08/2020 08:05",
        "in_use": "Có",
        "note": "một\nhai",
    }


@pytest.mark.parametrize("blank", ["", "  ", "\u00a0", "\u200b", "\n"])
def test_blank_is_none_and_never_zero(blank: str) -> None:
    values, errors = parse_row(FIELDS, {f.name: blank for f in FIELDS})
    assert values == {f.name: None for f in FIELDS}
    assert errors == {"head_name": "Chưa nhập họ và tên chủ hộ."}
    assert set(format_row(FIELDS, values).values()) == {""}


def test_a_typed_zero_is_zero() -> None:
    values, _ = parse_row(FIELDS, {"members": "0"})
    assert values["members"] == 0
    assert format_row(FIELDS, values)["members"] == "0"


def test_a_missing_cell_is_a_blank_one() -> None:
    values, errors = parse_row(FIELDS, {})
    assert set(values) == {f.name for f in FIELDS}
    assert list(errors) == ["head_name"]


def test_each_bad_field_gets_one_sentence_and_the_others_are_read() -> None:
    raw = {"head_name": "A", "members": "bốn", "visited_at": "31/02/2020", "in_use": "có thể"}
    values, errors = parse_row(FIELDS, raw)
    assert values["head_name"] == "A"
    assert [values[n] for n in errors] == [None, None, None]
    assert errors == {
        "members": "Số nhân khẩu: “bốn” không phải là số. Hãy gõ số nguyên, ví dụ 4.",
        "visited_at": "Ngày đến: “31/02/2020” không phải là ngày. "
        "Hãy gõ ngày/tháng/năm, ví dụ 13/8/2020.",
        "in_use": "Đang dùng: “có thể”: hãy gõ x hoặc 1 là có, 0 là không.",
    }


def test_a_number_beyond_the_limit_is_refused_with_the_limit() -> None:
    assert parse_row(FIELDS, {"members": "50"})[0]["members"] == 50
    assert parse_row(FIELDS, {"members": "51"})[1]["members"] == (
        "Số nhân khẩu: Số 51 quá lớn (nhiều nhất 50)."
    )


def test_a_day_field_drops_the_hour_it_does_not_keep() -> None:
    assert Day().parse("13/8/2020 8:05") == "2020-08-13"
    assert Day(hour=True).parse("13/8/2020 8:05") == "2020-08-13T08:05"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x", 1),
        ("X", 1),
        ("1", 1),
        ("Có", 1),
        ("✓", 1),
        ("rồi", 1),
        ("0", 0),
        ("Không", 0),
        ("chưa", 0),
    ],
)
def test_yes_and_no_are_read(text: str, value: int) -> None:
    assert YesNo().parse(text) == value


def test_a_choice_takes_code_digit_label_and_label_without_marks() -> None:
    kind = Choice((Option("NOT_HOME", "Vắng, khóa cửa", "3"), Option("REFUSED", "Từ chối", "4")))
    for text in ("NOT_HOME", "3", "Vắng, khóa cửa", "vang khoa cua", "not_home", " 3 "):
        assert kind.parse(text) == "NOT_HOME"
    assert kind.format("REFUSED") == "Từ chối"
    with pytest.raises(Refused, match=r"“5” không có trong danh mục\. .*3 Vắng, khóa cửa, 4 Từ"):
        kind.parse("5")


def test_a_choice_prefers_the_label_with_its_marks() -> None:
    kind = Choice((Option("A", "tổ"), Option("B", "tờ")))
    assert kind.parse("tờ") == "B"


def test_nothing_is_not_taken_for_an_option_without_a_digit() -> None:
    assert Choice(STATES, free=True).parse(" ") is None
    assert Choice(STATES, free=True).parse("–") == "–"


def test_a_free_choice_keeps_other_words_as_typed() -> None:
    assert Choice(STATES, free=True).parse(" Đi  làm xa ") == "Đi làm xa"


def test_headings_are_compared_without_marks_case_and_line_breaks() -> None:
    assert heading_key("Họ và tên\nCHỦ HỘ (*)") == heading_key("ho va ten chu ho")


def test_no_heading_means_two_household_fields() -> None:
    claimed = [heading_key(n) for f in HOUSEHOLD_FIELDS for n in {f.label, *f.aliases}]
    owners = {
        (heading_key(n), f.name) for f in HOUSEHOLD_FIELDS for n in (f.label, f.name, *f.aliases)
    }
    assert len(owners) == len({key for key, _ in owners})
    assert "" not in claimed


def test_a_number_below_the_least_is_refused() -> None:
    assert Number(least=5).parse("5") == 5
    with pytest.raises(Refused, match="ít nhất 5"):
        Number(least=5).parse("4")
