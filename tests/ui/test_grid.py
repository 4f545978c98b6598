"""The entry grid in a window: rows saved as they are left, drafts, undo, paste, scans, the end."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import ttkbootstrap as ttk

from domain.changes import Changes
from domain.days import format_day
from domain.errors import AppError
from domain.fields import Row
from domain.scans import Scan
from domain.sheets import Sheet, SheetEvent, line_code
from domain.users import User
from domain.villages import join_village
from domain.visits import Visit
from storage.campaigns import current_campaign
from storage.database import Database
from storage.drafts import list_drafts
from storage.practice import make_practice
from storage.results import list_household_visits
from storage.sheets import (
    NewSheet,
    list_events,
    list_sheet_lines,
    save_sheet_events,
    save_sheets,
)
from storage.tallies import save_tally
from ui import grid_saving
from ui.colours import DARK, LIGHT
from ui.grid import Grid
from ui.grid_look import colour_options, two_lines
from ui.grid_page import GridPage
from ui.grid_picks import pick_order
from ui.grid_rows import read_block
from ui.session import Session
from ui.theme import FOCUS_MS

WaitUntil = Callable[[Callable[[], object]], None]
BY = User("Hà Thị Thử")
TODAY = date.today()
LINES = 6


@pytest.fixture
def sheets(empty_db: Database) -> list[Sheet]:
    campaign = make_practice(empty_db, by=BY, households=40, seed=4, today=TODAY,
                             with_visits=False, villages=2)  # fmt: skip
    ids = [r[0] for r in empty_db.rows("SELECT id FROM households ORDER BY row")]
    wanted = [NewSheet("FIRST", "Bản Chiềng", tuple(ids[:LINES])),
              NewSheet("FIRST", "Bản Mìn", tuple(ids[LINES : LINES + 3]))]  # fmt: skip
    _, made = save_sheets(empty_db, campaign, wanted, by=BY)
    return made


@pytest.fixture
def busy(session: Session, empty_db: Database, sheets: list[Sheet]) -> Session:
    session.campaign = current_campaign(empty_db)
    return session


@pytest.fixture
def grid(shown: ttk.Frame, busy: Session) -> Iterator[GridPage]:
    screen = Grid(shown, busy)
    screen.pack(fill="both", expand=True)
    shown.update()
    assert screen.page
    yield screen.page
    screen.destroy()


@pytest.fixture
def opened(grid: GridPage, sheets: list[Sheet]) -> GridPage:
    grid.open_sheet(sheets[0], 1)
    grid.update()
    grid.focus_first()
    grid.update()
    return grid


def type_row(grid: GridPage, n: int, **texts: str) -> None:
    for name, text in texts.items():
        grid.grid_sheet.go_to(n, name)
        grid.grid_sheet.is_meant = True  # as F2
        put(grid, text)
    grid.grid_sheet.commit()


def put(grid: GridPage, text: str) -> None:
    editor = grid.grid_sheet.editor
    assert editor is not None
    editor.delete("1.0", "end")
    editor.insert("1.0", text)


def visits_of(grid: GridPage, sheet: Sheet) -> list[Visit | None]:
    return [x.visit for x in list_sheet_lines(grid._session.db, sheet)]


def test_a_row_is_stored_as_it_is_left(opened: GridPage, sheets: list[Sheet]) -> None:
    type_row(opened, 0, disposition="3", note="đi làm")
    assert visits_of(opened, sheets[0])[0] is None
    opened.grid_sheet.go_to(1, "disposition")
    stored = visits_of(opened, sheets[0])[0]
    assert stored is not None
    assert (stored.disposition, stored.note, stored.visited_at) == (
        "NOT_HOME", "đi làm", TODAY.isoformat(),
    )  # fmt: skip
    assert not any("." in key for key in list_drafts(opened._session.db, "sheet:"))


def test_a_correction_keeps_the_old_row_and_names_the_sheet(
    opened: GridPage, sheets: list[Sheet]
) -> None:
    type_row(opened, 0, disposition="3")
    opened.save()
    type_row(opened, 0, disposition="4", reason="không tin")
    opened.save()
    stored = visits_of(opened, sheets[0])[0]
    assert stored is not None
    assert stored.disposition == "REFUSED"
    assert sheets[0].code in (stored.correction or "")
    assert len(list_household_visits(opened._session.db, opened._campaign.id,
                                     stored.household_id)) == 2  # fmt: skip


def test_a_bad_row_is_kept_and_comes_back_with_one_sentence(
    opened: GridPage, shown: ttk.Frame, busy: Session, sheets: list[Sheet]
) -> None:
    type_row(opened, 1, disposition="2", members="2", smartphones="5")
    opened.grid_sheet.go_to(2, "disposition")
    assert visits_of(opened, sheets[0])[1] is None
    again = Grid(shown, busy)  # as after a power cut: nothing was told to the first one
    assert again.page
    assert again.page._open
    assert again.page._open.sheet.id == sheets[0].id
    assert again.page._open.rows[1].texts["smartphones"] == "5"
    assert "Đã lấy lại dòng 2 đang nhập dở" in str(again.page._strip._label.cget("text"))
    again.destroy()


def test_before_the_lock_a_row_half_typed_goes_into_its_draft_and_not_among_the_visits(
    opened: GridPage, sheets: list[Sheet]
) -> None:
    type_row(opened, 0, disposition="3")
    put(opened, "đang gõ")
    opened.keep_typed()
    assert visits_of(opened, sheets[0])[0] is None
    drafts = opened._session.db.rows("SELECT body FROM drafts")
    assert any("đang gõ" in body for (body,) in drafts)


def test_what_is_wrong_in_a_restored_row_is_marked_at_once(
    opened: GridPage, shown: ttk.Frame, busy: Session
) -> None:
    type_row(opened, 1, disposition="2", members="may h")
    opened.grid_sheet.go_to(2, "note")
    put(opened, "đang gõ")
    opened.leave()
    again = Grid(shown, busy)
    assert again.page
    assert again.page._open
    bad, half = again.page._open.rows[1:3]
    assert "members" in bad.errors
    assert again.page.grid_sheet.texts[1][0] == bad.mark == "!"
    table = again.page.grid_sheet
    assert (1, table._at["members"]) in table._mt.cell_options
    assert half.texts["note"] == "đang gõ"
    again.destroy()


def test_undo_takes_saved_rows_back_one_after_the_other(
    opened: GridPage, sheets: list[Sheet]
) -> None:
    type_row(opened, 0, disposition="3")
    type_row(opened, 1, disposition="8")
    opened.save()
    type_row(opened, 1, disposition="0")
    opened.save()
    codes = [v and v.disposition for v in visits_of(opened, sheets[0])[:2]]
    assert codes == ["NOT_HOME", "UNREACHED"]
    opened.undo()
    assert [v and v.disposition for v in visits_of(opened, sheets[0])[:2]] == [
        "NOT_HOME", "LONG_AWAY",
    ]  # fmt: skip
    opened.undo()
    opened.undo()
    assert visits_of(opened, sheets[0])[:2] == [None, None]
    opened.redo()
    assert [v and v.disposition for v in visits_of(opened, sheets[0])[:2]] == ["NOT_HOME", None]


def test_a_whole_sheet_is_written_at_once_and_taken_back_at_once(
    opened: GridPage, sheets: list[Sheet]
) -> None:
    type_row(opened, 0, disposition="4")
    opened.toggle_whole()
    opened._whole.inputs["digit"].set("3")
    opened._whole.inputs["lines"].set("2, 5")
    opened.save()
    stored = visits_of(opened, sheets[0])
    assert [bool(v and v.by_sheet) for v in stored] == [False, False, True, True, False, True]
    assert (opened.grid_sheet.row, opened.grid_sheet.name) == (1, "disposition")
    opened.undo()
    assert [v and v.disposition for v in visits_of(opened, sheets[0])] == ["REFUSED"] + [None] * 5


def test_enter_goes_from_one_exception_to_the_next_and_then_to_the_next_sheet(
    opened: GridPage, sheets: list[Sheet]
) -> None:
    opened.toggle_whole()
    opened._whole.inputs["digit"].set("3")
    opened._whole.inputs["lines"].set("2, 5")
    opened.save()
    assert opened.grid_sheet.row == 1
    type_row(opened, 1, disposition="8")
    opened.cell_passed(1, "note", 1)
    assert (opened.grid_sheet.row, opened.grid_sheet.name) == (4, "disposition")
    type_row(opened, 4, disposition="8")
    opened.cell_passed(4, "note", 1)
    opened.update()
    assert all(visits_of(opened, sheets[0]))
    assert opened.focus_get() is opened.head.number.stops[0]
    opened.grid_sheet.go_to(1, "note")
    opened.cell_passed(1, "note", 1)
    assert opened.grid_sheet.row == 2, "every line again, once the exceptions are typed"


def test_enter_goes_to_the_exceptions_where_the_result_has_no_reasons(
    opened: GridPage, wait_until: WaitUntil
) -> None:
    def pressed(name: str) -> None:
        bar.inputs[name].stops[0].event_generate("<Return>")

    bar = opened._whole
    for digit, following in (("3", "lines"), ("4", "reason")):
        opened.toggle_whole()
        bar.inputs["digit"].set(digit)
        wait_until(lambda: opened.focus_get() is bar.inputs["digit"].stops[0])
        pressed("digit")
        wait_until(lambda name=following: opened.focus_get() is bar.inputs[name].stops[0])  # type: ignore[misc]
        opened.toggle_whole()


def test_enter_after_the_exceptions_goes_to_the_button_and_says_what_it_would_write(
    opened: GridPage, sheets: list[Sheet], wait_until: WaitUntil
) -> None:
    opened.toggle_whole()
    bar = opened._whole
    bar.inputs["digit"].set("3")
    bar.inputs["lines"].set("2, 5")
    bar._enter("lines", 1)
    wait_until(lambda: opened.focus_get() is bar._button)
    assert not any(visits_of(opened, sheets[0]))
    said = str(bar._message.cget("text"))
    assert said.startswith("Sẽ ghi 4 dòng là “")
    assert "2 dòng để nhập riêng: 2, 5" in said
    bar._button.event_generate("<Return>")
    wait_until(lambda: any(visits_of(opened, sheets[0])))


def test_a_pasted_block_is_read_cell_by_cell_and_stored(
    opened: GridPage, sheets: list[Sheet]
) -> None:
    names = opened._names[opened._names.index("disposition"):]
    cells = {"disposition": "3", "note": '"hai dòng:\nvà ""dấu"""'}
    line = "\t".join(cells.get(n, "") for n in names)
    bad = "\t".join({"disposition": "2", "members": "ba"}.get(n, "") for n in names)
    opened.grid_sheet.go_to(0, "disposition")
    opened.block_pasted(0, "disposition", f"{line}\r\n{bad}\r\n")
    first, second = visits_of(opened, sheets[0])[:2]
    assert first is not None
    assert first.note == 'hai dòng: và "dấu"'
    assert second is None
    assert opened._open is not None
    assert opened._open.rows[1].texts["members"] == "ba"


