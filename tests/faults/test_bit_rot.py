"""A flipped bit is noticed or harmless; never are other rows shown than were saved (F6)."""

import json
import random
import shutil
from pathlib import Path

import pytest

from domain.errors import AppError
from storage.key_file import KEYS_COPY, KEYS_FILE, parse_key_file, read_key_file
from tests.faults.conftest import Child, by_length, finish, tally
from tests.faults.outcome import Found, examine
from tests.faults.workload import ENTRY, FILE

STEPS = 30


def flip(content: bytes, pick: random.Random) -> bytes:
    changed = bytearray(content)
    changed[pick.randrange(len(changed))] ^= 1 << pick.randrange(8)
    return bytes(changed)


def test_a_flipped_bit_of_the_file_never_shows_other_rows(
    folder: Path, tmp_path: Path, child: Child
) -> None:
    finish(child("workload", folder, ENTRY, 1, STEPS))
    whole, pick, outcomes = (folder / FILE).read_bytes(), random.Random(6), []
    rotten = tmp_path / "rotten"
    for _ in range(by_length(50, 400)):
        shutil.rmtree(rotten, ignore_errors=True)
        shutil.copytree(folder, rotten)
        (rotten / FILE).write_bytes(flip(whole, pick))
        outcomes.append(examine(rotten, STEPS))
    found = tally("F6 flips of the file", outcomes)
    assert found[Found.NOTICED] == len(outcomes)


def test_a_flipped_bit_of_the_key_file_is_seen_and_the_copy_serves(folder: Path) -> None:
    whole, pick = (folder / KEYS_FILE).read_bytes(), random.Random(7)
    intact = read_key_file(folder)
    for _ in range(by_length(50, 400)):
        rotten = flip(whole, pick)
        read = parse_key_file(rotten)
        assert read is None or read == intact  # a space between two words, at most
        (folder / KEYS_FILE).write_bytes(rotten)
        assert read_key_file(folder) == intact


def test_both_key_files_damaged_are_refused_in_a_sentence(folder: Path) -> None:
    for name in (KEYS_FILE, KEYS_COPY):
        body = json.loads((folder / name).read_bytes())
        (folder / name).write_text(json.dumps(body | {"serial": 99}))
    with pytest.raises(AppError, match="bị hỏng"):
        read_key_file(folder)
