"""Faults are put to the product's own code in other processes; see docs/reliability.md.

The gate runs short versions; `python3 dev.py test --long` sets TUNGNHA_LONG=1 for the long ones.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from tests.faults.outcome import Found, Outcome, examine
from tests.faults.workload import ENTRY, FILE, acknowledged, make_office
from tests.needs import NO_RECORDER

ROOT = Path(__file__).parents[2]
LONG = os.environ.get("TUNGNHA_LONG") == "1"
RECORDER = Path(__file__).parent / "powercut" / "recorder.c"


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder before the first step: copy it."""
    folder = tmp_path_factory.mktemp("office")
    make_office(folder / FILE)
    return folder


@pytest.fixture
def folder(office: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own, before the first step."""
    return Path(shutil.copytree(office, tmp_path / "office"))


@pytest.fixture(scope="session")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library of powercut/recorder.c, compiled for this machine."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if sys.platform != "linux" or not compiler:
        pytest.skip(NO_RECORDER)
    built = tmp_path_factory.mktemp("recorder") / "recorder.so"
    command = [compiler, "-shared", "-fPIC", "-O2", "-o", str(built), str(RECORDER), "-ldl"]
    subprocess.run(command, check=True)
    return built


Child = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="session")
def child() -> Child:
    """Start a module of this folder as a process of its own."""

    def start(module: str, *arguments: object, **environment: object) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", f"tests.faults.{module}", *map(str, arguments)],
            cwd=ROOT, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            stdin=subprocess.PIPE,
            env={**os.environ, **{k: str(v) for k, v in environment.items()}},
        )  # fmt: skip

    return start


def finish(process: "subprocess.Popen[str]") -> str:
    """What a child printed; it must have ended well."""
    said, complained = process.communicate(timeout=900)
    assert process.returncode == 0, complained
    return said


def kill_process(process: int) -> None:
    """At once, without a word: SIGKILL, or TerminateProcess where any signal is that."""
    os.kill(process, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)


def kill_after(folder: Path, child: Child, last: int) -> None:
    """Let a process work in the folder until a step is acknowledged, and kill it there and then."""
    nursery = child("nursery")
    assert nursery.stdin
    assert nursery.stdout
    # A step may be in the file that the process before had no time to acknowledge.
    done = examine(folder, acknowledged(folder)).step
    nursery.stdin.write(f"{folder} {ENTRY} {done + 1}\n")
    nursery.stdin.flush()
    process = int(nursery.stdout.readline())
    while acknowledged(folder) < last:
        time.sleep(0.001)
    kill_process(process)
    nursery.communicate("\n")


def by_length(short: int, long: int) -> int:
    """How often a test does it: in the gate, and in the long version."""
    return long if LONG else short


def note_figures(line: Mapping[str, object]) -> None:
    """Into the file that TUNGNHA_FIGURES names, if it does: docs/reliability.md is made of them."""
    if figures := os.environ.get("TUNGNHA_FIGURES"):
        with Path(figures).open("a", encoding="utf-8") as f:
            f.write(json.dumps(line, ensure_ascii=False) + "\n")


def tally(what: str, outcomes: Sequence[Outcome]) -> Counter[Found]:
    """Count them, and note the figures."""
    counts = Counter(o.found for o in outcomes)
    why = Counter(o.why for o in outcomes if o.why)
    line = {str(k): n for k, n in counts.items()}
    note_figures({"what": what, "tried": len(outcomes), "why": why, **line})
    return counts
