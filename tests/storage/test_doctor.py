"""The check of the whole data folder: what it finds, and that it writes nothing."""

import hashlib
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from domain.errors import AppError, Cancelled
from storage import doctor, folder_checks
from storage.backups import OWN, Backup, DamagedBackup
from storage.database import Database
from storage.doctor import Diagnosis, as_json, examine
from storage.findings import BAD, WARNING
from storage.key_file import KEYS_COPY, KEYS_FILE
from storage.key_slots import create_keys
from storage.sidecar import end_state
from tests.conftest import TEST_KEYS

NOW = datetime(2026, 3, 9, 8, 0)
Visit = Callable[..., None]


def look(db: Database, *, whole: bool = True) -> Diagnosis:
    return examine(db.path.parent, TEST_KEYS, NOW, whole=whole)


def found(diagnosis: Diagnosis) -> dict[str, str]:
    """Of the database itself: check -> level. A test's folder has neither keys nor backups."""
    around = {c.key for c in doctor.AROUND}
    return {f.check: f.level for f in diagnosis.findings if f.check not in around}


def damage(path: Path, at: int) -> None:
    with path.open("r+b") as f:
        f.seek(at)
        byte = f.read(1)[0]
        f.seek(at)
        f.write(bytes([byte ^ 1]))


def meddle(db: Database, sql: str) -> None:
    with db.writing():
        db.execute(sql)


def test_a_sound_file_gives_no_finding(db: Database, visit: Visit) -> None:
    visit("Hà Văn An", "2020-08-12", "PARTIAL", smartphones=2, bluezone=1, smart=0)
    assert found(look(db)) == {}


def test_looking_writes_nothing(db: Database, visit: Visit) -> None:
    visit("Hà Văn An", "2020-08-12", "PARTIAL", smartphones=2, bluezone=1, smart=0)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    before = hashlib.sha256(db.path.read_bytes()).digest()
    look(db)
    assert hashlib.sha256(db.path.read_bytes()).digest() == before
    wal = db.path.with_name(f"{db.path.name}-wal")
    assert not wal.exists() or wal.stat().st_size == 0


