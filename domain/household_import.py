"""What an import means to do, as plain values: imports/ makes it, storage/ carries it out."""

from dataclasses import dataclass, field

from domain.fields import Row


@dataclass(frozen=True)
class Place:
    """Where in the file: sheet name and row as Excel counts it, from 1."""

    sheet: str
    row: int


@dataclass(frozen=True)
class ImportRow:
    """One household to write. `household_id` names the one it updates; None adds a new one."""

    values: Row  # by names of HOUSEHOLD_FIELDS; "village" is the village's label
    place: Place
    household_id: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reject:
    """A row that is not imported, why, and what it held."""

    place: Place
    reason: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportResult:
    added: int
    updated: int
    unchanged: int
    villages: dict[str, int] = field(default_factory=dict)  # label -> households in the file
    members: int = 0
    phones: int = 0
