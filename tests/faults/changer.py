"""Changes data keys and upgrades files in processes that are ready at once, to be killed.

What it is told (tests/faults/twins.py): "rekey FOLDER KEY" or "upgrade FOLDER KEY" with the data
key in hex. An upgrade is done once, a change of the key again and again. The same three as
arguments: done once, in this process.
"""

import errno
import os
import sys
from pathlib import Path

from domain.users import User
from storage import backups, migrations, unlocked  # noqa: F401 - in memory before the first fork
from storage.database import open_database
from storage.key_file import Keys
from storage.paths import database_file
from storage.rekey import rekey
from storage.upgrade import upgrade_file
from tests.faults.twins import serve

BY = User("Hà Thị Lan")
FOREVER = 10**9


def change(job: str, folder: Path, keys: Keys, times: int) -> None:
    if job == "upgrade":
        upgrade_file(database_file(folder), keys)
        return
    unlocked.hold(folder, keys, BY)
    db = open_database(database_file(folder))
    for _ in range(times):
        rekey(db, by=BY)
    db.close()


def _no_link(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, "no second names")


def begin(words: list[str]) -> None:
    job, folder, key = words
    change(job, Path(folder), Keys(bytes.fromhex(key)), FOREVER)


if __name__ == "__main__":
    if os.environ.get("NO_LINKS"):  # as on a stick: FAT
        os.link = _no_link
    if len(sys.argv) == 4:  # once, here
        change(sys.argv[1], Path(sys.argv[2]), Keys(bytes.fromhex(sys.argv[3])), 1)
    else:
        serve("changer", begin)
