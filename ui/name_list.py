"""NameList: the closed list of who may sign in; a letter typed on it chooses the next such name."""

import tkinter as tk
from collections.abc import Sequence

import ttkbootstrap as ttk

from domain.text import fold, fold_words, name_sort_key
from ui.keys import with_control

ROWS = 12  # of the open list


def sort_names(names: Sequence[str]) -> list[str]:
    """The order of every list of people, whatever order the key file has them in."""
    return sorted(names, key=name_sort_key)


def next_name(names: Sequence[str], current: str, letter: str) -> str:
    """The next one after `current` whose tên or họ begins with the letter; "" when there is none.

    Pressed again it goes on to the next, and from the last one back to the first.
    """
    wanted = fold(letter)
    at = names.index(current) + 1 if current in names else 0
    for name in [*names[at:], *names[:at]]:
        words = fold_words(name)
        if wanted.strip() and words and any(w.startswith(wanted) for w in (words[0], words[-1])):
            return name
    return ""


class NameList(ttk.Combobox):
    def __init__(self, parent: tk.Misc, names: Sequence[str], variable: tk.StringVar) -> None:
        self._names = sort_names(names)
        super().__init__(parent, textvariable=variable, values=self._names, state="readonly",
                         height=ROWS)  # fmt: skip
        self._variable = variable
        self.bind("<KeyPress>", self._on_key, add=True)
        self._open = f"{self.tk.call('ttk::combobox::PopdownWindow', self)}.f.l"
        press = self.register(self._on_open_key)
        self.tk.call("bind", self._open, "<KeyPress>", f"+{press} %A %s")

    def _on_key(self, event: "tk.Event[tk.Misc]") -> None:
        found = self._find(self._variable.get(), event.char, event.state)
        if found:
            self._variable.set(found)

    def _on_open_key(self, letter: str, state: str) -> None:
        """In the open list the letter moves the bar; Enter takes the name."""
        chosen = self.tk.splitlist(self.tk.call(self._open, "curselection"))
        current = self._names[int(chosen[0])] if chosen else ""
        found = self._find(current, letter, int(state) if state.isdigit() else 0)
        if not found:
            return
        at = self._names.index(found)
        self.tk.call(self._open, "selection", "clear", 0, "end")
        for what in (("selection", "set"), ("activate",), ("see",)):
            self.tk.call(self._open, *what, at)

    def _find(self, current: str, letter: str, state: int | str) -> str:
        if self.instate(["disabled"]) or with_control(state):
            return ""
        return next_name(self._names, current, letter)
