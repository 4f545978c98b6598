"""Who is visited again, in what order, and what the next visit must be like."""

from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.campaigns import Campaign
from domain.results import Reopening, derive_history
from domain.teams import Team, team_key
from domain.visits import BY_DIGIT, Visit
from domain.worklist import (
    Tried,
    WorkFilter,
    WorkLine,
    compute_expected,
    deal_sheets,
    filter_lines,
    in_part,
    is_off_hours,
    look_back,
    next_words,
    note_on_refusal,
    priority,
    slots_words,
    why_words,
)

_ids = count(1)
ON = date(2020, 8, 15)
TEAMS = {
    team_key(t.name): t
    for t in (
        Team("1", "Tổ 1", "Hội Phụ nữ"), Team("2", "Tổ 2", "Đoàn Thanh niên"),
        Team("3", "Tổ 3", "hội phụ nữ"), Team("4", "Tổ 4"),
    )
}  # fmt: skip


def visit(digit: str, day: str = "2020-08-12", **more: Any) -> Visit:
    return Visit(f"{next(_ids):04d}", "h", day, BY_DIGIT[digit].code, **{"team": "Tổ 1", **more})


def line(n: int = 1, **more: Any) -> WorkLine:
    values: dict[str, Any] = {
        "household_id": f"h{n}", "code": f"01-{n:04d}", "village_id": "v", "village": "Bản Mìn",
        "cluster": "", "head_name": "Hà Văn An", "place": n, "status": "NOT_HOME",
        "disposition": "NOT_HOME", "last_on": "2020-08-12", "due_on": "2020-08-14",
        "overdue": True, "tried": Tried(made=1),
    }  # fmt: skip
    return WorkLine(**{**values, **more})


# --- What the next visit must be like -------------------------------------------------------------


@pytest.mark.parametrize(
    ("slots", "wanted"),
    [("S", "T"), ("C", "T"), ("T", "C"), ("ST", "C"), ("CT", "S"), ("SC", "T"), ("SCT", "N")],
)
def test_nobody_home_is_tried_at_another_part_of_the_day_the_evening_first(
    slots: str, wanted: str
) -> None:
    absent = [visit("3", f"2020-08-1{n}", slot=s) for n, s in enumerate(slots)]
    assert look_back(absent, TEAMS).next_slot == wanted


def test_an_attempt_without_its_part_of_the_day_leaves_the_evening_to_try() -> None:
    assert look_back([visit("3")], TEAMS).next_slot == "T"


def test_a_weekend_takes_the_place_of_the_evening() -> None:
    saturday = visit("3", "2020-08-15", slot="S")
    assert is_off_hours(saturday)
    weekday = visit("3", "2020-08-12", slot="S")
    words = [next_words(line(tried=look_back([v], TEAMS))) for v in (weekday, saturday)]
    assert words == ["buổi tối hoặc ngày nghỉ", "buổi tối"]


@given(st.lists(st.tuples(st.sampled_from("SCT"), st.integers(10, 30)), min_size=3, max_size=3))
def test_going_where_the_list_says_satisfies_the_rule_of_three_attempts(
    starts: list[tuple[str, int]],
) -> None:
    """Two parts of the day, one of them in the evening or at a weekend: whatever came first."""
    first, day = starts[0]
    absent = [visit("3", f"2020-08-{day}", slot=first)]
    for n in (1, 2):
        wanted = look_back(absent, TEAMS).next_slot
        absent.append(visit("3", f"2020-09-{n:02d}", slot=wanted if wanted in "SCT" else "S"))
    assert len({v.slot for v in absent}) >= 2
    assert any(is_off_hours(v) for v in absent)


def test_a_refusal_names_who_was_there_and_asks_for_another_body() -> None:
    tried = look_back([visit("4", team="Tổ 1"), visit("3", team="Tổ 2")], TEAMS)
    assert tried.refused == ("Hội Phụ nữ",)
    found = line(disposition="REFUSED", tried=look_back([visit("4", team="Tổ 9")], TEAMS))
    assert next_words(found) == "đoàn thể khác (không phải Tổ 9)"


def test_a_household_that_spoke_again_after_a_refusal_is_open_to_every_team() -> None:
    assert look_back([visit("4"), visit("5", "2020-08-13")], TEAMS).refused == ()


def test_help_is_still_needed_when_nobody_was_home_after_it(one_app: Campaign) -> None:
    reason = next(r for r in one_app.reasons if r.disposition == "TECH")
    tried = look_back([visit("7", reason=reason.code), visit("3", "2020-08-14")], TEAMS)
    found = line(tried=tried)
    assert in_part(found, "tech")
    assert why_words(found, one_app) == f"Vắng, khóa cửa; cần hỗ trợ kỹ thuật: {reason.label}"
    assert next_words(found).endswith("có người hỗ trợ kỹ thuật")


def test_attempts_are_those_that_ended_as_the_last_one(one_app: Campaign) -> None:
    visits = [visit("5", "2020-08-11"), visit("3", "2020-08-12"), visit("3", "2020-08-13")]
    assert line(tried=look_back(visits, TEAMS)).attempts == "2/3"
    assert line(disposition="CALLBACK", tried=look_back(visits[:1], TEAMS)).attempts == "1"


def test_opened_again_the_attempts_begin_anew_and_the_reason_is_told(one_app: Campaign) -> None:
    visits = [visit("3", f"2020-08-1{n}", slot=s) for n, s in enumerate("SCT")]
    opened = Reopening("0999", "2020-08-20T08:00")
    found = line(tried=look_back(visits, TEAMS, opened), reopened="trưởng bản báo đã về")
    assert found.attempts == "0/3"
    assert why_words(found, one_app) == "Mở lại: trưởng bản báo đã về"


