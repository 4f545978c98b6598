"""The worklist of any day: what a saved visit makes of it, and that nothing else moves it."""

from collections.abc import Callable
from datetime import date, datetime
from random import Random
from typing import Any

import pytest

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.fields import Row
from domain.results import is_overdue
from domain.teams import Assignment
from domain.users import User
from domain.worklist import WorkFilter, WorkLine, in_part, next_words
from storage.database import Database
from storage.household_states import set_household_state
from storage.practice import make_practice
from storage.results import get_result, rebuild
from storage.sheets import list_sheet_lines
from storage.teams import save_assignments, save_team
from storage.villages import list_villages
from storage.visits import correct_visit, list_visits, void_visit
from storage.worklist import (
    count_to_revisit,
    list_worklist,
    reopen_household,
    save_worklist_sheets,
)

Visit = Callable[..., None]
HEAD = "Hà Văn An"


def find(db: Database, campaign: Campaign, on: str, head: str = HEAD) -> WorkLine | None:
    lines = list_worklist(db, campaign, date.fromisoformat(on))
    return next((x for x in lines if x.head_name == head), None)


def open_line(db: Database, campaign: Campaign, on: str, head: str = HEAD) -> WorkLine:
    found = find(db, campaign, on, head)
    assert found
    return found


def test_after_an_absence_the_household_is_due_in_two_days_at_another_part_of_the_day(
    db: Database, campaign: Campaign, visit: Visit
) -> None:
    assert find(db, campaign, "2020-08-12") is None
    visit(HEAD, "2020-08-12", "NOT_HOME", slot="S", team="Tổ 1")
    found = open_line(db, campaign, "2020-08-12")
    assert (found.due_on, found.overdue, found.attempts) == ("2020-08-14", False, "1/3")
    assert (found.tried.slots, found.tried.next_slot) == (("S",), "T")
    assert next_words(found) == "buổi tối hoặc ngày nghỉ"
    assert find(db, campaign, "2020-08-11") is None  # nobody had been there yet


def test_it_is_overdue_by_the_date_alone(db: Database, campaign: Campaign, visit: Visit) -> None:
    visit(HEAD, "2020-08-12", "NOT_HOME")
    days = {d: open_line(db, campaign, f"2020-08-{d}").overdue for d in (13, 14, 15, 30)}
    assert days == {13: False, 14: False, 15: True, 30: True}


def test_a_printed_sheet_moves_no_day(
    db: Database, campaign: Campaign, visit: Visit, by: User
) -> None:
    visit(HEAD, "2020-08-12", "NOT_HOME")
    visit("Vi Văn Đức", "2020-08-12", "TECH", reason="OLD_DEVICE")
    before = list_worklist(db, campaign, date(2020, 8, 20))
    _, sheets = save_worklist_sheets(db, campaign, before, "REVISIT", 30, by=by)
    assert [(s.kind, s.title, s.lines) for s in sheets] == [("REVISIT", "Bản Mìn", 2)]
    walked = [x.household["head_name"] for x in list_sheet_lines(db, sheets[0])]
    assert walked == ["Vi Văn Đức", HEAD]
    assert list_worklist(db, campaign, date(2020, 8, 20)) == before
    again = save_worklist_sheets(db, campaign, before, "REVISIT", 30, by=by)[1]
    assert [s.number for s in again] == [s.number for s in sheets]


def test_one_refusal_makes_one_revisit_by_another_body_and_a_second_none(
    db: Database, campaign: Campaign, visit: Visit, by: User
) -> None:
    _, team = save_team(db, {"name": "Tổ 1", "affiliation": "Hội Phụ nữ"}, by=by)
    village = next(v for v in list_villages(db) if v.label == "Bản Mìn")
    save_assignments(db, campaign, [Assignment(village.id, "", team.id, "2020-08-10")], by=by)
    visit(HEAD, "2020-08-12", "REFUSED", team="tổ 1")
    found = open_line(db, campaign, "2020-08-12")
    assert (found.due_on, found.attempts, found.tried.refused) == (
        "2020-08-15", "1/2", ("Hội Phụ nữ",),
    )  # fmt: skip
    assert (found.team, found.is_barred) == ("Tổ 1", True)
    visit(HEAD, "2020-08-15", "REFUSED", team="Tổ 2")
    for on in ("2020-08-15", "2020-08-24", "2020-12-01"):
        given_up = open_line(db, campaign, on)
        assert (given_up.due_on, in_part(given_up, "due"), in_part(given_up, "missed")) == (
            None, False, True,
        )  # fmt: skip


