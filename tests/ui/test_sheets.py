"""The ledger in a window: marks, parts, printing, a pile taken back, filled files."""

import tkinter as tk
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk
from openpyxl import load_workbook

from domain.changes import Changes
from domain.errors import AppError, Cancelled
from domain.sheets import SheetEvent
from domain.users import Role, User
from storage import practice
from storage.campaigns import current_campaign
from storage.database import Database
from storage.practice import make_practice
from storage.sheet_plans import SheetSource, plan_sheets
from storage.sheets import (
    count_open_sheets,
    list_events,
    list_ledger,
    save_sheet_events,
    save_sheets,
)
from storage.villages import list_villages
from tests.ui.conftest import RecordingWindow, WaitUntil
from ui import sheet_jobs
from ui.session import Session
from ui.sheet_files import BOTH, PrintRequest, print_again, print_new, write_leaflets
from ui.sheet_receive import preview_rows, read_files, total_words, write_files
from ui.sheet_return import ReturnDesk, ReturnDialog
from ui.sheets import Sheets

BY = User("Hà Thị Thử")


def quiet(done: int, total: int, text: str = "") -> None: ...


@pytest.fixture
def db(empty_db: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The practice commune with nothing in its ledger yet."""
    monkeypatch.setattr(practice, "_sheets", lambda *_: None)
    make_practice(empty_db, by=BY, households=60, seed=4, villages=3)
    return empty_db


@pytest.fixture
def office(session: Session, db: Database) -> Session:
    session.campaign = current_campaign(db)
    return session


def print_all(session: Session, per_sheet: int = 10) -> list[str]:
    assert session.campaign
    wanted = plan_sheets(session.db, session.campaign, SheetSource(), per_sheet)
    return [s.id for s in save_sheets(session.db, session.campaign, wanted, by=BY)[1]]


@pytest.fixture
def screen(shown: ttk.Frame, office: Session) -> Iterator[Sheets]:
    print_all(office)
    screen = Sheets(shown, office)
    screen.pack(fill="both", expand=True)
    shown.update()
    yield screen
    screen.destroy()


def test_without_sheets_the_screen_leads_to_printing(page: ttk.Frame, office: Session) -> None:
    screen = Sheets(page, office)
    screen.pack()
    page.update()
    screen.focus_first()
    texts = [str(w.cget("text")) for w in _all(screen) if isinstance(w, ttk.Button)]
    assert "In tờ phiếu (F8)" in texts
    screen.destroy()


def _all(widget: tk.Misc) -> Iterator[tk.Misc]:
    for child in widget.winfo_children():
        yield child
        yield from _all(child)


def test_space_marks_and_the_marked_sheets_are_meant(screen: Sheets, shown: ttk.Frame) -> None:
    screen.list.focus_list()
    shown.update()
    assert [x.sheet.number for x in screen.targets()] == [6]
    screen.list.toggle()
    screen.list.select(2)
    screen.list.toggle()
    assert [x.sheet.number for x in screen.targets()] == [6, 4]
    assert screen.escape()
    assert screen.list.marks == set()
    screen.list.toggle_all()
    assert len(screen.targets()) == 6
    screen.list.toggle_all()
    assert screen.list.marks == set()


def test_the_first_sheets_printed_are_at_once_those_that_keys_mean(
    shown: ttk.Frame, office: Session, wait_until: WaitUntil
) -> None:
    screen = Sheets(shown, office)
    screen.pack(fill="both", expand=True)
    shown.update()
    screen.focus_first()  # on the page itself, for F8
    shown.update()
    print_all(office)
    screen.on_changes(Changes(sheets=True))
    screen.done()
    wait_until(lambda: str(screen.focus_get() or "").startswith(str(screen.list)))
    assert [x.sheet.id for x in screen.targets()] == [screen.list.selected_id] != [""]
    screen.destroy()


def test_a_key_without_a_sheet_says_so(
    screen: Sheets, recorder: RecordingWindow
) -> None:
    screen.strip.search.insert(0, "không có ai tên như vậy")
    screen._typed()
    for job in (screen._jobs.hand_out, screen._jobs.check, screen._jobs.enter):
        job()
    assert recorder.statuses == [sheet_jobs.NO_SHEET] * 3


def test_marks_of_rows_no_longer_shown_are_gone(screen: Sheets, office: Session) -> None:
    screen.list.toggle_all()
    screen.show(part="BACK")
    assert screen.targets() == []
    screen.show()
    assert screen.list.marks == set()
    first = screen.lines[0].sheet.id
    save_sheet_events(office.db, [first], SheetEvent("RETURNED", date.today().isoformat()), by=BY)
    screen.on_changes(Changes(sheets=True))
    screen.show(part="BACK", sheet=first)
    assert [x.sheet.id for x in screen.targets()] == [first]


def test_a_village_is_filtered_and_escape_takes_the_filter_off(
    screen: Sheets, office: Session
) -> None:
    village = list_villages(office.db)[0].id
    screen.show(village=village)
    assert screen.village_id == village
    assert screen.escape()
    assert screen.village_id == ""
    assert not screen.escape()


def test_enter_goes_to_the_grid_with_the_sheet(
    screen: Sheets, recorder: object, shown: ttk.Frame
) -> None:
    screen.list.select(1)
    screen._jobs.enter()
    assert recorder.opened == [("grid", {"sheet": screen.lines[1].sheet.id})]  # type: ignore[attr-defined]


def test_a_back_check_is_typed_where_back_checks_are(
    screen: Sheets, recorder: object, shown: ttk.Frame
) -> None:
    line = screen.lines[0]
    screen._shown[0] = replace(line, sheet=replace(line.sheet, kind="BACKCHECK"))
    screen.list.select(0)
    screen._jobs.enter()
    assert recorder.opened == [("backcheck", {"sheet": line.sheet.id})]  # type: ignore[attr-defined]


def test_a_viewer_prints_nothing(shown: ttk.Frame, office: Session) -> None:
    print_all(office)
    screen = Sheets(shown, replace(office, user=User("Khách", Role.VIEWER)))
    screen.pack()
    shown.update()
    assert not screen._jobs.allowed
    buttons = [w for w in _all(screen) if isinstance(w, ttk.Button)]
    assert buttons
    assert all(b.instate(["disabled"]) for b in buttons)
    screen.destroy()


def test_a_pile_is_taken_back_number_by_number(
    shown: ttk.Frame, office: Session, wait_until: Callable[[Callable[[], object]], None]
) -> None:
    campaign = office.campaign
    assert campaign
    ids = print_all(office)
    save_sheet_events(office.db, ids, SheetEvent("HANDED", "2020-08-13", "Ông Ửng"), by=BY)

    def lines() -> list:  # type: ignore[type-arg]
        assert campaign
        return list_ledger(office.db, campaign, date.today())

    desk = ReturnDesk(
        lines, lambda _: "", lambda id_, e: save_sheet_events(office.db, [id_], e, by=BY)
    )
    told: list[Changes] = []
    dialog = ReturnDialog(shown, desk, ["Ông Ửng"], date.today(), told.append)
    dialog.present(dialog.field)
    for text in (lines()[0].sheet.code, "rác", lines()[0].sheet.code, "2"):
        dialog.field.insert(0, text)
        dialog.take()
        assert dialog.field.get() == ""
    assert (dialog.taken, dialog.refused) == (2, 1)
    assert len(told) == 2
    assert len(dialog.log.get_children()) == 4  # nothing of the pile is lost from sight
    back = [x for x in lines() if x.step == "RETURNED"]
    assert {x.sheet.number for x in back} == {6, 2}
    assert {list_events(office.db, x.sheet.id)[-1].person for x in back} == {"Ông Ửng"}
    dialog.finish(None)


# -- the worker's part ----------------------------------------------------------------------------


def test_printing_writes_a_pdf_for_each_village_and_a_workbook_for_each_sheet(
    office: Session, tmp_path: Path
) -> None:
    assert office.campaign
    folder = tmp_path / "in"
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int, text: str = "") -> None:
        told.append((done, total))

    request = PrintRequest(folder, per_sheet=10, files=BOTH)
    written = print_new(office.db.path, office.campaign, request, tell, by=BY)
    assert len(written.sheets) == 6
    assert sorted(p.suffix for p in folder.iterdir()) == [".pdf"] * 3 + [".xlsx"] * 6
    assert set(written.files) == set(folder.iterdir())
    assert all(0 <= n <= total for n, total in told)
    assert count_open_sheets(office.db, office.campaign) == 6
    again = print_again(office.db.path, office.campaign, written.sheets[:1], folder, "PDF", quiet,
                        by=BY)  # fmt: skip
    assert [s.number for s in again.sheets] == [1]
    assert count_open_sheets(office.db, office.campaign) == 6


def test_a_stopped_print_leaves_sheets_that_keep_their_numbers(
    office: Session, tmp_path: Path
) -> None:
    assert office.campaign

    def stop(done: int, total: int, text: str = "") -> None:
        if done >= 1:
            raise Cancelled

    request = PrintRequest(tmp_path / "in", per_sheet=10)
    with pytest.raises(Cancelled):
        print_new(office.db.path, office.campaign, request, stop, by=BY)
    assert not list((tmp_path / "in").iterdir())
    written = print_new(office.db.path, office.campaign, request, quiet, by=BY)
    assert [s.number for s in written.sheets] == [1, 2, 3, 4, 5, 6]


def test_nothing_to_print_is_a_sentence(office: Session, tmp_path: Path) -> None:
    assert office.campaign
    request = PrintRequest(tmp_path, villages=("none",))
    with pytest.raises(AppError, match="Không có hộ nào để in"):
        print_new(office.db.path, office.campaign, request, quiet, by=BY)


def test_filled_files_are_shown_with_their_problems_before_they_are_written(
    office: Session, tmp_path: Path
) -> None:
    assert office.campaign
    request = PrintRequest(tmp_path / "in", per_sheet=10, files="XLSX")
    written = print_new(office.db.path, office.campaign, request, quiet, by=BY)
    path = written.files[0]
    _fill(path)
    stranger = tmp_path / "la.xlsx"
    load_workbook(path).save(stranger)
    book = load_workbook(stranger)
    for name in book.sheetnames[1:]:
        del book[name]
    book.worksheets[0].delete_rows(1, 60)
    book.save(stranger)
    paths = [path, stranger]
    found = read_files(office.db.path, office.campaign, paths, date.today(), quiet)
    assert found[0].plan
    assert len(found[0].plan.added) == 1
    assert found[1].plan is None
    assert found[1].refused
    rows = preview_rows(found)
    assert "Nhập 1 lượt đến" in rows[0].texts["words"]
    assert "1 lượt đến sẽ được ghi từ 1 tệp" in total_words(found)
    before = office.db.value("SELECT count(*) FROM visits")
    result = write_files(office.db.path, office.campaign, paths, quiet, by=BY)
    assert (result.added, len(result.refused)) == (1, 1)
    assert office.db.value("SELECT count(*) FROM visits") == before + 1


def test_chosen_files_are_read_and_written_by_the_worker_and_a_stop_is_told(
    screen: Sheets, office: Session, recorder: object, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    jobs: list[Any] = []
    monkeypatch.setattr(office.tasks, "run", lambda *a, **k: jobs.append((a, k)))
    monkeypatch.setattr(sheet_jobs, "choose_files", lambda *_: [tmp_path / "tờ 1.xlsx"])
    monkeypatch.setattr(sheet_jobs, "ask_writing", lambda *_: True)
    screen._jobs.receive_files()
    (read, then), _ = jobs[0]
    then(read(quiet))
    (write, _), how = jobs[1]
    with pytest.raises(Cancelled):
        write(_stop)
    how["failed"](Cancelled())
    assert recorder.changes == [Changes(visits=True, sheets=True)]  # type: ignore[attr-defined]


def _stop(*_: object) -> None:
    raise Cancelled


def _fill(path: Path) -> None:
    """The first line: today, result 3."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    headings = {str(c.value): c for row in sheet.iter_rows(max_row=40) for c in row if c.value}
    first = headings["KQ"].row + 1
    sheet.cell(first, headings["Ngày"].column, date.today().strftime("%d/%m/%Y"))
    sheet.cell(first, headings["KQ"].column, "3")
    book.save(path)


def test_leaflets_are_written_for_the_chosen_villages(office: Session, tmp_path: Path) -> None:
    assert office.campaign
    village = list_villages(office.db)[0].id
    path = tmp_path / "to-roi.pdf"
    today = date.today().isoformat()
    n = write_leaflets(office.db.path, office.campaign, (village,), path, today, quiet,
                       by=BY)  # fmt: skip
    active = "SELECT count(*) FROM households WHERE state='ACTIVE'"
    assert n == office.db.value(f"{active} AND village_id=?", (village,))
    assert write_leaflets(
        office.db.path, office.campaign, (), path, today, quiet, by=BY
    ) == office.db.value(active)
    assert path.read_bytes().startswith(b"%PDF")
