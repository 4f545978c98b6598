"""The listed households as new sheets: asked for, numbered, written as other sheets are."""

import tkinter as tk
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import ttkbootstrap as ttk

from domain.campaigns import Campaign
from domain.fields import parse_row
from domain.numerals import format_count
from domain.sheets import DEFAULT_LINES, LINES_FIELD, Sheet
from domain.users import User
from domain.worklist import WorkLine
from storage.audit import log_printed
from storage.database import open_database
from storage.sheet_plans import get_printed_sheets
from storage.worklist import save_worklist_sheets
from ui.dialogs import Dialog
from ui.forms import Form
from ui.keys import bind_function_key
from ui.preferences import PcSettings
from ui.session import Session
from ui.sheet_files import PDF, Written, write_printed
from ui.sheet_jobs import print_failed
from ui.sheet_print import FILES, FILES_FIELD, FolderChoice
from ui.tasks import Report
from ui.theme import px

KINDS = {"tech": "TECH"}  # part of the list -> kind of sheet; of any other part REVISIT
FIELDS = (LINES_FIELD, FILES_FIELD)


@dataclass(frozen=True)
class ListRequest:
    """What the dialog asked for."""

    folder: Path
    per_sheet: int = DEFAULT_LINES
    files: str = PDF


def describe(lines: Sequence[WorkLine]) -> str:
    villages = len({x.village_id for x in lines})
    return f"{format_count(len(lines))} hộ ở {villages} thôn, bản; mỗi tờ một thôn, bản."


def ask_sheets(
    parent: tk.Misc, settings: PcSettings, lines: Sequence[WorkLine], part: str, words: str
) -> ListRequest | None:
    """How many households a sheet, which files and where; None when nothing is to be printed."""
    title = "In tờ hỗ trợ kỹ thuật" if part == "tech" else "In tờ quay lại"
    dialog = Dialog(parent, title)
    note = (
        "Tờ xếp theo thứ tự đi, ghi vào sổ tờ phiếu và có số riêng. In tờ không dời ngày hẹn: hộ "
        "chỉ rời danh sách khi có lượt đến mới."
    )
    scope = f"Đang lọc: {words}." if words else "Không lọc: mọi hộ của phần này."
    for text, style in (
        (describe(lines), "Strong.TLabel"), (scope, "Caption.TLabel"), (note, "TLabel"),
    ):  # fmt: skip
        label = ttk.Label(dialog.body, text=text, style=style, wraplength=px(520), justify="left")
        label.pack(anchor="w", pady=(0, px(8)))

    def accept() -> None:
        values, errors = parse_row(FIELDS, form.raw())
        form.show_errors(errors)
        if not errors:
            lines_each = int(values["lines"] or DEFAULT_LINES)
            dialog.finish(ListRequest(folder.get(), lines_each, str(values["files"])))

    form = Form(dialog.body, FIELDS, layout=(("lines",), ("files",)), submit=accept)
    form.pack(fill="x", pady=(px(4), 0))
    form.fill({"lines": str(DEFAULT_LINES), "files": FILES[0].label})
    folder = FolderChoice(dialog.body, settings)
    folder.pack(fill="x", pady=(px(10), 0))
    dialog.add_button("In thành tờ (F9)", accept, main=True)
    dialog.add_button("Hủy", lambda: dialog.finish(None))
    bind_function_key(dialog, "F9", accept)
    dialog.after(60, form.focus_first)
    answer = dialog.wait()
    return answer if isinstance(answer, ListRequest) else None


def write_sheets(
    database: Path, campaign: Campaign, lines: Sequence[WorkLine], part: str, wanted: ListRequest,
    report: Report, *, by: User,
) -> Written:  # fmt: skip
    """Number the sheets and write their files; for the worker, on a connection of its own.

    A sheet stands in the ledger before its file is whole: printed again, it keeps its number.
    """
    kind = KINDS.get(part, "REVISIT")
    db = open_database(database)
    try:
        changes, sheets = save_worklist_sheets(db, campaign, lines, kind, wanted.per_sheet, by=by)
        printed = get_printed_sheets(db, campaign, sheets)
        log_printed(db, printed, by=by)
    finally:
        db.close()
    files = write_printed(printed, wanted.folder, wanted.files, report)
    return Written(changes, tuple(sheets), files)


def print_lines(
    parent: tk.Misc, session: Session, lines: Sequence[WorkLine], part: str, words: str
) -> None:
    """Ask, write; then say which numbers the sheets have."""
    campaign = session.campaign
    wanted = ask_sheets(parent, session.settings, lines, part, words) if campaign else None
    if campaign is None or wanted is None:
        return

    def done(written: Written) -> None:
        session.changed(written.changes)
        session.toast(f"Đã ghi {numbers_words(written.sheets)} vào thư mục {wanted.folder}.")

    session.tasks.run(
        lambda report: write_sheets(session.db.path, campaign, lines, part, wanted, report,
                                    by=session.user),
        done, failed=partial(print_failed, parent, session), title="Đang ghi tờ phiếu", modal=True,
    )  # fmt: skip


def numbers_words(sheets: Sequence[Sheet]) -> str:
    """ "tờ P0012-4", "3 tờ, P0012-4 đến P0014-9"."""
    codes = [s.code for s in sheets]
    if len(codes) == 1:
        return f"tờ {codes[0]}"
    return f"{len(codes)} tờ, {codes[0]} đến {codes[-1]}"
