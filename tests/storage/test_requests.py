"""The register of requests: numbers, steps, terms; and how long personal data is kept."""

from datetime import date

import pytest

from domain.campaigns import Campaign
from domain.erasures import Retention
from domain.errors import AppError
from domain.requests import Step
from domain.users import User
from storage.database import Database
from storage.requests import (
    get_request,
    get_retention,
    list_reminders,
    list_requests,
    save_request,
    save_retention,
    take_step,
)

TODAY = date(2026, 3, 10)
ASKED = {"kind": "DELETE", "received_on": "2026-03-06", "requester": "Nguyễn Văn Hòa",
         "contact": "0912345678", "words": "Xóa tên tôi"}  # fmt: skip


def test_a_request_gets_the_next_number_and_its_household(db: Database, by: User) -> None:
    code = db.value("SELECT code FROM households WHERE head_name='Nguyễn Văn Hòa'")
    _, first = save_request(db, {**ASKED, "code": code}, by=by)
    _, second = save_request(db, {**ASKED, "kind": "VIEW"}, by=by)
    assert [get_request(db, i).number for i in (first, second)] == [1, 2]
    assert get_request(db, first).code == code
    assert get_request(db, second).household_id is None


def test_the_code_of_a_request_may_lack_its_check_digit(db: Database, by: User) -> None:
    code = db.value("SELECT code FROM households WHERE head_name='Nguyễn Văn Hòa'")
    _, id_ = save_request(db, {**ASKED, "code": code[:-2]}, by=by)
    assert get_request(db, id_).code == code


def test_a_request_for_a_household_nobody_knows_is_refused(db: Database, by: User) -> None:
    with pytest.raises(AppError):
        save_request(db, {**ASKED, "code": "99-9999-9"}, by=by)
    assert not list_requests(db, TODAY)


def test_steps_stay_and_the_last_one_closes(db: Database, by: User) -> None:
    _, id_ = save_request(db, dict(ASKED), by=by)
    take_step(db, id_, Step.ACKNOWLEDGED, {"happened_on": "2026-03-09"}, by=by)
    take_step(db, id_, Step.REFUSED, {"happened_on": "2026-03-10", "note": "Luật quy định"}, by=by)
    request = get_request(db, id_)
    assert [t.step for t in request.steps] == [Step.ACKNOWLEDGED, Step.REFUSED]
    assert request.closed
    with pytest.raises(AppError, match="đã xong"):
        take_step(db, id_, Step.DONE, {"happened_on": "2026-03-10"}, by=by)


def test_the_log_names_no_one_who_asks(db: Database, by: User) -> None:
    _, id_ = save_request(db, dict(ASKED), by=by)
    take_step(db, id_, Step.DONE, {"happened_on": "2026-03-09", "note": "trả ông Hòa"}, by=by)
    details = " ".join(r[0] for r in db.rows("SELECT detail FROM audit WHERE target=?", (id_,)))
    assert "DELETE" in details
    assert "Hòa" not in details


def test_only_chiefs_keep_the_register(db: Database, viewer: User) -> None:
    with pytest.raises(AppError):
        save_request(db, dict(ASKED), by=viewer)


def test_data_is_kept_twelve_months_unless_said_otherwise(db: Database, by: User) -> None:
    assert get_retention(db) == Retention(12, "")
    save_retention(db, Retention(6, "Lò Thị Mai"), by=by)
    assert get_retention(db) == Retention(6, "Lò Thị Mai")


def test_the_board_reminds_a_month_before_the_term_ends(
    db: Database, campaign: Campaign, by: User
) -> None:
    assert campaign.due == date(2020, 8, 25)
    assert not list_reminders(db, date(2021, 7, 25))
    [line] = list_reminders(db, date(2021, 7, 26))
    assert line.due == date(2021, 8, 25)
    save_retention(db, Retention(24), by=by)
    assert not list_reminders(db, date(2021, 7, 26))


def test_the_board_has_open_requests_until_they_are_answered(db: Database, by: User) -> None:
    _, id_ = save_request(db, dict(ASKED), by=by)
    lines = [d for d in list_reminders(db, TODAY) if d.key.startswith("request:")]
    assert [d.due for d in lines] == [date(2026, 3, 10)]  # to be acknowledged, over a weekend
    take_step(db, id_, Step.DONE, {"happened_on": "2026-03-10"}, by=by)
    assert not [d for d in list_reminders(db, TODAY) if d.key.startswith("request:")]
