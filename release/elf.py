"""Linux libraries of wheels, without the bytes that no program ever loads.

`strip` cannot be used on them: they were patched when the wheel was made, and OpenBLAS does not
load after it. What is cut here are whole pages that no segment of the file names (symbols, debug
information, what patching left behind); every segment keeps its bytes and its place in memory.
"""

import struct

HEADER, SEGMENT = 64, 56  # bytes, of a 64-bit file
LOADED = 1  # PT_LOAD


def cut_unloaded(body: bytes) -> bytes:
    """The same when it is no 64-bit Linux library."""
    if body[:6] != b"\x7fELF\x02\x01":
        return body
    (table,) = struct.unpack_from("<Q", body, 32)
    size, count = struct.unpack_from("<HH", body, 54)
    places = [table + size * n for n in range(count)]
    segments = [Segment(body, place) for place in places]
    page = max([s.align for s in segments if s.kind == LOADED], default=len(body))
    head = [(0, HEADER), (table, table + size * count)]
    kept = merge([*head, *((s.offset, s.offset + s.size) for s in segments if s.size)], page)
    if table >= kept[0][1]:  # it would have to move itself
        return body
    out = bytearray()
    moved: list[tuple[int, int, int]] = []  # from, to, where it begins now
    for start, end in kept:
        moved.append((start, end, len(out)))
        out += body[start:end]
    for segment in segments:
        if segment.size:
            start, _, now = next(m for m in moved if m[0] <= segment.offset < m[1])
            struct.pack_into("<Q", out, segment.at + 8, segment.offset - start + now)
    struct.pack_into("<Q", out, 40, 0)  # no table of sections any more
    struct.pack_into("<HH", out, 60, 0, 0)
    return bytes(out)


class Segment:
    """One entry of the table that the loader reads."""

    def __init__(self, body: bytes, at: int) -> None:
        self.at = at
        (self.kind,) = struct.unpack_from("<I", body, at)
        self.offset, _, _, self.size, _, self.align = struct.unpack_from("<QQQQQQ", body, at + 8)


def merge(spans: list[tuple[int, int]], page: int) -> list[tuple[int, int]]:
    """What is kept: a span begins a multiple of a page behind the end it is moved up to."""
    kept = [min(spans)]
    for start, end in sorted(spans):
        last_start, last_end = kept[-1]
        gap = max(start - last_end, 0) // page * page
        if gap:
            kept.append((last_end + gap, end))
        else:
            kept[-1] = (last_start, max(last_end, end))
    return kept
