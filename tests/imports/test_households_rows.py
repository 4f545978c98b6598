"""Single rows of a list: values as typed, sums, signatures, doubles, refusals."""

import unicodedata
from dataclasses import replace

import pytest

from imports.decoded import decode_tables
from imports.guessing import guess_layouts
from imports.plan import plan_import
from tests.imports.lists import COMMUNE, kept, known_from, names, plan_of, read, table

HEADINGS = ("STT", "Họ và tên chủ hộ", "Bản", "Số khẩu", "Điện thoại", "Ghi chú")
AN = (1, "Hà Văn An", "Bản Mìn", 4, "0912345678")
BINH = (2, "Lò Thị Bình", "Bản Mìn", 3, None)
CUONG = (3, "Vi Đức Cường", "Bản Mìn", 5, "0987654321")


def value(column, cell):
    row = [*AN, None]
    row[column] = cell
    plan = plan_of(table(HEADINGS, row, BINH, CUONG))
    return plan, (plan.rows[0] if len(plan.rows) == 3 else None)


@pytest.mark.parametrize(
    ("cell", "members"),
    [
        (4, 4),
        (4.0, 4),
        ("4", 4),
        (" 4 ", 4),
        ("4 người", 4),
        ("04", 4),
        ("4 khẩu", 4),
        ("4,0", 4),
        ("-", None),
        (None, None),
        (12, 12),
    ],
)
def test_a_member_count_is_read_however_it_is_written(cell, members):
    _, row = value(3, cell)
    assert row.values["members"] == members


@pytest.mark.parametrize("cell", ["bốn", "4+1", "-3", -3, 4.5, 12345, "0912345678"])
def test_a_member_count_that_is_none_refuses_the_row_and_says_why(cell):
    plan, row = value(3, cell)
    assert row is None
    assert plan.rejects[0].place.row == 2
    assert plan.rejects[0].reason.startswith("Số nhân khẩu:")
    assert plan.rejects[0].cells[1] == "Hà Văn An"


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (912345678, "0912345678"),
        (912345678.0, "0912345678"),
        ("912345678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("'0912345678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("01682345678", "0382345678"),
        (1682345678, "0382345678"),
        ("0912345678/0987654321", "0912345678; 0987654321"),
        ("0912345678 - 0987654321", "0912345678; 0987654321"),
        ("0912345678\n0987654321", "0912345678; 0987654321"),
        ("không có", None),
        ("-", None),
        (0, None),
        ("Không", None),
        (None, None),
    ],
)
def test_a_phone_number_is_mended_and_a_note_of_none_is_none(cell, phone):
    _plan, row = value(4, cell)
    assert row.values["phone"] == phone
    assert row.warnings == ()


def test_an_odd_phone_number_is_kept_with_a_warning():
    _, row = value(4, "0912345")
    assert row.values["phone"] == "0912345"
    assert "0912345" in row.warnings[0]


def test_missing_members_are_a_warning_and_not_zero():
    plan, row = value(3, None)
    assert row.values["members"] is None
    assert row.warnings == ("Chưa có số nhân khẩu.",)
    assert plan.members == 8


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("HÀ VĂN AN", "HÀ VĂN AN"),
        ("  Hà   Văn An ", "Hà Văn An"),
        ("1. Hà Văn An", "Hà Văn An"),
        (unicodedata.normalize("NFD", "Hà Văn Ẩn"), "Hà Văn Ẩn"),
        ("Tống Thị Cộng", "Tống Thị Cộng"),
        ("Bàn Văn Tổ", "Bàn Văn Tổ"),
        ("Tô Thị Khu", "Tô Thị Khu"),
        ("Lang Văn Bản", "Lang Văn Bản"),
        ("Trương Văn Ký", "Trương Văn Ký"),
        ("Hồ Thị Danh", "Hồ Thị Danh"),
        ("Xa Văn Phường", "Xa Văn Phường"),
        ("Công Thị Hộ", "Công Thị Hộ"),
    ],
)
def test_a_name_is_kept_as_typed_whatever_it_resembles(cell, name):
    _, row = value(1, cell)
    assert row.values["head_name"] == name


def test_names_that_resemble_other_lines_are_kept_without_numbers_too():
    people = [
        "Tống Thị Cộng",
        "Bàn Văn Tổ",
        "Tô Thị Khu",
        "Hồ Thị Danh",
        "Xa Văn Phường",
        "Kế Thị Ký",
    ]
    rows = [(name, "Bản Mìn", 3) for name in people]
    assert names(plan_of(table(("Chủ hộ", "Bản", "Khẩu"), *rows))) == people


