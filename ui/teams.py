"""Tổ công tác: the teams, who has which village, the plan per day, and what the teams did.

The pages are ui/teams_list.py, _assign, _plan and _results. Each is a panel of ui/tabs.py; one with
export() writes its file with F9.
"""

import tkinter as tk
from functools import partial
from typing import Protocol, runtime_checkable

import ttkbootstrap as ttk

from ui import theme
from ui.cards import Card
from ui.refresh import RefreshWhenSeen
from ui.session import Session
from ui.tabs import Page, Tabs
from ui.teams_assign import AssignPanel
from ui.teams_list import TeamListPanel
from ui.teams_plan import PlanPanel
from ui.teams_results import ResultsPanel

FIRST_PAGE = "list"


@runtime_checkable
class Exports(Protocol):
    def export(self) -> None: ...


class Teams(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, style="Page.TFrame")
        card = Card(self)
        card.pack(fill="both", expand=True)
        self._tabs = Tabs(card.body, (
            Page("list", "Danh sách tổ", partial(TeamListPanel, session=session)),
            Page("assign", "Phân công", partial(AssignPanel, session=session, screen=self)),
            Page("plan", "Kế hoạch ngày", partial(PlanPanel, session=session, screen=self)),
            Page("results", "Kết quả các tổ", partial(ResultsPanel, session=session)),
        ), memory=session.settings)  # fmt: skip
        self._tabs.pack(fill="both", expand=True)
        self._refresher = RefreshWhenSeen(
            self, self._refresh, lambda c: c.teams or c.visits or c.households or c.campaigns
        )
        self.on_changes = self._refresher.on_changes

    def show(self, part: str = FIRST_PAGE) -> None:
        """A page: "list", "assign", "plan" or "results"."""
        self._refresher.refresh_now()
        if self._tabs.open(part):
            self.after(theme.FOCUS_MS, self._tabs.focus_first)

    def focus_first(self) -> None:
        self._refresher.refresh_now()
        self._tabs.focus_first()

    def save(self) -> None:
        if self._tabs.current and isinstance(self._tabs.panel, Exports):
            self._tabs.panel.export()

    def _refresh(self) -> None:
        if self._tabs.current:
            self._tabs.refresh()
        else:
            self._tabs.open_last()
