"""“Thùng rác”: households removed and visits taken back, each with “Lấy lại” (K5)."""

import tkinter as tk

from domain.days import format_day
from domain.fields import Field, Text, parse_row
from domain.users import may
from domain.visit_entry import disposition_label
from storage.recycle_bin import (
    HOUSEHOLD,
    BinItem,
    list_bin,
    remove_household,
    restore_household,
    restore_visit,
)
from ui.dialogs import Dialog, write_or_tell
from ui.edit import edit_and_write
from ui.paragraph import Paragraph
from ui.session import Session
from ui.tables import Column, ListRow, VirtualList
from ui.theme import px

COLUMNS = (
    Column("what", "Đã bỏ", 220, grow=True, sortable=False),
    Column("head", "Hộ", 200, grow=True, sortable=False),
    Column("at", "Lúc", 128, sortable=False),
    Column("by", "Người bỏ", 110, sortable=False),
    Column("reason", "Lý do", 160, grow=True, sortable=False),
)
WIDTH, HEIGHT = 900, 400
NOTE = (
    "Không có gì bị xóa hẳn: lấy lại được cho đến khi đợt vận động kết thúc. Hộ ở thùng rác không "
    "có trong danh sách nào và không nằm trong số liệu của bất kỳ ngày nào."
)
REASON = Field("reason", "Vì sao bỏ hộ này", Text(), required=True, width=60,
               hint="Chỉ bỏ hộ ghi nhầm. Hộ chuyển đi, nhà trống: dùng “Tình trạng” (Ctrl+R).")


def bin_row(item: BinItem, label: str) -> ListRow:
    """`label`: the result of a visit in the office's words."""
    visit = f"Lượt đến {format_day(item.visited_at)}: {label}"
    texts = {
        "what": "Hộ ghi nhầm" if item.kind == HOUSEHOLD else visit,
        "head": f"{item.head_name}, {item.code}, {item.village}",
        "at": format_day(item.at[:16]), "by": item.by, "reason": item.reason,
    }  # fmt: skip
    return ListRow(f"{item.kind}:{item.id}", texts)


def ask_removal(parent: tk.Misc, session: Session, household_id: str, title: str) -> bool:
    """Ask why, and remove; whether it was done."""

    def write(texts: dict[str, str]) -> bool:
        values, _ = parse_row((REASON,), texts)
        session.changed(remove_household(session.db, household_id, str(values["reason"]),
                                         by=session.user))  # fmt: skip
        return True

    done = edit_and_write(parent, f"Bỏ hộ ghi nhầm: {title}", (REASON,), {}, write,
                          save="Bỏ hộ này (F9)")  # fmt: skip
    return done is True


class BinDialog(Dialog):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, "Thùng rác")
        self._session = session
        self._items: dict[str, BinItem] = {}
        self._rows: list[ListRow] = []
        self.fix_body(min(px(WIDTH), self.winfo_screenwidth() - 60), px(HEIGHT))
        Paragraph(self.body, NOTE, "Caption.TLabel").pack(fill="x", pady=(0, px(8)))
        self.list = VirtualList(
            self.body, COLUMNS, lambda at, n: self._rows[at : at + n], lambda: len(self._rows),
            opened=lambda _: self.take_back(), chosen=lambda _: self._show_button(),
            empty="Thùng rác trống.",
        )  # fmt: skip
        self.list.pack(fill="both", expand=True)
        self._button = self.add_button("Lấy lại (Enter)", self.take_back, main=True)
        self.add_button("Đóng", lambda: self.finish(None))
        self.refresh()
        self.after(60, self.list.focus_list)

    def refresh(self) -> None:
        session = self._session
        campaign = session.campaign
        self._items, self._rows = {}, []
        for item in list_bin(session.db, campaign):
            known = campaign and item.disposition
            label = disposition_label(item.disposition, campaign) if known and campaign else ""
            row = bin_row(item, label)
            self._items[row.id] = item
            self._rows.append(row)
        self.list.reload()
        self._show_button()

    def _allowed(self, item: BinItem | None) -> bool:
        if item is None:
            return False
        action = "remove_household" if item.kind == HOUSEHOLD else "save_visit"
        return may(self._session.user, action)

    def _show_button(self) -> None:
        allowed = self._allowed(self._items.get(self.list.selected_id))
        self._button.state(["!disabled" if allowed else "disabled"])

    def take_back(self) -> None:
        item = self._items.get(self.list.selected_id)
        if item is None or not self._allowed(item):
            return
        if write_or_tell(self, lambda: self._restore(item)):
            self.refresh()
            self.list.focus_list()

    def _restore(self, item: BinItem) -> bool:
        session, campaign = self._session, self._session.campaign
        if item.kind == HOUSEHOLD:
            session.changed(restore_household(session.db, campaign, item.id, by=session.user))
        elif campaign:
            session.changed(restore_visit(session.db, campaign, item.id, by=session.user))
        session.status(f"Đã lấy lại: {item.head_name}, {item.code}.")
        return True
