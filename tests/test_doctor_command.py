"""The command `doctor`: one answer for a sound folder, a damaged one and a locked one."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage import unlocked
from storage.accounts import sign_in
from storage.database import open_database
from storage.lock import hold_folder
from storage.paths import database_file
from storage.sidecar import begin_state, read_state
from tests.conftest import ADMIN

Run = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path, either: Run) -> Path:
    either("demo", "--data", tmp_path / "data", "--households", "30")
    return tmp_path / "data"


def test_a_sound_folder_is_ok_and_only_lacks_a_backup(folder: Path, either: Run) -> None:
    answer = either("doctor", "--data", folder)
    assert answer["ok"] is True
    assert [f["check"] for f in answer["findings"]] == ["backups"]
    either("backup", "--data", folder, "--to", folder / "sao-luu")
    assert either("doctor", "--data", folder)["findings"] == []


@pytest.mark.parametrize("at", [60, 9000])
def test_a_damaged_file_gives_findings_where_no_other_command_opens_it(
    folder: Path, either: Run, at: int
) -> None:
    path = database_file(folder)
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    answer = either("doctor", "--data", folder)
    assert answer["ok"] is False
    assert answer["findings"][0]["level"] == "bad"
    assert answer["findings"][0]["hint"]


def test_a_damaged_backup_is_found_before_it_is_needed(folder: Path, either: Run) -> None:
    file = Path(either("backup", "--data", folder, "--to", folder / "sao-luu")["file"])
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    answer = either("doctor", "--data", folder)
    assert [(f["check"], f["level"]) for f in answer["findings"]] == [("backups", "bad")]


def test_a_wrong_password_examines_nothing(
    folder: Path, either: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUNGNHA_PASSWORD", "sai-mat-khau")
    answer = either("doctor", "--data", folder)
    assert "findings" not in answer
    assert answer.startswith("Mật khẩu chưa đúng.")  # said once, and counted once


def test_a_folder_without_data_is_refused(tmp_path: Path, either: Run) -> None:
    assert "findings" not in either("doctor", "--data", tmp_path)


def test_a_command_after_a_cut_leaves_the_state_in_order(folder: Path, either: Run) -> None:
    """It folds the log in; the next window must not take that for a lost one."""
    either("backup", "--data", folder, "--to", folder / "sao-luu")
    sign_in(folder, *ADMIN)
    db = open_database(database_file(folder))
    begin_state(db)
    db.close()
    for held, clean in ((True, False), (False, True)):
        database_file(folder).with_name("tungnha.db-wal").touch()  # as a cut leaves it
        with hold_folder(folder) if held else contextlib.nullcontext():  # a window at work, or none
            either("households", "--data", folder)
        seen = read_state(folder)
        assert seen
        assert seen.state
        assert seen.state.clean is clean
    unlocked.forget(folder)
