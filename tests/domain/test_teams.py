"""What a team is of."""

import pytest

from domain.teams import Team, assigned_team, check_team, full_affiliation, team_hint


def test_words_are_no_telephone_of_a_team() -> None:
    assert check_team({"phone": "Lê Thị Hoa"}) == {
        "phone": "“Lê Thị Hoa” không phải là số điện thoại."
    }
    assert check_team({"phone": "0912345678"}) == check_team({"phone": None}) == {}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("đoàn thanh", "Đoàn Thanh niên"), ("doan", "Đoàn Thanh niên"), ("CÔNG AN", "Công an"),
        ("hội", "hội"), ("tổ", "tổ"), ("thanh niên", "thanh niên"), ("", ""),
        ("Dân quân bản", "Dân quân bản"),
    ],
)  # fmt: skip
def test_the_beginning_of_one_listed_affiliation_means_it(typed: str, meant: str) -> None:
    assert full_affiliation(typed) == meant


def test_the_team_of_a_place_is_named_and_one_that_works_no_more_is_not() -> None:
    teams = [Team("1", "Tổ 1"), Team("2", "Tổ 2"), Team("3", "Tổ 3", retired=True)]
    have = {("v", ""): "1", ("v", "cum 2"): "2", ("w", ""): "3"}
    assert assigned_team(have, teams, "v", None) == "Tổ 1"
    assert assigned_team(have, teams, "v", "Cụm 2") == "Tổ 2"
    assert assigned_team(have, teams, "w", None) == ""
    assert assigned_team(have, teams, "x", None) == ""


def test_the_form_says_where_its_team_came_from() -> None:
    assert team_hint("tổ 1", "Tổ 1", "Tổ 2") == "theo phân công"
    assert team_hint("Tổ 2", "Tổ 1", "Tổ 2") == "phân công: Tổ 1"
    assert team_hint("Tổ 2", "", "Tổ 2") == "như phiếu trước"
    assert team_hint("Tổ 4", "", "Tổ 2") == team_hint("", "", "") == ""