def test_a_numbered_row_without_a_name_is_refused():
    plan = plan_of(table(HEADINGS, AN, (2, None, "Bản Mìn", 3, "0912345600"), CUONG))
    assert [(r.place.row, r.reason) for r in plan.rejects] == [(3, "Chưa nhập họ và tên chủ hộ.")]


def test_a_second_phone_in_a_row_of_its_own_is_refused_and_not_lost():
    plan = plan_of(table(HEADINGS, AN, (None, None, None, None, "0912345600"), CUONG))
    assert [r.place.row for r in plan.rejects] == [3]


def test_few_phones_among_dates_and_signatures_are_still_phones():
    end = (None, None, None, None, "Mường Mìn, ngày 01 tháng 8 năm 2020")
    signer = (None, "Người lập", None, None, "Chủ tịch UBND")
    plan = plan_of(table(HEADINGS, AN, BINH, end, signer, (None, None, None, None, "Lò Văn Nam")))
    assert plan.phones == 1


def test_a_number_in_place_of_a_name_is_refused():
    plan = plan_of(table(HEADINGS, AN, (2, 17123, "Bản Mìn", 3), CUONG))
    assert "17123" in plan.rejects[0].reason


def test_rows_numbered_in_advance_are_left_out():
    plan = plan_of(table(HEADINGS, AN, (2,), (3, None, "Bản Mìn"), (4,)))
    assert names(plan) == ["Hà Văn An"]
    assert plan.rejects == ()


@pytest.mark.parametrize(
    "row",
    [
        (None, "Cộng"),
        (None, "Cộng", None, 12),
        ("Tổng cộng", None, None, 12),
        (None, "TỔNG CỘNG TOÀN XÃ"),
        ("Tổng số: 3 hộ",),
        (None, "Tổng số hộ: 3"),
        (None, "Cộng bản Mìn: 3 hộ", None, 12),
        (None, None, None, 12),
        ("Cộng (I+II)", None, None, 12),
        (None, "TONG CONG", None, 12),
        (None, None, "Cộng", 12),
        (None, "Tổng", None, 12),
        ("Lũy kế", None, None, 12),
    ],
)
def test_sum_rows_are_left_out_and_listed(row):
    plan = plan_of(table(HEADINGS, AN, BINH, row, CUONG))
    assert plan.members == 12
    assert plan.rejects == ()
    assert [one.place.row for one in plan.left_out] == [4]
    assert plan.left_out[0].reason in ("dòng cộng", "dòng chỉ có số")


def test_everything_below_the_list_is_left_out():
    plan = plan_of(
        table(
            HEADINGS,
            AN,
            BINH,
            CUONG,
            (None, "Cộng", None, 12),
            (),
            ("Danh sách này có 03 hộ./.",),
            (None, None, None, "Mường Mìn, ngày 20 tháng 7 năm 2020"),
            (None, "NGƯỜI LẬP BIỂU", None, "TM. UBND XÃ"),
            (None, "(Ký, ghi rõ họ tên)", None, "KT. CHỦ TỊCH"),
            (None, None, None, "PHÓ CHỦ TỊCH"),
            (),
            (),
            (None, "Lò Văn Khánh", None, "Hà Văn Nọi"),
            (None, "Lò Văn Khánh"),
        )
    )
    assert len(plan.rows) == 3
    assert plan.rejects == ()
    assert plan.left_out_counts["phần ký tên"] == 6


@pytest.mark.parametrize("left", ["Lập biểu", "Văn thư"])
def test_who_signs_on_the_left_is_no_household_beside_the_authority_on_the_right(left: str):
    plan = plan_of(
        table(
            HEADINGS, AN, BINH, (None, "Cộng", None, 7), (),
            (None, left, None, None, "TM. UBND XÃ"),
            (None, "Hà Thị Hoa", None, None, "CHỦ TỊCH"),
            (None, "(đã ký)"),
        )
    )  # fmt: skip
    assert names(plan) == ["Hà Văn An", "Lò Thị Bình"]
    assert plan.rejects == ()
    assert plan.left_out_counts["phần ký tên"] == 3


def test_a_household_below_a_signature_is_still_read():
    plan = plan_of(table(HEADINGS, AN, (None, "NGƯỜI LẬP BIỂU"), (None, *BINH[1:])))
    assert names(plan) == ["Hà Văn An", "Lò Thị Bình"]


def test_a_lone_text_that_is_nothing_known_is_refused_and_not_lost():
    plan = plan_of(table(HEADINGS, AN, (None, "Hà Văn Lẻ"), (2, *CUONG[1:])))
    assert [r.cells for r in plan.rejects] == [("", "Hà Văn Lẻ")]


