"""A power cut at any moment loses nothing that was acknowledged (F2, F3).

The product's saves, drafts, imports, closings and openings are recorded once; then cuts at random
moments of the record are worked out and each is opened. The controls, with the flushes turned down,
must lose something, or the test proves nothing.
"""

import shutil
from pathlib import Path

import pytest

from tests.faults.conftest import Child, by_length, finish, tally
from tests.faults.outcome import Found, Outcome, examine
from tests.faults.powercut.replay import power_cuts, read_log
from tests.faults.workload import ACKS, ENTRY, LISTS

STEPS = {ENTRY: 90, LISTS: 12}


def cut_power(
    folder: Path, recorder: Path, child: Child, *, job: str = ENTRY, points: int, lies: float = 0.0,
    pragmas: tuple[str, ...] = (),
) -> list[Outcome]:  # fmt: skip
    """Record a job in the folder, then examine what cuts at random moments leave."""
    start, log = {p.name: p.read_bytes() for p in folder.iterdir()}, folder.parent / "log"
    process = child("workload", folder, job, 1, STEPS[job], *pragmas,
                    LD_PRELOAD=recorder, FAULT_FOLDER=folder, FAULT_LOG=log)  # fmt: skip
    finish(process)
    outcomes = []
    after = folder.parent / "after"
    for files, acked in power_cuts(read_log(log, folder), start, ACKS, points, 1, lies):
        shutil.rmtree(after, ignore_errors=True)
        after.mkdir()
        for name, content in files.items():
            (after / name).write_bytes(content)
        outcomes.append(examine(after, acked, job=job))
    return outcomes


@pytest.mark.parametrize(("job", "short", "long"), [(ENTRY, 170, 1500), (LISTS, 30, 500)])
def test_a_power_cut_loses_no_acknowledged_step(
    folder: Path, recorder: Path, child: Child, job: str, short: int, long: int
) -> None:
    points = by_length(short, long)
    outcomes = cut_power(folder, recorder, child, job=job, points=points)
    assert tally(f"F2 {job}", outcomes) == {Found.WHOLE: points}
    assert {o.why for o in outcomes} == {""}  # nor is anybody asked about a file that is whole


def test_without_the_flush_of_each_save_the_cuts_do_lose_steps(
    folder: Path, recorder: Path, child: Child
) -> None:
    outcomes = cut_power(folder, recorder, child, points=by_length(20, 1500),
                         pragmas=("synchronous=NORMAL",))  # fmt: skip
    found = tally("F2 control NORMAL", outcomes)
    assert found[Found.SHORT]
    assert not found[Found.WRONG]


def test_without_any_flush_the_cuts_do_damage_the_file(
    folder: Path, recorder: Path, child: Child
) -> None:
    outcomes = cut_power(folder, recorder, child, points=by_length(25, 1500),
                         pragmas=("synchronous=OFF",))  # fmt: skip
    found = tally("F2 control OFF", outcomes)
    assert found[Found.SHORT]
    assert found[Found.NOTICED]


def test_what_a_drive_that_ignores_flushes_spoils_is_noticed(
    folder: Path, recorder: Path, child: Child
) -> None:
    outcomes = cut_power(folder, recorder, child, points=by_length(25, 1500), lies=0.3)
    found = tally("F3 a third of the flushes ignored", outcomes)
    assert found[Found.SHORT] + found[Found.NOTICED]
    assert not found[Found.WRONG]
