"""Backups made, skipped, thinned, replaced; and restored, whatever is pulled or cut meanwhile."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.errors import AppError, Cancelled
from domain.households import NO_NAME
from domain.users import Role, User
from storage import backups, restore_in_place, restoring, unlocked
from storage.accounts import (
    Account,
    disable_user,
    list_users,
    save_user,
    set_password,
    sign_in,
)
from storage.audit import verify
from storage.backups import (
    INTERVAL,
    OUTSIDE,
    OWN,
    Backup,
    DamagedBackup,
    NewerBackup,
    backup_if_due,
    backups_folder,
    check_backup,
    is_due,
    list_backups,
    make_backup,
    prepare_restore,
    replace_backups,
    restore_backup,
    test_restore,
)
from storage.bundle import read_whole
from storage.database import SCHEMA, open_database
from storage.database_copy import check_database
from storage.device import read_stored_device, settle_device
from storage.erasure import erase_household
from storage.erasure_finish import finish_erasures, resume_erasures, unfinished
from storage.key_file import Keys
from storage.key_slots import create_keys
from storage.lock import RESTORED, hold_folder
from storage.passwords import WrongPassword
from storage.paths import database_file
from storage.rekey import rekey
from storage.restore_in_place import finish_restore, list_kept
from storage.sidecar import Kind, check_state, end_state, read_state
from storage.upgrade import upgrade_file
from tests.needs import NO_LIMITS, NO_MOUNT, needs_root
from tests.storage.conftest import ADMIN, PASSWORD, OfficeFolder
from tests.storage.old_files import put_old_file
from tests.storage.test_bundle import rewrite

VISITS = "SELECT count(*) FROM visits"


class Cut(BaseException):
    """The power goes."""


@pytest.fixture
def own(office: OfficeFolder) -> Path:
    return backups_folder(office.folder)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    path = tmp_path / "usb"
    path.mkdir()
    return path


def make(office: OfficeFolder, to: Path | None = None, reason: str = "manual") -> Backup:
    return make_backup(
        office.db, to or backups_folder(office.folder), reason=reason, by=office.by
    )


def files(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir() if p.suffix != ".lock"} if folder.exists() else set()


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def reopen(office: OfficeFolder) -> None:
    unlocked.forget(office.folder)
    sign_in(office.folder, ADMIN, PASSWORD)
    office.db = open_database(database_file(office.folder))


# ---- making


def test_a_backup_says_what_it_holds(office: OfficeFolder, own: Path) -> None:
    office.visit("2020-08-12")
    made = make(office)
    assert (made.households, made.visits, made.kind) == (12, 1, OWN)
    assert made.office == "xã Mường Mìn"
    assert made.reason_words == "Tự bấm sao lưu"
    seq, mac = office.db.row("SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1") or (0, b"")
    assert (made.entries, made.head) == (seq, mac.hex())
    assert files(own) == {made.file.name}
    assert made.file.name.startswith("xa-muong-min-20")
    assert check_backup(made.file, office.db.keys) == replace(made, kind=OUTSIDE)


def test_a_backup_in_the_data_folder_is_no_entry_and_one_outside_is(
    office: OfficeFolder, stick: Path
) -> None:
    count = office.db.value("SELECT count(*) FROM audit")
    make(office)
    assert office.db.value("SELECT count(*) FROM audit") == count
    made = make(office, stick, "usb")
    assert made.kind == OUTSIDE
    target, detail = office.db.row("SELECT target, detail FROM audit ORDER BY seq DESC") or ("", "")
    assert target == made.file.name
    assert json.loads(detail)["sha256"] == made.sha256


def test_a_copy_that_cannot_be_put_on_record_is_taken_away(
    office: OfficeFolder, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AppError("Dữ liệu đang bị một cửa sổ khác giữ.")

    monkeypatch.setattr(backups, "operation", refuse)
    with pytest.raises(AppError, match="khác giữ"):
        make(office, stick)
    assert files(stick) == set()


def test_whoever_may_not_back_up_makes_no_file(office: OfficeFolder, stick: Path) -> None:
    with pytest.raises(AppError, match="không có quyền"):
        make_backup(office.db, stick, reason="usb", by=User("Khách", Role.VIEWER))
    assert files(stick) == set()


def test_an_officer_of_one_village_backs_up_all_of_the_commune(office: OfficeFolder) -> None:
    village = office.db.value("SELECT id FROM villages ORDER BY id LIMIT 1")
    account = Account("Lò Văn Cán", Role.OFFICER, frozenset({village}))
    save_user(office.db, account, "một hai ba bốn", by=office.by)
    sign_in(office.folder, account.name, "một hai ba bốn")
    db = open_database(database_file(office.folder))
    assert db.value("SELECT count(*) FROM households") < 12
    made = make_backup(db, backups_folder(office.folder), reason="close", by=account.user)
    db.close()
    assert made.households == 12


def test_the_copy_is_consistent_while_another_thread_writes(
    office: OfficeFolder, stick: Path
) -> None:
    """F14: every write is two rows that belong together."""
    stop = threading.Event()

    def write() -> None:
        db = open_database(database_file(office.folder))
        with closing(db):
            while not stop.wait(0.002):  # a writer that never rests lets no other one in
                other = OfficeFolder(db, office.by, "")
                other.visit("2020-08-12")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [make(office, stick) for _ in range(5)]
    finally:
        stop.set()
        writer.join()
    for one in made:
        assert check_backup(one.file, office.db.keys).visits == one.visits
        assert one.entries - made[0].entries <= 2 * (one.visits - made[0].visits) + 5


def test_keys_swapped_from_outside_go_into_no_backup(office: OfficeFolder, own: Path) -> None:
    for name in ("keys.json", "keys-2.json"):
        (office.folder / name).unlink()
    create_keys(office.folder, "kẻ khác", PASSWORD)
    with pytest.raises(AppError, match="sửa từ bên ngoài"):
        make(office)
    assert files(own) == set()


def test_a_stick_that_is_not_there_gets_no_folder_in_its_place(
    office: OfficeFolder, tmp_path: Path
) -> None:
    gone = tmp_path / "usb-da-rut" / "sao-luu"
    with pytest.raises(AppError, match="bị rút"):
        make(office, gone)
    assert not gone.parent.exists()


def test_a_disk_that_fills_while_the_bundle_is_written_leaves_nothing(
    office: OfficeFolder, stick: Path
) -> None:
    """RLIMIT_FSIZE: the copy still fits, the bundle around it does not (F4, F15)."""
    resource = pytest.importorskip("resource", reason=NO_LIMITS)
    whole = make(office, stick)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    for room in (1000, whole.size // 2, whole.size + 500):
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
        try:
            with pytest.raises(AppError, match=r"đầy|chỗ trống"):
                make_backup(office.db, stick, reason="usb", by=office.by)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert files(stick) == {whole.file.name}
        assert files(backups_folder(office.folder)) == set()
    assert check_backup(make(office, stick).file, office.db.keys)


def test_a_backup_that_fails_leaves_no_new_folder_and_keeps_one_that_was_there(
    office: OfficeFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = tmp_path / "cũ", tmp_path / "mới"
    old.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(backups, "write_bundle", full)
        for to in (old, new):
            with pytest.raises(AppError, match=r"đầy|chỗ trống"):
                make(office, to)
    assert old.exists()
    assert not new.exists()
    assert make(office, new).file.parent == new


@needs_root
def test_a_small_stick_that_is_full_and_one_that_is_write_protected(
    office: OfficeFolder, stick: Path
) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "none", str(stick)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip(NO_MOUNT)
    try:
        with pytest.raises(AppError, match="chỗ trống"):
            make(office, stick)
        assert files(stick) == set()
        subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
        with pytest.raises(AppError, match="Không được phép ghi"):
            make(office, stick)
    finally:
        subprocess.run(["umount", str(stick)], check=True)


def test_what_a_pulled_stick_left_is_cleared_by_the_next_backup(
    office: OfficeFolder, stick: Path, own: Path
) -> None:
    first = make(office, stick)
    half = first.file.read_bytes()[:5000]
    first.file.with_name(f"{first.file.name}.part").write_bytes(half)
    (own / "dang-ghi.db").write_bytes(half)
    (stick / "của-người-khác.tungnha.part").write_bytes(half)
    make(office, stick)
    assert "của-người-khác.tungnha.part" in files(stick)
    assert sum(n.endswith(".part") for n in files(stick)) == 1
    assert files(own) == set()


def test_cancel_leaves_nothing_behind(office: OfficeFolder, stick: Path) -> None:
    def cancel(done: int, *_: object) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_backup(office.db, stick, reason="usb", by=office.by, report=cancel)
    assert files(stick) == files(backups_folder(office.folder)) == set()


def test_two_backups_of_one_second_are_two_files(office: OfficeFolder) -> None:
    assert len({make(office).file for _ in range(3)}) == 3


# ---- when


def test_nothing_changed_makes_no_backup_for_any_reason(office: OfficeFolder) -> None:
    assert backup_if_due(office.folder, reason="start")
    for reason in ("close", "import", INTERVAL):
        assert backup_if_due(office.folder, reason=reason) is None


def test_a_visit_a_password_and_a_damaged_file_are_each_a_reason(office: OfficeFolder) -> None:
    backup_if_due(office.folder, reason="start")
    office.visit("2020-08-12")
    second = backup_if_due(office.folder, reason="close")
    assert second
    assert second.visits == 1
    set_password(office.db, ADMIN, "mật khẩu mới tinh", by=office.by)
    third = backup_if_due(office.folder, reason="close")
    assert third
    os.truncate(third.file, 9000)
    assert backup_if_due(office.folder, reason="close")


def test_a_copy_on_a_stick_is_no_change_of_the_data(office: OfficeFolder, stick: Path) -> None:
    backup_if_due(office.folder, reason="start")
    make(office, stick, "usb")
    assert backup_if_due(office.folder, reason="close") is None


def test_the_interval_waits_half_an_hour_and_a_clock_set_back_waits_for_nothing(
    office: OfficeFolder,
) -> None:
    made = make(office)
    office.visit("2020-08-12")
    at = datetime.fromisoformat(made.made_at)
    assert not is_due(office.db, INTERVAL, (at + timedelta(minutes=29)).isoformat())
    assert is_due(office.db, INTERVAL, (at + timedelta(minutes=30)).isoformat())
    assert is_due(office.db, INTERVAL, (at - timedelta(days=4000)).isoformat())
    assert is_due(office.db, "close", (at + timedelta(minutes=1)).isoformat())


def test_somebody_who_only_looks_makes_no_backup(office: OfficeFolder) -> None:
    unlocked.hold(office.folder, office.db.keys, User("Khách", Role.VIEWER))
    assert backup_if_due(office.folder, reason="close") is None


# ---- looking, thinning, replacing


def test_the_list_is_newest_first_and_says_what_is_wrong(
    office: OfficeFolder, own: Path
) -> None:
    first = make(office)
    office.visit("2020-08-12")
    second = make(office)
    (own / "hong.tungnha").write_bytes(second.file.read_bytes()[:4000])
    (own / "ghi-chu.txt").write_text("x")
    listed = list_backups(office.folder)
    assert listed == list_backups(own)
    assert [b for b in listed if not b.problem] == [second, first]
    (bad,) = (b for b in listed if b.problem)
    assert "không dùng được" in bad.problem
    assert bad.made_at
    assert list_backups(own / "none") == []


def test_own_backups_are_thinned_and_the_newest_stay(
    office: OfficeFolder, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [f"2020-{m:02}-{d:02}" for m in (7, 8) for d in range(1, 29, 3)]
    for day in days:
        monkeypatch.setattr(backups, "now", lambda day=day: f"{day}T10:00:00.000+07:00")
        make(office)
    monkeypatch.undo()
    kept = [b.made_at[:10] for b in list_backups(own)]
    assert kept[:10] == days[::-1][:10]
    assert len(kept) < len(days)
    assert "2020-07-28" in kept


def test_the_one_just_made_stays_whatever_is_thinned(
    office: OfficeFolder, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "superseded_on_stick", list)
    make(office, stick)
    made = make(office, stick)
    assert [b.file for b in list_backups(stick)] == [made.file]


def test_a_stick_keeps_the_last_of_each_office(
    office: OfficeFolder, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = {f"khác-{n}.tungnha" for n in range(3)}
    source = make(office).file
    for name in others:
        rewrite(source, stick / name, {"office_key": "khác"})
    monkeypatch.setattr(backups, "superseded_on_stick", lambda found: found[2:])
    made = [make(office, stick).file.name for _ in range(4)]
    assert files(stick) == others | set(made[2:])


def test_after_an_erasure_only_the_new_backup_is_left_and_the_outside_ones_are_named(
    office: OfficeFolder, own: Path, stick: Path
) -> None:
    old = make(office)
    outside = make(office, stick)
    (own / "truoc-nang-cap-1.db").write_bytes(b"old")
    (own / "xa-cu-2020.tungnha.part").write_bytes(b"old")
    kept = office.folder / "truoc-khoi-phuc" / f"{datetime.now():%Y-%m-%d}-101010"
    kept.mkdir(parents=True)
    (kept / "tungnha.db").write_bytes(b"old")
    done = replace_backups(office.db, by=office.by)
    assert files(own) == {done.made.file.name}
    assert not kept.exists()
    assert set(done.deleted) == {
        old.file.name, "xa-cu-2020.tungnha.part", "truoc-nang-cap-1.db", kept.name,
    }  # fmt: skip
    assert (done.left, done.outside) == ((), (outside.file.name,))
    assert outside.file.exists()


def test_no_old_backup_goes_when_the_new_one_cannot_be_made(
    office: OfficeFolder, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = make(office)

    monkeypatch.setattr(backups, "write_bundle", full)
    with pytest.raises(AppError, match="chỗ trống"):
        replace_backups(office.db, by=office.by)
    assert files(own) == {old.file.name}


# ---- restoring


@pytest.fixture
def file(office: OfficeFolder) -> Path:
    """A backup with one visit, after which another one was made."""
    settle_device(office.db, by=office.by)
    office.visit("2020-08-12")
    made = make(office)
    office.visit("2020-08-13")
    return made.file


def test_a_restored_folder_is_signed_in_to_with_the_password_of_then(
    office: OfficeFolder, file: Path, tmp_path: Path
) -> None:
    done = restore_backup(file, tmp_path / "mới", ADMIN, PASSWORD)
    assert (done.households, done.visits, done.upgraded_from) == (12, 1, None)
    by = sign_in(tmp_path / "mới", ADMIN, PASSWORD)
    with closing(open_database(database_file(tmp_path / "mới"))) as db:
        assert db.value(VISITS) == 1
        assert verify(db).ok
        assert db.value("SELECT mac FROM audit WHERE seq=?", (done.entries,)).hex() == done.head
        assert check_state(db, read_state(tmp_path / "mới")).kind == Kind.FINE
        assert settle_device(db, by=by).id == done.device == read_stored_device(db)
        assert db.value("SELECT actor FROM audit WHERE action='restore_backup'") == ADMIN
    unlocked.forget(tmp_path / "mới")
    assert done.device.startswith(f"{read_stored_device(office.db)}.2-")


def test_two_restores_of_one_backup_are_two_devices(file: Path, tmp_path: Path) -> None:
    made = {restore_backup(file, tmp_path / n, ADMIN, PASSWORD).device for n in "abc"}
    assert len(made) == 3


def test_the_printed_code_restores_too(office: OfficeFolder, file: Path, tmp_path: Path) -> None:
    assert restore_backup(file, tmp_path / "mới", "", code=office.code).visits == 1


def test_a_wrong_password_is_told_apart_from_a_damaged_file(file: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongPassword):
        restore_backup(file, tmp_path / "mới", ADMIN, "không phải mật khẩu")
    with pytest.raises(WrongPassword):
        restore_backup(file, tmp_path / "mới", "người lạ", PASSWORD)
    with pytest.raises(WrongPassword):
        restore_backup(file, tmp_path / "mới", "", code="0000-" * 8 + "0")
    cut = tmp_path / "cut.tungnha"
    cut.write_bytes(file.read_bytes()[:-5000])
    with pytest.raises(DamagedBackup):
        restore_backup(cut, tmp_path / "mới", ADMIN, PASSWORD)
    assert not (tmp_path / "mới").exists()
    assert not (tmp_path / "mới.part").exists()


def test_a_flipped_byte_is_refused_though_the_password_is_right(
    file: Path, tmp_path: Path
) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(DamagedBackup):
        restore_backup(file, tmp_path / "mới", ADMIN, PASSWORD)


@pytest.mark.parametrize("taken", ["tungnha.db", "ghi chú.txt"])
def test_a_folder_that_holds_something_is_refused_and_stays_as_it_is(
    file: Path, tmp_path: Path, taken: str
) -> None:
    target = tmp_path / "mới"
    target.mkdir()
    (target / taken).write_text("x")
    with pytest.raises(AppError, match="đã có tệp khác"):
        restore_backup(file, target, ADMIN, PASSWORD)
    assert files(target) == {taken}


def test_an_empty_folder_will_do_and_somebodys_part_folder_is_not_emptied(
    file: Path, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir()
    assert restore_backup(file, tmp_path / "a", ADMIN, PASSWORD).visits == 1
    (tmp_path / "b.part").mkdir()
    (tmp_path / "b.part" / "ghi chú.txt").write_text("x")
    with pytest.raises(AppError, match="đã có tệp khác"):
        restore_backup(file, tmp_path / "b", ADMIN, PASSWORD)
    assert files(tmp_path / "b.part") == {"ghi chú.txt"}


def test_only_an_admin_of_then_restores_by_password(office: OfficeFolder, tmp_path: Path) -> None:
    chief = Account("Lò Văn Trưởng", Role.CHIEF)
    leaver = Account("Vi Thị Nghỉ", Role.ADMIN)
    for account in (chief, leaver):
        save_user(office.db, account, "một hai ba bốn", by=office.by)
    file = make(office).file
    with pytest.raises(AppError, match="không có quyền"):
        restore_backup(file, tmp_path / "mới", chief.name, "một hai ba bốn")
    disable_user(office.db, leaver.name, by=office.by)
    later = make(office).file
    with pytest.raises(WrongPassword):
        restore_backup(later, tmp_path / "mới", leaver.name, "một hai ba bốn")
    assert not (tmp_path / "mới").exists()


def test_a_newer_backup_is_refused_before_anything_is_written(
    office: OfficeFolder, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.bundle.SCHEMA", SCHEMA - 1)
    with pytest.raises(NewerBackup, match="phiên bản mới hơn"):
        restore_backup(file, tmp_path / "mới", ADMIN, PASSWORD)
    assert not (tmp_path / "mới").exists()


def test_a_backup_of_an_older_schema_is_upgraded_on_the_way(tmp_path: Path) -> None:
    """What keep_before_upgrade() wrote: no users in it yet, so whoever opens it is the admin."""
    old = tmp_path / "cũ"
    keys, _ = create_keys(old, ADMIN, PASSWORD)
    put_old_file(database_file(old), 2)
    upgraded = upgrade_file(database_file(old), keys)
    assert upgraded
    assert upgraded.backup
    assert list_backups(old)[0].schema == 2
    done = restore_backup(upgraded.backup, tmp_path / "mới", ADMIN, PASSWORD)
    assert (done.upgraded_from, done.visits) == (2, upgraded.visits)
    assert sign_in(tmp_path / "mới", ADMIN, PASSWORD).role == Role.ADMIN
    with closing(open_database(database_file(tmp_path / "mới"))) as db:
        assert db.value("PRAGMA user_version") == SCHEMA
        assert verify(db).ok
        assert db.value(VISITS) == upgraded.visits
    unlocked.forget(tmp_path / "mới")


def test_backups_of_before_and_after_a_change_of_the_data_key_are_both_restored(
    office: OfficeFolder, file: Path, tmp_path: Path
) -> None:
    rekey(office.db, by=office.by)
    later = backup_if_due(office.folder, reason="rekey")
    assert later
    assert check_backup(file, office.db.keys).visits == 1  # by its bytes: the key is another one
    for name, backup in (("cũ", file), ("mới", later.file)):
        restore_backup(backup, tmp_path / name, ADMIN, PASSWORD)
        sign_in(tmp_path / name, ADMIN, PASSWORD)
        with closing(open_database(database_file(tmp_path / name))) as db:
            assert verify(db).ok
        unlocked.forget(tmp_path / name)


def test_the_trial_restore_proves_a_backup_and_leaves_nothing(
    office: OfficeFolder, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms: list[str] = []
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    real = check_database

    def seen(path: Path, keys: Keys) -> object:
        rooms.append(path.parent.name)
        return real(path, keys)

    monkeypatch.setattr(restoring, "check_database", seen)
    assert test_restore(file, office.db.keys).visits == 1
    assert len(rooms) == 1
    assert test_restore(file, Keys(b"another" * 4 + b"key!")).visits == 1  # by its bytes alone
    assert len(rooms) == 1
    assert files(tmp_path / "temp") == set()
    with monkeypatch.context() as patch:
        patch.setattr(restoring.os, "fsync", full)
        with pytest.raises(restoring.NotTried):
            test_restore(file, office.db.keys)
    os.truncate(file, 9000)
    with pytest.raises(DamagedBackup):
        test_restore(file, office.db.keys)


def test_cancelled_while_the_data_are_checked_nothing_is_restored(
    office: OfficeFolder, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed = False

    def press(path: Path, keys: Keys) -> object:
        nonlocal pressed
        pressed = True
        return check_database(path, keys)

    def report(*_: object) -> None:
        if pressed:
            raise Cancelled

    monkeypatch.setattr(restoring, "check_database", press)
    with pytest.raises(Cancelled):
        restore_backup(file, office.folder.parent / "mới", ADMIN, PASSWORD, report=report)
    assert not (office.folder.parent / "mới").exists()


Steps = Callable[[int], Callable[[], int]]


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[Steps]:
    """Stop at the n-th change of a name, folder or file; returns how many were counted."""
    with monkeypatch.context() as patch:
        count, stop = 0, 0

        def stepping(owner: object, name: str) -> None:
            real = getattr(owner, name)

            def stepped(*given: object, **named: object) -> object:
                nonlocal count
                count += 1
                if count == stop:
                    raise Cut
                return real(*given, **named)

            patch.setattr(owner, name, stepped)

        for name in ("replace", "mkdir", "rmdir", "unlink"):
            stepping(Path, name)
        for name in ("fsync", "rmdir", "unlink"):
            stepping(os, name)

        def stop_at(number: int) -> Callable[[], int]:
            nonlocal count, stop
            count, stop = 0, number
            return lambda: count

        yield stop_at


def test_a_cut_at_any_step_of_a_restore_leaves_no_folder_or_a_whole_one(
    file: Path, tmp_path: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the next try works. clear_part() is kept from tidying up, as a power cut would."""
    target, whole, number = tmp_path / "mới", 0, 0
    real = restoring.clear_part
    while True:
        number += 1
        assert number < 200
        counted = steps(number)
        monkeypatch.setattr(restoring, "clear_part", lambda _: None)
        try:
            restore_backup(file, target, ADMIN, PASSWORD)
        except Cut:
            if target.exists() and any(target.iterdir()):
                whole += 1
                assert {"tungnha.db", "keys.json", "device.json"} <= files(target)
                steps(0)
                sign_in(target, ADMIN, PASSWORD)
                shutil.rmtree(target)
            if number % 7 == 0:
                steps(0)
                monkeypatch.setattr(restoring, "clear_part", real)
                assert restore_backup(file, target, ADMIN, PASSWORD).visits == 1
                shutil.rmtree(target)
            steps(0)
            real(tmp_path / "mới.part")
            continue
        break
    assert number == counted() + 1 > 10  # Windows flushes no folder
    assert whole or sys.platform == "win32"  # there nothing comes after the last rename


