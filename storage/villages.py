"""Villages of the commune."""

from collections.abc import Iterable, Sequence

from domain.changes import Changes
from domain.errors import AppError
from domain.users import User
from domain.villages import Village, split_village, village_key
from storage.database import Database, Note, now, operation
from storage.ids import new_id


def list_villages(db: Database) -> list[Village]:
    return [
        Village(*r)
        for r in db.rows(
            "SELECT id, kind, name, number, position FROM villages ORDER BY position, number"
        )
    ]


def count_village_households(db: Database) -> dict[str, int]:
    """Households still lived in, by village id; a village without any is left out."""
    return dict(
        db.rows(
            "SELECT village_id, count(*) FROM households WHERE state='ACTIVE' GROUP BY village_id"
        )
    )


def find_village(db: Database, text: str) -> Village | None:
    """By any spelling: "Bản Chiềng", "ban chieng", and "Chiềng" where only one bears that name."""
    key = village_key(text)
    villages = list_villages(db)
    exact = [v for v in villages if v.key == key]
    if exact:
        return exact[0]
    loose = [v for v in villages if village_key(v.name) == village_key(split_village(text)[1])]
    return loose[0] if len(loose) == 1 else None


def save_villages(
    db: Database, pairs: Iterable[tuple[str, str]], *, by: User
) -> tuple[Changes, list[Village]]:
    """Add the (kind, name) pairs that are not there yet, in this order; known ones stay."""
    added = 0
    with operation(db, by, "save_village") as note:
        for kind, name in pairs:
            if name:
                _, is_new = put_village(db, kind, name, by, note)
                added += is_new
    return Changes(households=added > 0, count=added), list_villages(db)


def put_village(db: Database, kind: str, name: str, by: User, note: Note) -> tuple[str, bool]:
    """(id, whether it is new). A step of other operations: opens no transaction."""
    key = village_key(f"{kind} {name}")
    if found := db.value("SELECT id FROM villages WHERE name_key=?", (key,)):
        return str(found), False
    number = _last_number(db) + 1
    village_id = new_id()
    db.execute(
        "INSERT INTO villages(id, number, kind, name, name_key, position, changed_at, changed_by)"
        " VALUES (?,?,?,?,?,?,?,?)",
        (village_id, number, kind, name, key, number, now(), by.name),
    )
    note(village_id, kind=kind, name=name)
    return village_id, True


def _last_number(db: Database) -> int:
    """The highest number ever given: codes with the number of a deleted village are on paper."""
    return int(
        db.value(
            "SELECT max(ifnull((SELECT max(number) FROM villages), 0),"
            " ifnull((SELECT CAST(value AS INTEGER) FROM meta WHERE key='last_village'), 0))"
        )
    )


def save_village(
    db: Database, village_id: str, kind: str, name: str, position: int, *, by: User
) -> Changes:
    """Rename or reorder. The number in printed codes never changes."""
    key = village_key(f"{kind} {name}")
    with operation(db, by, "save_village") as note:
        if db.value("SELECT 1 FROM villages WHERE name_key=? AND id<>?", (key, village_id)):
            raise AppError(
                f"Đã có thôn, bản tên “{name}”.", "Hãy đặt tên khác để phân biệt trên phiếu."
            )
        old = db.row("SELECT kind, name, position FROM villages WHERE id=?", (village_id,))
        db.execute(
            "UPDATE villages SET kind=?, name=?, name_key=?, position=?, changed_at=?, changed_by=?"
            " WHERE id=?",
            (kind, name, key, position, now(), by.name, village_id),
        )
        note(village_id, old=old, new=[kind, name, position])
    return Changes(households=True, count=1)


def save_village_order(db: Database, village_ids: Sequence[str], *, by: User) -> Changes:
    """The order of lists and annexes; the numbers in printed codes never change."""
    with operation(db, by, "save_village") as note:
        at = now()
        for position, village_id in enumerate(village_ids, 1):
            db.execute(
                "UPDATE villages SET position=?, changed_at=?, changed_by=? WHERE id=?",
                (position, at, by.name, village_id),
            )
        note("", order=list(village_ids))
    return Changes(households=True, count=len(village_ids))


def delete_village(db: Database, village_id: str, *, by: User) -> Changes:
    """Only a village that never had a household or a figure; its number is not given again."""
    with operation(db, by, "save_village") as note:
        if db.value("SELECT 1 FROM households WHERE village_id=?", (village_id,)) or db.value(
            "SELECT 1 FROM figures WHERE village_id=?", (village_id,)
        ):
            raise AppError(
                "Không xóa được vì thôn, bản này đã có hộ hoặc số liệu.",
                "Hãy chuyển các hộ sang thôn, bản khác trước.",
            )
        db.execute(
            "INSERT OR REPLACE INTO meta VALUES ('last_village', ?)", (str(_last_number(db)),)
        )
        db.execute("DELETE FROM villages WHERE id=?", (village_id,))
        note(village_id, deleted=True)
    return Changes(households=True, count=1)