def test_a_full_sheet_is_entered_by_itself(grid: GridPage, sheets: list[Sheet]) -> None:
    grid.open_sheet(sheets[1], 1)
    grid.update()
    for n in range(3):
        type_row(grid, n, disposition="3")
        grid.save()
    assert list_events(grid._session.db, sheets[1].id)[-1].step == "ENTERED"


def test_a_row_taken_back_opens_the_full_sheet_again(
    grid: GridPage, sheets: list[Sheet]
) -> None:
    grid.open_sheet(sheets[1], 1)
    grid.update()
    for n in range(3):
        type_row(grid, n, disposition="3")
        grid.save()
    grid.undo()
    assert list_events(grid._session.db, sheets[1].id)[-1].step == "PRINTED"
    grid.redo()
    assert list_events(grid._session.db, sheets[1].id)[-1].step == "ENTERED"


def test_a_row_that_is_emptied_takes_its_visit_back_and_undo_brings_it_again(
    opened: GridPage, sheets: list[Sheet]
) -> None:
    type_row(opened, 0, disposition="3", note="đi làm")
    opened.save()
    type_row(opened, 0, disposition="", note="")
    opened.save()
    assert visits_of(opened, sheets[0])[0] is None
    opened.undo()
    stored = visits_of(opened, sheets[0])[0]
    assert stored is not None
    assert (stored.disposition, stored.note, stored.line) == ("NOT_HOME", "đi làm", 1)


