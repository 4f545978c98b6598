"""What the office changes in a running campaign leaves stored numbers their meaning (H5)."""

from dataclasses import replace

import pytest

from domain.campaign_edits import (
    add_app,
    app_values,
    archive_app,
    check_app,
    check_info,
    check_label,
    check_reason,
    edit_app,
    info_of,
    move_app,
    move_reason,
    moved,
    put_reason,
    reasons_of,
    retire_reason,
    split_aliases,
    with_info,
    with_label,
)
from domain.campaigns import MOST_APPS, Campaign
from domain.errors import AppError
from domain.fields import Row
from domain.visits import disposition_options, reason_options

VNEID: Row = {"name": "VNeID", "aliases": "VNEID 2; định danh", "required": 1, "in_use_label": None}


def test_a_new_app_gets_a_code_and_a_place_of_its_own(two_apps: Campaign) -> None:
    app = add_app(two_apps, VNEID).apps[-1]
    assert (app.code, app.slot, app.aliases) == ("vneid", 3, ("VNEID 2", "định danh"))


def test_the_ninth_app_is_refused_even_where_eight_were_archived(two_apps: Campaign) -> None:
    for n in range(MOST_APPS - 2):
        two_apps = add_app(two_apps, {**VNEID, "name": f"App {n}"})
    two_apps = archive_app(two_apps, "app-0", archived=True)
    with pytest.raises(AppError, match="nhiều nhất 8"):
        add_app(two_apps, VNEID)


def test_renaming_an_app_keeps_its_code_and_place(two_apps: Campaign) -> None:
    old = two_apps.apps[0]
    renamed = edit_app(two_apps, old.code, {**app_values(old), "name": "PC-Covid"}).apps[0]
    assert renamed == replace(old, name="PC-Covid")


def test_no_two_apps_answer_to_one_name(two_apps: Campaign) -> None:
    assert "Bluezone" in check_app(two_apps, {**VNEID, "name": "bluzone"})["name"]
    assert "Bluezone" in check_app(two_apps, {**VNEID, "aliases": "x, Bluzone"})["aliases"]
    assert check_app(two_apps, app_values(two_apps.apps[0]), "bluezone") == {}


def test_an_archived_name_is_taken_out_again_rather_than_made_anew(two_apps: Campaign) -> None:
    put_away = archive_app(two_apps, "bluezone", archived=True)
    assert "đưa vào dùng lại" in check_app(put_away, {**VNEID, "name": "Bluezone"})["name"]


def test_one_app_of_a_campaign_is_asked_about(two_apps: Campaign) -> None:
    asked: Row = {**VNEID, "in_use_label": "Đã kích hoạt"}
    assert "Bluezone" in check_app(two_apps, asked)["in_use_label"]
    put_away = archive_app(two_apps, "bluezone", archived=True)
    assert check_app(put_away, asked) == {}
    back = archive_app(add_app(put_away, asked), "bluezone", archived=False)
    assert [a.code for a in back.apps if a.in_use_label] == ["vneid"]


def test_the_last_app_in_use_cannot_be_put_away(two_apps: Campaign) -> None:
    one = archive_app(two_apps, "bluezone", archived=True)
    with pytest.raises(AppError, match="ít nhất một ứng dụng"):
        archive_app(one, "smart-thanh-hoa", archived=True)


def test_moving_an_app_changes_the_order_alone(two_apps: Campaign) -> None:
    down = move_app(two_apps, "bluezone", 1)
    assert [(a.code, a.slot) for a in down.apps] == [("smart-thanh-hoa", 2), ("bluezone", 1)]
    assert move_app(two_apps, "bluezone", -1) == two_apps


def test_things_move_within_their_bounds() -> None:
    assert moved("abcd", 0, 2) == ("b", "c", "a", "d")
    assert moved("abcd", 3, 0) == ("d", "a", "b", "c")
    assert moved("abcd", 3, 4) == tuple("abcd")


def test_aliases_are_split_at_commas_and_semicolons() -> None:
    assert split_aliases(" Bluzone, bloezone;Bluzone ,, ") == ("Bluzone", "bloezone")


def test_the_info_of_a_campaign_comes_back_as_it_was(two_apps: Campaign) -> None:
    assert with_info(two_apps, info_of(two_apps)) == two_apps
    changed = with_info(two_apps, {**info_of(two_apps), "deadline_on": None, "skip_sundays": None})
    assert (changed.deadline_on, changed.skip_sundays) == ("", False)


