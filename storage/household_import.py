"""Carry out an import: all or nothing, one transaction, the search index written once."""

from collections.abc import Callable, Sequence

from domain.changes import Changes
from domain.fields import Row
from domain.household_import import ImportResult, ImportRow
from domain.households import make_code
from domain.users import User
from domain.villages import split_village, village_key
from storage.database import Database, now, operation
from storage.households import change_household, index_households, insert_household
from storage.ids import new_id
from storage.villages import put_village

Report = Callable[[int, int], None]


def import_households(
    db: Database, rows: Sequence[ImportRow], *, by: User, source: str, report: Report | None = None
) -> tuple[Changes, ImportResult]:
    """Add and update as planned. `report(done, total)` may raise Cancelled: then nothing is kept.

    A blank in the list never erases what the program already knows.
    """
    added = updated = 0
    labels: dict[str, str] = {}
    per_village: dict[str, int] = {}
    villages: dict[str, list[int | str]] = {}  # key -> id, number, next household, next place
    new_rows: list[int] = []
    at = now()
    with operation(db, by, "import_households") as note:
        for done, row in enumerate(rows):
            if report and done % 200 == 0:
                report(done, len(rows))
            label = str(row.values["village"])
            key = labels.get(label) or labels.setdefault(label, village_key(label))
            per_village[label] = per_village.get(label, 0) + 1
            given: Row = {n: v for n, v in row.values.items() if v is not None}
            if row.household_id:
                updated += change_household(db, row.household_id, given, by, note)
                continue
            if key not in villages:
                id_, _ = put_village(db, *split_village(label), by, note)
                villages[key] = _counters(db, id_)
            village = villages[key]
            code = make_code(int(village[1]), int(village[2]))
            new_rows.append(
                insert_household(
                    db,
                    new_id(),
                    code,
                    str(village[0]),
                    int(village[3]),
                    given,
                    "LIST",
                    None,
                    at,
                    by,
                )
            )
            village[2] = int(village[2]) + 1
            village[3] = int(village[3]) + 1
            added += 1
        for village_id, _, next_household, _ in villages.values():
            db.execute(
                "UPDATE villages SET next_household=? WHERE id=?", (next_household, village_id)
            )
        index_households(db, new_rows)
        note("", source=source, added=added, updated=updated, rows=len(rows))
        if report:
            report(len(rows), len(rows))
    result = ImportResult(
        added=added,
        updated=updated,
        unchanged=len(rows) - added - updated,
        villages=per_village,
        members=sum(v for r in rows if isinstance(v := r.values.get("members"), int)),
        phones=sum(1 for r in rows if r.values.get("phone")),
    )
    return Changes(households=True, count=added + updated), result


def _counters(db: Database, village_id: str) -> list[int | str]:
    number, next_household = db.rows(
        "SELECT number, next_household FROM villages WHERE id=?", (village_id,)
    )[0]
    place = db.value(
        "SELECT ifnull(max(walk_order), 0) + 1 FROM households WHERE village_id=?", (village_id,)
    )
    return [village_id, number, next_household, place]
