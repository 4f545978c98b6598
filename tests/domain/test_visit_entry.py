"""What the entry form asks, starts with and says."""

from dataclasses import replace
from datetime import date

import pytest

from domain.campaigns import Campaign
from domain.fields import Row
from domain.results import Reopening
from domain.visit_entry import (
    asked_names,
    check_sheet,
    count_names,
    default_next_day,
    describe_last,
    describe_visit,
    describe_withdrawal,
    find_disposition,
    form_fields,
    form_layout,
    is_touched,
    keep_reason,
    known_counts,
    new_visit,
    next_day_hint,
    notes_on_sheet,
    refill,
    shown_visits,
    visit_row,
)
from domain.visits import BY_DIGIT, Visit

TODAY = date(2020, 8, 20)
BLUEZONE, SMART = "app:bluezone", "app:smart-thanh-hoa"
LAST = Visit(
    "v1", "h", "2020-08-12", "PARTIAL", slot="C", team="Tổ 1", members=4, smartphones=2, android=1,
    ios=1, in_use=1, apps=(("bluezone", 1), ("smart-thanh-hoa", 0)),
)  # fmt: skip


def known_of_last(campaign: Campaign) -> dict[str, str]:
    return known_counts([LAST], 5, campaign)


def test_the_form_offers_the_reasons_of_the_chosen_result_numbered_from_one(
    two_apps: Campaign,
) -> None:
    fields = {f.name: f for f in form_fields(two_apps, (), "REFUSED")}
    assert fields["reason"].kind.parse("1") == "privacy"
    fields = {f.name: f for f in form_fields(two_apps, (), "TECH")}
    assert fields["reason"].kind.parse("2") == "no-space"


def test_a_known_team_is_understood_without_accents_and_a_new_one_is_kept(
    two_apps: Campaign,
) -> None:
    team = next(f for f in form_fields(two_apps, ("Đoàn thanh niên",)) if f.name == "team")
    assert team.kind.parse("doan thanh nien") == "Đoàn thanh niên"
    assert team.kind.parse("Tổ 5") == "Tổ 5"


def test_every_field_of_the_form_has_exactly_one_place(
    one_app: Campaign, two_apps: Campaign
) -> None:
    apps = tuple(replace(two_apps.apps[0], code=f"a{n}", slot=n) for n in range(1, 9))
    for campaign in (one_app, two_apps, replace(two_apps, apps=apps)):
        fields = form_fields(campaign, ())
        placed = [name for row in form_layout(fields) for name in row]
        assert sorted(placed) == sorted(f.name for f in fields)


def test_two_apps_fit_one_line_of_counts_and_eight_take_two(two_apps: Campaign) -> None:
    assert len(form_layout(form_fields(two_apps, ()))) == 4
    apps = tuple(replace(two_apps.apps[0], code=f"a{n}", slot=n) for n in range(1, 9))
    assert len(form_layout(form_fields(replace(two_apps, apps=apps), ()))) == 5


def test_the_office_s_own_word_for_a_result_is_understood(two_apps: Campaign) -> None:
    renamed = replace(two_apps, labels=(("REFUSED", "Không hợp tác"),))
    assert find_disposition({"disposition": "Không hợp tác"}, renamed) is BY_DIGIT["4"]
    assert find_disposition({"disposition": ""}, renamed) is None


@pytest.mark.parametrize("digit", "358904")
def test_enter_passes_the_counts_of_a_result_without_counts(digit: str, two_apps: Campaign) -> None:
    assert not asked_names(BY_DIGIT[digit], two_apps) & set(count_names(two_apps))


@pytest.mark.parametrize("digit", "127")
def test_enter_stops_at_every_count_where_devices_were_counted(
    digit: str, two_apps: Campaign
) -> None:
    assert set(count_names(two_apps)) <= asked_names(BY_DIGIT[digit], two_apps)


def test_a_reason_is_asked_where_the_campaign_lists_some(two_apps: Campaign) -> None:
    asking = {d for d, found in BY_DIGIT.items() if "reason" in asked_names(found, two_apps)}
    assert asking == {"4", "7"}


def test_a_final_result_asks_for_no_next_visit(two_apps: Campaign) -> None:
    asking = {d for d, found in BY_DIGIT.items() if "next_visit_on" in asked_names(found, two_apps)}
    assert asking == set("2345780")


def test_without_a_result_enter_stops_everywhere(two_apps: Campaign) -> None:
    names = {f.name for f in form_fields(two_apps, ())}
    assert asked_names(None, two_apps) == names


