"""Tổ công tác, "Kế hoạch ngày": the plan per day to the deadline (A12), to print and to send."""

import tkinter as tk
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from domain.day_plan import (
    DayPlan,
    first_day,
    make_plan,
    plan_sentences,
    plan_text,
)
from domain.days import day_of, format_day
from domain.fields import Day, Field, Number, format_row, parse_row
from domain.users import may
from storage.campaigns import save_campaign
from storage.offices import is_practice
from storage.teams import list_areas, list_teams
from ui import theme
from ui.action_list import when_low
from ui.cards import EmptyState
from ui.dialogs import choose_save
from ui.flow import Flow
from ui.forms import Form
from ui.keys import bind_screen_keys
from ui.paragraph import Paragraph
from ui.session import Session
from ui.tables import ListRow, VirtualList
from ui.teams_assign import ShowsPages
from ui.teams_empty import NO_CAMPAIGN, make_empty
from ui.teams_plan_rows import (
    ALL,
    DAY_COLUMNS,
    LOAD_COLUMNS,
    NOTHING_FOR_TEAM,
    NOTHING_GIVEN,
    day_rows,
    load_rows,
    plan_table,
)
from ui.theme import px, zoom

if TYPE_CHECKING:
    from exports.field_tables import Table

FIELDS = (
    Field("first", "Từ ngày", Day(), required=True, width=12),
    Field("most", "Tối đa hộ/tổ/ngày", Number(least=1, most=999), required=True, width=6),
)  # fmt: skip
NARROW = 600  # logical width of the list of days


