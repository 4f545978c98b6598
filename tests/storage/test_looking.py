"""A folder that cannot be written is opened for looking only: nothing of it changes."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.changes import Changes
from domain.errors import AppError
from domain.offices import Office
from domain.users import Role, User, may, refusal_words
from storage import unlocked
from storage.accounts import create_first_user, sign_in
from storage.database import open_database, operation
from storage.dispatches import log_report
from storage.lock import hold_folder
from storage.looking import can_look, has_changed, look_only, stop_looking
from storage.offices import list_offices, save_office
from storage.paths import database_file
from tests.needs import NO_MOUNT, needs_root

PASSWORD = "bốn từ dễ nhớ"
OFFICE = Office(valid_from="2020-01-01", kind="xã", name="Mường Mìn", province="tỉnh Thanh Hóa")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A commune's data, closed, nobody signed in."""
    path = tmp_path / ("thẻ nhớ #1 %" if sys.platform == "win32" else "thẻ nhớ #1 ?")
    db, user, _ = create_first_user(path, "Lan", PASSWORD)
    save_office(db, OFFICE, by=user)
    db.close()
    unlocked.forget(path)
    yield path
    stop_looking(path)
    unlocked.forget(path)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_looking_reads_everything_and_changes_no_byte(folder: Path) -> None:
    before = bytes_of(folder)
    look_only(folder)
    with hold_folder(folder):
        user = sign_in(folder, "Lan", PASSWORD)
        db = open_database(database_file(folder))
        assert [o.name for o in list_offices(db)] == ["Mường Mìn"]
        assert user.looking
        assert db.user == user
        with pytest.raises(AppError, match="chỉ để xem"):
            save_office(db, OFFICE, by=user)
        with pytest.raises(AppError, match="chỉ để xem"), db.writing():
            pass
        assert log_report(db, "c", "", "2020-08-25", "", {}, by=user) == Changes()
        with operation(db, user, "list_names") as note:
            note("x")
        db.close()
    assert bytes_of(folder) == before


@needs_root
def test_a_protected_stick_opens_for_looking(folder: Path, tmp_path: Path) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    mounted = subprocess.run(
        ["mount", "--bind", str(folder), str(stick)], capture_output=True
    ).returncode == 0 and subprocess.run(
        ["mount", "-o", "remount,ro,bind", str(stick)], capture_output=True
    ).returncode == 0
    if not mounted:
        pytest.skip(NO_MOUNT)
    try:
        with pytest.raises(AppError, match="Không dùng được thư mục"), hold_folder(stick):
            pass
        look_only(stick)
        with hold_folder(stick):
            user = sign_in(stick, "Lan", PASSWORD)
            db = open_database(database_file(stick))
            assert user.looking
            assert [o.name for o in list_offices(db)] == ["Mường Mìn"]
            db.close()
    finally:
        stop_looking(stick)
        unlocked.forget(stick)
        subprocess.run(["umount", str(stick)], check=True)


def test_saves_that_lie_in_the_log_alone_are_never_left_out(folder: Path) -> None:
    assert can_look(folder)
    sign_in(folder, "Lan", PASSWORD)
    db = open_database(database_file(folder))
    save_office(db, replace(OFFICE, valid_from="2025-07-01"), by=User("Lan"))
    assert not can_look(folder)
    db.close()
    assert can_look(folder)
    assert not can_look(folder / "mất")


def test_somebody_who_begins_to_write_is_noticed(folder: Path) -> None:
    look_only(folder)
    assert not has_changed(folder)
    log = folder / "tungnha.db-wal"
    log.write_bytes(b"x")
    assert has_changed(folder)
    log.unlink()
    assert not has_changed(folder)
    with database_file(folder).open("ab") as file:
        file.write(b"x")
    assert has_changed(folder)


def test_a_file_of_an_older_program_is_not_upgraded_in_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_only(folder)
    monkeypatch.setattr("storage.database.SCHEMA", 99)
    with pytest.raises(AppError, match="phiên bản cũ"):
        sign_in(folder, "Lan", PASSWORD)


def test_while_looking_nobody_may_do_what_writes() -> None:
    admin = User("Lan", Role.ADMIN, looking=True)
    assert not may(admin, "save_visit")
    assert not may(admin, "export_names")  # it could not be logged
    assert may(admin, "log_report")
    assert not may(User("x", Role.VIEWER, looking=True), "log_report")
    assert "chỉ để xem" in refusal_words(admin)
