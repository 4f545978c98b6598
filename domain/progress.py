"""How far a campaign is: one line per village and the commune, at a cut-off and at the one before.

storage/progress.py fills these from one query; tiles, charts, report and JSON read them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from domain.campaigns import App
from domain.figures import Figure
from domain.indicators import Counts, Indicator, add_counts, add_known, total_rate


@dataclass(frozen=True)
class UnitProgress:
    id: str
    label: str  # "Bản Chiềng"
    now: Counts
    before: Counts  # at the start of the period: stock now − stock before = flow
    has_data: bool = True  # False: nobody was there yet, "chưa báo cáo"
    tally: bool = False  # totals of the whole village are in its numbers, "tổng hợp"
    over: int = 0  # households by which visits and totals together exceed the list; left out


@dataclass(frozen=True)
class Progress:
    """`until` is the cut-off (ISO with hour); `since` the cut-off of the period before, or ""."""

    until: str
    since: str
    units: tuple[UnitProgress, ...]
    commune_now: Counts  # sums of the units; population and subscribers as stated for the commune
    commune_before: Counts
    figures: tuple[tuple[str, Figure], ...] = ()  # (unit label, figure) behind the denominators

    def rate(
        self, indicator: Indicator, app: App | None = None, *, before: bool = False
    ) -> tuple[Fraction | None, int]:
        """The commune's rate and how many of its units it stands on.

        With a denominator stated for the whole commune, numerator and denominator are the
        commune's; otherwise the sums over the units that have both.
        """
        units = [u.before if before else u.now for u in self.units]
        rate, n = total_rate(indicator, units, app)
        if indicator.denominator in ("population", "subscribers"):
            total = self.commune_before if before else self.commune_now
            stated = indicator.rate(total, app)
            if stated is not None and indicator.denominator in self.stated_for_commune(before):
                return stated, len(self.units)
        return rate, n

    def parts(self, indicator: Indicator, app: App | None = None) -> tuple[int | None, int | None]:
        """The two numbers behind rate(): the commune's, or the sums of the units with both."""
        if indicator.denominator in self.stated_for_commune():
            return indicator.parts(self.commune_now, app)
        pairs = [indicator.parts(u.now, app) for u in self.units]
        both = [(t, b) for t, b in pairs if t is not None and b is not None]
        return add_known(t for t, _ in both), add_known(b for _, b in both)

    def left_out(self, indicator: Indicator, app: App | None = None) -> list[str]:
        """Units whose numerator is in the commune's total and in no rate: nobody said of how many.

        Empty where the total is the numerator of the rate.
        """
        if self.parts(indicator, app)[0] == indicator.parts(self.commune_now, app)[0]:
            return []
        pairs = ((u.label, *indicator.parts(u.now, app)) for u in self.units)
        return [label for label, top, bottom in pairs if top and bottom is None]

    def stated_for_commune(self, before: bool = False) -> set[str]:
        cut_off = self.since if before else self.until
        return {f.kind for _, f in self.figures if f.village_id is None and f.as_of <= cut_off}


def left_out_words(units: Sequence[str], most: int = 3) -> str:
    """ "chưa kể Bản Mìn", "chưa kể Bản Mìn, Bản Yên, Bản Na và 2 nơi khác"."""
    more = f" và {len(units) - most} nơi khác" if len(units) > most else ""
    return f"chưa kể {', '.join(units[:most])}{more}"


def sum_units(units: Sequence[Counts], population: int | None, subscribers: int | None) -> Counts:
    """The commune's counts; a figure stated for the commune stands before a sum of villages."""
    total = add_counts(units)
    if population is not None:
        total.population = population
    if subscribers is not None:
        total.subscribers = subscribers
    return total


@dataclass(frozen=True)
class DayLine:
    """One day of the campaign: what was new on it and the stock at its end."""

    day: str
    visited_new: int
    visited: int
    completed: int
    visits: int  # attempts of that day
    installed_new: dict[str, int] = field(default_factory=dict)
    installed: dict[str, int] = field(default_factory=dict)
    smartphones: int = 0
    # The two numbers behind rate(), by app: sums over the villages that have both, as in Progress.
    paired: dict[str, int] = field(default_factory=dict)
    bases: dict[str, int] = field(default_factory=dict)

    def rate(self, code: str) -> Fraction | None:
        """The app on the smartphones found, at the end of the day."""
        base = self.bases.get(code)
        return Fraction(self.paired[code], base) if base else None


@dataclass(frozen=True)
class ReasonLine:
    """Annex IV for one village: households visited, not complete, by domain/reasons.py.

    Without any counts where totals do not say how many households are complete.
    """

    unit_id: str
    label: str
    visited: int
    counts: dict[str, int]
    by_status: dict[str, int] = field(default_factory=dict)
    by_reason: dict[str, int] = field(default_factory=dict)  # reason code -> households
    tally: bool = False  # as in UnitProgress

    @property
    def total(self) -> int:
        return sum(self.counts.values())
