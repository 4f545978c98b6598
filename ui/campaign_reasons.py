"""Đợt vận động, "Kết quả, lý do": the office's own words for the ten results, and the reasons.

The digit and the code of a result are those of the paper and never change.
"""

import tkinter as tk

import ttkbootstrap as ttk

from domain.campaign_edits import (
    REASON_FIELDS,
    check_label,
    check_reason,
    move_reason,
    put_reason,
    reasons_of,
    retire_reason,
    with_label,
)
from domain.campaigns import Campaign, Reason
from domain.fields import Field, Row, Text, format_row, parse_row
from domain.reasons import REASON_GROUPS
from domain.visits import BY_CODE, BY_DIGIT, disposition_options
from ui.action_list import Action, ActionList, give_room
from ui.campaign_chosen import ChosenCampaign
from ui.edit import edit_and_write
from ui.paragraph import Paragraph
from ui.tables import Column, ListRow
from ui.theme import GAP, px

RESULT_COLUMNS = (
    Column("digit", "Số", 34, "center", sortable=False),
    Column("label", "Kết quả", 180, grow=True, sortable=False),
    Column("reasons", "Lý do", 50, "e", sortable=False),
)
REASON_COLUMNS = (
    Column("label", "Lý do", 230, grow=True, sortable=False),
    Column("group", "Cột trong phụ lục", 150, grow=True, sortable=False),
)
NOTE = (
    "Số và ý nghĩa của mười kết quả theo phiếu giấy, không đổi. Đơn vị đặt được tên gọi riêng và "
    "các lý do; lý do thôi dùng vẫn giữ trong số liệu cũ."
)
GROUPS = {g.code: g.label for g in REASON_GROUPS}
BY_GROUP = ("TECH", "PARTIAL")  # the column of the others follows from the result itself


def result_rows(campaign: Campaign) -> list[ListRow]:
    """Those with words of the office's own are in bold."""
    own = dict(campaign.labels)
    rows = []
    for o in disposition_options(campaign):
        offered = sum(1 for r in reasons_of(campaign, o.code) if not r.retired)
        texts = {"digit": o.digit, "label": o.label, "reasons": str(offered) if offered else ""}
        rows.append(ListRow(o.code, texts, ("strong",) if o.code in own else ()))
    return rows


def reason_row(reason: Reason) -> ListRow:
    group = GROUPS.get(reason.group, "Khác") if reason.disposition in BY_GROUP else "Theo kết quả"
    words = f"{reason.label} (thôi dùng)" if reason.retired else reason.label
    tags = ("muted",) if reason.retired else ()
    return ListRow(reason.code, {"label": words, "group": group}, tags)


def label_field(disposition: str) -> Field:
    usual = BY_CODE[disposition].label
    return Field("label", "Gọi là", Text(), width=40, hint=f"Để trống: “{usual}”")


