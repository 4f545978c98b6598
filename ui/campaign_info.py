"""Đợt vận động, "Thông tin": name, start, deadline with its wording, rule, topic."""

import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import ttkbootstrap as ttk

from domain.campaign_edits import INFO_FIELDS, check_info, info_of, with_info
from domain.campaigns import Campaign
from domain.days import format_day
from domain.deadlines import describe_deadline
from domain.fields import Field, Row, Text, format_row, parse_row
from domain.users import may, refusal_words
from storage.campaigns import first_visit_on
from storage.database import Database
from storage.erasure import PERMISSION
from storage.erasure_plan import is_erased
from storage.requests import get_retention, keep_until_of
from storage.sheets import count_open_sheets
from ui.allowing import grey
from ui.campaign_chosen import ChosenCampaign
from ui.dialogs import ask
from ui.edit import edit
from ui.erasure import ask_campaign_erasure
from ui.forms import Form
from ui.paragraph import Paragraph
from ui.scrolled import Scrolled
from ui.theme import px

LAYOUT = (
    ("name",), ("starts_on", "deadline_words", "deadline_on"), ("complete_rule",), ("topic",),
    ("skip_sundays",), ("guide_link",), ("guide",),
)  # fmt: skip


def deadline_of(values: Row, today: date) -> str:
    """The sentence for what stands in the form."""
    words = str(values.get("deadline_words") or "BEFORE")
    return describe_deadline(str(values.get("deadline_on") or ""), words, today)


def closing_field(sheets: int) -> Field:
    """What closing over open sheets asks (D2)."""
    return Field(
        "reason", f"Lý do đóng đợt khi còn {sheets} tờ phiếu chưa xong", Text(lines=2),
        required=True, width=60, hint="Nhập nốt hoặc hủy các tờ ấy ở Tờ phiếu thì không hỏi",
    )  # fmt: skip


def kept_words(db: Database, campaign: Campaign) -> str:
    """Until when its personal data is kept, or that it is gone."""
    if is_erased(db, campaign.id):
        return "Đã xóa dữ liệu cá nhân; số tổng hợp còn nguyên."
    until = keep_until_of(db, campaign, get_retention(db))
    return f"Dữ liệu cá nhân giữ đến {format_day(until.isoformat())}."


class InfoPanel(ttk.Frame):
    def __init__(
        self, parent: tk.Misc, chosen: ChosenCampaign, activate: Callable[[], object]
    ) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self._shown_id = ""
        holder = Scrolled(self)
        self._form = Form(holder.body, INFO_FIELDS, layout=LAYOUT, submit=self.save)
        self._form.pack(fill="x", padx=(0, px(4)))
        self._due = Paragraph(holder.body, style="Accent.TLabel")
        self._due.pack(fill="x", pady=(px(10), 0))
        self._state = Paragraph(holder.body, style="Caption.TLabel")
        self._state.pack(fill="x", pady=(px(6), 0))
        self._form.on_change(self._show_due)
        footer = ttk.Frame(self)
        self._save = ttk.Button(footer, text="Ghi (F9)", bootstyle="primary", command=self.save)
        self._close = ttk.Button(footer, bootstyle="outline", command=self._on_close)
        self._forget = ttk.Button(footer, text="Xóa dữ liệu cá nhân …", bootstyle="outline",
                                  command=self._on_forget)  # fmt: skip
        self._work = ttk.Button(footer, text="Làm việc với đợt này (F11)", bootstyle="outline",
                                command=activate)  # fmt: skip
        self._save.pack(side="right")
        self._close.pack(side="left", padx=(0, px(8)))
        self._forget.pack(side="left", padx=(0, px(8)))
        if not may(chosen.session.user, PERMISSION):
            self._forget.state(["disabled"])
            ttk.ToolTip(self._forget, text=refusal_words(chosen.session.user), delay=400)
        footer.pack(side="bottom", fill="x", pady=(px(12), 0))
        holder.pack(fill="both", expand=True)
        for button in (self._save, self._close, self._work):
            grey(button, chosen.session.user, "save_campaign")

    def refresh(self) -> None:
        """What is being typed stays, unless another campaign is shown now."""
        campaign = self._chosen.campaign
        if campaign.id != self._shown_id or not self.is_dirty():
            self._shown_id = campaign.id
            self.drop()
        current = self._chosen.session.campaign
        is_current = current is not None and current.id == campaign.id
        self._close.configure(text="Mở lại đợt" if campaign.closed else "Đóng đợt")
        parts = ["Đang làm việc với đợt này." if is_current else "Đang làm việc với đợt khác."]
        if campaign.closed:
            parts.append("Đợt đã đóng: số liệu giữ nguyên, không nhắc hạn.")
        parts.append(kept_words(self._chosen.session.db, campaign))
        self._state.configure(text=" ".join(parts))
        session = self._chosen.session
        erasable = may(session.user, PERMISSION) and not is_erased(session.db, campaign.id)
        self._forget.state(["!disabled" if erasable else "disabled"])
        if is_current:
            self._work.pack_forget()
        else:
            self._work.pack(side="left", after=self._close)

    def focus_first(self) -> None:
        self._form.focus_first()

    def is_dirty(self) -> bool:
        """Against the file, so that what a cancelled writing left unsaved is dirty still."""
        in_file = format_row(INFO_FIELDS, info_of(self._chosen.campaign))
        typed = parse_row(INFO_FIELDS, self._form.raw())
        return typed != parse_row(INFO_FIELDS, in_file)

    def drop(self) -> None:
        """The form as the file has it."""
        self._form.fill(format_row(INFO_FIELDS, info_of(self._chosen.campaign)))
        self._show_due()

    def save(self) -> bool:
        if not self._chosen.allowed:
            return False
        values, errors = parse_row(INFO_FIELDS, self._form.raw())
        campaign = self._chosen.campaign
        errors = errors or check_info(
            values, first_visit_on(self._chosen.session.db, campaign.id)
        )
        self._form.show_errors(errors)
        if errors:
            return False
        self._chosen.save(with_info(campaign, values), "Đã ghi thông tin đợt.")
        return True

    def _on_close(self) -> None:
        campaign = self._chosen.campaign
        reason: str | None = ""
        if not campaign.closed:
            reason = self._ask_closing(campaign)
        if reason is None:
            return
        said = "Đã mở lại đợt." if campaign.closed else "Đã đóng đợt."
        self._chosen.save(replace(campaign, closed=not campaign.closed), said, reason)

    def _ask_closing(self, campaign: Campaign) -> str | None:
        """Why it is closed over open sheets ("" when there are none); None: it is not closed."""
        sheets = count_open_sheets(self._chosen.session.db, campaign)
        if sheets:
            field = closing_field(sheets)
            typed = edit(self, "Đóng đợt", [field], {}, columns=1, save="Đóng đợt (F9)")
            return typed["reason"] if typed else None
        sure = ask(
            self, "Đóng đợt", f"Đóng đợt “{campaign.name}”?", "Đóng đợt",
            hint="Số liệu giữ nguyên và vẫn xem, báo cáo được. Có thể mở lại bất cứ lúc nào.",
        )  # fmt: skip
        return "" if sure else None

    def _on_forget(self) -> None:
        if self._chosen.session.allows(PERMISSION):
            ask_campaign_erasure(self, self._chosen.session, self._chosen.campaign.id)

    def _show_due(self) -> None:
        values, _ = parse_row(INFO_FIELDS, self._form.raw())
        self._due.configure(text=deadline_of(values, date.today()))
