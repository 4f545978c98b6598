"""The reserve file, and what a full disk says once it was given back."""

from collections import namedtuple
from pathlib import Path

import pytest
import sqlcipher3

from domain.errors import AppError
from storage import reserve
from storage.database import foreign_errors
from storage.reserve import FILE, SIZE, give_back, has_reserve, keep_reserve

Usage = namedtuple("Usage", "total used free")


def disk(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(reserve.shutil, "disk_usage", lambda _: Usage(10**12, 0, free))


def error_of(code: int, text: str) -> sqlcipher3.OperationalError:
    error = sqlcipher3.OperationalError(text)
    error.sqlite_errorcode = code
    return error


def test_the_reserve_takes_real_room_and_is_made_once(tmp_path: Path) -> None:
    assert keep_reserve(tmp_path)
    made = (tmp_path / FILE).stat()
    assert made.st_size == SIZE
    assert getattr(made, "st_blocks", SIZE) * 512 >= SIZE  # Windows does not tell
    assert keep_reserve(tmp_path)
    assert (tmp_path / FILE).stat().st_mtime_ns == made.st_mtime_ns


def test_on_a_disk_nearly_full_no_reserve_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk(monkeypatch, SIZE)
    assert not keep_reserve(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_reserve_that_cannot_be_written_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reserve.os, "urandom", full)
    assert not keep_reserve(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("place", ["tungnha.db", "sao-luu/x.tungnha"])
def test_what_is_given_back_is_that_of_the_data_folder(tmp_path: Path, place: str) -> None:
    (tmp_path / FILE).write_bytes(b"x")
    assert give_back(tmp_path / place)
    assert not has_reserve(tmp_path)
    assert not give_back(tmp_path / place)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (sqlcipher3.SQLITE_FULL, "database or disk is full"),
        (sqlcipher3.SQLITE_IOERR, "disk I/O error"),
        (sqlcipher3.SQLITE_IOERR | 3 << 8, "disk I/O error"),  # IOERR_WRITE: extended codes
        (sqlcipher3.SQLITE_IOERR | 4 << 8, "fsync failed"),  # known by its code alone
    ],
)
def test_a_full_disk_gives_the_reserve_back_and_says_so(
    tmp_path: Path, code: int, text: str
) -> None:
    (tmp_path / FILE).write_bytes(b"x")
    for expected in ("20 MB", "xóa bớt"):
        with (
            pytest.raises(AppError, match="đầy hoặc hỏng") as refusal,
            foreign_errors(tmp_path / "tungnha.db"),
        ):
            raise error_of(code, text)
        assert expected in refusal.value.hint
    assert "20 MB" not in refusal.value.hint
