"""Soft rules: each warns of what it is meant for, says the numbers, and never stops a save."""

from dataclasses import replace
from datetime import date

import pytest

from domain.campaigns import Campaign
from domain.fields import Row
from domain.figures import Figure
from domain.quality import RULE_BY_CODE, Finding, without_confirmed
from domain.soft_rules import check_figures, check_history, check_village, soft_notes
from domain.teams import Team
from domain.visits import Visit, check_visit

FIRST = Visit(
    "v1", "h", "2020-08-12", "PARTIAL", team="Tổ 1", smartphones=3, apps=(("bluezone", 2),)
)
NEW: Row = {"visited_at": "2020-08-14", "disposition": "PARTIAL", "team": "Tổ 2"}


@pytest.mark.parametrize(
    ("values", "rule", "words"),
    [
        ({"members": 16}, "many_members", "16 nhân khẩu"),
        ({"disposition": "COMPLETE"}, "no_counts", "chưa ghi số máy"),
        ({"disposition": "REFUSED"}, "no_reason", "Kết quả 4"),
        ({"visited_at": "2020-08-12", "team": "Tổ 1"}, "same_team", "12/08/2020"),
        ({"visited_at": "2020-08-12", "team": "tổ 1"}, "same_team", "12/08/2020"),
        ({"smartphones": 2}, "fewer", "(2) ít hơn 3"),
        ({"smartphones": 3, "app:bluezone": 1}, "fewer", "cài Bluezone (1) ít hơn 2"),
    ],
)
def test_what_deserves_a_second_look_is_said_and_can_be_saved(
    two_apps: Campaign, values: Row, rule: str, words: str
) -> None:
    row: Row = {**NEW, **values}
    notes = soft_notes(row, [FIRST], two_apps)
    assert list(notes) == [rule]
    assert words in notes[rule]
    assert check_visit(row, two_apps, date(2020, 8, 20)) == {}


@pytest.mark.parametrize(
    "values",
    [
        {"members": 15}, {"disposition": "COMPLETE", "smartphones": 3, "app:bluezone": 3},
        {"disposition": "COMPLETE", "by_sheet": 1}, {"disposition": "REFUSED", "reason": "privacy"},
        {"visited_at": "2020-08-12"}, {"smartphones": 3, "app:bluezone": 2}, {},
    ],
)  # fmt: skip
def test_what_is_as_usual_gets_no_note(two_apps: Campaign, values: Row) -> None:
    assert soft_notes({**NEW, **values}, [FIRST], two_apps) == {}


def test_counts_of_a_later_visit_are_no_measure_for_an_earlier_one(two_apps: Campaign) -> None:
    earlier: Row = {**NEW, "visited_at": "2020-08-11", "smartphones": 1}
    assert soft_notes(earlier, [FIRST], two_apps) == {}


def test_stored_visits_are_found_with_the_field_they_open_at(two_apps: Campaign) -> None:
    fell = replace(FIRST, id="v2", visited_at="2020-08-14", smartphones=2)
    (finding,) = check_history([FIRST, fell], two_apps, {})
    assert (finding.rule, finding.target) == ("fewer", "v2")
    assert [(r.household_id, r.visit_id, r.field) for r in finding.records] == [
        ("h", "v2", "smartphones")
    ]


def test_a_refusal_visited_again_by_the_same_body_is_found(two_apps: Campaign) -> None:
    refused = Visit("v1", "h", "2020-08-12", "REFUSED", team="Tổ 1", reason="x")
    again = Visit("v2", "h", "2020-08-15", "PARTIAL", team="Tổ 2")
    women = {f"to {n}": Team(f"t{n}", f"Tổ {n}", "Hội Phụ nữ") for n in (1, 2)}
    assert [f.rule for f in check_history([refused, again], two_apps, women)] == ["same_body"]
    other = {**women, "to 2": Team("t2", "Tổ 2", "Công an")}
    assert list(check_history([refused, again], two_apps, other)) == []


def test_a_village_finished_in_one_day_is_found_and_a_hamlet_is_not() -> None:
    days = {f"h{n}": "2020-08-12" for n in range(10)}
    (finding,) = check_village("v", "Bản Mìn", 10, days)
    assert finding.text == "Cả 10 hộ đều đến trong ngày 12/08/2020."
    assert len(finding.records) == 10
    assert list(check_village("v", "Bản Mìn", 11, days)) == []
    assert list(check_village("v", "Bản Mìn", 10, {**days, "h9": "2020-08-13"})) == []
    assert list(check_village("v", "Bản Mìn", 10, {**days, "h9": ""})) == []
    assert list(check_village("v", "Bản Mìn", 9, dict(list(days.items())[:9]))) == []
    assert list(check_village("v", "Bản Mìn", 0, {})) == []


def test_more_subscribers_than_people_are_found_by_the_newest_figures() -> None:
    old = Figure("subscribers", 900, "2020-01-01", "a", "v", "1")
    figures = [old, Figure("population", 500, "2020-06-01", "a", "v", "2")]
    (finding,) = check_figures(figures, {"v": "Bản Mìn"})
    assert (finding.place, finding.text) == ("Bản Mìn", "900 thuê bao, nhiều hơn 500 người.")
    mended = [*figures, Figure("subscribers", 300, "2020-07-01", "a", "v", "3")]
    assert list(check_figures(mended, {"v": "Bản Mìn"})) == []


def test_what_was_confirmed_is_left_out_until_the_facts_change() -> None:
    found = [Finding("fewer", "v1", ""), Finding("fewer", "v2", "")]
    assert without_confirmed(found, {("fewer", "v1"), ("no_counts", "v2")}) == [found[1]]


def test_every_rule_has_a_title_without_a_full_stop() -> None:
    assert all(r.title and not r.title.endswith(".") for r in RULE_BY_CODE.values())
