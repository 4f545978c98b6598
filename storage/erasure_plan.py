"""What an erasure would take, before anybody decides: the texts that go, in one list for both.

Every column with text is sorted in storage/personal_data.py. A new one with personal data: a line
there and in OF_HOUSEHOLD, OF_CAMPAIGN or OF_LIST. storage/erasure.py carries a plan out.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from domain.erasures import GONE, Preview, Scope
from domain.households import NO_NAME
from domain.text import fold_key
from storage.campaigns import get_campaign, list_campaigns
from storage.database import Database
from storage.households import get_household

_CONSTANTS = {"gone": GONE, "noname": NO_NAME}
_FREE = (
    "reason IS NOT NULL AND reason<>:gone AND NOT EXISTS (SELECT 1 FROM campaign_reasons c"
    " WHERE c.campaign_id=visits.campaign_id AND c.code=visits.reason)"
)
_VISIT_TEXT = f"(note IS NOT NULL OR ifnull(correction, :gone)<>:gone OR {_FREE})"
_VISIT_SET = (
    f"note=NULL, reason=CASE WHEN {_FREE} THEN :gone ELSE reason END,"
    " correction=CASE WHEN correction IS NULL THEN NULL ELSE :gone END"
)
NAMED = (
    "head_name<>:noname OR phone IS NOT NULL OR address IS NOT NULL OR note IS NOT NULL"
    " OR birth_year IS NOT NULL OR cluster IS NOT NULL"
)
_CLOSED = (
    "EXISTS (SELECT 1 FROM request_steps s WHERE s.request_id=data_requests.id"
    " AND s.step IN ('DONE', 'REFUSED'))"
)
_REQUEST_TEXT = "(requester<>'' OR contact<>'' OR words<>'')"
_BLANK = "detail='', salt=NULL"
_OF_THIS = "EXISTS (SELECT 1 FROM json_each(:names) WHERE instr({}, value))"  # speaks of them
# A half typed row of the entry grid has the sheet and its line for a key: ui/grid_saving.py.
_ROW_DRAFT = "(SELECT 'sheet:' || sheet_id || '.' || line FROM sheet_lines WHERE household_id=:id)"
_SHEET_DRAFT = (
    "EXISTS (SELECT 1 FROM sheets s WHERE s.campaign_id=:id AND instr(drafts.key, s.id))"
)


@dataclass(frozen=True)
class Text:
    """Texts that go: `become` of the rows `where`; no `become` deletes the rows."""

    key: str  # of domain.erasures.GOES
    table: str
    become: str
    where: str


OF_HOUSEHOLD = (
    Text("visits", "visits", _VISIT_SET, f"household_id=:id AND {_VISIT_TEXT}"),
    Text("notes", "household_state_changes", "reason=:gone",
          "household_id=:id AND reason<>:gone"),
    Text("notes", "reopenings", "reason=:gone", "household_id=:id AND reason<>:gone"),
    Text("notes", "backcheck_answers", "note=''", "household_id=:id AND note<>''"),
    Text("notes", "confirmations", "reason=:gone",
          "reason<>:gone AND (instr(target, :id) OR EXISTS (SELECT 1 FROM visits v"
          " WHERE v.household_id=:id AND instr(confirmations.target, v.id)))"),
    Text("notes", "sheet_events", "note=:gone", _OF_THIS.format("note")),
    Text("notes", "backchecks", "reason=:gone", _OF_THIS.format("reason")),
    Text("notes", "deadline_marks", "note=:gone", _OF_THIS.format("note")),
    Text("drafts", "drafts", "", "instr(key, :id) OR instr(body, :id) OR instr(body, :code)"
          f" OR key IN {_ROW_DRAFT} OR {_OF_THIS.format('body')}"),
    Text("requests", "data_requests", "requester='', contact='', words=''",
          f"household_id=:id AND {_REQUEST_TEXT} AND (id=:request OR {_CLOSED})"),
    Text("notes", "request_steps", "note=:gone",
          "note NOT IN ('', :gone) AND request_id IN (SELECT id FROM data_requests"
          f" WHERE household_id=:id AND (id=:request OR {_CLOSED}))"),
    Text("audit", "audit", _BLANK,
          "detail<>'' AND (target=:id OR target IN (SELECT id FROM visits WHERE household_id=:id)"
          " OR seq IN (SELECT value FROM json_each(:naming)))"),
)  # fmt: skip
# Whatever else is in the file, this goes with its campaign.
OF_CAMPAIGN = (
    Text("visits", "visits", _VISIT_SET, f"campaign_id=:id AND {_VISIT_TEXT}"),
    Text("notes", "reopenings", "reason=:gone", "campaign_id=:id AND reason<>:gone"),
    Text("notes", "confirmations", "reason=:gone", "campaign_id=:id AND reason<>:gone"),
    Text("notes", "backcheck_answers", "note=''",
          "note<>'' AND backcheck_id IN (SELECT id FROM backchecks WHERE campaign_id=:id)"),
    Text("notes", "backchecks", "reason=:gone", "campaign_id=:id AND reason NOT IN ('', :gone)"),
    Text("notes", "sheet_events", "note=:gone",
          "note NOT IN ('', :gone) AND sheet_id IN (SELECT id FROM sheets WHERE campaign_id=:id)"),
    Text("drafts", "drafts", "", f"instr(key, :id) OR {_SHEET_DRAFT}"),
    Text("audit", "audit", _BLANK,
          "detail<>'' AND action IN ('save_visit', 'reopen_household') AND (target IN"
          " (SELECT id FROM visits WHERE campaign_id=:id) OR target IN"
          " (SELECT household_id FROM reopenings WHERE campaign_id=:id))"),
)  # fmt: skip
# And this, when no other campaign needs the list of names any more.
OF_LIST = (
    Text("notes", "household_state_changes", "reason=:gone", "reason<>:gone"),
    Text("notes", "confirmations", "reason=:gone", "campaign_id IS NULL AND reason<>:gone"),
    Text("drafts", "drafts", "", "1"),
    Text("requests", "data_requests", "requester='', contact='', words=''",
          f"{_REQUEST_TEXT} AND {_CLOSED}"),
    Text("notes", "request_steps", "note=:gone",
          "note NOT IN ('', :gone) AND request_id IN"
          f" (SELECT id FROM data_requests WHERE {_CLOSED})"),
    Text("audit", "audit", _BLANK,
          "detail<>'' AND (action IN ('save_household', 'set_household_state', 'remove_household',"
          " 'reopen_household', 'save_confirmation', 'save_request', 'export_names')"
          " OR action='import_households' AND target<>'')"),
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What goes, and of which households the names."""

    scope: Scope
    target_id: str
    code: str
    texts: tuple[Text, ...]
    households: str  # which of them lose their names: a condition on households
    values: dict[str, object]
    names: tuple[str, ...]  # that may not stand in a reason either
    held_by: tuple[str, ...] = ()
    is_open: bool = False
    whose: str = ""
    merged: tuple[str, ...] = ()


