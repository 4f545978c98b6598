"""Keys that are safe with Vietnamese input methods (ui.md 3)."""

import tkinter as tk
from collections.abc import Callable
from functools import partial

import pytest
import ttkbootstrap as ttk

from ui.keys import (
    GO_TO,
    SAVE_MS,
    bind_control,
    bind_function_key,
    bind_moves,
    bind_page_keys,
    bind_screen_key,
    bind_screen_keys,
    carries_letter,
    tag_all,
    with_control,
)

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


@pytest.mark.parametrize(
    ("events", "does"),
    [
        ((("<Key-x>", 900), ("<F9>", 910)), False), ((("<F9>", 900), ("<Key-x>", 910)), False),
        ((("<Key-x>", 900), ("<F9>", 990)), True), ((("<Key-p>", 900), ("<F9>", 910)), True),
    ],
)  # fmt: skip
def test_a_letter_that_comes_as_a_function_key_as_well_is_a_letter(
    shown: ttk.Frame, wait_until: WaitUntil, events: tuple[tuple[str, int], ...], *, does: bool
) -> None:
    done: list[str] = []
    entry = ttk.Entry(shown)
    entry.pack()
    entry.focus_force()
    shown.update()
    bind_function_key(entry, "F9", lambda: done.append("saved"))
    for key, time in events:
        entry.event_generate(key, time=time)
    shown.after(2 * SAVE_MS, done.append, "later")
    wait_until(lambda: "later" in done)
    assert ("saved" in done) is does


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


@pytest.mark.parametrize(
    ("state", "held"), [(0, False), (0x4, True), (0x14, True), (0x5, True), (0xC, False),
                        ("??", False)],
)  # fmt: skip
def test_alt_gr_which_types_digits_is_not_ctrl(state: int | str, held: bool) -> None:
    assert with_control(state, alt=0x8) is held


@pytest.mark.parametrize(
    ("state", "held"), [(0x4, True), (0xC, True), (0x8, False), (0x2000C, False), (0x20004, False)]
)
def test_num_lock_of_windows_is_not_alt_gr(state: int, held: bool) -> None:
    assert with_control(state, alt=0x20000) is held


@pytest.mark.parametrize("keys", ["<Control-Key-1>", "<Control-Lock-Key-1>"])
def test_ctrl_and_a_digit_goes_to_a_screen_before_a_cell_takes_the_digit(
    shown: ttk.Frame, wait_until: WaitUntil, keys: str
) -> None:
    went: list[str] = []
    cell = ttk.Entry(shown)
    cell.pack()
    cell.bind("<Key>", lambda e: went.append(f"typed {e.keysym}"))
    cell.focus_force()
    shown.update()
    bind_screen_key(shown.winfo_toplevel(), "Ctrl+1", lambda: went.append("opened"))
    tag_all(shown, GO_TO)
    cell.event_generate(keys)
    wait_until(lambda: went)
    cell.event_generate("<Key-1>")
    assert went == ["opened", "typed 1"]


def test_a_digit_of_a_screen_leaves_ctrl_and_the_digit_alone(
    shown: ttk.Frame, wait_until: WaitUntil
) -> None:
    went: list[str] = []
    shown.focus_force()
    shown.update()
    bind_screen_keys(shown, {"<Key-1>": lambda: went.append("tab")})
    shown.event_generate("<Control-Key-1>")
    shown.event_generate("<Key-1>")
    shown.after(150, went.append, "end")
    wait_until(lambda: "end" in went)
    assert went == ["tab", "end"]


def test_the_keys_of_a_page_work_wherever_the_keyboard_is_while_it_is_in_view(
    shown: ttk.Frame, wait_until: WaitUntil
) -> None:
    went: list[str] = []
    pages = [ttk.Frame(shown) for _ in range(2)]
    tab, field = ttk.Button(shown, text="x"), ttk.Entry(pages[0])
    for n, made in enumerate(pages):
        bind_page_keys(made, {"<F11>": partial(went.append, f"page {n}")})
        made.bind("<Destroy>", lambda _: None)  # of its own, in place of any other
    field_made_later = ttk.Entry(pages[0])
    for packed in (tab, pages[0], field, field_made_later):
        packed.pack()
    places: list[tk.Misc] = [tab, field, field_made_later, shown.winfo_toplevel()]
    for place in places:
        place.focus_force()
        shown.update()
        place.event_generate("<F11>")
        wait_until(lambda: went)
        shown.after(100, went.append, "end")
        wait_until(lambda: "end" in went)
        assert went == ["page 0", "end"]
        went.clear()
    pages[0].destroy()
    pages[1].pack()
    tab.focus_force()
    shown.update()
    tab.event_generate("<F11>")
    wait_until(lambda: went)
    assert went == ["page 1"]
