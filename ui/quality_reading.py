"""Reading what the quality page shows, on the worker: plain values in, plain values out.

Reader is the page's side of it, on the Tk thread.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from domain.campaigns import Campaign
from domain.errors import Cancelled
from storage.confirmations import list_confirmations
from storage.database import Database, open_database
from storage.duplicates import find_duplicates
from storage.quality import household_labels, list_findings
from ui.quality_texts import QualityData
from ui.session import Session
from ui.tasks import Job, Report


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


class Reader:
    """One reading at a time: a new one takes the place of the one before, which says no more."""

    def __init__(
        self, session: Session, read: Callable[[QualityData], object],
        progress: Callable[[float], object], stopped: Callable[[], object],
    ) -> None:  # fmt: skip
        self._session = session
        self._on_read, self._on_progress, self._on_stopped = read, progress, stopped
        self._job: Job | None = None
        self._turn = 0
        self.busy = False
        self.times = 0  # readings that came to their end

    def read(self, place: Place) -> None:
        self.stop()
        self._turn += 1
        turn, self.busy = self._turn, True

        def done(data: QualityData) -> None:
            if turn == self._turn:
                self.busy = False
                self.times += 1
                self._on_read(data)

        def failed(error: BaseException) -> None:
            if turn == self._turn:
                self.busy = False
                self._on_stopped()
            if not isinstance(error, Cancelled):
                raise error

        def progress(at: int, total: int, _: str) -> None:
            if turn == self._turn:
                self._on_progress(at / total)

        self._job = self._session.tasks.run(
            lambda report: read_quality(place, report), done, progress, failed
        )

    def stop(self) -> None:
        if self._job:
            self._job.cancel()
