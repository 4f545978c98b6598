"""What the functions of SHEETS share: the workbook, its styles, the annexes and where they lie."""

from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from exports.annexes import Annex, Column
from exports.cells import PRACTICE, Look, Styles, clean_text, put_text
from exports.day_annexes import day_annexes
from exports.practice import PRACTICE_LINE
from exports.reason_annexes import reason_annexes
from exports.report import Report
from exports.village_annexes import village_annexes


@dataclass
class Placed:
    """An annex on its sheet."""

    annex: Annex
    sheet: Worksheet
    first_row: int
    last_row: int
    total_row: int  # 0: no total row

    def letter(self, key: str) -> str:
        return get_column_letter(self.annex.number_of(key))

    def cell(self, key: str, row: int) -> str:
        """ "'Phụ lục I-a'!C9", for formulas of other sheets."""
        return f"'{self.sheet.title}'!{self.letter(key)}{row}"

    def rows_of(self, key: str, first: int = 0, last: int = 0) -> str:
        """All rows of a column, or those from `first` to `last`."""
        letter, first, last = self.letter(key), first or self.first_row, last or self.last_row
        return f"'{self.sheet.title}'!${letter}${first}:${letter}${last}"

    def pages(self, most: int) -> list[tuple[int, int]]:
        """Its rows as pages of nearly equal size, as (first, last)."""
        count = self.last_row - self.first_row + 1
        size = ceil(count / ceil(count / most)) if count else most
        starts = range(self.first_row, self.last_row + 1, size)
        return [(start, min(start + size - 1, self.last_row)) for start in starts]

    def number(self, column: Column) -> str:
        """ "I-a (8)": how "Nguồn" and "Kiểm tra" name a column."""
        return f"{self.annex.label.removeprefix('Phụ lục ')} ({self.annex.number_of(column.key)})"


@dataclass
class Book:
    report: Report
    workbook: Workbook
    styles: Styles
    annexes: list[Annex]
    placed: list[Placed] = field(default_factory=list)

    def add_sheet(self, title: str) -> Worksheet:
        sheet: Worksheet = self.workbook.create_sheet(title)
        return sheet

    def put(self, sheet: Worksheet, row: int, column: int, text: str, look: Look) -> None:
        """Text from anywhere, as text, in its look."""
        cell = sheet.cell(row, column)
        if text:
            put_text(cell, clean_text(text))
        self.styles.apply(cell, look)

    def put_across(
        self, sheet: Worksheet, row: int, text: str, look: Look, columns: tuple[int, int],
        height: float,
    ) -> None:  # fmt: skip
        """Text in merged columns (first, last) of a row at least this high."""
        first, last = columns
        self.put(sheet, row, first, text, look)
        for n in range(first + 1, last + 1):
            self.styles.apply(sheet.cell(row, n), look)
        if last > first:
            merge(sheet, first, row, last, row)
        dimension = sheet.row_dimensions[row]
        dimension.height = max(dimension.height or 0, height)

    def put_practice(self, sheet: Worksheet, columns: int) -> int:
        """The pale box on top of a sheet of a practice report; returns the next free row."""
        if not self.report.practice:
            return 1
        self.put_across(sheet, 1, PRACTICE_LINE, PRACTICE, (1, columns), 34)
        sheet.row_dimensions[2].height = 8
        return 3

    def find(self, *keys: str) -> Placed | None:
        """The first annex that has all these columns."""
        return next((p for p in self.placed if all(p.annex.has(k) for k in keys)), None)


def merge(sheet: Worksheet, left: int, top: int, right: int, bottom: int) -> None:
    """Cells that were all given their look already; merge_cells() would restyle each of them, which
    was two fifths of the time of a report."""
    ranges: Any = sheet.merged_cells
    ranges.add(CellRange(min_col=left, min_row=top, max_col=right, max_row=bottom))


def new_book(report: Report) -> Book:
    workbook = Workbook()
    if workbook.active is not None:
        workbook.remove(workbook.active)
    properties = workbook.properties
    properties.title = clean_text(report.subject)
    properties.creator = clean_text(report.body_name)
    properties.lastModifiedBy = properties.creator
    properties.created = properties.modified = datetime.fromisoformat(report.made_at)
    properties.description = f"Từng Nhà {report.version}".strip()
    workbook.calculation.fullCalcOnLoad = True
    annexes = village_annexes(report) + day_annexes(report) + reason_annexes(report)
    return Book(report, workbook, Styles(workbook), annexes)
