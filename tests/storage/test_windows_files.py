"""Files as Windows has them: held by a scanner for a moment, marked read-only, barred by rights."""

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from storage import local_copy, reserve, safe_files
from storage.backups import _delete
from storage.file_swap import doomed_of, part_of, swap, tidy, wipe
from storage.local_copy import copy_here
from storage.places import read_facts
from storage.reserve import has_reserve, keep_reserve
from tests.needs import windows_only


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is renamed is looked at by somebody twice."""
    monkeypatch.setattr(safe_files, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(time, "sleep", lambda _: None)
    seen: list[object] = []

    def held(rename: Callable[[object, object], None]) -> Callable[[object, object], None]:
        def tried(old: object, new: object) -> None:
            seen.append(str(old))
            if seen.count(str(old)) < 3:
                raise PermissionError(errno.EACCES, "in use by another process")
            rename(old, new)

        return tried

    for name in ("rename", "replace"):
        monkeypatch.setattr(os, name, held(getattr(os, name)))


@pytest.mark.usefixtures("scanner")
def test_a_copied_folder_gets_its_name_when_the_scanner_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_copy, "user_folder", lambda: tmp_path / "máy này")
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb" / "a").write_bytes(b"a")
    assert (copy_here(tmp_path / "usb") / "a").read_bytes() == b"a"


@pytest.mark.usefixtures("scanner")
def test_the_reserve_is_made_when_the_scanner_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reserve, "SIZE", 1024 * 1024)
    assert keep_reserve(tmp_path)
    assert has_reserve(tmp_path)


@pytest.fixture
def holder(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Nothing is deleted while another program has it open, for so many tries."""
    monkeypatch.setattr(safe_files, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(time, "sleep", lambda _: None)
    delete, left = Path.unlink, [0]

    def unlink(path: Path, missing_ok: bool = False) -> None:
        left[0] -= 1
        if left[0] >= 0 and path.exists():
            raise PermissionError(errno.EACCES, "in use by another process")
        delete(path, missing_ok)

    def hold(tries: int) -> None:
        left[0] = tries

    monkeypatch.setattr(Path, "unlink", unlink)
    return hold


def test_an_erasure_waits_for_the_scanner(tmp_path: Path, holder: Callable[[int], None]) -> None:
    (tmp_path / "tungnha.db.xoa").write_bytes(b"names")
    holder(3)
    wipe(tmp_path / "tungnha.db.xoa")
    assert not list(tmp_path.iterdir())


def test_an_old_file_that_another_program_holds_stops_no_work_and_goes_later(
    tmp_path: Path, holder: Callable[[int], None]
) -> None:
    path = tmp_path / "tungnha.db"
    path.write_bytes(b"names")
    part_of(path).write_bytes(b"new")
    holder(1000)
    swap(path, overwrite=True)
    tidy(path, "")
    assert path.read_bytes() == b"new"
    assert b"names" not in doomed_of(path).read_bytes()
    holder(0)
    tidy(path, "")
    assert [p.name for p in tmp_path.iterdir()] == ["tungnha.db"]


def test_what_somebody_marked_read_only_is_erased_all_the_same(tmp_path: Path) -> None:
    one, old, folder = tmp_path / "tungnha.db.xoa", tmp_path / "a.tungnha", tmp_path / "kept"
    (folder / "log").mkdir(parents=True)
    for file in (one, old, folder / "log" / "tungnha.log"):
        file.write_bytes(b"names")
        file.chmod(0o444)
    wipe(one)
    assert _delete([old, folder], overwrite=True) == ([old, folder], [])
    assert not list(tmp_path.iterdir())


def test_a_folder_without_rights_is_known_at_the_first_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows says of every folder that it may be written to, until one does."""
    tries: list[object] = []

    def denied(path: object, *_: object, **__: object) -> int:
        tries.append(path)
        raise PermissionError(errno.EACCES, "denied", str(path))

    monkeypatch.setattr(os, "open", denied)
    assert not read_facts(tmp_path).writable
    assert len(tries) == 1


def test_trying_a_folder_leaves_nothing_in_it(tmp_path: Path) -> None:
    assert read_facts(tmp_path).writable
    assert not list(tmp_path.iterdir())


def test_a_server_that_is_away_is_a_place_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exists = Path.exists

    def away(path: Path) -> bool:
        if "TungNha" in path.parts:
            raise OSError(errno.EINVAL, "The network location cannot be reached")
        return exists(path)

    monkeypatch.setattr(Path, "exists", away)
    assert read_facts(tmp_path / "TungNha").path == (tmp_path / "TungNha").resolve()


def test_a_sync_folder_on_a_drive_that_is_locked_stops_no_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve = Path.resolve

    def locked(path: Path, strict: bool = False) -> Path:
        if "OneDrive" in path.parts:
            raise OSError(errno.EACCES, "The drive is locked by BitLocker")
        return resolve(path, strict)

    monkeypatch.setenv("OneDrive", str(tmp_path / "OneDrive"))
    monkeypatch.setattr(Path, "resolve", locked)
    assert read_facts(tmp_path / "TungNha").sync_roots == (tmp_path / "OneDrive",)


@windows_only("keeps others out of a file that is open")
def test_a_backup_that_somebody_holds_is_told_and_the_others_go(tmp_path: Path) -> None:
    held, free = tmp_path / "a.tungnha", tmp_path / "b.tungnha"
    for file in (held, free):
        file.write_bytes(b"names")
    with held.open("rb"):
        assert _delete([held, free]) == ([free], [held])
