"""The schema: every stored field has its column, and one step makes it once."""

import gzip
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3

from domain.campaigns import Campaign
from domain.households import HOUSEHOLD_FIELDS
from domain.offices import OFFICE_FIELDS
from domain.visits import visit_fields
from storage.campaigns import current_campaign, rebuild_results
from storage.database import APPLICATION_ID, SCHEMA, Database, open_database
from storage.progress import get_progress
from storage.upgrade import upgrade_file
from tests.conftest import TEST_KEYS


def columns(db: Database, table: str) -> set[str]:
    return {r[1] for r in db.rows(f"PRAGMA table_info({table})")}


def test_every_stored_field_has_its_column(db: Database, campaign: Campaign) -> None:
    stored = {
        "visits": [f.name for f in visit_fields(campaign) if not f.per_app],
        "households": [f.name for f in HOUSEHOLD_FIELDS if f.name != "village"],
        "offices": [f.name for f in OFFICE_FIELDS],
    }
    missing = {t: sorted(set(names) - columns(db, t)) for t, names in stored.items()}
    assert missing == {"visits": [], "households": [], "offices": []}


def test_a_new_file_is_marked_as_ours_and_of_this_version(empty_db: Database) -> None:
    assert empty_db.value("PRAGMA user_version") == SCHEMA
    assert empty_db.value("PRAGMA application_id") == APPLICATION_ID


def test_opening_again_changes_nothing(db: Database, tmp_path: Path) -> None:
    schema = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
    before = db.rows(schema)
    again = open_database(db.path)
    assert again.rows(schema) == before
    again.close()


def test_every_table_of_ours_is_strict(db: Database) -> None:
    loose = [
        name for name, kind, strict in db.rows(
            "SELECT name, type, strict FROM pragma_table_list WHERE schema='main'"
        ) if kind == "table" and not strict and not name.startswith(("sqlite_", "_sqlite"))
    ]  # fmt: skip
    assert loose == []


def test_what_travels_between_computers_says_who_wrote_it_and_when(db: Database) -> None:
    for table in ("households", "visits", "villages", "campaigns", "figures", "offices"):
        assert {"changed_at", "changed_by", "id"} <= columns(db, table), table


@pytest.fixture(params=[1, 2])
def old_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The file of each schema before today's."""
    old = Path(__file__).parent.parent / "data" / f"schema-{request.param}.db.gz"
    path = tmp_path / "tungnha.db"
    path.write_bytes(gzip.decompress(old.read_bytes()))
    return path


def test_there_is_a_file_of_every_schema_before_todays() -> None:
    kept = sorted(f.name for f in (Path(__file__).parent.parent / "data").glob("schema-*.db.gz"))
    assert kept == [f"schema-{n}.db.gz" for n in range(1, SCHEMA)]


def test_what_an_older_program_derived_is_made_again_by_todays_rules(old_file: Path) -> None:
    with closing(sqlcipher3.connect(str(old_file))) as connection:
        connection.execute("UPDATE household_results SET attempts=9, final=1")
        connection.commit()
    upgrade_file(old_file, TEST_KEYS, keep=False)
    db = open_database(old_file)
    assert db.value("SELECT max(attempts) FROM household_results") < 9
    found = db.rows("SELECT * FROM household_results ORDER BY 1, 2, 3")
    with db.writing():
        rebuild_results(db)
    assert db.rows("SELECT * FROM household_results ORDER BY 1, 2, 3") == found
    db.close()


def test_a_file_of_an_older_schema_is_upgraded_with_everything_in_it(old_file: Path) -> None:
    upgrade_file(old_file, TEST_KEYS, keep=False)
    db = open_database(old_file)
    campaign = current_campaign(db)
    assert campaign
    assert campaign.most_per_day == 40
    assert db.value("PRAGMA user_version") == SCHEMA
    assert db.value("SELECT count(*) FROM households") == 60
    assert db.value("SELECT count(*) FROM visits") == 49
    # The second file has a tally of five, and one visited household has moved away.
    more = 4 if db.value("SELECT count(*) FROM tallies") else 0
    assert sum(u.now.visited for u in get_progress(db, campaign).units) - more == db.value(
        "SELECT count(*) FROM household_results WHERE until_at='9999'"
    )
    assert db.value("PRAGMA integrity_check") == "ok"
    db.close()
