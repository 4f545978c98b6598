"""Reading what the quality page shows, for the worker: plain values in, plain values out."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from domain.campaigns import Campaign
from storage.confirmations import list_confirmations
from storage.database import Database, open_database
from storage.duplicates import find_duplicates
from storage.quality import household_labels, list_findings
from ui.quality_texts import QualityData
from ui.tasks import Report


@dataclass(frozen=True)
class Place:
    """Where the data are read, without a widget."""

    path: Path
    campaign: Campaign
    today: date


def read_quality(place: Place, report: Report) -> QualityData:
    """For the worker, on a connection of its own; `report` may raise Cancelled."""
    db = open_database(place.path)
    try:
        findings = list_findings(
            db, place.campaign, place.today, lambda done, _: report(done * 7, 1000)
        )
        pairs = find_duplicates(db, lambda done, _: report(700 + done * 3, 1000))
        kept = list_confirmations(db, place.campaign)
        ids = {r.household_id for f in findings for r in f.records}
        ids |= {id_ for p in pairs for id_ in (p.a, p.b)}
        ids |= {id_ for k in kept for id_ in k.target.split()}
        names = household_labels(db, ids)
    finally:
        db.close()
    return QualityData(tuple(findings), tuple(pairs), tuple(kept), names)


def with_confirmations(db: Database, campaign: Campaign | None, data: QualityData) -> QualityData:
    """The same page with the confirmations as they are now, and the names in them."""
    kept = tuple(list_confirmations(db, campaign))
    ids = {id_ for k in kept for id_ in k.target.split()} - set(data.names)
    names = {**data.names, **household_labels(db, ids)} if ids else data.names
    return replace(data, kept=kept, names=names)
