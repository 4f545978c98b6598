"""Decisions of the import wizard, without a window."""

from dataclasses import replace
from pathlib import Path

from domain.fields import Row
from domain.household_import import ImportResult, ImportRow, Place, Reject
from imports.decoded import DecodedTable, decode_tables
from imports.layout import Layout, VillageFrom
from imports.plan import LeftOut, Plan
from imports.sheet import Table
from imports.village_book import VillageMatch
from ui.household_import import button_text, step_beside
from ui.import_columns_step import changed_layout, grouped_options, layout_texts
from ui.import_layouts import (
    UNUSED,
    column_letter,
    column_title,
    first_problem,
    layout_problem,
    sample_values,
    shown_columns,
    with_header_row,
    with_role,
)
from ui.import_letters_step import describe_conversions, has_conversions, list_conversions
from ui.import_rows import ImportRows, count_writes, summarize_plan, summarize_result
from ui.import_villages_step import describe_villages, match_note
from ui.import_work import ImportWork, describe_difference, typed_path

LAYOUT = Layout(
    is_chosen=True, columns=("number", "head_name", "members"), first_row=1, header_rows=(0,),
    headings=("STT", "Họ và tên", "Khẩu"), confidence=(1.0, 1.0, 0.5),
    village_from=VillageFrom.SECTION,
)  # fmt: skip


def table_of(*rows: tuple[object, ...], fonts: tuple[str, ...] = ()) -> DecodedTable:
    styles = [[0] * len(row) for row in rows] if fonts else []
    table = Table("Sheet1", False, list(rows), styles, fonts)  # type: ignore[arg-type]
    return decode_tables([table])[0]


