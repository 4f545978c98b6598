"""What the visits of a household amount to: every rule, in its order, at every moment."""

from dataclasses import replace
from datetime import date
from itertools import count, product
from typing import Any

import pytest

from domain.campaigns import Campaign
from domain.days import END_OF_TIME
from domain.results import (
    STATUSES,
    Reopening,
    Result,
    compute_all_apps,
    compute_due,
    derive_history,
    is_overdue,
    standing,
)
from domain.visits import BY_DIGIT, DISPOSITIONS, Visit

_ids = count(1)


def visit(digit: str, day: str = "2020-08-10", *, app: int | None = None, **more: Any) -> Visit:
    """A visit with the result of that digit; `app` devices of Bluezone."""
    apps = () if app is None else (("bluezone", app),)
    values: dict[str, Any] = {"team": "Tổ 1", "apps": apps, **more}
    return Visit(f"{next(_ids):04d}", "h", day, BY_DIGIT[digit].code, **values)


def both(a: int | None, b: int | None) -> tuple[tuple[str, int], ...]:
    pairs = (("bluezone", a), ("smart-thanh-hoa", b))
    return tuple((code, n) for code, n in pairs if n is not None)


def result(campaign: Campaign, *visits: Visit) -> Result:
    return derive_history(visits, campaign)[-1][0]


def status(campaign: Campaign, *visits: Visit) -> str:
    return result(campaign, *visits).status


# --- The status, rule by rule ---------------------------------------------------------------------


def test_without_a_visit_there_is_no_result(one_app: Campaign) -> None:
    assert derive_history([], one_app) == []


@pytest.mark.parametrize("digit", [d.digit for d in DISPOSITIONS])
def test_one_visit_without_counts_says_what_its_digit_says(one_app: Campaign, digit: str) -> None:
    found = result(one_app, visit(digit))
    assert found.status == found.last_disposition == BY_DIGIT[digit].code
    assert found.final == BY_DIGIT[digit].final
    assert found.contacted == BY_DIGIT[digit].contact
    assert found.completed == (digit == "1")
    assert found.refused_last == (digit == "4")
    assert found.status in {s.code for s in STATUSES}


@pytest.mark.parametrize("digit", list("1234578"))
def test_counts_of_all_devices_make_it_complete_whatever_digit_was_written(
    one_app: Campaign, digit: str
) -> None:
    assert status(one_app, visit(digit, smartphones=2, app=2)) == "COMPLETE"


@pytest.mark.parametrize("digit", list("234578"))
def test_some_but_not_all_devices_make_it_partial(one_app: Campaign, digit: str) -> None:
    assert status(one_app, visit(digit, smartphones=2, app=1)) == "PARTIAL"


def test_a_one_that_its_own_counts_gainsay_is_partial(one_app: Campaign) -> None:
    for installed in (0, 1):
        found = result(one_app, visit("1", smartphones=2, app=installed))
        assert (found.status, found.final, found.due_on) == ("PARTIAL", False, "2020-08-13")


def test_a_one_whose_counts_leave_it_open_is_complete(one_app: Campaign) -> None:
    assert status(one_app, visit("1", smartphones=2)) == "COMPLETE"
    assert status(one_app, visit("1", app=2)) == "COMPLETE"


def test_a_later_one_without_counts_completes_a_partial_household(one_app: Campaign) -> None:
    partial = visit("2", smartphones=2, app=1)
    assert status(one_app, partial, visit("1", "2020-08-12")) == "COMPLETE"


@pytest.mark.parametrize("digit", list("34580"))
@pytest.mark.parametrize("counts", [{}, {"smartphones": 2, "app": 2}])
def test_a_later_visit_that_learns_nothing_does_not_undo_complete(
    one_app: Campaign, digit: str, counts: dict[str, Any]
) -> None:
    found = result(one_app, visit("1", **counts), visit(digit, "2020-08-12"))
    assert (found.status, found.final, found.due_on) == ("COMPLETE", True, None)
    assert found.last_disposition == BY_DIGIT[digit].code


