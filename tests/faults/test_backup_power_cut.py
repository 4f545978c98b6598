"""A power cut, or a stick pulled, at any moment of a backup, a restore or the change to it (F15).

A backup that has its name is whole, one that was reported is there, and a restored folder is not
there or complete. The control, on a drive that ignores half of the flushes, must leave bad files,
and each must be found out by its check.
"""

import io
import random
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from domain.errors import AppError
from storage import unlocked
from storage.accounts import create_first_user, sign_in
from storage.audit import verify
from storage.backups import make_backup, prepare_restore
from storage.bundle import read_whole
from storage.database import open_database
from storage.device import settle_device
from storage.lock import hold_folder
from storage.paths import database_file
from storage.practice import make_practice
from storage.sidecar import Kind, check_state, read_state
from tests.faults.backup_maker import ADMIN
from tests.faults.conftest import Child, by_length, finish, tally
from tests.faults.outcome import Found, Outcome
from tests.faults.powercut.replay import Disk, Event, power_cuts, read_log
from tests.faults.workload import ACKS

Files = dict[str, bytes]
Record = Callable[..., list[Event]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A data folder and a stick."""
    made = tmp_path / "root"
    db, user, _ = create_first_user(made / "du-lieu", *ADMIN)
    make_practice(db, by=user, households=40, seed=3)
    settle_device(db, by=user)
    db.close()
    unlocked.forget(made / "du-lieu")
    (made / "usb").mkdir()
    return made


@pytest.fixture
def recorded(root: Path, tmp_path: Path, recorder: Path, child: Child) -> Record:
    def run(job: str, times: int = 1) -> list[Event]:
        log = tmp_path / "log"
        finish(child("backup_maker", job, root, times,
                     LD_PRELOAD=recorder, FAULT_FOLDER=root, FAULT_LOG=log))  # fmt: skip
        return read_log(log, root)

    return run


def contents(root: Path) -> Files:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def lay_out(files: Files, to: Path) -> None:
    shutil.rmtree(to, ignore_errors=True)
    for folder in ("du-lieu", "usb"):
        (to / folder).mkdir(parents=True)
    for name, content in files.items():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_bytes(content)


def check_data(folder: Path) -> str:
    """Signed in to, opened, its log and its state in order; the identity it goes on under."""
    by = sign_in(folder, *ADMIN)
    with closing(open_database(database_file(folder))) as db:
        assert verify(db).ok
        assert check_state(db, read_state(folder)).kind == Kind.FINE
        device = settle_device(db, by=by).id
        assert make_backup(db, folder.parent / "usb", reason="usb", by=by).households == 40
    unlocked.forget(folder)
    return device


def test_after_a_cut_every_backup_of_its_name_is_whole_and_none_reported_is_missing(
    root: Path, recorded: Record, tmp_path: Path
) -> None:
    start, outcomes = contents(root), list[Outcome]()
    points, after = by_length(20, 800), tmp_path / "after"
    for files, acked in power_cuts(recorded("make", 6), start, ACKS, points, 1):
        lay_out(files, after)
        found = list(after.rglob("*.tungnha"))
        assert len(found) >= acked
        for file in found:
            assert read_whole(file).households == 40
        check_data(after / "du-lieu")
        outcomes.append(Outcome(Found.WHOLE, acked))
    assert tally("F15 backup, power cut", outcomes) == {Found.WHOLE: points}


def test_a_drive_that_ignores_flushes_leaves_bad_backups_and_each_is_found_out(
    root: Path, recorded: Record, tmp_path: Path
) -> None:
    start, outcomes = contents(root), list[Outcome]()
    events = recorded("make", 6)
    written = contents(root)
    for files, _ in power_cuts(events, start, ACKS, by_length(25, 600), 1, lies=0.5):
        lay_out(files, tmp_path / "after")
        for file in (tmp_path / "after").rglob("*.tungnha"):
            name = str(file.relative_to(tmp_path / "after"))
            try:
                read_whole(file)
            except AppError:
                outcomes.append(Outcome(Found.NOTICED))
            else:
                same = parts_of(file.read_bytes()) == parts_of(written[name])
                outcomes.append(Outcome(Found.WHOLE if same else Found.WRONG))
    found = tally("F15 control, half of the flushes ignored", outcomes)
    assert found[Found.NOTICED]
    assert not found[Found.WRONG]


def parts_of(backup: bytes) -> Files:
    """What is in it. Fields of the archive that nobody reads may be those of before."""
    with zipfile.ZipFile(io.BytesIO(backup)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cuts_with_a_renamed_folder(
    events: list[Event], start: Files, was: str, new: str, points: int
) -> Iterator[tuple[Files, int]]:
    """As power_cuts(); the one rename of a folder happened or not, until its parent is flushed."""
    pick = random.Random(1)
    disk, acked, renamed, flushed = Disk(start, lambda: False), 0, False, False
    moments = set(pick.sample(range(len(events)), min(points, len(events))))
    for n, event in enumerate(events):
        if event.kind == "M" and event.path == was:
            renamed = True
        elif event.path == ACKS:
            acked = int(event.data) if event.kind == "W" else acked
        else:
            flushed |= renamed and event.kind == "S" and event.path == new.rpartition("/")[0]
            path = event.path
            if path.startswith(f"{new}/"):
                path = was + path.removeprefix(new)
            disk.take(Event(event.kind, path, event.offset, event.data))
        if n in moments:
            files = disk.cut(pick)
            if renamed and (flushed or pick.random() < 0.5):
                files = {
                    new + f.removeprefix(was) if f.startswith(f"{was}/") else f: raw
                    for f, raw in files.items()
                }
            yield files, acked


def test_after_a_cut_a_restored_folder_is_complete_or_not_there(
    root: Path, recorded: Record, tmp_path: Path
) -> None:
    by = sign_in(root / "du-lieu", *ADMIN)
    with closing(open_database(database_file(root / "du-lieu"))) as db:
        file = make_backup(db, root / "usb", reason="usb", by=by).file.name
    start, after, outcomes = contents(root), tmp_path / "after", list[Outcome]()
    complete = 0
    events = recorded("restore")
    for files, acked in cuts_with_a_renamed_folder(
        events, start, "moi.part", "moi", by_length(40, 800)
    ):
        lay_out(files, after)
        there = (after / "moi").exists()
        assert there or not acked
        if there:
            complete += 1
            check_data(after / "moi")
        assert read_whole(after / "usb" / file)
        outcomes.append(Outcome(Found.WHOLE, there))
    assert complete
    assert set(tally("F15 restore, power cut", outcomes)) == {Found.WHOLE}


def test_after_a_cut_in_the_change_the_next_start_ends_it(
    root: Path, recorded: Record, tmp_path: Path
) -> None:
    data = root / "du-lieu"
    by = sign_in(data, *ADMIN)
    with closing(open_database(database_file(data))) as db:
        file = make_backup(db, root / "usb", reason="usb", by=by).file
    prepared = prepare_restore(file, data, *ADMIN).device
    unlocked.forget(data)
    start, after = contents(root), tmp_path / "after"
    events, outcomes = recorded("finish"), list[Outcome]()
    shutil.rmtree(root)
    for files, _ in power_cuts(events, start, ACKS, by_length(20, 600), 1):
        lay_out(files, after)
        shutil.rmtree(root, ignore_errors=True)
        after.rename(root)  # where its identity belongs
        with hold_folder(data):
            assert not (data / "khoi-phuc").exists()
        assert check_data(data) == prepared
        outcomes.append(Outcome(Found.WHOLE))
    assert set(tally("F15 restored data put in place, power cut", outcomes)) == {Found.WHOLE}
