"""The listed households as new sheets: asked for, numbered, written as PDF and as workbooks."""

import tkinter as tk
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.fields import Choice, Field, Option, Row, parse_row
from domain.numerals import format_count
from domain.sheets import DEFAULT_LINES, LINES_FIELD, Sheet
from domain.text import fold_key
from domain.users import User
from domain.worklist import WorkLine
from storage.database import open_database
from storage.sheet_plans import get_printed_sheets
from storage.worklist import save_worklist_sheets
from ui.dialogs import Dialog, choose_save
from ui.forms import Form
from ui.keys import bind_function_key
from ui.session import Session
from ui.tasks import Report
from ui.theme import px

KINDS = {"tech": "TECH"}  # part of the list -> kind of sheet; of any other part REVISIT
FILES = (Option("PDF", "PDF để in"), Option("BOTH", "PDF và mỗi tờ một tệp Excel"))
FIELDS = (
    LINES_FIELD,
    Field("files", "Loại tệp", Choice(FILES), required=True, width=34),
)
PDF = (("PDF", "*.pdf"),)


def file_name(part: str, sheets_of: str, today: date) -> str:
    """ "quay-lai-ban-chieng-2020-08-25.pdf"."""
    what = "ho-tro-ky-thuat" if part == "tech" else "quay-lai"
    place = fold_key(sheets_of).replace(" ", "-")
    return "-".join(t for t in (what, place, today.isoformat()) if t) + ".pdf"


def describe(lines: Sequence[WorkLine]) -> str:
    villages = len({x.village_id for x in lines})
    return f"{format_count(len(lines))} hộ ở {villages} thôn, bản; mỗi tờ một thôn, bản."


def ask_sheets(parent: tk.Misc, lines: Sequence[WorkLine], part: str) -> Row | None:
    """How many households a sheet and which files; None when nothing is to be printed."""
    title = "In tờ hỗ trợ kỹ thuật" if part == "tech" else "In tờ quay lại"
    dialog = Dialog(parent, title)
    note = (
        "Tờ xếp theo thứ tự đi, ghi vào sổ tờ phiếu và có số riêng. In tờ không dời ngày hẹn: hộ "
        "chỉ rời danh sách khi có lượt đến mới."
    )
    for text, style in ((describe(lines), "Strong.TLabel"), (note, "TLabel")):
        label = ttk.Label(dialog.body, text=text, style=style, wraplength=px(520), justify="left")
        label.pack(anchor="w", pady=(0, px(8)))

    def accept() -> None:
        values, errors = parse_row(FIELDS, form.raw())
        form.show_errors(errors)
        if not errors:
            dialog.finish(values)

    form = Form(dialog.body, FIELDS, layout=(("lines", "files"),), submit=accept)
    form.pack(fill="x", pady=(px(4), 0))
    form.fill({"lines": str(DEFAULT_LINES), "files": FILES[0].label})
    dialog.add_button("In thành tờ (F9)", accept, main=True)
    dialog.add_button("Hủy", lambda: dialog.finish(None))
    bind_function_key(dialog, "F9", accept)
    dialog.after(60, form.focus_first)
    answer = dialog.wait()
    return answer if isinstance(answer, dict) else None


def write_sheets(
    database: Path, campaign: Campaign, lines: Sequence[WorkLine], part: str, per_sheet: int,
    target: Path, report: Report, *, workbooks: bool, by: User,
) -> tuple[Changes, list[Sheet]]:  # fmt: skip
    """Number the sheets and write their files; for the worker, on a connection of its own.

    A sheet stands in the ledger before its file is whole: printed again, it keeps its number.
    """
    from exports.sheet_pdf import write_sheets_pdf
    from exports.sheet_workbook import write_sheet_workbook

    db = open_database(database)
    try:
        kind = KINDS.get(part, "REVISIT")
        changes, sheets = save_worklist_sheets(db, campaign, lines, kind, per_sheet, by=by)
        printed = get_printed_sheets(db, campaign, sheets)
    finally:
        db.close()
    write_sheets_pdf(printed, target, report)
    for sheet in printed if workbooks else ():
        write_sheet_workbook(sheet, target.with_name(f"{target.stem}-{sheet.sheet.code}.xlsx"))
    return changes, sheets


def print_lines(
    parent: tk.Misc, session: Session, lines: Sequence[WorkLine], part: str, words: str
) -> None:
    """Ask, choose the file, write; then say which numbers the sheets have."""
    campaign, today = session.campaign, date.today()
    chosen = ask_sheets(parent, lines, part) if campaign else None
    if campaign is None or chosen is None:
        return
    name = file_name(part, words, today)
    path = choose_save(parent, session.settings, "Lưu tờ phiếu", name, PDF)
    if path is None:
        return

    def done(written: tuple[Changes, list[Sheet]]) -> None:
        changes, sheets = written
        session.changed(changes)
        session.toast(f"Đã ghi {numbers_words(sheets)} vào {path.name}.")

    session.tasks.run(
        lambda report: write_sheets(
            session.db.path, campaign, lines, part, int(chosen["lines"] or DEFAULT_LINES), path,
            report, workbooks=chosen["files"] == "BOTH", by=session.user,
        ),
        done, title="Đang ghi tờ phiếu", modal=True,
    )  # fmt: skip


def numbers_words(sheets: Sequence[Sheet]) -> str:
    """ "tờ P0012-4", "3 tờ, P0012-4 đến P0014-9"."""
    codes = [s.code for s in sheets]
    if len(codes) == 1:
        return f"tờ {codes[0]}"
    return f"{len(codes)} tờ, {codes[0]} đến {codes[-1]}"
