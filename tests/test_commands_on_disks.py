"""Commands on a folder that cannot be written, that is not there, or whose disk is full."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3

import main
from storage import database, unlocked
from storage.key_file import Keys
from storage.key_slots import unlock
from storage.looking import stop_looking
from storage.paths import database_file
from storage.upgrade import open_bare
from tests.needs import NO_MOUNT, needs_root
from tests.storage.old_files import put_old_file

Run = Callable[..., Any]
ROOT = Path(main.__file__).parent


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Iterator[Path]:
    """A commune whose file is write-protected."""
    data = tmp_path / "data"
    run("demo", "--data", data, "--households", "30")
    unlocked.forget(data)
    database_file(data).chmod(0o444)
    yield data
    database_file(data).chmod(0o644)
    stop_looking(data)
    unlocked.forget(data)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_protected_folder_is_looked_at(folder: Path, tmp_path: Path, run: Run) -> None:
    before = bytes_of(folder)
    assert run("progress", "--data", folder)["total"]["households"] == 30
    assert len(run("households", "--data", folder)) == 30
    assert run("audit", "--data", folder, "--verify")["ok"] is True
    assert run("report", "--data", folder, "--out", tmp_path / "bc.xlsx")
    found = run("doctor", "--data", folder)
    assert found["ok"] is True
    assert {f["check"] for f in found["findings"]} == {"backups"}  # it has none
    assert bytes_of(folder) == before


@pytest.mark.parametrize(
    "words",
    [["backup"], ["users", "code"], ["users", "disable", "x"], ["forget", "--campaign", "bluezone"],
     ["figure", "--commune", "population", "5", "--as-of", "2020-08-01", "--source", "x"]],
)  # fmt: skip
def test_what_writes_is_refused_in_a_protected_folder(
    folder: Path, refused: Callable[..., str], words: list[str]
) -> None:
    before = bytes_of(folder)
    name, *more = words
    refused(name, "--data", folder, *more)
    assert bytes_of(folder) == before


def test_a_protected_folder_with_unfolded_saves_is_no_damaged_one(
    folder: Path, refused: Callable[..., str]
) -> None:
    database_file(folder).with_name("tungnha.db-wal").write_bytes(b"x")
    for command in ("doctor", "progress"):
        assert "không ghi được" in refused(command, "--data", folder)


def test_a_place_that_takes_no_folder_is_a_sentence(
    tmp_path: Path, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def protected(self: Path, *_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system", str(self))

    monkeypatch.setattr(Path, "mkdir", protected)
    for words in (["demo"], ["init", "--commune", "X", "--province", "Y"]):
        name, *more = words
        sentence = refused(name, "--data", tmp_path / "d", *more)
        assert str(tmp_path / "d") in sentence
        assert "khóa ghi" in sentence


def test_an_error_of_the_disk_anywhere_is_a_sentence(
    folder: Path, tmp_path: Path, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "bc.xlsx")

    monkeypatch.setattr("exports.report.write_report", full)
    sentence = refused("report", "--data", folder, "--out", tmp_path / "bc.xlsx")
    assert "Không đọc hoặc ghi được “bc.xlsx”" in sentence


def test_doctor_calls_no_file_damaged_that_another_program_holds(
    folder: Path, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while a window upgrades it."""
    database_file(folder).chmod(0o644)
    keys, _ = unlock(folder, os.environ["TUNGNHA_USER"], os.environ["TUNGNHA_PASSWORD"])

    def impatient(connection: sqlcipher3.Connection, keys: Keys) -> None:
        set_up(connection, keys)
        connection.execute("PRAGMA busy_timeout=1")

    set_up = database._set_up
    with closing(open_bare(database_file(folder), keys, "rw")) as holder:
        holder.execute("PRAGMA locking_mode=EXCLUSIVE")
        holder.execute("PRAGMA journal_mode=DELETE")
        holder.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr(database, "_set_up", impatient)
        sentence = refused("doctor", "--data", folder)
    assert sentence.startswith("Dữ liệu đang bị một cửa sổ hoặc chương trình khác giữ.")


def test_a_certificate_that_cannot_be_written_does_not_hide_that_all_is_erased(
    folder: Path, tmp_path: Path, run: Run, refused: Callable[..., str]
) -> None:
    database_file(folder).chmod(0o644)
    code = run("households", "--data", folder)[0]["code"]
    out = tmp_path / "không có" / "giay.pdf"
    sentence = refused("forget", "--data", folder, "--household", code, "--out", out)
    assert sentence.startswith("Đã xóa xong, chỉ giấy xác nhận chưa có")


def test_doctor_says_of_an_old_file_that_it_is_not_encrypted_yet(
    tmp_path: Path, refused: Callable[..., str]
) -> None:
    put_old_file(database_file(tmp_path), 1)
    assert refused("doctor", "--data", tmp_path) == refused("progress", "--data", tmp_path)
    assert "chưa được mã hóa" in refused("doctor", "--data", tmp_path)


@pytest.mark.usefixtures("locked")
def test_a_folder_without_data_has_none_rather_than_a_lock(
    tmp_path: Path, refused: Callable[..., str]
) -> None:
    for command in ("progress", "doctor", "audit"):
        sentence = refused(command, "--data", tmp_path / "không có")
        assert sentence.startswith("Không thấy tệp dữ liệu")


@pytest.mark.usefixtures("locked")
def test_data_without_their_keys_miss_the_keys(
    folder: Path, refused: Callable[..., str]
) -> None:
    for name in ("keys.json", "keys-2.json"):
        (folder / name).unlink()
    for command in ("progress", "doctor"):
        assert "Không thấy tệp khóa" in refused(command, "--data", folder)


def test_a_restore_without_room_names_where_it_went(
    folder: Path, tmp_path: Path, run: Run, refused: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    database_file(folder).chmod(0o644)
    stop_looking(folder)
    file = Path(run("backup", "--data", folder, "--to", tmp_path / "usb")["file"])

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("storage.restoring.read_whole", full)
    sentence = refused("restore", "--data", tmp_path / "xã mới", file)
    assert sentence.startswith(f"Không đủ chỗ trống trong “{tmp_path}” để khôi phục vào “xã mới”")
    assert not (tmp_path / "xã mới").exists()


@needs_root
def test_a_full_disk_at_any_moment_of_a_restore_is_named(
    folder: Path, tmp_path: Path, run: Run, refused: Callable[..., str]
) -> None:
    database_file(folder).chmod(0o644)
    stop_looking(folder)
    file = Path(run("backup", "--data", folder, "--to", tmp_path / "usb")["file"])
    disk = tmp_path / "đĩa"
    disk.mkdir()
    size = file.stat().st_size // 1024
    for room in (8, size // 2, size + 12):
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room}k", "none", str(disk)])
        if made.returncode:
            pytest.skip(NO_MOUNT)
        try:
            sentence = refused("restore", "--data", disk / "mới", file)
            assert sentence.startswith(f"Không đủ chỗ trống trong “{disk}”")
            assert not list(disk.iterdir())
        finally:
            subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("damaged", [False, True])
def test_no_line_of_the_log_stands_beside_the_sentence(folder: Path, *, damaged: bool) -> None:
    given = dict(os.environ)
    if damaged:
        database_file(folder).chmod(0o644)
        database_file(folder).write_bytes(b"khong phai co so du lieu" * 400)
    else:
        given["TUNGNHA_PASSWORD"] = "sai mật khẩu"
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "progress", "--data", str(folder)],
        capture_output=True, encoding="utf-8", check=False, env=given,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert ("bị hỏng" if damaged else "Mật khẩu chưa đúng") in done.stderr
