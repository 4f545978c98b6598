"""Lists by person, as the police keep them."""

from tests.imports.lists import kept, names, plan_of, read, table

HEADINGS = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Quan hệ với chủ hộ", "Bản", "SĐT")


def test_persons_become_households_with_their_number_of_members():
    _, (layout,), plan = read(
        table(
            HEADINGS,
            (1, "Hà Văn An", "1/2/1970", "Nam", "Chủ hộ", "Bản Mìn", "0912345678"),
            (2, "Lò Thị Bình", "1/2/1972", "Nữ", "Vợ", "Bản Mìn", None),
            (3, "Hà Văn Con", "1/2/1999", "Nam", "Con", "Bản Mìn", "0987654321"),
            (4, "Vi Thị Cúc", "1/2/1960", "Nữ", "Chủ hộ", "Bản Bơn", None),
            (5, "Vi Văn Dũng", "1/2/1990", "Nam", "Con chủ hộ", "Bản Bơn", "0911111111"),
            (6, "Hơ A Dếnh", "1/2/1990", "Nam", "CH", "Bản Bơn", None),
        )
    )
    assert layout.is_by_person
    assert kept(plan) == [
        ("Hà Văn An", "Bản Mìn", 3, "0912345678"),
        ("Vi Thị Cúc", "Bản Bơn", 2, "0911111111"),
        ("Hơ A Dếnh", "Bản Bơn", 1, None),
    ]
    assert plan.members == 6


def test_numbers_of_households_with_merged_cells_and_villages_as_sections():
    plan = plan_of(
        table(
            ("Số hộ", "Họ và tên", "Quan hệ với chủ hộ", "Năm sinh"),
            ("I", "BẢN MÌN"),
            (1, "Hà Văn An", "Chủ hộ", 1970),
            (None, "Lò Thị Bình", "Vợ", 1972),
            (2, "Vi Thị Cúc", "Chủ hộ", 1960),
            (None, "Vi Văn Dũng", "Con", 1990),
            (None, "Vi Thị Em", "Cháu", 2015),
            ("II", "BẢN BƠN"),
            (1, "Hơ A Dếnh", "Chủ hộ", 1980),
            (None, "Cộng"),
        )
    )
    assert kept(plan) == [
        ("Hà Văn An", "Bản Mìn", 2, None),
        ("Vi Thị Cúc", "Bản Mìn", 3, None),
        ("Hơ A Dếnh", "Bản Bơn", 1, None),
    ]


def test_persons_sorted_otherwise_are_joined_by_the_number_of_their_household():
    plan = plan_of(
        table(
            ("STT", "Số hộ khẩu", "Họ và tên", "Quan hệ với chủ hộ", "Bản"),
            (1, "380011", "Hà Văn An", "Chủ hộ", "Bản Mìn"),
            (2, "380022", "Vi Thị Cúc", "Chủ hộ", "Bản Mìn"),
            (3, "380011", "Lò Thị Bình", "Vợ", "Bản Mìn"),
            (4, "380033", "Hơ Thị Dung", "Con", "Bản Mìn"),
            (5, "380033", "Hơ A Dếnh", "Chủ hộ", "Bản Mìn"),
        )
    )
    assert kept(plan) == [
        ("Hà Văn An", "Bản Mìn", 2, None),
        ("Vi Thị Cúc", "Bản Mìn", 1, None),
        ("Hơ A Dếnh", "Bản Mìn", 2, None),
    ]


def test_the_head_in_a_column_of_its_own_groups_the_persons():
    plan = plan_of(
        table(
            ("STT", "Họ tên chủ hộ", "Họ và tên thành viên", "Quan hệ với chủ hộ", "Bản"),
            (1, "Hà Văn An", "Hà Văn An", "Chủ hộ", "Bản Mìn"),
            (2, "Hà Văn An", "Lò Thị Bình", "Vợ", "Bản Mìn"),
            (3, "Vi Thị Cúc", "Vi Thị Cúc", "Chủ hộ", "Bản Mìn"),
        )
    )
    assert kept(plan) == [("Hà Văn An", "Bản Mìn", 2, None), ("Vi Thị Cúc", "Bản Mìn", 1, None)]


def test_a_plain_name_beside_the_head_is_the_person():
    plan = plan_of(
        table(
            ("STT", "Họ tên chủ hộ", "Họ và tên", "Quan hệ với chủ hộ", "Bản"),
            (1, "Hà Văn An", "Lò Thị Bình", "Vợ", "Bản Mìn"),
            (2, "Hà Văn An", "Hà Văn Con", "Con", "Bản Mìn"),
            (3, "Vi Thị Cúc", "Vi Thị Em", "Cháu", "Bản Mìn"),
        )
    )
    assert kept(plan) == [("Hà Văn An", "Bản Mìn", 2, None), ("Vi Thị Cúc", "Bản Mìn", 1, None)]


