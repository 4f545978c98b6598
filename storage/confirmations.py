"""What somebody looked at and kept: warnings ("đúng, giữ") and pairs that are two households.

A confirmation names its rule and its target, as domain/soft_rules.py and domain/duplicates.py make
them. It is never deleted: taking it back marks it withdrawn, and the warning stands again.
"""

from dataclasses import dataclass

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.errors import AppError
from domain.users import User
from storage.database import Database, now, operation
from storage.ids import new_id


@dataclass(frozen=True)
class Confirmation:
    id: str
    rule: str
    target: str
    reason: str
    at: str
    by: str


def save_confirmation(
    db: Database, rule: str, target: str, reason: str, *, by: User, campaign: Campaign | None = None
) -> tuple[Changes, str]:
    """`campaign`: where the warning is of one; pairs of households are of none. Returns its id."""
    if not reason.strip():
        raise AppError("Chưa ghi lý do.", "Hãy ghi ngắn gọn vì sao số liệu này đúng.")
    id_ = new_id()
    with operation(db, by, "save_confirmation") as note:
        db.execute(
            "INSERT INTO confirmations(id, campaign_id, rule, target, reason, changed_at,"
            " changed_by) VALUES (?,?,?,?,?,?,?)",
            (id_, campaign.id if campaign else None, rule, target, reason.strip(), now(), by.name),
        )
        note(id_, rule=rule, of=target)
    return Changes(checks=True, count=1), id_


def withdraw_confirmation(db: Database, confirmation_id: str, *, by: User) -> Changes:
    with operation(db, by, "save_confirmation") as note:
        db.execute("UPDATE confirmations SET withdrawn=1 WHERE id=?", (confirmation_id,))
        note(confirmation_id, withdrawn=True)
    return Changes(checks=True, count=1)


def list_confirmations(db: Database, campaign: Campaign | None = None) -> list[Confirmation]:
    """Those of the campaign and those of none, newest first."""
    return [
        Confirmation(*r)
        for r in db.rows(
            "SELECT id, rule, target, reason, changed_at, changed_by FROM confirmations"
            " WHERE withdrawn=0 AND (campaign_id IS NULL OR campaign_id=?) ORDER BY id DESC",
            (campaign.id if campaign else "",),
        )
    ]


def confirmed_targets(db: Database, rule: str) -> set[str]:
    """What is confirmed of a rule, in any campaign."""
    asked = "SELECT target FROM confirmations WHERE rule=? AND withdrawn=0"
    return {r[0] for r in db.rows(asked, (rule,))}
