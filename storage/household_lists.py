"""Lists of households as a screen scrolls them: row numbers once, then a page at a time."""

from typing import Any

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.reasons import REASON_GROUPS, reason_group
from domain.results import INELIGIBLE, NOT_VISITED
from domain.users import User
from domain.villages import join_village
from domain.visits import DISPOSITIONS
from storage.campaigns import campaign_row
from storage.database import Database, operation
from storage.households import match_expression
from storage.village_counts import ACTIVE, AWAY, cut_off_of

# What a number or bar stands for -> which households those are (the step of a funnel, a tile).
SEGMENTS = {
    "": "h.state <> 'REMOVED'",
    "listed": "h.state = 'ACTIVE'",
    "visited": "h.state = 'ACTIVE' AND r.status IS NOT NULL",
    "not_contacted": "h.state = 'ACTIVE' AND r.contacted = 0",
    "contacted": "h.state = 'ACTIVE' AND r.contacted = 1",
    "completed": "h.state = 'ACTIVE' AND r.completed = 1",
    "not_completed": "h.state = 'ACTIVE' AND r.completed = 0",
    "with_device": "h.state = 'ACTIVE' AND r.has_device = 1",
    "no_device": "h.state = 'ACTIVE' AND r.contacted = 1 AND r.has_device IS NOT 1",
    "with_app": "h.state = 'ACTIVE' AND r.any_installed = 1",
    "without_app": "h.state = 'ACTIVE' AND r.has_device = 1 AND r.any_installed = 0",
    "in_use": "h.state = 'ACTIVE' AND r.in_use > 0",
    "not_in_use": "h.state = 'ACTIVE' AND r.any_installed = 1 AND ifnull(r.in_use, 0) = 0",
    "due": "h.state = 'ACTIVE' AND r.due_on IS NOT NULL AND r.due_on <= :today",
    "overdue": "h.state = 'ACTIVE' AND r.due_on < :today",
    "open": "h.state = 'ACTIVE' AND ifnull(r.final, 0) = 0",
    "found": "h.state = 'ACTIVE' AND h.source = 'FOUND'",
    "refused": "h.state = 'ACTIVE' AND r.refused_last = 1",
    NOT_VISITED: "h.state = 'ACTIVE' AND r.status IS NULL",
    INELIGIBLE: "h.state <> 'ACTIVE' AND h.state <> 'REMOVED'",
}
_ON_PAPER = " ".join(d.code for d in DISPOSITIONS)
ORDERS = {
    "name": "h.name_sort",
    "walk": "v.position, v.number, h.walk_order",
    "code": "h.code",
    "members": "h.members IS NULL, h.members DESC, h.name_sort",
    "due": "r.due_on IS NULL, r.due_on, h.name_sort",
    # not visited yet, then as on paper, last those who left
    "status": f"h.state <> 'ACTIVE', instr('{_ON_PAPER}', r.status), h.name_sort",
}
_VILLAGES = " JOIN villages v ON v.id = h.village_id"
_RESULTS = (
    " LEFT JOIN household_results r ON r.campaign_row = :campaign AND r.household_row = h.row"
    " AND r.until_at = '9999'"
)


_JOINS = f" FROM households h{_VILLAGES}{_RESULTS}"

# The same as of an hour: who was on the list then, and the result that stood.
_NOW = "r.until_at = '9999'"
_HERE, _GONE = "h.state = 'ACTIVE'", "h.state <> 'ACTIVE'"
_STATE_THEN = (
    "ifnull((SELECT c.state FROM household_state_changes c WHERE c.household_id = h.id"
    " AND c.effective_on <= :day ORDER BY c.effective_on DESC, c.id DESC LIMIT 1), 'ACTIVE')"
)
_LISTED_THEN = "(h.listed_on IS NULL OR h.listed_on <= :day)"


def _then(sql: str, at: str) -> str:
    """A condition, order or join as of `at`; "" leaves it as of now."""
    if not at:
        return sql
    return (
        sql.replace(_HERE, f"({ACTIVE})").replace(_GONE, f"{_STATE_THEN} <> 'ACTIVE'")
        .replace(_NOW, "r.from_at <= :at AND r.until_at > :at")
    )  # fmt: skip


def list_rows(
    db: Database, campaign: Campaign | None, *, text: str = "", village_id: str | None = None,
    segment: str = "", reason: str | None = None, order: str = "name", today: str = "",
    at: str = "",
) -> list[int]:  # fmt: skip
    """The row numbers of all households that pass the filters, in order.

    `at`: as of that day or hour (give its day as `today`), with those on the list then.

    `segment`: a key of SEGMENTS, "app:<code>" (it is on a device of the household) or a result
    code ("PARTIAL"); `reason`: a reason code, or a column of annex IV (domain/reasons.py).
    """
    asked: dict[str, Any] = {
        "campaign": campaign_row(db, campaign.id) if campaign else 0,
        "today": today,
        "at": cut_off_of(at),
        "day": at[:10],
    }
    where = [_then(_segment_condition(segment, campaign), at)]
    if at:
        where.append(_LISTED_THEN)
    asked["status"] = segment
    if village_id:
        where.append("h.village_id = :village")
        asked["village"] = village_id
    if reason:
        where.append(_then(f"r.completed = 0 AND {_HERE}", at))
        if campaign and reason in {g.code for g in REASON_GROUPS}:
            where.append(_group_condition(db, campaign, asked, reason, at))
        else:
            where.append("r.last_reason = :reason")
            asked["reason"] = reason
    if question := match_expression(text):
        where.append(
            "h.row IN (SELECT rowid FROM household_search WHERE household_search MATCH :match)"
        )
        asked["match"] = question
    joins = " FROM households h" + (_VILLAGES if order == "walk" else "")
    if segment or reason or order in ("due", "status"):
        joins += _then(_RESULTS, at)
    away = f"WITH {AWAY} " if at else ""
    return [
        r[0]
        for r in db.execute(
            f"{away}SELECT h.row{joins} WHERE {' AND '.join(where)}"
            f" ORDER BY {_then(ORDERS[order], at)}",
            asked,
        )
    ]


