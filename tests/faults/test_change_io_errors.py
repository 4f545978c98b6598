"""An error of the disk at any operation of a change of the data key or of an upgrade (F5, F13,
F21): it is told, and the next start finds one whole file.
"""

import errno
import json
from pathlib import Path

import pytest

from domain.users import Role, User
from storage import unlocked
from storage.accounts import Account, create_first_user, save_user, sign_in
from storage.audit import verify
from storage.key_slots import create_keys
from storage.paths import database_file
from storage.practice import make_practice
from tests.faults import test_rekey_killed, test_upgrade_killed
from tests.faults.changer import BY
from tests.faults.conftest import Child, by_length, finish, tally
from tests.faults.outcome import Found
from tests.faults.test_rekey_killed import ADMIN, OFFICER, data_of
from tests.faults.test_upgrade_killed import LATE, read
from tests.storage.old_files import leave_open, put_old_file, words_in

ONCE, FOR_GOOD = 1, 10**9
FAULTS = pytest.mark.parametrize(("error", "length"), [(errno.EIO, ONCE), (errno.ENOSPC, FOR_GOOD)])


@FAULTS
def test_an_error_while_the_key_is_changed_is_told_and_one_key_opens_the_file(
    tmp_path: Path, recorder: Path, child: Child, error: int, length: int
) -> None:
    folder, work = tmp_path / "data", tmp_path / "work"
    db, user, code = create_first_user(folder, *ADMIN)
    save_user(db, Account(OFFICER[0], Role.OFFICER), OFFICER[1], by=user)
    make_practice(db, by=user, households=60, seed=3)
    before, entries, key = data_of(db), verify(db).entries, db.keys.data_key.hex()
    db.close()
    said = finish(child("change_io_errors", "rekey", folder, work, key, error, length,
                        by_length(37, 2), LD_PRELOAD=recorder, FAULT_FOLDER=work))  # fmt: skip
    outcomes = []
    for first, sentence in map(json.loads, said.splitlines()):
        assert not sentence.startswith("?"), (first, sentence)
        after = work / str(first)
        sign_in(after, *ADMIN)
        path = database_file(after)
        unlocked.hold(after, unlocked.held(path).keys, User(BY.name))
        outcomes.append(test_rekey_killed.examine(path, before, entries, code))
    name = f"F5 rekey {errno.errorcode[error]}"
    assert set(tally(name, outcomes)) == {Found.WHOLE}, outcomes


@FAULTS
def test_an_error_during_an_upgrade_is_told_and_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, recorder: Path, child: Child, error: int, length: int
) -> None:
    folder, work = tmp_path / "data", tmp_path / "work"
    keys, _ = create_keys(folder, "quantri", "bốn từ dễ nhớ")
    path = database_file(folder)
    put_old_file(path, 2)
    words = words_in(path)
    leave_open(path, None, LATE)
    before = read(path, None)
    key = keys.data_key.hex()
    said = finish(child("change_io_errors", "upgrade", folder, work, key, error, length,
                        by_length(197, 7), LD_PRELOAD=recorder, FAULT_FOLDER=work))  # fmt: skip
    outcomes = []
    for first, sentence in map(json.loads, said.splitlines()):
        assert not sentence.startswith("?"), (first, sentence)
        after = database_file(work / str(first))
        outcomes.append(test_upgrade_killed.examine(after, keys, before, words))
    name = f"F5 upgrade {errno.errorcode[error]}"
    assert set(tally(name, outcomes)) == {Found.WHOLE}, outcomes
