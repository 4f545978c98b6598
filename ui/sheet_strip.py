"""The strip above the ledger: find a sheet, choose a village, choose where the sheets are."""

import tkinter as tk
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import ttkbootstrap as ttk

from domain.fields import Choice, Field, Option
from domain.villages import Village
from ui.choices import ListInput
from ui.keys import bind_moves
from ui.sheet_texts import ALL_VILLAGES, PARTS, LedgerFilter
from ui.theme import px


class SheetStrip(ttk.Frame):
    """`typed()` at every key in the search field, `chosen()` when a filter is set, `go()` by
    Enter: to the list."""

    def __init__(
        self, parent: tk.Misc, typed: Callable[[], object], chosen: Callable[[], None],
        go: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__(parent, style="Page.TFrame")
        self._villages: Sequence[Village] = ()
        self._part_words: Mapping[str, str] = {}
        self._chosen = chosen
        self._text = tk.StringVar(self)
        self._text.trace_add("write", lambda *_: typed())
        self._part = tk.StringVar(self)
        self.search = ttk.Entry(self, textvariable=self._text, width=20)
        bind_moves(self.search, go, lambda: None)
        self.search.bind("<Down>", lambda _: self.after(20, go))
        self._village = ListInput(self, Field("village", "Thôn, bản", Choice(), width=18), chosen)
        self._parts = ttk.Frame(self, style="Page.TFrame")
        self._buttons = {
            p.code: ttk.Radiobutton(
                self._parts, text=p.label, value=p.code, variable=self._part,
                command=chosen, style="Segment.primary.Outline.Toolbutton",
            ) for p in PARTS
        }  # fmt: skip
        codes = [p.code for p in PARTS]
        for n, (code, button) in enumerate(self._buttons.items()):
            button.pack(side="left", padx=(0, px(4)))
            for key, step in (("<Left>", -1), ("<Right>", 1)):
                to = codes[(n + step) % len(codes)]
                button.bind(key, partial(self._step, to, chosen))
            button.configure(takefocus=code == "")
        self.columnconfigure(1, weight=1)
        self._part_list = ListInput(self, Field("part", "Đang ở đâu", Choice(), width=24),
                                    self._on_part_list)  # fmt: skip
        self._captions = {
            "search": "Tìm tờ (Ctrl+F): gõ hoặc quét số tờ, nơi, người giữ",
            "village": "Thôn, bản", "part": "Đang ở đâu",
        }  # fmt: skip
        self._labels = {
            name: ttk.Label(self, text=text, style="PageCaption.TLabel")
            for name, text in self._captions.items()
        }
        self.arrange(narrow=False)

    def arrange(self, *, narrow: bool, low: bool = False) -> None:
        """In a narrow window the four parts are a list; in a low one the captions give way."""
        shown: tk.Widget = self._part_list.widget
        hidden: tk.Widget = self._parts
        if not narrow:
            shown, hidden = hidden, shown
        hidden.grid_remove()
        widgets = {"search": self.search, "village": self._village.widget, "part": shown}
        for n, (name, widget) in enumerate(widgets.items(), 1):
            label = self._labels[name]
            label.configure(text=self._captions[name])
            label.grid(row=0, column=n, sticky="w", padx=0, pady=(0, px(3)))
            if low:
                label.grid_remove()
            widget.grid(row=1, column=n, sticky="ew", padx=(0, px(10)))
        if low:  # the lists say themselves what they are
            self._labels["search"].configure(text="Tìm tờ")
            self._labels["search"].grid(row=1, column=0, padx=(0, px(8)), pady=0)

    def filter(self) -> LedgerFilter:
        villages = {v.label: v.id for v in self._villages}
        text = unicodedata.normalize("NFC", self._text.get()).strip()
        return LedgerFilter(self._part.get(), villages.get(self._village.get(), ""), text)

    def set(self, wanted: LedgerFilter) -> None:
        """Show this filter; of the parts nobody is told."""
        labels = {v.id: v.label for v in self._villages}
        self._village.set(labels.get(wanted.village, ALL_VILLAGES))
        self._part.set(wanted.part)
        self._part_list.set(self._part_words.get(wanted.part, ""))
        if self._text.get() != wanted.text:
            self._text.set(wanted.text)

    def offer(self, villages: Sequence[Village], parts: Mapping[str, str]) -> None:
        """The villages there are now, and the parts with their counts."""
        kept = self.filter()
        self._villages = villages
        names = (ALL_VILLAGES, *(v.label for v in villages))
        self._village.offer(Choice(tuple(Option(n, n) for n in names)))
        self._part_words = dict(parts)
        self._part_list.offer(Choice(tuple(Option(c, words) for c, words in parts.items())))
        for code, words in parts.items():
            self._buttons[code].configure(text=words)
        self.set(kept)

    def _on_part_list(self) -> None:
        by_words = {words: code for code, words in self._part_words.items()}
        self._part.set(by_words.get(self._part_list.get(), ""))
        self._chosen()

    def _step(self, to: str, chosen: Callable[[], None], _: "tk.Event[tk.Misc]") -> str:
        self._part.set(to)
        self._buttons[to].focus_set()
        chosen()
        return "break"
