"""Lists opened from an earlier cut-off: exactly the households that the numbers counted then."""

import random
from collections.abc import Callable
from datetime import date

import pytest

from domain.campaigns import Campaign
from domain.users import User
from storage.database import Database
from storage.household_lists import get_lines, list_rows
from storage.household_states import set_household_state
from storage.households import save_household
from storage.practice import make_practice
from storage.progress import get_progress, list_reasons
from storage.villages import list_villages

Visit = Callable[..., None]


def heads(db: Database, campaign: Campaign, segment: str, at: str) -> list[str]:
    rows = list_rows(db, campaign, segment=segment, at=at, today=at[:10])
    return [x["head_name"] for x in get_lines(db, campaign, rows, at)]


def test_a_list_of_an_hour_has_the_results_of_that_hour(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Visit, by: User
) -> None:
    visit("Hà Văn An", "2020-08-12", "NOT_HOME")
    visit("Hà Văn An", "2020-08-13T14:30", "COMPLETE", smartphones=1, bluezone=1, smart=1)
    visit("Vi Văn Đức", "2020-08-13T07:00", "REFUSED")
    set_household_state(db, ids["Vi Văn Đức"], "MOVED", "2020-08-15", "đi", by=by)
    at = "2020-08-13T08:00"
    assert heads(db, campaign, "completed", at) == []
    assert heads(db, campaign, "visited", at) == ["Hà Văn An", "Vi Văn Đức"]
    rows = list_rows(db, campaign, segment="visited", at=at)
    lines = get_lines(db, campaign, rows, at)
    assert [(x["status"], x["attempts"], x["state"]) for x in lines] == [
        ("NOT_HOME", 1, "ACTIVE"), ("REFUSED", 1, "ACTIVE"),
    ]  # fmt: skip
    assert heads(db, campaign, "completed", "2020-08-13") == ["Hà Văn An"]
    assert heads(db, campaign, "visited", "") == ["Hà Văn An"]


def test_a_household_found_later_is_not_in_an_earlier_list(
    db: Database, campaign: Campaign, by: User
) -> None:
    village = list_villages(db)[0].id
    save_household(db, {"village_id": village, "head_name": "Vi Văn Sinh"}, by=by,
                   found_on="2020-08-14")  # fmt: skip
    assert len(heads(db, campaign, "", "2020-08-13")) == 12
    assert len(heads(db, campaign, "", "2020-08-14")) == 13


@pytest.mark.parametrize("at", ["2020-08-14", "2020-08-18T10:00", "2020-08-24"])
def test_every_number_of_an_hour_opens_as_many_households(
    empty_db: Database, by: User, at: str
) -> None:
    db = empty_db
    campaign = make_practice(db, by=by, households=200, seed=3, today=date(2020, 8, 25))
    pick = random.Random(4)
    for (household,) in db.rows("SELECT id FROM households WHERE state='ACTIVE'")[::9]:
        day = f"2020-08-{pick.randint(12, 25)}"
        set_household_state(db, household, pick.choice(["MOVED", "VACANT"]), day, "đi", by=by)
    progress = get_progress(db, campaign, until=at)
    now = progress.commune_now

    def count(segment: str, **more: str) -> int:
        found = list_rows(db, campaign, segment=segment, at=at, today=at[:10], **more)  # type: ignore[arg-type]
        assert len(get_lines(db, campaign, found, at)) == len(found)
        return len(found)

    assert now.visited > 20
    expected = {
        "listed": now.households, "visited": now.visited, "contacted": now.contacted,
        "completed": now.completed, "with_device": now.with_device, "with_app": now.with_app,
        "in_use": now.with_in_use, "refused": now.refused, "found": now.found,
        "NOT_VISITED": now.households - now.visited, "INELIGIBLE": now.ineligible,
        "not_completed": now.visited - now.completed,
    }  # fmt: skip
    assert {segment: count(segment) for segment in expected} == expected
    for unit, line in zip(progress.units, list_reasons(db, campaign, at), strict=True):
        assert count("visited", village_id=unit.id) == unit.now.visited
        for group, n in line.counts.items():
            assert count("", village_id=unit.id, reason=group) == n
    for order in ("walk", "code", "members", "due", "status"):
        assert count("listed", order=order) == now.households
