"""`python -m tests.faults.lock_holder FOLDER`: hold a data folder until killed."""

import sys
from pathlib import Path

from storage.lock import hold_folder

if __name__ == "__main__":
    with hold_folder(Path(sys.argv[1])):
        sys.stdout.write("held\n")
        sys.stdout.flush()
        sys.stdin.read()
