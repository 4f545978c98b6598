"""Errors at the N-th operation: run with the recorder loaded, as

`python -m tests.faults.io_errors FROM WORK SCENE ERROR LENGTH KINDS EVERY`

One scene of an office's day, over and over, each time from a fresh copy of the folder FROM: the
first time the first operation on a file fails, then the second (or the one EVERY
further on), until a time in which none does.
LENGTH operations fail from there on. Prints a line of JSON for each time.
"""

import contextlib
import ctypes
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import sqlcipher3

from domain.errors import AppError
from storage.database import Database, open_database
from tests.faults.outcome import examine, rows_of, steps_in
from tests.faults.workload import (
    ENTRY,
    FILE,
    KEYS,
    acknowledged,
    carry_out,
    first_campaign,
    first_households,
)

RECORDER = ctypes.CDLL(None)
STEPS = {"save": 3, "import": 1, "close": 1, "recover": 1}  # how many each scene carries out


@dataclass
class Tried:
    """One time: what was said when it failed and when it was tried again, and what the file held
    in between (as if the program had been killed then) and at the end."""

    operation: int
    said: str = ""
    again: str = ""
    between: str = ""
    found: str = ""
    why: str = ""


def sentence(work: Callable[[], None]) -> str:
    """What the officer is told of it; an error that nobody put into words begins with “?”."""
    try:
        work()
    except AppError as refusal:
        return refusal.message
    except sqlcipher3.Error as bare:
        return f"?{bare!r}"
    return ""


class Day:
    """An open file and how far its work got."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.acked = acknowledged(folder)
        self._db: Database | None = None

    def begin(self) -> None:
        """A commit whose flush failed may be in the file after all: the officer sees it there."""
        self._db = open_database(self.folder / FILE, keys=KEYS)
        found = steps_in(rows_of(self._db), ENTRY, (self.acked, self.acked + 1))
        assert found is not None, "the rows are those of no step"
        self.acked = found

    def go_on(self, steps: int) -> None:
        assert self._db
        campaign, ids = first_campaign(self._db), first_households(self._db)
        for _ in range(steps):
            carry_out(self._db, campaign, ids, ENTRY, self.acked + 1)
            self.acked += 1

    def end(self) -> None:
        db, self._db = self._db, None
        if db:
            db.close()

    def leave(self) -> None:
        """The program is ended; what it still held of the file goes with it."""
        if self._db:
            self._db.conn.close()
            self._db = None

    def go_on_after_the_fault(self) -> None:
        """The same window, or the next start where there is none."""
        if self._db is None:
            self.begin()
        self.go_on(1)
        self.end()


def play(day: Day, scene: str, arm: Callable[[], None]) -> str:
    """What was said of the fault."""

    def all_of_it() -> None:
        if scene == "recover":
            arm()
        day.begin()
        if scene in ("save", "import"):
            arm()
        day.go_on(STEPS[scene])
        if scene == "close":
            arm()
            day.end()

    return sentence(all_of_it)


@contextlib.contextmanager
def failing(first: int, length: int, error: int, kinds: bytes) -> Iterator[Callable[[], None]]:
    def arm() -> None:
        RECORDER.fault_arm(ctypes.c_long(first), ctypes.c_long(length), error, kinds)

    try:
        yield arm
    finally:
        RECORDER.fault_arm(ctypes.c_long(0), ctypes.c_long(0), 0, b"")


def try_once(template: Path, folder: Path, scene: str, first: int, length: int, error: int,
             kinds: bytes) -> tuple[Tried, bool]:  # fmt: skip
    """The trial, and whether the fault was reached at all."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
    day, tried = Day(folder), Tried(first)
    with failing(first, length, error, kinds) as arm:
        tried.said = play(day, scene, arm)
        reached = RECORDER.fault_seen() >= first
    # Nobody else has the file, so the locks that a copy in the same process lets go are not missed.
    between = Path(shutil.copytree(folder, folder.with_name("between"), dirs_exist_ok=True))
    outcome = examine(between, day.acked)
    tried.between, tried.why = outcome.found, outcome.why
    shutil.rmtree(between)
    tried.again = sentence(day.go_on_after_the_fault)
    day.leave()
    outcome = examine(folder, day.acked)
    tried.found, tried.why = outcome.found, tried.why or outcome.why
    return tried, reached


if __name__ == "__main__":
    RECORDER.fault_seen.restype = ctypes.c_long
    template, folder, scene = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    error, length, kinds = int(sys.argv[4]), int(sys.argv[5]), sys.argv[6].encode()
    first, reached = 1, True
    while reached:
        tried, reached = try_once(template, folder, scene, first, length, error, kinds)
        if reached:
            sys.stdout.write(f"{json.dumps(asdict(tried), ensure_ascii=False)}\n")
        first += int(sys.argv[7])
