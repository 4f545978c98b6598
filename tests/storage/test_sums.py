"""Sums of files: the same digits as everybody else's SHA-256."""

import hashlib
from pathlib import Path

import pytest

from storage.sums import Sum, sum_of_file


@pytest.mark.parametrize("size", [0, 1, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 700_001])
def test_the_sum_of_a_file_is_its_sha256(tmp_path: Path, size: int) -> None:
    content = bytes(n % 251 for n in range(size))
    (tmp_path / "x").write_bytes(content)

    assert sum_of_file(tmp_path / "x") == hashlib.sha256(content).hexdigest()


def test_a_sum_may_be_asked_for_and_go_on() -> None:
    growing = Sum()
    growing.update(b"one")
    assert growing.hexdigest() == hashlib.sha256(b"one").hexdigest()

    growing.update(memoryview(b"two"))
    assert growing.digest() == hashlib.sha256(b"onetwo").digest()
