"""Starts the workload in processes that are ready at once, so that thirty kills take seconds.

It holds no database itself: each line on its standard input, "FOLDER JOB FROM", forks a process
that works until it is killed; its number is printed. An empty line waits until it is gone.
"""

import os
import sys
from pathlib import Path

from tests.faults.workload import work

FOREVER = 10**9


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    process = 0
    for line in sys.stdin:
        if not line.strip():
            os.waitpid(process, 0)
            say("gone")
            continue
        folder, job, first = line.split()
        process = os.fork()
        if not process:
            work(Path(folder), job, int(first), FOREVER)
        say(str(process))
