"""Teams and their places."""

from datetime import date

import pytest

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.teams import Assignment, team_of
from domain.users import User
from storage.database import Database
from storage.teams import get_assignments, list_teams, save_assignments, save_team, teams_by_name
from storage.villages import list_villages


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
