"""Hộ dân: find households, see everything about one, and change it.

Three parts: the strip of filters (household_filters.py), the list, and the card of one household
(household_card.py) beside it, in a narrow window over it. What they say is household_texts.py.
"""

import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from domain.changes import Changes
from domain.days import day_of
from domain.fields import Row
from domain.households import NO_NAME
from domain.numerals import format_count
from domain.users import may, refusal_words
from storage.audit import log_names
from storage.household_lists import count_households, get_lines, list_rows
from storage.household_states import set_household_state
from storage.households import get_household, save_household, search_households
from storage.value_history import list_value_changes
from storage.village_counts import read_tallied
from storage.villages import list_villages
from ui import theme
from ui.allowing import grey, why_not
from ui.cards import Card, EmptyState
from ui.dialogs import choose_save, tell
from ui.household_card import HouseholdCard, HouseholdView, read_view
from ui.household_edit import (
    NewHousehold,
    StateChange,
    ask_household,
    ask_new_household,
    ask_state,
)
from ui.household_export import ask_export, export_households, file_name
from ui.household_filters import FilterStrip
from ui.household_rights import show_rights
from ui.household_texts import (
    BESIDE_CARD,
    COLUMNS,
    NARROW,
    ORDER_OF_COLUMN,
    Filters,
    chips,
    empty_sentence,
    known_segment,
    list_row,
    tally_words,
)
from ui.keys import bind_screen_keys, tag_all
from ui.leaving import ask_reason
from ui.overview_texts import moment_words
from ui.recycle_bin import BinDialog, ask_removal
from ui.refresh import RefreshWhenSeen
from ui.session import Session
from ui.tables import ListRow, VirtualList
from ui.theme import px
from ui.value_history import show_history

TYPING_MS = 8  # keys that come together are answered once
WHOLE_MS = 140  # after the last key: the whole list behind the first fifty
BROWSE_MS = 120
FIRST = 50
CARD_WIDTH = 420


def order_after(key: str) -> str:
    """The order that a click on a heading asks for."""
    return ORDER_OF_COLUMN.get(key, "name")


def columns_for(*, narrow: bool, beside_card: bool) -> tuple[str, ...]:
    """What the list shows of a household in the room it has."""
    if beside_card and not narrow:
        return BESIDE_CARD
    return NARROW if narrow else tuple(c.key for c in COLUMNS)


def edited_back(old: dict[str, Any], new: Row) -> Row:
    """What takes an edit back: the old values of the fields that were written."""
    return {n: old[n] for n in new if n in old}


