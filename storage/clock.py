"""A clock that was set back: an empty battery on the main board says 2010 after every power cut.

Keys keep their order whatever the clock says (storage/ids.py); what is wrong then is the day that
new records bear, so the person is told at the start.
"""

from datetime import datetime, timedelta

from storage.database import Database

TOLERANCE = timedelta(minutes=10)  # a clock may be put right by a little


def last_written(db: Database) -> datetime | None:
    """When the last entry of the log was made, by the clock of that time."""
    text = db.value("SELECT at FROM audit ORDER BY seq DESC LIMIT 1")
    return datetime.fromisoformat(text) if text else None


def is_set_back(now: datetime, last: datetime | None) -> bool:
    return last is not None and now < last - TOLERANCE