class ReasonsPanel(ttk.Frame):
    def __init__(self, parent: tk.Misc, chosen: ChosenCampaign) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self.columnconfigure(0, weight=2, uniform="half")
        self.columnconfigure(1, weight=3, uniform="half")
        self.rowconfigure(2, weight=1)
        note = Paragraph(self, NOTE, "Caption.TLabel")
        note.grid(row=0, column=0, columnspan=2, sticky="ew", pady=(0, px(10)))
        self._results = ActionList(
            self, RESULT_COLUMNS, (Action("Đổi tên (Enter)", self._rename),), opened=self._rename,
            empty="", allowed=chosen.allowed, chosen=lambda _: self._show_reasons(),
        )  # fmt: skip
        self._reasons = ActionList(
            self, REASON_COLUMNS,
            (
                Action("Thêm lý do (F8)", self._add, needs_row=False, main=True),
                Action("Sửa (Enter)", self._edit),
                Action("Thôi dùng (Delete)", self._retire, ("<Delete>",), words=self._word),
                Action("Lên (Ctrl+↑)", lambda code: self._move(code, -1), ("<Control-Up>",)),
                Action("Xuống (Ctrl+↓)", lambda code: self._move(code, 1), ("<Control-Down>",)),
            ),
            opened=self._edit, empty="Kết quả này chưa có lý do để chọn.", allowed=chosen.allowed,
        )  # fmt: skip
        self._title = Paragraph(self, style="Strong.TLabel")
        self._title.grid(row=1, column=1, sticky="ew", pady=(0, px(6)))
        self._results.grid(row=1, column=0, rowspan=2, sticky="nsew", padx=(0, px(GAP)))
        self._reasons.grid(row=2, column=1, sticky="nsew")
        give_room(self, self._reasons, (note, self._title))

    def refresh(self) -> None:
        self._results.show(result_rows(self._chosen.campaign))
        if not self._results.selected_id:
            self._results.select(BY_DIGIT["7"].code)  # the one that asks for a reason
        self._show_reasons()

    def focus_first(self) -> None:
        self._results.focus_list()

    def add(self) -> None:
        self._reasons.run_main()

    def _show_reasons(self) -> None:
        campaign, disposition = self._chosen.campaign, self._results.selected_id
        found = reasons_of(campaign, disposition)
        names = {o.code: f"{o.digit}. {o.label}" for o in disposition_options(campaign)}
        self._title.configure(text=names.get(disposition, ""))
        self._reasons.show([reason_row(r) for r in found])

    def _rename(self, disposition: str) -> None:
        campaign = self._chosen.campaign
        field = label_field(disposition)

        def check(values: Row) -> dict[str, str]:
            problem = check_label(campaign, disposition, str(values["label"] or ""))
            return {"label": problem} if problem else {}

        def write(texts: dict[str, str]) -> bool:
            label = str(parse_row((field,), texts)[0]["label"] or "")
            self._chosen.save(with_label(campaign, disposition, label), "Đã ghi tên kết quả.")
            return True

        edit_and_write(self, f"Kết quả {BY_CODE[disposition].digit}", (field,),
                       {"label": dict(campaign.labels).get(disposition, "")}, write, check,
                       save="Ghi (F9)")  # fmt: skip

    def _add(self, _: str) -> None:
        disposition = self._results.selected_id
        if not disposition:
            return
        before = {r.code for r in self._chosen.campaign.reasons}
        start: Row = {"group": _usual_group(disposition)}
        self._ask("Thêm lý do", disposition, start, "", "Đã thêm lý do.")
        added = (r.code for r in self._chosen.campaign.reasons if r.code not in before)
        self._reasons.select(next(added, ""))

    def _edit(self, code: str) -> None:
        reason = self._reason(code)
        start: Row = {"label": reason.label, "group": reason.group}
        self._ask("Sửa lý do", reason.disposition, start, code, "Đã ghi lý do.")

    def _retire(self, code: str) -> None:
        retired = not self._reason(code).retired
        said = "Lý do này không còn để chọn; số liệu cũ giữ nguyên." if retired else (
            "Lý do này lại có để chọn."
        )  # fmt: skip
        self._chosen.save(retire_reason(self._chosen.campaign, code, retired=retired), said)

    def _move(self, code: str, step: int) -> None:
        self._chosen.save(move_reason(self._chosen.campaign, code, step), "Đã đổi thứ tự lý do.")
        self._reasons.select(code)

    def _word(self, code: str) -> str:
        return "Dùng lại (Delete)" if self._reason(code).retired else "Thôi dùng (Delete)"

    def _reason(self, code: str) -> Reason:
        return next(r for r in self._chosen.campaign.reasons if r.code == code)

    def _ask(self, title: str, disposition: str, start: Row, code: str, said: str) -> None:
        campaign = self._chosen.campaign
        label = dict((o.code, o.label) for o in disposition_options(campaign))[disposition]
        layout = [["label"], ["group"]] if disposition in BY_GROUP else [["label"]]
        fields = [f for f in REASON_FIELDS if [f.name] in layout]

        def write(texts: dict[str, str]) -> bool:
            values: Row = {**start, **parse_row(fields, texts)[0]}
            self._chosen.save(put_reason(campaign, disposition, values, code), said)
            return True

        edit_and_write(self, f"{title}: {label}", fields, format_row(fields, start), write,
                       lambda values: check_reason(campaign, disposition, values, code),
                       layout=layout, save="Ghi (F9)")  # fmt: skip


def _usual_group(disposition: str) -> str:
    return disposition if disposition in GROUPS else "OTHER"
