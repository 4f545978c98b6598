"""Days, hours and deadlines. Stored as ISO text: "2020-08-13", or "2020-08-13T08:00" with an hour.

Text order is time order, and a day without an hour sorts before every hour of that day: a visit of
which only the day is known counts at any cut-off on that day.
"""

import re
from datetime import date, datetime, timedelta

from domain.text import clean

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2})?)?")
_VN = re.compile(
    r"(?:ngày\s+)?(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})"
    r"(?:\s+(?:lúc\s+)?(\d{1,2})[:hg](?:(\d{2})(?::\d{2})?)?)?",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"(\d{2})(\d{2})(\d{4})")
_VN_HOUR_FIRST = re.compile(
    r"(\d{1,2})[:hg](\d{2})?,?\s+(?:ngày\s+)?(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4})",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(r"(?:ngày\s+)?(\d{1,2})[/.\- ](\d{1,2})", re.IGNORECASE)
END_OF_TIME = "9999"


def parse_when(text: str, today: date | None = None) -> str:
    """ISO text from "13/8/2020", "13/8", "13082020", "2020-08-13T08:00" or "08h00 13/8/2020".

    Day before month, always. Without a year the year of `today` is meant. Raises ValueError.
    """
    t = clean(text)
    if m := _VN_HOUR_FIRST.fullmatch(t):
        t = f"{m[3]} {m[1]}:{m[2] or '00'}"
    hour = minute = None
    if m := _ISO.fullmatch(t):
        year, month, day, hour, minute = m[1], m[2], m[3], m[4], m[5]
    elif m := _VN.fullmatch(t):
        day, month, year, hour, minute = m[1], m[2], m[3], m[4], m[5]
    elif m := _PLAIN.fullmatch(t):
        day, month, year = m[1], m[2], m[3]
    elif today and (m := _NO_YEAR.fullmatch(t)):
        day, month, year = m[1], m[2], str(today.year)
    else:
        raise ValueError(text)
    full_year = int(year) + (2000 if len(year) == 2 else 0)
    iso = date(full_year, int(month), int(day)).isoformat()
    if hour is None:
        return iso
    return iso + "T" + datetime(2000, 1, 1, int(hour), int(minute or 0)).strftime("%H:%M")


def day_of(when: str) -> date:
    return date.fromisoformat(when[:10])


def format_day(when: str | None) -> str:
    """As forms show it: "05/08/2020", with an hour "05/08/2020 08:00"; "" for None."""
    if not when:
        return ""
    text = f"{when[8:10]}/{when[5:7]}/{when[:4]}"
    return f"{text} {when[11:16]}" if len(when) > 10 else text


def format_day_official(when: str) -> str:
    """NĐ 30/2020, Phụ lục I, II.4: the day is padded below 10, the month only in 1 and 2."""
    day = day_of(when)
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def end_of(when: str) -> str:
    """A cut-off: a day alone means its last minute; no day ("") stays none."""
    return when + "T23:59" if len(when) == 10 else when


def before(when: str) -> str:
    """The cut-off of the period before one that starts at `when`.

    A period that starts on a day begins at midnight; one that starts at an hour begins right after
    that minute, so that two periods that meet at an hour share nothing.
    """
    if len(when) > 10:
        return when
    return end_of((day_of(when) - timedelta(days=1)).isoformat())


def due_day(deadline_on: str, *, before_that_day: bool) -> date:
    """The last day in time: the 25th for "trước ngày 26/8", the 26th for "chậm nhất ngày 26/8"."""
    day = day_of(deadline_on)
    return day - timedelta(days=1) if before_that_day else day


def is_working_day(day: date) -> bool:
    return day.weekday() < 5


def working_days_left(today: date, due: date) -> int:
    """Days on which teams can still go out, today and the due day included; Sundays are not."""
    if due < today:
        return 0
    return sum(
        1 for n in range((due - today).days + 1) if (today + timedelta(days=n)).weekday() != 6
    )


def previous_working_day(day: date) -> date:
    """Default cut-off: one working day before the deadline (NĐ 09/2019, Điều 12)."""
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
