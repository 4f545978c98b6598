"""Nhận tệp Excel: filled copies of sheets are read, shown with their problems, then written."""

import tkinter as tk
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tkinter import filedialog

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.errors import AppError
from domain.numerals import format_count
from domain.users import User
from storage.database import open_database
from storage.sheet_import import SheetImport, import_filled_sheet, plan_sheet_import
from ui.dialogs import EXCEL, TABLES, Dialog
from ui.keys import bind_function_key
from ui.preferences import PcSettings
from ui.tables import Column, ListRow, VirtualList
from ui.tasks import Report
from ui.theme import px

COLUMNS = (
    Column("file", "Tệp", 170, grow=True),
    Column("sheet", "Số tờ", 84),
    Column("cell", "Ô", 60),
    Column("words", "Nội dung", 420, grow=True),
)


@dataclass
class Received:
    """What the chosen files bring; a file that cannot be read at all has only `refused`."""

    path: Path
    plan: SheetImport | None = None
    refused: str = ""


@dataclass
class Result:
    changes: Changes = field(default_factory=Changes)
    added: int = 0
    corrected: int = 0
    refused: list[str] = field(default_factory=list)


def read_files(
    database: Path, campaign: Campaign, paths: Sequence[Path], today: date, report: Report
) -> list[Received]:
    """Nothing is written yet; on the worker, as a workbook may take seconds to open."""
    from imports.sheet_file import read_filled_sheet

    found: list[Received] = []
    db = open_database(database)
    try:
        for n, path in enumerate(paths):
            report(n, len(paths), f"Đang đọc {path.name}")
            try:
                filled = read_filled_sheet(path, campaign)
                found.append(Received(path, plan_sheet_import(db, campaign, filled, today)))
            except AppError as refusal:
                found.append(Received(path, refused=f"{refusal.message} {refusal.hint}"))
    finally:
        db.close()
    return found


def write_files(
    database: Path, campaign: Campaign, paths: Sequence[Path], report: Report, *, by: User
) -> Result:
    """Each file one operation; on the worker, with a connection of its own."""
    from imports.sheet_file import read_filled_sheet

    result = Result()
    count = 0
    db = open_database(database)
    try:
        for n, path in enumerate(paths):
            report(n, len(paths), f"Đang ghi {path.name}")
            try:
                filled = read_filled_sheet(path, campaign)
                _, plan = import_filled_sheet(db, campaign, filled, by=by)
            except AppError as refusal:
                result.refused.append(f"{path.name}: {refusal.message}")
                continue
            result.added += len(plan.added)
            result.corrected += len(plan.corrected)
            count += 1
    finally:
        db.close()
    result.changes = Changes(visits=True, sheets=True, count=count)
    return result


def preview_rows(found: Sequence[Received]) -> list[ListRow]:
    """First what each file brings, then what does not fit, by cell."""
    rows: list[ListRow] = []
    for n, one in enumerate(found):
        name = one.path.name
        if one.plan is None:
            texts = {"file": name, "words": one.refused}
            rows.append(ListRow(f"{n}", texts, ("alarm",)))
            continue
        code = one.plan.sheet.code
        rows.append(ListRow(f"{n}", {"file": name, "sheet": code, "words": sum_words(one.plan)},
                            ("strong",)))  # fmt: skip
        rows += [
            ListRow(f"{n}.{k}", {"file": name, "sheet": code, "cell": p.cell, "words": p.reason},
                    ("alarm",))
            for k, p in enumerate(one.plan.problems)
        ]  # fmt: skip
    return rows


def sum_words(plan: SheetImport) -> str:
    """ "Nhập 12 lượt đến, sửa 1, 17 dòng như cũ; đủ mọi hộ của tờ"."""
    end = "; đủ mọi hộ của tờ" if plan.is_complete else ""
    return (
        f"Nhập {len(plan.added)} lượt đến, sửa {len(plan.corrected)}, "
        f"{plan.unchanged} dòng như cũ{end}"
    )


def total_words(found: Sequence[Received]) -> str:
    plans = [one.plan for one in found if one.plan]
    problems = sum(len(p.problems) for p in plans) + sum(one.plan is None for one in found)
    new = sum(len(p.added) + len(p.corrected) for p in plans)
    rest = f"{problems} chỗ chưa nhập được, nêu rõ ô dưới đây." if problems else "Không có lỗi."
    return f"{format_count(new)} lượt đến sẽ được ghi từ {len(plans)} tệp. {rest}"


def choose_files(parent: tk.Misc, settings: PcSettings) -> list[Path]:
    """Several at once."""
    folder = settings["sheet_folder"] or settings["last_folder"] or str(Path.home())
    names = filedialog.askopenfilenames(
        parent=parent, title="Nhận tệp Excel đã điền", filetypes=[*EXCEL, *TABLES],
        initialdir=folder,
    )  # fmt: skip
    return [Path(str(n)) for n in names or ()]


def ask_writing(parent: tk.Misc, found: Sequence[Received]) -> bool:
    """The preview; True when what fits is to be written."""
    dialog = Dialog(parent, "Nhận tệp Excel")
    ttk.Label(dialog.body, text=total_words(found), style="Strong.TLabel", wraplength=px(820)).pack(
        anchor="w", pady=(0, px(10))
    )
    rows = preview_rows(found)
    texts = {row.id: row.texts["words"] for row in rows}
    whole = ttk.Label(dialog.body, wraplength=px(820), justify="left")
    shown = VirtualList(
        dialog.body, COLUMNS, lambda at, n: rows[at : at + n], lambda: len(rows),
        chosen=lambda id_: whole.configure(text=texts[id_]),  # a long sentence is cut in its row
    )  # fmt: skip
    whole.pack(side="bottom", anchor="w", pady=(px(8), 0))
    shown.pack(fill="both", expand=True)
    dialog.fix_body(px(860), px(460))
    new = any(one.plan and (one.plan.added or one.plan.corrected) for one in found)
    if new:
        dialog.add_button("Ghi phần hợp lệ (F9)", lambda: dialog.finish(True), main=True)
        bind_function_key(dialog, "F9", lambda: dialog.finish(True))
    dialog.add_button("Đóng", lambda: dialog.finish(None), main=not new)
    dialog.after(60, shown.reload)
    dialog.after(80, shown.focus_list)
    return dialog.wait() is True