def test_members_come_from_the_list_until_a_visit_counted_them(two_apps: Campaign) -> None:
    assert known_counts([], 5, two_apps) == {"members": "5"}
    assert known_counts([], None, two_apps) == {}
    assert known_of_last(two_apps)["members"] == "4"


def test_a_visit_that_was_taken_back_gives_no_counts(two_apps: Campaign) -> None:
    void = Visit("v2", "h", "2020-08-12", "PARTIAL", supersedes="v1", void=True)
    assert known_counts([LAST, void], 5, two_apps) == {"members": "5"}


def test_a_revisit_starts_with_the_counts_of_the_last_one(two_apps: Campaign) -> None:
    texts = refill({}, {}, known_of_last(two_apps), BY_DIGIT["2"], two_apps)
    assert (texts["smartphones"], texts[BLUEZONE], texts[SMART]) == ("2", "1", "0")
    assert texts["phone_users"] == ""


def test_a_result_without_counts_takes_the_known_ones_out_again(two_apps: Campaign) -> None:
    known = known_of_last(two_apps)
    given = refill({}, {}, known, None, two_apps)
    assert set(refill(given, given, known, BY_DIGIT["3"], two_apps).values()) == {""}


def test_what_a_person_typed_stays_whatever_result_is_chosen(two_apps: Campaign) -> None:
    known = known_of_last(two_apps)
    given = refill({}, {}, known, None, two_apps)
    texts = refill({**given, "smartphones": "3"}, given, known, BY_DIGIT["3"], two_apps)
    assert "smartphones" not in texts
    assert texts["members"] == ""


def test_no_device_puts_zero_smartphones(two_apps: Campaign) -> None:
    texts = refill({}, {}, known_of_last(two_apps), BY_DIGIT["6"], two_apps)
    assert (texts["members"], texts["smartphones"], texts[BLUEZONE]) == ("4", "0", "")


def test_complete_does_not_inherit_counts_that_gainsay_it(two_apps: Campaign) -> None:
    texts = refill({}, {}, known_of_last(two_apps), BY_DIGIT["1"], two_apps)
    assert (texts["smartphones"], texts[BLUEZONE], texts[SMART], texts["in_use"]) == (
        "2", "", "", "",
    )  # fmt: skip


def test_a_household_that_had_no_device_starts_without_counts_when_it_has_one(
    two_apps: Campaign,
) -> None:
    none = replace(LAST, disposition="NO_DEVICE", smartphones=0, android=None, ios=None, apps=())
    texts = refill({}, {}, known_counts([none], 5, two_apps), BY_DIGIT["1"], two_apps)
    assert (texts["members"], texts["smartphones"]) == ("4", "")


def test_a_reason_of_another_result_is_dropped_and_free_text_kept(two_apps: Campaign) -> None:
    assert keep_reason("Hết bộ nhớ", BY_DIGIT["4"], two_apps) == ""
    assert keep_reason("Hết bộ nhớ", BY_DIGIT["7"], two_apps) == "Hết bộ nhớ"
    assert keep_reason("chó dữ", BY_DIGIT["4"], two_apps) == "chó dữ"


def test_day_slot_and_team_alone_do_not_make_a_sheet(two_apps: Campaign) -> None:
    start = {"visited_at": "12/08/2020", "team": "", "members": "4", "note": ""}
    assert not is_touched({**start, "visited_at": "13/08/2020", "team": "Tổ 1"}, start)
    assert is_touched({**start, "members": "5"}, start)
    assert is_touched({**start, "note": "gặp con gái"}, start)


def test_the_sheet_is_checked_field_by_field_first_and_then_by_the_rules(
    two_apps: Campaign,
) -> None:
    raw = {"visited_at": "12/8/2020", "disposition": "Cài một phần", "smartphones": "1"}
    assert check_sheet({**raw, BLUEZONE: "hai"}, two_apps, TODAY)[1].keys() == {BLUEZONE}
    assert check_sheet({**raw, BLUEZONE: "2"}, two_apps, TODAY)[1].keys() == {BLUEZONE}
    values, errors = check_sheet({**raw, BLUEZONE: "1"}, two_apps, TODAY)
    assert not errors
    assert values[BLUEZONE] == 1


def test_the_digit_of_a_reason_is_read_within_its_result(two_apps: Campaign) -> None:
    raw = {"visited_at": "12/8/2020", "disposition": "7", "reason": "3"}
    assert check_sheet(raw, two_apps, TODAY)[0]["reason"] == "no-network"


