"""Killed while a campaign's people are erased: nothing went or, after the next start, everything.

Everything means the database, its free pages, its log and the backups; numbers are the same always.
"""

import random
import shutil
import time
from collections import Counter
from pathlib import Path

from domain.users import User
from storage import unlocked
from storage.accounts import create_first_user
from storage.audit import verify
from storage.backups import backups_folder, check_backup, list_backups, make_backup
from storage.campaigns import list_campaigns
from storage.database import open_database
from storage.erasure_finish import resume_erasures, unfinished
from storage.key_file import Keys
from storage.paths import database_file
from storage.practice import make_practice
from storage.progress import get_progress
from tests.faults.conftest import Child, by_length, note_figures
from tests.faults.eraser import BY
from tests.storage.test_erasure import texts_of


def erase(folder: Path, keys: Keys, child: Child, seconds: float | None) -> float:
    """How long it took, or was let live."""
    eraser = child("eraser", folder, keys.data_key.hex())
    assert eraser.stdin
    assert eraser.stdout
    assert eraser.stdout.readline() == "ready\n"
    start = time.perf_counter()
    print(file=eraser.stdin, flush=True)
    if seconds is None:
        assert eraser.stdout.readline() == "done\n"
        took = time.perf_counter() - start
        eraser.communicate()
        return took
    time.sleep(seconds)
    eraser.kill()
    eraser.communicate()
    return seconds


def stage_of(folder: Path, keys: Keys) -> str:
    db = open_database(database_file(folder), keys=keys)
    found = db.value("SELECT stage FROM erasures") or "untouched"
    db.conn.close()
    return str(found)


def test_a_kill_at_any_moment_erases_nothing_or_everything(tmp_path: Path, child: Child) -> None:
    origin = tmp_path / "origin"
    db, by, _ = create_first_user(origin, BY.name, "bốn từ dễ nhớ")
    make_practice(db, by=by, households=400, seed=3)
    make_backup(db, backups_folder(origin), reason="manual", by=by)
    staff = " ".join(str(r) for r in db.rows("SELECT name, leader FROM teams"))
    heads = {r[0] for r in db.rows("SELECT head_name FROM households")}
    keys, people = db.keys, {name for name in heads if name not in staff}
    before = [get_progress(db, c) for c in list_campaigns(db)]
    db.close()
    old = {b.file.name for b in list_backups(origin)}
    shutil.copytree(origin, tmp_path / "whole")
    span = erase(tmp_path / "whole", keys, child, None)
    pick, stages = random.Random(1), Counter[str]()
    for kill in range(by_length(5, 100)):
        folder = tmp_path / f"kill-{kill}"
        shutil.copytree(origin, folder)
        erase(folder, keys, child, pick.uniform(0, span))
        stages[stage := stage_of(folder, keys)] += 1
        unlocked.hold(folder, keys, User(BY.name))
        resume_erasures(database_file(folder))
        db = open_database(database_file(folder))
        assert [get_progress(db, c) for c in list_campaigns(db)] == before
        assert verify(db).ok
        assert unfinished(db) == 0
        left, names = texts_of(db), {b.file.name for b in list_backups(folder)}
        db.close()
        if stage == "untouched":
            assert all(name in left for name in people)
            assert old <= names
        else:
            assert not [name for name in people if name in left]
            assert not old & names
            assert check_backup(list_backups(folder)[0].file, keys).households == 400
        shutil.rmtree(folder)
    note_figures({"what": "killed while erasing", "tried": stages.total(), **stages})
