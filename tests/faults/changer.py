"""Changes data keys and upgrades files in processes that are ready at once, to be killed.

It holds no database itself: each line on its standard input, "rekey FOLDER KEY" or "upgrade FOLDER
KEY" (the data key in hex), forks a process and prints its number; an upgrade is done once, a change
of the key again and again. An empty line waits until that process is gone. The same three as
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


if __name__ == "__main__":
    if os.environ.get("NO_LINKS"):  # as on a stick: FAT
        os.link = _no_link
    if len(sys.argv) > 1:  # once, here
        change(sys.argv[1], Path(sys.argv[2]), Keys(bytes.fromhex(sys.argv[3])), 1)
        sys.exit()
    process = 0
    for line in sys.stdin:
        if not line.strip():
            os.waitpid(process, 0)
            print("gone", flush=True)  # noqa: T201 - what this process is for
            continue
        job, folder, key = line.split()
        process = os.fork()
        if not process:
            try:
                change(job, Path(folder), Keys(bytes.fromhex(key)), FOREVER)
            finally:
                os._exit(0)
        print(process, flush=True)  # noqa: T201
