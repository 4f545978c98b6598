"""Teams and which village or cluster each one has."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.areas import Area, Count, make_areas
from domain.campaigns import Campaign
from domain.changes import Changes
from domain.days import END_OF_TIME
from domain.errors import AppError
from domain.fields import Row
from domain.teams import Assignment, Team, team_key, unique_names
from domain.text import fold_key, words_with_numbers_key
from domain.users import User
from storage.campaigns import campaign_row
from storage.database import Database, now, operation
from storage.ids import new_id
from storage.villages import list_villages
from storage.visits import list_teams as list_visit_teams

_SELECT = "SELECT id, name, affiliation, leader, phone, people, retired FROM teams "


def _read(r: tuple[Any, ...]) -> Team:
    return Team(r[0], r[1], r[2], r[3], r[4], r[5], bool(r[6]))


def list_teams(db: Database) -> list[Team]:
    """Every team, retired ones last, each part in the order it was written."""
    return [
        _read(r) for r in db.rows(_SELECT + "ORDER BY retired, id")
    ]


def retired_teams(db: Database) -> frozenset[str]:
    """Ids of the teams that have nothing any more, whatever they were assigned."""
    return frozenset(r[0] for r in db.execute("SELECT id FROM teams WHERE retired=1"))


def teams_by_name(db: Database) -> dict[str, Team]:
    """team_key() of every name a team ever had -> the team."""
    teams = {t.id: t for t in list_teams(db)}
    return {key: teams[id_] for key, id_ in db.rows("SELECT name_key, team_id FROM team_names")}


def save_team(
    db: Database, values: Row, *, by: User, team_id: str | None = None, retired: bool = False
) -> tuple[Changes, Team]:
    """Add or change; `values` of TEAM_FIELDS. Past visits keep the name they were typed with."""
    with operation(db, by, "save_team") as note:
        id_ = _put(db, values, by, team_id, retired=retired)
        note(id_, new=team_id is None, retired=retired)
    found = db.rows(_SELECT + "WHERE id=?", (id_,))[0]
    return Changes(teams=True, count=1), _read(found)


def save_teams(db: Database, rows: Sequence[Row], *, by: User) -> Changes:
    """Add many at once, all or none."""
    with operation(db, by, "save_team") as note:
        for values in rows:
            note(_put(db, values, by), new=True, retired=False)
    return Changes(teams=True, count=len(rows))


def _put(
    db: Database, values: Row, by: User, team_id: str | None = None, *, retired: bool = False
) -> str:
    name = str(values["name"])
    owner = db.value("SELECT team_id FROM team_names WHERE name_key=?", (team_key(name),))
    if owner not in (None, team_id):
        raise AppError(
            f"Đã có tổ tên “{name}”.", "Hãy đặt tên khác, hoặc sửa tổ đang mang tên này."
        )
    id_ = team_id or new_id()
    db.execute(
        "INSERT INTO teams VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET"
        " name=excluded.name, affiliation=excluded.affiliation, leader=excluded.leader,"
        " phone=excluded.phone, people=excluded.people, retired=excluded.retired,"
        " changed_at=excluded.changed_at, changed_by=excluded.changed_by",
        (id_, name, values.get("affiliation") or "", values.get("leader") or "",
         values.get("phone") or "", values.get("people"), retired, now(), by.name),
    )  # fmt: skip
    db.execute("INSERT OR IGNORE INTO team_names VALUES (?,?)", (team_key(name), id_))
    return id_


def list_unlisted(db: Database, campaign: Campaign) -> list[tuple[str, int]]:
    """Teams named in visits of the campaign but in no list, each with its number of rows.

    Of several spellings of one name the one written most often.
    """
    known = {r[0] for r in db.rows("SELECT name_key FROM team_names")}
    found: dict[str, tuple[str, int]] = {}
    for name, n in db.rows(
        "SELECT team, count(*) FROM visits WHERE campaign_id=? AND team IS NOT NULL"
        " GROUP BY team ORDER BY count(*) DESC, team",
        (campaign.id,),
    ):
        key = team_key(name)
        if key and key not in known:
            first, sum_ = found.get(key, (name, 0))
            found[key] = (first, sum_ + n)
    return sorted(found.values(), key=lambda pair: words_with_numbers_key(pair[0]))


def suggest_teams(db: Database, campaign: Campaign) -> list[str]:
    """Names for the entry forms: the teams of the list first, then others that were typed."""
    listed = unique_names(list_teams(db))
    known = {team_key(name) for name in listed}
    return listed + [n for n in list_visit_teams(db, campaign) if team_key(n) not in known]


def list_areas(db: Database, campaign: Campaign) -> list[Area]:
    """Every village with its clusters, its households, those still to be visited and its team."""
    labels = {v.id: v.label for v in list_villages(db)}
    found: dict[str, list[Count]] = {id_: [] for id_ in labels}
    for village_id, cluster, households, open_ in db.execute(
        "SELECT h.village_id, h.cluster, count(*), sum(r.final IS NOT 1) FROM households h"
        " LEFT JOIN household_results r ON r.campaign_row=? AND r.household_row=h.row"
        " AND r.until_at=? WHERE h.state='ACTIVE' GROUP BY h.village_id, h.cluster",
        (campaign_row(db, campaign.id), END_OF_TIME),
    ):
        found[village_id].append(Count(village_id, labels[village_id], cluster, households, open_))
    for id_, counts in found.items():
        if not counts:
            counts.append(Count(id_, labels[id_], None, 0, 0))
    every = [c for counts in found.values() for c in counts]
    return make_areas(every, get_assignments(db, campaign), retired_teams(db))


def save_assignments(
    db: Database, campaign: Campaign, places: Sequence[Assignment], *, by: User
) -> Changes:
    """From their days on these places are these teams'; what was before stays on record."""
    with operation(db, by, "save_assignment") as note:
        for place in places:
            db.execute(
                "INSERT INTO assignments VALUES (?,?,?,?,?,?,?,?)",
                (new_id(), campaign.id, place.village_id, fold_key(place.cluster), place.team_id,
                 place.since, now(), by.name),
            )  # fmt: skip
            note(place.village_id, cluster=place.cluster, team=place.team_id, since=place.since)
    return Changes(teams=True, count=len(places))


def get_assignments(
    db: Database, campaign: Campaign, on: date | None = None
) -> dict[tuple[str, str], str | None]:
    """(village id, folded cluster or "") -> team, as of a day (default: everything written).

    An answer None means that the place was taken back from its team. See domain.teams.team_of.
    """
    day = on.isoformat() if on else "9999"
    return {
        (village, cluster): team
        for village, cluster, team in db.rows(
            "SELECT village_id, cluster, team_id FROM assignments"
            " WHERE campaign_id=? AND since<=? ORDER BY since, id",
            (campaign.id, day),
        )
    }