def test_done_says_which_lines_stay_blank(
    opened: GridPage, sheets: list[Sheet], recorder: "object"
) -> None:
    opened.finish()
    assert list_events(opened._session.db, sheets[0].id)[-1].step == "PRINTED"
    type_row(opened, 0, disposition="3")
    opened.finish()
    assert list_events(opened._session.db, sheets[0].id)[-1].step == "ENTERED"
    assert "5 dòng để trống" in recorder.statuses[-1]  # type: ignore[attr-defined]


def test_done_stays_at_a_row_that_may_not_be_stored(
    opened: GridPage, sheets: list[Sheet]
) -> None:
    type_row(opened, 3, disposition="2", members="2", smartphones="5")
    opened.finish()
    assert list_events(opened._session.db, sheets[0].id)[-1].step == "PRINTED"
    assert (opened.grid_sheet.row, opened.grid_sheet.name) == (3, "smartphones")


def test_a_scan_of_this_sheet_goes_to_its_row_and_leaves_the_cell_alone(
    opened: GridPage, sheets: list[Sheet]
) -> None:
    type_row(opened, 0, disposition="3", note="nhà kh")
    editor = opened.grid_sheet.editor
    assert editor is not None
    opened.scanned(Scan("x", sheets[0].number, 5), editor)
    assert opened.grid_sheet.row == 4
    stored = visits_of(opened, sheets[0])[0]
    assert stored is not None
    assert stored.note == "nhà kh"


