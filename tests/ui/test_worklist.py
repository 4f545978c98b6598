"""The worklist in a window: parts, filters, going to a household, printing, opening again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import ttkbootstrap as ttk

from domain.changes import Changes
from domain.fields import Row
from domain.users import User
from domain.worklist import WorkFilter, WorkLine
from storage.campaigns import current_campaign
from storage.database import Database
from storage.practice import make_practice
from storage.sheets import list_ledger, list_sheet_lines
from storage.villages import list_villages
from storage.visits import save_visits
from ui import worklist, worklist_print
from ui.session import Session
from ui.sheet_files import BOTH
from ui.tasks import Job
from ui.worklist import Worklist
from ui.worklist_print import ListRequest

BY = User("Hà Thị Thử")


@pytest.fixture
def db(empty_db: Database) -> Database:
    make_practice(empty_db, by=BY, households=160, seed=4, today=date.today())
    return empty_db


@pytest.fixture
def busy(session: Session, db: Database) -> Session:
    session.campaign = current_campaign(db)
    return session


@pytest.fixture
def screen(shown: ttk.Frame, busy: Session) -> Iterator[Worklist]:
    screen = Worklist(shown, busy)
    screen.pack(fill="both", expand=True)
    shown.update()
    yield screen
    screen.destroy()


def heads(screen: Worklist) -> list[int]:
    return [int(h.cget("text").split()[-1]) for h in screen._heads.values()]


def test_without_a_campaign_the_screen_leads_to_it(shown: ttk.Frame, session: Session) -> None:
    screen = Worklist(shown, session)
    screen.pack(fill="both", expand=True)
    shown.update()
    assert screen._empty
    assert not screen._card.winfo_ismapped()


def test_each_part_shows_as_many_rows_as_its_head_says(screen: Worklist) -> None:
    counts = heads(screen)
    assert counts[0] > 20
    assert counts[1] > 0
    seen = []
    for part in screen._heads:
        screen._open_part(part)
        seen.append(len(screen._fetch(0, 1000)))
    assert seen == counts


def test_a_filter_narrows_every_part_and_escape_takes_it_back(
    screen: Worklist, db: Database
) -> None:
    counts = heads(screen)
    village = list_villages(db)[1]
    screen.filters.choose("village_id", village.label)
    assert {x.village for x in screen._shown} == {village.label}
    assert heads(screen)[0] == len(screen._shown) < counts[0]
    assert screen.escape()
    assert heads(screen) == counts
    assert not screen.escape()


def test_a_row_opens_its_household_and_its_sheet(screen: Worklist, recorder: object) -> None:
    screen.focus_first()
    first = screen._shown[0].household_id
    screen.list.open_selected()
    screen.enter_visit()
    assert recorder.opened == [  # type: ignore[attr-defined]
        ("households", {"household": first}), ("entry", {"household": first}),
    ]  # fmt: skip


def test_a_saved_visit_takes_the_household_off_the_list(screen: Worklist, busy: Session) -> None:
    line, campaign = screen._shown[0], busy.campaign
    assert campaign
    row: Row = {"household_id": line.household_id, "visited_at": date.today().isoformat(),
                "disposition": "NO_DEVICE", "smartphones": 0}  # fmt: skip
    screen.on_changes(save_visits(busy.db, campaign, [row], by=BY))
    assert line.household_id not in {x.household_id for x in screen._shown}


def test_the_filtered_list_is_printed_as_sheets_of_one_village_each(
    screen: Worklist, busy: Session, recorder: object, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    screen._open_part("tech")
    asked: list[list[WorkLine]] = []

    def answer(_parent: object, _settings: object, lines: list[WorkLine], *_: str) -> ListRequest:
        asked.append(lines)
        return ListRequest(tmp_path, 30, BOTH)

    monkeypatch.setattr(worklist_print, "ask_sheets", answer)
    before = list(screen._shown)
    screen.print_sheets()
    assert asked == [before]
    campaign = busy.campaign
    assert campaign
    ledger = list_ledger(busy.db, campaign, date.today())
    assert {x.sheet.kind for x in ledger} == {"TECH"}
    printed = [x.household["id"] for s in reversed(ledger)
               for x in list_sheet_lines(busy.db, s.sheet)]  # fmt: skip
    assert printed == [x.household_id for x in before]  # village by village, as they are walked
    assert all(p.read_bytes().startswith(b"%PDF") for p in tmp_path.glob("P*.pdf"))
    assert len(list(tmp_path.glob("P*.pdf"))) == len({x.village_id for x in before})
    assert len(list(tmp_path.glob("P*.xlsx"))) == len(ledger)
    assert recorder.changes == [Changes(sheets=True, count=len(ledger))]  # type: ignore[attr-defined]
    assert screen._shown == before


def test_a_given_up_household_is_opened_again_with_a_reason(
    screen: Worklist, busy: Session, recorder: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    household, campaign = screen._shown[0].household_id, busy.campaign
    assert campaign
    rows: list[Row] = [
        {"household_id": household, "visited_at": date.today().isoformat(),
         "disposition": "REFUSED", "team": team} for team in ("Tổ A", "Tổ B")
    ]  # fmt: skip
    screen.on_changes(save_visits(busy.db, campaign, rows, by=BY))
    screen._open_part("missed")
    at = [x.household_id for x in screen._shown].index(household)
    screen.list.select(at)
    monkeypatch.setattr(worklist, "edit_and_write", lambda *a, **_: a[4]({"reason": "đã đổi ý"}))
    screen.reopen()
    screen.on_changes(recorder.changes[-1])  # type: ignore[attr-defined]
    screen._open_part("due")
    line = next(x for x in screen._shown if x.household_id == household)
    assert (line.due_on, line.reopened) == (date.today().isoformat(), "đã đổi ý")


def test_a_list_read_for_another_campaign_is_not_shown(
    screen: Worklist, busy: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs: list[Any] = []

    def run(work: Any, done: Any) -> Job:
        jobs.append(done)
        return Job(work, done, done)

    monkeypatch.setattr(busy.tasks, "run", run)
    before = list(screen._lines)
    screen.on_changes(Changes(visits=True))
    assert busy.campaign
    busy.campaign = replace(busy.campaign, id="khac")
    screen.on_changes(Changes(campaigns=True))
    jobs[0]([])  # read for the campaign before
    assert screen._lines == before
    jobs[1]([])
    assert screen._lines == []


def test_another_screen_opens_a_part_of_one_village(screen: Worklist, db: Database) -> None:
    village = list_villages(db)[0]
    screen.show(part="overdue", village=village.id)
    assert screen._part.get() == "overdue"
    assert all(x.overdue and x.village == village.label for x in screen._shown)


def test_a_list_that_was_open_overnight_is_read_anew(screen: Worklist) -> None:
    screen._on = date(2020, 1, 1)
    screen.pack_forget()
    screen.update()
    screen.pack(fill="both", expand=True)
    screen.update()
    assert screen._on == date.today()


def test_a_filter_that_no_row_can_pass_any_more_is_dropped(screen: Worklist, busy: Session) -> None:
    campaign, every = busy.campaign, heads(screen)
    assert campaign
    row: Row = {"household_id": screen._shown[0].household_id, "team": "Tổ Lạ",
                "visited_at": date.today().isoformat(), "disposition": "NOT_HOME"}  # fmt: skip
    lonely = WorkFilter(reason="một lý do không còn ai ghi")
    screen.filters.set(lonely)
    screen.on_changes(save_visits(busy.db, campaign, [row], by=BY))
    assert screen.filters.chosen == WorkFilter()
    assert heads(screen)[0] == every[0]


def test_under_the_list_stands_what_its_columns_cut_of_the_chosen_row(screen: Worklist) -> None:
    screen._show_cut("Vì sao: Kỹ thuật: Chưa có CCCD hoặc SIM chính chủ")
    assert screen._order.cget("text").endswith("SIM chính chủ")
    screen._show_cut("")
    assert screen._order.cget("text") == screen._order_text
