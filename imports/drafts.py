"""What one sheet gives before villages are settled: drafts of households, and the other rows."""

from dataclasses import dataclass, field

from domain.household_import import Place
from imports.layout import Layout
from imports.row_kinds import RowKind
from imports.sheet import Row


@dataclass(slots=True)
class Draft:
    """A row that reads as a household; `village` is the text of the file, "" where it has none."""

    place: Place
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
    birth_year: int | None = None  # of the head, in a list by person of the person


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that is refused."""

    place: Place
    reason: str
    cells: Row


@dataclass(frozen=True, slots=True)
class Beside:
    """A row that is no household and was left out."""

    place: Place
    kind: RowKind
    text: str


@dataclass(slots=True)
class SheetDrafts:
    layout: Layout
    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
