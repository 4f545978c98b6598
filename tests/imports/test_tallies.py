"""Small tables of totals, as villages send them: in rows or in pairs, in any encoding."""

import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.fields import Row
from domain.presets import find_preset, new_campaign
from domain.tallies import Tally
from imports.tallies import TallyPlan, describe_problems, read_tallies

Read = Callable[..., TallyPlan]
GOOD = {"from_on": "2020-08-12", "until_on": "2020-08-12", "visited": 5, "contacted": 4,
        "app:bluezone": 0}  # fmt: skip


@pytest.fixture
def campaign() -> Campaign:
    preset = find_preset("bluezone+smart-thanh-hoa")
    assert preset
    return new_campaign(preset, id="c", starts_on="2020-08-10", deadline_on="2020-08-26")


@pytest.fixture
def read(campaign: Campaign, tmp_path: Path) -> Read:
    def run(text: str | bytes, *stored: Tally) -> TallyPlan:
        path = tmp_path / "so.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        days = ("2020-08-12", "2020-08-12")
        return read_tallies(path, campaign, days, stored, date(2020, 8, 20))

    return run


def known(row: Row) -> Row:
    return {n: v for n, v in row.items() if v is not None}


@pytest.mark.parametrize(
    "text",
    [
        "Hộ đã đến;Hộ gặp được;Bluezone\n5;4;0\n",
        "visited,contacted,bluezone,completed\n5,4,0,\n",
        "\ufeffSố hộ đã đến\tcontacted\tĐã cài Bluezone\r\n5\t4\t0\r\n",
        "BÁO CÁO CỦA BẢN;;\n\nTT;HO DA DEN;hộ gặp được;Bluzone\n1;5;4;0\n",
        "Hộ đã đến;5\nHộ gặp được;4\nBluezone;0\nHộ từ chối;–\n",
        "visited;5\ncontacted;4\nbluezone;0\n",
        "Ngày;visited;contacted;bluezone\n12/8/2020;5;4;0\n",
    ],
)
def test_rows_and_pairs_with_any_name_and_separator(read: Read, text: str) -> None:
    plan = read(text)
    assert plan.problems == []
    assert [known(r) for r in plan.rows] == [GOOD]


def test_old_and_split_letters_are_read(read: Read) -> None:
    text = "Hộ đã đến;Hộ gặp được;Bluezone\n5;4;0\n"
    marks = "\u0300\u0301\u0309\u0303\u0323"
    windows = b""
    for sign in text:
        parts = unicodedata.normalize("NFD", sign)
        tone = "".join(c for c in parts if c in marks)
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in marks))
        windows += (base + tone).encode("cp1258")
    for content in (windows, unicodedata.normalize("NFD", text).encode()):
        assert [known(r) for r in read(content).rows] == [GOOD]


def test_one_row_for_each_day(read: Read) -> None:
    plan = read("Ngày;Hộ đã đến\n12/8/2020;5\n13/8/2020;0\n\n")
    assert [(r["from_on"], r["until_on"], r["visited"]) for r in plan.rows] == [
        ("2020-08-12", "2020-08-12", 5), ("2020-08-13", "2020-08-13", 0),
    ]  # fmt: skip


def test_stretches_of_days(read: Read) -> None:
    plan = read("Từ ngày;Đến ngày;Hộ đã đến\n10/8/2020;12/8/2020;5\n")
    assert (plan.rows[0]["from_on"], plan.rows[0]["until_on"]) == ("2020-08-10", "2020-08-12")


@pytest.mark.parametrize(
    ("text", "cell", "words"),
    [
        ("visited;contacted\n5;nhiều\n", "B2", "không phải là số"),
        ("visited;contacted\n5;6\n", "B2", "nhiều hơn “Hộ đã đến” (5)"),
        ("visited;5\ncontacted;6\n", "B2", "nhiều hơn “Hộ đã đến” (5)"),
        ("visited;contacted;Bí ẩn\n5;4;3\n", "C1", "không rõ cột “Bí ẩn”"),
        ("visited;5\ncontacted;4\nBí ẩn;3\n", "A3", "không rõ “Bí ẩn”"),
        ("Ngày;visited\n12/8/2020;5\nCộng;5\n", "A3", "không phải là ngày"),
        ("Ngày;visited\n12/8/2020;5\n12/8/2020;6\n", "A3", "Đã có số tổng hợp của 12/08/2020"),
        ("Ngày;visited\n21/8/2020;5\n", "A2", "ở sau hôm nay"),
        ("visited;contacted;Số hộ đã đến\n5;4;6\n", "C2", "khác với ô A2"),
    ],
)
def test_a_problem_names_its_cell(read: Read, text: str, cell: str, words: str) -> None:
    problems = read(text).problems
    assert problems[0][0] == cell
    assert words in problems[0][1]


def test_days_that_overlap_what_is_stored_are_refused_but_the_same_days_are_not(read: Read) -> None:
    text = "visited\n5\n"
    assert read(text, Tally("t", "v", "2020-08-12", "2020-08-12")).rows
    assert read(text, Tally("t", "v", "2020-08-11", "2020-08-12")).problems


@pytest.mark.parametrize("text", ["", "\n\n", "Họ tên;Ghi\nHà;x\n", "visited;contacted\n"])
def test_a_file_without_totals_says_what_is_wanted(read: Read, text: str) -> None:
    with pytest.raises(AppError, match=r"tên cột|trống|rỗng"):
        read(text)


def test_many_problems_are_told_briefly() -> None:
    words = describe_problems([(f"A{n}", "sai.") for n in range(1, 9)])
    assert words.startswith("Ô A1: sai. Ô A2: sai.")
    assert words.endswith("Và 3 chỗ khác.")
