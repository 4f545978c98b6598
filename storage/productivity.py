"""The visits of a campaign by household, for domain.productivity (E10)."""

from collections.abc import Callable, Iterator
from itertools import groupby

from domain.campaigns import Campaign
from domain.days import END_OF_TIME
from domain.productivity import HouseholdVisits, TeamLine, count_teams
from domain.results import standing
from domain.visits import Visit, visit_order
from storage.database import Database
from storage.household_states import find_root, states_on
from storage.results import NOT_REMOVED, select_visits
from storage.teams import list_teams, teams_by_name

Report = Callable[[int, int], None]
_REPORT_EVERY = 500  # households


def list_productivity(
    db: Database, campaign: Campaign, since: str = "", until: str = "",
    report: Report | None = None,
) -> list[TeamLine]:  # fmt: skip
    """A line per team for the days `since` to `until` (ISO, both included; "" is open)."""
    teams = list_teams(db)
    households = _households(db, campaign, until or END_OF_TIME, report)
    return count_teams(households, campaign, teams, teams_by_name(db), since, until)


def _households(
    db: Database, campaign: Campaign, until: str, report: Report | None
) -> Iterator[HouseholdVisits]:
    """A household that was merged into another is part of that one from the day of the merger."""
    states = states_on(db, until)
    later = {r[0] for r in db.rows("SELECT id FROM households WHERE listed_on > ?", (until,))}
    total = db.value("SELECT count(*) FROM households") if report else 0
    where = f"WHERE v.campaign_id=? AND {NOT_REMOVED} ORDER BY v.household_id, v.id"
    found = select_visits(db, where, (campaign.id,))
    joined: dict[str, list[Visit]] = {}
    merged_into = {into for into in states.values() if into}
    for n, (id_, rows) in enumerate(groupby(found, lambda v: v.household_id)):
        if report and n % _REPORT_EVERY == 0:
            report(n, total)
        visits = [v for v in standing(rows) if v.visited_at[:10] <= until]
        if states.get(id_) or id_ in merged_into:
            joined.setdefault(find_root(id_, states), []).extend(visits)
        else:
            yield HouseholdVisits(visits, id_ not in states and id_ not in later)
    for root, visits in joined.items():
        counts = root not in states and root not in later
        yield HouseholdVisits(sorted(visits, key=visit_order), counts)
