"""The household screen in a window: live search, filters from elsewhere, card, undo, export."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import ttkbootstrap as ttk
from openpyxl import load_workbook

from domain.announcement import PRACTICE_WORDS
from domain.errors import AppError
from domain.fields import Row
from domain.users import Role, User
from storage.campaigns import current_campaign
from storage.database import Database
from storage.household_states import set_household_state
from storage.practice import make_practice
from storage.progress import get_progress
from storage.tallies import save_tally
from storage.villages import list_villages, save_villages
from storage.visits import list_visits, void_visit
from ui.household_card import attempt_texts, data_pairs, read_view, state_texts
from ui.household_edit import StateChange
from ui.household_export import ExportChoice, describe_filters, export_households, file_name
from ui.households import Households
from ui.session import Session

WaitUntil = Callable[[Callable[[], object]], None]
TODAY = date(2020, 8, 25)
BY = User("Hà Thị Thử")


@pytest.fixture
def db(empty_db: Database) -> Database:
    make_practice(empty_db, by=BY, households=120, seed=4, today=TODAY)
    return empty_db


@pytest.fixture
def busy(session: Session, db: Database) -> Session:
    session.campaign = current_campaign(db)
    return session


@pytest.fixture
def screen(shown: ttk.Frame, busy: Session) -> Iterator[Households]:
    screen = Households(shown, busy)
    screen.pack(fill="both", expand=True)
    shown.update()
    yield screen
    screen.destroy()  # before the file is closed under it


def visited(db: Database) -> str:
    return str(db.value("SELECT household_id FROM visits ORDER BY id LIMIT 1"))


def test_an_office_without_a_list_is_led_to_the_import(
    page: ttk.Frame, session: Session, recorder: object
) -> None:
    screen = Households(page, session)
    screen.pack()
    page.update()
    screen.import_list()
    assert recorder.opened == [("import", {})]  # type: ignore[attr-defined]


def test_typing_narrows_the_list_without_a_key_being_pressed(
    screen: Households, wait_until: WaitUntil, db: Database
) -> None:
    name = db.value("SELECT head_name FROM households LIMIT 1")
    screen.strip.search.insert(0, name)
    wait_until(lambda: 0 < len(screen._rows) < 120)
    assert name in {r.texts["head"] for r in screen._fetch(0, 50)}
    title = f"{len(screen._rows)} hộ"
    wait_until(lambda: screen._list_card.title.cget("text") == title)


def test_a_number_on_another_screen_opens_the_households_behind_it(
    screen: Households, db: Database
) -> None:
    village = list_villages(db)[0].id
    screen.show(filter="NOT_VISITED", village=village)
    rows = screen._fetch(0, 200)
    assert rows
    assert {r.texts["status"] for r in rows} == {"○ Chưa đến"}
    assert len({r.texts["village"] for r in rows}) == 1


def test_escape_closes_the_card_then_clears_the_filters_then_does_nothing(
    screen: Households, db: Database
) -> None:
    screen.show(filter="visited")
    screen.open_card(visited(db))
    assert [screen.escape(), screen.escape(), screen.escape()] == [True, True, False]
    assert len(screen._rows) == 120


def test_a_heading_sorts_and_the_same_households_stay(screen: Households) -> None:
    before = sorted(screen._rows)
    screen._sort("code")
    codes = [r.texts["code"] for r in screen._fetch(0, 120)]
    assert codes == sorted(codes)
    assert sorted(screen._rows) == before


def test_who_unmasks_the_phones_is_on_record_without_a_name(
    screen: Households, db: Database
) -> None:
    screen.toggle_phones()
    screen.toggle_phones()
    noted = db.rows("SELECT target, detail FROM audit WHERE action='list_names'")
    purpose = f"{PRACTICE_WORDS} xem trên màn hình"  # the commune of these tests is a practice one
    assert [(target, json.loads(detail)) for target, detail in noted] == [
        ("", {"what": "Số điện thoại hộ dân", "purpose": purpose, "rows": 120})
    ]


def test_phones_are_masked_until_the_key_is_pressed(screen: Households) -> None:
    def phones() -> set[str]:
        return {r.texts["phone"] for r in screen._fetch(0, 120)} - {"–"}

    assert all("x" in p for p in phones())
    screen.toggle_phones()
    assert not any("x" in p for p in phones())


def test_a_state_is_changed_and_taken_back(
    screen: Households, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    household = visited(db)
    change = StateChange("MOVED", "2020-08-25", "đi Sơn La", None)
    monkeypatch.setattr("ui.households.ask_state", lambda *a: a[-1](change))
    screen.open_card(household)
    screen.change_state()
    asked = "SELECT state FROM households WHERE id=?"
    assert db.value(asked, (household,)) == "MOVED"
    screen.undo()
    assert db.value(asked, (household,)) == "ACTIVE"
    screen.undo()
    assert db.value("SELECT count(*) FROM household_state_changes") == 2


def test_an_edit_is_written_and_taken_back(
    screen: Households, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    household = visited(db)
    asked = "SELECT note FROM households WHERE id=?"
    new = {"note": "Nhà cuối bản"}
    monkeypatch.setattr("ui.households.ask_household", lambda *a: a[-1](new))
    screen.open_card(household)
    screen.edit_household()
    assert db.value(asked, (household,)) == "Nhà cuối bản"
    screen.undo()
    assert db.value(asked, (household,)) is None


def test_the_key_for_a_visit_leads_to_the_entry_screen(
    screen: Households, db: Database, recorder: object
) -> None:
    screen.open_card(visited(db))
    screen.enter_visit()
    assert recorder.opened == [("entry", {"household": visited(db)})]  # type: ignore[attr-defined]


def test_keys_of_the_screen_work_on_chips_too(screen: Households, wait_until: WaitUntil) -> None:
    screen.show(filter="visited")
    screen.update()
    chip = screen.strip._chips.winfo_children()[0]
    chip.focus_force()
    screen.update()
    chip.event_generate("<F11>")
    wait_until(lambda: screen._phones)


def test_the_list_follows_what_others_write(screen: Households, db: Database) -> None:
    screen.show(filter="listed")
    before = len(screen._rows)
    changes = set_household_state(db, visited(db), "VACANT", "2020-08-25", "trống", by=BY)
    screen.on_changes(changes)
    assert len(screen._rows) == before - 1


# -- what the card says -----------------------------------------------------------------------


def test_the_card_shows_every_attempt_and_why_one_does_not_count(busy: Session) -> None:
    db, campaign = busy.db, busy.campaign
    assert campaign
    household = visited(db)
    latest = list_visits(db, campaign, household)[0][0]
    void_visit(db, campaign, latest, "nhập nhầm hộ", by=BY)
    texts = attempt_texts(read_view(db, campaign, household))
    withdrawn = next(text for _, text, counts in texts if not counts)
    assert withdrawn.startswith("Đã rút lại: nhập nhầm hộ")
    assert "Hà Thị Thử" in withdrawn


def test_the_card_says_where_a_merged_household_went_and_what_came_here(busy: Session) -> None:
    db = busy.db
    one, two = (r[0] for r in db.rows("SELECT id FROM households ORDER BY row LIMIT 2"))
    set_household_state(db, one, "MERGED", "2020-08-24", "trùng", by=BY, merged_into=two)
    gone = read_view(db, busy.campaign, one)
    kept = read_view(db, busy.campaign, two)
    assert gone.status == "INELIGIBLE"
    assert kept.household["code"] in dict(data_pairs(gone, phones=False))["Tình trạng"]
    assert gone.household["code"] in dict(data_pairs(kept, phones=False))["Hộ đã nhập vào đây"]
    assert state_texts(gone)[0].startswith("24/08/2020   Đã nhập vào hộ khác: trùng")


def test_without_a_campaign_the_card_shows_the_household_alone(busy: Session) -> None:
    view = read_view(busy.db, None, visited(busy.db))
    assert view.status == "NOT_VISITED"
    assert attempt_texts(view) == []


# -- the internal list ------------------------------------------------------------------------


def export(session: Session, target: Path, *, phones: bool, by: User = BY) -> int:
    rows = [r[0] for r in session.db.rows("SELECT row FROM households ORDER BY row LIMIT 30")]
    choice = ExportChoice("Đi từng nhà", phones)
    filters = {"Thôn, bản": "Bản Mìn"}
    return export_households(session.db.path, session.campaign, rows, filters, choice, target,
                             TODAY, lambda *_: None, by=by)  # fmt: skip


@pytest.mark.parametrize("phones", [True, False])
def test_the_internal_list_is_marked_masked_unless_asked_and_logged(
    busy: Session, tmp_path: Path, phones: bool
) -> None:
    target = tmp_path / "ds.xlsx"
    assert export(busy, target, phones=phones) == 30
    sheet = load_workbook(target).worksheets[0]
    texts = [str(c) for row in sheet.iter_rows(values_only=True) for c in row if c is not None]
    number = busy.db.value("SELECT phone FROM households WHERE phone IS NOT NULL ORDER BY row")
    assert "LƯU HÀNH NỘI BỘ" in texts
    assert (number in texts) is phones
    action, detail = busy.db.rows("SELECT action, detail FROM audit ORDER BY seq DESC LIMIT 1")[0]
    assert action == "export_names"
    assert json.loads(detail)["rows"] == 30


def test_who_may_not_export_gets_no_file_and_no_line_in_the_log(
    busy: Session, tmp_path: Path
) -> None:
    target = tmp_path / "ds.xlsx"
    before = busy.db.value("SELECT count(*) FROM audit")
    with pytest.raises(AppError, match="không có quyền"):
        export(busy, target, phones=True, by=User("Khách", Role.OFFICER))
    assert not target.exists()
    assert busy.db.value("SELECT count(*) FROM audit") == before


def test_no_list_of_names_stays_without_its_line_in_the_log(
    busy: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AppError("Tệp dữ liệu đang bận.", "Hãy làm lại sau ít phút.")

    monkeypatch.setattr("ui.household_export.log_export", refuse)
    with pytest.raises(AppError, match="đang bận"):
        export(busy, tmp_path / "ds.xlsx", phones=False)
    assert not list(tmp_path.glob("*.xlsx"))


def test_the_file_is_named_and_described_by_what_it_holds() -> None:
    filters = {"Thôn, bản": "Bản Mìn", "Tình trạng": "Quá hẹn"}
    assert file_name(filters, TODAY) == "danh-sach-ho-noi-bo-ban-min-2020-08-25.xlsx"
    assert file_name({}, TODAY) == "danh-sach-ho-noi-bo-2020-08-25.xlsx"
    assert describe_filters(filters, 1200, TODAY) == (
        "1.200 hộ; Thôn, bản: Bản Mìn; Tình trạng: Quá hẹn. Số liệu đến ngày 25/08/2020."
    )


def test_the_households_of_an_earlier_hour_are_those_of_that_hour_until_today_is_asked_for(
    screen: Households, busy: Session, db: Database, wait_until: WaitUntil
) -> None:
    assert busy.campaign
    earlier = get_progress(db, busy.campaign, until="2020-08-18T08:00").commune_now.visited
    now = get_progress(db, busy.campaign).commune_now.visited
    assert 0 < earlier < now
    screen.show(filter="visited", until="2020-08-18T08:00")
    assert len(screen._rows) == earlier
    assert screen._list_card.subtitle.cget("text") == (
        "Danh sách tính đến 08:00 ngày 18/08/2020"
    )
    assert screen.escape()
    assert len(screen._rows) == now
    assert screen._list_card.subtitle.cget("text") == ""
    screen.show(filter="visited", until="2020-08-18T08:00")
    screen.show(filter="visited")
    assert len(screen._rows) == now


def test_totals_of_villages_are_named_beside_the_list(
    screen: Households, busy: Session, db: Database
) -> None:
    assert busy.campaign
    _, villages = save_villages(db, [("bản", "Tổng")], by=BY)
    day = busy.campaign.starts_on
    totals: Row = {"from_on": day, "until_on": day, "visited": 40, "listed": 60}
    changes, _ = save_tally(db, busy.campaign, villages[-1].id, totals, by=BY)
    screen.show(filter="visited")
    screen.on_changes(changes)
    assert screen._list_card.subtitle.cget("text") == "và 40 hộ chỉ có số tổng hợp"