def test_a_scan_of_another_sheet_offers_it_and_the_second_opens_it(
    opened: GridPage, sheets: list[Sheet]
) -> None:
    scan = Scan(line_code(sheets[1].number, 2), sheets[1].number, 2)
    opened.scanned(scan, opened)
    assert opened._open is not None
    assert opened._open.sheet.id == sheets[0].id
    assert opened._strip.has_action
    opened.scanned(scan, opened)
    assert opened._open.sheet.id == sheets[1].id


def test_a_scan_nobody_knows_is_kept_until_it_was_seen(
    opened: GridPage, shown: ttk.Frame, busy: Session
) -> None:
    opened.scanned(Scan("8934563138165"), opened)
    opened.scanned(Scan("P9999-0.01", 9999, 1), opened)
    again = GridPage(shown, busy, opened._campaign)
    again.start()
    text = str(again._scan_list._label.cget("text"))
    assert "8934563138165" in text
    assert "P9999-0.01" in text
    again._press_strip()
    assert not list_drafts(busy.db, "grid-scans")
    again.destroy()


def test_another_day_of_the_sheet_is_offered_to_the_rows_already_stored(
    opened: GridPage, sheets: list[Sheet]
) -> None:
    type_row(opened, 0, disposition="3")
    opened.save()
    yesterday = TODAY - timedelta(days=1)
    opened.head.inputs["visited_at"].set(format_day(yesterday.isoformat()))
    opened.head_left()
    stored = visits_of(opened, sheets[0])[0]
    assert stored is not None
    assert stored.visited_at == TODAY.isoformat(), "nothing changes by itself"
    opened._press_strip()
    stored = visits_of(opened, sheets[0])[0]
    assert stored is not None
    assert stored.visited_at == yesterday.isoformat()


def test_the_day_of_the_sheet_before_goes_along_unless_this_one_was_printed_later(
    opened: GridPage, sheets: list[Sheet]
) -> None:
    yesterday = format_day((TODAY - timedelta(days=1)).isoformat())
    opened.head.inputs["visited_at"].set(yesterday)
    opened.head_left()
    for made_on, day in ((TODAY - timedelta(days=1), yesterday),
                         (TODAY, format_day(TODAY.isoformat()))):  # fmt: skip
        printed = replace(sheets[1], made_on=made_on.isoformat())
        assert opened._starting(printed)["visited_at"] == day


