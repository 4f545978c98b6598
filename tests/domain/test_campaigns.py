"""Campaigns: their deadline, their apps under any spelling, their targets."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from domain.campaigns import (
    MOST_APPS,
    App,
    Campaign,
    Target,
    app_code,
    free_slot,
    with_app,
)


def test_before_a_day_is_due_the_day_before(one_app: Campaign) -> None:
    assert one_app.due == date(2020, 8, 25)
    assert replace(one_app, deadline_words="BY").due == date(2020, 8, 26)
    assert replace(one_app, deadline_on="").due is None


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Bluezone", "bluezone"),
        ("bluezone", "bluezone"),
        ("Bluzone", "bluezone"),
        ("bloezone", "bluezone"),
        ("BLUE ZONE", "bluezone"),
        ("App Bluezone", "bluezone"),
        ("Ứng dụng Bluzone", "bluezone"),
        ("App Smart Thanh Hóa", "smart-thanh-hoa"),
        ("Smart Thanh Hoá", "smart-thanh-hoa"),
        ("SMART THANH HOA", "smart-thanh-hoa"),
        ("smart-thanh-hoa", "smart-thanh-hoa"),
    ],
)
def test_an_app_is_found_under_every_spelling_of_the_dispatches(
    two_apps: Campaign, heading: str, code: str
) -> None:
    app = two_apps.find_app(heading)
    assert app
    assert app.code == code


def test_other_words_are_no_app(two_apps: Campaign) -> None:
    assert two_apps.find_app("VNeID") is None
    assert two_apps.find_app("App") is None
    assert two_apps.find_app("") is None


def test_an_archived_app_is_out_of_forms_but_keeps_its_slot(two_apps: Campaign) -> None:
    first, second = two_apps.apps
    archived = replace(two_apps, apps=(replace(first, archived=True), second))
    assert archived.active_apps == archived.required_apps == (second,)
    assert archived.in_use_app is None
    assert archived.find_app("Bluezone") is None
    assert free_slot(archived.apps) == 3


def test_without_a_required_app_every_app_is_required(two_apps: Campaign) -> None:
    free = replace(two_apps, apps=tuple(replace(a, required=False) for a in two_apps.apps))
    assert free.required_apps == free.apps
    assert replace(two_apps, apps=(two_apps.apps[0], free.apps[1])).required_apps == (
        two_apps.apps[0],
    )


def test_slots_run_out() -> None:
    apps = tuple(App(f"a{n}", f"A{n}", slot=n) for n in range(1, MOST_APPS + 1))
    assert free_slot(apps) is None
    assert free_slot(apps[1:]) == 1


def test_codes_are_made_from_names_and_never_twice() -> None:
    apps: tuple[App, ...] = ()
    codes = []
    for _ in range(3):
        codes.append(app_code("Sức khỏe Đà Nẵng", apps))
        apps = (*apps, App(codes[-1], "Sức khỏe Đà Nẵng"))
    assert codes == ["suc-khoe-da-nang", "suc-khoe-da-nang-2", "suc-khoe-da-nang-3"]
    assert app_code("…", ()) == "ung-dung"


def test_an_app_is_changed_in_place_or_added_at_the_end(two_apps: Campaign) -> None:
    renamed = replace(two_apps.apps[0], name="Tên mới")
    assert with_app(two_apps, renamed).apps == (renamed, two_apps.apps[1])
    new = App("x", "X", slot=3)
    assert with_app(two_apps, new).apps == (*two_apps.apps, new)


def test_a_target_for_one_app_stands_before_one_for_all(two_apps: Campaign) -> None:
    for_all, for_one = Target("IND05", 30), Target("IND05", 50, "bluezone")
    for targets in ((for_all, for_one), (for_one, for_all)):
        campaign = replace(two_apps, targets=targets)
        assert campaign.target("IND05", "bluezone") == for_one
        assert campaign.target("IND05", "smart-thanh-hoa") == for_all
        assert campaign.target("IND05") == for_all
        assert campaign.target("IND07") is None
    assert replace(two_apps, targets=(for_one,)).target("IND05") is None


def test_a_target_is_the_exact_share_that_was_written() -> None:
    assert Target("IND05", 1.1).share == Fraction(11, 1000)
    assert Target("IND05", 50).share == Fraction(1, 2)
