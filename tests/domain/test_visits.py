"""The rules across the fields of a visit: each one refuses, and names the two numbers."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.campaigns import Campaign
from domain.fields import Choice, Row, heading_key, parse_row
from domain.presets import find_preset, new_campaign
from domain.visits import (
    BY_DIGIT,
    DISPOSITIONS,
    Visit,
    app_field,
    check_visit,
    disposition_options,
    next_visit,
    notes_on_visit,
    reason_options,
    split_apps,
    visit_fields,
    visit_order,
)

TODAY = date(2020, 8, 20)
GOOD: Row = {
    "visited_at": "2020-08-13", "disposition": "COMPLETE", "members": 5, "phone_users": 4,
    "smartphones": 3, "android": 2, "ios": 1, "app:bluezone": 3, "app:smart-thanh-hoa": 3,
    "all_apps": 3, "in_use": 2,
}  # fmt: skip


def errors_of(campaign: Campaign, **changed: Any) -> dict[str, str]:
    renamed = {k.replace("bluezone", "app:bluezone"): v for k, v in changed.items()}
    renamed = {k.replace("smart_th", "app:smart-thanh-hoa"): v for k, v in renamed.items()}
    return check_visit({**GOOD, **renamed}, campaign, TODAY)


def test_a_good_visit_breaks_no_rule(two_apps: Campaign) -> None:
    assert errors_of(two_apps) == {}


def test_a_visit_of_blanks_breaks_no_rule(two_apps: Campaign) -> None:
    assert check_visit(dict.fromkeys(GOOD), two_apps, TODAY) == {}


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"phone_users": 6}, "phone_users",
         "Số người dùng điện thoại (6) nhiều hơn số nhân khẩu (5)."),
        ({"smartphones": 5}, "smartphones",
         "Số điện thoại thông minh (5) nhiều hơn số người dùng điện thoại (4)."),
        ({"smartphones": 6, "phone_users": None}, "smartphones",
         "Số điện thoại thông minh (6) nhiều hơn số nhân khẩu (5)."),
        ({"android": 4, "ios": None}, "android",
         "Số máy Android (4) nhiều hơn số điện thoại thông minh (3)."),
        ({"android": None, "ios": 4}, "ios",
         "Số máy iOS (4) nhiều hơn số điện thoại thông minh (3)."),
        ({"android": 2, "ios": 2}, "ios", "Android và iOS cộng lại (4) nhiều hơn số máy (3)."),
        ({"bluezone": 4}, "app:bluezone",
         "Số máy cài Bluezone (4) nhiều hơn số điện thoại thông minh (3)."),
        ({"bluezone": 5, "smartphones": None}, "app:bluezone",
         "Số máy cài Bluezone (5) nhiều hơn số người dùng điện thoại (4)."),
        ({"bluezone": 6, "smartphones": None, "phone_users": None}, "app:bluezone",
         "Số máy cài Bluezone (6) nhiều hơn số nhân khẩu (5)."),
        ({"smart_th": 4}, "app:smart-thanh-hoa",
         "Số máy cài Smart Thanh Hóa (4) nhiều hơn số điện thoại thông minh (3)."),
        ({"bluezone": 2, "all_apps": 3}, "all_apps",
         "Số máy cài đủ (3) nhiều hơn số máy cài Bluezone (2)."),
        ({"smart_th": 2, "all_apps": 3}, "all_apps",
         "Số máy cài đủ (3) nhiều hơn số máy cài Smart Thanh Hóa (2)."),
        ({"bluezone": None, "smart_th": None, "all_apps": 4}, "all_apps",
         "Số máy cài đủ (4) nhiều hơn số điện thoại thông minh (3)."),
        ({"bluezone": 2, "smart_th": 2, "all_apps": 0}, "all_apps",
         "Số máy cài đủ (0) ít hơn 1: cài 2 và 2 trên 3 máy thì ít nhất 1 máy có đủ."),
        ({"bluezone": 1, "all_apps": 1}, "in_use",
         "Đang bật Bluetooth (2) nhiều hơn số máy cài Bluezone (1)."),
        ({"bluezone": None, "in_use": 4}, "in_use",
         "Đang bật Bluetooth (4) nhiều hơn số điện thoại thông minh (3)."),
        ({"disposition": "TECH"}, "reason", "Kết quả 7 cần ghi lý do. Hãy chọn một lý do."),
        ({"disposition": "NO_DEVICE"}, "smartphones",
         "Kết quả 6 là không có thiết bị, nhưng số điện thoại thông minh là 3."),
        ({"disposition": "NO_DEVICE", "smartphones": None}, "app:bluezone",
         "Kết quả 6 là không có thiết bị, nhưng số máy cài Bluezone là 3."),
        ({"disposition": "NOT_EXIST"}, "smartphones",
         "Kết quả 9 là không gặp ai, nhưng số điện thoại thông minh là 3. "
         "Hãy xóa số máy hoặc sửa kết quả."),
        ({"disposition": "NOT_HOME", "smartphones": None}, "app:bluezone",
         "Kết quả 3 là không gặp ai, nhưng số máy cài Bluezone là 3. "
         "Hãy xóa số máy hoặc sửa kết quả."),
        ({"visited_at": "2020-08-21"}, "visited_at",
         "Ngày đến 21/08/2020 ở sau hôm nay (20/08/2020)."),
        ({"visited_at": "2020-07-31"}, "visited_at",
         "Ngày đến 31/07/2020 ở trước ngày bắt đầu đợt (01/08/2020)."),
        ({"next_visit_on": "2020-08-12"}, "next_visit_on",
         "Ngày hẹn 12/08/2020 ở trước ngày đến 13/08/2020."),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named_with_its_numbers(
    two_apps: Campaign, changed: dict[str, Any], field: str, message: str
) -> None:
    assert errors_of(two_apps, **changed).get(field) == message


@pytest.mark.parametrize(
    "changed",
    [
        {"visited_at": "2020-08-20T19:30"},
        {"visited_at": "2020-08-01"},
        {"next_visit_on": "2020-08-13"},
        {"visited_at": "2020-08-13T08:00", "next_visit_on": "2020-08-13"},
        {"disposition": "TECH", "reason": "no-space"},
        {"disposition": "TECH", "reason": "lý do khác"},
        {"members": None, "phone_users": None},
        {"bluezone": 2, "smart_th": 2, "all_apps": 1, "in_use": 2},
        {"bluezone": 0, "smart_th": 0, "all_apps": 0, "in_use": 0},
        {"android": None, "ios": 3},
    ],
)
def test_what_only_looks_odd_may_be_saved(two_apps: Campaign, changed: dict[str, Any]) -> None:
    assert errors_of(two_apps, **changed) == {}


def test_no_device_with_zero_counts_may_be_saved(one_app: Campaign) -> None:
    values: Row = {"visited_at": "2020-08-13", "disposition": "NO_DEVICE", "smartphones": 0,
                   "app:bluezone": 0}  # fmt: skip
    assert check_visit(values, one_app, TODAY) == {}


def test_complete_without_any_device_is_refused(one_app: Campaign) -> None:
    values: Row = {"visited_at": "2020-08-13", "disposition": "COMPLETE", "smartphones": 0}
    assert check_visit(values, one_app, TODAY) == {
        "smartphones": "Kết quả 1 là đã cài đủ, nhưng số điện thoại thông minh là 0."
    }


def test_a_campaign_without_reasons_asks_for_none() -> None:
    values: Row = {"visited_at": "2020-08-13", "disposition": "TECH"}
    assert check_visit(values, Campaign("c", "Đợt", "2020-08-01"), TODAY) == {}


def test_complete_with_a_device_left_over_is_noted_not_refused(one_app: Campaign) -> None:
    values: Row = {"disposition": "COMPLETE", "smartphones": 3, "app:bluezone": 2}
    (note,) = notes_on_visit(values, one_app)
    assert "2/3 máy" in note
    assert notes_on_visit({**values, "app:bluezone": 3}, one_app) == []


def test_the_ten_digits_are_those_on_paper() -> None:
    assert "".join(d.digit for d in DISPOSITIONS) == "1234567890"
    assert [BY_DIGIT[d].code for d in "1234567890"] == [
        "COMPLETE", "PARTIAL", "NOT_HOME", "REFUSED", "CALLBACK", "NO_DEVICE", "TECH", "LONG_AWAY",
        "NOT_EXIST", "UNREACHED",
    ]  # fmt: skip
    assert {d.digit for d in DISPOSITIONS if d.contact} == set("124567")
    assert {d.digit for d in DISPOSITIONS if d.final} == set("169")


def test_fields_come_in_the_order_of_the_sheet(two_apps: Campaign, one_app: Campaign) -> None:
    names = [f.name for f in visit_fields(two_apps)]
    assert names == [
        "visited_at", "slot", "team", "disposition", "members", "phone_users", "smartphones",
        "android", "ios", "app:bluezone", "app:smart-thanh-hoa", "all_apps", "in_use", "reason",
        "next_visit_on", "note",
    ]  # fmt: skip
    assert "all_apps" not in [f.name for f in visit_fields(one_app)]
    preset = find_preset("app")
    assert preset
    plain = new_campaign(preset, id="c", starts_on="2026-01-01")
    assert "in_use" not in [f.name for f in visit_fields(plain)]


def test_no_heading_means_two_visit_fields(two_apps: Campaign) -> None:
    owners = {
        (heading_key(n), f.name)
        for f in visit_fields(two_apps)
        for n in (f.label, f.name, *f.aliases)
    }
    assert len(owners) == len({key for key, _ in owners})


def test_the_offices_own_words_are_shown_and_read(two_apps: Campaign) -> None:
    renamed = replace(two_apps, labels=(("NOT_HOME", "Cửa đóng"),))
    (field,) = (f for f in visit_fields(renamed) if f.name == "disposition")
    assert field.kind.format("NOT_HOME") == "Cửa đóng"
    assert field.required
    assert parse_row([field], {"disposition": "cua dong"})[0] == {"disposition": "NOT_HOME"}
    assert [o.digit for o in disposition_options(renamed)] == list("1234567890")


def test_reasons_are_numbered_within_their_result_and_retired_ones_left_out(
    two_apps: Campaign,
) -> None:
    assert [o.digit for o in reason_options(two_apps, "TECH")] == list("123456")
    assert reason_options(two_apps, "REFUSED")[3].label == "Đã gỡ"
    first, *rest = two_apps.reasons
    fewer = replace(two_apps, reasons=(replace(first, retired=True), *rest))
    assert first.code not in [o.code for o in reason_options(fewer)]
    (field,) = (f for f in visit_fields(fewer) if f.name == "reason")
    assert isinstance(field.kind, Choice)
    assert field.kind.parse("Lũ cuốn cầu") == "Lũ cuốn cầu"


def test_blank_app_counts_leave_no_row_and_zero_leaves_one() -> None:
    assert split_apps({app_field("a"): None, app_field("b"): 0, "members": 4}) == (("b", 0),)


def test_the_next_form_keeps_day_slot_and_team() -> None:
    raw = {"visited_at": "13/8", "slot": "2", "team": "Đoàn TN", "members": "5"}
    assert next_visit(raw) == {"visited_at": "13/8", "slot": "2", "team": "Đoàn TN"}


def test_only_counted_devices_are_counts() -> None:
    plain = Visit("1", "h", "2020-08-13", "NOT_HOME", members=4, phone_users=2)
    assert not plain.has_counts
    assert Visit("1", "h", "2020-08-13", "PARTIAL", apps=(("bluezone", 0),)).has_counts
    assert Visit("1", "h", "2020-08-13", "PARTIAL", smartphones=0).has_counts


def test_visits_of_one_moment_stand_in_the_order_of_entry() -> None:
    a, b = Visit("1", "h", "2020-08-13", "NOT_HOME"), Visit("2", "h", "2020-08-13", "PARTIAL")
    c = Visit("0", "h", "2020-08-13T08:00", "PARTIAL")
    assert sorted([c, b, a], key=visit_order) == [a, b, c]


def test_an_appointment_more_than_a_year_after_the_visit_is_refused(one_app: Campaign) -> None:
    values: Row = {"visited_at": "2020-08-06", "next_visit_on": "2026-08-12"}
    errors = check_visit(values, one_app, date(2026, 11, 21))
    assert list(errors) == ["next_visit_on"]
    assert "12/08/2026" in errors["next_visit_on"]