def test_what_a_retired_team_had_is_nobodys(
    db: Database, campaign: Campaign, visit: Visit, by: User
) -> None:
    _, team = save_team(db, {"name": "Tổ 1"}, by=by)
    village = next(v for v in list_villages(db) if v.label == "Bản Mìn")
    save_assignments(db, campaign, [Assignment(village.id, "", team.id, "2020-08-10")], by=by)
    visit(HEAD, "2020-08-12", "NOT_HOME", team="Tổ 9")
    for retired, found in ((False, (team.id, "Tổ 1")), (True, (None, "Tổ 9"))):
        save_team(db, {"name": "Tổ 1"}, by=by, team_id=team.id, retired=retired)
        line = open_line(db, campaign, "2020-08-12")
        assert (line.team_id, line.team) == found


def test_a_household_that_is_done_or_gone_is_on_neither_list(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Visit, by: User
) -> None:
    visit("Vi Văn Đức", "2020-08-12", "COMPLETE")
    visit("Vi Thị Dung", "2020-08-12", "NO_DEVICE")
    visit("Phạm Thị Bảo", "2020-08-12", "NOT_EXIST")
    visit(HEAD, "2020-08-12", "NOT_HOME")
    set_household_state(db, ids[HEAD], "MOVED", "2020-08-14", "đi", by=by)
    assert [x.head_name for x in list_worklist(db, campaign, date(2020, 8, 13))] == [HEAD]
    assert list_worklist(db, campaign, date(2020, 8, 14)) == []


def test_a_given_up_household_is_opened_again_with_a_reason_and_counts_anew(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Visit, by: User
) -> None:
    for day, slot in (("12", "S"), ("14", "C"), ("16", "T")):
        visit(HEAD, f"2020-08-{day}", "NOT_HOME", slot=slot)
    assert in_part(open_line(db, campaign, "2020-08-17"), "missed")
    at = datetime(2020, 8, 18, 9, 0)
    reopen_household(db, campaign, ids[HEAD], " con trai báo đã về ", by=by, at=at)
    assert in_part(open_line(db, campaign, "2020-08-17"), "missed")  # the past stays
    found = open_line(db, campaign, "2020-08-18")
    assert (found.due_on, found.reopened, found.attempts) == (
        "2020-08-18", "con trai báo đã về", "0/3",
    )  # fmt: skip
    visit(HEAD, "2020-08-18", "NOT_HOME", slot="C")
    found = open_line(db, campaign, "2020-08-18")
    assert (found.due_on, found.reopened, found.attempts) == ("2020-08-20", "", "1/3")
    before = list_worklist(db, campaign, date(2020, 8, 24))
    with db.writing():
        rebuild(db, campaign, 1)
    assert list_worklist(db, campaign, date(2020, 8, 24)) == before


def test_a_reopening_needs_a_reason_and_a_household_that_is_final(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Visit, by: User
) -> None:
    visit(HEAD, "2020-08-12", "NOT_HOME")
    for household, reason in ((HEAD, "về rồi"), ("Vi Văn Đức", "chưa đến"), (HEAD, "  ")):
        with pytest.raises(AppError):
            reopen_household(db, campaign, ids[household], reason, by=by)
    assert db.value("SELECT count(*) FROM reopenings") == 0


def test_filters_are_those_of_the_domain(db: Database, campaign: Campaign, visit: Visit) -> None:
    visit(HEAD, "2020-08-12", "NOT_HOME", team="Tổ 1")
    visit("Hà Văn Ân", "2020-08-12", "CALLBACK", team="Tổ 2", next_visit_on="2020-08-19")
    found = list_worklist(db, campaign, date(2020, 8, 14), WorkFilter(due="0"))
    assert [x.head_name for x in found] == [HEAD]
    found = list_worklist(db, campaign, date(2020, 8, 14), WorkFilter(team="tổ 2"))
    assert [(x.due_on, x.tried.is_agreed) for x in found] == [("2020-08-19", True)]


