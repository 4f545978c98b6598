"""“Lịch sử giá trị”: who changed a value of a household or visit, when, from what to what, why."""

import tkinter as tk
from collections.abc import Sequence

from domain.days import format_day
from domain.text import mask_phone
from domain.value_history import ValueChange, about
from ui.dialogs import Dialog
from ui.paragraph import Paragraph
from ui.tables import Column, ListRow, VirtualList
from ui.theme import px

COLUMNS = (
    Column("at", "Lúc", 128, sortable=False), Column("by", "Người ghi", 110, sortable=False),
    Column("label", "Mục", 250, grow=True, sortable=False),
    Column("old", "Trước", 110, grow=True, sortable=False),
    Column("new", "Sau", 110, grow=True, sortable=False),
    Column("why", "Vì sao", 140, grow=True, sortable=False),
)  # fmt: skip
WIDTH, HEIGHT = 900, 400
PHONE = "phone"
NOTHING = "Chưa có thay đổi nào: giá trị vẫn như khi ghi lần đầu."


def change_row(change: ValueChange, number: int, *, phones: bool) -> ListRow:
    def shown(text: str) -> str:
        hidden = change.field == PHONE and not phones
        return (mask_phone(text) if hidden else text) or "(trống)"

    texts = {
        "at": format_day(change.at[:16]), "by": change.by, "label": change.label,
        "old": shown(change.old), "new": shown(change.new), "why": change.why or "–",
    }  # fmt: skip
    return ListRow(str(number), texts)


def describe_row(row: ListRow) -> str:
    """A whole line under the table, where a column was too narrow for it."""
    t = row.texts
    why = f" Vì: {t['why']}." if t["why"] != "–" else ""
    return f"{t['at']}, {t['by']}: {t['label']} từ “{t['old']}” thành “{t['new']}”.{why}"


def show_history(
    parent: tk.Misc, title: str, changes: Sequence[ValueChange], label: str = "", *, phones: bool
) -> None:
    """`label`: only this field or visit to begin with; where it never changed, everything."""
    dialog = Dialog(parent, f"Lịch sử giá trị: {title}")
    dialog.fix_body(min(px(WIDTH), dialog.winfo_screenwidth() - 60), px(HEIGHT))
    own = about(changes, label)
    listed = own if own and label else changes
    rows = [change_row(c, n, phones=phones) for n, c in enumerate(listed)]
    if label and not own:
        said = f"“{label}” chưa thay đổi lần nào. Dưới đây là các thay đổi khác của hộ."
    else:
        said = f"Các thay đổi của “{label}”." if label else "Mọi thay đổi của hộ, mới nhất ở trên."
    Paragraph(dialog.body, said, "Caption.TLabel").pack(fill="x", pady=(0, px(8)))
    whole = Paragraph(dialog.body)
    table = VirtualList(
        dialog.body, COLUMNS, lambda at, n: rows[at : at + n], lambda: len(rows),
        chosen=lambda id_: whole.configure(text=describe_row(rows[int(id_)])), empty=NOTHING,
    )  # fmt: skip
    whole.pack(side="bottom", fill="x", pady=(px(8), 0))
    table.pack(fill="both", expand=True)
    table.reload()
    dialog.add_button("Đóng", lambda: dialog.finish(None), main=True)
    dialog.after(60, table.focus_list)
    dialog.wait()
