"""What a household's visits amount to: its result, its counts and its next visit, at any moment.

Everything here is derived, never typed. storage/results.py keeps the answers as
intervals of time, so that every list, tile and report reads them instead of the visits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.campaigns import Campaign
from domain.days import END_OF_TIME, day_of
from domain.fields import Option
from domain.teams import team_key
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
# the evening or at a weekend; REFUSED and LONG_AWAY after 2; PARTIAL and TECH after 3.
MOST_ATTEMPTS = {"NOT_HOME": 3, "REFUSED": 2, "PARTIAL": 3, "TECH": 3, "LONG_AWAY": 2}
DEADLINE_RUSH_DAYS = 3


@dataclass(frozen=True, slots=True)
class Reopening:
    """Somebody opened a final household again, at a moment and for a reason on record."""

    id: str  # made as those of visits, so that the order of entry can be told
    at: str

    def is_before(self, visit: Visit) -> bool:
        """Whether the visit answers it: of a later day, or typed later with the same day. What
        only corrects a visit was typed when that one was."""
        return (visit.visited_at[:10], visit.supersedes or visit.id) > (self.at[:10], self.id)


@dataclass(frozen=True, slots=True)
class Result:
    """A household in one campaign from `from_at` on, until its next Result."""

    from_at: str
    status: str
    visits: int  # rows of history that count
    attempts: int  # two rows of one team on one day are one
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


def _all_apps_range(
    installed: Sequence[int | None], smartphones: int | None, stated: int | None
) -> tuple[int, int | None]:
    """Fewest and most devices that can have every required app; None: no bound is known.

    With a and b on S devices, both are on between a + b − S and min(a, b) of them.
    """
    if stated is not None:
        return stated, stated
    known = [n for n in installed if n is not None]
    most = min(known) if known else smartphones
    if not known or len(known) < len(installed):
        return 0, 0 if smartphones == 0 else most
    if len(known) == 1:
        return known[0], known[0]
    spare = (len(known) - 1) * smartphones if smartphones is not None else sum(known)
    return max(0, sum(known) - spare), most


def compute_all_apps(
    installed: Sequence[int | None], smartphones: int | None, stated: int | None
) -> int | None:
    """Devices that have every required app: as stated, or where the counts leave one answer."""
    least, most = _all_apps_range(installed, smartphones, stated)
    return most if least == most else None


def _is_complete(campaign: Campaign, counts: Visit | None) -> bool | None:
    """What the counts prove by the campaign's rule; None where they leave it open."""
    if counts is None:
        return None
    by_app = dict(counts.apps)
    installed = [by_app.get(a.code) for a in campaign.required_apps]
    least, most = _all_apps_range(installed, counts.smartphones, counts.all_apps)
    needed: int | None = 1
    if campaign.complete_rule == "ALL_DEVICES":
        needed = counts.smartphones
    elif campaign.complete_rule == "ALL_ELIGIBLE_PERSONS":
        needed = counts.phone_users if counts.phone_users is not None else counts.smartphones
    if needed == 0 or most == 0 or (most is not None and needed is not None and most < needed):
        return False
    return True if needed is not None and least >= needed else None


_SAYS_SOMETHING_OF_DEVICES = ("COMPLETE", "PARTIAL", "NO_DEVICE", "TECH")


def _find_status(
    visits: Sequence[Visit], counts: Visit | None, contact: Visit | None, campaign: Campaign
) -> str:
    """Counts first, then what was last said of the devices, then the latest visit.

    A household that is away or undecided later does not lose what is installed there.
    """
    said = next(
        (v for v in reversed(visits)
         if v.has_counts or v.disposition in _SAYS_SOMETHING_OF_DEVICES), None
    )  # fmt: skip
    code = said.disposition if said else ""
    proved = _is_complete(campaign, counts)
    gainsaid = proved is False and said is counts
    if proved or (code == "COMPLETE" and not gainsaid):
        return "COMPLETE"
    if contact and contact.disposition == "NO_DEVICE" and not (counts and counts.smartphones):
        return "NO_DEVICE"
    if code in ("COMPLETE", "PARTIAL") or (counts and any(n for _, n in counts.apps)):
        return "PARTIAL"
    return visits[-1].disposition


