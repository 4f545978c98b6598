"""The hidden marks by which a filled copy of a sheet is known again, in whatever program it was
saved. exports/ writes them, imports/ looks for them.

A change of meaning raises FORMAT; copies of the old format come back for months.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.fields import Row
from domain.sheets import read_sheet_code

FORMAT = 1
KEY_SHEET = "tungnha"  # the hidden sheet: name and value in columns A and B
KEY_MARK = "tungnha"  # first cell of the row with the names of the fields
NO_LINE = "#"  # in the column of line numbers: this row is no line of the sheet; in the row of
# names: this column is only read
READ_HEADINGS = ("TT", "Chủ hộ, mã hộ, điện thoại, nơi ở", "Lần trước")

_LINE = re.compile(r"P\d{4,6}-\d\.\d{2,3}")


def read_line_code(text: str) -> tuple[int, int] | None:
    """(sheet number, line) of "P0012-4.07", exactly as written into a file; else None."""
    if not _LINE.fullmatch(text):
        return None
    found = read_sheet_code(text)
    return None if found is None or found[1] is None else (found[0], found[1])


@dataclass(frozen=True)
class CellProblem:
    """What does not fit, by the cell a person finds it in: "D7"."""

    cell: str
    reason: str


@dataclass(frozen=True)
class FilledLine:
    """One line of a filled copy: the values of the columns that are there, blank ones None."""

    line: int
    values: Row
    cells: Mapping[str, str]  # field name -> "D7"; those of the columns that are there
    code: str = ""  # of the household, as it stands in the row

    def cell(self, name: str) -> str:
        """Where a field is, or where the result is when it has no column."""
        return self.cells.get(name) or self.cells.get("disposition", "")


@dataclass(frozen=True)
class FilledSheet:
    file: str  # its name
    sheet_id: str  # "" when the hidden sheet was lost
    number: int
    lines: tuple[FilledLine, ...]  # those with something in them that could be read
    problems: tuple[CellProblem, ...] = ()