def test_the_window_goes_on_saving_while_the_check_has_the_file_open(
    db: Database, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[str] = []

    def save(_: int, __: int, title: str) -> None:
        saved.append(title)
        visit("Hà Văn An", f"2020-08-{10 + len(saved)}", "NOT_HOME")

    diagnosis = examine(db.path.parent, TEST_KEYS, NOW, report=save)
    assert found(diagnosis) == {}
    assert len(saved) >= len(diagnosis.checks)


def test_one_wrong_bit_in_any_page_is_found(template: Path, tmp_path: Path) -> None:
    pages = template.stat().st_size // 4096
    checks: set[str] = set()
    for page in range(1, pages, max(1, pages // 12)):
        shutil.copy(template, tmp_path / "tungnha.db")
        damage(tmp_path / "tungnha.db", page * 4096 + 1000)
        diagnosis = examine(tmp_path, TEST_KEYS, NOW)
        assert not diagnosis.ok, page
        checks |= set(found(diagnosis))
    assert "pages" in checks


def test_a_file_that_does_not_open_is_a_finding_not_a_crash(
    template: Path, tmp_path: Path
) -> None:
    shutil.copy(template, tmp_path / "tungnha.db")
    damage(tmp_path / "tungnha.db", 60)
    diagnosis = examine(tmp_path, TEST_KEYS, NOW)
    assert found(diagnosis) == {"open": BAD}
    assert "khôi phục" in diagnosis.findings[0].hint


def test_a_wrong_sum_is_found_by_recomputing_it(db: Database, visit: Visit) -> None:
    visit("Hà Văn An", "2020-08-12", "COMPLETE", smartphones=2, bluezone=2, smart=2)
    meddle(db, "UPDATE household_results SET completed=0")
    diagnosis = look(db)
    assert found(diagnosis) == {"summaries": BAD, "progress": BAD}
    assert "ở 1 hộ" in diagnosis.findings[0].message


def test_a_missing_and_an_invented_sum_are_found(db: Database, visit: Visit) -> None:
    visit("Hà Văn An", "2020-08-12", "NOT_HOME")
    visit("Phạm Thị Bảo", "2020-08-12", "NOT_HOME")
    meddle(db, "DELETE FROM household_results WHERE household_row IN"
               " (SELECT row FROM households WHERE head_name='Hà Văn An')")  # fmt: skip
    assert "summaries" in found(look(db))


def test_a_log_edited_with_other_tools_is_found(db: Database) -> None:
    meddle(db, "DROP TRIGGER audit_stays")
    meddle(db, "UPDATE audit SET actor='x' WHERE seq=1")
    diagnosis = look(db)
    assert found(diagnosis) == {"audit": BAD}
    assert "mục số 1" in diagnosis.findings[0].message


def test_a_wrong_structure_of_sound_pages_is_found() -> None:
    class Wrong:
        def rows(self, _: str) -> list[tuple[str]]:
            return [("Tree 5 page 7: btreeInitPage() returns error code 11",), ("row 3 missing",)]

    findings = list(doctor.check_structure(Wrong(), lambda *_: None))  # type: ignore[arg-type]
    assert [(f.check, f.level) for f in findings] == [("structure", BAD)]
    assert "2 chỗ" in findings[0].message


def test_an_index_that_lacks_a_row_is_found_after_an_unclean_end(db: Database) -> None:
    """As after a drive that lost one of two writes: each page by itself is sound."""
    index = "households_by_name"
    [(sql, page)] = db.rows("SELECT sql, rootpage FROM sqlite_master WHERE name=?", (index,))
    with db.writing():
        db.execute("PRAGMA writable_schema=ON")
        db.execute("DELETE FROM sqlite_master WHERE name=?", (index,))
        db.execute("PRAGMA writable_schema=RESET")
        db.execute("UPDATE households SET name_sort=name_sort || 'x' WHERE row=1")
        db.execute("PRAGMA writable_schema=ON")
        db.execute("INSERT INTO sqlite_master VALUES ('index', ?, 'households', ?, ?)",
                   (index, page, sql))  # fmt: skip
        db.execute("PRAGMA writable_schema=RESET")
    assert db.rows("PRAGMA quick_check") == [("ok",)]
    assert found(look(db, whole=False)) == {"structure": BAD}


def test_after_an_unclean_end_only_the_structure_is_looked_at(db: Database) -> None:
    assert look(db, whole=False).checks == ("structure",)


def test_the_check_can_be_stopped(db: Database) -> None:
    def stop(done: int, _: int, __: str) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        examine(db.path.parent, TEST_KEYS, NOW, report=stop)


def test_key_files_that_lack_or_differ_are_found(tmp_path: Path) -> None:
    keys, _ = create_keys(tmp_path, "Hà Thị Thử", "mat-khau-dai")
    assert not list(folder_checks.check_keys(tmp_path, keys, NOW))
    (tmp_path / KEYS_COPY).unlink()
    assert [f.level for f in folder_checks.check_keys(tmp_path, keys, NOW)] == [WARNING]
    assert [f.level for f in folder_checks.check_keys(tmp_path, TEST_KEYS, NOW)] == [BAD]
    (tmp_path / KEYS_FILE).unlink()
    assert [f.level for f in folder_checks.check_keys(tmp_path, keys, NOW)] == [BAD]


def test_a_folder_without_its_database_is_a_finding_not_a_crash(tmp_path: Path) -> None:
    assert found(examine(tmp_path, TEST_KEYS, NOW)) == {"open": BAD}


@pytest.mark.parametrize(
    ("problem", "level"), [(DamagedBackup("hỏng"), BAD), (AppError("ổ đĩa đầy"), WARNING)]
)
def test_a_backup_that_cannot_be_tried_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: AppError, level: str
) -> None:
    at = NOW.astimezone().isoformat()
    backup = Backup(tmp_path / "x.tungnha", at, 1, 1, "", "", "close", OWN)

    def refuse(*_: object) -> None:
        raise problem

    monkeypatch.setattr(folder_checks, "list_backups", lambda _: [backup])
    monkeypatch.setattr(folder_checks, "check_backup", refuse)
    assert [f.level for f in folder_checks.check_backups(tmp_path, TEST_KEYS, NOW)] == [level]


def test_a_backup_that_is_old_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = Backup(tmp_path / "x.tungnha", "2026-02-20T08:00:00+07:00", 1, 1, "", "", "close", OWN)
    monkeypatch.setattr(folder_checks, "list_backups", lambda _: [backup])
    monkeypatch.setattr(folder_checks, "check_backup", lambda *_: backup)
    findings = list(folder_checks.check_backups(tmp_path, TEST_KEYS, NOW))
    assert [f.level for f in findings] == [WARNING]
    assert "17 ngày" in findings[0].message or "16 ngày" in findings[0].message


def test_an_older_file_in_the_place_of_the_last_is_found(
    db: Database, visit: Visit, tmp_path: Path
) -> None:
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    old = tmp_path / "old.db"
    shutil.copy(db.path, old)
    visit("Hà Văn An", "2020-08-12", "NOT_HOME")
    end_state(db)
    assert found(look(db)) == {}
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(old, other / "tungnha.db")
    shutil.copy(tmp_path / "state.json", other)
    assert found(examine(other, TEST_KEYS, NOW)) == {"rollback": BAD}


def test_a_disk_nearly_full_is_said_before_it_is_full(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not list(folder_checks.check_disk(db.path.parent, TEST_KEYS, NOW))
    usage = type("Usage", (), {"free": 5_000_000})
    monkeypatch.setattr(folder_checks.shutil, "disk_usage", lambda _: usage)
    assert "5 MB" in next(iter(folder_checks.check_disk(db.path.parent, TEST_KEYS, NOW))).message


def test_the_answer_as_json_has_what_programs_ask_for(db: Database) -> None:
    answer = as_json(look(db))
    assert set(answer) == {"ok", "findings", "checks"}
    assert set(answer["findings"][0]) == {"check", "level", "message", "hint"}
