"""Widths of columns that somebody dragged, remembered on this PC: one line of the PC's settings for
each kind of list, known by its columns. In logical pixels, so that another text size keeps them.
"""

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Protocol

from ui.theme import zoom

MOST = 2000  # logical pixels: nobody drags a column wider; what else stands there is damage
_kept: MutableMapping[str, str] = {}


class HasKey(Protocol):
    @property
    def key(self) -> str: ...


def keep_widths_in(settings: MutableMapping[str, str]) -> None:
    """From now on; lists that stand there already keep theirs."""
    global _kept
    _kept = settings


def remembered_widths(columns: Sequence[HasKey]) -> dict[str, int]:
    """Physical pixels by column; those never dragged are missing."""
    known = {c.key for c in columns}
    found = {}
    for part in _kept.get(_name(columns), "").split():
        key, _, width = part.partition("=")
        if key in known and width.isdigit() and 0 < int(width) <= MOST:
            found[key] = round(int(width) * zoom())
    return found


def remember_widths(columns: Sequence[HasKey], widths: Mapping[str, int]) -> None:
    texts = [f"{key}={round(width / zoom())}" for key, width in widths.items()]
    _kept[_name(columns)] = " ".join(texts)


def _name(columns: Sequence[HasKey]) -> str:
    return "columns:" + ",".join(c.key for c in columns)
