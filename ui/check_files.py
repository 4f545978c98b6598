"""The files that `main.py --check` writes and reads: what a packed program lacks shows only then.

To add a kind of file: a function here, called by write_files().
"""

from datetime import datetime
from pathlib import Path

from domain.campaigns import Campaign
from exports.figures import draw_funnel, save_png
from exports.palette import LIGHT
from exports.report import Report, write_report
from storage.database import Database
from storage.paths import program_version
from storage.progress import get_progress
from storage.report_data import get_report_data
from storage.sheet_plans import SheetSource, get_printed_sheets, plan_sheets
from storage.sheets import save_sheets
from storage.villages import list_villages
from ui.drawing import load_drawing, new_figure

ROWS = 20  # households of a sheet


def write_files(db: Database, campaign: Campaign, folder: Path) -> str:
    """Report, sheets as workbook and PDF, chart; what came of it, for the sentence at the end."""
    size = _write_report(db, campaign, folder / "bao-cao.xlsx")
    sheets = _write_sheets(db, campaign, folder)
    load_drawing(folder)
    figure = new_figure()
    draw_funnel(figure, get_progress(db, campaign).commune_now, LIGHT)
    save_png(figure, folder / "bieu-do.png")
    return f"báo cáo {size // 1024} kB, {sheets} tờ phiếu in và đọc lại, 1 biểu đồ"


def _write_report(db: Database, campaign: Campaign, path: Path) -> int:
    """The size of the workbook in bytes."""
    now = datetime.now().isoformat(timespec="minutes")
    data = get_report_data(db, campaign, since="", until="", on=now)
    write_report(
        Report(campaign=campaign, made_at=now, version=program_version(), **vars(data)), path
    )
    return path.stat().st_size


def _write_sheets(db: Database, campaign: Campaign, folder: Path) -> int:
    """As PDF, and the first as a workbook that is read again."""
    from exports.sheet_pdf import write_sheets_pdf
    from exports.sheet_workbook import write_sheet_workbook
    from imports.sheet_file import read_filled_sheet

    assert db.user is not None
    source = SheetSource(village_id=list_villages(db)[0].id)
    wanted = plan_sheets(db, campaign, source, ROWS)
    _, sheets = save_sheets(db, campaign, wanted, by=db.user)
    printed = get_printed_sheets(db, campaign, sheets)
    write_sheets_pdf(printed, folder / "phieu.pdf")
    write_sheet_workbook(printed[0], folder / "phieu.xlsx")
    read_filled_sheet(folder / "phieu.xlsx", campaign)
    return len(printed)
