"""The shape every reader hands back: one `Table` per sheet, and the limits all readers keep.

A reader fills a `TableBuilder` cell by cell (or hands over ready rows) and calls `build()`, which
trims the table and cuts the merged ranges down to what is really there.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from math import isfinite

Value = str | int | float | bool | date | datetime | None
Row = tuple[Value, ...]
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0

MAX_ROWS = 100_000
MAX_COLUMNS = 60
MAX_SHEETS = 100
MAX_TEXT = 32_767  # what Excel itself allows in a cell

NO_STYLES: Sequence[int] = array("H")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. Rows are cut off after their last filled cell; text is NOT yet decoded.

    Fonts are kept the way spreadsheets keep them, a style number per cell and a font name per
    style, so that 12,000 rows cost no work at all: ask `font(row, column)`.
    """

    name: str
    hidden: bool
    rows: list[Row]
    styles: Sequence[Sequence[int]] = ()  # per row, may be shorter than the row
    style_fonts: Sequence[str] = ()
    merges: tuple[Merge, ...] = ()
    ignored_cells: int = 0  # filled cells beyond MAX_ROWS or MAX_COLUMNS: worth a warning

    def font(self, row: int, column: int) -> str:
        """The font name as the file says, "" when it says nothing."""
        if row >= len(self.styles) or column >= len(self.styles[row]):
            return ""
        style = self.styles[row][column]
        return self.style_fonts[style] if style < len(self.style_fonts) else ""


def trimmed(values: Sequence[Value]) -> Row:
    """The row without the empty cells at its end."""
    end = len(values)
    while end and values[end - 1] is None:
        end -= 1
    return tuple(values[:end])


def as_number(number: float) -> int | float | None:
    """7.0 is 7; no cell holds infinity, but a broken file may."""
    if number.is_integer() and abs(number) < 1e15:
        return int(number)
    return number if isfinite(number) else None


def as_day(moment: datetime) -> date | datetime:
    """A moment at midnight is a day: spreadsheets have no other way to write one."""
    return moment.date() if moment.time() == time.min else moment


class TableBuilder:
    """Collects the cells of one sheet in reading order and keeps the limits."""

    def __init__(self, name: str, hidden: bool = False) -> None:
        self.name = name
        self.hidden = hidden
        self.rows: list[Row] = []
        self.styles: list[Sequence[int]] = []
        self.merges: list[Merge] = []
        self.ignored_cells = 0
        self._shared: dict[tuple[int, ...], Sequence[int]] = {}

    def put_row(self, index: int, values: Sequence[Value], styles: Sequence[int] = ()) -> None:
        """Sets row `index`; the rows left out before it are empty."""
        row = trimmed(values)
        if index >= MAX_ROWS:
            self.ignored_cells += sum(value is not None for value in row)
            return
        if not row:
            return
        missing = index + 1 - len(self.rows)
        if missing > 0:
            self.rows.extend([()] * missing)
            self.styles.extend([NO_STYLES] * missing)
        self.rows[index] = row
        # Nearly every row of a list is styled like the one above: keep one copy.
        key = tuple(styles)
        self.styles[index] = self._shared.setdefault(key, key)

    def build(self, style_fonts: Iterable[str] = ()) -> Table:
        return Table(
            self.name,
            self.hidden,
            self.rows,
            self.styles,
            tuple(style_fonts),
            clipped_merges(self.merges, self.rows),
            self.ignored_cells,
        )


def clipped_merges(merges: Iterable[Merge], rows: Sequence[Row]) -> tuple[Merge, ...]:
    """The merges cut down to the filled part of the sheet; A1:XFD1048576 then costs nothing.

    Merged ranges never overlap in an honest file, so together they are no larger than the sheet;
    what exceeds that was made to make us work and is left out.
    """
    last_row = len(rows) - 1
    last_column = max((len(row) for row in rows), default=0) - 1
    room = len(rows) * MAX_COLUMNS
    kept: list[Merge] = []
    for row, column, end_row, end_column in merges:
        if row > last_row or column > last_column:
            continue
        end_row, end_column = min(end_row, last_row), min(end_column, MAX_COLUMNS - 1)
        if (row, column) >= (end_row, end_column) and row == end_row and column == end_column:
            continue
        room -= (end_row - row + 1) * (end_column - column + 1)
        if room < 0:
            break
        kept.append((row, column, end_row, end_column))
    return tuple(kept)
