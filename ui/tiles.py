"""The tiles of Tổng quan: a number with its rate, and what is needed a day.

What they say is ui/overview_texts.py. Each number is a button of its own: click, Enter or space.
"""

import tkinter as tk
from collections.abc import Callable
from functools import partial
from tkinter import font as tkfont

import ttkbootstrap as ttk

from domain.campaigns import App
from domain.deadlines import Urgency
from ui.cards import Bar
from ui.header import cut_to
from ui.overview_texts import Opens, PaceText, TileText
from ui.theme import px

Open = Callable[[str], object]  # with the segment of households behind a number
PAD, GAP = 12, 7  # logical pixels: beside the content, between its parts


def bind_press(widget: tk.Misc, press: Callable[[], object], *parts: tk.Misc) -> None:
    """Makes a button of a widget, and of its parts for the mouse."""

    def on_press(_: "tk.Event[tk.Misc]") -> str:
        press()
        return "break"

    for key in ("<Return>", "<KP_Enter>", "<space>"):
        widget.bind(key, on_press)
    for part in (widget, *parts):
        part.bind("<Button-1>", on_press)


def show_states(widget: ttk.Frame | ttk.Label) -> None:
    """Focus and pointer, as a button has them."""
    for event, state in (
        ("<FocusIn>", "focus"), ("<FocusOut>", "!focus"), ("<Enter>", "hover"),
        ("<Leave>", "!hover"),
    ):  # fmt: skip
        widget.bind(event, lambda _, state=state: widget.state([state]), add=True)  # type: ignore[misc]


class Link(ttk.Label):
    """A text that opens something. One that opens nothing is plain text: `otherwise` is done."""

    def __init__(
        self, parent: tk.Misc, open_: Open, style: str = "Link.TLabel",
        otherwise: Callable[[], object] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent, style=style)
        self._style, self._open, self._segment = style, open_, ""
        self._otherwise = otherwise
        show_states(self)
        bind_press(self, self._press)

    def show(self, opens: Opens) -> None:
        self._segment = opens.segment
        plain = self._style.replace("Link", "Caption")
        self.configure(text=opens.text, style=self._style if opens.segment else plain,
                       takefocus=bool(opens.segment),
                       cursor="hand2" if opens.segment else "")  # fmt: skip

    def _press(self) -> None:
        if self._segment:
            self._open(self._segment)
        elif self._otherwise:
            self._otherwise()


class _Tile(ttk.Frame):
    """What both kinds share: a box that is pressed as a whole."""

    def __init__(self, parent: tk.Misc, open_: Open) -> None:
        super().__init__(parent, style="Tile.TFrame", padding=(px(PAD), px(8)), takefocus=True)
        self._open, self._segment = open_, ""
        self.columnconfigure(0, weight=1)
        show_states(self)

    def press(self) -> None:
        if self._segment:
            self._open(self._segment)

    def _can_be_pressed(self, segment: str) -> None:
        self._segment = segment
        self.configure(takefocus=bool(segment), cursor="hand2" if segment else "")


