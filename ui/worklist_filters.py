"""The strip above the worklist: village, team, result or reason, and the day of the appointment."""

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import replace

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.fields import Choice, Field, Option
from domain.villages import Village
from domain.worklist import DUE_DAYS, WorkFilter, WorkLine
from ui.choices import ListInput
from ui.theme import px
from ui.worklist_texts import filter_words, reason_options_of, team_options, village_options

FILTERS = (("village_id", "Thôn, bản", 18), ("team", "Tổ", 14), ("reason", "Kết quả, lý do", 28),
           ("due", "Ngày hẹn", 16))  # fmt: skip  # names of WorkFilter


class WorkFilters(ttk.Frame):
    """`chosen` holds what is set; `changed()` is called when a person sets something else."""

    def __init__(self, parent: tk.Misc, changed: Callable[[], object]) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._changed = changed
        self._offered: dict[str, tuple[Option, ...]] = {}
        self._inputs: dict[str, ListInput] = {}
        self._captions: list[ttk.Label] = []
        self.chosen = WorkFilter()
        for n, (name, label, width) in enumerate(FILTERS):
            caption = ttk.Label(self, text=label, style="PageCaption.TLabel")
            caption.grid(row=0, column=n, sticky="w", pady=(0, px(3)))
            self._captions.append(caption)
            self._inputs[name] = ListInput(
                self, Field(name, label, Choice(), width=width), self._on_list
            )
            gap = (0, px(10)) if n < len(FILTERS) - 1 else 0
            self._inputs[name].widget.grid(row=1, column=n, sticky="ew", padx=gap)
            self.columnconfigure(n, weight=width)

    def offer(
        self, villages: Sequence[Village], lines: Sequence[WorkLine], campaign: Campaign
    ) -> None:
        """What occurs in the list; what was chosen stays chosen while it does."""
        self._offered = {
            "village_id": village_options(villages),
            "team": team_options(lines),
            "reason": reason_options_of(lines, campaign),
            "due": DUE_DAYS,
        }
        for name, options in self._offered.items():
            self._inputs[name].offer(Choice(tuple(Option(o.label, o.label) for o in options)))
            if getattr(self.chosen, name) not in {o.code for o in options}:
                self.chosen = replace(self.chosen, **{name: ""})
        self.set(self.chosen)

    def set(self, chosen: WorkFilter) -> None:
        """Show these; calls nobody."""
        self.chosen = chosen
        for name, options in self._offered.items():
            labels = {o.code: o.label for o in options}
            self._inputs[name].set(labels.get(getattr(chosen, name), options[0].label))

    def choose(self, name: str, label: str) -> None:
        """As if a person had chosen it."""
        self._inputs[name].set(label)
        self._on_list()

    def words(self) -> str:
        return filter_words(self.chosen, self._offered)

    def show_captions(self, *, shown: bool) -> None:
        """Where there is little room, each list says itself what it is of."""
        for caption in self._captions:
            (caption.grid if shown else caption.grid_remove)()

    def focus_first(self) -> None:
        self._inputs[FILTERS[0][0]].focus().focus_set()

    def _on_list(self) -> None:
        self.chosen = WorkFilter(**{
            name: next((o.code for o in self._offered.get(name, ()) if o.label == entry.get()), "")
            for name, entry in self._inputs.items()
        })  # fmt: skip
        self._changed()
