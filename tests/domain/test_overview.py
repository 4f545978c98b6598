"""A rate against its target, what is needed a day, and which numbers are compared."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from domain.campaigns import Campaign, Target
from domain.indicators import BY_KEY, Counts, Pace
from domain.overview import (
    app_indicator,
    compared_with,
    curve_goal,
    due_of,
    main_app,
    reach,
)
from domain.presets import find_preset, new_campaign
from domain.progress import Progress, UnitProgress, sum_units

TODAY = date(2020, 8, 20)
NOW = "2020-08-20T10:00"


def campaign(*targets: Target) -> Campaign:
    preset = find_preset("bluezone+smart-thanh-hoa")
    assert preset
    made = new_campaign(preset, id="c", starts_on="2020-08-06", deadline_on="2020-08-26")
    return replace(made, targets=targets)


def progress(*counts: Counts, population: int | None = None) -> Progress:
    units = tuple(UnitProgress(f"v{n}", f"Bản {n}", c, Counts()) for n, c in enumerate(counts))
    return Progress(NOW, "", units, sum_units(counts, population, None), Counts())


def village(**more: int | None) -> Counts:
    bluezone = more.pop("bluezone", 30)
    made = Counts(households=100, visited=80, smartphones=100)
    for name, value in more.items():
        setattr(made, name, value)
    made.installed = {"bluezone": bluezone}
    return made


def test_the_pace_is_what_is_missing_over_the_days_left() -> None:
    own = campaign(Target("IND07", 60.0, "bluezone"))
    reached = reach(progress(village()), own, BY_KEY["IND07"], own.apps[0], TODAY)
    # due 25/8, because "trước ngày 26/8"; of the six days to it the 23rd is a Sunday
    assert (reached.top, reached.bottom, reached.missing) == (30, 100, 30)
    assert reached.pace == Pace(30, 5, 6)
    assert curve_goal(reached) == 60


def test_a_target_with_a_day_of_its_own_does_not_wait_for_the_campaign() -> None:
    own = campaign(Target("IND07", 60.0, "bluezone", by_on="2020-08-21"))
    reached = reach(progress(village()), own, BY_KEY["IND07"], own.apps[0], TODAY)
    assert reached.pace == Pace(30, 2, 15)
    assert due_of(own.targets[0], own) == date(2020, 8, 21)


def test_without_a_target_there_is_a_rate_and_no_pace() -> None:
    own = campaign()
    reached = reach(progress(village()), own, BY_KEY["IND01"], None, TODAY)
    assert reached.rate == Fraction(80, 100)
    assert (reached.target, reached.missing, reached.pace) == (None, None, None)
    assert curve_goal(reached) == 0


def test_a_target_on_what_is_not_known_is_not_called_missed() -> None:
    own = campaign(Target("IND05", 60.0, "bluezone"))
    reached = reach(progress(village()), own, BY_KEY["IND05"], own.apps[0], TODAY)
    assert reached.target == Fraction(3, 5)
    assert (reached.missing, reached.pace) == (None, None)


def test_without_a_deadline_what_is_missing_is_known_but_not_how_much_a_day() -> None:
    own = replace(campaign(Target("IND01", 100.0)), deadline_on="")
    reached = reach(progress(village()), own, BY_KEY["IND01"], None, TODAY)
    assert (reached.missing, reached.pace) == (20, None)


def test_a_village_whose_base_is_unknown_is_in_neither_number() -> None:
    own = campaign(Target("IND07", 60.0, "bluezone"))
    units = progress(village(), village(smartphones=None, bluezone=50))
    reached = reach(units, own, BY_KEY["IND07"], own.apps[0], TODAY)
    assert (reached.top, reached.bottom) == (30, 100)


def test_an_app_is_judged_by_the_rate_that_has_a_target() -> None:
    own = campaign(Target("IND05", 20.0, "bluezone"))
    assert app_indicator(own, own.apps[0]).code == "IND05"
    assert app_indicator(own, own.apps[1]).code == "IND07"


def test_the_app_with_a_target_is_shown_first() -> None:
    own = campaign(Target("IND06", 20.0, "smart-thanh-hoa"))
    assert main_app(own) == own.apps[1]
    assert main_app(campaign()) == own.apps[0]
    assert main_app(replace(own, apps=())) is None


def test_numbers_are_compared_with_the_newest_report_before_them() -> None:
    made = ["2020-08-18", "2020-08-13T17:00", "2020-08-20T17:00"]
    assert compared_with(made, "", NOW, 7) == "2020-08-18"
    assert compared_with(made, "2020-08-15", NOW, 7) == "2020-08-13T17:00"
    assert compared_with(made, "", "2020-08-21T08:00", 7) == "2020-08-20T17:00"


def test_without_a_report_they_are_compared_with_some_days_before() -> None:
    assert compared_with([], "", NOW, 7) == "2020-08-13"
    assert compared_with(["2020-08-20", ""], "2020-08-20", NOW, 3) == "2020-08-17"
