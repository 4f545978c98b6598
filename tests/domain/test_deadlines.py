"""What the wording of a deadline asks for."""

from dataclasses import replace
from datetime import date

import pytest

from domain.deadlines import (
    NO_DEADLINE,
    Deadline,
    MadeReport,
    Urgency,
    check_mark,
    default_cut_off,
    describe_days_left,
    describe_deadline,
    done_by,
    due_at,
    nearest,
    order_board,
)

TODAY = date(2020, 8, 20)  # a Thursday


def test_before_the_26th_is_due_at_the_end_of_the_25th() -> None:
    assert due_at("2020-08-26", "BEFORE") == "25/08/2020 23:59"
    assert due_at("2020-08-26", "BY") == "26/08/2020 23:59"
    assert due_at("", "BEFORE") == ""


def test_the_sentence_says_until_when_with_which_figures_and_how_long_that_is() -> None:
    assert describe_deadline("2020-08-26", "BEFORE", TODAY) == (
        "Nộp chậm nhất 25/08/2020 23:59, số liệu chốt ngày 24/08/2020; còn 4 ngày làm việc."
    )


def test_figures_of_a_deadline_on_monday_are_closed_on_friday() -> None:
    assert "số liệu chốt ngày 21/08/2020" in describe_deadline("2020-08-24", "BY", TODAY)


def test_without_a_deadline_nothing_is_due() -> None:
    assert describe_deadline("", "BEFORE", TODAY) == NO_DEADLINE


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2020, 8, 20), "hạn là hôm nay"),
        (date(2020, 8, 21), "còn 2 ngày làm việc"),
        (date(2020, 8, 23), "còn 2 ngày làm việc"),
        (date(2020, 8, 18), "đã quá hạn 2 ngày"),
    ],
)
def test_saturday_and_sunday_are_no_working_days(due: date, words: str) -> None:
    assert describe_days_left(due, TODAY) == words


DUE = date(2020, 8, 25)  # a Tuesday
BOARD = Deadline("d", "Công văn số 861", "Huyện", DUE, "2020-08-24")


def test_the_cut_off_is_the_working_day_before_the_deadline() -> None:
    assert default_cut_off(DUE) == "2020-08-24"
    assert default_cut_off(date(2020, 8, 24)) == "2020-08-21"


@pytest.mark.parametrize(
    ("today", "urgency"),
    [
        (date(2020, 8, 20), Urgency.CALM), (date(2020, 8, 21), Urgency.WARNING),
        (date(2020, 8, 23), Urgency.WARNING), (date(2020, 8, 24), Urgency.WARNING),
        (DUE, Urgency.ALARM), (date(2020, 8, 27), Urgency.ALARM),
    ],
)  # fmt: skip
def test_home_warns_at_three_working_days_and_at_the_last(today: date, urgency: Urgency) -> None:
    assert BOARD.urgency(today) is urgency
    assert replace(BOARD, done_on="2020-08-24").urgency(today) is Urgency.DONE


def test_a_report_made_at_the_cut_off_or_later_does_the_deadline() -> None:
    early = MadeReport("2020-08-21T16:00", "")
    old_numbers = MadeReport("2020-08-25T08:00", "2020-08-20")
    right = MadeReport("2020-08-24T17:30", "2020-08-24T17:00")
    assert done_by([early, old_numbers], "2020-08-24") == ""
    assert done_by([early, old_numbers, right], "2020-08-24") == "2020-08-24"
    assert done_by([right], "2020-08-24T17:15") == ""  # its numbers end before that hour
    assert done_by([MadeReport("2020-08-24T17:30", "")], "2020-08-24T17:15") == "2020-08-24"


def test_the_state_says_how_it_was_done_and_how_late() -> None:
    assert BOARD.describe(date(2020, 8, 21)) == "Còn 3 ngày làm việc"
    assert replace(BOARD, done_on="2020-08-24").describe(DUE) == "Đã lập báo cáo 24/08/2020"
    late = replace(BOARD, done_on="2020-08-27", by_hand=True)
    assert late.describe(DUE) == "Đã nộp 27/08/2020, muộn 2 ngày"


def test_what_is_still_due_stands_first_and_the_nearest_on_top() -> None:
    done = replace(BOARD, key="done", done_on="2020-08-24")
    later = replace(BOARD, key="later", due=date(2020, 9, 1))
    assert [d.key for d in order_board([done, later, BOARD])] == ["d", "later", "done"]
    assert nearest([done, later, BOARD]) == BOARD
    assert nearest([done]) is None


def test_a_cut_off_behind_the_deadline_is_refused() -> None:
    assert "cut_off" in check_mark({"cut_off": "2020-08-26"}, DUE, DUE)
    assert "done_on" in check_mark({"done_on": "2020-08-26"}, DUE, DUE)
    assert check_mark({"cut_off": "2020-08-25T08:00", "done_on": None}, DUE, DUE) == {}
