"""Typing as Vietnamese input methods do (design: keyboard-first entry), in a field of any kind.

Unikey and its like erase and type anew: N, a, a are N, a, BackSpace, â. Others give the word after
the key that ends it: what Enter or Tab does must wait for that word.
"""

import tkinter as tk
from collections.abc import Iterator

import ttkbootstrap as ttk

TYPED = "Nân"


def fields_of(widgets: Iterator[tk.Misc]) -> list[tk.Misc]:
    """Those a person can type in at the moment."""
    found: list[tk.Misc] = []
    for widget in widgets:
        if not widget.winfo_viewable():
            continue
        if isinstance(widget, ttk.Entry | ttk.Combobox):
            if widget.instate(["!disabled", "!readonly"]):
                found.append(widget)
        elif isinstance(widget, tk.Text | tk.Entry) and str(widget.cget("state")) == "normal":
            found.append(widget)
    return found


def get(field: tk.Misc) -> str:
    return field.get("1.0", "end-1c") if isinstance(field, tk.Text) else str(field.get())  # type: ignore[attr-defined]


def put(field: tk.Misc, text: str) -> None:
    if isinstance(field, tk.Text):
        field.delete("1.0", "end")
        field.insert("1.0", text)
    else:
        field.delete(0, "end")  # type: ignore[attr-defined]
        field.insert(0, text)  # type: ignore[attr-defined]


def commit(field: tk.Misc, word: str) -> None:
    """A word of an input method, which is no key of the keyboard."""
    insert = "tk::TextInsert" if isinstance(field, tk.Text) else "ttk::entry::Insert"
    field.tk.call(insert, str(field), word)


def press(field: tk.Misc, key: str) -> None:
    field.event_generate(f"<KeyPress-{key}>")
    if field.winfo_exists():
        field.event_generate(f"<KeyRelease-{key}>")
        field.update()


def type_by_erasing(field: tk.Misc) -> str:
    """What stands in the field, emptied before, when TYPED was typed by Unikey."""
    field.focus_force()
    field.update()
    put(field, "")
    for key in ("N", "a", "BackSpace"):
        press(field, key)
    commit(field, "â")
    press(field, "n")
    return get(field)


def stays_for_the_word(field: tk.Misc, key: str = "Tab") -> bool:
    """Whether the keyboard is still in the field when the word comes, right after the key."""
    field.focus_force()
    field.update()
    field.event_generate(f"<{key}>")
    return field.focus_get() is field
