"""The command `tally`: a file of totals in, the stored totals out, and progress that has them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.users import User
from storage.database import open_database
from storage.paths import database_file
from storage.villages import save_villages

Run = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path, either: Run) -> Path:
    data = tmp_path / "data"
    either("init", "--data", data, "--commune", "Mường Mìn", "--province", "Thanh Hóa",
        "--start", "2020-08-10", "--deadline", "2020-08-26")  # fmt: skip
    db = open_database(database_file(data))
    save_villages(db, [("bản", "Chiềng"), ("bản", "Mìn")], by=User("Hà Thị Thử"))
    db.close()
    return data


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "so.csv"
        path.write_text(text, "utf-8")
        return path

    return write


def test_totals_are_stored_once_and_counted(
    folder: Path, either: Run, sheet: Callable[[str], Path]
) -> None:
    file = sheet("Tổng số hộ;Hộ đã đến;Điện thoại thông minh;Bluezone\n64;40;50;25\n")
    command = ("tally", "--data", folder, "--village", "ban chieng", "--on", "2020-08-13",
               "--from", "2020-08-12", "--sheet", file)  # fmt: skip
    first = either(*command)
    assert (first["village"], first["from_on"], first["until_on"]) == (
        "Bản Chiềng", "2020-08-12", "2020-08-13",
    )  # fmt: skip
    assert (first["listed"], first["visited"], first["completed"]) == (64, 40, None)
    assert first["apps"] == {"bluezone": 25, "smart-thanh-hoa": None}
    assert (first["replaced"], first["unchanged"]) == (False, False)
    assert either(*command) == {**first, "unchanged": True}
    chieng, min_ = either("progress", "--data", folder)["rows"]
    assert (chieng["tally"], chieng["visited"], chieng["households"]) == (True, 40, 64)
    assert (chieng["completed"], chieng["rates"]["IND01"], chieng["rates"]["IND07"]) == (
        None, 0.625, 0.5,
    )  # fmt: skip
    assert chieng["rates"]["IND02"] is None
    assert "tally" not in min_
    before = either("progress", "--data", folder, "--until", "2020-08-12")["rows"][0]
    assert (before["visited"], "tally" in before) == (0, False)


def test_several_days_are_a_list(folder: Path, either: Run, sheet: Callable[[str], Path]) -> None:
    file = sheet("Ngày,Hộ đã đến\n11/8/2020,3\n12/8/2020,4\n")
    stored = either("tally", "--data", folder, "--village", "Bản Mìn", "--on", "2020-08-12",
                 "--sheet", file)  # fmt: skip
    assert [(t["until_on"], t["visited"]) for t in stored] == [("2020-08-11", 3), ("2020-08-12", 4)]


@pytest.mark.parametrize(
    ("village", "text", "words"),
    [
        ("Bản Lạ", "visited\n3\n", "Không có thôn, bản “Bản Lạ”"),
        ("Bản Mìn", "visited;contacted\n3;4\n", "Ô B2: “Hộ gặp được” (4) nhiều hơn"),
        ("Bản Mìn", "Họ tên\nHà\n", "không có cột nào của số tổng hợp"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_stored(
    folder: Path, either: Run, sheet: Callable[[str], Path], village: str, text: str, words: str
) -> None:
    refusal = either("tally", "--data", folder, "--village", village, "--on", "2020-08-12",
                  "--sheet", sheet(text))  # fmt: skip
    assert words in refusal
    assert all("tally" not in row for row in either("progress", "--data", folder)["rows"])
