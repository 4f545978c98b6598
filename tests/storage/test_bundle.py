"""The backup file: whole or not there under its name, and no bad byte passes for good."""

import hashlib
import io
import json
import os
import random
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import AppError, Cancelled
from storage import bundle, database_copy
from storage.bundle import (
    SUFFIX,
    Manifest,
    NewerBackup,
    read_keys,
    read_manifest,
    read_whole,
    require_readable,
    require_signed,
    sign_manifest,
    write_bundle,
)
from storage.database import SCHEMA
from storage.database_copy import DamagedBackup, check_database, copy_database
from storage.key_file import Keys, key_file_text, read_key_file
from tests.storage.conftest import OfficeFolder


class Cut(BaseException):
    """The power goes."""


def manifest_of(copy: Path, key_text: bytes, office: OfficeFolder) -> Manifest:
    facts = copy_database(office.db.path, office.db.keys, copy)
    content = copy.read_bytes()
    return sign_manifest(
        Manifest(
            made_at="2020-08-12T10:00:00.000+07:00", program="1", office="xã Mường Mìn",
            office_key="k", practice=False, device="A", reason="manual", size=len(content),
            sha256=hashlib.sha256(content).hexdigest(), key="",
            keys_sha256=hashlib.sha256(key_text).hexdigest(), **vars(facts),
        ),
        office.db.keys,
    )  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy.db"


@pytest.fixture
def key_text(office: OfficeFolder) -> bytes:
    key_file = read_key_file(office.folder)
    assert key_file
    return key_file_text(key_file)


@pytest.fixture
def manifest(office: OfficeFolder, copy: Path, key_text: bytes) -> Manifest:
    return manifest_of(copy, key_text, office)


@pytest.fixture
def file(manifest: Manifest, key_text: bytes, copy: Path, tmp_path: Path) -> Path:
    stick = tmp_path / "usb"
    stick.mkdir()
    to = stick / "a.tungnha"
    write_bundle(manifest, key_text, copy, to)
    return to


def test_what_was_written_is_read_back_the_same(
    file: Path, manifest: Manifest, key_text: bytes, copy: Path, tmp_path: Path
) -> None:
    with (tmp_path / "out.db").open("wb") as out:
        assert read_whole(file, into=out) == manifest
    assert (tmp_path / "out.db").read_bytes() == copy.read_bytes()
    assert key_file_text(read_keys(file)) == key_text
    assert [p.name for p in file.parent.iterdir()] == ["a.tungnha"]


