"""The office in its versions, and whether this file is a practice file."""

from domain.changes import Changes
from domain.errors import AppError
from domain.offices import Office
from domain.users import User
from storage.database import Database, now, operation
from storage.ids import new_id

_COLUMNS = (
    "valid_from", "kind", "name", "province", "district", "superior_line", "superior", "addressee",
    "symbol", "place", "recipients", "signature", "position", "signer", "preparer", "id",
)  # fmt: skip


def list_offices(db: Database) -> list[Office]:
    """All versions, oldest first."""
    return [
        Office(**{**dict(zip(_COLUMNS, r, strict=True)), "superior_line": bool(r[5])})
        for r in db.rows(f"SELECT {', '.join(_COLUMNS)} FROM offices ORDER BY valid_from")
    ]


def save_office(db: Database, office: Office, *, by: User) -> Changes:
    """Add a version, or change one (by its id). Two versions never start on the same day."""
    with operation(db, by, "save_office") as note:
        if db.value(
            "SELECT 1 FROM offices WHERE valid_from=? AND id<>?", (office.valid_from, office.id)
        ):
            raise AppError(
                "Đã có một bản thông tin đơn vị áp dụng từ đúng ngày này.",
                "Hãy sửa bản đó, hoặc chọn ngày áp dụng khác.",
            )
        values = [getattr(office, c) for c in _COLUMNS[:-1]] + [office.id or new_id()]
        db.execute(
            f"INSERT OR REPLACE INTO offices({', '.join(_COLUMNS)}, changed_at, changed_by)"
            f" VALUES ({','.join('?' * (len(_COLUMNS) + 2))})",
            (*values, now(), by.name),
        )
        note(str(values[-1]), valid_from=office.valid_from)
    return Changes(office=True, count=1)


def delete_office(db: Database, office_id: str, *, by: User) -> Changes:
    with operation(db, by, "save_office") as note:
        if db.value("SELECT count(*) FROM offices") <= 1:
            raise AppError("Không xóa được bản thông tin đơn vị duy nhất.", "Hãy sửa bản này.")
        db.execute("DELETE FROM offices WHERE id=?", (office_id,))
        note(office_id, deleted=True)
    return Changes(office=True, count=1)


def is_practice(db: Database) -> bool:
    return bool(db.value("SELECT 1 FROM meta WHERE key='practice'"))


def save_practice_mark(db: Database, *, by: User) -> Changes:
    """Mark the file as practice data for good: its reports carry "TẬP HUẤN" (K10)."""
    with operation(db, by, "save_settings"):
        db.execute("INSERT OR REPLACE INTO meta VALUES ('practice', '1')")
    return Changes(settings=True, count=1)
