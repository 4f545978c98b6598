"""The bar "Cả tờ" of the entry grid (B8): one result, and the lines it does not hold for."""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.fields import Choice, Field
from domain.grid_entry import GridRow, find_option, tidy_cell
from domain.grid_whole import WholeSheet, announce_whole_sheet, plan_whole_sheet, read_lines
from domain.text import clean
from domain.visit_entry import disposition_label, find_disposition, keep_reason
from domain.visits import Disposition, disposition_options, reason_options
from ui.cards import Card
from ui.inputs import SuggestInput
from ui.keys import bind_moves
from ui.theme import px

PREVIEW_MS = 150
START = "Gõ số kết quả chung, Enter, rồi số các dòng khác đi. Chưa ghi gì cho đến khi bấm F9."


class WholeBar(Card):
    """ "Cả tờ": one result, and the lines it does not hold for."""

    def __init__(
        self, parent: tk.Misc, campaign: Campaign, write: Callable[[], None],
        changed: Callable[[], object],
    ) -> None:  # fmt: skip
        """`changed`: another result or other lines are typed; the owner calls preview()."""
        super().__init__(parent)
        results = Choice(disposition_options(campaign))
        self.configure(padding=(px(18), px(8), px(18), px(10)))
        self._campaign, self._changed = campaign, changed
        self._job: str | None = None
        self.inputs: dict[str, SuggestInput] = {}
        row = ttk.Frame(self.body)
        row.pack(fill="x")
        ttk.Label(row, text="Cả tờ", style="CardTitle.TLabel").pack(side="left", padx=(0, px(14)))
        for name, label, width, kind in (
            ("digit", "kết quả", 12, results), ("reason", "lý do", 13, Choice(free=True)),
            ("lines", "trừ các dòng", 12, Choice(free=True)),
        ):  # fmt: skip
            ttk.Label(row, text=label).pack(side="left", padx=(0, px(6)))
            made = SuggestInput(row, Field(name, label, kind, width=width), self._on_change)
            made.widget.pack(side="left", padx=(0, px(12)))
            self.inputs[name] = made
        for name, made in self.inputs.items():
            bind_moves(made.stops[0], partial(self._enter, name, 1), partial(self._enter, name, -1))
        button = ttk.Button(row, text="Ghi cả tờ (F9)", bootstyle="primary", takefocus=False,
                            command=write)  # fmt: skip
        button.configure(padding=(px(12), px(3)))
        button.pack(side="left")
        self._button = button
        bind_moves(button, write, self._back, tab=self._to_result)
        self._message = ttk.Label(self.body, style="Caption.TLabel")
        self._message.pack(anchor="w", pady=(px(6), 0))
        self.bind("<Destroy>", self._on_destroy)

    def open(self) -> None:
        for made in self.inputs.values():
            made.set("")
        self.announce(START)
        self._to_result()

    def plan(
        self, rows: Sequence[GridRow], head: Mapping[str, str], today: date
    ) -> tuple[WholeSheet, list[int]]:
        """What would be written and the exceptions; says by itself what cannot be."""
        plan, lines = self._read(rows, head, today)
        self.say(plan.problem)
        return plan, lines

    def preview(self, rows: Sequence[GridRow], head: Mapping[str, str], today: date) -> None:
        """Say what F9 would write; before there is a result, what to type."""
        _, disposition = self._result()
        if disposition is None:
            self.announce(START)
            return
        plan, lines = self._read(rows, head, today)
        label = disposition_label(disposition.code, self._campaign)
        self.announce(announce_whole_sheet(plan, label, lines), "Strong.TLabel")

    def _read(
        self, rows: Sequence[GridRow], head: Mapping[str, str], today: date
    ) -> tuple[WholeSheet, list[int]]:
        digit, disposition = self._result()
        raw = {n: clean(i.get()) for n, i in self.inputs.items()}
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
        return plan, lines

    def say(self, sentence: str) -> None:
        """In red: why nothing is written."""
        self._message.configure(text=sentence, style="Error.TLabel")

    def announce(self, sentence: str, style: str = "Caption.TLabel") -> None:
        self._forget_job()
        self._message.configure(text=sentence, style=style)

    def _on_change(self) -> None:
        self._forget_job()
        self._job = self.after(PREVIEW_MS, self._changed)

    def _forget_job(self) -> None:
        if self._job:
            self.after_cancel(self._job)
            self._job = None

    def _on_destroy(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self:
            self._forget_job()

    def _to_result(self) -> None:
        self.inputs["digit"].focus().focus_set()

    def _back(self) -> None:
        self.inputs["lines"].focus().focus_set()

    def _result(self) -> tuple[str, Disposition | None]:
        digit = tidy_cell("disposition", self.inputs["digit"].get(), {}, (), self._campaign)
        return digit, find_disposition({"disposition": digit}, self._campaign)

    def _enter(self, name: str, by: int) -> None:
        """On, or back; a result without reasons has none to stop at. After the lines comes the
        button, so that a second Enter on the way writes nothing."""
        self.inputs[name].enter()
        _, result = self._result()
        options = reason_options(self._campaign, result.code) if result else ()
        if name == "digit" and result:
            reason = self.inputs["reason"]
            reason.offer(Choice(options, free=True))
            reason.set(keep_reason(reason.get(), result, self._campaign))
        stops = [n for n in self.inputs if n != "reason" or options or name == n]
        at = stops.index(name) + by
        if at < len(stops):
            self.inputs[stops[max(0, at)]].focus().focus_set()
        else:
            self._changed()
            self._button.focus_set()