def _has_device(
    status: str, smartphones: int | None, any_installed: bool, visits: Sequence[Visit]
) -> bool | None:
    if status == "NO_DEVICE":
        return False
    if status == "COMPLETE" or any_installed or smartphones:
        return True
    if smartphones == 0:
        return False
    return True if any(v.disposition in ("PARTIAL", "TECH") for v in visits) else None


def derive(
    visits: Sequence[Visit], campaign: Campaign, from_at: str, reopened: Reopening | None = None
) -> Result:
    """The result after these visits: at least one, latest last, superseded ones left out.

    Opened again (`reopened`), a household is due on that day, and what ended it before then no
    longer does; what is known of its devices stays.
    """
    last = visits[-1]
    counts = next((v for v in reversed(visits) if v.has_counts), None)
    contacts = [v for v in visits if BY_CODE[v.disposition].contact]
    by_app = dict(counts.apps) if counts else {}
    smartphones = counts.smartphones if counts else None
    any_installed = any(by_app.values())
    in_use = counts.in_use if counts else None
    in_use_app = campaign.in_use_app
    status = _find_status(visits, counts, contacts[-1] if contacts else None, campaign)
    fresh = visits if reopened is None else [v for v in visits if reopened.is_before(v)]
    settled = BY_CODE[status].final and (
        reopened is None or any(BY_CODE[v.disposition].contact for v in fresh)
    )
    exhausted = bool(fresh) and not settled and _is_exhausted(fresh)
    final = bool(fresh) and (
        exhausted
        or settled
        or last.disposition == "NOT_EXIST"
        or (_has_refused_for_good(contacts) and any(v.disposition == "REFUSED" for v in fresh))
    )
    due = compute_due(last, status, campaign) if fresh else reopened.at[:10] if reopened else None
    return Result(
        from_at=from_at,
        status=status,
        visits=len(visits),
        attempts=_count_attempts(visits),
        contacted=bool(contacts),
        completed=status == "COMPLETE",
        refused_last=last.disposition == "REFUSED",
        final=final,
        exhausted=exhausted,
        last_disposition=last.disposition,
        last_reason=last.reason or (contacts[-1].reason if contacts else None),
        last_visited_at=last.visited_at,
        first_visited_at=visits[0].visited_at,
        due_on=None if final else due,
        members=next((v.members for v in reversed(visits) if v.members is not None), None),
        smartphones=smartphones,
        android=counts.android if counts else None,
        ios=counts.ios if counts else None,
        in_use=in_use,
        in_use_base=by_app.get(in_use_app.code) if in_use_app and in_use is not None else None,
        all_apps=compute_all_apps(
            [by_app.get(a.code) for a in campaign.required_apps],
            smartphones,
            counts.all_apps if counts else None,
        ),
        has_device=_has_device(status, smartphones, any_installed, visits),
        any_installed=any_installed,
        apps=tuple(by_app.items()),
    )


def _count_attempts(visits: Iterable[Visit]) -> int:
    """Two rows of one team on one day are one attempt, however its name was spelled."""
    return len({(v.visited_at[:10], team_key(v.team or "")) for v in visits})


def count_same(visits: Sequence[Visit]) -> int:
    """Attempts that ended as the last one did: what MOST_ATTEMPTS limits."""
    return _count_attempts(v for v in visits if v.disposition == visits[-1].disposition)


def _has_refused_for_good(contacts: Sequence[Visit]) -> bool:
    """The second refusal is the last word until somebody there says something else (B10)."""
    if not contacts or contacts[-1].disposition != "REFUSED":
        return False
    return count_same(contacts) >= MOST_ATTEMPTS["REFUSED"]


