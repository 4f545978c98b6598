"""The commune's rates: as stated for the commune, else the sums of its villages."""

from fractions import Fraction

from domain.campaigns import Campaign
from domain.figures import Figure
from domain.indicators import BY_KEY, Counts
from domain.progress import Progress, ReasonLine, UnitProgress, sum_units


def village(installed: int | None, population: int | None) -> UnitProgress:
    counts = Counts(
        households=10, visited=5, installed={"bluezone": installed}, population=population
    )
    return UnitProgress("v", "Bản Chiềng", counts, Counts())


def progress(*figures: Figure, population: int | None = None) -> Progress:
    units = (village(20, 100), village(30, None))
    return Progress(
        until="2020-08-20T23:59",
        since="",
        units=units,
        commune_now=sum_units([u.now for u in units], population, None),
        commune_before=Counts(),
        figures=tuple(("", f) for f in figures),
    )


def test_a_population_stated_for_the_commune_stands_before_villages(one_app: Campaign) -> None:
    stated = Figure("population", 500, "2020-08-13", "công văn")
    rate = progress(stated, population=500).rate(BY_KEY["IND05"], one_app.apps[0])
    assert rate == (Fraction(50, 500), 2)


def test_without_it_only_villages_that_have_both_numbers_count(one_app: Campaign) -> None:
    assert progress().rate(BY_KEY["IND05"], one_app.apps[0]) == (Fraction(20, 100), 1)


def test_a_figure_from_after_the_cut_off_is_not_used(one_app: Campaign) -> None:
    later = Figure("population", 500, "2020-08-21", "công văn")
    assert progress(later).stated_for_commune() == set()
    assert progress(later).rate(BY_KEY["IND05"], one_app.apps[0]) == (Fraction(20, 100), 1)


def test_before_the_campaign_nothing_is_known(one_app: Campaign) -> None:
    stated = Figure("population", 500, "2020-08-13", "công văn")
    before = progress(stated, population=500).rate(BY_KEY["IND05"], one_app.apps[0], before=True)
    assert before == (None, 0)


def test_household_rates_are_sums_over_villages() -> None:
    assert progress().rate(BY_KEY["IND01"]) == (Fraction(10, 20), 2)


def test_a_sum_of_villages_stands_until_the_commune_has_a_figure() -> None:
    units = [village(1, 100).now, village(2, 50).now]
    assert sum_units(units, None, None).population == 150
    assert sum_units(units, 160, 90).population == 160
    assert sum_units(units, 160, 90).subscribers == 90


def test_a_line_of_the_annex_adds_up() -> None:
    assert ReasonLine("v", "Bản Chiềng", 9, {"AWAY": 2, "REFUSED": 1}).total == 3
