"""Reads .csv, .tsv and .txt with columns: comma, semicolon, tab or bar between them."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Literal

from imports.refusals import EMPTY, WRONG_KIND, Unreadable
from imports.sheet import MAX_COLUMNS, MAX_TEXT, Table, TableBuilder

DELIMITERS = ";\t,|"
LINES_LOOKED_AT = 200
ROWS_BETWEEN_REPORTS = 5_000


def read_delimited(text: str, name: str, report: Callable[[int, int], None]) -> list[Table]:
    """One table called `name`."""
    if not text.strip():
        raise Unreadable(EMPTY)
    delimiter = None
    if text[:4].lower() == "sep=":  # Excel's own way to name the delimiter
        first, _, text = text.partition("\n")
        delimiter = first[4:5]
    delimiter = delimiter or find_delimiter(text)
    try:
        return [_table(text, name, delimiter, csv.QUOTE_MINIMAL, report)]
    except csv.Error:
        # A stray quote swallowed the rest of the file into one cell: quotes are plain signs here.
        try:
            return [_table(text, name, delimiter, csv.QUOTE_NONE, report)]
        except csv.Error as error:
            raise Unreadable(WRONG_KIND) from error


def find_delimiter(text: str) -> str:
    """The sign that cuts the most lines into the same number of columns; "," when none does."""
    lines = [line for line in text[:200_000].splitlines()[:LINES_LOOKED_AT] if line.strip()]
    best, best_score = ",", 0
    for delimiter in DELIMITERS:
        counts = Counter(_columns(lines, delimiter))
        # Many lines of one width beat few lines of a great width: "Hà, Văn, An;3" has 2 columns.
        score = max((times * min(width, 8) for width, times in counts.items() if width), default=0)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _columns(lines: list[str], delimiter: str) -> Iterator[int]:
    """How many times each line has the delimiter outside quotes."""
    for line in lines:
        outside = line.split('"')[::2]
        yield sum(part.count(delimiter) for part in outside)


def _table(
    text: str, name: str, delimiter: str, quoting: Literal[0, 3], report: Callable[[int, int], None]
) -> Table:
    table = TableBuilder(name)
    total = text.count("\n") + 1
    source = io.StringIO(text.replace("\0", ""), newline="")
    reader = csv.reader(source, delimiter=delimiter, quoting=quoting, strict=False)
    for index, fields in enumerate(reader):
        if len(fields) > MAX_COLUMNS:
            table.ignored_cells += sum(bool(field) for field in fields[MAX_COLUMNS:])
            del fields[MAX_COLUMNS:]
        table.put_row(index, [field[:MAX_TEXT] or None for field in fields])
        if index % ROWS_BETWEEN_REPORTS == 0:
            report(min(reader.line_num, total), total)
    report(total, total)
    return table.build()
