"""The plan per day: who goes where, and what it says when it cannot be done."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.areas import Area
from domain.campaigns import Campaign
from domain.day_plan import (
    NO_DEADLINE,
    NOBODY,
    NOTHING_LEFT,
    DayPlan,
    extra_teams,
    first_day,
    make_plan,
    plan_sentences,
    plan_text,
)
from domain.days import working_days_left
from domain.teams import Team

FRIDAY = date(2020, 8, 21)
TEAMS = (Team("a", "Tổ 1"), Team("b", "Tổ 2"))
CAMPAIGN = Campaign("c", "Cài đặt Bluezone", "2020-08-10", "2020-08-26")  # due on Tuesday 25/8


def village(id_: str, open_: int, team: str | None) -> Area:
    return Area(id_, "", f"Bản {id_}", open_, open_, team)


def plan(*areas: Area, campaign: Campaign = CAMPAIGN, first: date = FRIDAY) -> DayPlan:
    return make_plan(campaign, areas, TEAMS, first)


def said(made: DayPlan) -> str:
    return " ".join(plan_sentences(made))


def test_a_team_goes_through_its_villages_at_an_even_pace_without_sundays() -> None:
    made = plan(village("Mìn", 50, "a"), village("Bơn", 50, "a"))
    assert [d.isoformat()[8:] for d in made.days] == ["21", "22", "24", "25"]
    days = [[(s.label, s.households) for s in d.stops] for d in made.team_days]
    assert days == [
        [("Bản Mìn", 25)], [("Bản Mìn", 25)], [("Bản Bơn", 25)], [("Bản Bơn", 25)],
    ]  # fmt: skip
    assert [d.left for d in made.team_days] == [75, 50, 25, 0]
    assert "mỗi ngày 25 hộ" in said(made)
    assert "cần thêm" not in said(made)
    assert "ít nhất" not in said(made)


def test_nobody_is_sent_out_for_two_households() -> None:
    made = plan(village("Mìn", 14, "a"))
    assert [d.households for d in made.team_days] == [10, 4]
    assert made.loads[0].pace == 10
    assert "bình quân mỗi ngày 4 hộ là kịp" in said(made)
    assert "mỗi ngày ít nhất 10 hộ nên các hộ đã giao xong trong 2 ngày" in said(made)


def test_a_cluster_is_named_with_its_village() -> None:
    part = Area("1", "cum 2", "Cụm 2", 8, 8, "a", is_part=True)
    made = plan(Area("1", "", "Bản Mìn", 8, 8, "a", (part,)))
    assert made.team_days[0].stops[0].label == "Bản Mìn, Cụm 2"


def test_too_much_for_all_says_how_many_teams_more() -> None:
    made = plan(village("Mìn", 400, "a"), village("Bơn", 100, "b"))
    assert made.extra == 2  # 500 over four days of 40: 3,1 teams
    assert "Không kịp hạn với 2 tổ: cần thêm 2 tổ." in said(made)
    assert max(d.households for d in made.team_days) == 40
    over = made.loads[0]
    assert (over.more, over.missed, over.pace) == (2, 240, 100)


def test_too_much_for_one_team_is_said_of_that_team() -> None:
    made = plan(village("Mìn", 200, "a"), village("Bơn", 20, "b"))
    assert made.extra == 0
    assert "Tổ 1 50 hộ một ngày, cần thêm 1 tổ hoặc chuyển bớt 40 hộ" in said(made)
    assert "Không kịp" not in said(made)


def test_many_teams_with_too_much_are_counted_and_the_worst_is_named() -> None:
    teams = [Team(str(n), f"Tổ {n}") for n in range(4)]
    areas = [village(t.id, 200 + int(t.id), t.id) for t in teams]
    made = make_plan(CAMPAIGN, areas, teams, FRIDAY)
    assert "4 tổ, nặng nhất là Tổ 3 (51 hộ một ngày, cần thêm 1 tổ)." in said(made)


def test_households_of_nobody_are_in_the_need_and_in_no_day() -> None:
    made = plan(village("Mìn", 30, "a"), village("Bơn", 300, None))
    assert (made.open, made.unassigned, made.extra) == (330, 300, 1)
    assert sum(d.households for d in made.team_days) == 30
    assert "Chưa phân công 300 hộ" in said(made)


def test_the_maximum_of_the_campaign_is_what_counts() -> None:
    made = plan(village("Mìn", 400, "a"), campaign=replace(CAMPAIGN, most_per_day=100))
    assert made.extra == 0
    assert not made.loads[0].more


@pytest.mark.parametrize(
    ("campaign", "first", "open_", "problem"),
    [
        (replace(CAMPAIGN, deadline_on=""), FRIDAY, 5, NO_DEADLINE),
        (CAMPAIGN, date(2020, 8, 26), 5, "Hạn là hết ngày 25/08/2020: không còn ngày nào"),
        (CAMPAIGN, FRIDAY, 0, NOTHING_LEFT),
    ],
)
def test_what_stands_against_a_plan_is_said(
    campaign: Campaign, first: date, open_: int, problem: str
) -> None:
    made = plan(village("Mìn", open_, "a"), campaign=campaign, first=first)
    assert plan_sentences(made)[0].startswith(problem)
    assert made.team_days == ()


def test_without_teams_the_first_thing_is_a_team() -> None:
    assert plan_sentences(make_plan(CAMPAIGN, [village("Mìn", 5, None)], (), FRIDAY)) == [NOBODY]


def test_the_plan_begins_with_the_campaign() -> None:
    assert first_day(CAMPAIGN, date(2020, 8, 1)) == date(2020, 8, 10)
    assert first_day(CAMPAIGN, FRIDAY) == FRIDAY


@given(st.integers(0, 5000), st.integers(1, 20), st.integers(1, 99), st.integers(1, 30))
def test_the_teams_more_are_enough_and_one_less_would_not_be(
    open_: int, teams: int, most: int, days: int
) -> None:
    n = extra_teams(open_, teams, most, days)
    assert (teams + n) * most * days >= open_
    assert n == 0 or (teams + n - 1) * most * days < open_


@given(
    st.lists(st.tuples(st.integers(0, 300), st.sampled_from(["a", "b", None])), max_size=12),
    st.integers(0, 30), st.integers(1, 80),
)  # fmt: skip
def test_every_household_of_a_team_is_planned_once_or_said_to_be_missed(
    sizes: list[tuple[int, str | None]], ahead: int, most: int
) -> None:
    areas = [village(str(n), size, team) for n, (size, team) in enumerate(sizes)]
    campaign = replace(CAMPAIGN, most_per_day=most)
    first = date(2020, 8, 26) - timedelta(days=ahead)
    made = make_plan(campaign, areas, TEAMS, first)
    assert campaign.due
    assert len(made.days) == working_days_left(first, campaign.due)
    for load in made.loads:
        planned = [d for d in made.team_days if d.team_id == load.team.id]
        assert all(0 < d.households <= most for d in planned)
        if not made.problem:
            assert sum(d.households for d in planned) + load.missed == load.open


def test_one_day_is_sent_as_text_and_so_is_one_team() -> None:
    made = plan(village("Mìn", 100, "a"), village("Bơn", 40, "b"))
    assert plan_text(made, CAMPAIGN, day=FRIDAY, practice=False) == (
        "KẾ HOẠCH ĐI CÁC HỘ NGÀY 21/08/2020\nCài đặt Bluezone\n"
        "Tổ 1: Bản Mìn (25 hộ)\nTổ 2: Bản Bơn (10 hộ)\nCộng: 35 hộ."
    )
    team = plan_text(made, CAMPAIGN, team="b", practice=False)
    assert team.startswith(
        "KẾ HOẠCH TỔ 2\nCài đặt Bluezone\n21/08/2020: Bản Bơn (10 hộ)\n22/08/2020"
    )
