"""What a list shows is what the numbers count."""

import json
import random
from collections.abc import Callable

import pytest

from domain.campaigns import Campaign
from domain.fields import Row
from domain.users import User
from domain.visits import DISPOSITIONS
from storage.database import Database
from storage.household_lists import (
    SEGMENTS,
    count_households,
    get_lines,
    list_rows,
    log_export,
)
from storage.household_states import set_household_state
from storage.households import save_household
from storage.practice import make_practice
from storage.progress import get_progress, list_reasons
from storage.villages import list_villages

Visit = Callable[..., None]


def heads(db: Database, campaign: Campaign, **filters: str) -> list[str]:
    rows = list_rows(db, campaign, **filters)
    return [x["head_name"] for x in get_lines(db, campaign, rows)]


def test_people_are_sorted_by_given_name_in_vietnamese_order(
    db: Database, campaign: Campaign
) -> None:
    assert [n.split()[-1] for n in heads(db, campaign)] == [
        "An", "Ăn", "Ân", "Bảo", "Dơ", "Dung", "Đức", "Hòa", "Quý", "Thuận", "Ửng", "Yến",
    ]  # fmt: skip


def test_other_orders_are_by_walking_by_members_and_by_code(
    db: Database, campaign: Campaign
) -> None:
    assert heads(db, campaign, order="walk")[0] == "Nguyễn Văn Hòa"
    by_members = heads(db, campaign, order="members")
    assert (by_members[0], by_members[-1]) == ("Vi Văn Đức", "Hà Văn Ân")
    codes = [x["code"] for x in get_lines(db, campaign, list_rows(db, campaign, order="code"))]
    assert codes == sorted(codes)


def test_the_next_due_come_first_and_those_without_a_day_last(
    db: Database, campaign: Campaign, visit: Visit
) -> None:
    visit("Vi Văn Đức", "2020-08-13", "NOT_HOME")
    visit("Hà Văn An", "2020-08-11", "NOT_HOME")
    visit("Cầm Bá Quý", "2020-08-11", "COMPLETE")
    assert heads(db, campaign, order="due")[:2] == ["Hà Văn An", "Vi Văn Đức"]


def test_village_text_and_status_narrow_the_list_together(
    db: Database, campaign: Campaign, visit: Visit
) -> None:
    visit("Hà Văn An", "2020-08-11", "REFUSED", reason="privacy")
    visit("Hà Văn Ăn", "2020-08-11", "REFUSED", reason="battery")
    assert heads(db, campaign, text="ha van", segment="REFUSED") == ["Hà Văn An", "Hà Văn Ăn"]
    assert heads(db, campaign, reason="privacy") == ["Hà Văn An"]
    village = list_villages(db)[0].id
    assert heads(db, campaign, segment="REFUSED", village_id=village) == ["Hà Văn Ăn"]


def test_without_a_campaign_the_list_is_there_and_nobody_was_visited(db: Database) -> None:
    lines = get_lines(db, None, list_rows(db, None))
    assert len(lines) == count_households(db) == 12
    assert {x["status"] for x in lines} == {"NOT_VISITED"}


def test_a_line_says_unknown_and_never_zero(db: Database, campaign: Campaign) -> None:
    line = get_lines(db, campaign, list_rows(db, campaign, text="ha van an"))[-1]
    assert line["head_name"] == "Hà Văn Ân"
    assert line["members"] is None
    assert line["smartphones"] is None
    assert line["apps"] == {"bluezone": None, "smart-thanh-hoa": None}


@pytest.fixture
def busy(empty_db: Database, by: User) -> tuple[Database, Campaign]:
    """300 households half done, with moved and merged ones and two found in the field."""
    campaign = make_practice(empty_db, by=by, households=300, seed=7)
    pick = random.Random(3)
    listed = [r[0] for r in empty_db.rows("SELECT id FROM households")]
    gone = pick.sample(listed, 12)
    day = campaign.starts_on
    for household in gone[:6]:
        set_household_state(empty_db, household, "MOVED", day, "đi", by=by)
    for household in gone[6:]:
        into = next(x for x in listed if x not in gone)
        set_household_state(empty_db, household, "MERGED", day, "trùng", by=by, merged_into=into)
    for name in ("Hà Văn Sinh", "Lò Thị Mới"):
        values: Row = {"village_id": list_villages(empty_db)[0].id, "head_name": name}
        save_household(empty_db, values, by=by, found_on=day)
    return empty_db, campaign