def test_a_new_count_can_undo_complete(one_app: Campaign) -> None:
    done = visit("1", smartphones=2, app=2)
    assert status(one_app, done, visit("2", "2020-08-12", smartphones=3, app=2)) == "PARTIAL"
    assert status(one_app, done, visit("5", "2020-08-12", smartphones=2, app=0)) == "CALLBACK"


def test_partial_stands_while_nobody_is_home(one_app: Campaign) -> None:
    for first in (visit("2"), visit("2", smartphones=2, app=1)):
        assert status(one_app, first, visit("3", "2020-08-12")) == "PARTIAL"


def test_no_device_stands_while_nobody_is_home_and_ends_with_a_device(one_app: Campaign) -> None:
    none = visit("6", smartphones=0)
    assert status(one_app, none, visit("3", "2020-08-12")) == "NO_DEVICE"
    assert status(one_app, none, visit("5", "2020-08-12")) == "CALLBACK"
    assert status(one_app, none, visit("2", "2020-08-12", smartphones=1, app=0)) == "PARTIAL"
    assert status(one_app, visit("6"), visit("0", "2020-08-12")) == "NO_DEVICE"


def test_installed_apps_come_before_a_later_six(one_app: Campaign) -> None:
    assert status(one_app, visit("2", smartphones=2, app=1), visit("6", "2020-08-12")) == "PARTIAL"


def test_otherwise_the_latest_visit_speaks(one_app: Campaign) -> None:
    for earlier, later in product("34578", repeat=2):
        found = status(one_app, visit(earlier), visit(later, "2020-08-12"))
        assert found == BY_DIGIT[later].code


def test_one_adult_is_enough_where_the_campaign_says_so(two_apps: Campaign) -> None:
    adult = replace(two_apps, complete_rule="AT_LEAST_ONE_ADULT")
    assert status(adult, visit("2", smartphones=3, apps=both(1, 3))) == "COMPLETE"
    assert status(adult, visit("2", smartphones=3, apps=both(2, 2))) == "COMPLETE"  # at least one
    assert status(adult, visit("2", smartphones=3, apps=both(1, 2))) == "PARTIAL"  # perhaps none
    assert status(adult, visit("2", smartphones=3, apps=both(1, 0))) == "PARTIAL"
    assert status(adult, visit("2", all_apps=1)) == "COMPLETE"


def test_every_phone_user_counts_where_all_eligible_persons_must(one_app: Campaign) -> None:
    everyone = replace(one_app, complete_rule="ALL_ELIGIBLE_PERSONS")
    assert status(everyone, visit("2", phone_users=3, smartphones=2, app=2)) == "PARTIAL"
    assert status(everyone, visit("2", phone_users=2, smartphones=2, app=2)) == "COMPLETE"
    assert status(everyone, visit("2", smartphones=2, app=2)) == "COMPLETE"


def test_all_devices_need_every_required_app(two_apps: Campaign) -> None:
    assert status(two_apps, visit("1", smartphones=2, apps=both(2, 2))) == "COMPLETE"
    assert status(two_apps, visit("1", smartphones=2, apps=both(2, 1))) == "PARTIAL"
    assert status(two_apps, visit("2", smartphones=2, all_apps=2)) == "COMPLETE"
    one, other = two_apps.apps
    optional = replace(two_apps, apps=(one, replace(other, required=False)))
    assert status(optional, visit("1", smartphones=2, apps=both(2, 0))) == "COMPLETE"


def test_a_campaign_without_apps_is_complete_only_by_the_digit() -> None:
    empty = Campaign("c", "Đợt", "2020-08-01")
    assert status(empty, visit("3", smartphones=2)) == "NOT_HOME"
    assert status(empty, visit("1", smartphones=2)) == "COMPLETE"


# --- Counts ---------------------------------------------------------------------------------------


def test_the_latest_count_is_the_stock_and_a_visit_without_counts_leaves_it(
    one_app: Campaign,
) -> None:
    found = result(
        one_app,
        visit("2", smartphones=2, android=1, ios=1, app=1, members=4),
        visit("2", "2020-08-11", smartphones=3, app=2, in_use=1),
        visit("3", "2020-08-12", members=5),
    )
    assert (found.smartphones, found.android, found.ios) == (3, None, None)
    assert (found.apps, found.in_use, found.in_use_base, found.all_apps) == (
        (("bluezone", 2),), 1, 2, 2,
    )  # fmt: skip
    assert (found.members, found.any_installed, found.visits) == (5, True, 3)


