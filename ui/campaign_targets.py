"""Đợt vận động, "Chỉ tiêu": what the office was told to reach, by when and by which document."""

import tkinter as tk

import ttkbootstrap as ttk

from domain.campaigns import Campaign, Target
from domain.days import format_day
from domain.fields import Row, format_row, parse_row
from domain.targets import (
    EVERY_APP,
    check_target,
    format_percent,
    indicator_label,
    is_per_app,
    make_target,
    put_target,
    target_fields,
    target_values,
    without_target,
)
from ui.action_list import Action, ActionList, give_room
from ui.campaign_chosen import ChosenCampaign
from ui.edit import edit_and_write
from ui.paragraph import Paragraph
from ui.tables import Column, ListRow
from ui.theme import px

COLUMNS = (
    Column("indicator", "Chỉ số", 270, grow=True, sortable=False),
    Column("app", "Ứng dụng", 130, sortable=False),
    Column("percent", "Phải đạt", 80, "e", sortable=False),
    Column("by_on", "Đến ngày", 110, "center", sortable=False),
    Column("document", "Văn bản giao", 150, grow=True, compact=False, sortable=False),
)
NOTE = (
    "Chỉ tiêu giao hiện ở Tổng quan (đường phải đạt, cần thêm bao nhiêu mỗi ngày) và trong báo cáo."
    " Chỉ tiêu cho một ứng dụng thay cho chỉ tiêu chung của mọi ứng dụng."
)
LAYOUT = (("indicator",), ("app_code", "percent", "by_on"), ("document",))


def target_row(target: Target, campaign: Campaign) -> ListRow:
    names = {a.code: a.name for a in campaign.apps}
    every = EVERY_APP if is_per_app(target.indicator) else ""
    texts = {
        "indicator": indicator_label(target.indicator),
        "app": names.get(target.app_code, target.app_code) if target.app_code else every,
        "percent": format_percent(target.percent),
        "by_on": format_day(target.by_on) or "hạn của đợt",
        "document": target.document,
    }
    return ListRow(row_id(target), texts)


def row_id(target: Target) -> str:
    return f"{target.indicator} {target.app_code}"


def describe_target(target: Target, campaign: Campaign) -> str:
    """All of it in words, where the columns are too narrow."""
    texts = target_row(target, campaign).texts
    app = f" ({texts['app']})" if texts["app"] else ""
    document = f", theo {target.document}" if target.document else ""
    by = f"đến {texts['by_on']}" if target.by_on else "đến hạn của đợt"
    return f"{texts['indicator']}{app} phải đạt {texts['percent']} {by}{document}."


class TargetsPanel(ttk.Frame):
    def __init__(self, parent: tk.Misc, chosen: ChosenCampaign) -> None:
        super().__init__(parent)
        self._chosen = chosen
        note = Paragraph(self, NOTE, "Caption.TLabel")
        note.pack(fill="x", pady=(0, px(10)))
        self._list = ActionList(
            self, COLUMNS,
            (
                Action("Thêm chỉ tiêu (F8)", self._add, needs_row=False, main=True),
                Action("Sửa (Enter)", self._edit),
                Action("Bỏ (Delete)", self._remove, ("<Delete>",)),
            ),
            opened=self._edit, allowed=chosen.allowed,
            empty="Chưa có chỉ tiêu nào. Bấm “Thêm chỉ tiêu” nếu công văn, kế hoạch có giao.",
            chosen=lambda _: self._describe(),
        )  # fmt: skip
        self._about = Paragraph(self)
        self._about.pack(side="bottom", fill="x", pady=(px(10), 0))
        self._list.pack(fill="both", expand=True)
        give_room(self, self._list, (note, self._about))

    def refresh(self) -> None:
        campaign = self._chosen.campaign
        self._list.show([target_row(t, campaign) for t in campaign.targets])
        self._describe()

    def focus_first(self) -> None:
        self._list.focus_list()

    def add(self) -> None:
        self._list.run_main()

    def _describe(self) -> None:
        campaign, id_ = self._chosen.campaign, self._list.selected_id
        found = next((t for t in campaign.targets if row_id(t) == id_), None)
        self._about.configure(text=describe_target(found, campaign) if found else "")

    def _target(self, id_: str) -> Target:
        return next(t for t in self._chosen.campaign.targets if row_id(t) == id_)

    def _add(self, _: str) -> None:
        self._put(None, "Thêm chỉ tiêu", {"app_code": ""})

    def _edit(self, id_: str) -> None:
        target = self._target(id_)
        self._put(target, "Sửa chỉ tiêu", target_values(target))

    def _put(self, old: Target | None, title: str, start: Row) -> None:
        campaign = self._chosen.campaign
        fields = target_fields(campaign)

        def write(texts: dict[str, str]) -> Target:
            target = make_target(parse_row(fields, texts)[0])
            self._chosen.save(put_target(campaign, target, old), "Đã ghi chỉ tiêu.")
            return target

        written = edit_and_write(self, title, fields, format_row(fields, start), write,
                                 lambda values: check_target(campaign, values, old),
                                 layout=LAYOUT, save="Ghi (F9)")  # fmt: skip
        if written:
            self._list.select(row_id(written))

    def _remove(self, id_: str) -> None:
        target = self._target(id_)
        self._chosen.save(without_target(self._chosen.campaign, target), "Đã bỏ chỉ tiêu.")
        self._list.offer_undo(
            f"Đã bỏ chỉ tiêu {indicator_label(target.indicator)}.",
            lambda: self._chosen.save(
                put_target(self._chosen.campaign, target), "Đã hoàn tác."
            ),
        )
