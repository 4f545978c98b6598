"""Thiết lập: versions of the office, the head of its letters, the order of villages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import ttkbootstrap as ttk

from domain.fields import parse_row
from domain.offices import Office, after_two_tiers
from domain.villages import Village
from storage.offices import list_offices, save_office
from storage.villages import list_villages, save_villages
from ui import settings_office, settings_villages, theme
from ui.letter_head import letter_head, pick_serif
from ui.session import Session
from ui.settings import SettingsScreen
from ui.settings_office import (
    OfficePanel,
    check_version,
    next_version,
    office_row,
    to_values,
    validity,
)
from ui.settings_pc import PcPanel, pc_fields
from ui.settings_villages import VillageSettings, sorted_by_name
from ui.tabs import DROP, SAVE, STAY, may_leave, neighbour

WaitUntil = Callable[[Callable[[], object]], None]

IN_2020 = Office(
    valid_from="2020-01-01", kind="xã", name="Mường Mìn", district="huyện Quan Sơn",
    province="tỉnh Thanh Hóa", signer="Lương Văn Thủy", id="1",
)  # fmt: skip
IN_2025 = replace(after_two_tiers(IN_2020), id="2")
VERSIONS = [IN_2020, IN_2025]


def test_the_head_of_a_letter_of_2020_and_of_2026() -> None:
    old = letter_head(IN_2020, "2020-08-20")
    assert old.issuer == ["ỦY BAN NHÂN DÂN", "XÃ MƯỜNG MÌN"]
    assert old.superior == ""
    assert old.number == "Số: …/BC-UBND"
    assert old.place_and_day == "Mường Mìn, ngày 20 tháng 8 năm 2020"
    assert old.addressees == ["Ủy ban nhân dân huyện Quan Sơn"]
    assert old.recipients[-1] == "- Lưu: VT."
    assert old.authority == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert old.signer == "Lương Văn Thủy"
    assert letter_head(IN_2025, "2026-02-01").addressees == ["Ủy ban nhân dân tỉnh Thanh Hóa"]


def test_the_superior_body_prints_where_the_office_wants_it() -> None:
    office = replace(IN_2020, superior="Ủy ban nhân dân huyện Quan Sơn", superior_line=True)
    assert letter_head(office, "2020-08-20").superior == "ỦY BAN NHÂN DÂN HUYỆN QUAN SƠN"
    assert letter_head(replace(office, superior_line=False), "2020-08-20").superior == ""


def test_a_version_is_valid_until_the_day_before_the_next() -> None:
    assert validity(VERSIONS, IN_2020) == "01/01/2020 – 30/06/2025"
    assert validity(VERSIONS, IN_2025) == "từ 01/07/2025"


def test_the_version_in_force_stands_out() -> None:
    assert office_row(VERSIONS, IN_2020, date(2020, 8, 20)).tags == ("strong",)
    row = office_row(VERSIONS, IN_2025, date(2020, 8, 20))
    assert (row.tags, row.texts["unit"]) == ((), "Xã Mường Mìn, tỉnh Thanh Hóa")


def test_two_versions_never_begin_on_one_day() -> None:
    assert "đã có" in check_version(to_values(IN_2025), VERSIONS)["valid_from"].lower()
    assert check_version(to_values(IN_2025), [IN_2020]) == {}
    assert "district" in check_version({**to_values(IN_2020), "district": "Quan Sơn"}, [])


def test_a_new_version_starts_from_the_one_in_force() -> None:
    new = next_version(VERSIONS, date(2024, 5, 1))
    assert new == replace(IN_2020, id="", valid_from="2024-05-01")
    assert next_version([], date(2024, 5, 1)).valid_from == "2024-01-01"


def test_villages_sort_by_kind_then_name_with_their_numbers() -> None:
    names = [("thôn", "10"), ("bản", "Đán"), ("thôn", "2"), ("bản", "Chiềng")]
    villages = [Village(f"{k} {n}", k, n, i) for i, (k, n) in enumerate(names)]
    assert sorted_by_name(villages) == ["bản Chiềng", "bản Đán", "thôn 2", "thôn 10"]


def test_only_what_a_person_sets_is_asked_and_choices_stand_in_view() -> None:
    fields = pc_fields()
    assert [f.name for f in fields] == ["theme", "text_size", "lock_minutes", "lock_minimised"]
    assert parse_row(fields, {"theme": "2", "text_size": "3"})[0]["text_size"] == "16"


def test_a_serif_that_is_installed_is_taken() -> None:
    assert pick_serif({"DejaVu Serif", "Liberation Serif"}) == "Liberation Serif"
    assert pick_serif(set()) == "TkDefaultFont"


class _Panel:
    def __init__(self, *, dirty: bool) -> None:
        self.dirty, self.done = dirty, ""

    def is_dirty(self) -> bool:
        return self.dirty

    def save(self) -> bool:
        self.done = "saved"
        return True

    def drop(self) -> None:
        self.done = "dropped"


@pytest.mark.parametrize(
    ("answer", "left", "done"), [(SAVE, True, "saved"), (DROP, True, "dropped"), (STAY, False, "")]
)
def test_unsaved_texts_are_asked_about(answer: str, left: bool, done: str) -> None:
    panel = _Panel(dirty=True)
    assert may_leave(panel, lambda: answer) is left
    assert panel.done == done


def test_nobody_is_asked_without_need() -> None:
    def never() -> str:
        raise AssertionError

    assert may_leave(_Panel(dirty=False), never)
    assert may_leave(object(), never)


def test_pages_go_round() -> None:
    assert neighbour("abc", "c", 1) == "a"
    assert neighbour("abc", "a", -1) == "c"


# -- in the window --------------------------------------------------------------------------------


def test_the_ready_made_version_without_a_district_is_looked_through_and_written(
    page: ttk.Frame, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_office(session.db, replace(IN_2020, id=""), by=session.user)
    panel = OfficePanel(page, session)
    panel.pack()
    panel.refresh()
    monkeypatch.setattr(settings_office, "edit_and_write", lambda *a, **_: a[4](a[3]))  # as it was
    panel._add_two_tiers()
    old, new = list_offices(session.db)
    assert (old.district, new.district) == ("huyện Quan Sơn", "")
    assert new.valid_from == "2025-07-01"
    assert not panel._two_tiers.winfo_manager()
    panel._delete_now(new.id)
    assert len(list_offices(session.db)) == 1
    panel._list.undo()
    assert list_offices(session.db) == [old, new]


def test_a_field_that_was_emptied_stays_empty(
    page: ttk.Frame, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_office(session.db, replace(IN_2020, id=""), by=session.user)
    panel = OfficePanel(page, session)
    panel.refresh()
    emptied = {"recipients": ""}
    monkeypatch.setattr(settings_office, "edit_and_write", lambda *a, **_: a[4](a[3] | emptied))
    panel._edit(list_offices(session.db)[0].id)
    assert list_offices(session.db)[0].recipients == ""


def test_villages_move_and_are_deleted_while_empty(
    page: ttk.Frame, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_villages(session.db, [("bản", "Mìn"), ("bản", "Chiềng")], by=session.user)
    panel = VillageSettings(page, session)
    panel.refresh()
    first, second = list_villages(session.db)
    panel._move(second.id, -1)
    assert [v.name for v in list_villages(session.db)] == ["Chiềng", "Mìn"]
    panel._list.undo()
    monkeypatch.setattr(settings_villages, "ask", lambda *_, **__: True)
    panel._delete(first.id)
    assert [v.name for v in list_villages(session.db)] == ["Chiềng"]


def test_when_to_lock_is_kept_when_it_is_chosen(page: ttk.Frame, session: Session) -> None:
    panel = PcPanel(page, session)
    panel.refresh()
    assert panel._form.raw()["lock_minutes"] == "10 phút"
    panel._form.set("lock_minutes", "30 phút")
    panel._form.set("lock_minimised", "Có")
    panel._apply()
    assert (session.settings["lock_minutes"], session.settings["lock_minimised"]) == ("30", "1")


def test_the_theme_changes_when_it_is_chosen(page: ttk.Frame, session: Session) -> None:
    panel = PcPanel(page, session)
    panel.refresh()
    theme.set_mode("light")
    panel._form.set("theme", "Tối")
    panel._apply()
    assert theme.mode() == session.settings["theme"] == "dark"
    theme.set_mode("light")


def test_a_page_is_opened_by_its_name(page: ttk.Frame, session: Session) -> None:
    screen = SettingsScreen(page, session)
    screen.show(part="about")
    assert screen._tabs.current == "about"
    screen.show(part="unknown")
    assert screen._tabs.current == "about"


def test_f8_adds_wherever_on_the_page_the_keyboard_is(
    shown: ttk.Frame, session: Session, monkeypatch: pytest.MonkeyPatch, wait_until: WaitUntil
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(settings_villages, "ask_villages", lambda *_: asked.append("villages"))
    screen = SettingsScreen(shown, session)
    screen.pack(fill="both", expand=True)
    screen.show(part="villages")
    shown.update()
    title = screen._tabs._buttons["villages"]
    title.focus_force()
    shown.update()
    title.event_generate("<F8>")
    wait_until(lambda: asked)
    assert asked == ["villages"]
