"""The bench is signed in to its own files: their key is no secret."""

from pathlib import Path

from domain.users import User
from storage import unlocked
from storage.key_file import Keys

BY = User("bench")
KEYS = Keys(b"bench".ljust(32, b"."))


def hold_keys(folder: Path) -> None:
    """For open_database() on any thread, in this process."""
    unlocked.hold(folder, KEYS, BY)
