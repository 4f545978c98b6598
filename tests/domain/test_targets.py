"""Targets as they are typed."""

import pytest

from domain.campaigns import Campaign, Target
from domain.fields import Row, format_row, parse_row
from domain.targets import (
    EVERY_APP,
    check_target,
    format_percent,
    make_target,
    parse_percent,
    put_target,
    target_fields,
    target_values,
    without_target,
)

TARGET = Target("IND05", 62.5, "bluezone", "2020-08-20", "Kế hoạch 12/KH-UBND")


@pytest.mark.parametrize(("text", "value"), [("60", 60.0), ("62,5 %", 62.5), ("100%", 100.0)])
def test_a_percentage_is_read_with_comma_and_sign(text: str, value: float) -> None:
    assert parse_percent(text) == value


@pytest.mark.parametrize("text", ["0", "101", "-5", "sáu mươi", ""])
def test_what_is_no_target_is_refused(text: str, two_apps: Campaign) -> None:
    assert parse_percent(text) is None
    assert "phần trăm" in check_target(two_apps, {"indicator": "IND01", "percent": text})["percent"]


def test_a_percentage_is_shown_without_needless_noughts() -> None:
    assert [format_percent(p) for p in (60.0, 62.5, 100.0, 16.27)] == [
        "60\u00a0%", "62,5\u00a0%", "100\u00a0%", "16,27\u00a0%",
    ]  # fmt: skip


def test_a_target_goes_through_the_form_unchanged(two_apps: Campaign) -> None:
    fields = target_fields(two_apps)
    values, errors = parse_row(fields, format_row(fields, target_values(TARGET)))
    assert errors == {}
    assert make_target(values) == TARGET


def test_a_target_for_every_app_has_no_code_and_says_so(two_apps: Campaign) -> None:
    fields = target_fields(two_apps)
    raw = format_row(fields, target_values(Target("IND05", 30.0)))
    assert raw["app_code"] == EVERY_APP
    assert make_target(parse_row(fields, raw)[0]).app_code == ""


def test_the_app_of_an_indicator_of_households_is_left_out() -> None:
    values: Row = {"indicator": "IND01", "percent": "100", "app_code": "bluezone"}
    assert make_target(values) == Target("IND01", 100.0)


def test_the_same_target_is_not_set_twice(two_apps: Campaign) -> None:
    campaign = put_target(two_apps, TARGET)
    assert "Đã có chỉ tiêu" in check_target(campaign, target_values(TARGET))["indicator"]
    assert check_target(campaign, target_values(TARGET), TARGET) == {}
    assert check_target(campaign, {**target_values(TARGET), "app_code": ""}) == {}


def test_a_day_before_the_campaign_is_refused(two_apps: Campaign) -> None:
    values = {**target_values(TARGET), "by_on": "2020-01-01"}
    assert "trước ngày bắt đầu" in check_target(two_apps, values)["by_on"]


def test_a_changed_target_replaces_the_old_one(two_apps: Campaign) -> None:
    campaign = put_target(put_target(two_apps, Target("IND01", 100.0)), TARGET)
    other = Target("IND07", 50.0)
    campaign = put_target(campaign, other, TARGET)
    assert campaign.targets == (Target("IND01", 100.0), other)
    assert without_target(campaign, other).targets == (Target("IND01", 100.0),)
