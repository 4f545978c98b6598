"""The bar "Cả tờ" of the entry grid (B8): one result, and the lines it does not hold for."""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.fields import Choice, Field
from domain.grid_entry import GridRow, find_option, tidy_cell
from domain.grid_whole import WholeSheet, plan_whole_sheet, read_lines
from domain.text import clean
from domain.visit_entry import find_disposition
from domain.visits import disposition_options, reason_options
from ui.cards import Card
from ui.inputs import SuggestInput
from ui.keys import bind_moves
from ui.theme import px


def _nothing() -> None:
    """The fields are read when the bar is written, not at every key."""


class WholeBar(Card):
    """ "Cả tờ": one result, and the lines it does not hold for."""

    def __init__(self, parent: tk.Misc, campaign: Campaign, write: Callable[[], object]) -> None:
        super().__init__(parent)
        results = Choice(disposition_options(campaign))
        self.configure(padding=(px(18), px(8), px(18), px(10)))
        self._campaign, self._write = campaign, write
        self.inputs: dict[str, SuggestInput] = {}
        row = ttk.Frame(self.body)
        row.pack(fill="x")
        ttk.Label(row, text="Cả tờ", style="CardTitle.TLabel").pack(side="left", padx=(0, px(14)))
        for name, label, width, kind in (
            ("digit", "kết quả", 12, results), ("reason", "lý do", 13, Choice(free=True)),
            ("lines", "trừ các dòng", 12, Choice(free=True)),
        ):  # fmt: skip
            ttk.Label(row, text=label).pack(side="left", padx=(0, px(6)))
            made = SuggestInput(row, Field(name, label, kind, width=width), _nothing)
            made.widget.pack(side="left", padx=(0, px(12)))
            self.inputs[name] = made
        names = list(self.inputs)
        for n, name in enumerate(names):
            forward = partial(self._enter, names[n], names[n + 1] if n + 1 < len(names) else "")
            back = partial(self._enter, names[n], names[max(0, n - 1)])
            bind_moves(self.inputs[name].stops[0], forward, back)
        button = ttk.Button(row, text="Ghi cả tờ (F9)", bootstyle="primary", takefocus=False,
                            command=write)  # fmt: skip
        button.configure(padding=(px(12), px(3)))
        button.pack(side="left")
        self._message = ttk.Label(self.body, style="Error.TLabel")

    def open(self) -> None:
        self.say("")
        for made in self.inputs.values():
            made.set("")
        self.inputs["digit"].focus().focus_set()

    def plan(
        self, rows: Sequence[GridRow], head: Mapping[str, str], today: date
    ) -> tuple[WholeSheet, list[int]]:
        """What would be written and the exceptions; says by itself what cannot be."""
        raw = {n: clean(i.get()) for n, i in self.inputs.items()}
        digit = tidy_cell("disposition", raw["digit"], {}, (), self._campaign)
        disposition = find_disposition({"disposition": digit}, self._campaign)
        lines, problem = read_lines(raw["lines"], len(rows))
        if disposition is None:
            plan = WholeSheet(problem="Chưa chọn kết quả chung của tờ: gõ một số từ 0 đến 9.")
        elif problem:
            plan = WholeSheet(problem=problem)
        else:
            options = reason_options(self._campaign, disposition.code)
            self.inputs["reason"].offer(Choice(options, free=True))
            reason = find_option(raw["reason"], options)
            plan = plan_whole_sheet(rows, head, digit, reason, lines, self._campaign, today)
        self.say(plan.problem)
        return plan, lines

    def say(self, sentence: str) -> None:
        self._message.configure(text=sentence)
        if sentence:
            self._message.pack(anchor="w", pady=(px(6), 0))
        else:
            self._message.pack_forget()

    def _enter(self, name: str, following: str) -> None:
        self.inputs[name].enter()
        if following:
            self.inputs[following].focus().focus_set()
        else:
            self._write()
