"""A table for field work on paper: the plan per day, what the teams did. One sheet, NĐ 30 page.

Rows are dicts by the keys of the columns; None is printed as "–", which is not 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.annexes import CellValue
from exports.cells import (
    ANNEX_TITLE,
    FORM_NOTE,
    FORMATS,
    HEAD,
    PRACTICE_MARK,
    Look,
    Styles,
    clean_text,
    data_look,
    put_text,
    put_value,
)
from exports.files import write_beside
from exports.measure import count_lines, height_of
from exports.page import LANDSCAPE_MM, set_page, set_widths
from exports.practice import PRACTICE_LINE

SIZE = 12.0
FORMATS_OF_PAGE = {"average": "#,##0.0"}


@dataclass(frozen=True)
class TableColumn:
    key: str
    heading: str
    kind: str = "text"  # of exports/cells.py FORMATS, or "average"
    width: float = 20  # share of the page's width


@dataclass(frozen=True)
class Table:
    title: str
    subtitle: str
    columns: tuple[TableColumn, ...]
    rows: Sequence[Mapping[str, CellValue]]
    total: Mapping[str, CellValue] | None = None
    notes: tuple[str, ...] = ()  # sentences above the table
    sheet: str = "Bảng"


def write_table(table: Table, path: Path, *, practice: bool) -> None:
    """The whole file or nothing."""
    workbook = Workbook()
    styles = Styles(workbook)
    sheet = workbook.worksheets[0]
    sheet.title = table.sheet
    last = len(table.columns)
    scale = LANDSCAPE_MM / sum(c.width for c in table.columns)
    widths = [c.width * scale for c in table.columns]
    set_widths(sheet, widths)
    _put_line(sheet, styles, 1, last, table.title, ANNEX_TITLE)
    _put_line(sheet, styles, 2, last, table.subtitle, FORM_NOTE)
    row = 2
    if practice:
        row += 1
        _put_line(sheet, styles, row, last, PRACTICE_LINE, PRACTICE_MARK)
    for note in table.notes:
        row += 1
        _put_line(sheet, styles, row, last, note, FORM_NOTE)
    sheet.row_dimensions[row + 1].height = 6.0
    row = head = row + 2
    _put_row(sheet, styles, row, [c.heading for c in table.columns], ["text"] * last, widths,
             [HEAD.at(SIZE)] * last)  # fmt: skip
    kinds = [c.kind for c in table.columns]
    for values in table.rows:
        row += 1
        _put_row(sheet, styles, row, [values.get(c.key) for c in table.columns], kinds, widths,
                 [_look(k) for k in kinds])  # fmt: skip
    if table.total is not None:
        row += 1
        _put_row(sheet, styles, row, [table.total.get(c.key) for c in table.columns], kinds,
                 widths, [_look(k, total=True) for k in kinds])  # fmt: skip
    sheet.freeze_panes = f"A{head + 1}"
    set_page(sheet, landscape=True, practice=practice, repeat=f"{head}:{head}")
    write_beside(workbook.save, path)


def _look(kind: str, *, total: bool = False) -> Look:
    if kind in FORMATS:
        return data_look(kind, SIZE, total=total)
    role = "tổng" if total else "dòng"
    return Look(f"Bảng {kind} {role} {SIZE:g}", SIZE, bold=total, across="right", down="center",
                boxed=True, number_format=FORMATS_OF_PAGE[kind])  # fmt: skip


def _put_line(sheet: Worksheet, styles: Styles, row: int, last: int, text: str, look: Look) -> None:
    cell = sheet.cell(row, 1)
    put_text(cell, clean_text(text))
    styles.apply(cell, look)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
    lines = count_lines(text, LANDSCAPE_MM, look.size, look.bold)
    sheet.row_dimensions[row].height = height_of(lines, look.size, 2)


def _put_row(
    sheet: Worksheet, styles: Styles, row: int, values: Sequence[CellValue],
    kinds: Sequence[str], widths: Sequence[float], looks: Sequence[Look],
) -> None:  # fmt: skip
    lines = 1
    for n, (value, kind, width, look) in enumerate(
        zip(values, kinds, widths, looks, strict=True), 1
    ):
        cell = sheet.cell(row, n)
        clean = clean_text(value) if isinstance(value, str) else value
        put_value(cell, clean, kind)
        styles.apply(cell, look)
        if isinstance(clean, str):
            lines = max(lines, count_lines(clean, width, look.size, look.bold))
    sheet.row_dimensions[row].height = height_of(lines, SIZE, 3)