def test_the_same_row_twice_is_refused_with_the_number_of_the_first():
    plan = plan_of(table(HEADINGS, AN, BINH, (3, *AN[1:])))
    assert len(plan.rows) == 2
    assert [(r.place.row, r.reason) for r in plan.rejects] == [(4, "Trùng với dòng 2.")]


def test_two_households_of_one_name_are_two():
    plan = plan_of(
        table(
            HEADINGS,
            (1, "Cầm Hồng Duyên", "Bản Mìn", 5),
            (2, "Cầm Hồng Duyên", "Bản Mìn", 3),
            (3, "Cầm Hồng Duyên", "Bản Bơn", 5),
        )
    )
    assert len(plan.rows) == 3
    assert all(row.warnings == () for row in plan.rows)


def test_families_of_one_name_and_count_without_a_phone_stay_two_with_a_warning():
    plan = plan_of(table(HEADINGS, (1, *AN[1:4]), (2, *AN[1:4])))
    assert len(plan.rows) == 2
    assert plan.rows[1].warnings == ("Cùng tên với dòng 2.",)


def test_two_rows_that_differ_in_a_column_not_used_are_two_households():
    plan = plan_of(
        table(
            ("STT", "Họ tên", "Năm sinh", "Bản", "Khẩu"),
            (1, "Hà Thị Lan", 1970, "Bản Mìn", 4),
            (2, "Hà Thị Lan", 1985, "Bản Mìn", 4),
        )
    )
    assert len(plan.rows) == 2
    assert plan.rows[1].warnings == ("Cùng tên với dòng 2.",)


def test_one_name_and_phone_with_two_counts_is_kept_with_a_warning():
    plan = plan_of(table(HEADINGS, AN, (2, *AN[1:3], 6, AN[4])))
    assert "Cùng tên và cùng số điện thoại với dòng 2." in plan.rows[1].warnings


def test_a_list_of_all_beside_lists_by_village_is_not_counted_twice():
    plan = plan_of(
        table(HEADINGS, AN, BINH, CUONG, name="Toàn xã"),
        table(
            ("STT", "Họ tên", "Khẩu", "SĐT"),
            (1, *AN[1:2], *AN[3:]),
            (2, "Lò Thị Bình", 3),
            (3, *CUONG[1:2], *CUONG[3:]),
            name="Bản Mìn",
        ),
    )
    assert len(plan.rows) == 3
    assert plan.rejects[0].reason == "Trùng với dòng 2 trang “Toàn xã”."


def test_an_ambiguous_count_is_asked_once_and_the_answer_is_obeyed():
    tables = decode_tables([table(HEADINGS, AN, (2, "Lò Thị Bình", "Bản Mìn", "4.000"), CUONG)])
    layouts = guess_layouts(tables)
    assert layouts[0].ambiguous == "4.000"
    plan = plan_import(tables, layouts, [])
    assert plan.rows[1].values["members"] == 4
    assert any("4.000" in text for text in plan.warnings)
    grouped = [replace(layouts[0], grouped=True)]
    assert len(plan_import(tables, grouped, []).rejects) == 1  # 4000 people are no household


def test_the_user_may_correct_every_guess():
    tables = decode_tables([table(("Cột A", "Cột B", "Cột C"), ("Hà Văn An", 4, "x"), name="X")])
    layout = guess_layouts(tables)[0]
    assert not layout.is_chosen
    corrected = replace(
        layout,
        is_chosen=True,
        columns=("head_name", "members", None),
        header_rows=(0,),
        first_row=1,
        village_text="Bản Mìn",
    )
    assert kept(plan_import(tables, [corrected], [])) == [("Hà Văn An", "Bản Mìn", 4, None)]


def test_villages_are_mapped_and_the_mapping_may_be_corrected():
    sheet = table(
        ("STT", "Họ tên", "Bản"),
        (1, "Hà Văn An", "B. Chiềng"),
        (2, "Lò Thị Bình", "Bản Chiềg"),
        (3, "Vi Đức Cường", "Bản Mới"),
    )
    plan = plan_of(sheet, villages=COMMUNE)
    assert plan.new_villages == ("Bản Chiềg", "Bản Mới")
    found = {match.text: (match.label, match.is_new, match.near) for match in plan.village_map}
    assert found == {
        "B. Chiềng": ("Bản Chiềng", False, ""),
        "Bản Chiềg": ("Bản Chiềg", True, "Bản Chiềng"),
        "Bản Mới": ("Bản Mới", True, ""),
    }
    assert any("Bản Chiềg" in text for text in plan.warnings)
    corrected = plan_of(sheet, villages=COMMUNE, village_map={"Bản Chiềg": "Bản Chiềng"})
    assert corrected.villages == {"Bản Chiềng": 2, "Bản Mới": 1}


