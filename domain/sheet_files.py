"""The hidden marks by which a filled copy of a sheet is known again, in whatever program it was
saved. exports/ writes them, imports/ looks for them.

A change of meaning raises FORMAT; copies of the old format come back for months.
"""

import re

from domain.sheets import read_sheet_code

FORMAT = 1
KEY_SHEET = "tungnha"  # the hidden sheet: name and value in columns A and B
KEY_MARK = "tungnha"  # first cell of the row with the names of the fields
NO_LINE = "#"  # in the column of line numbers: this row is no line of the sheet

_LINE = re.compile(r"P\d{4,6}-\d\.\d{2,3}")


def read_line_code(text: str) -> tuple[int, int] | None:
    """(sheet number, line) of "P0012-4.07", exactly as written into a file; else None."""
    if not _LINE.fullmatch(text):
        return None
    found = read_sheet_code(text)
    return None if found is None or found[1] is None else (found[0], found[1])