def test_what_was_never_counted_is_unknown_and_not_zero(one_app: Campaign) -> None:
    found = result(one_app, visit("3"))
    unknown = (found.members, found.smartphones, found.android, found.ios, found.in_use,
               found.in_use_base, found.all_apps, found.has_device)  # fmt: skip
    assert set(unknown) == {None}
    assert found.apps == ()


def test_in_use_is_measured_on_devices_of_its_own_app(one_app: Campaign) -> None:
    asked = result(one_app, visit("1", smartphones=3, app=3, in_use=2))
    assert (asked.in_use, asked.in_use_base) == (2, 3)
    not_asked = result(one_app, visit("1", smartphones=3, app=3))
    assert (not_asked.in_use, not_asked.in_use_base) == (None, None)


@pytest.mark.parametrize(
    ("visits", "has_device"),
    [
        ([("1", {})], True),
        ([("2", {})], True),
        ([("7", {})], True),
        ([("6", {})], False),
        ([("5", {"smartphones": 0})], False),
        ([("5", {"smartphones": 1})], True),
        ([("5", {"app": 1})], True),
        ([("4", {})], None),
        ([("7", {}), ("3", {})], True),
        ([("7", {}), ("6", {"smartphones": 0})], False),
        ([("4", {"smartphones": 2}), ("6", {})], False),
    ],
)
def test_whether_there_is_a_device_is_yes_no_or_unknown(
    one_app: Campaign, visits: list[tuple[str, dict[str, Any]]], has_device: bool | None
) -> None:
    rows = [visit(d, f"2020-08-1{n}", **more) for n, (d, more) in enumerate(visits)]
    assert result(one_app, *rows).has_device is has_device


def test_the_reason_is_that_of_the_latest_visit_or_the_latest_contact(one_app: Campaign) -> None:
    refused = visit("4", reason="privacy")
    assert result(one_app, refused).last_reason == "privacy"
    assert result(one_app, refused, visit("3", "2020-08-12")).last_reason == "privacy"
    assert result(one_app, refused, visit("2", "2020-08-12")).last_reason is None
    assert result(one_app, refused, visit("0", "2020-08-12", reason="Lũ")).last_reason == "Lũ"


def test_devices_with_every_app_are_known_only_where_one_answer_is_left() -> None:
    def possible(sizes: tuple[int | None, ...], devices: int | None) -> set[int]:
        """Every number of devices with all apps, over every way to hand the apps out."""
        found = set()
        for s in range(4) if devices is None else [devices]:
            for masks in product(range(2 ** len(sizes)), repeat=s):
                have = [sum(m >> i & 1 for m in masks) for i in range(len(sizes))]
                if all(n is None or n == h for n, h in zip(sizes, have, strict=True)):
                    found.add(sum(m == 2 ** len(sizes) - 1 for m in masks))
        return found

    none_to_3 = [None, 0, 1, 2, 3]
    for how_many in (1, 2, 3):
        for *installed, devices in product(none_to_3, repeat=how_many + 1):
            answers = possible(tuple(installed), devices)
            if not answers or (devices is None and max(n or 0 for n in installed) == 3):
                continue  # impossible counts; or too few devices tried to know
            found = compute_all_apps(installed, devices, None)
            if len(answers) == 1:
                assert {found} == answers, (installed, devices)
            else:
                assert found is None, (installed, devices, answers)


def test_devices_with_every_app_are_as_stated() -> None:
    assert compute_all_apps([3, 3], 5, 2) == 2
    assert compute_all_apps([None, None], None, 0) == 0


# --- Attempts, refusals, giving up ----------------------------------------------------------------


def test_two_rows_of_one_team_on_one_day_are_one_attempt(one_app: Campaign) -> None:
    same = [visit("3", slot="S"), visit("3", "2020-08-10T18:00", slot="T")]
    assert (result(one_app, *same).visits, result(one_app, *same).attempts) == (2, 1)
    assert result(one_app, *same, visit("3", team="Tổ 2")).attempts == 2
    assert result(one_app, *same, visit("3", "2020-08-11")).attempts == 2


