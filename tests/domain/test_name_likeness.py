"""Each slip by its name: what the search for duplicates and its reasons rest on."""

import pytest

from domain.name_likeness import compare_names, is_one_off, one_letter_less, read_name

HOA = "Nguyễn Văn Hòa"


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (HOA, "SAME"),
        ("NGUYỄN  VĂN HÒA", "SAME"),
        ("Nguyễn Văn Hoà", "TONE"),
        ("Nguyễn Văn Ho\u0300a", "SAME"),  # decomposed
        ("Nguyễn Văn Hoa\u0300", "TONE"),
        ("Nguyen Van Hoa", "NO_MARKS"),
        ("Nguyễn Van Hòa", "NO_MARKS"),
        ("NguyễnVăn Hòa", "SPACES"),
        ("Nguyễn VănHoà", "SPACES"),
        ("Hòa Nguyễn Văn", "SWAPPED"),
        ("Văn Nguyễn Hoà", "SWAPPED"),
        ("hoa van nguyen", "SWAPPED"),
        ("Nguyễn Văn Hỏa", "MARKS"),
        ("Nguyễn Văn Hoan", "LETTER"),
        ("Nguyen Van Hoan", "TWO"),  # without marks, and a letter more
        ("Nguyễn Văn Hòan", "LETTER"),
        ("Nguyễm Văn Hòa", "LETTER"),
        ("Nguyễn Vn Hòa", "LETTER"),
        ("Nguyễn Hòa", "PART"),
        ("Ng V Hòa", "PART"),
        ("Hoa", "OTHER"),
        ("Trần Thị Lan", "OTHER"),
        ("", "OTHER"),
    ],
)
def test_each_slip_of_a_name_is_called_by_its_name(other: str, kind: str) -> None:
    assert compare_names(read_name(HOA), read_name(other)) == kind
    assert compare_names(read_name(other), read_name(HOA)) == kind


def test_other_marks_in_another_order_are_two_slips() -> None:
    assert compare_names(read_name("Vi Thị Hỏa"), read_name("Hòa Vi Thị")) == "TWO"


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("an", "ah", True), ("an", "ahn", True), ("ahn", "an", True), ("ahn", "anh", True),
        ("an", "an", False), ("ab", "ba", True), ("abc", "cab", False), ("an", "anhh", False),
        ("", "a", True),
    ],
)  # fmt: skip
def test_one_letter_more_fewer_other_or_two_swapped_is_one_off(a: str, b: str, near: bool) -> None:
    assert is_one_off(a, b) is near
    assert is_one_off(b, a) is near
    if near:
        assert ({a} | one_letter_less(a)) & ({b} | one_letter_less(b))
