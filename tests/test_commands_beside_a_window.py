"""Commands while a window has the folder open: what changes data waits for it to be closed, what
only reads goes on.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import main
from domain.erasures import Stage
from storage import database, unlocked
from storage.lock import hold_folder
from storage.paths import database_file
from user_commands import USER_ACTIONS

Run = Callable[..., Any]

# Each with the words that are needed to get as far as the data: {} is a file, {name} of the folder.
WRITING = {
    "import": "import {list}", "visits": "visits {visits}", "sheet-import": "sheet-import {sheet}",
    "figure": "figure --village {village} population 412 --as-of 2020-08-01 --source CT",
    "sheets": "sheets --due 2030-01-01 --out {out}",
    "tally": "tally --village {village} --on 2020-08-13 --sheet {tally}",
    "forget": "forget --household {code}",
    "demo": "demo", "init": "init --commune X --province Y",
}  # fmt: skip
READING = {
    "households": "households", "progress": "progress", "worklist": "worklist",
    "duplicates": "duplicates", "audit": "audit", "report": "report --out {out}.xlsx",
    "backup": "backup --to {copies}", "doctor": "doctor",
}  # fmt: skip
ELSEWHERE = {"users", "restore"}  # tested one by one; restoring wants an empty folder
USERS = {
    "add": "add Lan --role viewer --new-password-file {password}",
    "disable": "disable Lan", "enable": "enable Lan --new-password-file {password}",
    "password": "password Lan --new-password-file {password}", "code": "code", "rekey": "rekey",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Iterator[Path]:
    data = tmp_path / "data"
    run("demo", "--data", data, "--households", "40")
    yield data
    unlocked.forget(data)


@pytest.fixture
def words(folder: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The arguments of a command, its files made."""
    monkeypatch.setattr("command_options.OTHERS_SECONDS", 0)
    first = run("households", "--data", folder)[0]
    run("sheets", "--data", folder, "--village", first["village"], "--out", tmp_path / "in")
    files = {
        "list": "Họ và tên,Thôn\nHà Văn Mới,Bản Chiềng\n",
        "visits": f"household,on,disposition\n{first['code']},2020-08-12,NO_ONE_HOME\n",
        "tally": "visited\n3\n", "password": "bon tu de nho",
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    (tmp_path / "copies").mkdir()
    paths = {name: str(tmp_path / f"{name}.csv") for name in files}

    def split(command: str) -> list[str]:
        sheet = str(next((tmp_path / "in").glob("*.xlsx")))
        name, *rest = (
            word.format(**paths, sheet=sheet, village=first["village"], code=first["code"],
                        out=tmp_path / "out", copies=tmp_path / "copies")
            for word in command.split()
        )  # fmt: skip
        return [name, "--data", str(folder), *rest]

    return split


def contents(folder: Path) -> dict[str, int]:
    """Rows of every table but the log, where signing in and refusing is on the record."""
    db = database.open_database(database_file(folder))
    try:
        tables = [r[0] for r in db.rows("SELECT name FROM sqlite_master WHERE type='table'")]
        return {t: int(db.value(f"SELECT count(*) FROM {t}")) for t in tables if t != "audit"}
    finally:
        db.close()


def test_it_is_decided_of_every_command() -> None:
    assert {*WRITING, *READING, *ELSEWHERE} == set(main.COMMANDS)
    assert {*USERS, "list", "first", "recover"} == set(USER_ACTIONS)


@pytest.mark.parametrize("command", [*WRITING.values(), *(f"users {w}" for w in USERS.values())])
def test_what_changes_the_data_is_refused_beside_an_open_window(
    folder: Path, words: Run, refused: Callable[..., str], command: str
) -> None:
    before, keys = contents(folder), (folder / "keys.json").read_bytes()
    with hold_folder(folder):
        sentence = refused(*words(command))
    assert "đang mở với dữ liệu này" in sentence or "đã có dữ liệu" in sentence
    assert contents(folder) == before
    assert (folder / "keys.json").read_bytes() == keys


@pytest.mark.parametrize("command", [*READING.values(), "users list"])
def test_what_reads_goes_on_beside_it(folder: Path, words: Run, run: Run, command: str) -> None:
    with hold_folder(folder):
        assert run(*words(command)) is not None


def test_the_doctor_finishes_no_erasure_beside_it(folder: Path, words: Run, run: Run) -> None:
    def stage(new: str = "") -> str:
        db = database.open_database(database_file(folder))
        try:
            if new:
                with db.writing():
                    db.conn.execute("UPDATE erasures SET stage=?", (new,))
            return str(db.value("SELECT stage FROM erasures"))
        finally:
            db.close()

    run(*words("forget --household {code}"))
    assert stage() == Stage.DONE
    assert stage(Stage.COMPACTED) == Stage.COMPACTED
    with hold_folder(folder):
        assert run(*words("doctor"))["findings"]
    assert stage() == Stage.COMPACTED
    run(*words("doctor"))
    assert stage() == Stage.DONE


@pytest.mark.parametrize("command", ["import {list}", "sheet-import {sheet}"])
def test_a_dry_run_goes_on_beside_it(folder: Path, words: Run, run: Run, command: str) -> None:
    with hold_folder(folder):
        assert run(*words(command), "--dry-run")


@pytest.mark.parametrize("command", ["demo", "init --commune X --province Y",
                                     "users first Lan --new-password-file {password}"])  # fmt: skip
def test_no_first_user_is_made_while_the_window_asks_for_one(
    folder: Path, words: Run, refused: Callable[..., str], tmp_path: Path, command: str
) -> None:
    new = tmp_path / "new"
    arguments = [str(new) if w == str(folder) else w for w in words(command)]
    with hold_folder(new):
        assert "đang mở với dữ liệu này" in refused(*arguments)
        assert not (new / "keys.json").exists()


def test_the_printed_code_gives_no_password_beside_an_open_window(
    folder: Path, words: Run, run: Run, refused: Callable[..., str], tmp_path: Path
) -> None:
    code = tmp_path / "code.txt"
    code.write_text(run("users", "--data", folder, "code")["recovery_code"], "utf-8")
    recover = words("users recover quantri --new-password-file {password}")
    with hold_folder(folder):
        assert "đang mở với dữ liệu này" in refused(*recover, "--code-file", code)
    assert run(*recover, "--code-file", code)["recovery_code"]  # not spent


def test_a_refusal_of_a_command_says_what_to_do_about_it(
    folder: Path, words: Run, refused: Callable[..., str]
) -> None:
    with hold_folder(folder):
        assert "rồi chạy lại lệnh" in refused(*words("import {list}"))


def test_a_command_waits_for_another_that_is_just_at_it(
    folder: Path, words: Run, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[float] = []

    def held(at: Path, seconds: float = 0.0) -> Any:
        tries.append(seconds)
        return hold_folder(at, seconds)

    monkeypatch.setattr("command_options.OTHERS_SECONDS", 1.5)
    monkeypatch.setattr("command_options.hold_folder", held)
    run(*words("import {list}"))
    assert max(tries) == 1.5


def test_recovering_where_nothing_is_says_so_in_words_of_the_office(
    tmp_path: Path, words: Run, refused: Callable[..., str], folder: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    recover = words("users recover quantri --new-password-file {password} --code-file {tally}")
    arguments = [str(empty) if w == str(folder) else w for w in recover]
    sentence = refused(*arguments)
    assert sentence.startswith("Không thấy tệp dữ liệu")
    assert "keys.json" not in sentence
    assert not list(empty.iterdir())
