"""NameList: the closed list of who may sign in; a letter typed on it chooses the next such name."""

import tkinter as tk
from collections.abc import Sequence

import ttkbootstrap as ttk

from domain.text import fold, fold_words, name_sort_key
from ui.keys import with_control

ROWS = 12  # of the open list
WORD_MS = 1000  # letters that come quicker belong to one word


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


class TypedWord:
    """Letters that follow each other at once begin one word. No name begins with a password that is
    typed here by mistake: then the name chosen before stays."""

    def __init__(self) -> None:
        self._word, self._before, self._last = "", "", 0

    def choose(self, names: Sequence[str], current: str, letter: str, time: int) -> str:
        """The name after this letter at `time`, ms; "" for the one that stands there."""
        if not letter.isprintable() or not letter.strip():
            return ""
        goes_on = bool(self._word) and 0 <= time - self._last < WORD_MS
        self._last = time
        if goes_on and fold(letter) != fold(self._word):
            self._word += letter
            return next_name(names, self._before, self._word) or self._before
        if not goes_on:
            self._before = current
        self._word = letter
        return next_name(names, current, letter)


class NameList(ttk.Combobox):
    def __init__(self, parent: tk.Misc, names: Sequence[str], variable: tk.StringVar) -> None:
        self._names = sort_names(names)
        super().__init__(parent, textvariable=variable, values=self._names, state="readonly",
                         height=ROWS)  # fmt: skip
        self._variable = variable
        self._typed = TypedWord()
        self.bind("<KeyPress>", self._on_key, add=True)
        self._open = f"{self.tk.call('ttk::combobox::PopdownWindow', self)}.f.l"
        press = self.register(self._on_open_key)
        self.tk.call("bind", self._open, "<KeyPress>", f"+{press} %A %s %t")

    def _on_key(self, event: "tk.Event[tk.Misc]") -> None:
        found = self._find(self._variable.get(), event.char, event.state, event.time)
        if found:
            self._variable.set(found)

    def _on_open_key(self, letter: str, state: str, time: str = "0") -> None:
        """In the open list the letter moves the bar; Enter takes the name."""
        chosen = self.tk.splitlist(self.tk.call(self._open, "curselection"))
        current = self._names[int(chosen[0])] if chosen else ""
        number = int(state) if state.isdigit() else 0
        found = self._find(current, letter, number, int(time))
        if not found:
            return
        at = self._names.index(found)
        self.tk.call(self._open, "selection", "clear", 0, "end")
        for what in (("selection", "set"), ("activate",), ("see",)):
            self.tk.call(self._open, *what, at)

    def _find(self, current: str, letter: str, state: int | str, time: int) -> str:
        if self.instate(["disabled"]) or with_control(state):
            return ""
        return self._typed.choose(self._names, current, letter, time)
