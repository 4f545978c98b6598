"""SHA-256 of whole files.

By the library that has the cryptography of the keys: the packed program then carries no other
OpenSSL (5 MB), and Python's own sums would take six times as long. Sums of a few bytes may well
come from hashlib.
"""

from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.hashes import SHA256, Hash

_STEP = 1 << 18


class Sum:
    """A sum that grows with what is read."""

    def __init__(self) -> None:
        self._hash = Hash(SHA256())

    def update(self, piece: bytes | memoryview) -> None:
        self._hash.update(piece)

    def digest(self) -> bytes:
        return self._hash.copy().finalize()

    def hexdigest(self) -> str:
        return self.digest().hex()


def sum_from(file: BinaryIO) -> Sum:
    """Of the rest of an open file."""
    whole = Sum()
    while piece := file.read(_STEP):
        whole.update(piece)
    return whole


def sum_of_file(path: Path) -> str:
    """In hexadecimal digits."""
    with path.open("rb") as file:
        return sum_from(file).hexdigest()
