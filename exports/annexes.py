"""An annex as plain data: columns that say what they mean, and rows of values by column key.

Sheets, "Nguồn", "Kiểm tra" and the native charts all read this one description. The annexes are
made in village_annexes.py, day_annexes.py and reason_annexes.py; a column is a line there.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

CellValue = str | int | Fraction | date | None

RATE_BEFORE = "rate.before"  # key of a row's rate of the period before, not printed


@dataclass(frozen=True)
class Column:
    """`ratio` = (numerator, denominator), `sum_of`, `runs_from`, `change_of` and `rank_of` name
    columns of the same annex: "Kiểm tra" recomputes from them."""

    key: str
    heading: str
    kind: str = "count"  # of exports/cells.py FORMATS
    group: str = ""  # heading above; neighbours with the same one share it
    width: float = 14  # mm, at least
    ratio: tuple[str, str] | None = None
    sum_of: tuple[str, ...] = ()
    parts_may_lack: bool = False  # a part that is not known counts as nothing (F3)
    runs_from: str = ""  # the row before plus this column of the row
    change_of: str = ""  # a rate, less its RATE_BEFORE
    rank_of: str = ""
    sums: bool = True  # the total is the sum of the rows
    stated: bool = False  # the total is a figure stated for the whole commune
    meaning: str = ""
    numerator: str = ""
    denominator: str = ""
    unknown: str = ""
    source: str = ""


@dataclass(frozen=True)
class Annex:
    label: str  # "Phụ lục I-a"; the name of its sheet too
    title: str
    columns: tuple[Column, ...]
    rows: tuple[dict[str, CellValue], ...]
    total: dict[str, CellValue] | None = None
    known: dict[str, tuple[int, int]] = field(default_factory=dict)  # key -> n of N units
    notes: tuple[str, ...] = ()
    row_keys: tuple[str, ...] = ()  # who each row is, for the charts and the checks

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {c.key: n for n, c in enumerate(self.columns, 1)}

    def number_of(self, key: str) -> int:
        """The number in the row "(1) (2) …"."""
        return self._numbers[key]

    def has(self, key: str) -> bool:
        return key in self._numbers

    def formula_words(self, column: Column) -> str:
        """ "(6)=(5)/(3)", on two lines because columns are narrow."""
        own = f"({self.number_of(column.key)})"
        if column.ratio:
            top, bottom = (f"({self.number_of(k)})" for k in column.ratio)
            return f"{own}=\n{top}/{bottom}"
        if column.sum_of:
            numbers = [self.number_of(k) for k in column.sum_of]
            if len(numbers) > 2 and numbers == [*range(numbers[0], numbers[-1] + 1)]:
                return f"{own}=\n({numbers[0]})+…\n+({numbers[-1]})"
            return f"{own}=\n" + "+".join(f"({n})" for n in numbers)
        return own


def order_column() -> Column:
    return Column("order", "TT", "rank", width=13, sums=False)


def note_column(width: float = 20) -> Column:
    return Column("note", "Ghi chú", "text", width=width, sums=False)
