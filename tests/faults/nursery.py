"""Starts the workload in processes that are ready at once, so that thirty kills take seconds.

What it is told, "FOLDER JOB FROM", it does until it is killed (tests/faults/twins.py).
"""

from pathlib import Path

from tests.faults.twins import serve
from tests.faults.workload import work

FOREVER = 10**9


def begin(words: list[str]) -> None:
    folder, job, first = words
    work(Path(folder), job, int(first), FOREVER)


if __name__ == "__main__":
    serve("nursery", begin)
