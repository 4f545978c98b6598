"""An officer of some villages sees and writes those only, whatever function asks.

The reading connection gets temporary views that stand before the tables of the same name; the
writing one gets temporary triggers that refuse rows of other villages. So a query written in ten
years is limited too. A user without villages has the whole commune and pays nothing.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlcipher3

REFUSAL = "not of this user's villages"
_HOMES = "SELECT id FROM main.households WHERE village_id IN ({v})"
_ROWS = "SELECT row FROM main.households WHERE village_id IN ({v})"
_VIEWS = {
    "villages": "id IN ({v})",
    "households": "village_id IN ({v})",
    "visits": f"household_id IN ({_HOMES})",
    "household_results": f"household_row IN ({_ROWS})",
    "tallies": "village_id IN ({v})",
    "figures": "village_id IN ({v})",  # the commune's would divide a part by the whole
    "household_state_changes": f"household_id IN ({_HOMES})",
    "reopenings": f"household_id IN ({_HOMES})",
    "backcheck_answers": f"household_id IN ({_HOMES})",
    "data_requests": f"household_id IN ({_HOMES})",  # who asks for no household asks the commune
    "request_steps": "request_id IN (SELECT id FROM main.data_requests "
    f"WHERE household_id IN ({_HOMES}))",
    "sheets": "village_id IN ({v}) OR village_id IS NULL AND NOT EXISTS (SELECT 1 FROM "
    "main.sheet_lines l JOIN main.households h ON h.id=l.household_id "
    "WHERE l.sheet_id=sheets.id AND h.village_id NOT IN ({v}))",
}
# Of the one household that is written: a list of all of them made a save twice as slow.
_OUTSIDE = (
    "ifnull((SELECT village_id FROM main.households WHERE id=NEW.household_id), '') NOT IN ({v})"
)
_OTHERS = "SELECT 1 FROM main.households WHERE village_id NOT IN ({v})"
_NEW = {
    "visits": _OUTSIDE,
    "households": "NEW.village_id NOT IN ({v})",
    "tallies": "NEW.village_id NOT IN ({v})",
    "sheets": "NEW.village_id IS NOT NULL AND NEW.village_id NOT IN ({v})",
    "sheet_lines": _OUTSIDE,
    "reopenings": _OUTSIDE,
    "backcheck_answers": _OUTSIDE,
    "sheet_events": "NOT EXISTS (SELECT 1 FROM main.sheets WHERE id=NEW.sheet_id AND "
    f"({_VIEWS['sheets']}))",
    # A warning's target names what it is about: a visit first, households, a village, a sheet.
    "confirmations": f"EXISTS ({_OTHERS} AND instr(NEW.target, id)) OR EXISTS ({_OTHERS} AND id="
    "(SELECT household_id FROM main.visits WHERE id="
    "substr(NEW.target, 1, instr(NEW.target || ' ', ' ') - 1))) OR EXISTS (SELECT 1 FROM "
    "main.villages WHERE id NOT IN ({v}) AND instr(NEW.target, id)) OR EXISTS (SELECT 1 FROM "
    f"main.sheets WHERE id=NEW.target AND NOT ifnull({_VIEWS['sheets']}, 0))",
}
# Assignments, figures, back-checks, requests and states are written by chiefs and admins alone
# (domain/users.py), and only officers are limited.
_UUID = re.compile(r"[0-9a-f-]{1,40}")


def _listed(villages: Iterable[str]) -> str:
    """As literals: a view takes no parameters. Only our own keys pass."""
    found = sorted(villages)
    if not all(_UUID.fullmatch(v) for v in found):
        raise ValueError("no key of a village")
    return ",".join(f"'{v}'" for v in found)


def limit_reader(connection: "sqlcipher3.Connection", villages: Iterable[str]) -> None:
    """Once, before the connection is made read-only."""
    v = _listed(villages)
    for table, where in _VIEWS.items():
        connection.execute(
            f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {where.format(v=v)}"
        )


def limit_writer(connection: "sqlcipher3.Connection", villages: frozenset[str]) -> None:
    """Put the triggers of these villages in the place of those before; none for no villages."""
    for table in _NEW:
        for event in ("INSERT", "UPDATE"):
            connection.execute(f"DROP TRIGGER IF EXISTS temp.limit_{table}_{event.lower()}")
    if not villages:
        return
    v = _listed(villages)
    for table, outside in _NEW.items():
        for event in ("INSERT", "UPDATE"):
            old = " OR OLD.village_id NOT IN ({v})" if (table, event) == _MOVED else ""
            connection.execute(
                f"CREATE TEMP TRIGGER limit_{table}_{event.lower()} BEFORE {event} "
                f"ON main.{table} WHEN {(outside + old).format(v=v)} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL.replace(chr(39), chr(39) * 2)}'); END"
            )


_MOVED = ("households", "UPDATE")  # taken out of another village counts as well