def test_a_cut_at_any_step_of_the_change_is_finished_by_the_next_start(
    office: OfficeFolder, file: Path, tmp_path: Path, steps: Steps
) -> None:
    end_state(office.db)
    device = prepare_restore(file, office.folder, ADMIN, PASSWORD).device
    office.db.close()
    prepared = tmp_path / "prepared"
    shutil.copytree(office.folder, prepared)
    number = 0
    while True:
        number += 1
        assert number < 100
        shutil.rmtree(office.folder)
        shutil.copytree(prepared, office.folder)
        counted = steps(number)
        try:
            finish_restore(office.folder)
        except Cut:
            steps(0)
            with hold_folder(office.folder):
                pass
            assert not (office.folder / RESTORED).exists()
            reopen(office)
            assert office.db.value(VISITS) == 1
            assert settle_device(office.db, by=office.by).id == device
            assert check_state(office.db, read_state(office.folder)).kind == Kind.FINE
            office.db.close()
            old = {n for kept in list_kept(office.folder) for n in files(kept)}
            assert {"tungnha.db", "keys.json", "state.json"} <= old
            continue
        break
    assert number == counted() + 1 > 10
    steps(0)
    reopen(office)


def test_whoever_left_stays_out_when_an_older_backup_takes_the_place_of_the_data(
    office: OfficeFolder,
) -> None:
    save_user(office.db, Account("Người nghỉ", Role.ADMIN), "mật khẩu người nghỉ", by=office.by)
    old = make(office).file
    disable_user(office.db, "Người nghỉ", by=office.by)
    save_user(office.db, Account("Người mới", Role.OFFICER), "mật khẩu người mới", by=office.by)
    set_password(office.db, ADMIN, "mật khẩu hiện nay", by=office.by)
    prepare_restore(old, office.folder, ADMIN, "mật khẩu hiện nay")
    office.db.close()
    unlocked.forget(office.folder)
    with hold_folder(office.folder):
        pass
    for name, password in (("Người nghỉ", "mật khẩu người nghỉ"), (ADMIN, PASSWORD)):
        with pytest.raises(WrongPassword):
            sign_in(office.folder, name, password)
        (office.folder / "sign-in.json").unlink()
    assert sign_in(office.folder, "Người mới", "mật khẩu người mới").role is Role.OFFICER
    assert sign_in(office.folder, ADMIN, "mật khẩu hiện nay").role is Role.ADMIN
    office.db = open_database(database_file(office.folder))
    assert [a.name for a in list_users(office.db) if a.disabled] == ["Người nghỉ"]
    assert verify(office.db).ok


