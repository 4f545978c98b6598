"""Errors at the N-th operation of a change of the data key or an upgrade: with the recorder loaded,

`python -m tests.faults.change_io_errors JOB FROM WORK KEY ERROR LENGTH EVERY`

as tests/faults/io_errors.py does for an office's day. What was said is printed, a line of JSON for
each time; the folder of each time is examined by the test that reads them, so it is kept: WORK/N.
"""

import json
import shutil
import sys
from pathlib import Path

from domain.errors import AppError
from storage import unlocked
from storage.database import open_database
from storage.key_file import Keys
from storage.paths import database_file
from storage.rekey import rekey
from storage.upgrade import upgrade_file
from tests.faults.changer import BY
from tests.faults.io_errors import RECORDER, failing

KINDS = b"WSTUMCL"


def try_once(
    job: str, folder: Path, keys: Keys, first: int, length: int, error: int
) -> tuple[str, bool]:
    """What was said ("?…" of an error nobody put in words); whether the fault was reached."""
    db, said = None, ""
    if job == "rekey":
        unlocked.hold(folder, keys, BY)
        db = open_database(database_file(folder))
    with failing(first, length, error, KINDS) as arm:
        arm()
        try:
            if db:
                rekey(db, by=BY)
            else:
                upgrade_file(database_file(folder), keys)
        except AppError as refusal:
            said = refusal.message
        except Exception as bare:
            said = f"?{bare!r}"
        return said, RECORDER.fault_seen() >= first


def main() -> None:
    job, template, work = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    keys, (error, length, every) = Keys(bytes.fromhex(sys.argv[4])), map(int, sys.argv[5:8])
    first, reached = 1, True
    while reached:
        folder = work / str(first)
        shutil.copytree(template, folder)
        said, reached = try_once(job, folder, keys, first, length, error)
        print(json.dumps([first, said]), flush=True)  # noqa: T201 - what this process is for
        first += every


if __name__ == "__main__":
    main()
