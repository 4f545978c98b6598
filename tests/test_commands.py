"""Every job without a window, end to end: what it answers, and one sentence when it refuses."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import main
from storage.campaigns import current_campaign
from storage.database import open_database
from storage.dispatches import list_reports
from storage.paths import database_file

DATA = Path(__file__).parent / "data"
EXPECTED = json.loads((DATA / "expected.json").read_text("utf-8"))
LIST = "ho-muong-min-2020.xlsx"
HEADINGS = (
    "household_code,visited_on,disposition,members,smartphones,android,ios,in_use,bluezone,"
    "smart-thanh-hoa,reason,next_visit_on,note"
)

Run = Callable[..., Any]


@pytest.fixture
def data(tmp_path: Path, run: Run) -> Path:
    """An office with a campaign from 10/8/2020 on, due before 26/8."""
    folder = tmp_path / "data"
    run("init", "--data", folder, "--commune", "Mường Mìn", "--district", "Quan Sơn",
        "--province", "Thanh Hóa", "--start", "2020-08-10", "--deadline", "2020-08-26")  # fmt: skip
    return folder


@pytest.fixture
def listed(data: Path, run: Run) -> Path:
    run("import", "--data", data, DATA / LIST)
    return data


@pytest.fixture
def codes(listed: Path, run: Run) -> list[str]:
    return [h["code"] for h in run("households", "--data", listed)]


def visits_file(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "visits.csv"
    path.write_text("\n".join([HEADINGS, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def visited(listed: Path, codes: list[str], tmp_path: Path, run: Run) -> Path:
    """Two villages with visits on three days."""
    run("visits", "--data", listed, visits_file(
        tmp_path,
        f"{codes[0]},2020-08-12,1,4,2,1,1,2,2,2,,,",
        f"{codes[1]},2020-08-13T08:00,2,5,3,,,,1,0,,2020-08-16,",
        f"{codes[30]},2020-08-14T15:00,3,,,,,,,,,,",
    ))  # fmt: skip
    return listed


# -- setting up -------------------------------------------------------------------------------


def test_init_names_the_office_with_its_kinds(data: Path) -> None:
    db = open_database(database_file(data))
    kind, name, district, province = db.rows("SELECT kind, name, district, province FROM offices")[
        0
    ]
    campaign = current_campaign(db)
    db.close()
    assert (kind, name) == ("xã", "Mường Mìn")
    assert (district, province) == ("huyện Quan Sơn", "tỉnh Thanh Hóa")
    assert campaign is not None
    assert [a.code for a in campaign.apps] == ["bluezone", "smart-thanh-hoa"]
    assert (campaign.starts_on, campaign.deadline_on) == ("2020-08-10", "2020-08-26")


@pytest.mark.parametrize("preset", ["bluezone", "vneid", "app"])
def test_init_takes_each_preset(tmp_path: Path, run: Run, preset: str) -> None:
    answer = run("init", "--data", tmp_path / "d", "--commune", "Na Mèo", "--kind", "phường",
                 "--province", "thành phố Huế", "--preset", preset)  # fmt: skip
    assert answer["commune"] == "phường Na Mèo"


def test_init_never_overwrites(data: Path, refused: Callable[..., str]) -> None:
    sentence = refused("init", "--data", data, "--commune", "X", "--province", "Y")
    assert "đã có dữ liệu" in sentence


def test_init_refuses_a_deadline_before_the_start(
    tmp_path: Path, refused: Callable[..., str]
) -> None:
    sentence = refused("init", "--data", tmp_path / "d", "--commune", "X", "--province", "Y",
                       "--start", "2020-08-10", "--deadline", "2020-08-09")  # fmt: skip
    assert "trước ngày bắt đầu" in sentence
    assert not (tmp_path / "d").exists()


def test_a_script_begins_an_office_with_any_password_that_is_long_enough(
    tmp_path: Path, run: Run, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = ("--commune", "X", "--province", "Y")
    monkeypatch.setenv("TUNGNHA_PASSWORD", "ngắn")
    assert "ít nhất 10" in refused("init", "--data", tmp_path / "d", *place)
    assert not database_file(tmp_path / "d").exists()
    monkeypatch.setenv("TUNGNHA_PASSWORD", "thu-nghiem")  # the window refuses this one
    assert run("init", "--data", tmp_path / "d", *place)["recovery_code"]


def test_who_types_the_first_password_at_a_terminal_is_held_to_all_of_it(
    tmp_path: Path, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TUNGNHA_PASSWORD")
    monkeypatch.setattr("commands.at_terminal", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: "Hà Lan")
    monkeypatch.setattr("getpass.getpass", lambda _: "hà lan hà lan")
    told = refused("init", "--data", tmp_path / "d", "--commune", "X", "--province", "Y")
    assert "lặp lại tên" in told
    assert not database_file(tmp_path / "d").exists()


def test_demo_makes_a_commune_to_look_at(tmp_path: Path, run: Run) -> None:
    answer = run("demo", "--data", tmp_path / "d", "--households", "60", "--seed", "3")
    assert answer["households"] == 60
    assert answer["visits"] > 30
    assert len(run("households", "--data", tmp_path / "d")) == 60


def test_demo_refuses_no_households_and_a_folder_in_use(
    tmp_path: Path, data: Path, refused: Callable[..., str]
) -> None:
    assert "từ 1" in refused("demo", "--data", tmp_path / "e", "--households", "0")
    assert "đã có dữ liệu" in refused("demo", "--data", data)


# -- the list ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(EXPECTED))
def test_import_answers_with_what_the_list_holds(data: Path, run: Run, name: str) -> None:
    truth = EXPECTED[name]
    answer = run("import", "--data", data, DATA / name)
    assert (answer["added"], answer["updated"]) == (truth["households"], 0)
    assert answer["villages"] == truth["villages"]
    assert (answer["members"], answer["phones"]) == (truth["members"], truth["phones"])
    for skipped in answer["skipped"]:
        assert set(skipped) == {"row", "sheet", "reason"}
    names = {h["head"] for h in run("households", "--data", data)}
    assert set(truth["names"]) <= names


def test_importing_the_same_list_again_adds_nothing(listed: Path, run: Run) -> None:
    before = run("households", "--data", listed)
    answer = run("import", "--data", listed, DATA / LIST)
    assert (answer["added"], answer["updated"]) == (0, 0)
    assert run("households", "--data", listed) == before


def test_a_dry_run_says_the_same_and_writes_nothing(data: Path, run: Run) -> None:
    answer = run("import", "--data", data, DATA / LIST, "--dry-run")
    assert answer["added"] == EXPECTED[LIST]["households"]
    assert run("households", "--data", data) == []


def test_import_refuses_what_is_no_list(
    data: Path, tmp_path: Path, refused: Callable[..., str]
) -> None:
    broken = tmp_path / "ho.xlsx"
    broken.write_bytes(b"khong phai bang tinh")
    for path in (broken, tmp_path / "none.xlsx"):
        assert path.name in refused("import", "--data", data, path)
    assert "“”" not in refused("import", "--data", data, ".")


def test_households_are_found_and_shown_with_what_is_known(listed: Path, run: Run) -> None:
    name = EXPECTED[LIST]["names"][0]
    found = run("households", "--data", listed, "--search", name.lower())
    assert name in [h["head"] for h in found]
    assert set(found[0]) == {"code", "village", "head", "members", "phone", "status"}
    assert found[0]["status"] == "NOT_VISITED"
    assert run("households", "--data", listed, "--search", "khong co ai") == []


def test_households_come_in_walking_order(codes: list[str]) -> None:
    assert [c[:2] for c in codes[::30]] == ["01", "02", "03", "04", "05", "06"]


# -- visits -----------------------------------------------------------------------------------


def test_visits_are_added_once_and_bad_rows_named(
    listed: Path, codes: list[str], tmp_path: Path, run: Run
) -> None:
    path = visits_file(
        tmp_path,
        f"{codes[0]},2020-08-12,1,4,2,1,1,2,2,2,,,",
        "99-0001-9,2020-08-12,1,,,,,,,,,,",
        f"{codes[1]},2020-08-12,2,3,5,,,,,,,,",
        f"{codes[2]},2019-08-12,3,,,,,,,,,,",
        "",
        f"{codes[3].replace('-', '')},13/8/2020,7,4,2,,,,0,0,Hết bộ nhớ,,Nhà xa",
        f"{codes[4]},2020-08-12,x,,,,,,,,,,",
    )
    answer = run("visits", "--data", listed, path)
    assert answer["added"] == 2
    assert [s["row"] for s in answer["skipped"]] == [3, 4, 5, 8]
    assert "99-0001-9" in answer["skipped"][0]["reason"]
    assert "nhiều hơn số nhân khẩu (3)" in answer["skipped"][1]["reason"]
    again = run("visits", "--data", listed, path)
    assert again["added"] == 0
    assert len(again["skipped"]) == 6
    statuses = {h["code"]: h["status"] for h in run("households", "--data", listed)}
    assert (statuses[codes[0]], statuses[codes[3]]) == ("COMPLETE", "TECH")


def test_a_reason_is_understood_by_code_and_by_label(
    listed: Path, codes: list[str], tmp_path: Path, run: Run
) -> None:
    run("visits", "--data", listed, visits_file(
        tmp_path,
        f"{codes[0]},2020-08-12,4,,,,,,,,privacy,,",
        f"{codes[1]},2020-08-12,4,,,,,,,,Sợ lộ thông tin,,",
    ))  # fmt: skip
    db = open_database(database_file(listed))
    assert db.rows("SELECT DISTINCT reason FROM visits") == [("privacy",)]
    db.close()


def test_visits_without_the_columns_they_need_are_refused(
    listed: Path, tmp_path: Path, refused: Callable[..., str]
) -> None:
    path = tmp_path / "v.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert "thiếu cột" in refused("visits", "--data", listed, path)


# -- figures and progress ---------------------------------------------------------------------

COUNTED = {
    "village", "households", "visited", "contacted", "completed", "members", "smartphones",
    "android", "ios", "in_use", "installed", "all_apps", "population", "subscribers", "rates",
}  # fmt: skip


def test_progress_has_a_row_for_each_village_and_their_total(visited: Path, run: Run) -> None:
    answer = run("progress", "--data", visited)
    assert len(answer["rows"]) == 6
    for row in (*answer["rows"], answer["total"]):
        assert set(row) >= COUNTED
    first, second, third, *_ = answer["rows"]
    assert (first["visited"], first["contacted"], first["completed"]) == (2, 2, 1)
    assert first["installed"] == {"bluezone": 3, "smart-thanh-hoa": 2}
    assert (first["android"], first["ios"], first["in_use"], first["all_apps"]) == (1, 1, 2, 2)
    assert (second["visited"], second["contacted"], second["smartphones"]) == (1, 0, None)
    assert third["installed"] == {"bluezone": None, "smart-thanh-hoa": None}
    assert third["rates"]["IND07"] is None
    assert first["rates"]["IND01"] == 2 / 30
    assert first["rates"]["IND07"] == 3 / 5
    assert answer["total"]["rates"]["IND01"] == 3 / 180
    assert answer["as_of"] is None


@pytest.mark.parametrize(
    ("until", "visited_households", "as_of"),
    [
        ("2020-08-11", 0, "2020-08-11T23:59"),
        ("2020-08-13T07:59", 1, "2020-08-13T07:59"),
        ("2020-08-13T08:00", 2, "2020-08-13T08:00"),
        ("2020-08-13", 2, "2020-08-13T23:59"),
        ("2020-08-14", 3, "2020-08-14T23:59"),
    ],
)
def test_progress_is_that_of_the_hour(
    visited: Path, run: Run, until: str, visited_households: int, as_of: str
) -> None:
    answer = run("progress", "--data", visited, "--until", until)
    assert (answer["total"]["visited"], answer["as_of"]) == (visited_households, as_of)


def test_progress_of_a_period_says_what_was_and_what_came(visited: Path, run: Run) -> None:
    answer = run("progress", "--data", visited, "--from", "2020-08-13", "--until", "2020-08-14")
    total = answer["total"]
    assert (total["previous"]["visited"], total["in_period"]["visited"]) == (1, 2)
    assert total["previous"]["installed"]["bluezone"] == 2
    assert total["in_period"]["installed"]["bluezone"] == 1


def test_a_period_that_ends_before_it_starts_is_refused(
    visited: Path, refused: Callable[..., str]
) -> None:
    sentence = refused(
        "progress", "--data", visited, "--from", "2020-08-14", "--until", "2020-08-13"
    )
    assert "trước" in sentence


def test_a_figure_of_the_commune_gives_the_rate_of_the_dispatch(
    listed: Path, codes: list[str], tmp_path: Path, run: Run
) -> None:
    answer = run("figure", "--data", listed, "--commune", "population", "1.128.620",
                 "--as-of", "2020-08-13", "--source", "Công văn 12/CTK")  # fmt: skip
    assert answer == {"kind": "population", "value": 1_128_620, "as_of": "2020-08-13"}
    run("visits", "--data", listed,
        visits_file(tmp_path, f"{codes[0]},2020-08-13,2,,200000,,,,183620,,,,"))  # fmt: skip
    total = run("progress", "--data", listed, "--until", "2020-08-13")["total"]
    assert total["population"] == 1_128_620
    assert total["rates"]["IND05"] == 183_620 / 1_128_620
    assert total["rates"]["IND06"] is None
    earlier = run("progress", "--data", listed, "--until", "2020-08-12")["total"]
    assert earlier["population"] is None


def test_a_figure_of_a_village_is_taken_in_any_spelling(listed: Path, run: Run) -> None:
    for village, kind, value in (("ban chieng", "population", "120"),
                                 ("Bản Mìn", "subscribers", "80")):  # fmt: skip
        run("figure", "--data", listed, "--village", village, kind, value,
            "--as-of", "2020-08-01", "--source", "Công an xã")  # fmt: skip
    chieng, min_, *_ = run("progress", "--data", listed)["rows"]
    assert (chieng["population"], chieng["subscribers"]) == (120, None)
    assert (min_["population"], min_["subscribers"]) == (None, 80)


def test_a_figure_that_is_not_clear_is_refused(listed: Path, refused: Callable[..., str]) -> None:
    for words in (["--commune", "dân", "5"], ["--commune", "population", "nhiều"],
                  ["--commune", "population", "12.5"], ["--commune", "population"],
                  ["--village", "Bản Lạ", "population", "5"]):  # fmt: skip
        refused("figure", "--data", listed, *words, "--as-of", "2020-08-01", "--source", "x")
    words = ["--commune", "population", "5", "--as-of", "2020-08-01", "--source", " "]
    assert "nguồn" in refused("figure", "--data", listed, *words)


def test_a_village_may_be_called_by_the_number_that_is_its_figure(
    data: Path, tmp_path: Path, run: Run
) -> None:
    file = tmp_path / "ho.csv"
    file.write_text("Họ và tên,Thôn\nHà Văn An,Thôn 2\nLò Thị Bình,Thôn 3\n", encoding="utf-8")
    run("import", "--data", data, file)
    run("figure", "--data", data, "--village", "Thôn", "2", "population", "2",
        "--as-of", "2020-08-01", "--source", "Công an xã")  # fmt: skip
    rows = run("progress", "--data", data)["rows"]
    assert [(r["village"], r["population"]) for r in rows] == [("Thôn 2", 2), ("Thôn 3", None)]


def test_skipped_visits_are_named_with_their_reasons(
    listed: Path, codes: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [f"99-000{n}-0,2020-08-12,1,4,,,,,,,,,," for n in range(5)]
    file = visits_file(tmp_path, *lines)
    capsys.readouterr()
    assert main.main(["visits", "--data", str(listed), str(file)]) == 0
    first, *named, more = capsys.readouterr().out.strip().splitlines()
    assert first == "Đã nhập 0 lượt đến, bỏ qua 5 dòng."
    assert [x.split(":")[0] for x in named] == ["Dòng 2", "Dòng 3", "Dòng 4"]
    assert all(len(x) > 15 for x in named)
    assert more == "Còn 2 dòng nữa: xem bằng --json."


# -- the report -------------------------------------------------------------------------------


def test_report_writes_the_workbook_and_remembers_it(
    visited: Path, tmp_path: Path, run: Run
) -> None:
    out = tmp_path / "bc.xlsx"
    answer = run("report", "--data", visited, "--until", "2020-08-14", "--out", out)
    assert answer == {"file": str(out)}
    assert load_workbook(out).sheetnames
    db = open_database(database_file(visited))
    assert [r["until"] for r in list_reports(db, current_campaign(db).id)] == ["2020-08-14"]  # type: ignore[union-attr]
    db.close()


@pytest.mark.parametrize("name", [".", "bc.xls", "bc"])
def test_a_report_is_written_to_an_xlsx_only(
    visited: Path, tmp_path: Path, refused: Callable[..., str], name: str
) -> None:
    assert ".xlsx" in refused("report", "--data", visited, "--out", tmp_path / name)
    assert not (tmp_path / name).is_file()


# -- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", ["households", "progress", "import", "visits", "report", "figure"]
)
def test_without_data_every_command_says_so(
    tmp_path: Path, refused: Callable[..., str], command: str
) -> None:
    more: dict[str, list[str]] = {
        "import": ["x.xlsx"], "visits": ["x.csv"], "report": ["--out", "x.xlsx"],
        "figure": ["--commune", "population", "1", "--as-of", "2020-08-01", "--source", "x"],
    }  # fmt: skip
    sentence = refused(command, "--data", tmp_path / "none", *more.get(command, []))
    assert "Không thấy tệp dữ liệu" in sentence
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["progress"],
        ["progress", "--data", "d", "--until", "hôm qua"],
        ["init", "--data", "d", "--commune", "X", "--province", "Y", "--preset", "???"],
        ["demo", "--data", "d", "--households", "nhiều"],
    ],
)
def test_a_wrong_command_line_is_one_sentence_too(
    refused: Callable[..., str], arguments: list[str]
) -> None:
    refused(*arguments)


def test_without_json_a_person_reads_a_sentence(
    visited: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["progress", "--data", str(visited)]) == 0
    assert "Bản Chiềng: 2/30 hộ đã đến" in capsys.readouterr().out
