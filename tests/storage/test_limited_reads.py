"""An officer of two villages asks every reading function: none says anything of the others.

The functions are found by their names, so one that is written tomorrow is asked too: a parameter
that is not known here fails the test until it gets its value in GIVEN.
"""

import ast
import inspect
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from domain.campaigns import Campaign
from domain.errors import AppError
from domain.sheets import Sheet
from domain.users import Role, User
from storage import unlocked
from storage.backchecks import list_places
from storage.campaigns import current_campaign
from storage.database import Database, open_database
from storage.drafts import save_draft
from storage.household_lists import get_lines, list_rows
from storage.households import save_household
from storage.practice import make_practice
from storage.sheet_plans import SheetSource
from storage.sheets import find_sheet, list_ledger
from storage.worklist import list_worklist

ADMIN = User("Quản trị")
OUTSIDE = "Ngoài Giao"  # every head of household in a village that is not assigned
TODAY = date.today()
STORAGE = Path(__file__).parents[2] / "storage"
READS = ("list_", "get_", "find_", "search_", "known_", "read_", "plan_", "first_", "codes_",
         "count_", "existing_", "teams_", "describe", "next_in_", "stored_", "household_labels",
         "like_new", "name_ids", "preview_", "states_on", "retired_", "suggest_")  # fmt: skip
# What is not of households, or is no function of the open database.
OTHER_THINGS = {
    "list_entries", "count_entries",  # of the log: refused to officers, tested with the log
    "list_targets", "list_joined", "get_result",  # steps of operations, on the writing connection
}  # fmt: skip


def reading_functions() -> list[str]:
    return [
        f"{path.stem}.{node.name}"
        for path in sorted(STORAGE.glob("*.py"))
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith(READS)
        and node.args.args and node.args.args[0].arg == "db"
        and node.name not in OTHER_THINGS
    ]  # fmt: skip


def write_everywhere(db: Database, homes: list[str]) -> None:
    """The name into each free text that belongs to one of these households."""
    for (trigger,) in db.rows("SELECT name FROM sqlite_master WHERE type='trigger'"):
        if trigger.endswith(("stay", "keep", "keep_counts", "lose_text")):
            db.execute(f"DROP TRIGGER {trigger}")
    stamp = ("2020-08-01T08:00:00+07:00", "x")
    for n, home in enumerate(homes[:3], 1):
        asked = (f"r{n}", n, "DELETE", "2020-08-01", home, OUTSIDE, "0999999999", OUTSIDE, *stamp)
        db.execute("INSERT INTO data_requests VALUES (?,?,?,?,?,?,?,?,?,?)", asked)
        step = (f"s{n}", f"r{n}", "ACKNOWLEDGED", "2020-08-02", OUTSIDE, *stamp)
        db.execute("INSERT INTO request_steps VALUES (?,?,?,?,?,?,?)", step)
        changed = (f"c{n}", home, "VACANT", "2020-08-03", OUTSIDE, None, *stamp)
        db.execute("INSERT INTO household_state_changes VALUES (?,?,?,?,?,?,?,?)", changed)
    for table, column in (
        ("visits", "note"), ("visits", "reason"), ("visits", "correction"),
        ("reopenings", "reason"), ("backcheck_answers", "note"),
        ("household_state_changes", "reason"),
    ):  # fmt: skip
        for home in homes:
            db.execute(f"UPDATE {table} SET {column}=? WHERE household_id=?", (OUTSIDE, home))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("limited")
    path = folder / "tungnha.db"
    db = open_database(path, create=True)
    make_practice(db, by=ADMIN, households=160, seed=5, with_sheets=True)
    inside = [r[0] for r in db.rows("SELECT id FROM villages ORDER BY number DESC LIMIT 2")]
    others = f"village_id NOT IN ({','.join('?' * len(inside))})"
    for (home,) in db.rows(f"SELECT id FROM households WHERE {others}", inside):
        save_household(db, {"note": OUTSIDE}, by=ADMIN, household_id=home)
    save_draft(db, "visit:x", {"note": OUTSIDE}, by=ADMIN)
    with db.writing():
        db.execute(
            f"UPDATE households SET head_name=?, phone='0999999999' WHERE {others}",
            (OUTSIDE, *inside),
        )
        write_everywhere(db, [r[0] for r in db.rows(
            f"SELECT id FROM households WHERE {others}", inside
        )])  # fmt: skip
        db.execute("INSERT INTO household_search(household_search) VALUES ('rebuild')")
    db.close()
    return path


@pytest.fixture(scope="module")
def limited(office: Path) -> Iterator[Database]:
    db = open_database(office)
    two = frozenset(r[0] for r in db.rows("SELECT id FROM villages ORDER BY number DESC LIMIT 2"))
    keys = db.keys
    db.close()
    unlocked.hold(office.parent, keys, User("Cán bộ", Role.OFFICER, two))
    opened = open_database(office)
    yield opened
    opened.close()
    unlocked.forget(office.parent)


