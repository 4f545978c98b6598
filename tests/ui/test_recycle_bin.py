"""“Thùng rác” on the screen: what it lists, and taking back from it."""

import pytest
import ttkbootstrap as ttk

from domain.users import Role, User
from storage.campaigns import current_campaign
from storage.households import get_household
from storage.practice import make_practice
from storage.recycle_bin import HOUSEHOLD, VISIT, BinItem, remove_household
from ui import recycle_bin as module
from ui.households import Households
from ui.recycle_bin import BinDialog, ask_removal, bin_row
from ui.session import Session

GONE = BinItem(VISIT, "v", "h", "01-0001-2", "Hà Văn Ân", "Bản Mìn", "2020-08-12", "NOT_HOME",
               "2020-08-20T08:05:00", "Hà Thị Thử", "nhầm hộ")  # fmt: skip


@pytest.fixture
def removed(session: Session) -> str:
    """A household of a practice commune in the bin."""
    make_practice(session.db, by=session.user, households=40)
    session.campaign = current_campaign(session.db)
    household = str(session.db.value("SELECT id FROM households ORDER BY code LIMIT 1"))
    remove_household(session.db, household, "ghi nhầm", by=session.user)
    return household


def test_a_row_says_what_who_when_and_why() -> None:
    row = bin_row(GONE, "Vắng, khóa cửa")
    assert dict(row.texts) == {
        "what": "Lượt đến 12/08/2020: Vắng, khóa cửa", "head": "Hà Văn Ân, 01-0001-2, Bản Mìn",
        "at": "20/08/2020 08:05", "by": "Hà Thị Thử", "reason": "nhầm hộ",
    }  # fmt: skip
    assert row.id == "visit:v"


def test_what_is_taken_back_leaves_the_bin(
    session: Session, shown: ttk.Frame, removed: str
) -> None:
    dialog = BinDialog(shown, session)
    wanted = f"{HOUSEHOLD}:{removed}"
    dialog.list.select([r.id for r in dialog._rows].index(wanted))
    dialog.take_back()
    assert get_household(session.db, removed)["state"] == "ACTIVE"
    assert wanted not in [r.id for r in dialog._rows]
    dialog.finish(None)


def test_an_officer_takes_no_household_back(
    session: Session, shown: ttk.Frame, removed: str
) -> None:
    session.user = User("Nhập", Role.OFFICER)
    dialog = BinDialog(shown, session)
    dialog.list.select([r.id for r in dialog._rows].index(f"{HOUSEHOLD}:{removed}"))
    assert dialog._button.instate(["disabled"])
    dialog.take_back()
    assert get_household(session.db, removed)["state"] == "REMOVED"
    dialog.finish(None)


def test_removing_asks_why_first(
    session: Session, page: ttk.Frame, removed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = str(session.db.value("SELECT id FROM households WHERE state='ACTIVE' LIMIT 1"))
    monkeypatch.setattr(
        module, "edit_and_write",
        lambda *args, **_: args[4]({"reason": "ghi hai lần"}),
    )  # fmt: skip
    assert ask_removal(page, session, other, "Hà Văn Ân")
    assert get_household(session.db, other)["state"] == "REMOVED"
    screen = Households(page, session)
    screen.show()
    assert other not in [screen._fetch(n, 1)[0].id for n in range(len(screen._rows))]
