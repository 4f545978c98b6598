"""The entry grid without a window: columns, what is typed, the way of Enter, rows and sentences."""

from dataclasses import replace
from datetime import date

import pytest

from domain.campaigns import Campaign
from domain.fields import Option
from domain.grid_entry import (
    GridRow,
    cells_to_ask,
    check_head,
    check_row,
    find_option,
    first_head_field,
    grid_fields,
    replacing_digit,
    show_stored,
    step_cell,
    stored_texts,
    tidy_cell,
    type_cell,
)
from domain.grid_words import (
    ask_about_result,
    describe_entered,
    describe_finish,
    describe_lines,
    last_result,
)
from domain.printed_sheets import paper_fields
from domain.visits import Visit

TODAY = date(2020, 8, 20)
HEAD = {"visited_at": "12/08/2020", "slot": "Sáng", "team": "Tổ 3"}
TEAMS = ("Tổ 3", "Tổ 13", "Tổ Mường Mìn")


def row_of(*visits: Visit, visit: Visit | None = None, members: int | None = 4) -> GridRow:
    household = {"id": "h", "code": "01-0001-4", "head_name": "Hà Văn Ân", "members": members}
    return GridRow(1, household, visits, visit)


def typed(row: GridRow, campaign: Campaign, **texts: str) -> GridRow:
    for name, text in texts.items():
        type_cell(row, name.replace("app_", "app:"), text, TEAMS, campaign)
    return row


def test_the_columns_are_those_of_the_paper_in_its_order(two_apps: Campaign) -> None:
    names = [f.name for f in grid_fields(two_apps, TEAMS)]
    assert names[:-1] == [f.name for f in paper_fields(two_apps)]
    assert names[-1] == "team"


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("disposition", "3", "3"), ("disposition", "vang", "3"), ("disposition", "đã cài", "1"),
        ("disposition", "11", "11"), ("slot", "2", "Chiều"), ("slot", "toi", "Tối"),
        ("team", "muong", "Tổ Mường Mìn"), ("team", "13", "Tổ 13"), ("team", "to", "to"),
        ("team", "Tổ của bà Yến", "Tổ của bà Yến"), ("visited_at", "-", "–"),
        ("next_visit_on", "31/02", "31/02"), ("next_visit_on", "14/8/2020", "14/08/2020"),
        ("members", " 04 ", "4"), ("members", "bốn", "bốn"),
        ("note", "Nhà  đi\nlàm", "Nhà đi làm"),
    ],
)  # fmt: skip
def test_a_cell_shows_what_was_meant_or_what_was_typed(
    two_apps: Campaign, name: str, text: str, shown: str
) -> None:
    assert tidy_cell(name, text, {}, TEAMS, two_apps) == shown


def test_text_of_two_code_points_is_stored_as_one(two_apps: Campaign) -> None:
    assert tidy_cell("note", "Ho\u0300a", {}, (), two_apps) == "Hòa"


def test_the_number_of_a_reason_is_that_of_its_result(two_apps: Campaign) -> None:
    refused = tidy_cell("reason", "1", {"disposition": "4"}, (), two_apps)
    technical = tidy_cell("reason", "1", {"disposition": "7"}, (), two_apps)
    assert technical
    assert refused != technical
    assert tidy_cell("reason", technical[:5].lower(), {"disposition": "7"}, (), two_apps) == (
        technical
    )


def test_a_reason_that_may_be_one_of_several_names_them(two_apps: Campaign) -> None:
    labels = [r.label for r in two_apps.reasons if r.disposition == "REFUSED"][:2]
    assert len(labels) == 2
    reasons = tuple(
        replace(r, label={labels[0]: "Sợ lộ thông tin", labels[1]: "Không thấy lợi ích"}[r.label])
        for r in two_apps.reasons if r.label in labels
    )  # fmt: skip
    campaign = replace(two_apps, reasons=reasons)
    row = typed(row_of(), campaign, disposition="4", reason="lo")
    said = check_row(row, HEAD, campaign, TODAY)[1]["reason"]
    assert "“lo” có thể là: 1 Sợ lộ thông tin; 2 Không thấy lợi ích." in said
    for text, kept in (("loi", "Không thấy lợi ích"), ("bận họp", "bận họp")):
        typed(row, campaign, reason=text)
        assert row.texts["reason"] == kept
        assert not check_row(row, HEAD, campaign, TODAY)[1]


