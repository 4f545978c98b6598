"""Names that leave the program: their line in the log, and when the password is asked again."""

import json
from datetime import date
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from domain.announcement import PRACTICE_WORDS
from domain.backchecks import Rule
from domain.errors import AppError
from domain.users import Role, User
from storage.backchecks import draw_backcheck, list_places, list_pool
from storage.database import Database
from storage.practice import make_practice
from storage.villages import list_villages
from storage.worklist import list_worklist
from ui.backcheck import BackcheckScreen
from ui.leaving import ask_reason
from ui.session import Session
from ui.sheet_files import PrintRequest, print_again, print_new, write_leaflets
from ui.worklist_print import ListRequest, write_sheets

BY = User("Hà Thị Thử")
TODAY = date.today()


def quiet(*_: object) -> None:
    pass


@pytest.fixture
def office(session: Session) -> Session:
    session.campaign = make_practice(session.db, by=BY, households=90, seed=3)
    session.user, session.practice = BY, True
    return session


def noted(db: Database, action: str) -> list[dict[str, object]]:
    return [
        {"actor": actor, **json.loads(detail)}
        for actor, detail in db.rows(
            "SELECT actor, detail FROM audit WHERE action=? ORDER BY seq", (action,)
        )
    ]


def test_new_sheets_are_noted_with_their_households_and_what_for(
    office: Session, tmp_path: Path
) -> None:
    assert office.campaign
    village = list_villages(office.db)[0].id
    before = len(noted(office.db, "log_print"))
    request = PrintRequest(tmp_path, "FIRST", (village,))
    made = print_new(office.db.path, office.campaign, request, quiet, by=BY)
    found = noted(office.db, "log_print")[before:]
    rows = office.db.value(
        "SELECT count(*) FROM sheet_lines l JOIN sheets s ON s.id=l.sheet_id WHERE s.id IN"
        f" ({','.join('?' * len(made.sheets))})", [s.id for s in made.sheets]
    )  # fmt: skip
    what_for = f"{PRACTICE_WORDS} Lượt đầu"
    assert [(x["actor"], x["purpose"], x["rows"]) for x in found] == [(BY.name, what_for, rows)]
    assert str(found[0]["what"]).startswith(f"{len(made.sheets)} tờ phiếu {made.sheets[0].code}")
    print_again(office.db.path, office.campaign, made.sheets[:1], tmp_path, "PDF", quiet, by=BY)
    assert noted(office.db, "log_print")[-1]["purpose"] == f"{what_for}, in lại"


def test_sheets_of_the_worklist_and_leaflets_are_noted(office: Session, tmp_path: Path) -> None:
    assert office.campaign
    lines = list_worklist(office.db, office.campaign, TODAY)[:4]
    write_sheets(office.db.path, office.campaign, lines, "due", ListRequest(tmp_path), quiet,
                 by=BY)  # fmt: skip
    last = noted(office.db, "log_print")[-1]
    assert (last["purpose"], last["rows"]) == (f"{PRACTICE_WORDS} Quay lại", 4)
    n = write_leaflets(office.db.path, office.campaign, (), tmp_path / "a.pdf", TODAY.isoformat(),
                       quiet, by=BY)  # fmt: skip
    assert noted(office.db, "log_print")[-1] == {
        "actor": BY.name, "what": "tờ rơi có tên hộ", "rows": n,
        "purpose": f"{PRACTICE_WORDS} {office.campaign.name}",
    }  # fmt: skip


def test_who_may_not_print_gets_no_leaflet(office: Session, tmp_path: Path) -> None:
    assert office.campaign
    with pytest.raises(AppError, match="không có quyền"):
        write_leaflets(office.db.path, office.campaign, (), tmp_path / "a.pdf", TODAY.isoformat(),
                       quiet, by=User("Khách", Role.VIEWER))  # fmt: skip
    assert not list(tmp_path.glob("*.pdf"))


def test_a_sheet_of_a_back_check_is_noted(
    office: Session, page: ttk.Frame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert office.campaign
    db, campaign = office.db, office.campaign
    place = next(p for p in list_places(db, campaign) if list_pool(db, campaign, p))
    draw_backcheck(db, campaign, place, Rule(3, 0), by=BY, seed=1)
    screen = BackcheckScreen(page, office)
    screen.focus_first()
    monkeypatch.setattr("ui.backcheck.choose_save", lambda *_: tmp_path / "p.pdf")
    screen.print_sheet()
    assert noted(office.db, "log_print")[-1]["purpose"] == f"{PRACTICE_WORDS} Phúc tra"


def test_the_practice_commune_is_not_asked_and_the_office_is(
    office: Session, page: ttk.Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def confirm(_: Session, purpose: str, *, parent: object) -> None:
        asked.append(purpose)

    monkeypatch.setattr("ui.confirm.confirm", confirm)
    assert ask_reason(page, office, "Xuất") == ""
    assert asked == []
    office.practice = False
    assert ask_reason(page, office, "Xuất") is None
    assert asked == ["Xuất"]