class NumberTile(_Tile):
    """Title, number, "trên 1.186 hộ", a bar with the target, what is left."""

    def __init__(
        self, parent: tk.Misc, open_: Open, choose_app: Callable[[str], object] | None = None
    ) -> None:
        super().__init__(parent, open_)
        self._choose_app = choose_app
        self._apps: tuple[App, ...] = ()
        self._full_title = ""
        head = ttk.Frame(self)
        self._title = Link(head, lambda _: self._offer_apps(), otherwise=self.press)
        self._change = ttk.Label(head, style="Caption.TLabel")
        self._line = ttk.Frame(self)
        self._value = ttk.Label(self._line, style="Figure.TLabel")
        self._whole = Link(self, open_)
        meter = ttk.Frame(self)
        self._bar = Bar(meter, thick=6)
        self._tick = ttk.Frame(meter, style="Tick.TFrame", width=px(2), height=px(14))
        self._rate = ttk.Label(meter, style="Strong.TLabel")
        self._rest = Link(self, open_)
        self._target = ttk.Label(self, style="Caption.TLabel")
        head.grid(row=0, column=0, columnspan=2, sticky="ew")
        head.columnconfigure(0, weight=1)
        self._title.grid(row=0, column=0, sticky="w")
        self._change.grid(row=0, column=1, sticky="e")
        self._line.grid(row=1, column=0, columnspan=2, sticky="ew")
        self._value.grid(row=0, column=0)
        meter.grid(row=3, column=0, columnspan=2, sticky="ew")
        meter.columnconfigure(0, weight=1)
        self._bar.grid(row=0, column=0, sticky="ew", padx=(0, px(10)))
        self._rate.grid(row=0, column=1)
        self._rest.grid(row=4, column=0, sticky="w")
        self._target.grid(row=4, column=1, sticky="e")
        self._narrow: bool | None = None
        self.arrange(narrow=False)
        self.bind("<Configure>", lambda _: self._fit())
        bind_press(self, self.press, head, self._line, self._value, meter, self._bar, self._rate,
                   self._change, self._target)  # fmt: skip

    def show(self, text: TileText, apps: tuple[App, ...] = ()) -> None:
        """`apps`: those to choose from; the title then opens them."""
        self._apps = apps
        self._title.show(Opens(f"{text.title} ▾", "apps") if apps else Opens(text.title))
        self._full_title = str(self._title.cget("text"))
        self._change.configure(text=text.change)
        self._value.configure(text=text.value.text)
        self._whole.show(text.whole)
        self._rest.show(text.rest)
        self._rate.configure(text=text.rate)
        self._target.configure(text=text.target_words)
        self._bar.set_share(float(text.share or 0))
        if text.target is None:
            self._tick.place_forget()
        else:
            share = min(1.0, float(text.target))
            self._tick.place(in_=self._bar, relx=share, rely=0.5, anchor="center")
            self._tick.lift()
        self._fit()
        self._can_be_pressed(text.value.segment)

    def _offer_apps(self) -> None:
        menu = ttk.Menu(self, tearoff=False)
        for app in self._apps:
            menu.add_command(label=app.name, command=partial(self._choose, app.code))
        menu.tk_popup(self._title.winfo_rootx(),
                      self._title.winfo_rooty() + self._title.winfo_height())  # fmt: skip

    def _choose(self, code: str) -> None:
        if self._choose_app:
            self._choose_app(code)

    def wide_width(self) -> int:
        """What the number and "trên …" need beside each other."""
        words = tkfont.nametofont("Caption", self).measure(str(self._whole.cget("text")))
        parts = self._value.winfo_reqwidth() + words
        return parts + px(GAP + 2 * PAD)

    def arrange(self, *, narrow: bool) -> None:
        """Beside the number or under it."""
        if narrow != self._narrow:
            self._narrow = narrow
            if narrow:
                self._whole.grid(in_=self, row=2, column=0, columnspan=2, sticky="w", padx=0,
                                 pady=0)  # fmt: skip
            else:
                self._whole.grid(in_=self._line, row=0, column=1, sticky="sw",
                                 padx=(px(GAP), 0), pady=(0, px(4)))  # fmt: skip
            self._whole.lift()
            self._rest.lift()  # Tab goes from below up: the base first, then what is left

    def _fit(self) -> None:
        """The words at the right only where there is room; the mark in the bar stays. A name too
        long for the tile ends in "…" instead of in half a letter."""
        measure = tkfont.nametofont("Caption", self).measure
        mark = " ▾" if self._apps else ""
        room = self.winfo_width() - px(2 * PAD + 4) - measure(mark)
        text = self._full_title.removesuffix(mark)
        self._whole.configure(wraplength=self.winfo_width() - px(2 * PAD) if self._narrow else 0)
        self._title.configure(text=cut_to(text, room, measure) + mark if room > px(60) else
                              self._full_title)  # fmt: skip
        for left, right in ((self._title, self._change), (self._rest, self._target)):
            words = left.winfo_reqwidth() + right.winfo_reqwidth()
            fits = words + px(GAP + 2 * PAD) <= self.winfo_width()
            (right.grid if fits else right.grid_remove)()


class PaceTile(_Tile):
    """What is needed a day, or what must be set before that can be said."""

    def __init__(
        self, parent: tk.Misc, open_: Open, set_up: Callable[[], object],
        show_deadlines: Callable[[], object],
    ) -> None:  # fmt: skip
        super().__init__(parent, open_)
        self._title = ttk.Label(self, style="Caption.TLabel")
        line = ttk.Frame(self)
        self._value = ttk.Label(line, style="Figure.TLabel")
        self._unit = ttk.Label(line, style="Strong.TLabel")
        self._note = ttk.Label(self, style="Caption.TLabel", justify="left")
        self._link = Link(self, lambda _: set_up())
        self._title.grid(row=0, column=0, sticky="w")
        line.grid(row=1, column=0, sticky="w")
        self._value.pack(side="left")
        self._unit.pack(side="left", padx=(px(8), 0), pady=(px(8), 0))
        self._note.grid(row=2, column=0, sticky="w")
        self._due = Link(self, lambda _: show_deadlines())
        self._link.grid(row=3, column=0, sticky="w")
        self._due.grid(row=4, column=0, sticky="w")
        self._words = ""
        self.bind("<Configure>", lambda e: self._fit(e.width - px(30)))
        bind_press(self, self.press, self._title, line, self._value, self._unit, self._note)

    def show(self, text: PaceText) -> None:
        style = "Error.TLabel" if text.alarm else "Caption.TLabel"
        self._title.configure(text=text.title, style=style)
        self._value.configure(text=text.value)
        self._unit.configure(text=text.unit)
        self._note.configure(text=text.note)
        self._link.show(Opens(text.link, "set" if text.link else ""))
        (self._link.grid if text.link else self._link.grid_remove)()
        self._can_be_pressed(text.segment)

    def warn(self, words: str, urgency: Urgency) -> None:
        """The next deadline: red from three working days on, on a red ground on the last."""
        self._words = words
        self._due.show(Opens(words, "deadlines" if words else ""))
        self._fit(self.winfo_width() - px(30))
        if urgency > Urgency.CALM:
            self._due.configure(
                style="AlarmLink.TLabel" if urgency is Urgency.ALARM else "WarnLink.TLabel"
            )

    def _fit(self, width: int) -> None:
        """The note in lines; of the deadline only day and rest where the tile is narrow."""
        for label in (self._note, self._due):
            label.configure(wraplength=width)
        short = self._words.removeprefix("Hạn ")
        measure = tkfont.nametofont("Caption", self).measure
        if short != self._words and width > px(40):
            self._due.configure(text=self._words if measure(self._words) <= width else short)
