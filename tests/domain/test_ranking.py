"""Ranks of villages: ties, movement, and those that did not report."""

from fractions import Fraction

from domain.campaigns import App
from domain.indicators import Counts
from domain.progress import Progress, UnitProgress, sum_units
from domain.ranking import Place, rank_lines, sort_lines

APP = App("bluezone", "Bluezone")


def counts(visited: int, installed: int | None = None, population: int | None = None) -> Counts:
    return Counts(
        households=100, visited=visited, smartphones=100, population=population,
        installed={"bluezone": installed},
    )  # fmt: skip


def unit(name: str, now: Counts, before: Counts | None = None) -> UnitProgress:
    return UnitProgress(name, f"Bản {name}", now, before or Counts(), has_data=now.visited > 0)


def progress(*units: UnitProgress) -> Progress:
    total = sum_units([u.now for u in units], None, None)
    return Progress("2020-08-20T17:00", "", units, total, Counts())


def test_equal_rates_share_a_rank_and_the_next_one_is_left_out() -> None:
    lines = rank_lines(
        progress(unit("A", counts(90)), unit("B", counts(80)), unit("C", counts(80)),
                 unit("D", counts(70))),
        None,
    )  # fmt: skip
    assert [x.places["visited"].rank for x in lines] == [1, 2, 2, 4]


def test_rates_that_print_alike_are_still_told_apart() -> None:
    big = Counts(households=300_001, visited=200_000)
    bigger = Counts(households=300_000, visited=200_000)
    lines = rank_lines(progress(unit("A", big), unit("B", bigger)), None)
    assert [x.places["visited"].rank for x in lines] == [2, 1]


def test_each_denominator_has_its_own_ranks() -> None:
    a, b = counts(50, 30, population=100), counts(50, 20, population=40)
    lines = rank_lines(progress(unit("A", a), unit("B", b)), APP)
    assert [x.places["smartphones"].rank for x in lines] == [1, 2]
    assert [x.places["population"].rank for x in lines] == [2, 1]
    assert [x.places["subscribers"].rank for x in lines] == [None, None]


def test_movement_is_counted_in_places_won_since_the_cut_off_before() -> None:
    lines = rank_lines(
        progress(
            unit("A", counts(90), counts(10)), unit("B", counts(80), counts(30)),
            unit("C", counts(70), counts(20)), unit("D", counts(60)),
        ),
        None,
    )  # fmt: skip
    assert [x.places["visited"].climbed for x in lines] == [2, -1, -1, None]
    assert lines[0].places["visited"].change == Fraction(80, 100)


def test_a_village_that_did_not_report_has_no_rank_and_stands_last_either_way() -> None:
    units = (unit("A", Counts(households=100)), unit("B", counts(50)), unit("C", counts(60)))
    lines = rank_lines(progress(*units), None)
    assert lines[0].places["visited"] == Place()
    up, down = sort_lines(lines, "visited"), sort_lines(lines, "visited", descending=True)
    assert [x.unit_id for x in up] == ["C", "B", "A"]
    assert [x.unit_id for x in down] == ["B", "C", "A"]


def test_an_unknown_rate_stands_before_those_that_did_not_report() -> None:
    units = (unit("A", Counts(households=100)), unit("B", counts(50)),
             unit("C", counts(60, 10, population=50)))  # fmt: skip
    ordered = sort_lines(rank_lines(progress(*units), APP), "population")
    assert [x.unit_id for x in ordered] == ["C", "B", "A"]


def test_names_sort_as_people_count_and_numbers_from_the_most() -> None:
    units = (unit("10", counts(50, 7)), unit("2", counts(50, 9)))
    lines = rank_lines(progress(*units), APP)
    assert [x.unit_id for x in sort_lines(lines, "label")] == ["2", "10"]
    assert [x.unit_id for x in sort_lines(lines, "installed")] == ["2", "10"]
    assert [x.unit_id for x in sort_lines(lines, "installed", descending=True)] == ["10", "2"]