def test_a_backup_of_before_a_change_of_the_key_brings_its_own_accounts(
    office: OfficeFolder,
) -> None:
    old = make(office).file
    save_user(office.db, Account("Người mới", Role.OFFICER), "mật khẩu người mới", by=office.by)
    rekey(office.db, by=office.by)
    set_password(office.db, ADMIN, "mật khẩu hiện nay", by=office.by)
    with pytest.raises(WrongPassword):
        prepare_restore(old, office.folder, ADMIN, "mật khẩu hiện nay")
    prepare_restore(old, office.folder, ADMIN, PASSWORD)
    office.db.close()
    with hold_folder(office.folder):
        reopen(office)
    assert [a.name for a in list_users(office.db)] == [ADMIN]


@pytest.mark.parametrize("rekeyed", [False, True])
def test_whoever_was_erased_does_not_come_back_with_an_older_backup(
    office: OfficeFolder, stick: Path, rekeyed: bool
) -> None:
    id_ = office.db.value("SELECT id FROM households ORDER BY row LIMIT 1")
    name = office.db.value("SELECT head_name FROM households WHERE id=?", (id_,))
    old = make(office, stick).file
    before = office.db.rows("SELECT * FROM household_results")
    erase_household(office.db, id_, by=office.by)
    finish_erasures(office.db, by=office.by)
    if rekeyed:
        rekey(office.db, by=office.by)
    kept = make(office).file
    prepare_restore(old, office.folder, ADMIN, PASSWORD)
    office.db.close()
    with hold_folder(office.folder):
        reopen(office)
    assert office.db.value("SELECT head_name FROM households WHERE id=?", (id_,)) == NO_NAME
    assert not [d for (d,) in office.db.rows("SELECT detail FROM audit") if name in d]
    assert office.db.rows("SELECT * FROM household_results") == before
    assert unfinished(office.db) == 0  # else the next start deletes every backup
    assert verify(office.db).ok
    assert resume_erasures(office.db.path) == 0
    assert kept.exists()
    assert list_kept(office.folder)


