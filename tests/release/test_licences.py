"""Which licence texts go along, and what ends the build instead."""

import sysconfig
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest

from release import licences

LIB = Path(sysconfig.get_path("stdlib"))


def install(
    place: Path, name: str, *, licence: str = "MIT", text: str | None = "its words"
) -> None:
    about = place / f"{name}-1.0.dist-info"
    about.mkdir(parents=True)
    (place / f"{name}.py").touch()
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\nLicense-Expression: {licence}\n"
    )
    files = [f"{name}.py", f"{about.name}/METADATA"]
    if text is not None:
        (about / "licenses").mkdir()
        (about / "licenses" / "LICENSE").write_text(text)
        files.append(f"{about.name}/licenses/LICENSE")
    (about / "RECORD").write_text("".join(f"{file},,\n" for file in files))


def entry(place: Path, name: str) -> licences.Entry:
    return (name, str(place / f"{name}.py"), "PYMODULE")


def installed(place: Path) -> list[Distribution]:
    return list(distributions(path=[str(place)]))


def test_what_is_packed_brings_its_own_words_and_what_is_not_does_not(tmp_path: Path) -> None:
    install(tmp_path, "chart", text="words of chart")
    install(tmp_path, "unpacked", text="words of another")
    found = licences.collect([entry(tmp_path, "chart")], installed(tmp_path), LIB)
    assert "words of chart" in found["chart"]
    assert "unpacked" not in found
    assert {"Tung-Nha", "Noto-Sans", "CPython"} <= set(found)


def test_a_distribution_without_a_licence_text_ends_the_build(tmp_path: Path) -> None:
    install(tmp_path, "chart", text=None)
    with pytest.raises(licences.Refused, match=r"chart 1\.0 brought no licence text"):
        licences.collect([entry(tmp_path, "chart")], installed(tmp_path), LIB)


@pytest.mark.parametrize("licence", ["GPL-3.0-or-later", "LGPL-2.1-only", "AGPL-3.0-only"])
def test_a_distribution_under_the_gpl_ends_the_build(tmp_path: Path, licence: str) -> None:
    install(tmp_path, "chart", licence=licence)
    with pytest.raises(licences.Refused, match="chart says of itself"):
        licences.collect([entry(tmp_path, "chart")], installed(tmp_path), LIB)


def test_the_packers_own_starter_is_allowed_by_its_exception(tmp_path: Path) -> None:
    install(tmp_path, "pyinstaller", licence="GPL-2.0-or-later", text="with its exception")
    found = licences.collect([entry(tmp_path, "pyinstaller")], installed(tmp_path), LIB)
    assert "with its exception" in found["pyinstaller"]


def test_a_library_that_nobody_answers_for_ends_the_build(tmp_path: Path) -> None:
    stranger = ("libstranger.so.1", "/usr/lib/libstranger.so.1", "BINARY")
    with pytest.raises(licences.Refused, match=r"libstranger\.so\.1"):
        licences.collect([stranger], [], LIB)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tcl86t.dll", "Tcl-Tk.txt"),
        ("libtk8.6.so", "Tcl-Tk.txt"),
        ("_tcl_data\\init.tcl", "Tcl-Tk.txt"),
        ("tcl8\\8.6\\msgcat.tm", "Tcl-Tk.txt"),
        ("libcrypto-3.dll", "OpenSSL.txt"),
        ("libffi-8.dll", "libffi.txt"),
        ("libffi.so.8", "libffi.txt"),
        ("VCRUNTIME140_1.dll", "Microsoft-C-runtime.txt"),
        ("python311.dll", "CPython.txt"),
        ("python3.dll", "CPython.txt"),
        ("_tkinter.pyd", "CPython.txt"),
        ("python3.11/lib-dynload/_json.so", "CPython.txt"),
        ("libXft.so.2", "X11-libraries.txt"),
        ("pillow.libs/libXau-154567c4.so.6.0.0", "X11-libraries.txt"),
    ],
)
def test_parts_that_no_distribution_brings_have_their_text_here(name: str, text: str) -> None:
    assert licences.part_of(name) == text


def test_every_text_that_is_named_is_there() -> None:
    named = {text for _, text in licences.PARTS}
    named |= {text for texts in licences.INSIDE.values() for text in texts}
    assert {file.name for file in licences.TEXTS.iterdir()} == named


def test_the_folder_has_a_page_of_contents_in_vietnamese(tmp_path: Path) -> None:
    licences.write_licences([], LIB, tmp_path / "LICENSES")
    words = (tmp_path / "LICENSES" / licences.CONTENTS).read_text("utf-8")
    assert "Chương trình Từng Nhà theo giấy phép MIT" in words
    assert "CPython.txt" in words
