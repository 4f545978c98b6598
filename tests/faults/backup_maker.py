"""Makes backups, restores one, or puts a prepared one in place, to be recorded or killed.

Arguments: the job, a folder that holds "du-lieu" and "usb", how often.
"""

import sys
from pathlib import Path

from storage import key_slots
from storage.accounts import sign_in
from storage.backups import backups_folder, make_backup, restore_backup
from storage.database import open_database
from storage.paths import database_file
from storage.restore_in_place import finish_restore
from tests.faults.workload import ACKS

ADMIN = ("Hà Thị Lan", "bốn từ dễ nhớ")


def make(root: Path, times: int) -> None:
    """In turn on the stick and among the program's own."""
    data = root / "du-lieu"
    by = sign_in(data, *ADMIN)
    db = open_database(database_file(data))
    for n in range(1, times + 1):
        make_backup(db, root / "usb" if n % 2 else backups_folder(data), reason="usb", by=by)
        with (root / ACKS).open("wb", buffering=0) as acks:
            acks.write(str(n).encode())
    db.close()


def restore(root: Path, _: int) -> None:
    (file,) = (root / "usb").glob("*.tungnha")
    restore_backup(file, root / "moi", *ADMIN)
    with (root / ACKS).open("wb", buffering=0) as acks:
        acks.write(b"1")


def finish(root: Path, _: int) -> None:
    finish_restore(root / "du-lieu")


JOBS = {"make": make, "restore": restore, "finish": finish}

if __name__ == "__main__":
    key_slots.calibrate = lambda: (8, 1)
    JOBS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