def test_a_deadline_before_the_start_and_a_start_after_the_first_visit_are_refused(
    two_apps: Campaign,
) -> None:
    values = {**info_of(two_apps), "starts_on": "2020-08-15", "deadline_on": "2020-08-14"}
    assert check_info(values, "2020-08-15T08:00") == {
        "deadline_on": "Hạn báo cáo ở trước ngày bắt đầu."
    }
    assert "13/08/2020" in check_info({**values, "deadline_on": None}, "2020-08-13")["starts_on"]


def test_the_offices_words_for_a_result_replace_the_usual_ones_and_go_again(
    two_apps: Campaign,
) -> None:
    own = with_label(two_apps, "NOT_HOME", "Đi làm")
    assert disposition_options(own)[2].label == "Đi làm"
    assert with_label(own, "NOT_HOME", "").labels == ()
    assert with_label(own, "NOT_HOME", "Vắng, khóa cửa").labels == ()
    assert "kết quả 4" in check_label(two_apps, "NOT_HOME", "từ chối")
    assert check_label(own, "NOT_HOME", "Đi làm") == ""


def test_a_reason_is_renamed_under_its_code(two_apps: Campaign) -> None:
    values: Row = {"label": "Máy đời cũ", "group": "DEVICE"}
    changed = put_reason(two_apps, "TECH", values, "old-device")
    assert len(changed.reasons) == len(two_apps.reasons)
    assert next(r for r in changed.reasons if r.code == "old-device").label == "Máy đời cũ"


def test_a_new_reason_never_takes_the_code_of_another(two_apps: Campaign) -> None:
    values: Row = {"label": "No space", "group": "DEVICE"}
    assert put_reason(two_apps, "TECH", values).reasons[-1].code == "no-space-2"


def test_one_result_has_no_two_reasons_of_one_name(two_apps: Campaign) -> None:
    assert "Hết bộ nhớ" in check_reason(two_apps, "TECH", {"label": "het bo nho"})["label"]
    assert check_reason(two_apps, "TECH", {"label": "Hết bộ nhớ"}, "no-space") == {}
    assert check_reason(two_apps, "REFUSED", {"label": "Hết bộ nhớ"}) == {}


def test_a_retired_reason_is_offered_no_more_and_stays(two_apps: Campaign) -> None:
    retired = retire_reason(two_apps, "no-space", retired=True)
    assert "no-space" not in {o.code for o in reason_options(retired, "TECH")}
    assert len(retired.reasons) == len(two_apps.reasons)
    assert retire_reason(retired, "no-space", retired=False) == two_apps


def test_a_result_that_needs_a_reason_keeps_one(two_apps: Campaign) -> None:
    codes = [r.code for r in reasons_of(two_apps, "TECH")]
    for code in codes[1:]:
        two_apps = retire_reason(two_apps, code, retired=True)
    with pytest.raises(AppError, match="ít nhất một lý do"):
        retire_reason(two_apps, codes[0], retired=True)


def test_a_reason_moves_among_those_of_its_result(two_apps: Campaign) -> None:
    first = [r.code for r in reasons_of(two_apps, "TECH")][:2]
    swapped = move_reason(two_apps, first[0], 1)
    assert [r.code for r in reasons_of(swapped, "TECH")][:2] == first[::-1]
    assert reasons_of(swapped, "REFUSED") == reasons_of(two_apps, "REFUSED")
    assert move_reason(two_apps, first[0], -1) == two_apps


def test_only_rules_and_apps_ask_for_new_results(two_apps: Campaign) -> None:
    rules = two_apps.result_rules
    for same in (
        replace(two_apps, name="Khác"),
        retire_reason(two_apps, "no-space", retired=True),
        move_app(two_apps, "bluezone", 1),
        edit_app(two_apps, "bluezone", {**app_values(two_apps.apps[0]), "name": "PC-Covid"}),
    ):
        assert same.result_rules == rules
    for other in (
        replace(two_apps, complete_rule="AT_LEAST_ONE_ADULT"),
        replace(two_apps, deadline_words="BY"),
        add_app(two_apps, {**VNEID, "required": 0}),
        archive_app(two_apps, "bluezone", archived=True),
    ):
        assert other.result_rules != rules