def test_the_list_of_every_day_agrees_with_the_results_of_that_day(
    empty_db: Database, by: User
) -> None:
    """Against the visits themselves, with some taken back and some households opened again."""
    db, today = empty_db, date(2020, 8, 25)
    campaign = make_practice(db, by=by, households=200, seed=7, today=today)
    pick = Random(2)
    for (household,) in db.rows("SELECT id FROM households")[:60]:
        counting = [v for v, counts in list_visits(db, campaign, household) if counts]
        if counting and pick.random() < 0.3:
            void_visit(db, campaign, pick.choice(counting), "nhầm", by=by)
    given_up = [x for x in list_worklist(db, campaign, today) if in_part(x, "missed")]
    for missed in given_up[:3]:
        reopen_household(db, campaign, missed.household_id, "hẹn lại", by=by,
                         at=datetime(2020, 8, 25, 8))  # fmt: skip
    lines = list_worklist(db, campaign, today)
    queued: dict[str, Any] = {x.household_id: x for x in lines if x.due_on}
    for row, id_, state in db.rows("SELECT row, id, state FROM households"):
        result = get_result(db, campaign, 1, row)
        wanted = result.due_on if result and state == "ACTIVE" else None
        found = queued.get(id_)
        assert (found.due_on if found else None) == wanted
        if found and result:
            assert not result.final
            assert found.overdue == is_overdue(wanted, today)
            assert 0 <= found.tried.made <= result.attempts
    assert len(queued) > 20


def test_the_list_of_an_earlier_day_knows_nothing_of_later_visits(
    db: Database, campaign: Campaign, visit: Visit
) -> None:
    visit(HEAD, "2020-08-12", "NOT_HOME", slot="S")
    before = find(db, campaign, "2020-08-13")
    visit(HEAD, "2020-08-14", "NOT_HOME", slot="T")
    assert find(db, campaign, "2020-08-13") == before
    assert open_line(db, campaign, "2020-08-14").attempts == "2/3"


def test_an_earlier_day_knows_nothing_of_a_correction_to_a_later_one(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Visit, by: User
) -> None:
    visit(HEAD, "2020-08-12", "NOT_HOME", slot="S")
    visit(HEAD, "2020-08-14", "NOT_HOME", slot="T")
    wrong = list_visits(db, campaign, ids[HEAD])[0][0]
    values: Row = {"visited_at": "2020-08-16", "disposition": "NOT_HOME", "slot": "T"}
    correct_visit(db, campaign, wrong, values, "nhầm ngày", by=by)
    assert open_line(db, campaign, "2020-08-15").attempts == "1/3"
    assert open_line(db, campaign, "2020-08-16").attempts == "2/3"


def test_visits_count_at_another_household_from_the_day_of_the_merger_on(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Visit, by: User
) -> None:
    visit(HEAD, "2020-08-12", "NOT_HOME", slot="S")
    visit("Vi Văn Đức", "2020-08-13", "NOT_HOME", slot="C")
    visit("Vi Thị Dung", "2020-08-14", "NOT_HOME", slot="T")
    for one, into, day in ((HEAD, "Vi Văn Đức", "15"), ("Vi Văn Đức", "Vi Thị Dung", "17")):
        set_household_state(db, ids[one], "MERGED", f"2020-08-{day}", "trùng", by=by,
                            merged_into=ids[into])  # fmt: skip
    slots = {
        d: {x.head_name: x.tried.slots for x in list_worklist(db, campaign, date(2020, 8, d))}
        for d in (14, 15, 16, 17)
    }
    alone = {HEAD: ("S",), "Vi Văn Đức": ("C",), "Vi Thị Dung": ("T",)}
    first = {"Vi Văn Đức": ("S", "C"), "Vi Thị Dung": ("T",)}
    assert slots == {14: alone, 15: first, 16: first, 17: {"Vi Thị Dung": ("S", "C", "T")}}


def test_the_number_beside_those_of_today_is_that_of_the_list(
    empty_db: Database, by: User
) -> None:
    db, today = empty_db, date(2020, 8, 20)
    campaign = make_practice(db, by=by, households=200, today=today)
    lines = list_worklist(db, campaign, today)
    assert count_to_revisit(db, campaign) == sum(in_part(x, "due") for x in lines) > 0
