"""Beside the entry form: the attempts at the chosen household, and what was typed today."""

import tkinter as tk
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.days import format_day
from domain.numerals import format_count
from domain.results import standing
from domain.text import mask_phone
from domain.visit_entry import (
    describe_visit,
    describe_withdrawal,
    disposition_label,
    shown_visits,
)
from domain.visits import BY_CODE, Visit
from ui.cards import Card
from ui.tables import Column, ListRow, VirtualList
from ui.theme import px

HISTORY = (
    Column("day", "Ngày", 94), Column("result", "Kết quả", 120, grow=True),
    Column("phones", "Máy", 46, anchor="e"),
)  # fmt: skip
RECENT = (
    Column("hour", "Giờ", 48), Column("head", "Chủ hộ", 122, grow=True),
    Column("result", "Kết quả", 102),
)  # fmt: skip


def history_rows(visits: Sequence[Visit], campaign: Campaign) -> list[ListRow]:
    """Newest first; a row that was replaced or taken back is grey and says so."""
    counting = {v.id for v in standing(visits)}
    rows = []
    for v in shown_visits(visits):
        label = f"{BY_CODE[v.disposition].digit}. {disposition_label(v.disposition, campaign)}"
        why = describe_withdrawal(v, visits).split(":")[0]
        rows.append(
            ListRow(
                v.id,
                {
                    "day": format_day(v.visited_at[:10]),
                    "result": label if v.id in counting else f"({why}) {label}",
                    "phones": "–" if v.smartphones is None else str(v.smartphones),
                },
                () if v.id in counting else ("muted",),
            )
        )
    return rows


def recent_rows(recent: Sequence[dict[str, Any]], campaign: Campaign, today: date) -> list[ListRow]:
    """What was typed today, newest first; a row that only takes another back says so."""
    rows = []
    for r in recent:
        if r["changed_at"][:10] != today.isoformat():
            continue
        result = "Rút lại" if r["void"] else disposition_label(r["disposition"], campaign)
        mark = "Sửa: " if r["is_correction"] and not r["void"] else ""
        texts = {"hour": r["changed_at"][11:16], "head": r["head_name"], "result": mark + result}
        rows.append(ListRow(r["id"], texts, ("muted",) if r["void"] else ()))
    return rows


class HistoryCard(Card):
    """All attempts, newest first, with what each one says and the two ways to mend it."""

    def __init__(
        self,
        parent: tk.Misc,
        correct: Callable[[Visit], object],
        withdraw: Callable[[Visit], object],
    ) -> None:
        super().__init__(parent, "Lịch sử hộ")
        self._visits: dict[str, Visit] = {}
        self._all: Sequence[Visit] = ()
        self._rows: list[ListRow] = []
        self._campaign: Campaign | None = None
        self._correct = self._button("Sửa lượt này", correct)
        self._withdraw = self._button("Rút lại", withdraw)
        self.list = VirtualList(
            self.body, HISTORY, lambda offset, limit: self._rows[offset : offset + limit],
            lambda: len(self._rows), chosen=lambda _: self._show_chosen(),
            empty="Chưa đến hộ này lần nào.",
        )  # fmt: skip
        self._text = ttk.Label(self.body, style="Caption.TLabel", justify="left", anchor="nw")
        self._text.bind("<Configure>", lambda e: self._text.configure(wraplength=e.width - px(6)))
        self._text.pack(side="bottom", fill="x", pady=(px(6), 0))
        self.list.pack(fill="both", expand=True)

    def show(self, visits: Sequence[Visit], campaign: Campaign) -> None:
        self._all, self._campaign = visits, campaign
        self._visits = {v.id: v for v in visits}
        self._rows = history_rows(visits, campaign)
        self.list.reload(keep=False)
        if self._rows:
            self.list.select(next((n for n, r in enumerate(self._rows) if not r.tags), 0))
        self._show_chosen()

    def _button(self, text: str, action: Callable[[Visit], object]) -> ttk.Button:
        def press() -> None:
            if visit := self._visits.get(self.list.selected_id):
                action(visit)

        button = ttk.Button(self.actions, text=text, bootstyle="primary ghost", command=press)
        button.configure(padding=(px(6), px(2)))
        button.pack(side="left")
        return button

    def _show_chosen(self) -> None:
        visit = self._visits.get(self.list.selected_id)
        counts = visit is not None and visit in standing(self._all)
        for button in (self._correct, self._withdraw):
            button.configure(state="normal" if counts else "disabled")
        if visit is None or self._campaign is None:
            self._text.configure(text="")
            return
        texts = [describe_withdrawal(visit, self._all), describe_visit(visit, self._campaign)]
        at = f"{format_day(visit.entered_at[:10])} {visit.entered_at[11:16]}"
        texts.append(f"Nhập {at}, {visit.entered_by}")
        self._text.configure(text=". ".join(t for t in texts if t))


class RecentCard(Card):
    """What was typed today; a click leads to that household."""

    def __init__(self, parent: tk.Misc, go: Callable[[str], object]) -> None:
        super().__init__(parent, "Đã nhập hôm nay")
        self._rows: list[ListRow] = []
        self._households: dict[str, str] = {}
        self.list = VirtualList(
            self.body, RECENT, lambda offset, limit: self._rows[offset : offset + limit],
            lambda: len(self._rows), chosen=lambda id_: go(self._households[id_]),
            empty="Hôm nay chưa nhập phiếu nào.",
        )  # fmt: skip
        self.list.pack(fill="both", expand=True)

    def show(
        self, recent: Sequence[dict[str, Any]], campaign: Campaign, today: date, standing_now: int
    ) -> None:
        """`standing_now`: how many sheets typed today still count, corrected or not."""
        self._rows = recent_rows(recent, campaign, today)
        self._households = {r["id"]: r["household_id"] for r in recent}
        text = f"{format_count(standing_now)} phiếu" if standing_now else ""
        self.set_title("Đã nhập hôm nay", text)
        self.list.reload(keep=False)


def describe_household(household: dict[str, Any]) -> str:
    """ "02-0012-7 · 4 khẩu · 09xx xxx 678", beside the name."""
    members = household["members"]
    parts = [
        household["code"],
        "" if members is None else f"{members} khẩu",
        mask_phone(household["phone"] or ""),
        "phát sinh" if household["source"] == "FOUND" else "",
    ]
    return "  ·  ".join(p for p in parts if p)
