"""Reading the audit log: pages of it, whether the chain holds, what is exported for an inspector.

operation() writes the log (storage/database.py), storage/audit_chain.py says how entries are bound.
"""

import hmac
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from domain.announcement import PRACTICE_WORDS
from domain.audit import HEAD_LETTERS, AuditEntry, head_words, ids_in
from domain.changes import Changes
from domain.days import format_day
from domain.errors import AppError
from domain.households import typed_code
from domain.numerals import format_count
from domain.printed_sheets import PrintedSheet
from domain.sheets import KIND_LABELS, sheet_code
from domain.users import User, require
from domain.villages import join_village
from storage.audit_chain import START, head_of, mac_of, seal
from storage.database import Database, operation
from storage.offices import is_practice

STEP = 2000  # entries verified between two reports of progress
NAMED = 200  # entries whose ids are looked up at once
_COLUMNS = "seq, at, actor, action, target, detail, salt, sealed, mac"
# One household by its code: what was done to it, to its visits and to its back-checks.
_OF_HOUSEHOLD = (
    "target IN (SELECT id FROM households WHERE code=:code UNION ALL SELECT v.id FROM visits v"
    " JOIN households h ON h.id=v.household_id WHERE h.code=:code)"
)
_NAMES = (
    ("SELECT id, code FROM households WHERE id IN ({})", "hộ {0}"),
    ("SELECT v.id, h.code, substr(v.visited_at,1,10) FROM visits v JOIN households h"
     " ON h.id=v.household_id WHERE v.id IN ({})", "lượt đến hộ {0}, ngày {1}"),
    ("SELECT id, name FROM campaigns WHERE id IN ({})", "{0}"),
    ("SELECT id, name FROM teams WHERE id IN ({})", "{0}"),
)  # fmt: skip

Report = Callable[[int, int], object]


@dataclass(frozen=True)
class Wanted:
    """Which entries; "" leaves a condition out. Days are ISO, both included."""

    since: str = ""
    until: str = ""
    actor: str = ""
    action: str = ""
    text: str = ""  # in who, on what and the detail; or the code of a household


@dataclass(frozen=True)
class Verified:
    """`broken_at`: the first entry that is not as it was written; `erased` details are allowed."""

    entries: int
    head: str
    ok: bool
    broken_at: int | None
    erased: int


@dataclass(frozen=True)
class Head:
    seq: int
    at: str
    mac: bytes


def list_entries(
    db: Database, wanted: Wanted, *, offset: int = 0, limit: int = 50, by: User
) -> list[AuditEntry]:
    """Newest first."""
    require(by, "read_audit")
    where, asked = _where(wanted)
    place = " ORDER BY seq DESC LIMIT :limit OFFSET :offset"
    if not where:  # numbers have no gaps: the far end of a long log is as near as its beginning
        where = " WHERE seq <= (SELECT max(seq) FROM audit) - :offset"
        place = " ORDER BY seq DESC LIMIT :limit"
    return [
        AuditEntry(*r)
        for r in db.rows(
            f"SELECT {_COLUMNS} FROM audit{where}{place}",
            {**asked, "limit": limit, "offset": offset},
        )
    ]


def count_entries(db: Database, wanted: Wanted, *, by: User) -> int:
    require(by, "read_audit")
    where, asked = _where(wanted)
    if not where:
        return audit_head(db).seq
    return int(db.value(f"SELECT count(*) FROM audit{where}", asked))


def list_who_did_what(db: Database, after: int = 0) -> set[tuple[str, str]]:
    """(actor, action) of the entries behind the one of this number: what can be searched for."""
    return {
        (actor, action)
        for actor, action in db.rows(
            "SELECT DISTINCT actor, action FROM audit WHERE seq > ?", (after,)
        )
    }


def _where(wanted: Wanted) -> tuple[str, dict[str, object]]:
    parts: list[str] = []
    asked: dict[str, object] = {}
    if wanted.since:
        parts.append("at >= :since")
        asked["since"] = wanted.since
    if wanted.until:
        parts.append("at < :until")
        asked["until"] = wanted.until + "~"  # after every hour of that day
    for name in ("actor", "action"):
        if value := getattr(wanted, name):
            parts.append(f"{name} = :{name}")
            asked[name] = value
    if wanted.text:
        parts.append(
            "(instr(actor, :text) OR instr(target, :text) OR instr(detail, :text)"
            f" OR {_OF_HOUSEHOLD})"
        )
        asked |= {"text": wanted.text, "code": typed_code(wanted.text) or wanted.text}
    return (" WHERE " + " AND ".join(parts) if parts else ""), asked


def name_ids(db: Database, ids: Sequence[str] | set[str]) -> dict[str, str]:
    """What ids in targets and details are called: code, village, campaign, team, sheet."""
    listed, names = sorted(ids), dict[str, str]()
    marks = ",".join("?" * len(listed))
    for sql, words in _NAMES:
        for id_, *rest in db.rows(sql.format(marks), listed):
            names[id_] = words.format(*(format_day(r) if r[4:5] == "-" else r for r in rest))
    for id_, kind, name in db.rows(
        f"SELECT id, kind, name FROM villages WHERE id IN ({marks})", listed
    ):
        names[id_] = join_village(kind, name)
    for id_, number in db.rows(f"SELECT id, number FROM sheets WHERE id IN ({marks})", listed):
        names[id_] = f"tờ {sheet_code(number)}"
    return names


