"""Names and phones leave the program: asked for in so many words, for a purpose, on the record."""

import tkinter as tk
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.days import format_day
from domain.errors import AppError
from domain.fields import Choice, Field, Option, Value, YesNo, parse_row
from domain.numerals import format_count
from domain.text import fold_key
from domain.users import User, require
from storage.database import Database, open_database
from storage.household_lists import get_export_lines, log_export
from storage.offices import is_practice
from ui.dialogs import Dialog
from ui.forms import Form
from ui.household_texts import result_label
from ui.keys import bind_function_key
from ui.theme import px

STEP = 500  # households read at once
PURPOSES = ("Đi từng nhà", "Rà soát, đối chiếu danh sách", "Theo yêu cầu của lãnh đạo")
FIELDS = (
    Field("purpose", "Xuất để làm gì", required=True, width=44,
          kind=Choice(tuple(Option(t, t) for t in PURPOSES), free=True),
          hint="Ghi vào nhật ký cùng tên người xuất, giờ và số hộ."),
    Field("phones", "Ghi đủ số điện thoại (bỏ trống: che bớt số)", YesNo()),
)  # fmt: skip

Report = Callable[[int, int, str], object]


@dataclass(frozen=True)
class ExportChoice:
    purpose: str
    phones: bool
    reason: str = ""  # given with the password; "" in the practice commune


def file_name(filters: Mapping[str, str], today: date) -> str:
    """ "danh-sach-ho-noi-bo-ban-chieng-2020-08-25.xlsx"."""
    village = fold_key(filters.get("Thôn, bản", "")).replace(" ", "-")
    return "-".join(t for t in ("danh-sach-ho-noi-bo", village, today.isoformat()) if t) + ".xlsx"


def describe_filters(filters: Mapping[str, str], rows: int, today: date) -> str:
    """The line under the title of the file."""
    parts = [f"{format_count(rows)} hộ", *(f"{k}: {v}" for k, v in filters.items())]
    return f"{'; '.join(parts)}. Số liệu đến ngày {format_day(today.isoformat())}."


def export_row(line: Mapping[str, Any], campaign: Campaign | None) -> dict[str, Value]:
    """A line of the list by the keys of exports.household_list.list_columns."""
    visited = line["last_visited_at"]
    row: dict[str, Value] = {
        n: line[n] for n in ("code", "head_name", "village", "phone", "birth_year", "members",
                             "smartphones", "team", "note")
    }  # fmt: skip
    row |= {f"app:{code}": n for code, n in line["apps"].items()}
    return row | {
        "visited_on": visited[:10] if visited else None,
        "attempts": line["attempts"] or None,
        "status": result_label(line["status"], campaign),
        "next_visit_on": line["due_on"],
    }


def read_export_rows(
    db: Database, campaign: Campaign | None, rows: list[int], report: Report
) -> Iterator[dict[str, Value]]:
    for at in range(0, len(rows), STEP):
        report(at, len(rows), f"Đã ghi {format_count(at)}/{format_count(len(rows))} hộ")
        for line in get_export_lines(db, campaign, rows[at : at + STEP]):
            yield export_row(line, campaign)


def export_households(
    path: Path, campaign: Campaign | None, rows: list[int], filters: Mapping[str, str],
    choice: ExportChoice, target: Path, today: date, report: Report, *, by: User,
) -> int:  # fmt: skip
    """Write the file and the line in the log; for the worker, on a connection of its own."""
    from exports.household_list import write_household_list

    require(by, "export_names")
    db = open_database(path)
    try:
        n = write_household_list(
            read_export_rows(db, campaign, rows, report),
            campaign or Campaign(id="", name="", starts_on=today.isoformat()),
            target,
            subtitle=describe_filters(filters, len(rows), today),
            mask_phones=not choice.phones,
            practice=is_practice(db),
        )
        try:
            log_export(db, choice.purpose, dict(filters), n, by=by, reason=choice.reason)
        except AppError:
            target.unlink(missing_ok=True)  # no names leave without a line in the log
            raise
    finally:
        db.close()
    return n


def ask_export(parent: tk.Misc, rows: int, filters: Mapping[str, str]) -> ExportChoice | None:
    """The explicit choice: what the file holds, what it is for; None when it is not wanted."""
    dialog = Dialog(parent, "Xuất danh sách nội bộ")
    what = f"Tệp này ghi họ tên, thôn bản và số điện thoại của {format_count(rows)} hộ."
    rule = (
        "Tệp mang dấu “LƯU HÀNH NỘI BỘ”: chỉ dùng trong cơ quan, không gửi ra ngoài, không đăng "
        "lên mạng, xóa khi xong việc. Báo cáo gửi cấp trên không cần tệp này."
    )
    chosen = "; ".join(f"{k}: {v}" for k, v in filters.items())
    scope = f"Đang lọc theo {chosen}." if filters else "Đang xuất toàn bộ danh sách."
    for text, style in ((what, "Strong.TLabel"), (rule, "TLabel"), (scope, "Caption.TLabel")):
        label = ttk.Label(dialog.body, text=text, style=style, wraplength=px(520), justify="left")
        label.pack(anchor="w", pady=(0, px(8)))

    def accept() -> None:
        values, errors = parse_row(FIELDS, form.raw())
        form.show_errors(errors)
        if not errors:
            dialog.finish(ExportChoice(str(values["purpose"]), bool(values["phones"])))

    form = Form(dialog.body, FIELDS, layout=(("purpose",), ("phones",)), submit=accept)
    form.pack(fill="x", pady=(px(4), px(60)))  # room for the list of purposes
    form.fill({"phones": YesNo().format(0)})
    dialog.add_button("Xuất danh sách (F9)", accept, main=True)
    dialog.add_button("Hủy", lambda: dialog.finish(None))
    bind_function_key(dialog, "F9", accept)
    dialog.after(60, form.focus_first)
    answer = dialog.wait()
    return answer if isinstance(answer, ExportChoice) else None