def _is_exhausted(visits: Sequence[Visit]) -> bool:
    code = visits[-1].disposition
    if code not in MOST_ATTEMPTS or count_same(visits) < MOST_ATTEMPTS[code]:
        return False
    same = [v for v in visits if v.disposition == code]
    if code != "NOT_HOME":
        return True
    days = {v.visited_at[:10] for v in same}
    slots = {v.slot for v in same}
    unknown = None in slots  # lists without the part of the day cannot be held to it
    off_hours = any(v.slot == "T" or day_of(v.visited_at).weekday() >= 5 for v in same)
    return len(days) >= 2 and (unknown or (len(slots) >= 2 and off_hours))


def compute_due(last: Visit, status: str, campaign: Campaign) -> str | None:
    """The day of the next visit: as agreed, else visit day + step; in the last 3 days, at once.

    A pure function of dates: overdue means due < today, and nothing moves it silently. None where
    nobody can say when (0, not reachable) and no deadline presses.
    """
    seen = day_of(last.visited_at)
    disposition = BY_CODE[last.disposition]
    step = (BY_CODE[status] if disposition.final else disposition).step_days
    due: date | None = None
    if last.next_visit_on:
        due = day_of(last.next_visit_on)
    elif step is not None:
        due = seen + timedelta(days=step)
        if campaign.skip_sundays and due.weekday() == 6:
            due += timedelta(days=1)
    if campaign.due:
        rush = max(campaign.due - timedelta(days=DEADLINE_RUSH_DAYS), seen)
        due = min(due, rush) if due else rush
    return due.isoformat() if due else None


def is_overdue(due_on: str | None, today: date) -> bool:
    return due_on is not None and due_on < today.isoformat()


def standing(visits: Iterable[Visit]) -> list[Visit]:
    """The visits that count, latest last: superseded and taken-back ones left out."""
    listed = list(visits)
    replaced = {v.supersedes for v in listed if v.supersedes}
    return sorted((v for v in listed if v.id not in replaced and not v.void), key=visit_order)


def derive_history(
    visits: Iterable[Visit],
    campaign: Campaign,
    joined: Iterable[tuple[str, str, Visit]] = (),
    since: str = "",
    reopenings: Sequence[Reopening] = (),
) -> list[tuple[Result, str]]:
    """The results of a household from `since` on, oldest first, each with the moment it ends.

    `joined` are visits of households merged into this one, each with the day of the merger and the
    day it was undone (END_OF_TIME: it stands). They count here between the two, because before and
    after they count there (A9); where nothing else counts then, the history has a gap.
    """
    merged = list(joined)
    own = list(visits)
    spans = [(v.visited_at, END_OF_TIME, v) for v in standing(own)]
    if merged:
        counting = standing({v.id: v for v in (*own, *(v for _, _, v in merged))}.values())
        stays: dict[str, list[tuple[str, str]]] = {v.id: [("", END_OF_TIME)] for v in own}
        for begin, end, visit in merged:
            stays.setdefault(visit.id, []).append((begin, end))
        spans = [(max(begin, v.visited_at), end, v) for v in counting for begin, end in stays[v.id]]
    spans = [span for span in spans if span[0] < span[1]]
    moments = {at for begin, end, _ in spans for at in (begin, end)} | {r.at for r in reopenings}
    order = sorted(at for at in moments if since <= at < END_OF_TIME)
    history: list[tuple[Result, str]] = []
    for at, until in zip(order, [*order[1:], END_OF_TIME], strict=False):
        here = {v.id: v for begin, end, v in spans if begin <= at < end}
        reopened = max((r for r in reopenings if r.at <= at), key=lambda r: r.at, default=None)
        if here:
            history.append((derive(list(here.values()), campaign, at, reopened), until))
    return history
