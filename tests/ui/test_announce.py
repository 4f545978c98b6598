"""“Soạn tin Zalo”: picture and text on disk, the text on the clipboard, of the cut-off chosen."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import ttkbootstrap as ttk
from PIL import Image

from domain.campaigns import Campaign
from storage.campaigns import current_campaign
from storage.practice import make_practice
from ui import announce as module
from ui.announce import FOLDER, announce_numbers, chart_to_send, message_of, write_message
from ui.charts import CHARTS
from ui.overview_numbers import Moment, Numbers
from ui.session import Session

Made = Callable[[str], Numbers]


@pytest.fixture
def numbers(session: Session) -> Made:
    make_practice(session.db, by=session.user, households=120)
    campaign = session.campaign = current_campaign(session.db)
    assert isinstance(campaign, Campaign)

    def make(until: str) -> Numbers:
        made = Numbers(session.db, campaign, campaign.required_apps[0], Moment(until),
                       datetime.now(), 7)  # fmt: skip
        made.read_all()
        return made

    return make


def test_the_text_is_that_of_the_cut_off_and_holds_no_names_and_no_phones(
    session: Session, numbers: Made
) -> None:
    now = message_of(numbers(""), "Xã Mường Mìn", practice=True)
    until = f"{datetime.now():%Y-%m-%d}T00:01"
    earlier = message_of(numbers(until), "Xã Mường Mìn", practice=True)
    assert "00:01 ngày" in earlier
    assert now != earlier
    people = {r[0] for r in session.db.rows("SELECT head_name FROM households")}
    assert not [name for name in people if name in now]
    assert not re.search(r"\d{9,}", now)


def test_where_a_table_is_in_view_the_villages_are_drawn(numbers: Made) -> None:
    chosen = (CHARTS[1], CHARTS[1].measures(numbers(""))[0])
    assert chart_to_send(chosen, numbers("")) == chosen
    assert chart_to_send(None, numbers(""))[0] is CHARTS[0]


def test_the_text_lies_beside_the_picture_and_opens_in_every_program(tmp_path: Path) -> None:
    path = write_message(tmp_path, "bieu-do-2020-08-20.png", "Đã đến 872/1.200 hộ.")
    assert path.name == "bieu-do-2020-08-20.txt"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.read_text(encoding="utf-8-sig") == "Đã đến 872/1.200 hộ.\n"


def test_one_press_writes_both_copies_the_text_and_says_where(
    session: Session, page: ttk.Frame, numbers: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[str, Path]] = []
    held: list[bool] = []
    monkeypatch.setattr(module, "show_message", lambda _, text, path: said.append((text, path)))
    announce_numbers(page, session, numbers(""), None, "Xã Mường Mìn", held.append)
    [(text, picture)] = said
    assert picture.parent == session.folder / FOLDER
    with Image.open(picture) as image:
        assert image.width == 1080
    assert picture.with_suffix(".txt").read_text(encoding="utf-8-sig").strip() == text
    assert page.clipboard_get() == text
    assert held == [True, False]
