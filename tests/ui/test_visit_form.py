"""The entry screen in a window: save and go on, messages, drafts, correcting, taking back."""

import json
import tkinter as tk
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import ttkbootstrap as ttk

from domain.changes import Changes
from domain.days import format_day
from domain.errors import AppError
from domain.fields import Row
from domain.households import NO_NAME
from domain.teams import Assignment
from domain.users import User
from domain.visits import Visit
from storage.campaigns import current_campaign
from storage.database import Database
from storage.drafts import get_draft, save_draft
from storage.households import get_household, next_in_village, save_household
from storage.practice import make_practice
from storage.results import list_household_visits
from storage.teams import save_assignments, save_team
from storage.villages import list_villages
from storage.visits import draft_key, save_visits
from ui import dialogs, visit_page
from ui.session import Session
from ui.visit_form import VisitForm, missing_step
from ui.visit_page import FOUND_FIELDS, EntryPage

WaitUntil = Callable[[Callable[[], object]], None]
BY = User("Hà Thị Thử")
TODAY = format_day(date.today().isoformat())
AWAY = {"visited_at": TODAY, "disposition": "Vắng, khóa cửa"}


@pytest.fixture
def db(empty_db: Database) -> Database:
    make_practice(empty_db, by=BY, households=60, seed=4, today=date.today())
    return empty_db


@pytest.fixture
def busy(session: Session, db: Database) -> Session:
    session.campaign = current_campaign(db)
    return session


@pytest.fixture
def screen(shown: ttk.Frame, busy: Session) -> Iterator[VisitForm]:
    screen = VisitForm(shown, busy)
    screen.pack(fill="both", expand=True)
    shown.update()
    yield screen
    screen.destroy()


@pytest.fixture
def entry(screen: VisitForm) -> EntryPage:
    return page_of(screen)


def page_of(screen: VisitForm) -> EntryPage:
    assert screen._entry
    return screen._entry


def household_of(entry: EntryPage) -> dict[str, Any]:
    assert entry._household
    return entry._household


def visits_of(entry: EntryPage, household_id: str) -> list[Visit]:
    return list_household_visits(entry._session.db, entry._campaign.id, household_id)


def press(widget: tk.Misc, *keys: str) -> None:
    for key in keys:
        widget.event_generate(key)


def test_without_households_the_list_comes_first_and_then_the_campaign() -> None:
    no_households, no_campaign = missing_step(None, 0), missing_step(None, 5)
    assert no_households
    assert no_households[2] == "import"
    assert no_campaign
    assert no_campaign[2] == "campaigns"


def test_an_office_without_a_list_is_led_to_the_import(page: ttk.Frame, session: Session) -> None:
    screen = VisitForm(page, session)
    screen.pack()
    button = next(w for w in descendants(screen) if isinstance(w, ttk.Button))
    button.invoke()
    assert session.window.opened == [("import", {})]  # type: ignore[union-attr]
    screen.save()
    assert screen.leave()
    assert not screen.escape()


def descendants(widget: tk.Misc) -> Iterator[tk.Misc]:
    for child in widget.winfo_children():
        yield child
        yield from descendants(child)


def test_it_opens_at_the_first_household_of_a_village_nobody_visited(entry: EntryPage) -> None:
    assert visits_of(entry, household_of(entry)["id"]) == []


def test_saving_stores_the_sheet_and_leads_to_the_next_household_in_walking_order(
    screen: VisitForm, entry: EntryPage, busy: Session
) -> None:
    first = household_of(entry)
    entry.sheet.put({**AWAY, "team": "Tổ 9", "slot": "Tối", "note": "hẹn tối"})
    screen.save()
    stored = visits_of(entry, first["id"])[-1]
    assert (stored.disposition, stored.team, stored.slot) == ("NOT_HOME", "Tổ 9", "T")
    following = next_in_village(busy.db, first["id"])
    assert following
    assert household_of(entry)["id"] == following["id"]
    raw = entry.sheet.raw()
    assert (raw["visited_at"], raw["slot"], raw["team"]) == (TODAY, "Tối", "Tổ 9")
    assert (raw["disposition"], raw["note"]) == ("", "")
    assert busy.window.changes == [Changes(visits=True, count=1)]  # type: ignore[union-attr]
    assert busy.window.statuses[-1] == f"Đã lưu hộ {first['head_name']}."  # type: ignore[union-attr]


