"""Keys, safely for Vietnamese input methods (ui.md 3).

An input method delivers its word *after* Return or Tab, so the move to the next field waits 20 ms;
and on Windows it may deliver a letter as a function key, so those are ignored when they carry one.
"""

import sys
import tkinter as tk
from collections.abc import Callable
from functools import partial

MOVE_MS = 20
SAVE_MS = 30


def carries_letter(char: str) -> bool:
    """Whether a key press is really a letter that an input method sent (CPython 125349)."""
    return bool(char) and char.isprintable()


_typed = ("", 0)  # the letter that came last, and when


def hear_letters(root: tk.Misc) -> None:
    """From now on: what is_letter() asks about. Once, when the root window is made."""
    root.bind_all("<KeyPress>", _hear, add=True)


def _hear(event: "tk.Event[tk.Misc]") -> None:
    global _typed
    if carries_letter(event.char):
        _typed = (event.char, int(event.time))


def is_letter(keysym: str, time: int) -> bool:
    """Whether a function key came with the letter that has its number on Windows, "p" with F1 to
    "{" with F12: then the letter was meant, which an input method sent."""
    number = keysym[1:]
    if not (keysym.startswith("F") and number.isdigit()):
        return False
    letter, then = _typed
    return letter == chr(ord("p") - 1 + int(number)) and abs(time - then) < SAVE_MS


def pressed_at(event: "tk.Event[tk.Misc]") -> int:
    """When a key was pressed, in ms. Tk on Windows says when it came to the key instead: what was
    typed while the program was busy would seem to have come all at once."""
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.user32.GetMessageTime())
    return int(event.time)


def once_after(widget: tk.Misc, ms: int, action: Callable[[], object]) -> Callable[[], None]:
    """Does `action` after `ms`, and once, however often the key is pressed until it is done."""
    waiting = False

    def run() -> None:
        nonlocal waiting
        try:
            action()
        finally:
            waiting = False

    def ask() -> None:
        nonlocal waiting
        if not waiting:
            waiting = True
            widget.after(ms, run)

    return ask


def bind_function_key(widget: tk.Misc, key: str, action: Callable[[], None]) -> None:
    """ "F9" on a window. `action` runs after the word in the making has arrived.

    Replaces what the key did there before.
    """
    widget.bind(f"<{key}>", later(widget, action))


GO_TO = "GoTo"  # the bindtag of keys that go to a screen; before those of a widget: tag_all()
CONTROL = 0x4
ALT = 0x20000 if sys.platform == "win32" else 0x8  # Windows tells of Num Lock by 0x8


def with_control(state: int | str, alt: int = ALT) -> bool:
    """Ctrl is held, and it is not AltGr, with which some keyboards type their digits."""
    return isinstance(state, int) and bool(state & CONTROL) and not state & alt


def bind_screen_key(window: tk.Misc, key: str, action: Callable[[], None]) -> None:
    """The key of a screen: "F4", or "Ctrl+1" with the digits above the letters or of the keypad.

    Replaces what the key did there before. A digit works wherever the keyboard is: fields and
    cells carry GO_TO before their own keys, of which some take any digit.
    """
    if not key.startswith("Ctrl+"):
        bind_function_key(window, key, action)
        return
    digit = key.removeprefix("Ctrl+")
    ask = once_after(window, SAVE_MS, action)

    def press(event: "tk.Event[tk.Misc]") -> str | None:
        word = carries_letter(event.char) and event.char != digit
        if word or not with_control(event.state):
            return None
        ask()
        return "break"

    for sequence in (f"<Control-Key-{digit}>", f"<Control-KP_{digit}>"):
        window.bind(sequence, press)
        window.bind_class(GO_TO, sequence, press)


def bind_control(widget: tk.Misc, letter: str, action: Callable[[], None]) -> None:
    """Ctrl and a letter, in both cases: with Caps Lock on it arrives as the capital."""
    ask = once_after(widget, SAVE_MS, action)

    def press(_: "tk.Event[tk.Misc]") -> str:
        ask()
        return "break"

    for case in (letter.lower(), letter.upper()):
        widget.bind(f"<Control-{case}>", press)


def bind_moves(widget: tk.Misc, forward: Callable[[], None], back: Callable[[], None],
               *, enter: bool = True, tab: Callable[[], None] | None = None) -> None:  # fmt: skip
    """Enter and Tab go forward, Shift-Tab goes back, once the input method has committed.

    `tab`: where Tab goes instead, when Enter takes a shorter way.
    """

    def move(action: Callable[[], None]) -> Callable[["tk.Event[tk.Misc]"], str]:
        ask = once_after(widget, MOVE_MS, action)

        def press(_: "tk.Event[tk.Misc]") -> str:
            ask()
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


def later(
    screen: tk.Misc, action: Callable[[], object]
) -> Callable[["tk.Event[tk.Misc]"], str | None]:
    """A handler for a key: after the word in the making, and not for a letter sent as the key."""
    pressed = ("", 0)

    def act() -> None:
        if not is_letter(*pressed):  # it may come before the key or after it
            action()

    ask = once_after(screen, SAVE_MS, act)

    def press(event: "tk.Event[tk.Misc]") -> str | None:
        nonlocal pressed
        if event.keysym.startswith("F") and carries_letter(event.char):
            return None
        pressed = (event.keysym, int(event.time))
        if event.keysym.isdigit() and with_control(event.state):
            return None  # "<Key-1>" takes Ctrl+1 as well, which goes to a screen
        ask()
        return "break"

    return press


def bind_screen_keys(screen: tk.Misc, keys: dict[str, Callable[[], object]]) -> str:
    """Keys of one screen ("<F8>", "<Control-e>"), on its own widgets and not on the window.

    Returns the tag for tag_all(), which widgets that are made later need.
    """

    tag = f"Keys{screen.winfo_id()}"
    for sequence, action in keys.items():
        screen.bind_class(tag, sequence, later(screen, action))
    tag_all(screen, tag)
    return tag


Press = Callable[["tk.Event[tk.Misc]"], str | None]
Pages = dict[str, list[tuple[tk.Misc, Press]]]  # by sequence


def bind_page_keys(page: tk.Misc, keys: dict[str, Callable[[], object]]) -> None:
    """As bind_screen_keys(), and while the page is in view also where the keyboard is elsewhere in
    its window: on the page's tab, in fields made later, or nowhere since a dialog closed."""
    bind_screen_keys(page, keys)
    window = page.winfo_toplevel()
    # In the window and gone with it: the next one begins with none, whoever signs in there.
    by_sequence: Pages = vars(window).setdefault("keys_of_pages", {})
    for sequence, action in keys.items():
        pages = by_sequence.setdefault(sequence, [])
        pages[:] = [known for known in pages if known[0].winfo_exists()]  # not of before
        pages.append((page, later(page, action)))
        window.bind(sequence, partial(_press_on_page, pages))


def _press_on_page(
    pages: list[tuple[tk.Misc, Press]], event: "tk.Event[tk.Misc]"
) -> str | None:
    for page, press in pages:
        if page.winfo_exists() and page.winfo_viewable():
            return press(event)
    return None


def tag_all(widget: tk.Misc, tag: str) -> None:
    if tag not in widget.bindtags():
        widget.bindtags((tag, *widget.bindtags()))
    for child in widget.winfo_children():
        tag_all(child, tag)
