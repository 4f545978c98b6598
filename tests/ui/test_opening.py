"""A file is handed to another program without what the packed one set for itself."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from domain.errors import AppError
from ui.opening import open_in_system, others_environment

STARTED = {
    "LD_LIBRARY_PATH": "/opt/TungNha/lib-0.1.0", "TCL_LIBRARY": "/opt/TungNha/lib-0.1.0/_tcl_data",
    "TK_LIBRARY": "/opt/TungNha/lib-0.1.0/_tk_data", "_PYI_ARCHIVE_FILE": "/opt/TungNha/TungNha",
    "HOME": "/home/a",
}  # fmt: skip


def test_the_other_program_hears_nothing_of_our_libraries() -> None:
    assert others_environment(STARTED) == {"HOME": "/home/a"}


def test_what_was_searched_before_us_is_searched_again() -> None:
    before = STARTED | {"LD_LIBRARY_PATH_ORIG": "/usr/local/lib"}
    assert others_environment(before) == {"HOME": "/home/a", "LD_LIBRARY_PATH": "/usr/local/lib"}


class Opener:
    def __init__(self, code: int | None) -> None:
        self._code = code

    def wait(self, seconds: float) -> int:
        if self._code is None:
            raise subprocess.TimeoutExpired("xdg-open", seconds)
        return self._code


def start(monkeypatch: pytest.MonkeyPatch, code: int | None, given: list[Any]) -> None:
    def popen(command: list[str], **options: Any) -> Opener:
        given.append(options)
        return Opener(code)

    monkeypatch.setattr(subprocess, "Popen", popen)


def test_a_system_that_knows_no_program_for_a_file_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    start(monkeypatch, 3, [])
    with pytest.raises(AppError, match="không có chương trình để mở"):
        open_in_system(tmp_path / "ma.pdf")
    start(monkeypatch, None, [])
    open_in_system(tmp_path / "ma.pdf")  # it stays open as long as the reader


@pytest.mark.parametrize("packed", [True, False])
def test_on_linux_the_packed_program_hands_that_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, packed: bool
) -> None:
    given: list[Any] = []
    monkeypatch.setattr(sys, "platform", "linux")
    start(monkeypatch, 0, given)
    monkeypatch.setenv("TCL_LIBRARY", "/opt/TungNha/lib-0.1.0/_tcl_data")
    if packed:
        monkeypatch.setattr(sys, "frozen", True, raising=False)
    open_in_system(tmp_path)
    env = given[0]["env"]
    assert ("TCL_LIBRARY" not in env) if packed else env is None


def test_on_windows_our_folder_is_unnamed_only_while_the_other_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done: list[object] = []
    kernel = SimpleNamespace(SetDllDirectoryW=done.append)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", "C:/TungNha/lib-0.1.0", raising=False)
    monkeypatch.setattr(os, "startfile", done.append, raising=False)
    open_in_system(tmp_path)
    assert done == [None, tmp_path, "C:/TungNha/lib-0.1.0"]
