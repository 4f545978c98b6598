"""A wrong password and a damaged file are told apart, and neither changes a byte (F9)."""

from pathlib import Path

import pytest

from domain.errors import AppError
from storage.database import open_database
from storage.key_file import Keys
from storage.key_slots import unlock
from storage.passwords import WrongPassword
from tests.faults.outcome import Found, examine
from tests.faults.workload import BY, FILE, KEYS, PASSWORD


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def test_a_wrong_password_is_told_before_the_file_is_touched(folder: Path) -> None:
    (folder / FILE).write_bytes(b"no database at all")  # nobody looks into it
    before = contents(folder)
    with pytest.raises(WrongPassword, match="Mật khẩu chưa đúng"):
        unlock(folder, BY.name, PASSWORD + "?")
    assert contents(folder) == before


def test_the_right_password_and_a_damaged_file_speak_of_damage(folder: Path) -> None:
    keys, _ = unlock(folder, BY.name, PASSWORD)
    assert keys == KEYS
    (folder / FILE).write_bytes(bytes(100_000))
    with pytest.raises(AppError, match="bị hỏng") as refused:
        open_database(folder / FILE, keys=keys)
    assert not isinstance(refused.value, WrongPassword)


@pytest.mark.parametrize("raw", [bytes(32), KEYS.data_key[:-1] + b"\0", b""])
def test_another_key_opens_nothing_and_changes_nothing(folder: Path, raw: bytes) -> None:
    before = contents(folder)
    with pytest.raises(AppError, match="bị hỏng hoặc không phải"):
        open_database(folder / FILE, keys=Keys(raw))
    assert contents(folder) == before
    assert examine(folder, 0).found == Found.WHOLE
