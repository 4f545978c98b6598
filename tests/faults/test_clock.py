"""F16: an empty battery sets the clock back over a restart; records keep the order they were made.

Each visit is saved by a program started anew, under another clock (faketime). The day of a visit is
typed from paper and stays right; the clock gives the order of two visits of one day, and with it
which of them counts: that must not turn round.
"""

import subprocess
import sys
from pathlib import Path

from domain.presets import find_preset, new_campaign
from domain.users import User
from storage.campaigns import save_campaign
from storage.clock import is_set_back, last_written
from storage.database import open_database, operation
from storage.household_import import import_households
from storage.ids import new_id
from tests.faults.workload import KEYS, list_rows, people
from tests.needs import needs_faketime

ROOT = Path(__file__).parents[2]
CLOCKS = ("2020-08-25 09:00:00", "2020-08-12 23:00:00", "2037-05-05 10:00:00",
          "2020-08-13 00:00:01", "2020-08-25 11:00:00")  # fmt: skip
EMPTY_BATTERY = "2010-01-01 00:00:03"
SAVE = """
import sys
from pathlib import Path
from storage.campaigns import current_campaign
from storage.database import open_database
from storage.visits import save_visits
from tests.faults.workload import BY, KEYS
db = open_database(Path(sys.argv[1]), keys=KEYS)
household = db.value("SELECT id FROM households ORDER BY row")
save_visits(db, current_campaign(db), [
    {"household_id": household, "visited_at": "2020-08-12", "disposition": "PARTIAL",
     "smartphones": int(sys.argv[2]), "note": f"lần {sys.argv[2]}"}
], by=BY)
db.close()
"""


def save(path: Path, n: int, clock: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["faketime", clock, sys.executable, "-c", SAVE, str(path), str(n)], cwd=ROOT,
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip


@needs_faketime
def test_the_visit_typed_last_counts_whatever_the_clock_says(tmp_path: Path) -> None:
    path, by = tmp_path / "tungnha.db", User("Hà Thị Thử")
    db = open_database(path, create=True, keys=KEYS)
    import_households(db, list_rows(people(0, 3)), by=by, source="ho.xlsx")
    preset = find_preset("bluezone+smart-thanh-hoa")
    assert preset
    campaign = new_campaign(preset, id=new_id(), starts_on="2020-08-10", deadline_on="2020-08-26")
    save_campaign(db, campaign, by=by, activate=True)
    db.close()
    for n, clock in enumerate(CLOCKS, 1):
        done = save(path, n, clock)
        assert done.returncode == 0, done.stderr
    assert "ở sau hôm nay (01/01/2010)" in save(path, 9, EMPTY_BATTERY).stderr
    db = open_database(path, keys=KEYS)
    assert [note for (note,) in db.rows("SELECT note FROM visits ORDER BY id")] == [
        f"lần {n}" for n in range(1, len(CLOCKS) + 1)
    ]
    assert db.value(
        "SELECT smartphones FROM household_results WHERE until_at='9999'"
    ) == len(CLOCKS)
    last = last_written(db)
    assert last
    assert is_set_back(last.replace(year=2010), last)
    with operation(db, by, "log_event") as note:
        note("now")
    assert last_written(db) != last  # the clock is right again: nothing more is said
    db.close()