@pytest.mark.parametrize(("one", "other"), [("Tổ 1", "tổ 1"), ("Tổ 1", "To 1 "), (None, "")])
def test_a_team_is_the_same_in_every_spelling(
    one_app: Campaign, one: str | None, other: str | None
) -> None:
    assert result(one_app, visit("4", team=one), visit("4", team=other)).attempts == 1
    assert not result(one_app, visit("4", team=one), visit("4", team=other)).final


def not_home(*when: tuple[str, str | None]) -> list[Visit]:
    return [visit("3", day, slot=slot) for day, slot in when]


@pytest.mark.parametrize(
    ("when", "given_up"),
    [
        # 10/8/2020 is a Monday
        ([("2020-08-10", "S"), ("2020-08-11", "C"), ("2020-08-12", "T")], True),
        ([("2020-08-10", "S"), ("2020-08-11", "C"), ("2020-08-15", "S")], True),  # a Saturday
        ([("2020-08-10", "S"), ("2020-08-11", "C"), ("2020-08-12", "C")], False),  # office hours
        ([("2020-08-10", "T"), ("2020-08-11", "T"), ("2020-08-12", "T")], False),  # one slot
        ([("2020-08-10", "S"), ("2020-08-11", "T")], False),  # two attempts
        (
            [("2020-08-10", "S"), ("2020-08-10", "T"), ("2020-08-11", "T")],
            False,
        ),  # one team, one day
        ([("2020-08-10", None), ("2020-08-11", None), ("2020-08-12", None)], True),  # slot unknown
    ],
)
def test_not_home_is_given_up_after_three_attempts_on_other_days_and_hours(
    one_app: Campaign, when: list[tuple[str, str | None]], given_up: bool
) -> None:
    found = result(one_app, *not_home(*when))
    assert (found.exhausted, found.final, found.due_on is None) == (given_up,) * 3
    assert found.status == "NOT_HOME"


def test_three_teams_on_one_day_do_not_exhaust_not_home(one_app: Campaign) -> None:
    rows = [visit("3", team=t, slot=s) for t, s in (("1", "S"), ("2", "C"), ("3", "T"))]
    assert not result(one_app, *rows).exhausted


def test_a_contact_reopens_a_household_that_was_given_up(one_app: Campaign) -> None:
    rows = not_home(("2020-08-10", "S"), ("2020-08-11", "C"), ("2020-08-12", "T"))
    found = result(one_app, *rows, visit("5", "2020-08-13", next_visit_on="2020-08-18"))
    assert (found.exhausted, found.final, found.due_on) == (False, False, "2020-08-18")


@pytest.mark.parametrize(("digit", "most"), [("2", 3), ("7", 3), ("8", 2)])
def test_other_open_results_are_given_up_after_their_attempts(
    one_app: Campaign, digit: str, most: int
) -> None:
    rows = [visit(digit, f"2020-08-1{n}") for n in range(most)]
    assert not result(one_app, *rows[:-1]).final
    assert result(one_app, *rows).exhausted
    assert result(one_app, *rows).final


@pytest.mark.parametrize("digit", list("50"))
def test_an_appointment_and_a_blocked_road_are_never_given_up(
    one_app: Campaign, digit: str
) -> None:
    rows = [visit(digit, f"2020-08-{n}") for n in range(10, 22)]
    assert not result(one_app, *rows).final


def test_the_second_refusal_is_final_and_the_first_is_not(one_app: Campaign) -> None:
    first, second = visit("4"), visit("4", "2020-08-13", team="Hội PN")
    assert (result(one_app, first).final, result(one_app, first).due_on) == (False, "2020-08-13")
    found = result(one_app, first, second)
    assert (found.status, found.final, found.due_on) == ("REFUSED", True, None)


def test_a_refusal_entered_twice_is_one_refusal(one_app: Campaign) -> None:
    assert not result(one_app, visit("4"), visit("4", slot="C")).final


def test_two_refusals_stay_final_when_nobody_is_home_later(one_app: Campaign) -> None:
    refusals = [visit("4"), visit("4", "2020-08-13")]
    found = result(one_app, *refusals, visit("3", "2020-08-15"))
    assert (found.final, found.due_on) == (True, None)


