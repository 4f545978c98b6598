"""What NSIS is given, and that its script and the program mean the same files."""

import re
import zlib
from pathlib import Path

import pytest

from release import installer
from release.installer import (
    WORDS,
    describe_files,
    make_installer,
    program_files,
    translate,
    translated_home,
    version_numbers,
)
from storage.paths import PORTABLE, UNINSTALLER
from storage.program_files import LEFT, MANIFEST
from tests.needs import needs_nsis

HEAD = 512  # bytes in front that the sum at the end does not cover
SCRIPT = installer.SCRIPT.read_text("utf-8")
FILES = {
    name: Path("/dist") / name
    for name in ("LICENSES/a.txt", "TungNha.exe", "doc $.pdf", "lib-0.1.0/a.dll",
                 "lib-0.1.0/tcl/b.tcl")
}  # fmt: skip


def defined(name: str) -> str:
    found = re.search(rf'^!define {name} "(.*?)"', SCRIPT, re.MULTILINE)
    assert found
    return found[1]


def test_the_script_asks_for_the_windows_that_its_sentence_and_the_documents_name() -> None:
    assert re.findall(r"AtLeastWin([\d.]+)", SCRIPT) == ["10"]
    root = installer.SCRIPT.parents[1]
    assert "cần Windows 10 trở lên" in SCRIPT
    assert "Cần Windows 10 trở lên" in (root / "docs/huong-dan/01-cai-dat.md").read_text("utf-8")
    assert "Windows 10 or newer" in (root / "docs/packaging.md").read_text("utf-8")


def test_the_script_and_the_program_name_the_same_files() -> None:
    assert defined("LIST") == MANIFEST
    assert defined("OLD") == LEFT
    assert defined("UNINSTALLER") == UNINSTALLER
    assert defined("PORTABLE") == PORTABLE


def test_data_are_never_deleted() -> None:
    deleted = re.findall(r"^\s*(?:RMDir|Delete)\b.*$", SCRIPT, re.MULTILINE)
    assert len(deleted) > 8
    assert not [line for line in deleted if "PORTABLE" in line or "LOCALAPPDATA" in line]
    whole = [line for line in deleted if "/r" in line]
    assert not [line for line in whole if line.rstrip().endswith('"$INSTDIR"')]


def test_every_file_is_unpacked_aside_and_flushed_before_anything_is_replaced() -> None:
    text = describe_files(FILES)
    unpacked = text.partition("!macroend")[0]
    assert unpacked.count("  File ") == unpacked.count("Call FlushFile") == len(FILES)
    assert 'SetOutPath "$INSTDIR\\${STAGE}\\lib-0.1.0\\tcl"' in unpacked
    assert 'Push "lib-0.1.0\\tcl\\b.tcl"' in unpacked
    steps = [SCRIPT.index(s) for s in ("!insertmacro LayDown", "!insertmacro LayOver",
                                       'Rename "$INSTDIR\\${STAGE}\\${LIB}" "$INSTDIR\\${LIB}"',
                                       '!insertmacro Replace "TungNha.exe"',
                                       '!insertmacro DropOtherFolders "${LIB}"')]  # fmt: skip
    assert steps == sorted(steps)


def test_the_same_version_once_more_is_laid_over_file_by_file() -> None:
    over = describe_files(FILES).split("!macroend")[1]
    assert 'CreateDirectory "$INSTDIR\\lib-0.1.0\\tcl"' in over
    assert over.count("Call ReplaceOne") == 2
    assert "TungNha.exe" not in over


def test_what_lies_beside_the_program_is_placed_and_removed_by_name() -> None:
    _, _, place, drop, _ = describe_files(FILES).split("!macroend")
    assert '!insertmacro Replace "doc $$.pdf"' in place
    assert 'RMDir /r "$INSTDIR\\LICENSES"' in drop
    assert 'Delete "$INSTDIR\\doc $$.pdf"' in drop
    assert "TungNha.exe" not in place + drop
    assert "lib-" not in place + drop


def test_versions_compare_as_windows_keeps_them() -> None:
    def order(version: str) -> tuple[int, int]:
        found = version_numbers(version)
        return found["VERSION_HIGH"], found["VERSION_LOW"]

    versions = ["0.1.0", "0.1.2", "0.1.10", "0.2.0", "1.0.0", "1.10.0", "2.0.0"]
    assert sorted(versions, key=order) == versions
    assert order("1.2.3") == (0x10002, 0x30000)


def test_a_version_that_windows_cannot_keep_is_refused() -> None:
    with pytest.raises(SystemExit, match=r"no version of the form 1\.2\.3"):
        version_numbers("0.1.0rc1")


@needs_nsis
def test_the_same_program_gives_the_same_installer(tmp_path: Path) -> None:
    for name in ("a", "b"):
        lib = tmp_path / name / "lib-0.1.0"
        lib.mkdir(parents=True)
        for file in ("z.dll", "a.dll") if name == "a" else ("a.dll", "z.dll"):
            (lib / file).write_text(file)
        (tmp_path / name / "TungNha.exe").write_text("MZ")
        make_installer(tmp_path / name, "0.1.0", tmp_path / f"{name}.exe")
    made = (tmp_path / "a.exe").read_bytes()
    assert made == (tmp_path / "b.exe").read_bytes()
    assert "Bộ cài bị hỏng".encode("utf-16-le") in made
    assert zlib.crc32(made[HEAD:-4]).to_bytes(4, "little") == made[-4:]


def test_what_is_said_before_the_pages_is_vietnamese() -> None:
    said = b"".join(f"{words}\0".encode("utf-16-le") for words in WORDS)
    found = translate(said, "starter")
    assert len(found) == len(said)
    assert b"NSIS" not in found.replace(b"\0", b"")


def test_the_starter_speaks_vietnamese_before_the_installer_is_made_of_it(tmp_path: Path) -> None:
    """The uninstaller carries a sum over the starter: changed afterwards, it called itself
    damaged and did not run."""
    stubs = tmp_path / "home" / "Stubs"
    stubs.mkdir(parents=True)
    said = b"".join(f"{words}\0".encode("utf-16-le") for words in WORDS)
    (stubs / "lzma_solid-amd64-unicode").write_bytes(said)
    copy = translated_home(tmp_path / "home", "amd64-unicode", tmp_path / "work")
    starter = (copy / "Stubs" / "lzma_solid-amd64-unicode").read_bytes()
    assert "Bộ cài bị hỏng".encode("utf-16-le") in starter
    assert (stubs / "lzma_solid-amd64-unicode").read_bytes() == said


def test_a_program_that_was_not_built_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="build the program first"):
        make_installer(tmp_path, "0.1.0", tmp_path / "setup.exe")


def test_the_two_programs_are_packed_beside_each_other(tmp_path: Path) -> None:
    """They are the same but for some words, and that costs nothing only near by."""
    for name in ("LICENSES/a.txt", "TungNha.exe", "lib-0.1.0/a.dll", "tungnha-lenh.exe"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    names = [n for n in program_files(tmp_path) if not n.endswith(".pdf")]
    assert names == ["TungNha.exe", "tungnha-lenh.exe", "LICENSES/a.txt", "lib-0.1.0/a.dll"]
