"""Erasing on the screen: nothing without the word typed, the certificate after it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import ttkbootstrap as ttk

from domain.changes import Changes
from domain.deadlines import Urgency
from domain.erasures import Erasure, Preview, Retention, Scope, Stage
from domain.households import NO_NAME
from domain.requests import Request, Step, Taken
from domain.users import Role, User
from storage.campaigns import current_campaign
from storage.database import Database
from storage.erasure_finish import _move
from storage.households import get_household, save_household
from storage.practice import make_practice
from storage.requests import get_request, list_requests, save_request, take_step
from storage.sheets import NewSheet, save_sheets
from tests.ui.conftest import RecordingWindow
from ui import erasure as module
from ui import household_rights, request_forms
from ui.campaign_chosen import ChosenCampaign
from ui.campaign_info import InfoPanel, kept_words
from ui.deadline_board import DeadlineBoard
from ui.erasure import (
    NOTHING,
    CertificatesDialog,
    ErasureDialog,
    ask_campaign_erasure,
    ask_household_erasure,
    certificate_row,
    goes_lines,
    question_of,
)
from ui.grid import Grid
from ui.household_rights import EXPORT, RightsDialog, export_household
from ui.households import Households
from ui.requests import RequestsPanel, request_row, retention_words
from ui.session import Session

ONE = Preview(Scope.HOUSEHOLD, "01-0001-4", {"households": 1, "visits": 0}, {"visits": 2}, 3)
WHOLE = Preview(Scope.CAMPAIGN, "Đợt 1", {"households": 40}, {}, held_by=("Đợt 2",), is_open=True)
TODAY = date(2026, 3, 10)


@pytest.fixture
def household(session: Session) -> str:
    make_practice(session.db, by=session.user, households=40)
    session.campaign = current_campaign(session.db)
    return str(session.db.value("SELECT id FROM households ORDER BY code LIMIT 1"))


@pytest.fixture
def agreed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The word is typed, the reason given, and a place for the file chosen."""
    monkeypatch.setattr(ErasureDialog, "wait", lambda self: (self.destroy(), True)[1])
    monkeypatch.setattr(module, "ask_reason", lambda *_: "đơn ngày 10/3")
    monkeypatch.setattr(module, "choose_save", lambda *_: tmp_path / "giay.pdf")
    monkeypatch.setattr(module, "finish_erasures", _finished)
    return tmp_path / "giay.pdf"


def _finished(db: Database, *, by: User) -> int:
    """Without the backups: they need the key files of a real folder."""
    _move(db, by, Stage.ERASED, Stage.DONE, 2)
    return 1


def test_what_goes_is_said_with_its_number_and_what_is_none_left_out() -> None:
    lines = goes_lines(ONE)
    assert lines[0].startswith("1 hộ mất họ tên")
    assert lines[-1].startswith("3 bản sao lưu")
    assert not [x for x in lines if "lượt đến" in x]
    assert goes_lines(Preview(Scope.HOUSEHOLD, "x", {}, {})) == [NOTHING]


def test_a_campaign_that_others_hold_says_so_and_that_it_is_closed() -> None:
    said = " ".join(WHOLE.notices())
    assert "“Đợt 2”" in said
    assert "sẽ được đóng" in said
    assert "XÓA" in question_of(WHOLE)
    assert "01-0001-4" in question_of(ONE)


def test_the_button_waits_for_the_word(session: Session, shown: ttk.Frame) -> None:
    dialog = ErasureDialog(shown, ONE)
    for typed in ("", "01-0001-", "01-0002-3", "XÓA"):
        dialog._typed.set(typed)
        assert dialog.button.instate(["disabled"])
        dialog.press()
    assert dialog.winfo_exists()
    dialog._typed.set("0100014")
    assert dialog.button.instate(["!disabled"])
    dialog.press()
    assert dialog.result is True


def test_a_household_is_erased_and_the_certificate_written(
    session: Session, shown: ttk.Frame, household: str, agreed: Path
) -> None:
    assert ask_household_erasure(shown, session, household)
    assert get_household(session.db, household)["head_name"] == NO_NAME
    assert agreed.read_bytes().startswith(b"%PDF")
    reasons = session.db.rows("SELECT detail FROM audit WHERE action='erase_personal_data'")
    assert "đơn ngày 10/3" in reasons[0][0]


