"""Đợt vận động: the campaigns, and everything of the chosen one on pages.

The pages are ui/campaign_info.py, _apps, _reasons and _targets; ui/dispatches.py and ui/figures.py
serve every campaign and stand here because a campaign's report needs them.
"""

import tkinter as tk
from collections.abc import Callable
from datetime import date
from functools import partial

import ttkbootstrap as ttk

from domain.presets import PRESETS
from domain.users import may
from storage.campaigns import list_campaigns, save_campaign, save_current_campaign
from ui import theme
from ui.allowing import grey
from ui.campaign_apps import AppsPanel
from ui.campaign_chosen import ChosenCampaign
from ui.campaign_info import InfoPanel
from ui.campaign_list import WIDTH, CampaignBox, CampaignList, campaign_line
from ui.campaign_new import ask_campaign
from ui.campaign_reasons import ReasonsPanel
from ui.campaign_targets import TargetsPanel
from ui.cards import Card, EmptyState
from ui.dispatches import DispatchesPanel
from ui.figures import FiguresPanel
from ui.keys import bind_screen_keys
from ui.refresh import RefreshWhenSeen
from ui.session import Session
from ui.tabs import Edits, Page, Tabs
from ui.theme import px

FIRST_PAGE = "info"
EMPTY = (
    f"Chưa có đợt vận động nào. Chọn một mẫu có sẵn ({', '.join(p.label for p in PRESETS)}), "
    "đặt ngày bắt đầu và hạn báo cáo; các phần khác sửa sau cũng được."
)


