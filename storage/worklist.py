"""The worklist as of the end of a day: two scans, whatever the size of the commune.

A household leaves it by a visit and by nothing else; one that was given up comes back by a
reopening, which names its reason and is never edited.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.days import END_OF_TIME, end_of
from domain.errors import AppError
from domain.results import Reopening, is_overdue, standing
from domain.sheets import Sheet
from domain.teams import team_of
from domain.text import words_with_numbers_key
from domain.users import User
from domain.villages import join_village
from domain.visits import Visit
from domain.worklist import (
    Tried,
    WorkFilter,
    WorkLine,
    compute_expected,
    deal_sheets,
    filter_lines,
    is_same_body,
    look_back,
    priority,
)
from storage.campaigns import campaign_row
from storage.database import Database, now, operation
from storage.household_states import find_root, states_on
from storage.ids import new_id
from storage.results import recompute
from storage.sheets import NewSheet, save_sheets
from storage.teams import get_assignments, list_teams, teams_by_name

_HOUSEHOLDS = (
    "SELECT h.id, h.code, h.village_id, v.kind, v.name, h.cluster, h.head_name, r.status,"
    " r.last_disposition, r.last_visited_at, r.due_on, r.smartphones, r.all_apps,"
    " r.has_device, v.position, v.number, h.walk_order{apps}"
    " FROM household_results r JOIN households h ON h.row=r.household_row"
    " JOIN villages v ON v.id=h.village_id"
    " WHERE r.campaign_row=:campaign AND r.from_at <= :at AND r.until_at > :at"
    " AND (h.listed_on IS NULL OR h.listed_on <= :day)"
    " AND (r.due_on IS NOT NULL OR (r.final=1 AND r.status NOT IN ('COMPLETE', 'NO_DEVICE')"
    "  AND r.last_disposition <> 'NOT_EXIST'))"
)
_VISITS = (
    "SELECT household_id, id, visited_at, disposition, slot, team, reason, next_visit_on,"
    " supersedes, void FROM visits WHERE campaign_id=?"
)


def list_worklist(
    db: Database, campaign: Campaign, on: date, chosen: WorkFilter | None = None
) -> list[WorkLine]:
    """Every household that is to be visited again, and those that were given up, most urgent first.

    As of the end of `on`, so that the list of any day can be made again; domain.worklist.in_part
    tells the two apart.
    """
    day = on.isoformat()
    at = end_of(day)
    apps = "".join(f", r.app_{int(a.slot)}" for a in campaign.required_apps)
    states = states_on(db, day)
    asked = {"day": day, "at": at, "campaign": campaign_row(db, campaign.id)}
    found = [r for r in db.execute(_HOUSEHOLDS.format(apps=apps), asked) if r[0] not in states]
    clusters = {r[5]: words_with_numbers_key(r[5] or "") for r in found}
    found.sort(key=lambda r: (r[14], r[15], clusters[r[5]], r[16]))  # as sheets are walked
    history = _histories(db, campaign, at, {r[0] for r in found}, states)
    opened = _last_reopenings(db, campaign, at)
    places = _Places(db, campaign, on)
    lines = [
        _line(n, r, history.get(r[0], []), opened.get(r[0]), places, on)
        for n, r in enumerate(found)
    ]
    if chosen:
        lines = filter_lines(lines, chosen, on)
    return sorted(lines, key=lambda x: priority(x, on))


def count_to_revisit(db: Database, campaign: Campaign) -> int:
    """How many households the part “Cần quay lại” has today, without their history."""
    return int(db.value(
        "SELECT count(*) FROM household_results r JOIN households h ON h.row=r.household_row"
        " WHERE r.campaign_row=? AND r.until_at='9999' AND r.due_on IS NOT NULL"
        " AND h.state='ACTIVE'",
        (campaign_row(db, campaign.id),),
    ))  # fmt: skip


class _Places:
    """Who has which place, and the body each team is of."""

    def __init__(self, db: Database, campaign: Campaign, on: date) -> None:
        self.by_name = teams_by_name(db)
        self._names = {t.id: t.name for t in list_teams(db) if not t.retired}
        self._assignments = get_assignments(db, campaign, on)

    def team(self, village_id: str, cluster: str | None) -> tuple[str | None, str]:
        id_ = team_of(self._assignments, village_id, cluster)
        return (id_, self._names[id_]) if id_ in self._names else (None, "")


def _line(
    n: int, r: tuple[Any, ...], visits: Sequence[Visit], opened: tuple[Reopening, str] | None,
    places: _Places, on: date,
) -> WorkLine:  # fmt: skip
    (id_, code, village_id, kind, name, cluster, head, status, disposition, last_at, due_on,
     smartphones, all_apps, has_device, _, _, _, *installed) = r  # fmt: skip
    reopened = opened[0] if opened else None
    tried = look_back(visits, places.by_name, reopened) if visits else Tried()
    team_id, assigned = places.team(village_id, cluster)
    team = assigned or next((v.team for v in reversed(visits) if v.team), "")
    is_answered = opened is None or any(opened[0].is_before(v) for v in visits)
    return WorkLine(
        id_, code, village_id, join_village(kind, name), cluster or "", head, n, status,
        disposition, last_at[:10], due_on, is_overdue(due_on, on), tried,
        compute_expected(smartphones, all_apps, installed,
                         None if has_device is None else bool(has_device)),
        team, team_id, is_same_body(team, tried.refused_teams, places.by_name),
        "" if is_answered or opened is None else opened[1],
    )  # fmt: skip


def _histories(
    db: Database, campaign: Campaign, at: str, wanted: set[str], states: Mapping[str, str | None]
) -> dict[str, list[Visit]]:
    """Household id -> its visits up to then that count, latest last; with those of households that
    were merged into it by then. A visit corrected to a later day is not one of the earlier."""
    found: dict[str, list[Visit]] = {}
    for id_of, id_, when, disposition, slot, team, reason, next_on, supersedes, void in db.execute(
        _VISITS, (campaign.id,)
    ):
        owner = find_root(id_of, states)
        if owner in wanted:
            found.setdefault(owner, []).append(
                Visit(id_, owner, when, disposition, slot, team, reason=reason,
                      next_visit_on=next_on, supersedes=supersedes, void=bool(void))
            )  # fmt: skip
    return {
        owner: [v for v in standing(visits) if v.visited_at <= at]
        for owner, visits in found.items()
    }


def _last_reopenings(db: Database, campaign: Campaign, at: str) -> dict[str, tuple[Reopening, str]]:
    """Household id -> the latest reopening up to then, with its reason."""
    return {
        household_id: (Reopening(id_, moment), reason)
        for household_id, id_, moment, reason in db.execute(
            "SELECT household_id, id, reopened_at, reason FROM reopenings WHERE campaign_id=?"
            " AND reopened_at <= ? ORDER BY reopened_at, id",
            (campaign.id, at),
        )
    }


def reopen_household(
    db: Database, campaign: Campaign, household_id: str, reason: str, *, by: User,
    at: datetime | None = None,
) -> Changes:  # fmt: skip
    """A household that needs no more visits is due again at once; what ended it stays on record."""
    if not reason.strip():
        raise AppError("Chưa ghi lý do mở lại.", "Hãy ghi vì sao hộ này cần được đến lại.")
    moment = (at or datetime.now()).isoformat(timespec="minutes")
    with operation(db, by, "reopen_household") as note:
        campaign_number = campaign_row(db, campaign.id)
        row = db.value("SELECT row FROM households WHERE id=? AND state='ACTIVE'", (household_id,))
        final = db.value(
            "SELECT final FROM household_results WHERE campaign_row=? AND household_row=?"
            " AND until_at=?",
            (campaign_number, row, END_OF_TIME),
        )
        if not final:
            raise AppError(
                "Hộ này chưa kết thúc nên không cần mở lại.",
                "Hãy xem hộ trong danh sách cần quay lại.",
            )
        db.execute(
            "INSERT INTO reopenings VALUES (?,?,?,?,?,?,?)",
            (new_id(), campaign.id, household_id, moment, reason.strip(), now(), by.name),
        )
        recompute(db, campaign, campaign_number, row, household_id, moment)
        note(household_id, reason=reason.strip(), at=moment)
    return Changes(visits=True, count=1)


def save_worklist_sheets(
    db: Database, campaign: Campaign, lines: Sequence[WorkLine], kind: str, per_sheet: int, *,
    by: User,
) -> tuple[Changes, list[Sheet]]:  # fmt: skip
    """The listed households as numbered sheets, by village and in walking order.

    To print is not to visit: no day moves by it.
    """
    wanted = []
    for title, part in deal_sheets(lines, per_sheet):
        teams = {x.team_id for x in part}
        team = next(iter(teams)) if len(teams) == 1 else None
        ids = tuple(x.household_id for x in part)
        wanted.append(NewSheet(kind, title, ids, part[0].village_id, team))
    return save_sheets(db, campaign, wanted, by=by)
