"""The numbers of Tổng quan at one cut-off, each read when it is first asked for."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from domain.campaigns import App, Campaign
from domain.days import day_of, end_of
from domain.overview import compared_with
from domain.progress import DayLine, Progress, ReasonLine
from storage.database import Database
from storage.day_lines import list_days
from storage.dispatches import list_reports
from storage.progress import get_progress, list_reasons


@dataclass(frozen=True)
class Moment:
    """What a person chose: "" is the newest numbers, "" is the cut-off of the report before."""

    until: str = ""
    compare: str = ""


class Numbers:
    def __init__(
        self, db: Database, campaign: Campaign, app: App | None, moment: Moment, now: datetime,
        recent_days: int,
    ) -> None:  # fmt: skip
        self.campaign, self.app, self.until, self.now = campaign, app, moment.until, now
        self._db = db
        self.reported_until = ""  # the report compared with; "" where a day was taken
        self.compare = moment.compare
        if not moment.compare:
            at = now.isoformat(timespec="minutes")
            cut_offs = [
                str(r["until"] or str(r["changed_at"])[:16])
                for r in list_reports(db, campaign.id)
            ]
            self.compare = compared_with(cut_offs, moment.until, at, recent_days)
            self.reported_until = self.compare if self.compare in cut_offs else ""

    @property
    def today(self) -> date:
        """The day from which what is left is counted."""
        return min(day_of(self.until), self.now.date()) if self.until else self.now.date()

    def read_all(self) -> None:
        """Everything at once: for a worker, which has no business with this connection."""
        for name in ("progress", "days", "reasons"):
            getattr(self, name)

    @cached_property
    def progress(self) -> Progress:
        return get_progress(
            self._db, self.campaign, until=self.until, since=end_of(self.compare)
        )

    @cached_property
    def days(self) -> list[DayLine]:
        return list_days(self._db, self.campaign, self.until)

    @cached_property
    def reasons(self) -> list[ReasonLine]:
        return list_reasons(self._db, self.campaign, self.until)
