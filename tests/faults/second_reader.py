"""`python -m tests.faults.second_reader FILE KEY`: open our file with a library that is not ours.

apsw-sqlite3mc, another build of another project; it knows SQLCipher's format as `legacy=4`. KEY is
the raw key in hex. In a process of its own: two SQLite libraries in one process undo each other's
locks. Prints counts and a digest of the rows as JSON.
"""

import hashlib
import json
import sys

import apsw

ASKED = (
    "SELECT h.code, h.head_name, v.visited_at, v.disposition, v.smartphones, v.note"
    " FROM visits v JOIN households h ON h.id=v.household_id ORDER BY v.id"
)


if __name__ == "__main__":
    connection = apsw.Connection(sys.argv[1], flags=apsw.SQLITE_OPEN_READONLY)
    connection.pragma("cipher", "sqlcipher")
    connection.pragma("legacy", 4)
    connection.execute(f"PRAGMA key=\"x'{sys.argv[2]}'\"")
    tables = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE '%search%'"
        )
    ]
    counts = {t: n for t in tables for (n,) in connection.execute(f'SELECT count(*) FROM "{t}"')}
    sound = connection.execute("PRAGMA integrity_check").fetchall()
    rows = json.dumps(connection.execute(ASKED).fetchall()).encode()
    answer = {"counts": counts, "sound": sound == [("ok",)], "asked": ASKED,
              "digest": hashlib.sha256(rows).hexdigest()}  # fmt: skip
    sys.stdout.write(json.dumps(answer))
