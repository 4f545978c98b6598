"""Cần quay lại: who is visited again and who is late, who needs technical help, who was given up.

Four parts of one list, with the same filters. What they say is worklist_texts.py; printing is
worklist_print.py; the decisions are domain/worklist.py.
"""

import tkinter as tk
from collections.abc import Callable
from datetime import date
from functools import partial

import ttkbootstrap as ttk

from domain.changes import Changes
from domain.fields import Choice, Field, Option
from domain.users import may
from domain.worklist import PARTS, WorkFilter, WorkLine, filter_lines
from storage.database import open_database
from storage.villages import list_villages
from storage.worklist import list_worklist, reopen_household
from ui import theme
from ui.action_list import give_room
from ui.allowing import grey
from ui.cards import Card, EmptyState
from ui.dialogs import tell
from ui.edit import edit_and_write
from ui.flow import Flow
from ui.keys import bind_screen_keys
from ui.refresh import RefreshWhenSeen
from ui.session import Session
from ui.tables import ListRow, VirtualList
from ui.tabs import neighbour
from ui.tasks import Job
from ui.theme import px
from ui.worklist_filters import WorkFilters
from ui.worklist_print import print_lines
from ui.worklist_texts import (
    COLUMNS,
    columns_for,
    empty_sentence,
    in_order,
    list_row,
    order_words,
    part_heads,
)

WIDE_TEXTS = ("Nhập lượt đến (F12)", "In thành tờ (Ctrl+P)")
NARROW_TEXTS = ("Nhập (F12)", "In tờ (Ctrl+P)")
WHY_REOPENED = Field(
    "reason", "Lý do mở lại", required=True, width=40,
    kind=Choice(tuple(Option(t, t) for t in (
        "Hộ đã về", "Hộ đề nghị đến lại", "Thôn, bản báo gặp được", "Ghi nhầm kết quả",
    )), free=True),
)  # fmt: skip


