"""Another user, the first one again, and a restore, in the running program: tests/ui/twice.py."""

import json
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

from dev import display
from tests.needs import WINDOWS

ROOT = Path(__file__).parent.parent.parent


def test_every_screen_and_page_opens_for_the_next_user_and_after_a_restore() -> None:
    with nullcontext(None) if WINDOWS else display() as env:
        done = subprocess.run(
            [sys.executable, "-m", "tests.ui.twice"], cwd=ROOT, env=env, capture_output=True,
            encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["raised"] == []
    assert found["code"] == 0
    opened = found["opened"]
    each = len(opened) // 4
    assert each > 40  # screens, and the pages of those that have some
    windows = [opened[n * each : (n + 1) * each] for n in range(4)]
    views = [{place.split(": ", 1)[1].rstrip(" 0123456789") for place in window}
             for window in windows]  # fmt: skip
    assert views[0] == views[1] == views[2] == views[3]
    assert [window[0].split(":")[0] for window in windows] == [
        "Hà Thị Ửng", "Vi Văn Đức", "Hà Thị Ửng", "Hà Thị Ửng",
    ]  # fmt: skip