def test_a_stored_visit_and_its_values_are_the_same_thing(two_apps: Campaign) -> None:
    again = new_visit(visit_row(LAST))
    assert visit_row(again) == visit_row(LAST)


def test_the_default_next_day_is_that_of_the_rules_and_of_nothing_typed(
    two_apps: Campaign,
) -> None:
    values: Row = {"visited_at": "2020-08-12", "disposition": "PARTIAL"}
    assert default_next_day(values, [], two_apps) == "2020-08-15"
    assert default_next_day({**values, "next_visit_on": "2020-08-20"}, [], two_apps) == "2020-08-15"


def test_the_hint_says_the_default_day_or_that_no_visit_is_due(two_apps: Campaign) -> None:
    raw = {"visited_at": "12/8/2020", "disposition": "Vắng, khóa cửa"}
    assert next_day_hint(raw, [], two_apps) == "Để trống: hẹn 14/08/2020"
    complete = {**raw, "disposition": "Đã cài đủ"}
    assert next_day_hint(complete, [], two_apps) == "Để trống: không hẹn lại"
    assert next_day_hint({**raw, "visited_at": "32/8"}, [], two_apps) == ""
    assert next_day_hint({**raw, "disposition": ""}, [], two_apps) == ""


def test_the_hint_of_a_household_opened_again_gives_it_its_attempts_anew(
    two_apps: Campaign,
) -> None:
    raw = {"visited_at": "17/8/2020", "disposition": "Cả hộ vắng dài ngày"}
    away = [replace(LAST, id=f"v{n}", visited_at=f"2020-08-1{n}", disposition="LONG_AWAY", apps=(),
                    smartphones=None, android=None, ios=None, in_use=None)
            for n in (1, 4)]  # fmt: skip
    assert next_day_hint(raw, away, two_apps) == "Để trống: không hẹn lại"
    opened = Reopening("v6", "2020-08-16T09:00")
    assert next_day_hint(raw, away, two_apps, opened) == "Để trống: hẹn 20/08/2020"


def test_a_second_visit_of_one_team_on_one_day_gets_a_soft_note(two_apps: Campaign) -> None:
    values: Row = {"visited_at": "2020-08-12", "disposition": "PARTIAL", "team": "Tổ 1"}
    assert "Hai lượt cùng ngày" in notes_on_sheet(values, [LAST], two_apps)[0]
    assert notes_on_sheet({**values, "team": "Tổ 2"}, [LAST], two_apps) == []
    assert notes_on_sheet({**values, "visited_at": "2020-08-13"}, [LAST], two_apps) == []


def test_the_last_visit_is_told_in_one_short_line(two_apps: Campaign) -> None:
    assert describe_last([], two_apps) == "Chưa đến lần nào"
    assert describe_last([LAST], two_apps) == "Lần trước 12/08: kết quả 2, 2 máy, cài đủ 0"
    away = Visit("v2", "h", "2020-08-14", "NOT_HOME")
    line = "Lần trước 14/08: kết quả 3, 2 máy, cài đủ 0"
    assert describe_last([LAST, away], two_apps) == line


def test_a_visit_is_told_with_everything_it_says(two_apps: Campaign) -> None:
    visit = replace(LAST, reason="no-space", next_visit_on="2020-08-15", note="gặp con gái")
    assert describe_visit(visit, two_apps) == (
        "Cài một phần. Tổ 1, buổi chiều. 4 khẩu, 2 máy, đã cài Bluezone 1, Smart Thanh Hóa 0, "
        "Android 1, iOS 1, đang dùng 1. Lý do: Hết bộ nhớ. Hẹn 15/08/2020. Gặp con gái"
    )


def test_history_shows_what_was_replaced_and_why_but_not_the_rows_that_only_take_back() -> None:
    void = Visit("v2", "h", "2020-08-12", "PARTIAL", supersedes="v1", void=True,
                 correction="nhập nhầm")  # fmt: skip
    assert shown_visits([LAST, void]) == [LAST]
    assert describe_withdrawal(LAST, [LAST, void]) == "Đã rút lại: nhập nhầm"
    corrected = replace(void, void=False, correction="ghi nhầm số")
    assert shown_visits([LAST, corrected]) == [corrected, LAST]
    assert describe_withdrawal(LAST, [LAST, corrected]) == "Đã sửa: ghi nhầm số"
    assert describe_withdrawal(corrected, [LAST, corrected]) == ""
