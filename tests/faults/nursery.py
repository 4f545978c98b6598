"""Starts the workload in processes that are ready at once, so that thirty kills take seconds.

It holds no database itself: each line on its standard input, "FOLDER JOB FROM", forks a process that
works until it is killed; its number is printed. An empty line waits until that process is gone.
"""

import os
import sys
from pathlib import Path

from tests.faults.workload import work

FOREVER = 10**9

if __name__ == "__main__":
    process = 0
    for line in sys.stdin:
        if not line.strip():
            os.waitpid(process, 0)
            print("gone", flush=True)
            continue
        folder, job, first = line.split()
        process = os.fork()
        if not process:
            work(Path(folder), job, int(first), FOREVER)
        print(process, flush=True)
