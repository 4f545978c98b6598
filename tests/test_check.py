"""The program as whoever installs it starts it: its own check, and what it refuses to start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def start(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments], capture_output=True, encoding="utf-8",
        timeout=300, env={**os.environ, **environment},
    )  # fmt: skip


def test_the_program_passes_its_own_check() -> None:
    done = start("--check")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("--check: đạt (")
    assert len(done.stdout.splitlines()) == 1


def test_an_unknown_command_is_one_sentence_and_no_window() -> None:
    done = start("nhap")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == ["main.py: không có lệnh “nhap”. Xem: main.py --help"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows always has a display")
def test_without_a_display_the_way_without_one_is_shown(tmp_path: Path) -> None:
    done = start("--data", str(tmp_path / "x"), DISPLAY="")
    assert done.returncode == 1
    assert "main.py demo" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "x").exists()
