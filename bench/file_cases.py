"""Import of an old .xls and the report workbook against the bare libraries."""

from copy import copy
from datetime import datetime
from pathlib import Path
from typing import Any

import xlrd
import xlwt
from openpyxl import Workbook, load_workbook
from openpyxl.styles import NamedStyle

from bench.data import open_reference
from bench.keys import BY
from bench.timing import Line, interleave, median
from exports.report import Report, write_report
from imports.households import read_plan
from imports.legacy_tables import TCVN3_LETTERS
from storage.database import open_database
from storage.household_import import import_households
from storage.households import known_households
from storage.report_data import get_report_data
from storage.villages import list_villages


def write_old_list(reference: Path, path: Path) -> None:
    """The households of the file as an .xls in .VnTime letters, with title rows."""
    db, _ = open_reference(reference)
    to_tcvn3 = {ord(letter): code for code, letter in TCVN3_LETTERS.items()}
    book = xlwt.Workbook(encoding="latin-1")
    sheet = book.add_sheet("Sheet1")
    font = xlwt.easyxf("font: name .VnTime")
    headings = ("STT", "Họ và tên chủ hộ", "Bản", "Số khẩu", "Điện thoại", "Ghi chú")
    for column, text in enumerate(headings):
        sheet.write(3, column, text.translate(to_tcvn3), font)
    sheet.write(0, 0, "Danh sách hộ gia đình".translate(to_tcvn3), font)
    for n, (name, kind, village, members, phone) in enumerate(
        db.rows(
            "SELECT h.head_name, v.kind, v.name, h.members, h.phone FROM households h"
            " JOIN villages v ON v.id=h.village_id ORDER BY h.row"
        )
    ):
        label = f"{kind.capitalize()} {village}"
        values = (n + 1, name.translate(to_tcvn3), label.translate(to_tcvn3), members, phone or "")
        for column, value in enumerate(values):
            sheet.write(n + 4, column, value, font)
    book.save(str(path))
    db.close()


def import_case(reference: Path, folder: Path, size: str) -> list[Line]:
    path = folder / f"list-{size}.xls"
    write_old_list(reference, path)
    number = iter(range(1000))

    def floor() -> None:
        book = xlrd.open_workbook(str(path), formatting_info=True)
        sheet = book.sheet_by_index(0)
        fonts = [book.font_list[xf.font_index].name for xf in book.xf_list]
        for r in range(sheet.nrows):
            for c in range(sheet.row_len(r)):
                _ = sheet.cell_value(r, c), fonts[sheet.cell_xf_index(r, c)]

    def ours() -> None:
        db = open_database(folder / f"import-{size}-{next(number)}.db", create=True)
        plan = read_plan(path, known_households(db), list_villages(db)).plan
        _, result = import_households(db, plan.rows, by=BY, source=path.name)
        assert result.added == len(plan.rows)
        db.close()

    bare_times, times = interleave(3, floor, ours)
    ratio = median(times) / median(bare_times)
    return [Line(f"nhập danh sách .xls ({size} hộ)", "xlrd đọc trần, kèm phông", median(bare_times),
                 median(times), "≤ 2,5 x", ratio <= 2.5)]  # fmt: skip


def report_case(reference: Path, folder: Path, size: str) -> list[Line]:
    db, campaign = open_reference(reference)
    path = folder / "report.xlsx"
    data = get_report_data(db, campaign, since="2020-08-15", until="2020-08-24", on="2020-08-25")
    report = Report(
        campaign=campaign, made_at=datetime(2020, 8, 25, 8).isoformat(timespec="minutes"),
        **vars(data),
    )  # fmt: skip
    write_report(report, path)
    made = load_workbook(path)
    looks: dict[str, NamedStyle] = {}
    sheets = []
    for sheet in made.worksheets:
        cells = []
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None and not cell.has_style:
                    continue
                key = repr(getattr(cell, "_style"))  # noqa: B009 (no stub for it)
                if key not in looks:
                    look: Any = NamedStyle(name=f"s{len(looks)}")
                    for part in ("font", "border", "fill", "alignment"):
                        setattr(look, part, copy(getattr(cell, part)))
                    look.number_format = cell.number_format
                    looks[key] = look
                cells.append((cell.row, cell.column, cell.value, looks[key].name))
        sheets.append((sheet.title, cells))

    def floor() -> None:
        book = Workbook()
        for look in looks.values():
            book.add_named_style(copy(look))
        for title, cells in sheets:
            sheet = book.create_sheet(title)
            for row, column, value, look_name in cells:
                cell = sheet.cell(row, column, value)
                cell.style = look_name
        book.save(str(folder / "bare.xlsx"))

    def ours() -> None:
        write_report(report, path)

    bare_times, times = interleave(5, floor, ours)
    db.close()
    ratio = median(times) / median(bare_times)
    return [Line(f"ghi báo cáo ({size})", "openpyxl trần, cùng ô và kiểu", median(bare_times),
                 median(times), "≤ 1,5 x", ratio <= 1.5,
                 f"{sum(len(c) for _, c in sheets)} ô")]  # fmt: skip
