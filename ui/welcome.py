"""The first start: two choices; then the four steps to a campaign, each skippable and resumable.

Which step comes next is never stored: it follows from what the file holds. To add a step: a line
in STEPS, and its panel in PANELS.
"""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass

import ttkbootstrap as ttk

from domain.changes import Changes
from domain.numerals import format_count
from storage.campaigns import current_campaign
from storage.database import Database
from storage.household_lists import count_households
from storage.offices import list_offices
from storage.villages import list_villages
from ui import theme
from ui.cards import Card
from ui.session import Session
from ui.steps import StepList
from ui.theme import px
from ui.welcome_campaign import CampaignPanel
from ui.welcome_choice import ChoicePage
from ui.welcome_list import ListPanel
from ui.welcome_office import OfficePanel
from ui.welcome_villages import VillagesPanel

COMPACT = 900  # logical width below which the list of steps is narrow


@dataclass(frozen=True)
class Setup:
    """What the file holds of the things the first start makes."""

    office: str = ""
    villages: int = 0
    households: int = 0
    campaign: str = ""


@dataclass(frozen=True)
class Step:
    key: str
    title: str
    describe: Callable[[Setup], str]  # what is there; "" while there is nothing


STEPS: tuple[Step, ...] = (
    Step("office", "Đơn vị", lambda s: s.office),
    Step("villages", "Thôn, bản, tổ dân phố",
         lambda s: f"{s.villages} thôn, bản" if s.villages else ""),
    Step("list", "Danh sách hộ",
         lambda s: f"{format_count(s.households)} hộ" if s.households else ""),
    Step("campaign", "Đợt vận động", lambda s: s.campaign),
)  # fmt: skip


def get_setup(db: Database) -> Setup:
    offices = list_offices(db)
    campaign = current_campaign(db)
    return Setup(
        office=offices[-1].full_name[0].upper() + offices[-1].full_name[1:] if offices else "",
        villages=len(list_villages(db)),
        households=count_households(db),
        campaign=campaign.name if campaign else "",
    )


def step_to_do(setup: Setup, after: str = "") -> Step | None:
    """The first step that is not done, of those behind the step `after`; None when all are."""
    keys = [s.key for s in STEPS]
    rest = STEPS[keys.index(after) + 1 :] if after else STEPS
    return next((s for s in rest if not s.describe(setup)), None)


def next_step(db: Database) -> Step | None:
    """What a file still lacks. An empty Tổng quan offers it: session.show("welcome", step=key)."""
    return step_to_do(get_setup(db))


# What each has: `button` (its label), refresh(), on_changes(), save(), and focus_first(), which is
# False when there is nothing to type and the button gets the keyboard.
Panel = OfficePanel | VillagesPanel | ListPanel | CampaignPanel

PANELS: dict[str, Callable[[ttk.Frame, Session, Callable[[], None]], Panel]] = {
    "office": OfficePanel,
    "villages": VillagesPanel,
    "list": ListPanel,
    "campaign": CampaignPanel,
}


class Welcome(ttk.Frame):
    def __init__(self, parent: ttk.Frame, session: Session) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._session = session
        self._step = ""
        self._panels: dict[str, Panel] = {}
        self._choice = ChoicePage(self, session, self._start)
        self._steps_page = ttk.Frame(self, style="Page.TFrame")
        self._build_steps()
        setup = get_setup(session.db)
        if setup == Setup() or session.practice:
            self._show_choice()
        else:
            self._show_step(self._first_step(setup))

    # -- for the window -----------------------------------------------------------------------

    def show(self, **what: object) -> None:
        """`step`: a key of STEPS; "" for the choice; without it the next step to do."""
        step = what.get("step")
        if step == "":
            self._show_choice()
        elif isinstance(step, str):
            self._show_step(step)
        else:
            self._show_step(self._first_step(get_setup(self._session.db)))
        self.after(theme.FOCUS_MS, self.focus_first)

    def on_changes(self, changes: Changes) -> None:
        if changes.office or changes.households or changes.campaigns:
            for panel in self._panels.values():
                panel.on_changes(changes)
            self._refresh_steps()

    def save(self) -> None:
        if self._step:
            self._panels[self._step].save()

    def focus_first(self) -> None:
        if not self._step:
            self._choice.focus_first()
        elif not self._panels[self._step].focus_first():
            self._main_button.focus_set()

    # -- moving ---------------------------------------------------------------------------------

    def _start(self) -> None:
        self.show()

    def _first_step(self, setup: Setup) -> str:
        found = step_to_do(setup)
        return found.key if found else STEPS[-1].key

    def _go_on(self) -> None:
        """To the next step that is not done; from the last one to Tổng quan."""
        found = step_to_do(get_setup(self._session.db), after=self._step)
        if found:
            self._show_step(found.key)
            self.after(theme.FOCUS_MS, self.focus_first)
        else:
            self._session.show("overview")

    def _show_choice(self) -> None:
        self._step = ""
        self._steps_page.pack_forget()
        self._choice.refresh()
        self._choice.pack(fill="both", expand=True)

    def _show_step(self, key: str) -> None:
        self._choice.pack_forget()
        self._steps_page.pack(fill="both", expand=True)
        if self._step in self._panels:
            self._panels[self._step].pack_forget()
        self._step = key
        if key not in self._panels:
            self._panels[key] = PANELS[key](self._card.body, self._session, self._go_on)
        self._panels[key].pack(fill="both", expand=True)
        self._refresh_steps()

    # -- building -------------------------------------------------------------------------------

    def _build_steps(self) -> None:
        page = self._steps_page
        side = Card(page, "Bắt đầu")
        side.pack(side="left", fill="y")
        self._list = StepList(side.body, [(s.key, s.title) for s in STEPS], self._on_chosen)
        self._list.pack(fill="both", expand=True)
        page.bind("<Configure>", self._fit)
        self._card = Card(page, " ")
        self._card.pack(side="left", fill="both", expand=True, padx=(px(theme.GAP), 0))
        footer = ttk.Frame(self._card)
        footer.grid(row=2, column=0, sticky="ew", pady=(px(theme.GAP), 0))
        self._main_button = ttk.Button(footer, bootstyle="primary", command=self.save)
        self._later_button = ttk.Button(footer, text="Để sau", bootstyle="outline",
                                        command=self._go_on)  # fmt: skip
        self._main_button.pack(side="right")
        self._later_button.pack(side="right", padx=(0, px(8)))

    def _fit(self, event: "tk.Event[tk.Misc]") -> None:
        self._list.set_compact(compact=event.width < px(COMPACT))

    def _on_chosen(self, key: str) -> None:
        self._show_step(key)
        self.after(theme.FOCUS_MS, self.focus_first)

    def _refresh_steps(self) -> None:
        setup = get_setup(self._session.db)
        self._list.show({s.key: s.describe(setup) for s in STEPS}, self._step)
        if self._step:
            number, step = next((n, s) for n, s in enumerate(STEPS, 1) if s.key == self._step)
            self._card.set_title(step.title, f"Bước {number} trên {len(STEPS)}")
            self._main_button.configure(text=self._panels[self._step].button)
