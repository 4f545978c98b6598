"""Another library opens the same encrypted file with the raw key: the data are not locked in."""

import hashlib
import json
from pathlib import Path

from storage.database import open_database
from storage.key_file import Keys
from tests.faults.conftest import Child, finish
from tests.faults.workload import ENTRY, FILE, KEYS


def test_another_library_reads_the_same_rows(folder: Path, child: Child) -> None:
    finish(child("workload", folder, ENTRY, 1, 30))
    read = json.loads(finish(child("second_reader", folder / FILE, KEYS.database.hex())))
    db = open_database(folder / FILE, keys=KEYS)
    assert read["sound"]
    assert read["counts"] == {t: db.value(f'SELECT count(*) FROM "{t}"') for t in read["counts"]}
    assert {"households", "visits", "audit", "users", "household_results"} <= set(read["counts"])
    rows = json.dumps(db.rows(read["asked"])).encode()
    assert read["digest"] == hashlib.sha256(rows).hexdigest()
    db.close()


def test_the_other_library_is_refused_with_another_key(folder: Path, child: Child) -> None:
    process = child("second_reader", folder / FILE, Keys(bytes(32)).database.hex())
    _, complained = process.communicate()
    assert process.returncode
    assert "NotADBError" in complained
