"""A clock that stands still and chance that repeats itself, so that two runs draw the same.

freeze() comes before the program's modules are imported: they take `date` and `datetime` by name.
"""

import datetime as module
import os
import random
import uuid
from datetime import date as RealDate
from datetime import datetime as RealDatetime
from typing import Any


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
        kind = RealDate

    class DateTimeKind(_Any):
        kind = RealDatetime

    class StillDate(RealDate, metaclass=DateKind):
        @classmethod
        def today(cls) -> Any:
            return RealDate(now.year, now.month, now.day)

    class StillDateTime(RealDatetime, metaclass=DateTimeKind):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            local = RealDatetime(*now.timetuple()[:6])
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
