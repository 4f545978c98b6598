"""The commands of field work, end to end: sheets out, filled copies in."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from domain.announcement import PRACTICE_WORDS
from domain.teams import Assignment
from domain.users import User
from storage.backup_list import backups_folder, list_backups
from storage.campaigns import current_campaign
from storage.database import open_database
from storage.paths import database_file
from storage.sheets import list_ledger
from storage.teams import save_assignments, save_team
from storage.villages import find_village

Run = Callable[..., Any]
BY = User("Hà Thị Thử")
TODAY = date.today()


@pytest.fixture
def data(run: Run, tmp_path: Path) -> Path:
    folder = tmp_path / "du-lieu"
    run("demo", "--data", folder, "--households", "40")
    return folder


def fill(path: Path, **columns: object) -> None:
    """The same into every line of a sheet."""
    workbook = load_workbook(path)
    page = workbook.worksheets[0]
    names = {c.value: c.column for c in page[1]}
    for row in range(2, page.max_row + 1):
        if str(page.cell(row, 1).value).startswith("P"):
            for name, value in {"visited_at": TODAY.strftime("%d/%m/%Y"), **columns}.items():
                page.cell(row, int(names[name] or 0)).value = value  # type: ignore[assignment]
    workbook.save(path)


def test_a_village_is_printed_and_comes_back(run: Run, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "phieu"
    first, second = run("sheets", "--data", data, "--village", "ban chieng", "--out", out,
                        "--lines", "12")  # fmt: skip
    assert (first["village"], first["rows"]) == ("Bản Chiềng", 10)
    number, other = first["number"], second["number"]
    assert number != other
    [file] = first["files"]
    assert Path(file).parent == out
    copy = Path(file).rename(out / "Phieu ban Chieng da ghi (1).xlsx")
    fill(copy, disposition=3, slot="Sáng")
    expected = {"sheet": number, "added": 10, "unchanged": 0, "corrected": 0, "problems": [],
                "practice": PRACTICE_WORDS}  # fmt: skip
    assert run("sheet-import", "--data", data, copy, "--dry-run") == expected
    assert run("sheet-import", "--data", data, copy) == expected
    assert run("sheet-import", "--data", data, copy) == {**expected, "added": 0, "unchanged": 10}
    fill(copy, note="đã gọi điện")
    again = run("sheet-import", "--data", data, copy)
    assert (again["added"], again["corrected"]) == (0, 10)
    fill(copy, disposition="không rõ")
    problems = run("sheet-import", "--data", data, copy)["problems"]
    assert [p["cell"] for p in problems] == [f"G{n}" for n in range(7, 17)]
    db = open_database(database_file(data))
    campaign = current_campaign(db)
    assert campaign
    steps = {x.sheet.code: x.step for x in list_ledger(db, campaign, TODAY)}
    db.close()
    assert (steps[number], steps[other]) == ("ENTERED", "PRINTED")


def test_a_sheet_of_villages_of_others_makes_no_backup_first(
    run: Run, data: Path, tmp_path: Path, refused: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    sheet = run("sheets", "--data", data, "--village", "ban chieng", "--out", tmp_path / "phieu",
                "--lines", "12")[0]  # fmt: skip
    [file] = sheet["files"]
    fill(Path(file), disposition=3, slot="Sáng")
    monkeypatch.setenv("TUNGNHA_NEW_PASSWORD", "một hai ba bốn")
    other = next(h["village"] for h in run("households", "--data", data)
                 if h["village"] != "Bản Chiềng")  # fmt: skip
    run("users", "--data", data, "add", "Hà Văn Ân", "--village", other)
    monkeypatch.setenv("TUNGNHA_USER", "Hà Văn Ân")
    monkeypatch.setenv("TUNGNHA_PASSWORD", "một hai ba bốn")
    assert "sổ theo dõi" in refused("sheet-import", "--data", data, file)
    assert list_backups(backups_folder(data)) == []


def test_a_team_and_what_is_due_are_printed(run: Run, data: Path, tmp_path: Path) -> None:
    db = open_database(database_file(data))
    campaign, village = current_campaign(db), find_village(db, "Bản Mìn")
    assert campaign
    assert village
    _, team = save_team(db, {"name": "Tổ chín"}, by=BY)
    place = Assignment(village.id, "", team.id, campaign.starts_on)
    save_assignments(db, campaign, [place], by=BY)
    db.close()
    [sheet] = run("sheets", "--data", data, "--team", "tổ chín", "--out", tmp_path)
    assert (sheet["village"], sheet["rows"]) == ("Bản Mìn", 20)
    due = run("sheets", "--data", data, "--due", TODAY.isoformat(), "--out", tmp_path)
    assert due
    assert all(Path(f).exists() for s in due for f in s["files"])


def test_all_sheets_of_a_village_are_in_one_pdf(run: Run, data: Path, tmp_path: Path) -> None:
    one, two = run("sheets", "--data", data, "--village", "Bản Mìn", "--lines", "12", "--pdf",
                   "--out", tmp_path)  # fmt: skip
    assert one["files"][1] == two["files"][1]
    assert one["files"][0] != two["files"][0]
    assert Path(one["files"][1]).read_bytes().startswith(b"%PDF")


def test_printing_again_gives_the_same_numbers(run: Run, data: Path, tmp_path: Path) -> None:
    ask = ("sheets", "--data", data, "--village", "Bản Mìn", "--out", tmp_path)
    assert run(*ask) == run(*ask)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--village", "Bản Không Có"], "Không có thôn, bản"),
        (["--team", "Tổ 99"], "Không có tổ"),
        (["--due", "2000-01-01"], "Không có hộ nào"),
        (["--village", "Bản Mìn", "--lines", "1"], "Số 1 quá nhỏ"),
        ([], "one of the arguments"),
    ],
)
def test_what_cannot_be_printed_is_one_sentence(
    refused: Callable[..., str], data: Path, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    assert sentence in refused("sheets", "--data", data, "--out", tmp_path, *arguments)


def test_a_folder_that_cannot_be_made_is_one_sentence(
    refused: Callable[..., str], data: Path, tmp_path: Path
) -> None:
    (tmp_path / "tep").write_text("x", "utf-8")
    answer = refused("sheets", "--data", data, "--village", "Bản Mìn", "--out", tmp_path / "tep")
    assert "Không tạo được thư mục" in answer


def test_a_file_that_is_no_sheet_is_one_sentence(
    refused: Callable[..., str], data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "khac.csv"
    path.write_text("Họ tên;Số khẩu\nHà Văn An;4\n", "utf-8")
    assert "không phải là tờ phiếu" in refused("sheet-import", "--data", data, path)
    assert "Không tìm thấy tệp" in refused("sheet-import", "--data", data, tmp_path / "x.xlsx")


def test_the_worklist_of_a_day_tells_why_when_and_what_to_try(
    run: Run, refused: Callable[..., str], tmp_path: Path
) -> None:
    folder, file = tmp_path / "xa", tmp_path / "luot.csv"
    run("init", "--data", folder, "--commune", "Mường Mìn", "--province", "Thanh Hóa",
        "--start", "2020-08-01")  # fmt: skip
    people = "Thôn,Chủ hộ\nBản Mìn,Hà Văn An\nBản Mìn,Vi Văn Đức\n"
    (tmp_path / "ho.csv").write_text(people, "utf-8")
    run("import", "--data", folder, tmp_path / "ho.csv")
    codes = [h["code"] for h in run("households", "--data", folder)]
    file.write_text(
        "household_code,visited_on,slot,disposition\n"
        f"{codes[0]},2020-08-12,Sáng,3\n{codes[1]},2020-08-12,Sáng,6\n", "utf-8"
    )  # fmt: skip
    run("visits", "--data", folder, file)
    [line] = run("worklist", "--data", folder, "--on", "2020-08-14")
    assert (line["code"], line["village"], line["head"]) == (codes[0], "Bản Mìn", "Hà Văn An")
    assert (line["why"], line["due_on"], line["overdue"]) == ("Vắng, khóa cửa", "2020-08-14", False)
    assert (line["slots"], line["next_slot"], line["attempts"]) == (["S"], "T", 1)
    assert [x["overdue"] for x in run("worklist", "--data", folder, "--on", "2020-08-15")] == [True]
    assert run("worklist", "--data", folder, "--on", "2020-08-11") == []
    assert "Không thấy tệp dữ liệu" in refused("worklist", "--data", tmp_path / "không có")
