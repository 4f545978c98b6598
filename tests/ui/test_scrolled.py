"""Content higher than its place."""

import pytest
import ttkbootstrap as ttk

from ui.scrolled import Scrolled


@pytest.fixture
def tall(shown: ttk.Frame) -> tuple[Scrolled, list[ttk.Entry]]:
    holder = Scrolled(shown)
    holder.pack(fill="both", expand=True)
    entries = [ttk.Entry(holder.body) for _ in range(60)]
    for entry in entries:
        entry.pack()
    shown.update()
    return holder, entries


def is_seen(holder: Scrolled, widget: ttk.Entry) -> bool:
    top = widget.winfo_rooty() - holder.winfo_rooty()
    return 0 <= top <= holder.winfo_height() - widget.winfo_height()


def test_the_field_that_gets_the_focus_comes_into_view(
    tall: tuple[Scrolled, list[ttk.Entry]],
) -> None:
    holder, entries = tall
    assert not is_seen(holder, entries[-1])
    for n in (-1, 0, 30):
        entries[n].focus_force()
        holder.update()
        holder.update()
        assert is_seen(holder, entries[n])


def test_the_wheel_scrolls_over_any_part_of_the_content(
    tall: tuple[Scrolled, list[ttk.Entry]],
) -> None:
    holder, entries = tall
    entries[3].event_generate("<Button-5>")
    holder.update()
    assert not is_seen(holder, entries[0])


def test_the_bar_shows_only_when_it_is_needed(shown: ttk.Frame) -> None:
    holder = Scrolled(shown)
    holder.pack(fill="both", expand=True)
    ttk.Label(holder.body, text="một dòng").pack()
    shown.update()
    bars = [w for w in holder.winfo_children() if isinstance(w, ttk.Scrollbar)]
    assert not bars[0].winfo_ismapped()


def test_a_destroyed_one_leaves_the_window_alone(
    tall: tuple[Scrolled, list[ttk.Entry]], window: ttk.App
) -> None:
    holder, _ = tall
    other = ttk.Entry(window)
    other.pack()
    holder.destroy()
    other.focus_force()
    other.event_generate("<Button-5>")
    window.update()
