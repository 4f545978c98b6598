"""`python -m tests.faults.disk_full FOLDER WAY`: type until nothing more goes in, then go on.

"disk": the folder's disk is small, and FOLDER/ballast is deleted when it is full. "limit": no file
of this process may grow past a size, until that is lifted. Prints one line of JSON.
"""

import json
import resource
import sys
from pathlib import Path

from domain.errors import AppError
from storage.database import open_database
from tests.faults.workload import (
    ENTRY,
    FILE,
    KEYS,
    acknowledged,
    carry_out,
    first_campaign,
    first_households,
)

LIMIT = 2_000_000  # bytes of one file
AFTERWARDS = 3  # steps once there is room again

if __name__ == "__main__":
    folder, way = Path(sys.argv[1]), sys.argv[2]
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    db = open_database(folder / FILE, keys=KEYS)
    campaign, ids = first_campaign(db), first_households(db)
    step = acknowledged(folder)
    if way == "limit":
        resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, unlimited[1]))
    said: list[str] = []
    causes: set[str] = set()
    while not said:
        try:
            carry_out(db, campaign, ids, ENTRY, step + 1)
            step += 1
        except AppError as refusal:
            said = [refusal.message, refusal.hint]
            causes.add(str(refusal.__cause__))
    full_at = step
    if way == "limit":
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    else:
        (folder / "ballast").unlink()
    for _ in range(AFTERWARDS):
        carry_out(db, campaign, ids, ENTRY, step + 1)
        step += 1
    db.close()
    told = {"said": said, "causes": sorted(causes), "full_at": full_at, "step": step}
    sys.stdout.write(json.dumps(told, ensure_ascii=False))