class Campaigns(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._session = session
        self._chosen: ChosenCampaign | None = None
        self._tabs: Tabs | None = None
        self._narrow: bool | None = None
        self._allowed = may(session.user, "save_campaign")
        self._keys: dict[str, Callable[[], object]] = {
            "<Control-n>": self.add_campaign, "<Control-N>": self.add_campaign,
            "<F11>": self.work_with,
        }  # fmt: skip
        self.columnconfigure(1, weight=1)
        self.rowconfigure(1, weight=1)
        self._strip = ttk.Frame(self, style="Page.TFrame")
        self._box = CampaignBox(self._strip, self._choose)
        self._box.pack(side="left", fill="x", expand=True)
        self._side = Card(self, "Các đợt")
        self._side.configure(width=px(WIDTH))
        self._side.grid_propagate(False)
        self._list = CampaignList(self._side.body, self._choose)
        self._list.pack(fill="both", expand=True)
        for place in (self._strip, self._side.body):
            new = ttk.Button(place, text="Đợt mới (Ctrl+N)", bootstyle="outline",
                             command=self.add_campaign)  # fmt: skip
            grey(new, session.user, "save_campaign")
            if place is self._strip:
                new.pack(side="right", padx=(px(10), 0))
            else:
                new.pack(fill="x", pady=(px(8), 0))
        self._card = Card(self)
        self._empty = EmptyState(self, EMPTY, "Tạo đợt vận động (Ctrl+N)", self.add_campaign,
                                 icon="flag")  # fmt: skip
        bind_screen_keys(self, self._keys)
        self.bind("<Configure>", self._on_resize)
        self._refresher = RefreshWhenSeen(
            self, self.refresh, lambda c: c.campaigns or c.figures or c.office or c.households
        )
        self.on_changes = self._refresher.on_changes

    # -- what the window asks of a screen -----------------------------------------------------

    def show(self, part: str = FIRST_PAGE, campaign: str = "") -> None:
        """A page: "info", "apps", "reasons", "targets", "dispatches" or "figures"."""
        self._refresher.refresh_now()
        if campaign:
            self._choose(campaign)
        if self._tabs and self._tabs.open(part):
            self.after(theme.FOCUS_MS, self._tabs.focus_first)

    def focus_first(self) -> None:
        self._refresher.refresh_now()
        if self._tabs:
            self._tabs.focus_first()
        else:
            self.focus_set()  # for Ctrl+N

    def save(self) -> None:
        if self._tabs and isinstance(self._tabs.panel, Edits):
            self._tabs.panel.save()

    def leave(self) -> bool:
        return self._tabs is None or self._tabs.leave()

    # -- campaigns ----------------------------------------------------------------------------

    def refresh(self) -> None:
        campaigns = list_campaigns(self._session.db)
        current = self._session.campaign.id if self._session.campaign else ""
        wanted = self._chosen.campaign.id if self._chosen else current
        by_id = {c.id: c for c in campaigns}
        shown = by_id.get(wanted) or by_id.get(current) or (campaigns[0] if campaigns else None)
        if shown:
            if self._chosen is None:
                self._chosen = ChosenCampaign(self._session, shown)
            self._chosen.campaign = shown
            lines = [campaign_line(c, current) for c in campaigns]
            self._list.show(lines, shown.id)
            self._box.show(lines, shown.id)
            self._show_tabs(self._chosen)
        self._lay_out()

    def add_campaign(self) -> None:
        if not self._allowed or not self.leave():
            return
        campaign = ask_campaign(self, date.today())
        if campaign is None:
            return
        session = self._session
        changes = save_campaign(session.db, campaign, by=session.user, activate=True)
        if self._chosen:
            self._chosen.campaign = campaign
        session.changed(changes)
        session.toast(f"Đã tạo đợt “{campaign.name}”.")
        self.show(FIRST_PAGE)

    def work_with(self) -> None:
        """The chosen campaign is the one of every screen from now on."""
        session = self._session
        if self._chosen is None or not self._allowed or not self.leave():
            return
        campaign = self._chosen.campaign
        if session.campaign is None or session.campaign.id != campaign.id:
            session.changed(save_current_campaign(session.db, campaign.id, by=session.user))
            session.toast(f"Đang làm việc với đợt “{campaign.name}”.")

    def _choose(self, campaign_id: str) -> None:
        found = next((c for c in list_campaigns(self._session.db) if c.id == campaign_id), None)
        if found and self._chosen and found.id != self._chosen.campaign.id and self.leave():
            self._chosen.campaign = found
        self.refresh()

    # -- layout -------------------------------------------------------------------------------

    def _show_tabs(self, chosen: ChosenCampaign) -> None:
        if self._tabs:
            self._tabs.refresh()
            return
        session = self._session
        self._tabs = Tabs(self._card.body, (
            Page("info", "Thông tin", lambda p: InfoPanel(p, chosen, self.work_with)),
            Page("apps", "Ứng dụng", lambda p: AppsPanel(p, chosen)),
            Page("reasons", "Kết quả, lý do", lambda p: ReasonsPanel(p, chosen)),
            Page("targets", "Chỉ tiêu", lambda p: TargetsPanel(p, chosen)),
            Page("dispatches", "Văn bản", partial(DispatchesPanel, session=session)),
            Page("figures", "Số liệu nền", partial(FiguresPanel, session=session)),
        ), self._keys, session.settings)  # fmt: skip
        self._tabs.pack(fill="both", expand=True)
        self._tabs.open_last()

    def _lay_out(self) -> None:
        narrow = theme.is_compact(self.winfo_toplevel().winfo_width(), theme.zoom())
        self._narrow = narrow
        for part in (self._strip, self._side, self._card, self._empty):
            part.grid_remove()
        if self._chosen is None:
            self._empty.grid(row=1, column=0, columnspan=2)
            return
        if narrow:
            self._strip.grid(row=0, column=0, columnspan=2, sticky="ew", pady=(0, px(10)))
        else:
            self._side.grid(row=1, column=0, sticky="ns", padx=(0, px(theme.GAP)))
        self._card.grid(row=1, column=1, sticky="nsew")

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        narrow = theme.is_compact(self.winfo_toplevel().winfo_width(), theme.zoom())
        if event.widget is self and narrow != self._narrow:
            self._lay_out()
