"""Carry out an import: all or nothing, one transaction, the search index written once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.changes import Changes
from domain.fields import Row
from domain.household_import import ImportResult, ImportRow
from domain.households import make_code
from domain.users import User
from domain.villages import join_village, split_village, village_key
from storage.database import Database, now, operation
from storage.households import change_household, household_row, insert_households
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
    villages: dict[str, _Village] = {}
    new_rows: list[tuple[object, ...]] = []
    at = now()
    with operation(db, by, "import_households") as note:
        for done, row in enumerate(rows):
            if report and done % 200 == 0:
                report(done, len(rows))
            label = str(row.values["village"])
            key = labels.get(label) or labels.setdefault(label, village_key(label))
            per_village[label] = per_village.get(label, 0) + 1
            given: Row = {n: v for n, v in row.values.items() if v is not None}
            if key not in villages:
                id_, _ = put_village(db, *split_village(label), by, note)
                villages[key] = _open_village(db, id_)
            village = villages[key]
            if row.household_id:
                if _is_elsewhere(db, row.household_id, village.id):
                    given |= {"village_id": village.id, "walk_order": village.next_place}
                    village.next_place += 1
                updated += change_household(db, row.household_id, given, by, note)
                continue
            code = make_code(village.number, village.next_household)
            new_rows.append(
                household_row(
                    new_id(), code, village.id, village.next_place, given, "LIST", None, at, by
                )
            )
            village.next_household += 1
            village.next_place += 1
            added += 1
        for village in villages.values():
            db.execute(
                "UPDATE villages SET next_household=? WHERE id=?",
                (village.next_household, village.id),
            )
        insert_households(db, new_rows)
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


def stored_values(db: Database) -> dict[str, Row]:
    """What each household holds now, by id: an import shows what it would change."""
    return {
        id_: {
            "village": join_village(kind, village), "head_name": head, "members": members,
            "phone": phone, "address": address, "cluster": cluster, "note": note,
            "birth_year": year,
        }
        for id_, kind, village, head, members, phone, address, cluster, note, year in db.execute(
            "SELECT h.id, v.kind, v.name, h.head_name, h.members, h.phone, h.address, h.cluster,"
            " h.note, h.birth_year FROM households h JOIN villages v ON v.id=h.village_id"
        )
    }  # fmt: skip


@dataclass
class _Village:
    id: str
    number: int
    next_household: int
    next_place: int


def _open_village(db: Database, village_id: str) -> _Village:
    number, next_household = db.rows(
        "SELECT number, next_household FROM villages WHERE id=?", (village_id,)
    )[0]
    place = db.value(
        "SELECT ifnull(max(walk_order), 0) + 1 FROM households WHERE village_id=?", (village_id,)
    )
    return _Village(village_id, number, next_household, place)


def _is_elsewhere(db: Database, household_id: str, village_id: str) -> bool:
    """Whether the list has a known household, found by its code, in another village than before."""
    asked = "SELECT 1 FROM households WHERE id=? AND village_id<>?"
    return bool(db.value(asked, (household_id, village_id)))
