"""The hidden marks of a sheet in a file."""

import pytest

from domain.sheet_files import FilledLine, read_line_code
from domain.sheets import line_code


def test_a_line_is_read_as_it_was_written() -> None:
    assert read_line_code(line_code(12, 7)) == (12, 7)
    assert read_line_code(line_code(123456, 130)) == (123456, 130)


@pytest.mark.parametrize("text", ["", "12", "P0012-4", "P0012-3.07", "P0012-4.07 x", "p0012-4.07"])
def test_anything_else_is_no_line(text: str) -> None:
    assert read_line_code(text) is None


def test_a_field_without_a_column_is_found_at_the_result() -> None:
    line = FilledLine(1, {}, {"disposition": "G7", "members": "H7"})
    assert (line.cell("members"), line.cell("android")) == ("H7", "G7")
