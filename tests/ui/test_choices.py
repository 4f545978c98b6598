"""Closed choices: how many columns, where lines break, what a key chooses."""

import pytest
import ttkbootstrap as ttk

from domain.fields import Choice, Field, Option
from domain.visits import DISPOSITIONS, SLOTS
from ui.choices import (
    ListInput,
    SegmentsInput,
    digit_of,
    fit_columns,
    next_option,
    segment_columns,
    segment_text,
    wrap,
)

RESULTS = tuple(Option(d.code, d.label, d.digit) for d in DISPOSITIONS)


def test_short_options_share_a_row_and_ten_results_stand_as_on_the_keyboard() -> None:
    assert segment_columns(SLOTS) == 3
    assert segment_columns(RESULTS) == 5
    assert segment_columns(RESULTS[:8]) == 2


@pytest.mark.parametrize(
    ("widths", "room", "most", "columns"),
    [
        ([50, 60, 50], 200, 3, 3), ([50, 60, 50], 150, 3, 2), ([50, 60, 50], 90, 3, 1),
        ([100, 300], 400, 2, 2), ([300, 300], 400, 2, 1), ([300] * 10, 200, 5, 5),
    ],
)  # fmt: skip
def test_fewer_columns_where_there_is_little_room(
    widths: list[int], room: int, most: int, columns: int
) -> None:
    assert fit_columns(widths, room, most) == columns


def test_lines_break_at_spaces_and_no_word_is_lost() -> None:
    assert wrap("Có máy nhưng chưa cài được", 12, len) == "Có máy nhưng\nchưa cài\nđược"
    assert wrap("Bluezone", 3, len) == "Bluezone"


def test_a_letter_goes_to_the_next_option_that_starts_with_it_whatever_its_accent() -> None:
    labels = ["xã", "phường", "thị trấn", "đặc khu"]
    assert next_option(labels, "", "d") == "đặc khu"
    assert next_option(labels, "xã", "t") == "thị trấn"
    assert next_option(["Ba", "Bốn", "Bảy"], "Ba", "b") == "Bốn"
    assert next_option(["Ba", "Bốn", "Bảy"], "Bảy", "b") == "Ba"
    assert next_option(labels, "xã", "z") is None
    assert next_option(labels, "xã", "") is None


@pytest.fixture
def changes() -> list[str]:
    return []


@pytest.fixture
def segments(shown: ttk.Frame, changes: list[str]) -> SegmentsInput:
    field = Field("disposition", "Kết quả", Choice(RESULTS))
    made = SegmentsInput(shown, field, lambda: changes.append("changed"))
    made.widget.pack(fill="x")
    shown.update()
    return made


@pytest.mark.parametrize(
    ("char", "keysym", "digit"), [("3", "3", "3"), ("3", "KP_3", "3"), ("", "KP_3", "3"),
                                  ("", "F3", ""), ("a", "a", ""), ("", "", "")]
)  # fmt: skip
def test_the_number_pad_gives_digits_too(char: str, keysym: str, digit: str) -> None:
    assert digit_of(char, keysym) == digit


def test_a_digit_chooses_its_result(segments: SegmentsInput, changes: list[str]) -> None:
    segments.focus().focus_force()
    segments.focus().update()
    segments.focus().event_generate("3")
    assert segments.get() == "Vắng, khóa cửa"
    assert changes == ["changed"]


def test_a_digit_no_option_has_changes_nothing(segments: SegmentsInput) -> None:
    segments.set("3")
    segments.offer(Choice(RESULTS[:5]))
    assert not segments.choose("9")
    assert segments.get() == "Vắng, khóa cửa"


def test_a_click_takes_the_keyboard_along_so_that_tab_goes_on_from_there(
    segments: SegmentsInput, shown: ttk.Frame
) -> None:
    shown.focus_force()
    shown.update()
    button = segments.stops[2]
    for event in ("<Enter>", "<Button-1>", "<ButtonRelease-1>"):
        button.event_generate(event, x=5, y=5)
    shown.update()
    assert segments.get() == "Vắng, khóa cửa"
    assert shown.focus_get() is button


def test_arrows_choose_the_neighbour(segments: SegmentsInput, shown: ttk.Frame) -> None:
    segments.focus().focus_force()
    shown.update()
    segments.focus().event_generate("<Right>")
    shown.update()
    assert shown.focus_get() is segments.stops[1]
    assert segments.get() == "Cài một phần"


def test_entering_a_choice_again_goes_to_what_was_chosen(segments: SegmentsInput) -> None:
    segments.set("Từ chối")
    assert segments.focus() is segments.stops[3]


def test_an_unknown_text_chooses_nothing(segments: SegmentsInput) -> None:
    segments.set("linh tinh")
    assert segments.get() == ""


def test_a_list_takes_code_or_label_and_gives_the_label(
    shown: ttk.Frame, changes: list[str]
) -> None:
    kinds = Choice((Option("BEFORE", "trước ngày"), Option("BY", "chậm nhất trong ngày")))
    made = ListInput(shown, Field("words", "Cách ghi", kinds), lambda: changes.append("changed"))
    made.widget.pack()
    made.set("BY")
    assert made.get() == "chậm nhất trong ngày"
    made.widget.focus_force()
    shown.update()
    made.widget.event_generate("t")
    assert made.get() == "trước ngày"
    made.widget.event_generate("<Delete>")
    assert made.get() == ""
    assert changes == ["changed", "changed"]


def test_an_option_without_a_digit_shows_its_label_alone() -> None:
    assert segment_text(Option("a", "Sáng", "1")) == "1. Sáng"
    assert segment_text(Option("a", "Sáng")) == "Sáng"
