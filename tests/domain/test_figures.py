"""Denominators are used by their as-of date: a later revision leaves earlier reports alone."""

import pytest

from domain.figures import Figure, figure_at

FIRST = Figure("population", 1_128_620, "2020-08-13", "công văn 1", id="1")
REVISED = Figure("population", 1_130_000, "2020-08-20T08:00", "công văn 2", id="2")
VILLAGE = Figure("population", 620, "2020-08-01", "rà soát", village_id="v1", id="3")
SUBSCRIBERS = Figure("subscribers", 900_000, "2020-08-01", "báo cáo", id="4")
ALL = [REVISED, VILLAGE, FIRST, SUBSCRIBERS]


@pytest.mark.parametrize(
    ("cut_off", "expected"),
    [
        ("", None),
        ("2020-08-12", None),
        ("2020-08-13", FIRST),
        ("2020-08-13T08:00", FIRST),
        ("2020-08-20T07:59", FIRST),
        ("2020-08-20T08:00", REVISED),
        ("2020-08-20", REVISED),
        ("9998", REVISED),
    ],
)
def test_the_newest_figure_of_the_day_or_earlier(cut_off: str, expected: Figure | None) -> None:
    assert figure_at(ALL, "population", None, cut_off) == expected


def test_kinds_and_villages_are_not_mixed() -> None:
    assert figure_at(ALL, "population", "v1", "2020-08-31") == VILLAGE
    assert figure_at(ALL, "population", "v2", "2020-08-31") is None
    assert figure_at(ALL, "subscribers", None, "2020-08-31") == SUBSCRIBERS


def test_of_two_figures_of_one_day_the_one_entered_last_counts() -> None:
    again = Figure("population", 1_128_621, "2020-08-13", "đính chính", id="9")
    assert figure_at([again, FIRST], "population", None, "2020-08-13") == again