def preview_household(db: Database, household_id: str, request_id: str | None = None) -> Preview:
    return _preview(db, plan_household(db, household_id, request_id))


def preview_campaign(db: Database, campaign_id: str) -> Preview:
    return _preview(db, plan_campaign(db, campaign_id))


def is_erased(db: Database, campaign_id: str) -> bool:
    asked = "SELECT 1 FROM erasures WHERE scope='CAMPAIGN' AND target_id=?"
    return bool(db.value(asked, (campaign_id,)))


def plan_household(db: Database, household_id: str, request_id: str | None) -> Plan:
    household = get_household(db, household_id)
    code, name = household["code"], household["head_name"]
    people = _known(db, household_id, ("head_name", "phone"))
    said = [t for t in _known(db, household_id, ("address", "note"))
            if not db.value("SELECT 1 FROM households WHERE id<>? AND ? IN (address, note)",
                            (household_id, t))]  # fmt: skip
    values: dict[str, object] = {
        **_CONSTANTS, "id": household_id, "code": code, "request": request_id or "",
        "names": json.dumps(people), "naming": json.dumps(_naming(db, people, said)),
    }  # fmt: skip
    return Plan(Scope.HOUSEHOLD, household_id, code, OF_HOUSEHOLD, "id=:id", values,
                 (*people, *said), whose=f"{name}, {household['village']}",
                 merged=_merged(db, household_id))  # fmt: skip