def test_the_first_visit_inside_a_tally_says_that_it_is_replaced(
    grid: GridPage, sheets: list[Sheet]
) -> None:
    rows = list_sheet_lines(grid._session.db, sheets[0])
    village = rows[0].household["village_id"]
    for ago, visited in ((0, 25), (9, 7)):
        day = (TODAY - timedelta(days=ago)).isoformat()
        values: Row = {"from_on": day, "until_on": day, "visited": visited}
        save_tally(grid._session.db, grid._campaign, village, values, by=BY)
    grid.open_sheet(sheets[0], 1)
    grid.update()
    assert not grid._strip.grid_info()
    n = next(n for n, r in enumerate(rows) if r.household["village_id"] == village)
    type_row(grid, n, disposition="3")
    grid.save()
    said = str(grid._strip._label.cget("text"))
    assert f"Số tổng hợp {format_day(TODAY.isoformat())} (25 hộ)" in said
    home = rows[n].household
    assert f"của {join_village(home['village_kind'], home['village_name'])} từ nay" in said
    assert "7 hộ" not in said
    grid.escape()
    others = [m for m, r in enumerate(rows) if m != n and r.household["village_id"] == village]
    type_row(grid, others[0], disposition="3")
    grid.save()
    assert not grid._strip.grid_info(), "said once"


def test_a_number_that_opened_nothing_is_forgotten_in_the_table(
    opened: GridPage, sheets: list[Sheet]
) -> None:
    for back in (opened.open_typed, lambda: opened.grid_sheet.go_to(2, "note")):
        opened.head.number.set("999")
        opened.open_typed()
        assert opened.head._message.grid_info()
        if back == opened.open_typed:
            opened.head.number.set(str(sheets[0].number))
        back()
        assert not opened.head._message.grid_info()
        assert opened.head.number.get() == sheets[0].code
    opened.head.number.set("999")
    opened.open_typed()
    opened._show_picks()
    assert not opened.head._message.grid_info()


def test_the_next_sheet_begins_at_the_left_again(opened: GridPage, sheets: list[Sheet]) -> None:
    table = opened.grid_sheet
    table._sheet.set_column_widths([200] * len(table._columns))
    table._mt.set_xviews("moveto", 1.0)
    assert table._mt.xview()[0] > 0
    opened.open_sheet(sheets[1])
    assert table._mt.xview()[0] == 0


def test_a_day_in_the_future_is_refused_at_the_field(opened: GridPage) -> None:
    opened.head.inputs["visited_at"].set(format_day((TODAY + timedelta(days=2)).isoformat()))
    opened.head_done("visited_at", 1)
    assert opened.head.first_bad == "visited_at"
    assert opened._open is not None
    assert opened._open.head["visited_at"] == format_day(TODAY.isoformat())


def test_what_others_write_is_read_and_what_is_typed_stays(
    opened: GridPage, sheets: list[Sheet]
) -> None:
    type_row(opened, 0, disposition="2", members="2", smartphones="5")
    opened.refresh()
    assert opened._open is not None
    assert opened._open.rows[0].texts["smartphones"] == "5"


def test_own_writes_do_not_make_the_screen_read_everything_again(
    shown: ttk.Frame, busy: Session, sheets: list[Sheet]
) -> None:
    screen = Grid(shown, busy)
    screen.pack(fill="both", expand=True)
    shown.update()
    page = screen.page
    assert page
    busy.window.fan_out = screen.on_changes  # type: ignore[union-attr, method-assign]
    page.open_sheet(sheets[0], 1)
    page.update()
    before = page._open
    type_row(page, 0, disposition="3")
    page.save()
    assert page._open is before
    screen.on_changes(Changes(visits=True))
    assert page._open is not before
    screen.destroy()


