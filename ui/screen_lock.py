"""Whether somebody locked Windows (Win+L, the screen saver): then nobody sits here either.

Windows tells of it by a message that Tk does not pass on, so ui/auto_lock.py asks now and then.
"""

import sys
from typing import Any

SESSION_INFO_EX = 25  # WTSSessionInfoEx
LOCKED = 0  # WTS_SESSIONSTATE_LOCK
_CURRENT = 0xFFFFFFFF
_FLAGS_AT = 16  # level and padding 8, session id 4, connect state 4


def is_screen_locked(library: Any = None) -> bool:
    """False also where it is not known. `library`: wtsapi32, of this PC when not given."""
    if library is None:
        if sys.platform != "win32":
            return False
        import ctypes

        library = ctypes.windll.wtsapi32
    return read_flags(library) == LOCKED


def read_flags(library: Any) -> int | None:
    """SessionFlags of WTSINFOEX_LEVEL1; None where the system gives none."""
    import ctypes

    answer, size = ctypes.c_void_p(), ctypes.c_uint32()
    asked = library.WTSQuerySessionInformationW(
        None, ctypes.c_uint32(_CURRENT), SESSION_INFO_EX, ctypes.byref(answer), ctypes.byref(size)
    )
    if not asked or not answer.value:
        return None
    try:
        raw = ctypes.string_at(answer.value, size.value)
    finally:
        library.WTSFreeMemory(answer)
    is_level_1 = int.from_bytes(raw[:4], "little") == 1 and len(raw) >= _FLAGS_AT + 4
    return int.from_bytes(raw[_FLAGS_AT : _FLAGS_AT + 4], "little") if is_level_1 else None