def test_a_sheet_that_breaks_a_rule_stays_with_its_message_at_the_field(
    screen: VisitForm, entry: EntryPage
) -> None:
    household = household_of(entry)
    texts = {**AWAY, "disposition": "Cài một phần", "smartphones": "1", "app:bluezone": "2"}
    entry.sheet.put(texts)
    screen.save()
    assert household_of(entry) == household
    assert visits_of(entry, household["id"]) == []
    assert entry.sheet.raw()["app:bluezone"] == "2"
    messages = [str(w.cget("text")) for w in descendants(screen) if isinstance(w, ttk.Label)]
    assert any("(2) nhiều hơn số điện thoại thông minh (1)" in m for m in messages)


def test_nothing_typed_is_lost_when_storage_refuses(
    screen: VisitForm, entry: EntryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Changes:
        raise AppError("Không ghi được vì ổ đĩa đầy hoặc hỏng.")

    monkeypatch.setattr(visit_page, "save_visits", refuse)
    household = household_of(entry)
    entry.sheet.put({**AWAY, "note": "chó dữ"})
    with pytest.raises(AppError):
        screen.save()
    assert household_of(entry) == household
    assert entry.sheet.raw()["note"] == "chó dữ"


def test_what_is_typed_becomes_a_draft_that_the_next_start_brings_back(
    screen: VisitForm, entry: EntryPage, busy: Session, shown: ttk.Frame, wait_until: WaitUntil
) -> None:
    key = draft_key(entry._campaign)
    entry.sheet.form.set("note", "đang gõ dở")
    wait_until(lambda: get_draft(busy.db, key))
    assert busy.window.statuses[-1].startswith("Đã lưu nháp ")  # type: ignore[union-attr]
    household = household_of(entry)
    screen.destroy()
    again = VisitForm(shown, busy)
    resumed = page_of(again)
    assert household_of(resumed)["id"] == household["id"]
    assert resumed.sheet.raw()["note"] == "đang gõ dở"
    sentence = next(str(w.cget("text")) for w in descendants(resumed.view.restored))
    assert sentence.startswith(f"Đã lấy lại phiếu đang nhập dở của hộ {household['head_name']}")
    resumed.sheet.put({**resumed.sheet.raw(), **AWAY})
    resumed.save()
    assert get_draft(busy.db, key) is None
    assert not resumed.view.restored.winfo_manager()
    again.destroy()


def test_leaving_keeps_the_draft_at_once(
    entry: EntryPage, screen: VisitForm, busy: Session
) -> None:
    entry.sheet.form.set("note", "chưa xong")
    assert screen.leave()
    found = get_draft(busy.db, draft_key(entry._campaign))
    assert found
    assert found[0]["note"] == "chưa xong"


def test_a_draft_that_cannot_be_kept_says_so_and_disturbs_nobody(
    entry: EntryPage, screen: VisitForm, busy: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> Changes:
        raise AppError("Dữ liệu đang bị một chương trình khác giữ.")

    monkeypatch.setattr("ui.visit_draft.save_draft", refuse)
    entry.sheet.form.set("note", "chưa xong")
    assert screen.leave()
    assert "Chưa lưu được nháp" in busy.window.statuses[-1]  # type: ignore[union-attr]
    assert entry.sheet.raw()["note"] == "chưa xong"


def test_a_draft_of_a_household_that_is_gone_does_not_stop_the_start(
    shown: ttk.Frame, busy: Session
) -> None:
    assert busy.campaign
    save_draft(busy.db, draft_key(busy.campaign), {"household_id": "không có"}, by=BY)
    screen = VisitForm(shown, busy)
    assert household_of(page_of(screen))
    screen.destroy()


def test_escape_clears_the_sheet_and_undo_brings_it_back(entry: EntryPage, busy: Session) -> None:
    entry.sheet.put({**AWAY, "note": "xin đừng xóa"})
    assert entry.escape()
    assert entry.sheet.raw()["note"] == ""
    assert busy.window.statuses[-1] == "Đã xóa trắng – Ctrl+Z lấy lại"  # type: ignore[union-attr]
    assert not entry.escape()
    entry.undo()
    assert entry.sheet.raw()["note"] == "xin đừng xóa"


def test_a_cleared_sheet_begins_at_its_result_again(
    entry: EntryPage, shown: ttk.Frame, wait_until: WaitUntil
) -> None:
    result, members = (entry.sheet.form.input(n) for n in ("disposition", "members"))
    entry.sheet.put({**AWAY, "members": "3"})
    members.focus().focus_force()
    wait_until(lambda: shown.focus_get() is members.focus())
    assert entry.escape()
    wait_until(lambda: shown.focus_get() in result.stops)


def test_undo_on_an_untouched_sheet_takes_the_last_visit_back_and_shows_its_sheet(
    entry: EntryPage,
) -> None:
    first = household_of(entry)
    entry.sheet.put({**AWAY, "note": "nhầm hộ"})
    entry.save()
    entry.undo()
    *_, last = visits_of(entry, first["id"])
    assert (last.void, last.correction) == (True, "nhập nhầm")
    assert household_of(entry)["id"] == first["id"]
    assert entry.sheet.raw()["note"] == "nhầm hộ"


def test_undo_never_takes_a_visit_back_under_a_sheet_that_is_being_typed(entry: EntryPage) -> None:
    first = household_of(entry)
    entry.sheet.put(AWAY)
    entry.save()
    entry.sheet.put({**AWAY, "note": "hộ sau"})
    entry.undo()
    assert not visits_of(entry, first["id"])[-1].void


def test_a_correction_asks_why_and_replaces_the_visit(entry: EntryPage, busy: Session) -> None:
    first = household_of(entry)
    entry.sheet.put(AWAY)
    entry.save()
    entry.go(first["id"])
    old = visits_of(entry, first["id"])[-1]
    entry.correct(old)
    entry.sheet.put({**entry.sheet.raw(), "disposition": "Hẹn lại"})
    assert not entry.save()
    assert visits_of(entry, first["id"])[-1].id == old.id
    entry.sheet._strip._entry.insert(0, unicodedata.normalize("NFD", "nghe nhầm"))
    assert entry.save()
    new = visits_of(entry, first["id"])[-1]
    assert (new.supersedes, new.correction, new.disposition) == (old.id, "nghe nhầm", "CALLBACK")
    assert entry.sheet.correcting is None


def test_a_correction_survives_a_crash_as_a_correction(
    screen: VisitForm, entry: EntryPage, busy: Session, shown: ttk.Frame
) -> None:
    first = household_of(entry)
    entry.sheet.put(AWAY)
    entry.save()
    entry.go(first["id"])
    old = visits_of(entry, first["id"])[-1]
    entry.correct(old)
    entry.sheet._strip._entry.insert(0, "nghe nhầm")
    entry.leave()
    screen.destroy()
    again = VisitForm(shown, busy)
    sheet = page_of(again).sheet
    assert sheet.correcting == old
    assert sheet.reason == "nghe nhầm"
    again.destroy()


def test_a_correction_in_which_nothing_was_typed_is_no_draft(
    entry: EntryPage, busy: Session
) -> None:
    first = household_of(entry)
    entry.sheet.put(AWAY)
    entry.save()
    entry.go(first["id"])
    entry.correct(visits_of(entry, first["id"])[-1])
    entry.leave()
    assert get_draft(busy.db, draft_key(entry._campaign)) is None
    entry.sheet.form.set("visited_at", "1/8")
    entry.leave()
    assert get_draft(busy.db, draft_key(entry._campaign)) is not None


def test_a_correction_to_nobody_at_home_takes_the_devices_out(entry: EntryPage) -> None:
    first = household_of(entry)
    entry.sheet.put({**AWAY, "disposition": "Cài một phần", "smartphones": "2"})
    entry.save()
    entry.go(first["id"])
    entry.correct(visits_of(entry, first["id"])[-1])
    entry.sheet.form.set("disposition", "Vắng, khóa cửa")
    entry.sheet._on_change()
    assert entry.sheet.raw()["smartphones"] == ""
    entry.sheet.form.set("disposition", "Cài một phần")
    entry.sheet._on_change()
    assert entry.sheet.raw()["smartphones"] == "2"


def test_going_away_from_a_half_typed_sheet_asks_first_and_staying_loses_nothing(
    entry: EntryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    household = household_of(entry)
    entry.sheet.put({**AWAY, "note": "dở dang"})
    monkeypatch.setattr(dialogs, "ask", lambda *_, **__: False)
    entry.step(1)
    assert household_of(entry)["id"] == household["id"]
    assert entry.sheet.raw()["note"] == "dở dang"
    monkeypatch.setattr(dialogs, "ask", lambda *_, **__: True)
    entry.step(1)
    assert household_of(entry)["id"] != household["id"]
    assert visits_of(entry, household["id"])[-1].note == "dở dang"


def test_a_household_found_in_the_field_stands_behind_the_one_on_screen(
    entry: EntryPage, busy: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = household_of(entry)
    texts = {"head_name": "Lò Thị Mới", "members": "3"}
    monkeypatch.setattr(visit_page, "edit_and_write", lambda *a, **_: a[4](texts))
    entry.add_found()
    found = household_of(entry)
    assert (found["head_name"], found["source"]) == ("Lò Thị Mới", "FOUND")
    assert found["listed_on"] == date.today().isoformat()
    following = next_in_village(busy.db, before["id"])
    assert following
    assert following["id"] == found["id"]
    assert entry.sheet.raw()["members"] == "3"


def test_a_change_elsewhere_is_shown_and_what_is_typed_stays(
    screen: VisitForm, entry: EntryPage, busy: Session
) -> None:
    entry.sheet.put({**AWAY, "note": "đang gõ"})
    changes, _ = save_household(
        busy.db, {"head_name": "Tên Mới"}, by=BY, household_id=household_of(entry)["id"]
    )
    screen.on_changes(changes)
    assert household_of(entry)["head_name"] == "Tên Mới"
    assert entry.sheet.raw()["note"] == "đang gõ"


def test_after_a_save_only_the_next_household_its_history_and_the_recent_list_are_read(
    entry: EntryPage, busy: Session
) -> None:
    entry.sheet.put(AWAY)
    asked: list[str] = []
    busy.db.conn.set_trace_callback(asked.append)
    try:
        entry.save()
    finally:
        busy.db.conn.set_trace_callback(None)
    reads = [sql for sql in asked if sql.startswith("SELECT")]
    assert len(reads) <= 5, reads


def test_digits_choose_and_enter_takes_the_short_way_of_the_result(
    entry: EntryPage, shown: ttk.Frame, wait_until: WaitUntil
) -> None:
    result, day = (entry.sheet.form.input(n) for n in ("disposition", "next_visit_on"))
    entry.focus_first()
    wait_until(lambda: shown.focus_get() is result.stops[0])
    press(result.stops[0], "3")
    assert result.get() == "Vắng, khóa cửa"
    press(result.stops[2], "<Return>")
    wait_until(lambda: shown.focus_get() is day.stops[0])


def test_a_revisit_shows_the_counts_of_the_last_visit(entry: EntryPage) -> None:
    household = household_of(entry)
    texts = {**AWAY, "disposition": "Cài một phần", "smartphones": "2", "app:bluezone": "1"}
    entry.sheet.put(texts)
    entry.save()
    entry.go(household["id"])
    raw = entry.sheet.raw()
    assert (raw["smartphones"], raw["app:bluezone"], raw["disposition"]) == ("2", "1", "")
    assert not entry.sheet.is_touched
    entry.sheet.form.set("disposition", "Vắng, khóa cửa")
    entry.sheet._on_change()
    assert entry.sheet.raw()["smartphones"] == ""


def test_another_screen_leads_to_a_household_or_a_village(
    screen: VisitForm, entry: EntryPage, busy: Session
) -> None:
    other = busy.db.value(
        "SELECT id FROM households WHERE village_id<>? LIMIT 1",
        (household_of(entry)["village_id"],),
    )
    village = household_of(entry)["village_id"]
    screen.show(household=other)
    assert household_of(entry) == get_household(busy.db, other)
    screen.show(village=village)
    assert household_of(entry)["village_id"] == village


def test_what_a_draft_holds_is_text_by_field_and_where_it_belongs(
    entry: EntryPage, busy: Session
) -> None:
    entry.sheet.put({**AWAY, "note": "ghi"})
    entry.leave()
    body = busy.db.value("SELECT body FROM drafts")
    kept = json.loads(body)
    assert kept["household_id"] == household_of(entry)["id"]
    assert kept["note"] == "ghi"


def test_the_team_that_was_refused_is_warned_of_on_its_next_sheet(
    entry: EntryPage, busy: Session
) -> None:
    campaign = busy.campaign
    assert campaign
    save_team(busy.db, {"name": "Tổ Lạ", "affiliation": "Hội Phụ nữ"}, by=BY)
    household = household_of(entry)
    row: Row = {"household_id": household["id"], "visited_at": date.today().isoformat(),
                "disposition": "REFUSED", "team": "tổ lạ"}  # fmt: skip
    save_visits(busy.db, campaign, [row], by=BY)
    entry.open_household(household)
    warned = {}
    for team in ("Tổ Lạ", "Tổ Khác"):
        entry.sheet.put({**AWAY, "team": team})
        warned[team] = "hộ đã từ chối Hội Phụ nữ" in entry.view._notes.cget("text")
    assert warned == {"Tổ Lạ": True, "Tổ Khác": False}


def test_the_team_that_has_the_village_goes_before_the_one_typed_last(
    screen: VisitForm, entry: EntryPage, busy: Session
) -> None:
    assert busy.campaign
    here = household_of(entry)
    other = next(v for v in list_villages(busy.db) if v.id != here["village_id"])
    teams = [save_team(busy.db, {"name": f"Tổ mới {n}"}, by=BY)[1] for n in (1, 2)]
    places = [Assignment(v, "", t.id, date.today().isoformat())
              for v, t in zip((here["village_id"], other.id), teams, strict=True)]  # fmt: skip
    clusters = [Assignment(v, c, None, date.today().isoformat()) for v in (here["village_id"],)
                for c in [here["cluster"] or ""] if c]  # fmt: skip
    changes = save_assignments(busy.db, busy.campaign, [*places, *clusters], by=BY)
    screen.on_changes(changes)
    assert entry.sheet.raw()["team"] == "Tổ mới 1"
    cell = entry.sheet.form._cells["team"]
    assert cell._title
    assert str(cell._title.cget("text")) == "Tổ, người đến (theo phân công)"
    assert cell.field.hint == "", "a line less for what is below"
    entry.sheet.put({**AWAY, "team": "Tổ 9"})
    assert entry.save()
    assert household_of(entry)["village_id"] == here["village_id"]
    assert entry.sheet.raw()["team"] == "Tổ 9", "typed on purpose: kept within the village"
    entry.open_village(other.id)
    assert entry.sheet.raw()["team"] == "Tổ mới 2"


def test_a_household_met_in_the_field_may_keep_its_name_to_itself(
    entry: EntryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not next(f for f in FOUND_FIELDS if f.name == "head_name").required
    monkeypatch.setattr(visit_page, "edit_and_write", lambda *a, **_: a[4]({"members": "3"}))
    entry.add_found()
    assert household_of(entry)["head_name"] == NO_NAME
