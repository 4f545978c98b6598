"""The program as whoever installs it starts it: its own check, and what it refuses to start."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.needs import needs_no_display
from ui.check import USAGE, Look, check, read_look

ROOT = Path(__file__).parent.parent


def start(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments], capture_output=True, encoding="utf-8",
        timeout=300, env={**os.environ, **environment},
    )  # fmt: skip


def look_of_this_pass() -> Iterator[str]:
    """The second time the gate runs it: dark, at 150 %."""
    for name in ("scale", "theme"):
        if value := os.environ.get(f"TUNGNHA_TEST_{name.upper()}"):
            yield from (f"--{name}", value)


def test_the_program_passes_its_own_check() -> None:
    done = start("--check", *look_of_this_pass())
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("--check: đạt (")
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "look"),
    [([], Look()), (["--theme", "dark"], Look("dark")),
     (["--scale", "150", "--theme", "light"], Look("light", "150"))],
)  # fmt: skip
def test_the_check_is_told_how_to_look(arguments: list[str], look: Look) -> None:
    assert read_look(arguments) == look


@pytest.mark.parametrize(
    "arguments", [["--theme"], ["--theme", "x"], ["--scale", "90"], ["a", "b"]]
)
def test_the_check_refuses_what_it_does_not_know(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(arguments) == 1
    assert capsys.readouterr().err == f"{USAGE}\n"


def test_an_unknown_command_is_one_sentence_and_no_window() -> None:
    done = start("nhap")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == ["main.py: không có lệnh “nhap”. Xem: main.py --help"]


@needs_no_display
def test_without_a_display_the_way_without_one_is_shown(tmp_path: Path) -> None:
    done = start("--data", str(tmp_path / "x"), DISPLAY="")
    assert done.returncode == 1
    assert "main.py demo" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "x").exists()
