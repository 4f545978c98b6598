"""Killed while the data key is changed (F13): one key opens the file, and everybody gets in.

The same file goes on after each kill, so that damage would add up.
"""

import random
import time
from pathlib import Path

from domain.users import Role, User
from storage import unlocked
from storage.accounts import Account, create_first_user, save_user, sign_in
from storage.audit import verify
from storage.database import Database, open_database
from storage.key_file import read_key_file
from storage.key_slots import unlock, unlock_with_code
from storage.practice import make_practice
from storage.rekey import rekey
from storage.upgrade import Contents, contents
from tests.faults.changer import BY
from tests.faults.conftest import Child, by_length, kill_process, tally
from tests.faults.outcome import Found, Outcome

ADMIN, OFFICER = (BY.name, "bốn từ dễ nhớ"), ("Lò Văn Bảo", "sông núi mây mưa")


def data_of(db: Database) -> Contents:
    """All but the log of the changes themselves."""
    return {t: w for t, w in contents(db.conn).items() if t[0] not in ("audit", "meta")}


def test_a_kill_while_the_key_is_changed_leaves_one_key_that_opens_the_file(
    tmp_path: Path, child: Child
) -> None:
    db, user, code = create_first_user(tmp_path, *ADMIN)
    save_user(db, Account(OFFICER[0], Role.OFFICER), OFFICER[1], by=user)
    make_practice(db, by=user, households=300, seed=3)
    before, entries = data_of(db), verify(db).entries
    start = time.perf_counter()
    rekey(db, by=user)
    span = 2 * (time.perf_counter() - start)
    db.close()
    pick, outcomes, cut = random.Random(1), [], 0
    changer = child("changer")
    assert changer.stdin
    assert changer.stdout
    for kill in range(by_length(13, 130)):
        keys = unlocked.held(db.path).keys
        print("rekey", tmp_path, keys.data_key.hex(), file=changer.stdin, flush=True)
        process = int(changer.stdout.readline())
        time.sleep(pick.uniform(0.002, 0.002 + span))
        kill_process(process)
        print(file=changer.stdin, flush=True)
        assert changer.stdout.readline() == "gone\n"
        key_file = read_key_file(tmp_path)
        assert key_file
        cut += any(s.next for s in key_file.slots)
        sign_in(tmp_path, *(ADMIN, OFFICER)[kill % 2])
        unlocked.hold(tmp_path, unlocked.held(db.path).keys, User(BY.name))
        outcomes.append(examine(db.path, before, entries, code))
        entries = outcomes[-1].step
    changer.communicate()
    assert cut > len(outcomes) // 5  # they did hit the time between
    assert set(tally("F13 rekey, killed", outcomes)) == {Found.WHOLE}, outcomes


def examine(path: Path, before: Contents, entries: int, code: str) -> Outcome:
    """`step`: the entries of the log; no acknowledged one may go."""
    folder, keys = path.parent, unlocked.held(path).keys
    db = open_database(path)
    try:
        key_file, found = read_key_file(folder), verify(db)
        doors = (unlock(folder, *ADMIN), unlock(folder, *OFFICER), unlock_with_code(folder, code))
        right = {
            "data": data_of(db) == before,
            "log": found.ok and found.entries >= entries,
            "slots": key_file is not None and not any(s.next for s in key_file.slots),
            "doors": set(doors) == {(keys, None)},
            "pages": db.rows("PRAGMA cipher_integrity_check") == [],
            "tables": db.value("PRAGMA quick_check") == "ok",
        }
    finally:
        db.close()
    wrong = [name for name, well in right.items() if not well]
    return Outcome(Found.WRONG if wrong else Found.WHOLE, found.entries, ", ".join(wrong))
