"""A file is put in its place whole, or nothing is left of it."""

from pathlib import Path

import pytest

from domain.errors import Cancelled
from exports.files import free_name, write_beside


def test_a_save_that_stops_half_way_leaves_the_old_file_and_no_part(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("old")

    def save(part: str) -> None:
        Path(part).write_text("half")
        raise Cancelled

    with pytest.raises(Cancelled):
        write_beside(save, path)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a.xlsx", "old")]


def test_the_offered_name_is_the_first_free_one(tmp_path: Path) -> None:
    for name in ("a.xlsx", "a (2).xlsx"):
        (tmp_path / name).touch()
    assert free_name(tmp_path / "a.xlsx").name == "a (3).xlsx"
