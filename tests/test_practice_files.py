"""K10: every file and text that leaves a practice commune says TẬP HUẤN, no file of an office does.

Each way out is tried on both, by what the window and the commands themselves call. A new function
that writes a file or puts a text on the clipboard needs its line in WAYS, and its callers must hand
on whether the commune is one to practise with.
"""

import ast
import json
import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from commands import run_command
from domain.campaigns import Campaign
from domain.day_plan import make_plan, plan_text
from domain.erasures import Certificate, Erasure
from domain.household_import import Place, Reject
from domain.printed_sheets import PrintedSheet
from domain.users import User
from exports.erasure_pdf import write_certificate
from exports.field_tables import write_table
from exports.recovery_pdf import write_recovery_pdf
from exports.rejects import write_rejects
from exports.report import Report, write_report
from exports.sheet_pdf import write_sheets_pdf
from exports.sheet_workbook import write_sheet_workbook
from storage.campaigns import current_campaign
from storage.database import Database
from storage.offices import is_practice
from storage.practice import make_practice
from storage.report_data import get_report_data
from storage.requests import get_retention
from storage.sheet_plans import SheetSource, get_printed_sheets, plan_sheets
from storage.sheets import save_sheets
from storage.teams import list_areas, list_teams
from tests.needs import needs_pdftotext
from ui import chart_picture
from ui.announce import message_of
from ui.chart_picture import write_picture
from ui.charts import CHARTS
from ui.household_export import ExportChoice, export_households
from ui.household_rights import write_on_worker
from ui.overview_numbers import Moment, Numbers
from ui.recovery_code import Given
from ui.settings_audit_files import write_csv, write_jsonl, write_key, write_noted
from ui.sheet_files import write_leaflets
from ui.teams_plan_rows import plan_table
from ui.worklist_print import ListRequest, write_sheets

ROOT = Path(__file__).parents[1]
WORD = "TẬP HUẤN"
TODAY = date(2020, 8, 20)


@dataclass(frozen=True)
class Commune:
    db: Database
    by: User
    campaign: Campaign
    folder: Path
    practice: bool


@pytest.fixture(params=[True, False], ids=["practice", "office"])
def commune(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Commune]:
    from storage.accounts import create_first_user

    db, by, _ = create_first_user(tmp_path, "Hà Thị Lan", "bep-go-nuong-ngo")
    if not request.param:
        monkeypatch.setattr("storage.practice.save_practice_mark", lambda *_, **__: None)
    make_practice(db, by=by, households=60, today=TODAY)
    campaign = current_campaign(db)
    assert campaign
    assert is_practice(db) == request.param
    yield Commune(db, by, campaign, tmp_path, request.param)
    db.close()


def says(text: str) -> bool:
    return WORD in re.sub(r"\s+", " ", text.upper())


# -- what is read back ---------------------------------------------------------------------------


