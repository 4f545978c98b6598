"""Inputs for a closed list: SegmentsInput shows every option, ListInput opens a list."""

import tkinter as tk
from collections.abc import Callable, Sequence
from functools import partial
from tkinter import font as tkfont

import ttkbootstrap as ttk

from domain.fields import Choice, Field, Option, Refused
from domain.text import fold
from ui.inputs import Changed, Input, entry_width
from ui.keys import with_control
from ui.theme import px

MOST_SEGMENTS = 10
KEY_ROW = 5  # ten results stand as the digits do on a keyboard: 1 to 5, then 6 to 0


class SegmentsInput(Input):
    """A closed choice with digits: all options in view, its digit chooses one."""

    def __init__(self, parent: tk.Misc, field: Field, changed: Changed) -> None:
        assert isinstance(field.kind, Choice)
        self._changed = changed
        self._value = tk.StringVar(parent)
        self._frame = ttk.Frame(parent)
        self._width = 0
        self._frame.bind("<Configure>", self._on_resize)
        self.widget = self._frame
        self.offer(field.kind)

    def offer(self, kind: Choice) -> None:
        self._kind = kind
        for child in self._frame.winfo_children():
            child.destroy()
        self._buttons = [self._make_button(o) for o in kind.options]
        self.stops = list(self._buttons)
        self._arrange(segment_columns(kind.options))
        if self._width:
            self._fit()

    def focus(self) -> tk.Widget:
        codes = [o.code for o in self._kind.options]
        value = self._value.get()
        return self._buttons[codes.index(value) if value in codes else 0]

    def get(self) -> str:
        return self._kind.format(self._value.get() or None)

    def set(self, text: str) -> None:
        try:
            self._value.set(str(self._kind.parse(text)) if text.strip() else "")
        except Refused:
            self._value.set("")

    def mark(self, *, bad: bool) -> None:
        self._frame.configure(style="Bad.TFrame" if bad else "TFrame", padding=px(2) if bad else 0)

    def choose(self, digit: str) -> bool:
        """The option with this digit; False when there is none."""
        for o, button in zip(self._kind.options, self._buttons, strict=True):
            if digit and o.digit == digit:
                self._value.set(o.code)
                button.focus_set()
                self._changed()
                return True
        return False

    def _make_button(self, option: Option) -> ttk.Radiobutton:
        button = ttk.Radiobutton(
            self._frame, text=segment_text(option), value=option.code, variable=self._value,
            takefocus=False, style="Segment.primary.Outline.Toolbutton",
        )  # fmt: skip
        button.configure(command=partial(self._on_press, button))
        button.bind("<Key>", self._on_key)
        for key, by in (("<Left>", -1), ("<Up>", -1), ("<Right>", 1), ("<Down>", 1)):
            button.bind(key, lambda e, by=by: self._step(e, by))  # type: ignore[misc]
        return button

    def _on_press(self, button: ttk.Radiobutton) -> None:
        """Tk gives the keyboard to no button that Tab passes over; the next Tab goes on from it."""
        button.focus_set()
        self._changed()

    def _arrange(self, columns: int) -> None:
        self._columns = columns
        for n, button in enumerate(self._buttons):
            last = n % columns == columns - 1
            button.grid(row=n // columns, column=n % columns, sticky="nsew",
                        padx=(0, 0 if last else px(4)), pady=(0, px(3)))  # fmt: skip
        for column in range(len(self._buttons)):
            used = column < columns
            self._frame.columnconfigure(column, weight=int(used), uniform="segment" if used else "")

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        is_placed = event.width > px(40)
        if is_placed and event.width != self._width:  # the height follows from what is arranged
            self._width = event.width
            self._fit()

    def _fit(self) -> None:
        """Fewer columns where there is little room; a ttk button does not wrap by itself."""
        measure = tkfont.nametofont("TkDefaultFont", self._frame).measure
        texts = [segment_text(o) for o in self._kind.options]
        most = segment_columns(self._kind.options)
        columns = fit_columns([measure(t) + px(20) for t in texts], self._width, most)
        if columns != self._columns:
            self._arrange(columns)
        width = (self._width - px(4) * (columns - 1)) // columns - px(20)
        for text, button in zip(texts, self._buttons, strict=True):
            wrapped = wrap(text, width, measure)
            if wrapped != button.cget("text"):
                button.configure(text=wrapped)

    def _on_key(self, event: "tk.Event[tk.Misc]") -> str | None:
        if with_control(event.state):
            return None
        return "break" if self.choose(digit_of(event.char, event.keysym)) else None

    def _step(self, event: "tk.Event[tk.Misc]", by: int) -> str:
        at = next((n for n, b in enumerate(self._buttons) if b is event.widget), 0)
        self.choose(self._kind.options[(at + by) % len(self._buttons)].digit)
        return "break"


