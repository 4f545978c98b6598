"""Teams pasted from Excel."""

from domain.team_lines import describe_lines, new_teams, read_team_lines


def test_a_column_of_names_is_one_team_a_line() -> None:
    lines = read_team_lines("Tổ 1\nTổ 2\n\n tổ  2 \nTổ 3\n", {"to 3"})
    assert [(x.line, x.name, x.problem) for x in lines] == [
        (1, "Tổ 1", ""), (2, "Tổ 2", ""), (4, "tổ 2", "Trùng dòng 2"), (5, "Tổ 3", "Đã có"),
    ]  # fmt: skip
    assert [v["name"] for v in new_teams(lines)] == ["Tổ 1", "Tổ 2"]
    assert describe_lines(lines) == "Sẽ thêm 2 tổ. Không thêm 2 dòng."
    assert describe_lines([]) == ""


def test_a_table_without_headings_is_in_the_order_of_the_form() -> None:
    (line,) = read_team_lines("1\tTổ 1\tdoan thanh nien\tHà Văn An\t0912 345 678\t5", ())
    assert line.values == {"name": "Tổ 1", "affiliation": "Đoàn Thanh niên", "leader": "Hà Văn An",
                           "phone": "0912345678", "people": 5}  # fmt: skip


def test_headings_say_which_column_is_what() -> None:
    text = "STT\tTổ trưởng\tTổ công tác\tĐoàn thể\n1\tHà Văn An\tTổ 1\tCông an"
    (line,) = read_team_lines(text, ())
    assert (line.name, line.values["leader"], line.values["affiliation"]) == (
        "Tổ 1", "Hà Văn An", "Công an",
    )  # fmt: skip


def test_a_cell_that_cannot_be_read_is_said_in_its_line() -> None:
    (line,) = read_team_lines("Tổ 1\t\t\t\tnhiều", ())
    assert line.problem.startswith("Số người: “nhiều” không phải là số")
    assert new_teams([line]) == []
    (line,) = read_team_lines("---", ())
    assert line.problem
