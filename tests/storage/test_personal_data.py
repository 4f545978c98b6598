"""No column with text is forgotten: each is sorted, and what is of citizens has its erasure."""

from storage.database import Database
from storage.erasure_plan import NAMED, OF_CAMPAIGN, OF_HOUSEHOLD, OF_LIST
from storage.personal_data import (
    OF_CITIZENS,
    OF_STAFF,
    OF_THE_OFFICE,
    OF_THE_PROGRAM,
    needs_no_line,
)

SORTS = (OF_CITIZENS, OF_STAFF, OF_THE_OFFICE, OF_THE_PROGRAM)
INDEX = "household_search"  # rebuilt from households.search


def text_columns(db: Database) -> set[tuple[str, str]]:
    tables = [r[0] for r in db.rows("SELECT name FROM sqlite_master WHERE type='table'")]
    return {
        (table, str(name))
        for table in tables if not table.startswith((INDEX, "sqlite_"))
        for _, name, kind, *_ in db.rows(f'PRAGMA table_info("{table}")')
        if kind not in ("INTEGER", "REAL") and not needs_no_line(str(name))
    }  # fmt: skip


def test_every_column_with_text_is_sorted_once(db: Database) -> None:
    listed = [(t, c) for sort in SORTS for t, columns in sort.items() for c in columns]
    assert len(listed) == len(set(listed))
    assert set(listed) == text_columns(db)


def test_what_is_of_citizens_goes_in_an_erasure() -> None:
    elsewhere = {"households", "household_results"}  # storage/erasure.py
    for texts, nobodys in ((OF_HOUSEHOLD, set()), ((*OF_CAMPAIGN, *OF_LIST), {"deadline_marks"})):
        become = {t.table: t.become for t in texts}  # "": the whole row goes
        for table, columns in OF_CITIZENS.items():
            if table not in elsewhere | nobodys:
                assert not become[table] or all(f"{c}=" in become[table] for c in columns), table
    made_of_others = {"name_sort", "search"}
    assert all(c in NAMED for c in {*OF_CITIZENS["households"]} - made_of_others)
