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


def find_scan(whole: str, burst: str, times: Sequence[int]) -> Scan | None:
    """The scan that ended with Return, or None when somebody typed.

    `whole` is all that stands in the field, `burst` the keys since the last pause.
    """
    if is_burst(times):
        return _read(burst.strip())
    text = whole.strip()
    return _read(text) if _SURELY.fullmatch(text) else None


def _read(text: str) -> Scan:
    found = read_sheet_code(text) if _CODE.fullmatch(text) else None
    return Scan(text, *found) if found else Scan(text)
