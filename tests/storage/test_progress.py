"""Counts at any hour: known answers, blanks that stay blank, and a past that does not move."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from domain.campaigns import App, Campaign, free_slot, with_app
from domain.fields import Row
from domain.figures import Figure
from domain.household_import import ImportRow, Place
from domain.indicators import BY_KEY, Counts
from domain.progress import Progress
from domain.users import User
from storage.campaigns import get_campaign, save_campaign
from storage.database import Database
from storage.day_lines import list_days
from storage.figures import save_figure
from storage.household_import import import_households
from storage.household_states import set_household_state
from storage.households import count_visited, save_household
from storage.practice import make_practice
from storage.progress import get_progress, list_reasons
from storage.villages import list_villages, save_villages
from storage.visits import list_visits, save_visits, void_visit
from storage.worklist import list_worklist

Visit = Callable[..., None]


def app_rate(progress: Progress, campaign: Campaign, code: str) -> Fraction | None:
    return progress.rate(BY_KEY[code], campaign.active_apps[0])[0]


def unit(progress: Progress, label: str) -> Counts:
    return next(u.now for u in progress.units if u.label == label)


def add_households(db: Database, by: User, village: str, n: int) -> list[str]:
    rows = [
        ImportRow({"village": village, "head_name": f"Hộ {village} {i}"}, Place("s", i))
        for i in range(n)
    ]
    import_households(db, rows, by=by, source="x")
    return [r[0] for r in db.rows("SELECT id FROM households WHERE head_name LIKE ? ORDER BY row",
                                  (f"Hộ {village} %",))]  # fmt: skip


def test_the_figures_of_the_dispatch_give_its_rate(
    db: Database, campaign: Campaign, ids: dict[str, str], by: User
) -> None:
    """183.620 installations on 1.128.620 people are 16,27 %."""
    save_figure(db, Figure("population", 1_128_620, "2020-08-13", "Cục Thống kê"), by=by)
    visit: Row = {
        "household_id": ids["Hà Văn An"], "visited_at": "2020-08-13", "disposition": "PARTIAL",
        "smartphones": 200_000, "app:bluezone": 183_620, "app:smart-thanh-hoa": 0,
    }  # fmt: skip
    save_visits(db, campaign, [visit], by=by)
    rate = app_rate(get_progress(db, campaign, until="2020-08-13"), campaign, "IND05")
    assert rate == Fraction(183_620, 1_128_620)
    assert round(float(rate) * 100, 4) == 16.2694


def test_a_rate_of_the_whole_is_of_sums_and_never_the_mean_of_rates(
    empty_db: Database, campaign: Campaign, by: User
) -> None:
    """10 of 1000 and 50 of 100: together 60 of 1100, not 25,5 %."""
    db = empty_db
    save_campaign(db, campaign, by=by, activate=True)
    for village, people, devices in (("Bản Lớn", 1000, 10), ("Bản Nhỏ", 100, 50)):
        household = add_households(db, by, village, 1)[0]
        village_id = list_villages(db)[-1].id
        save_figure(db, Figure("population", people, "2020-08-01", "xã", village_id), by=by)
        visit: Row = {
            "household_id": household, "visited_at": "2020-08-12", "disposition": "PARTIAL",
            "smartphones": 100, "app:bluezone": devices,
        }  # fmt: skip
        save_visits(db, campaign, [visit], by=by)
    progress = get_progress(db, campaign)
    indicator, app = BY_KEY["IND05"], campaign.active_apps[0]
    assert [indicator.rate(u.now, app) for u in progress.units] == [
        Fraction(10, 1000), Fraction(50, 100),
    ]  # fmt: skip
    assert progress.rate(indicator, app) == (Fraction(60, 1100), 2)


def test_a_village_without_a_denominator_gives_no_numerator_either(
    db: Database, campaign: Campaign, visit: Visit, by: User
) -> None:
    chieng = list_villages(db)[0]
    save_figure(db, Figure("population", 100, "2020-08-01", "xã", chieng.id), by=by)
    visit("Nguyễn Văn Hòa", "2020-08-12", "PARTIAL", smartphones=3, bluezone=2)
    visit("Hà Văn An", "2020-08-12", "PARTIAL", smartphones=3, bluezone=3)
    progress = get_progress(db, campaign)
    indicator, app = BY_KEY["IND05"], campaign.active_apps[0]
    assert progress.rate(indicator, app) == (Fraction(2, 100), 1)
    assert indicator.rate(unit(progress, "Bản Mìn"), app) is None


def test_blank_is_not_zero(db: Database, campaign: Campaign, visit: Visit) -> None:
    visit("Hà Văn An", "2020-08-12", "PARTIAL", smartphones=2, bluezone=0, smart=None)
    visit("Vi Văn Đức", "2020-08-12", "NOT_HOME")
    progress = get_progress(db, campaign)
    min_, chieng = unit(progress, "Bản Mìn"), unit(progress, "Bản Chiềng")
    assert (min_.smartphones, min_.android, min_.in_use) == (2, None, None)
    assert min_.installed == {"bluezone": 0, "smart-thanh-hoa": None}
    assert min_.visited == 2
    assert (chieng.visited, chieng.smartphones, chieng.all_apps) == (0, None, None)
    assert [u.has_data for u in progress.units] == [False, True, False]


def test_a_village_without_households_is_listed_with_nothing_known(
    db: Database, campaign: Campaign, by: User
) -> None:
    save_villages(db, [("bản", "Bơn")], by=by)
    last = get_progress(db, campaign).units[-1]
    assert (last.label, last.now.households, last.now.members, last.has_data) == (
        "Bản Bơn", 0, None, False,
    )  # fmt: skip
    assert BY_KEY["IND01"].rate(last.now) is None


def test_members_are_those_of_the_list_corrected_by_the_visit(
    db: Database, campaign: Campaign, visit: Visit
) -> None:
    before = get_progress(db, campaign).commune_now.members
    visit("Nguyễn Văn Hòa", "2020-08-12", "CALLBACK", members=6)
    visit("Hà Văn Ân", "2020-08-12", "CALLBACK", members=3)
    assert before == 39
    assert get_progress(db, campaign).commune_now.members == 39 + 2 + 3


def test_a_visit_counts_from_its_hour_on(db: Database, campaign: Campaign, visit: Visit) -> None:
    visit("Hà Văn An", "2020-08-13T14:30", "NOT_HOME")
    for until, visited in (
        ("2020-08-12", 0), ("2020-08-13T14:29", 0), ("2020-08-13T14:30", 1), ("2020-08-13", 1),
        ("", 1),
    ):  # fmt: skip
        assert get_progress(db, campaign, until=until).commune_now.visited == visited


def test_a_visit_of_which_only_the_day_is_known_counts_all_that_day(
    db: Database, campaign: Campaign, visit: Visit
) -> None:
    visit("Hà Văn An", "2020-08-13", "NOT_HOME")
    assert get_progress(db, campaign, until="2020-08-13T00:00").commune_now.visited == 1


def test_what_came_in_a_period_is_stock_less_earlier_stock(
    db: Database, campaign: Campaign, visit: Visit
) -> None:
    visit("Hà Văn An", "2020-08-12", "PARTIAL", smartphones=3, bluezone=1)
    visit("Hà Văn Ăn", "2020-08-14T09:00", "PARTIAL", smartphones=2, bluezone=2)
    visit("Hà Văn An", "2020-08-15", "COMPLETE", smartphones=3, bluezone=3, smart=3)
    progress = get_progress(db, campaign, since="2020-08-13", until="2020-08-20")
    now, then = progress.commune_now, progress.commune_before
    assert (now.installed["bluezone"], then.installed["bluezone"]) == (5, 1)
    assert (now.visited, then.visited, now.completed, then.completed) == (2, 1, 1, 0)


def test_two_periods_that_meet_at_an_hour_share_nothing_and_lose_nothing(
    db: Database, campaign: Campaign, visit: Visit
) -> None:
    for n, head in enumerate(("Hà Văn An", "Hà Văn Ăn", "Hà Văn Ân")):
        visit(head, f"2020-08-13T08:0{n}", "NOT_HOME")
    first = get_progress(db, campaign, since="2020-08-12", until="2020-08-13T08:01")
    second = get_progress(db, campaign, since="2020-08-13T08:01", until="2020-08-13")
    assert first.commune_now == second.commune_before
    flows = [p.commune_now.visited - p.commune_before.visited for p in (first, second)]
    assert flows == [2, 1]


def test_earlier_denominators_do_not_change_when_a_household_leaves(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Visit, by: User
) -> None:
    visit("Hà Văn An", "2020-08-12", "COMPLETE", smartphones=2, bluezone=2, smart=2)
    earlier = get_progress(db, campaign, until="2020-08-15")
    set_household_state(db, ids["Hà Văn An"], "MOVED", "2020-08-16", "đi Sơn La", by=by)
    set_household_state(db, ids["Vi Văn Đức"], "VACANT", "2020-08-17", "bỏ trống", by=by)
    assert get_progress(db, campaign, until="2020-08-15") == earlier
    later = get_progress(db, campaign, until="2020-08-17").commune_now
    assert (later.households, later.ineligible, later.visited, later.completed) == (10, 2, 0, 0)
    assert later.smartphones is None
    set_household_state(db, ids["Hà Văn An"], "ACTIVE", "2020-08-20", "về lại", by=by)
    assert get_progress(db, campaign, until="2020-08-17").commune_now == later
    assert get_progress(db, campaign, until="2020-08-20").commune_now.households == 11


def test_merged_households_count_once_and_their_visits_from_the_merger_on(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Visit, by: User
) -> None:
    visit("Hà Văn Ăn", "2020-08-12", "PARTIAL", smartphones=2, bluezone=1)
    earlier = get_progress(db, campaign, until="2020-08-15")
    set_household_state(
        db, ids["Hà Văn Ăn"], "MERGED", "2020-08-16", "trùng", by=by, merged_into=ids["Hà Văn Ân"]
    )
    assert get_progress(db, campaign, until="2020-08-15") == earlier
    later = get_progress(db, campaign, until="2020-08-16").commune_now
    assert (later.households, later.visited, later.smartphones) == (11, 1, 2)
    assert earlier.commune_now.households == 12


def test_undoing_a_merger_leaves_every_earlier_number_as_it_was_reported(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Visit, by: User
) -> None:
    visit("Hà Văn Ăn", "2020-08-12", "PARTIAL", smartphones=2, bluezone=1, smart=1)
    one, two = ids["Hà Văn Ăn"], ids["Hà Văn Ân"]
    set_household_state(db, one, "MERGED", "2020-08-14", "trùng", by=by, merged_into=two)
    reported = {day: get_progress(db, campaign, until=f"2020-08-{day}") for day in (13, 14, 17)}
    assert reported[17].commune_now.smartphones == 2
    set_household_state(db, one, "ACTIVE", "2020-08-18", "nhập nhầm", by=by)
    visit("Hà Văn Ân", "2020-08-15", "NOT_HOME")  # back-dated into the merger
    visit("Hà Văn Ăn", "2020-08-20", "PARTIAL", smartphones=3, bluezone=2, smart=1)
    for day in (13, 14):
        assert get_progress(db, campaign, until=f"2020-08-{day}") == reported[day]
    during = get_progress(db, campaign, until="2020-08-17").commune_now
    assert (during.households, during.visited, during.smartphones) == (11, 1, 2)
    after = get_progress(db, campaign, until="2020-08-18").commune_now
    assert (after.households, after.visited, after.smartphones) == (12, 2, 2)
    last = get_progress(db, campaign).commune_now
    assert (last.visited, last.smartphones, last.attempts) == (2, 3, 3)


def test_a_household_visited_only_through_a_merger_is_unvisited_when_it_is_undone(
    db: Database, campaign: Campaign, ids: dict[str, str], visit: Visit, by: User
) -> None:
    visit("Hà Văn Ăn", "2020-08-12", "PARTIAL", smartphones=2, bluezone=1, smart=1)
    one, two = ids["Hà Văn Ăn"], ids["Hà Văn Ân"]
    set_household_state(db, one, "MERGED", "2020-08-14", "trùng", by=by, merged_into=two)
    set_household_state(db, one, "MOVED", "2020-08-18", "đi", by=by)
    assert get_progress(db, campaign).commune_now.visited == 0
    assert count_visited(db, 1) == (0, 11)
    lines = [(x.day, x.visited_new, x.visited) for x in list_days(db, campaign)]
    assert lines == [("2020-08-12", 1, 1), ("2020-08-18", -1, 0)]


def test_a_household_found_in_the_field_counts_from_that_day_and_apart(
    db: Database, campaign: Campaign, by: User
) -> None:
    values: Row = {"village_id": list_villages(db)[0].id, "head_name": "Vi Văn Sinh", "members": 2}
    save_household(db, values, by=by, found_on="2020-08-14")
    before = get_progress(db, campaign, until="2020-08-13").commune_now
    after = get_progress(db, campaign, until="2020-08-14").commune_now
    assert (before.households, before.found, before.members) == (12, 0, 39)
    assert (after.households, after.found, after.members) == (13, 1, 41)


def test_a_report_as_of_an_earlier_day_uses_the_denominator_of_that_day(
    db: Database, campaign: Campaign, by: User
) -> None:
    save_figure(db, Figure("population", 1_128_620, "2020-08-13", "CV 12/CTK"), by=by)
    save_figure(db, Figure("population", 1_130_000, "2020-08-20", "CV 19/CTK"), by=by)
    for until, value, source in (
        ("2020-08-13", 1_128_620, "CV 12/CTK"), ("2020-08-19T23:00", 1_128_620, "CV 12/CTK"),
        ("2020-08-20", 1_130_000, "CV 19/CTK"), ("", 1_130_000, "CV 19/CTK"),
    ):  # fmt: skip
        progress = get_progress(db, campaign, until=until)
        assert progress.commune_now.population == value
        assert [(label, f.source) for label, f in progress.figures] == [("Toàn đơn vị", source)]
    assert get_progress(db, campaign, until="2020-08-12").commune_now.population is None


def test_a_figure_of_the_commune_stands_before_the_sum_of_the_villages(
    db: Database, campaign: Campaign, by: User
) -> None:
    one, two, _ = list_villages(db)
    for village, value in ((one, 100), (two, 200)):
        save_figure(db, Figure("subscribers", value, "2020-08-01", "xã", village.id), by=by)
    assert get_progress(db, campaign).commune_now.subscribers == 300
    save_figure(db, Figure("subscribers", 1000, "2020-08-01", "Viettel"), by=by)
    assert get_progress(db, campaign).commune_now.subscribers == 1000


@pytest.fixture
def busy(empty_db: Database, by: User) -> tuple[Database, Campaign]:
    campaign = make_practice(empty_db, by=by, households=200, seed=5, today=date(2020, 8, 25))
    pick = random.Random(1)
    for (household,) in empty_db.rows("SELECT id FROM households")[:40]:
        counting = [v for v, counts in list_visits(empty_db, campaign, household) if counts]
        if counting and pick.random() < 0.5:
            void_visit(empty_db, campaign, pick.choice(counting), "nhầm", by=by)
    return empty_db, campaign


def test_lines_of_the_days_add_up_to_the_progress_of_each_day(
    busy: tuple[Database, Campaign],
) -> None:
    db, campaign = busy
    lines = list_days(db, campaign)
    assert len(lines) > 10
    for line in lines:
        stock = get_progress(db, campaign, until=line.day).commune_now
        assert (line.visited, line.completed) == (stock.visited, stock.completed)
        assert line.smartphones == (stock.smartphones or 0)
        assert line.installed == {k: n or 0 for k, n in stock.installed.items()}
        for app in campaign.active_apps:
            progress = get_progress(db, campaign, until=line.day)
            assert line.rate(app.code) == progress.rate(BY_KEY["IND07"], app)[0]
    assert sum(x.visited_new for x in lines) == lines[-1].visited
    assert sum(x.visits for x in lines) == get_progress(db, campaign).commune_now.attempts
    for app in campaign.active_apps:
        assert sum(x.installed_new[app.code] for x in lines) == lines[-1].installed[app.code]


def test_days_end_at_the_cut_off(busy: tuple[Database, Campaign]) -> None:
    db, campaign = busy
    lines = list_days(db, campaign, "2020-08-18T12:00")
    assert lines[-1].day <= "2020-08-18"
    stock = get_progress(db, campaign, until="2020-08-18T12:00").commune_now
    assert (lines[-1].visited, lines[-1].completed) == (stock.visited, stock.completed)


@pytest.mark.parametrize("until", ["", "2020-08-16", "2020-08-18T10:00"])
def test_reasons_share_out_exactly_the_households_visited_and_not_complete(
    busy: tuple[Database, Campaign], until: str
) -> None:
    db, campaign = busy
    progress = get_progress(db, campaign, until=until)
    for line, u in zip(list_reasons(db, campaign, until), progress.units, strict=True):
        assert line.visited == u.now.visited
        assert line.total == u.now.visited - u.now.completed


def test_counts_of_a_funnel_never_widen(busy: tuple[Database, Campaign]) -> None:
    db, campaign = busy
    for u in get_progress(db, campaign).units:
        c = u.now
        assert c.households >= c.visited >= c.contacted >= c.completed
        assert c.with_device >= c.with_app >= c.with_in_use
        assert c.unreached >= c.households - c.visited


def test_an_archived_app_is_no_longer_asked_for_and_a_new_one_is_unknown(
    db: Database, campaign: Campaign, visit: Visit, by: User
) -> None:
    visit("Hà Văn An", "2020-08-12", "PARTIAL", smartphones=2, bluezone=1, smart=2)
    changed = with_app(campaign, replace(campaign.apps[1], archived=True))
    changed = with_app(changed, App("vneid", "VNeID", slot=free_slot(changed.apps) or 0))
    save_campaign(db, changed, by=by)
    now = get_progress(db, get_campaign(db, "c")).commune_now
    assert now.installed == {"bluezone": 1, "vneid": None}


def test_an_app_nobody_counted_yet_has_no_number_by_day_and_not_0(
    db: Database, campaign: Campaign, visit: Visit
) -> None:
    visit("Hà Văn An", "2020-08-11", "PARTIAL", smartphones=2, bluezone=1)
    visit("Vi Văn Đức", "2020-08-13", "PARTIAL", smartphones=2, bluezone=1, smart=0)

    first, second = list_days(db, campaign)

    assert first.installed == {"bluezone": 1}
    assert second.installed == {"bluezone": 2, "smart-thanh-hoa": 0}


def test_what_going_again_was_good_for_and_who_still_waits(
    db: Database, campaign: Campaign, visit: Visit
) -> None:
    visit("Hà Văn An", "2020-08-11", "NOT_HOME", team="Tổ 1")
    visit("Hà Văn An", "2020-08-13", "COMPLETE", smartphones=1, bluezone=1, smart=1)
    visit("Vi Văn Đức", "2020-08-11", "NOT_HOME")
    visit("Vi Văn Đức", "2020-08-14", "NOT_HOME")
    visit("Vi Thị Dung", "2020-08-11", "NOT_HOME")
    visit("Vi Thị Dung", "2020-08-11", "NOT_HOME")  # typed twice: one attempt
    visit("Phạm Thị Bảo", "2020-08-11", "NO_DEVICE")
    found = {}
    for day in ("12", "13", "14", "15", "17", "18"):
        now = get_progress(db, campaign, until=f"2020-08-{day}").commune_now
        found[day] = (now.revisited, now.revisited_done, now.overdue, now.revisit_due)
    assert found == {
        "12": (0, 0, 0, 0),
        "13": (1, 1, 0, 1),  # due on the 13th is not overdue on it
        "14": (2, 1, 1, 3),
        "15": (2, 1, 1, 3),
        "17": (2, 1, 1, 3),  # the second absence is due on this Monday, moved off a Sunday
        "18": (2, 1, 2, 3),
    }
    last = get_progress(db, campaign, until="2020-08-18").commune_now
    assert BY_KEY["IND17"].rate(last) == Fraction(1, 2)
    assert BY_KEY["IND17b"].rate(last) == Fraction(2, 3)


def test_overdue_of_the_progress_is_the_overdue_part_of_the_worklist_of_that_day(
    busy: tuple[Database, Campaign],
) -> None:
    db, campaign = busy
    for day in (15, 19, 22, 25):
        on = date(2020, 8, day)
        now = get_progress(db, campaign, until=on.isoformat()).commune_now
        assert now.overdue == sum(x.overdue for x in list_worklist(db, campaign, on))
        assert now.overdue <= now.revisit_due <= now.overdue + now.revisited
        assert now.revisited_done <= now.revisited <= now.visited
    assert now.overdue > 0 < now.revisited_done
