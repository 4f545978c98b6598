"""What one sheet gives before villages are settled: drafts of households, and the other rows."""

from dataclasses import dataclass, field

from imports.row_kinds import RowKind
from imports.sheet import Row


@dataclass(slots=True)
class Draft:
    """A row that reads as a household; `village` is the text of the file, "" where it has none."""

    row: int  # from 0
    village: str
    name: str
    members: int | None
    phone: str | None
    address: str | None
    cluster: str | None
    code: str | None
    note: str | None
    cells: Row
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that is refused."""

    row: int
    reason: str
    cells: Row


@dataclass(frozen=True, slots=True)
class Beside:
    """A row that is no household and was left out."""

    row: int
    kind: RowKind
    text: str


@dataclass(slots=True)
class SheetDrafts:
    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