def _segment_condition(segment: str, campaign: Campaign | None) -> str:
    for app in campaign.apps if campaign else ():
        if segment == f"app:{app.code}":
            return f"h.state = 'ACTIVE' AND r.app_{int(app.slot)} > 0"
    return SEGMENTS.get(segment, "h.state = 'ACTIVE' AND r.status = :status")


def _group_condition(
    db: Database, campaign: Campaign, asked: dict[str, Any], group: str, at: str
) -> str:
    """The pairs of result and reason that domain/reasons.py puts into this column."""
    pairs = db.rows(
        "SELECT DISTINCT r.status, ifnull(r.last_reason, '') FROM household_results r"
        f" WHERE r.campaign_row=:campaign AND {_then(_NOW, at)} AND r.completed=0",
        {"campaign": asked["campaign"], "at": asked["at"]},
    )
    marks = []
    for n, (status, reason) in enumerate(pairs):
        if reason_group(status, reason or None, campaign) == group:
            asked |= {f"status_{n}": status, f"reason_{n}": reason}
            marks.append(f"(:status_{n}, :reason_{n})")
    return f"(r.status, ifnull(r.last_reason, '')) IN (VALUES {', '.join(marks)})" if marks else "0"


def get_lines(
    db: Database, campaign: Campaign | None, rows: list[int], at: str = ""
) -> list[dict[str, Any]]:
    """What a list shows of these rows, in the order asked for; results and state as of `at`."""
    asked: dict[str, Any] = {"campaign": campaign_row(db, campaign.id) if campaign else 0}
    if at:
        asked |= {"at": cut_off_of(at), "day": at[:10]}
    state = _STATE_THEN if at else "h.state"
    marks = ",".join(str(int(r)) for r in rows)
    found = {
        r[0]: {
            "row": r[0], "id": r[1], "code": r[2], "village": join_village(r[3], r[4]),
            "head_name": r[5], "members": r[6], "phone": r[7], "address": r[8],
            "state": r[9], "status": INELIGIBLE if r[9] != "ACTIVE" else r[10] or NOT_VISITED,
            "due_on": r[11], "last_visited_at": r[12], "smartphones": r[13], "source": r[14],
            "attempts": r[15] or 0, "village_id": r[16], "reason": r[17], "cluster": r[18],
            "in_use": r[19],
            "apps": {a.code: r[19 + a.slot] for a in campaign.apps} if campaign else {},
        }
        for r in db.execute(
            "SELECT h.row, h.id, h.code, v.kind, v.name, h.head_name, h.members, h.phone,"
            f" h.address, {state}, r.status, r.due_on, r.last_visited_at, r.smartphones, h.source,"
            " r.attempts, h.village_id, r.last_reason, h.cluster, r.in_use, r.app_1, r.app_2,"
            " r.app_3, r.app_4, r.app_5, r.app_6, r.app_7, r.app_8"
            f"{_then(_JOINS, at)} WHERE h.row IN ({marks})",
            asked,
        )
    }  # fmt: skip
    return [found[r] for r in rows if r in found]


_LAST_TEAM = (
    "SELECT v.team FROM visits v WHERE v.household_id=h.id AND v.campaign_id=:id AND v.void=0"
    " AND v.visited_at=r.last_visited_at AND NOT EXISTS(SELECT 1 FROM visits w"
    "  WHERE w.household_id=h.id AND w.campaign_id=:id AND w.supersedes=v.id)"
    " ORDER BY v.id DESC LIMIT 1"
)


def get_export_lines(
    db: Database, campaign: Campaign | None, rows: list[int]
) -> list[dict[str, Any]]:
    """As get_lines, with what only the internal list shows: birth year, note, last team."""
    lines = get_lines(db, campaign, rows)
    asked = {
        "campaign": campaign_row(db, campaign.id) if campaign else 0,
        "id": campaign.id if campaign else "",
    }
    marks = ",".join(str(int(r)) for r in rows)
    sql = f"SELECT h.row, h.note, h.birth_year, ({_LAST_TEAM}){_JOINS} WHERE h.row IN ({marks})"
    names = ("note", "birth_year", "team")
    more = {row: dict(zip(names, own, strict=True)) for row, *own in db.execute(sql, asked)}
    return [{**x, **more[x["row"]]} for x in lines]


def count_households(db: Database) -> int:
    return int(db.value("SELECT count(*) FROM households"))


def log_export(
    db: Database, purpose: str, filters: dict[str, str], rows: int, *, by: User, reason: str = ""
) -> Changes:
    """Names and phones leave the program: who, when, how many, which and what for (J5)."""
    with operation(db, by, "export_names") as note:
        note("", purpose=purpose, filters=filters, rows=rows,
             **({"reason": reason} if reason else {}))  # fmt: skip
    return Changes()
