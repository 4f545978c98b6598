"""Bytes that no program loads go from a library; what it does stays the same."""

import ctypes
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from release.elf import HEADER, LOADED, SEGMENT, Segment, cut_unloaded

PAGE = 0x1000


def library(*spans: tuple[int, int], table: int = HEADER) -> bytes:
    """One loaded segment for each span, filled with its number; between them is rubbish."""
    size = max(*(end for _, end in spans), table + SEGMENT * len(spans)) + 500
    body = bytearray(b"\xee" * size)
    head = struct.pack("<QQIHHHHHH", table, size - 100, 0, HEADER, SEGMENT, len(spans), 64, 9, 8)
    body[: 32 + len(head)] = b"\x7fELF\x02\x01" + bytes(26) + head
    for n, (start, end) in enumerate(spans, 1):
        body[max(start, 512) : end] = bytes([n]) * (end - max(start, 512))
        at = table + SEGMENT * (n - 1)
        entry = (LOADED, 5, start, 7 * PAGE + start, 0, end - start, end - start, PAGE)
        body[at : at + SEGMENT] = struct.pack("<IIQQQQQQ", *entry)
    return bytes(body)


def segments(body: bytes) -> list[Segment]:
    table, count = struct.unpack_from("<Q", body, 32)[0], struct.unpack_from("<H", body, 56)[0]
    return [Segment(body, table + SEGMENT * n) for n in range(count)]


def test_whole_pages_between_segments_go_and_every_segment_keeps_its_bytes() -> None:
    before = library((0, 0x1800), (0x5900, 0x6000), (0x6000, 0x6100))
    after = cut_unloaded(before)
    assert len(after) == 0x6100 - 4 * PAGE
    assert [s.offset for s in segments(after)] == [0, 0x1900, 0x2000]
    for n, segment in enumerate(segments(after), 1):
        body = after[max(segment.offset, 512) : segment.offset + segment.size]
        assert set(body) == {n}
        assert (segment.offset - segments(before)[n - 1].offset) % PAGE == 0


def test_no_table_of_sections_is_promised_any_more() -> None:
    after = cut_unloaded(library((0, 0x1800), (0x5900, 0x6000)))
    assert struct.unpack_from("<Q", after, 40) == (0,)
    assert struct.unpack_from("<HH", after, 60) == (0, 0)


def test_a_gap_of_less_than_a_page_stays() -> None:
    assert len(cut_unloaded(library((0, 0x1800), (0x2700, 0x3000)))) == 0x3000


def test_a_library_whose_own_table_would_move_is_left_alone() -> None:
    before = library((0, 0x1800), (0x5900, 0x6000), table=0x9000)
    assert cut_unloaded(before) == before


def test_what_is_no_library_is_left_alone() -> None:
    assert cut_unloaded(b"PK\3\4 and more") == b"PK\3\4 and more"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="loads a library of Linux")
def test_a_real_library_still_works(tmp_path: Path) -> None:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if not compiler:
        pytest.skip("no C compiler is here")
    source, made = tmp_path / "a.c", tmp_path / "a.so"
    source.write_text("static int n[9000] = {1, 2, 3}; int third(void) { return n[2] + n[8999]; }")
    subprocess.run([compiler, "-g3", "-shared", "-fPIC", "-o", made, source], check=True)
    before = made.read_bytes()
    after = cut_unloaded(before)
    assert len(after) < len(before) - 1000
    (tmp_path / "b.so").write_bytes(after)
    assert ctypes.CDLL(str(tmp_path / "b.so")).third() == 3
