"""Writing sheets and leaflets into a folder, off the Tk thread. No widgets here.

Sheets of one village become one PDF; with workbooks, each sheet also a file of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.errors import AppError
from domain.leaflets import LeafletHousehold, make_leaflet
from domain.offices import office_on
from domain.printed_sheets import PrintedSheet
from domain.sheets import DEFAULT_LINES, Sheet
from domain.users import User, require
from storage.audit import log_names, log_printed
from storage.database import open_database
from storage.households import list_leaflet_households
from storage.offices import is_practice, list_offices
from storage.sheet_plans import SheetSource, get_printed_sheets, plan_sheets
from storage.sheets import save_reprint, save_sheets
from ui.tasks import Report

PDF, XLSX, BOTH = "PDF", "XLSX", "BOTH"


@dataclass(frozen=True)
class PrintRequest:
    """What the dialog asked for. No villages: every village (of the team, where one is given)."""

    folder: Path
    kind: str = "FIRST"
    villages: tuple[str, ...] = ()  # ids
    cluster: str = ""
    team_id: str = ""
    due: str = ""
    per_sheet: int = DEFAULT_LINES
    files: str = PDF


@dataclass(frozen=True)
class Written:
    changes: Changes
    sheets: tuple[Sheet, ...]
    files: tuple[Path, ...]


def sources_of(request: PrintRequest) -> list[SheetSource]:
    return [
        SheetSource(request.kind, village, request.cluster, request.team_id, request.due)
        for village in request.villages or ("",)
    ]


def print_new(
    database: Path, campaign: Campaign, request: PrintRequest, report: Report, *, by: User
) -> Written:
    """Plan, number and write. Sheets stand in the ledger before their files are whole: printed
    again, they keep their numbers."""
    report(0, 0, "Đang chọn hộ …")
    db = open_database(database)
    try:
        wanted = [
            new
            for source in sources_of(request)
            for new in plan_sheets(db, campaign, source, request.per_sheet)
        ]
        if not wanted:
            raise AppError(
                "Không có hộ nào để in phiếu.", "Hãy chọn nơi khác, tổ khác hoặc loại phiếu khác."
            )
        report(0, len(wanted), f"Đang ghi sổ {len(wanted)} tờ …")
        changes, sheets = save_sheets(db, campaign, wanted, by=by)
        printed = get_printed_sheets(db, campaign, sheets)
        log_printed(db, printed, by=by)
    finally:
        db.close()
    files = write_printed(printed, request.folder, request.files, report)
    return Written(changes, tuple(sheets), files)


def print_again(
    database: Path, campaign: Campaign, sheets: Sequence[Sheet], folder: Path, files: str,
    report: Report, *, by: User,
) -> Written:  # fmt: skip
    db = open_database(database)
    try:
        printed = get_printed_sheets(db, campaign, sheets)
        log_printed(db, printed, by=by, again=True)
        written = write_printed(printed, folder, files, report)
        changes = save_reprint(db, [s.id for s in sheets], by=by)
    finally:
        db.close()
    return Written(changes, tuple(sheets), written)


def write_printed(
    printed: Sequence[PrintedSheet], folder: Path, files: str, report: Report
) -> tuple[Path, ...]:
    from exports.sheet_pdf import write_sheets_pdf
    from exports.sheet_workbook import write_sheet_workbook

    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    total = len(printed) * (2 if files == BOTH else 1)
    done = 0
    for _, group in groupby(printed, lambda p: p.sheet.village_id) if files != XLSX else ():
        sheets = list(group)
        path = folder / f"{sheets[0].file_stem}.pdf"
        write_sheets_pdf(sheets, path, partial(_say_sheets, report, done, total))
        done += len(sheets)
        written.append(path)
    for one in printed if files != PDF else ():
        report(done, total, f"Đang ghi tệp Excel của tờ {one.sheet.code}")
        path = folder / f"{one.file_stem}.xlsx"
        write_sheet_workbook(one, path)
        done += 1
        written.append(path)
    return tuple(written)


def _say_sheets(report: Report, before: int, total: int, done: int, _of: int) -> None:
    report(before + done, total, f"Đã ghi {before + done} tờ")


def write_leaflets(
    database: Path, campaign: Campaign, villages: Sequence[str], path: Path, today: str,
    report: Report, *, by: User,
) -> int:  # fmt: skip
    """One leaflet for each household of these villages in walking order; () is every village."""
    from exports.leaflet_pdf import write_leaflets_pdf

    require(by, "log_print")
    db = open_database(database)
    try:
        office = office_on(list_offices(db), today)
        leaflet = make_leaflet(
            campaign, f"UBND {office.full_name}" if office else "", practice=is_practice(db)
        )
        households = [LeafletHousehold(*h) for h in list_leaflet_households(db, villages)]
        log_names(db, "log_print", "tờ rơi có tên hộ", campaign.name, len(households), by=by)
    finally:
        db.close()
    write_leaflets_pdf(
        leaflet, households, path,
        lambda n, total: report(n, total, f"Đã ghi {n}/{total} tờ rơi"),
    )  # fmt: skip
    return len(households)