def test_a_file_cut_off_at_any_length_is_damaged(file: Path, tmp_path: Path) -> None:
    whole = file.read_bytes()
    lengths = {*range(0, 3000, 61), *range(len(whole) - 400, len(whole)), len(whole) // 2}
    cut = tmp_path / "cut.tungnha"
    for length in lengths:
        cut.write_bytes(whole[:length])
        with pytest.raises(DamagedBackup):
            read_whole(cut)


def test_a_tail_of_zeros_is_damaged(file: Path, tmp_path: Path) -> None:
    whole = file.read_bytes()
    zeroed = tmp_path / "zeroed.tungnha"
    for length in range(0, len(whole), max(1, len(whole) // 60)):
        zeroed.write_bytes(whole[:length] + bytes(len(whole) - length))
        with pytest.raises(DamagedBackup):
            read_whole(zeroed)


def test_a_flipped_bit_is_found_or_changes_nothing_that_is_restored(
    file: Path, manifest: Manifest, key_text: bytes, copy: Path, tmp_path: Path
) -> None:
    whole, chance = file.read_bytes(), random.Random(1)
    flipped, out = tmp_path / "flipped.tungnha", tmp_path / "out.db"
    edges = [*range(2500), *range(len(whole) - 300, len(whole))]
    inside = chance.sample(range(len(whole)), 150)
    found = 0
    for at in chance.sample(edges, 450) + inside:
        flipped.write_bytes(
            whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :]
        )
        try:
            with out.open("wb") as into:
                assert read_whole(flipped, into=into) == manifest
        except AppError:
            found += 1
            continue
        assert out.read_bytes() == copy.read_bytes()
        assert key_file_text(read_keys(flipped)) == key_text
    assert found > 500  # the rest are days and flags in the directory of the zip


@pytest.mark.parametrize("content", [b"", b"PK\5\6" + bytes(18), b"x" * 5000], ids=len)
def test_what_is_no_backup_is_called_damaged(tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "other.tungnha"
    other.write_bytes(content)
    with pytest.raises(DamagedBackup, match="không dùng được"):
        read_manifest(other)


def test_a_file_that_is_gone_is_not_called_damaged(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="Không thấy") as problem:
        read_whole(tmp_path / "none.tungnha")
    assert not isinstance(problem.value, DamagedBackup)


def rewrite(file: Path, to: Path, changes: dict[str, object], **members: bytes) -> Path:
    """The same zip with another manifest: somebody who knows the format, but not the keys."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(to, "w") as new:
        for info in old.infolist():
            content = members.get(info.filename.split(".")[0], old.read(info))
            if info.filename == "manifest.json":
                content = json.dumps(json.loads(content) | changes).encode()
            new.writestr(info, content)
    return to


def test_a_full_disk_where_the_database_goes_is_no_fault_of_the_backup(file: Path) -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        read_whole(file, into=Full())


def test_a_manifest_that_was_rewritten_does_not_bear_the_mac(
    file: Path, office: OfficeFolder, tmp_path: Path
) -> None:
    changed = rewrite(file, tmp_path / "b.tungnha", {"visits": 99})
    require_signed(read_whole(file), office.db.keys)
    with pytest.raises(DamagedBackup, match="đã bị sửa"):
        require_signed(read_whole(changed), office.db.keys)


@pytest.mark.parametrize(
    "changes",
    [{"visits": "9"}, {"visits": True}, {"size": 1}, {"x": 1}, {"made_at": None}, {"size": -1},
     {"made_at": "hôm qua"}, {"made_at": "2026-03-09T08:00:00"}],
    ids=str,
)
def test_a_manifest_of_another_shape_is_damaged(
    file: Path, tmp_path: Path, changes: dict[str, object]
) -> None:
    with pytest.raises(DamagedBackup):
        read_manifest(rewrite(file, tmp_path / "b.tungnha", changes))


def test_a_newer_form_and_a_newer_schema_are_refused_as_newer(file: Path, tmp_path: Path) -> None:
    with pytest.raises(NewerBackup, match="cập nhật"):
        read_manifest(rewrite(file, tmp_path / "b.tungnha", {"format": 2}))
    newer = rewrite(file, tmp_path / "c.tungnha", {"schema": SCHEMA + 1})
    with pytest.raises(NewerBackup, match=f"cấu trúc {SCHEMA + 1}"):
        require_readable(read_manifest(newer))


def test_keys_of_another_office_do_not_pass(file: Path, tmp_path: Path, key_text: bytes) -> None:
    other = rewrite(file, tmp_path / "b.tungnha", {}, keys=key_text.replace(b'"user"', b'"usex"'))
    with pytest.raises(DamagedBackup, match="khóa"):
        read_keys(other)


def test_another_database_in_a_zip_that_fits_together_is_found(file: Path, tmp_path: Path) -> None:
    """The zip's own sums are right: only the SHA-256 of the manifest tells."""
    content = read_manifest(file).size * b"x"
    with pytest.raises(DamagedBackup, match="khác với lúc ghi"):
        read_whole(rewrite(file, tmp_path / "b.tungnha", {}, tungnha=content))


def test_a_database_of_another_program_is_no_copy_of_ours(
    manifest: Manifest, office: OfficeFolder, copy: Path
) -> None:
    with closing(database_copy._connect(copy, office.db.keys)) as connection:
        connection.execute("PRAGMA application_id=1")
    with pytest.raises(DamagedBackup):
        check_database(copy, office.db.keys)


def test_a_zip_bomb_is_not_unpacked(file: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.tungnha"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in bundle.MEMBERS:
            new.writestr(name, bytes(50_000_000 if name.endswith(".db") else 10))
    with pytest.raises(DamagedBackup, match="mục lục"):
        read_whole(bomb)


def test_whatever_stops_the_writing_no_file_of_that_name_fails_its_check(
    manifest: Manifest, key_text: bytes, copy: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """A stop at every write, flush, read and rename; what was renamed is whole."""
    stick = tmp_path / "usb"
    stick.mkdir()
    calls, stop_at = 0, 0

    def step(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls == stop_at:
            raise Cut

    def stepping(name: str, module: object) -> None:
        real = getattr(module, name)

        def stepped(*given: object, **named: object) -> object:
            step()
            result = real(*given, **named)
            step()
            return result

        monkeypatch.setattr(module, name, stepped)

    monkeypatch.setattr(bundle, "_STEP", 1 << 14)
    for name in ("replace_file", "read_whole", "_fill"):
        stepping(name, bundle)
    stepping("fsync", os)
    for stop_at in range(1, 400):
        calls = 0
        try:
            write_bundle(manifest, key_text, copy, stick / f"{stop_at}.tungnha", step)
        except Cut:
            for found in stick.iterdir():
                assert found.suffix == SUFFIX
                assert read_whole(found) == manifest
            continue
        break
    assert 20 < calls < stop_at < 399  # it ended because nothing stopped it any more


def test_a_disk_that_keeps_something_else_is_found_before_the_file_has_its_name(
    manifest: Manifest, key_text: bytes, copy: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Fake-capacity sticks take every byte and give back others."""
    real = os.fsync

    def lie(handle: int) -> None:
        part = tmp_path / "a.tungnha.part"
        if part.exists():
            content = part.read_bytes()
            part.write_bytes(content[:9000] + bytes(len(content) - 9000))
        real(handle)

    monkeypatch.setattr(os, "fsync", lie)
    renamed: list[Path] = []
    monkeypatch.setattr(bundle, "replace_file", lambda _, to: renamed.append(to))
    with pytest.raises(AppError, match="không tin cậy"):
        write_bundle(manifest, key_text, copy, tmp_path / "a.tungnha")
    assert not renamed
    assert not list(tmp_path.glob("a.tungnha*"))


def test_a_file_that_changed_while_it_was_renamed_is_taken_away(
    manifest: Manifest, key_text: bytes, copy: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def rename_badly(part: Path, to: Path) -> None:
        to.write_bytes(part.read_bytes()[:-1])

    monkeypatch.setattr(bundle, "replace_file", rename_badly)
    with pytest.raises(AppError, match="không tin cậy"):
        write_bundle(manifest, key_text, copy, tmp_path / "a.tungnha")
    assert not list(tmp_path.glob("a.tungnha*"))


@pytest.mark.parametrize(
    ("number", "windows", "words"),
    [(28, None, "chỗ trống"), (30, None, "được phép"), (13, 19, "được phép"), (13, 21, "bị rút"),
     (5, None, "bị rút")],
)  # fmt: skip
def test_why_a_stick_took_nothing_is_said(
    tmp_path: Path, number: int, windows: int | None, words: str
) -> None:
    problem = type("Problem", (OSError,), {"winerror": windows})(number, "")
    assert words in bundle.writing_problem(tmp_path, problem).message


def test_cancel_leaves_nothing_behind(
    manifest: Manifest, key_text: bytes, copy: Path, tmp_path: Path
) -> None:
    def cancel(*_: object) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_bundle(manifest, key_text, copy, tmp_path / "a.tungnha", cancel)
    assert not list(tmp_path.glob("a.tungnha*"))


def test_a_damaged_page_and_another_key_are_found_in_the_copy(
    manifest: Manifest, office: OfficeFolder, copy: Path
) -> None:
    assert check_database(copy, office.db.keys) == manifest.facts
    with pytest.raises(DamagedBackup):
        check_database(copy, Keys(b"x" * 32))
    content = bytearray(copy.read_bytes())
    content[-3000] ^= 1
    copy.write_bytes(content)
    with pytest.raises(DamagedBackup):
        check_database(copy, office.db.keys)


def test_a_copy_that_differs_from_its_source_is_refused(
    office: OfficeFolder, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = database_copy.check_database
    monkeypatch.setattr(
        database_copy, "check_database", lambda *given: replace(real(*given), households=1)
    )
    with pytest.raises(DamagedBackup, match="không khớp"):
        copy_database(office.db.path, office.db.keys, copy)
