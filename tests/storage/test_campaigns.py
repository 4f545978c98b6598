"""Campaigns are rows: what was once used is archived, and results follow a change of the rules."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.campaigns import App, Campaign, Reason, Target, free_slot, with_app
from domain.errors import AppError, Cancelled
from domain.presets import PRESETS, new_campaign
from domain.users import User
from storage import campaigns as campaigns_module
from storage import results as results_module
from storage.campaigns import (
    current_campaign,
    first_visit_on,
    get_campaign,
    list_campaigns,
    save_campaign,
    save_current_campaign,
    takes_long,
)
from storage.database import Database
from storage.progress import get_progress

Visit = Callable[..., None]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda p: str(p.code))
def test_a_campaign_comes_back_as_it_was_saved(db: Database, by: User, preset: object) -> None:
    campaign = new_campaign(preset, id="n", starts_on="2021-01-02", deadline_on="2021-02-03")  # type: ignore[arg-type]
    campaign = replace(
        campaign,
        targets=(Target("IND05", 30.5, campaign.apps[0].code, "2021-02-03", "KH 1"),),
        labels=(("REFUSED", "Không hợp tác"),),
    )
    save_campaign(db, campaign, by=by)
    assert get_campaign(db, "n") == campaign


def test_a_new_campaign_is_worked_in_until_another_is_chosen(
    db: Database, campaign: Campaign, by: User
) -> None:
    save_campaign(db, replace(campaign, id="d", name="Đợt 2", starts_on="2021-01-01"), by=by)
    assert [c.id for c in list_campaigns(db)] == ["d", "c"]
    for chosen in ("c", "d"):
        save_current_campaign(db, chosen, by=by)
        found = current_campaign(db)
        assert found is not None
        assert found.id == chosen


def test_changing_another_campaign_does_not_make_it_the_current_one(
    db: Database, campaign: Campaign, by: User
) -> None:
    save_campaign(db, replace(campaign, id="d", name="Đợt 2"), by=by)
    save_campaign(db, replace(campaign, name="Đợt 1"), by=by)
    found = current_campaign(db)
    assert found is not None
    assert found.name == "Đợt 2"


def test_an_empty_file_has_no_campaign(empty_db: Database) -> None:
    assert current_campaign(empty_db) is None


def test_an_app_that_is_left_out_by_mistake_keeps_its_row(
    db: Database, campaign: Campaign, by: User
) -> None:
    save_campaign(db, replace(campaign, apps=campaign.apps[:1]), by=by)
    assert {a.code for a in get_campaign(db, campaign.id).apps} == {"bluezone", "smart-thanh-hoa"}


def test_a_changed_rule_of_completion_changes_the_results(
    db: Database, campaign: Campaign, visit: Visit, by: User
) -> None:
    visit("Hà Văn An", "2020-08-12", "PARTIAL", smartphones=3, bluezone=1, smart=1, all_apps=1)
    assert get_progress(db, campaign).commune_now.completed == 0
    save_campaign(db, replace(campaign, complete_rule="AT_LEAST_ONE_ADULT"), by=by)
    assert get_progress(db, get_campaign(db, "c")).commune_now.completed == 1


def test_an_app_that_becomes_optional_changes_the_results(
    db: Database, campaign: Campaign, visit: Visit, by: User
) -> None:
    visit("Hà Văn An", "2020-08-12", "PARTIAL", smartphones=3, bluezone=3, smart=0)
    changed = with_app(campaign, replace(campaign.apps[1], required=False))
    save_campaign(db, changed, by=by)
    assert get_progress(db, get_campaign(db, "c")).commune_now.completed == 1


def test_a_reason_keeps_its_meaning_when_another_is_added(
    db: Database, campaign: Campaign, by: User
) -> None:
    added = (*campaign.reasons, Reason("new", "REFUSED", "Lý do mới", "REFUSED"))
    save_campaign(db, replace(campaign, reasons=added), by=by)
    assert get_campaign(db, "c").reasons == added


def test_an_app_of_its_own_gets_the_next_free_place(
    db: Database, campaign: Campaign, by: User
) -> None:
    slot = free_slot(campaign.apps)
    assert slot == 3
    save_campaign(db, with_app(campaign, App("vneid", "VNeID", slot=slot)), by=by)
    assert [a.slot for a in get_campaign(db, "c").apps] == [1, 2, 3]


def test_a_campaign_that_is_not_there_is_said_so(db: Database) -> None:
    with pytest.raises(AppError, match="Không thấy đợt vận động"):
        get_campaign(db, "none")


def test_new_names_and_reasons_leave_the_results_alone(
    db: Database, campaign: Campaign, visit: Visit, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit("Hà Văn An", "2020-08-12", "NOT_HOME")
    monkeypatch.setattr(campaigns_module, "rebuild", None)  # calling it would fail
    save_campaign(db, replace(campaign, name="Đợt 1", labels=(("REFUSED", "Không"),)), by=by)
    assert get_progress(db, get_campaign(db, "c")).commune_now.visited == 1


def test_only_many_results_to_be_made_again_take_long(
    db: Database, campaign: Campaign, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_rule = replace(campaign, complete_rule="AT_LEAST_ONE_ADULT")
    visit("Hà Văn An", "2020-08-12", "NOT_HOME")
    assert not takes_long(db, other_rule)
    monkeypatch.setattr(campaigns_module, "QUICK_RESULTS", 0)
    assert takes_long(db, other_rule)
    assert not takes_long(db, replace(campaign, name="Đợt 1"))
    assert not takes_long(db, replace(other_rule, id="new"))


def test_a_cancelled_change_leaves_campaign_and_results_as_they_were(
    db: Database, campaign: Campaign, visit: Visit, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit("Hà Văn An", "2020-08-12", "PARTIAL", smartphones=3, bluezone=1, smart=1, all_apps=1)
    monkeypatch.setattr(results_module, "_REPORT_EVERY", 1)

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    changed = replace(campaign, complete_rule="AT_LEAST_ONE_ADULT")
    with pytest.raises(Cancelled):
        save_campaign(db, changed, by=by, report=cancel)
    assert get_campaign(db, "c") == campaign
    assert get_progress(db, campaign).commune_now.visited == 1


def test_a_second_campaign_begins_with_every_household_not_visited(
    db: Database, campaign: Campaign, visit: Visit, by: User
) -> None:
    visit("Hà Văn An", "2020-08-12", "NOT_HOME")
    second = new_campaign(PRESETS[2], id="d", starts_on="2021-01-01")
    save_campaign(db, second, by=by, activate=True)
    now = get_progress(db, second).commune_now
    assert (now.households, now.visited) == (12, 0)
    assert get_progress(db, campaign).commune_now.visited == 1


def test_the_first_visit_of_a_campaign_is_known(
    db: Database, campaign: Campaign, visit: Visit
) -> None:
    assert first_visit_on(db, "c") == ""
    visit("Hà Văn An", "2020-08-14", "NOT_HOME")
    visit("Hà Văn Ân", "2020-08-12T08:00", "NOT_HOME")
    assert first_visit_on(db, "c") == "2020-08-12"
