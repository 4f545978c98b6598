"""`python -m tests.faults.first_start FOLDER`: the first start of the program in a new folder."""

import sys
from pathlib import Path

from storage import key_slots
from storage.accounts import create_first_user
from tests.faults.workload import BY, PASSWORD

if __name__ == "__main__":
    key_slots.calibrate = lambda: (8, 1)
    db, *_ = create_first_user(Path(sys.argv[1]), BY.name, PASSWORD)
    (Path(sys.argv[1]) / "acks").write_text("1")
    db.close()
