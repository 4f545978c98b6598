"""Reading Windows program files: a small one is put together here byte by byte."""

import struct
from pathlib import Path

import pytest

from release.pe import PeFile

START = 0x1000  # address of the only section in memory
OFFSET = 0x200  # and where it begins in the file


def program(body: bytes, directories: dict[int, int]) -> bytes:
    header = bytearray(OFFSET)
    header[:2] = b"MZ"
    struct.pack_into("<I", header, 0x3C, 0x40)
    header[0x40:0x44] = b"PE\0\0"
    struct.pack_into("<HH", header, 0x44, 0x8664, 1)
    struct.pack_into("<H", header, 0x54, 240)
    for number, at in directories.items():
        struct.pack_into("<I", header, 0x40 + 24 + 112 + 8 * number, START + at)
    section = 0x40 + 24 + 240
    struct.pack_into("<IIII", header, section + 8, len(body), START, len(body), OFFSET)
    return bytes(header) + body


def test_the_names_a_dll_offers_are_read(tmp_path: Path) -> None:
    body = bytearray(64) + b"PyLong_Type\0PyBool_Type\0"
    struct.pack_into("<I", body, 24, 2)
    struct.pack_into("<I", body, 32, START + 48)
    struct.pack_into("<II", body, 48, START + 64, START + 76)
    (tmp_path / "a.dll").write_bytes(program(bytes(body), {0: 0}))
    assert PeFile(tmp_path / "a.dll").exports() == ["PyBool_Type", "PyLong_Type"]


def test_the_dlls_a_program_wants_are_read(tmp_path: Path) -> None:
    body = bytearray(64) + b"python311.dll\0KERNEL32.dll\0"
    struct.pack_into("<I", body, 12, START + 64)
    struct.pack_into("<I", body, 20 + 12, START + 78)
    (tmp_path / "a.exe").write_bytes(program(bytes(body), {1: 0}))
    assert PeFile(tmp_path / "a.exe").imports() == ["kernel32.dll", "python311.dll"]
    assert PeFile(tmp_path / "a.exe").exports() == []


def test_another_file_is_not_taken_for_a_program(tmp_path: Path) -> None:
    (tmp_path / "a.exe").write_bytes(b"#!" + bytes(200))
    with pytest.raises(ValueError, match="not a Windows program file"):
        PeFile(tmp_path / "a.exe")
