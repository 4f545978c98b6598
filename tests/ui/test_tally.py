"""Nhập tổng hợp in a window: save, correct, withdraw, and the notes beside the form."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import ttkbootstrap as ttk

from domain.changes import Changes
from domain.users import Role, User
from storage.campaigns import current_campaign
from storage.database import Database
from storage.practice import make_practice
from storage.tallies import list_tallies
from storage.villages import list_villages, save_villages
from ui.session import Session
from ui.tally import TallyScreen

WaitUntil = Callable[[Callable[[], object]], None]
BY = User("Hà Thị Thử")


@pytest.fixture
def busy(session: Session, empty_db: Database) -> Session:
    make_practice(empty_db, by=BY, households=60, seed=4, today=date(2020, 8, 25))
    save_villages(empty_db, [("bản", "Tổng")], by=BY)
    session.campaign = current_campaign(empty_db)
    return session


@pytest.fixture
def screen(shown: ttk.Frame, busy: Session) -> Iterator[TallyScreen]:
    screen = TallyScreen(shown, busy)
    screen.pack(fill="both", expand=True)
    shown.update()
    yield screen
    screen.destroy()


def form(screen: TallyScreen) -> Any:
    assert screen._form
    return screen._form


def type_in(screen: TallyScreen, **texts: str) -> None:
    form(screen).fill({"village": "tong", "from_on": "20/8/2020", **texts})
    screen._on_changed()


def stored(busy: Session) -> list[tuple[int | None, bool]]:
    assert busy.campaign
    village = list_villages(busy.db)[-1].id
    lines = list_tallies(busy.db, busy.campaign, village)
    return [(x.tally.visited, x.counts) for x in lines]


def test_totals_are_saved_and_the_next_day_of_the_village_is_ready(
    screen: TallyScreen, busy: Session, recorder: Any
) -> None:
    type_in(screen, visited="40", listed="60")
    assert screen.save()
    assert stored(busy) == [(40, True)]
    assert recorder.changes[-1].tallies
    assert recorder.toasts == ["Đã lưu số tổng hợp Bản Tổng, 20/08/2020."]
    raw = form(screen).raw()
    assert (raw["village"], raw["from_on"], raw["visited"]) == ("Bản Tổng", "", "")


def test_a_broken_rule_stays_on_the_form(screen: TallyScreen, busy: Session) -> None:
    type_in(screen, visited="40", contacted="41")
    assert not screen.save()
    assert stored(busy) == []
    assert form(screen).raw()["contacted"] == "41"


def test_an_entry_is_corrected_and_withdrawn_with_a_reason(
    screen: TallyScreen, busy: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(screen, visited="40")
    screen.save()
    monkeypatch.setattr(
        "ui.tally.edit_and_write",
        lambda parent, title, fields, raw, write, **_: write({"reason": "ghi nhầm"}),
    )
    screen.on_changes(type("C", (), {"tallies": True})())  # the window would tell the screen
    screen.correct(screen._lines[0].tally.id)
    form(screen).set("visited", "38")
    assert screen.save()
    assert stored(busy) == [(38, True), (40, False)]
    screen._refresh()
    screen.withdraw(screen._lines[0].tally.id)
    assert stored(busy) == [(38, False), (40, False)]


def test_escape_clears_what_is_typed_and_then_has_nothing_to_do(screen: TallyScreen) -> None:
    type_in(screen, visited="40")
    assert screen.escape()
    assert not any(form(screen).raw().values())
    assert not screen.escape()


def test_notes_follow_the_typing(screen: TallyScreen, wait_until: WaitUntil) -> None:
    type_in(screen, visited="40")
    wait_until(lambda: "chưa có danh sách hộ" in str(screen._side.notes.cget("text")))
    type_in(screen, visited="40", listed="60")
    wait_until(lambda: not screen._side.notes.cget("text"))


def test_without_villages_it_says_what_it_is_for(shown: ttk.Frame, session: Session) -> None:
    screen = TallyScreen(shown, session)
    screen.pack()
    shown.update()
    assert screen._empty
    assert not screen.save()
    screen.destroy()


def test_who_may_only_look_cannot_save(shown: ttk.Frame, busy: Session) -> None:
    busy.user = User("Khách", Role.VIEWER)
    screen = TallyScreen(shown, busy)
    assert screen._save.instate(["disabled"])
    screen.destroy()


def test_what_is_typed_outlives_a_power_cut(
    screen: TallyScreen, busy: Session, shown: ttk.Frame
) -> None:
    type_in(screen, visited="40")
    screen._on_typed()
    assert screen.leave()
    screen.destroy()
    again = TallyScreen(shown, busy)
    again.pack(fill="both", expand=True)
    shown.update()
    assert form(again).raw()["visited"] == "40"
    assert again.save()
    again.destroy()
    empty = TallyScreen(shown, busy)
    empty.pack(fill="both", expand=True)
    shown.update()
    assert not any(form(empty).raw().values())
    empty.destroy()


def test_what_is_typed_for_one_campaign_is_no_total_of_another(
    screen: TallyScreen, busy: Session
) -> None:
    first = busy.campaign
    assert first
    type_in(screen, visited="40")
    screen._on_typed()
    busy.campaign = replace(first, id="khac")
    screen.on_changes(Changes(campaigns=True))
    assert not any(form(screen).raw().values())
    type_in(screen, visited="7")
    screen._on_typed()
    busy.campaign = first
    screen.on_changes(Changes(campaigns=True))
    assert form(screen).raw()["visited"] == "40"


def test_a_correction_ends_with_its_campaign(screen: TallyScreen, busy: Session) -> None:
    type_in(screen, visited="40", listed="60")
    assert screen.save()
    screen.on_changes(Changes(tallies=True))
    screen.correct(screen._lines[0].tally.id)
    assert busy.campaign
    busy.campaign = replace(busy.campaign, id="khac")
    screen.on_changes(Changes(campaigns=True))
    assert screen._old is None
    assert screen._save.cget("text") == "Lưu (F9)"


def test_the_whole_name_of_the_village_stands_in_the_field_that_is_left(
    screen: TallyScreen, wait_until: WaitUntil
) -> None:
    form(screen).focus_field("village")
    form(screen).set("village", "tong")
    form(screen).focus_field("from_on")
    wait_until(lambda: form(screen).raw()["village"] == "Bản Tổng")
    form(screen).focus_field("village")
    form(screen).set("village", "không có")
    form(screen).focus_field("from_on")
    screen.update()
    assert form(screen).raw()["village"] == "không có"
