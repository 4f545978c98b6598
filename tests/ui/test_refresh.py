"""A hidden screen waits until it is seen."""

import pytest
import ttkbootstrap as ttk

from domain.changes import Changes
from ui.refresh import RefreshWhenSeen


@pytest.fixture
def drawn() -> list[str]:
    return []


@pytest.fixture
def refresher(page: ttk.Frame, drawn: list[str]) -> tuple[ttk.Frame, RefreshWhenSeen]:
    screen = ttk.Frame(page)
    return screen, RefreshWhenSeen(screen, lambda: drawn.append("drawn"), lambda c: c.visits)


def test_a_screen_is_drawn_when_it_is_first_shown(
    refresher: tuple[ttk.Frame, RefreshWhenSeen], shown: ttk.Frame, drawn: list[str]
) -> None:
    refresher[0].pack()
    shown.update()
    assert drawn == ["drawn"]


def test_ten_saves_while_hidden_cost_one_redraw(
    refresher: tuple[ttk.Frame, RefreshWhenSeen], shown: ttk.Frame, drawn: list[str]
) -> None:
    screen, refresh = refresher
    screen.pack()
    shown.update()
    screen.pack_forget()
    shown.update()
    for _ in range(10):
        refresh.on_changes(Changes(visits=True))
    assert drawn == ["drawn"]
    screen.pack()
    shown.update()
    assert drawn == ["drawn", "drawn"]


def test_a_visible_screen_is_drawn_at_once_and_only_for_what_concerns_it(
    refresher: tuple[ttk.Frame, RefreshWhenSeen], shown: ttk.Frame, drawn: list[str]
) -> None:
    screen, refresh = refresher
    screen.pack()
    shown.update()
    refresh.on_changes(Changes(office=True))
    assert drawn == ["drawn"]
    refresh.on_changes(Changes(visits=True))
    assert drawn == ["drawn", "drawn"]