# ---- the chain


def audit_head(db: Database) -> Head:
    """The last entry: its first letters are printed on reports and kept with every backup."""
    seq, mac = head_of(db.conn)
    at = db.value("SELECT at FROM audit WHERE seq=?", (seq,)) if seq else ""
    return Head(seq, str(at), mac)


def printed_head(db: Database) -> str:
    """ "3f9a 0c11 77de (mục 1.234)" as reports print it; "" of an empty log."""
    head = audit_head(db)
    return f"{head_words(head.mac)} (mục {format_count(head.seq)})" if head.seq else ""


def find_head(db: Database, text: str) -> Head | None:
    """The entry whose head was printed so; None when the log has no such entry (any more)."""
    wanted = "".join(ch for ch in text.lower() if ch in "0123456789abcdef")[:HEAD_LETTERS]
    if len(wanted) < HEAD_LETTERS:
        raise AppError(
            f"Dấu nhật ký gồm {HEAD_LETTERS} ký tự 0–9 và a–f.",
            "Hãy gõ như dòng “Dấu nhật ký” ở trang Nguồn của báo cáo.",
        )
    found = db.row("SELECT seq, at, mac FROM audit WHERE lower(hex(mac)) LIKE ?", (wanted + "%",))
    return Head(*found) if found else None


def verify(
    db: Database, report: Report | None = None, *, anchor: tuple[int, str] | None = None
) -> Verified:
    """Whether every entry is as it was written. `anchor` (number, head in hex) kept elsewhere
    makes visible that entries were cut off at the end, which the chain alone cannot show."""
    total = int(db.value("SELECT count(*) FROM audit"))
    key, before, erased, done, last = db.audit_key, START, 0, 0, 0
    anchored = anchor is None or not anchor[0]
    for row in db.execute(f"SELECT {_COLUMNS} FROM audit ORDER BY seq"):
        e = AuditEntry(*row)
        mac = mac_of(key, before, e.seq, e.at, e.actor, e.action, e.target, e.sealed)
        whole = hmac.compare_digest(mac, e.mac) and (
            e.detail == "" if e.salt is None else seal(e.salt, e.detail) == e.sealed
        )
        if anchor and e.seq == anchor[0]:
            anchored = whole = whole and mac.hex().startswith(anchor[1].lower())
        if not whole:
            return Verified(total, before.hex(), False, e.seq, erased)
        erased += e.salt is None
        before, done, last = mac, done + 1, e.seq
        if report and done % STEP == 0:
            report(done, total)
    return Verified(total, before.hex(), anchored, None if anchored else last + 1, erased)


def verify_with_state(db: Database, report: Report | None = None) -> Verified:
    """As verify(), with what the program kept outside the database when it last closed."""
    from storage.sidecar import Kind, check_state, read_state

    seen = read_state(db.path.parent)
    if seen is None or seen.state is None or check_state(db, seen).kind is Kind.UNPROVEN:
        return verify(db, report)
    return verify(db, report, anchor=(seen.state.seq, seen.state.head))


def export_entries(db: Database) -> Iterator[AuditEntry]:
    """All of them, oldest first, to the one that notes this export: a part of a chain could not be
    verified, and by its last entry one sees that nothing was cut off (docs/verify_audit.py)."""
    noted = "SELECT seq FROM audit WHERE action='export_audit' ORDER BY seq DESC LIMIT 1"
    end = db.value(noted) or audit_head(db).seq
    for row in db.execute(f"SELECT {_COLUMNS} FROM audit WHERE seq <= ? ORDER BY seq", (end,)):
        yield AuditEntry(*row)


def named_entries(db: Database) -> Iterator[tuple[AuditEntry, dict[str, str]]]:
    """As export_entries(), each with what its ids are called."""
    entries = export_entries(db)
    while some := list(islice(entries, NAMED)):
        names = name_ids(db, ids_in(some))
        yield from ((e, names) for e in some)


# ---- what leaves the program


def log_names(
    db: Database, action: str, what: str, purpose: str, rows: int, *, by: User, reason: str = ""
) -> Changes:
    """Names leave the program on paper or in a file: who, when, how many rows, what for (J5).

    `action`: "export_names", "log_print", "list_names" or "export_audit" of PERMISSIONS.
    """
    if is_practice(db):
        purpose = f"{PRACTICE_WORDS} {purpose}"
    detail: dict[str, Any] = {"what": what, "purpose": purpose, "rows": rows}
    with operation(db, by, action) as note:
        note("", **detail, **({"reason": reason} if reason else {}))
    return Changes()


def log_printed(
    db: Database, printed: Sequence[PrintedSheet], *, by: User, again: bool = False
) -> Changes:
    """Sheets with names, before their files are written: how many, which households, what for."""
    codes = [p.sheet.code for p in printed]
    what = f"{len(codes)} tờ phiếu {codes[0]}" + (f" đến {codes[-1]}" if codes[1:] else "")
    kinds = dict.fromkeys(KIND_LABELS[p.sheet.kind] for p in printed)
    purpose = ", ".join(kinds) + (", in lại" if again else "")
    return log_names(db, "log_print", what, purpose, sum(len(p.lines) for p in printed), by=by)
