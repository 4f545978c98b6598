"""Counts per village at any hour: the raw material of indicators, charts, tiles and sheets.

Every question is one scan of household_results (`from_at <= t < until_at`); a new count is one
expression in _SUMS and one name in domain.indicators.Counts.
"""

from collections.abc import Sequence
from typing import Any

from domain.campaigns import Campaign
from domain.days import END_OF_TIME, before, end_of
from domain.figures import Figure, figure_at
from domain.indicators import Counts
from domain.progress import DayLine, Progress, ReasonLine, UnitProgress, sum_units
from domain.reasons import REASON_GROUPS, reason_group
from storage.campaigns import campaign_row
from storage.database import Database
from storage.figures import list_figures
from storage.villages import list_villages

NO_CUT_OFF = "9998"  # later than any visit, earlier than the end of the last interval

# Households that were not active at :day, by their latest change of state up to that day.
_AWAY = (
    "away AS (SELECT household_id FROM (SELECT household_id, state, max(effective_on || id)"
    " FROM household_state_changes WHERE effective_on <= :day GROUP BY household_id)"
    " WHERE state <> 'ACTIVE')"
)
_ACTIVE = (
    "h.id NOT IN (SELECT household_id FROM away) AND (h.listed_on IS NULL OR h.listed_on <= :day)"
)
_LISTED = (
    f"WITH {_AWAY} SELECT h.village_id, count(*) AS households, sum(h.source='FOUND') AS found,"
    f" sum(h.members) AS members FROM households h WHERE {_ACTIVE} GROUP BY h.village_id"
)
_INELIGIBLE = (
    f"WITH {_AWAY} SELECT h.village_id, count(*) FROM households h"
    " WHERE h.id IN (SELECT household_id FROM away)"
    " AND (h.listed_on IS NULL OR h.listed_on <= :day)"
    " GROUP BY h.village_id"
)
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


def get_progress(db: Database, campaign: Campaign, *, until: str = "", since: str = "") -> Progress:
    """Every village and the commune at `until`, and as they were when the period began.

    `until`: ISO day (to its end) or hour; "" = whatever is known. `since`: ISO day (from its
    midnight) or hour; "" = the campaign from its beginning, before which everything is 0.
    """
    cut_off = _cut_off(until)
    earlier = before(since) if since else ""
    figures = list_figures(db)
    villages = list_villages(db)
    now = _counts(db, campaign, cut_off, figures)
    then = _counts(db, campaign, earlier, figures) if earlier else {}
    units = tuple(
        UnitProgress(
            v.id, v.label, now.get(v.id, Counts()), then.get(v.id, Counts()),
            has_data=now[v.id].visited > 0 if v.id in now else False,
        )
        for v in villages
    )  # fmt: skip
    used = _used(figures, {v.id: v.label for v in villages}, cut_off)
    used += [f for f in _used(figures, {v.id: v.label for v in villages}, earlier) if f not in used]
    return Progress(
        until=cut_off if until else END_OF_TIME,
        since=earlier,
        units=units,
        commune_now=_commune([u.now for u in units], figures, cut_off),
        commune_before=_commune([u.before for u in units], figures, earlier),
        figures=tuple(used),
    )


def _cut_off(until: str) -> str:
    return end_of(until) if until else NO_CUT_OFF


def _commune(units: Sequence[Counts], figures: Sequence[Figure], cut_off: str) -> Counts:
    stated = {k: figure_at(figures, k, None, cut_off) for k in ("population", "subscribers")}
    return sum_units(
        units, *(f.value if (f := stated[k]) else None for k in ("population", "subscribers"))
    )


def _used(
    figures: Sequence[Figure], labels: dict[str, str], cut_off: str
) -> list[tuple[str, Figure]]:
    used = []
    for kind in ("population", "subscribers"):
        for village_id in (None, *labels):
            if figure := figure_at(figures, kind, village_id, cut_off):
                used.append((labels.get(village_id or "", "Toàn đơn vị"), figure))
    return used


