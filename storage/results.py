"""The derived table household_results: one row per household and stretch of time.

A question about any hour is then one filtered scan, `from_at <= t < until_at`. Rows are thrown away
and made again from the visits of the one household that a write touched.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from functools import lru_cache
from itertools import groupby
from typing import Any

from domain.campaigns import MOST_APPS, Campaign
from domain.days import END_OF_TIME
from domain.results import Reopening, Result, derive_history
from domain.visits import Visit
from storage.database import Database

Report = Callable[[int, int], None]
_REPORT_EVERY = 200  # households
_SAID = (
    "visited_at", "disposition", "slot", "team", "members", "phone_users", "smartphones", "android",
    "ios", "in_use", "all_apps", "reason", "next_visit_on", "supersedes",
)  # fmt: skip
_MORE = ("note", "correction", "changed_at", "changed_by", "sheet_id", "line")
_SELECT = (
    f"SELECT v.id, v.household_id, {', '.join(f'v.{n}' for n in (*_SAID, *_MORE))},"
    " (SELECT group_concat(app_code || ' ' || installed) FROM visit_apps WHERE visit_id = v.id),"
    " v.void, v.by_sheet FROM visits v "
)
_NAMES = (
    "id", "household_id", *_SAID, "note", "correction", "entered_at", "entered_by", "sheet_id",
    "line", "apps", "void", "by_sheet",
)  # fmt: skip
# What results follow from, latest first; apps are read where they are asked.
_COUNTING = (
    f"SELECT void, id, {', '.join(_SAID)} FROM visits"
    " WHERE household_id=? AND campaign_id=? ORDER BY visited_at DESC, id DESC"
)
_COUNTING_NAMES = ("id", *_SAID, "household_id", "apps")
_APPS = "SELECT app_code, installed FROM visit_apps WHERE visit_id=?"
# Of visits v: a household that was removed has none that count, on any day.
NOT_REMOVED = "v.household_id NOT IN (SELECT id FROM households WHERE state='REMOVED')"
_YES_NO = ("contacted", "completed", "refused_last", "final", "exhausted", "any_installed")
_COLUMNS = 27 + MOST_APPS
_INSERT = f"INSERT INTO household_results VALUES ({','.join('?' * _COLUMNS)})"


def read_visit(row: tuple[Any, ...]) -> Visit:
    *values, apps, void, by_sheet = row
    return Visit.read(_NAMES, (*values, _read_apps(apps), bool(void), bool(by_sheet)))


@lru_cache(maxsize=4096)
def _read_apps(listed: str | None) -> tuple[tuple[str, int], ...]:
    """ "bluezone 2,vneid 1" as pairs: few lists, on many visits."""
    pairs = (pair.rsplit(" ", 1) for pair in listed.split(",")) if listed else ()
    return tuple((code, int(n)) for code, n in pairs)


def list_household_visits(db: Database, campaign_id: str, household_id: str) -> list[Visit]:
    """Every row ever written for the household in this campaign, in the order of entry."""
    return [
        read_visit(r)
        for r in db.execute(
            _SELECT + "WHERE v.household_id=? AND v.campaign_id=? ORDER BY v.id",
            (household_id, campaign_id),
        )
    ]


def _list_counting(db: Database, campaign_id: str, household_id: str, since: str) -> list[Visit]:
    """The visits that count, latest first, with what the results from `since` on follow from: the
    counts of apps back to the last ones of that moment (each lies on a page of its own)."""
    rows = db.rows(_COUNTING, (household_id, campaign_id))
    replaced = {row[-1] for row in rows}
    visits, asked = [], True
    for void, id_, *said in rows:
        if void or id_ in replaced:
            continue
        apps = tuple(db.rows(_APPS, (id_,))) if asked else ()
        visit = Visit.read(_COUNTING_NAMES, (id_, *said, household_id, apps))
        visits.append(visit)
        asked = asked and not (visit.has_counts and visit.visited_at <= since)
    return visits


def select_visits(db: Database, where: str, params: tuple[object, ...]) -> Iterator[Visit]:
    return (read_visit(r) for r in db.execute(_SELECT + where, params))


def recompute(
    db: Database,
    campaign: Campaign,
    campaign_row: int,
    household_row: int,
    id_: str,
    since: str = "",
    *,
    has_merged: bool = True,
    was_reopened: bool = True,
) -> None:
    """Make the rows of one household again from `since` on, before which nothing changed.

    `has_merged`: others may be merged into it, or have been; `was_reopened`: it may have been. A
    step of other operations: opens no transaction.
    """
    joined = list_joined(db, campaign.id, id_) if has_merged else []
    if joined:
        since = ""
    visits = _list_counting(db, campaign.id, id_, since)
    db.execute(
        "DELETE FROM household_results WHERE campaign_row=? AND household_row=? AND from_at>=?",
        (campaign_row, household_row, since),
    )
    reopenings = _reopenings_of(db, campaign.id, id_) if was_reopened else []
    _insert(db, campaign, campaign_row, household_row, visits, joined, reopenings, since)


def _reopenings(
    db: Database, campaign_id: str, where: str = "", params: tuple[object, ...] = ()
) -> dict[str, list[Reopening]]:
    """Household id -> when it was opened again, oldest first."""
    found: dict[str, list[Reopening]] = {}
    for household_id, id_, at in db.execute(
        "SELECT household_id, id, reopened_at FROM reopenings WHERE campaign_id=?"
        f" {where} ORDER BY id",
        (campaign_id, *params),
    ):
        found.setdefault(household_id, []).append(Reopening(id_, at))
    return found


def _reopenings_of(db: Database, campaign_id: str, household_id: str) -> list[Reopening]:
    found = _reopenings(db, campaign_id, "AND household_id=?", (household_id,))
    return found.get(household_id, [])


def get_reopening(db: Database, campaign: Campaign, household_id: str) -> Reopening | None:
    """When the household was last opened again; None: never."""
    return max(_reopenings_of(db, campaign.id, household_id), key=lambda r: r.at, default=None)


def list_targets(db: Database, id_: str) -> list[tuple[str, int]]:
    """(id, row) of every household this one was ever merged into, directly or by way of others."""
    return db.rows(
        "WITH RECURSIVE up(id) AS ("
        " SELECT merged_into FROM household_state_changes WHERE household_id=:id"
        " AND merged_into IS NOT NULL"
        " UNION SELECT c.merged_into FROM household_state_changes c JOIN up ON c.household_id=up.id"
        " WHERE c.merged_into IS NOT NULL)"
        " SELECT h.id, h.row FROM up JOIN households h ON h.id=up.id",
        {"id": id_},
    )


def list_joined(
    db: Database, campaign_id: str, household_id: str, typed_until: str = END_OF_TIME
) -> list[tuple[str, str, Visit]]:
    """Visits of households merged into this one, with the days between which they count here.

    `typed_until`: by the mergers, and their undoing, that were on record at that moment.
    """
    return [
        (begin, end, v)
        for other, begin, end in _mergers(db, household_id, "", END_OF_TIME, (), typed_until)
        for v in list_household_visits(db, campaign_id, other)
    ]


# A merger stands until the next change of the household's state: its end is that change's day.
_MERGERS = (
    "SELECT household_id, effective_on, until FROM ("
    " SELECT household_id, effective_on, state, merged_into, lead(effective_on, 1, :end)"
    "  OVER (PARTITION BY household_id ORDER BY effective_on, id) AS until"
    " FROM household_state_changes WHERE changed_at <= :typed AND household_id IN ("
    "  SELECT household_id FROM household_state_changes WHERE merged_into=:id))"
    " WHERE state='MERGED' AND merged_into=:id"
)


def _mergers(
    db: Database, id_: str, since: str, until: str, passed: tuple[str, ...], typed: str
) -> Iterator[tuple[str, str, str]]:
    """(household, from, until) of each stay in this one, also by way of a third (`passed`)."""
    for other, begin, end in db.rows(_MERGERS, {"id": id_, "end": END_OF_TIME, "typed": typed}):
        begin, end = max(begin, since), min(end, until)
        if begin < end and other not in (*passed, id_):
            yield other, begin, end
            yield from _mergers(db, other, begin, end, (*passed, id_), typed)


def _insert(
    db: Database,
    campaign: Campaign,
    campaign_row: int,
    household_row: int,
    visits: Iterable[Visit],
    joined: Iterable[tuple[str, str, Visit]],
    reopenings: Sequence[Reopening] = (),
    since: str = "",
) -> None:
    """`is_first` marks the row a household was not visited before: again after a gap."""
    slots = {a.code: a.slot for a in campaign.apps}
    history = derive_history(visits, campaign, joined, since, reopenings)
    is_first = True
    if since:
        earlier = db.execute(
            "UPDATE household_results SET until_at=? WHERE campaign_row=? AND household_row=?"
            " AND until_at>=?",
            (history[0][0].from_at if history else END_OF_TIME, campaign_row, household_row, since),
        )
        is_first = earlier.rowcount == 0
    ended = ""
    for result, until in history:
        is_first = is_first or ended not in ("", result.from_at)
        db.execute(_INSERT, _values(result, until, campaign_row, household_row, is_first, slots))
        is_first, ended = False, until


def _values(
    r: Result, until: str, campaign_row: int, household_row: int, first: bool, slots: dict[str, int]
) -> list[object]:
    apps: list[object] = [None] * MOST_APPS
    for code, n in r.apps:
        if code in slots:
            apps[slots[code] - 1] = n
    return [
        campaign_row, household_row, r.from_at, until, first, r.status, r.visits, r.attempts,
        r.contacted, r.completed, r.refused_last, r.final, r.exhausted, r.last_disposition,
        r.last_reason,
        r.last_visited_at, r.first_visited_at, r.due_on, r.members, r.smartphones, r.android, r.ios,
        r.in_use, r.in_use_base, r.all_apps, r.has_device, r.any_installed, *apps,
    ]  # fmt: skip


def get_result(
    db: Database, campaign: Campaign, campaign_row: int, household_row: int
) -> Result | None:
    """How a household stands now; None before its first visit."""
    found = db.dicts(
        "SELECT * FROM household_results WHERE campaign_row=? AND household_row=? AND until_at=?",
        (campaign_row, household_row, END_OF_TIME),
    )
    if not found:
        return None
    row = found[0]
    apps = ((a.code, row[f"app_{a.slot}"]) for a in campaign.apps)
    own = {f.name: row[f.name] for f in fields(Result) if f.name != "apps"}
    own |= {name: bool(own[name]) for name in _YES_NO}
    has_device = None if row["has_device"] is None else bool(row["has_device"])
    known = tuple((code, n) for code, n in apps if n is not None)
    return Result(**{**own, "has_device": has_device, "apps": known})


def rebuild(
    db: Database, campaign: Campaign, campaign_row: int, report: Report | None = None
) -> int:
    """Make every row of a campaign again (its rules or apps changed); returns how many households.

    `report(done, total)` is called now and then and may raise Cancelled. A step of
    other operations: opens no transaction.
    """
    db.execute("DELETE FROM household_results WHERE campaign_row=?", (campaign_row,))
    rows = dict(db.rows("SELECT id, row FROM households"))
    merged = {
        r[0]
        for r in db.rows(
            "SELECT merged_into FROM household_state_changes WHERE merged_into IS NOT NULL"
        )
    }
    found = select_visits(db, "WHERE v.campaign_id=? ORDER BY v.household_id, v.id", (campaign.id,))
    reopenings = _reopenings(db, campaign.id)
    done: set[str] = set()
    for household_id, visits in groupby(list(found), lambda v: v.household_id):
        joined = list_joined(db, campaign.id, household_id) if household_id in merged else []
        reopened = reopenings.get(household_id, [])
        _insert(db, campaign, campaign_row, rows[household_id], visits, joined, reopened)
        done.add(household_id)
        if report and len(done) % _REPORT_EVERY == 0:
            report(len(done), len(rows))
    for household_id in merged - done:
        _insert(
            db,
            campaign,
            campaign_row,
            rows[household_id],
            [],
            list_joined(db, campaign.id, household_id),
            reopenings.get(household_id, []),
        )
    return len(done)
