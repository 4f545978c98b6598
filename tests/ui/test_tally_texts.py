"""Nhập tổng hợp in words: fields, days, states, differences. Without a window."""

from dataclasses import replace
from datetime import date

import pytest

from domain.campaigns import Campaign
from domain.presets import find_preset, new_campaign
from domain.tallies import Tally, TallyLine
from domain.villages import Village
from ui.tally_texts import (
    check_form,
    describe_line,
    form_fields,
    form_layout,
    over_words,
    same_days_note,
    short_days,
    state_of,
    tally_list_row,
    village_of,
)

TODAY = date(2020, 8, 20)
VILLAGES = (
    Village("a", "bản", "Chiềng", 1), Village("b", "bản", "Mìn", 2), Village("c", "thôn", "Mìn", 3),
    Village("d", "tổ dân phố", "1", 4), Village("e", "tổ dân phố", "10", 5),
)  # fmt: skip
TALLY = Tally("t", "a", "2020-08-12", "2020-08-13", visited=40, source="trưởng bản",
              entered_at="2020-08-14T07:30:00+07:00", entered_by="Hà Thị Thử")  # fmt: skip


@pytest.fixture
def campaign() -> Campaign:
    preset = find_preset("bluezone+smart-thanh-hoa")
    assert preset
    return new_campaign(preset, id="c", starts_on="2020-08-10", deadline_on="2020-08-26")


@pytest.mark.parametrize(
    ("typed", "found"),
    [("Bản Chiềng", "a"), ("chieng", "a"), ("ban chieng", "a"), ("chi", "a"), ("Bản Mìn", "b"),
     ("thon min", "c"), ("min", ""), ("tổ dân phố 1", "d"), ("tdp", ""), ("", ""), ("lạ", "")],
)  # fmt: skip
def test_a_village_is_found_by_what_only_it_is_called(typed: str, found: str) -> None:
    village = village_of({"village": typed}, VILLAGES)
    assert (village.id if village else "") == found


def test_every_field_has_its_place_in_the_form_once(campaign: Campaign) -> None:
    fields = form_fields(campaign, VILLAGES)
    placed = [name for row in form_layout(fields) for name in row]
    assert sorted(name for name in placed if name) == sorted(f.name for f in fields)
    assert max(len(row) for row in form_layout(fields)) == 5


def test_the_apps_stand_below_the_totals_of_devices(campaign: Campaign) -> None:
    households, devices, *apps, _ = form_layout(form_fields(campaign, VILLAGES))[1:]
    assert {len(row) for row in (households, devices, *apps)} == {5}


def test_one_day_alone_is_first_and_last(campaign: Campaign) -> None:
    raw = {"village": "chieng", "from_on": "12/8/2020", "visited": "3"}
    values, errors = check_form(raw, campaign, VILLAGES, [], TODAY)
    assert not errors
    assert (values["from_on"], values["until_on"], values["visited"]) == (
        "2020-08-12", "2020-08-12", 3,
    )  # fmt: skip
    assert "village" not in values


@pytest.mark.parametrize(
    ("more", "where", "words"),
    [
        ({"village": ""}, "village", "Chưa nhập"),
        ({"village": "lạ"}, "village", "Không rõ thôn, bản “lạ”"),
        ({"from_on": ""}, "from_on", "Chưa nhập"),
        ({"visited": "nhiều"}, "visited", "không phải là số"),
        ({"contacted": "4"}, "contacted", "nhiều hơn “Hộ đã đến” (3)"),
        ({"from_on": "11/8/2020", "until_on": "12/8/2020"}, "from_on", "Đã có số tổng hợp"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    campaign: Campaign, more: dict[str, str], where: str, words: str
) -> None:
    raw = {"village": "chieng", "from_on": "14/8/2020", "visited": "3"} | more
    _, errors = check_form(raw, campaign, VILLAGES, [TALLY], TODAY)
    assert words in errors[where]


def test_the_very_days_of_an_earlier_report_are_no_error_but_said(campaign: Campaign) -> None:
    raw = {"village": "chieng", "from_on": "12/8/2020", "until_on": "13/8/2020", "visited": "3"}
    values, errors = check_form(raw, campaign, VILLAGES, [TALLY], TODAY)
    assert not errors
    assert "Đã có số của 12/08/2020 đến 13/08/2020 (40 hộ đã đến)" in same_days_note(
        values, [TALLY]
    )
    assert same_days_note({**values, "until_on": "2020-08-14"}, [TALLY]) == ""


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [("2020-08-12", "2020-08-12", "12/08/2020"), ("2020-08-01", "2020-08-12", "01–12/08/2020"),
     ("2020-07-28", "2020-08-12", "28/07–12/08/2020")],
)  # fmt: skip
def test_days_are_short_in_the_list(first: str, last: str, said: str) -> None:
    assert short_days(replace(TALLY, from_on=first, until_on=last)) == said


def test_states_have_a_shape_and_a_word(campaign: Campaign) -> None:
    later = replace(TALLY, id="u", supersedes="t", correction="ghi nhầm")
    lines = {
        "● Đang tính": TallyLine(TALLY, True),
        "◐ Có phiếu hộ thay": TallyLine(TALLY, True, None, 12, {"visited": 37}),
        "○ Đã sửa": TallyLine(TALLY, False, later),
        "○ Đã rút": TallyLine(TALLY, False, replace(later, void=True)),
    }
    for words, line in lines.items():
        row = tally_list_row(line, {"a": "Bản Chiềng"})
        assert row.texts["state"] == words
        assert words.endswith(state_of(line))
        assert row.texts["visited"] == "40"
    told = {words: describe_line(line, campaign, "Bản Chiềng") for words, line in lines.items()}
    assert "Hộ đã đến: 40" in told["● Đang tính"]
    assert "Nguồn: trưởng bản." in told["● Đang tính"]
    assert "Đã có 12 lượt đến hộ" in told["◐ Có phiếu hộ thay"]
    assert "Hộ đã đến −3" in told["◐ Có phiếu hộ thay"]
    assert "Đã sửa: ghi nhầm." in told["○ Đã sửa"]
    same = TallyLine(TALLY, True, None, 12, {"visited": 40})
    assert "Hai bên bằng nhau." in describe_line(same, campaign, "Bản Chiềng")


def test_what_exceeds_the_list_is_said() -> None:
    assert over_words(0) == ""
    assert "nhiều hơn danh sách 12 hộ: chỉ tính hết danh sách" in over_words(12)
