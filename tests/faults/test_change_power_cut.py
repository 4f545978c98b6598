"""A power cut while the data key is changed or an old file is upgraded (F13, F21): as a kill, but
what was not flushed may be gone, torn, or out of order.
"""

import random
import shutil
from collections.abc import Callable, Iterator
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
from tests.faults.conftest import LONG, Child, by_length, finish, tally
from tests.faults.outcome import Found
from tests.faults.powercut.replay import Disk, read_log
from tests.faults.test_rekey_killed import ADMIN, OFFICER, data_of
from tests.faults.test_upgrade_killed import LATE, read
from tests.storage.old_files import encrypt_as_it_is, leave_open, put_old_file, words_in

KINDS = ["plain", "encrypted", *["plain, no second names"] * LONG]
LAST, CUTS = by_length(5, 14), by_length(1, 2)
Cuts = Callable[..., Iterator[Path]]


@pytest.fixture
def after_cuts(tmp_path: Path, recorder: Path, child: Child) -> Cuts:
    """Record a job of changer.py in a folder; then the folder after cuts: at random moments, and
    several at each of the last, when one file takes the other's place."""

    def run(job: str, folder: Path, key: bytes, points: int, **environment: str) -> Iterator[Path]:
        start = {
            str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()
        }
        log, after = tmp_path / "log", tmp_path / "after"
        finish(child("changer", job, folder, key.hex(), LD_PRELOAD=recorder, FAULT_FOLDER=folder,
                     FAULT_LOG=log, **environment))  # fmt: skip
        events, pick, disk = read_log(log, folder), random.Random(1), Disk(start, lambda: False)
        every = range(len(events))
        moments = {*pick.sample(every, points), *every[-LAST:]}
        for n, event in enumerate(events):
            disk.take(event)
            for _ in range(CUTS * (n in moments)):
                shutil.rmtree(after, ignore_errors=True)
                after.mkdir()
                for name, content in disk.cut(pick).items():
                    (after / name).parent.mkdir(exist_ok=True)
                    (after / name).write_bytes(content)
                yield after

    return run


def test_a_power_cut_while_the_key_is_changed_leaves_one_key_that_opens_the_file(
    tmp_path: Path, after_cuts: Cuts
) -> None:
    folder = tmp_path / "data"
    db, user, code = create_first_user(folder, *ADMIN)
    save_user(db, Account(OFFICER[0], Role.OFFICER), OFFICER[1], by=user)
    make_practice(db, by=user, households=60, seed=3)
    before, entries, key = data_of(db), verify(db).entries, db.keys.data_key
    db.close()
    outcomes = []
    for after in after_cuts("rekey", folder, key, by_length(12, 300)):
        sign_in(after, *ADMIN)
        path = database_file(after)
        unlocked.hold(after, unlocked.held(path).keys, User(BY.name))
        outcomes.append(test_rekey_killed.examine(path, before, entries, code))
    assert set(tally("F13 rekey, power cut", outcomes)) == {Found.WHOLE}, outcomes


@pytest.mark.parametrize("kind", KINDS)
def test_a_power_cut_during_an_upgrade_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, after_cuts: Cuts, kind: str
) -> None:
    folder = tmp_path / "data"
    keys, _ = create_keys(folder, "quantri", "bốn từ dễ nhớ")
    path = database_file(folder)
    put_old_file(path, 2)
    words = words_in(path)
    if kind == "encrypted":
        encrypt_as_it_is(path, keys)
    leave_open(path, keys if kind == "encrypted" else None, LATE)
    before = read(path, keys if kind == "encrypted" else None)
    more = {"NO_LINKS": "1"} if "no second" in kind else {}
    outcomes = [
        test_upgrade_killed.examine(database_file(after), keys, before, words)
        for after in after_cuts("upgrade", folder, keys.data_key, by_length(3, 200), **more)
    ]
    assert set(tally(f"F21 upgrade, power cut, {kind}", outcomes)) == {Found.WHOLE}, outcomes
