"""After an erasure: no page, no log and no backup of the program keeps what went; nor a kill."""

from datetime import date, datetime
from pathlib import Path

import pytest

from domain.erasures import Stage
from domain.errors import AppError
from domain.users import Role, User
from storage import accounts, backups
from storage.accounts import create_first_user
from storage.backups import backups_folder, check_backup, list_backups, make_backup
from storage.database import Database, open_database
from storage.doctor import examine
from storage.erasure import erase_campaign, erase_household, get_erasure, list_erasures
from storage.erasure_finish import (
    finish_erasures,
    get_certificate,
    resume_erasures,
    unfinished,
)
from storage.practice import make_practice

PASSWORD = "thu-nghiem-1234"


class Killed(BaseException):
    """What a kill looks like from inside."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    db, by, _ = create_first_user(tmp_path / "data", "Lò Thị Mai", PASSWORD)
    make_practice(db, by=by, households=60, today=date(2020, 8, 25), with_visits=False)
    for n in range(2):
        make_backup(db, backups_folder(db.path.parent), reason="manual", by=by)
        db.execute("SELECT ?", (n,))
    db.close()
    return tmp_path / "data"


def opened(folder: Path) -> tuple[Database, User]:
    by = accounts.sign_in(folder, "Lò Thị Mai", PASSWORD)
    return open_database(folder / "tungnha.db"), by


def test_old_backups_go_and_the_one_new_one_is_whole(folder: Path) -> None:
    db, by = opened(folder)
    old = {b.file for b in list_backups(folder)}
    contents = {f: f.read_bytes() for f in old}
    _, done = erase_household(db, db.value("SELECT id FROM households LIMIT 1"), by=by)
    assert finish_erasures(db, by=by) == 1
    [left] = list_backups(folder)
    assert left.file not in old
    assert left.reason == "erase"
    assert check_backup(left.file, db.keys).households == 60
    assert not [f for f in folder.rglob("*") if f.is_file() and f.read_bytes() in contents.values()]
    done = get_erasure(db, done.id)
    assert (done.stage, done.backups) == (Stage.DONE, len(old))
    assert done.finished_at
    assert finish_erasures(db, by=by) == 0
    db.close()


def test_free_pages_and_the_log_are_gone(folder: Path) -> None:
    db, by = opened(folder)
    erase_campaign(db, db.value("SELECT id FROM campaigns"), by=by)
    finish_erasures(db, by=by)
    assert db.value("PRAGMA freelist_count") == 0
    assert (folder / "tungnha.db-wal").stat().st_size == 0
    db.close()


@pytest.mark.parametrize("at", [
    "storage.erasure_finish._compact", "storage.erasure_finish._truncate_log",
    "storage.erasure_finish._move", "storage.backups.make_backup", "storage.backups._delete",
])  # fmt: skip
def test_a_kill_between_two_steps_is_made_good_at_the_next_start(
    folder: Path, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, by = opened(folder)
    old = {b.file.name for b in list_backups(folder)}
    erase_campaign(db, db.value("SELECT id FROM campaigns"), by=by)

    def kill(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as m:
        m.setattr(at, kill)
        with pytest.raises(Killed):
            finish_erasures(db, by=by)
    assert unfinished(db) == 1
    db.close()
    db, by = opened(folder)
    finish_erasures(db, by=by)
    assert unfinished(db) == 0
    assert not old & {b.file.name for b in list_backups(folder)}
    db.close()


def test_the_old_backups_stay_until_the_new_one_was_read_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, by = opened(folder)
    old = {b.file.name for b in list_backups(folder)}
    erase_household(db, db.value("SELECT id FROM households LIMIT 1"), by=by)

    def fail(*_: object, **__: object) -> None:
        raise AppError("Ổ đĩa đầy.", "")

    with monkeypatch.context() as m:
        m.setattr(backups, "_make", fail)
        with pytest.raises(AppError):
            finish_erasures(db, by=by)
    assert {b.file.name for b in list_backups(folder)} == old
    assert list_erasures(db)[0].stage is Stage.COMPACTED
    db.close()


def test_a_file_that_cannot_be_deleted_leaves_the_erasure_open(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, by = opened(folder)
    erase_household(db, db.value("SELECT id FROM households LIMIT 1"), by=by)

    def barred(_: Path) -> None:
        raise PermissionError

    with monkeypatch.context() as m:
        m.setattr(backups, "wipe", barred)
        with pytest.raises(AppError, match="bản sao lưu cũ"):
            finish_erasures(db, by=by)
    assert unfinished(db) == 1
    assert finish_erasures(db, by=by) == 1
    db.close()


def test_an_officer_who_starts_the_program_leaves_it_to_the_admin(folder: Path) -> None:
    db, by = opened(folder)
    erase_household(db, db.value("SELECT id FROM households LIMIT 1"), by=by)
    assert finish_erasures(db, by=User("Cán bộ", Role.OFFICER)) == 0
    assert unfinished(db) == 1
    db.close()


def test_the_doctor_says_what_is_open_and_the_next_start_closes_it(folder: Path) -> None:
    db, by = opened(folder)
    erase_household(db, db.value("SELECT id FROM households LIMIT 1"), by=by)
    db.close()
    found = examine(folder, db.keys, datetime(2026, 3, 10))
    assert [f.check for f in found.findings if "xóa dữ liệu" in f.message] == ["erasures"]
    assert resume_erasures(folder / "tungnha.db") == 1
    found = examine(folder, db.keys, datetime(2026, 3, 10))
    assert "erasures" not in [f.check for f in found.findings]


def test_the_certificate_names_the_copies_that_are_out_of_reach(
    folder: Path, tmp_path: Path
) -> None:
    db, by = opened(folder)
    outside = make_backup(db, tmp_path / "usb", reason="usb", by=by).file
    _, done = erase_household(db, db.value("SELECT id FROM households LIMIT 1"), by=by)
    with pytest.raises(AppError, match="chưa xong"):
        get_certificate(db, done.id, "1.0")
    finish_erasures(db, by=by)
    assert get_certificate(db, done.id, "1.0").outside == (outside.name,)
    assert outside.exists()
    db.close()