def test_the_office_own_words_and_reasons_stand_in_the_list(one_app: Campaign) -> None:
    own = replace(one_app, labels=(("TECH", "Máy chưa cài được"),))
    reason = next(r for r in own.reasons if r.disposition == "TECH")
    found = line(disposition="TECH", tried=Tried(1, reason=reason.code, needs_help=True))
    assert why_words(found, own) == f"Máy chưa cài được: {reason.label}"
    free = line(disposition="TECH", tried=Tried(1, reason="pin hỏng", needs_help=True))
    assert why_words(free, own) == "Máy chưa cài được: pin hỏng"


def test_parts_of_the_day_are_told_once_in_their_order() -> None:
    assert slots_words(("T", "S", "T", "")) == "tối, sáng, ?"


# --- The visit after a refusal (B10) --------------------------------------------------------------


@pytest.mark.parametrize("team", ["Tổ 1", "tổ 1", "Tổ 3"])
def test_the_same_team_or_affiliation_after_a_refusal_is_warned_of(team: str) -> None:
    note = note_on_refusal(team, "2020-08-15", [visit("4")], TEAMS)
    assert note.startswith("Ngày 12/08/2020 hộ đã từ chối Hội Phụ nữ.")


@pytest.mark.parametrize("team", ["Tổ 2", "Tổ 4", "Tổ 9", "", None])
def test_another_or_an_unknown_affiliation_is_not(team: str | None) -> None:
    assert note_on_refusal(team, "2020-08-15", [visit("4")], TEAMS) == ""


def test_only_the_last_word_of_the_household_counts() -> None:
    spoke = [visit("4"), visit("5", "2020-08-13")]
    assert note_on_refusal("Tổ 1", "2020-08-15", spoke, TEAMS) == ""
    absent = [visit("4"), visit("3", "2020-08-13", team="Tổ 2")]
    assert note_on_refusal("Tổ 1", "2020-08-15", absent, TEAMS)
    assert note_on_refusal("Tổ 1", "2020-08-11", absent, TEAMS) == ""  # entered late


def test_a_refusal_that_was_taken_back_warns_of_nothing() -> None:
    refusal = visit("4")
    taken_back = visit("4", supersedes=refusal.id, void=True)
    assert note_on_refusal("Tổ 1", "2020-08-15", [refusal, taken_back], TEAMS) == ""


# --- Order, parts, filters, sheets ----------------------------------------------------------------


def test_order_is_deadline_then_devices_to_win_then_attempts_then_the_walk() -> None:
    late = line(1, due_on="2020-08-17", expected=9)
    many = line(5, due_on="2020-08-15", expected=3)
    old = line(4, due_on="2020-08-11", expected=2)
    often = line(2, expected=None, tried=Tried(made=2))
    once, next_door = line(3, expected=1), line(6, expected=None)
    listed = [late, often, once, old, next_door, many]
    assert sorted(listed, key=lambda x: priority(x, ON)) == [many, old, once, next_door, often,
                                                             late]  # fmt: skip


def test_devices_that_can_still_be_won() -> None:
    assert compute_expected(3, 1, [2, 1], True) == 2
    assert compute_expected(3, None, [2, 1], True) == 2
    assert compute_expected(3, None, [None, None], True) == 3
    assert compute_expected(None, None, [], None) is None
    assert compute_expected(None, None, [], False) == 0


def test_parts_of_the_list() -> None:
    open_, given_up = line(), line(due_on=None, overdue=False)
    assert [in_part(open_, p) for p in ("due", "overdue", "tech", "missed")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert [in_part(given_up, p) for p in ("due", "overdue", "tech", "missed")] == [
        False, False, False, True,
    ]  # fmt: skip


def test_filters_by_village_team_reason_and_day() -> None:
    today, tomorrow = line(1, due_on="2020-08-15"), line(2, due_on="2020-08-16", team="Tổ 2")
    other = line(3, village_id="w", due_on=None, disposition="TECH", tried=Tried(1, reason="old"))
    listed = [today, tomorrow, other]

    def found(**chosen: str) -> list[WorkLine]:
        return filter_lines(listed, WorkFilter(**chosen), ON)

    assert found() == listed
    assert found(due="0") == [today]
    assert found(due="1") == [today, tomorrow]
    assert found(team="tổ  2") == [tomorrow]
    assert found(village_id="w") == found(reason="TECH") == found(reason="old") == [other]


def test_sheets_are_of_one_village_in_walking_order_and_evenly_full() -> None:
    listed = [line(n, village_id="v" if n < 32 else "w") for n in (40, *range(31, 0, -1))]
    sheets = deal_sheets(listed, 30)
    assert [(title, len(part)) for title, part in sheets] == [
        ("Bản Mìn, tờ 1/2", 16), ("Bản Mìn, tờ 2/2", 15), ("Bản Mìn", 1),
    ]  # fmt: skip
    assert [x.place for _, part in sheets for x in part] == [*range(1, 32), 40]


def test_a_second_refusal_ends_it_by_whichever_body(one_app: Campaign) -> None:
    visits = [visit("4", "2020-08-12"), visit("4", "2020-08-15", team="Tổ 2")]
    history = derive_history(visits, one_app)
    assert [(r.final, r.due_on) for r, _ in history] == [(False, "2020-08-15"), (True, None)]


def test_a_team_nobody_registered_is_still_the_same_team() -> None:
    assert note_on_refusal("tổ 9", "2020-08-15", [visit("4", team="Tổ 9")], TEAMS)