class Worklist(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._session = session
        self._on = date.today()
        self._lines: list[WorkLine] = []  # everything
        self._shown: list[WorkLine] = []  # of the part in view, filtered
        self._wants_keyboard = False
        self._job: Job | None = None
        self._part = tk.StringVar(self, PARTS[0].code)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(2, weight=1)
        self.filters = WorkFilters(self, lambda: self._show_lines(keep=False))
        self.filters.grid(row=0, column=0, sticky="ew", pady=(0, px(12)))
        self._build_parts()
        self._build_list()
        self._empty: Card | None = None
        bind_screen_keys(self, {
            "<Control-Next>": partial(self._step, 1), "<Control-Prior>": partial(self._step, -1),
            "<F12>": self.enter_visit, "<Control-p>": self.print_sheets,
            "<Control-P>": self.print_sheets, "<Control-r>": self.reopen,
            "<Control-R>": self.reopen,
        })  # fmt: skip
        self.bind("<Configure>", self._on_resize)
        self.bind("<Map>", self._on_map)
        self._refresher = RefreshWhenSeen(
            self, self._refresh,
            lambda c: c.visits or c.households or c.campaigns or c.teams,
        )  # fmt: skip
        self.on_changes = self._refresher.on_changes

    # -- what the window asks of a screen -----------------------------------------------------

    def show(self, *, part: str = "", village: str = "", due: str = "") -> None:
        """A part of the list, of one village and up to a day (DUE_DAYS), or all of it."""
        self.filters.set(WorkFilter(village_id=village, due=due))
        self._part.set(part if part in {p.code for p in PARTS} else PARTS[0].code)
        self._refresher.is_stale = True
        self._refresher.refresh_now()
        self.after(theme.FOCUS_MS, self.focus_first)

    def focus_first(self) -> None:
        self._wants_keyboard = not self._shown  # as soon as the list is read
        if self._shown:
            self.list.focus_list()
        else:
            self._heads[self._part.get()].focus_set()

    def focus_search(self) -> None:
        self.filters.focus_first()

    def escape(self) -> bool:
        if self.filters.chosen == WorkFilter():
            return False
        self.filters.set(WorkFilter())
        self._show_lines(keep=False)
        return True

    # -- what can be done ---------------------------------------------------------------------

    def open_household(self, household_id: str) -> None:
        self._session.show("households", household=household_id)

    def enter_visit(self) -> None:
        if self.list.selected_id and self._session.allows("save_visit"):
            self._session.show("entry", household=self.list.selected_id)

    def print_sheets(self) -> None:
        part = self._part.get()
        if part == "missed" or not self._session.allows("save_sheet"):
            return
        if not self._shown:
            tell(self, "In thành tờ", "Không có hộ nào để in.", "Hãy bỏ bớt lọc.")
            return
        print_lines(self, self._session, list(self._shown), part, self.filters.words())

    def reopen(self) -> None:
        """A household that was given up is due again at once, with a reason."""
        line = next((x for x in self._shown if x.household_id == self.list.selected_id), None)
        campaign = self._session.campaign
        if line is None or line.due_on or campaign is None:
            return
        if not self._session.allows("reopen_household"):
            return
        db, by = self._session.db, self._session.user

        def write(texts: dict[str, str]) -> Changes:
            return reopen_household(db, campaign, line.household_id, texts["reason"], by=by)

        changes = edit_and_write(self, f"Mở lại hộ {line.head_name}", [WHY_REOPENED], {}, write,
                                 save="Mở lại")  # fmt: skip
        if changes:
            self._session.changed(changes)
            self._session.toast(f"Đã mở lại hộ {line.head_name}; hộ đến hẹn từ hôm nay.")
        self.after(theme.FOCUS_MS, self.focus_first)

    # -- the list ---------------------------------------------------------------------------

    def _refresh(self) -> None:
        session, campaign = self._session, self._session.campaign
        self._show_empty(missing=campaign is None)
        if campaign is None:
            return
        self._on = on = date.today()
        path = session.db.path

        def read(_: object) -> list[WorkLine]:
            db = open_database(path)
            try:
                return list_worklist(db, campaign, on)
            finally:
                db.close()

        if self._job:
            self._job.cancel()
        self._job = session.tasks.run(read, partial(self._on_read, campaign.id))

    def _on_read(self, campaign_id: str, lines: list[WorkLine]) -> None:
        campaign = self._session.campaign
        if campaign and campaign.id == campaign_id:
            self._lines = lines
            self._show_lines(keep=True)
            if self._wants_keyboard and self._shown:
                self.focus_first()

    def _show_lines(self, *, keep: bool) -> None:
        """The part in view, filtered; the counts in the heads are filtered as well."""
        part, campaign = self._part.get(), self._session.campaign
        if campaign:
            self.filters.offer(list_villages(self._session.db), self._lines, campaign)
        filtered = filter_lines(self._lines, self.filters.chosen, self._on)
        self._shown = in_order(filtered, part)
        for code, text in part_heads(filtered, narrow=self._is_narrow()).items():
            self._heads[code].configure(text=text, takefocus=code == part)
        self._strip.arrange()
        self._order_text = order_words(filtered, part, self._on) if self._shown else ""
        self.list.set_empty_text(empty_sentence(part, self.filters.chosen))
        self._lay_out()
        self.list.reload(keep=keep)
        self._show_cut(self._cut)

    def _show_cut(self, words: str) -> None:
        """Under the list: what its columns cut of the chosen row, whole; else how it is ordered."""
        self._cut = words
        self._order.configure(text=words or self._order_text)

    def _fetch(self, offset: int, limit: int) -> list[ListRow]:
        campaign, part = self._session.campaign, self._part.get()
        assert campaign  # without one there are no lines
        return [list_row(x, campaign, part, self._on) for x in self._shown[offset : offset + limit]]

    # -- parts ----------------------------------------------------------------------------------

    def _open_part(self, part: str) -> None:
        self._part.set(part)
        self._show_lines(keep=False)

    def _step(self, step: int) -> None:
        self._open_part(neighbour([p.code for p in PARTS], self._part.get(), step))
        self.focus_first()

    def _on_arrow(self, step: int, _: "tk.Event[tk.Misc]") -> str:
        self._open_part(neighbour([p.code for p in PARTS], self._part.get(), step))
        self._heads[self._part.get()].focus_set()
        return "break"

    # -- building and layout ------------------------------------------------------------------

    def _build_parts(self) -> None:
        card = self._card = Card(self)
        card.grid(row=2, column=0, sticky="nsew")
        head_line = ttk.Frame(card.body)
        head_line.pack(fill="x", pady=(0, px(8)))
        self._actions = ttk.Frame(head_line)
        self._actions.pack(side="right", anchor="n")
        self._strip = Flow(head_line, gap=4)
        self._strip.pack(side="left", fill="x", expand=True, anchor="s")
        line = ttk.Frame(card.body, style="Line.TFrame", height=1)
        line.pack(fill="x", pady=(0, px(10)))
        self._heads: dict[str, ttk.Radiobutton] = {}
        for part in PARTS:
            head = ttk.Radiobutton(
                self._strip, text=part.label, value=part.code, variable=self._part,
                style="Tab.Toolbutton", command=partial(self._open_part, part.code),
            )  # fmt: skip
            for key, step in (("<Left>", -1), ("<Right>", 1)):
                head.bind(key, partial(self._on_arrow, step))
            self._strip.add(head)
            self._heads[part.code] = head
        self._enter = self._button(WIDE_TEXTS[0], self.enter_visit, "outline")
        self._print = self._button(WIDE_TEXTS[1], self.print_sheets, "primary")
        self._reopen = self._button("Mở lại (Ctrl+R)", self.reopen, "primary")
        for button, permission in self._permissions():
            grey(button, self._session.user, permission)

    def _button(self, text: str, command: Callable[[], None], style: str) -> ttk.Button:
        return ttk.Button(self._actions, text=text, bootstyle=style, command=command)

    def _build_list(self) -> None:
        self.list = VirtualList(
            self._card.body, COLUMNS, self._fetch, lambda: len(self._shown),
            opened=self.open_household, empty="Đang đọc danh sách …",
        )  # fmt: skip
        self._order = ttk.Label(self._card.body, style="Caption.TLabel")
        self._order_text = self._cut = ""
        self.list.on_cut = self._show_cut
        self._order.pack(side="bottom", anchor="w", pady=(px(8), 0))
        self.list.pack(fill="both", expand=True)
        give_room(self._card.body, self.list, [self._order])

    def _is_narrow(self) -> bool:
        return theme.is_compact(self.winfo_toplevel().winfo_width(), theme.zoom())

    def _lay_out(self) -> None:
        part = self._part.get()
        narrow = self._is_narrow()
        self.list.show_columns(columns_for(part, narrow=narrow))
        self.filters.show_captions(shown=not narrow)
        texts = NARROW_TEXTS if narrow else WIDE_TEXTS
        for button, text in zip((self._enter, self._print), texts, strict=True):
            button.configure(text=text)
        for button in (self._enter, self._print, self._reopen):
            button.pack_forget()
        wanted = [self._reopen] if part == "missed" else [self._print]
        for button in (*wanted, self._enter):
            button.pack(side="right", padx=(px(8), 0))
        for button, permission in self._permissions():
            usable = bool(self._shown) and may(self._session.user, permission)
            button.state(["!disabled" if usable else "disabled"])

    def _permissions(self) -> tuple[tuple[ttk.Button, str], ...]:
        return ((self._enter, "save_visit"), (self._print, "save_sheet"),
                (self._reopen, "reopen_household"))  # fmt: skip

    def _show_empty(self, *, missing: bool) -> None:
        if self._empty:
            self._empty.destroy()
            self._empty = None
        for part in (self.filters, self._card):
            (part.grid_remove if missing else part.grid)()
        if missing:
            self._empty = Card(self)
            self._empty.grid(row=2, column=0, sticky="nsew")
            EmptyState(
                self._empty.body, "Chưa có đợt vận động nào, nên chưa có hộ nào cần quay lại.",
                "Tạo đợt vận động", lambda: self._session.show("campaigns"), icon="arrow-repeat",
            ).place(relx=0.5, rely=0.4, anchor="center")  # fmt: skip

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self and self._session.campaign:
            self._lay_out()

    def _on_map(self, event: "tk.Event[tk.Misc]") -> None:
        """A window that was open overnight: what was due yesterday is overdue today."""
        if event.widget is self and self._on != date.today():
            self._refresher.is_stale = True
