"""The campaign that the screen "Đợt vận động" shows, and how a change of it is written."""

from functools import partial
from pathlib import Path

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.users import User, may
from storage.campaigns import save_campaign, takes_long
from storage.database import open_database
from ui.session import Session
from ui.tasks import Report


def save_on_worker(
    path: Path, campaign: Campaign, by: User, report: Report, reason: str = ""
) -> Changes:
    """With a connection of its own; runs off the Tk thread."""
    db = open_database(path)
    try:
        report(0, 1, "Đang tính lại kết quả các hộ …")
        return save_campaign(
            db, campaign, by=by, reason=reason,
            report=lambda done, total: report(done, total, f"Đã tính lại {done}/{total} hộ"),
        )  # fmt: skip
    finally:
        db.close()


class ChosenCampaign:
    """Given to the panels of the screen; `campaign` is as the file has it."""

    def __init__(self, session: Session, campaign: Campaign) -> None:
        self.session = session
        self.campaign = campaign

    @property
    def allowed(self) -> bool:
        return may(self.session.user, "save_campaign")

    def save(self, changed: Campaign, said: str, reason: str = "") -> None:
        """Write; where all results are made again, on the worker with a progress dialog.

        `reason`: why it is closed although sheets are open."""
        session = self.session
        if changed == self.campaign:
            return
        if takes_long(session.db, changed):
            path, by = session.db.path, session.user
            session.tasks.run(
                lambda report: save_on_worker(path, changed, by, report, reason),
                partial(self._done, said), title="Đang ghi đợt vận động", modal=True,
            )  # fmt: skip
        else:
            self._done(said, save_campaign(session.db, changed, by=session.user, reason=reason))

    def _done(self, said: str, changes: Changes) -> None:
        self.session.changed(changes)
        self.session.status(said)