def test_a_backup_of_after_an_erasure_is_not_erased_once_more(office: OfficeFolder) -> None:
    id_ = office.db.value("SELECT id FROM households ORDER BY row LIMIT 1")
    erase_household(office.db, id_, by=office.by)
    old = make(office).file
    prepare_restore(old, office.folder, ADMIN, PASSWORD)
    office.db.close()
    with hold_folder(office.folder):
        reopen(office)
    assert office.db.value("SELECT count(*) FROM erasures") == 1


def test_an_open_window_changes_nothing_until_the_next_start(
    office: OfficeFolder, file: Path
) -> None:
    done = prepare_restore(file, office.folder, ADMIN, PASSWORD)
    office.visit("2020-08-14")
    assert office.db.value(VISITS) == 3
    end_state(office.db)
    office.db.close()
    with hold_folder(office.folder):
        reopen(office)
    assert office.db.value(VISITS) == 1
    assert settle_device(office.db, by=office.by).id == done.device
    (kept,) = list_kept(office.folder)
    shutil.copytree(kept, office.folder.parent / "xem")
    sign_in(office.folder.parent / "xem", ADMIN, PASSWORD)
    with closing(open_database(office.folder.parent / "xem" / "tungnha.db")) as db:
        assert db.value(VISITS) == 3
    unlocked.forget(office.folder.parent / "xem")


