"""The program's own folder: whole, half copied, damaged, and what an older one left in it."""

from pathlib import Path

import pytest

from storage.program_files import (
    LEFT,
    MANIFEST,
    drop_leftovers,
    find_changed,
    find_missing,
    say_not_whole,
    write_manifest,
)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    folder = tmp_path / "Từng Nhà mới"
    make_lib(folder, "0.2.0")
    (folder / "TungNha.exe").write_text("program")
    write_manifest(folder, folder / "lib-0.2.0")
    return folder


def make_lib(folder: Path, version: str) -> Path:
    lib = folder / f"lib-{version}"
    (lib / "tk").mkdir(parents=True)
    (lib / "tk" / "tài liệu.tcl").write_text("tcl")
    (lib / "python311.dll").write_text("dll")
    write_manifest(folder, lib)
    return lib


def test_a_program_as_it_was_made_is_whole(program: Path) -> None:
    assert find_missing(program, program / "lib-0.2.0") == []
    assert find_changed(program, program / "lib-0.2.0") == []


def test_notes_beside_the_program_may_be_thrown_away_and_others_added(program: Path) -> None:
    lib = program / "lib-0.2.0"
    (program / "CAP-NHAT.txt").write_text("note")
    write_manifest(program, lib)
    (program / "CAP-NHAT.txt").unlink()
    (program / "TungNha-data").mkdir()
    (program / "lib-0.1.0").mkdir()
    assert find_changed(program, lib) == []


@pytest.mark.parametrize("name", ["tk/tài liệu.tcl", "python311.dll", MANIFEST])
def test_a_copy_that_stopped_half_way_is_seen(program: Path, name: str) -> None:
    lib = program / "lib-0.2.0"
    (lib / name).unlink()
    assert find_missing(program, lib)


def test_a_file_cut_short_and_a_program_of_another_copy_are_seen(program: Path) -> None:
    lib = program / "lib-0.2.0"
    (lib / "python311.dll").write_text("d")
    assert find_missing(program, lib) == ["lib-0.2.0/python311.dll"]
    (lib / "python311.dll").write_text("dll")
    (program / "TungNha.exe").write_text("another program")
    assert find_missing(program, lib) == ["TungNha.exe"]


def test_a_list_cut_short_is_no_list(program: Path) -> None:
    lib = program / "lib-0.2.0"
    (lib / MANIFEST).write_text("12")
    assert find_missing(program, lib) == [MANIFEST]


def test_a_file_of_the_same_size_with_other_content_is_found_by_the_check(program: Path) -> None:
    lib = program / "lib-0.2.0"
    (lib / "python311.dll").write_text("dlk")
    assert find_missing(program, lib) == []
    assert find_changed(program, lib) == ["lib-0.2.0/python311.dll"]


def test_what_is_wrong_is_one_sentence_with_what_to_do(
    program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say_not_whole(program)
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert said.count(". ") == 0
    assert "chép lại" in said
    assert "số liệu vẫn còn nguyên" in said


def test_the_folder_of_an_older_program_goes_and_nothing_else(program: Path) -> None:
    make_lib(program, "0.1.0")
    (program / "lib-0.1.5").mkdir()  # without a list: not ours to delete
    (program / "lib-của xã").mkdir()
    (program / "lib-của xã" / MANIFEST).write_text("")
    (program / "TungNha-data").mkdir()
    drop_leftovers(program, program / "lib-0.2.0")
    assert sorted(p.name for p in program.iterdir()) == [
        "TungNha-data", "TungNha.exe", "lib-0.1.5", "lib-0.2.0", "lib-của xã",
    ]  # fmt: skip


def test_a_newer_folder_stays_its_program_may_be_copied_at_this_moment(program: Path) -> None:
    newer = [make_lib(program, version) for version in ("0.2.1", "0.10.0")]
    make_lib(program, "0.1.9")
    drop_leftovers(program, program / "lib-0.2.0")
    assert [lib.is_dir() for lib in newer] == [True, True]
    assert not (program / "lib-0.1.9").exists()


@pytest.mark.parametrize("name", ["TungNha-cu", "TungNha-moi", "lib-cu"])
def test_a_folder_that_somebody_keeps_beside_the_program_stays(program: Path, name: str) -> None:
    """An older program with its data in it: whoever unpacks on a stick calls it so."""
    data = program / name / "TungNha-data" / "tungnha.db"
    data.parent.mkdir(parents=True)
    data.write_text("data")
    make_lib(program / name, "0.1.0")
    drop_leftovers(program, program / "lib-0.2.0")
    assert data.read_text() == "data"
    assert (program / name / "lib-0.1.0").is_dir()


def test_a_program_under_another_name_is_whole(program: Path) -> None:
    (program / "TungNha.exe").rename(program / "Từng Nhà.exe")
    assert find_missing(program, program / "lib-0.2.0") == []
    assert find_changed(program, program / "lib-0.2.0") == []


def test_deleting_that_was_cut_off_is_finished_the_next_time(program: Path) -> None:
    make_lib(program, "0.1.0").rename(program / LEFT)
    drop_leftovers(program, program / "lib-0.2.0")
    assert not (program / LEFT).exists()


def test_an_older_folder_that_is_in_use_stays_whole(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = make_lib(program, "0.1.0")

    def refuse(*_: object) -> Path:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "rename", refuse)
    drop_leftovers(program, program / "lib-0.2.0")
    assert find_missing(program, older) == []
