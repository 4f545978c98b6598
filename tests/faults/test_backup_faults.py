"""A backup is whole or has not its name, whatever happens meanwhile (F14, F15); a copy that goes on
elsewhere is another device (F19).
"""

import errno
import io
import json
import random
import shutil
from collections import Counter
from pathlib import Path

from storage.backups import check_backup, make_backup, restore_backup
from storage.bundle import SUFFIX, DamagedBackup, read_whole
from storage.database import open_database
from storage.device import read_stored_device, settle_device
from tests.faults.conftest import Child, by_length, finish, kill_after, tally
from tests.faults.outcome import Found, Outcome, examine
from tests.faults.powercut.replay import power_cuts, read_log
from tests.faults.workload import ACKS, BY, ENTRY, FILE, KEYS, PASSWORD, acknowledged


def look_inside(backup: Path, work: Path, acked: int, until: int) -> Outcome:
    """What is in the database of a backup."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    with (work / FILE).open("wb") as f:
        read_whole(backup, into=f)
    return examine(work, acked, until=until)


def test_backups_made_while_others_save_are_each_a_moment_of_the_file(
    folder: Path, tmp_path: Path, child: Child
) -> None:
    outcomes = []
    work = child("workload", folder, ENTRY, 1, by_length(150, 600))
    for _ in range(by_length(3, 12)):
        before = acknowledged(folder)
        db = open_database(folder / FILE, keys=KEYS)
        made = make_backup(db, tmp_path, reason="manual", by=BY)
        db.conn.close()
        check_backup(made.file, KEYS)
        after = acknowledged(folder) + 1
        outcomes.append(look_inside(made.file, tmp_path / "inside", before, after))
    finish(work)
    assert tally("F14 backups while others save", outcomes) == {Found.WHOLE: len(outcomes)}


def test_a_power_cut_while_backups_are_made_leaves_whole_ones_only(
    folder: Path, tmp_path: Path, recorder: Path, child: Child
) -> None:
    stick, log = folder / "usb", tmp_path / "log"
    stick.mkdir()
    start = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    finish(child("backup_work", folder, stick, LD_PRELOAD=recorder, FAULT_FOLDER=folder,
                 FAULT_LOG=log))  # fmt: skip
    after, outcomes = tmp_path / "after", []
    cuts = power_cuts(read_log(log, folder), start, f"usb/{ACKS}", by_length(25, 600), 15)
    for files, acked in cuts:
        shutil.rmtree(after, ignore_errors=True)
        (after / "usb").mkdir(parents=True)
        (after / "sao-luu").mkdir()
        for name, content in files.items():
            (after / name).write_bytes(content)
        named = list((after / "usb").glob(f"*{SUFFIX}"))
        for backup in named:
            check_backup(backup, KEYS)
        outcomes.append(Outcome(Found.WHOLE if len(named) >= acked else Found.SHORT))
    assert tally("F15 power cuts", outcomes) == {Found.WHOLE: len(outcomes)}


def test_a_stick_that_is_full_or_pulled_leaves_no_bad_backup(
    folder: Path, tmp_path: Path, recorder: Path, child: Child
) -> None:
    sentences: Counter[str] = Counter()
    for error in (errno.ENOSPC, errno.EIO):
        stick = tmp_path / f"usb-{error}"
        stick.mkdir()
        said = finish(child("backup_work", folder, stick, error,
                            LD_PRELOAD=recorder, FAULT_FOLDER=stick))  # fmt: skip
        tried = [json.loads(line) for line in said.splitlines()]
        sentences.update(t["said"] for t in tried)
        assert all(t["said"] for t in tried[:-1]), tried
        for backup in stick.glob(f"*{SUFFIX}"):
            check_backup(backup, KEYS)
        tally(f"F15 {errno.errorcode[error]}", [Outcome(Found.WHOLE)] * len(tried))
    assert all(s.startswith(("Không đủ chỗ trống", "Không ghi được")) for s in sentences if s)


def test_a_cut_or_flipped_backup_is_seen(folder: Path, tmp_path: Path) -> None:
    """A bit of a date in the archive's table of contents may change: nothing of the data does."""
    db = open_database(folder / FILE, keys=KEYS)
    made = make_backup(db, tmp_path / "usb", reason="usb", by=BY).file
    db.close()
    whole, intact, pick = made.read_bytes(), io.BytesIO(), random.Random(15)
    manifest = read_whole(made, into=intact)
    outcomes = []
    for n in range(by_length(25, 600)):
        at = pick.randrange(len(whole))
        flipped = whole[:at] + bytes([whole[at] ^ 1 << pick.randrange(8)]) + whole[at + 1 :]
        made.write_bytes((whole[:at], flipped, whole[:at] + bytes(len(whole) - at))[n % 3])
        read = io.BytesIO()
        try:
            same = read_whole(made, into=read) == manifest and read.getvalue() == intact.getvalue()
            outcomes.append(Outcome(Found.WHOLE if same else Found.WRONG))
        except DamagedBackup as refused:
            outcomes.append(Outcome(Found.NOTICED, why=refused.message))
    assert set(tally("F15 cut and flipped backups", outcomes)) <= {Found.NOTICED, Found.WHOLE}


def test_restored_or_copied_data_are_another_device(
    folder: Path, tmp_path: Path, child: Child
) -> None:
    kill_after(folder, child, 10)
    db = open_database(folder / FILE, keys=KEYS)
    first = settle_device(db, by=BY).id
    made = make_backup(db, tmp_path / "usb", reason="usb", by=BY).file
    db.close()
    restored = tmp_path / "restored"
    restore_backup(made, restored, BY.name, PASSWORD)
    copied = Path(shutil.copytree(folder, tmp_path / "copied"))
    devices = {first}
    for place in (restored, copied):
        again = open_database(place / FILE, keys=KEYS)
        settle_device(again, by=BY)
        devices.add(read_stored_device(again))
        again.close()
        assert examine(place, 10).step >= 10
    assert len(devices) == 3
