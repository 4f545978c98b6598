"""Writing the chosen report on the worker. No widgets here."""

from datetime import datetime
from pathlib import Path

from domain.changes import Changes
from domain.fields import Row
from domain.reports import office_as_chosen
from domain.users import User, require
from storage.campaigns import get_campaign
from storage.database import open_database
from storage.dispatches import log_report
from storage.paths import program_version
from storage.report_data import get_report_data
from ui.tasks import Report as Advance


def write_chosen(
    database: Path, campaign_id: str, values: Row, raw: dict[str, str], out: Path, by: User,
    advance: Advance,
) -> Changes:  # fmt: skip
    """Read, write the workbook and log it; runs on the worker with a connection of its own."""
    from exports.report import Report, write_report

    require(by, "log_report")
    since, until = str(values["since"] or ""), str(values["until"])
    db = open_database(database)
    try:
        campaign = get_campaign(db, campaign_id)
        on = str(values["issued_on"] or until)
        data = get_report_data(db, campaign, since=since, until=until, on=on)
        report = Report(
            campaign=campaign, made_at=datetime.now().isoformat(timespec="minutes"),
            version=program_version(), number=str(values["number"] or ""),
            issued_on=str(values["issued_on"] or ""), title=str(values["title"] or ""),
            direction=str(values["direction"] or ""),
            difficulties=str(values["difficulties"] or ""),
            proposals=str(values["proposals"] or ""), preparer=str(values["preparer"] or ""),
            **{**vars(data), "office": office_as_chosen(data.office, values)},
        )  # fmt: skip
        write_report(report, out, lambda done, total: advance(done, total))
        return log_report(
            db, campaign_id, since, until, str(values["number"] or ""), dict(raw), by=by
        )
    finally:
        db.close()
