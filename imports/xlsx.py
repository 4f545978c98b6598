"""Reads the sheets of .xlsx and .xlsm; the parts around them are in `xlsx_parts.py`.

Our own reader and not openpyxl's, for three reasons: openpyxl's full mode expands a merge over
A1:XFD1048576 cell by cell, its read-only mode gives neither merges nor the font of a text run,
and both refuse files whose styles other programs wrote a little wrong. This one is also several
times faster. Formulas give the value Excel last saved.
"""

import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta

from imports.guard import LocalNames, new_parser, open_zip, parse, read_chunks
from imports.refusals import NO_SHEETS, SAVED_ANOTHER_WAY, TOO_BIG, Unreadable
from imports.sheet import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    Table,
    TableBuilder,
    Value,
    as_day,
    as_number,
)
from imports.xlsx_parts import (
    find_workbook,
    longest_run,
    read_relations,
    read_shared_texts,
    read_sheets,
    unescaped,
)
from imports.xlsx_styles import Styles, read_styles

Report = Callable[[int, int], None]
RANGE = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$")
DIGITS = "0123456789"


def read_xlsx(data: bytes, report: Report) -> list[Table]:
    """Every worksheet, in the order of the tabs."""
    archive = open_zip(data)
    entries = {entry.filename: entry.file_size for entry in archive.infolist()}
    if "xl/workbook.bin" in entries:
        raise Unreadable(SAVED_ANOTHER_WAY)
    workbook = find_workbook(archive, entries)
    relations = read_relations(archive, entries, workbook)
    parts, is_1904 = read_sheets(archive, entries, workbook, relations)
    if not parts:
        raise Unreadable(NO_SHEETS)
    if len(parts) > MAX_SHEETS:
        raise Unreadable(TOO_BIG)
    by_kind = {kind: target for kind, target in relations.values() if target in entries}
    styles = read_styles(archive, by_kind.get("styles"))
    texts = (
        read_shared_texts(archive, by_kind["sharedStrings"]) if "sharedStrings" in by_kind else []
    )
    total = sum(entries[entry] for _, _, entry in parts)
    done = 0

    def advance(size: int) -> None:
        nonlocal done
        done += size
        report(done, total)

    epoch = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)
    return [
        _Sheet(name, hidden, texts, styles, epoch).read(archive, entry, advance)
        for name, hidden, entry in parts
    ]


class _Sheet:
    """One pass over the XML of one sheet: cells, then merges."""

    def __init__(
        self,
        name: str,
        hidden: bool,
        texts: list[tuple[str, str]],
        styles: Styles,
        epoch: datetime,
    ) -> None:
        self._table = TableBuilder(name, hidden)
        self._texts = texts
        self._styles = styles
        self._epoch = epoch

    def read(self, archive: zipfile.ZipFile, entry: str, advance: Callable[[int], None]) -> Table:
        # One long function of closures: a method call per tag would double the time.
        table = self._table
        local = LocalNames()
        columns: dict[str, int] = {}
        style_numbers: dict[str, int] = {}
        pieces: list[str] = []
        runs: list[tuple[int, str]] = []  # of a text written into the cell: end, font
        run_font = ""
        values: list[Value] = []
        row_styles: list[int] = []
        row = column = -1
        kind = ""
        style = 0
        parser = new_parser()

        def start(tag: str, attrs: dict[str, str]) -> None:
            nonlocal row, column, kind, style, run_font
            name = local[tag]
            if name == "c":
                reference = attrs.get("r")
                if reference:
                    letters = reference.rstrip(DIGITS)
                    if letters not in columns:
                        columns[letters] = column_number(letters)
                    column = columns[letters]
                else:
                    column += 1
                kind = attrs.get("t", "n")
                number = attrs.get("s", "0")
                if number not in style_numbers:
                    style_numbers[number] = int(number)
                style = style_numbers[number]
                pieces.clear()
            elif name == "v" or name == "t":
                parser.CharacterDataHandler = pieces.append
            elif name == "row":
                number = attrs.get("r", "")
                row = int(number) - 1 if number else row + 1
                column = -1
                values.clear()
                row_styles.clear()
            elif name == "r":
                run_font = ""
            elif name == "rFont":
                run_font = attrs.get("val", "")
            elif name == "mergeCell":
                merge = merge_of(attrs.get("ref", ""))
                if merge:
                    table.merges.append(merge)

        def end(tag: str) -> None:
            name = local[tag]
            if name == "v" or name == "t":
                parser.CharacterDataHandler = None
            elif name == "c":
                if not pieces:
                    runs.clear()
                    return
                if column >= MAX_COLUMNS or row >= MAX_ROWS or min(row, column) < 0:
                    table.ignored_cells += 1
                    return
                value, number = self._value("".join(pieces), kind, style)
                if runs:
                    font = longest_run(runs)
                    number = self._styles.with_font(font) if font else style
                    runs.clear()
                missing = column + 1 - len(values)
                if missing > 0:
                    values.extend([None] * missing)
                    row_styles.extend([0] * missing)
                values[column] = value
                row_styles[column] = number
            elif name == "r":
                runs.append((sum(map(len, pieces)), run_font))
            elif name == "row" and values:
                table.put_row(row, values, row_styles)
                values.clear()

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parse(parser, read_chunks(archive, entry), advance)
        return table.build(self._styles.fonts)

    def _value(self, text: str, kind: str, style: int) -> tuple[Value, int]:
        if kind == "s":
            try:
                text, font = self._texts[int(text)]
            except (IndexError, ValueError):
                return None, style
            return text or None, self._styles.with_font(font) if font else style
        if kind == "n":
            return self._number(text, style), style
        if kind in ("str", "inlineStr"):
            return unescaped(text) or None, style
        if kind == "b":
            return text.strip() == "1", style
        if kind == "d":
            try:
                return as_day(datetime.fromisoformat(text.removesuffix("Z"))), style
            except ValueError:
                return text, style
        return None, style  # "e": #N/A and its kin say that there is no value

    def _number(self, text: str, style: int) -> Value:
        try:
            number = float(text)
        except ValueError:
            return text
        if number >= 1 and style in self._styles.dates:
            try:
                moment = self._epoch + timedelta(milliseconds=round(number * 86_400_000))
            except OverflowError:
                return as_number(number)
            return as_day(moment)
        return as_number(number)


def column_number(letters: str) -> int:
    """Of A 0, of XFD 16,383; nonsense is a column beyond every limit."""
    if not 0 < len(letters) < 4:
        return MAX_COLUMNS
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def merge_of(reference: str) -> tuple[int, int, int, int] | None:
    match = RANGE.match(reference)
    if not match:
        return None
    first, row, last, end_row = match.groups()
    return int(row) - 1, column_number(first), int(end_row) - 1, column_number(last)
