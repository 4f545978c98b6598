"""The zip that needs no installing: the same bytes each time, a newer one laid over an older."""

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from release import portable
from release.portable import MARKER, TOP, UPDATE, make_zip
from storage import paths
from storage.paths import PORTABLE, data_folder, database_file
from storage.program_files import drop_leftovers, find_missing, write_manifest
from storage.set_up import Stage, stage_of


def make_program(folder: Path, version: str, word: str = "x") -> Path:
    """As build.spec leaves it, in small."""
    lib = folder / f"lib-{version}"
    (lib / "Tài liệu").mkdir(parents=True)
    (folder / "TungNha.exe").write_text(f"{word} {version}")
    (lib / "python311.dll").write_text(f"dll {version}")
    (lib / "Tài liệu" / "a b.txt").write_text("chữ", encoding="utf-8")
    write_manifest(folder, lib)
    return folder


def unpack(zipped: Path, to: Path) -> Path:
    with zipfile.ZipFile(zipped) as file:
        file.extractall(to)
    return to / TOP


def test_the_same_program_gives_the_same_bytes(tmp_path: Path) -> None:
    make_program(tmp_path / "a", "0.1.0")
    shutil.copytree(tmp_path / "a", tmp_path / "b", copy_function=shutil.copyfile)
    os.utime(tmp_path / "b" / "TungNha.exe", (1_700_000_000, 1_700_000_000))
    for name in ("a", "b"):
        make_zip(tmp_path / name, "0.1.0", tmp_path / f"{name}.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    names = zipfile.ZipFile(tmp_path / "a.zip").namelist()
    assert names == sorted(names)
    assert {name.split("/")[0] for name in names} == {TOP}


def test_its_data_stay_beside_it_and_the_note_there_is_not_taken_for_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_zip(make_program(tmp_path / "p", "0.1.0"), "0.1.0", tmp_path / "p.zip")
    program = unpack(tmp_path / "p.zip", tmp_path / "Ổ đĩa của xã")
    monkeypatch.setattr(paths, "program_folder", lambda: program)
    assert (program / PORTABLE / MARKER).is_file()
    assert data_folder([]) == program / PORTABLE
    assert stage_of(program / PORTABLE) is Stage.NEW


def test_notes_open_whole_in_any_notepad(tmp_path: Path) -> None:
    make_zip(make_program(tmp_path / "p", "0.1.0"), "0.1.0", tmp_path / "p.zip")
    program = unpack(tmp_path / "p.zip", tmp_path)
    for note in (program / UPDATE, program / PORTABLE / MARKER):
        body = note.read_bytes()
        assert body.startswith(b"\xef\xbb\xbf")
        assert body.count(b"\n") == body.count(b"\r\n")
    assert "TỪNG NHÀ 0.1.0" in (program / UPDATE).read_text("utf-8-sig")


def test_data_of_a_trial_run_are_never_packed(tmp_path: Path) -> None:
    program = make_program(tmp_path / "p", "0.1.0")
    (program / PORTABLE).mkdir()
    (program / PORTABLE / "tungnha.db").write_text("people")
    make_zip(program, "0.1.0", tmp_path / "p.zip")
    names = zipfile.ZipFile(tmp_path / "p.zip").namelist()
    assert [n for n in names if PORTABLE in n] == [f"{TOP}/{PORTABLE}/{MARKER}"]


def test_a_newer_program_copied_over_keeps_the_data_and_nothing_of_the_older(
    tmp_path: Path,
) -> None:
    for version in ("0.1.0", "0.2.0"):
        make_zip(make_program(tmp_path / version, version), version, tmp_path / f"{version}.zip")
    program = unpack(tmp_path / "0.1.0.zip", tmp_path)
    data = database_file(program / PORTABLE)
    data.write_text("people")
    unpack(tmp_path / "0.2.0.zip", tmp_path)
    lib = program / "lib-0.2.0"
    assert not find_missing(program, lib)
    drop_leftovers(program, lib)
    assert [p.name for p in program.glob("lib-*")] == ["lib-0.2.0"]
    assert data.read_text() == "people"


def test_the_quick_start_lies_on_top_when_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "bat-dau-nhanh.pdf"
    sheet.write_bytes(b"%PDF")
    monkeypatch.setattr(portable, "QUICK_START", sheet)
    make_zip(make_program(tmp_path / "p", "0.1.0"), "0.1.0", tmp_path / "p.zip")
    assert f"{TOP}/bat-dau-nhanh.pdf" in zipfile.ZipFile(tmp_path / "p.zip").namelist()


def test_a_folder_of_another_version_is_not_packed(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="build the program first"):
        make_zip(make_program(tmp_path / "p", "0.1.0"), "0.2.0", tmp_path / "p.zip")
    assert not (tmp_path / "p.zip").exists()
