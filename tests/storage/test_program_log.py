"""The program's log: one writer to a file, and no line is lost when it cannot be turned over."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import program_log
from storage.paths import log_file
from storage.program_log import ProgramLog, start_log, written_log

SECOND = (
    "import sys, logging; from pathlib import Path; from storage.program_log import start_log;"
    "start_log(Path(sys.argv[1])); logging.info('second'); logging.shutdown()"
)


@pytest.fixture(autouse=True)
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Not the log of whoever runs the tests."""
    monkeypatch.setattr(program_log, "user_folder", lambda: tmp_path / "user")
    root = logging.getLogger()
    level = root.level
    yield
    root.setLevel(level)
    for handler in [h for h in root.handlers if isinstance(h, ProgramLog)]:
        root.removeHandler(handler)
        handler.close()


def test_a_second_process_writes_another_file(tmp_path: Path) -> None:
    start_log(tmp_path)
    logging.info("first")
    subprocess.run([sys.executable, "-c", SECOND, str(tmp_path)], check=True)
    logging.info("first again")
    first, second = log_file(tmp_path), log_file(tmp_path).with_name("tungnha-2.log")
    assert [line.rsplit(" ", 1)[-1] for line in first.read_text("utf-8").splitlines()] == [
        "first", "again",
    ]  # fmt: skip
    assert second.read_text("utf-8").strip().endswith("second")
    assert written_log(tmp_path) == first


def test_the_file_is_free_again_when_its_writer_ends(tmp_path: Path) -> None:
    for _ in range(2):
        subprocess.run([sys.executable, "-c", SECOND, str(tmp_path)], check=True)
    assert len(log_file(tmp_path).read_text("utf-8").splitlines()) == 2
    assert not log_file(tmp_path).with_name("tungnha-2.log").exists()


def test_no_line_is_lost_while_somebody_holds_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows does: no other name for a file that somebody has open."""

    def held(*_: object) -> None:
        raise PermissionError(13, "held by a scanner")

    monkeypatch.setattr(program_log, "MOST_BYTES", 2000)
    rename = os.rename
    log = ProgramLog(tmp_path / "tungnha.log")
    try:
        monkeypatch.setattr(os, "rename", held)
        for n in range(60):
            log.handle(logging.LogRecord("x", logging.INFO, "", 0, f"line {n}", None, None))
        lines = (tmp_path / "tungnha.log").read_text("utf-8").splitlines()
        assert [line.rsplit(" ", 1)[-1] for line in lines] == [str(n) for n in range(60)]
        monkeypatch.setattr(os, "rename", rename)
        log.handle(logging.LogRecord("x", logging.INFO, "", 0, "after", None, None))
    finally:
        log.close()
    assert len((tmp_path / "tungnha.log").read_text("utf-8").splitlines()) == 1
    assert len((tmp_path / "tungnha.log.1").read_text("utf-8").splitlines()) == 60


def test_a_protected_folder_is_logged_for_the_user_and_found_there(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way of a folder")
    start_log(tmp_path / "data")
    logging.info("here")
    assert written_log(tmp_path / "data") == log_file(tmp_path / "user")
    assert "here" in log_file(tmp_path / "user").read_text("utf-8")


def test_a_process_without_a_log_shows_the_one_beside_the_data(tmp_path: Path) -> None:
    assert written_log(tmp_path) == log_file(tmp_path)
