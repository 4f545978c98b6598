"""A power cut during the first start: one can sign in afterwards, or begin again (F2)."""

import shutil
from pathlib import Path

from domain.users import Role
from storage import unlocked
from storage.accounts import create_first_user, is_set_up, list_users, sign_in
from storage.database import open_database
from storage.paths import database_file
from tests.faults.conftest import Child, by_length, finish, tally
from tests.faults.outcome import Found, Outcome, find_damage
from tests.faults.powercut.replay import power_cuts, read_log
from tests.faults.workload import ACKS, BY, PASSWORD


def start_again(folder: Path, acked: int) -> None:
    """As the window does: sign in where there are data, else the first start once more."""
    if is_set_up(folder):
        sign_in(folder, BY.name, PASSWORD)
        db = open_database(database_file(folder))
    else:
        assert not acked
        db, _, _ = create_first_user(folder, BY.name, PASSWORD)
    assert [(a.name, a.role) for a in list_users(db)] == [(BY.name, Role.ADMIN)]
    assert not find_damage(db)
    db.close()
    unlocked.forget(folder)


def test_after_a_cut_in_the_first_start_one_signs_in_or_begins_again(
    tmp_path: Path, recorder: Path, child: Child
) -> None:
    folder, log, after = tmp_path / "new", tmp_path / "log", tmp_path / "after"
    folder.mkdir()
    finish(child("first_start", folder, LD_PRELOAD=recorder, FAULT_FOLDER=folder, FAULT_LOG=log))
    outcomes = []
    for files, acked in power_cuts(read_log(log, folder), {}, ACKS, by_length(25, 200), 1):
        shutil.rmtree(after, ignore_errors=True)
        after.mkdir()
        for name, content in files.items():
            (after / name).write_bytes(content)
        start_again(after, acked)
        outcomes.append(Outcome(Found.WHOLE))
    assert tally("F2 first start", outcomes) == {Found.WHOLE: len(outcomes)}
