"""Wrong passwords: how long one must wait for the next try, and what the log is to be told.

They slow the screen only; the real limit is Argon2id. Kept beside the database, because nobody is
signed in when they happen; storage/sign_ins.py writes them into the log afterwards.
"""

import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from domain.errors import AppError
from storage.key_file import read_key_file, user_key
from storage.passwords import WrongPassword
from storage.safe_files import write_safely

log = logging.getLogger(__name__)

SIGN_INS = "sign-in.json"
UNKNOWN = "?"
FREE_FAILURES, LONGEST_WAIT = 5, 300  # five wrong passwords: five minutes


@dataclass(frozen=True)
class Failed:
    """Wrong passwords of one name."""

    count: int = 0  # since the last right one: so long is the wait
    until: float = 0.0
    refused: float = 0  # since the log was told: storage/sign_ins.py
    first: float = 0.0
    last: float = 0.0


@contextmanager
def counted(folder: Path, name: str) -> Iterator[None]:
    """Around one try of a password, "" of the code: refused during a wait, longer after each."""
    _require_no_wait(folder, name)
    try:
        yield
    except WrongPassword:
        _count_failure(folder, name)
        raise
    end_wait(folder, name)


def seconds_to_wait(folder: Path, name: str) -> int:
    """0, or how long this user must wait before the next try."""
    left = _failures(folder).get(_failure_key(folder, name), Failed()).until - time.time()
    return 0 if left <= 0 else int(min(left, LONGEST_WAIT)) + 1  # a clock set back is no longer


def _require_no_wait(folder: Path, name: str) -> None:
    wait = seconds_to_wait(folder, name)
    if wait:
        text = f"{wait // 60} phút {wait % 60} giây" if wait >= 60 else f"{wait} giây"
        raise AppError(
            f"Đã gõ sai nhiều lần, hãy đợi {text} nữa.",
            "Quên mật khẩu thì nhờ quản trị đặt lại, hoặc dùng mã khôi phục đã in.",
        )


def _failure_key(folder: Path, name: str) -> str:
    """Under what a refusal is kept. What is no user's name may be a password that was typed into
    the wrong field: such names count together and are not kept."""
    try:
        key_file = read_key_file(folder)
    except AppError:  # damaged: nobody is known, and who signs in is told so
        key_file = None
    return user_key(name) if not name or (key_file and key_file.find(name)) else UNKNOWN


def _failures(folder: Path) -> dict[str, Failed]:
    try:
        found = json.loads((folder / SIGN_INS).read_text("utf-8"))
        return {str(k): Failed(int(n), *map(float, more)) for k, (n, *more) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def list_refused(folder: Path) -> dict[str, Failed]:
    """By user_key(), "" of the recovery code: wrong ones that the log does not know of yet."""
    return {key: failed for key, failed in _failures(folder).items() if failed.refused}


def forget_refused(folder: Path) -> None:
    """The log has them; who must wait still waits."""
    failures = _failures(folder)
    known = {key: Failed(f.count, f.until) for key, f in failures.items() if f.count}
    if known != failures:
        _write_failures(folder, known)


def _count_failure(folder: Path, name: str) -> None:
    failures, key = _failures(folder), _failure_key(folder, name)
    known, at = failures.get(key, Failed()), time.time()
    count = known.count + 1
    wait = LONGEST_WAIT if count >= FREE_FAILURES else 2 ** (count - 1)
    failures[key] = Failed(count, at + wait, known.refused + 1, known.first or at, at)
    _write_failures(folder, failures)
    log.warning("sign-in refused, failure %d", count)


def end_wait(folder: Path, name: str) -> None:
    failures, key = _failures(folder), _failure_key(folder, name)
    if key in failures and failures[key].count:
        failures[key] = replace(failures[key], count=0, until=0.0)
        _write_failures(folder, failures)


def _write_failures(folder: Path, failures: dict[str, Failed]) -> None:
    try:
        kept = {key: astuple(failed) for key, failed in failures.items()}
        write_safely(folder / SIGN_INS, json.dumps(kept).encode())
    except OSError as problem:  # a read-only folder: signing in still works
        log.warning("failures not kept: %s", problem.strerror)
