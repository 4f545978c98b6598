"""Which of many backups may go. Anki's rule: dense for the last days, sparse further back.

Pure: moments in, moments out. Days, weeks and months are counted only where there is a backup, so
an office that was closed for a month, or a clock that jumped, costs no backup.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

DAYS, WEEKS, MONTHS = 10, 8, 12
LATEST = 3  # by number of entries, whatever the clock said when they were made
STICK = 10  # on a USB stick


class Dated(Protocol):
    """A backup, as far as this needs it."""

    @property
    def made_at(self) -> str: ...  # ISO, local time

    @property
    def entries(self) -> int: ...


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True)
class _Rule:
    keep: int
    period: Callable[[date], Hashable]


_RULES = (
    _Rule(DAYS, lambda day: day),
    _Rule(WEEKS, lambda day: day.isocalendar()[:2]),
    _Rule(MONTHS, lambda day: (day.year, day.month)),
)


def superseded(backups: Sequence[D], today: date) -> list[D]:
    """Those that may be deleted; none when the clock is behind the newest of them."""
    ordered = sorted(backups, key=lambda b: (b.made_at, b.entries), reverse=True)
    if not ordered or _day(ordered[0]) > today:
        return []
    kept = {id(b) for b in sorted(ordered, key=lambda b: b.entries, reverse=True)[:LATEST]}
    kept |= {id(b) for b in ordered if _day(b) >= today - timedelta(days=1)}
    for rule in _RULES:
        seen: set[Hashable] = set()
        for b in ordered:
            period = rule.period(_day(b))
            if period not in seen and len(seen) < rule.keep:
                seen.add(period)
                kept.add(id(b))
    return [b for b in ordered if id(b) not in kept]


def superseded_on_stick(backups: Sequence[D]) -> list[D]:
    """The last few of one office stay, by the clock; and the LATEST, as above. After a restore new
    backups have fewer entries than old ones, so entries alone would keep those."""
    ordered = sorted(backups, key=lambda b: (b.made_at, b.entries), reverse=True)
    kept = {id(b) for b in sorted(ordered, key=lambda b: b.entries, reverse=True)[:LATEST]}
    return [b for b in ordered[STICK:] if id(b) not in kept]


def _day(backup: Dated) -> date:
    return date.fromisoformat(backup.made_at[:10])
