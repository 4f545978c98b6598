"""Scans taken out of the field they came into, and what was typed left where it is."""

import tkinter as tk

import pytest
import ttkbootstrap as ttk

from domain.scans import Scan
from domain.sheets import line_code, sheet_code
from tests.needs import windows_only
from ui import grid_scans
from ui.grid_scans import ScanWatch
from ui.keys import pressed_at, tag_all

KEYS = {"-": "minus", ".": "period"}


@pytest.fixture
def fields(shown: ttk.Frame, monkeypatch: pytest.MonkeyPatch) -> list[ttk.Entry]:
    """The one for codes, and another."""
    monkeypatch.setattr(grid_scans, "pressed_at", lambda event: int(event.time))
    made = [ttk.Entry(shown), ttk.Entry(shown)]
    for field in made:
        field.pack()
    return made


@pytest.fixture
def found(shown: ttk.Frame, fields: list[ttk.Entry]) -> list[Scan]:
    scans: list[Scan] = []
    watch = ScanWatch(shown, fields[0], lambda scan, _: scans.append(scan))
    tag_all(shown, watch.tag)
    return scans


def send(field: ttk.Entry, text: str, *, at: int, every: int = 5, end: bool = True) -> int:
    """Keys that come so many milliseconds apart; when the last one came."""
    field.focus_force()
    field.update()
    for n, letter in enumerate(text):
        field.event_generate(f"<Key-{KEYS.get(letter, letter)}>", time=at + n * every)
    last = at + (len(text) - 1) * every
    if end:
        field.event_generate("<Return>", time=last + every)
    return last


def test_a_scan_leaves_the_field_as_it_was(fields: list[ttk.Entry], found: list[Scan]) -> None:
    fields[1].insert(0, "nhà kh")
    send(fields[1], line_code(12, 7), at=1000)
    assert found == [Scan(line_code(12, 7), 12, 7)]
    assert fields[1].get() == "nhà kh"


@pytest.mark.parametrize("before", ["", "nhà kh"])
def test_a_first_letter_that_came_early_belongs_to_the_code(
    fields: list[ttk.Entry], found: list[Scan], before: str
) -> None:
    code = line_code(12, 7)
    fields[1].insert(0, before)
    fields[1].focus_force()
    fields[1].update()
    last = send(fields[1], code[0], at=1000, end=False)
    send(fields[1], code[1:], at=last + 60)
    assert found == [Scan(code, 12, 7)]
    assert fields[1].get() == before


def test_a_number_typed_in_haste_where_numbers_are_typed_stays(
    fields: list[ttk.Entry], found: list[Scan]
) -> None:
    number = sheet_code(1).removeprefix("P")
    send(fields[0], number, at=1000)
    assert found == []
    assert fields[0].get() == number
    send(fields[1], number, at=5000)
    assert found == [Scan(number)]


def test_what_comes_as_fast_as_fingers_stays(fields: list[ttk.Entry], found: list[Scan]) -> None:
    send(fields[1], "0912345678", at=1000, every=35)
    assert found == []
    assert fields[1].get() == "0912345678"


@windows_only("Tk there tells when it came to a key, Windows when it was pressed")
def test_a_key_is_as_old_as_its_message_says(shown: ttk.Frame) -> None:
    heard: list[tuple[int, int]] = []

    def hear(event: "tk.Event[tk.Misc]") -> None:
        heard.append((event.time, pressed_at(event)))

    shown.bind("<Key>", hear)
    shown.focus_force()
    shown.update()
    shown.event_generate("<Key-a>", time=5)
    assert heard[0][0] == 5
    assert heard[0][1] != 5
