"""Totals of a village: hard rules, soft notes, days that may not overlap, what replaces them."""

from dataclasses import replace
from datetime import date

import pytest

from domain.campaigns import Campaign
from domain.fields import Row, parse_row
from domain.tallies import (
    Tally,
    TallyLine,
    check_tally,
    find_replaced,
    same_totals,
    standing_tallies,
    tally_fields,
    tally_notes,
    tally_row,
)

TODAY = date(2020, 8, 20)


def totals(**more: int | str | None) -> Row:
    return {"from_on": "2020-08-12", "until_on": "2020-08-13", "visited": 40} | more


def check(campaign: Campaign, *others: Tally, **more: int | str | None) -> dict[str, str]:
    return check_tally(totals(**more), campaign, others, TODAY)


def test_the_form_asks_what_the_campaign_asks(two_apps: Campaign) -> None:
    names = [f.name for f in tally_fields(two_apps)]
    assert names[:4] == ["from_on", "until_on", "listed", "visited"]
    assert {"app:bluezone", "app:smart-thanh-hoa", "all_apps", "in_use"} <= set(names)
    one = replace(two_apps, apps=(replace(two_apps.apps[1], in_use_label=""),))
    assert {"all_apps", "in_use"}.isdisjoint(f.name for f in tally_fields(one))


@pytest.mark.parametrize(
    ("values", "where", "words"),
    [
        ({"listed": 30}, "visited", "“Hộ đã đến” (40) nhiều hơn “Tổng số hộ” (30)."),
        ({"contacted": 41}, "contacted", "nhiều hơn “Hộ đã đến” (40)"),
        ({"contacted": 20, "completed": 21}, "completed", "nhiều hơn “Hộ gặp được” (20)"),
        ({"with_device": 9, "completed": 10}, "completed", "(10) nhiều hơn “Hộ có điện thoại"),
        ({"smartphones": 5, "app:bluezone": 6}, "app:bluezone", "(6) nhiều hơn “Điện thoại"),
        ({"app:bluezone": 3, "all_apps": 4}, "all_apps", "(4) nhiều hơn “Đã cài Bluezone” (3)"),
        ({"app:bluezone": 3, "in_use": 4}, "in_use", "(4) nhiều hơn “Đã cài Bluezone” (3)"),
        ({"visited": None}, "visited", "Chưa có số nào"),
        ({"from_on": "2020-08-14"}, "from_on", "14/08/2020 ở sau ngày cuối 13/08/2020"),
        ({"until_on": "2020-08-21"}, "until_on", "21/08/2020 ở sau hôm nay"),
        ({"with_device": 30, "without_device": 11}, "without_device", "cộng lại là 41, nhiều hơn"),
        ({"smartphones": 9, "android": 6, "ios": 4}, "ios", "(4) cộng lại là 10, nhiều hơn"),
        ({"from_on": "2020-07-31"}, "from_on", "trước ngày bắt đầu đợt"),
    ],
)
def test_a_broken_rule_is_one_sentence_with_both_numbers(
    two_apps: Campaign, values: Row, where: str, words: str
) -> None:
    assert words in check(two_apps, **values)[where]  # type: ignore[arg-type]


def test_blanks_break_no_rule(two_apps: Campaign) -> None:
    assert check(two_apps, contacted=None, completed=12) == {}


@pytest.mark.parametrize(
    ("first", "last", "clashes"),
    [("2020-08-10", "2020-08-11", False), ("2020-08-11", "2020-08-12", True),
     ("2020-08-13", "2020-08-13", True), ("2020-08-14", "2020-08-20", False)],
)  # fmt: skip
def test_the_days_of_two_tallies_do_not_overlap(
    two_apps: Campaign, first: str, last: str, clashes: bool
) -> None:
    other = Tally("t", "v", first, last, visited=3)
    errors = check(two_apps, other)
    assert bool(errors) == clashes
    assert not clashes or other.days in errors["from_on"]


def test_a_visit_inside_the_days_takes_the_place_of_a_tally() -> None:
    tallies = [
        Tally("a", "v", "2020-08-10", "2020-08-11"),
        Tally("b", "v", "2020-08-12", "2020-08-13"),
    ]
    days = ["2020-08-09", "2020-08-11T23:59", "2020-08-10", "2020-08-14"]
    assert find_replaced(tallies, days) == {"a": 2}


def test_a_corrected_tally_and_one_taken_back_do_not_stand() -> None:
    old, kept = Tally("a", "v", "d", "d"), Tally("c", "v", "e", "e")
    new = replace(old, id="b", supersedes="a")
    withdrawn = replace(old, id="w", supersedes="b", void=True)
    assert standing_tallies([old, new, kept]) == [new, kept]
    assert standing_tallies([old, new, withdrawn, kept]) == [kept]


def test_the_same_totals_are_recognised_blank_or_not_named_at_all() -> None:
    stored = Tally("a", "v", "2020-08-12", "2020-08-13", visited=40, apps=(("bluezone", 3),))
    assert same_totals(stored, tally_row(stored))
    assert same_totals(stored, totals(**{"app:bluezone": 3, "source": None, "ios": None}))
    assert not same_totals(stored, totals(**{"app:bluezone": 3, "ios": 0}))
    assert not same_totals(stored, totals())
    assert not same_totals(stored, totals(**{"app:bluezone": 3, "source": "ông Hòa"}))


def test_a_stored_tally_gives_its_form_back(two_apps: Campaign) -> None:
    raw = {"from_on": "12/8/2020", "until_on": "13/8/2020", "visited": "40", "app:bluezone": "0"}
    values, errors = parse_row(tally_fields(two_apps), raw)
    assert not errors
    stored = Tally("a", "v", "2020-08-12", "2020-08-13", visited=40, apps=(("bluezone", 0),))
    assert same_totals(stored, values)
    assert stored.days == "12/08/2020 đến 13/08/2020"


@pytest.mark.parametrize(
    ("households", "elsewhere", "values", "words"),
    [
        (0, 0, {}, "chưa có danh sách hộ"),
        (100, 0, {"listed": 60}, "“Tổng số hộ” (60) khác nhiều với danh sách (100 hộ)"),
        (30, 0, {}, "“Hộ đã đến” (40) nhiều hơn danh sách (30 hộ): chỉ tính 30 hộ."),
        (60, 25, {}, "Cùng với 25 hộ đã tính ở những ngày khác"),
        (60, 0, {"completed": 3}, "Chưa ghi “Hộ có điện thoại thông minh”"),
        (60, 0, {"app:bluezone": 3}, "Chưa ghi “Điện thoại thông minh”"),
    ],
)
def test_odd_totals_are_noted_and_not_refused(
    two_apps: Campaign, households: int, elsewhere: int, values: Row, words: str
) -> None:
    notes = tally_notes(totals(**values), two_apps, households, elsewhere)  # type: ignore[arg-type]
    assert len(notes) == 1
    assert words in notes[0]


def test_good_totals_have_no_note(two_apps: Campaign) -> None:
    good = totals(listed=60, with_device=30, completed=20, smartphones=50)
    assert tally_notes(good, two_apps, 60, 20) == []


def test_the_difference_is_said_only_of_what_both_know() -> None:
    tally = Tally("a", "v", "d", "d", visited=40, contacted=38, ios=None, members=90)
    found = {"visited": 37, "contacted": 38, "ios": 4, "members": None}
    assert TallyLine(tally, True, None, 12, found).differences() == {"visited": -3}
