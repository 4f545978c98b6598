"""The history of the values of one household, read from the audit log and from its visits (C8)."""

import json

from domain.campaigns import Campaign
from domain.value_history import (
    ValueChange,
    household_changes,
    newest_first,
    visit_changes,
)
from domain.villages import join_village
from storage.database import Database
from storage.household_states import list_state_changes
from storage.results import list_household_visits

_EDITS = ("save_household", "import_households")


def list_value_changes(
    db: Database, campaign: Campaign | None, household_id: str
) -> list[ValueChange]:
    """Edits of the household, changes of its state and corrections of its visits, newest first."""
    villages = {
        id_: join_village(kind, name) for id_, kind, name in db.rows(
            "SELECT id, kind, name FROM villages"
        )
    }  # fmt: skip
    found: list[ValueChange] = []
    if db.value("SELECT 1 FROM households WHERE id=?", (household_id,)) is None:
        return []  # the log knows households of villages that are not this user's
    marks = ",".join("?" * len(_EDITS))
    for at, by, action, detail in db.rows(
        "SELECT at, actor, action, detail FROM audit WHERE target=?"
        f" AND action IN ({marks}) AND detail<>'' ORDER BY seq",
        (household_id, *_EDITS),
    ):
        values = json.loads(detail)
        if isinstance(values.get("old"), dict) and isinstance(values.get("new"), dict):
            why = _source(db, at) if action == "import_households" else ""
            found += household_changes(at, by, values["old"], values["new"], villages, why)
    states = list(reversed(list_state_changes(db, household_id)))
    before = "ACTIVE"
    for s in states:
        at, by, why = s["changed_at"], s["changed_by"], s["reason"]
        states_of = {"state": before}, {"state": s["state"]}
        found += household_changes(at, by, *states_of, villages, why)
        before = s["state"]
    if campaign:
        found += visit_changes(list_household_visits(db, campaign.id, household_id), campaign)
    return newest_first(found)


def _source(db: Database, at: str) -> str:
    """The file an import read: it is noted once for all its households."""
    detail = db.value(
        "SELECT detail FROM audit WHERE at=? AND action='import_households' AND target=''", (at,)
    )
    source = json.loads(detail).get("source", "") if detail else ""
    return f"Nhập danh sách {source}".strip()
