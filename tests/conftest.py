"""Property tests try the same examples on every machine: a red run means a change, not chance.

A folder without key files opens with fixed keys here, so that a test may make a database anywhere;
a folder with key files is as locked as in the program. Argon2id runs at next to no cost.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import main
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


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Run a command with --json and give its one object."""

    def call(*arguments: str | Path) -> Any:
        capsys.readouterr()
        assert main.main([*(str(a) for a in arguments), "--json"]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        return json.loads(out)

    return call


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run a command that must fail; gives its one sentence."""

    def call(*arguments: str | Path) -> str:
        capsys.readouterr()
        try:
            code = main.main([str(a) for a in arguments])
        except SystemExit as problem:
            code = int(problem.code or 0)
        out, err = capsys.readouterr()
        assert code == 1
        assert out == ""
        assert len(err.strip().splitlines()) == 1, err
        return err.strip()

    return call


@pytest.fixture
def either(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """The JSON object of a command, or its one sentence when it refuses."""

    def call(*arguments: str | Path) -> Any:
        capsys.readouterr()
        code = main.main([*(str(a) for a in arguments), "--json"])
        out, err = capsys.readouterr()
        return json.loads(out) if code == 0 else err.strip()

    return call