def test_a_reason_stored_long_ago_does_not_stop_a_correction(two_apps: Campaign) -> None:
    visit = Visit("1", "h", "2020-08-12", "REFUSED", reason="9, 10")
    row = row_of(visit, visit=visit)
    show_stored(row, HEAD, two_apps)
    typed(row, two_apps, note="đã hỏi lại")
    assert "reason" not in check_row(row, HEAD, two_apps, TODAY)[1]
    typed(row, two_apps, reason="9, 11")
    assert "không phải là lý do" in check_row(row, HEAD, two_apps, TODAY)[1]["reason"]


@pytest.mark.parametrize("tick", ["x", "X", "✓", " "])
def test_a_tick_means_all_devices_of_the_household(two_apps: Campaign, tick: str) -> None:
    assert tidy_cell("app:bluezone", tick, {"smartphones": "3"}, (), two_apps) == "3"
    assert tidy_cell("all_apps", tick, {}, (), two_apps) == "1"
    assert tidy_cell("members", tick, {"smartphones": "3"}, (), two_apps) == tick.strip()


def test_an_option_that_two_beginnings_share_stays_as_typed() -> None:
    options = (Option("a", "Hết bộ nhớ", "1"), Option("b", "Hết pin", "2"))
    assert find_option("het", options) == "het"
    assert find_option("het p", options) == "Hết pin"
    assert find_option("2", options) == "Hết pin"


# -- the way of Enter ---------------------------------------------------------------------------


def test_enter_stops_where_the_result_can_have_something(two_apps: Campaign) -> None:
    names = [f.name for f in grid_fields(two_apps, ())]
    assert cells_to_ask({}, HEAD, names, two_apps) == ["disposition"]
    away = cells_to_ask({"disposition": "3"}, HEAD, names, two_apps)
    assert away == ["disposition"]
    appointed = cells_to_ask({"disposition": "5"}, HEAD, names, two_apps)
    assert appointed == ["disposition", "next_visit_on"]
    with_note = cells_to_ask({"disposition": "3"}, HEAD, names, two_apps, tab=True)
    assert with_note == ["disposition", "next_visit_on", "note"]
    done = cells_to_ask({"disposition": "1"}, HEAD, names, two_apps)
    assert "members" in done
    assert "visited_at" not in done
    assert "visited_at" in cells_to_ask({"disposition": "1"}, {}, names, two_apps)


def test_enter_passes_the_counts_that_can_only_be_none(two_apps: Campaign) -> None:
    names = [f.name for f in grid_fields(two_apps, ())]
    tech = {"disposition": "7", "smartphones": "2", "app:bluezone": "0",
            "app:smart-thanh-hoa": "0"}  # fmt: skip
    asked = cells_to_ask(tech, HEAD, names, two_apps)
    assert not {"all_apps", "in_use"} & set(asked)
    assert {"all_apps", "in_use"} <= set(
        cells_to_ask({**tech, "app:bluezone": "1", "app:smart-thanh-hoa": "1"}, HEAD, names,
                     two_apps)
    )  # fmt: skip
    none = cells_to_ask({"disposition": "2", "smartphones": "0"}, HEAD, names, two_apps)
    assert "app:bluezone" not in none


def test_a_result_typed_over_a_stored_one_is_asked_about(two_apps: Campaign) -> None:
    row = row_of(visit=Visit("2", "h", "2020-08-12", "NOT_HOME"))
    show_stored(row, HEAD, two_apps)
    assert [replacing_digit(row, t, two_apps) for t in ("1", "3", "", "11")] == ["1", "", "", ""]
    assert replacing_digit(row_of(), "1", two_apps) == ""
    assert "đã lưu kết quả 3. Sửa thành 1" in ask_about_result(row, "1")


def test_a_correction_to_nobody_met_takes_the_counts_and_gives_them_back(
    two_apps: Campaign,
) -> None:
    visit = Visit("2", "h", "2020-08-12", "PARTIAL", members=4, smartphones=2,
                  apps=(("bluezone", 1),))  # fmt: skip
    row = row_of(visit, visit=visit)
    show_stored(row, HEAD, two_apps)
    typed(row, two_apps, disposition="3")
    assert (row.texts["smartphones"], row.texts["app:bluezone"]) == ("", "")
    assert row.texts["members"] == "4"
    assert check_row(row, HEAD, two_apps, TODAY)[1] == {}
    typed(row, two_apps, disposition="2")
    assert (row.texts["smartphones"], row.texts["app:bluezone"]) == ("2", "1")