def test_a_second_choice_takes_the_place_of_a_prepared_restore(
    office: OfficeFolder, file: Path
) -> None:
    prepare_restore(file, office.folder, ADMIN, PASSWORD)
    other = make(office).file
    assert prepare_restore(other, office.folder, ADMIN, PASSWORD).visits == 2
    with pytest.raises(WrongPassword):
        prepare_restore(file, office.folder, ADMIN, "không phải mật khẩu")
    assert not (office.folder / RESTORED).exists()


def test_a_change_that_has_begun_is_not_thought_better_of(
    office: OfficeFolder, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_restore(file, office.folder, ADMIN, PASSWORD)
    office.db.close()
    real = restore_in_place._move

    def move(old: Path, new: Path) -> None:
        if new == database_file(office.folder):
            raise Cut
        real(old, new)

    monkeypatch.setattr(restore_in_place, "_move", move)
    with pytest.raises(Cut):
        finish_restore(office.folder)
    monkeypatch.undo()
    assert not database_file(office.folder).exists()
    with pytest.raises(AppError, match="làm dở"):
        prepare_restore(file, office.folder, ADMIN, PASSWORD)
    finish_restore(office.folder)
    reopen(office)
    assert office.db.value(VISITS) == 1


def test_half_a_folder_of_that_name_is_not_put_in_place(office: OfficeFolder) -> None:
    (office.folder / RESTORED).mkdir()
    for name in ("keys.json", "keys-2.json"):
        (office.folder / RESTORED / name).write_text("x")
    with hold_folder(office.folder):
        assert not (office.folder / RESTORED).exists()
    reopen(office)
    assert office.db.value("SELECT count(*) FROM households") == 12


def test_what_a_restore_put_aside_goes_after_a_month(office: OfficeFolder) -> None:
    for day in (10, 40):
        at = datetime.now() - timedelta(days=day)
        (office.folder / "truoc-khoi-phuc" / f"{at:%Y-%m-%d-%H%M%S}").mkdir(parents=True)
    make(office)
    assert len(list_kept(office.folder)) == 1


KILLED = """
import sys
from pathlib import Path
from storage import key_slots
key_slots.calibrate = lambda: (8, 1)
from storage.accounts import sign_in
from storage.backups import backups_folder, make_backup, restore_backup
from storage.database import open_database
folder, stick = Path(sys.argv[1]), Path(sys.argv[2])
by = sign_in(folder, *sys.argv[3:5])
db = open_database(folder / "tungnha.db")
print("ready", flush=True)
for n in range(10_000):
    made = make_backup(db, stick, reason="usb", by=by)
    print("made", flush=True)
    restore_backup(made.file, stick / f"restored-{n}", *sys.argv[3:5])
    print("restored", flush=True)
"""


def test_killed_at_any_moment_every_file_and_folder_of_its_name_is_whole(
    office: OfficeFolder, stick: Path
) -> None:
    wholes = 0
    for turn in range(12):
        command = [sys.executable, "-c", KILLED, *map(str, (office.folder, stick)), ADMIN, PASSWORD]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
        assert child.stdout
        assert child.stdout.readline().strip() == b"ready"
        for _ in range(turn // 3):  # that far in any case, and a little further
            assert child.stdout.readline()
        time.sleep(0.01 + 0.037 * (turn % 3))
        child.kill()
        child.wait()
        child.stdout.close()
        for found in stick.iterdir():
            if found.suffix == ".tungnha":
                read_whole(found)
            elif found.name.startswith("restored") and not found.name.endswith(".part"):
                wholes += 1
                sign_in(found, ADMIN, PASSWORD)
                with closing(open_database(database_file(found))) as db:
                    assert verify(db).ok
                unlocked.forget(found)
                shutil.rmtree(found)
        assert make(office, stick).households == 12
    assert wholes > 3
    assert sum(n.endswith("tungnha.part") for n in files(stick)) == 0