def digit_of(char: str, keysym: str) -> str:
    """The digit of a key, of the number pad as well; "" for other keys."""
    key = char or keysym.removeprefix("KP_")
    return key if len(key) == 1 and key.isdigit() else ""


def segment_text(option: Option) -> str:
    return f"{option.digit}. {option.label}" if option.digit else option.label


def fit_columns(widths: Sequence[int], room: int, most: int) -> int:
    """As many columns as fit; two of long texts may wrap, and the ten results always do."""
    if most == KEY_ROW:
        return most
    widest = max(widths, default=0)
    allowed = [n for n in range(most, 1, -1) if widest <= room // n]
    if allowed:
        return allowed[0]
    return 2 if most == 2 and sum(w <= room // 2 for w in widths) * 2 >= len(widths) else 1


def wrap(text: str, width: int, measure: Callable[[str], int]) -> str:
    """Lines no wider than `width`, broken at spaces; one word may be wider."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and measure(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def segment_columns(options: tuple[Option, ...]) -> int:
    """Short labels in one row, ten results in two rows, other long labels in two columns."""
    if len(options) == MOST_SEGMENTS:
        return KEY_ROW
    longest = max((len(o.label) for o in options), default=0)
    return min(len(options), 4) if longest <= 12 else 2


class ListInput(Input):
    """A closed choice without digits: a list to open; typing a letter jumps to it."""

    def __init__(self, parent: tk.Misc, field: Field, changed: Changed) -> None:
        assert isinstance(field.kind, Choice)
        self._changed = changed
        self._box = ttk.Combobox(parent, state="readonly", width=entry_width(field), height=12)
        self._box.bind("<<ComboboxSelected>>", lambda _: self._changed())
        self._box.bind("<Key>", self._on_key)
        self.widget = self._box
        self.stops = [self._box]
        self.offer(field.kind)

    def offer(self, kind: Choice) -> None:
        self._kind = kind
        self._box.configure(values=[o.label for o in kind.options])

    def get(self) -> str:
        return self._box.get()

    def set(self, text: str) -> None:
        try:
            self._box.set(self._kind.format(self._kind.parse(text)) if text.strip() else "")
        except Refused:
            self._box.set("")

    def _on_key(self, event: "tk.Event[tk.Misc]") -> str | None:
        if with_control(event.state):
            return None
        if event.keysym in ("Delete", "BackSpace"):
            self._box.set("")
        else:
            found = next_option([o.label for o in self._kind.options], self._box.get(), event.char)
            if found is None:
                return None
            self._box.set(found)
        self._changed()
        return "break"


def next_option(labels: list[str], current: str, typed: str) -> str | None:
    """The next label that starts with the typed letter, going round; diacritics do not matter."""
    key = fold(typed).strip()
    if not key:
        return None
    at = labels.index(current) + 1 if current in labels else 0
    return next((t for t in labels[at:] + labels[:at] if fold(t).startswith(key)), None)
