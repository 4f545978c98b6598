"""Everything of the database that a report is made of, in one read."""

from dataclasses import dataclass

from domain.campaigns import Campaign
from domain.days import before
from domain.dispatches import Dispatch
from domain.errors import AppError
from domain.offices import Office, office_on
from domain.progress import DayLine, Progress, ReasonLine
from storage.audit import printed_head
from storage.database import Database
from storage.day_lines import list_days
from storage.dispatches import list_dispatches
from storage.offices import is_practice, list_offices
from storage.progress import get_progress, list_reasons


@dataclass(frozen=True)
class ReportData:
    office: Office
    progress: Progress
    days: tuple[DayLine, ...]
    reasons: tuple[ReasonLine, ...]
    dispatches: tuple[Dispatch, ...]  # those marked to be cited
    practice: bool
    audit_head: str  # printed, so that a log cut off later can be told


def get_report_data(
    db: Database, campaign: Campaign, *, since: str = "", until: str = "", on: str
) -> ReportData:
    """`on` (ISO day) picks the version of the office: its name when the report is signed."""
    office = office_on(list_offices(db), on)
    if office is None:
        raise AppError("Chưa có thông tin đơn vị.", "Hãy ghi tên đơn vị ở mục Thiết lập.")
    earlier = before(since) if since else ""
    return ReportData(
        office=office,
        progress=get_progress(db, campaign, since=since, until=until),
        days=tuple(d for d in list_days(db, campaign, until) if d.day > earlier[:10]),
        reasons=tuple(list_reasons(db, campaign, until)),
        dispatches=tuple(d for d in list_dispatches(db) if d.cited),
        practice=is_practice(db),
        audit_head=printed_head(db),
    )
