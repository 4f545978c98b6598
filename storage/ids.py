"""UUIDv7 (RFC 9562, 5.7): keys that sort in the order of creation and never clash between PCs.

Python has uuid.uuid7 from 3.14 on; the packages that offer it before are larger than this.
"""

import os
import re
import threading
import time

_lock = threading.Lock()
_last = 0
_KEY = re.compile(r"([0-9a-f]{8})-([0-9a-f]{4})-7([0-9a-f]{3})-[0-9a-f]{4}-[0-9a-f]{12}")


def new_id() -> str:
    """A new key, greater than every key before it (see keep_after), whatever the clock does."""
    global _last
    with _lock:
        # 48 bits of milliseconds and 12 bits of sub-millisecond order make one growing number
        _last = max(time.time_ns() * 4096 // 1_000_000, _last + 1)
        stamp = _last
    bits = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62
    key = f"{bits | int.from_bytes(os.urandom(8)) >> 2:032x}"  # str(UUID(…)) takes twice as long
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def first_id(at: float) -> str:
    """No key made from this moment (seconds since 1970) on is smaller."""
    key = f"{max(0, int(at * 1000)):012x}"
    return f"{key[:8]}-{key[8:]}"


def keep_after(key: str) -> None:
    """New keys are greater than this one, which a process before this one made."""
    global _last
    found = _KEY.fullmatch(key)
    if found:
        with _lock:
            _last = max(_last, int("".join(found.groups()), 16))
