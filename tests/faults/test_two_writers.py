"""Two programs or connections at one file: one waits or is told, nothing is lost (F11, F12)."""

from pathlib import Path

import pytest

from domain.errors import AppError
from storage.database import Database, open_database
from storage.lock import hold_folder
from tests.faults.conftest import Child, finish
from tests.faults.workload import (
    ENTRY,
    FILE,
    KEYS,
    carry_out,
    first_campaign,
    first_households,
)

EACH = 60


def test_a_second_program_is_told_and_a_killed_one_leaves_no_lock(
    folder: Path, child: Child
) -> None:
    first = child("lock_holder", folder)
    assert first.stdout
    assert first.stdout.readline() == "held\n"
    with pytest.raises(AppError, match="đang mở"), hold_folder(folder):
        pass
    first.kill()
    first.communicate()
    with hold_folder(folder):
        pass


def test_a_writer_that_waits_too_long_is_told_and_may_save_afterwards(
    folder: Path,
) -> None:
    one, other = (open_database(folder / FILE, keys=KEYS) for _ in range(2))
    campaign, ids = first_campaign(one), first_households(one)
    with one.writing():
        one.execute("BEGIN IMMEDIATE")
        with pytest.raises(AppError, match="cửa sổ hoặc chương trình khác giữ"):
            carry_out(_impatient(other), campaign, ids, ENTRY, 1)
        one.execute("ROLLBACK")
    carry_out(other, campaign, ids, ENTRY, 1)
    assert one.value("SELECT count(*) FROM visits") == 2
    other.close()
    one.close()


def _impatient(db: Database) -> Database:
    with db.writing():
        db.execute("PRAGMA busy_timeout=50")
    return db


def test_two_programs_that_save_at_the_same_time_lose_nothing(folder: Path, child: Child) -> None:
    both = [child("two_writers", folder, name, EACH) for name in ("tổ một", "tổ hai")]
    for process in both:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [finish(p) for p in both] == [str(EACH)] * 2
    db = open_database(folder / FILE, keys=KEYS)
    counted = dict(db.rows("SELECT team, count(*) FROM visits GROUP BY team"))
    assert counted == {"tổ một": EACH, "tổ hai": EACH}
    assert db.value("SELECT count(*) FROM audit WHERE action='save_visit'") == 2 * EACH
    db.close()
