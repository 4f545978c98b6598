"""Short ways to write a list in a test and to read it back."""

from collections.abc import Sequence
from typing import Any

from domain.households import Known
from domain.text import fold_key
from domain.villages import Village, split_village, village_key
from imports.decoded import DecodedTable, decode_tables
from imports.guessing import guess_layouts
from imports.layout import Layout
from imports.plan import Plan, plan_import
from imports.sheet import Merge, Table

COMMUNE = ("Bản Chiềng", "Bản Mìn", "Bản Bơn", "Bản Luốc Lầu", "Tổ dân phố 3", "Na Hảo")


def table(
    *rows: Sequence[Any],
    name: str = "Sheet1",
    hidden: bool = False,
    merges: tuple[Merge, ...] = (),
) -> Table:
    return Table(name, hidden, [tuple(row) for row in rows], merges=merges)


def read(
    *tables: Table, villages: Sequence[str] = (), **options: Any
) -> tuple[list[DecodedTable], list[Layout], Plan]:
    decoded = decode_tables(tables)
    layouts = guess_layouts(decoded, villages)
    return decoded, layouts, plan_import(decoded, layouts, [], villages, **options)


def plan_of(*tables: Table, **options: Any) -> Plan:
    return read(*tables, **options)[2]


def kept(plan: Plan) -> list[tuple[Any, ...]]:
    """Name, village, members, phone of each row."""
    names = ("head_name", "village", "members", "phone")
    return [tuple(row.values[name] for name in names) for row in plan.rows]


def names(plan: Plan) -> list[Any]:
    return [row.values["head_name"] for row in plan.rows]


def known_from(plan: Plan) -> list[Known]:
    """What the program knows after the plan was carried out."""
    return [
        Known(
            f"id{n}",
            f"01-{n:04d}-0",
            village_key(str(row.values["village"])),
            fold_key(str(row.values["head_name"])),
            row.values["members"],  # type: ignore[arg-type]
            row.values["phone"],  # type: ignore[arg-type]
            fold_key(str(row.values["address"] or "")),
            *(row.values[name] for name in ("head_name", "address", "cluster", "note")),  # type: ignore[arg-type]
        )
        for n, row in enumerate(plan.rows)
    ]


def commune_villages(labels: Sequence[str]) -> list[Village]:
    return [Village(str(n), *split_village(label), n) for n, label in enumerate(labels, 1)]
