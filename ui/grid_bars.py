"""What stands around the table of the entry grid: the sheet's own fields, bars and strips.

They hold widgets and say what was typed; ui/grid_page.py decides what it means.
"""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from tkinter import font as tkfont
from typing import Protocol

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.fields import Field, Text
from domain.grid_entry import check_head, tidy_cell
from domain.text import clean
from ui import theme
from ui.cards import Card
from ui.header import shorten
from ui.inputs import DayInput, EntryInput, Input, SuggestInput
from ui.keys import bind_moves
from ui.theme import px, zoom

NUMBER = Field("number", "Số tờ phiếu", Text(), width=13)


class Page(Protocol):
    """What the bars ask of the page."""

    def open_typed(self) -> None: ...

    def number_passed(self) -> None: ...

    def head_done(self, name: str, by: int) -> None: ...

    def head_left(self) -> object: ...

    def toggle_whole(self) -> object: ...

    def finish(self) -> object: ...


def _nothing() -> None:
    """A field of a bar is read when it is left, not at every key."""


class HeadBar(Card):
    """Number of the sheet; its day, slot and team; what it is and how far it is typed."""

    def __init__(self, parent: tk.Misc, fields: Sequence[Field], page: Page) -> None:
        super().__init__(parent)
        self.configure(padding=(px(18), px(8), px(18), px(10)))
        self._page = page
        self._compact: bool | None = None
        self._is_open = self._is_folded = False
        self._title = self._words = ""
        self.errors: dict[str, str] = {}  # what cannot be of day, slot and team
        self.body.columnconfigure(1, weight=1)
        self._fields = row = ttk.Frame(self.body)
        row.grid(row=0, column=0, sticky="w")
        self.number = EntryInput(row, NUMBER, _nothing)
        self.inputs: dict[str, Input] = {}
        self._place(row, NUMBER.label, self.number)
        bind_moves(self.number.stops[0], page.open_typed, partial(page.head_done, "number", -1),
                   tab=page.number_passed)  # fmt: skip
        self._own = ttk.Frame(row)
        for field in fields:
            made = DayInput if field.name == "visited_at" else SuggestInput
            self.inputs[field.name] = made(self._own, field, _nothing)
            self._place(self._own, field.label, self.inputs[field.name])
            stop = self.inputs[field.name].stops[0]
            forward = partial(self._enter, field.name, 1)
            bind_moves(stop, forward, partial(self._enter, field.name, -1))
            stop.bind("<FocusOut>", lambda _: page.head_left(), add=True)
        self._about = ttk.Frame(self.body)
        self._what = ttk.Label(self._about, style="Strong.TLabel", width=1)
        self._what.bind("<Configure>", lambda _: self._fit_words())
        self._progress = ttk.Label(self._about, style="Caption.TLabel")
        self._buttons = ttk.Frame(self._about)
        for text, style, command in (
            ("Xong tờ (F12)", "primary", page.finish),
            ("Cả tờ (F8)", "outline", page.toggle_whole),
        ):
            button = ttk.Button(self._buttons, text=text, bootstyle=style, takefocus=False,
                                command=command)  # fmt: skip
            button.configure(padding=(px(12), px(3)))
            button.pack(side="right", padx=(px(8), 0))
        self._about.columnconfigure(0, weight=1)
        self._what.grid(row=0, column=0, sticky="ew")
        self._progress.grid(row=0, column=1, sticky="e", padx=(px(12), 0))
        self.bind("<Configure>", self._on_resize)
        self._message = ttk.Label(self.body, style="Error.TLabel")

    @property
    def first_bad(self) -> str:
        return next(iter(self.errors), "")

    def show_sheet(self, code: str, what: str, head: Mapping[str, str]) -> None:
        self.number.set(code)
        self.show_what(what)
        self.fill(head)
        self._show_errors({})
        self._own.pack(side="left")
        self._is_open = True
        self._lay_out()
        self.say("")

    def show_nothing(self) -> None:
        self.number.set("")
        self._is_open = self._is_folded = False
        self._own.pack_forget()
        self._lay_out()
        self.say("")

    def settle(self, code: str) -> None:
        """The keyboard is in the table of this sheet: a number that opened nothing is forgotten."""
        if self.number.get() != code:
            self.number.set(code)
        if not self.first_bad:
            self.say("")

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        compact = theme.is_compact(self.winfo_toplevel().winfo_width(), zoom())
        if event.widget is self and compact != self._compact:
            self._compact = compact
            self._lay_out()

    def _lay_out(self) -> None:
        """What the sheet is stands beside its fields, in a narrow window below them."""
        folded = bool(self._is_open and self._compact and self._is_folded)
        (self._fields.grid_remove if folded else self._fields.grid)()
        parts = [i.get() for i in self.inputs.values()] if folded else []
        number = [self.number.get()] if folded else []
        self._words = " · ".join(t for t in (*number, *parts, self._title) if t)
        self._fit_words()
        if not self._is_open:
            self._about.grid_remove()
        elif self._compact:
            self._about.grid(row=1, column=0, columnspan=2, sticky="ew", padx=0,
                             pady=(0 if folded else px(6), 0))  # fmt: skip
            self._what.grid(columnspan=1)
            self._progress.grid(row=0, sticky="e", padx=(px(12), 0), pady=0)
            self._buttons.grid(row=0, column=2, sticky="e", pady=0, padx=(px(4), 0))
        else:
            self._about.grid(row=0, column=1, columnspan=1, sticky="sew", pady=0, padx=(px(16), 0))
            self._what.grid(columnspan=3)
            self._progress.grid(row=1, sticky="e", padx=(0, px(12)), pady=(px(3), 0))
            self._buttons.grid(row=1, column=2, sticky="e", pady=(px(3), 0), padx=0)

    def _fit_words(self) -> None:
        """What the sheet is, ending in "…" instead of in half a word."""
        words, room = self._words, self._what.winfo_width() - px(4)
        measure = tkfont.nametofont("Strong", self).measure
        fits = len(words)
        while fits > 1 and room > px(60) and measure(shorten(words, fits)) > room:
            fits -= 1
        self._what.configure(text=shorten(words, fits))

    def fill(self, head: Mapping[str, str]) -> None:
        for name, made in self.inputs.items():
            made.set(head.get(name, ""))

    def read(self, teams: Sequence[str], campaign: Campaign, today: date) -> dict[str, str]:
        """Day, slot and team in their usual form; `first_bad` is the field that cannot be."""
        for made in self.inputs.values():
            made.leave()
        raw = {n: clean(i.get()) for n, i in self.inputs.items()}
        texts = {n: tidy_cell(n, t, raw, teams, campaign) for n, t in raw.items()}
        self.fill(texts)
        self._show_errors(check_head(texts, campaign, today))
        return texts

    def _show_errors(self, errors: dict[str, str]) -> None:
        self.errors = errors
        for name, made in self.inputs.items():
            made.mark(bad=name in errors)
        self.say(next(iter(errors.values()), ""))

    def show_what(self, text: str) -> None:
        self._title = text
        self._lay_out()

    def fold(self, *, folded: bool) -> None:
        """In a narrow window one line, while the keyboard is in the table: it needs the room."""
        if folded != self._is_folded:
            self._is_folded = folded
            self._lay_out()

    def show_progress(self, text: str) -> None:
        self._progress.configure(text=text)

    def say(self, sentence: str) -> None:
        """A red line under the fields: why the number opens nothing, what is wrong with the day."""
        self._message.configure(text=sentence)
        if sentence:
            self._message.grid(row=2, column=0, columnspan=2, sticky="w", pady=(px(6), 0))
        else:
            self._message.grid_remove()

    def focus_number(self) -> None:
        self.fold(folded=False)
        entry = self.number.stops[0]
        entry.focus_set()
        if isinstance(entry, ttk.Entry):
            entry.select_range(0, "end")

    def focus_field(self, name: str) -> None:
        self.fold(folded=False)
        entry = self.inputs[name].stops[0]
        entry.focus_set()
        if isinstance(entry, ttk.Entry):
            entry.select_range(0, "end")

    def _enter(self, name: str, by: int) -> None:
        self.inputs[name].enter()
        self._page.head_done(name, by)

    def _place(self, parent: tk.Misc, label: str, made: Input) -> None:
        box = ttk.Frame(parent)
        ttk.Label(box, text=label, style="Caption.TLabel").pack(anchor="w", pady=(0, px(2)))
        made.widget.lift()
        made.widget.pack(in_=box, fill="x")
        box.pack(side="left", padx=(0, px(14)), anchor="n")
        made.widget.lift(box)


