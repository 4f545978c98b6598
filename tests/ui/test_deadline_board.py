"""The deadline board of Tổng quan: its rows, the warning in the tile, what a person sets."""

from dataclasses import replace
from datetime import date

import ttkbootstrap as ttk

from domain.deadlines import Deadline, Urgency
from storage.campaigns import current_campaign
from storage.practice import make_practice
from ui.deadline_board import DeadlineBoard, deadline_row, mark_texts, more_pressing, warning
from ui.session import Session

DUE = date(2020, 8, 25)
BOARD = Deadline("d", "Công văn số 861", "Huyện", DUE, "2020-08-24")
DONE = Deadline("e", "Công văn số 1", "Huyện", DUE, "2020-08-23", done_on="2020-08-24")


def test_a_row_says_what_is_due_to_whom_and_when() -> None:
    row = deadline_row(BOARD, date(2020, 8, 20))
    assert dict(row.texts) == {
        "what": "Công văn số 861", "to_whom": "Huyện", "due": "25/08/2020 23:59",
        "cut_off": "24/08/2020", "state": "Còn 4 ngày làm việc",
    }  # fmt: skip
    assert row.tags == ()
    assert deadline_row(BOARD, date(2020, 8, 21)).tags == ("alarm",)
    assert deadline_row(DONE, date(2020, 8, 21)).tags == ("muted",)


def test_the_tile_warns_of_the_next_deadline() -> None:
    assert warning([DONE, BOARD], date(2020, 8, 21)) == (
        "Hạn 25/08: còn 3 ngày làm việc", Urgency.WARNING
    )  # fmt: skip
    assert warning([BOARD], DUE) == ("Hạn 25/08: hôm nay", Urgency.ALARM)
    assert warning([BOARD], date(2020, 8, 27)) == ("Hạn 25/08: quá 2 ngày", Urgency.ALARM)
    assert warning([DONE], DUE) == ("Đã nộp đủ các hạn", Urgency.DONE)
    assert warning([], DUE) == ("", Urgency.DONE)


def test_an_overdue_request_is_warned_of_before_a_report_that_has_time() -> None:
    today = date(2020, 8, 12)
    asked = [Deadline("request:1", "Yêu cầu số 2: xóa dữ liệu", "", date(2020, 8, 10), "")]
    later = [replace(asked[0], due=date(2020, 9, 30))]
    assert more_pressing([BOARD], asked, today) == asked
    assert warning(asked, today) == ("Yêu cầu số 2: quá 2 ngày", Urgency.ALARM)
    assert more_pressing([BOARD], later, today) == [BOARD]
    assert more_pressing([DONE], later, today) == later
    assert more_pressing([DONE], [], today) == [DONE]


def test_the_dialog_starts_with_what_a_person_set_and_nothing_else() -> None:
    assert mark_texts(BOARD) == {"cut_off": "", "done_on": "", "note": ""}
    assert mark_texts(DONE)["cut_off"] == "23/08/2020"
    assert mark_texts(DONE)["done_on"] == ""


def test_the_board_shows_the_deadlines_of_the_campaign(session: Session, page: ttk.Frame) -> None:
    board = DeadlineBoard(page, session)
    board.show(date.today())
    assert board.deadlines == []
    make_practice(session.db, by=session.user, households=60)
    session.campaign = current_campaign(session.db)
    board.show(date.today())
    assert session.campaign
    assert session.campaign.id in [d.key for d in board.deadlines]