def of_workbook(path: Path) -> list[str]:
    """Of each sheet: what the screen shows, and what is printed on its first page and others."""
    found = []
    for sheet in openpyxl.load_workbook(path):
        if sheet.sheet_state != "visible":
            continue
        seen = [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
        found.append("\n".join(seen[:400]))
        head = sheet.HeaderFooter
        for part in ("oddHeader", "firstHeader") if head.differentFirst else ("oddHeader",):
            marks = [getattr(getattr(head, kind), side).text or ""
                     for kind in (part, part.replace("Header", "Footer"))
                     for side in ("left", "center", "right")]  # fmt: skip
            found.append("\n".join(marks))
    return found


def of_pages(path: Path) -> list[str]:
    """As they were written: the word runs across the page, which the layout would tear apart."""
    out = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    text = unicodedata.normalize("NFC", out.stdout.decode())
    return [page for page in text.split("\f") if page.strip()]


def of_text(path: Path) -> list[str]:
    return [path.read_text("utf-8-sig")]


# -- the ways out --------------------------------------------------------------------------------


def _report(c: Commune) -> list[str]:
    path, until = c.folder / "a.xlsx", "2020-08-20"
    data = get_report_data(c.db, c.campaign, since="", until=until, on=until)
    write_report(Report(campaign=c.campaign, made_at=f"{until}T08:00", version="0", **vars(data)),
                 path)  # fmt: skip
    return of_workbook(path)


def _printed(c: Commune) -> list[PrintedSheet]:
    _, sheets = save_sheets(c.db, c.campaign, plan_sheets(c.db, c.campaign, SheetSource(), 20),
                            by=c.by)  # fmt: skip
    return get_printed_sheets(c.db, c.campaign, sheets[:2])


def _sheets_pdf(c: Commune) -> list[str]:
    write_sheets_pdf(_printed(c), c.folder / "a.pdf")
    return of_pages(c.folder / "a.pdf")


def _sheet_workbook(c: Commune) -> list[str]:
    write_sheet_workbook(_printed(c)[0], c.folder / "a.xlsx")
    return of_workbook(c.folder / "a.xlsx")


def _backcheck(c: Commune) -> list[str]:
    printed = [replace(p, sheet=replace(p.sheet, kind="BACKCHECK")) for p in _printed(c)]
    write_sheets_pdf(printed, c.folder / "a.pdf")
    return of_pages(c.folder / "a.pdf")


def _worklist(c: Commune) -> list[str]:
    from storage.worklist import list_worklist

    lines = [x for x in list_worklist(c.db, c.campaign, TODAY) if x.due_on][:20]
    wanted = ListRequest(c.folder / "to", files="PDF và Excel")
    wanted.folder.mkdir()
    write_sheets(c.db.path, c.campaign, lines, "due", wanted, lambda *_: None, by=c.by)
    files = list(wanted.folder.iterdir())
    assert files
    return [t for f in files for t in (of_pages(f) if f.suffix == ".pdf" else of_workbook(f))]


def _leaflets(c: Commune) -> list[str]:
    path = c.folder / "a.pdf"
    write_leaflets(c.db.path, c.campaign, (), path, "2020-08-20", lambda *_: None, by=c.by)
    return of_pages(path)[:3]


def _certificate(c: Commune) -> list[str]:
    erasure = Erasure("e", 1, "campaign", "c", "đợt 1", "DONE", "hết hạn giữ")
    certificate = Certificate(erasure, get_retention(c.db), "UBND", "0", is_practice(c.db))
    write_certificate(certificate, c.folder / "a.pdf")
    return of_pages(c.folder / "a.pdf")


def _recovery(c: Commune) -> list[str]:
    given = Given("AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG-HHHH-JJ", "Lan", practice=c.practice)
    write_recovery_pdf(given.code, given.name, "01/09/2020", c.folder / "a.pdf",
                       practice=given.practice)  # fmt: skip
    return of_pages(c.folder / "a.pdf")


def _list(c: Commune) -> list[str]:
    from storage.household_lists import list_rows

    rows, path = list_rows(c.db, c.campaign), c.folder / "a.xlsx"
    export_households(c.db.path, c.campaign, rows, {}, ExportChoice("Đi từng nhà", True), path,
                      TODAY, lambda *_: None, by=c.by)  # fmt: skip
    return of_workbook(path)


def _household(c: Commune) -> list[str]:
    one, path = c.db.value("SELECT id FROM households LIMIT 1"), c.folder / "a.xlsx"
    write_on_worker(c.db.path, one, path, c.by, "dân hỏi", lambda *_: None)
    return of_workbook(path)


def _plan(c: Commune) -> list[str]:
    plan = make_plan(c.campaign, list_areas(c.db, c.campaign), list_teams(c.db), TODAY)
    write_table(plan_table(plan, c.campaign, ""), c.folder / "a.xlsx", practice=c.practice)
    team = plan.team_days[0].team_id
    texts = [plan_text(plan, c.campaign, team=team, practice=c.practice),
             plan_text(plan, c.campaign, day=plan.team_days[0].day, practice=c.practice)]
    return [*texts, *of_workbook(c.folder / "a.xlsx")]


def _rejects(c: Commune) -> list[str]:
    write_rejects([Reject(Place("s", 2), "thiếu tên", ("1", "2"))], c.folder / "a.xlsx", ("A", "B"),
                  practice=c.practice)  # fmt: skip
    return of_workbook(c.folder / "a.xlsx")


def _audit(write: Callable[[Database, Path], object], action: str, name: str) -> Callable[
    [Commune], list[str]
]:
    def run(c: Commune) -> list[str]:
        path = c.folder / name
        write_noted(c.db.path, path, action, "thanh tra", write, by=c.by)
        return of_text(path)

    return run


def _numbers(c: Commune) -> Numbers:
    return Numbers(c.db, c.campaign, c.campaign.active_apps[0], Moment(), datetime(2020, 8, 20), 7)


def _zalo(c: Commune) -> list[str]:
    return [message_of(_numbers(c), "Xã Mường Mìn", practice=c.practice)]


def _pictures(c: Commune) -> list[str]:
    texts: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chart_picture, "save_png", lambda figure, *_: texts.append(
            "\n".join(t.get_text() for t in figure.texts)))  # fmt: skip
        numbers = _numbers(c)
        for chart in CHARTS:
            write_picture(chart, numbers, chart.measures(numbers)[0], "Xã", c.folder / "a.png",
                          practice=c.practice)  # fmt: skip
    assert len(texts) == len(CHARTS)
    return texts


