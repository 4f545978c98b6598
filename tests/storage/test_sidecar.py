"""An old file put back and a write-ahead log that is gone are no healthy data (F7, F8)."""

import contextlib
import json
import os
import shutil
import threading
import time
from pathlib import Path

import pytest

from storage import sidecar
from storage.database import Database, open_database
from storage.device import read_device, read_stored_device, settle_device
from storage.key_file import Keys
from storage.paths import database_file
from storage.sidecar import (
    FILE,
    Finding,
    Kind,
    accept_state,
    begin_state,
    check_state,
    end_state,
    part_ways,
    read_state,
    reseal_state,
    write_state,
)
from tests.storage.conftest import OfficeFolder

FINE = Finding(Kind.FINE)


def look(office: OfficeFolder) -> Finding:
    return check_state(office.db, read_state(office.folder))


def reopen(office: OfficeFolder) -> Finding:
    """As a start does: first what lies in the folder, then the file."""
    seen = read_state(office.folder)
    office.db = open_database(database_file(office.folder))
    return check_state(office.db, seen)


def keep_copy(office: OfficeFolder, to: Path) -> None:
    """Everything of the database as it lies, its write-ahead log too."""
    to.mkdir()
    for file in office.folder.glob("tungnha.db*"):
        shutil.copy(file, to)


def put_back(office: OfficeFolder, kept: Path) -> None:
    for file in office.folder.glob("tungnha.db*"):
        file.unlink()
    for file in kept.iterdir():
        shutil.copy(file, office.folder)


def test_a_folder_without_a_state_is_fine(office: OfficeFolder) -> None:
    assert read_state(office.folder) is None
    assert look(office) == FINE


def test_an_ordinary_day_raises_no_question(office: OfficeFolder) -> None:
    for day in range(12, 15):
        begin_state(office.db)
        office.visit(f"2020-08-{day}")
        assert look(office) == FINE
        end_state(office.db)
        office.db.close()
        assert reopen(office) == FINE


def test_saves_after_the_last_state_raise_no_question(office: OfficeFolder) -> None:
    """Killed: the log knows more than the state, and the write-ahead log is there."""
    begin_state(office.db)
    office.visit("2020-08-12")
    kept = office.folder.parent / "killed"
    keep_copy(office, kept)
    office.db.close()
    put_back(office, kept)
    assert reopen(office) == FINE


def test_last_weeks_file_put_back_is_found_with_the_number_of_entries(
    office: OfficeFolder, tmp_path: Path
) -> None:
    office.db.close()
    keep_copy(office, tmp_path / "old")
    reopen(office)
    for day in (12, 13, 14):
        office.visit(f"2020-08-{day}")
    end_state(office.db)
    office.db.close()
    put_back(office, tmp_path / "old")
    found = reopen(office)
    assert (found.kind, found.missing) == (Kind.ROLLED_BACK, 3)
    assert found.at


def test_an_old_file_that_was_worked_on_is_found_though_it_has_as_many_entries(
    office: OfficeFolder, tmp_path: Path
) -> None:
    office.db.close()
    keep_copy(office, tmp_path / "old")
    reopen(office)
    office.visit("2020-08-12")
    end_state(office.db)
    office.db.close()
    put_back(office, tmp_path / "old")
    office.db = open_database(database_file(office.folder))
    office.visit("2020-08-13")
    office.visit("2020-08-14")
    assert look(office).kind == Kind.OTHER_HISTORY


def test_the_evidence_is_not_overwritten_until_somebody_answers_for_it(
    office: OfficeFolder, tmp_path: Path
) -> None:
    first = settle_device(office.db, by=office.by)
    office.db.close()
    keep_copy(office, tmp_path / "old")
    reopen(office)
    office.visit("2020-08-12")
    end_state(office.db)
    office.db.close()
    put_back(office, tmp_path / "old")
    found = reopen(office)
    assert not write_state(office.db)
    end_state(office.db)
    assert look(office).kind == Kind.ROLLED_BACK
    device = accept_state(office.db, found, "máy hỏng ổ đĩa", by=office.by)
    assert device.id.startswith(f"{first.id}.2-")
    assert look(office) == FINE
    (detail,) = office.db.row("SELECT detail FROM audit WHERE target='state'") or ("",)
    assert json.loads(detail) == {
        "finding": "ROLLED_BACK", "missing": 1, "reason": "máy hỏng ổ đĩa", "state_at": found.at,
    }  # fmt: skip


