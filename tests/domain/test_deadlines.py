"""What the wording of a deadline asks for."""

from datetime import date

import pytest

from domain.deadlines import NO_DEADLINE, describe_days_left, describe_deadline, due_at

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
