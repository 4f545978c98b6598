"""Counts are added before anything is divided, and what is unknown is never 0."""

from dataclasses import fields, replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.campaigns import Campaign
from domain.indicators import (
    BY_KEY,
    INDICATORS,
    Counts,
    Pace,
    add_counts,
    add_known,
    compute_pace,
    indicators_of,
    rank,
    rate_change,
    total_rate,
)
from domain.numerals import format_points, format_rate

IND05, IND07 = BY_KEY["IND05"], BY_KEY["IND07"]


def unit(installed: int | None, **more: int | None) -> Counts:
    return Counts(installed={"bluezone": installed}, **more)  # type: ignore[arg-type]


def test_two_communes_are_added_before_they_are_divided(one_app: Campaign) -> None:
    app = one_app.apps[0]
    units = [unit(50, smartphones=100), unit(10, smartphones=1000)]
    rate, reporting = total_rate(IND07, units, app)
    assert rate == Fraction(60, 1100) == IND07.rate(add_counts(units), app)
    assert (format_rate(rate), reporting) == ("5,45\u00a0%", 2)


def test_the_published_rate_of_thừa_thiên_huế(one_app: Campaign) -> None:
    counts = unit(183_620, population=1_128_620)
    assert format_rate(IND05.rate(counts, one_app.apps[0])) == "16,27\u00a0%"


def test_units_without_both_numbers_are_left_out_and_not_counted(one_app: Campaign) -> None:
    app = one_app.apps[0]
    units = [unit(5, smartphones=10), unit(None, smartphones=90), unit(7), Counts()]
    assert total_rate(IND07, units, app) == (Fraction(1, 2), 1)
    assert total_rate(IND07, [Counts()], app) == (None, 0)
    assert total_rate(IND07, [], app) == (None, 0)


@pytest.mark.parametrize("counts", [unit(5), unit(5, smartphones=0), unit(None, smartphones=5)])
def test_without_a_denominator_or_a_numerator_there_is_no_rate(
    one_app: Campaign, counts: Counts
) -> None:
    assert IND07.rate(counts, one_app.apps[0]) is None
    assert total_rate(IND07, [counts], one_app.apps[0])[0] is None


def test_nothing_installed_on_known_devices_is_a_rate_of_zero(one_app: Campaign) -> None:
    assert IND07.rate(unit(0, smartphones=5), one_app.apps[0]) == 0


def test_more_than_all_is_possible_for_people_and_subscribers_only(one_app: Campaign) -> None:
    assert IND05.rate(unit(12, population=10), one_app.apps[0]) == Fraction(6, 5)
    assert {i.code for i in INDICATORS if i.may_exceed_one} == {"IND05", "IND06"}


def test_the_sum_of_what_is_known() -> None:
    assert add_known([None, 3, None, 0]) == 3
    assert add_known([None, None]) is None
    assert add_known([]) is None
    assert add_known([0]) == 0


def test_adding_counts_keeps_unknown_unknown_and_adds_app_by_app() -> None:
    a = Counts(households=2, members=7, installed={"x": 1, "y": None})
    b = Counts(households=3, visited=1, installed={"x": 2, "z": 4})
    total = add_counts([a, b])
    assert (total.households, total.visited, total.members, total.smartphones) == (5, 1, 7, None)
    assert total.installed == {"x": 3, "y": None, "z": 4}
    assert add_counts([]) == Counts()


@given(
    st.lists(st.builds(Counts, households=st.integers(0, 9), members=st.none() | st.integers(0, 9)))
)
def test_adding_in_groups_is_adding_at_once(units: list[Counts]) -> None:
    half = len(units) // 2
    assert add_counts([add_counts(units[:half]), add_counts(units[half:])]) == add_counts(units)


def test_every_indicator_names_counts_that_exist(two_apps: Campaign) -> None:
    counts = Counts(**{f.name: 4 for f in fields(Counts) if f.default in (0, None)})  # type: ignore[arg-type]
    counts.installed = {a.code: 2 for a in two_apps.apps}
    for indicator, app in indicators_of(two_apps):
        top, bottom = indicator.parts(counts, app)
        assert top is not None
        assert (bottom is not None) == bool(indicator.denominator)
        assert indicator.numerator_words
        assert bool(indicator.denominator) == bool(indicator.denominator_words)
        assert "{" not in indicator.name(app)


def test_the_conservative_rate_adds_those_nobody_reached() -> None:
    counts = Counts(completed=3, with_device=5, unreached=7)
    assert BY_KEY["IND03"].rate(counts) == Fraction(3, 5)
    assert BY_KEY["IND03c"].rate(counts) == Fraction(3, 12)


def test_ended_households_are_measured_on_the_whole_list() -> None:
    counts = Counts(households=8, ineligible=2, ended=5)
    assert BY_KEY["IND03b"].rate(counts) == Fraction(1, 2)


def test_indicators_per_app_are_listed_once_for_each(two_apps: Campaign, one_app: Campaign) -> None:
    keys = [i.key(app) for i, app in indicators_of(two_apps)]
    assert len(set(keys)) == len(keys)
    assert {"IND01", "IND07(bluezone)", "IND07(smart-thanh-hoa)", "IND08", "IND09"} <= set(keys)
    assert "IND08" not in [i.code for i, _ in indicators_of(one_app)]
    not_asked = replace(one_app, apps=(replace(one_app.apps[0], in_use_label=""),))
    assert "IND09" not in [i.code for i, _ in indicators_of(not_asked)]


def test_android_ios_and_unknown_add_up_to_all_smartphones() -> None:
    assert Counts(smartphones=9, android=5, ios=3).os_unknown == 1
    assert Counts(smartphones=9, android=5).os_unknown == 4
    assert Counts(smartphones=9).os_unknown == 9
    assert Counts(android=5).os_unknown is None


def test_equal_rates_share_a_rank_and_the_next_one_is_skipped() -> None:
    rates = {
        "a": Fraction(3, 4),
        "b": Fraction(1, 2),
        "c": Fraction(2, 4),
        "d": Fraction(0),
        "e": None,
    }
    assert rank(rates) == {"a": 1, "b": 2, "c": 2, "d": 4, "e": None}


def test_rank_uses_the_rate_and_not_what_is_printed() -> None:
    rates = {"a": Fraction(50_001, 100_000), "b": Fraction(50_002, 100_000)}
    assert rank(rates) == {"a": 2, "b": 1}


def test_a_change_is_in_points_and_unknown_without_both() -> None:
    assert format_points(rate_change(Fraction("0.1021"), Fraction("0.0912"))) == "+1,09"
    assert rate_change(None, Fraction(1)) is None
    assert rate_change(Fraction(1), None) is None


def test_the_pace_is_what_is_missing_over_the_days_left() -> None:
    assert compute_pace(279, 1000, Fraction(1, 2), 6) == Pace(missing=221, days=6, per_day=37)
    assert compute_pace(500, 1000, Fraction(1, 2), 6) == Pace(0, 6, 0)
    assert compute_pace(600, 1000, Fraction(1, 2), 6).missing == 0
    assert compute_pace(0, 3, Fraction(1, 2), 1).missing == 2  # half of three is two devices
    assert compute_pace(1, 10, Fraction(1, 2), 0).per_day is None
