"""Pairs of households that may be one: proposed, told apart, merged (A8).

The search itself is domain/duplicates.py. A merge is a change of state, so all visits stay where
they are and setting the old state again takes it back.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.changes import Changes
from domain.duplicate_weights import Listed
from domain.duplicates import Pair, Report, find_like, find_pairs, pair_key
from domain.fields import Row
from domain.households import NO_NAME
from domain.users import User
from storage.confirmations import confirmed_targets, save_confirmation
from storage.database import Database
from storage.household_states import set_household_state
from storage.households import get_household

NOT_DUPLICATE = "not_duplicate"
REASON = "Nhập hai hộ trùng làm một"


def list_listed(db: Database) -> list[Listed]:
    """Every household still lived in that has a name: by what duplicates are told."""
    return [
        Listed(*r)
        for r in db.execute(
            "SELECT id, village_id, head_name, phone, members, birth_year, address, cluster"
            " FROM households WHERE state='ACTIVE' AND head_name<>? ORDER BY row",
            (NO_NAME,),
        )
    ]


def find_duplicates(db: Database, report: Report | None = None) -> list[Pair]:
    """The likeliest first; pairs told apart are left out. `report` may raise Cancelled."""
    return find_pairs(list_listed(db), confirmed_targets(db, NOT_DUPLICATE), report)


def like_new(db: Database, values: Row) -> str:
    """One sentence naming the households that one about to be added may be; "" for none.

    `values` of HOUSEHOLD_FIELDS with "village_id".
    """
    village, phone = str(values.get("village_id")), values.get("phone")
    new = Listed("", village, str(values.get("head_name") or ""), str(phone) if phone else None)
    found = find_like(new, list_listed(db))
    if not found:
        return ""
    known = [(get_household(db, id_), why) for id_, why in found]
    texts = (f"{h['code']} {h['head_name']}, {h['village']} ({why})" for h, why in known)
    return f"Có thể đã có: {'; '.join(texts)}."


def tell_apart(db: Database, a: str, b: str, reason: str, *, by: User) -> tuple[Changes, str]:
    """These are two households; withdraw_confirmation() of the id takes it back."""
    return save_confirmation(db, NOT_DUPLICATE, pair_key(a, b), reason, by=by)


@dataclass(frozen=True)
class Merger:
    """What undoing one needs: the state the household had."""

    changes: Changes
    household_id: str
    state: str
    merged_into: str | None


def merge(db: Database, gone: str, stays: str, *, by: User, today: date | None = None) -> Merger:
    """From today on `gone` counts as part of `stays`, with all its visits."""
    old = get_household(db, gone)
    day = (today or date.today()).isoformat()
    changes = set_household_state(db, gone, "MERGED", day, REASON, by=by, merged_into=stays)
    return Merger(changes, gone, old["state"], old["merged_into"])


def undo_merge(db: Database, merger: Merger, *, by: User, today: date | None = None) -> Changes:
    day = (today or date.today()).isoformat()
    return set_household_state(
        db, merger.household_id, merger.state, day, f"Hoàn tác: {REASON.lower()}", by=by,
        merged_into=merger.merged_into,
    )  # fmt: skip


def get_pair(db: Database, pair: Pair) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both households as stored, each with "visits": how many count in all campaigns."""
    found = []
    for id_ in (pair.a, pair.b):
        household = get_household(db, id_)
        household["visits"] = db.value(
            "SELECT count(*) FROM visits v WHERE v.household_id=? AND v.void=0 AND NOT EXISTS("
            "SELECT 1 FROM visits n WHERE n.household_id=v.household_id AND n.supersedes=v.id)",
            (id_,),
        )
        found.append(household)
    return found[0], found[1]