class Strip(ttk.Frame):
    """A sentence over the table, with a button that F11 presses too."""

    def __init__(self, parent: tk.Misc, kind: str = "Warning") -> None:
        super().__init__(parent, style=f"{kind}.TFrame", padding=(px(14), px(4)))
        self._label = ttk.Label(self, style=f"{kind}.TLabel", justify="left")
        self._button = ttk.Button(self, bootstyle="outline", takefocus=False)
        self._button.configure(padding=(px(10), px(1)))
        self._label.pack(side="left", fill="x", expand=True)
        self._action: Callable[[], object] | None = None
        self.bind("<Configure>", self._on_resize)

    def show(
        self, sentence: str, button: str = "", action: Callable[[], object] | None = None
    ) -> None:
        self._label.configure(text=sentence)
        self._action = action
        if button and action:
            self._button.configure(text=button, command=self.press)
            self._button.pack(side="right")
        else:
            self._button.pack_forget()
        self.grid()

    @property
    def has_action(self) -> bool:
        return self._action is not None

    def hide(self) -> bool:
        was_open = bool(self.grid_info())
        self._action = None
        self.grid_remove()
        return was_open

    def press(self) -> None:
        action = self._action
        if action:
            self.hide()
            action()

    def _on_resize(self, _: object) -> None:
        self._label.configure(wraplength=max(px(200), self.winfo_width() - px(260)))