def test_what_is_written_before_the_answer_is_never_under_the_identity_of_what_was_lost(
    office: OfficeFolder, tmp_path: Path
) -> None:
    lost = settle_device(office.db, by=office.by)
    end_state(office.db)
    office.db.close()
    keep_copy(office, tmp_path / "old")
    reopen(office)
    office.visit("2020-08-12")
    end_state(office.db)
    office.db.close()
    put_back(office, tmp_path / "old")
    found = reopen(office)
    assert settle_device(office.db, by=office.by) == lost  # the two files alone cannot know it
    part_ways(office.db, read_state(office.folder), found, by=office.by)
    new = read_stored_device(office.db)
    assert new.startswith(f"{lost.id}.2-")
    assert read_device(office.folder) == settle_device(office.db, by=office.by)
    (detail,) = office.db.row("SELECT detail FROM audit WHERE target='state'") or ("",)
    assert json.loads(detail)["why"] == "unanswered"
    office.visit("2020-08-13")
    office.db.close()
    found = reopen(office)  # and the question stays
    assert found.kind is Kind.OTHER_HISTORY
    part_ways(office.db, read_state(office.folder), found, by=office.by)
    assert read_stored_device(office.db) == new  # once is enough


@pytest.mark.parametrize("damage", ["missing", "zeroed", "garbage", "cut"])
def test_a_write_ahead_log_lost_after_an_unclean_end_is_a_question(
    office: OfficeFolder, tmp_path: Path, damage: str
) -> None:
    begin_state(office.db)
    office.visit("2020-08-12")
    keep_copy(office, tmp_path / "killed")
    office.db.close()
    log = tmp_path / "killed" / "tungnha.db-wal"
    size = log.stat().st_size
    assert size > 4096
    if damage == "missing":
        log.unlink()
    elif damage == "cut":
        os.truncate(log, 2)
    else:
        log.write_bytes(bytes(size) if damage == "zeroed" else os.urandom(size))
    put_back(office, tmp_path / "killed")
    assert reopen(office).kind == Kind.LOG_LOST


def test_a_state_of_other_keys_or_a_damaged_one_proves_nothing(office: OfficeFolder) -> None:
    end_state(office.db)
    path = office.folder / FILE
    body = json.loads(path.read_text())
    for changed in ({"seq": 1}, {"clean": False}, {"mac": "00"}):
        path.write_text(json.dumps(body | changed))
        assert look(office).kind == Kind.UNPROVEN
    for text in ("", "{}", "[1]", json.dumps(body | {"seq": "1"}), json.dumps(body | {"x": 1})):
        path.write_text(text)
        assert look(office).kind == Kind.UNPROVEN
    path.write_text(json.dumps(body))
    assert look(office) == FINE


def test_a_state_that_proves_nothing_stays_until_somebody_answers(office: OfficeFolder) -> None:
    (office.folder / FILE).write_text("{}")
    assert not write_state(office.db)
    end_state(office.db)
    assert look(office).kind == Kind.UNPROVEN
    accept_state(office.db, look(office), "máy bị hỏng đĩa", by=office.by)
    assert look(office) == FINE


def test_a_backup_that_ends_while_the_window_closes_leaves_the_day_closed(
    office: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker has read the state already when the window writes its end."""
    begin_state(office.db)
    at_work = threading.Event()
    real = sidecar.read_stored_device

    def slow(db: Database) -> str:
        if threading.current_thread() is worker:
            at_work.set()
            time.sleep(0.3)  # the window has its chance
        return real(db)

    def back_up() -> None:
        with contextlib.closing(open_database(database_file(office.folder))) as db:
            write_state(db)

    monkeypatch.setattr(sidecar, "read_stored_device", slow)
    worker = threading.Thread(target=back_up)
    worker.start()
    assert at_work.wait(5)
    end_state(office.db)
    worker.join()
    seen = read_state(office.folder)
    assert seen
    assert seen.state
    assert seen.state.clean


def test_a_new_data_key_takes_the_state_along(office: OfficeFolder) -> None:
    end_state(office.db)
    new = Keys(b"n" * 32)
    reseal_state(office.folder, office.db.keys, new)
    assert look(office).kind == Kind.UNPROVEN
    reseal_state(office.folder, new, office.db.keys)
    assert look(office) == FINE


def test_a_state_that_was_not_genuine_is_not_sealed_again(office: OfficeFolder) -> None:
    end_state(office.db)
    path = office.folder / FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | {"seq": 1}))
    before = path.read_bytes()
    reseal_state(office.folder, office.db.keys, Keys(b"n" * 32))
    assert path.read_bytes() == before


def test_a_backup_in_the_middle_of_the_day_leaves_the_day_open(office: OfficeFolder) -> None:
    begin_state(office.db)
    office.visit("2020-08-12")
    write_state(office.db)
    seen = read_state(office.folder)
    assert seen
    assert seen.state
    assert not seen.state.clean


def test_a_folder_that_cannot_be_written_does_not_stop_the_work(
    office: OfficeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("storage.sidecar.write_safely", refuse)
    assert not write_state(office.db)
    assert not (office.folder / FILE).exists()
