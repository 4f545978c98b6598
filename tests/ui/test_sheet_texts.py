"""What the ledger says and in which order; what the dialogs take and refuse. No window."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from domain.fields import Row, parse_row
from domain.sheets import Sheet, SheetEvent
from domain.teams import Team
from domain.villages import Village
from storage.sheets import LedgerLine
from ui.sheet_files import PDF, PrintRequest, sources_of
from ui.sheet_jobs import holder_of, people_of
from ui.sheet_print import (
    ALL_TEAMS,
    check_request,
    chosen_words,
    make_request,
    print_fields,
    village_words,
)
from ui.sheet_steps import check_event, make_event, step_fields
from ui.sheet_texts import (
    LONG_OUT,
    MARKED,
    PARTS,
    UNMARKED,
    LedgerFilter,
    count_parts,
    empty_sentence,
    event_words,
    filter_ledger,
    in_order,
    ledger_row,
    numbers_words,
    order_of,
    part_words,
    scan_answer,
)

TODAY = date(2020, 8, 25)
TEAMS = {"t1": "Tổ 1", "t2": "Đoàn thanh niên"}


def line(
    number: int, step: str = "PRINTED", *, village: str = "v1", title: str = "Bản Chiềng",
    person: str = "", out: int | None = None, entered: int = 0, team: str | None = None,
) -> LedgerLine:  # fmt: skip
    sheet = Sheet(f"s{number}", number, "FIRST", title, village, team, "2020-08-10", 30)
    return LedgerLine(sheet, step, "2020-08-20", person, out, entered, "2020-08-10", "", "", "", "")


LEDGER = [
    line(5, "CANCELLED"),
    line(4, "ENTERED", entered=30),
    line(3, "RETURNED", person="Lò Văn Ửng", village="v2", title="Bản Mìn", entered=12),
    line(2, "HANDED", person="Hà Thị Ẫm", out=3),
    line(1, "HANDED", person="Vi Văn Đặng", out=19, team="t2"),
    line(6, "PRINTED"),
]


def numbers(lines: list[LedgerLine]) -> list[int]:
    return [x.sheet.number for x in lines]


def test_every_sheet_is_in_exactly_one_part() -> None:
    counts = count_parts(LEDGER)
    assert counts == {"": 6, "OUT": 3, "BACK": 1, "DONE": 2}
    assert sum(counts[p.code] for p in PARTS if p.code) == counts[""]
    assert part_words(counts)["OUT"] == "Đã in, chưa nộp (3)"


def test_what_is_not_returned_is_ordered_by_days_outstanding() -> None:
    out = filter_ledger(LEDGER, LedgerFilter("OUT"), TEAMS)
    assert numbers(in_order(out, order_of("OUT"))) == [1, 2, 6]
    assert numbers(in_order(LEDGER, order_of("")))[:2] == [6, 5]


@pytest.mark.parametrize(
    ("text", "found"),
    [("vi van dang", [1]), ("doan thanh", [1]), ("ban min", [3]), ("P0003-7", [3]),
     ("3", [3]), ("P0003-7.07", [3]), ("không ai", [])],
)  # fmt: skip
def test_a_sheet_is_found_by_number_place_holder_or_team(text: str, found: list[int]) -> None:
    assert numbers(filter_ledger(LEDGER, LedgerFilter(text=text), TEAMS)) == found


def test_a_scanned_sheet_is_found_whatever_part_is_shown() -> None:
    assert numbers(filter_ledger(LEDGER, LedgerFilter("DONE", "v9", "P0003-7"), TEAMS)) == [3]


def test_the_village_filter_takes_its_sheets_only() -> None:
    assert numbers(filter_ledger(LEDGER, LedgerFilter(village="v2"), TEAMS)) == [3]


def test_a_row_says_where_the_sheet_is_and_warns_of_long_absence() -> None:
    row = ledger_row(LEDGER[4], TEAMS, marked=True)
    assert row.texts["mark"] == MARKED
    assert row.texts["days"] == "19 ngày"
    assert row.texts["team"] == "Đoàn thanh niên"
    assert row.tags == ("alarm",)
    recent = ledger_row(line(7, "HANDED", out=LONG_OUT - 1), TEAMS, marked=False)
    assert recent.tags == ()
    assert recent.texts["mark"] == UNMARKED
    assert ledger_row(LEDGER[0], TEAMS, marked=False).texts["checked"] == "Đã hủy"
    assert ledger_row(LEDGER[2], TEAMS, marked=False).texts["entered"] == "12/30"


def test_an_empty_list_says_why() -> None:
    assert "bỏ bớt lọc" in empty_sentence(LedgerFilter("OUT", "v1"))
    sentences = {empty_sentence(LedgerFilter(p.code)) for p in PARTS}
    assert len(sentences) == len(PARTS)


def test_history_names_step_person_and_who_wrote_it() -> None:
    event = SheetEvent("HANDED", "2020-08-13", "Ông Ửng", "", "2020-08-13T09:05:01.2", "Yến")
    assert event_words(event) == ("13/08/2020", "Đã giao: Ông Ửng", "Yến, 13/08/2020 09:05")


def test_many_numbers_are_told_short() -> None:
    assert numbers_words(LEDGER[3:5]) == "P0002-1, P0001-3"
    assert numbers_words(LEDGER) == "P0005-9 và 5 tờ khác"


# -- taking back ----------------------------------------------------------------------------------


def test_a_number_typed_or_scanned_takes_a_sheet_back() -> None:
    found, said, fine = scan_answer("P0001-3.07", LEDGER, "", TODAY)
    assert found is LEDGER[4]
    assert fine
    assert "đã nhận 30 hộ, sau 19 ngày" in said


@pytest.mark.parametrize(
    ("text", "words"),
    [("xin chào", "không phải là số tờ"), ("P0001-4", "không phải là số tờ"),
     ("77", "không có tờ số 77"), ("5", "đã hủy")],
)  # fmt: skip
def test_what_is_no_sheet_of_the_pile_is_refused(text: str, words: str) -> None:
    found, said, fine = scan_answer(text, LEDGER, "", TODAY)
    assert found is None
    assert not fine
    assert words in said


def test_a_sheet_of_another_campaign_is_named_so() -> None:
    assert "của đợt “Đợt cũ”" in scan_answer("77", LEDGER, "Đợt cũ", TODAY)[1]


def test_a_sheet_that_came_back_before_is_not_written_twice() -> None:
    found, said, fine = scan_answer("3", LEDGER, "", TODAY)
    assert found is None
    assert fine
    assert "đã nộp từ ngày" in said


# -- dialogs --------------------------------------------------------------------------------------


def test_handing_out_needs_a_holder_and_cancelling_a_reason() -> None:
    day = {"happened_on": "13/8/2020"}
    assert set(parse_row(step_fields("HANDED", ()), day)[1]) == {"person"}
    assert set(parse_row(step_fields("CANCELLED", ()), day)[1]) == {"note"}
    assert parse_row(step_fields("CHECKED", ()), day)[1] == {}


def test_a_step_keeps_day_person_and_note() -> None:
    values: Row = {"happened_on": "2020-08-13", "person": "Ông Ửng", "note": None}
    assert make_event("HANDED", values) == SheetEvent("HANDED", "2020-08-13", "Ông Ửng", "")
    assert check_event(values, TODAY) == {}
    assert "happened_on" in check_event({"happened_on": "2020-08-26"}, TODAY)


def test_suggested_holders_are_leaders_and_teams_then_those_of_before() -> None:
    teams = [Team("t1", "Tổ 1", leader="Bà Yến"), Team("t3", "Tổ cũ", retired=True)]
    assert people_of(LEDGER, teams)[:2] == ["Bà Yến", "Tổ 1"]
    assert "Lò Văn Ửng" in people_of(LEDGER, teams)
    assert "Tổ cũ" not in people_of(LEDGER, teams)
    of_one = [line(8, team="t1"), line(9, team="t1")]
    assert holder_of(of_one, teams) == "Bà Yến"
    assert holder_of([*of_one, line(10)], teams) == ""


def test_what_is_asked_for_becomes_one_source_for_each_village() -> None:
    teams = [Team("t1", "Tổ 1")]
    raw = {"kind": "Quay lại", "due": "20/8/2020", "team": "Tổ 1", "lines": "25", "files": "PDF"}
    values, errors = parse_row(print_fields(teams), raw)
    assert errors == {}
    request = make_request(values, ("v1", "v2"), teams, Path("x"))
    assert request == PrintRequest(Path("x"), "REVISIT", ("v1", "v2"), "", "t1", "2020-08-20", 25)
    assert [s.village_id for s in sources_of(request)] == ["v1", "v2"]
    everywhere = sources_of(replace(request, villages=()))
    assert [(s.village_id, s.team_id, s.due) for s in everywhere] == [("", "t1", "2020-08-20")]


def test_the_day_of_revisits_is_nothing_to_a_first_round() -> None:
    raw = {"kind": "1", "due": "20/8/2020", "team": ALL_TEAMS, "lines": "30", "files": "1"}
    values, _ = parse_row(print_fields([]), raw)
    request = make_request(values, (), [], Path("x"))
    assert (request.due, request.team_id, request.files) == ("", "", PDF)


def test_a_cluster_needs_one_village() -> None:
    assert "cluster" in check_request({"cluster": "Cụm 2"}, ())
    assert "cluster" in check_request({"cluster": "Cụm 2"}, ("v1", "v2"))
    assert check_request({"cluster": "Cụm 2"}, ("v1",)) == {}


def test_villages_are_listed_with_their_households() -> None:
    assert village_words([Village("v1", "bản", "Chiềng", 1)], {"v1": 120}) == [
        "Bản Chiềng   120 hộ"
    ]
    assert "cả xã" in chosen_words(0)
    assert chosen_words(3) == "Đã chọn 3 thôn, bản"
