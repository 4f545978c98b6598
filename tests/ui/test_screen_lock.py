"""What Windows answers about its lock is read without a Windows."""

import ctypes
import struct
import sys
from typing import Any

import pytest

from ui.screen_lock import SESSION_INFO_EX, is_screen_locked


class Answering:
    """wtsapi32 with one answer; None: it refuses."""

    def __init__(self, answer: bytes | None) -> None:
        self._answer = None if answer is None else ctypes.create_string_buffer(answer, len(answer))
        self.freed = 0

    def WTSQuerySessionInformationW(
        self, server: None, session: Any, kind: int, answer: Any, size: Any
    ) -> int:
        assert (server, session.value, kind) == (None, 0xFFFFFFFF, SESSION_INFO_EX)
        if self._answer is None:
            return 0
        answer._obj.value = ctypes.addressof(self._answer)
        size._obj.value = len(self._answer)
        return 1

    def WTSFreeMemory(self, _: Any) -> None:
        self.freed += 1


def session(flags: int, level: int = 1) -> bytes:
    return struct.pack("<IxxxxIIi", level, 1, 0, flags) + bytes(200)


@pytest.mark.parametrize(
    ("answer", "locked"),
    [
        (session(0), True), (session(1), False), (session(-1), False), (session(0, 2), False),
        (b"\x01\x00\x00\x00", False), (None, False),
    ],
)  # fmt: skip
def test_windows_is_locked_only_where_it_says_so(answer: bytes | None, *, locked: bool) -> None:
    library = Answering(answer)
    assert is_screen_locked(library) is locked
    assert library.freed == (answer is not None)


def test_a_system_that_tells_nothing_is_not_locked() -> None:
    if sys.platform != "win32":
        assert not is_screen_locked()
    else:
        assert is_screen_locked() in (True, False)
