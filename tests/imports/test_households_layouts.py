"""Where the headings, the villages and the households stand in lists of every habit."""

import pytest

from imports.layout import VillageFrom
from tests.imports.lists import COMMUNE, kept, names, plan_of, read, table

HEADINGS = ("STT", "Họ và tên chủ hộ", "Số khẩu", "Điện thoại")
AN = (1, "Hà Văn An", 4, "0912345678")
BINH = (2, "Lò Thị Bình", 3, "0987654321")
CUONG = (3, "Vi Đức Cường", 5, None)


def test_titles_stand_above_the_headings():
    plan = plan_of(
        table(
            ("ỦY BAN NHÂN DÂN XÃ MƯỜNG MÌN", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (None, None, "Độc lập - Tự do - Hạnh phúc"),
            (),
            ("DANH SÁCH HỘ GIA ĐÌNH BẢN CHIỀNG NĂM 2020",),
            ("(Kèm theo Công văn số 12/UBND-VP ngày 5/8/2020)",),
            HEADINGS,
            AN,
            BINH,
            CUONG,
        )
    )
    assert kept(plan) == [
        ("Hà Văn An", "Bản Chiềng", 4, "0912345678"),
        ("Lò Thị Bình", "Bản Chiềng", 3, "0987654321"),
        ("Vi Đức Cường", "Bản Chiềng", 5, None),
    ]


def test_a_letterhead_right_above_the_headings_is_no_heading():
    _, (layout,), plan = read(table(("UBND XÃ MƯỜNG MÌN", None, "BẢN CHIỀNG"), HEADINGS, AN, BINH))
    assert layout.header_rows == (1,)
    assert plan.villages == {"Bản Chiềng": 2}


def test_two_heading_rows_with_merged_cells_are_one_heading():
    _, (layout,), plan = read(
        table(
            ("STT", "Họ và tên chủ hộ", "Nhân khẩu", None, "SĐT liên hệ", "Bản"),
            (None, None, "Tổng số", "Trong đó nữ"),
            (1, "Hà Văn An", 7, 3, "0912345678", "Bản Mìn"),
            (2, "Lò Thị Bình", 4, 2, None, "Bản Mìn"),
            merges=((0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1)),
        )
    )
    assert layout.header_rows == (0, 1)
    assert layout.columns == ("number", "head_name", "members", None, "phone", "village")
    assert plan.members == 11


def test_two_heading_rows_without_merges_are_one_heading():
    _, (layout,), plan = read(
        table(
            ("TT", "Thông tin chủ hộ", None, None, "Số nhân khẩu", None),
            (None, "Họ và tên", "Năm sinh", "Số điện thoại", "Nữ", "Tổng số"),
            (1, "Hà Văn An", 1970, "0912345678", 2, 7),
            (2, "Lò Thị Bình", 1981, None, 1, 4),
            name="Bản Mìn",
        )
    )
    assert layout.columns == ("number", "head_name", "birth_year", "phone", None, "members")
    assert [row.values["birth_year"] for row in plan.rows] == [1970, 1981]
    assert (plan.members, plan.phones, plan.villages) == (11, 1, {"Bản Mìn": 2})


def test_the_total_of_something_else_is_no_member_count():
    _, (layout,), _ = read(
        table(
            ("STT", "Họ và tên chủ hộ", "Lao động", None, "Bản"),
            (None, None, "Nữ", "Tổng số", None),
            (1, "Hà Văn An", 1, 3, "Bản Mìn"),
            (2, "Lò Thị Bình", 1, 2, "Bản Mìn"),
        )
    )
    assert layout.columns == ("number", "head_name", None, None, "village")


def test_a_heading_broken_over_two_rows_is_read_together():
    _, (layout,), plan = read(
        table(
            ("Số", "Họ và tên", "Số", "Điện"),
            ("TT", "chủ hộ", "khẩu", "thoại"),
            AN,
            BINH,
            name="Bản Mìn",
        )
    )
    assert layout.columns == ("number", "head_name", "members", "phone")
    assert plan.members == 7


def test_a_third_heading_row_and_the_line_of_column_numbers_are_headings():
    _, (layout,), plan = read(
        table(
            ("STT", "Họ và tên", "Nhân khẩu", None, None, "Thôn"),
            (None, None, "Tổng", "Trong đó", None, None),
            (None, None, None, "Nam", "Nữ", None),
            ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
            (1, "Hà Văn An", 7, 3, 4, "Thôn 2"),
            merges=((0, 2, 0, 4), (1, 3, 1, 4)),
        )
    )
    assert layout.header_rows == (0, 1, 2, 3)
    assert kept(plan) == [("Hà Văn An", "Thôn 2", 7, None)]


def test_letters_and_numbers_under_the_headings_are_no_household():
    plan = plan_of(table(HEADINGS, ("A", "B", 1, 2), AN, name="Bản Mìn"))
    assert names(plan) == ["Hà Văn An"]


@pytest.mark.parametrize(
    "section",
    [
        ("I", "Bản Chiềng"),
        ("I.", "BẢN CHIỀNG"),
        (None, "Bản Chiềng"),
        ("Bản Chiềng",),
        ("I. BẢN CHIỀNG",),
        ("Bản: Chiềng",),
        ("Bản Chiềng: 3 hộ",),
        ("I", "Bản Chiềng (3 hộ, 12 khẩu)"),
        ("I", "Bản Chiềng", 12),
        (1, "Bản Chiềng", 12),
        ("* Bản Chiềng, xã Mường Mìn",),
        (None, None, "Bản Chiềng"),
        (None, "Ban Chieng"),
    ],
)
def test_a_section_row_names_the_village_of_the_rows_below(section):
    _, (layout,), plan = read(
        table(HEADINGS, section, AN, BINH, ("II", "Bản Mìn"), (1, "Vi Đức Cường", 5)),
        villages=COMMUNE,
    )
    assert layout.village_from is VillageFrom.SECTION
    assert plan.villages == {"Bản Chiềng": 2, "Bản Mìn": 1}
    assert plan.left_out_counts == {"dòng tên thôn, bản": 2}


def test_a_section_row_may_say_thon_and_a_colon_or_only_a_name():
    plan = plan_of(
        table(
            HEADINGS,
            ("Thôn: Na Hảo",),
            AN,
            ("II. THÔN 2",),
            (1, "Lò Thị Bình", 3),
            ("III", "Pa Búng"),
            (1, "Vi Đức Cường", 5),
            (None, "Tổ dân phố số 4"),
            (1, "Hơ A Dếnh", 6),
        )
    )
    assert plan.villages == {"Thôn Na Hảo": 1, "Thôn 2": 1, "Pa Búng": 1, "Tổ dân phố số 4": 1}


def test_a_name_alone_above_numbers_that_restart_is_a_section():
    plan = plan_of(
        table(HEADINGS, (None, "Na Hảo"), AN, BINH, (None, "Pa Búng"), (1, "Vi Đức Cường", 5))
    )
    assert plan.villages == {"Na Hảo": 2, "Pa Búng": 1}


def test_clusters_inside_a_village_are_no_villages():
    plan = plan_of(
        table(
            HEADINGS,
            ("I", "Thôn Đông"),
            (None, "Tổ 1"),
            AN,
            (None, "Tổ 2"),
            (1, "Lò Thị Bình", 3),
            ("II", "Thôn Tây"),
            (None, "Cụm 1"),
            (1, "Vi Đức Cường", 5),
        )
    )
    assert plan.villages == {"Thôn Đông": 2, "Thôn Tây": 1}
    assert [row.values["cluster"] for row in plan.rows] == ["Tổ 1", "Tổ 2", "Cụm 1"]


def test_groups_and_the_commune_are_no_villages():
    plan = plan_of(
        table(
            HEADINGS,
            ("XÃ MƯỜNG MÌN",),
            ("Bản Mìn",),
            ("I", "Hộ nghèo"),
            AN,
            ("II", "Hộ cận nghèo"),
            (1, "Lò Thị Bình", 3),
        )
    )
    assert plan.villages == {"Bản Mìn": 2}
    assert plan.left_out_counts["dòng đề mục"] >= 2


def test_the_village_stands_in_a_column():
    plan = plan_of(
        table(
            ("STT", "Thôn/Bản", "Chủ hộ", "NK", "SĐT"),
            (1, "Bản Mìn", "Hà Văn An", 4, None),
            (2, "BẢN MÌN", "Lò Thị Bình", 3, None),
            (3, "Ban Chieng", "Vi Đức Cường", 5, None),
        ),
        villages=COMMUNE,
    )
    assert plan.villages == {"Bản Mìn": 2, "Bản Chiềng": 1}
    assert plan.new_villages == ()


def test_a_village_cell_merged_downwards_counts_for_all_its_rows():
    _, (layout,), plan = read(
        table(
            ("Bản", "STT", "Họ tên", "Khẩu"),
            ("Bản Mìn", 1, "Hà Văn An", 4),
            (None, 2, "Lò Thị Bình", 3),
            ("Bản Bơn", 1, "Vi Đức Cường", 5),
            (None, 2, "Hơ A Dếnh", 6),
            merges=((1, 0, 2, 0), (3, 0, 4, 0)),
        )
    )
    assert layout.fills_down
    assert plan.villages == {"Bản Mìn": 2, "Bản Bơn": 2}


def test_a_village_written_once_for_its_group_counts_until_the_next():
    rows = [
        (n, f"Hà Văn {ten}", 4, "Bản Mìn" if n == 1 else None)
        for n, ten in enumerate(("An", "Bình", "Cường", "Dung", "Giang"), 1)
    ]
    plan = plan_of(table(("STT", "Họ tên", "Khẩu", "Bản"), *rows, (6, "Vi Thị Lan", 2, "Bản Bơn")))
    assert plan.villages == {"Bản Mìn": 5, "Bản Bơn": 1}


def test_one_village_left_blank_between_two_rows_of_a_village_is_filled_and_said():
    rows = [
        (n, f"Hà Văn {t}", 4, "Bản Mìn") for n, t in enumerate(["Á", "Bí", "Cố", "Dự", "Ế", "Giá"])
    ]
    rows[3] = (3, "Hà Văn Dự", 4, None)
    plan = plan_of(table(("STT", "Họ tên", "Khẩu", "Bản"), *rows))
    assert plan.villages == {"Bản Mìn": 6}
    assert "để trống" in plan.rows[3].warnings[0]


def test_a_village_left_blank_between_two_villages_is_refused():
    rows = [
        (n, f"Hà Văn {t}", 4, "Bản Mìn") for n, t in enumerate(["Á", "Bí", "Cố", "Dự", "Ế", "Giá"])
    ]
    rows[3] = (3, "Hà Văn Dự", 4, None)
    rows[4:] = [(n, f"Vi Thị {t}", 4, "Bản Bơn") for n, t in enumerate(["Á", "Bí", "Cố", "Dự"])]
    plan = plan_of(table(("STT", "Họ tên", "Khẩu", "Bản"), *rows))
    assert [r.place.row for r in plan.rejects] == [5]
    assert "thôn, bản nào" in plan.rejects[0].reason


def test_a_column_headed_thon_that_holds_numbers_gets_its_kind_word():
    plan = plan_of(
        table(
            ("STT", "Họ tên", "Thôn"),
            (1, "Hà Văn An", 3),
            (2, "Lò Thị Bình", "4"),
            (3, "Vi Đức Cường", "Na Hảo"),
        )
    )
    assert plan.villages == {"Thôn 3": 1, "Thôn 4": 1, "Thôn Na Hảo": 1}


@pytest.mark.parametrize(
    ("address", "village"),
    [
        ("Bản Chiềng, xã Mường Mìn", "Bản Chiềng"),
        ("Số 12, thôn 3", "Thôn 3"),
        ("Thôn 3 - Xã Mường Mìn - Quan Sơn", "Thôn 3"),
        ("Số nhà 5 ngõ 2, TDP 03, phường Đông Vệ", "Tổ dân phố 3"),
        ("BẢN CHIỀNG", "Bản Chiềng"),
        ("tổ 2, bản Chiềng", "Bản Chiềng"),
        ("Chiềng, Mường Mìn", "Bản Chiềng"),
        ("Ban Chieng, xa Muong Min", "Bản Chiềng"),
    ],
)
def test_the_village_stands_inside_the_address(address, village):
    _, (layout,), plan = read(
        table(
            ("STT", "Họ và tên", "Địa chỉ", "Số khẩu"),
            (1, "Hà Văn An", address, 4),
            (2, "Lò Thị Bình", "Bản Mìn, xã Mường Mìn", 3),
            (3, "Lò Thị Bình", "Nhà ông Páo, Bản Mìn, xã Mường Mìn", 3),
        ),
        villages=COMMUNE,
    )
    assert layout.village_from is VillageFrom.ADDRESS
    assert plan.villages == {village: 1, "Bản Mìn": 2}
    assert plan.rows[0].values["address"] == address


def test_a_heading_of_two_kinds_gives_no_kind_to_bare_names():
    plan = plan_of(
        table(
            ("STT", "Họ tên", "Thôn, bản"),
            (1, "Hà Văn An", "Pa Búng"),
            (2, "Lò Thị Bình", "Bản Mìn (30 hộ)"),
            (3, "Vi Đức Cường", "Bản Bơn, xã Mường Mìn"),
        )
    )
    assert plan.villages == {"Pa Búng": 1, "Bản Mìn": 1, "Bản Bơn": 1}


def test_the_groups_of_a_list_of_one_village_are_its_clusters():
    _, (layout,), plan = read(
        table(
            ("DANH SÁCH HỘ KHU PHỐ 3",),
            ("TT", "Chủ hộ", "Số nhà, đường", "Tổ", "Số NK", "ĐT"),
            (1, "Nguyễn Văn An", "12 Lê Lợi", "Tổ 1", 4, "0912345678"),
            (2, "Trần Thị Bình", "14/2 Lê Lợi", "Tổ 2", 3, "02373850123"),
        )
    )
    assert layout.village_from is VillageFrom.FIXED
    assert plan.villages == {"Khu phố 3": 2}
    assert [row.values["cluster"] for row in plan.rows] == ["Tổ 1", "Tổ 2"]


def test_names_of_men_and_of_women_in_two_columns_are_one_name():
    plan = plan_of(
        table(
            ("STT", "Họ và tên chủ hộ", None, "Khẩu", "Bản"),
            (None, "Nam", "Nữ"),
            (1, "Hà Văn An", None, 4, "Bản Mìn"),
            (2, None, "Lò Thị Bình", 3, "Bản Mìn"),
            merges=((0, 1, 0, 2),),
        )
    )
    assert names(plan) == ["Hà Văn An", "Lò Thị Bình"]


def test_a_column_that_says_the_commune_in_every_row_is_no_village():
    _, (layout,), plan = read(
        table(
            ("STT", "Họ tên", "Đơn vị", "Khẩu"),
            (1, "Hà Văn An", "Xã Mường Mìn", 4),
            (2, "Lò Thị Bình", "Xã Mường Mìn", 3),
            name="Bản Mìn",
        )
    )
    assert layout.village_from is VillageFrom.SHEET
    assert plan.villages == {"Bản Mìn": 2}


def test_an_address_column_that_holds_bare_village_names_is_the_village_column():
    rows = [
        (n, f"Hà Văn {ten}", "Chiềng" if n < 4 else "Pa Búng", 4)
        for n, ten in enumerate(["An", "Bình", "Cường", "Dung", "Em", "Gái", "Hùng", "Ích"])
    ]
    plan = plan_of(table(("STT", "Họ và tên", "Nơi ở", "Số khẩu"), *rows))
    assert plan.villages == {"Chiềng": 4, "Pa Búng": 4}


def test_a_column_under_another_heading_that_is_full_of_villages_is_the_village_column():
    plan = plan_of(
        table(
            ("STT", "Họ và tên", "Khu vực", "Số khẩu"),
            (1, "Hà Văn An", "Bản Mìn", 4),
            (2, "Lò Thị Bình", "Bản Bơn", 3),
            (3, "Vi Đức Cường", "Bản Mìn", 4),
        )
    )
    assert plan.villages == {"Bản Mìn": 2, "Bản Bơn": 1}


def test_sheets_named_after_villages_give_the_village():
    plan = plan_of(
        table(("DANH SÁCH HỘ GIA ĐÌNH",), HEADINGS, AN, name="Bản Chiềng"),
        table(("DANH SÁCH HỘ GIA ĐÌNH",), HEADINGS, BINH, CUONG, name="B.Mìn"),
        villages=COMMUNE,
    )
    assert plan.villages == {"Bản Chiềng": 1, "Bản Mìn": 2}


def test_a_sheet_named_with_an_old_keyboard_gives_its_village():
    heads = ("STT", "Hä vµ tªn chñ hé", "Sè khÈu")
    plan = plan_of(table(heads, (1, "NguyÔn ThÞ ThuËn", 4), name="B¶n ChiÒng"))
    assert plan.villages == {"Bản Chiềng": 1}


def test_sheets_with_bare_names_give_the_village_when_all_of_them_do():
    plan = plan_of(table(HEADINGS, AN, name="Pa Búng"), table(HEADINGS, BINH, name="Xía Nọi"))
    assert plan.villages == {"Pa Búng": 1, "Xía Nọi": 1}


@pytest.mark.parametrize(
    ("name", "village"),
    [
        ("DS bản Chiềng 2020", "Bản Chiềng"),
        ("1. Bản Mìn", "Bản Mìn"),
        ("Ban Luoc Lau", "Bản Luốc Lầu"),
        ("TDP03", "Tổ dân phố 3"),
        ("BẢN MÌN (2)", "Bản Mìn"),
    ],
)
def test_the_village_is_found_in_the_name_of_the_sheet(name, village):
    assert plan_of(table(HEADINGS, AN, name=name), villages=COMMUNE).villages == {village: 1}


def test_a_list_printed_beside_another_is_told():
    _, _, plan = read(
        table(
            ("STT", "Họ và tên", "Khẩu", None, "STT", "Họ và tên", "Khẩu"),
            (1, "Hà Văn An", 4, None, 3, "Vi Đức Cường", 2),
            (2, "Lò Thị Bình", 3, None, 4, "Vi Thị Dung", 2),
            name="Bản Mìn",
        )
    )
    assert names(plan) == ["Hà Văn An", "Lò Thị Bình"]
    assert any("cạnh nhau" in text for text in plan.warnings)


def test_a_column_of_numbers_whose_formulas_have_no_results_is_no_matter():
    plan = plan_of(
        table(
            ("STT", "Họ và tên", "Bản", "Khẩu"),
            (None, "Hà Văn An", "Bản Mìn", 4),
            (None, "Lò Thị Bình"),
            (None, "Cộng", None, 4),
            (None, None, "Người lập"),
            (None, None, "Hà Văn Nọi"),
        )
    )
    assert names(plan) == ["Hà Văn An", "Lò Thị Bình"]
    assert plan.rejects == ()


def test_the_phone_of_a_village_head_in_a_section_row_makes_no_household():
    plan = plan_of(
        table(
            (*HEADINGS, "Ghi chú"),
            ("I", "Bản Mìn", None, "0912345678", "Trưởng bản: Vi Văn Ao"),
            AN,
            ("II", "Bản Bơn", None, "0912345679", "Trưởng bản: Vi Văn Ba"),
            (1, *BINH[1:]),
        )
    )
    assert plan.villages == {"Bản Mìn": 1, "Bản Bơn": 1}


def test_without_any_village_the_rows_wait_for_one_to_be_chosen():
    sheet = table(HEADINGS, AN, BINH)
    _, (layout,), plan = read(sheet)
    assert layout.village_from is None
    assert len(plan.rejects) == 2
    assert plan_of(sheet, default_village="Bản Mìn").villages == {"Bản Mìn": 2}


def test_hidden_sheets_are_skipped_and_named():
    _, layouts, plan = read(
        table(HEADINGS, AN, name="Bản Chiềng"), table(HEADINGS, BINH, name="Bản Mìn", hidden=True)
    )
    assert names(plan) == ["Hà Văn An"]
    assert [layout.is_chosen for layout in layouts] == [True, False]
    assert any("Bản Mìn" in text and "ẩn" in text for text in plan.warnings)


def test_a_sheet_of_totals_is_no_list():
    plan = plan_of(
        table(HEADINGS, AN, name="Bản Chiềng"),
        table(("STT", "Thôn", "Số hộ", "Số khẩu"), (1, "Bản Chiềng", 30, 150), name="Tổng hợp"),
    )
    assert names(plan) == ["Hà Văn An"]
    assert any("Tổng hợp" in text for text in plan.warnings)


@pytest.mark.parametrize("heading", ["Số hộ", "Tổng số hộ", "Số hộ gia đình"])
def test_a_summary_of_villages_beside_the_lists_is_not_read(heading: str):
    summary = table(
        ("BIỂU TỔNG HỢP",), ("STT", "Bản", heading, "Số khẩu"), (1, "Bản Chiềng", 8, 35),
        (2, "Bản Mìn", 14, 77), (3, "Na Hảo", 14, 80), (4, "Bản Luốc Lầu", 14, 60),
        (None, "Cộng", 50, 252), name="Tổng hợp",
    )  # fmt: skip
    listed = table(("STT", "Họ và tên", "Số khẩu"), (1, "Hà Văn An", 4), name="Bản Chiềng")
    plan = plan_of(summary, listed)
    assert names(plan) == ["Hà Văn An"]
    assert not plan.rejects


def test_headings_repeated_on_every_page_are_left_out():
    plan = plan_of(
        table(
            ("STT", "Họ và tên", "Nhân khẩu", None),
            (None, None, "Tổng số", "Nữ"),
            (1, "Hà Văn An", 4, 2),
            ("STT", "Họ và tên", "Nhân khẩu", None),
            (None, None, "Tổng số", "Nữ"),
            (2, "Lò Thị Bình", 3, 1),
            name="Bản Mìn",
        )
    )
    assert names(plan) == ["Hà Văn An", "Lò Thị Bình"]
    assert plan.left_out_counts == {"tiêu đề cột lặp lại": 2}


def test_lists_of_several_villages_under_each_other_on_one_sheet():
    plan = plan_of(
        table(
            ("DANH SÁCH HỘ BẢN CHIỀNG",),
            HEADINGS,
            AN,
            (None, "Cộng", 4),
            (None, None, "TRƯỞNG BẢN"),
            (None, None, "Lò Văn Khánh"),
            (),
            ("DANH SÁCH HỘ BẢN MÌN",),
            HEADINGS,
            (1, "Lò Thị Bình", 3),
            (None, "Cộng", 3),
            (None, None, "TRƯỞNG BẢN"),
            (None, None, "Hà Văn Nọi"),
        )
    )
    assert plan.villages == {"Bản Chiềng": 1, "Bản Mìn": 1}
    assert plan.rejects == ()


def test_first_and_last_name_in_two_columns_are_joined():
    plan = plan_of(
        table(
            ("STT", "Họ đệm", "Tên", "Khẩu"),
            (1, "Hà Văn", "An", 4),
            (2, "Lò Thị", "Bình", 3),
            name="Bản Mìn",
        )
    )
    assert names(plan) == ["Hà Văn An", "Lò Thị Bình"]


def test_one_merged_heading_over_two_name_columns_is_understood():
    plan = plan_of(
        table(
            ("STT", "Họ và tên chủ hộ", None, "Khẩu"),
            (1, "Hà Văn", "An", 4),
            (2, "Lò Thị", "Bình", 3),
            (3, "Vi Đức", "Cường", 5),
            name="Bản Mìn",
            merges=((0, 1, 0, 2),),
        )
    )
    assert names(plan) == ["Hà Văn An", "Lò Thị Bình", "Vi Đức Cường"]


def test_a_list_without_headings_is_read_by_what_its_cells_hold():
    _, (layout,), plan = read(
        table(
            (1, "Hà Văn An", "Bản Mìn", 4, "0912345678"),
            (2, "Lò Thị Bình", "Bản Mìn", 3, "0987654321"),
            (3, "Vi Đức Cường", "Bản Bơn", 5, None),
            (4, "Hơ A Dếnh", "Bản Bơn", 6, "0912345670"),
        )
    )
    assert layout.header_rows == ()
    assert layout.columns == ("number", "head_name", "village", "members", "phone")
    assert (len(plan.rows), plan.members, plan.phones) == (4, 18, 3)


def test_counts_of_devices_are_neither_members_nor_phones():
    _, (layout,), _ = read(
        table(
            (
                "STT",
                "Họ và tên chủ hộ",
                "Số khẩu",
                "Số điện thoại thông minh",
                "Số máy",
                "Số người có điện thoại",
                "SĐT chủ hộ",
            ),
            (1, "Hà Văn An", 4, 2, 2, 3, "0912345678"),
            (2, "Lò Thị Bình", 3, 1, 1, 1, "0987654321"),
            name="Bản Mìn",
        )
    )
    assert layout.columns == ("number", "head_name", "members", None, None, None, "phone")


def test_other_columns_are_understood_and_not_used():
    _, (layout,), _ = read(
        table(
            (
                "TT",
                "Họ, tên chủ hộ (chữ in hoa)",
                "Ngày tháng năm sinh",
                "Giới tính",
                "Dân tộc",
                "Số CMND/CCCD",
                "Nơi ĐKHKTT",
                "Số nhân khẩu thực tế",
                "Điện thoại (nếu có)",
                "Ký tên",
            ),
            (1, "HÀ VĂN AN", "1/2/1970", "Nam", "Thái", "171234567", "Bản Mìn", 4, "0912345678"),
            (2, "LÒ THỊ BÌNH", "1/2/1971", "Nữ", "Thái", "171234568", "Bản Mìn", 3, "0912345679"),
        )
    )
    assert layout.columns == (
        "number",
        "head_name",
        "birth_year",
        None,
        None,
        None,
        "address",
        "members",
        "phone",
        None,
    )
