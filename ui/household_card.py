"""Everything about one household: its data, its result and why, all attempts, all states.

Reads only. What can be done with the household are the buttons; the screen does it.
"""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.days import format_day
from domain.households import ALWAYS
from domain.numerals import format_count
from domain.results import INELIGIBLE, NOT_VISITED, Result, standing
from domain.users import User
from domain.visit_entry import describe_visit, describe_withdrawal, shown_visits
from domain.visits import Visit
from storage.campaigns import campaign_row
from storage.database import Database
from storage.household_states import list_merged, list_state_changes
from storage.households import get_household
from storage.results import get_result, list_household_visits
from ui.allowing import grey
from ui.cards import Card
from ui.household_texts import (
    STATE_LABELS,
    count_pairs,
    describe_state,
    explain_result,
    phone_text,
    result_label,
    result_text,
)
from ui.scrolled import Scrolled
from ui.theme import px

COUNTS_IN_A_ROW = 2


@dataclass(frozen=True)
class HouseholdView:
    """One household as the card shows it."""

    household: dict[str, Any]
    campaign: Campaign | None
    result: Result | None
    visits: tuple[Visit, ...]
    states: tuple[dict[str, Any], ...]
    merged_into: str = ""  # "Hà Văn Ân, 01-0004-4"
    merged_here: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        if self.household["state"] != "ACTIVE":
            return INELIGIBLE
        return self.result.status if self.result else NOT_VISITED


def read_view(db: Database, campaign: Campaign | None, household_id: str) -> HouseholdView:
    household = get_household(db, household_id)
    result, visits = None, []
    if campaign:
        result = get_result(db, campaign, campaign_row(db, campaign.id), household["row"])
        visits = list_household_visits(db, campaign.id, household_id)
    into = get_household(db, household["merged_into"]) if household["merged_into"] else None
    return HouseholdView(
        household, campaign, result, tuple(visits), tuple(list_state_changes(db, household_id)),
        f"{into['head_name']}, {into['code']}" if into else "",
        tuple(
            f"{m['head_name']}, {m['code']}, từ {format_day(m['state_on'])}"
            for m in list_merged(db, household_id)
        ),
    )  # fmt: skip


def data_pairs(view: HouseholdView, *, phones: bool) -> list[tuple[str, str]]:
    """(label, text) of what is known of the household itself."""
    h = view.household
    members = format_count(h["members"])
    if view.result and view.result.members is not None and view.result.members != h["members"]:
        members += f" (lượt đến ghi {view.result.members})"
    pairs = [
        ("Số nhân khẩu", members),
        *([("Năm sinh chủ hộ", str(h["birth_year"]))] if h["birth_year"] else []),
        ("Điện thoại", phone_text(h["phone"], shown=phones)),
        ("Địa chỉ", h["address"] or "–"),
        ("Tình trạng", describe_state(h, view.merged_into)),
    ]
    if h["source"] == "FOUND":
        pairs.append(("Nguồn", f"Hộ phát sinh, gặp ngày {format_day(h['listed_on'])}"))
    pairs += [
        (label, h[name])
        for name, label in (("cluster", "Cụm, ngõ"), ("note", "Ghi chú"))
        if h[name]
    ]
    pairs += [("Hộ đã nhập vào đây", text) for text in view.merged_here]
    return pairs


def attempt_texts(view: HouseholdView) -> list[tuple[str, str, bool]]:
    """(heading, what it says, whether it counts) of every attempt, newest first."""
    if view.campaign is None:
        return []
    counting = {v.id for v in standing(view.visits)}
    texts = []
    for v in shown_visits(view.visits):
        label = result_label(v.disposition, view.campaign)
        entered = f"Nhập {format_day(v.entered_at[:10])} {v.entered_at[11:16]}, {v.entered_by}"
        said = (
            describe_withdrawal(v, view.visits),
            describe_visit(v, view.campaign).removeprefix(label).removeprefix(". "),
            f"Sửa lại lượt trước: {v.correction}" if v.correction else "", entered,
        )  # fmt: skip
        text = ". ".join(t.rstrip(".") for t in said if t)
        texts.append((f"{format_day(v.visited_at)}   {label}", text, v.id in counting))
    return texts


def state_texts(view: HouseholdView) -> list[str]:
    return [
        f"{_state_day(s)}   {STATE_LABELS[s['state']]}: {s['reason']}"
        f" (ghi {format_day(s['changed_at'][:10])}, {s['changed_by']})"
        for s in view.states
    ]


def _state_day(change: dict[str, Any]) -> str:
    """From when it counts; of a household that was removed or taken back, when that was done."""
    day = change["effective_on"]
    return format_day(change["changed_at"][:10] if day == ALWAYS else day)


class Actions(Protocol):
    """What the buttons ask of the screen."""

    def enter_visit(self) -> object: ...

    def edit_household(self) -> object: ...

    def change_state(self) -> object: ...

    def show_history(self, label: str = "") -> object: ...

    def show_rights(self) -> object: ...

    def close_card(self) -> object: ...

    def undo(self) -> object: ...


