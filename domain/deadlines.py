"""Deadlines in words: what "trước ngày 26/8" of a dispatch asks of the office (F9)."""

from datetime import date, timedelta

from domain.days import due_day, format_day, is_working_day, previous_working_day

NO_DEADLINE = "Không đặt hạn: chương trình không nhắc ngày nộp."


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
