"""Progress day by day: each line is what get_progress() says at the end of its day.

A household counts on the days on which it was on the list, so one that moved away or was merged
later stays in the lines of the days before. Visits are those made on a day: a household that
leaves does not take them back.
"""

from dataclasses import replace
from typing import Any

from domain.campaigns import Campaign
from domain.days import end_of
from domain.indicators import BY_KEY, add_known
from domain.progress import DayLine
from storage.campaigns import campaign_row
from storage.database import Database
from storage.tallies import read_book
from storage.village_counts import Reported, cut_off_of, read_reported

_RATE = BY_KEY["IND07"]

# Each result with the moments between which it counts: while it stands and its household is on the
# list. Attempts come and go with results, and with mergers, which take them to another household.
_SEEN = """
WITH changed AS (
  SELECT household_id, state, effective_on AS day,
    lag(state) OVER of_household AS before,
    lead(state) OVER of_household AS after,
    lead(effective_on, 1, '9999') OVER of_household AS until
  FROM household_state_changes
  WINDOW of_household AS (PARTITION BY household_id ORDER BY effective_on, id)),
some AS MATERIALIZED (
  SELECT row, id, ifnull(listed_on, '') AS listed_on FROM households
  WHERE listed_on IS NOT NULL OR id IN (SELECT household_id FROM household_state_changes)),
stays AS (
  SELECT h.row, h.listed_on AS begin, ifnull(c.day, '9999') AS until, 1 AS joined,
    c.state IS 'MERGED' AS parted
  FROM some h LEFT JOIN changed c ON c.household_id = h.id AND c.before IS NULL
  UNION ALL
  SELECT h.row, max(c.day, h.listed_on), c.until, c.before IN ('MERGED', 'REMOVED'),
    c.after IS 'MERGED'
  FROM changed c JOIN some h ON h.id = c.household_id WHERE c.state = 'ACTIVE'),
seen AS (
  SELECT {columns}, r.from_at AS came, r.until_at AS went, 1 AS joined, 0 AS parted
  FROM household_results r
  WHERE r.campaign_row = :campaign AND r.from_at <= :at
    AND r.household_row NOT IN (SELECT row FROM some)
  UNION ALL
  SELECT {columns}, max(r.from_at, s.begin), min(r.until_at, s.until), s.joined, s.parted
  FROM stays s JOIN household_results r ON r.campaign_row = :campaign
    AND r.household_row = s.row AND r.from_at <= :at)
"""


def list_days(db: Database, campaign: Campaign, until: str = "") -> list[DayLine]:
    """One line per day on which anything changed, oldest first, up to the cut-off."""
    at = cut_off_of(until)
    asked = {"campaign": campaign_row(db, campaign.id), "at": at}
    apps = campaign.active_apps
    pairs = [f"smartphones IS NOT NULL AND app_{a.slot} IS NOT NULL" for a in apps]
    stocks = ["count(*)", "sum(completed)", "ifnull(sum(smartphones), 0)"]
    stocks += [f"ifnull(sum(app_{a.slot}), 0)" for a in apps]
    for a, both in zip(apps, pairs, strict=True):
        stocks += [f"sum({both})", f"ifnull(sum(CASE WHEN {both} THEN app_{a.slot} END), 0)"]
    sums = ", ".join(stocks)
    # The day each app was first counted: before it the number is not known, which is not 0.
    firsts = "".join(
        f", min(CASE WHEN app_{a.slot} IS NOT NULL THEN substr(came, 1, 10) END)" for a in apps
    )
    columns = ["household_row", "from_at", "until_at", "attempts", "completed", "smartphones"]
    columns += [f"app_{a.slot}" for a in apps]
    seen = _SEEN.format(columns=", ".join(f"r.{c}" for c in columns))
    of_village = "FROM seen JOIN households h ON h.row = seen.household_row"
    came = _by_day(db, f"{seen} SELECT substr(came, 1, 10), h.village_id,"
                   " ifnull(sum(CASE WHEN joined OR came = from_at THEN attempts END), 0),"
                   f" {sums}{firsts} {of_village} WHERE came < went AND came <= :at GROUP BY 1, 2",
                   asked)  # fmt: skip
    went = _by_day(db, f"{seen} SELECT substr(went, 1, 10), h.village_id,"
                   " ifnull(sum(CASE WHEN parted OR went = until_at THEN attempts END), 0),"
                   f" {sums} {of_village} WHERE came < went AND went <= :at GROUP BY 1, 2",
                   asked)  # fmt: skip
    size = len(stocks)
    villages: dict[str, list[int]] = {}
    known: set[str] = set()
    lines: list[DayLine] = []
    for day in sorted(came.keys() | went.keys()):
        visits = 0
        for sign, changed in ((1, came.get(day, {})), (-1, went.get(day, {}))):
            for village, (attempts, *numbers) in changed.items():
                visits += sign * attempts
                stock = villages.get(village, [0] * size)
                changes = numbers[:size]
                villages[village] = [n + sign * m for n, m in zip(stock, changes, strict=True)]
                first = numbers[size:]
                known |= {a.code for a, is_first in zip(apps, first, strict=False) if is_first}
        lines.append(_line(day, visits, campaign, list(villages.values()), known))
    return _with_news(_with_tallies(db, campaign, at, lines))