def test_enter_goes_through_the_cells_of_the_result_and_to_the_next_row(
    opened: GridPage, wait_until: WaitUntil
) -> None:
    def enter() -> None:
        editor = opened.grid_sheet.editor
        assert editor is not None
        editor.event_generate("<Return>")

    def at(row: int, name: str) -> bool:
        return (opened.grid_sheet.row, opened.grid_sheet.name) == (row, name)

    opened.grid_sheet.go_to(0, "disposition")
    put(opened, "5")
    enter()
    wait_until(lambda: at(0, "next_visit_on"))
    enter()
    wait_until(lambda: at(1, "disposition"))
    enter()
    wait_until(lambda: at(2, "disposition"))


def test_a_digit_typed_by_habit_on_a_stored_line_asks(
    opened: GridPage, sheets: list[Sheet], wait_until: WaitUntil
) -> None:
    def stored() -> str:
        visit = visits_of(opened, sheets[0])[0]
        return visit.disposition if visit else ""

    type_row(opened, 0, disposition="3")
    opened.grid_sheet.go_to(1, "disposition")
    opened.grid_sheet.go_to(0, "disposition")
    put(opened, "1")
    editor = opened.grid_sheet.editor
    assert editor is not None
    editor.event_generate("<Return>")
    wait_until(lambda: opened._strip.has_action)
    opened.update()
    assert (opened.grid_sheet.row, editor.get("1.0", "end-1c")) == (0, "3")
    opened.save()
    assert stored() == "NOT_HOME"
    opened.grid_sheet.go_to(0, "disposition")
    put(opened, "8")
    opened.grid_sheet.commit()
    opened._press_strip()
    opened.grid_sheet.go_to(2, "disposition")
    assert stored() == "LONG_AWAY"


def test_the_last_exception_mended_ends_the_sheet_and_no_stored_line_is_opened(
    opened: GridPage, sheets: list[Sheet]
) -> None:
    opened.toggle_whole()
    opened._whole.inputs["digit"].set("3")
    opened._whole.inputs["lines"].set("1")
    opened.save()
    type_row(opened, 0, disposition="5", next_visit_on="7")
    opened.cell_passed(0, "next_visit_on", 1)
    assert (opened.grid_sheet.row, opened.grid_sheet.name) == (0, "next_visit_on")
    type_row(opened, 0, next_visit_on="")
    opened.cell_passed(0, "next_visit_on", 1)
    opened.update()
    assert all(visits_of(opened, sheets[0]))
    assert opened.focus_get() is opened.head.number.stops[0]


def test_a_sheet_done_leads_to_its_complete_lines_without_devices(opened: GridPage) -> None:
    type_row(opened, 1, disposition="1", members="2")
    opened.finish()
    assert opened._strip.has_action
    opened._press_strip()
    assert (opened.grid_sheet.row, opened.grid_sheet.name) == (1, "smartphones")


def test_the_move_waits_for_the_word_of_an_input_method(
    opened: GridPage, wait_until: WaitUntil, sheets: list[Sheet]
) -> None:
    type_row(opened, 0, disposition="3")
    opened.grid_sheet.go_to(0, "note")
    editor = opened.grid_sheet.editor
    assert editor is not None
    editor.event_generate("<Return>")
    editor.insert("end", "Đức")  # the word arrives after the key
    wait_until(lambda: opened.grid_sheet.row == 1)
    stored = visits_of(opened, sheets[0])[0]
    assert stored is not None
    assert stored.note == "Đức"


def test_tab_stops_at_the_note_and_enter_goes_on_to_the_next_row(opened: GridPage) -> None:
    type_row(opened, 0, disposition="3")
    opened.cell_passed(0, "next_visit_on", 1, tab=True)
    assert (opened.grid_sheet.row, opened.grid_sheet.name) == (0, "note")
    opened.cell_passed(0, "next_visit_on", 1)
    assert (opened.grid_sheet.row, opened.grid_sheet.name) == (1, "disposition")


def test_the_result_of_the_next_row_typed_as_a_note_is_not_stored(
    opened: GridPage, sheets: list[Sheet]
) -> None:
    type_row(opened, 0, disposition="3", note="1")
    opened.grid_sheet.go_to(1, "disposition")
    assert visits_of(opened, sheets[0])[0] is None
    assert opened._open
    assert "note" in opened._open.rows[0].errors


