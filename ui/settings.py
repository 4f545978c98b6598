"""Thiết lập: this PC, the office, its villages, and what the program is.

Each page is a file ui/settings_*.py; to add one: its panel and a line in _pages.
"""

import tkinter as tk
from functools import partial
from pathlib import Path

import ttkbootstrap as ttk

from ui import theme
from ui.cards import Card
from ui.refresh import RefreshWhenSeen
from ui.requests import RequestsPanel
from ui.screens import Escapes, Searches
from ui.session import Session
from ui.settings_about import AboutPanel
from ui.settings_audit import AuditPanel
from ui.settings_backup import BackupPanel
from ui.settings_office import OfficePanel
from ui.settings_pc import PcPanel
from ui.settings_users import UsersPanel
from ui.settings_villages import VillageSettings
from ui.tabs import Edits, Page, Tabs


def _pages(session: Session) -> tuple[Page, ...]:
    return (
        Page("pc", "Máy này", partial(PcPanel, session=session)),
        Page("office", "Đơn vị", partial(OfficePanel, session=session)),
        Page("villages", "Thôn, bản", partial(VillageSettings, session=session)),
        Page("backup", "Sao lưu", partial(BackupPanel, session=session)),
        Page("users", "Người dùng", partial(UsersPanel, session=session)),
        Page("requests", "Quyền của người dân", partial(RequestsPanel, session=session)),
        Page("audit", "Nhật ký", partial(AuditPanel, session=session)),
        Page("about", "Giới thiệu", partial(AboutPanel, session=session)),
    )


class SettingsScreen(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, style="Page.TFrame")
        card = Card(self)
        card.pack(fill="both", expand=True)
        self._tabs = Tabs(card.body, _pages(session), memory=session.settings)
        self._tabs.pack(fill="both", expand=True)
        self._tabs.open_last()
        self.on_changes = RefreshWhenSeen(
            self, self._tabs.refresh,
            lambda c: any((c.office, c.households, c.settings, c.users, c.backups, c.requests,
                           c.audit)),
        ).on_changes  # fmt: skip

    def show(self, part: str = "pc", row: str = "") -> None:
        """A page: "pc", "office", "villages", "backup" …: see _pages; `row`: of the backups."""
        if self._tabs.open(part):
            if row and isinstance(self._tabs.panel, BackupPanel):
                self._tabs.panel.choose(Path(row))
            self.after(theme.FOCUS_MS, self._tabs.focus_first)

    def focus_first(self) -> None:
        self._tabs.focus_first()

    def save(self) -> None:
        if isinstance(self._tabs.panel, Edits):
            self._tabs.panel.save()

    def focus_search(self) -> None:
        if isinstance(self._tabs.panel, Searches):
            self._tabs.panel.focus_search()

    def escape(self) -> bool:
        panel = self._tabs.panel
        return isinstance(panel, Escapes) and panel.escape()

    def leave(self) -> bool:
        return self._tabs.leave()
