"""What the worklist says: days, attempts, why, and what its filters offer."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.campaigns import Campaign
from domain.presets import find_preset, new_campaign
from domain.sheets import Sheet
from domain.worklist import DUE_DAYS, Tried, WorkFilter, WorkLine
from ui.worklist_print import describe, numbers_words
from ui.worklist_texts import (
    COLUMNS,
    NOTHING,
    NOTHING_CHOSEN,
    columns_for,
    empty_sentence,
    filter_words,
    in_order,
    list_row,
    order_words,
    part_heads,
    reason_options_of,
    team_options,
)

ON = date(2020, 8, 15)


@pytest.fixture
def campaign() -> Campaign:
    preset = find_preset("bluezone")
    assert preset
    return new_campaign(preset, id="c", starts_on="2020-08-01", deadline_on="2020-08-26")


def line(n: int = 1, **more: Any) -> WorkLine:
    values: dict[str, Any] = {
        "household_id": f"h{n}", "code": f"01-{n:04d}", "village_id": "v", "village": "Bản Mìn",
        "cluster": "", "head_name": "Hà Văn An", "place": n, "status": "NOT_HOME",
        "disposition": "NOT_HOME", "last_on": "2020-08-12", "due_on": "2020-08-14",
        "overdue": True, "tried": Tried(made=2, slots=("S", "C"), next_slot="T"), "team": "Tổ 1",
    }  # fmt: skip
    return WorkLine(**{**values, **more})


@pytest.mark.parametrize(
    ("due_on", "words"),
    [("2020-08-12", "12/08 quá 3 ngày"), ("2020-08-15", "15/08 hôm nay"), ("2020-08-16", "16/08"),
     (None, "–")],
)  # fmt: skip
def test_a_day_says_how_late_it_is(campaign: Campaign, due_on: str | None, words: str) -> None:
    assert list_row(line(due_on=due_on), campaign, "due", ON).texts["due"] == words


def test_the_list_says_what_the_overview_counts_of_it() -> None:
    days = ("2020-08-14", "2020-08-15", "2020-08-16")
    lines = [line(n, due_on=day) for n, day in enumerate(days)]
    assert order_words(lines, "due", ON).startswith("2 hộ đến hẹn, quá hẹn; 1 hộ hẹn ngày sau. Xếp")
    assert order_words(lines[:2], "due", ON).startswith("Xếp")
    assert order_words(lines, "overdue", ON).startswith("Xếp")


def test_a_row_says_what_was_tried_and_what_to_try(campaign: Campaign) -> None:
    texts = list_row(line(), campaign, "due", ON).texts
    assert (texts["why"], texts["attempts"], texts["next"], texts["team"]) == (
        "Vắng, khóa cửa", "2/3 sáng, chiều", "Buổi tối hoặc ngày nghỉ", "Tổ 1",
    )  # fmt: skip


def test_a_team_of_the_refused_body_is_to_be_changed(campaign: Campaign) -> None:
    refused = Tried(made=1, refused=("Hội Phụ nữ",), refused_teams=("Tổ 1",))
    one = line(disposition="REFUSED", tried=refused, is_barred=True)
    texts = list_row(one, campaign, "due", ON).texts
    assert texts["team"] == "Tổ 1 (đổi tổ)"
    assert texts["next"] == "Đoàn thể khác (không phải Hội Phụ nữ)"
    given_up = list_row(replace(one, due_on=None), campaign, "missed", ON).texts
    assert (given_up["why"], given_up["team"]) == ("Từ chối lần cuối", "Tổ 1")


def test_who_was_given_up_is_told_how(campaign: Campaign) -> None:
    texts = list_row(line(due_on=None), campaign, "missed", ON).texts
    assert (texts["why"], texts["last"]) == ("Hết lượt – vắng, khóa cửa", "12/08/2020")


def test_the_technical_list_gives_the_reason_alone_by_village_and_walk(campaign: Campaign) -> None:
    reason = next(r for r in campaign.reasons if r.disposition == "TECH")
    known = line(2, disposition="TECH", tried=Tried(1, needs_help=True, reason=reason.code))
    unknown = line(1, disposition="TECH", tried=Tried(1, needs_help=True))
    lines = in_order([known, unknown, line(3)], "tech")
    assert [list_row(x, campaign, "tech", ON).texts["why"] for x in lines] == [
        "chưa ghi lý do", reason.label,
    ]  # fmt: skip


def test_heads_count_each_part() -> None:
    lines = [line(1), line(2, due_on="2020-08-20", overdue=False), line(3, due_on=None)]
    assert part_heads(lines)["due"] == "Cần quay lại  2"
    assert part_heads([replace(lines[2], overdue=False)])["missed"] == "Hết lượt  1"


def test_filters_offer_what_occurs_and_the_teams_by_their_numbers(campaign: Campaign) -> None:
    lines = [line(1, team="Tổ 10"), line(2, team="Tổ 2", disposition="CALLBACK"), line(3, team="")]
    assert [o.label for o in team_options(lines)] == ["Mọi tổ", "Tổ 2", "Tổ 10"]
    assert [o.label for o in reason_options_of(lines, campaign)] == [
        "Mọi lý do", "3  Vắng, khóa cửa", "5  Hẹn lại",
    ]  # fmt: skip


def test_an_empty_part_says_why_unless_a_filter_hides_the_rows() -> None:
    assert empty_sentence("tech", WorkFilter()) == NOTHING["tech"]
    assert empty_sentence("tech", WorkFilter(team="Tổ 1")) == NOTHING_CHOSEN


@pytest.mark.parametrize("part", ["due", "overdue", "tech", "missed"])
def test_every_part_shows_columns_there_are_also_when_narrow(part: str) -> None:
    known = [c.key for c in COLUMNS]
    for narrow in (True, False):
        shown = columns_for(part, narrow=narrow)
        assert [k for k in known if k in shown] == list(shown)
        assert {"head", "village", "why"} <= set(shown)


def test_the_dialog_says_what_the_list_is_narrowed_to() -> None:
    offered = {"team": team_options([line(1, team="Tổ 2")]), "due": DUE_DAYS}
    assert filter_words(WorkFilter(team="Tổ 2", due="0"), offered) == "Tổ 2; Đến hết hôm nay"
    assert filter_words(WorkFilter(), offered) == ""


def test_what_is_printed_is_counted_and_numbered() -> None:
    assert describe([line(1), line(2, village_id="w")]).startswith("2 hộ ở 2 thôn, bản")
    sheets = [Sheet(str(n), n, "REVISIT", "Bản Mìn", None, None, "2020-08-15") for n in (12, 13)]
    assert numbers_words(sheets[:1]) == f"tờ {sheets[0].code}"
    assert numbers_words(sheets) == f"2 tờ, {sheets[0].code} đến {sheets[1].code}"
