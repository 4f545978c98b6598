"""Reads "XML Spreadsheet 2003", which old systems write and name .xls."""

from collections.abc import Callable
from datetime import datetime

from imports.guard import LocalNames, attribute, new_parser, parse, slices
from imports.refusals import NO_SHEETS, TOO_BIG, Unreadable
from imports.sheet import (
    MAX_COLUMNS,
    MAX_SHEETS,
    MAX_TEXT,
    Table,
    TableBuilder,
    Value,
    as_day,
    as_number,
)

NOTHING: dict[str, str] = {}


def read_spreadsheetml(data: bytes, report: Callable[[int, int], None]) -> list[Table]:
    """Every worksheet of the document."""
    workbook = _Workbook()
    done = 0

    def advance(size: int) -> None:
        nonlocal done
        done += size
        report(done, len(data))

    parse(workbook.parser, slices(data), advance)
    if not workbook.tables:
        raise Unreadable(NO_SHEETS)
    return workbook.tables


class _Workbook:
    def __init__(self) -> None:
        self.tables: list[Table] = []
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._local = LocalNames()
        self._numbers: dict[str, int] = {}  # style id → number
        self._fonts: list[str] = [""]
        self._style = 0
        self._table: TableBuilder | None = None
        self._row = self._column = -1
        self._row_style = 0
        self._values: list[Value] = []
        self._row_styles: list[int] = []
        self._cell: dict[str, str] = NOTHING
        self._type = ""
        self._in_comment = False
        self._pieces: list[str] = []

    def _start(self, tag: str, attrs: dict[str, str]) -> None:
        name = self._local[tag]
        if name == "Cell":
            self._cell = attrs
            index = attribute(attrs, "Index")
            self._column = int(index) - 1 if index else self._column + 1
            self._pieces.clear()
        elif name == "Data" and not self._in_comment:
            self._type = attribute(attrs, "Type")
            self.parser.CharacterDataHandler = self._pieces.append
        elif name == "Comment":
            self._in_comment = True
        elif name == "Row":
            index = attribute(attrs, "Index")
            self._row = int(index) - 1 if index else self._row + 1
            self._row_style = self._numbers.get(attribute(attrs, "StyleID"), 0)
            self._column = -1
            self._values, self._row_styles = [], []
        elif name == "Worksheet":
            if len(self.tables) >= MAX_SHEETS:
                raise Unreadable(TOO_BIG)
            self._table = TableBuilder(attribute(attrs, "Name"))
            self._row = -1
        elif name == "Visible":
            self._pieces.clear()
            self.parser.CharacterDataHandler = self._pieces.append
        elif self._table is None and name == "Style":
            style = attribute(attrs, "ID")
            parent = self._numbers.get(attribute(attrs, "Parent") or "Default", 0)
            self._style = self._numbers[style] = len(self._fonts)
            self._fonts.append(self._fonts[parent])
        elif self._table is None and name == "Font":
            self._fonts[self._style] = attribute(attrs, "FontName") or self._fonts[self._style]

    def _end(self, tag: str) -> None:
        name = self._local[tag]
        if name == "Data":
            self.parser.CharacterDataHandler = None
        elif name == "Comment":
            self._in_comment = False
        elif name == "Cell":
            self._put_cell()
        elif name == "Row":
            if self._table is not None:
                self._table.put_row(self._row, self._values, self._row_styles)
        elif name == "Visible":
            self.parser.CharacterDataHandler = None
            if self._table is not None:
                self._table.hidden = "".join(self._pieces).strip() != "SheetVisible"
        elif name == "Worksheet" and self._table is not None:
            self.tables.append(self._table.build(self._fonts))
            self._table = None

    def _put_cell(self) -> None:
        column, table = self._column, self._table
        across = _count(attribute(self._cell, "MergeAcross"))
        down = _count(attribute(self._cell, "MergeDown"))
        self._column += across
        if table is None:
            return
        if across or down:
            table.merges.append((self._row, column, self._row + down, column + across))
        if not self._pieces:
            return
        if not 0 <= column < MAX_COLUMNS or self._row < 0:
            table.ignored_cells += 1
            return
        missing = column + 1 - len(self._values)
        if missing > 0:
            self._values.extend([None] * missing)
            self._row_styles.extend([0] * missing)
        style = attribute(self._cell, "StyleID")
        default = self._row_style or self._numbers.get("Default", 0)
        self._values[column] = _value("".join(self._pieces), self._type)
        self._row_styles[column] = self._numbers.get(style, default)


def _count(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 8 else 0


def _value(text: str, kind: str) -> Value:
    try:
        if kind == "Number":
            return as_number(float(text))
        if kind == "DateTime":
            return as_day(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return text
    if kind == "Boolean":
        return text.strip() == "1"
    return None if kind == "Error" else text[:MAX_TEXT]