def test_a_result_alone_is_no_day_of_the_next_visit(two_apps: Campaign) -> None:
    row = typed(row_of(), two_apps, disposition="5", next_visit_on="7")
    assert check_row(row, HEAD, two_apps, TODAY)[1]["next_visit_on"] == (
        "Hẹn lại ngày chỉ có số “7”. Nếu là kết quả của dòng sau thì xóa đi và gõ ở dòng ấy; "
        "nếu là ngày hẹn thì ghi như 12/8."
    )


def test_a_step_goes_on_from_a_cell_that_enter_passes_over(two_apps: Campaign) -> None:
    names = [f.name for f in grid_fields(two_apps, ())]
    stops = ["disposition", "next_visit_on", "note"]
    assert step_cell(stops, names, "members", 1) == "next_visit_on"
    assert step_cell(stops, names, "note", 1) is None
    assert step_cell(stops, names, "note", -1) == "next_visit_on"


def test_a_sheet_begins_at_the_first_thing_not_known_of_it() -> None:
    assert first_head_field(HEAD, None) == "visited_at", "the day is only a guess"
    assert first_head_field(HEAD, ()) == ""
    assert first_head_field({**HEAD, "team": ""}, ()) == "team"
    assert first_head_field({**HEAD, "slot": ""}, {"slot"}) == "", "left empty on purpose"


# -- rows ---------------------------------------------------------------------------------------


def test_a_result_brings_the_known_counts_and_takes_them_away_again(two_apps: Campaign) -> None:
    known = Visit("1", "h", "2020-08-05", "COMPLETE", members=5, smartphones=2,
                  apps=(("bluezone", 2), ("smart-thanh-hoa", 2)))  # fmt: skip
    row = typed(row_of(known), two_apps, disposition="1")
    assert (row.texts["members"], row.texts["app:bluezone"]) == ("5", "2")
    typed(row, two_apps, disposition="3")
    assert not row.texts.get("members")
    typed(row, two_apps, disposition="")
    assert not row.is_changed


def test_what_was_typed_stays_when_the_result_changes(two_apps: Campaign) -> None:
    row = typed(row_of(), two_apps, disposition="1", members="7")
    typed(row, two_apps, disposition="2")
    assert row.texts["members"] == "7"


def test_a_digit_alone_is_no_note_and_a_stored_one_is(two_apps: Campaign) -> None:
    row = typed(row_of(), two_apps, disposition="3", note="1")
    _, errors = check_row(row, HEAD, two_apps, TODAY)
    assert list(errors) == ["note"]
    assert "“1”" in errors["note"]
    for note in ("1 lần", "12", ""):
        typed(row, two_apps, note=note)
        assert not check_row(row, HEAD, two_apps, TODAY)[1]
    stored = Visit("1", "h", "2020-08-12", "NOT_HOME", note="7")
    row = row_of(stored, visit=stored)
    show_stored(row, HEAD, two_apps)
    assert not check_row(row, HEAD, two_apps, TODAY)[1]


def test_a_row_without_its_own_day_takes_the_sheets(two_apps: Campaign) -> None:
    row = typed(row_of(), two_apps, disposition="3", note="đi làm")
    values, errors = check_row(row, HEAD, two_apps, TODAY)
    assert not errors
    assert (values["visited_at"], values["slot"], values["team"]) == ("2020-08-12", "S", "Tổ 3")
    typed(row, two_apps, visited_at="13/8/2020", team="-")
    values, _ = check_row(row, HEAD, two_apps, TODAY)
    assert (values["visited_at"], values["team"]) == ("2020-08-13", None)


def test_a_bad_row_keeps_what_was_typed_and_says_where(two_apps: Campaign) -> None:
    row = typed(row_of(), two_apps, disposition="2", members="2", smartphones="5")
    _, errors = check_row(row, HEAD, two_apps, TODAY)
    assert "nhiều hơn" in errors["smartphones"]
    assert (row.texts["smartphones"], row.mark) == ("5", "!")


def test_counts_paper_does_not_ask_for_go_along_while_they_fit(two_apps: Campaign) -> None:
    known = Visit("1", "h", "2020-08-05", "COMPLETE", members=5, smartphones=3, android=2, ios=1)
    row = typed(row_of(known), two_apps, disposition="2", smartphones="3")
    values, _ = check_row(row, HEAD, two_apps, TODAY)
    assert (values["android"], values["ios"]) == (2, 1)
    typed(row, two_apps, smartphones="1")
    values, errors = check_row(row, HEAD, two_apps, TODAY)
    assert not errors
    assert values["android"] is None


