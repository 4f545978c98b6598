"""What a household's visits amount to: its result, its counts and its next visit, at any moment.

Everything here is derived, never typed (features.md 3.2). storage/results.py keeps the answers as
intervals of time, so that every list, tile and report reads them instead of the visits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.campaigns import Campaign
from domain.days import END_OF_TIME, day_of
from domain.fields import Option
from domain.visits import BY_CODE, DISPOSITIONS, Visit, visit_order

NOT_VISITED = "NOT_VISITED"
INELIGIBLE = "INELIGIBLE"

STATUSES: tuple[Option, ...] = (
    Option(NOT_VISITED, "Chưa đến"),
    *(Option(d.code, d.label, d.digit) for d in DISPOSITIONS),
    Option(INELIGIBLE, "Không thuộc diện"),
)
STATUS_LABELS = {s.code: s.label for s in STATUSES}

# NOT_HOME is given up after 3 attempts on at least 2 days and 2 parts of the day, one of them in
# the evening or at a weekend; REFUSED after 2; PARTIAL and TECH after 3 (features.md 3.2).
MOST_ATTEMPTS = {"NOT_HOME": 3, "REFUSED": 2, "PARTIAL": 3, "TECH": 3, "LONG_AWAY": 2}
DEADLINE_RUSH_DAYS = 3


@dataclass(frozen=True, slots=True)
class Result:
    """A household in one campaign from `from_at` on, until the next Result of the same household."""

    from_at: str
    status: str
    visits: int  # rows of history that count
    attempts: int  # distinct (day, team): two rows of one team on one day are one
    contacted: bool
    completed: bool
    refused_last: bool
    final: bool
    exhausted: bool
    last_disposition: str
    last_reason: str | None
    last_visited_at: str
    first_visited_at: str
    due_on: str | None
    members: int | None
    smartphones: int | None
    android: int | None
    ios: int | None
    in_use: int | None
    in_use_base: int | None  # installed where the question "in use" was asked
    all_apps: int | None
    has_device: bool | None
    any_installed: bool
    apps: tuple[tuple[str, int], ...]


def compute_all_apps(
    installed: Sequence[int | None], smartphones: int | None, stated: int | None
) -> int | None:
    """Devices that have every required app: as stated, or where the counts leave only one answer.

    With a and b on S devices, both are on between a + b − S and min(a, b) of them.
    """
    if stated is not None:
        return stated
    if not installed or any(n is None for n in installed):
        return 0 if any(n == 0 for n in installed) else None
    known = [n for n in installed if n is not None]
    most = min(known)
    if len(known) == 1 or most == 0:
        return most
    if smartphones is None:
        return None
    least = max(0, sum(known) - (len(known) - 1) * smartphones)
    return most if least == most else None


def _is_complete(
    campaign: Campaign, counts: Visit, installed: Sequence[int | None], all_apps: int | None
) -> bool:
    smartphones = counts.smartphones
    match campaign.complete_rule:
        case "AT_LEAST_ONE_ADULT":
            return bool(all_apps)
        case "ALL_ELIGIBLE_PERSONS":
            eligible = counts.phone_users if counts.phone_users is not None else smartphones
            return bool(eligible) and all_apps is not None and all_apps >= (eligible or 0)
        case _:
            return bool(smartphones) and all(
                n is not None and n >= (smartphones or 0) for n in installed
            )


def derive(visits: Sequence[Visit], campaign: Campaign, from_at: str) -> Result:
    """The result after these visits (at least one; superseded ones already left out, latest last)."""
    last = visits[-1]
    counts = next((v for v in reversed(visits) if v.has_counts), None)
    contacts = [v for v in visits if BY_CODE[v.disposition].contact]
    by_app = dict(counts.apps) if counts else {}
    installed = [by_app.get(a.code) for a in campaign.required_apps]
    smartphones = counts.smartphones if counts else None
    all_apps = compute_all_apps(installed, smartphones, counts.all_apps if counts else None)
    any_installed = any(by_app.values())
    in_use_app = campaign.in_use_app

    if counts and _is_complete(campaign, counts, installed, all_apps):
        status = "COMPLETE"
    elif contacts and contacts[-1].disposition == "NO_DEVICE" and not smartphones:
        status = "NO_DEVICE"
    elif any_installed:
        status = "PARTIAL"
    else:
        status = last.disposition

    exhausted = _is_exhausted(visits, status)
    refused_twice = sum(v.disposition == "REFUSED" for v in visits) >= MOST_ATTEMPTS["REFUSED"]
    final = (
        status in ("COMPLETE", "NO_DEVICE", "NOT_EXIST")
        or exhausted
        or (last.disposition == "REFUSED" and refused_twice)
    )
    has_device: bool | None = None
    if status == "COMPLETE" or any_installed or smartphones:
        has_device = True
    elif smartphones == 0 or status == "NO_DEVICE":
        has_device = False
    in_use = counts.in_use if counts else None
    return Result(
        from_at=from_at,
        status=status,
        visits=len(visits),
        attempts=len({(v.visited_at[:10], v.team) for v in visits}),
        contacted=bool(contacts),
        completed=status == "COMPLETE",
        refused_last=last.disposition == "REFUSED",
        final=final,
        exhausted=exhausted,
        last_disposition=last.disposition,
        last_reason=next((v.reason for v in reversed(visits) if v.reason), None),
        last_visited_at=last.visited_at,
        first_visited_at=visits[0].visited_at,
        due_on=None if final else compute_due(last, status, campaign),
        members=next((v.members for v in reversed(visits) if v.members is not None), None),
        smartphones=smartphones,
        android=counts.android if counts else None,
        ios=counts.ios if counts else None,
        in_use=in_use,
        in_use_base=by_app.get(in_use_app.code) if in_use_app and in_use is not None else None,
        all_apps=all_apps,
        has_device=has_device,
        any_installed=any_installed,
        apps=tuple(by_app.items()),
    )


def _is_exhausted(visits: Sequence[Visit], status: str) -> bool:
    code = visits[-1].disposition
    if status in ("COMPLETE", "NO_DEVICE", "NOT_EXIST") or code not in MOST_ATTEMPTS:
        return False
    same = [v for v in visits if v.disposition == code]
    tries = {(v.visited_at[:10], v.team, v.slot) for v in same}
    if len(tries) < MOST_ATTEMPTS[code]:
        return False
    if code != "NOT_HOME":
        return True
    days = {v.visited_at[:10] for v in same}
    slots = {v.slot for v in same}
    unknown = None in slots
    off_hours = any(v.slot == "T" or day_of(v.visited_at).weekday() >= 5 for v in same)
    return len(days) >= 2 and (unknown or len(slots) >= 2) and (unknown or off_hours)


def compute_due(last: Visit, status: str, campaign: Campaign) -> str | None:
    """The day of the next visit: as agreed, else visit day + step; in the last 3 days, at once.

    A pure function of dates: overdue means due < today, and nothing moves it silently.
    """
    seen = day_of(last.visited_at)
    if last.next_visit_on:
        due = day_of(last.next_visit_on)
    else:
        disposition = BY_CODE[last.disposition]
        if disposition.final:
            disposition = BY_CODE[status]
        if disposition.step_days is None:
            return None
        due = seen + timedelta(days=disposition.step_days)
        if campaign.skip_sundays and due.weekday() == 6:
            due += timedelta(days=1)
    if campaign.due:
        rush = campaign.due - timedelta(days=DEADLINE_RUSH_DAYS)
        due = min(due, max(rush, seen))
    return due.isoformat()


def is_overdue(due_on: str | None, today: date) -> bool:
    return due_on is not None and due_on < today.isoformat()


def standing(visits: Iterable[Visit]) -> list[Visit]:
    """The visits that count, latest last: superseded and taken-back ones left out."""
    listed = list(visits)
    replaced = {v.supersedes for v in listed if v.supersedes}
    return sorted((v for v in listed if v.id not in replaced and not v.void), key=visit_order)


def derive_history(
    visits: Iterable[Visit], campaign: Campaign, joined: Iterable[tuple[str, Visit]] = ()
) -> list[tuple[Result, str]]:
    """All results of a household, oldest first, each with the moment it ends.

    `joined` are visits of households merged into this one, each with the day of the merger: until
    that day they do not count here, because until then they counted there (A9).
    """
    events = [(v.visited_at, v) for v in standing(visits)]
    joined = list(joined)
    kept = {v.id for v in standing(v for _, v in joined)}
    events += [(max(day, v.visited_at), v) for day, v in joined if v.id in kept]
    events.sort(key=lambda e: (e[0], e[1].id))
    results: list[Result] = []
    seen: list[Visit] = []
    for at, visit in events:
        if seen and visit_order(visit) < visit_order(seen[-1]):
            seen = sorted([*seen, visit], key=visit_order)
        else:
            seen.append(visit)
        result = derive(seen, campaign, at)
        if results and results[-1].from_at == at:
            results[-1] = result
        else:
            results.append(result)
    ends = [r.from_at for r in results[1:]] + [END_OF_TIME]
    return list(zip(results, ends, strict=True))