class PlanPanel(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session, screen: ShowsPages) -> None:
        super().__init__(parent)
        self._session, self._screen = session, screen
        self._first: date | None = None  # None: as soon as possible
        self._plan: DayPlan | None = None
        self._loads: Sequence[ListRow] = ()
        self._days: Sequence[ListRow] = ()
        self._team, self._is_low, self._wrong = ALL, False, ""
        self._empty: EmptyState | None = None
        self._page = ttk.Frame(self)
        self._build()
        bind_screen_keys(self, {"<F11>": self.copy, "<F12>": lambda: screen.show("assign")})
        self._days_list.bind("<Configure>", self._on_resize)
        when_low(self._page, self._set_low)

    # -- what the tabs ask ----------------------------------------------------------------------

    def refresh(self) -> None:
        session = self._session
        campaign = session.campaign
        if self._empty:
            self._empty.destroy()
            self._empty = None
        if campaign is None:
            self._page.pack_forget()
            self._empty = make_empty(self, NO_CAMPAIGN, "Đến đợt vận động (F6)",
                                     lambda: session.show("campaigns"), "calendar3")  # fmt: skip
            return
        if not self._page.winfo_manager():
            self._page.pack(fill="both", expand=True)
        first = self._first or first_day(campaign, date.today())
        raw = format_row(FIELDS, {"first": first.isoformat(), "most": campaign.most_per_day})
        if self._form.raw() != raw:
            self._form.fill(raw)
        teams = [t for t in list_teams(session.db) if not t.retired]
        self._plan = make_plan(campaign, list_areas(session.db, campaign), teams, first)
        self._show(self._plan)

    def focus_first(self) -> None:
        if self._empty:
            self.focus_set()
        else:
            self._load_list.focus_list()

    def export(self) -> None:
        """F9: the plan on paper."""
        session, campaign, plan = self._session, self._session.campaign, self._plan
        if campaign is None or plan is None or plan.problem or not self._days:
            session.status("Chưa có kế hoạch để ghi.")
            return
        name = f"ke-hoach-ngay-{plan.days[0].isoformat()}.xlsx"
        path = choose_save(self, session.settings, "Ghi kế hoạch để in", name)
        if path:
            table = plan_table(plan, campaign, self._team)
            practice = is_practice(session.db)
            session.tasks.run(
                lambda report: write(table, path, practice=practice),
                lambda _: session.toast(f"Đã ghi {path.name}. Mở tệp để in."),
                title="Đang ghi kế hoạch", modal=True,
            )  # fmt: skip

    def copy(self) -> None:
        """The chosen team's days, else the chosen day of every team, as text for Zalo."""
        session, campaign, plan = self._session, self._session.campaign, self._plan
        if campaign is None or plan is None or not plan.team_days:
            session.status("Chưa có kế hoạch để chép.")
            return
        row = self._days_list.selected_id
        day = day_of(row.split(" ")[0]) if row else plan.team_days[0].day
        text = (plan_text(plan, campaign, team=self._team, practice=session.practice) if self._team
                else plan_text(plan, campaign, day=day, practice=session.practice))  # fmt: skip
        self.clipboard_clear()
        self.clipboard_append(text)
        what = "của tổ" if self._team else f"ngày {format_day(day.isoformat())}"
        self._session.toast(f"Đã chép kế hoạch {what}. Mở Zalo và dán (Ctrl+V).")

    # -- the two numbers ------------------------------------------------------------------------

    def _apply(self) -> None:
        """Enter, or the keyboard leaves a field: plan anew, and keep the maximum."""
        session, campaign = self._session, self._session.campaign
        values, errors = parse_row(FIELDS, self._form.raw())
        if campaign is None or errors:
            return
        self._say_errors({})
        first, most = day_of(str(values["first"])), values["most"]
        self._first = first if first != first_day(campaign, date.today()) else None
        if isinstance(most, int) and most != campaign.most_per_day:
            changed = replace(campaign, most_per_day=most)
            session.changed(save_campaign(session.db, changed, by=session.user))
            session.status(f"Mỗi tổ đi nhiều nhất {most} hộ một ngày.")
        self.refresh()

    def _apply_if_there(self) -> None:
        if self.winfo_exists():
            self._apply()

    def _submit(self) -> None:
        self._say_errors(parse_row(FIELDS, self._form.raw())[1])
        self._apply()

    def _say_errors(self, errors: dict[str, str]) -> None:
        """Beside the fields, in place of the plan's words: under them, narrow as they are, the
        sentences would take the room of the lists."""
        for field in FIELDS:
            self._form.input(field.name).mark(bad=field.name in errors)
        self._wrong = "\n".join(errors.values())
        if errors:
            self._form.focus_field(next(iter(errors)))
        if self._plan:
            self._show_words(self._plan)

    # -- showing ------------------------------------------------------------------------------

    def _show(self, plan: DayPlan) -> None:
        self._show_words(plan)
        self._loads = load_rows(plan)
        if self._team not in {row.id for row in self._loads}:
            self._team = ALL
        self._days = day_rows(plan, self._team)
        self._load_list.reload()
        self._show_days(plan)

    def _show_days(self, plan: DayPlan, *, keep: bool = True) -> None:
        empty = NOTHING_FOR_TEAM if self._team and plan.team_days else NOTHING_GIVEN
        self._days_list.set_empty_text(plan.problem or empty)
        self._days_list.reload(keep=keep)

    def _show_words(self, plan: DayPlan) -> None:
        """Where the page is low, only what stands against the plan most; what was typed wrong
        comes before either."""
        first, *more = plan_sentences(plan)
        if self._wrong:
            first, more = "", [self._wrong]
        self._need.configure(text=first, style="Alarm.TLabel" if plan.problem else "TLabel")
        self._against.configure(text="\n".join(more[:1] if self._is_low else more))
        self._need.pack_forget()
        self._against.pack_forget()
        if not (more and (self._is_low or self._wrong)):
            self._need.pack(fill="x", pady=(0, px(4)))
        if more:
            self._against.pack(fill="x")

    def _set_low(self, low: bool) -> None:
        self._is_low = low
        if self._plan:
            self._show_words(self._plan)

    def _on_team(self, team: str) -> None:
        if self._plan and team != self._team:
            self._team = team
            self._days = day_rows(self._plan, team)
            self._show_days(self._plan, keep=False)

    def _build(self) -> None:
        page = self._page
        page.columnconfigure(0, weight=3, uniform="half")
        page.columnconfigure(1, weight=5, uniform="half")
        page.rowconfigure(1, weight=1)
        self._form = Form(page, FIELDS, layout=(("first", "most"),), submit=self._submit)
        self._form.grid(row=0, column=0, sticky="new", pady=(0, px(10)))
        for name in ("first", "most"):
            stop = self._form.input(name).stops[0]
            stop.bind("<FocusOut>", lambda _: self.after_idle(self._apply_if_there), add=True)
        self._form.enable("most", on=may(self._session.user, "save_campaign"))
        words = ttk.Frame(page)
        words.grid(row=0, column=1, sticky="new", padx=(px(theme.GAP), 0), pady=(0, px(10)))
        self._need = Paragraph(words)
        self._against = Paragraph(words, style="Alarm.TLabel")
        self._load_list = VirtualList(page, LOAD_COLUMNS, lambda at, n: self._loads[at : at + n],
                                      lambda: len(self._loads), chosen=self._on_team)  # fmt: skip
        self._load_list.grid(row=1, column=0, sticky="nsew")
        self._days_list = VirtualList(page, DAY_COLUMNS, lambda at, n: self._days[at : at + n],
                                      lambda: len(self._days))  # fmt: skip
        self._days_list.grid(row=1, column=1, sticky="nsew", padx=(px(theme.GAP), 0))
        flow = Flow(page)
        flow.grid(row=2, column=0, columnspan=2, sticky="ew", pady=(px(10), 0))
        for text, run, style in (
            ("Ghi tệp để in (F9)", self.export, "primary"),
            ("Chép để gửi Zalo (F11)", self.copy, "outline"),
            ("Về phân công (F12)", partial(self._screen.show, "assign"), "outline"),
        ):  # fmt: skip
            flow.add(ttk.Button(flow, text=text, bootstyle=style, command=run))

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        narrow = event.width / zoom() < NARROW
        keys = [c.key for c in DAY_COLUMNS if not narrow or c.key != "left"]
        self._days_list.show_columns(keys)
        self._load_list.show_columns([c.key for c in LOAD_COLUMNS if not narrow or c.key != "pace"])


def write(table: "Table", path: Path, *, practice: bool) -> None:
    from exports.field_tables import write_table

    write_table(table, path, practice=practice)
