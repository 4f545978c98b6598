"""Reads the old binary .xls with xlrd, values and fonts, at the speed of xlrd itself."""

import os
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Literal

import xlrd

from imports.refusals import NO_SHEETS, PASSWORD, TOO_BIG, WRONG_KIND, Unreadable
from imports.sheet import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    Row,
    Table,
    Value,
    as_day,
    as_number,
    clipped_merges,
    trimmed,
)

MAX_BYTES = 64 * 1024 * 1024  # 65,536 rows of 60 columns; xlrd cannot be told to stop earlier
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
OTHER_STREAMS = tuple(
    name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document", "__properties_")
)
BOOK_STREAM = "Workbook".encode("utf-16-le")
IS_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_xls(data: bytes, report: Callable[[int, int], None]) -> list[Table]:
    """Every worksheet. When only the formatting is broken, the values come without fonts."""
    if data.startswith(IS_OLE):
        if ENCRYPTED_PACKAGE in data:
            raise Unreadable(PASSWORD)
        if any(stream in data for stream in OTHER_STREAMS) and BOOK_STREAM not in data:
            raise Unreadable(WRONG_KIND)  # Word, PowerPoint, an Outlook message
    if len(data) > MAX_BYTES:
        raise Unreadable(TOO_BIG)
    try:
        return _read(data, report, with_fonts=True)
    except Unreadable:
        raise
    except Exception as error:
        if "encrypted" in str(error).lower():
            raise Unreadable(PASSWORD) from error
        return _read(data, report, with_fonts=False)


def _read(data: bytes, report: Callable[[int, int], None], with_fonts: bool) -> list[Table]:
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - xlrd prints its warnings
        book = xlrd.open_workbook(
            file_contents=data,
            formatting_info=with_fonts,
            on_demand=True,
            ragged_rows=True,  # a lone cell at IV65536 then costs nothing
            logfile=nowhere,
        )
        with book:
            if not book.nsheets:
                raise Unreadable(NO_SHEETS)
            if book.nsheets > MAX_SHEETS:
                raise Unreadable(TOO_BIG)
            fonts: tuple[str, ...] = ()
            if with_fonts:
                fonts = tuple(book.font_list[xf.font_index].name for xf in book.xf_list)
            tables = []
            for index in range(book.nsheets):
                tables.append(_table(book, book.sheet_by_index(index), fonts))
                book.unload_sheet(index)
                report(index + 1, book.nsheets)
    return tables


def _table(book: Any, sheet: Any, fonts: Sequence[str]) -> Table:
    rows: list[Row] = []
    ignored = 0
    date_mode = book.datemode
    for values, types in zip(sheet._cell_values, sheet._cell_types, strict=True):
        if len(values) > MAX_COLUMNS or len(rows) >= MAX_ROWS:
            kept = 0 if len(rows) >= MAX_ROWS else MAX_COLUMNS
            ignored += sum(value != "" for value in values[kept:])
            values, types = values[:kept], types[:kept]
        row = [
            (value or None) if kind == xlrd.XL_CELL_TEXT else _value(value, kind, date_mode)
            for value, kind in zip(values, types, strict=True)
        ]
        rows.append(trimmed(row))
    while rows and not rows[-1]:
        rows.pop()
    # xlrd already holds a compact array of style numbers per row (its `row()` would make an
    # object of every cell); xlrd 2.0.2 is its last version, so the name will not change.
    styles: list[Sequence[int]] = sheet._cell_xf_indexes[: len(rows)] if fonts else []
    if sheet.rich_text_runlist_map and fonts:
        fonts = _apply_runs(book, sheet, rows, styles, fonts)
    merges = clipped_merges(
        ((top, left, end - 1, right - 1) for top, end, left, right in sheet.merged_cells), rows
    )
    return Table(sheet.name, sheet.visibility != 0, rows, styles, fonts, merges, ignored)


def _value(value: Any, kind: int, date_mode: Literal[0, 1]) -> Value:
    if kind == xlrd.XL_CELL_NUMBER:
        return as_number(value)
    if kind == xlrd.XL_CELL_DATE:
        try:
            return as_day(xlrd.xldate_as_datetime(value, date_mode)) if value >= 1 else value
        except (OverflowError, ValueError):
            return as_number(value)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    return None  # empty, blank, #N/A


def _apply_runs(
    book: Any, sheet: Any, rows: list[Row], styles: list[Sequence[int]], fonts: Sequence[str]
) -> tuple[str, ...]:
    """Gives a cell whose text has runs of several fonts the font of its longest run."""
    names = [*fonts]
    for (row, column), runs in sheet.rich_text_runlist_map.items():
        if row >= len(rows) or column >= len(rows[row]):
            continue
        text = rows[row][column]
        if not isinstance(text, str) or column >= len(styles[row]):
            continue
        starts = [0, *(offset for offset, _ in runs), len(text)]
        run_fonts = [fonts[styles[row][column]], *(book.font_list[font].name for _, font in runs)]
        lengths = [end - start for start, end in pairwise(starts)]
        longest = run_fonts[lengths.index(max(lengths))]
        if longest != run_fonts[0]:
            changed = [*styles[row]]
            changed[column] = len(names)
            names.append(longest)
            styles[row] = changed
    return tuple(names)