class HouseholdCard(Card):
    def __init__(self, parent: tk.Misc, actions: Actions, *, user: User) -> None:
        super().__init__(parent, "Hộ")
        self._button(self.actions, "Đóng (Esc)", actions.close_card, "ghost").pack(side="right")
        rights = self._button(self.actions, "Quyền (Ctrl+Y)", actions.show_rights, "ghost")
        rights.pack(side="right", padx=(0, px(6)))
        ttk.ToolTip(rights, text="Quyền của người dân: xem, xuất, xóa dữ liệu", delay=400)
        row = ttk.Frame(self.body)
        row.pack(fill="x", pady=(0, px(8)))
        self._enter = self._button(row, "Nhập lượt đến (F12)", actions.enter_visit, "primary")
        self._edit = self._button(row, "Sửa (Ctrl+E)", actions.edit_household, "outline")
        self._state = self._button(row, "Tình trạng (Ctrl+R)", actions.change_state, "outline")
        self._history = self._button(row, "Lịch sử (Ctrl+H)", actions.show_history, "outline")
        self._show_history = actions.show_history
        for button in (self._enter, self._edit, self._state, self._history):
            button.pack(side="left", padx=(0, px(6)))
            button.configure(padding=(px(7), px(6)))
        for button, permission in ((self._enter, "save_visit"), (self._edit, "save_household"),
                                   (self._state, "set_household_state")):  # fmt: skip
            grey(button, user, permission)
        self._undo_row = ttk.Frame(self.body, style="Warning.TFrame", padding=(px(10), px(4)))
        self._undo_text = ttk.Label(self._undo_row, style="Warning.TLabel")
        self._undo_text.pack(side="left")
        self._button(self._undo_row, "Hoàn tác (Ctrl+Z)", actions.undo, "outline").pack(
            side="right"
        )
        self._scrolled = Scrolled(self.body)
        self._scrolled.pack(fill="both", expand=True)
        self._content = ttk.Frame(self._scrolled.body)
        self._content.pack(fill="both", expand=True)

    def show(self, view: HouseholdView, *, phones: bool, today: date, undo: str = "") -> None:
        """`undo` names what "Hoàn tác" would take back; "" for nothing."""
        h = view.household
        self.set_title(h["head_name"], f"{h['code']}  ·  {h['village']}")
        if undo:
            self._undo_text.configure(text=undo)
            self._undo_row.pack(fill="x", pady=(0, px(8)), before=self._scrolled)
        else:
            self._undo_row.pack_forget()
        self._content.destroy()
        self._content = ttk.Frame(self._scrolled.body)
        self._content.pack(fill="both", expand=True, padx=(0, px(6)))
        self._line(result_text(view.status, view.campaign, h["state"]), "CardTitle.TLabel", above=0)
        for sentence in explain_result(h, view.result, view.campaign, today):
            self._line(sentence, "TLabel", above=2)
        if view.result:
            self._show_counts(count_pairs(view.result, view.campaign))
        self._show_data(data_pairs(view, phones=phones))
        self._show_attempts(attempt_texts(view))
        states = state_texts(view)
        if states:
            self._heading("Các lần đổi tình trạng")
        for text in states:
            self._line(text, "TLabel", above=2)

    def _show_counts(self, pairs: list[tuple[str, str]]) -> None:
        grid = ttk.Frame(self._content)
        grid.pack(fill="x", pady=(px(8), 0))
        for n, (label, number) in enumerate(pairs):
            cell = ttk.Frame(grid)
            cell.grid(row=n // COUNTS_IN_A_ROW, column=n % COUNTS_IN_A_ROW, sticky="ew",
                      padx=(0, px(16)))  # fmt: skip
            ttk.Label(cell, text=label, style="Caption.TLabel").pack(side="left")
            ttk.Label(cell, text=number, style="Strong.TLabel").pack(side="right")
        for column in range(COUNTS_IN_A_ROW):
            grid.columnconfigure(column, weight=1, uniform="count")

    def _show_data(self, pairs: list[tuple[str, str]]) -> None:
        self._heading("Thông tin hộ")
        grid = ttk.Frame(self._content)
        grid.pack(fill="x")
        grid.columnconfigure(1, weight=1)
        for n, (label, text) in enumerate(pairs):
            name = ttk.Label(grid, text=label, style="Caption.TLabel")
            name.grid(row=n, column=0, sticky="nw", padx=(0, px(12)), pady=(px(3), 0))
            value = ttk.Label(grid, text=text, justify="left")
            value.grid(row=n, column=1, sticky="new", pady=(px(2), 0))
            _wrap(value)
            for part in (name, value):
                self._offer_history(part, label)

    def _show_attempts(self, texts: list[tuple[str, str, bool]]) -> None:
        counting = sum(1 for _, _, counts in texts if counts)
        self._heading(f"Các lượt đến ({counting})" if texts else "Các lượt đến")
        if not texts:
            self._line("Chưa đến hộ này lần nào.", "Caption.TLabel", above=2)
        for heading, text, counts in texts:
            of_visit = f"Lượt đến {heading.split('   ')[0]}"
            for words, style, above in ((heading, "Strong.TLabel", 8), (text, "TLabel", 0)):
                line = self._line(words, style if counts else "Caption.TLabel", above=above)
                self._offer_history(line, of_visit)

    def _heading(self, text: str) -> None:
        line = ttk.Frame(self._content, style="Line.TFrame", height=1)
        line.pack(fill="x", pady=(px(10), px(8)))
        ttk.Label(self._content, text=text, style="CardTitle.TLabel").pack(anchor="w")

    def _offer_history(self, widget: tk.Misc, label: str) -> None:
        """A right click on a value shows how it became that."""
        widget.bind("<Button-3>", lambda _: self._show_history(label))

    def _line(self, text: str, style: str, above: int) -> ttk.Label:
        label = ttk.Label(self._content, text=text, style=style, justify="left")
        label.pack(anchor="w", fill="x", pady=(px(above), 0))
        _wrap(label)
        return label

    def _button(
        self, parent: tk.Misc, text: str, command: Callable[[], object], style: str
    ) -> ttk.Button:
        return ttk.Button(parent, text=text, bootstyle=style, command=command)


def _wrap(label: ttk.Label) -> None:
    label.bind("<Configure>", lambda e: label.configure(wraplength=max(e.width - px(4), px(60))))
