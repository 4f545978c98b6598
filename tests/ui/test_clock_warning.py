"""A clock that was set back is said once, with both times."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import ttkbootstrap as ttk

from domain.offices import Office
from domain.users import User
from storage.database import Database
from storage.offices import save_office
from ui import clock_warning
from ui.clock_warning import describe_clock, warn_of_clock

ICT = timezone(timedelta(hours=7))


def test_both_times_are_named_in_the_hours_of_this_pc() -> None:
    last = datetime(2026, 11, 21, 8, 40, tzinfo=UTC)
    text = describe_clock(datetime(2010, 1, 1, 7, 5, tzinfo=ICT), last)
    assert "07:05 ngày 01/01/2010" in text
    assert "15:40 ngày 21/11/2026" in text
    assert describe_clock(datetime(2026, 11, 21, 15, 45, tzinfo=ICT), last) == ""
    assert describe_clock(datetime(2010, 1, 1, tzinfo=ICT), None) == ""


def test_it_is_said_behind_what_is_asked_first(
    window: ttk.App, empty_db: Database, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    told: list[str] = []
    later: list[tuple[int, object]] = []
    asking = [True, False]
    monkeypatch.setattr(clock_warning, "tell", lambda *text: told.append(text[2]))
    monkeypatch.setattr(clock_warning, "is_asking", lambda _: asking.pop(0))
    monkeypatch.setattr(window, "after", lambda ms, call: later.append((ms, call)))
    warn_of_clock(window, empty_db)
    assert not later  # nothing was written yet
    save_office(empty_db, Office(valid_from="2020-01-01", kind="xã", name="X", province="Y"),
                by=User("Lan"))  # fmt: skip
    warn_of_clock(window, empty_db)
    assert not later
    monkeypatch.setattr(
        clock_warning, "last_written", lambda _: datetime.now().astimezone() + timedelta(days=9)
    )
    warn_of_clock(window, empty_db)
    while later:
        call = later.pop(0)[1]
        assert callable(call)
        call()
    assert len(told) == 1
