"""Keys that are safe with Vietnamese input methods (ui.md 3)."""

from collections.abc import Callable

import pytest
import ttkbootstrap as ttk

from ui.keys import bind_control, bind_function_key, bind_moves, carries_letter

WaitUntil = Callable[[Callable[[], object]], None]


@pytest.mark.parametrize(
    ("char", "letter"), [("", False), ("x", True), ("ế", True), ("\x1b", False), ("Tiếng", True)]
)
def test_a_function_key_that_carries_a_letter_is_a_letter(char: str, letter: bool) -> None:
    assert carries_letter(char) is letter


def test_a_function_key_acts_after_the_word_in_the_making(
    shown: ttk.Frame, wait_until: WaitUntil
) -> None:
    saved: list[str] = []
    entry = ttk.Entry(shown)
    entry.pack()
    entry.focus_force()
    shown.update()
    bind_function_key(entry, "F9", lambda: saved.append(entry.get()))
    entry.event_generate("<F9>")
    entry.insert("end", "Hà Văn Ửng")  # the input method commits now
    wait_until(lambda: saved)
    assert saved == ["Hà Văn Ửng"]


def test_a_key_pressed_twice_in_haste_acts_once(shown: ttk.Frame, wait_until: WaitUntil) -> None:
    saved: list[int] = []
    entry = ttk.Entry(shown)
    entry.pack()
    entry.focus_force()
    shown.update()

    bind_function_key(entry, "F9", lambda: saved.append(1))
    bind_moves(entry, lambda: saved.append(2), lambda: None)
    for key in ("<F9>", "<Return>", "<F9>", "<Return>"):
        entry.event_generate(key)
    shown.after(150, saved.append, 0)
    wait_until(lambda: 0 in saved)
    assert sorted(saved) == [0, 1, 2]
    entry.event_generate("<F9>")  # and again when it is done
    wait_until(lambda: saved.count(1) == 2)


def test_ctrl_s_saves_with_caps_lock_on_too(shown: ttk.Frame, wait_until: WaitUntil) -> None:
    saved: list[int] = []
    entry = ttk.Entry(shown)
    entry.pack()
    entry.focus_force()
    shown.update()
    bind_control(entry, "s", lambda: saved.append(1))
    for n, key in enumerate(("<Control-s>", "<Control-S>"), 1):
        entry.event_generate(key)
        wait_until(lambda n=n: len(saved) == n)


def test_enter_moves_on_only_after_the_input_method_has_committed(
    shown: ttk.Frame, wait_until: WaitUntil
) -> None:
    first, second = ttk.Entry(shown), ttk.Entry(shown)
    for entry in (first, second):
        entry.pack()
    bind_moves(first, second.focus_set, lambda: None)
    first.focus_force()
    shown.update()
    first.event_generate("<Return>")
    assert shown.focus_get() is first
    wait_until(lambda: shown.focus_get() is second)


def test_tab_and_shift_tab_go_forward_and_back(shown: ttk.Frame, wait_until: WaitUntil) -> None:
    went: list[str] = []
    entry = ttk.Entry(shown)
    entry.pack()
    bind_moves(entry, lambda: went.append("on"), lambda: went.append("back"), enter=False)
    entry.focus_force()
    shown.update()
    for key in ("<Tab>", "<Shift-Tab>", "<Return>"):
        entry.event_generate(key)
    wait_until(lambda: len(went) == 2)
    assert went == ["on", "back"]
