"""Keys, safely for Vietnamese input methods (ui.md 3).

An input method delivers its word *after* Return or Tab, so the move to the next field waits 20 ms;
and on Windows it may deliver a letter as a function key, so those are ignored when they carry one.
"""

import tkinter as tk
from collections.abc import Callable

MOVE_MS = 20
SAVE_MS = 30


def carries_letter(char: str) -> bool:
    """Whether a key press is really a letter that an input method sent (CPython 125349)."""
    return bool(char) and char.isprintable()


def bind_function_key(widget: tk.Misc, key: str, action: Callable[[], None]) -> None:
    """ "F9" on a window. `action` runs after the word in the making has arrived.

    Replaces what the key did there before.
    """

    def press(event: "tk.Event[tk.Misc]") -> str | None:
        if carries_letter(event.char):
            return None
        widget.after(SAVE_MS, action)
        return "break"

    widget.bind(f"<{key}>", press)


def bind_control(widget: tk.Misc, letter: str, action: Callable[[], None]) -> None:
    """Ctrl and a letter, in both cases: with Caps Lock on it arrives as the capital."""

    def press(_: "tk.Event[tk.Misc]") -> str:
        widget.after(SAVE_MS, action)
        return "break"

    for case in (letter.lower(), letter.upper()):
        widget.bind(f"<Control-{case}>", press)


def bind_moves(widget: tk.Misc, forward: Callable[[], None], back: Callable[[], None],
               *, enter: bool = True, tab: Callable[[], None] | None = None) -> None:  # fmt: skip
    """Enter and Tab go forward, Shift-Tab goes back, once the input method has committed.

    `tab`: where Tab goes instead, when Enter takes a shorter way.
    """

    def move(action: Callable[[], None]) -> Callable[["tk.Event[tk.Misc]"], str]:
        def press(_: "tk.Event[tk.Misc]") -> str:
            widget.after(MOVE_MS, action)
            return "break"

        return press

    for key in ("<Return>", "<KP_Enter>") if enter else ():
        widget.bind(key, move(forward), add=True)
    widget.bind("<Tab>", move(tab or forward), add=True)
    for key in (
        ("<Shift-Tab>", "<ISO_Left_Tab>")
        if widget.tk.call("tk", "windowingsystem") == "x11"
        else ("<Shift-Tab>",)
    ):
        widget.bind(key, move(back), add=True)


def bind_screen_keys(screen: tk.Misc, keys: dict[str, Callable[[], object]]) -> str:
    """Keys of one screen ("<F8>", "<Control-e>"), on its own widgets and not on the window.

    Returns the tag for tag_all(), which widgets that are made later need.
    """

    def later(action: Callable[[], object]) -> Callable[["tk.Event[tk.Misc]"], str | None]:
        def press(event: "tk.Event[tk.Misc]") -> str | None:
            if event.keysym.startswith("F") and carries_letter(event.char):
                return None
            screen.after(SAVE_MS, action)
            return "break"

        return press

    tag = f"Keys{screen.winfo_id()}"
    for sequence, action in keys.items():
        screen.bind_class(tag, sequence, later(action))
    tag_all(screen, tag)
    return tag


def tag_all(widget: tk.Misc, tag: str) -> None:
    if tag not in widget.bindtags():
        widget.bindtags((tag, *widget.bindtags()))
    for child in widget.winfo_children():
        tag_all(child, tag)
