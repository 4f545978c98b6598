"""The ranking of villages (E6): each denominator ranks by itself, and shows its movement.

Ranks are 1-2-2-4 on the unrounded rate (IND23). A village that did not report has no rank and
stands last, whatever the order. To add a column of rates: a line in RANKED.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from domain.campaigns import App
from domain.indicators import BY_KEY, Counts, rank, rate_change
from domain.progress import Progress
from domain.text import words_with_numbers_key

# key of the column -> the indicator that is ranked; the first is what a ranking starts with
RANKED = {
    "visited": "IND01",
    "completed": "IND03",
    "smartphones": "IND07",
    "population": "IND05",
    "subscribers": "IND06",
}


@dataclass(frozen=True)
class Place:
    """A village in one of the ranks."""

    rate: Fraction | None = None
    rank: int | None = None
    climbed: int | None = None  # places won since the cut-off before; None: no rank then or now
    change: Fraction | None = None  # of the rate, in points (IND20)


@dataclass(frozen=True)
class RankLine:
    unit_id: str
    label: str
    installed: int | None
    has_data: bool
    places: dict[str, Place] = field(default_factory=dict)  # by key of RANKED
    tally: bool = False  # totals of the whole village are in its numbers


def rank_lines(progress: Progress, app: App | None) -> list[RankLine]:
    """One line per village, in the order of the list."""
    places = {key: _places(progress, code, app) for key, code in RANKED.items()}
    return [
        RankLine(
            u.id, u.label, u.now.installed.get(app.code) if app and u.has_data else None,
            u.has_data, {key: column[u.id] for key, column in places.items()}, u.tally,
        )
        for u in progress.units
    ]  # fmt: skip


def _places(progress: Progress, code: str, app: App | None) -> dict[str, Place]:
    indicator = BY_KEY[code]

    def rate(counts: Counts) -> Fraction | None:
        return indicator.rate(counts, app) if counts.visited else None

    now = {u.id: rate(u.now) for u in progress.units}
    then = {u.id: rate(u.before) for u in progress.units}
    ranks, earlier = rank(now), rank(then)
    found = {}
    for unit, place in ranks.items():
        before = earlier[unit]
        climbed = before - place if before is not None and place is not None else None
        found[unit] = Place(now[unit], place, climbed, rate_change(now[unit], then[unit]))
    return found


def sort_lines(
    lines: Sequence[RankLine], key: str, *, descending: bool = False
) -> list[RankLine]:
    """By the rank in a column of RANKED, by "installed" or by "label"; no data comes last."""

    def order(line: RankLine) -> tuple[object, ...]:
        name = words_with_numbers_key(line.label)
        if key == "label":
            return (name,)
        place = line.places.get(key)
        number = place.rank if place else None if line.installed is None else -line.installed
        return (number, name)

    def known(line: RankLine) -> bool:
        place = line.places.get(key)
        return key == "label" or (place.rank if place else line.installed) is not None

    reported = [x for x in lines if x.has_data]
    ranked = sorted((x for x in reported if known(x)), key=order, reverse=descending)
    rest = sorted(
        (x for x in lines if x not in ranked),
        key=lambda x: (not x.has_data, words_with_numbers_key(x.label)),
    )
    return [*ranked, *rest]