class Households(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._session = session
        self._rows: list[int] = []
        self._order = order_after(session.settings["households_sorted"])
        self._until = ""  # the cut-off of the number whose households are shown; "" is today
        self._phones = False
        self._view: HouseholdView | None = None
        self._undo: tuple[str, Callable[[], Changes]] | None = None
        self._jobs: dict[str, str] = {}
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self._build_strip()
        self._build_list()
        self._card = HouseholdCard(self, self, user=session.user)
        self._empty: Card | None = None
        self._tag = bind_screen_keys(self, {
            "<F8>": self.add_household, "<F11>": self.toggle_phones, "<F12>": self.enter_visit,
            "<Control-e>": self.edit_household, "<Control-E>": self.edit_household,
            "<Control-Delete>": self.remove,
            "<Control-b>": self.open_bin, "<Control-B>": self.open_bin,
            "<Control-h>": self.show_history, "<Control-H>": self.show_history,
            "<Menu>" if self._is_x11() else "<App>": self.show_history,
            "<Control-r>": self.change_state, "<Control-R>": self.change_state,
            "<Control-y>": self.show_rights, "<Control-Y>": self.show_rights,
            "<Control-z>": self.undo, "<Control-Z>": self.undo,
        })  # fmt: skip
        self.bind("<Configure>", self._on_resize)
        self._refresher = RefreshWhenSeen(
            self, self._refresh,
            lambda c: c.households or c.visits or c.campaigns or c.tallies,
        )
        self.on_changes = self._refresher.on_changes

    # -- what the window asks of a screen -----------------------------------------------------

    def show(
        self, *, filter: str = "", village: str = "", reason: str = "", household: str = "",
        until: str = "",
    ) -> None:  # fmt: skip
        """The households behind a number or a bar as of its cut-off, or the card of one."""
        self._refresher.refresh_now()
        self._until = until
        segment = known_segment(filter, self._session.campaign)
        self.strip.set(Filters("", village, segment, reason))
        self._show_whole(keep=False)
        if household:
            self.open_card(household)
        else:
            self.close_card()
            self.after(theme.FOCUS_MS, self.list.focus_list)

    def focus_first(self) -> None:
        self.focus_search()

    def focus_search(self) -> None:
        self.strip.search.focus_set()
        self.strip.search.select_range(0, "end")

    def escape(self) -> bool:
        if self._view:
            self.close_card()
        elif self._until:
            self.show_today()
        elif self.strip.filters():
            self.strip.set(Filters())
            self._show_whole(keep=False)
        else:
            return False
        return True

    def show_today(self) -> None:
        """The list as it is now, with the same filters."""
        self._until = ""
        self._show_whole(keep=False)
        self.list.focus_list()

    # -- the list ---------------------------------------------------------------------------

    @property
    def _day(self) -> date:
        """From which what is due is late."""
        return day_of(self._until) if self._until else date.today()

    def _on_typed(self) -> None:
        """The first fifty at once, the whole list when the typing rests."""
        self._later("first", TYPING_MS, self._show_first)
        self._later("whole", WHOLE_MS, partial(self._show_whole, keep=False))

    def _show_first(self) -> None:
        filters = self.strip.filters()
        only_text = filters == Filters(text=filters.text)
        if filters.text and only_text and self._order == "name" and not self._until:
            found = search_households(self._session.db, filters.text, FIRST)
            self._show_rows([h["row"] for h in found], keep=False)

    def _show_whole(self, *, keep: bool) -> None:
        self._cancel("first")
        self._cancel("whole")
        filters = self.strip.filters()
        rows = list_rows(
            self._session.db, self._session.campaign, text=filters.text,
            village_id=filters.village or None, segment=filters.segment,
            reason=filters.reason or None, order=self._order, today=self._day.isoformat(),
            at=self._until,
        )  # fmt: skip
        self._show_rows(rows, keep=keep)
        tag_all(self.strip, self._tag)  # chips are made anew
        self._list_card.set_title(f"{format_count(len(rows))} hộ", self._scope_words(filters))
        if self._until:
            self._today.pack(side="right", padx=(0, px(8)))
        else:
            self._today.pack_forget()

    def _scope_words(self, filters: Filters) -> str:
        """Of which moment the list is, and what it cannot show."""
        campaign, words = self._session.campaign, []
        if self._until:
            words.append(f"Danh sách tính đến {moment_words(self._until)}")
        if campaign and filters.segment:
            tallied = read_tallied(self._session.db, campaign, filters.village, self._until)
            words.append(tally_words(filters, tallied))
        return "; ".join(w for w in words if w)

    def _show_rows(self, rows: list[int], *, keep: bool) -> None:
        self._rows = rows
        self.list.set_empty_text(empty_sentence(self.strip.filters()))
        self.list.reload(keep=keep)

    def _fetch(self, offset: int, limit: int) -> list[ListRow]:
        campaign = self._session.campaign
        rows = self._rows[offset : offset + limit]
        lines = get_lines(self._session.db, campaign, rows, self._until)
        return [list_row(x, campaign, self._day, phones=self._phones) for x in lines]

    def _sort(self, key: str) -> None:
        self._order = order_after(key)
        self._session.settings["households_sorted"] = key
        self.list.show_sorting(key, descending=key == "members")
        self._show_whole(keep=False)

    def toggle_phones(self) -> None:
        """Masked until somebody needs a number: who, when, of how many is noted before."""
        session = self._session
        if not self._phones:
            changes = log_names(session.db, "list_names", "Số điện thoại hộ dân",
                                "xem trên màn hình", len(self._rows), by=session.user)  # fmt: skip
            session.changed(changes)
        self._phones = not self._phones
        word = "Che số điện thoại (F11)" if self._phones else "Hiện số điện thoại (F11)"
        self._eye.configure(text=word)
        self.list.reload()
        self._show_card()

    def _go_to_list(self) -> None:
        if "first" in self._jobs or "whole" in self._jobs:
            self._show_whole(keep=False)
        if self._rows:
            self.list.focus_list()

    # -- the card of one household ------------------------------------------------------------

    def open_card(self, household_id: str) -> None:
        self._undo = None
        self._view = read_view(self._session.db, self._session.campaign, household_id)
        self._show_card()
        self._lay_out()

    def close_card(self) -> None:
        self._view = self._undo = None
        self._lay_out()
        self.list.focus_list()

    def _show_card(self) -> None:
        if self._view:
            undo = self._undo[0] if self._undo else ""
            self._card.show(self._view, phones=self._phones, today=date.today(), undo=undo)

    def _on_chosen(self, household_id: str) -> None:
        """With the card open, it follows the list."""
        if self._view and self._view.household["id"] != household_id:
            self._later("browse", BROWSE_MS, partial(self.open_card, household_id))

    def _target(self) -> str:
        """The household a key or button means: the one on the card, else the selected one."""
        return str(self._view.household["id"]) if self._view else self.list.selected_id

    # -- what can be done ---------------------------------------------------------------------

    def enter_visit(self) -> None:
        if target := self._target():
            self._session.show("entry", household=target)

    def edit_household(self) -> None:
        target = self._target()
        if not target or not self._allowed("save_household"):
            return
        db, by = self._session.db, self._session.user
        old = get_household(db, target)

        def write(values: Row) -> tuple[Changes, Row]:
            changes, _ = save_household(db, values, by=by, household_id=target)
            return changes, edited_back(old, values)

        written = ask_household(self, list_villages(db), old, write)
        if written is None:
            return
        changes, back = written
        self._after(changes, target, "Đã ghi thông tin hộ.",
                    lambda: save_household(db, back, by=by, household_id=target)[0])  # fmt: skip

    def show_history(self, label: str = "") -> None:
        """Who changed what of the household and its visits, when and why (C8)."""
        target, session = self._target(), self._session
        if target:
            household = get_household(session.db, target)
            title = f"{household['head_name']}, {household['code']}"
            changes = list_value_changes(session.db, session.campaign, target)
            show_history(self, title, changes, label, phones=self._phones)

    def _is_x11(self) -> bool:
        return str(self.tk.call("tk", "windowingsystem")) == "x11"

    def show_rights(self) -> None:
        """What the people of the household may ask about their data (J4)."""
        if target := self._target():
            show_rights(self, self._session, target)

    def change_state(self) -> None:
        target = self._target()
        if not target or not self._allowed("set_household_state"):
            return
        db, by = self._session.db, self._session.user
        old = get_household(db, target)

        def write(change: StateChange) -> tuple[Changes, StateChange]:
            return set_household_state(
                db, target, change.state, change.effective_on, change.reason, by=by,
                merged_into=change.merged_into,
            ), change  # fmt: skip

        written = ask_state(self, db, old, date.today(), write)
        if written is None:
            return
        changes, change = written
        self._after(changes, target, "Đã đổi tình trạng hộ.", lambda: set_household_state(
            db, target, old["state"], change.effective_on, f"Hoàn tác: {change.reason}", by=by,
            merged_into=old["merged_into"],
        ))  # fmt: skip

    def add_household(self) -> None:
        if not self._allowed("save_household"):
            return
        db, by = self._session.db, self._session.user
        villages = list_villages(db)
        if not villages:
            self._session.show("import")
            return
        target = self._target()
        behind = get_household(db, target) if target else None

        def write(new: NewHousehold) -> tuple[Changes, str]:
            return save_household(db, new.values, by=by, found_on=new.found_on, after=new.after)

        written = ask_new_household(self, db, villages, behind, date.today(), write)
        if written is None:
            return
        changes, id_ = written
        self._session.changed(changes)
        self.open_card(id_)
        self._session.toast(f"Đã thêm hộ {get_household(db, id_)['head_name']}.")

    def undo(self) -> None:
        if self._undo and self._view:
            target = str(self._view.household["id"])
            self._session.changed(self._undo[1]())
            self.open_card(target)
            self._session.status("Đã hoàn tác.")

    def remove(self) -> None:
        """A household that was written by mistake goes into the bin (K5)."""
        target, session = self._target(), self._session
        if not target or not self._allowed("remove_household"):
            return
        household = get_household(session.db, target)
        title = f"{household['head_name']}, {household['code']}"
        if ask_removal(self, session, target, title):
            self.close_card()
            session.status(f"Đã bỏ {title}. Lấy lại ở Thùng rác (Ctrl+B).")

    def open_bin(self) -> None:
        BinDialog(self, self._session).wait()
        self.list.focus_list()

    def import_list(self) -> None:
        if self._allowed("import_households"):
            self._session.show("import")

    def export_list(self) -> None:
        if not self._allowed("export_names"):
            return
        if self._until:
            tell(self, "Xuất danh sách nội bộ",
                 f"Danh sách đang xem tính đến {moment_words(self._until)}.",
                 "Hãy bấm “Về hôm nay” rồi xuất.")  # fmt: skip
            return
        session, today = self._session, date.today()
        self._show_whole(keep=True)
        rows = list(self._rows)
        if not rows:
            tell(self, "Xuất danh sách nội bộ", "Không có hộ nào để xuất.", "Hãy bỏ bớt lọc.")
            return
        filters = self._filter_words()
        choice = ask_export(self, len(rows), filters)
        if choice:
            what = f"Xuất danh sách {format_count(len(rows))} hộ có họ tên: {choice.purpose}"
            reason = ask_reason(self, session, what)
            choice = None if reason is None else replace(choice, reason=reason)
        name = file_name(filters, today)
        path = choose_save(self, session.settings, "Lưu danh sách nội bộ", name) if choice else None
        if choice is None or path is None:
            return
        session.tasks.run(
            lambda report: export_households(session.db.path, session.campaign, rows, filters,
                                             choice, path, today, report, by=session.user),
            lambda n: session.toast(f"Đã ghi {format_count(n)} hộ vào {path.name}."),
            title="Đang ghi danh sách nội bộ", modal=True,
        )  # fmt: skip

    def _filter_words(self) -> dict[str, str]:
        filters = self.strip.filters()
        names = {"village": "Thôn, bản", "segment": "Tình trạng", "reason": "Lý do"}
        found = chips(filters, list_villages(self._session.db), self._session.campaign)
        words = {names[name]: text.removeprefix("Lý do: ") for name, text in found}
        return words | ({"Tìm": filters.text} if filters.text else {})

    def _after(
        self, changes: Changes, target: str, text: str, take_back: Callable[[], Changes]
    ) -> None:
        self._session.changed(changes)
        self.open_card(target)
        self._undo = (text, take_back)
        self._show_card()
        self._session.status(text)

    def _allowed(self, permission: str) -> bool:
        if may(self._session.user, permission):
            return True
        tell(self, "Hộ dân", refusal_words(self._session.user),
             "Hãy nhờ người phụ trách hoặc quản trị thực hiện.")  # fmt: skip
        return False

    # -- building and layout ------------------------------------------------------------------

    def _build_strip(self) -> None:
        self.strip = FilterStrip(self, self._on_typed, partial(self._show_whole, keep=False),
                                 self._go_to_list)  # fmt: skip
        self.strip.grid(row=0, column=0, columnspan=2, sticky="ew", pady=(0, px(12)))
        self._add = ttk.Button(self, text="Thêm hộ (F8)", bootstyle="outline",
                               command=self.add_household)  # fmt: skip
        grey(self._add, self._session.user, "save_household")
        self._more = ttk.Menubutton(self, text="Danh sách   ", bootstyle="outline")
        menu = ttk.Menu(self._more, tearoff=False)
        for text, run, permission in (
            ("Nhập danh sách …", self.import_list, "import_households"),
            ("Xuất danh sách nội bộ …", self.export_list, "export_names"),
            ("Bỏ hộ ghi nhầm … (Ctrl+Delete)", self.remove, "remove_household"),
        ):  # fmt: skip
            why = why_not(self._session.user, permission)
            menu.add_command(label=f"{text} (không có quyền)" if why else text, command=run,
                             state="disabled" if why else "normal")  # fmt: skip
        menu.add_separator()
        menu.add_command(label="Thùng rác … (Ctrl+B)", command=self.open_bin)
        self._more.configure(menu=menu)

    def _build_list(self) -> None:
        self._list_card = Card(self, "Hộ dân")
        self._eye = ttk.Button(self._list_card.actions, text="Hiện số điện thoại (F11)",
                               bootstyle="primary ghost", command=self.toggle_phones)  # fmt: skip
        self._eye.pack(side="right")
        self._today = ttk.Button(self._list_card.actions, text="Về hôm nay (Esc)",
                                 bootstyle="primary ghost", command=self.show_today)  # fmt: skip
        self.list = VirtualList(
            self._list_card.body, COLUMNS, self._fetch, lambda: len(self._rows),
            opened=self.open_card, chosen=self._on_chosen, sort=self._sort,
        )  # fmt: skip
        self.list.pack(fill="both", expand=True)
        key = self._session.settings["households_sorted"]
        key = key if key in ORDER_OF_COLUMN else "head"
        self.list.show_sorting(key, descending=key == "members")

    def _refresh(self) -> None:
        db = self._session.db
        self.strip.offer(list_villages(db), self._session.campaign)
        self._show_whole(keep=True)
        if self._view:
            self._view = read_view(db, self._session.campaign, self._view.household["id"])
            if self._view.household["head_name"] == NO_NAME:
                self._undo = None  # it would write the people back who were just erased
            self._show_card()
        self._lay_out()

    def _lay_out(self) -> None:
        """Nothing yet: where lists come from. Else the list, and the card beside or over it."""
        if self._empty:
            self._empty.destroy()
            self._empty = None
        if not count_households(self._session.db):
            self._list_card.grid_remove()
            self._card.grid_remove()
            self.strip.grid_remove()
            self._empty = Card(self)
            EmptyState(
                self._empty.body, "Chưa có hộ nào. Hãy nhập danh sách hộ đã có trong máy (Excel, "
                "CSV); chương trình tự nhận ra tên cột, thôn bản và phông chữ cũ.",
                "Nhập danh sách …", self.import_list, icon="people",
            ).place(relx=0.5, rely=0.4, anchor="center")  # fmt: skip
            self._empty.grid(row=1, column=0, columnspan=2, sticky="nsew")
            return
        narrow = theme.is_compact(self.winfo_toplevel().winfo_width(), theme.zoom())
        self._place_buttons(narrow=narrow)
        self.list.show_columns(columns_for(narrow=narrow, beside_card=self._view is not None))
        self.columnconfigure(1, weight=0, minsize=0)
        if narrow and self._view:
            self.strip.grid_remove()
        else:
            self.strip.grid()
        if self._view is None:
            self._card.grid_remove()
            self._list_card.grid(row=1, column=0, columnspan=2, sticky="nsew")
        elif narrow:
            self._list_card.grid_remove()
            self._card.grid(row=1, column=0, columnspan=2, sticky="nsew", padx=0)
        else:
            self._list_card.grid(row=1, column=0, columnspan=1, sticky="nsew")
            self._card.grid(row=1, column=1, columnspan=1, sticky="nsew", padx=(px(14), 0))
            self.columnconfigure(1, minsize=px(CARD_WIDTH))

    def _place_buttons(self, *, narrow: bool) -> None:
        """Beside the filters; in a narrow window in the head of the list, the field needs room."""
        place = self._list_card.actions if narrow else self.strip.buttons
        for button in (self._add, self._more):
            button.pack(in_=place, side="left", fill="y", padx=(px(8), 0))
            button.lift()

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self:
            self._lay_out()

    # -- coalescing ---------------------------------------------------------------------------

    def _later(self, name: str, after_ms: int, action: Callable[[], object]) -> None:
        self._cancel(name)

        def run() -> None:
            self._jobs.pop(name, None)
            action()

        self._jobs[name] = self.after(after_ms, run)

    def _cancel(self, name: str) -> None:
        if job := self._jobs.pop(name, None):
            self.after_cancel(job)
