"""What the entry screen reads: the place in walking order, near codes, known teams."""

from collections.abc import Callable

from domain.campaigns import Campaign
from domain.households import near_codes
from domain.users import User
from storage.campaigns import campaign_row
from storage.database import Database
from storage.household_states import set_household_state
from storage.households import get_household, get_walk_place, list_near_codes
from storage.visits import list_teams

Save = Callable[..., None]


def test_the_place_in_walking_order_counts_who_lives_there_and_who_was_visited(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Save, by: User
) -> None:
    row = campaign_row(db, campaign.id)
    assert get_walk_place(db, ids["Lò Thị Ửng"], row) == (3, 5, 0)
    visit("Nguyễn Văn Hòa", "2020-08-12", "NOT_HOME")
    set_household_state(db, ids["Đường Văn Dơ"], "MOVED", "2020-08-12", "chuyển", by=by)
    assert get_walk_place(db, ids["Lò Thị Ửng"], row) == (2, 4, 1)


def test_a_mistyped_code_finds_the_households_one_digit_away(
    db: Database, ids: dict[str, str]
) -> None:
    code = get_household(db, ids["Lò Thị Ửng"])["code"]
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    found = list_near_codes(db, wrong)
    assert "Lò Thị Ửng" in [h["head_name"] for h in found]
    assert {h["code"] for h in found} <= set(near_codes(wrong))
    assert list_near_codes(db, "không phải mã") == []


def test_known_teams_are_listed_once(db: Database, campaign: Campaign, visit: Save) -> None:
    assert list_teams(db, campaign) == []
    for team in ("Tổ 2", "Tổ 1", "Tổ 2", None):
        visit("Hà Văn An", "2020-08-12", "NOT_HOME", team=team)
    assert list_teams(db, campaign) == ["Tổ 1", "Tổ 2"]
