"""Counts per village at one hour: by household visits, and with the totals that count there.

A new count is one expression in _SUMS and one name in domain.indicators.Counts. Totals of villages
that give only totals are added by domain/tally_counts.py: whole, from their last day on; so a
period in which a tally ends has all of it, also when it begins inside its days.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain.campaigns import Campaign
from domain.days import end_of
from domain.figures import Figure, figure_at
from domain.indicators import Counts
from domain.tallies import HOUSEHOLD_TOTALS, Tally
from domain.tally_counts import add_tallies
from storage.campaigns import campaign_row
from storage.database import Database
from storage.households import count_visited
from storage.tallies import TallyBook, read_book

NO_CUT_OFF = "9998"  # later than any visit, earlier than the end of the last interval

# Households that were not active at :day, by their latest change of state up to that day.
AWAY = (
    "away AS (SELECT household_id FROM (SELECT household_id, state, max(effective_on || id)"
    " FROM household_state_changes WHERE effective_on <= :day GROUP BY household_id)"
    " WHERE state <> 'ACTIVE')"
)
ACTIVE = (
    "h.id NOT IN (SELECT household_id FROM away) AND (h.listed_on IS NULL OR h.listed_on <= :day)"
)
_LISTED = (
    f"WITH {AWAY} SELECT h.village_id, count(*) AS households, sum(h.source='FOUND') AS found,"
    f" sum(h.members) AS members FROM households h WHERE {ACTIVE}"
)
_INELIGIBLE = (
    f"WITH {AWAY} SELECT h.village_id, count(*) FROM households h"
    " WHERE h.id IN (SELECT household_id FROM away) AND h.state <> 'REMOVED'"
    " AND (h.listed_on IS NULL OR h.listed_on <= :day)"
)
_BY_VILLAGE = " GROUP BY h.village_id"
_SUMS = {
    "visited": "count(*)",
    "contacted": "sum(r.contacted)",
    "completed": "sum(r.completed)",
    "with_device": "sum(r.has_device = 1)",
    "without_device": "sum(r.has_device = 0)",
    "with_app": "sum(r.any_installed)",
    "with_in_use": "sum(r.in_use > 0)",
    "refused": "sum(r.refused_last)",
    "final": "sum(r.final)",
    "unreached": "sum(r.status IN ('NOT_HOME', 'LONG_AWAY', 'UNREACHED')"
    " AND r.has_device IS NOT 1)",
    "attempts": "sum(r.attempts)",
    "revisited": "sum(r.attempts > 1)",
    "revisited_done": "sum(r.attempts > 1 AND r.status IN ('COMPLETE', 'NO_DEVICE'))",
    "overdue": "sum(r.due_on < :today)",
    "revisit_due": "sum(r.attempts > 1 OR r.due_on < :today)",
    "members_gain": "sum(CASE WHEN r.members IS NOT NULL"
    " THEN r.members - ifnull(h.members, 0) END)",
    "smartphones": "sum(r.smartphones)",
    "android": "sum(r.android)",
    "ios": "sum(r.ios)",
    "in_use": "sum(r.in_use)",
    "in_use_base": "sum(r.in_use_base)",
    "all_apps": "sum(r.all_apps)",
    "paired_in_use": "sum(CASE WHEN r.in_use_base IS NOT NULL THEN r.in_use END)",
    "paired_all_apps": "sum(CASE WHEN r.smartphones IS NOT NULL THEN r.all_apps END)",
    "cross_smartphones": "sum(CASE WHEN r.all_apps IS NOT NULL THEN r.smartphones END)",
}


def cut_off_of(until: str) -> str:
    return end_of(until) if until else NO_CUT_OFF


@dataclass(frozen=True)
class Reported:
    """A village: its counts, those of household visits alone, and the tallies that count."""

    counts: Counts
    by_visits: Counts
    tallies: Sequence[Tally] = ()
    over: int = 0

    @property
    def has_data(self) -> bool:
        return self.counts.visited > 0 or bool(self.tallies)


def read_reported(
    db: Database, campaign: Campaign, cut_off: str, figures: Sequence[Figure],
    villages: Sequence[str] = (), book: TallyBook | None = None,
) -> dict[str, Reported]:  # fmt: skip
    """Village id -> what is known of it at the cut-off, household visits and totals together.

    `villages`: only these; () is all of them. `book`: where it was read already.
    """
    by_visits = _counts(db, campaign, cut_off, figures, villages)
    found: dict[str, Reported] = {}
    tallies = (book or read_book(db, campaign)).at(cut_off)
    if villages:
        tallies = {v: t for v, t in tallies.items() if v in villages}
    for village_id in (*by_visits, *(v for v in tallies if v not in by_visits)):
        own = by_visits.get(village_id) or _blank(campaign, figures, village_id, cut_off)
        counted, listed = tallies.get(village_id, ((), None))
        counts, over = own, 0
        if village_id in tallies:
            counts, over = add_tallies(own, counted, campaign, listed)
        counts = replace(counts, unreached=counts.unreached + counts.households - counts.visited,
                         ended=counts.ended + counts.ineligible)  # fmt: skip
        found[village_id] = Reported(counts, own, counted, over)
    return found


def count_reached(db: Database, campaign: Campaign) -> tuple[int, int]:
    """(households visited, households), now, as get_progress() has them of the commune."""
    visited, households = count_visited(db, campaign_row(db, campaign.id))
    book = read_book(db, campaign)
    if villages := list(book.at(NO_CUT_OFF)):
        for own in read_reported(db, campaign, NO_CUT_OFF, (), villages, book).values():
            visited += own.counts.visited - own.by_visits.visited
            households += own.counts.households - own.by_visits.households
    return visited, households


def read_tallied(
    db: Database, campaign: Campaign, village_id: str = "", until: str = ""
) -> dict[str, int]:
    """Households that are in the counts by totals alone: no list of households shows them.

    By name of a count; {} where no totals count. `village_id` "" is the commune.
    """
    cut_off = cut_off_of(until)
    book = read_book(db, campaign)
    villages = [v for v in book.at(cut_off) if village_id in ("", v)]
    found = read_reported(db, campaign, cut_off, (), villages, book) if villages else {}
    if not any(own.tallies for own in found.values()):
        return {}
    return {
        name: sum(getattr(v.counts, name) - getattr(v.by_visits, name) for v in found.values())
        for name in ("households", *HOUSEHOLD_TOTALS)
    }


def _blank(campaign: Campaign, figures: Sequence[Figure], village_id: str, cut_off: str) -> Counts:
    """A village without any household."""
    counts = Counts()
    _complete(counts, campaign, figures, village_id, cut_off)
    return counts


def _complete(
    counts: Counts, campaign: Campaign, figures: Sequence[Figure], village_id: str, cut_off: str
) -> None:
    for app in campaign.active_apps:
        for kept in (counts.installed, counts.cross_installed, counts.paired_installed):
            kept.setdefault(app.code, None)
    for kind in ("population", "subscribers"):
        figure = figure_at(figures, kind, village_id, cut_off)
        setattr(counts, kind, figure.value if figure else None)


def _counts(
    db: Database, campaign: Campaign, cut_off: str, figures: Sequence[Figure],
    villages: Sequence[str],
) -> dict[str, Counts]:  # fmt: skip
    """Village id -> its counts at the cut-off by household visits alone.

    Without the households not visited in `unreached`, and those off the list in `ended`.
    """
    row = campaign_row(db, campaign.id)
    asked: dict[str, object] = {"day": cut_off[:10], "at": cut_off, "campaign": row}
    asked["today"] = min(cut_off[:10], date.today().isoformat())  # overdue by the date alone
    where = ""
    if villages:
        asked |= {f"v{n}": v for n, v in enumerate(villages)}
        where = f" AND h.village_id IN ({','.join(f':v{n}' for n in range(len(villages)))})"
    counts: dict[str, Counts] = {}
    for village_id, households, found, members in db.execute(_LISTED + where + _BY_VILLAGE, asked):
        counts[village_id] = Counts(households=households, found=found, members=members)
    for village_id, n in db.execute(_INELIGIBLE + where + _BY_VILLAGE, asked):
        counts.setdefault(village_id, Counts()).ineligible = n
    apps = campaign.active_apps
    blank = " OR ".join(f"r.app_{a.slot} IS NULL" for a in campaign.required_apps) or "0"
    partial = f"sum(CASE WHEN r.all_apps IS NOT NULL AND ({blank}) THEN r.smartphones END)"
    columns = [*_SUMS.values(), partial]
    columns += [f"sum(r.app_{a.slot})" for a in apps]
    columns += [
        "sum(CASE WHEN r.all_apps IS NOT NULL AND r.smartphones IS NOT NULL"
        f" THEN r.app_{a.slot} END)"
        for a in apps
    ]
    columns += [f"sum(CASE WHEN r.smartphones IS NOT NULL THEN r.app_{a.slot} END)" for a in apps]
    names = [*_SUMS, "cross_partial"]
    for row in db.execute(
        f"WITH {AWAY} SELECT h.village_id, {', '.join(columns)} FROM household_results r"
        " JOIN households h ON h.row = r.household_row"
        " WHERE r.campaign_row = :campaign AND r.from_at <= :at AND r.until_at > :at"
        f" AND {ACTIVE}{where}{_BY_VILLAGE}",
        asked,
    ):
        found_counts = counts[row[0]]
        sums = dict(zip(names, row[1:], strict=False))
        _fill(found_counts, sums)
        first = 1 + len(names)
        for n, app in enumerate(apps):
            found_counts.installed[app.code] = row[first + n]
            found_counts.cross_installed[app.code] = row[first + len(apps) + n]
            found_counts.paired_installed[app.code] = row[first + 2 * len(apps) + n]
    for village_id, c in counts.items():
        _complete(c, campaign, figures, village_id, cut_off)
    return counts


def _fill(counts: Counts, sums: dict[str, Any]) -> None:
    counts.ended = sums.pop("final") or 0
    gain = sums.pop("members_gain")
    if gain is not None:
        counts.members = (counts.members or 0) + gain
    for name, value in sums.items():
        known_zero = getattr(Counts, name) == 0  # a count of households: nothing means none
        setattr(counts, name, (value or 0) if known_zero else value)
