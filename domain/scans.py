"""Telling a bar-code scanner from fingers: it is a keyboard that types a code at once, then Return.

A code is recognised by its form however slowly it comes; anything else only when it comes faster
than people type, so that a scan is never mistaken for a note, and never lost either (D4).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.sheets import read_sheet_code

FASTEST_FINGERS_MS = 16  # a key on average, over a whole code; scanners send one in 1 to 10 ms
LEAST_KEYS = 6
LONGEST = len("P000001-2.345")
PAUSE_MS = 40  # after this long, a key begins something new
_CODE = re.compile(r"P\d{4,6}-?\d?(?:\.\d{1,3})?", re.IGNORECASE)
_SURELY = re.compile(r"P\d{4,6}-\d(?:\.\d{1,3})?|P\d{5,7}\.\d{2,3}", re.IGNORECASE)


@dataclass(frozen=True)
class Scan:
    """A code that was read; `number` is None for one that is no sheet of ours."""

    text: str
    number: int | None = None
    line: int | None = None


def is_burst(times: Sequence[int]) -> bool:
    """Whether keys that came at these milliseconds came from a machine."""
    if len(times) < LEAST_KEYS:
        return False
    return (times[-1] - times[0]) / (len(times) - 1) <= FASTEST_FINGERS_MS


def find_scan(
    whole: str, burst: str, times: Sequence[int], *, for_codes: bool = False
) -> Scan | None:
    """The scan that ended with Return, or None when somebody typed.

    `whole` is all that stands in the field, `burst` the keys since the last pause. A field that
    is `for_codes` reads more than a scanner sends ("1-3"): that is left to it, however it came.
    """
    text = whole.strip()
    if is_burst(times):
        scan = _read(burst.strip())
        if scan.number is None:
            scan = _begun_before(text, scan)
        return None if scan.number is None and for_codes and read_sheet_code(text) else scan
    return _read(text) if _SURELY.fullmatch(text) else None


def _begun_before(text: str, scan: Scan) -> Scan:
    """A code whose first letters came before the burst, when the PC or the scanner paused there."""
    if not scan.text or not text.endswith(scan.text):
        return scan
    longer = (_read(text[at:]) for at in range(max(0, len(text) - LONGEST), len(text)))
    return next((s for s in longer if s.number is not None and len(s.text) > len(scan.text)), scan)


def _read(text: str) -> Scan:
    found = read_sheet_code(text) if _CODE.fullmatch(text) else None
    return Scan(text, *found) if found else Scan(text)
