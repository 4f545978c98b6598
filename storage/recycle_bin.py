"""The recycle bin (K5): households written by mistake, visits taken back; until the campaign ends.

A household that was removed leaves every count of every day, as if it had never been there;
nothing of it is deleted, and taking it back brings all of it into the counts again.
"""

from dataclasses import dataclass

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.errors import AppError
from domain.fields import Row
from domain.households import ALWAYS, REMOVED
from domain.users import User, require
from domain.villages import join_village
from domain.visits import Visit, app_field, visit_fields
from storage.database import Database, now, operation
from storage.household_states import list_state_changes
from storage.households import get_household
from storage.ids import new_id
from storage.results import list_household_visits
from storage.visits import put_visit, refresh_results

RESTORED = "Lấy lại lượt đã rút"
HOUSEHOLD, VISIT = "household", "visit"


@dataclass(frozen=True)
class BinItem:
    """Something that can be taken back. `id` is the household's or the visit's."""

    kind: str
    id: str
    household_id: str
    code: str
    head_name: str
    village: str
    visited_at: str  # of a visit
    disposition: str
    at: str  # when it was removed
    by: str
    reason: str


def remove_household(db: Database, household_id: str, reason: str, *, by: User) -> Changes:
    """Into the bin: only what was on the list from the beginning as it is, without a history of
    moves and mergers that other numbers stand on."""
    if not reason.strip():
        raise AppError("Chưa ghi lý do.", "Hãy ghi vì sao hộ này bị bỏ khỏi danh sách.")
    with operation(db, by, "remove_household") as note:
        old = get_household(db, household_id)
        if old["state"] == REMOVED:
            raise AppError("Hộ này đã được bỏ.", "Hộ đang ở thùng rác, có thể lấy lại.")
        moved = any(s["effective_on"] != ALWAYS for s in list_state_changes(db, household_id))
        merged = db.value(
            "SELECT count(*) FROM household_state_changes WHERE merged_into=?", (household_id,)
        )
        if moved or merged:
            raise AppError(
                "Hộ này đã từng đổi tình trạng hoặc có hộ nhập vào, nên không phải hộ ghi nhầm.",
                "Hãy dùng “Tình trạng” (Ctrl+R) để ghi hộ không còn ở.",
            )
        _put_state(db, household_id, REMOVED, reason.strip(), by)
        note(household_id, old=old["state"], new=REMOVED, reason=reason.strip())
    return Changes(households=True, visits=True, count=1)


def restore_household(
    db: Database, campaign: Campaign | None, household_id: str, *, by: User
) -> Changes:
    require(by, "remove_household")
    _check_open(campaign)
    with operation(db, by, "remove_household") as note:
        if get_household(db, household_id)["state"] != REMOVED:
            raise AppError("Hộ này không ở trong thùng rác.", "Hãy mở lại thùng rác.")
        _put_state(db, household_id, "ACTIVE", "Lấy lại từ thùng rác", by)
        note(household_id, old=REMOVED, new="ACTIVE")
    return Changes(households=True, visits=True, count=1)


def _put_state(db: Database, household_id: str, state: str, reason: str, by: User) -> None:
    at = now()
    db.execute(
        "INSERT INTO household_state_changes VALUES (?,?,?,?,?,?,?,?)",
        (new_id(), household_id, state, ALWAYS, reason, None, at, by.name),
    )
    db.execute(
        "UPDATE households SET state=?, state_on=?, changed_at=?, changed_by=? WHERE id=?",
        (state, at[:10] if state == REMOVED else None, at, by.name, household_id),
    )


def _check_open(campaign: Campaign | None) -> None:
    if campaign is not None and campaign.closed:
        raise AppError(
            "Đợt vận động đã kết thúc, không lấy lại được nữa.",
            "Nếu thật cần, hãy mở lại đợt ở mục Đợt vận động.",
        )


def restore_visit(db: Database, campaign: Campaign, visit_id: str, *, by: User) -> Changes:
    """A visit that was taken back counts again, as a new row that says so."""
    require(by, "save_visit")
    _check_open(campaign)
    household_id = db.value("SELECT household_id FROM visits WHERE id=?", (visit_id,))
    visits = list_household_visits(db, campaign.id, str(household_id))
    old = next((v for v in visits if v.id == visit_id), None)
    gone = next((v for v in visits if v.supersedes == visit_id and v.void), None)
    if old is None or gone is None or any(v.supersedes == gone.id for v in visits):
        raise AppError("Lượt đến này không còn ở trong thùng rác.", "Hãy mở lại thùng rác.")
    with operation(db, by, "save_visit") as note:
        values = _values(old, campaign)
        new = put_visit(db, campaign, old.household_id, values, by, gone.id, RESTORED)
        note(new, household=old.household_id, supersedes=gone.id, reason=RESTORED)
        refresh_results(db, campaign, {old.household_id: old.visited_at})
    return Changes(visits=True, count=1)


def _values(visit: Visit, campaign: Campaign) -> Row:
    names = [f.name for f in visit_fields(campaign) if not f.per_app]
    values: Row = {name: getattr(visit, name) for name in names}
    values |= {app_field(code): n for code, n in visit.apps}
    return {**values, "sheet_id": visit.sheet_id, "line": visit.line, "by_sheet": visit.by_sheet}


def list_bin(db: Database, campaign: Campaign | None) -> list[BinItem]:
    """Everything that can be taken back, what was removed last on top."""
    households = db.rows(
        "SELECT h.id, h.code, h.head_name, v.kind, v.name, c.changed_at, c.changed_by, c.reason"
        " FROM households h JOIN villages v ON v.id=h.village_id"
        " JOIN household_state_changes c ON c.id=(SELECT max(id) FROM household_state_changes"
        "  WHERE household_id=h.id) WHERE h.state=?",
        (REMOVED,),
    )
    visits = db.rows(
        "SELECT o.id, h.id, h.code, h.head_name, p.kind, p.name, o.visited_at, o.disposition,"
        " v.changed_at, v.changed_by, ifnull(v.correction, '') FROM visits v"
        " JOIN visits o ON o.household_id=v.household_id AND o.campaign_id=v.campaign_id"
        "  AND o.id=v.supersedes"
        " JOIN households h ON h.id=v.household_id JOIN villages p ON p.id=h.village_id"
        " WHERE v.campaign_id=? AND v.void=1 AND o.void=0 AND h.state<>? AND NOT EXISTS("
        "  SELECT 1 FROM visits n WHERE n.household_id=v.household_id"
        "  AND n.campaign_id=v.campaign_id AND n.supersedes=v.id)",
        (campaign.id if campaign else "", REMOVED),
    )
    found = [
        BinItem(HOUSEHOLD, id_, id_, code, head, join_village(kind, name), "", "", at, by, reason)
        for id_, code, head, kind, name, at, by, reason in households
    ]
    found += [
        BinItem(VISIT, id_, household, code, head, join_village(kind, name), *rest)
        for id_, household, code, head, kind, name, *rest in visits
    ]
    return sorted(found, key=lambda item: item.at, reverse=True)
