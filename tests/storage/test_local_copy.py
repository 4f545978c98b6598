"""A folder that lies elsewhere is copied whole or not at all, and becomes another device."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import AppError, Cancelled
from domain.offices import Office
from storage import local_copy, unlocked
from storage.accounts import create_first_user, sign_in
from storage.database import open_database
from storage.device import read_stored_device, settle_device
from storage.local_copy import COPIES, copy_here, remember, remembered
from storage.lock import hold_folder
from storage.offices import list_offices, save_office
from storage.paths import database_file

PASSWORD = "bốn từ dễ nhớ"


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "máy này"
    monkeypatch.setattr(local_copy, "user_folder", lambda: path)
    return path


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A commune's folder on a stick, with what a program leaves in one."""
    folder = tmp_path / "usb" / "Dữ liệu xã"
    db, user, _ = create_first_user(folder, "Lan", PASSWORD)
    settle_device(db, by=user)
    save_office(db, Office(valid_from="2020-01-01", kind="xã", name="Mường Mìn", province="T"),
                by=user)  # fmt: skip
    db.close()
    unlocked.forget(folder)
    for name in ("log/tungnha.log", "sao-luu/a.tungnha", "de-danh.bin", "tungnha.db-shm",
                 "x.part", "may-nay.json", "tap-huan/tungnha.db", "tap-huan/log/a"):  # fmt: skip
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(name.encode())
    yield folder
    unlocked.forget(folder)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_the_copy_opens_with_the_same_password_as_another_device(stick: Path, own: Path) -> None:
    before = files_of(stick)
    copy = copy_here(stick)
    assert copy.parent == own / COPIES
    assert copy.name.startswith("Du-lieu-xa-")
    sign_in(copy, "Lan", PASSWORD)
    db = open_database(database_file(copy))
    assert db.user
    old = read_stored_device(db)
    assert [o.name for o in list_offices(db)] == ["Mường Mìn"]
    new = settle_device(db, by=db.user).id
    assert new.startswith(f"{old}.2-")
    db.close()
    unlocked.forget(copy)
    after = files_of(stick)
    after.pop("tungnha.lock", None)  # Windows leaves none
    assert after == before


def test_what_belongs_to_a_running_program_and_the_backups_stay_where_they_are(stick: Path) -> None:
    assert set(files_of(copy_here(stick))) == {
        "tungnha.db", "keys.json", "keys-2.json", "device.json", "may-nay.json",
        str(Path("tap-huan") / "tungnha.db"),
    }  # fmt: skip


def test_a_folder_in_use_is_not_copied(stick: Path, own: Path) -> None:
    with hold_folder(stick), pytest.raises(AppError, match="đang mở"):
        copy_here(stick)
    assert not list((own / COPIES).glob("*")) if (own / COPIES).exists() else True


def test_data_that_change_while_they_are_copied_are_no_copy(stick: Path, own: Path) -> None:
    def write(done: int, total: int) -> None:
        with database_file(stick).open("ab") as file:
            file.write(b"x")

    with pytest.raises(AppError, match="có người đang ghi"):
        copy_here(stick, write)
    assert list((own / COPIES).iterdir()) == []


def test_a_log_that_appears_while_it_is_copied_is_noticed(stick: Path) -> None:
    def write(done: int, total: int) -> None:
        (stick / "tungnha.db-wal").write_bytes(b"x")

    with pytest.raises(AppError, match="có người đang ghi"):
        copy_here(stick, write)


def test_cancelling_and_a_full_disk_leave_nothing_behind(
    stick: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        copy_here(stick, cancel)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("storage.local_copy.os.fsync", full)
    with pytest.raises(AppError, match="đã đầy"):
        copy_here(stick)
    assert list((own / COPIES).iterdir()) == []


def test_the_choice_is_remembered_for_these_data_only(stick: Path) -> None:
    assert remembered(stick) is None
    remember(stick, None)
    assert remembered(stick) == stick
    copy = copy_here(stick)
    remember(stick, copy)
    assert remembered(stick) == copy
    for name in ("keys.json", "keys-2.json"):
        (stick / name).unlink()
    create_first_user(stick / "x", "Hoa", PASSWORD)[0].close()
    for name in ("keys.json", "keys-2.json"):  # another stick, at the same letter
        (stick / "x" / name).rename(stick / name)
    assert remembered(stick) is None


def test_a_copy_that_was_deleted_is_asked_for_again(stick: Path) -> None:
    copy = copy_here(stick)
    remember(stick, copy)
    copy.rename(copy.with_name("y"))
    assert remembered(stick) is None


def test_a_damaged_memory_is_none(stick: Path, own: Path) -> None:
    (own / COPIES).mkdir(parents=True)
    for text in ("", "[]", '{"a": 1}', "{"):
        (own / COPIES / "noi-luu.json").write_text(text)
        assert remembered(stick) is None
