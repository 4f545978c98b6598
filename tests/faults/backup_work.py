"""Backups under faults: `python -m tests.faults.backup_work FOLDER TO [ERROR]`.

Without an error: three backups into TO with steps between them, each acknowledged in TO/acks. With
one (the recorder is loaded): a backup in which the first operation fails and all after it, then the
second, until none does. Prints a line of JSON for each of these: what was said.
"""

import ctypes
import json
import os
import sys
from pathlib import Path

from domain.errors import AppError
from storage.backups import make_backup
from storage.database import Database, open_database
from tests.faults.workload import (
    ACKS,
    BY,
    ENTRY,
    FILE,
    KEYS,
    carry_out,
    first_campaign,
    first_households,
)

BACKUPS, STEPS_BETWEEN = 3, 4


def make_some(db: Database, to: Path) -> None:
    campaign, ids = first_campaign(db), first_households(db)
    acks = os.open(to / ACKS, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    for n in range(1, BACKUPS + 1):
        for step in range(STEPS_BETWEEN):
            carry_out(db, campaign, ids, ENTRY, (n - 1) * STEPS_BETWEEN + step + 1)
        make_backup(db, to, reason="usb", by=BY)
        os.write(acks, b"%d\n" % n)


def fail_everywhere(db: Database, to: Path, error: int) -> None:
    recorder = ctypes.CDLL(None)
    recorder.fault_seen.restype = ctypes.c_long
    first, reached = 1, True
    while reached:
        said = ""
        recorder.fault_arm(ctypes.c_long(first), ctypes.c_long(10**9), error, b"WSTUMLC")
        try:
            make_backup(db, to, reason="usb", by=BY)
        except AppError as refusal:
            said = refusal.message
        reached = recorder.fault_seen() >= first
        recorder.fault_arm(ctypes.c_long(0), ctypes.c_long(0), 0, b"")
        if reached:
            sys.stdout.write(f"{json.dumps({'operation': first, 'said': said})}\n")
        first += 1


if __name__ == "__main__":
    db, to = open_database(Path(sys.argv[1]) / FILE, keys=KEYS), Path(sys.argv[2])
    if len(sys.argv) > 3:
        fail_everywhere(db, to, int(sys.argv[3]))
    else:
        make_some(db, to)
    db.close()
