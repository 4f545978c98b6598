"""Reads .xlsx and .xlsm: workbook parts, shared texts, cells. Styles are in `xlsx_styles.py`.

Our own reader and not openpyxl's, for three reasons: openpyxl's full mode expands a merge over
A1:XFD1048576 cell by cell, its read-only mode gives neither merges nor the font of a text run,
and both refuse files whose styles other programs wrote a little wrong. This one is also several
times faster. Formulas give the value Excel last saved.
"""

import posixpath
import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta

from imports.guard import LocalNames, attribute, new_parser, open_zip, parse, read_chunks
from imports.refusals import NO_SHEETS, SAVED_ANOTHER_WAY, TOO_BIG, Unreadable
from imports.sheet import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_TEXT,
    Table,
    TableBuilder,
    Value,
    as_day,
)
from imports.xlsx_styles import Styles, read_styles

Report = Callable[[int, int], None]
Part = tuple[str, bool, str]  # sheet name, hidden, zip entry

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
RANGE = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$")
DIGITS = "0123456789"


def read_xlsx(data: bytes, report: Report) -> list[Table]:
    """Every worksheet, in the order of the tabs."""
    archive = open_zip(data)
    entries = {entry.filename: entry.file_size for entry in archive.infolist()}
    if "xl/workbook.bin" in entries:
        raise Unreadable(SAVED_ANOTHER_WAY)
    workbook = _workbook_entry(archive, entries)
    relations = _relations(archive, entries, workbook)
    parts, is_1904 = _sheets(archive, entries, workbook, relations)
    if not parts:
        raise Unreadable(NO_SHEETS)
    if len(parts) > MAX_SHEETS:
        raise Unreadable(TOO_BIG)
    by_kind = {kind: target for kind, target in relations.values() if target in entries}
    styles = read_styles(archive, by_kind.get("styles"))
    texts = _shared_texts(archive, by_kind["sharedStrings"]) if "sharedStrings" in by_kind else []
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


def _workbook_entry(archive: zipfile.ZipFile, entries: dict[str, int]) -> str:
    for kind, target in _relations(archive, entries, "").values():
        if kind == "officeDocument" and target in entries:
            return target
    return "xl/workbook.xml"


def _relations(
    archive: zipfile.ZipFile, entries: dict[str, int], owner: str
) -> dict[str, tuple[str, str]]:
    """Relation id → (kind, zip entry) of one part; "" is the package itself."""
    folder, name = posixpath.split(owner)
    entry = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}
    if entry not in entries:
        return found

    def start(tag: str, attrs: dict[str, str]) -> None:
        if attrs.get("TargetMode") != "External" and "Target" in attrs:
            target = posixpath.normpath(posixpath.join("/", folder, attrs["Target"])).lstrip("/")
            found[attrs.get("Id", "")] = (attrs.get("Type", "").rpartition("/")[2], target)

    parser = new_parser()
    parser.StartElementHandler = start
    parse(parser, read_chunks(archive, entry))
    return found


def _sheets(
    archive: zipfile.ZipFile,
    entries: dict[str, int],
    workbook: str,
    relations: dict[str, tuple[str, str]],
) -> tuple[list[Part], bool]:
    local = LocalNames()
    parts: list[Part] = []
    is_1904 = False

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal is_1904
        if local[tag] == "workbookPr":
            is_1904 = attrs.get("date1904") in ("1", "true")
        elif local[tag] == "sheet":
            kind, entry = relations.get(attribute(attrs, "id"), ("", ""))
            if kind == "worksheet" and entry in entries:
                hidden = attrs.get("state", "visible") != "visible"
                parts.append((attrs.get("name", ""), hidden, entry))

    parser = new_parser()
    parser.StartElementHandler = start
    parse(parser, read_chunks(archive, workbook))
    return parts, is_1904


def _unescaped(text: str) -> str:
    """Excel writes control characters as _x000D_."""
    if "_x" in text:
        text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text[:MAX_TEXT]


def _shared_texts(archive: zipfile.ZipFile, entry: str) -> list[tuple[str, str]]:
    """Each shared text with the font of its longest run, "" when it has the cell's font."""
    local = LocalNames()
    texts: list[tuple[str, str]] = []
    pieces: list[str] = []
    runs: list[tuple[int, str]] = []
    run_font = ""
    run_start = 0
    phonetic = False

    def start(tag: str, attrs: dict[str, str]) -> None:
        nonlocal run_font, run_start, phonetic
        name = local[tag]
        if name == "t":
            if not phonetic:
                parser.CharacterDataHandler = pieces.append
        elif name == "si":
            pieces.clear()
            runs.clear()
        elif name == "r":
            run_font, run_start = "", len(pieces)
        elif name == "rFont":
            run_font = attrs.get("val", "")
        elif name == "rPh":
            phonetic = True

    def end(tag: str) -> None:
        nonlocal phonetic
        name = local[tag]
        if name == "t":
            parser.CharacterDataHandler = None
        elif name == "r":
            runs.append((sum(map(len, pieces[run_start:])), run_font))
        elif name == "rPh":
            phonetic = False
        elif name == "si":
            texts.append((_unescaped("".join(pieces)), max(runs)[1] if runs else ""))

    parser = new_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parse(parser, read_chunks(archive, entry))
    return texts


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
        values: list[Value] = []
        row_styles: list[int] = []
        row = column = -1
        kind = ""
        style = 0
        parser = new_parser()

        def start(tag: str, attrs: dict[str, str]) -> None:
            nonlocal row, column, kind, style
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
                    return
                if column >= MAX_COLUMNS or row >= MAX_ROWS or min(row, column) < 0:
                    table.ignored_cells += 1
                    return
                value, number = self._value("".join(pieces), kind, style)
                missing = column + 1 - len(values)
                if missing > 0:
                    values.extend([None] * missing)
                    row_styles.extend([0] * missing)
                values[column] = value
                row_styles[column] = number
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
            return _unescaped(text) or None, style
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
            number = int(text) if len(text) < 16 and text.isdigit() else float(text)
        except ValueError:
            return text
        if number >= 1 and style in self._styles.dates:
            try:
                moment = self._epoch + timedelta(milliseconds=round(number * 86_400_000))
            except OverflowError:
                return number
            return as_day(moment)
        if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
            return int(number)
        return number


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
