"""The quality page's lists from a file: found where they are, gone once confirmed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.campaigns import Campaign
from domain.errors import Cancelled
from domain.fields import Row
from domain.figures import Figure
from domain.quality import Finding
from domain.sheets import SheetEvent
from domain.users import User
from storage.campaigns import save_campaign
from storage.confirmations import list_confirmations, save_confirmation, withdraw_confirmation
from storage.database import Database
from storage.figures import save_figure
from storage.household_states import set_household_state
from storage.households import save_household
from storage.quality import list_findings
from storage.sheets import NewSheet, save_sheet_events, save_sheets
from storage.tallies import save_tally
from storage.visits import save_visits

TODAY = date(2020, 8, 20)
Find = Callable[[], list[Finding]]


@pytest.fixture
def find(db: Database, campaign: Campaign) -> Find:
    return lambda: list_findings(db, campaign, TODAY)


def test_a_commune_without_faults_has_no_findings(find: Find) -> None:
    assert find() == []


def test_a_warning_goes_when_it_is_confirmed_and_comes_back_when_that_is_taken_back(
    db: Database, campaign: Campaign, by: User, ids: dict[str, str], find: Find,
    visit: Callable[..., None],
) -> None:  # fmt: skip
    visit("Hà Văn An", "2020-08-12", "COMPLETE", members=16)
    assert [f.rule for f in find()] == ["many_members", "no_counts"]
    warning = find()[0]
    assert warning.records[0].household_id == ids["Hà Văn An"]
    changes, id_ = save_confirmation(
        db, warning.rule, warning.target, "Nhà sàn ba thế hệ", by=by, campaign=campaign
    )
    assert changes.checks
    assert [f.rule for f in find()] == ["no_counts"]
    (kept,) = list_confirmations(db, campaign)
    assert (kept.reason, kept.by, kept.rule) == ("Nhà sàn ba thế hệ", by.name, "many_members")
    assert list_confirmations(db, replace(campaign, id="other")) == []
    withdraw_confirmation(db, id_, by=by)
    assert [f.rule for f in find()] == ["many_members", "no_counts"]


def test_a_visit_taken_back_or_corrected_is_no_finding(
    db: Database, campaign: Campaign, by: User, ids: dict[str, str], find: Find,
    visit: Callable[..., None],
) -> None:  # fmt: skip
    from storage.results import list_household_visits
    from storage.visits import void_visit

    visit("Hà Văn An", "2020-08-12", "COMPLETE", members=16)
    (stored,) = list_household_visits(db, campaign.id, ids["Hà Văn An"])
    void_visit(db, campaign, stored, "nhầm hộ", by=by)
    assert find() == []


def test_visits_that_a_change_of_the_campaign_made_wrong_are_errors(
    db: Database, campaign: Campaign, by: User, find: Find, visit: Callable[..., None]
) -> None:
    visit("Hà Văn An", "2020-08-12", "TECH", reason="no-space", smartphones=1)
    assert find() == []
    db.conn.execute("PRAGMA query_only=OFF")
    for name in ("visits_stay", "visits_keep_counts"):
        db.conn.execute(f"DROP TRIGGER {name}")
    db.conn.execute("UPDATE visits SET android=5, smartphones=1")
    assert find() == []  # as it was checked when it was saved
    save_campaign(db, replace(campaign, name="Đợt 2"), by=by)
    (broken,) = find()
    assert (broken.rule, broken.records[0].field) == ("broken", "android")


def test_days_before_the_campaign_and_while_the_household_was_away_are_odd(
    db: Database, campaign: Campaign, by: User, ids: dict[str, str], visit: Callable[..., None]
) -> None:
    visit("Hà Văn An", "2020-08-12", "CALLBACK")
    visit("Vi Văn Đức", "2020-08-14", "CALLBACK")
    later = replace(campaign, starts_on="2020-08-13")
    save_campaign(db, later, by=by)
    set_household_state(db, ids["Vi Văn Đức"], "MOVED", "2020-08-13", "đi Nam", by=by)
    found = list_findings(db, later, TODAY)
    assert {(f.rule, f.records[0].household_id) for f in found} == {
        ("odd_day", ids["Hà Văn An"]),
        ("odd_day", ids["Vi Văn Đức"]),
    }


def test_phones_figures_and_a_village_in_a_day_are_found(
    db: Database, campaign: Campaign, by: User, ids: dict[str, str], find: Find
) -> None:
    save_household(db, {"phone": "12345"}, by=by, household_id=ids["Hà Văn An"])
    village = db.value("SELECT village_id FROM households WHERE id=?", (ids["Hà Văn An"],))
    for kind, value in (("population", 10), ("subscribers", 11)):
        save_figure(db, Figure(kind, value, "2020-08-10", "xã", village), by=by)
    for n in range(6):
        values: dict[str, Any] = {"village_id": village, "head_name": f"Hộ {'AĂÂBCD'[n]} Thêm"}
        save_household(db, values, by=by)
    all_ids = db.rows("SELECT id FROM households WHERE village_id=?", (village,))
    rows: list[Any] = [
        {"household_id": i, "visited_at": "2020-08-12", "disposition": "NOT_HOME"}
        for (i,) in all_ids
    ]
    save_visits(db, campaign, rows, by=by)
    found = {f.rule: f for f in find()}
    assert set(found) == {"phone", "subscribers", "in_a_day"}
    assert found["phone"].records[0].field == "phone"
    assert found["in_a_day"].place == "Bản Mìn"


def test_sheets_in_the_field_and_on_the_desk_are_listed(
    db: Database, campaign: Campaign, by: User, ids: dict[str, str], find: Find
) -> None:
    new = [NewSheet("FIRST", "Bản Mìn", (ids[n],)) for n in ("Hà Văn An", "Vi Văn Đức")]
    _, sheets = save_sheets(db, campaign, new, by=by)
    assert find() == []
    out = SheetEvent("HANDED", "2020-08-11", "Lò Thị Ửng")
    save_sheet_events(db, [s.id for s in sheets], out, by=by)
    save_sheet_events(db, [sheets[1].id], SheetEvent("RETURNED", "2020-08-15"), by=by)
    found = {f.rule: f for f in find()}
    assert found["not_returned"].text == "Bản Mìn: giao 11/08/2020, Lò Thị Ửng giữ, đã 9 ngày."
    assert found["not_entered"].text == "Bản Mìn: nộp 15/08/2020, mới nhập 0/1 hộ."
    assert (found["not_entered"].opens, found["not_entered"].target) == ("grid", sheets[1].id)
    row: Row = {"household_id": ids["Vi Văn Đức"], "visited_at": date.today().isoformat(),
                "disposition": "NOT_HOME"}  # fmt: skip
    save_visits(db, campaign, [row], by=by)
    text = {f.rule: f.text for f in find()}["not_entered"]
    assert text == "Bản Mìn: nộp 15/08/2020, đã đủ 1/1 hộ, chưa ghi là nhập xong."


def test_totals_that_visits_replaced_are_listed(
    db: Database, campaign: Campaign, by: User, ids: dict[str, str], find: Find,
    visit: Callable[..., None],
) -> None:  # fmt: skip
    village = db.value("SELECT village_id FROM households WHERE id=?", (ids["Hà Văn An"],))
    values: dict[str, Any] = {"from_on": "2020-08-10", "until_on": "2020-08-14", "visited": 3}
    save_tally(db, campaign, village, values, by=by)
    assert find() == []
    visit("Hà Văn An", "2020-08-12", "NOT_HOME")
    (replaced,) = find()
    assert (replaced.rule, replaced.village_id, replaced.opens) == ("replaced", village, "tally")


def test_reading_tells_progress_and_can_be_stopped(
    db: Database, campaign: Campaign, visit: Callable[..., None]
) -> None:
    visit("Hà Văn An", "2020-08-12", "NOT_HOME")
    told: list[int] = []
    list_findings(db, campaign, TODAY, lambda done, total: told.append(done))
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 100)

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        list_findings(db, campaign, TODAY, stop)
