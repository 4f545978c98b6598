"""A damaged write-ahead log gives a consistent earlier state; a missing one is noticed (F7).

The log of a program that was cut off is cut, overwritten, flipped, emptied, taken away, or an
earlier one is put in its place.
"""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.database import open_database
from storage.drafts import save_draft
from storage.sidecar import check_state, read_state
from tests.faults.conftest import Child, by_length, kill_after, tally
from tests.faults.outcome import Found, Outcome, examine
from tests.faults.workload import BY, FILE, KEYS, acknowledged

LOG = f"{FILE}-wal"
Damage = Callable[[bytes, random.Random], bytes]


def cut(log: bytes, pick: random.Random) -> bytes:
    return log[: pick.randrange(len(log))]


def fill_with_garbage(log: bytes, pick: random.Random) -> bytes:
    at = pick.randrange(len(log))
    return log[:at] + pick.randbytes(len(log) - at)


def flip(log: bytes, pick: random.Random) -> bytes:
    changed = bytearray(log)
    changed[pick.randrange(len(log))] ^= 1 << pick.randrange(8)
    return bytes(changed)


def blank_a_part(log: bytes, pick: random.Random) -> bytes:
    at = pick.randrange(len(log))
    size = min(pick.randrange(1, 20_000), len(log) - at)
    return log[:at] + bytes(size) + log[at + size :]


@pytest.fixture(scope="module")
def logs(
    office: Path, tmp_path_factory: pytest.TempPathFactory, child: Child
) -> tuple[Path, bytes]:
    """The folder of a program that was killed, some thirty steps in its log alone, and the log of
    an earlier session that was killed too."""
    folder = Path(shutil.copytree(office, tmp_path_factory.mktemp("logs") / "office"))
    kill_after(folder, child, 25)
    earlier = (folder / LOG).read_bytes()
    kill_after(folder, child, 70)
    return folder, earlier


def left(logs: tuple[Path, bytes], tmp_path: Path, log: bytes | None) -> Outcome:
    """What the next start finds with such a log."""
    folder = tmp_path / "damaged"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(logs[0], folder)
    (folder / f"{FILE}-shm").unlink()
    if log is None:
        (folder / LOG).unlink()
    else:
        (folder / LOG).write_bytes(log)
    return examine(folder, acknowledged(folder))


def test_the_undamaged_log_holds_steps_that_the_file_does_not(
    logs: tuple[Path, bytes], tmp_path: Path
) -> None:
    log = (logs[0] / LOG).read_bytes()
    assert left(logs, tmp_path, log).found == Found.WHOLE
    assert left(logs, tmp_path, None).found != Found.WHOLE


@pytest.mark.parametrize("damage", [cut, fill_with_garbage, flip, blank_a_part])
def test_a_damaged_log_leaves_a_whole_earlier_state(
    logs: tuple[Path, bytes], tmp_path: Path, damage: Damage
) -> None:
    log, pick = (logs[0] / LOG).read_bytes(), random.Random(7)
    outcomes = [left(logs, tmp_path, damage(log, pick)) for _ in range(by_length(6, 40))]
    found = tally(f"F7 {damage.__name__}", outcomes)
    assert not found[Found.WRONG]
    assert found[Found.SHORT] + found[Found.NOTICED]


@pytest.mark.parametrize("damage", [flip, blank_a_part])
def test_saves_behind_a_damaged_place_are_missed(
    logs: tuple[Path, bytes], tmp_path: Path, damage: Damage
) -> None:
    """Damage before the last save of all: what comes after it is in the log and cannot be read."""
    log, pick = (logs[0] / LOG).read_bytes(), random.Random(8)
    half = len(log) // 2
    outcomes = [
        left(logs, tmp_path, damage(log[:half], pick) + log[half:])
        for _ in range(by_length(5, 40))
    ]
    found = tally(f"F7 {damage.__name__}, first half", outcomes)
    assert found == {Found.NOTICED: len(outcomes)}


def test_a_log_that_was_begun_anew_meanwhile_raises_no_question(
    logs: tuple[Path, bytes], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(logs[0], tmp_path / "office"))
    (folder / f"{FILE}-shm").unlink()
    seen = read_state(folder)
    db = open_database(folder / FILE, keys=KEYS)
    db.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not check_state(db, seen)
    save_draft(db, "visit:c", {"note": "sau khi mở lại"}, by=BY)
    assert not check_state(db, seen)
    db.close()


@pytest.mark.parametrize("blank", [False, True])
def test_a_log_taken_away_or_blanked_is_noticed(
    logs: tuple[Path, bytes], tmp_path: Path, blank: bool
) -> None:
    size = (logs[0] / LOG).stat().st_size
    outcome = left(logs, tmp_path, bytes(size) if blank else None)
    tally(f"F7 log {'blank' if blank else 'missing'}", [outcome])
    assert (outcome.found, outcome.why) == (Found.NOTICED, "LOG_LOST")


def test_the_log_of_an_earlier_session_is_noticed_or_harmless(
    logs: tuple[Path, bytes], tmp_path: Path
) -> None:
    outcome = left(logs, tmp_path, logs[1])
    tally("F7 log of an earlier session", [outcome])
    assert outcome.found != Found.WRONG
