"""What list and card say: shapes and words, "–" for unknown, and why a result is what it is."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.campaigns import Campaign
from domain.presets import find_preset, new_campaign
from domain.results import STATUSES, Result, derive
from domain.villages import Village
from domain.visits import Visit
from storage.household_lists import ORDERS, SEGMENTS
from ui.household_texts import (
    ALL,
    COLUMNS,
    ORDER_OF_COLUMN,
    SEGMENT_LABELS,
    SYMBOLS,
    Filters,
    chips,
    count_pairs,
    describe_state,
    due_text,
    empty_sentence,
    explain_result,
    known_segment,
    list_row,
    phone_text,
    result_text,
    segment_options,
    tally_words,
)
from ui.households import columns_for, edited_back, order_after

TODAY = date(2020, 8, 20)
HOUSEHOLD = {"state": "ACTIVE", "state_on": None}


@pytest.fixture
def campaign() -> Campaign:
    preset = find_preset("bluezone+smart-thanh-hoa")
    assert preset
    return new_campaign(preset, id="c", starts_on="2020-08-01", deadline_on="2020-08-26")


def result(campaign: Campaign, *visits: Visit) -> Result:
    return derive(visits, campaign, visits[-1].visited_at)


def visit(when: str, disposition: str, **values: Any) -> Visit:
    return Visit(when, "h", when, disposition, **values)


def line(**values: object) -> dict[str, object]:
    return {
        "id": "h", "code": "01-0001-2", "head_name": "Hà Văn An", "village": "Bản Mìn",
        "members": None, "phone": None, "status": "NOT_VISITED", "attempts": 0, "due_on": None,
        "source": "LIST", "state": "ACTIVE", **values,
    }  # fmt: skip


def test_every_segment_of_storage_has_a_name_and_no_other_is_offered() -> None:
    assert set(SEGMENT_LABELS) | {""} == set(SEGMENTS)


def test_every_heading_sorts_by_an_order_that_storage_knows() -> None:
    sortable = {c.key for c in COLUMNS if c.sortable}
    assert sortable == set(ORDER_OF_COLUMN)
    assert {order_after(c.key) for c in COLUMNS} <= set(ORDERS)


def test_every_result_has_a_shape() -> None:
    assert {s.code for s in STATUSES} == set(SYMBOLS)


def test_the_filter_offers_results_with_the_digit_of_the_paper(campaign: Campaign) -> None:
    labels = [o.label for o in segment_options(campaign)]
    assert labels[0] == ALL
    assert "2  Cài một phần" in labels
    assert len(labels) == len(set(labels))


def test_an_app_and_a_column_of_the_annex_of_reasons_are_filters_too(campaign: Campaign) -> None:
    assert known_segment("app:bluezone", campaign) == "app:bluezone"
    assert known_segment("app:bluezone", None) == ""
    assert chips(Filters(segment="app:bluezone", reason="NETWORK"), [], campaign) == [
        ("segment", "Đã cài Bluezone"), ("reason", "Lý do: Không có mạng, sóng"),
    ]  # fmt: skip


def test_without_a_campaign_no_results_are_offered() -> None:
    assert len(segment_options(None)) == len(SEGMENT_LABELS) + 1


def test_what_is_not_known_is_a_dash_and_never_zero(campaign: Campaign) -> None:
    texts = list_row(line(), campaign, TODAY, phones=False).texts
    assert [texts[k] for k in ("members", "phone", "attempts", "due")] == ["–"] * 4
    assert list_row(line(members=0), campaign, TODAY, phones=False).texts["members"] == "0"


def test_a_phone_is_masked_until_it_is_asked_for(campaign: Campaign) -> None:
    shown = line(phone="0912345678")
    assert list_row(shown, campaign, TODAY, phones=False).texts["phone"] == "09xx xxx 678"
    assert list_row(shown, campaign, TODAY, phones=True).texts["phone"] == "0912345678"
    assert phone_text(None, shown=True) == "–"


def test_overdue_is_said_in_words() -> None:
    assert due_text("2020-08-19", TODAY) == "19/08 quá hẹn"
    assert due_text("2020-08-20", TODAY) == "20/08/2020"


def test_a_household_that_left_says_how_is_grey_and_not_due(campaign: Campaign) -> None:
    row = list_row(line(status="INELIGIBLE", state="MOVED", due_on="2020-08-01"), campaign, TODAY,
                   phones=False)  # fmt: skip
    assert row.texts["status"] == "⊘ Đã chuyển đi"
    assert row.texts["due"] == "–"
    assert row.tags == ("muted",)


def test_a_household_found_in_the_field_says_so(campaign: Campaign) -> None:
    row = list_row(line(source="FOUND"), campaign, TODAY, phones=False)
    assert row.texts["head"] == "Hà Văn An (phát sinh)"


def test_the_office_s_own_word_for_a_result_is_used(campaign: Campaign) -> None:
    own = replace(campaign, labels=(("REFUSED", "Không hợp tác"),))
    assert result_text("REFUSED", own) == "✕ Không hợp tác"
    assert result_text("PARTIAL", own) == "◐ Cài một phần"


def test_each_filter_that_is_set_is_a_chip_but_the_typed_text(campaign: Campaign) -> None:
    villages = [Village("v", "bản", "Mìn", 2)]
    filters = Filters("hoa", "v", "overdue", "privacy")
    assert chips(filters, villages, campaign) == [
        ("village", "Bản Mìn"), ("segment", "Quá hẹn"), ("reason", "Lý do: Sợ lộ thông tin"),
    ]  # fmt: skip
    assert chips(Filters("hoa"), villages, campaign) == []
    assert filters.without("village").without("reason") == Filters("hoa", "", "overdue")


def test_a_result_code_is_a_filter_too_and_nonsense_is_none(campaign: Campaign) -> None:
    assert chips(Filters(segment="TECH"), [], campaign) == [
        ("segment", "Kết quả: Có máy nhưng chưa cài được")
    ]
    assert known_segment("TECH", campaign) == "TECH"
    assert known_segment("with_app", campaign) == "with_app"
    assert known_segment("???", campaign) == ""


@pytest.mark.parametrize(
    ("filters", "hint"),
    [
        (Filters("zzz"), "gõ ít chữ hơn"),
        (Filters("zzz", segment="due"), "bỏ bớt lọc"),
        (Filters(segment="due"), "bỏ bớt lọc"),
    ],
)
def test_an_empty_list_says_what_to_try(filters: Filters, hint: str) -> None:
    assert hint in empty_sentence(filters)


def test_why_follows_the_last_visit_or_says_what_outweighs_it(campaign: Campaign) -> None:
    partial = visit("2020-08-10", "PARTIAL", smartphones=2, apps=(("bluezone", 1),))
    first = explain_result(HOUSEHOLD, result(campaign, partial), campaign, TODAY)
    assert first[0] == "Theo lượt đến gần nhất, 10/08/2020."
    away = result(campaign, partial, visit("2020-08-12", "NOT_HOME"))
    assert explain_result(HOUSEHOLD, away, campaign, TODAY)[0] == (
        "Theo số máy và các lượt đã ghi; lượt gần nhất, 12/08/2020: Vắng, khóa cửa."
    )


def test_why_says_when_to_come_again_or_that_nobody_need_come(campaign: Campaign) -> None:
    agreed = result(campaign, visit("2020-08-10", "CALLBACK", next_visit_on="2020-08-17"))
    assert explain_result(HOUSEHOLD, agreed, campaign, TODAY)[-1] == (
        "Hẹn đến lại ngày 17/08/2020: quá hẹn 3 ngày."
    )
    assert explain_result(HOUSEHOLD, agreed, campaign, date(2020, 8, 17))[-1] == (
        "Hẹn đến lại ngày 17/08/2020."
    )
    done = result(campaign, visit("2020-08-10", "COMPLETE"))
    assert explain_result(HOUSEHOLD, done, campaign, TODAY)[-1] == "Không cần đến lại."
    tried = result(campaign, *(visit(f"2020-08-1{n}", "REFUSED") for n in (1, 4)))
    assert "Đã đủ số lượt" in explain_result(HOUSEHOLD, tried, campaign, TODAY)[-1]


def test_a_household_without_a_visit_and_one_that_left_are_explained(campaign: Campaign) -> None:
    assert explain_result(HOUSEHOLD, None, campaign, TODAY) == [
        "Chưa có lượt đến nào trong đợt này."
    ]
    left = {"state": "MERGED", "state_on": "2020-08-16"}
    assert "từ 16/08/2020" in explain_result(left, None, campaign, TODAY)[0]
    assert describe_state(left, "Hà Văn Ân, 01-0004-4") == (
        "Đã nhập vào hộ khác từ 16/08/2020 (Hà Văn Ân, 01-0004-4)"
    )
    assert describe_state(HOUSEHOLD) == "Đang ở"


def test_counts_are_per_app_with_dashes_where_nobody_counted(campaign: Campaign) -> None:
    counted = result(
        campaign, visit("2020-08-10", "PARTIAL", smartphones=2, apps=(("bluezone", 0),))
    )
    pairs = dict(count_pairs(counted, campaign))
    assert pairs["Điện thoại thông minh"] == "2"
    assert (pairs["Đã cài Bluezone"], pairs["Đã cài Smart Thanh Hóa"]) == ("0", "–")
    assert pairs["Android"] == "–"
    assert count_pairs(None, None) == []


def test_an_edit_is_taken_back_with_the_old_values_of_what_was_written() -> None:
    old = {"members": 4, "phone": None, "village_id": "v", "code": "01-0001-2"}
    assert edited_back(old, {"members": 5, "phone": "09", "village_id": "w"}) == {
        "members": 4, "phone": None, "village_id": "v",
    }  # fmt: skip


def test_the_list_keeps_code_name_result_and_due_day_beside_the_card() -> None:
    assert columns_for(narrow=False, beside_card=True) == ("code", "head", "status", "due")
    assert "village" in columns_for(narrow=True, beside_card=False)
    assert len(columns_for(narrow=False, beside_card=False)) == len(COLUMNS)


@pytest.mark.parametrize(
    ("segment", "said"),
    [
        ("visited", "và 40 hộ chỉ có số tổng hợp"),
        ("listed", "và 1.064 hộ chỉ có số tổng hợp"),
        ("refused", ""),
        ("NOT_VISITED", "40 hộ đã đến theo số tổng hợp, chưa rõ hộ nào"),
        ("overdue", "chưa kể nơi chỉ có số tổng hợp"),
        ("app:bluezone", "chưa kể nơi chỉ có số tổng hợp"),
        ("", ""),
    ],
)
def test_a_list_says_what_only_totals_have(segment: str, said: str) -> None:
    tallied = {"households": 1064, "visited": 40, "contacted": 30, "completed": 20, "refused": 0}
    assert tally_words(Filters(segment=segment), tallied) == said
    assert tally_words(Filters(segment=segment), {}) == ""
    assert tally_words(Filters("hòa", segment=segment), tallied) == ""
