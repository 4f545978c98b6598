"""Areas, loads, the balanced proposal, and the digits that name a team."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.areas import (
    NO_CLUSTER,
    Area,
    Count,
    assign,
    balance,
    leaves,
    load_of,
    make_areas,
    needs_enter,
    take_back,
    team_numbers,
    teams_in,
)
from domain.teams import Team, team_of

DAY = date(2020, 8, 20)
COUNTS = [
    Count("v1", "Bản Chiềng", "Cụm 10", 5, 3), Count("v1", "Bản Chiềng", "Cụm 2", 4, 4),
    Count("v1", "Bản Chiềng", "cụm 2", 1, 1), Count("v1", "Bản Chiềng", None, 2, 0),
    Count("v2", "Bản Mìn", None, 6, 6),
]  # fmt: skip
TEAMS = [Team("a", "Tổ 1"), Team("b", "Tổ 2"), Team("c", "Tổ 3")]


def village(id_: str, open_: int, team: str | None = None) -> Area:
    return Area(id_, "", f"Bản {id_}", open_, open_, team)


def test_a_village_shows_its_clusters_and_the_households_without_one() -> None:
    chieng, min_ = make_areas(COUNTS, {("v1", ""): "a", ("v1", "cum 10"): "b"})
    assert [(p.label, p.households, p.open, p.team_id) for p in chieng.parts] == [
        ("Cụm 2", 5, 5, "a"), ("Cụm 10", 5, 3, "b"), (NO_CLUSTER, 2, 0, "a"),
    ]  # fmt: skip
    assert (chieng.households, chieng.open, teams_in(chieng)) == (12, 8, ["a", "b"])
    assert (min_.parts, min_.team_id) == ((), None)
    ids = [a.id for a in (chieng, *chieng.parts, min_)]
    assert len(set(ids)) == 5


def test_a_retired_team_has_nothing_any_more() -> None:
    areas = make_areas(COUNTS, {("v1", ""): "a"}, frozenset({"a"}))
    assert load_of(areas, "a").households == 0
    assert load_of(areas, None).households == 18


def test_a_divided_village_counts_for_each_of_its_teams() -> None:
    areas = make_areas(COUNTS, {("v1", ""): "a", ("v1", "cum 10"): "b"})
    assert [load_of(areas, t).villages for t in ("a", "b", None)] == [1, 1, 1]
    assert [load_of(areas, t).open for t in ("a", "b", None)] == [5, 3, 6]


def test_a_village_goes_whole_and_comes_back_as_it_was() -> None:
    before: dict[tuple[str, str], str | None] = {("v1", ""): "a", ("v1", "cum 10"): "b"}
    areas = make_areas(COUNTS, before)
    written = assign([areas[0], areas[1]], "c", before, DAY)
    after = {**before, **{(w.village_id, w.cluster): w.team_id for w in written}}
    assert {leaf.team_id for leaf in leaves(make_areas(COUNTS, after))} == {"c"}
    undone = take_back(written, before, DAY)
    again = {**after, **{(w.village_id, w.cluster): w.team_id for w in undone}}
    assert make_areas(COUNTS, again) == areas


def test_a_cluster_alone_leaves_its_village() -> None:
    before: dict[tuple[str, str], str | None] = {("v1", ""): "a"}
    chieng = make_areas(COUNTS, before)[0]
    written = assign([chieng.parts[0]], "b", before, DAY)
    after = {**before, **{(w.village_id, w.cluster): w.team_id for w in written}}
    assert team_of(after, "v1", "Cụm 2") == "b"
    assert team_of(after, "v1", "Cụm 10") == "a"


def test_a_cluster_taken_back_goes_with_its_village_again() -> None:
    assert team_of({("v1", ""): "a", ("v1", "cum 2"): None}, "v1", "Cụm 2") == "a"


def test_the_proposal_keeps_what_teams_have_and_deals_out_the_rest() -> None:
    areas = [village("1", 30, "a"), village("2", 20), village("3", 10), village("4", 0)]
    assert balance(areas, TEAMS, anew=False) == {"2": "b", "3": "c", "4": "c"}
    assert set(balance(areas, TEAMS, anew=True)) == {"1", "2", "3", "4"}
    assert balance(areas, [], anew=True) == {}


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60), st.integers(1, 15))
def test_no_team_is_ahead_of_another_by_more_than_one_village(sizes: list[int], n: int) -> None:
    areas = [village(str(i), size) for i, size in enumerate(sizes)]
    teams = [Team(str(i), f"Tổ {i}") for i in range(n)]
    given_to = balance(areas, teams, anew=True)
    assert set(given_to) == {a.village_id for a in areas}
    hands = [sum(a.open for a in areas if given_to[a.village_id] == t.id) for t in teams]
    assert max(hands) - min(hands) <= max(sizes)


def test_a_team_has_the_number_of_its_name() -> None:
    teams = [Team("x", "Đoàn thanh niên"), Team("b", "Tổ 2"), Team("a", "Tổ 1"),
             Team("y", "Tổ  2 (mới)"), Team("z", "Hội phụ nữ 2")]  # fmt: skip
    assert team_numbers(teams) == {"x": 3, "b": 2, "a": 1, "y": 4, "z": 5}


def test_numbers_of_teams_are_different_whatever_they_are_called() -> None:
    teams = [Team(str(i), name) for i, name in enumerate(("Tổ 3", "A", "B", "Tổ 1", "C", "Tổ 99"))]
    assert sorted(team_numbers(teams).values()) == [1, 2, 3, 4, 5, 99]


def test_a_number_ends_with_enter_only_where_one_of_two_digits_is_used() -> None:
    assert not needs_enter([])
    assert not needs_enter([1, 9])
    assert needs_enter([1, 10])
