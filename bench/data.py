"""The reference data: 1 commune, 40 villages, 12,000 households, 60,000 visits, 2 apps (REF)."""

import random
from datetime import date, timedelta
from pathlib import Path

from bench.keys import BY, hold_keys
from domain.campaigns import Campaign
from domain.fields import Row
from storage.campaigns import current_campaign
from storage.database import Database, open_database
from storage.practice import make_practice, random_visit
from storage.visits import save_visits

TODAY = date(2020, 8, 25)


def make_reference(folder: Path, households: int = 12_000, visits: int = 60_000) -> Path:
    """A database file of that size; the same every time."""
    path = folder / f"ref-{households}-{visits}.db"
    hold_keys(folder)
    db = open_database(path, create=True)
    villages = max(1, round(households / 300))
    campaign = make_practice(
        db, by=BY, households=households, seed=7, today=TODAY, villages=villages, with_visits=False
    )
    add_visits(db, campaign, visits)
    db.close()
    return path


def add_visits(db: Database, campaign: Campaign, visits: int) -> None:
    """Spread over the campaign's days, in order of time, as a campaign fills a file."""
    pick = random.Random(11)
    listed = db.rows("SELECT id, members FROM households")
    start = date.fromisoformat(campaign.starts_on)
    rows: list[Row] = []
    for n in range(visits):
        household_id, members = pick.choice(listed)
        when = start + timedelta(days=n * (TODAY - start).days // max(1, visits))
        rows.append(random_visit(pick, campaign, household_id, members, when, TODAY))
    save_visits(db, campaign, rows, by=BY)


def open_reference(path: Path) -> tuple[Database, Campaign]:
    hold_keys(path.parent)
    db = open_database(path)
    campaign = current_campaign(db)
    assert campaign is not None
    return db, campaign
