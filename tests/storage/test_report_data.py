"""Everything a report is made of, in one read."""

from collections.abc import Callable

import pytest

from domain.campaigns import Campaign
from domain.dispatches import Dispatch
from domain.errors import AppError
from domain.offices import Office
from domain.users import User
from storage.audit import printed_head
from storage.campaigns import save_campaign
from storage.database import Database
from storage.dispatches import save_dispatch
from storage.offices import save_office
from storage.progress import get_progress
from storage.report_data import get_report_data

Visit = Callable[..., None]


def test_it_holds_the_progress_the_days_of_the_period_and_the_cited_dispatches(
    db: Database, campaign: Campaign, visit: Visit, by: User
) -> None:
    visit("Hà Văn An", "2020-08-12", "NOT_HOME")
    visit("Hà Văn Ăn", "2020-08-14", "NOT_HOME")
    visit("Hà Văn Ân", "2020-08-19", "NOT_HOME")
    for number, cited in (("1", True), ("2", False)):
        save_dispatch(db, Dispatch("Công văn", number, "2020-08-01", "x", cited=cited), by=by)
    data = get_report_data(db, campaign, since="2020-08-13", until="2020-08-18", on="2020-08-20")
    assert data.progress == get_progress(db, campaign, since="2020-08-13", until="2020-08-18")
    assert [(d.day, d.visited) for d in data.days] == [("2020-08-14", 2)]
    assert [d.number for d in data.dispatches] == ["1"]
    assert [r.visited for r in data.reasons] == [1, 1, 0]
    assert not data.practice
    assert data.audit_head == printed_head(db) != ""


def test_the_office_is_the_one_of_the_day_of_signing(
    db: Database, campaign: Campaign, by: User
) -> None:
    save_office(db, Office("2025-07-01", "xã", "Mường Mìn", "tỉnh Thanh Hóa"), by=by)
    for on, district in (("2020-08-25", "huyện Quan Sơn"), ("2025-07-01", "")):
        assert get_report_data(db, campaign, on=on).office.district == district


def test_without_an_office_there_is_no_report(
    empty_db: Database, campaign: Campaign, by: User
) -> None:
    save_campaign(empty_db, campaign, by=by)
    with pytest.raises(AppError, match="Chưa có thông tin đơn vị"):
        get_report_data(empty_db, campaign, on="2020-08-25")
