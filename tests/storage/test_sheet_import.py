"""A filled copy goes into the file once, is corrected by a newer one, and overwrites nobody."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.fields import Row
from domain.presets import find_preset, new_campaign
from domain.sheet_files import CellProblem, FilledLine, FilledSheet
from domain.sheets import Sheet, SheetEvent
from domain.users import User
from storage.campaigns import save_campaign
from storage.database import Database
from storage.sheet_import import SheetImport, import_filled_sheet, plan_sheet_import
from storage.sheets import NewSheet, list_ledger, list_sheet_lines, save_sheet_events, save_sheets
from storage.teams import save_team
from storage.visits import correct_visit, void_visit

TODAY = date(2020, 8, 20)
HEADS = ("Hà Văn Ân", "Nguyễn Văn Hòa", "Lò Thị Ửng")
NAMES = ("visited_at", "disposition", "smartphones", "reason", "note")
Import = Callable[..., SheetImport]


@pytest.fixture
def sheet(db: Database, campaign: Campaign, by: User, ids: dict[str, str]) -> Sheet:
    _, team = save_team(db, {"name": "Tổ 3"}, by=by)
    households = tuple(ids[head] for head in HEADS)
    new = NewSheet("FIRST", "Bản Chiềng", households, team_id=team.id)
    _, [sheet] = save_sheets(db, campaign, [new], by=by)
    return sheet


def line(
    number: int, disposition: str | None = "NOT_HOME", **values: str | int | None
) -> FilledLine:
    row: Row = {**dict.fromkeys(NAMES), "visited_at": "2020-08-12", "disposition": disposition}
    cells = {name: f"{letter}{number + 6}" for name, letter in zip(NAMES, "EFGHI", strict=True)}
    return FilledLine(number, {**row, **values}, cells)


def filled(sheet: Sheet, *lines: FilledLine, **more: object) -> FilledSheet:
    return FilledSheet("phieu.xlsx", sheet.id, sheet.number, lines, **more)  # type: ignore[arg-type]


@pytest.fixture
def take(db: Database, campaign: Campaign, sheet: Sheet, by: User) -> Import:
    def run(*lines: FilledLine, **more: object) -> SheetImport:
        return import_filled_sheet(db, campaign, filled(sheet, *lines, **more), by=by)[1]

    return run


def counts(result: SheetImport) -> tuple[int, int, int, list[str]]:
    return (len(result.added), result.unchanged, len(result.corrected),
            [p.cell for p in result.problems])  # fmt: skip


def test_lines_become_visits_of_the_sheet_by_its_team(
    db: Database, take: Import, sheet: Sheet
) -> None:
    assert counts(take(line(1), line(3, "PARTIAL", smartphones=2))) == (2, 0, 0, [])
    first, second, third = list_sheet_lines(db, sheet)
    assert second.visit is None
    assert first.visit is not None
    assert third.visit is not None
    assert (first.visit.disposition, first.visit.team, first.visit.line) == ("NOT_HOME", "Tổ 3", 1)
    assert (third.visit.smartphones, third.visit.visited_at) == (2, "2020-08-12")


def test_the_same_copy_again_writes_nothing(
    take: Import, snapshot: Callable[[], dict[str, list[tuple[object, ...]]]]
) -> None:
    take(line(1), line(3))
    before = snapshot()
    assert counts(take(line(1), line(3))) == (0, 2, 0, [])
    assert snapshot() == before


def test_a_changed_cell_is_a_correction_that_names_the_file(
    db: Database, take: Import, sheet: Sheet
) -> None:
    take(line(1, "PARTIAL", smartphones=2))
    assert counts(take(line(1, "PARTIAL", smartphones=3))) == (0, 0, 1, [])
    visit = list_sheet_lines(db, sheet)[0].visit
    assert visit is not None
    assert (visit.smartphones, visit.correction) == (3, "Theo tệp phiếu “phieu.xlsx”")
    assert counts(take(line(1, "PARTIAL", smartphones=4))) == (0, 0, 1, [])


def test_what_was_typed_later_is_kept_and_named(
    db: Database, campaign: Campaign, by: User, take: Import, sheet: Sheet
) -> None:
    take(line(1, "PARTIAL", smartphones=2))
    old = list_sheet_lines(db, sheet)[0].visit
    assert old is not None
    values: Row = {"visited_at": "2020-08-12", "disposition": "PARTIAL", "smartphones": 5}
    correct_visit(db, campaign, old, values, "gọi lại hỏi", by=by)
    assert counts(take(line(1, "PARTIAL", smartphones=2))) == (0, 1, 0, []), "the old copy"
    result = take(line(1, "PARTIAL", smartphones=3))
    assert counts(result) == (0, 0, 0, ["G7"])
    assert "đã ghi “5” (Hà Thị Thử), tệp ghi “3”" in result.problems[0].reason
    kept = list_sheet_lines(db, sheet)[0].visit
    assert kept is not None
    assert kept.smartphones == 5


def test_a_visit_taken_back_stays_so(
    db: Database, campaign: Campaign, by: User, take: Import, sheet: Sheet
) -> None:
    take(line(1))
    old = list_sheet_lines(db, sheet)[0].visit
    assert old is not None
    void_visit(db, campaign, old, "nhầm hộ", by=by)
    assert counts(take(line(1))) == (0, 1, 0, [])
    assert counts(take(line(1, "REFUSED"))) == (0, 0, 0, ["F7"])


def test_a_visit_typed_in_the_form_is_not_doubled(take: Import, visit: Callable[..., None]) -> None:
    visit("Hà Văn Ân", "2020-08-12", "NOT_HOME")
    assert counts(take(line(1))) == (0, 1, 0, [])
    assert counts(take(line(1, "REFUSED"))) == (0, 0, 0, ["F7"])
    assert counts(take(line(1, visited_at="2020-08-13"))) == (1, 0, 0, [])


def test_lines_that_break_a_rule_are_named_and_the_others_go_in(take: Import) -> None:
    result = take(
        line(1, "TECH"), line(2), line(3, None, smartphones=2),
        problems=(CellProblem("V9", "Cột V không có trong phiếu."),),
    )  # fmt: skip
    assert counts(result) == (1, 0, 0, ["V9", "H7", "F9"])


def test_a_day_before_the_campaign_or_none_is_named(take: Import) -> None:
    result = take(line(1, visited_at="2020-08-01"), line(2, visited_at=None))
    assert counts(result) == (0, 0, 0, ["E7", "E8"])


def test_a_preview_writes_nothing(
    db: Database, campaign: Campaign, sheet: Sheet,
    snapshot: Callable[[], dict[str, list[tuple[object, ...]]]],
) -> None:  # fmt: skip
    before = snapshot()
    plan = plan_sheet_import(db, campaign, filled(sheet, line(1)), TODAY)
    assert counts(plan) == (1, 0, 0, [])
    assert snapshot() == before


def test_the_ledger_says_entered_when_every_line_has_a_visit(
    db: Database, campaign: Campaign, take: Import
) -> None:
    take(line(1), line(3))
    assert list_ledger(db, campaign, TODAY)[0].step == "PRINTED"
    take(line(1), line(2), line(3))
    [entry] = list_ledger(db, campaign, TODAY)
    assert (entry.step, entry.entered) == ("ENTERED", 3)
    take(line(1), line(2), line(3))
    assert db.value("SELECT count(*) FROM sheet_events WHERE step='ENTERED'") == 1


def test_rows_out_of_order_with_their_households_are_refused(
    db: Database, campaign: Campaign, take: Import, sheet: Sheet
) -> None:
    code = list_sheet_lines(db, sheet)[1].household["code"]
    moved = FilledLine(1, line(1).values, line(1).cells, code)
    assert counts(take(moved)) == (0, 0, 0, ["F7"])


def test_a_line_is_found_by_its_household_when_its_number_is_lost(
    db: Database, take: Import, sheet: Sheet
) -> None:
    code = list_sheet_lines(db, sheet)[1].household["code"]
    lost = FilledLine(0, line(2).values, line(2).cells, code)
    nobody = FilledLine(0, line(5).values, line(5).cells, "09-9999-9")
    assert counts(take(lost, line(9), nobody)) == (1, 0, 0, ["F15", "F11"])
    assert list_sheet_lines(db, sheet)[1].visit is not None


def test_one_line_by_number_and_by_household_is_taken_once(
    db: Database, take: Import, sheet: Sheet
) -> None:
    code = list_sheet_lines(db, sheet)[0].household["code"]
    again = FilledLine(0, line(5).values, line(5).cells, code)
    assert counts(take(line(1), again)) == (1, 0, 0, ["F11"])


def test_a_file_of_other_data_is_refused(
    db: Database, campaign: Campaign, by: User, sheet: Sheet
) -> None:
    for id_, number in (("other", sheet.number), (sheet.id, 99)):
        copy = FilledSheet("phieu.xlsx", id_, number, (line(1),))
        with pytest.raises(AppError, match="không có trong sổ theo dõi"):
            import_filled_sheet(db, campaign, copy, by=by)


def test_a_sheet_of_another_campaign_is_refused(db: Database, by: User, sheet: Sheet) -> None:
    preset = find_preset("vneid")
    assert preset
    later = new_campaign(preset, id="d", starts_on="2020-08-15")
    save_campaign(db, later, by=by, activate=True)
    with pytest.raises(AppError, match="thuộc đợt “Cài đặt Bluezone"):
        import_filled_sheet(db, later, filled(sheet, line(1)), by=by)


def test_a_cancelled_sheet_and_a_back_check_are_refused(
    db: Database, campaign: Campaign, by: User, ids: dict[str, str], sheet: Sheet
) -> None:
    save_sheet_events(db, [sheet.id], SheetEvent("CANCELLED", "2020-08-19"), by=by)
    with pytest.raises(AppError, match="đã hủy"):
        import_filled_sheet(db, campaign, filled(sheet, line(1)), by=by)
    new = NewSheet("BACKCHECK", "Bản Chiềng", (ids["Hà Văn Ân"],))
    _, [check] = save_sheets(db, campaign, [new], by=by)
    with pytest.raises(AppError, match="phúc tra"):
        import_filled_sheet(db, campaign, filled(check, line(1)), by=by)


def test_who_only_looks_may_not_import(
    db: Database, campaign: Campaign, viewer: User, sheet: Sheet
) -> None:
    with pytest.raises(AppError, match="không có quyền"):
        import_filled_sheet(db, campaign, filled(sheet, line(1)), by=viewer)
    assert list_sheet_lines(db, sheet)[0].visit is None


def test_what_another_window_typed_while_the_copy_was_compared_is_kept_and_named(
    db: Database, campaign: Campaign, by: User, sheet: Sheet, take: Import,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    take(line(1, "PARTIAL", smartphones=2))
    [before, *_] = list_sheet_lines(db, sheet)

    def compare_and_type(*args: object) -> SheetImport:
        plan = plan_sheet_import(*args)  # type: ignore[arg-type]
        monkeypatch.undo()
        row: Row = {"visited_at": "2020-08-12", "disposition": "PARTIAL", "smartphones": 4}
        assert before.visit
        correct_visit(db, campaign, before.visit, row, "đếm lại", by=by)
        return plan

    monkeypatch.setattr("storage.sheet_import.plan_sheet_import", compare_and_type)
    again = take(line(1, "PARTIAL", smartphones=3))
    assert counts(again) == (0, 0, 0, ["G7"])
    [after, *_] = list_sheet_lines(db, sheet)
    assert after.visit
    assert after.visit.smartphones == 4


def test_a_copy_merged_with_what_was_typed_comes_again_and_changes_nothing(
    db: Database, campaign: Campaign, by: User, sheet: Sheet, take: Import
) -> None:
    take(line(1, "PARTIAL", smartphones=2))
    [first, *_] = list_sheet_lines(db, sheet)
    assert first.visit
    row: Row = {"visited_at": "2020-08-12", "disposition": "PARTIAL", "smartphones": 4}
    correct_visit(db, campaign, first.visit, row, "đếm lại", by=by)
    copy = line(1, "PARTIAL", smartphones=2, note="nhà mới")
    assert counts(take(copy)) == (0, 0, 1, [])
    assert counts(take(copy)) == (0, 1, 0, [])
    [last, *_] = list_sheet_lines(db, sheet)
    assert last.visit
    assert (last.visit.smartphones, last.visit.note) == (4, "nhà mới")
