"""Two households side by side, and the questions about them: which one stays, why they are two."""

import tkinter as tk
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import ttkbootstrap as ttk

from domain.fields import Choice, Field, Option
from ui.cards import Card
from ui.dialogs import Dialog
from ui.quality_texts import pair_lines, which_stays
from ui.theme import px

WHY_TWO = Field(
    "reason", "Lý do là hai hộ", required=True, width=44,
    kind=Choice(tuple(Option(t, t) for t in (
        "Cùng tên, khác người", "Người nhà dùng chung điện thoại", "Hai hộ ở một nhà",
        "Đã tách hộ", "Thôn, bản xác nhận là hai hộ",
    )), free=True),
)  # fmt: skip
WHY_KEPT = Field(
    "reason", "Lý do giữ", required=True, width=44,
    kind=Choice(tuple(Option(t, t) for t in (
        "Đúng theo phiếu giấy", "Đã hỏi lại hộ", "Đã hỏi lại thôn, bản", "Đã hỏi lại tổ công tác",
        "Có lý do riêng",
    )), free=True),
)  # fmt: skip


def put_pair(parent: tk.Misc, one: Mapping[str, Any], other: Mapping[str, Any]) -> ttk.Frame:
    """Side by side; what differs has a mark, so that it is seen without colour too."""
    grid = ttk.Frame(parent)
    grid.pack(fill="x")
    for column in (1, 2):
        grid.columnconfigure(column, weight=1, uniform="side")
    for n, (label, first, second, differs) in enumerate(pair_lines(one, other)):
        marked = differs and n > 0  # the codes always differ
        ttk.Label(grid, text=("≠ " if marked else "    ") + label, style="Caption.TLabel").grid(
            row=n, column=0, sticky="w", padx=(0, px(14)), pady=px(1)
        )
        for column, text in ((1, first), (2, second)):
            ttk.Label(grid, text=text, style="Alarm.TLabel" if marked else "TLabel").grid(
                row=n, column=column, sticky="w", padx=(0, px(10))
            )
    return grid


class PairPanel(Card):
    """The pair under its list, each with the way to its card."""

    def __init__(
        self, parent: tk.Misc, open_first: Callable[[], object], open_second: Callable[[], object]
    ) -> None:
        super().__init__(parent)
        self._opens = (("Mở (Enter)", open_first), ("Mở (Ctrl+Enter)", open_second))
        self._grid = ttk.Frame(self.body)

    def show(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> None:
        self._grid.destroy()
        self._grid = put_pair(self.body, one, other)
        for column, (words, command) in enumerate(self._opens, 1):
            button = ttk.Button(self._grid, text=words, command=command,
                                bootstyle="primary ghost", takefocus=False)  # fmt: skip
            button.configure(padding=(px(8), px(1)))
            button.grid(row=0, column=column, sticky="w", padx=(px(86), 0))


def ask_merge(
    parent: tk.Misc, one: Mapping[str, Any], other: Mapping[str, Any]
) -> tuple[str, str] | None:
    """(id that goes, id that stays), or None. The proposed one is what Enter takes."""
    dialog = Dialog(parent, "Nhập hai hộ làm một")
    put_pair(dialog.body, one, other)
    ttk.Label(dialog.body, text="Giữ hộ nào?", style="Strong.TLabel").pack(
        anchor="w", pady=(px(12), 0)
    )
    text = (
        "Hộ kia thôi đứng riêng trong danh sách từ hôm nay; mọi lượt đến của nó được tính cho hộ "
        "giữ lại. Không lượt nào bị xóa, và hoàn tác được."
    )
    ttk.Label(dialog.body, text=text, wraplength=px(520), justify="left").pack(
        anchor="w", pady=(px(4), 0)
    )
    proposed = which_stays(one, other)
    sides = [one, other] if one["id"] == proposed else [other, one]
    first = dialog.add_button("Hủy", lambda: dialog.finish(None))
    first.pack_forget()
    buttons = []
    for h, gone in ((sides[0], sides[1]), (sides[1], sides[0])):
        answer = (str(gone["id"]), str(h["id"]))
        label = f"Giữ {h['code']} {h['head_name']}  ({h['visits']} lượt đến)"
        button = ttk.Button(
            dialog.body, text=label, bootstyle="primary" if h is sides[0] else "outline",
            command=partial(dialog.finish, answer),
        )  # fmt: skip
        button.pack(fill="x", pady=(px(12) if h is sides[0] else px(6), 0))
        buttons.append(button)
    first.pack(side="right")
    buttons[0].bind("<Down>", lambda _: buttons[1].focus_set())
    buttons[1].bind("<Up>", lambda _: buttons[0].focus_set())
    chosen = dialog.wait(buttons[0])
    return chosen if isinstance(chosen, tuple) else None