def test_a_campaign_is_erased_and_closed(
    session: Session, shown: ttk.Frame, household: str, agreed: Path
) -> None:
    campaign = session.campaign
    assert campaign
    assert kept_words(session.db, campaign).startswith("Dữ liệu cá nhân giữ đến")
    assert ask_campaign_erasure(shown, session, campaign.id)
    assert get_household(session.db, household)["head_name"] == NO_NAME
    after = current_campaign(session.db)
    assert after
    assert after.closed
    assert kept_words(session.db, after).startswith("Đã xóa")
    for shown_one, grey in ((campaign, True), (replace(campaign, id="other"), False)):
        panel = InfoPanel(shown, ChosenCampaign(session, shown_one), lambda: None)
        panel.refresh()
        assert panel._forget.instate(["disabled"]) is grey
        panel.destroy()


def test_undo_does_not_write_the_people_back(
    session: Session, shown: ttk.Frame, household: str, agreed: Path
) -> None:
    screen = Households(shown, session)
    screen.pack(fill="both", expand=True)
    shown.update()
    old = get_household(session.db, household)
    changes, _ = save_household(session.db, {"head_name": "Lò Văn Mới"}, by=session.user,
                                household_id=household)  # fmt: skip
    screen._after(changes, household, "Đã ghi.", lambda: save_household(
        session.db, {"head_name": old["head_name"]}, by=session.user, household_id=household
    )[0])  # fmt: skip
    ask_household_erasure(shown, session, household)
    screen.on_changes(Changes(households=True))
    screen.undo()
    assert get_household(session.db, household)["head_name"] == NO_NAME


def test_what_is_half_typed_of_them_in_the_grid_is_gone_and_the_next_row_is_not(
    session: Session, shown: ttk.Frame, household: str, agreed: Path, recorder: RecordingWindow
) -> None:
    assert session.campaign
    other = str(session.db.value("SELECT id FROM households ORDER BY code LIMIT 1 OFFSET 1"))
    new = NewSheet("FIRST", "Bản Chiềng", (household, other))
    [sheet] = save_sheets(session.db, session.campaign, [new], by=session.user)[1]
    grid = Grid(shown, session)
    grid.pack(fill="both", expand=True)
    recorder.keep = [grid.keep_typed]
    shown.update()
    assert grid.page
    grid.page.open_sheet(sheet)
    assert grid.page._open
    for n, text in enumerate(("con gái ở xa", "bò lạc")):
        grid.page._open.rows[n].texts["note"] = text
    grid.page._waiting.add(1)
    ask_household_erasure(shown, session, household)
    grid.on_changes(recorder.changes[-1])
    shown.update()
    grid.page.open_sheet(sheet)
    assert [r.texts.get("note", "") for r in grid.page._open.rows] == ["", "bò lạc"]
    grid.leave()
    kept = [r[0] for r in session.db.rows("SELECT body FROM drafts")]
    assert "bò lạc" in "".join(kept)
    assert "con gái" not in "".join(kept)
    assert not session.db.value("SELECT 1 FROM visits WHERE note='con gái ở xa'")


