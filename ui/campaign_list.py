"""The campaigns at the left of "Đợt vận động"; in a narrow window one box to choose from."""

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.days import format_day
from domain.deadlines import due_at
from domain.fields import Choice, Field, Option
from ui.choices import ListInput
from ui.scrolled import Scrolled
from ui.theme import icon_size, px

WIDTH = 280  # of the card


@dataclass(frozen=True)
class CampaignLine:
    id: str
    name: str
    about: str
    is_current: bool
    is_closed: bool


def campaign_line(campaign: Campaign, current_id: str) -> CampaignLine:
    is_current = campaign.id == current_id
    parts = [f"Từ {format_day(campaign.starts_on)}"]
    if due := due_at(campaign.deadline_on, campaign.deadline_words):
        parts.append(f"Nộp chậm nhất {due[:10]}")
    state = "Đã đóng" if campaign.closed else "Đang làm việc" if is_current else ""
    about = "\n".join((*parts, state)) if state else "\n".join(parts)
    return CampaignLine(campaign.id, campaign.name, about, is_current, campaign.closed)


def box_labels(lines: Sequence[CampaignLine]) -> dict[str, str]:
    """Texts of the box by id; equal names get a number."""
    labels: dict[str, str] = {}
    for line in lines:
        mark = " (đã đóng)" if line.is_closed else " (đang làm việc)" if line.is_current else ""
        label = line.name + mark
        same = sum(1 for known in labels.values() if known.startswith(label))
        labels[line.id] = f"{label} – {same + 1}" if same else label
    return labels


class CampaignList(ttk.Frame):
    """`chosen(id)` by mouse, Enter or space; Up and Down go along the rows."""

    def __init__(self, parent: tk.Misc, chosen: Callable[[str], object]) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self._holder = Scrolled(self)
        self._holder.pack(fill="both", expand=True)
        self._rows: list[tk.Widget] = []

    def show(self, lines: Sequence[CampaignLine], shown_id: str) -> None:
        had_focus = any(row is self.focus_get() for row in self._rows)
        for row in self._rows:
            row.destroy()
        self._rows = [self._add(line, line.id == shown_id) for line in lines]
        if had_focus:
            self.focus_row(next((n for n, x in enumerate(lines) if x.id == shown_id), 0))

    def focus_row(self, n: int) -> None:
        if self._rows:
            self._rows[max(0, min(n, len(self._rows) - 1))].focus_set()

    def _add(self, line: CampaignLine, is_shown: bool) -> tk.Widget:
        row = ttk.Frame(self._holder.body, style="Tile.TFrame", padding=1, takefocus=is_shown)
        row.pack(fill="x", pady=(0, px(8)))
        mark = ttk.Frame(row, width=px(4), style="Mark.TFrame" if is_shown else "TFrame")
        mark.pack(side="left", fill="y")
        text = ttk.Frame(row, padding=(px(10), px(8)))
        text.pack(side="left", fill="both", expand=True)
        icon = "flag-fill" if line.is_current else "lock" if line.is_closed else "flag"
        style = "Accent.TLabel" if line.is_current else "Caption.TLabel"
        image = ttk.Label(text, icon=icon, icon_size=icon_size(16), style=style)
        name = ttk.Label(text, text=line.name, justify="left", wraplength=px(WIDTH - 100),
                         style="Strong.TLabel" if is_shown else "TLabel")  # fmt: skip
        about = ttk.Label(text, text=line.about, justify="left", style="Caption.TLabel")
        image.grid(row=0, column=0, sticky="n", padx=(0, px(8)), pady=(px(2), 0))
        name.grid(row=0, column=1, sticky="w")
        about.grid(row=1, column=1, sticky="w", pady=(px(2), 0))
        self._bind(row, (row, mark, text, image, name, about), line.id)
        return row

    def _bind(self, row: tk.Widget, parts: Sequence[tk.Widget], id_: str) -> None:
        def press(_: "tk.Event[tk.Misc]") -> str:
            self._chosen(id_)
            return "break"

        for key in ("<Return>", "<KP_Enter>", "<space>"):
            row.bind(key, press)
        for key, step in (("<Up>", -1), ("<Down>", 1)):
            row.bind(key, partial(self._on_arrow, row, step))
        row.bind("<FocusIn>", lambda _: row.state(["focus"]))  # type: ignore[attr-defined]
        row.bind("<FocusOut>", lambda _: row.state(["!focus"]))  # type: ignore[attr-defined]
        for part in parts:
            part.bind("<Button-1>", press)

    def _on_arrow(self, row: tk.Widget, step: int, _: "tk.Event[tk.Misc]") -> str:
        self.focus_row(self._rows.index(row) + step)
        return "break"


class CampaignBox(ttk.Frame):
    """The same choice in one line."""

    def __init__(self, parent: tk.Misc, chosen: Callable[[str], object]) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._chosen = chosen
        self._labels: dict[str, str] = {}
        self._input = ListInput(self, Field("campaign", "Đợt", Choice(), width=40), self._on_box)
        ttk.Label(self, text="Đợt", style="Page.TLabel").pack(side="left", padx=(0, px(8)))
        self._input.widget.pack(side="left", fill="x", expand=True)

    def show(self, lines: Sequence[CampaignLine], shown_id: str) -> None:
        self._labels = box_labels(lines)
        self._input.offer(Choice(tuple(Option(t, t) for t in self._labels.values())))
        self._input.set(self._labels.get(shown_id, ""))

    def _on_box(self) -> None:
        found = [id_ for id_, text in self._labels.items() if text == self._input.get()]
        if found:
            self._chosen(found[0])
