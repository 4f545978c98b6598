"""`python -m tests.faults.two_writers FOLDER TEAM N`: save N visits of a team as fast as it goes.

Prints how many were acknowledged; whoever is told that the file is busy tries again, as people do.
"""

import sys
from pathlib import Path

from domain.fields import Row
from storage.database import open_database
from storage.visits import save_visits
from tests.faults.workload import BY, FILE, KEYS, first_campaign, first_households

if __name__ == "__main__":
    team, wanted = sys.argv[2], int(sys.argv[3])
    db = open_database(Path(sys.argv[1]) / FILE, keys=KEYS)
    campaign, ids = first_campaign(db), first_households(db)
    sys.stdin.readline()
    for n in range(wanted):
        row: Row = {"household_id": ids[n % len(ids)], "visited_at": "2020-08-12", "team": team,
                    "disposition": "NOT_HOME"}  # fmt: skip
        save_visits(db, campaign, [row], by=BY)
    db.close()
    sys.stdout.write(str(wanted))
