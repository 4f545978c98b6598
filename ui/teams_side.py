"""The teams at the right of "Phân công": a button for each, what it has, a bar beside the others'.

What a press does is ui/teams_assign.py.
"""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import ttkbootstrap as ttk

from domain.areas import Load
from domain.teams import Team
from ui.cards import Bar
from ui.header import shorten
from ui.scrolled import Scrolled
from ui.teams_texts import load_words
from ui.theme import px

SIDE = 350
LOW_SIDE = 290
LETTERS = 21  # of a team's name on its button


WHAT, SHORT_WHAT = "Thôn, bản – hộ phải đến", "Hộ phải đến"


class TeamSide(ttk.Frame):
    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, width=px(SIDE))
        self.pack_propagate(False)
        self._rows: dict[str, _TeamRow] = {}
        heads = ttk.Frame(self)
        heads.pack(fill="x", pady=(0, px(4)))
        ttk.Label(heads, text="Bấm tên, hoặc gõ số", style="Caption.TLabel").pack(side="left")
        self._what = ttk.Label(heads, text=WHAT, style="Caption.TLabel")
        self._what.pack(side="right", padx=(0, px(6)))
        self._list = Scrolled(self)
        self._list.pack(fill="both", expand=True)

    def show_teams(
        self, teams: Sequence[Team], numbers: Mapping[str, int],
        press: Callable[[Team], object], *, why: str,
    ) -> None:  # fmt: skip
        """`why` they may not be pressed; "" where they may."""
        for row in self._rows.values():
            row.destroy()
        self._rows = {}
        for team in teams:
            text = f"{numbers[team.id]}.  {team.name}"
            row = _TeamRow(self._list.body, text, partial(press, team), why)
            row.pack(fill="x", pady=(0, px(4)), padx=(0, px(4)))
            self._rows[team.id] = row

    def show_loads(self, loads: Mapping[str, Load]) -> None:
        """By the team's id; the longest bar is the team with most left to do."""
        most = max((load.open for load in loads.values()), default=0)
        for id_, row in self._rows.items():
            row.show(loads[id_], most)

    def set_low(self, *, low: bool) -> None:
        self.configure(width=px(LOW_SIDE if low else SIDE))
        self._what.configure(text=SHORT_WHAT if low else WHAT)


class _TeamRow(ttk.Frame):
    """A team to press, what it has, and a bar beside those of the others."""

    def __init__(
        self, parent: tk.Misc, text: str, press: Callable[[], object], why: str
    ) -> None:
        super().__init__(parent)
        self.columnconfigure(0, weight=3, uniform="part")
        self.columnconfigure(1, weight=2, uniform="part")
        button = ttk.Button(self, text=shorten(text, LETTERS), bootstyle="primary outline",
                            command=press, takefocus=False)  # fmt: skip
        button.configure(padding=(px(8), px(2)))
        if why:
            button.state(["disabled"])
            ttk.ToolTip(button, text=why, delay=400)
        button.grid(row=0, column=0, rowspan=2, sticky="ew")
        self._about = ttk.Label(self, style="Caption.TLabel", anchor="e")
        self._about.grid(row=0, column=1, sticky="ew", padx=(px(8), 0))
        self._bar = Bar(self, 4)
        self._bar.grid(row=1, column=1, sticky="ew", padx=(px(8), 0))

    def show(self, load: Load, most: int) -> None:
        self._about.configure(text=load_words(load))
        self._bar.set_share(load.open / most if most else 0.0)
