"""What a file holds after a fault, against what was acknowledged: exactly, not by counts alone.

A step is in the file whole or not at all, and the steps are there without a gap. So there is one
number that says it all: the last step that is in the file.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from domain.errors import AppError
from storage import doctor
from storage.audit_chain import START, mac_of, seal
from storage.campaigns import list_campaign_rows
from storage.database import Database, foreign_errors, open_database
from storage.results import rebuild
from storage.sidecar import check_state, end_state, read_state
from tests.faults.workload import (
    ENTRY,
    FILE,
    FIRST_LIST,
    KEYS,
    LIST,
    draft_keys,
    kind_of,
    people,
    visits_of,
)


class Found(StrEnum):
    WHOLE = "whole"  # every acknowledged step, and nothing half done
    SHORT = "short"  # all of some earlier step: what came after it is lost
    NOTICED = "noticed"  # refused or found damaged, in a Vietnamese sentence or by a check
    WRONG = "wrong"  # opens, passes the checks, and is not what was saved


@dataclass(frozen=True)
class Outcome:
    found: Found
    step: int = 0  # the last step in the file
    why: str = ""


@dataclass(frozen=True)
class State:
    visits: "Counter[tuple[object, ...]]"
    households: "Counter[tuple[object, ...]]"
    drafts: frozenset[str]


def steps_in(state: State, job: str, about: Iterable[int]) -> int | None:
    """The step after which the file must look so; None when it looks like none of them."""
    return next((n for n in about if expected(job, n) == state), None)


@lru_cache(maxsize=512)
def expected(job: str, step: int) -> State:
    """What must be in the file after this step."""
    visits: Counter[tuple[object, ...]] = Counter()
    households = Counter(_listed(0, FIRST_LIST))
    drafts: set[str] = set()
    heads = [h.head_name for h in people(0, FIRST_LIST)]
    for n in range(1, step + 1):
        kind = kind_of(job, n)
        if kind == "list":
            households.update(_listed(n, LIST[job]))
        elif kind == "drafts":
            drafts.update(draft_keys(n))
        else:
            if kind == "sheet":
                drafts.difference_update(draft_keys(n - 1))
            visits.update((heads[v.household], v.visited_at, "PARTIAL", v.smartphones, v.note, 2)
                          for v in visits_of(n))  # fmt: skip
    return State(visits, households, frozenset(drafts))


def _listed(step: int, size: int) -> list[tuple[object, ...]]:
    return [
        (h.village.replace("Bản", "bản"), h.head_name, h.members, h.phone)
        for h in people(step, size)
    ]


def rows_of(db: Database) -> State:
    return State(
        Counter(db.rows(
            "SELECT h.head_name, v.visited_at, v.disposition, v.smartphones, v.note,"
            " (SELECT count(*) FROM visit_apps WHERE visit_id=v.id)"
            " FROM visits v JOIN households h ON h.id=v.household_id")),
        Counter(db.rows(
            "SELECT v.kind || ' ' || v.name, h.head_name, h.members, h.phone"
            " FROM households h JOIN villages v ON v.id=h.village_id")),
        frozenset(k for (k,) in db.rows("SELECT key FROM drafts")),
    )  # fmt: skip


def examine(folder: Path, acked: int, *, job: str = ENTRY, until: int = 0) -> Outcome:
    """Open the file as the program does at its next start, check it and compare it.

    `until`: the last step that may be in it, where steps went on; else the one after `acked`.
    """
    seen = read_state(folder)
    try:
        db = open_database(folder / FILE, keys=KEYS)
    except AppError as refused:
        return Outcome(Found.NOTICED, why=first_words(refused))
    try:
        with foreign_errors(db.path):
            if damage := find_damage(db):
                return Outcome(Found.NOTICED, why=damage)
            finding = check_state(db, seen)
            outcome = compare(db, acked, job, until)
            if finding and outcome.found == Found.SHORT:
                return replace(outcome, found=Found.NOTICED, why=finding.kind.name)
            if finding:
                return replace(outcome, why=finding.kind.name)
            end_state(db)  # looked at and closed in order
            return outcome
    except AppError as refused:
        return Outcome(Found.NOTICED, why=first_words(refused))
    finally:
        db.conn.close()


def first_words(refused: AppError) -> str:
    """The sentence without the names of files in it."""
    return re.sub("“.*”", "…", refused.message)


def compare(db: Database, acked: int, job: str, until: int) -> Outcome:
    """What is in an open file that passed its checks."""
    state = rows_of(db)
    nearest = sorted(range(max(acked + 1, until) + 1), key=lambda n: abs(n - acked))
    step = steps_in(state, job, nearest[:3])
    if step is None:
        step = steps_in(state, job, nearest[3:])
    if step is None:
        return Outcome(Found.WRONG, why="the rows are those of no step")
    if broken := find_contradiction(db):
        return Outcome(Found.WRONG, step, broken)
    return Outcome(Found.WHOLE if step >= acked else Found.SHORT, step)


def find_damage(db: Database) -> str:
    """What the program's own check after an unclean end reports; "" when the file is sound."""
    diagnosis = doctor.examine(db.path.parent, db.keys, datetime.now(), whole=False)
    return ", ".join(f.check for f in diagnosis.findings if f.level == doctor.BAD)


def find_contradiction(db: Database) -> str:
    """Where parts of one file say different things; "" where they agree."""
    if db.rows("PRAGMA integrity_check") != [("ok",)]:
        return "integrity_check"
    if db.rows("PRAGMA foreign_key_check"):
        return "foreign keys"
    mac = START
    for seq, at, actor, action, target, detail, salt, sealed, stored in db.rows(
        "SELECT seq, at, actor, action, target, detail, salt, sealed, mac FROM audit ORDER BY seq"
    ):
        mac = mac_of(db.audit_key, mac, seq, at, actor, action, target, sealed)
        if mac != stored or seal(salt, detail) != sealed:
            return f"audit entry {seq}"
    noted = {t for (t,) in db.rows("SELECT target FROM audit WHERE action='save_visit'")}
    if noted != {i for (i,) in db.rows("SELECT id FROM visits")}:
        return "audit entries are not those of the visits"
    found = db.value("SELECT count(*) FROM household_search WHERE household_search MATCH 'van'")
    if found != db.value("SELECT count(*) FROM households"):
        return "search index"
    return "" if _results(db) == _results(db, again=True) else "results are not those of the visits"


def _results(db: Database, *, again: bool = False) -> list[tuple[object, ...]]:
    """The stored results; `again`: worked out from the visits, and not kept."""
    asked = "SELECT * FROM household_results ORDER BY campaign_row, household_row, from_at"
    if not again:
        return db.rows(asked)
    with db.writing():
        db.execute("BEGIN IMMEDIATE")
        try:
            for campaign, row in list_campaign_rows(db):
                rebuild(db, campaign, row)
            return db.rows(asked)
        finally:
            db.execute("ROLLBACK")
