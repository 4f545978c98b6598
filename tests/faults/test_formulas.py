"""F26: a name that looks like a formula is text in every file that leaves the program.

The names of a whole commune begin with what spreadsheet programs run; then each exporter of a table
writes what it writes of them. A new exporter belongs in WRITTEN, or in NO_TABLE.
"""

import ast
import csv
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from domain.figures import Figure
from domain.household_import import Place, Reject
from exports.audit_files import write_audit_csv
from exports.field_tables import Table, TableColumn, write_table
from exports.household_data import write_household_data
from exports.household_list import write_household_list
from exports.rejects import write_rejects
from exports.report import Report, write_report
from exports.sheet_workbook import write_sheet_workbook
from storage import practice
from storage.audit import named_entries
from storage.campaigns import current_campaign
from storage.database import Database, open_database
from storage.figures import save_figure
from storage.household_data import get_household_data
from storage.household_lists import get_export_lines, list_rows
from storage.report_data import get_report_data
from storage.sheet_plans import SheetSource, get_printed_sheets, plan_sheets
from storage.sheets import save_sheets
from storage.villages import list_villages
from ui.household_export import export_row

ROOT = Path(__file__).parents[2]
STARTS = ("=cmd|' /C calc'!A0", '=HYPERLINK("http://a.vn","x")', "+1+1", "-1+1", "@SUM(1)", "\t=1")
RISKY = ("=", "+", "-", "@", "\t", "\r")
WRITTEN = {
    "write_report", "write_household_list", "write_household_data", "write_rejects", "write_table",
    "write_sheet_workbook", "write_audit_csv",
}  # fmt: skip
NO_TABLE = {
    "write_sheets_pdf", "write_leaflets_pdf", "write_certificate", "write_recovery_pdf",
    "write_audit_jsonl", "write_audit_key", "write_beside",
}  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """A file of each exporter, by its name, of a commune whose names are all formulas."""
    folder = tmp_path_factory.mktemp("formulas")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(practice, "_SURNAMES", STARTS)
        patch.setattr(practice, "_VILLAGES", tuple(f"{s} {n}" for n, s in enumerate(STARTS)))
        patch.setattr(practice, "_TEAMS", tuple(
            {**team, "name": f"{start} tổ {n}", "leader": f"{start} Lan"}
            for n, (team, start) in enumerate(zip(practice._TEAMS, STARTS, strict=False))
        ))  # fmt: skip
        patch.setattr(practice, "_VISITORS", STARTS[:3])
        db = open_database(folder / "tungnha.db", create=True)
        assert db.user
        practice.make_practice(db, by=db.user, households=120, villages=6)
        yield dict(write_all(db, folder))
        db.close()


def write_all(db: Database, folder: Path) -> Iterator[tuple[str, Path]]:
    campaign, by = current_campaign(db), db.user
    assert campaign
    assert by
    today = date.today().isoformat()
    save_figure(db, Figure("population", 500, today, "=1+1 nguồn", list_villages(db)[0].id), by=by)
    rows = list_rows(db, campaign)
    lines = [export_row(x, campaign) for x in get_export_lines(db, campaign, rows)]

    path = folder / "report.xlsx"
    data = get_report_data(db, campaign, since="", until=today, on=today)
    write_report(
        Report(campaign=campaign, made_at=f"{today}T08:00", version="0", number="=1+1",
               title="@SUM(1)", difficulties="=2+2\n+3", preparer="-1", **vars(data)), path,
    )  # fmt: skip
    yield "write_report", path

    path = folder / "list.xlsx"
    write_household_list(lines, campaign, path, title="=1+1", subtitle="+1", mask_phones=False,
                         practice=True)
    yield "write_household_list", path

    path = folder / "one.xlsx"
    household = db.value("SELECT household_id FROM visits LIMIT 1")
    data = get_household_data(db, household, datetime.now().astimezone())
    write_household_data(data, path, practice=True)
    yield "write_household_data", path

    path = folder / "rejects.xlsx"
    write_rejects([Reject(Place(s, 2), s, (s, f"{s} x")) for s in STARTS], path, STARTS,
                  practice=True)
    yield "write_rejects", path

    path = folder / "table.xlsx"
    columns = (TableColumn("a", "=1+1"), TableColumn("b", "@x"))
    write_table(Table("=1", "+1", columns, [{"a": s, "b": s} for s in STARTS], {"a": "=9"},
                      notes=STARTS), path, practice=True)  # fmt: skip
    yield "write_table", path

    wanted = plan_sheets(db, campaign, SheetSource(), 20)
    _, sheets = save_sheets(db, campaign, wanted, by=by)
    path = folder / "sheet.xlsx"
    write_sheet_workbook(get_printed_sheets(db, campaign, sheets)[0], path)
    yield "write_sheet_workbook", path

    path = folder / "log.csv"
    write_audit_csv(named_entries(db), path, practice=True)
    yield "write_audit_csv", path


@pytest.mark.parametrize("name", sorted(WRITTEN - {"write_audit_csv"}))
def test_no_cell_of_a_workbook_runs_what_a_name_says(written: dict[str, Path], name: str) -> None:
    formulas, texts = [], []
    for sheet in openpyxl.load_workbook(written[name]):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formulas.append(str(cell.value))
                elif isinstance(cell.value, str) and cell.value.startswith(RISKY[:4]):
                    texts.append(cell)
    assert texts, "nothing in the file looks like a formula: the test shows nothing"
    for formula in formulas:  # the report checks its own sums
        assert not re.search(r"cmd|HYPERLINK|1\+1|SUM\(1\)|DDE|WEBSERVICE", formula), formula
    for cell in texts:
        assert cell.quotePrefix, f"{cell.parent.title}!{cell.coordinate} {cell.value!r}"


@pytest.mark.parametrize("name", sorted(WRITTEN - {"write_audit_csv"}))
def test_a_workbook_leads_nowhere(written: dict[str, Path], name: str) -> None:
    with zipfile.ZipFile(written[name]) as archive:
        for part in archive.namelist():
            assert "externalLink" not in part
            assert not part.endswith((".bin", ".vba"))
            text = archive.read(part)
            assert b'TargetMode="External"' not in text, part
            assert b"<ddeLink" not in text


def test_no_field_of_the_log_runs_what_a_name_says(written: dict[str, Path]) -> None:
    with written["write_audit_csv"].open(encoding="utf-8-sig", newline="") as file:
        fields = [field for row in csv.reader(file) for field in row]
    assert any(field.startswith("'") and field[1:].startswith(RISKY) for field in fields)
    assert [f for f in fields if f.startswith(RISKY)] == []


def test_every_exporter_is_tried_or_writes_no_table() -> None:
    found = {
        node.name
        for path in (ROOT / "exports").glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("write_")
    }
    assert found == WRITTEN | NO_TABLE
