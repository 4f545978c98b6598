"""Erases a campaign in a process of its own, to be killed: FOLDER and the data key in hex.

It says "ready", waits for a line, and says "done" at the end.
"""

import sys
from pathlib import Path

from domain.users import User
from storage import unlocked
from storage.database import open_database
from storage.erasure import erase_campaign
from storage.erasure_finish import finish_erasures
from storage.key_file import Keys
from storage.paths import database_file

BY = User("Hà Thị Lan")

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    unlocked.hold(folder, Keys(bytes.fromhex(sys.argv[2])), BY)
    db = open_database(database_file(folder))
    print("ready", flush=True)  # noqa: T201 - what this process is for
    sys.stdin.readline()
    erase_campaign(db, db.value("SELECT id FROM campaigns"), by=BY)
    finish_erasures(db, by=BY)
    db.close()
    print("done", flush=True)  # noqa: T201
