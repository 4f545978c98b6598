"""The dialog for another campaign, from a preset (H1). Its rules are those of the first start."""

import tkinter as tk
from datetime import date

from domain.campaigns import Campaign
from domain.fields import format_row, parse_row
from storage.ids import new_id
from ui.dialogs import Dialog
from ui.forms import Form
from ui.keys import bind_function_key
from ui.paragraph import Paragraph
from ui.scrolled import Scrolled
from ui.theme import px
from ui.welcome_campaign import (
    ANY_APP,
    FIELDS,
    LAYOUT,
    check_campaign,
    default_campaign,
    describe_due,
    make_campaign,
    suggest_name,
)

NOTE = (
    "Mọi hộ trong danh sách bắt đầu đợt mới ở tình trạng “Chưa đến”. Ứng dụng, lý do, chỉ tiêu "
    "của đợt mới sửa được sau khi tạo; đợt cũ giữ nguyên số liệu."
)


def name_to_show(typed: str, suggested_before: str, suggested: str) -> str:
    """The name follows the other fields until somebody has written one."""
    return suggested if suggested and typed.strip() in ("", suggested_before) else typed


class _NewCampaign(Dialog):
    def __init__(self, parent: tk.Misc, today: date) -> None:
        super().__init__(parent, "Đợt vận động mới")
        self._today = today
        holder = Scrolled(self.body)
        holder.pack(fill="both", expand=True)
        self._form = Form(holder.body, FIELDS, layout=LAYOUT, submit=self.accept)
        self._form.pack(fill="x")
        self._due = Paragraph(holder.body, style="Accent.TLabel")
        self._due.pack(fill="x", pady=(px(10), px(6)))
        Paragraph(holder.body, NOTE, "Caption.TLabel").pack(fill="x")
        values = default_campaign(today)
        self._suggested = str(values["name"])
        self._form.fill(format_row(FIELDS, values))
        self._form.on_change(self._on_change)
        self._form.show_field("app_name", shown=True)  # the dialog is as high as it can become
        self.add_button("Tạo đợt (F9)", self.accept, main=True)
        self.add_button("Hủy", lambda: self.finish(None))
        bind_function_key(self, "F9", self.accept)
        holder.fit(width=px(640), most_height=self.winfo_screenheight() - px(230))
        self._on_change()
        self.after(60, self._form.focus_first)

    def accept(self) -> None:
        values, errors = parse_row(FIELDS, self._form.raw())
        errors = errors or check_campaign(values)
        self._form.show_errors(errors)
        if not errors:
            self.finish(make_campaign(values, new_id()))

    def _on_change(self) -> None:
        values, _ = parse_row(FIELDS, self._form.raw())
        self._form.show_field("app_name", shown=values["preset"] == ANY_APP)
        typed, suggested = self._form.raw()["name"], suggest_name(values)
        name = name_to_show(typed, self._suggested, suggested)
        self._suggested = suggested or self._suggested
        if name != typed and not self._is_naming():
            self._form.set("name", name)
        self._due.configure(text=describe_due(values, self._today))

    def _is_naming(self) -> bool:
        focus: tk.Misc | None = self.focus_get()
        return focus is not None and focus in self._form.input("name").stops


def ask_campaign(parent: tk.Misc, today: date) -> Campaign | None:
    """The new campaign, not yet written; None when the dialog was closed."""
    answer = _NewCampaign(parent, today).wait()
    return answer if isinstance(answer, Campaign) else None
