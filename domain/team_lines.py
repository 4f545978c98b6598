"""A column or a table of teams pasted from Excel: which lines become teams, and why others do not.

The first line may be headings (those of TEAM_FIELDS); without them the columns are in that order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.fields import Field, Row, heading_key, parse_row
from domain.teams import TEAM_FIELDS, team_key
from domain.text import clean

_NUMBER_HEADINGS = {"stt", "tt", "so tt"}


@dataclass(frozen=True)
class PastedTeam:
    line: int  # in the text, from 1
    values: Row
    problem: str = ""  # why it is not added

    @property
    def name(self) -> str:
        return str(self.values["name"] or "")


def read_team_lines(text: str, known: Iterable[str]) -> list[PastedTeam]:
    """Every line that names a team. `known`: keys of the names that teams have or had."""
    have, found = set(known), []
    seen: dict[str, int] = {}
    columns: list[Field | None] | None = None
    for n, line in enumerate(text.splitlines(), 1):
        cells = [clean(c.strip().strip('"')) for c in line.split("\t")]
        if not any(cells):
            continue
        if columns is None:
            columns = _headings(cells)
            if columns:
                continue
            columns = []
        raw = _by_heading(cells, columns) if columns else _in_order(cells)
        values, errors = parse_row(TEAM_FIELDS, raw)
        key = team_key(raw.get("name", ""))
        problem = next(iter(errors.values()), "")
        if not problem and not key:
            problem = "Tên không có chữ hoặc số nào."
        elif not problem and key in have:
            problem = "Đã có"
        elif not problem and key in seen:
            problem = f"Trùng dòng {seen[key]}"
        elif not problem:
            seen[key] = n
        found.append(PastedTeam(n, {**values, "name": raw.get("name", "")}, problem))
    return found


def new_teams(lines: Sequence[PastedTeam]) -> list[Row]:
    return [line.values for line in lines if not line.problem]


def describe_lines(lines: Sequence[PastedTeam]) -> str:
    """ "Sẽ thêm 12 tổ. Không thêm 1 dòng."."""
    if not lines:
        return ""
    added = len(new_teams(lines))
    parts = [f"Sẽ thêm {added} tổ." if added else "Không có tổ nào để thêm."]
    if left := len(lines) - added:
        parts.append(f"Không thêm {left} dòng.")
    return " ".join(parts)


def _headings(cells: Sequence[str]) -> list[Field | None] | None:
    """The field of each column when the line is headings; None when it is a team."""
    names = {heading_key(t): f for f in TEAM_FIELDS for t in (f.label, *f.aliases)}
    keys = [heading_key(c) for c in cells]
    if not all(k in names or k in _NUMBER_HEADINGS for k in keys if k):
        return None
    fields = [names.get(k) for k in keys]
    return fields if any(f and f.name == "name" for f in fields) else None


def _by_heading(cells: Sequence[str], columns: Sequence[Field | None]) -> dict[str, str]:
    return {f.name: c for f, c in zip(columns, cells, strict=False) if f}


def _in_order(cells: Sequence[str]) -> dict[str, str]:
    """A number before the name is its place in the list."""
    if len(cells) > 1 and cells[0].rstrip(".)").isdecimal():
        cells = cells[1:]
    return {f.name: c for f, c in zip(TEAM_FIELDS, cells, strict=False)}
