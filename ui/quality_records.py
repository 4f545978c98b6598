"""The right card of the quality page: the rows of the chosen line, with what can be done to them.

To add a kind of line: its ActionList here, its rows in quality_texts.py.
"""

import tkinter as tk
from typing import Protocol

from domain.quality import CONFIRMED, DUPLICATE
from domain.users import User, may
from ui.action_list import Action, ActionList
from ui.cards import Card
from ui.paragraph import Paragraph
from ui.quality_texts import EMPTY, FINDING_COLUMNS, KEPT_COLUMNS, PAIR_COLUMNS
from ui.theme import px


class Records(Protocol):
    """The page; each is given the id of a row, which is its number in the list."""

    def open_row(self, row_id: str) -> None: ...

    def row_chosen(self, row_id: str) -> None: ...

    def keep(self, row_id: str) -> None: ...

    def merge_pair(self, row_id: str) -> None: ...

    def tell_pair_apart(self, row_id: str) -> None: ...

    def skip_pair(self, row_id: str) -> None: ...

    def withdraw(self, row_id: str) -> None: ...


class RecordCard(Card):
    """One list for each kind of line, of which one is shown."""

    def __init__(self, parent: tk.Misc, page: Records, user: User) -> None:
        super().__init__(parent, "Chất lượng")
        keep, merge = (may(user, p) for p in ("save_confirmation", "set_household_state"))
        self._detail = Paragraph(self.body, " ", style="Caption.TLabel")
        self._detail.pack(side="bottom", fill="x", pady=(px(8), 0))
        self.findings = ActionList(
            self.body, FINDING_COLUMNS,
            (Action("Mở (Enter)", page.open_row, main=True),
             Action("Đúng, giữ … (F8)", page.keep, ("<F8>",), allowed=keep)),
            opened=page.open_row, empty=EMPTY[""], chosen=page.row_chosen,
        )  # fmt: skip
        self.pairs = ActionList(
            self.body, PAIR_COLUMNS,
            (Action("Nhập làm một … (F11)", page.merge_pair, ("<F11>",), main=True,
                    allowed=merge),
             Action("Không phải trùng … (F8)", page.tell_pair_apart, ("<F8>",),
                    allowed=keep),
             Action("Bỏ qua (Delete)", page.skip_pair, ("<Delete>",))),
            opened=page.open_row, empty=EMPTY[DUPLICATE], chosen=page.row_chosen,
        )  # fmt: skip
        self._kept = ActionList(
            self.body, KEPT_COLUMNS,
            (Action("Bỏ xác nhận (Delete)", page.withdraw, ("<Delete>",), allowed=keep),),
            opened=page.open_row, empty=EMPTY[CONFIRMED], chosen=page.row_chosen,
        )  # fmt: skip

    def list_of(self, kind: str) -> ActionList:
        return {DUPLICATE: self.pairs, CONFIRMED: self._kept}.get(kind, self.findings)

    def show_list(self, shown: ActionList) -> None:
        for one in (self.findings, self.pairs, self._kept):
            if one is not shown:
                one.pack_forget()
        shown.pack(fill="both", expand=True)

    def describe(self, text: str) -> None:
        """What the selected row says in full, under the list."""
        self._detail.configure(text=text)
