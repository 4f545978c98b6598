"""A household list, from the file to the plan of its import: where window and commands start.

The steps: imports/tables.py reads, imports/decoded.py converts legacy fonts, imports/guessing.py
guesses each sheet's Layout, imports/plan.py makes the Plan. After a correction of the layouts only
the last step is taken again, with the same tables.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from domain.households import Known
from domain.villages import Village
from imports.decoded import DecodedTable, decode_tables
from imports.guessing import guess_layouts
from imports.layout import Layout
from imports.plan import Plan, Report, plan_import
from imports.tables import read_tables


class Reading(NamedTuple):
    tables: list[DecodedTable]
    layouts: list[Layout]
    plan: Plan


def read_plan(
    path: Path,
    known: Sequence[Known],
    villages: Sequence[Village],
    default_village: str | None = None,
    report: Report | None = None,
) -> Reading:
    """The file as it is understood without a person's help. Raises AppError if unreadable."""
    labels = [village.label for village in villages]
    tables = decode_tables(read_tables(path, report))
    layouts = guess_layouts(tables, labels)
    plan = plan_import(tables, layouts, known, labels, default_village, report=report)
    return Reading(tables, layouts, plan)
