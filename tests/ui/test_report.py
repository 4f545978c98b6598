"""The report screen: what it shows before, what it writes, and what stays when it cannot."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import ttkbootstrap as ttk

from domain.fields import parse_row
from domain.progress import Progress
from domain.reports import REPORT_FIELDS
from domain.users import User
from storage.campaigns import current_campaign
from storage.database import Database, open_database
from storage.dispatches import list_reports
from storage.offices import list_offices, save_office
from storage.practice import make_practice
from storage.progress import get_progress
from ui.report import ReportScreen, summary_lines
from ui.report_writing import write_chosen
from ui.session import Session

BY = User("Hà Thị Thử")


@pytest.fixture
def practice(tmp_path: Path) -> Database:
    db = open_database(tmp_path / "tungnha.db", create=True)
    make_practice(db, by=BY, households=40, today=date(2020, 8, 25))
    return db


def progress_of(db: Database) -> Progress:
    campaign = current_campaign(db)
    assert campaign
    return get_progress(db, campaign, until="2020-08-24")


def test_the_summary_speaks_of_visits_devices_and_each_app(practice: Database) -> None:
    campaign = current_campaign(practice)
    assert campaign

    lines = dict(summary_lines(progress_of(practice), campaign))

    total = progress_of(practice).commune_now
    assert lines["Hộ đã đến"].startswith(f"{total.visited}/40 hộ")
    assert {"Đã cài Bluezone", "Đã cài Smart Thanh Hóa"} <= lines.keys()


def test_the_workbook_holds_what_was_chosen_and_the_next_one_remembers_it(
    practice: Database, tmp_path: Path
) -> None:
    campaign = current_campaign(practice)
    assert campaign
    raw = {"until": "24/8/2020 08:00", "since": "15/8/2020", "number": "5",
           "issued_on": "25/8/2020",
           "difficulties": "Sóng yếu ở Bản Yên", "signer": "Lò Văn Bảo"}  # fmt: skip
    values, errors = parse_row(REPORT_FIELDS, raw)
    assert not errors

    write_chosen(practice.path, campaign.id, values, raw, tmp_path / "r.xlsx", BY, lambda *_: None)

    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    texts = [str(c.value) for row in book.worksheets[0].iter_rows() for c in row if c.value]
    assert any("05/BC-UBND" in t for t in texts)
    assert any("Sóng yếu ở Bản Yên" in t for t in texts)
    assert "Lò Văn Bảo" in texts
    last = list_reports(practice, campaign.id)[0]
    assert (last["until"], last["choices"]["signer"]) == ("2020-08-24T08:00", "Lò Văn Bảo")


def test_a_wrong_period_is_refused_at_the_field_and_nothing_typed_is_lost(
    page: ttk.Frame, session: Session, practice: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.db, session.campaign = practice, current_campaign(practice)
    screen = ReportScreen(page, session)
    screen.refresh()
    screen._form.set("until", "1/1/2020")
    screen._form.set("proposals", "Thêm tổ ở Bản Mìn")
    monkeypatch.setattr("ui.report.choose_save", lambda *_: pytest.fail("asked for a file"))

    screen.save()

    assert screen._form.raw()["proposals"] == "Thêm tổ ở Bản Mìn"


def test_what_was_typed_is_there_again_until_the_report_is_written(
    page: ttk.Frame, session: Session, practice: Database, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    session.db, session.campaign = practice, current_campaign(practice)
    screen = ReportScreen(page, session)
    screen.refresh()
    screen._form.set("difficulties", "Sóng yếu ở Bản Yên")
    screen._form.set("until", "20/8/2020 08:00")
    assert screen.leave()

    again = ReportScreen(page, session)
    again.refresh()
    assert again._form.raw()["difficulties"] == "Sóng yếu ở Bản Yên"
    assert again._form.raw()["until"] != "20/8/2020 08:00"

    monkeypatch.setattr("ui.report.choose_save", lambda *_: tmp_path / "r.xlsx")
    again.save()
    assert practice.value("SELECT count(*) FROM drafts WHERE key LIKE 'report:%'") == 0


def test_a_signer_changed_in_the_settings_stands_in_a_form_not_yet_touched(
    page: ttk.Frame, session: Session, practice: Database
) -> None:
    session.db, session.campaign = practice, current_campaign(practice)
    screen = ReportScreen(page, session)
    screen.refresh()
    for office in list_offices(practice):
        screen.on_changes(save_office(practice, replace(office, signer="Hà Văn Mới"), by=BY))
    screen.refresh()
    assert screen._form.raw()["signer"] == "Hà Văn Mới"
    screen._form.set("position", "CHỦ TỊCH XÃ")
    for office in list_offices(practice):
        screen.on_changes(save_office(practice, replace(office, signer="Lò Văn Cũ"), by=BY))
    screen.refresh()
    assert screen._form.raw()["position"] == "CHỦ TỊCH XÃ"


def test_the_same_cut_off_again_proposes_the_period_of_that_report(
    page: ttk.Frame, session: Session, practice: Database, tmp_path: Path,
) -> None:  # fmt: skip
    session.db, session.campaign = practice, current_campaign(practice)
    assert session.campaign
    for since, until in (("", "15/8/2020 08:00"), ("15/8/2020 08:00", "20/8/2020 08:00")):
        raw = {"since": since, "until": until}
        values, _ = parse_row(REPORT_FIELDS, raw)
        write_chosen(practice.path, session.campaign.id, values, raw, tmp_path / "r.xlsx", BY,
                     lambda *_: None)  # fmt: skip
    screen = ReportScreen(page, session)
    screen.refresh()
    assert screen._form.raw()["since"] == "20/08/2020 08:00"
    for until, since in (("20/8/2020 08:00", "15/08/2020 08:00"), ("15/8/2020 08:00", "")):
        screen._form.set("until", until)
        screen._preview()
        assert screen._form.raw()["since"] == since
    screen._form.set("since", "16/8/2020")
    screen._preview()
    assert screen._form.raw()["since"] == "16/8/2020"
    screen._form.set("since", "20/8/2020")
    screen._preview()
    assert screen._form._cells["since"].error.startswith("Kỳ trống")


def test_without_a_campaign_the_screen_says_what_comes_first(
    page: ttk.Frame, session: Session
) -> None:
    screen = ReportScreen(page, session)
    screen.refresh()
    page.update()

    assert not screen._form_card.winfo_ismapped()
    assert screen._empty.winfo_manager() == "grid"
