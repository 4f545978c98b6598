"""The totals of a village as a small table (CSV or any spreadsheet) → rows for storage/tallies.py.

Either a row of headings and under it a row of values for each day or stretch of days, or two
columns: name and value. Headings are labels, field names or aliases of domain/tallies.py, or the
names of the campaign's apps. A problem names its cell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.fields import Field, Row, parse_row
from domain.tallies import Tally, check_tally, tally_fields
from domain.text import fold_key
from domain.visits import app_field
from imports.cells import text_of
from imports.decoded import decode_tables
from imports.legacy_fonts import decode
from imports.legacy_tables import ENCODINGS
from imports.sheet import Value
from imports.tables import read_tables

LINES_LOOKED_AT = 10
_IGNORED = {"tt", "stt", "so tt", "thon", "ban", "thon ban", "village", "don vi", "dia ban"}
_FORM = "Cần một dòng tên cột (ví dụ “Hộ đã đến”) và dưới đó một dòng số; hoặc hai cột: tên, số."
Cells = dict[str, tuple[str, str]]  # field name -> (its text, the name of its cell)


@dataclass(frozen=True)
class TallyPlan:
    """`problems`: (cell, what is wrong with it), in the order of the file."""

    rows: list[Row] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


def read_tallies(
    path: Path, campaign: Campaign, days: tuple[str, str], stored: Sequence[Tally], today: date
) -> TallyPlan:
    """`days`: (first, last) of a row that names none; `stored`: the village's tallies in force."""
    table = next((t for t in decode_tables(read_tables(path)) if t.source.rows and not t.hidden),
                 None)  # fmt: skip
    if table is None:
        raise AppError(f"Tệp “{path.name}” không có dòng nào.", _FORM)
    fields = tally_fields(campaign)
    grid = [[_text(v) for v in row] for row in table.rows()]
    source = [[_text(v) for v in row] for row in table.rows(False)]
    names = _Names(campaign, fields)
    plan = TallyPlan()
    found = _as_rows(grid, source, names, plan)
    if found is None:
        found = _as_pairs(grid, source, names, plan)
    if found is None:
        raise AppError(f"Tệp “{path.name}” không có cột nào của số tổng hợp.", _FORM)
    for cells in found:
        _add(plan, cells, fields, campaign, days, stored, today)
    if not plan.rows and not plan.problems:
        raise AppError(f"Tệp “{path.name}” chưa có số nào.", _FORM)
    return plan


class _Names:
    """Which field a heading means."""

    def __init__(self, campaign: Campaign, fields: Iterable[Field]) -> None:
        self._campaign = campaign
        self._keys: dict[str, str] = {}
        for f in fields:
            for name in (f.name, f.label, *f.aliases):
                self._keys.setdefault(fold_key(name), f.name)

    def find(self, *readings: str) -> str | None:
        for text in readings:
            for reading in (text, *(decode(text, e) for e in ENCODINGS if not text.isascii())):
                if name := self._keys.get(fold_key(reading)):
                    return name
                if app := self._campaign.find_app(reading):
                    return app_field(app.code)
        return None


def _as_rows(
    grid: list[list[str]], source: list[list[str]], names: _Names, plan: TallyPlan
) -> list[Cells] | None:
    """Below the first line with two headings, or with one that stands alone."""
    for top, texts in enumerate(grid[:LINES_LOOKED_AT]):
        columns = {c: names.find(text, source[top][c]) for c, text in enumerate(texts) if text}
        known = [n for n in columns.values() if n]
        if len(known) < 2 and not (known and len(columns) == 1 and _is_column(grid, top)):
            continue
        for c, name in columns.items():
            filled = any(len(row) > c and row[c] for row in grid[top + 1 :])
            if name is None and filled and fold_key(texts[c]) not in _IGNORED:
                plan.problems.append((_cell(top, c), f"không rõ cột “{texts[c]}” là số gì."))
        return [
            _cells(plan, ((columns.get(c), text, _cell(r, c)) for c, text in enumerate(row)))
            for r, row in enumerate(grid[top + 1 :], top + 1)
            if any(row)
        ]
    return None


def _is_column(grid: list[list[str]], top: int) -> bool:
    return all(len([t for t in row if t]) <= 1 for row in grid[top + 1 :])


def _as_pairs(
    grid: list[list[str]], source: list[list[str]], names: _Names, plan: TallyPlan
) -> list[Cells] | None:
    """Two columns, name and value; lines whose name says nothing must have no value."""
    parts: list[tuple[str | None, str, str]] = []
    is_found = False
    for r, row in enumerate(grid):
        filled = [c for c, text in enumerate(row) if text]
        if len(filled) < 2:
            continue
        at, value = filled[0], filled[1]
        name = names.find(row[at], source[r][at])
        is_found = is_found or name is not None
        if name is None and any(sign.isdigit() for sign in row[value]):
            plan.problems.append((_cell(r, at), f"không rõ “{row[at]}” là số gì."))
        parts.append((name, row[value], _cell(r, value)))
    return [_cells(plan, parts)] if is_found else None


def _cells(plan: TallyPlan, parts: Iterable[tuple[str | None, str, str]]) -> Cells:
    cells: Cells = {}
    for name, text, cell in parts:
        if name is None or not text.strip("-–—"):
            continue
        if name in cells and cells[name][0] != text:
            plan.problems.append((cell, f"khác với ô {cells[name][1]}, hai ô cùng một số."))
        cells.setdefault(name, (text, cell))
    return cells


def _add(
    plan: TallyPlan, cells: Cells, fields: Sequence[Field], campaign: Campaign,
    days: tuple[str, str], stored: Sequence[Tally], today: date,
) -> None:  # fmt: skip
    if not cells:
        return
    raw = {name: text for name, (text, _) in cells.items()}
    if "until_on" in raw or "from_on" in raw:
        raw.setdefault("from_on", raw.get("until_on", ""))
        raw.setdefault("until_on", raw["from_on"])
    else:
        raw["from_on"], raw["until_on"] = days
    values, errors = parse_row(fields, raw)
    same = (values["from_on"], values["until_on"])
    taken = [t for t in stored if (t.from_on, t.until_on) != same]
    taken += [
        Tally("", "", str(r["from_on"]), str(r["until_on"])) for r in plan.rows
    ]  # also of the same days: one of two rows would be lost
    errors = errors or check_tally(values, campaign, taken, today)
    first = next(iter(cells.values()))[1]
    day_cell = cells.get("from_on") or cells.get("until_on")
    for name, words in errors.items():
        at = cells.get(name) or (day_cell if name in ("from_on", "until_on") else None)
        plan.problems.append((at[1] if at else first, words))
    if not errors:
        plan.rows.append(values)


def _text(value: Value) -> str:
    return text_of(value).strip()


def _cell(row: int, column: int) -> str:
    """ "B2" of (1, 1)."""
    letters = ("" if column < 26 else chr(64 + column // 26)) + chr(65 + column % 26)
    return f"{letters}{row + 1}"


def describe_problems(problems: Sequence[tuple[str, str]], most: int = 5) -> str:
    shown = [f"Ô {cell}: {words}" for cell, words in problems[:most]]
    more = len(problems) - most
    return " ".join([*shown, *([f"Và {more} chỗ khác."] if more > 0 else [])])

