"""A killed program loses nothing that was acknowledged: while typing, and in an import (F1, K3).

The same file goes on after each kill, as an office's file does, so that damage would add up.
"""

import random
import shutil
import time
from pathlib import Path

import pytest

from tests.faults.conftest import Child, by_length, kill_process, tally
from tests.faults.outcome import Found, examine
from tests.faults.workload import ENTRY, LISTS, acknowledged

KILLS_PER_FILE = 10


@pytest.mark.parametrize(("job", "short", "long"), [(ENTRY, 20, 150), (LISTS, 10, 50)])
def test_a_kill_at_any_moment_loses_no_acknowledged_step(
    office: Path, tmp_path: Path, child: Child, job: str, short: int, long: int
) -> None:
    pick, outcomes, step = random.Random(1), [], 0
    folder = tmp_path / "office"
    nursery = child("nursery")
    assert nursery.stdin
    assert nursery.stdout
    for kill in range(by_length(short, long)):
        if kill % KILLS_PER_FILE == 0:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(office, folder)
            step = 0
        print(folder, job, step + 1, file=nursery.stdin, flush=True)
        process = int(nursery.stdout.readline())
        while kill % 4 and acknowledged(folder) <= step:
            time.sleep(0.001)  # each fourth may die before its first step, while it opens the file
        time.sleep(pick.uniform(0.0, 0.08))
        kill_process(process)
        print(file=nursery.stdin, flush=True)
        assert nursery.stdout.readline() == "gone\n"
        outcomes.append(examine(folder, max(step, acknowledged(folder)), job=job))
        step = outcomes[-1].step
    nursery.communicate()
    assert step > KILLS_PER_FILE // 2  # it did get on between the kills
    assert set(tally(f"F1 {job}", outcomes)) == {Found.WHOLE}, outcomes
    assert {o.why for o in outcomes} == {""}  # and nobody is asked about a file that is whole
