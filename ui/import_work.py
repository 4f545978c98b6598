"""What the import wizard holds between its steps, and the jobs it gives to the worker. No Tk here.

A correction makes a new Layout or a new entry in `corrections` and drops the plan; the plan is made
again when the next step is entered. Nothing is written before write_plan().
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from domain.changes import Changes
from domain.fields import Row, Value
from domain.household_import import ImportResult
from domain.households import HOUSEHOLD_FIELDS
from domain.users import User
from domain.villages import village_key
from imports.decoded import DecodedTable, decode_tables
from imports.guessing import guess_layouts
from imports.layout import Layout
from imports.plan import Plan, plan_import
from imports.tables import read_tables
from storage.database import open_database
from storage.household_import import import_households, stored_values
from storage.households import known_households
from storage.villages import list_villages

Report = Callable[[int, int], None]


@dataclass
class ImportWork:
    path: Path
    tables: Sequence[DecodedTable]
    layouts: list[Layout]
    villages: tuple[str, ...] = ()  # labels the commune has
    corrections: dict[str, str] = field(default_factory=dict)  # village text of the file -> label
    plan: Plan | None = None
    differences: dict[str, str] = field(default_factory=dict)  # household id -> what changes
    result: ImportResult | None = None
    state: tuple[int, int] = (0, 0)  # of the file when it was read

    def set_layout(self, sheet: int, layout: Layout) -> None:
        if self.layouts[sheet] != layout:
            self.layouts[sheet] = layout
            self.plan = None

    def correct_village(self, text: str, label: str) -> None:
        """An empty label takes the correction back."""
        if self.corrections.get(text, "") != label:
            self.corrections.pop(text, None)
            if label:
                self.corrections[text] = label
            self.plan = None


def file_state(path: Path) -> tuple[int, int]:
    """Its size and the moment it was last written: another one means read it anew."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_size, found.st_mtime_ns)


def typed_path(text: str) -> Path | None:
    """A path as people paste or drop it: in quotes, or as a file address. None for nothing."""
    text = text.strip().strip("\"'")
    if text.startswith("file://"):
        from urllib.parse import unquote, urlparse

        address = urlparse(text)
        share = f"//{address.netloc}" if address.netloc not in ("", "localhost") else ""
        text = share + unquote(address.path)
        if sys.platform == "win32" and text[2:3] == ":":  # "/C:/Users" is "C:/Users"
            text = text[1:]
    return Path(text).expanduser() if text else None


def describe_difference(old: Row, new: Row) -> str:
    """ "Điện thoại: 0912345678 → 0987654321"; "" where the list says nothing new.

    A blank in the list never erases what is known.
    """
    return "; ".join(
        f"{f.label}: {f.kind.format(old[f.name]) or 'trống'} → {f.kind.format(value)}"
        for f in HOUSEHOLD_FIELDS
        if f.name in old
        and (value := new.get(f.name)) is not None
        and not _is_same(f.name, old[f.name], value)
    )


def _is_same(name: str, old: Value, new: Value) -> bool:
    """Villages are compared as villages: "BẢN CHIỀNG" is Bản Chiềng."""
    return old == new or (name == "village" and village_key(str(old)) == village_key(str(new)))


def read_file(path: Path, database: Path, report: Report) -> ImportWork:
    """Job: the file, with a guess for every sheet. Raises AppError for an unreadable one."""
    state = file_state(path)
    tables = decode_tables(read_tables(path, report))
    db = open_database(database)
    try:
        labels = tuple(v.label for v in list_villages(db))
    finally:
        db.close()
    return ImportWork(path, tables, guess_layouts(tables, labels), labels, state=state)


def make_plan(work: ImportWork, database: Path, report: Report) -> tuple[Plan, dict[str, str]]:
    """Job: what would be written, and for households of the list what would change."""
    db = open_database(database)
    try:
        plan = plan_import(
            work.tables, work.layouts, known_households(db), work.villages,
            village_map=dict(work.corrections), report=report,
        )  # fmt: skip
        stored = stored_values(db) if any(r.household_id for r in plan.rows) else {}
    finally:
        db.close()
    differences = {
        r.household_id: describe_difference(stored[r.household_id], r.values)
        for r in plan.rows
        if r.household_id
    }
    return plan, differences


def write_plan(
    work: ImportWork, database: Path, report: Report, *, by: User
) -> tuple[Changes, ImportResult]:
    """Job: write the plan, all of it or nothing."""
    assert work.plan is not None
    db = open_database(database)
    try:
        return import_households(db, work.plan.rows, by=by, source=work.path.name, report=report)
    finally:
        db.close()
