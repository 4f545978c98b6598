"""A filled copy of a sheet -> its lines, found by hidden keys and not by where things stand.

The sheet is known by the hidden sheet, else by the numbers of its lines, else by the number
printed on it; a line by its hidden number, else by the code of its household; a column by its
hidden name, else by its heading. Whatever was moved, renamed, sorted or added: what cannot be told
for certain is a problem that names its cell. What a cell says: imports/sheet_values.py.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.fields import Field, Row
from domain.printed_sheets import paper_fields
from domain.sheet_files import (
    FORMAT,
    KEY_MARK,
    NO_LINE,
    READ_HEADINGS,
    CellProblem,
    FilledLine,
    FilledSheet,
    read_line_code,
)
from domain.sheets import read_sheet_code, sheet_code
from domain.text import fold_key
from imports.cells import text_of
from imports.sheet import Value
from imports.sheet_values import is_blank, read_values
from imports.tables import Table, read_tables

_PRINTED_NUMBER = re.compile(r"số phiếu:?\s*(P\d{4,6}-\d)", re.IGNORECASE)
_HOUSEHOLD_CODE = re.compile(r"\b\d{2,4}-\d{4}-\d\b")
_SAME_FOR_ALL = {"visited_at", "slot"}  # filled in beforehand, they say nothing of a household
_READ_KEYS = {fold_key(h) for h in READ_HEADINGS}
_MOST_NAMED = 9  # cells in one sentence
_FEWEST_NAMES = 3  # a row with so many names or headings of fields is the row of names


def read_filled_sheet(path: Path, campaign: Campaign) -> FilledSheet:
    """Raises AppError when the file is no sheet, or one with nothing to find its lines by."""
    tables = read_tables(path)
    facts = next((f for t in tables if (f := _facts(t))), {})
    if facts.get("format", "1").isdigit() and int(facts.get("format", "1")) > FORMAT:
        raise AppError(
            f"Tệp “{path.name}” do phiên bản mới hơn của chương trình ghi.",
            "Hãy cập nhật chương trình rồi nhập lại tệp này.",
        )
    pages = [_Page(t, paper_fields(campaign)) for t in tables if not _facts(t)]
    number = _number(pages, facts)
    if number is None:
        raise AppError(
            f"Tệp “{path.name}” không phải là tờ phiếu do chương trình ghi.",
            "Không thấy số phiếu trong tệp. Hãy chọn tệp khác, hoặc gõ phiếu ở Bảng nhập nhanh.",
        )
    page = max(pages, key=lambda p: p.count_lines(number))
    if not page.columns.keys() >= {"visited_at", "disposition"} or not page.count_lines(number):
        raise AppError(
            f"Tệp “{path.name}” thiếu cột ngày, cột kết quả hoặc mã các dòng của phiếu "
            f"{sheet_code(number)}.",
            "Hãy xin lại tệp còn đủ cột, hoặc gõ phiếu này ở Bảng nhập nhanh.",
        )
    problems = [*page.structure_problems()]
    for other in pages:
        if other is not page and other.has_something(number):
            problems.append(
                CellProblem(
                    f"{other.name}!A1", f"Trang tính này cũng là của phiếu {sheet_code(number)}. "
                    f"Chỉ trang “{page.name}” được nhập.",
                )
            )  # fmt: skip
    lines = [*_read_lines(page, number, campaign, problems)]
    return FilledSheet(path.name, facts.get("sheet", ""), number, tuple(lines), tuple(problems))


def _facts(table: Table) -> dict[str, str]:
    """What the hidden sheet says; {} for any other sheet."""
    pairs = {text_of(r[0]): text_of(r[1]) for r in table.rows[:10] if len(r) > 1}
    return pairs if pairs.keys() >= {"format", "sheet", "number"} else {}


def _number(pages: "Sequence[_Page]", facts: Mapping[str, str]) -> int | None:
    """Of the sheet: by the hidden sheet, by most lines, by what is printed."""
    if found := read_sheet_code(facts.get("number", "")):
        return found[0]
    counted = Counter(n for p in pages for n, _ in p.keys.values())
    if counted:
        return counted.most_common(1)[0][0]
    return next((n for p in pages if (n := p.printed_number()) is not None), None)


@dataclass(frozen=True)
class _Found:
    """A row of the file that may be a line."""

    row: int  # from 0
    line: int  # 0: known by its household alone
    code: str
    cells: Mapping[str, Value]

    @property
    def is_empty(self) -> bool:
        return all(is_blank(v) for n, v in self.cells.items() if n not in _SAME_FOR_ALL)


class _Page:
    """One sheet of the file: where its columns and keys are."""

    def __init__(self, table: Table, fields: Sequence[Field]) -> None:
        self.name = table.name
        self.rows = table.rows
        self.fields = fields
        self.key_column, self.keys = _keys(table.rows)
        self.names_row, names = self._find_names()
        self.columns: dict[str, int] = {}
        self.doubled: list[tuple[str, int]] = []
        self.extra: list[int] = []  # columns that are nobody's, from 0
        known = {f.name for f in fields}
        for column, name in names.items():
            if name in self.columns:
                self.doubled.append((name, column))
            elif name in known:
                self.columns[name] = column
        self._read_columns = {c for c, n in names.items() if n in (NO_LINE, KEY_MARK)}
        self._read_columns.add(self.key_column)

    def _find_names(self) -> tuple[int, dict[int, str]]:
        """(row, column -> field name, NO_LINE or what else stands there) of the row of names."""
        known = {f.name for f in self.fields}
        labels = {fold_key(f.label): f.name for f in self.fields}
        best: tuple[int, int, dict[int, str]] = (_FEWEST_NAMES - 1, -1, {})
        for row, cells in enumerate(self.rows[:200]):
            texts = {c: text_of(v) for c, v in enumerate(cells) if v is not None}
            for names in (
                texts,
                {c: labels.get(fold_key(t), NO_LINE if fold_key(t) in _READ_KEYS else t)
                 for c, t in texts.items()},
            ):  # fmt: skip
                if (count := sum(n in known for n in names.values())) > best[0]:
                    best = count, row, names
        return best[1], best[2]

    def printed_number(self) -> int | None:
        for cells in self.rows[:60]:
            for cell in cells:
                if isinstance(cell, str) and (match := _PRINTED_NUMBER.search(cell)):
                    found = read_sheet_code(match[1])
                    if found:
                        return found[0]
        return None

    def count_lines(self, number: int) -> int:
        if self.keys:
            return sum(n == number for n, _ in self.keys.values())
        if self.printed_number() not in (None, number):
            return 0
        return len(self.codes)

    @cached_property
    def codes(self) -> dict[int, str]:
        """Row -> the code of its household, outside the cells people fill in."""
        return {row: code for row in range(len(self.rows)) if (code := self._code(row))}

    def _code(self, row: int) -> str:
        filled = set(self.columns.values())
        for column, cell in enumerate(self.rows[row]):
            is_text = column not in filled and isinstance(cell, str)
            if is_text and (match := _HOUSEHOLD_CODE.search(str(cell))):
                return match[0]
        return ""

    def cell_name(self, row: int, column: int) -> str:
        return f"{_letters(column)}{row + 1}"

    def at(self, row: int, column: int) -> Value:
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def list_rows(self) -> Iterator[_Found]:
        """Every row that is a line, or that somebody wrote into below the headings."""
        first, last = self.names_row + 1, len(self.rows) - 1
        if not self.keys:  # nothing tells headings and signatures from lines
            first, last = min(self.codes, default=0), max(self.codes, default=-1)
        for row in range(first, last + 1):
            if self.key_column >= 0 and text_of(self.at(row, self.key_column)) == NO_LINE:
                continue
            cells = {name: self.at(row, column) for name, column in self.columns.items()}
            found = _Found(row, self.keys.get(row, (0, 0))[1], self.codes.get(row, ""), cells)
            if found.line or not found.is_empty:
                yield found

    def has_something(self, number: int) -> bool:
        return bool(self.count_lines(number)) and any(not f.is_empty for f in self.list_rows())

    def structure_problems(self) -> Iterator[CellProblem]:
        """Columns that are missing, doubled or added."""
        for f in self.fields:
            if f.name not in self.columns:
                yield CellProblem(
                    self.cell_name(self.names_row, 0),
                    f"Tệp không có cột “{f.label}”, nên cột này không được nhập.",
                )
        labels = {f.name: f.label for f in self.fields}
        for name, column in self.doubled:
            if self._first_filled(column) is not None:
                yield CellProblem(
                    self.cell_name(self.names_row, column),
                    f"Cột “{labels.get(name, name)}” có hai lần, chỉ cột "
                    f"{_letters(self.columns[name])} được nhập.",
                )
        known = {*self.columns.values(), *self._read_columns, *(c for _, c in self.doubled)}
        for column in range(max((len(r) for r in self.rows), default=0)):
            if column not in known and (row := self._first_filled(column)) is not None:
                yield CellProblem(
                    self.cell_name(row, column),
                    f"Cột {_letters(column)} không có trong phiếu, nên không được nhập.",
                )

    def _first_filled(self, column: int) -> int | None:
        """The first line with something in this column."""
        for row in range(self.names_row + 1, len(self.rows)):
            if row in (self.keys or self.codes) and not is_blank(self.at(row, column)):
                return row
        return None


def _keys(rows: Sequence[Sequence[Value]]) -> tuple[int, dict[int, tuple[int, int]]]:
    """The column with most numbers of lines (-1: none), and row -> (sheet number, line) there."""
    found: dict[int, dict[int, tuple[int, int]]] = {}
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and (key := read_line_code(cell.strip())):
                found.setdefault(column, {})[row] = key
    if not found:
        return -1, {}
    column = max(found, key=lambda c: len(found[c]))
    return column, found[column]


def _read_lines(
    page: _Page, number: int, campaign: Campaign, problems: list[CellProblem]
) -> Iterator[FilledLine]:
    by_key: dict[object, list[_Found]] = {}
    for found in page.list_rows():
        place = _places(page, found)["disposition"]
        sheet_number = page.keys.get(found.row, (number, 0))[0]
        if sheet_number != number:
            if not found.is_empty:
                problems.append(
                    CellProblem(
                        place, f"Dòng này của phiếu {sheet_code(sheet_number)}, không phải của "
                        f"{sheet_code(number)}. Hãy nhập phiếu ấy từ tệp của nó.",
                    )
                )  # fmt: skip
        elif found.line or found.code:
            by_key.setdefault(found.line or found.code, []).append(found)
        else:
            problems.append(
                CellProblem(
                    place, "Dòng này không có trong phiếu. Hộ mới: hãy thêm vào danh sách hộ rồi "
                    "nhập lượt đến của hộ.",
                )
            )  # fmt: skip
    for rows in by_key.values():
        filled = [f for f in rows if not f.is_empty]
        if not filled:
            continue
        first = _read(page, filled[0], campaign)
        if any(_read(page, f, campaign)[:2] != first[:2] for f in filled[1:]):
            places = ", ".join(_places(page, f)["disposition"] for f in filled[:_MOST_NAMED])
            problems.append(
                CellProblem(
                    _places(page, filled[0])["disposition"],
                    f"Một dòng của phiếu có trong tệp {len(filled)} lần và ghi khác nhau ({places})"
                    ". Hãy chỉ giữ dòng đúng.",
                )
            )
            continue
        values, errors = first
        places_of = _places(page, filled[0])
        if errors:
            problems.extend(CellProblem(places_of[n], text) for n, text in errors.items())
            continue
        yield FilledLine(filled[0].line, values, places_of, filled[0].code)


def _read(page: _Page, found: _Found, campaign: Campaign) -> tuple[Row, dict[str, str]]:
    return read_values(found.cells, page.fields, campaign)


def _places(page: _Page, found: _Found) -> dict[str, str]:
    return {name: page.cell_name(found.row, column) for name, column in page.columns.items()}


def _letters(column: int) -> str:
    """ "A" of 0, "AB" of 27."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
