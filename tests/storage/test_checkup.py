"""When the data are looked over: once a week, and a test restore once a month."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from storage.checkup import (
    FILE,
    is_check_due,
    is_restore_due,
    note_check,
    note_restore,
    read_checkup,
)

NOW = datetime(2026, 3, 9, 8, 0)


@pytest.mark.parametrize("content", [b"", b'{"checked_at": "2026', b"[]", b"\xff\xfe", b"{}x"])
def test_a_file_cut_off_by_the_power_only_makes_a_check_due(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert is_check_due(tmp_path, NOW)
    assert is_restore_due(tmp_path, NOW)


def test_the_whole_check_is_due_once_a_week(tmp_path: Path) -> None:
    assert is_check_due(tmp_path, NOW)
    note_check(tmp_path, NOW, ok=False)
    assert not read_checkup(tmp_path).ok
    assert not is_check_due(tmp_path, NOW + timedelta(days=6, hours=23))
    assert is_check_due(tmp_path, NOW + timedelta(days=7))


def test_with_the_clock_set_back_the_check_is_due(tmp_path: Path) -> None:
    note_check(tmp_path, NOW, ok=True)
    assert is_check_due(tmp_path, NOW - timedelta(days=1))


def test_a_test_restore_is_due_once_a_month_and_keeps_the_other_marks(tmp_path: Path) -> None:
    note_check(tmp_path, NOW, ok=True)
    assert is_restore_due(tmp_path, NOW)
    note_restore(tmp_path, NOW, "a.tungnha")
    assert not is_restore_due(tmp_path, NOW + timedelta(days=29))
    assert is_restore_due(tmp_path, NOW + timedelta(days=30))
    assert not is_check_due(tmp_path, NOW)
    assert read_checkup(tmp_path).restored_file == "a.tungnha"


def test_a_folder_that_cannot_be_written_is_opened_all_the_same(tmp_path: Path) -> None:
    missing = tmp_path / "none"
    note_check(missing, NOW, ok=True)
    assert is_check_due(missing, NOW)
