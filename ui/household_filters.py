"""The strip above the household list: search field, village, status, and the filters as chips."""

import tkinter as tk
import unicodedata
from collections.abc import Callable, Sequence
from functools import partial

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.fields import Choice, Field, Option
from domain.villages import Village
from ui.choices import ListInput
from ui.household_texts import ALL, ALL_VILLAGES, Filters, chips, segment_options
from ui.keys import bind_moves
from ui.theme import px


class FilterStrip(ttk.Frame):
    """`typed()` at every key in the search field, `chosen()` when another filter is set."""

    def __init__(
        self,
        parent: tk.Misc,
        typed: Callable[[], object],
        chosen: Callable[[], object],
        go_to_list: Callable[[], None],
    ) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._chosen = chosen
        self._villages: Sequence[Village] = ()
        self._campaign: Campaign | None = None
        self._reason = ""
        self._text = tk.StringVar(self)
        self._text.trace_add("write", lambda *_: typed())
        self.search = ttk.Entry(self, textvariable=self._text, width=24)
        self._village = self._make_list("village", "Thôn, bản", 18)
        self._segment = self._make_list("segment", "Tình trạng, kết quả", 24)
        self._place(0, "Tìm hộ (Ctrl+F): tên, mã, số điện thoại, địa chỉ", self.search)
        self._place(1, "Thôn, bản", self._village.widget)
        self._place(2, "Tình trạng, kết quả", self._segment.widget)
        self.columnconfigure(0, weight=1)
        self.buttons = ttk.Frame(self, style="Page.TFrame")
        self.buttons.grid(row=1, column=3, sticky="nse")
        self._chips = ttk.Frame(self, style="Page.TFrame")
        bind_moves(self.search, go_to_list, lambda: self._back(self.search))
        self.search.bind("<Down>", lambda _: self.after(20, go_to_list))

    def filters(self) -> Filters:
        village = next((v.id for v in self._villages if v.label == self._village.get()), "")
        segments = {o.label: o.code for o in segment_options(self._campaign)}
        text = unicodedata.normalize("NFC", self._text.get()).strip()
        return Filters(text, village, segments.get(self._segment.get(), ""), self._reason)

    def set(self, filters: Filters) -> None:
        """Show these filters; calls nobody."""
        labels = {v.id: v.label for v in self._villages}
        segments = {o.code: o.label for o in segment_options(self._campaign)}
        self._village.set(labels.get(filters.village, ALL_VILLAGES))
        self._segment.set(segments.get(filters.segment, ALL))
        self._reason = filters.reason
        if self._text.get() != filters.text:
            self._text.set(filters.text)
        self._show_chips()

    def offer(self, villages: Sequence[Village], campaign: Campaign | None) -> None:
        """The villages and results there are now; what was chosen stays chosen."""
        kept = self.filters()
        self._villages, self._campaign = villages, campaign
        names = (ALL_VILLAGES, *(v.label for v in villages))
        self._village.offer(Choice(tuple(Option(n, n) for n in names)))
        self._segment.offer(Choice(segment_options(campaign)))
        self.set(kept)

    def _make_list(self, name: str, label: str, width: int) -> ListInput:
        return ListInput(self, Field(name, label, Choice(), width=width), self._on_list)

    def _place(self, column: int, caption: str, widget: tk.Widget) -> None:
        gap = (0, px(10))
        label = ttk.Label(self, text=caption, style="PageCaption.TLabel")
        label.grid(row=0, column=column, sticky="w", padx=gap, pady=(0, px(3)))
        widget.grid(row=1, column=column, sticky="ew", padx=gap)

    def _back(self, widget: tk.Widget) -> None:
        target = widget.tk_focusPrev()
        if target:
            target.focus_set()

    def _on_list(self) -> None:
        self._show_chips()
        self._chosen()

    def _show_chips(self) -> None:
        for child in self._chips.winfo_children():
            child.destroy()
        shown = chips(self.filters(), self._villages, self._campaign)
        for name, text in shown:
            self._chip(f"{text}  ✕", partial(self._drop, name))
        if len(shown) > 1:
            self._chip("Bỏ hết lọc", partial(self._drop, ""))
        if shown:
            self._chips.grid(row=2, column=0, columnspan=4, sticky="w", pady=(px(8), 0))
        else:
            self._chips.grid_remove()

    def _chip(self, text: str, command: Callable[[], object]) -> None:
        chip = ttk.Button(self._chips, text=text, bootstyle="primary outline", command=command)
        chip.configure(padding=(px(10), px(3)))
        chip.pack(side="left", padx=(0, px(8)))

    def _drop(self, name: str) -> None:
        filters = self.filters()
        self.set(filters.without(name) if name else Filters(text=filters.text))
        self.search.focus_set()
        self._chosen()
