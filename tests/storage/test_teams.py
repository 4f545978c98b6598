"""Teams and their places."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.teams import Assignment, team_of
from domain.users import User
from storage.database import Database
from storage.household_states import set_household_state
from storage.households import save_household
from storage.teams import (
    get_assignments,
    list_areas,
    list_teams,
    list_unlisted,
    save_assignments,
    save_team,
    save_teams,
    suggest_teams,
    teams_by_name,
)
from storage.villages import list_villages, save_villages
from storage.visits import list_visits

Visit = Callable[..., None]


def test_a_team_keeps_every_name_it_had(db: Database, by: User) -> None:
    _, team = save_team(db, {"name": "Tổ 1", "affiliation": "Đoàn Thanh niên"}, by=by)
    save_team(db, {"name": "Tổ thanh niên"}, by=by, team_id=team.id)
    assert [t.name for t in list_teams(db)] == ["Tổ thanh niên"]
    assert teams_by_name(db)["to 1"].id == team.id


def test_two_teams_of_one_name_are_refused(db: Database, by: User) -> None:
    save_team(db, {"name": "Tổ 1"}, by=by)
    with pytest.raises(AppError, match="Đã có tổ"):
        save_team(db, {"name": "tổ  1"}, by=by)


def test_a_cluster_may_be_another_teams_than_its_village(
    db: Database, campaign: Campaign, by: User
) -> None:
    _, one = save_team(db, {"name": "Tổ 1"}, by=by)
    _, two = save_team(db, {"name": "Tổ 2"}, by=by)
    village = list_villages(db)[0].id
    places = [Assignment(village, "", one.id, "2020-08-10"),
              Assignment(village, "Ngõ Chợ", two.id, "2020-08-12")]  # fmt: skip
    save_assignments(db, campaign, places, by=by)
    now = get_assignments(db, campaign)
    assert team_of(now, village, "ngõ chợ") == two.id
    assert team_of(now, village, "Ngõ Đình") == one.id
    assert team_of(now, "elsewhere", None) is None
    earlier = get_assignments(db, campaign, date(2020, 8, 11))
    assert team_of(earlier, village, "ngõ chợ") == one.id


def test_a_place_taken_back_has_no_team(db: Database, campaign: Campaign, by: User) -> None:
    _, one = save_team(db, {"name": "Tổ 1"}, by=by)
    village = list_villages(db)[0].id
    save_assignments(db, campaign, [Assignment(village, "", one.id, "2020-08-10")], by=by)
    save_assignments(db, campaign, [Assignment(village, "", None, "2020-08-11")], by=by)
    assert team_of(get_assignments(db, campaign), village, None) is None


def test_many_teams_are_added_all_or_none(db: Database, by: User) -> None:
    save_teams(db, [{"name": "Tổ 1"}, {"name": "Tổ 2", "people": 4}], by=by)
    with pytest.raises(AppError, match="Đã có tổ"):
        save_teams(db, [{"name": "Tổ 3"}, {"name": "TỔ 1"}], by=by)
    assert [(t.name, t.people) for t in list_teams(db)] == [("Tổ 1", None), ("Tổ 2", 4)]


def test_teams_of_past_visits_that_are_not_listed_are_offered(
    db: Database, campaign: Campaign, by: User, visit: Visit
) -> None:
    save_team(db, {"name": "Tổ 1"}, by=by)
    for team in ("Tổ 10", "tổ 10", "Tổ 10", "Tổ 2", "tổ 1", None):
        visit("Hà Văn An", "2020-08-12", "NOT_HOME", team=team)
    assert list_unlisted(db, campaign) == [("Tổ 2", 1), ("Tổ 10", 3)]


def test_entry_forms_offer_the_teams_of_the_list_first(
    db: Database, campaign: Campaign, by: User, visit: Visit
) -> None:
    for name in ("Tổ 9", "Tổ 2"):
        _, team = save_team(db, {"name": name}, by=by)
    save_team(db, {"name": "Tổ 2"}, by=by, team_id=team.id, retired=True)
    for name in ("Ban văn hóa", "tổ 9"):
        visit("Hà Văn An", "2020-08-12", "NOT_HOME", team=name)
    assert suggest_teams(db, campaign) == ["Tổ 9", "Ban văn hóa"]


def test_areas_know_what_is_still_to_be_visited_and_whose_it_is(
    db: Database, campaign: Campaign, by: User, visit: Visit, ids: dict[str, str]
) -> None:
    _, one = save_team(db, {"name": "Tổ 1"}, by=by)
    villages = list_villages(db)
    save_villages(db, [("bản", "Trống")], by=by)
    save_household(db, {"cluster": "Ngõ Chợ"}, by=by, household_id=ids["Hà Văn Ân"])
    save_assignments(db, campaign, [Assignment(villages[0].id, "", one.id, "2020-08-10")], by=by)
    visit("Hà Văn Ân", "2020-08-12", "COMPLETE", smartphones=1, bluezone=1, smart=1)
    visit("Hà Văn Ăn", "2020-08-12", "NOT_HOME")
    set_household_state(db, ids["Lò Thị Ửng"], "MOVED", "2020-08-12", "đi", by=by)
    chieng, min_, _, empty = list_areas(db, campaign)
    assert (chieng.households, chieng.open, chieng.team_id) == (4, 3, one.id)
    assert [(p.label, p.open) for p in chieng.parts] == [("Ngõ Chợ", 0), ("Hộ chưa ghi cụm", 3)]
    assert (min_.open, min_.team_id) == (4, None)
    assert (empty.label, empty.households) == ("Bản Trống", 0)
    save_team(db, {"name": "Tổ 1"}, by=by, team_id=one.id, retired=True)
    assert list_areas(db, campaign)[0].team_id is None


def test_a_place_that_changes_hands_leaves_past_visits_with_their_team(
    db: Database, campaign: Campaign, by: User, visit: Visit, ids: dict[str, str]
) -> None:
    _, one = save_team(db, {"name": "Tổ 1"}, by=by)
    _, two = save_team(db, {"name": "Tổ 2"}, by=by)
    village = list_villages(db)[1].id
    save_assignments(db, campaign, [Assignment(village, "", one.id, "2020-08-10")], by=by)
    visit("Hà Văn An", "2020-08-12", "NOT_HOME", team="Tổ 1")
    save_assignments(db, campaign, [Assignment(village, "", two.id, "2020-08-13")], by=by)
    assert [v.team for v, _ in list_visits(db, campaign, ids["Hà Văn An"])] == ["Tổ 1"]
    assert list_areas(db, campaign)[1].team_id == two.id
