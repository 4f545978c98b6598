"""Which of the drives plugged in are sticks one can copy to."""

import ctypes
import errno
import sys
from pathlib import Path, PurePath
from types import SimpleNamespace

import pytest

from storage import drives, places
from storage.drives import list_sticks
from storage.places import Drive, Facts
from tests.needs import NO_MOUNTS

MOUNTED = """/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
/dev/sdb1 {0}/KINGSTON vfat rw 0 0
/dev/sdc1 {0}/locked vfat ro 0 0
/dev/sdd1 {0}/gone vfat rw 0 0
"""


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if sys.platform == "win32":
        pytest.skip(NO_MOUNTS)
    for name in ("KINGSTON", "locked"):
        (tmp_path / name).mkdir()
    listed = tmp_path / "mounts"
    listed.write_text(MOUNTED.format(tmp_path), "utf-8")
    monkeypatch.setattr(places, "MOUNTS", listed)

    def facts(path: Path) -> Facts:
        stick = path.is_relative_to(tmp_path)
        kind = Drive.REMOVABLE if stick else Drive.FIXED
        return Facts(PurePath(path), kind, writable=path.name != "locked")

    monkeypatch.setattr(drives, "read_facts", facts)
    return tmp_path


def test_sticks_that_can_be_written_are_offered_by_their_names(mounted: Path) -> None:
    found = list_sticks()
    assert [(s.name, s.path) for s in found] == [("KINGSTON", mounted / "KINGSTON")]
    assert found[0].free > 0


def test_where_the_system_lists_no_mounts_there_are_no_sticks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "MOUNTS", tmp_path / "none")
    assert list_sticks() == []


def test_a_locked_or_unformatted_stick_hides_no_other_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Windows answers with errors of its own (BitLocker, no file system), which pathlib raises."""

    def exists(path: Path) -> bool:
        if str(path).startswith("E:"):
            raise OSError(errno.EINVAL, "The volume does not contain a recognized file system")
        return str(path).startswith("F:")

    def kind_of(letter: str, kernel: object) -> tuple[Drive, str]:
        return (Drive.REMOVABLE if letter in ("E:", "F:", "G:") else Drive.FIXED), ""

    monkeypatch.setattr(Path, "exists", exists)
    monkeypatch.setattr(places, "windows_drive", kind_of)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=None), raising=False)
    assert drives._windows_roots() == [Path("F:\\")]