def test_a_sheet_begins_in_its_first_row_once_day_and_team_are_known(
    grid: GridPage, sheets: list[Sheet], wait_until: WaitUntil
) -> None:
    grid.open_sheet(sheets[0])
    wait_until(lambda: grid.focus_get() is grid.head.inputs["visited_at"].stops[0])
    grid.head_done("team", 1)
    assert (grid.grid_sheet.row, grid.grid_sheet.name) == (0, "disposition")
    grid.open_sheet(sheets[1])
    wait_until(lambda: grid.grid_sheet.name == "disposition")
    grid.cell_passed(0, "disposition", -1, tab=True)
    wait_until(lambda: grid.focus_get() is grid.head.inputs["team"].stops[0])


def test_after_a_sheet_begun_on_another_day_the_next_one_starts_as_that_one(
    grid: GridPage, sheets: list[Sheet], wait_until: WaitUntil
) -> None:
    grid.open_sheet(sheets[0], 1)
    wait_until(lambda: grid.grid_sheet.name == "disposition")
    grid.head.inputs["slot"].set("Chiều")
    grid.head.inputs["team"].set("Tổ 1")
    grid.head_left()
    type_row(grid, 0, disposition="3")
    grid.grid_sheet.go_to(1, "disposition")
    grid._start, grid._passed = {"visited_at": "", "slot": "", "team": ""}, None  # a new start
    grid.open_sheet(sheets[1])
    assert grid._open
    assert grid._open.head["slot"] == "Chiều"
    wait_until(lambda: grid.focus_get() is not grid.head.number.stops[0])
    assert grid.focus_get() is not grid.head.inputs["visited_at"].stops[0]


def test_a_row_that_waits_for_the_day_of_the_sheet_says_so_and_is_stored_once_it_is_right(
    opened: GridPage, sheets: list[Sheet]
) -> None:
    assert opened._open
    day = opened._open.head["visited_at"]
    opened.head.inputs["visited_at"].set("1")
    opened.head_left()
    type_row(opened, 0, disposition="3")
    assert opened._open.rows[0].errors["visited_at"].startswith("Ở đầu tờ")
    assert opened._open.rows[0].mark == "!"
    opened.grid_sheet.go_to(1, "disposition")
    assert visits_of(opened, sheets[0])[0] is None
    opened.head.inputs["visited_at"].set(day)
    opened.head_left()
    assert visits_of(opened, sheets[0])[0]


def test_a_result_that_is_none_keeps_the_keyboard(opened: GridPage) -> None:
    type_row(opened, 0, disposition="11")
    opened.cell_passed(0, "disposition", 1)
    assert (opened.grid_sheet.row, opened.grid_sheet.name) == (0, "disposition")


def test_the_screen_shown_again_waits_for_the_next_number(
    shown: ttk.Frame, busy: Session, sheets: list[Sheet], wait_until: WaitUntil
) -> None:
    screen = Grid(shown, busy)
    screen.pack(fill="both", expand=True)
    shown.update()
    page = screen.page
    assert page

    def shown_again(changes: Changes, keyboard_in: Callable[[], object]) -> None:
        screen.leave()
        screen.pack_forget()
        shown.update()
        screen.on_changes(changes)
        screen.pack(fill="both", expand=True)
        page.after(FOCUS_MS, screen.focus_first)
        wait_until(lambda: keyboard_in() and page.focus_get() is keyboard_in())

    page.open_sheet(sheets[0], 1)
    wait_until(lambda: page.grid_sheet.name)
    number = page.head.number.stops[0]
    assert isinstance(number, ttk.Entry)
    type_row(page, 0, disposition="3")
    for changes in (Changes(), Changes(visits=True)):
        shown_again(changes, lambda: number)
        assert number.selection_present()
        assert page.grid_sheet.editor is None
        type_row(page, 1, disposition="2", members="2", smartphones="5")  # is refused
        shown_again(changes, lambda: page.grid_sheet.editor)
        assert page.grid_sheet.row == 1
        assert page._open
        page._open.give_up(1)
        page.grid_sheet.refresh_cell()
    page.finish()
    shown_again(Changes(), lambda: number)
    screen.destroy()