def _line(
    day: str, visits: int, campaign: Campaign, villages: list[list[int]], known: set[str]
) -> DayLine:
    """Of the stock of each village: households, completed, smartphones, then devices by app, then
    for each app on how many households both numbers are known, and its devices there."""
    apps = campaign.active_apps
    visited, completed, smartphones, *on = (sum(n) for n in zip(*villages, strict=True))
    installed = {a.code: n for a, n in zip(apps, on, strict=False) if a.code in known}
    line = DayLine(day, 0, visited, completed, visits, {}, installed, smartphones)
    for n, app in enumerate(apps):
        at = 3 + len(apps) + 2 * n
        both = [v for v in villages if v[at]]
        if both:
            line.paired[app.code] = sum(v[at + 1] for v in both)
            line.bases[app.code] = sum(v[2] for v in both)
    return line


def _by_day(db: Database, sql: str, asked: dict[str, object]) -> dict[str, dict[str, list[Any]]]:
    """Day -> village -> numbers."""
    found: dict[str, dict[str, list[Any]]] = {}
    for day, village, *numbers in db.execute(sql, asked):
        found.setdefault(day, {})[village] = list(numbers)
    return found


def _with_news(lines: list[DayLine]) -> list[DayLine]:
    """What is new on a day is its stock less the stock of the line before."""
    found: list[DayLine] = []
    earlier = DayLine("", 0, 0, 0, 0)
    for x in lines:
        if not x.visits and not _differ(x, earlier):
            continue  # what left came back elsewhere on the same day
        new = {code: n - earlier.installed.get(code, 0) for code, n in x.installed.items()}
        found.append(replace(x, visited_new=x.visited - earlier.visited, installed_new=new))
        earlier = x
    return found


def _with_tallies(db: Database, campaign: Campaign, at: str, lines: list[DayLine]) -> list[DayLine]:
    """What totals add differs from day to day: they count from their last day on, and together
    with visits no further than the village's list."""
    book = read_book(db, campaign)
    counted = {v: found for v, (found, _) in book.at(at).items() if found}
    if not counted:
        return lines
    villages = list(counted)
    last_days = {t.until_on for found in counted.values() for t in found}
    by_visits = {x.day: x for x in lines}
    days = last_days | set(by_visits) | _days_of_list(db, villages, at)
    found: list[DayLine] = []
    plain = DayLine("", 0, 0, 0, 0)
    tried = 0
    for day in sorted(days):
        own = by_visits.get(day)
        plain = own or plain
        if day < min(last_days):
            found += [own] if own else []
            continue
        cut_off = at if day == at[:10] else end_of(day)
        villages_then = read_reported(db, campaign, cut_off, (), villages, book).values()
        line = _add(plain, day, list(villages_then), campaign)
        tries = sum(v.counts.attempts - v.by_visits.attempts for v in villages_then)
        visits = (own.visits if own else 0) + tries - tried
        tried = tries
        line = replace(line, visits=visits)
        if own or day in last_days or _differ(line, found[-1]):
            found.append(line)
    return found


def _add(plain: DayLine, day: str, villages: list[Reported], campaign: Campaign) -> DayLine:
    def gained(name: str) -> int:
        return sum(
            (getattr(v.counts, name) or 0) - (getattr(v.by_visits, name) or 0) for v in villages
        )

    installed = dict(plain.installed)
    for v in villages:
        for t in v.tallies:
            for code, n in t.apps:
                if code in v.counts.installed:
                    installed[code] = add_known([installed.get(code), n]) or 0
    paired, bases = dict(plain.paired), dict(plain.bases)
    for app in campaign.active_apps:
        for v in villages:
            top, base = _RATE.parts(v.counts, app)
            if top is None or base is None:
                continue
            own_top, own_base = _RATE.parts(v.by_visits, app)
            by_visits = own_top is not None and own_base is not None
            code = app.code
            paired[code] = paired.get(code, 0) + top - (own_top or 0) * by_visits
            bases[code] = bases.get(code, 0) + base - (own_base or 0) * by_visits
    return DayLine(
        day, 0, plain.visited + gained("visited"), plain.completed + gained("completed"), 0, {},
        installed, plain.smartphones + gained("smartphones"), paired, bases,
    )  # fmt: skip


def _differ(a: DayLine, b: DayLine) -> bool:
    return (a.visited, a.completed, a.smartphones, a.installed, a.paired, a.bases) != (
        b.visited, b.completed, b.smartphones, b.installed, b.paired, b.bases
    )  # fmt: skip


def _days_of_list(db: Database, villages: list[str], at: str) -> set[str]:
    """Days on which a household of these villages came to the list or left it."""
    marks = ",".join("?" * len(villages))
    found = db.rows(
        "SELECT c.effective_on FROM household_state_changes c JOIN households h"
        f" ON h.id = c.household_id WHERE h.village_id IN ({marks}) AND c.effective_on <= ?"
        f" UNION SELECT listed_on FROM households WHERE village_id IN ({marks})"
        " AND listed_on <= ?",
        (*villages, at, *villages, at),
    )
    return {day for (day,) in found if day}