def test_a_second_visit_of_the_team_on_that_day_is_a_note_and_no_error(
    two_apps: Campaign,
) -> None:
    before = Visit("1", "h", "2020-08-12", "NOT_HOME", team="Tổ 3")
    row = typed(row_of(before), two_apps, disposition="3")
    _, errors = check_row(row, HEAD, two_apps, TODAY)
    assert not errors
    assert any("đã có lượt đến" in n for n in row.notes)


def test_a_stored_visit_shows_its_day_only_where_the_sheet_has_another(
    two_apps: Campaign,
) -> None:
    visit = Visit("2", "h", "2020-08-12", "NOT_HOME", slot="C", team=None, sheet_id="s", line=1)
    texts = stored_texts(visit, HEAD, two_apps)
    assert texts == {"disposition": "3", "slot": "Chiều", "team": "–"}
    row = row_of(visit, visit=visit)
    show_stored(row, HEAD, two_apps)
    assert not row.is_changed
    values, _ = check_row(row, HEAD, two_apps, TODAY)
    assert (values["visited_at"], values["slot"], values["team"]) == ("2020-08-12", "C", None)


def test_the_last_result_leaves_out_the_visit_of_this_line(two_apps: Campaign) -> None:
    before = Visit("1", "h", "2020-08-05", "NOT_HOME")
    own = Visit("2", "h", "2020-08-12", "COMPLETE", sheet_id="s", line=1)
    assert last_result(row_of(before, own, visit=own)) == "3 · 05/08"
    assert last_result(row_of()) == ""


@pytest.mark.parametrize(("day", "word"), [("21/8/2020", "sau hôm nay"), ("1/7/2020", "trước"),
                                            ("", "Chưa nhập"), ("12", "không phải")])  # fmt: skip
def test_the_sheets_day_is_in_the_campaign_and_not_in_the_future(
    two_apps: Campaign, day: str, word: str
) -> None:
    assert word in check_head({**HEAD, "visited_at": day}, two_apps, TODAY)["visited_at"]
    assert check_head(HEAD, two_apps, TODAY) == {}


def test_lines_are_named_in_short(two_apps: Campaign) -> None:
    assert describe_lines([18, 4, 9, 17, 19]) == "4, 9, 17–19"
    assert describe_lines([4, 5]) == "4, 5"


def test_the_end_of_a_sheet_says_which_lines_stay_blank(two_apps: Campaign) -> None:
    visit = Visit("2", "h", "2020-08-12", "NOT_HOME")
    rows = [row_of(visit=visit), row_of()]
    rows[1].line = 2
    assert "1 dòng để trống là “Chưa đến” (2)" in describe_finish("P0012-4", rows)
    show_stored(rows[0], HEAD, two_apps)
    assert describe_entered(rows) == "Đã nhập 1/2"


def test_the_end_of_a_sheet_says_which_complete_lines_have_no_devices() -> None:
    done = Visit("2", "h", "2020-08-12", "COMPLETE", members=2)
    rows = [row_of(visit=done), row_of(visit=replace(done, smartphones=2)),
            row_of(visit=replace(done, by_sheet=True)), row_of(visit=done)]  # fmt: skip
    for line, row in enumerate(rows, 1):
        row.line = line
    assert describe_finish("P0012-4", rows) == (
        "Đã xong tờ P0012-4: đủ 4 dòng. Còn 2 dòng kết quả 1 chưa có số máy (1, 4)."
    )
    assert describe_finish("P0012-4", rows[1:3]) == "Đã xong tờ P0012-4: đủ 2 dòng."


def test_a_household_that_left_the_list_since_the_print_is_named_at_its_line(
    two_apps: Campaign,
) -> None:
    row = typed(row_of(), two_apps, disposition="3")
    check_row(row, HEAD, two_apps, TODAY)
    assert row.notes == []
    gone = replace(row, household={**row.household, "state": "REMOVED"})
    check_row(gone, HEAD, two_apps, TODAY)
    assert "không được tính" in gone.notes[0]
    moved = replace(row, household={**row.household, "state": "MOVED"})
    check_row(moved, HEAD, two_apps, TODAY)
    assert moved.notes[0] == "Từ khi in phiếu, hộ này đã ghi “Đã chuyển đi”."
