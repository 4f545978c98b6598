"""The program's own check, run as whoever installs it runs it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_program_passes_its_own_check() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "--check"],
        capture_output=True, encoding="utf-8", timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("--check: đạt (")
    assert len(done.stdout.splitlines()) == 1
