"""Killed while an old file is upgraded (F21): the old one or the new one is there, never half."""

import random
import shutil
import time
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import SCHEMA
from storage.file_swap import put_back
from storage.key_file import Keys
from storage.key_slots import create_keys
from storage.paths import database_file
from storage.upgrade import Contents, contents, is_plain, open_bare, upgrade_file
from tests.faults.conftest import Child, by_length, kill_process, tally
from tests.faults.outcome import Found, Outcome
from tests.storage.old_files import encrypt_as_it_is, leave_open, put_old_file, words_in

LATE = "INSERT INTO meta VALUES ('chua-gop', 'x')"  # in the write-ahead log only


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_kill_during_an_upgrade_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, child: Child, encrypted: bool
) -> None:
    office, folder = tmp_path / "office", tmp_path / "data"
    keys, _ = create_keys(office, "quantri", "bốn từ dễ nhớ")
    path = database_file(office)
    put_old_file(path, 2)
    words = words_in(path)
    if encrypted:
        encrypt_as_it_is(path, keys)
    leave_open(path, keys if encrypted else None, LATE)
    before = read(path, None if not encrypted else keys)
    changer = child("changer")
    assert changer.stdin
    assert changer.stdout

    def start() -> int:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(office, folder)
        print("upgrade", folder, keys.data_key.hex(), file=changer.stdin, flush=True)
        return int(changer.stdout.readline())  # type: ignore[union-attr]

    def gone() -> None:
        print(file=changer.stdin, flush=True)
        assert changer.stdout
        assert changer.stdout.readline() == "gone\n"

    begun = time.perf_counter()
    start()
    gone()
    span = time.perf_counter() - begun
    pick, outcomes, places = random.Random(1), [], set()
    kills = by_length(5, 150)
    for n in range(kills):
        process = start()
        time.sleep(1.1 * span * (n + pick.random()) / kills)
        kill_process(process)
        gone()
        places.add(tuple(sorted(f.name for f in folder.iterdir() if "tungnha" in f.name)))
        outcomes.append(examine(database_file(folder), keys, before, words))
    changer.communicate()
    assert len(places) > 1  # they did hit the time between
    name = "encrypted" if encrypted else "plain"
    assert set(tally(f"F21 upgrade, {name} file", outcomes)) == {Found.WHOLE}, outcomes


def read(path: Path, keys: Keys | None) -> Contents:
    with closing(open_bare(path, keys, "ro")) as connection:
        return contents(connection)


def examine(path: Path, keys: Keys, before: Contents, words: list[bytes]) -> Outcome:
    """At once the file is one of the two; upgraded at the next start, nothing is left over."""
    put_back(path)
    first = read(path, None if is_plain(path) else keys)
    upgrade_file(path, keys)
    last, folder = read(path, keys), path.parent
    with closing(open_bare(path, keys, "ro")) as connection:
        schema = connection.execute("PRAGMA user_version").fetchone()[0]
        bad = connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
    wrong = [
        name
        for name, yes in {
            "first": not holds(first, before),
            "last": not holds(last, before) or schema != SCHEMA,
            "tables": bad,
            "left over": any(f.suffix in (".part", ".cu", ".xoa") for f in folder.iterdir()),
            "readable": any(
                word in f.read_bytes() for f in folder.rglob("*") if f.is_file() for word in words
            ),
        }.items()
        if yes
    ]
    return Outcome(Found.WRONG if wrong else Found.WHOLE, schema, ", ".join(wrong))


def holds(found: Contents, before: Contents) -> bool:
    """Every table with what it held; what the upgrade itself notes may be there as well."""
    rows = {name: rows for (name, _), (rows, _) in found.items()}
    return all(
        found.get(table) == was
        or (table[0] in ("audit", "meta") and rows[table[0]] == was[0] + 1)
        or (table not in found and rows[table[0]] == was[0])  # more columns than before
        for table, was in before.items()
    )