@pytest.fixture(scope="module")
def campaign(limited: Database) -> Campaign:
    found = current_campaign(limited)
    assert found
    return found


@pytest.fixture(scope="module")
def outside(limited: Database) -> dict[str, Any]:
    """One thing of each kind that lies in a village of somebody else."""

    def one(sql: str) -> Any:
        return limited.row(sql)

    home = one(f"SELECT id, row, code, village_id FROM main.households WHERE head_name='{OUTSIDE}'")
    visit = one(
        "SELECT v.id, v.household_id FROM main.visits v JOIN main.households h"
        f" ON h.id=v.household_id WHERE h.head_name='{OUTSIDE}'"
    )
    sheet = one(
        "SELECT s.id, s.number FROM main.sheets s JOIN main.sheet_lines l ON l.sheet_id=s.id"
        f" JOIN main.households h ON h.id=l.household_id WHERE h.head_name='{OUTSIDE}'"
    )
    secrets = {OUTSIDE, "0999999999"}
    secrets |= {r[0] for r in limited.rows(
        f"SELECT code FROM main.households WHERE head_name='{OUTSIDE}'")}  # fmt: skip
    assert home
    assert visit
    assert sheet
    assert len(secrets) > 100
    return {"home": home, "visit": visit, "sheet": sheet, "secrets": secrets}


def given(
    name: str, kind: Any, db: Database, campaign: Campaign, outside: dict[str, Any]
) -> Any:
    """A value for a parameter: of the village that is not assigned wherever it names a thing."""
    home, visit, (sheet_id, number) = outside["home"], outside["visit"], outside["sheet"]
    known: dict[str, Any] = {
        "campaign": campaign, "campaign_id": campaign.id, "campaign_row": 1, "today": TODAY,
        "on": TODAY, "household_id": visit[1], "household_row": home[1], "text": home[2],
        "village_id": home[3], "villages": [home[3]], "rows": [home[1]], "number": number,
        "sheet_id": sheet_id, "sheet": Sheet(sheet_id, number, "FIRST", "x", home[3], None, "x"),
        "sheets": [Sheet(sheet_id, number, "FIRST", "x", home[3], None, "x")],
        "prefix": "", "key": "visit:x", "since": "", "ids": [home[0], visit[0], sheet_id],
        "source": SheetSource(village_id=home[3]), "per_sheet": 30, "report": None,
        "name": ADMIN.name, "place": list_places(db, campaign)[0], "now": None,
        "cut_off": "9999-12-31", "figures": (), "tallies": (), "at": "", "version": "1",
        "request_id": "r1", "step": 1, "values": {"head_name": OUTSIDE, "village_id": home[3]},
        "day": TODAY.isoformat(),
    }  # fmt: skip
    if name not in known:
        pytest.fail(f"no value for {name}: {kind}")
    if name == "on" and kind is str:
        return TODAY.isoformat()
    return known[name]


NEEDS_MORE = {
    # What they ask for is made by another function that is limited itself, or is nobody's data.
    "backchecks.get_backcheck", "backchecks.list_backcheck_lines", "duplicates.get_pair",
    "sheet_import.plan_sheet_import", "tallies.find_tally", "erasure.get_erasure",
    "erasure_finish.get_certificate", "erasure_plan.plan_household", "erasure_plan.plan_campaign",
    "database.describe",
}  # fmt: skip


@pytest.mark.parametrize("function", reading_functions())
def test_nothing_of_other_villages_is_read(
    function: str, limited: Database, campaign: Campaign, outside: dict[str, Any]
) -> None:
    if function in NEEDS_MORE:
        pytest.skip("its argument comes from a function that is asked here")
    module, name = function.split(".")
    read = getattr(import_module(f"storage.{module}"), name)
    arguments = {
        p.name: given(p.name, p.annotation, limited, campaign, outside)
        for p in list(inspect.signature(read).parameters.values())[1:]
        if p.default is inspect.Parameter.empty
    }
    try:
        said = repr(read(limited, **arguments))
    except (AppError, LookupError, StopIteration):
        return  # there is no such thing for this officer
    if "text" in arguments or "codes" in name:
        said = said.replace(f"'{arguments.get('text')}'", "")  # what was asked comes back
    found = [s for s in outside["secrets"] if s in said]
    assert not found, f"{function} says {found[:3]}"


def test_what_the_officer_has_is_read(limited: Database, campaign: Campaign) -> None:
    assert len(get_lines(limited, campaign, list_rows(limited, campaign))) == 40
    assert list_worklist(limited, campaign, TODAY)
    assert list_ledger(limited, campaign, TODAY) is not None


def test_a_sheet_of_another_village_is_not_found_by_its_number(
    limited: Database, outside: dict[str, Any]
) -> None:
    assert find_sheet(limited, outside["sheet"][1]) is None
