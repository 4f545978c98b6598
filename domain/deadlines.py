"""Deadlines: what "trước ngày 26/8" of a dispatch asks of the office, and whether it is done (F9).

storage/deadlines.py fills the board; the home screen shows it and warns by its urgency.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from domain.days import (
    day_of,
    due_day,
    end_of,
    format_day,
    is_working_day,
    previous_working_day,
)
from domain.fields import Day, Field, Row, Text

NO_DEADLINE = "Không đặt hạn: chương trình không nhắc ngày nộp."
WARN_DAYS, ALARM_DAYS = 3, 1  # working days of the office, today and the due day included

MARK_FIELDS: tuple[Field, ...] = (
    Field("cut_off", "Chốt số liệu", Day(hour=True), width=18,
          hint="Ngày hoặc giờ và ngày. Để trống: ngày làm việc ngay trước hạn."),
    Field("done_on", "Đã nộp ngày", Day(), width=12,
          hint="Để trống: máy tự ghi khi lập báo cáo sau giờ chốt."),
    Field("note", "Ghi chú", Text(), width=36),
)  # fmt: skip


def due_at(deadline_on: str, words: str) -> str:
    """The last minute in time as forms show it: "25/08/2020 23:59"; "" without a deadline."""
    if not deadline_on:
        return ""
    due = due_day(deadline_on, before_that_day=words == "BEFORE")
    return format_day(f"{due.isoformat()}T23:59")


def describe_deadline(deadline_on: str, words: str, today: date) -> str:
    """One sentence: until when, with which figures, and how long that still is."""
    if not deadline_on:
        return NO_DEADLINE
    due = due_day(deadline_on, before_that_day=words == "BEFORE")
    cut_off = format_day(previous_working_day(due).isoformat())
    return (
        f"Nộp chậm nhất {due_at(deadline_on, words)}, số liệu chốt ngày {cut_off}; "
        f"{describe_days_left(due, today)}."
    )


def describe_days_left(due: date, today: date) -> str:
    """ "còn 3 ngày làm việc": the office's own, from today to the due day, both included."""
    if due < today:
        days = (today - due).days
        return f"đã quá hạn {days} ngày"
    if due == today:
        return "hạn là hôm nay"
    span = (today + timedelta(days=n) for n in range((due - today).days + 1))
    return f"còn {sum(is_working_day(day) for day in span)} ngày làm việc"


def office_days_left(today: date, due: date) -> int:
    """Working days of the office, today and the due day included; 0 on the days after it."""
    span = (today + timedelta(days=n) for n in range((due - today).days + 1))
    return sum(is_working_day(day) for day in span)


class Urgency(IntEnum):
    DONE = 0
    CALM = 1
    WARNING = 2  # three working days or fewer
    ALARM = 3  # the last one, or too late


@dataclass(frozen=True)
class MadeReport:
    """A report that was made: when, and to which hour its numbers go."""

    made_at: str  # ISO with minutes
    until: str  # "" is the moment it was made


@dataclass(frozen=True)
class Deadline:
    """One line of the board."""

    key: str  # id of the dispatch, or of the campaign
    what: str
    to_whom: str
    due: date
    cut_off: str  # ISO day or hour
    done_on: str = ""  # ISO day; "" while nothing was handed in
    by_hand: bool = False  # somebody wrote that it was handed in
    note: str = ""

    def urgency(self, today: date) -> Urgency:
        if self.done_on:
            return Urgency.DONE
        left = office_days_left(today, self.due)
        if left <= ALARM_DAYS:
            return Urgency.ALARM
        return Urgency.WARNING if left <= WARN_DAYS else Urgency.CALM

    def describe(self, today: date) -> str:
        """ "Đã lập báo cáo 24/08/2020", "còn 3 ngày làm việc", "đã quá hạn 2 ngày"."""
        if not self.done_on:
            words = describe_days_left(self.due, today)
            return words[:1].upper() + words[1:]
        late = (day_of(self.done_on) - self.due).days
        said = "Đã nộp" if self.by_hand else "Đã lập báo cáo"
        return f"{said} {format_day(self.done_on)}" + (f", muộn {late} ngày" if late > 0 else "")


def default_cut_off(due: date) -> str:
    """The working day before the deadline (NĐ 09/2019, Điều 12)."""
    return previous_working_day(due).isoformat()


def done_by(reports: Iterable[MadeReport], cut_off: str) -> str:
    """The day of the first report made at the cut-off or later with numbers that go that far; ""
    when there is none. A cut-off without an hour is reached on its day."""
    days = [
        r.made_at[:10]
        for r in reports
        if r.made_at >= cut_off and (end_of(r.until) or r.made_at) >= cut_off
    ]
    return min(days, default="")


def order_board(deadlines: Iterable[Deadline]) -> list[Deadline]:
    """What is still due first, the nearest on top; then what is done, the latest on top."""
    listed = list(deadlines)
    waiting = sorted((d for d in listed if not d.done_on), key=lambda d: (d.due, d.what))
    done = sorted((d for d in listed if d.done_on), key=lambda d: (d.due, d.what), reverse=True)
    return [*waiting, *done]


def nearest(deadlines: Sequence[Deadline]) -> Deadline | None:
    """The one to be handed in next."""
    return next((d for d in order_board(deadlines) if not d.done_on), None)


def check_mark(values: Row, due: date, today: date) -> dict[str, str]:
    cut_off, done_on = values.get("cut_off"), values.get("done_on")
    if isinstance(cut_off, str) and day_of(cut_off) > due:
        return {"cut_off": f"Giờ chốt ở sau hạn nộp ({format_day(due.isoformat())})."}
    if isinstance(done_on, str) and day_of(done_on) > today:
        return {"done_on": "Ngày nộp ở sau hôm nay."}
    return {}