def test_the_head_written_once_above_its_persons():
    plan = plan_of(
        table(
            ("STT", "Chủ hộ", "Thành viên trong hộ", "Năm sinh", "Bản"),
            (1, "Hà Văn An", "Hà Văn An", 1970, "Bản Mìn"),
            (None, None, "Lò Thị Bình", 1972, None),
            (2, "Vi Thị Cúc", "Vi Thị Cúc", 1980, "Bản Mìn"),
        )
    )
    assert kept(plan) == [("Hà Văn An", "Bản Mìn", 2, None), ("Vi Thị Cúc", "Bản Mìn", 1, None)]


def test_a_head_marked_with_x():
    plan = plan_of(
        table(
            ("STT", "Họ và tên", "Chủ hộ", "Bản"),
            (1, "Hà Văn An", "x", "Bản Mìn"),
            (2, "Lò Thị Bình", None, "Bản Mìn"),
            (3, "Vi Thị Cúc", "x", "Bản Mìn"),
        )
    )
    assert kept(plan) == [("Hà Văn An", "Bản Mìn", 2, None), ("Vi Thị Cúc", "Bản Mìn", 1, None)]


def test_a_blank_relation_is_the_head_when_nobody_is_called_so():
    plan = plan_of(
        table(
            ("STT", "Họ và tên", "Quan hệ", "Bản"),
            (1, "Hà Văn An", None, "Bản Mìn"),
            (2, "Lò Thị Bình", "Vợ", "Bản Mìn"),
            (3, "Vi Thị Cúc", None, "Bản Mìn"),
            (4, "Vi Văn Dũng", "Con", "Bản Mìn"),
        )
    )
    assert kept(plan) == [("Hà Văn An", "Bản Mìn", 2, None), ("Vi Thị Cúc", "Bản Mìn", 2, None)]


def test_a_person_above_every_head_is_refused():
    plan = plan_of(
        table(
            HEADINGS,
            (1, "Lò Thị Bình", "1/2/1972", "Nữ", "Vợ", "Bản Mìn", None),
            (2, "Hà Văn An", "1/2/1970", "Nam", "Chủ hộ", "Bản Mìn", None),
        )
    )
    assert names(plan) == ["Hà Văn An"]
    assert "Chủ hộ" in plan.rejects[0].reason


def test_a_list_of_heads_only_has_no_member_counts():
    _, (layout,), plan = read(
        table(
            HEADINGS,
            (1, "Hà Văn An", "1/2/1970", "Nam", "Chủ hộ", "Bản Mìn", None),
            (2, "Vi Thị Cúc", "1/2/1970", "Nữ", "Chủ hộ", "Bản Mìn", None),
        )
    )
    assert not layout.is_by_person
    assert [row.values["members"] for row in plan.rows] == [None, None]


def test_the_relation_of_who_answered_is_no_list_by_person():
    _, (layout,), plan = read(
        table(
            ("STT", "Họ tên chủ hộ", "Người trả lời", "Quan hệ với chủ hộ", "Số khẩu", "Bản"),
            (1, "Hà Văn An", "Lò Thị Bình", "Vợ", 4, "Bản Mìn"),
            (2, "Vi Thị Cúc", "Vi Thị Cúc", "Chủ hộ", 2, "Bản Mìn"),
            (3, "Hơ A Dếnh", "Hơ Thị Dung", "Con", 3, "Bản Mìn"),
        )
    )
    assert not layout.is_by_person
    assert plan.members == 9


def test_the_year_of_birth_of_a_household_is_its_heads():
    plan = plan_of(
        table(
            ("Họ và tên", "Quan hệ với chủ hộ", "Năm sinh", "Bản"),
            ("Hà Văn An", "Chủ hộ", "12/5/1960", "Bản Mìn"),
            ("Hà Thị Bình", "Vợ", 1965, "Bản Mìn"),
            ("Lò Văn Cường", "Chủ hộ", "không rõ", "Bản Mìn"),
            ("Lò Văn Dũng", "Con", 1999, "Bản Mìn"),
        )
    )
    assert [(r.values["birth_year"], r.values["members"]) for r in plan.rows] == [
        (1960, 2), (None, 2)
    ]  # fmt: skip


def test_under_a_column_of_heads_the_year_is_of_the_person_who_is_the_head():
    plan = plan_of(
        table(
            ("STT", "Chủ hộ", "Thành viên trong hộ", "Năm sinh", "Bản"),
            (1, "Hà Văn An", "Hà Thị Bình", 1965, "Bản Mìn"),
            (2, "Hà Văn An", "Hà Văn An", 1960, "Bản Mìn"),
            (3, "Lò Văn Cường", "Lò Văn Dũng", 1999, "Bản Mìn"),
        )
    )
    assert [r.values["birth_year"] for r in plan.rows] == [1960, None]
