"""A clock that stands still and chance that repeats itself, so that two runs draw the same.

freeze() comes before the program's modules are imported: they take `date` and `datetime` by name.
"""

import datetime as module
import os
import random
import uuid
from typing import Any

_REAL_DATE, _REAL_DATETIME = module.date, module.datetime


class _Any(type):
    """Days that the libraries made are days as well."""

    kind: type = object

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, cls.kind)

    def __subclasscheck__(cls, kind: type) -> bool:
        return issubclass(kind, cls.kind)


def freeze(now: module.datetime, seed: int = 1) -> None:
    """`now` is what the clock of the program shows from here on."""

    class DateKind(_Any):
        kind = _REAL_DATE

    class DateTimeKind(_Any):
        kind = _REAL_DATETIME

    class StillDate(_REAL_DATE, metaclass=DateKind):
        @classmethod
        def today(cls) -> Any:
            return _REAL_DATE(now.year, now.month, now.day)

    class StillDateTime(_REAL_DATETIME, metaclass=DateTimeKind):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            local = _REAL_DATETIME(*now.timetuple()[:6])
            return local.astimezone(tz) if tz else local

        @classmethod
        def today(cls) -> Any:
            return cls.now()

    module.date = StillDate  # type: ignore[misc]
    module.datetime = StillDateTime  # type: ignore[misc]
    chance = random.Random(seed)
    os.urandom = chance.randbytes
    random.SystemRandom = lambda: random.Random(seed)  # type: ignore[misc,assignment]
    uuid.getnode = lambda: 0x0242AC110002