def test_somebody_who_changes_their_mind_reopens_the_household(one_app: Campaign) -> None:
    refusals = [visit("4"), visit("4", "2020-08-13")]
    assert not result(one_app, *refusals, visit("5", "2020-08-15")).final
    assert status(one_app, *refusals, visit("1", "2020-08-15", smartphones=1, app=1)) == "COMPLETE"


def test_a_household_that_is_gone_is_not_visited_again(one_app: Campaign) -> None:
    found = result(one_app, visit("2", smartphones=2, app=1), visit("9", "2020-08-12"))
    assert (found.status, found.final, found.due_on) == ("PARTIAL", True, None)


# --- When to come back ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("digit", "due"),
    [("2", "2020-08-13"), ("3", "2020-08-12"), ("4", "2020-08-13"), ("5", "2020-08-12"),
     ("7", "2020-08-13"), ("8", "2020-08-13"), ("0", "2020-08-22")],
)  # fmt: skip
def test_the_next_visit_is_due_after_the_step_of_its_result(
    one_app: Campaign, digit: str, due: str
) -> None:
    assert result(one_app, visit(digit)).due_on == due


def test_without_a_deadline_a_blocked_road_has_no_day(one_app: Campaign) -> None:
    assert result(replace(one_app, deadline_on=""), visit("0")).due_on is None


def test_a_sunday_becomes_the_monday_unless_sundays_are_worked(one_app: Campaign) -> None:
    friday = visit("3", "2020-08-14")
    assert result(one_app, friday).due_on == "2020-08-17"
    assert result(replace(one_app, skip_sundays=False), friday).due_on == "2020-08-16"


def test_an_agreed_day_is_kept_even_on_a_sunday(one_app: Campaign) -> None:
    assert result(one_app, visit("5", next_visit_on="2020-08-16")).due_on == "2020-08-16"


def test_in_the_last_three_days_every_open_household_is_due(one_app: Campaign) -> None:
    # "trước ngày 26/8" is due on the 25th, so the rush begins on the 22nd
    assert result(one_app, visit("2", "2020-08-20")).due_on == "2020-08-22"
    assert result(one_app, visit("5", next_visit_on="2020-08-24")).due_on == "2020-08-22"
    assert result(one_app, visit("3", "2020-08-23")).due_on == "2020-08-23"
    by_the_26th = replace(one_app, deadline_words="BY")
    assert result(by_the_26th, visit("2", "2020-08-20")).due_on == "2020-08-23"


def test_due_depends_on_dates_alone(one_app: Campaign) -> None:
    last = visit("3", "2020-08-10T09:15")
    assert compute_due(last, "NOT_HOME", one_app) == "2020-08-12"
    assert compute_due(last, "NOT_HOME", one_app) == "2020-08-12"


def test_overdue_is_the_day_after_and_not_the_day_itself() -> None:
    assert not is_overdue("2020-08-12", date(2020, 8, 12))
    assert is_overdue("2020-08-12", date(2020, 8, 13))
    assert not is_overdue(None, date(2020, 8, 13))


# --- History --------------------------------------------------------------------------------------


def test_every_moment_belongs_to_one_result(one_app: Campaign) -> None:
    rows = [
        visit("3", "2020-08-10"),
        visit("2", "2020-08-12T09:00"),
        visit("1", "2020-08-12T17:00"),
    ]
    history = derive_history(rows, one_app)
    assert [(r.from_at, end, r.status) for r, end in history] == [
        ("2020-08-10", "2020-08-12T09:00", "NOT_HOME"),
        ("2020-08-12T09:00", "2020-08-12T17:00", "PARTIAL"),
        ("2020-08-12T17:00", END_OF_TIME, "COMPLETE"),
    ]
    assert [r.visits for r, _ in history] == [1, 2, 3]


def test_a_visit_entered_late_takes_its_place_by_its_day(one_app: Campaign) -> None:
    later = visit("1", "2020-08-14", smartphones=1, app=1)
    back_dated = visit("3", "2020-08-10")
    assert back_dated.id > later.id
    history = derive_history([later, back_dated], one_app)
    assert [(r.from_at, r.status) for r, _ in history] == [
        ("2020-08-10", "NOT_HOME"),
        ("2020-08-14", "COMPLETE"),
    ]
    assert derive_history([back_dated, later], one_app) == history