def _counts(
    db: Database, campaign: Campaign, cut_off: str, figures: Sequence[Figure]
) -> dict[str, Counts]:
    """Village id -> its counts at the cut-off."""
    asked = {"day": cut_off[:10], "at": cut_off, "campaign": campaign_row(db, campaign.id)}
    counts: dict[str, Counts] = {}
    for village_id, households, found, members in db.execute(_LISTED, asked):
        counts[village_id] = Counts(households=households, found=found, members=members)
    for village_id, n in db.execute(_INELIGIBLE, asked):
        counts.setdefault(village_id, Counts()).ineligible = n
    apps = campaign.active_apps
    columns = list(_SUMS.values())
    columns += [f"sum(r.app_{a.slot})" for a in apps]
    columns += [f"sum(CASE WHEN r.all_apps IS NOT NULL THEN r.app_{a.slot} END)" for a in apps]
    columns += [f"sum(CASE WHEN r.smartphones IS NOT NULL THEN r.app_{a.slot} END)" for a in apps]
    names = list(_SUMS)
    for row in db.execute(
        f"WITH {_AWAY} SELECT h.village_id, {', '.join(columns)} FROM household_results r"
        " JOIN households h ON h.row = r.household_row"
        " WHERE r.campaign_row = :campaign AND r.from_at <= :at AND r.until_at > :at"
        f" AND {_ACTIVE} GROUP BY h.village_id",
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
        c.unreached += c.households - c.visited
        c.ended += c.ineligible
        for app in apps:
            c.installed.setdefault(app.code, None)
            c.cross_installed.setdefault(app.code, None)
            c.paired_installed.setdefault(app.code, None)
        for kind in ("population", "subscribers"):
            figure = figure_at(figures, kind, village_id, cut_off)
            setattr(c, kind, figure.value if figure else None)
    return counts


def _fill(counts: Counts, sums: dict[str, Any]) -> None:
    counts.ended = sums.pop("final") or 0
    gain = sums.pop("members_gain")
    if gain is not None:
        counts.members = (counts.members or 0) + gain
    for name, value in sums.items():
        known_zero = getattr(Counts, name) == 0  # a count of households: nothing means none
        setattr(counts, name, (value or 0) if known_zero else value)


def list_days(db: Database, campaign: Campaign, until: str = "") -> list[DayLine]:
    """One line per day on which anything changed, oldest first, up to the cut-off.

    The stock at the end of a day is what began on or before it, less what a later visit replaced.
    A household that only a merger made a visited one is none again when the merger is undone.
    """
    asked = {
        "campaign": campaign_row(db, campaign.id),
        "at": _cut_off(until),
    }
    asked["day"] = str(asked["at"])[:10]
    apps = campaign.active_apps
    sums = ", ".join(f"ifnull(sum(r.app_{a.slot}), 0)" for a in apps) or "0"
    scope = (
        f" FROM household_results r JOIN households h ON h.row=r.household_row"
        f" WHERE r.campaign_row=:campaign AND r.from_at <= :at AND {_ACTIVE}"
    )
    came = {
        r[0]: r[1:]
        for r in db.execute(
            f"WITH {_AWAY} SELECT substr(r.from_at, 1, 10), sum(r.is_first),"
            " sum(r.attempts), sum(r.completed),"
            f" ifnull(sum(r.smartphones), 0), {sums}{scope} GROUP BY 1",
            asked,
        )
    }
    went = {
        r[0]: r[1:]
        for r in db.execute(
            f"WITH {_AWAY} SELECT substr(r.until_at, 1, 10), sum(r.attempts), sum(r.completed),"
            f" ifnull(sum(r.smartphones), 0), {sums}{scope} AND r.until_at <= :at GROUP BY 1",
            asked,
        )
    }
    unvisited = dict(
        db.rows(
            f"WITH {_AWAY} SELECT substr(r.until_at, 1, 10), count(*){scope} AND r.until_at <= :at"
            " AND h.id IN (SELECT merged_into FROM household_state_changes)"
            " AND NOT EXISTS(SELECT 1 FROM household_results n WHERE n.campaign_row=r.campaign_row"
            "  AND n.household_row=r.household_row AND n.from_at=r.until_at) GROUP BY 1",
            asked,
        )
    )
    # The day each app was first counted: before it the number is not known, which is not 0.
    firsts = ", ".join(
        f"min(CASE WHEN r.app_{a.slot} IS NOT NULL THEN substr(r.from_at, 1, 10) END)" for a in apps
    )
    counted = db.row(f"WITH {_AWAY} SELECT {firsts or 'NULL'}{scope}", asked) or ()
    known_from = dict(zip((a.code for a in apps), counted, strict=False))
    lines: list[DayLine] = []
    visited = completed = smartphones = 0
    installed = [0] * len(apps)
    for day in sorted(came.keys() | went.keys()):
        first, tries, done, phones, *on = came.get(day, [0] * (4 + len(apps)))
        old_tries, undone, gone_phones, *off = went.get(day, [0] * (3 + len(apps)))
        new = [a - b for a, b in zip(on, off, strict=False)][: len(apps)]
        first -= unvisited.get(day, 0)
        visited += first
        completed += done - undone
        smartphones += phones - gone_phones
        installed = [a + b for a, b in zip(installed, new, strict=True)]
        lines.append(
            DayLine(
                day, first, visited, completed, tries - old_tries,
                _known(known_from, day, new), _known(known_from, day, installed), smartphones,
            )
        )  # fmt: skip
    return lines


def _known(known_from: dict[str, str | None], day: str, numbers: list[int]) -> dict[str, int]:
    return {
        code: n
        for (code, first), n in zip(known_from.items(), numbers, strict=True)
        if first is not None and first <= day
    }


def list_reasons(db: Database, campaign: Campaign, until: str = "") -> list[ReasonLine]:
    """Per village, the households visited and not complete, each in one column of annex IV."""
    cut_off = _cut_off(until)
    asked = {"day": cut_off[:10], "at": cut_off, "campaign": campaign_row(db, campaign.id)}
    found: dict[str, list[tuple[str, str | None, int]]] = {}
    for village_id, status, reason, n in db.execute(
        f"WITH {_AWAY} SELECT h.village_id, r.status, r.last_reason, count(*)"
        " FROM household_results r JOIN households h ON h.row = r.household_row"
        " WHERE r.campaign_row = :campaign AND r.from_at <= :at AND r.until_at > :at"
        f" AND {_ACTIVE} GROUP BY h.village_id, r.status, r.last_reason",
        asked,
    ):
        found.setdefault(village_id, []).append((status, reason, n))
    return [_reason_line(v.id, v.label, found.get(v.id, []), campaign) for v in list_villages(db)]


def _reason_line(
    id_: str, label: str, rows: list[tuple[str, str | None, int]], campaign: Campaign
) -> ReasonLine:
    counts = {g.code: 0 for g in REASON_GROUPS}
    by_status: dict[str, int] = {}
    by_reason: dict[str, int] = {}
    for status, reason, n in rows:
        by_status[status] = by_status.get(status, 0) + n
        if status == "COMPLETE":
            continue
        counts[reason_group(status, reason, campaign)] += n
        if reason:
            by_reason[reason] = by_reason.get(reason, 0) + n
    return ReasonLine(id_, label, sum(n for _, _, n in rows), counts, by_status, by_reason)
