"""Fourth step: the first campaign, from a preset. Everything else of it is in "Đợt vận động"."""

import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import ttkbootstrap as ttk

from domain.campaigns import CAMPAIGN_FIELDS, App, Campaign, app_code
from domain.changes import Changes
from domain.days import format_day
from domain.fields import Choice, Field, Option, Row, Text, format_row, parse_row
from domain.presets import PRESETS, find_preset, new_campaign
from storage.campaigns import current_campaign, save_campaign
from storage.ids import new_id
from ui.forms import Form
from ui.paragraph import Paragraph
from ui.scrolled import Scrolled
from ui.session import Session

ANY_APP = "app"  # the preset for an app that none of the others knows
_ASKED = {f.name: f for f in CAMPAIGN_FIELDS}
FIELDS: tuple[Field, ...] = (
    Field("preset", "Vận động cài đặt", Choice(tuple(Option(p.code, p.label) for p in PRESETS)),
          required=True, width=30),
    Field("app_name", "Tên ứng dụng", Text(), width=26),
    *(_ASKED[n] for n in ("name", "starts_on", "deadline_words", "deadline_on")),
)  # fmt: skip
LAYOUT = (("preset", "app_name"), ("name",), ("starts_on", "deadline_words", "deadline_on"))


def default_campaign(today: date) -> Row:
    preset = PRESETS[0]
    return {
        "preset": preset.code, "starts_on": today.isoformat(), "deadline_words": "BEFORE",
        "name": suggest_name({"preset": preset.code, "starts_on": today.isoformat()}),
    }  # fmt: skip


def suggest_name(values: Row) -> str:
    """ "Cài đặt Bluezone, tháng 8/2020"; "" while too little is known."""
    if not values.get("preset") or not values.get("starts_on"):
        return ""
    return make_campaign({**values, "name": None}, "").name


def check_campaign(values: Row) -> dict[str, str]:
    """Messages by field name for rules across fields."""
    errors: dict[str, str] = {}
    if values.get("preset") == ANY_APP and not values.get("app_name"):
        errors["app_name"] = "Chưa nhập tên ứng dụng."
    starts_on, deadline_on = values.get("starts_on"), values.get("deadline_on")
    if starts_on and deadline_on and str(deadline_on) < str(starts_on):
        errors["deadline_on"] = "Hạn báo cáo ở trước ngày bắt đầu."
    return errors


def make_campaign(values: Row, campaign_id: str) -> Campaign:
    """The campaign of a preset with what the form says."""
    preset = find_preset(str(values["preset"]))
    assert preset is not None  # the form offers only those
    campaign = new_campaign(
        preset, id=campaign_id, starts_on=str(values["starts_on"]),
        deadline_on=str(values.get("deadline_on") or ""),
    )  # fmt: skip
    if app := str(values.get("app_name") or "") if preset.code == ANY_APP else "":
        campaign = replace(
            campaign, apps=(App(app_code(app, ()), app),), topic=f"cài đặt ứng dụng {app}",
            name=campaign.name.replace(preset.title, f"Cài đặt {app}"),
        )  # fmt: skip
    return replace(
        campaign, name=str(values.get("name") or campaign.name),
        deadline_words=str(values.get("deadline_words") or campaign.deadline_words),
    )  # fmt: skip


def describe_due(values: Row, today: date) -> str:
    """What a deadline's wording means: "Nộp chậm nhất hết ngày 25/08/2020, còn 12 ngày"."""
    if not values.get("deadline_on") or not values.get("preset") or not values.get("starts_on"):
        return "Không đặt hạn: chương trình không nhắc ngày nộp báo cáo."
    due = make_campaign(values, "").due
    assert due is not None
    days = (due - today).days
    left = f"còn {days} ngày" if days > 0 else "là hôm nay" if days == 0 else "đã qua"
    return f"Báo cáo nộp chậm nhất hết ngày {format_day(due.isoformat())}, {left}."


class CampaignPanel(ttk.Frame):
    def __init__(self, parent: ttk.Frame, session: Session, go_on: Callable[[], None]) -> None:
        super().__init__(parent)
        self._session, self._go_on = session, go_on
        self._suggested = ""
        self._campaign: Campaign | None = None
        self._done = Paragraph(self)
        self._scrolled = Scrolled(self)
        self._form = Form(self._scrolled.body, FIELDS, layout=LAYOUT, submit=self.save)
        self._form.pack(fill="x", anchor="n")
        self._due = ttk.Label(self._scrolled.body, style="Caption.TLabel")
        self._due.pack(anchor="w")
        self._form.on_change(self._on_change)
        values = default_campaign(date.today())
        self._suggested = str(values["name"])
        self._form.fill(format_row(FIELDS, values))
        self._on_change()
        self.refresh()

    @property
    def button(self) -> str:
        return "Xem Tổng quan (F9)" if self._campaign else "Bắt đầu đợt vận động (F9)"

    def refresh(self) -> None:
        self._campaign = current_campaign(self._session.db)
        if self._campaign:
            self._scrolled.pack_forget()
            self._done.configure(
                text=f"Đã có đợt “{self._campaign.name}”. Sửa hoặc tạo đợt khác ở mục "
                "“Đợt vận động” (F6)."
            )
            self._done.pack(fill="x")
        else:
            self._done.pack_forget()
            self._scrolled.pack(fill="both", expand=True)

    def on_changes(self, changes: Changes) -> None:
        if changes.campaigns:
            self.refresh()

    def focus_first(self) -> bool:
        if not self._campaign:
            self._form.focus_first()
        return self._campaign is None

    def save(self) -> None:
        if self._campaign:
            self._go_on()
            return
        values, errors = parse_row(FIELDS, self._form.raw())
        if errors := errors or check_campaign(values):
            self._form.show_errors(errors)
            return
        changes = save_campaign(
            self._session.db, make_campaign(values, new_id()), by=self._session.user, activate=True
        )
        self._session.changed(changes)
        self._go_on()

    def _on_change(self) -> None:
        """The name follows the other fields until somebody writes one."""
        values, _ = parse_row(FIELDS, self._form.raw())
        self._form.show_field("app_name", shown=values["preset"] == ANY_APP)
        name = suggest_name(values)
        if name and self._form.raw()["name"].strip() in ("", self._suggested):
            self._suggested = name
            if self._form.raw()["name"] != name and not self._is_naming():
                self._form.set("name", name)
        self._due.configure(text=describe_due(values, date.today()))

    def _is_naming(self) -> bool:
        focus: tk.Misc | None = self.focus_get()
        return focus is not None and focus in self._form.input("name").stops
