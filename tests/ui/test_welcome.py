"""The first start in a window."""

from typing import Any

import pytest
import ttkbootstrap as ttk

from storage.campaigns import current_campaign
from storage.database import Database
from storage.offices import list_offices
from storage.villages import list_villages
from ui.practising import TO_FIRST_USER
from ui.session import Session
from ui.welcome import Welcome
from ui.welcome_campaign import CampaignPanel
from ui.welcome_office import OfficePanel
from ui.welcome_villages import VillagesPanel


def test_an_empty_file_shows_the_two_choices(page: ttk.Frame, session: Session) -> None:
    screen = Welcome(page, session)
    assert screen._choice.winfo_manager()
    assert not screen._steps_page.winfo_manager()


def test_office_villages_and_campaign_are_saved_one_after_the_other(
    page: ttk.Frame, session: Session, empty_db: Database, recorder: Any
) -> None:
    screen = Welcome(page, session)
    screen.show()
    office = screen._panels["office"]
    assert isinstance(office, OfficePanel)
    office._form.set("name", "Mường Mìn")
    office._form.set("province", "tỉnh Thanh Hóa")
    screen.save()
    assert list_offices(empty_db)[0].name == "Mường Mìn"
    villages = screen._panels["villages"]
    assert isinstance(villages, VillagesPanel)
    villages._text.insert("1.0", "Bản Chiềng\nThôn 2")
    screen.save()
    assert [v.label for v in list_villages(empty_db)] == ["Bản Chiềng", "Thôn 2"]
    assert screen._step == "list"
    screen._later_button.invoke()
    campaign = screen._panels["campaign"]
    assert isinstance(campaign, CampaignPanel)
    screen.save()
    found = current_campaign(empty_db)
    assert found
    assert found.preset == "bluezone"
    assert recorder.opened == [("overview", {})]


def test_a_wrong_office_is_not_saved_and_says_so_in_place(
    page: ttk.Frame, session: Session, empty_db: Database
) -> None:
    screen = Welcome(page, session)
    screen.show(step="office")
    screen.save()
    assert list_offices(empty_db) == []
    assert screen._step == "office"


def test_the_list_step_opens_the_wizard_and_wants_to_come_back(
    page: ttk.Frame, session: Session, recorder: Any
) -> None:
    screen = Welcome(page, session)
    screen.show(step="list")
    screen.save()
    assert recorder.opened == [("import", {"back": "welcome"})]


def test_in_practice_the_first_button_leads_out_of_it(
    page: ttk.Frame, session: Session, recorder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("ui.practising.ask", lambda *texts: bool(asked.append(texts[-1])) or True)
    home = session.folder
    session.folder, session.practice = home / "tap-huan", True
    screen = Welcome(page, session)
    screen._choice._own.invoke()
    assert recorder.folders == [home]
    assert asked == [TO_FIRST_USER]  # said before: it ends at another page


def test_the_sample_commune_is_made_and_opened(
    page: ttk.Frame, session: Session, recorder: Any
) -> None:
    screen = Welcome(page, session)
    screen._choice._sample.invoke()
    assert recorder.folders == [session.folder / "tap-huan"]
