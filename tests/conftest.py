"""Property tests try the same examples on every machine: a red run means a change, not chance.

A folder without key files opens with fixed keys here, so that a test may make a database anywhere;
a folder with key files is as locked as in the program. Argon2id runs at next to no cost.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from domain.users import User
from storage import key_slots, unlocked
from storage.key_file import Keys, has_keys

settings.register_profile("same-everywhere", derandomize=True, deadline=None)
settings.load_profile("same-everywhere")

TEST_KEYS = Keys(b"t" * 32)
_really_held = unlocked.held


def _held(path: Path) -> unlocked.Held:
    try:
        return _really_held(path)
    except unlocked.Locked:
        if has_keys(path.parent):
            raise
        return unlocked.Held(TEST_KEYS, User("test"))


unlocked.held = _held
really_calibrate = key_slots.calibrate
key_slots.calibrate = lambda: (8, 1)
ADMIN = ("quantri", "bốn từ dễ nhớ")  # of folders that commands make in tests
os.environ["TUNGNHA_USER"], os.environ["TUNGNHA_PASSWORD"] = ADMIN


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> None:
    """No fixed keys: a database opens only for whoever signed in."""
    monkeypatch.setattr(unlocked, "held", _really_held)
