"""`python -m bench.saver FILE N`: save N visits in the file; strace counts what it flushes."""

import sys
from pathlib import Path

from bench.data import open_reference
from bench.keys import BY
from bench.storage_cases import one_visit
from storage.visits import save_visits

if __name__ == "__main__":
    db, campaign = open_reference(Path(sys.argv[1]))
    households = [r[0] for r in db.rows("SELECT id FROM households LIMIT 5000")]
    for n in range(int(sys.argv[2])):
        save_visits(db, campaign, [one_visit(campaign, households[n * 7 % len(households)])], by=BY)
    db.conn.close()
