"""Commands where nobody sits at a console, or the console is a stranger's: as Windows has it."""

import ctypes
import errno
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import commands
import main

ROOT = Path(main.__file__).parent
INIT = ["init", "--commune", "Mường Mìn", "--province", "Thanh Hóa"]


def start(*arguments: str) -> "subprocess.CompletedProcess[bytes]":
    env = {k: v for k, v in os.environ.items() if not k.startswith(("TUNGNHA_", "PYTHON"))}
    env |= {k: os.environ[k] for k in ("PYTHONHOME",) if k in os.environ}  # a Python under Wine
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        stdin=subprocess.DEVNULL, capture_output=True, env=env,
        check=False,
    )  # fmt: skip


def test_a_script_without_input_is_asked_nothing(tmp_path: Path) -> None:
    """NUL calls itself a terminal on Windows."""
    done = start(*INIT, "--data", str(tmp_path / "d"))
    assert done.returncode == 1
    assert done.stdout == b""
    assert "cần tên và mật khẩu" in done.stderr.decode()
    assert len(done.stderr.splitlines()) == 1


def test_a_file_that_takes_the_output_is_utf_8_without_a_mark(tmp_path: Path) -> None:
    """Whatever the code page is."""
    done = start("demo", "--data", str(tmp_path / "Dữ liệu xã"), "--households", "30")
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().startswith("Đã tạo xã mẫu")


@pytest.mark.parametrize("console", [0, 1])
def test_the_packed_program_borrows_the_console_of_its_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, console: int
) -> None:
    """Packed for Windows its streams are None; without a console its words go nowhere."""
    asked = list[int]()

    def attach(process: int) -> int:
        asked.append(process)
        return console

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "platform", "win32")
    kernel = SimpleNamespace(AttachConsole=attach)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    opened = list[str]()

    def open_(name: str, mode: str = "r", **_: object) -> object:
        opened.append(name)
        return Path(os.devnull).open(mode)

    monkeypatch.setattr("builtins.open", open_)
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert main.main(["--version"]) == 0
    assert asked == [-1]
    assert opened == (["CONOUT$", "CONOUT$", "CONIN$"] if console else [os.devnull] * 2)


def test_the_window_borrows_no_console(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would end with that console."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.delattr(ctypes, "windll", raising=False)
    for arguments in ([], ["--data", "x"]):
        main.open_streams(arguments)
    assert sys.stdout is None


@pytest.mark.parametrize(
    ("code", "ends"), [(errno.EPIPE, 0), (errno.EINVAL, 0), (errno.ENOSPC, 1)]
)
def test_a_reader_that_went_away_is_no_fault_and_a_full_disk_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    code: int, ends: int,
) -> None:  # fmt: skip
    """`… | more` that was left; Windows says then that an argument is invalid."""
    monkeypatch.setattr(commands, "sys", SimpleNamespace(platform="win32", stderr=sys.stderr))

    def closed(*_: object, file: object = None, **__: object) -> None:
        if file is None:
            raise OSError(code, "no")
        sys.stderr.write("told\n")

    monkeypatch.setattr("builtins.print", closed)
    assert main.main(["demo", "--data", str(tmp_path / "d"), "--households", "30"]) == ends
    assert capsys.readouterr().err == ("told\n" if ends else "")
