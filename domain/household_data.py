"""Everything the program holds about one household, as tables of texts: what a citizen may see and
take away (NĐ 356/2025/NĐ-CP, Điều 5). storage/household_data.py fills it, exports writes it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DataTable:
    title: str  # also the name of the sheet
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class HouseholdData:
    code: str
    made_at: str  # ISO with minutes
    tables: tuple[DataTable, ...]
