"""Thiết lập, "Thôn, bản": names, kinds and the order of lists and annexes."""

import tkinter as tk

import ttkbootstrap as ttk

from domain.campaign_edits import moved
from domain.fields import format_row, parse_row
from domain.numerals import format_count
from domain.text import words_with_numbers_key
from domain.users import may
from domain.villages import Village
from storage.villages import (
    count_village_households,
    delete_village,
    list_villages,
    save_village,
    save_village_order,
)
from ui.action_list import Action, ActionList, give_room
from ui.dialogs import Dialog, ask
from ui.edit import edit_and_write
from ui.keys import bind_function_key
from ui.paragraph import Paragraph
from ui.session import Session
from ui.tables import Column, ListRow
from ui.theme import px
from ui.welcome_villages import LINE_FIELDS, VillagesPanel

COLUMNS = (
    Column("n", "STT", 50, "center", sortable=False),
    Column("kind", "Loại", 140, sortable=False),
    Column("name", "Tên", 200, grow=True, sortable=False),
    Column("number", "Số trong mã hộ", 120, "center", compact=False, sortable=False),
    Column("households", "Số hộ", 90, "e", sortable=False),
)
NOTE = (
    "Thứ tự này dùng trong danh sách và phụ lục. Đổi tên hay đổi thứ tự không đổi mã hộ đã in. Chỉ "
    "xóa được thôn, bản chưa có hộ và số liệu."
)


def sorted_by_name(villages: list[Village]) -> list[str]:
    """Ids by kind, then name: "Thôn 2" before "Thôn 10"."""
    ordered = sorted(
        villages, key=lambda v: (words_with_numbers_key(v.kind), words_with_numbers_key(v.name))
    )
    return [v.id for v in ordered]


class VillageSettings(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._villages: list[Village] = []
        note = Paragraph(self, NOTE, "Caption.TLabel")
        note.pack(fill="x", pady=(0, px(10)))
        self._list = ActionList(
            self, COLUMNS,
            (
                Action("Thêm thôn, bản (F8)", self._add, needs_row=False, main=True),
                Action("Sửa (Enter)", self._edit),
                Action("Xóa (Delete)", self._delete, ("<Delete>",)),
                Action("Lên (Ctrl+↑)", lambda id_: self._move(id_, -1), ("<Control-Up>",)),
                Action("Xuống (Ctrl+↓)", lambda id_: self._move(id_, 1), ("<Control-Down>",)),
                Action("Xếp theo tên", self._sort, needs_row=False),
            ),
            opened=self._edit, allowed=may(session.user, "save_village"),
            empty="Chưa có thôn, bản nào. Bấm “Thêm thôn, bản” để dán một cột từ Excel.",
        )  # fmt: skip
        self._list.pack(fill="both", expand=True)
        give_room(self, self._list, (note,))

    def refresh(self) -> None:
        db = self._session.db
        self._villages = list_villages(db)
        counts = count_village_households(db)
        self._list.show([
            ListRow(v.id, {"n": str(n), "kind": v.kind, "name": v.name, "number": str(v.number),
                           "households": format_count(counts.get(v.id, 0))})
            for n, v in enumerate(self._villages, 1)
        ])  # fmt: skip

    def focus_first(self) -> None:
        self._list.focus_list()

    def add(self) -> None:
        self._list.run_main()

    def _add(self, _: str) -> None:
        ask_villages(self, self._session)
        self.refresh()

    def _edit(self, id_: str) -> None:
        village, session = self._find(id_), self._session

        def write(texts: dict[str, str]) -> bool:
            values, _ = parse_row(LINE_FIELDS, texts)
            kind, name = str(values["kind"] or ""), str(values["name"])
            session.changed(
                save_village(session.db, id_, kind, name, village.position, by=session.user)
            )
            return True

        if edit_and_write(self, f"Sửa {village.label}", LINE_FIELDS,
                          format_row(LINE_FIELDS, vars(village)), write,
                          save="Ghi (F9)"):  # fmt: skip
            self.refresh()
            session.status("Đã ghi thôn, bản.")

    def _delete(self, id_: str) -> None:
        village, session = self._find(id_), self._session
        if ask(self, "Xóa thôn, bản", f"Xóa {village.label}?", "Xóa", danger=True):
            session.changed(delete_village(session.db, id_, by=session.user))
            self.refresh()
            session.status(f"Đã xóa {village.label}.")

    def _move(self, id_: str, step: int) -> None:
        ids = [v.id for v in self._villages]
        at = ids.index(id_)
        self._order(list(moved(ids, at, at + step)))
        self._list.select(id_)

    def _sort(self, _: str) -> None:
        before = [v.id for v in self._villages]
        self._order(sorted_by_name(self._villages))
        self._list.offer_undo("Đã xếp theo tên.", lambda: self._order(before))

    def _order(self, ids: list[str]) -> None:
        session = self._session
        session.changed(save_village_order(session.db, ids, by=session.user))
        self.refresh()

    def _find(self, id_: str) -> Village:
        return next(v for v in self._villages if v.id == id_)


def ask_villages(parent: tk.Misc, session: Session) -> None:
    """The page of the first start in a dialog: paste a column, look, write."""
    dialog = Dialog(parent, "Thêm thôn, bản")
    dialog.fix_body(px(800), px(470))
    panel = VillagesPanel(dialog.body, session, lambda: dialog.finish(True))
    panel.pack(fill="both", expand=True)
    dialog.add_button("Ghi (F9)", panel.save, main=True)
    dialog.add_button("Hủy", lambda: dialog.finish(None))
    bind_function_key(dialog, "F9", panel.save)
    dialog.after(80, panel.focus_first)
    dialog.wait()
