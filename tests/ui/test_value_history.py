"""“Lịch sử giá trị” on the screen: a line per change, phones masked, the household's own title."""

import pytest
import ttkbootstrap as ttk

from domain.value_history import ValueChange
from storage.campaigns import current_campaign
from storage.households import save_household
from storage.practice import make_practice
from ui import households as module
from ui.households import Households
from ui.session import Session
from ui.value_history import change_row, describe_row

CHANGE = ValueChange("2020-08-20T08:05:00", "Hà Thị Thử", "phone", "Điện thoại", "0912345678", "")


def test_a_phone_is_masked_until_phones_are_shown() -> None:
    assert change_row(CHANGE, 0, phones=False).texts["old"] == "09xx xxx 678"
    assert change_row(CHANGE, 0, phones=True).texts["old"] == "0912345678"
    assert change_row(CHANGE, 0, phones=False).texts["new"] == "(trống)"


def test_the_line_under_the_table_says_everything() -> None:
    assert describe_row(change_row(CHANGE, 0, phones=True)) == (
        "20/08/2020 08:05, Hà Thị Thử: Điện thoại từ “0912345678” thành “(trống)”."
    )


def test_the_selected_household_is_asked_for(
    session: Session, page: ttk.Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_practice(session.db, by=session.user, households=40)
    session.campaign = current_campaign(session.db)
    household = session.db.value("SELECT id FROM households ORDER BY code LIMIT 1")
    save_household(session.db, {"members": 9}, by=session.user, household_id=household)
    asked: list[tuple[str, int, str]] = []
    monkeypatch.setattr(
        module, "show_history",
        lambda _, title, changes, label, phones: asked.append((title, len(changes), label)),
    )  # fmt: skip
    screen = Households(page, session)
    screen.show(household=household)
    screen.show_history("Số nhân khẩu")
    assert asked[0][0].endswith(session.db.value("SELECT code FROM households WHERE id=?",
                                                 (household,)))  # fmt: skip
    assert asked[0][1:] == (1, "Số nhân khẩu")
