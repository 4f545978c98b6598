"""Tờ phiếu: the ledger of sheets, from the printer to the checked pile.

The strip of filters (sheet_strip.py), the list (sheet_list.py), the buttons. What the list says is
sheet_texts.py; what one can do is sheet_jobs.py.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import ttkbootstrap as ttk

from domain.numerals import format_count
from domain.teams import Team
from storage.household_lists import count_households
from storage.sheets import LedgerLine, list_ledger
from storage.teams import list_teams
from storage.villages import list_villages
from ui import theme
from ui.allowing import grey
from ui.cards import Card, EmptyState
from ui.flow import Flow
from ui.keys import bind_screen_keys
from ui.refresh import RefreshWhenSeen
from ui.session import Session
from ui.sheet_jobs import SheetJobs
from ui.sheet_list import MarkedList
from ui.sheet_strip import SheetStrip
from ui.sheet_texts import (
    COLUMNS,
    NARROW,
    ORDERS,
    WIDE,
    LedgerFilter,
    count_parts,
    empty_sentence,
    filter_ledger,
    in_order,
    ledger_row,
    order_of,
    part_words,
)
from ui.tables import ListRow
from ui.theme import px

TYPING_MS = 60
LOW = 400  # logical height of the page below which rows need the room of words more
EMPTY = (
    "Chưa in tờ phiếu nào. Tờ phiếu xếp hộ theo thứ tự đi, có mã vạch từng dòng; khi nộp về, gõ "
    "hoặc quét số tờ để theo dõi và nhập đúng thứ tự đã in."
)
NO_CAMPAIGN = "Chưa có đợt vận động. Hãy tạo đợt trước, rồi in tờ phiếu của đợt."
NO_HOUSEHOLDS = "Chưa có hộ nào để in. Hãy nhập danh sách hộ trước."


class Sheets(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._session = session
        self.lines: Sequence[LedgerLine] = ()
        self.teams: Sequence[Team] = ()
        self._shown: list[LedgerLine] = []
        self._part = self._order = ""
        self._typing: str | None = None
        self._empty: Card | None = None
        self._narrow = False
        self._jobs = SheetJobs(self, self, session)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self.strip = SheetStrip(self, self._on_typed, self._on_chosen, self._go_to_list)
        self.strip.grid(row=0, column=0, sticky="ew", pady=(0, px(12)))
        self._build_list()
        self._bind_keys()
        self.bind("<Configure>", self._on_resize)
        self._refresher = RefreshWhenSeen(
            self, self._refresh,
            lambda c: c.sheets or c.visits or c.campaigns or c.teams or c.households,
        )  # fmt: skip
        self.on_changes = self._refresher.on_changes

    # -- what the window asks of a screen -----------------------------------------------------

    def show(self, *, part: str = "", sheet: str = "", village: str = "") -> None:
        """A part of the ledger ("OUT", "BACK", "DONE"), of a village; or one sheet selected."""
        self._refresher.refresh_now()
        self._set_filter(LedgerFilter(part, village))
        ids = [x.sheet.id for x in self._shown]
        if sheet in ids:
            self.list.select(ids.index(sheet))
        self.after(theme.FOCUS_MS, self.list.focus_list)

    def focus_first(self) -> None:
        self._refresher.refresh_now()
        if self.lines:
            self.list.focus_list()
        else:
            self.focus_set()  # for F8

    def focus_search(self) -> None:
        self.strip.search.focus_set()
        self.strip.search.select_range(0, "end")

    def escape(self) -> bool:
        if self.list.marks:
            self.list.clear_marks()
        elif self.strip.filter():
            self._set_filter(LedgerFilter())
        else:
            return False
        return True

    # -- what the jobs ask of the ledger ------------------------------------------------------

    @property
    def village_id(self) -> str:
        return self.strip.filter().village

    def targets(self) -> list[LedgerLine]:
        by_id = {x.sheet.id: x for x in self._shown}
        return [by_id[id_] for id_ in self.list.targets() if id_ in by_id]

    def done(self) -> None:
        self.list.clear_marks()
        self.after(theme.FOCUS_MS, self._refocus)

    # -- the list -----------------------------------------------------------------------------

    def _set_filter(self, wanted: LedgerFilter) -> None:
        self.strip.set(wanted)
        self._on_chosen()

    def _on_chosen(self) -> None:
        part = self.strip.filter().part
        if part != self._part:
            self._part, self._order = part, order_of(part)
        self._show_rows(keep=False)

    def _on_typed(self) -> None:
        if self._typing:
            self.after_cancel(self._typing)
        self._typing = self.after(TYPING_MS, self._typed)

    def _typed(self) -> None:
        self._typing = None
        self._show_rows(keep=False)

    def _go_to_list(self) -> None:
        self._show_rows(keep=False)
        if self._shown:
            self.list.focus_list()

    def _show_rows(self, *, keep: bool) -> None:
        names = {t.id: t.name for t in self.teams}
        wanted = self.strip.filter()
        order = self._order or order_of(self._part)
        self._shown = in_order(filter_ledger(self.lines, wanted, names), order)
        self.list.marks &= {x.sheet.id for x in self._shown}
        self.list.set_empty_text(empty_sentence(wanted))
        self.list.show_sorting(order, descending=order in ("number", "days"))
        self.list.reload(keep=keep)
        if not self.list.selected_id:
            self.list.select(0)  # a key always has its sheet
        self._show_count()

    def _fetch(self, offset: int, limit: int) -> list[ListRow]:
        names = {t.id: t.name for t in self.teams}
        return [
            ledger_row(x, names, marked=x.sheet.id in self.list.marks)
            for x in self._shown[offset : offset + limit]
        ]

    def _sort(self, key: str) -> None:
        if key in ORDERS:
            self._order = key
            self._show_rows(keep=False)

    def _show_count(self) -> None:
        marked = len(self.list.marks)
        households = sum(x.sheet.lines for x in self._shown)
        title = f"{format_count(len(self._shown))} tờ, {format_count(households)} hộ"
        how = "Dấu cách: chọn tờ. Ctrl+A: chọn hết. Enter: lịch sử tờ."
        self._card.set_title(title, f"Đã chọn {marked} tờ" if marked else how)
        usable = self._jobs.allowed and bool(marked or self.list.selected_id)
        for button in self._needing:
            button.state(["!disabled" if usable else "disabled"])

    # -- building and layout ------------------------------------------------------------------

    def _build_list(self) -> None:
        self._card = Card(self, "Sổ theo dõi phiếu")
        self._card.grid(row=1, column=0, sticky="nsew")
        body, jobs = self._card.body, self._jobs
        body.columnconfigure(0, weight=1)
        body.rowconfigure(0, weight=1)
        self._needing: list[ttk.Button] = []
        self.list = MarkedList(
            body, COLUMNS, self._fetch, lambda: len(self._shown),
            all_ids=lambda: [x.sheet.id for x in self._shown], marked=self._show_count,
            opened=lambda id_: self._do(partial(jobs.history, id_)),
            chosen=lambda _: self._show_count(), sort=self._sort,
        )  # fmt: skip
        self.list.grid(row=0, column=0, sticky="nsew")
        main = (
            ("In tờ phiếu (F8)", jobs.print_new, False), ("Giao (F12)", jobs.hand_out, True),
            ("Nhận về (F11)", jobs.take_back, False),
            ("Nhập từ bảng (Ctrl+E)", jobs.enter, True),
        )  # fmt: skip
        more = (
            ("Đã kiểm (Ctrl+K)", jobs.check, True), ("In lại (Ctrl+P)", jobs.print_again, True),
            ("Hủy tờ (Ctrl+H)", jobs.cancel, True),
        )  # fmt: skip
        files = (
            ("Tờ rơi (Ctrl+R)", jobs.leaflets, False),
            ("Nhận tệp Excel (Ctrl+O)", jobs.receive_files, False),
        )
        self._wide_row = self._button_row(body, (*main, *more))
        self._narrow_row = self._button_row(body, main)
        menu_button = ttk.Menubutton(self._narrow_row, text="Việc khác   ", bootstyle="outline")
        menu = ttk.Menu(menu_button, tearoff=False)
        for text, job, _ in (*more, *files):
            menu.add_command(label=text, command=partial(self._do, job))
        menu_button.configure(menu=menu)
        grey(menu_button, self._session.user, "save_sheet")
        self._narrow_row.add(menu_button)
        self._file_buttons = [
            self._button(self._card.actions, text, job, "primary ghost", needs_row=False)
            for text, job, _ in files
        ]
        for button in self._file_buttons:
            button.pack(side="right")

    def _button_row(
        self, parent: tk.Misc, jobs: Sequence[tuple[str, Callable[[], None], bool]]
    ) -> Flow:
        flow = Flow(parent)
        for n, (text, job, needs_row) in enumerate(jobs):
            style = "outline" if n else "primary"
            flow.add(self._button(flow, text, job, style, needs_row=needs_row))
        return flow

    def _button(
        self, parent: tk.Misc, text: str, job: Callable[[], None], style: str, *, needs_row: bool
    ) -> ttk.Button:
        button = ttk.Button(parent, text=text, bootstyle=style, command=partial(self._do, job))
        if grey(button, self._session.user, "save_sheet") and needs_row:
            self._needing.append(button)
        return button

    def _bind_keys(self) -> None:
        jobs = self._jobs
        keys: dict[str, Callable[[], None]] = {
            "<F8>": jobs.print_new, "<F11>": jobs.take_back, "<F12>": jobs.hand_out
        }  # fmt: skip
        for letter, job in (
            ("e", jobs.enter), ("k", jobs.check), ("p", jobs.print_again), ("h", jobs.cancel),
            ("o", jobs.receive_files), ("r", jobs.leaflets),
        ):  # fmt: skip
            keys[f"<Control-{letter}>"] = keys[f"<Control-{letter.upper()}>"] = job
        bind_screen_keys(self, {key: partial(self._do, job) for key, job in keys.items()})

    def _do(self, job: Callable[[], None]) -> None:
        """A dialog that closed leaves the keyboard nowhere; it belongs to the list."""
        job()
        self.after(theme.FOCUS_MS, self._refocus)

    def _refocus(self) -> None:
        if not (self.winfo_exists() and self.winfo_ismapped()):
            return
        if self.focus_get() in (None, self, self.winfo_toplevel()):  # on nothing that takes keys
            self.focus_first()

    def _refresh(self) -> None:
        session = self._session
        self.teams = list_teams(session.db)
        campaign = session.campaign
        self.lines = list_ledger(session.db, campaign, date.today()) if campaign else []
        self.strip.offer(list_villages(session.db), part_words(count_parts(self.lines)))
        self._show_rows(keep=True)
        self._lay_out()

    def _lay_out(self) -> None:
        if self._empty:
            self._empty.destroy()
            self._empty = None
        if not self.lines:
            self.strip.grid_remove()
            self._card.grid_remove()
            self._empty = Card(self)
            self._empty_state(self._empty.body).place(relx=0.5, rely=0.4, anchor="center")
            self._empty.grid(row=1, column=0, sticky="nsew")
            return
        self.strip.grid()
        self._card.grid()
        narrow = theme.is_compact(self.winfo_toplevel().winfo_width(), theme.zoom())
        low = self.winfo_height() / theme.zoom() < LOW
        self.strip.arrange(narrow=narrow, low=low)
        self._card.show_head(shown=not low)
        self.list.show_columns(NARROW if narrow else WIDE)
        shown, hidden = self._wide_row, self._narrow_row
        if narrow:
            shown, hidden = hidden, shown
        hidden.grid_remove()
        shown.grid(row=1, column=0, sticky="ew", pady=(px(10), 0))
        for button in self._file_buttons:
            button.pack_forget() if narrow else button.pack(side="right")
        if narrow != self._narrow:
            self._narrow = narrow
            self._show_count()

    def _empty_state(self, parent: tk.Misc) -> EmptyState:
        session = self._session
        if session.campaign is None:
            return EmptyState(parent, NO_CAMPAIGN, "Đợt vận động (F6)",
                              lambda: session.show("campaigns"), icon="flag")  # fmt: skip
        if not count_households(session.db):
            return EmptyState(parent, NO_HOUSEHOLDS, "Nhập danh sách …",
                              lambda: session.show("import"), icon="people")  # fmt: skip
        return EmptyState(parent, EMPTY, "In tờ phiếu (F8)",
                          partial(self._do, self._jobs.print_new), icon="printer")  # fmt: skip

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self and self.lines:
            self._lay_out()
