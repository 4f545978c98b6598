"""A full disk is told in a sentence, loses nothing, and work goes on once there is room (F4)."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.conftest import Child, finish, tally
from tests.faults.outcome import Found, examine
from tests.needs import NO_MOUNT, needs_small_disk

pytestmark = needs_small_disk
BALLAST = 1_000_000


@pytest.fixture
def small_disk(tmp_path: Path, office: Path) -> Iterator[Path]:
    """A disk of six megabytes with the office's folder on it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0:
        pytest.skip(NO_MOUNT)
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tungnha", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip(NO_MOUNT)
    try:
        folder = Path(shutil.copytree(office, disk / "office"))
        (folder / "ballast").write_bytes(bytes(BALLAST))
        yield folder
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def fill(folder: Path, child: Child, way: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(finish(child("disk_full", folder, way)))
    step = told["step"]
    outcome = examine(folder, step)
    tally(f"F4 {way}, {told['full_at']} steps", [outcome])
    assert (outcome.found, outcome.step) == (Found.WHOLE, step)
    assert told["said"][0] == "Không ghi được vì ổ đĩa đầy hoặc hỏng."
    assert "số liệu đã lưu vẫn còn nguyên" in told["said"][1]
    return told


def test_a_full_disk_loses_nothing_and_work_goes_on(small_disk: Path, child: Child) -> None:
    told = fill(small_disk, child, "disk")
    assert told["causes"] == ["database or disk is full"]


def test_a_limit_on_the_size_of_files_loses_nothing_either(folder: Path, child: Child) -> None:
    told = fill(folder, child, "limit")
    assert told["causes"] == ["disk I/O error"]
