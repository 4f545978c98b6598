"""Sheets: numbers, frozen lines, the ledger from printer to checked pile."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import sqlcipher3

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.fields import Row
from domain.sheets import SheetEvent, sheet_code
from domain.users import User
from storage.campaigns import get_campaign, save_campaign
from storage.database import Database
from storage.sheets import (
    NewSheet,
    count_open_sheets,
    find_sheet,
    get_sheet_campaign,
    list_events,
    list_ledger,
    list_sheet_lines,
    save_reprint,
    save_sheet_events,
    save_sheets,
)
from storage.visits import correct_visit, save_visits, void_visit

TODAY = date(2020, 8, 20)


@pytest.fixture
def wanted(ids: dict[str, str]) -> NewSheet:
    order = ("Hà Văn Ân", "Nguyễn Văn Hòa", "Lò Thị Ửng")
    return NewSheet("FIRST", "Bản Chiềng", tuple(ids[name] for name in order))


def test_a_sheet_opens_in_the_printed_order(
    db: Database, campaign: Campaign, by: User, wanted: NewSheet
) -> None:
    _, [sheet] = save_sheets(db, campaign, [wanted], by=by)
    found = find_sheet(db, sheet.number)
    assert found == sheet
    assert [x.household["id"] for x in list_sheet_lines(db, sheet)] == list(wanted.households)
    assert [x.line for x in list_sheet_lines(db, sheet)] == [1, 2, 3]


def test_printing_the_same_open_sheet_again_keeps_its_number(
    db: Database, campaign: Campaign, by: User, wanted: NewSheet
) -> None:
    _, [first] = save_sheets(db, campaign, [wanted], by=by)
    _, [again] = save_sheets(db, campaign, [wanted], by=by)
    assert again.number == first.number
    save_sheet_events(db, [first.id], SheetEvent("ENTERED", "2020-08-19"), by=by)
    _, [later] = save_sheets(db, campaign, [wanted], by=by)
    assert later.number == first.number + 1


def test_printed_lines_cannot_be_changed(
    db: Database, campaign: Campaign, by: User, wanted: NewSheet
) -> None:
    save_sheets(db, campaign, [wanted], by=by)
    for sql in ("UPDATE sheet_lines SET line=9", "DELETE FROM sheet_lines"):
        with pytest.raises(sqlcipher3.DatabaseError, match="keeps its lines"), db.writing():
            db.execute(sql)


def test_the_ledger_follows_a_sheet_and_counts_its_days_out(
    db: Database, campaign: Campaign, by: User, wanted: NewSheet
) -> None:
    _, [sheet] = save_sheets(db, campaign, [wanted], by=by)
    save_sheet_events(db, [sheet.id], SheetEvent("HANDED", "2020-08-15", "Hà Thị Lan"), by=by)
    [line] = list_ledger(db, campaign, TODAY)
    assert (line.step, line.person, line.days_out) == ("HANDED", "Hà Thị Lan", 5)
    assert count_open_sheets(db, campaign) == 1
    save_sheet_events(db, [sheet.id], SheetEvent("RETURNED", "2020-08-18"), by=by)
    save_sheet_events(db, [sheet.id], SheetEvent("ENTERED", "2020-08-19"), by=by)
    [line] = list_ledger(db, campaign, TODAY)
    assert (line.step, line.days_out, line.returned_on) == ("ENTERED", None, "2020-08-18")
    assert count_open_sheets(db, campaign) == 0


def test_the_ledger_counts_lines_with_a_visit_that_still_counts(
    db: Database, campaign: Campaign, by: User, wanted: NewSheet
) -> None:
    _, [sheet] = save_sheets(db, campaign, [wanted], by=by)
    row: Row = {"household_id": wanted.households[1], "visited_at": "2020-08-15",
           "disposition": "NOT_HOME", "sheet_id": sheet.id, "line": 2,
           "by_sheet": True}  # fmt: skip
    save_visits(db, campaign, [row], by=by)
    [line] = list_ledger(db, campaign, TODAY)
    assert line.entered == 1
    second = list_sheet_lines(db, sheet)[1].visit
    assert second is not None
    assert second.by_sheet
    correct_visit(db, campaign, second, {**row, "disposition": "REFUSED"}, "ghi nhầm", by=by)
    corrected = list_sheet_lines(db, sheet)[1].visit
    assert corrected is not None
    assert corrected.disposition == "REFUSED"
    void_visit(db, campaign, corrected, "nhầm tờ", by=by)
    assert list_sheet_lines(db, sheet)[1].visit is None
    assert list_ledger(db, campaign, TODAY)[0].entered == 0


def test_a_household_typed_one_by_one_since_the_print_counts_for_its_sheet(
    db: Database, campaign: Campaign, by: User, wanted: NewSheet
) -> None:
    one, two, three = wanted.households
    today = date.today().isoformat()
    row: Row = {"household_id": one, "visited_at": "2020-08-15", "disposition": "NOT_HOME"}
    save_visits(db, campaign, [row], by=by)
    save_sheets(db, campaign, [wanted], by=by)
    assert list_ledger(db, campaign, TODAY)[0].entered == 0  # visited before the print
    late: Row = {**row, "household_id": three, "visited_at": "2020-08-16"}
    save_visits(db, campaign, [{**row, "household_id": two, "visited_at": today}, late], by=by)
    assert list_ledger(db, campaign, TODAY)[0].entered == 1


def test_an_empty_sheet_is_refused_and_nothing_is_written(
    db: Database, campaign: Campaign, by: User, wanted: NewSheet,
    snapshot: Callable[[], dict[str, list[tuple[object, ...]]]],
) -> None:  # fmt: skip
    before = snapshot()
    with pytest.raises(AppError, match="không có hộ nào"):
        save_sheets(db, campaign, [wanted, NewSheet("FIRST", "Bản Mìn", ())], by=by)
    assert snapshot() == before


def test_a_sheet_number_has_a_check_digit() -> None:
    assert sheet_code(12).startswith("P0012-")


def test_printing_again_leaves_a_sheet_where_it_is(
    db: Database, campaign: Campaign, by: User, wanted: NewSheet
) -> None:
    _, [sheet] = save_sheets(db, campaign, [wanted], by=by)
    save_sheet_events(db, [sheet.id], SheetEvent("HANDED", "2020-08-13", "Ông Ửng"), by=by)
    save_reprint(db, [sheet.id], by=by)
    [line] = list_ledger(db, campaign, TODAY)
    assert (line.step, line.person, line.handed_on, line.days_out) == (
        "HANDED", "Ông Ửng", "2020-08-13", 7,
    )  # fmt: skip
    assert [e.step for e in list_events(db, sheet.id)] == ["PRINTED", "HANDED"] * 2
    save_sheets(db, campaign, [wanted], by=by)
    assert list_ledger(db, campaign, TODAY)[0].step == "HANDED"


def test_a_campaign_is_not_closed_over_open_sheets_without_a_reason(
    db: Database, campaign: Campaign, by: User, wanted: NewSheet
) -> None:
    _, [sheet] = save_sheets(db, campaign, [wanted], by=by)
    closed = replace(campaign, closed=True)
    with pytest.raises(AppError, match="Còn 1 tờ phiếu chưa xong"):
        save_campaign(db, closed, by=by, reason="  ")
    assert not get_campaign(db, campaign.id).closed
    save_campaign(db, closed, by=by, reason="Lũ, bản bị cô lập")
    assert get_campaign(db, campaign.id).closed
    details = db.value("SELECT detail FROM audit ORDER BY seq DESC LIMIT 1")
    assert "Lũ, bản bị cô lập" in str(details)
    save_campaign(db, replace(closed, name="Đợt cũ"), by=by)  # closed already: nothing is asked
    save_campaign(db, campaign, by=by)
    save_sheet_events(db, [sheet.id], SheetEvent("CANCELLED", "2020-08-19"), by=by)
    save_campaign(db, closed, by=by)
    assert get_campaign(db, campaign.id).closed


def test_a_line_knows_every_visit_of_its_household_and_the_sheet_its_campaign(
    db: Database, campaign: Campaign, by: User, wanted: NewSheet, ids: dict[str, str]
) -> None:
    row: Row = {"household_id": ids["Hà Văn Ân"], "visited_at": "2020-08-11",
                "disposition": "NOT_HOME"}  # fmt: skip
    save_visits(db, campaign, [row], by=by)
    _, [sheet] = save_sheets(db, campaign, [wanted], by=by)
    first, second, _ = list_sheet_lines(db, sheet)
    assert [v.visited_at for v in first.visits] == ["2020-08-11"]
    assert first.visit is None
    assert second.visits == ()
    assert get_sheet_campaign(db, sheet) == (campaign.id, campaign.name)