def test_two_visits_of_one_moment_make_one_result(one_app: Campaign) -> None:
    history = derive_history([visit("3"), visit("2")], one_app)
    assert [(r.status, r.visits) for r, _ in history] == [("PARTIAL", 2)]


def test_a_correction_replaces_and_a_taken_back_visit_is_gone(one_app: Campaign) -> None:
    wrong = visit("1", smartphones=2, app=2)
    right = visit("3", supersedes=wrong.id, correction="Nhầm hộ")
    assert standing([wrong, right]) == [right]
    assert status(one_app, wrong, right) == "NOT_HOME"
    void = visit("3", supersedes=right.id, correction="Nhập hai lần", void=True)
    assert standing([wrong, right, void]) == []
    assert derive_history([wrong, right, void], one_app) == []


def test_a_correction_to_another_day_leaves_no_trace_on_the_first(one_app: Campaign) -> None:
    wrong = visit("1", "2020-08-10")
    right = visit("1", "2020-08-15", supersedes=wrong.id)
    assert [r.from_at for r, _ in derive_history([wrong, right], one_app)] == ["2020-08-15"]


def test_a_merged_households_visits_count_from_the_merger_on(one_app: Campaign) -> None:
    own = visit("3", "2020-08-12")
    theirs = visit("1", "2020-08-10", smartphones=1, app=1)
    history = derive_history([own], one_app, [("2020-08-20", END_OF_TIME, theirs)])
    assert [(r.from_at, r.status, r.visits) for r, _ in history] == [
        ("2020-08-12", "NOT_HOME", 1),
        ("2020-08-20", "COMPLETE", 2),
    ]
    assert history[-1][0].last_visited_at == "2020-08-12"
    assert history[-1][0].first_visited_at == "2020-08-10"


def test_a_household_known_only_by_merger_begins_with_it(one_app: Campaign) -> None:
    history = derive_history([], one_app, [("2020-08-20", END_OF_TIME, visit("2", "2020-08-10"))])
    assert [r.from_at for r, _ in history] == ["2020-08-20"]


def test_a_correction_after_the_merger_replaces_the_merged_visit(one_app: Campaign) -> None:
    theirs = visit("1", "2020-08-10")
    right = visit("3", "2020-08-21", supersedes=theirs.id)
    history = derive_history([right], one_app, [("2020-08-20", END_OF_TIME, theirs)])
    assert [(r.from_at, r.status, r.visits) for r, _ in history] == [("2020-08-21", "NOT_HOME", 1)]
    void = replace(right, void=True)
    both = [("2020-08-20", END_OF_TIME, v) for v in (theirs, void)]
    assert derive_history([], one_app, both) == []


def test_a_merger_that_is_undone_leaves_what_counted_while_it_stood(one_app: Campaign) -> None:
    own = visit("3", "2020-08-12")
    theirs = visit("1", "2020-08-10", smartphones=1, app=1)
    late = visit("4", "2020-08-24")
    joined = [("2020-08-15", "2020-08-20", theirs), ("2020-08-15", "2020-08-20", late)]
    history = derive_history([own], one_app, joined)
    assert [(r.from_at, end, r.status, r.visits) for r, end in history] == [
        ("2020-08-12", "2020-08-15", "NOT_HOME", 1),
        ("2020-08-15", "2020-08-20", "COMPLETE", 2),
        ("2020-08-20", END_OF_TIME, "NOT_HOME", 1),
    ]


def test_a_household_never_visited_itself_is_so_again_when_a_merger_is_undone(
    one_app: Campaign,
) -> None:
    theirs = visit("2", "2020-08-10")
    joined = [("2020-08-15", "2020-08-20", theirs), ("2020-08-22", END_OF_TIME, theirs)]
    history = derive_history([], one_app, joined)
    assert [(r.from_at, end) for r, end in history] == [
        ("2020-08-15", "2020-08-20"), ("2020-08-22", END_OF_TIME),
    ]  # fmt: skip