def plan_of(*rows: ImportRow, **more: object) -> Plan:
    base = Plan(
        rows=rows, rejects=(), left_out=(), added=0, updated=0, unchanged=0, villages={"Bản A": 1},
        members=0, phones=0, new_villages=(), village_map=(), previews=(), encodings={},
        warnings=(),
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def row_of(name: str, household_id: str | None = None, *warnings: str) -> ImportRow:
    values: Row = {"village": "Bản A", "head_name": name, "members": 4, "phone": None}
    return ImportRow(values, Place("Sheet1", 7), household_id, warnings)


LIST = table_of(("STT", "Họ và tên", "Khẩu"), (1, "Lò Văn Ửng", 4), (2, "Vi Thị Yến", 4))


def test_columns_are_called_as_the_spreadsheet_calls_them() -> None:
    assert [column_letter(n) for n in (0, 25, 26, 59)] == ["A", "Z", "AA", "BH"]
    assert column_title(LAYOUT, 1) == "B. Họ và tên"
    assert column_title(LAYOUT, 3) == "D"


def test_samples_are_the_first_different_values_below_the_headings() -> None:
    assert sample_values(LIST, LAYOUT, 1) == ["Lò Văn Ửng", "Vi Thị Yến"]
    assert sample_values(LIST, LAYOUT, 2) == ["4"]


def test_columns_without_heading_and_values_are_not_asked_about() -> None:
    wide = replace(LAYOUT, columns=(*LAYOUT.columns, None), headings=(*LAYOUT.headings, ""))
    assert shown_columns(LIST, wide) == [0, 1, 2]


def test_a_role_given_to_a_column_is_taken_from_the_one_that_had_it() -> None:
    changed = with_role(LAYOUT, 0, "head_name")
    assert changed.columns == ("head_name", None, "members")
    assert changed.confidence[0] == 1.0
    assert with_role(LAYOUT, 2, UNUSED).columns[2] is None


def test_unused_columns_stay_unused_when_another_becomes_so() -> None:
    changed = with_role(with_role(LAYOUT, 0, UNUSED), 2, UNUSED)
    assert changed.columns == (None, "head_name", None)


def test_choosing_the_village_column_says_where_the_village_stands() -> None:
    changed = with_role(LAYOUT, 0, "village")
    assert changed.village_from is VillageFrom.COLUMN
    assert with_role(changed, 0, UNUSED).village_from is None


def test_another_heading_row_brings_its_headings_and_roles() -> None:
    table = table_of(("DANH SÁCH",), ("TT", "Chủ hộ", "SĐT"), (1, "Lò Văn Ửng", "0912345678"))
    wrong = replace(LAYOUT, header_rows=(0,), headings=("DANH SÁCH", "", ""))
    changed = with_header_row(table, wrong, 2)
    assert (changed.header_rows, changed.first_row) == ((1,), 2)
    assert changed.columns == ("number", "head_name", "phone")


def test_a_sheet_without_names_or_village_is_not_let_through() -> None:
    assert layout_problem(LAYOUT) is None
    no_names = replace(LAYOUT, columns=("number", None, None))
    assert layout_problem(no_names) == (
        "columns", "Chưa có cột nào là “Họ và tên chủ hộ”. Hãy chọn cột đó ở bảng bên dưới.",
    )  # fmt: skip
    for layout, field in (
        (replace(LAYOUT, village_from=None), "village_from"),
        (replace(LAYOUT, village_from=VillageFrom.FIXED), "village_text"),
        (replace(LAYOUT, village_from=VillageFrom.COLUMN), "village_from"),
        (replace(LAYOUT, village_from=VillageFrom.ADDRESS), "village_from"),
    ):
        problem = layout_problem(layout)
        assert problem
        assert problem[0] == field


def test_sheets_that_are_not_chosen_are_not_complained_about() -> None:
    skipped = replace(LAYOUT, is_chosen=False, village_from=None)
    assert first_problem([skipped, LAYOUT]) is None
    assert first_problem([skipped]) == (0, "is_chosen", "Chưa chọn trang tính nào để nhập.")


def test_the_form_gives_back_the_layout_it_was_filled_from() -> None:
    raw = {**layout_texts(0, LAYOUT), "grouped": "0"}
    assert changed_layout(LIST, LAYOUT, raw) == LAYOUT


def test_what_the_form_says_is_taken_over_and_nonsense_is_not() -> None:
    raw = {**layout_texts(0, LAYOUT), "grouped": "1", "first_row": "x", "is_chosen": "Không",
           "village_from": VillageFrom.FIXED.value, "village_text": "Bản Mìn"}  # fmt: skip
    changed = changed_layout(LIST, LAYOUT, raw)
    assert changed == replace(
        LAYOUT, grouped=True, is_chosen=False, village_from=VillageFrom.FIXED,
        village_text="Bản Mìn",
    )  # fmt: skip


def test_the_one_question_about_ambiguous_counts_shows_both_readings() -> None:
    assert [o.label for o in grouped_options("1.234")] == [
        "“1.234” là 1234", "“1.234” là số lẻ, bỏ",
    ]  # fmt: skip


def test_without_legacy_letters_their_step_is_passed_over() -> None:
    plain = ImportWork(Path("ho.xlsx"), [LIST], [LAYOUT])
    assert step_beside(plain, "villages", 1) == "preview"
    assert step_beside(plain, "preview", -1) == "villages"
    old = ImportWork(
        Path("ho.xls"), [table_of(("Hä vµ tªn",), ("Hµ §×nh ¦íc",), fonts=(".VnTime",))], [LAYOUT]
    )
    assert has_conversions(old)
    assert step_beside(old, "villages", 1) == "letters"
    assert [c.sample.after for c in list_conversions(old)] == ["Họ và tên", "Hà Đình Ước"]
    assert list_conversions(old)[1].place == "Sheet1, ô A2"
    assert describe_conversions(old) == "Có 2 ô TCVN3 (.Vn…). Dưới đây là 2 ví dụ."


def test_the_button_says_what_pressing_it_does() -> None:
    assert button_text("preview", "households", 180) == "Ghi (F9)"
    assert button_text("preview", "households", 0) == "Đóng (F9)"
    assert button_text("result", "welcome", 0) == "Tiếp tục (F9)"
    assert button_text("result", "households", 0) == "Xem danh sách hộ (F9)"


def test_a_correction_drops_the_plan_and_the_same_choice_does_not() -> None:
    work = ImportWork(Path("ho.xlsx"), [LIST], [LAYOUT], plan=plan_of())
    work.set_layout(0, LAYOUT)
    work.correct_village("Bản A", "")
    assert work.plan
    work.correct_village("Bản A", "Bản B")
    assert work.plan is None
    assert work.corrections == {"Bản A": "Bản B"}


def test_paths_are_taken_as_people_drop_and_paste_them() -> None:
    assert typed_path("  ") is None
    assert typed_path('"/tmp/danh sách.xls"') == Path("/tmp/danh sách.xls")
    assert typed_path("file:///tmp/danh%20s%C3%A1ch.xls") == Path("/tmp/danh sách.xls")


def test_a_difference_names_the_field_and_both_values() -> None:
    old: Row = {"village": "Bản A", "head_name": "Lò Văn Ửng", "members": 4, "phone": None}
    new: Row = {"village": "BẢN A", "head_name": "Lò Văn Ửng", "members": 5, "phone": "0912345678"}
    assert describe_difference(old, new) == ("Số nhân khẩu: 4 → 5; Điện thoại: trống → 0912345678")
    assert describe_difference(old, {**old, "members": None, "village": "BẢN A"}) == ""


def test_rows_fall_into_tabs_by_what_happens_to_them() -> None:
    plan = plan_of(
        row_of("Mới"), row_of("Sửa", "1"), row_of("Cũ", "2", "Số lạ."),
        rejects=(Reject(Place("Sheet1", 9), "Chưa nhập tên.", ("3", "", "4")),),
        left_out=(LeftOut(Place("Sheet1", 10), "dòng cộng", "Cộng | 8"),),
    )  # fmt: skip
    rows = ImportRows(plan, {"1": "Số nhân khẩu: 3 → 4", "2": ""})
    assert {t: rows.count(t) for t in ("added", "changed", "same", "warned")} == {
        "added": 1, "changed": 1, "same": 1, "warned": 1,
    }  # fmt: skip
    assert rows.fetch("changed", 0, 9)[0].texts["note"] == "Số nhân khẩu: 3 → 4"
    assert rows.fetch("warned", 0, 9)[0].texts["note"] == "Số lạ."
    assert rows.fetch("rejected", 0, 9)[0].texts == {
        "place": "Sheet1, dòng 9", "note": "Chưa nhập tên.", "head": "3 | 4",
    }  # fmt: skip
    assert rows.fetch("left_out", 0, 9)[0].texts["head"] == "Cộng | 8"
    assert count_writes(plan, {"1": "x", "2": ""}) == 2


def test_the_preview_says_in_one_line_what_would_be_written() -> None:
    plan = plan_of(row_of("Mới"), row_of("Sửa", "1"), members=8, phones=1)
    rows = ImportRows(plan, {"1": "khác"})
    assert summarize_plan(rows, plan) == (
        "Sẽ ghi 1 hộ mới, 1 hộ được cập nhật ở 1 thôn, bản; danh sách có 8 nhân khẩu, "
        "1 hộ có điện thoại."
    )
    again = plan_of(row_of("Cũ", "1"))
    assert summarize_plan(ImportRows(again, {}), again).startswith("Không có gì mới để ghi: 1 hộ")


def test_the_preview_names_only_the_villages_something_is_written_in() -> None:
    """Bản B has one household, and it stays as it is."""
    same = row_of("Cũ", "1")
    same = replace(same, values={**same.values, "village": "Bản B"})
    plan = plan_of(row_of("Mới"), same, villages={"Bản A": 1, "Bản B": 1})
    assert "ở 1 thôn, bản" in summarize_plan(ImportRows(plan, {}), plan)


def test_the_result_counts_what_was_done_and_what_was_not() -> None:
    assert summarize_result(ImportResult(1200, 3, 0), 0) == (
        "Đã thêm 1.200 hộ, cập nhật 3 hộ, giữ nguyên 0 hộ."
    )
    assert summarize_result(ImportResult(0, 0, 5), 2).endswith("2 dòng bị loại.")


def test_near_names_are_pointed_out_and_counted() -> None:
    matches = [
        VillageMatch("Bản Chiềng", "Bản Chiềng", 30, False),
        VillageMatch("B. Chiềng", "Bản Chiềng", 1, False),
        VillageMatch("Bản Chiềg", "Bản Chiềg", 2, True, "Bản Chiềng"),
    ]
    assert [match_note(m) for m in matches] == ["đã có", "đã có", "mới, gần giống Bản Chiềng"]
    assert describe_villages(matches) == (
        "2 thôn, bản: 1 đã có, 1 mới. 1 tên gần giống thôn, bản đã có, hãy xem lại."
    )
    assert describe_villages([]) == "Không có thôn, bản nào."
