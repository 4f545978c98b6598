"""Progress of every village and the commune at any hour, and why households are not complete.

What is counted is storage/village_counts.py; day by day, storage/day_lines.py.
"""

from collections.abc import Sequence
from dataclasses import replace

from domain.campaigns import Campaign
from domain.days import END_OF_TIME, before
from domain.figures import Figure, figure_at
from domain.indicators import Counts
from domain.progress import Progress, ReasonLine, UnitProgress, sum_units
from domain.reasons import REASON_GROUPS, reason_group
from domain.tally_counts import share_reasons
from storage.campaigns import campaign_row
from storage.database import Database
from storage.figures import list_figures
from storage.tallies import read_book
from storage.village_counts import ACTIVE, AWAY, Reported, cut_off_of, read_reported
from storage.villages import list_villages


def get_progress(db: Database, campaign: Campaign, *, until: str = "", since: str = "") -> Progress:
    """Every village and the commune at `until`, and as they were when the period began.

    `until`: ISO day (to its end) or hour; "" = whatever is known. `since`: ISO day (from its
    midnight) or hour; "" = the campaign from its beginning, before which everything is 0.
    """
    cut_off = cut_off_of(until)
    earlier = before(since) if since else ""
    figures = list_figures(db)
    villages = list_villages(db)
    now = read_reported(db, campaign, cut_off, figures)
    then = read_reported(db, campaign, earlier, figures) if earlier else {}
    nothing = Reported(Counts(), Counts())
    units = tuple(
        UnitProgress(
            v.id, v.label, now.get(v.id, nothing).counts, then.get(v.id, nothing).counts,
            has_data=now[v.id].has_data if v.id in now else False,
            tally=bool(now.get(v.id, nothing).tallies), over=now.get(v.id, nothing).over,
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


def list_reasons(db: Database, campaign: Campaign, until: str = "") -> list[ReasonLine]:
    """Per village, the households visited and not complete, each in one column of annex IV."""
    cut_off = cut_off_of(until)
    asked = {"day": cut_off[:10], "at": cut_off, "campaign": campaign_row(db, campaign.id)}
    found: dict[str, list[tuple[str, str | None, int]]] = {}
    for village_id, status, reason, n in db.execute(
        f"WITH {AWAY} SELECT h.village_id, r.status, r.last_reason, count(*)"
        " FROM household_results r JOIN households h ON h.row = r.household_row"
        " WHERE r.campaign_row = :campaign AND r.from_at <= :at AND r.until_at > :at"
        f" AND {ACTIVE} GROUP BY h.village_id, r.status, r.last_reason",
        asked,
    ):
        found.setdefault(village_id, []).append((status, reason, n))
    lines = [_reason_line(v.id, v.label, found.get(v.id, []), campaign) for v in list_villages(db)]
    book = read_book(db, campaign)
    if not book.at(cut_off):
        return lines
    reported = read_reported(db, campaign, cut_off, (), (), book)
    return [_with_tallies(x, reported.get(x.unit_id)) for x in lines]


def _with_tallies(line: ReasonLine, reported: Reported | None) -> ReasonLine:
    if not reported or not reported.tallies:
        return line
    now, own = reported.counts, reported.by_visits
    if now.get("completed") is None or now.get("visited") is None:
        return replace(line, visited=now.visited, counts={}, tally=True)
    visited, completed = now.visited - own.visited, now.completed - own.completed
    gained = share_reasons(visited, completed, reported.tallies)
    counts = {code: n + gained.get(code, 0) for code, n in line.counts.items()}
    if completed > visited:  # totals completed households that visits left open: nobody says which
        counts = {**dict.fromkeys(counts, 0), "OTHER": now.visited - now.completed}
    return replace(line, visited=now.visited, counts=counts, tally=True)


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
