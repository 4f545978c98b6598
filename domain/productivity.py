"""What each team did in a period: attempts, contacts, completed households, devices (E10).

Rules. An attempt is a household, a day and a team: two rows of one team on one household and day
are one. It is a contact when one of its rows is. A household is completed by the visit from which
on it stayed complete, and counts for that visit's team. A visit is credited with the devices it
added to the household's stock, so that the teams together have what Tổng quan shows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from domain.campaigns import Campaign
from domain.results import derive
from domain.teams import Team, team_key
from domain.visits import BY_CODE, Visit

UNKNOWN_TEAM = "Không rõ tổ"
UNKNOWN_BODY = "Không rõ đoàn thể"


@dataclass
class TeamLine:
    """One team, or with `key` "" the visits that name none."""

    key: str
    name: str
    affiliation: str = ""
    listed: bool = True  # in the list of teams
    days: int | None = 0  # on which it went out; None: whose days they were is not known
    attempts: int = 0
    contacts: int = 0
    completed: int = 0
    installed: dict[str, int | None] = field(default_factory=dict)  # None: never counted

    @property
    def contact_rate(self) -> Fraction | None:
        return Fraction(self.contacts, self.attempts) if self.attempts else None

    def a_day(self, n: int | None) -> Fraction | None:
        return Fraction(n, self.days) if n is not None and self.days else None


@dataclass(frozen=True)
class HouseholdVisits:
    """The visits that count for one household (with those merged into it), in their order."""

    visits: Sequence[Visit]
    counts: bool = True  # False: it is no longer in the list, its result counts nowhere


def completing_visit(visits: Sequence[Visit], campaign: Campaign) -> Visit | None:
    """From it on the household is complete to the end; None when it is not complete then."""
    if not visits or not derive(visits, campaign, "").completed:
        return None
    for n in range(len(visits) - 1, 0, -1):
        if not derive(visits[:n], campaign, "").completed:
            return visits[n]
    return visits[0]


def devices_added(visits: Sequence[Visit]) -> list[dict[str, int]]:
    """Of each visit, what it changed of the devices known by app: the sums are the stock."""
    stock: dict[str, int] = {}
    added: list[dict[str, int]] = []
    for visit in visits:
        now = dict(visit.apps) if visit.has_counts else {}
        known = stock | now if visit.has_counts else {}
        added.append({a: now.get(a, 0) - stock.get(a, 0) for a in known})
        stock = now if visit.has_counts else stock
    return added


def count_teams(
    households: Iterable[HouseholdVisits], campaign: Campaign, teams: Sequence[Team],
    by_name: dict[str, Team], since: str, until: str,
) -> list[TeamLine]:  # fmt: skip
    """One line for each team that goes out, for others that were there, last for unknown ones.

    Visits from `since` to `until` (ISO, "" is open); earlier ones are needed for what was known.
    """
    lines = {
        t.id: TeamLine(t.id, t.name, t.affiliation, installed=_none(campaign))
        for t in teams
        if not t.retired
    }
    seen: dict[tuple[str, str, str], bool] = {}
    went: set[tuple[str, str]] = set()

    def line_of(visit: Visit) -> TeamLine:
        key = team_key(visit.team or "")
        team = by_name.get(key) if key else None
        if team:
            start = TeamLine(team.id, team.name, team.affiliation)
        elif key:
            start = TeamLine(f"name:{key}", str(visit.team), listed=False)
        else:
            start = TeamLine("", UNKNOWN_TEAM, days=None)
        return lines.setdefault(start.key, _with_apps(start, campaign))

    for household in households:
        added = devices_added(household.visits)
        done = completing_visit(household.visits, campaign) if household.counts else None
        for visit, gained in zip(household.visits, added, strict=True):
            day = visit.visited_at[:10]
            if not since <= day or (until and day > until):
                continue
            line = line_of(visit)
            attempt = (visit.household_id, day, line.key)
            seen[attempt] = seen.get(attempt, False) or BY_CODE[visit.disposition].contact
            went.add((line.key, day))
            line.completed += visit is done
            if household.counts:
                for code in line.installed.keys() & gained.keys():
                    line.installed[code] = (line.installed[code] or 0) + gained[code]
    for (_, _, key), contact in seen.items():
        lines[key].attempts += 1
        lines[key].contacts += contact
    for key, _ in went:
        line = lines[key]
        line.days = None if line.days is None else line.days + 1
    order = {t.id: n for n, t in enumerate(teams)}
    return sorted(
        lines.values(),
        key=lambda x: (not x.key, not x.listed, order.get(x.key, 0), team_key(x.name)),
    )


def _none(campaign: Campaign) -> dict[str, int | None]:
    return {a.code: None for a in campaign.active_apps}


def _with_apps(line: TeamLine, campaign: Campaign) -> TeamLine:
    line.installed = _none(campaign)
    return line


def sum_lines(lines: Sequence[TeamLine], key: str, name: str) -> TeamLine:
    """Days of a team that is not known make the sum of the days unknown."""
    days = [x.days for x in lines]
    known = [n for n in days if n is not None]
    apps = {a for x in lines for a in x.installed}
    return TeamLine(
        key, name, days=sum(known) if len(known) == len(days) else None,
        attempts=sum(x.attempts for x in lines), contacts=sum(x.contacts for x in lines),
        completed=sum(x.completed for x in lines),
        installed={a: _sum([x.installed.get(a) for x in lines]) for a in apps},
    )  # fmt: skip


def _sum(values: Iterable[int | None]) -> int | None:
    known = [v for v in values if v is not None]
    return sum(known) if known else None


def by_affiliation(lines: Sequence[TeamLine]) -> list[TeamLine]:
    """The bodies of the teams; what belongs to none that is known comes last."""
    groups: dict[str, list[TeamLine]] = {}
    names: dict[str, str] = {}
    for line in lines:
        key = team_key(line.affiliation)
        names.setdefault(key, line.affiliation or UNKNOWN_BODY)
        groups.setdefault(key, []).append(line)
    ordered = sorted(groups, key=lambda k: not k)
    return [sum_lines(groups[k], k or "none", names[k]) for k in ordered]


def sort_lines(
    lines: Sequence[TeamLine], key: str, *, descending: bool, a_day: bool = False
) -> list[TeamLine]:
    """By a column; equal ones stay as they were and what is not known comes last, either way."""

    def value(line: TeamLine) -> Fraction | int | None:
        if key.startswith("app:"):
            n = line.installed.get(key.removeprefix("app:"))
        elif key == "contact_rate":
            return line.contact_rate
        else:
            n = getattr(line, key)
        return line.a_day(n) if a_day and key != "days" else n

    if key in ("name", "affiliation"):
        return sorted(lines, key=lambda x: team_key(getattr(x, key)), reverse=descending)
    known = [(v, x) for x in lines if (v := value(x)) is not None]
    known.sort(key=lambda pair: pair[0], reverse=descending)
    return [x for _, x in known] + [x for x in lines if value(x) is None]