def _merged(db: Database, household_id: str) -> tuple[str, ...]:
    """Households that became part of this one, or that it became part of: while they have names."""
    asked = (
        "SELECT code FROM households WHERE (merged_into=:id OR id=(SELECT merged_into FROM"
        f" households WHERE id=:id)) AND ({NAMED}) ORDER BY code"
    )
    return tuple(r[0] for r in db.rows(asked, {"id": household_id, **_CONSTANTS}))


def _known(db: Database, household_id: str, fields: tuple[str, str]) -> list[str]:
    """What stands in these fields of the household, also as it was once."""
    asked = f"SELECT {', '.join(fields)} FROM households WHERE id=?"
    found = set(db.rows(asked, (household_id,))[0])
    for (detail,) in db.rows(
        "SELECT detail FROM audit WHERE target=? AND detail<>''", (household_id,)
    ):
        told = json.loads(detail)
        for side in ("old", "new"):
            if isinstance(values := told.get(side), dict):
                found |= {values.get(f) for f in fields}
    return sorted(str(t) for t in found if t and t != NO_NAME and len(str(t)) > 4)


def _naming(db: Database, people: Sequence[str], said: Sequence[str]) -> list[int]:
    """Entries of the log that speak of them, whatever they are about. What somebody looked for is
    typed without marks and capitals; such an entry has no target."""
    wanted = [json.dumps(t, ensure_ascii=False)[1:-1] for t in (*people, *said)]
    folded = [f" {fold_key(t)} " for t in people]
    return [
        seq
        for seq, target, detail in db.execute("SELECT seq, target, detail FROM audit"
                                              " WHERE detail<>''")
        if any(w in detail for w in wanted)
        or (not target and any(w in t for t in [f" {fold_key(detail)} "] for w in folded))
    ]  # fmt: skip


def plan_campaign(db: Database, campaign_id: str) -> Plan:
    campaign = get_campaign(db, campaign_id)
    held_by = tuple(
        c.name for c in list_campaigns(db) if c.id != campaign_id and not is_erased(db, c.id)
    )
    texts = OF_CAMPAIGN if held_by else (*OF_CAMPAIGN, *OF_LIST)
    values: dict[str, object] = {**_CONSTANTS, "id": campaign_id}
    names = () if held_by else tuple(
        r[0] for r in db.rows("SELECT head_name FROM households WHERE head_name LIKE '_% _%'"
                              " AND head_name<>?", (NO_NAME,))
    )  # fmt: skip
    return Plan(Scope.CAMPAIGN, campaign_id, campaign.name, texts, "0" if held_by else "1", values,
                 names, held_by, not campaign.closed)  # fmt: skip


def _preview(db: Database, plan: Plan) -> Preview:
    values = plan.values
    goes: dict[str, int] = {}
    where = f"({plan.households}) AND ({NAMED})"
    goes["households"] = db.value(f"SELECT count(*) FROM households WHERE {where}", values)
    parts: dict[tuple[str, str], list[str]] = {}
    for text in plan.texts:
        parts.setdefault((text.key, text.table), []).append(f"({text.where})")
    for (key, table), conditions in parts.items():
        found = db.value(f"SELECT count(*) FROM {table} WHERE {' OR '.join(conditions)}", values)
        goes[key] = goes.get(key, 0) + found
    of = "household_id=:id" if plan.scope is Scope.HOUSEHOLD else "campaign_id=:id"
    one = plan.scope is Scope.HOUSEHOLD
    stays = {
        "households": 1 if one else db.value("SELECT count(*) FROM households"),
        "visits": db.value(f"SELECT count(*) FROM visits WHERE {of}", values),
        "audit": db.value("SELECT count(*) FROM audit"),
    }
    return Preview(
        plan.scope, plan.code, goes, stays, held_by=plan.held_by, is_open=plan.is_open,
        whose=plan.whose, merged=plan.merged,
    )  # fmt: skip