WAYS: dict[str, Callable[[Commune], list[str]]] = {
    "write_report": _report,
    "write_sheets_pdf": _sheets_pdf,
    "write_sheet_workbook": _sheet_workbook,
    "write_sheets_pdf, phúc tra": _backcheck,
    "write_sheets_pdf, quay lại": _worklist,
    "write_leaflets_pdf": _leaflets,
    "write_certificate": _certificate,
    "write_recovery_pdf": _recovery,
    "write_household_list": _list,
    "write_household_data": _household,
    "write_table": _plan,
    "write_rejects": _rejects,
    "write_audit_csv": _audit(write_csv, "export_audit", "nhat-ky.csv"),
    "write_audit_jsonl": _audit(write_jsonl, "export_audit", "nhat-ky.jsonl"),
    "write_audit_key": _audit(write_key, "export_audit_key", "khoa.txt"),
    "write_message": _zalo,
    "save_png": _pictures,
}


@needs_pdftotext
@pytest.mark.parametrize("way", WAYS)
def test_what_leaves_a_practice_commune_says_so_on_every_sheet_and_page(
    commune: Commune, way: str
) -> None:
    texts = WAYS[way](commune)
    assert texts
    assert [says(text) for text in texts] == [commune.practice] * len(texts)


# -- nothing is forgotten ------------------------------------------------------------------------

MARKED = {"write_report", "write_sheets_pdf", "write_sheet_workbook", "write_leaflets_pdf",
          "write_certificate"}  # what they are given knows it: see BEARERS  # fmt: skip
BEARERS = {"Report", "PrintedSheet", "make_leaflet", "Certificate"}
NOT_FOR_PEOPLE = {"write_beside"}
CLIPBOARD = {"copy_text": "write_message", "copy": "write_table", "put_text": ""}


def sources() -> list[tuple[Path, ast.Module]]:
    files = [*(ROOT / "ui").glob("*.py"), *(ROOT / "exports").rglob("*.py"), *ROOT.glob("*.py")]
    return [(path, ast.parse(path.read_text("utf-8"))) for path in files]


def calls(tree: ast.AST, names: set[str]) -> list[ast.Call]:
    return [
        node for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (
            getattr(node.func, "id", "") in names or getattr(node.func, "attr", "") in names
        )
    ]  # fmt: skip


def test_every_function_that_puts_a_file_in_its_place_is_tried() -> None:
    found = {
        function.name
        for _, tree in sources() for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and calls(function, {"write_beside"})
    }  # fmt: skip
    inner = {"_write"}  # of exports/audit_files.py, under three of those tried
    assert found - NOT_FOR_PEOPLE - inner == {
        name for name in WAYS if "," not in name
    } - {"write_audit_csv", "write_audit_jsonl", "write_audit_key"}


def test_every_text_put_on_the_clipboard_is_tried() -> None:
    found = {
        function.name
        for _, tree in sources() for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and calls(function, {"clipboard_append"})
    }  # fmt: skip
    assert found == {"copy_text", "copy"}


def test_who_writes_a_file_hands_on_whether_it_is_practice() -> None:
    plain = {name for name in WAYS if "," not in name} - MARKED - {
        "write_audit_jsonl", "write_message", "save_png"
    } | {"plan_text", "write_picture"}  # fmt: skip
    seen = set()
    for path, tree in sources():
        for call in calls(tree, plain):
            name = getattr(call.func, "id", "") or getattr(call.func, "attr", "")
            seen.add(name)
            assert "practice" in {k.arg for k in call.keywords}, f"{path.name}:{call.lineno}"
    assert seen == plain


# -- commands ------------------------------------------------------------------------------------


def test_the_answer_of_a_command_says_so_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(tmp_path / "d")

    def run(*arguments: str) -> str:
        assert run_command(list(arguments)) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    assert says(run("demo", "--data", data, "--households", "40"))
    for arguments in (("progress",), ("households",), ("doctor",), ("worklist",)):
        assert says(run(*arguments, "--data", data)), arguments
    assert json.loads(run("progress", "--data", data, "--json"))["practice"].startswith(WORD)
    out = tmp_path / "bao-cao.xlsx"
    run("report", "--data", data, "--out", str(out))
    assert all(map(says, of_workbook(out)))
    run("sheets", "--data", data, "--village", "Bản Mìn", "--out", str(tmp_path / "to"))
    files = list((tmp_path / "to").glob("*.xlsx"))
    assert files
    assert all(says(text) for f in files for text in of_workbook(f))
    log = tmp_path / "nhat-ky.csv"
    run("audit", "--data", data, "--export", str(log), "--purpose", "thanh tra")
    assert all(map(says, of_text(log)))
