"""Dispatches in the order a report cites them; reports remembered as they were made."""

from dataclasses import replace

from domain.campaigns import Campaign
from domain.dispatches import Dispatch
from domain.users import User
from storage.database import Database
from storage.dispatches import (
    delete_dispatch,
    list_dispatches,
    list_reports,
    log_report,
    save_dispatch,
)

ORDER = Dispatch("Công văn", "861/UBND-VHTT", "2020-08-05", "UBND huyện Quan Sơn", cited=False)
EARLIER = Dispatch("Kế hoạch", "52/KH-UBND", "2020-07-30", "UBND tỉnh Thanh Hóa")


def test_dispatches_are_listed_oldest_first_as_saved(db: Database, by: User) -> None:
    for dispatch in (ORDER, EARLIER):
        save_dispatch(db, dispatch, by=by)
    listed = list_dispatches(db)
    assert [replace(d, id="") for d in listed] == [EARLIER, ORDER]


def test_saving_with_its_id_changes_a_dispatch(db: Database, by: User) -> None:
    save_dispatch(db, ORDER, by=by)
    (known,) = list_dispatches(db)
    save_dispatch(db, replace(known, cited=True), by=by)
    (changed,) = list_dispatches(db)
    assert changed == replace(known, cited=True)


def test_a_removed_dispatch_is_listed_no_more(db: Database, by: User) -> None:
    save_dispatch(db, ORDER, by=by)
    delete_dispatch(db, list_dispatches(db)[0].id, by=by)
    assert list_dispatches(db) == []


def test_reports_are_remembered_newest_first_with_what_was_chosen(
    db: Database, campaign: Campaign, by: User
) -> None:
    log_report(db, campaign.id, "", "2020-08-20", "12/BC-UBND", {"annexes": ["I"]}, by=by)
    log_report(db, campaign.id, "2020-08-20", "2020-08-25", "", {"addressee": "Sở Y tế"}, by=by)
    newest, first = list_reports(db, campaign.id)
    assert (newest["since"], newest["until"]) == ("2020-08-20", "2020-08-25")
    assert newest["choices"] == {"addressee": "Sở Y tế"}
    assert (first["number"], first["changed_by"]) == ("12/BC-UBND", by.name)
    assert list_reports(db, "other") == []


def test_a_report_made_leaves_the_screens_of_visits_and_campaigns_alone(
    db: Database, campaign: Campaign, by: User
) -> None:
    changes = log_report(db, campaign.id, "", "2020-08-25", "", {}, by=by)
    assert changes.reports
    assert not changes.campaigns
    assert not changes.visits
