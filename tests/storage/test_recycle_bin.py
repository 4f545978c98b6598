"""The recycle bin: what was removed leaves every count of every day, and comes back as it was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.users import Role, User
from storage.database import Database
from storage.day_lines import list_days
from storage.household_lists import SEGMENTS, list_rows
from storage.household_states import set_household_state
from storage.households import known_households, save_household, search_households
from storage.productivity import list_productivity
from storage.progress import get_progress, list_reasons
from storage.quality import list_findings
from storage.recycle_bin import (
    HOUSEHOLD,
    VISIT,
    list_bin,
    remove_household,
    restore_household,
    restore_visit,
)
from storage.tallies import list_tallies, save_tally
from storage.visits import list_visits, save_visits, void_visit

HEAD = "Nguyễn Văn Hòa"
DAYS = ("2020-08-09", "2020-08-12T08:00", "2020-08-12", "2020-08-15", "")
Visit = Callable[..., None]


def counts(db: Database, campaign: Campaign) -> list[object]:
    """Everything that is counted, at every date."""
    return [
        (get_progress(db, campaign, until=day, since="2020-08-11").units,
         list_days(db, campaign, day), list_reasons(db, campaign, day))
        for day in DAYS
    ]  # fmt: skip


@pytest.fixture
def visited(ids: dict[str, str], visit: Visit) -> str:
    """Two visits to one household, one to another."""
    visit(HEAD, "2020-08-12T09:00", "NOT_HOME")
    visit(HEAD, "2020-08-14", "COMPLETE", smartphones=2, bluezone=2, smart=2)
    visit("Vi Văn Đức", "2020-08-12", "PARTIAL", smartphones=2, bluezone=1)
    return ids[HEAD]


def test_a_removed_household_leaves_every_count_at_every_date_and_comes_back(
    db: Database, campaign: Campaign, visited: str, by: User
) -> None:
    before = counts(db, campaign)
    remove_household(db, visited, "ghi nhầm hai lần", by=by)
    without = counts(db, campaign)
    now = get_progress(db, campaign).commune_now
    assert (now.households, now.visited, now.completed, now.ineligible) == (11, 1, 0, 0)
    assert all(a != b for a, b in zip(before, without, strict=True))
    restore_household(db, campaign, visited, by=by)
    assert counts(db, campaign) == before


def test_without_it_the_counts_are_those_of_a_commune_that_never_had_it(
    db: Database, campaign: Campaign, visited: str, by: User
) -> None:
    before = counts(db, campaign)
    _, wrong = save_household(
        db, {"village_id": db.value("SELECT id FROM villages LIMIT 1"), "head_name": "Nhầm"}, by=by
    )
    assert counts(db, campaign) != before
    remove_household(db, wrong, "ghi nhầm", by=by)
    assert counts(db, campaign) == before


def test_its_visits_do_not_replace_the_totals_of_its_village(
    db: Database, campaign: Campaign, by: User, ids: dict[str, str], visit: Visit
) -> None:
    village = db.value("SELECT village_id FROM households WHERE id=?", (ids[HEAD],))
    days = {"from_on": "2020-08-12", "until_on": "2020-08-13", "visited": 4}
    save_tally(db, campaign, village, days, by=by)
    before = counts(db, campaign)
    visit(HEAD, "2020-08-12T09:00", "NOT_HOME")
    replaced = counts(db, campaign)
    assert replaced != before
    remove_household(db, ids[HEAD], "ghi nhầm", by=by)
    now = get_progress(db, campaign).commune_now
    assert (now.households, now.visited, now.attempts) == (11, 4, 4)
    assert [line.counts for line in list_tallies(db, campaign, village)] == [True]
    restore_household(db, campaign, ids[HEAD], by=by)
    assert counts(db, campaign) == replaced


def test_one_met_in_the_field_comes_back_with_the_visits_before_it_was_listed(
    db: Database, campaign: Campaign, by: User
) -> None:
    village = db.value("SELECT id FROM villages LIMIT 1")
    _, found = save_household(
        db, {"village_id": village, "head_name": "Gặp Sau"}, by=by, found_on="2020-08-15"
    )
    row = {"household_id": found, "visited_at": "2020-08-12", "disposition": "NOT_HOME"}
    save_visits(db, campaign, [row], by=by)
    before = counts(db, campaign)
    assert [x.visits for x in list_days(db, campaign)] == [1]
    remove_household(db, found, "ghi nhầm", by=by)
    restore_household(db, campaign, found, by=by)
    assert counts(db, campaign) == before


def test_the_quality_page_says_nothing_of_it(
    db: Database, campaign: Campaign, by: User, ids: dict[str, str], visit: Visit
) -> None:
    visit(HEAD, "2020-08-12", "COMPLETE", members=16, smartphones=2, bluezone=2, smart=2)
    assert [f.rule for f in list_findings(db, campaign, date(2020, 8, 20))] == ["many_members"]
    remove_household(db, ids[HEAD], "ghi nhầm", by=by)
    assert list_findings(db, campaign, date(2020, 8, 20)) == []


def test_no_team_has_been_to_it(
    db: Database, campaign: Campaign, by: User, ids: dict[str, str], visit: Visit
) -> None:
    visit(HEAD, "2020-08-12", "NOT_HOME", team="Tổ 1")
    before = list_productivity(db, campaign)
    assert [t.attempts for t in before] == [1]
    remove_household(db, ids[HEAD], "ghi nhầm", by=by)
    assert list_productivity(db, campaign) == []
    restore_household(db, campaign, ids[HEAD], by=by)
    assert list_productivity(db, campaign) == before


def test_it_is_on_no_list_and_no_import_takes_it_for_the_one_meant(
    db: Database, campaign: Campaign, visited: str, by: User
) -> None:
    row = db.value("SELECT row FROM households WHERE id=?", (visited,))
    remove_household(db, visited, "ghi nhầm", by=by)
    for segment in (*SEGMENTS, "COMPLETE", "app:bluezone"):
        for at in ("", "2020-08-15"):
            rows = list_rows(db, campaign, segment=segment, today="2020-08-20", at=at)
            assert row not in rows, (segment, at)
    assert [h["head_name"] for h in search_households(db, "hoa")] == []
    assert visited not in [k.id for k in known_households(db)]


def test_the_bin_lists_both_kinds_with_their_reasons(
    db: Database, campaign: Campaign, visited: str, ids: dict[str, str], by: User
) -> None:
    [(other, _)] = list_visits(db, campaign, ids["Vi Văn Đức"])
    void_visit(db, campaign, other, "nhầm hộ", by=by)
    remove_household(db, visited, "ghi nhầm", by=by)
    found = {(i.kind, i.head_name, i.reason, i.by) for i in list_bin(db, campaign)}
    assert found == {
        (HOUSEHOLD, HEAD, "ghi nhầm", by.name), (VISIT, "Vi Văn Đức", "nhầm hộ", by.name)
    }  # fmt: skip


def test_a_visit_taken_back_counts_again_with_everything_it_said(
    db: Database, campaign: Campaign, visited: str, ids: dict[str, str], by: User
) -> None:
    before = counts(db, campaign)
    [(old, _)] = list_visits(db, campaign, ids["Vi Văn Đức"])
    void_visit(db, campaign, old, "nhầm hộ", by=by)
    assert counts(db, campaign) != before
    [item] = list_bin(db, campaign)
    restore_visit(db, campaign, item.id, by=by)
    assert counts(db, campaign) == before
    assert list_bin(db, campaign) == []
    with pytest.raises(AppError, match="không còn ở trong thùng rác"):
        restore_visit(db, campaign, item.id, by=by)


def test_nothing_comes_back_when_the_campaign_is_closed(
    db: Database, campaign: Campaign, visited: str, by: User, snapshot: Callable[[], object]
) -> None:
    remove_household(db, visited, "ghi nhầm", by=by)
    before = snapshot()
    with pytest.raises(AppError, match="đã kết thúc"):
        restore_household(db, replace(campaign, closed=True), visited, by=by)
    assert snapshot() == before


@pytest.mark.parametrize("state", ["MOVED", "MERGED"])
def test_a_household_that_moved_or_was_merged_is_no_mistake(
    db: Database, campaign: Campaign, visited: str, ids: dict[str, str], by: User, state: str
) -> None:
    into = ids["Vi Văn Đức"] if state == "MERGED" else None
    set_household_state(db, visited, state, "2020-08-15", "lý do", by=by, merged_into=into)
    for household in (visited, *([into] if into else [])):
        with pytest.raises(AppError, match="đổi tình trạng"):
            remove_household(db, household, "ghi nhầm", by=by)


def test_removing_needs_a_reason_and_the_right(
    db: Database, visited: str, by: User, snapshot: Callable[[], object]
) -> None:
    before = snapshot()
    with pytest.raises(AppError, match="Chưa ghi lý do"):
        remove_household(db, visited, " ", by=by)
    with pytest.raises(AppError, match="không có quyền"):
        remove_household(db, visited, "ghi nhầm", by=User("Nhập", Role.OFFICER))
    assert snapshot() == before


def test_a_household_in_the_bin_changes_to_no_other_state(
    db: Database, visited: str, by: User
) -> None:
    remove_household(db, visited, "ghi nhầm", by=by)
    with pytest.raises(AppError, match="thùng rác"):
        set_household_state(db, visited, "ACTIVE", "2020-08-15", "lý do", by=by)
