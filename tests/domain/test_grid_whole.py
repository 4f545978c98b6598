"""One result for a whole sheet, except some lines: which rows get a visit, and what is said."""

from datetime import date

import pytest

from domain.campaigns import Campaign
from domain.grid_entry import GridRow, type_cell
from domain.grid_whole import (
    announce_whole_sheet,
    describe_whole_sheet,
    plan_whole_sheet,
    read_lines,
)
from domain.visits import Visit

TODAY = date(2020, 8, 20)
HEAD = {"visited_at": "12/08/2020", "slot": "Sáng", "team": "Tổ 3"}


def rows_of(count: int) -> list[GridRow]:
    return [
        GridRow(n, {"id": f"h{n}", "members": n, "state": "ACTIVE"}, [], None)
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [("4, 9, 17", [4, 9, 17]), ("4 9;17", [4, 9, 17]), ("4-6", [4, 5, 6]),
     ("4 – 6, 9", [4, 5, 6, 9]), ("", [])],
)  # fmt: skip
def test_exceptions_are_read_as_people_write_them(text: str, lines: list[int]) -> None:
    assert read_lines(text, 30) == (lines, "")


@pytest.mark.parametrize("text", ["31", "0", "9-4", "x", "4-"])
def test_what_is_no_line_of_the_sheet_is_a_sentence(text: str) -> None:
    lines, problem = read_lines(text, 30)
    assert not lines
    assert text.strip("-")[0] in problem


def test_every_other_line_gets_a_visit_of_its_own(two_apps: Campaign) -> None:
    plan = plan_whole_sheet(rows_of(30), HEAD, "1", "", [4, 9, 17], two_apps, TODAY)
    assert len(plan.rows) == 27
    assert not {4, 9, 17} & {line for line, _ in plan.rows}
    line, values = plan.rows[1]
    assert (line, values["disposition"], values["visited_at"], values["members"]) == (
        2, "COMPLETE", "2020-08-12", 2,
    )  # fmt: skip
    assert all(v["by_sheet"] == 1 for _, v in plan.rows)


def test_known_counts_go_along_where_the_result_allows_them(two_apps: Campaign) -> None:
    [row] = rows_of(1)
    row.visits = [Visit("1", "h1", "2020-08-05", "COMPLETE", members=5, smartphones=2,
                        apps=(("bluezone", 2), ("smart-thanh-hoa", 2)))]  # fmt: skip
    plan = plan_whole_sheet([row], HEAD, "1", "", [], two_apps, TODAY)
    assert plan.rows[0][1]["app:bluezone"] == 2
    plan = plan_whole_sheet([row], HEAD, "3", "", [], two_apps, TODAY)
    assert plan.rows[0][1]["app:bluezone"] is None


def test_what_has_a_visit_already_is_left_alone_and_said(two_apps: Campaign) -> None:
    rows = rows_of(5)
    rows[0].visit = Visit("1", "h1", "2020-08-12", "NOT_HOME")
    type_cell(rows[1], "note", "đang gõ", (), two_apps)
    rows[2].visits = [Visit("2", "h3", "2020-08-12", "NOT_HOME", team="Tổ 3")]
    rows[3].household = {"id": "h4", "members": 2, "state": "MOVED"}
    plan = plan_whole_sheet(rows, HEAD, "1", "", [], two_apps, TODAY)
    assert [line for line, _ in plan.rows] == [5]
    assert (plan.have_visit, plan.met_that_day, plan.gone) == ((1, 2), (3,), (4,))
    said = describe_whole_sheet(plan, [])
    assert "Đã ghi 1 dòng" in said
    assert "dòng 1, 2 (đã có lượt đến)" in said


def test_the_rules_of_a_visit_hold(two_apps: Campaign) -> None:
    plan = plan_whole_sheet(rows_of(3), HEAD, "7", "", [], two_apps, TODAY)
    assert "cần ghi lý do" in plan.problem
    plan = plan_whole_sheet(rows_of(3), HEAD, "7", "1", [], two_apps, TODAY)
    assert not plan.problem
    assert plan.rows[0][1]["reason"]
    late = {**HEAD, "visited_at": "21/8/2020"}
    assert plan_whole_sheet(rows_of(3), late, "1", "", [], two_apps, TODAY).problem


@pytest.mark.parametrize("text", ["2, 5, 7-9, 30", "12", "4–6"])
def test_lines_typed_where_the_reason_stands_are_no_reason(two_apps: Campaign, text: str) -> None:
    plan = plan_whole_sheet(rows_of(3), HEAD, "3", text, [], two_apps, TODAY)
    assert not plan.rows
    assert f"“{text}” không phải là lý do" in plan.problem
    assert not plan_whole_sheet(rows_of(3), HEAD, "3", "đi rẫy", [], two_apps, TODAY).problem


def test_a_full_sheet_has_nothing_left_to_write(two_apps: Campaign) -> None:
    rows = rows_of(1)
    assert "Không còn dòng nào" in plan_whole_sheet(
        rows, HEAD, "1", "", [1], two_apps, TODAY
    ).problem


def test_the_count_is_said_before_anything_is_written(two_apps: Campaign) -> None:
    rows = rows_of(30)
    type_cell(rows[29], "disposition", "4", (), two_apps)
    plan = plan_whole_sheet(rows, HEAD, "3", "", [4, 9, 17], two_apps, TODAY)
    assert announce_whole_sheet(plan, "Vắng", [4, 9, 17]) == (
        "Sẽ ghi 26 dòng là “Vắng”; 3 dòng để nhập riêng: 4, 9, 17; 1 dòng để nguyên: 30. F9 để ghi."
    )
    nothing = plan_whole_sheet(rows[29:], HEAD, "3", "", [], two_apps, TODAY)
    assert announce_whole_sheet(nothing, "Vắng", []) == nothing.problem
