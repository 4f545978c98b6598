"""The command `doctor`: one answer for a sound folder, a damaged one and a locked one."""

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import main
from storage import unlocked
from storage.accounts import sign_in
from storage.database import open_database
from storage.lock import hold_folder
from storage.paths import database_file
from storage.sidecar import begin_state, read_state
from tests.conftest import ADMIN

Run = Callable[..., Any]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def go(*arguments: str | Path) -> Any:
        capsys.readouterr()
        code = main.main([*(str(a) for a in arguments), "--json"])
        out, err = capsys.readouterr()
        return json.loads(out) if code == 0 else err.strip()

    return go


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    run("demo", "--data", tmp_path / "data", "--households", "30")
    return tmp_path / "data"


def test_a_sound_folder_is_ok_and_only_lacks_a_backup(folder: Path, run: Run) -> None:
    answer = run("doctor", "--data", folder)
    assert answer["ok"] is True
    assert [f["check"] for f in answer["findings"]] == ["backups"]
    run("backup", "--data", folder, "--to", folder / "sao-luu")
    assert run("doctor", "--data", folder)["findings"] == []


@pytest.mark.parametrize("at", [60, 9000])
def test_a_damaged_file_gives_findings_where_no_other_command_opens_it(
    folder: Path, run: Run, at: int
) -> None:
    path = database_file(folder)
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    answer = run("doctor", "--data", folder)
    assert answer["ok"] is False
    assert answer["findings"][0]["level"] == "bad"
    assert answer["findings"][0]["hint"]


def test_a_damaged_backup_is_found_before_it_is_needed(folder: Path, run: Run) -> None:
    file = Path(run("backup", "--data", folder, "--to", folder / "sao-luu")["file"])
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    answer = run("doctor", "--data", folder)
    assert [(f["check"], f["level"]) for f in answer["findings"]] == [("backups", "bad")]


def test_a_wrong_password_examines_nothing(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUNGNHA_PASSWORD", "sai-mat-khau")
    answer = run("doctor", "--data", folder)
    assert "findings" not in answer
    assert answer.startswith("Mật khẩu chưa đúng.")  # said once, and counted once


def test_a_folder_without_data_is_refused(tmp_path: Path, run: Run) -> None:
    assert "findings" not in run("doctor", "--data", tmp_path)


def test_a_command_after_a_cut_leaves_the_state_in_order(folder: Path, run: Run) -> None:
    """It folds the log in; the next window must not take that for a lost one."""
    run("backup", "--data", folder, "--to", folder / "sao-luu")
    sign_in(folder, *ADMIN)
    db = open_database(database_file(folder))
    begin_state(db)
    db.close()
    for held, clean in ((True, False), (False, True)):
        database_file(folder).with_name("tungnha.db-wal").touch()  # as a cut leaves it
        with hold_folder(folder) if held else contextlib.nullcontext():  # a window at work, or none
            run("households", "--data", folder)
        seen = read_state(folder)
        assert seen
        assert seen.state
        assert seen.state.clean is clean
    unlocked.forget(folder)
