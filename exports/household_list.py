"""The internal list of households: a file of its own, only on explicit choice, "LƯU HÀNH NỘI BỘ".

Never part of the report. Columns as vietnam.md 7: no ID number, no ethnicity. Rows are dicts by the
keys of `columns`; a day is ISO text. Written row by row, so that 12,000 households need no memory.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.campaigns import Campaign
from domain.text import mask_phone
from exports.annexes import CellValue
from exports.cells import (
    ANNEX_TITLE,
    FORM_NOTE,
    HEAD,
    INTERNAL,
    PRACTICE_MARK,
    Look,
    Styles,
    clean_text,
    data_look,
    day_value,
    put_value,
)
from exports.files import write_beside
from exports.measure import count_lines, height_of
from exports.page import LANDSCAPE_MM, set_page, set_widths
from exports.practice import PRACTICE_LINE
from exports.report import ReportProgress

STAMP = "LƯU HÀNH NỘI BỘ"
SIZE = 11.0
HEAD_ROW = 5
STEP = 1000  # rows between two reports of progress


@dataclass(frozen=True)
class ListColumn:
    key: str
    heading: str
    kind: str = "text"
    width: float = 16  # mm


def list_columns(campaign: Campaign) -> tuple[ListColumn, ...]:
    """The keys a row may have; apps by "app:<code>"."""
    return (
        ListColumn("code", "Mã hộ", width=18),
        ListColumn("head_name", "Họ và tên chủ hộ", width=38),
        ListColumn("village", "Thôn, bản", width=30),
        ListColumn("phone", "Điện thoại", width=24),
        ListColumn("birth_year", "Năm sinh", width=14),
        ListColumn("members", "Số nhân khẩu", "count", 14),
        ListColumn("smartphones", "Số máy", "count", 12),
        *(
            ListColumn(f"app:{a.code}", f"Đã cài {a.name}", "count", 16)
            for a in campaign.active_apps
        ),
        ListColumn("visited_on", "Ngày đến", "day", 22),
        ListColumn("attempts", "Lần đến", "count", 12),
        ListColumn("status", "Kết quả", width=28),
        ListColumn("team", "Cán bộ", width=26),
        ListColumn("next_visit_on", "Hẹn lại", "day", 22),
        ListColumn("note", "Ghi chú", width=30),
    )


def write_household_list(
    rows: Iterable[Mapping[str, str | int | None]],
    campaign: Campaign,
    path: Path,
    *,
    title: str = "DANH SÁCH HỘ",
    subtitle: str = "",
    mask_phones: bool = True,
    practice: bool,
    report_progress: ReportProgress | None = None,
) -> int:
    """Writes the file, whole or not at all; returns the number of households in it."""
    workbook = Workbook(write_only=True)
    styles = Styles(workbook)
    columns = list_columns(campaign)
    sheet = workbook.create_sheet("Danh sách hộ")
    widths = _widths(columns)
    set_widths(sheet, [13.0, *widths])
    set_page(sheet, landscape=True, practice=practice, repeat=f"{HEAD_ROW}:{HEAD_ROW}")
    sheet.freeze_panes = f"D{HEAD_ROW + 1}"
    _write_head(sheet, styles, columns, widths, title, subtitle, practice=practice)
    looks = [data_look("rank", SIZE), *(data_look(c.kind, SIZE) for c in columns)]
    n = 0
    for n, row in enumerate(rows, 1):
        values = [_value(c, row.get(c.key), mask_phones) for c in columns]
        kinds = ["rank", *(c.kind for c in columns)]
        sheet.append(
            [
                _cell(sheet, styles, value, kind, look)
                for value, kind, look in zip([n, *values], kinds, looks, strict=True)
            ]
        )
        if report_progress and n % STEP == 0:
            report_progress(n, 0)
    write_beside(workbook.save, path)
    return n


def _widths(columns: tuple[ListColumn, ...]) -> list[float]:
    """The page shared out in the proportions of the columns."""
    scale = (LANDSCAPE_MM - 14) / sum(c.width for c in columns)
    return [c.width * scale for c in columns]


def _cell(sheet: Worksheet, styles: Styles, value: CellValue, kind: str, look: Look) -> Any:
    cell: Any = WriteOnlyCell(sheet)
    put_value(cell, value, kind)
    styles.apply(cell, look)
    return cell


def _value(column: ListColumn, value: str | int | None, mask_phones: bool) -> CellValue:
    if not isinstance(value, str):
        return value
    if column.kind == "day":
        return day_value(value) if value else None
    if column.key == "phone" and mask_phones:
        value = mask_phone(value)
    return clean_text(value)


def _write_head(
    sheet: Worksheet, styles: Styles, columns: tuple[ListColumn, ...], widths: list[float],
    title: str, subtitle: str, *, practice: bool,
) -> None:  # fmt: skip
    last = len(columns) + 1
    mark = _cell(sheet, styles, PRACTICE_LINE, "text", PRACTICE_MARK) if practice else None
    stamped = [mark, *[None] * (last - 4)] + [
        _cell(sheet, styles, STAMP if n == 0 else None, "text", INTERNAL) for n in range(3)
    ]
    lines = count_lines(subtitle, LANDSCAPE_MM, FORM_NOTE.size)
    for number, height, cells in (
        (1, 22.0, stamped),
        (2, 24.0, [_cell(sheet, styles, clean_text(title), "text", ANNEX_TITLE)]),
        (3, height_of(lines, FORM_NOTE.size), [
            _cell(sheet, styles, clean_text(subtitle), "text", FORM_NOTE)]),
        (4, 6.0, []),
    ):  # fmt: skip
        sheet.row_dimensions[number].height = height
        sheet.append(cells)
    look = HEAD.at(SIZE)
    headings = ["TT", *(c.heading for c in columns)]
    most = max(
        count_lines(h, w, SIZE, True) for h, w in zip(headings, [13.0, *widths], strict=True)
    )
    sheet.row_dimensions[HEAD_ROW].height = height_of(most, SIZE, 2)
    sheet.append([_cell(sheet, styles, h, "text", look) for h in headings])
    ranges: Any = sheet
    ranges.merged_cells.add(f"{get_column_letter(last - 2)}1:{get_column_letter(last)}1")
    ranges.merged_cells.add(f"A2:{get_column_letter(last)}2")
    ranges.merged_cells.add(f"A3:{get_column_letter(last)}3")