def test_a_sheet_that_is_done_gives_the_keyboard_to_the_next_number(
    opened: GridPage, wait_until: WaitUntil
) -> None:
    type_row(opened, 0, disposition="3")
    opened.grid_sheet.go_to(1, "disposition")
    opened.update()
    opened.finish()
    opened.grid_sheet._mt.event_generate("<FocusIn>")  # as some systems report it late
    wait_until(lambda: opened.focus_get() is opened.head.number.stops[0])


def test_returned_sheets_are_offered_begun_ones_first(
    grid: GridPage, sheets: list[Sheet]
) -> None:
    db = grid._session.db
    save_sheet_events(db, [s.id for s in sheets], SheetEvent("RETURNED", TODAY.isoformat()), by=BY)
    grid.open_sheet(sheets[1], 1)
    grid.update()
    type_row(grid, 0, disposition="3")
    grid.leave()
    grid._show_picks()
    assert [r.id for r in grid.picks._rows] == [sheets[1].id, sheets[0].id]
    assert grid.picks._rows[0].texts["entered"] == "1/3 dòng"
    assert pick_order([]) == []


def test_f2_in_the_table_keeps_the_text(opened: GridPage) -> None:
    type_row(opened, 0, disposition="3", note="đi làm")
    opened.grid_sheet.go_to(0, "note")
    editor = opened.grid_sheet.editor
    assert editor is not None
    reached: list[int] = []
    editor.focus_force()
    opened.update()
    editor.bind("<F2>", lambda _: reached.append(1))  # comes after the table's own
    editor.event_generate("<F2>")
    assert not reached
    assert not editor.tag_ranges("sel")


# -- without a window -----------------------------------------------------------------------------


def test_a_block_from_excel_is_read_with_its_quotes() -> None:
    rows = read_block('1\t"hai\r\ndòng"\r\n2\t5" màn\r\n')
    assert rows == [["1", "hai\r\ndòng"], ["2", '5" màn']]


def test_long_headings_break_where_their_halves_are_alike() -> None:
    assert two_lines("Smart Thanh Hóa") == "Smart\nThanh Hóa"
    assert two_lines("KQ") == "KQ"


def test_every_colour_of_the_table_is_one_of_ours() -> None:
    for colours in (LIGHT, DARK):
        ours = set(vars(colours).values())
        assert set(colour_options(colours).values()) <= ours


def test_the_pointer_over_the_table_starts_no_tooltip_that_outlives_its_cell(
    opened: GridPage, shown: ttk.Frame
) -> None:
    table = opened.grid_sheet._sheet
    for part in (table.MT, table.RI, table.CH):
        part.start_tooltip_timer()
        assert part.tooltip_after_id is None


def test_a_cancelled_sheet_can_be_typed_and_stays_cancelled(
    grid: GridPage, busy: Session, sheets: list[Sheet], recorder: Any
) -> None:
    event = SheetEvent("CANCELLED", TODAY.isoformat(), "", "mất tờ")
    save_sheet_events(busy.db, [sheets[0].id], event, by=BY)
    grid.open_sheet(sheets[0], 1)
    grid.update()
    type_row(grid, 0, disposition="3")
    grid._save([0])
    grid.finish()
    assert "vẫn ghi tờ này là hủy" in recorder.statuses[-1]
    assert list_events(busy.db, sheets[0].id)[-1].step == "CANCELLED"


def test_an_undo_that_is_refused_half_way_shows_what_it_took_back(
    opened: GridPage, recorder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Changes:
        raise AppError("Lượt này vừa được sửa ở nơi khác.", "")

    sheet = opened._open
    assert sheet
    type_row(opened, 0, disposition="3")
    opened._save([0])
    for n, text in ((0, "5"), (1, "3")):
        sheet.rows[n].texts["disposition"] = text
    assert sheet.save_rows([0, 1]) == ([], "")
    written = len(recorder.changes)
    monkeypatch.setattr(grid_saving, "correct_visits", refuse)
    with pytest.raises(AppError):
        sheet.undo()
    assert sheet.rows[1].visit is None
    assert len(recorder.changes) == written + 1
