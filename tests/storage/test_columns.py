"""Fields match columns: the one place where domain/ and the schema meet."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from domain.campaigns import APP_FIELDS, CAMPAIGN_FIELDS, App, Campaign, Reason, Target
from domain.dispatches import DISPATCH_FIELDS
from domain.fields import Field
from domain.figures import FIGURE_FIELDS
from domain.households import HOUSEHOLD_FIELDS, STATE_FIELDS
from domain.offices import OFFICE_FIELDS
from domain.presets import PRESETS, new_campaign
from domain.results import Result
from domain.villages import VILLAGE_FIELDS
from domain.visits import visit_fields
from storage.database import Database, open_database

_EVERY_VISIT_FIELD = visit_fields(
    new_campaign(max(PRESETS, key=lambda p: len(p.apps)), id="c", starts_on="2020-08-01")
)
FIELDS: dict[str, tuple[Field, ...]] = {
    "households": HOUSEHOLD_FIELDS,
    "household_state_changes": STATE_FIELDS,
    "visits": tuple(f for f in _EVERY_VISIT_FIELD if not f.per_app),
    "villages": VILLAGE_FIELDS,
    "campaigns": CAMPAIGN_FIELDS,
    "campaign_apps": APP_FIELDS,
    "offices": OFFICE_FIELDS,
    "dispatches": DISPATCH_FIELDS,
    "figures": FIGURE_FIELDS,
}
RECORDS: dict[str, type] = {
    "campaign_apps": App, "campaign_reasons": Reason, "campaign_targets": Target,
    "campaigns": Campaign, "household_results": Result,
}  # fmt: skip
# Stored under another name, or as rows of another table.
ELSEWHERE = {
    "village": "village_id", "group": "annex_group",
    "apps": None, "reasons": None, "targets": None, "labels": None,
}  # fmt: skip
SQL_TYPE = {str: "TEXT", int: "INTEGER"}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("columns") / "xa.tungnha"
    db = open_database(path, create=True)
    yield db
    db.close()


def columns(db: Database, table: str) -> dict[str, str]:
    return {r[1]: r[2] for r in db.rows(f"PRAGMA table_info({table})")}


@pytest.mark.parametrize("table", FIELDS)
def test_every_stored_field_has_its_column(fresh: Database, table: str) -> None:
    stored = columns(fresh, table)
    for field in FIELDS[table]:
        column = ELSEWHERE.get(field.name, field.name)
        assert column in stored, f"{table}.{field.name} has no column"
        assert stored[column] == SQL_TYPE[field.kind.stored_as], f"{table}.{field.name}"


@pytest.mark.parametrize("table", RECORDS)
def test_every_value_of_a_stored_record_has_its_column(fresh: Database, table: str) -> None:
    stored = columns(fresh, table)
    for value in fields(RECORDS[table]):
        column = ELSEWHERE.get(value.name, value.name)
        assert column is None or column in stored, f"{table}.{value.name} has no column"