def test_the_history_from_a_moment_on_is_the_end_of_the_whole_history(one_app: Campaign) -> None:
    rows = [
        visit("3", "2020-08-10"),
        visit("2", "2020-08-12", smartphones=2, app=1),
        visit("4", "2020-08-12"),
        visit("1", "2020-08-14T08:00", smartphones=2, app=2),
    ]
    joined = [("2020-08-13", END_OF_TIME, visit("5", "2020-08-11"))]
    whole = derive_history(rows, one_app, joined)
    assert [r.from_at for r, _ in whole] == [
        "2020-08-10", "2020-08-12", "2020-08-13", "2020-08-14T08:00",
    ]  # fmt: skip
    for since in ("", "2020-08-10", "2020-08-11", "2020-08-12", "2020-08-14", "2020-08-15"):
        tail = [(r, end) for r, end in whole if r.from_at >= since]
        assert derive_history(rows, one_app, joined, since) == tail


# --- Opened again, with a reason ------------------------------------------------------------------


def given_up() -> tuple[Visit, ...]:
    return (visit("3", "2020-08-10", slot="S"), visit("3", "2020-08-12", slot="C"),
            visit("3", "2020-08-14", slot="T"))  # fmt: skip


def reopening(at: str) -> Reopening:
    return Reopening(f"{next(_ids):04d}", at)


def test_a_household_opened_again_is_due_on_that_day_and_has_all_its_attempts_anew(
    one_app: Campaign,
) -> None:
    early, opened = given_up(), reopening("2020-08-17T08:30")
    history = derive_history(early, one_app, reopenings=[opened])
    assert [(r.from_at, r.final, r.due_on) for r, _ in history][-2:] == [
        ("2020-08-14", True, None), ("2020-08-17T08:30", False, "2020-08-17"),
    ]  # fmt: skip
    later = [visit("3", "2020-08-17", slot="S"), visit("3", "2020-08-18", slot="T"),
             visit("3", "2020-08-19", slot="S")]  # fmt: skip
    for n, final in ((1, False), (2, False), (3, True)):
        found = derive_history([*early, *later[:n]], one_app, reopenings=[opened])[-1][0]
        assert (found.final, found.exhausted, found.attempts) == (final, final, 3 + n)


def test_what_is_installed_stays_when_a_complete_household_is_opened_again(
    one_app: Campaign,
) -> None:
    done, opened = visit("1", smartphones=2, app=2), reopening("2020-08-12T09:00")
    found = derive_history([done], one_app, reopenings=[opened])[-1][0]
    assert (found.status, found.completed, found.final) == ("COMPLETE", True, False)
    absent = visit("3", "2020-08-12T10:00")
    assert not derive_history([done, absent], one_app, reopenings=[opened])[-1][0].final
    seen = visit("1", "2020-08-13")
    assert derive_history([done, absent, seen], one_app, reopenings=[opened])[-1][0].final


def test_one_more_refusal_after_two_ends_it_again_at_once(one_app: Campaign) -> None:
    refusals = [visit("4", "2020-08-10"), visit("4", "2020-08-13")]
    opened = reopening("2020-08-14T09:00")
    assert not derive_history(refusals, one_app, reopenings=[opened])[-1][0].final
    third = visit("4", "2020-08-15")
    assert derive_history([*refusals, third], one_app, reopenings=[opened])[-1][0].final


def test_a_visit_entered_late_does_not_answer_a_reopening(one_app: Campaign) -> None:
    early, opened = given_up(), reopening("2020-08-17T08:30")
    late = visit("3", "2020-08-16", slot="S")
    found = derive_history([*early, late], one_app, reopenings=[opened])[-1][0]
    assert (found.final, found.due_on) == (False, "2020-08-17")


def test_a_correction_typed_after_a_reopening_does_not_answer_it(one_app: Campaign) -> None:
    done = visit("1", "2020-08-17")
    opened = reopening("2020-08-17T08:30")
    mended = visit("1", "2020-08-17", members=4, supersedes=done.id)
    found = derive_history([done, mended], one_app, reopenings=[opened])[-1][0]
    assert (found.final, found.due_on, found.members) == (False, "2020-08-17", 4)
    moved = visit("1", "2020-08-18", supersedes=mended.id)
    assert derive_history([done, mended, moved], one_app, reopenings=[opened])[-1][0].final
