"""Tổ công tác, "Phân công": villages and clusters to teams, without a map (A11).

A team's number gives it the current village or those chosen; the next village is then current, so
that forty villages are forty numbers. What is written is domain.areas.assign(); the teams at the
right are ui/teams_side.py.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

import ttkbootstrap as ttk

from domain.areas import (
    Area,
    Standing,
    assign,
    load_of,
    needs_enter,
    take_back,
    team_numbers,
)
from domain.teams import Assignment, Team
from domain.users import may
from storage.teams import get_assignments, list_areas, list_teams, save_assignments
from ui import theme
from ui.action_list import when_low
from ui.allowing import grey, why_not
from ui.cards import EmptyState
from ui.flow import Flow
from ui.keys import bind_moves, bind_screen_keys
from ui.paragraph import Paragraph
from ui.session import Session
from ui.suggest import Suggest
from ui.teams_areas import AreaTree
from ui.teams_empty import NO_CAMPAIGN, make_empty
from ui.teams_share import ask_share
from ui.teams_side import TeamSide
from ui.teams_texts import (
    done_words,
    find_team,
    hint_words,
    state_words,
    unassigned_words,
)
from ui.theme import icon_size, px

NO_TEAMS = "Chưa có tổ nào để giao việc. Thêm tổ, hoặc dán một cột tên tổ từ Excel."
NO_VILLAGES = "Chưa có thôn, bản nào. Nhập danh sách hộ trước; thôn, bản có sẵn trong danh sách."


class ShowsPages(Protocol):
    """The screen, which can go to another of its pages."""

    def show(self, part: str) -> None: ...


class AssignPanel(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session, screen: ShowsPages) -> None:
        super().__init__(parent)
        self._session, self._screen = session, screen
        self._teams: list[Team] = []
        self._areas: list[Area] = []
        self._numbers: dict[str, int] = {}
        self._typed, self._is_low = "", False
        self._undo: tuple[Sequence[Assignment], Standing, str] | None = None
        self._allowed = may(session.user, "save_assignment")
        self._empty: EmptyState | None = None
        self._page = ttk.Frame(self)
        self._page.columnconfigure(0, weight=1)
        self._page.rowconfigure(2, weight=1)
        self._build()
        bind_screen_keys(self, {
            "<Delete>": lambda: self.give(None), "<F11>": self._type_name, "<F12>": self._fold,
            "<Control-z>": self.undo, "<Control-Z>": self.undo, "<Escape>": self._escape,
            "<Control-a>": self._choose_unassigned,
        })  # fmt: skip

    # -- what the tabs ask ----------------------------------------------------------------------

    def refresh(self) -> None:
        session = self._session
        campaign = session.campaign
        teams = [t for t in list_teams(session.db) if not t.retired]
        self._areas = list_areas(session.db, campaign) if campaign else []
        missing = (
            (NO_CAMPAIGN, "Đến đợt vận động (F6)", lambda: session.show("campaigns"))
            if campaign is None
            else (NO_VILLAGES, "Nhập danh sách hộ", lambda: session.show("import"))
            if not self._areas
            else (NO_TEAMS, "Đến danh sách tổ", lambda: self._screen.show("list"))
            if not teams
            else None
        )
        self._show_missing(missing)
        if not missing:
            self._show_teams(teams)
            self._show_areas()

    def focus_first(self) -> None:
        if self._empty:
            self.focus_set()
        else:
            self._tree.focus_tree()

    def add(self) -> None:
        """F8: the proposal."""
        if self._empty or not self._session.allows("save_assignment"):
            return
        campaign, session = self._session.campaign, self._session
        ordered = sorted(self._teams, key=lambda t: self._numbers[t.id])
        given = ask_share(self, self._areas, ordered)
        if not given or campaign is None:
            return
        before = get_assignments(session.db, campaign)
        by_id = {a.id: a for a in self._areas}
        places = [
            place
            for village, team in given.items()
            for place in assign([by_id[village]], team, before, date.today())
        ]
        self._write(places, before, f"Đã chia {len(given)} thôn, bản cho các tổ.")

    # -- assigning --------------------------------------------------------------------------------

    def give(self, team: Team | None) -> None:
        campaign, session = self._session.campaign, self._session
        chosen = self._tree.chosen
        if campaign is None or not chosen or not session.allows("save_assignment"):
            return
        self._forget_digits()
        before = get_assignments(session.db, campaign)
        places = assign(chosen, team.id if team else None, before, date.today())
        self._write(places, before, done_words(chosen, team.name if team else ""))
        self._tree.go_on()

    def undo(self) -> None:
        if self._undo is None:
            return
        written, before, said = self._undo
        places = take_back(written, before, date.today())
        self._write(places, {}, f"Đã hoàn tác: {said}")
        self._undo = None
        self._show_undo()

    def _write(self, places: Sequence[Assignment], before: Standing, said: str) -> None:
        campaign, session = self._session.campaign, self._session
        assert campaign
        changes = save_assignments(session.db, campaign, places, by=session.user)
        self._undo = (places, before, said)
        self._areas = list_areas(session.db, campaign)
        self._show_areas()
        session.changed(changes)
        session.status(said)

    # -- a number typed -----------------------------------------------------------------------

    def on_digit(self, digit: str) -> None:
        self._typed = (self._typed + digit)[-2:]
        if needs_enter(self._numbers.values()):
            self._say_state()
        else:
            self.on_enter()

    def on_enter(self) -> None:
        """The digits so far are the number."""
        typed = self._typed
        if not typed:
            return
        self._forget_digits()
        team = next((t for t in self._teams if self._numbers[t.id] == int(typed)), None)
        if team:
            self.give(team)
        else:
            self._session.status(f"Không có tổ số {typed}.")

    def _forget_digits(self) -> None:
        self._typed = ""
        self._say_state()

    def _say_state(self) -> None:
        """What is chosen and typed; nothing of both: how it is done."""
        team = next((t.name for t in self._teams if str(self._numbers[t.id]) == self._typed), "")
        said = state_words(self._tree.marks, self._typed, team)
        if self._is_low and said:
            self._session.status(said)
        enter = needs_enter(self._numbers.values())
        self._about.configure(text=said or hint_words(enter=enter),
                              style="Accent.TLabel" if said else "Caption.TLabel")  # fmt: skip

    # -- other keys ---------------------------------------------------------------------------

    def _type_name(self) -> None:
        if not self._empty:
            self._name.focus_set()
            self._name.select_range(0, "end")

    def _take_name(self) -> None:
        self._name.take()
        typed = self._name.get()
        team = find_team(typed, self._teams, self._numbers)
        if team:
            self._name.delete(0, "end")
            self.give(team)
            self._tree.focus_tree()
        elif typed.strip():
            self._session.status(f"Không rõ “{typed.strip()}” là tổ nào. Hãy chọn trong danh sách.")

    def _fold(self) -> None:
        self._tree.fold()

    def _escape(self) -> None:
        self._forget_digits()
        self._tree.clear_marks()
        self._tree.focus_tree()

    def _choose_unassigned(self) -> None:
        self._tree.mark_all([a.id for a in self._areas if load_of([a], None).villages])

    # -- showing ------------------------------------------------------------------------------

    def _show_missing(self, missing: tuple[str, str, Callable[[], None]] | None) -> None:
        if self._empty:
            self._empty.destroy()
            self._empty = None
        if missing:
            self._page.pack_forget()
            self._empty = make_empty(self, *missing, "person-badge")
        elif not self._page.winfo_manager():
            self._page.pack(fill="both", expand=True)

    def _show_areas(self) -> None:
        nobody = load_of(self._areas, None)
        words = unassigned_words(nobody)
        self._count.configure(text=words or "Mọi thôn, bản đã có tổ",
                              style="Alarm.TLabel" if words else "Good.TLabel",
                              icon="exclamation-triangle-fill" if words else "check-circle-fill",
                              icon_size=icon_size(16), compound="left")  # fmt: skip
        names = {t.id: f"{self._numbers[t.id]}. {t.name}" for t in self._teams}
        self._tree.show(self._areas, names)
        self._side.show_loads({t.id: load_of(self._areas, t.id) for t in self._teams})
        self._show_undo()

    def _show_undo(self) -> None:
        usable = self._undo is not None and self._allowed
        self._undo_button.state(["!disabled" if usable else "disabled"])

    def _show_teams(self, teams: list[Team]) -> None:
        if teams == self._teams:
            return
        self._teams, self._numbers = teams, team_numbers(teams)
        ordered = sorted(teams, key=lambda t: self._numbers[t.id])
        self._name.set_choices([f"{self._numbers[t.id]} {t.name}" for t in ordered])
        self._side.show_teams(ordered, self._numbers, self._press,
                              why=why_not(self._session.user, "save_assignment"))  # fmt: skip

    def _press(self, team: Team) -> None:
        self.give(team)
        self._tree.focus_set()

    def _build(self) -> None:
        head = ttk.Frame(self._page)
        head.grid(row=0, column=0, columnspan=2, sticky="ew", pady=(0, px(6)))
        self._count = ttk.Label(head, style="Alarm.TLabel")
        self._count.pack(side="left")
        self._name = Suggest(head, width=18)
        self._name.pack(side="right", padx=(px(8), px(6)))
        ttk.Label(head, text="Gõ tên tổ (F11)", style="Caption.TLabel").pack(side="right")
        self._about = Paragraph(self._page, style="Caption.TLabel")
        self._about.grid(row=1, column=0, columnspan=2, sticky="ew", pady=(0, px(8)))
        self._tree = AreaTree(self._page, digit=self.on_digit, enter=self.on_enter,
                              moved=self._say_state)  # fmt: skip
        self._tree.grid(row=2, column=0, sticky="nsew")
        self._side = TeamSide(self._page)
        self._side.grid(row=2, column=1, sticky="ns", padx=(px(theme.GAP), 0))
        bind_moves(self._name, self._take_name, self._tree.focus_tree)
        self._flow = Flow(self._page)
        for text, run, style in (
            ("Chia đều (F8)", self.add, "primary"),
            ("Bỏ phân công (Delete)", lambda: self.give(None), "outline"),
            ("Hoàn tác (Ctrl+Z)", self.undo, "outline"),
            ("Thu, mở cụm (F12)", self._fold, "outline"),
        ):  # fmt: skip
            button = ttk.Button(self._flow, text=text, bootstyle=style, command=run)
            if run != self._fold:  # to look at clusters is open to everyone
                grey(button, self._session.user, "save_assignment")
            self._flow.add(button)
            if run == self.undo:
                self._undo_button = button
        self._more = ttk.Button(self._page, text="Chọn nơi chưa có tổ (Ctrl+A)",
                                bootstyle="outline", command=self._choose_unassigned)  # fmt: skip
        self._set_low(low=False)
        when_low(self._page, lambda low: self._set_low(low=low))

    def _set_low(self, *, low: bool) -> None:
        """At 150 % the rows matter more than the words; every key still works."""
        self._is_low = low
        (self._about.grid_remove if low else self._about.grid)()
        self._flow.grid(row=3, column=0, columnspan=2 if low else 1, sticky="ew",
                        pady=(px(10), 0))  # fmt: skip
        if low:
            self._more.grid_remove()
        else:
            self._more.grid(row=3, column=1, sticky="ne", padx=(0, px(6)), pady=(px(10), 0))
        self._side.set_low(low=low)
        self._tree.show_columns(("team", "open") if low else ("team", "households", "open"))