def test_a_corrected_list_read_again_adds_nothing():
    first = plan_of(table(HEADINGS, AN, BINH, CUONG))
    known = known_from(first)
    sheet = table(HEADINGS, (1, *CUONG[1:]), (2, *BINH[1:4], "0911111111"), (3, *AN[1:]))
    tables = decode_tables([sheet])
    plan = plan_import(tables, guess_layouts(tables), known, ["Bản Mìn"])
    assert (plan.added, plan.updated, plan.unchanged) == (0, 1, 2)
    assert [row.household_id for row in plan.rows] == ["id2", "id1", "id0"]
    assert plan.new_villages == ()


def test_a_name_spelled_right_at_last_is_an_update():
    known = known_from(plan_of(table(HEADINGS, (1, "Ha Van An", "Bản Mìn", 4), BINH, CUONG)))
    tables = decode_tables([table(HEADINGS, (1, "Hà Văn Ân", "Bản Mìn", 4), BINH, CUONG)])
    plan = plan_import(tables, guess_layouts(tables), known)
    assert (plan.added, plan.updated, plan.unchanged) == (0, 1, 2)


def test_a_corrected_name_is_an_update_that_says_whose_it_was():
    known = known_from(plan_of(table(HEADINGS, AN, BINH, CUONG)))
    tables = decode_tables([table(HEADINGS, (1, "Hà Văn Anh", *AN[2:]), BINH, CUONG)])
    plan = plan_import(tables, guess_layouts(tables), known)
    assert (plan.added, plan.updated, plan.unchanged) == (0, 1, 2)
    assert any("Hà Văn An" in text for text in plan.rows[0].warnings)


def test_a_blank_in_the_list_is_no_update():
    known = known_from(plan_of(table(HEADINGS, AN, BINH, CUONG)))
    tables = decode_tables([table(HEADINGS, (1, *AN[1:3], None, None), BINH, CUONG)])
    plan = plan_import(tables, guess_layouts(tables), known)
    assert (plan.added, plan.updated, plan.unchanged) == (0, 0, 3)


def test_households_of_one_name_find_their_own_again():
    rows = [(1, "Cầm Hồng Duyên", "Bản Mìn", 5), (2, "Cầm Hồng Duyên", "Bản Mìn", 3)]
    known = known_from(plan_of(table(HEADINGS, *rows)))
    tables = decode_tables([table(HEADINGS, *reversed(rows))])
    plan = plan_import(tables, guess_layouts(tables), known)
    assert (plan.added, plan.unchanged) == (0, 2)
    assert [row.household_id for row in plan.rows] == ["id1", "id0"]


def test_numbers_of_another_office_are_no_household_codes():
    plan = plan_of(
        table(
            ("Mã hộ", "Họ tên", "Bản"),
            ("3810001", "Hà Văn An", "Bản Mìn"),
            ("3810002", "Lò Thị Bình", "Bản Mìn"),
            ("3810003", "Vi Đức Cường", "Bản Mìn"),
        )
    )
    assert [row.values["code"] for row in plan.rows] == [None] * 3


def test_our_own_codes_are_read():
    from domain.households import make_code

    codes = [make_code(3, n) for n in (1, 2)]
    plan = plan_of(
        table(
            ("Mã hộ", "Họ tên", "Bản"),
            (codes[0], "Hà Văn An", "Bản Mìn"),
            (codes[1].replace("-", ""), "Lò Thị Bình", "Bản Mìn"),
        )
    )
    assert [row.values["code"] for row in plan.rows] == codes


def test_progress_is_told_and_may_cancel():
    class Stop(Exception):
        pass

    def report(done, total):
        assert done <= total
        raise Stop

    rows = [(n, f"Hà Văn {n}", "Bản Mìn", 4) for n in range(1, 2000)]
    with pytest.raises(Stop):
        plan_of(table(HEADINGS, *rows), report=report)


def test_text_that_was_wrongly_converted_may_be_kept_as_it_stands():
    legacy = [
        ("STT", "Hä vµ tªn chñ hé", "B¶n", "Sè khÈu"),
        (1, "Hµ V¨n ThuËn", "B¶n M×n", 4),
        (2, "Lß ThÞ Ph­¬ng", "B¶n M×n", 3),
    ]
    tables, layouts, plan = read(table(*legacy))
    assert names(plan) == ["Hà Văn Thuận", "Lò Thị Phương"]
    assert plan.previews
    assert plan.encodings == {"tcvn3": plan.encodings["tcvn3"]}
    raw = plan_import(tables, [replace(layouts[0], is_decoded=False)], [])
    assert names(raw) == ["Hµ V¨n ThuËn", "Lß ThÞ Ph­¬ng"]
    assert raw.previews == ()
