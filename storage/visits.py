"""Visits: append-only. A correction is a new row that names the one it replaces, and why (B3)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.errors import AppError
from domain.fields import Row
from domain.results import standing
from domain.users import User
from domain.visits import Visit, check_visit, split_apps, visit_order
from storage.database import Database, operation
from storage.drafts import forget_drafts
from storage.ids import first_id, new_id
from storage.results import list_household_visits, list_targets, recompute, select_visits

Report = Callable[[int, int], None]
_FIELDS = (
    "visited_at", "disposition", "slot", "team", "members", "phone_users", "smartphones", "android",
    "ios", "in_use", "all_apps", "reason", "next_visit_on", "note",
)  # fmt: skip
_FROM_SHEET = ("sheet_id", "line")
_INSERT = (
    f"INSERT INTO visits(household_id, campaign_id, id, {', '.join(_FIELDS)}, supersedes,"
    " correction, void, changed_at, changed_by, sheet_id, line, by_sheet)"
    f" VALUES ({','.join('?' * (len(_FIELDS) + 11))})"
)

_STANDING = (
    "SELECT c.row, h.row,"
    " EXISTS(SELECT 1 FROM household_state_changes WHERE household_id=h.id"
    "  AND merged_into IS NOT NULL),"
    " EXISTS(SELECT 1 FROM household_state_changes WHERE merged_into=h.id),"
    " EXISTS(SELECT 1 FROM reopenings WHERE household_id=h.id AND campaign_id=c.id)"
    " FROM households h, campaigns c WHERE h.id=? AND c.id=?"
)


def save_visits(
    db: Database, campaign: Campaign, rows: Sequence[Row], *, by: User,
    report: Report | None = None, draft: str | Sequence[str] = "",
) -> Changes:  # fmt: skip
    """Add one visit per row: the values of visit_fields(campaign) and "household_id"; typed from a
    sheet also "sheet_id", "line" and "by_sheet".

    One operation: all are stored or none. A row that breaks a rule raises AppError. `draft` is the
    draft these rows were typed in (several: a draft each), which goes with them; "" is that of the
    entry form.
    """
    touched: dict[str, str] = {}  # household -> its earliest new visit
    with operation(db, by, "save_visit") as note:
        for n, values in enumerate(rows):
            if report and n % 200 == 0:
                report(n, len(rows))
            household_id = str(values["household_id"])
            visit_id = put_visit(db, campaign, household_id, values, by)
            when = str(values["visited_at"])
            touched[household_id] = min(when, touched.get(household_id, when))
            note(visit_id)
        refresh_results(db, campaign, touched)
        forget_drafts(db, [draft or draft_key(campaign)] if isinstance(draft, str) else draft)
    return Changes(visits=True, count=len(rows))


def draft_key(campaign: Campaign) -> str:
    return f"visit:{campaign.id}"


def correct_visit(
    db: Database, campaign: Campaign, old: Visit, values: Row, reason: str, *, by: User
) -> Changes:
    """Replace a visit by a correcting row; the old one stays in history."""
    return _supersede(db, campaign, [(old, values)], reason, by, void=False)


def correct_visits(
    db: Database, campaign: Campaign, pairs: Sequence[tuple[Visit, Row]], reason: str, *, by: User
) -> Changes:
    """Several at once, each with its new values, for one reason: all or none."""
    return _supersede(db, campaign, pairs, reason, by, void=False)


def void_visit(db: Database, campaign: Campaign, old: Visit, reason: str, *, by: User) -> Changes:
    """Take a visit back: entered for the wrong household, or twice."""
    return void_visits(db, campaign, [old], reason, by=by)


def void_visits(
    db: Database, campaign: Campaign, old: Sequence[Visit], reason: str, *, by: User
) -> Changes:
    """What was typed at once, as a whole sheet, taken back at once."""
    pairs: list[tuple[Visit, Row]] = [
        (v, {"visited_at": v.visited_at, "disposition": v.disposition}) for v in old
    ]
    return _supersede(db, campaign, pairs, reason, by, void=True)


def _supersede(
    db: Database, campaign: Campaign, pairs: Sequence[tuple[Visit, Row]], reason: str, by: User,
    *, void: bool,
) -> Changes:  # fmt: skip
    if not reason.strip():
        raise AppError("Chưa ghi lý do sửa.", "Hãy ghi vì sao lượt đến này được sửa hoặc rút lại.")
    touched: dict[str, str] = {}
    with operation(db, by, "save_visit") as note:
        for old, values in pairs:
            visits = list_household_visits(db, campaign.id, old.household_id)
            if old.id not in {v.id for v in standing(visits)}:
                raise AppError(
                    "Lượt đến này vừa được sửa ở nơi khác.", "Hãy mở lại hộ để xem bản mới nhất."
                )
            from_sheet: Row = {"sheet_id": old.sheet_id, "line": old.line, "by_sheet": old.by_sheet}
            values = {**from_sheet, **values}
            why = reason.strip()
            new = put_visit(db, campaign, old.household_id, values, by, old.id, why, void)
            note(new, household=old.household_id, supersedes=old.id, void=void, reason=why)
            since = min(old.visited_at, str(values["visited_at"]))
            touched[old.household_id] = min(since, touched.get(old.household_id, since))
        refresh_results(db, campaign, touched)
    return Changes(visits=True, count=len(pairs))


def put_visit(
    db: Database, campaign: Campaign, household_id: str, values: Row, by: User,
    supersedes: str | None = None, correction: str | None = None, void: bool = False,
) -> str:  # fmt: skip
    """The id of the new row. A step of other operations, which end with refresh_results()."""
    if not void and (problems := check_visit(values, campaign, date.today())):
        raise AppError(next(iter(problems.values())), "Hãy sửa số liệu của lượt đến này.")
    visit_id = new_id()
    db.execute(
        _INSERT,
        (household_id, campaign.id, visit_id, *(values.get(f) for f in _FIELDS), supersedes,
         correction, void, db.at, by.name, *(values.get(f) for f in _FROM_SHEET),
         bool(values.get("by_sheet"))),
    )  # fmt: skip
    apps = [(visit_id, *app) for app in split_apps(values)]
    db.conn.executemany("INSERT INTO visit_apps VALUES (?,?,?)", apps)
    return visit_id


def refresh_results(db: Database, campaign: Campaign, touched: dict[str, str]) -> None:
    """`touched`: household -> its earliest new visit. A step of other operations."""
    for id_, since in touched.items():
        found = db.rows(_STANDING, (id_, campaign.id))[0]
        row_of, row, was_merged, has_merged, was_reopened = found
        recompute(db, campaign, row_of, row, id_, since, has_merged=has_merged,
                  was_reopened=was_reopened)  # fmt: skip
        for target, target_row in list_targets(db, id_) if was_merged else ():
            recompute(db, campaign, row_of, target_row, target)


def list_visits(db: Database, campaign: Campaign, household_id: str) -> list[tuple[Visit, bool]]:
    """The whole history, newest first, each with whether it still counts."""
    visits = list_household_visits(db, campaign.id, household_id)
    counting = {v.id for v in standing(visits)}
    return [(v, v.id in counting) for v in sorted(visits, key=visit_order, reverse=True)]


def list_recent_visits(db: Database, campaign: Campaign, limit: int = 40) -> list[dict[str, Any]]:
    """What was typed last, newest first, for the list beside the form."""
    return db.dicts(
        "SELECT v.id, v.household_id, v.visited_at, v.slot, v.team, v.disposition, v.smartphones,"
        " v.changed_at, v.changed_by, h.code, h.head_name, w.kind AS village_kind,"
        " w.name AS village_name,"
        " v.supersedes IS NOT NULL AS is_correction, v.void"
        " FROM (SELECT * FROM visits WHERE campaign_id=? ORDER BY id DESC LIMIT ?) v"
        " JOIN households h ON h.id=v.household_id JOIN villages w ON w.id=h.village_id"
        " ORDER BY v.id DESC",
        (campaign.id, limit),
    )


def count_typed_on(db: Database, campaign: Campaign, on: date) -> int:
    """Sheets typed on that day that count now: a corrected one once, one taken back not at all."""
    midnight = datetime.combine(on, datetime.min.time())
    return int(
        db.value(
            "WITH RECURSIVE chain(first, household_id, id, void) AS ("
            " SELECT id, household_id, id, void FROM visits WHERE id>=:least AND campaign_id=:c"
            "  AND substr(changed_at, 1, 10)=:day AND supersedes IS NULL AND void=0"
            " UNION ALL SELECT chain.first, n.household_id, n.id, n.void FROM chain"
            "  JOIN visits n ON n.household_id=chain.household_id AND n.campaign_id=:c"
            "  AND n.supersedes=chain.id)"
            " SELECT count(*) FROM (SELECT first FROM chain GROUP BY first HAVING max(void)=0)",
            {"least": first_id(midnight.timestamp()), "c": campaign.id, "day": on.isoformat()},
        )
    )


def list_teams(db: Database, campaign: Campaign) -> list[str]:
    """Names of teams as the last thousand visits have them, for suggestions."""
    return [
        r[0]
        for r in db.rows(
            "SELECT DISTINCT team FROM (SELECT team FROM visits WHERE campaign_id=?"
            " ORDER BY id DESC LIMIT 1000) WHERE team IS NOT NULL ORDER BY team",
            (campaign.id,),
        )
    ]


def existing_keys(db: Database, campaign: Campaign) -> set[tuple[object, ...]]:
    """The visit_key() of every visit stored: a file read twice adds nothing."""
    return {visit_key(v) for v in select_visits(db, "WHERE v.campaign_id=?", (campaign.id,))}


def visit_key(v: Visit) -> tuple[object, ...]:
    return (
        v.household_id, v.visited_at, v.disposition, v.slot, v.team, v.members, v.phone_users,
        v.smartphones, v.android, v.ios, v.in_use, v.all_apps, v.reason, v.next_visit_on, v.note,
        tuple(sorted(v.apps)),
    )  # fmt: skip


def visit_from_row(values: Row) -> Visit:
    """The values of one form or file row as a Visit that is not stored yet."""
    known = {f: values.get(f) for f in _FIELDS}
    return Visit(
        id="",
        household_id=str(values["household_id"]),
        apps=split_apps(values),
        **known,  # type: ignore[arg-type]
    )
