"""The clock before the last record is noticed, and the records keep their order."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from domain.offices import Office
from domain.users import User
from storage.clock import is_set_back, last_written
from storage.database import KEYED, open_database
from storage.offices import save_office

ICT = timezone(timedelta(hours=7))
LAST = datetime(2026, 11, 21, 15, 40, tzinfo=ICT)


def test_a_clock_before_the_last_record_is_noticed() -> None:
    assert is_set_back(datetime(2010, 1, 1, tzinfo=ICT), LAST)
    assert is_set_back(LAST - timedelta(minutes=11), LAST)
    assert not is_set_back(LAST - timedelta(minutes=9), LAST)
    assert not is_set_back(LAST + timedelta(days=365), LAST)
    assert not is_set_back(LAST, None)


def test_an_hour_is_compared_wherever_the_pc_believes_to_be() -> None:
    assert not is_set_back(datetime(2026, 11, 21, 9, 0, tzinfo=UTC), LAST)


def test_the_last_record_is_the_last_one_written(tmp_path: Path) -> None:
    db = open_database(tmp_path / "tungnha.db", create=True)
    assert last_written(db) is None
    before = datetime.now().astimezone() - timedelta(seconds=1)
    save_office(db, Office(valid_from="2020-01-01", kind="xã", name="X", province="Y"),
                by=User("Lan"))  # fmt: skip
    last = last_written(db)
    assert last is not None
    assert last > before
    db.close()


def test_every_table_with_keys_in_order_is_asked_for_its_newest(tmp_path: Path) -> None:
    """A new table with such keys belongs in KEYED, or here, where its order means nothing."""
    unordered = {"offices", "villages", "sheets", "households", "campaigns", "data_requests",
                 "erasures"}  # fmt: skip
    db = open_database(tmp_path / "tungnha.db", create=True)
    keyed = {
        name
        for (name,) in db.rows("SELECT name FROM sqlite_master WHERE type='table'")
        if db.value("SELECT 1 FROM pragma_table_info(?) WHERE name='id' AND type='TEXT'", (name,))
    }
    assert keyed - unordered == set(KEYED)
    db.close()