def test_giving_up_at_the_password_erases_nothing(
    session: Session, shown: ttk.Frame, household: str, agreed: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(module, "ask_reason", lambda *_: None)
    assert not ask_household_erasure(shown, session, household)
    assert get_household(session.db, household)["head_name"] != NO_NAME


def test_who_may_not_erase_is_told(
    session: Session, shown: ttk.Frame, household: str, agreed: Path
) -> None:
    session.user = User("Phụ trách", Role.CHIEF)
    assert not ask_household_erasure(shown, session, household)
    assert get_household(session.db, household)["head_name"] != NO_NAME
    dialog = RightsDialog(shown, session, household)
    assert dialog.buttons["erase"].instate(["disabled"])
    assert dialog.buttons[EXPORT].instate(["!disabled"])
    dialog.finish(None)


def test_everything_about_a_household_is_handed_over_and_logged(
    session: Session, shown: ttk.Frame, household: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(household_rights, "ask_reason", lambda *_: "chủ hộ xin")
    monkeypatch.setattr(household_rights, "choose_save", lambda *_: tmp_path / "h.xlsx")
    export_household(shown, session, household)
    assert (tmp_path / "h.xlsx").read_bytes().startswith(b"PK")
    [(detail,)] = session.db.rows("SELECT detail FROM audit WHERE action='export_names'")
    assert "chủ hộ xin" in detail
    assert get_household(session.db, household)["head_name"] not in detail


def test_the_register_lists_what_is_open_first(
    session: Session, page: ttk.Frame, household: str
) -> None:
    code = get_household(session.db, household)["code"]
    today = date.today().isoformat()
    for kind in ("VIEW", "DELETE"):
        save_request(session.db, {"kind": kind, "received_on": today, "code": code,
                                  "requester": "Người dân"}, by=session.user)  # fmt: skip
    panel = RequestsPanel(page, session)
    panel.refresh()
    assert [row.texts["kind"] for row in panel._list._rows] == ["Xem dữ liệu", "Xóa dữ liệu"]
    board = DeadlineBoard(page, session)
    board.show(date.today())
    assert [r.id.split(":")[0] for r in board._rows].count("request") == 2
    board._open(next(r.id for r in board._rows if r.id.startswith("request:")))


def test_who_does_not_keep_the_register_sees_no_names(
    session: Session, page: ttk.Frame, household: str
) -> None:
    save_request(session.db, {"kind": "VIEW", "received_on": "2026-03-06", "requester": "Dân"},
                 by=session.user)  # fmt: skip
    session.user = User("Xem", Role.VIEWER)
    panel = RequestsPanel(page, session)
    panel.refresh()
    assert not panel._list._rows
    assert panel._certificates.instate(["disabled"])


def test_the_steps_of_a_request_that_is_done_are_grey(
    session: Session, page: ttk.Frame, household: str
) -> None:
    asked = {"kind": "VIEW", "received_on": "2026-03-06", "requester": "Dân"}
    ids = [save_request(session.db, dict(asked), by=session.user)[1] for _ in range(2)]
    take_step(session.db, ids[0], Step.ACKNOWLEDGED, {"happened_on": "2026-03-09"}, by=session.user)
    take_step(session.db, ids[1], Step.DONE, {"happened_on": "2026-03-09"}, by=session.user)
    panel = RequestsPanel(page, session)
    panel.refresh()

    def grey_ones(request_id: str) -> list[str]:
        panel._list.select(request_id)
        return [a.text.split(" (")[0] for a, b in panel._list._buttons if b.instate(["disabled"])]

    assert grey_ones(ids[0]) == ["Xác nhận"]
    assert grey_ones(ids[1]) == ["Xác nhận", "Gia hạn", "Đã giải quyết", "Từ chối"]


def test_a_request_is_typed_and_its_step_taken(
    session: Session, page: ttk.Frame, household: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(parent, title, fields, raw, write, check=None, **_):
        texts = {**raw, "kind": "Xóa dữ liệu", "requester": "Người dân", "note": "đã báo"}
        assert not (check and check(request_forms.parse_row(fields, texts)[0]))
        return write(texts)

    monkeypatch.setattr(request_forms, "edit_and_write", fill)
    id_ = request_forms.ask_request(page, session, get_household(session.db, household)["code"])
    assert id_
    request = list_requests(session.db, date.today())[0]
    assert request_forms.ask_step(page, session, request, Step.ACKNOWLEDGED)
    assert get_request(session.db, id_).took(Step.ACKNOWLEDGED)


def test_rows_say_how_urgent_it_is_and_what_was_erased() -> None:
    asked = Request("r", 1, "DELETE", "2026-03-06", "h", "01-0001-4", "Người dân")
    row = request_row(asked, TODAY)
    assert row.tags == ("alarm",)
    assert row.texts["due"] == "26/03/2026"
    done = Request("r", 1, "DELETE", "2026-03-06", "h", "01-0001-4",
                   steps=(Taken(Step.DONE, "2026-03-09"),))  # fmt: skip
    assert done.urgency(TODAY) is Urgency.DONE
    assert request_row(done, TODAY).texts["requester"] == "(đã xóa)"
    assert "12 tháng" in retention_words(Retention())


def test_every_certificate_can_be_written_again(
    session: Session, shown: ttk.Frame, household: str, agreed: Path
) -> None:
    nothing = CertificatesDialog(shown, session)
    assert nothing.button.instate(["disabled"])
    nothing.finish(None)
    ask_household_erasure(shown, session, household)
    agreed.unlink()
    dialog = CertificatesDialog(shown, session)
    assert dialog.button.instate(["!disabled"])
    dialog.list.select(0)
    dialog.save()
    assert agreed.exists()
    dialog.finish(None)
    open_one = Erasure("e", 2, Scope.CAMPAIGN, "c", "Đợt", Stage.ERASED, "")
    assert certificate_row(open_one).texts["state"] == "Còn làm tiếp"