COUNTED = {
    "listed": "households", "visited": "visited", "contacted": "contacted",
    "completed": "completed", "with_device": "with_device", "with_app": "with_app",
    "in_use": "with_in_use", "found": "found", "refused": "refused", "INELIGIBLE": "ineligible",
}  # fmt: skip


@pytest.mark.parametrize(("segment", "name"), COUNTED.items())
def test_the_list_behind_a_number_has_as_many_households(
    busy: tuple[Database, Campaign], segment: str, name: str
) -> None:
    db, campaign = busy
    progress = get_progress(db, campaign)
    assert len(list_rows(db, campaign, segment=segment)) == progress.commune_now.get(name)
    for unit in progress.units:
        rows = list_rows(db, campaign, segment=segment, village_id=unit.id)
        assert len(rows) == unit.now.get(name)


def test_steps_of_the_funnel_and_what_falls_out_between_them_add_up(
    busy: tuple[Database, Campaign],
) -> None:
    db, campaign = busy
    n = {s: len(list_rows(db, campaign, segment=s, today="2099-01-01")) for s in SEGMENTS}
    assert n[""] == n["listed"] + n["INELIGIBLE"]
    assert n["listed"] == n["visited"] + n["NOT_VISITED"]
    assert n["visited"] == n["contacted"] + n["not_contacted"]
    assert n["visited"] == n["completed"] + n["not_completed"]
    assert n["contacted"] >= n["no_device"] > 0
    assert n["with_app"] == n["in_use"] + n["not_in_use"]
    assert n["with_device"] >= n["with_app"] + n["without_app"]
    assert n["due"] == n["overdue"] > 0
    assert n["open"] == n["listed"] - _final(db, campaign)
    by_code = [len(list_rows(db, campaign, segment=d.code)) for d in DISPOSITIONS]
    assert sum(by_code) == n["visited"]


def _final(db: Database, campaign: Campaign) -> int:
    counts = get_progress(db, campaign).commune_now
    return counts.ended - counts.ineligible


def test_overdue_starts_the_day_after_the_agreed_one(
    db: Database, campaign: Campaign, visit: Visit
) -> None:
    visit("Hà Văn An", "2020-08-12", "CALLBACK", next_visit_on="2020-08-14")
    assert heads(db, campaign, segment="due", today="2020-08-13") == []
    assert heads(db, campaign, segment="due", today="2020-08-14") == ["Hà Văn An"]
    assert heads(db, campaign, segment="overdue", today="2020-08-14") == []
    assert heads(db, campaign, segment="overdue", today="2020-08-15") == ["Hà Văn An"]


def test_the_list_behind_a_reason_has_as_many_households_as_the_annex_says(
    busy: tuple[Database, Campaign],
) -> None:
    db, campaign = busy
    total: dict[str, int] = {}
    for line in list_reasons(db, campaign):
        for reason, n in line.by_reason.items():
            total[reason] = total.get(reason, 0) + n
            assert len(list_rows(db, campaign, reason=reason, village_id=line.unit_id)) == n
    assert total


def test_the_list_behind_a_column_of_the_annex_has_as_many_households_as_it_says(
    busy: tuple[Database, Campaign],
) -> None:
    db, campaign = busy
    seen = set()
    for line in list_reasons(db, campaign):
        for group, n in line.counts.items():
            assert len(list_rows(db, campaign, reason=group, village_id=line.unit_id)) == n
            seen |= {group} if n else set()
    assert {"AWAY", "NO_DEVICE", "REFUSED", "OTHER"} <= seen


def test_the_households_behind_the_devices_of_an_app_have_all_of_them(
    busy: tuple[Database, Campaign],
) -> None:
    db, campaign = busy
    installed = get_progress(db, campaign).commune_now.installed
    for app in campaign.active_apps:
        lines = get_lines(db, campaign, list_rows(db, campaign, segment=f"app:{app.code}"))
        assert all(x["apps"][app.code] > 0 for x in lines)
        assert sum(x["apps"][app.code] for x in lines) == installed[app.code] > 0


def test_an_export_of_names_is_logged_with_how_many_and_what_for(db: Database, by: User) -> None:
    log_export(db, "danh sách nội bộ", {"village": "Bản Mìn"}, 4, by=by)
    actor, action, detail = db.rows(
        "SELECT actor, action, detail FROM audit ORDER BY seq DESC LIMIT 1"
    )[0]
    assert (actor, action) == (by.name, "export_names")
    assert json.loads(detail) == {
        "purpose": "danh sách nội bộ", "filters": {"village": "Bản Mìn"}, "rows": 4,
    }  # fmt: skip
