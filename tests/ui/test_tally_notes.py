"""What is to be looked at again, from what the file has of the village. Without a window."""

from datetime import date

import pytest

from domain.campaigns import Campaign
from domain.fields import Row
from domain.users import User
from domain.villages import Village
from storage.database import Database
from storage.practice import make_practice
from storage.tallies import list_standing, save_tally
from storage.villages import list_villages, save_villages
from ui.tally_notes import read_notes, read_over

BY = User("Hà Thị Thử")


@pytest.fixture
def campaign(empty_db: Database) -> Campaign:
    return make_practice(empty_db, by=BY, households=60, seed=4, today=date(2020, 8, 25))


@pytest.fixture
def village(empty_db: Database, campaign: Campaign) -> Village:
    """One without a list."""
    return save_villages(empty_db, [("bản", "Tổng")], by=BY)[1][-1]


def totals(day: str, **more: int) -> Row:
    row: Row = {"from_on": f"2020-08-{day}", "until_on": f"2020-08-{day}"}
    return row | more


def test_totals_of_other_days_count_towards_the_list_and_the_same_days_do_not(
    empty_db: Database, campaign: Campaign, village: Village
) -> None:
    db = empty_db
    save_tally(db, campaign, village.id, totals("20", visited=40, listed=60), by=BY)
    others = list_standing(db, campaign, village.id)
    again = read_notes(db, campaign, village, totals("20", visited=50, listed=60), None, others)
    assert len(again) == 1
    assert "số mới thay số ấy" in again[0]
    more = read_notes(db, campaign, village, totals("21", visited=30), None, others)
    assert "Cùng với 40 hộ đã tính ở những ngày khác" in more[0]
    assert read_notes(db, campaign, village, totals("21", visited=50), others[0], []) == []


def test_a_village_beyond_its_list_says_so(empty_db: Database, campaign: Campaign) -> None:
    first = list_villages(empty_db)[0]
    assert read_over(empty_db, campaign, first.id) == ""
    words = ""
    for day in ("24", "23", "22", "21", "20"):  # until one on which nobody there was visited
        save_tally(empty_db, campaign, first.id, totals(day, visited=500), by=BY)
        words = words or read_over(empty_db, campaign, first.id)
    assert "chỉ tính hết danh sách" in words
