"""The deadline board: the campaign's own deadline and those of the dispatches, and what is done."""

from datetime import date

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.days import due_day
from domain.deadlines import Deadline, MadeReport, default_cut_off, done_by, order_board
from domain.fields import Row
from domain.offices import office_on
from domain.users import User
from storage.database import Database, now, operation
from storage.dispatches import list_dispatches, list_reports
from storage.ids import new_id
from storage.offices import list_offices


def list_deadlines(db: Database, campaign: Campaign, today: date) -> list[Deadline]:
    """What is due of this campaign, the nearest first: its own deadline, and dispatches whose
    deadline lies in it."""
    office = office_on(list_offices(db), today.isoformat())
    made = list_reports(db, campaign.id)
    reports = [MadeReport(str(r["changed_at"])[:16], str(r["until"])) for r in made]
    marks = {
        target: (cut_off, done_on, note)
        for target, cut_off, done_on, note in db.rows(
            "SELECT target, cut_off, done_on, note FROM deadline_marks ORDER BY id"
        )
    }

    def make(key: str, what: str, to_whom: str, due: date) -> Deadline:
        cut_off, done_on, note = marks.get(key, ("", "", ""))
        cut_off = cut_off or default_cut_off(due)
        by_itself = done_by(reports, cut_off)
        return Deadline(key, what, to_whom, due, cut_off, done_on or by_itself, bool(done_on), note)

    found = []
    if campaign.due:
        to_whom = f"Ủy ban nhân dân {office.upper_unit}" if office else ""
        found.append(make(campaign.id, f"Báo cáo đợt: {campaign.name}", to_whom, campaign.due))
    for d in list_dispatches(db):
        if d.deadline_on and d.deadline_on >= campaign.starts_on:
            due = due_day(d.deadline_on, before_that_day=d.deadline_words == "BEFORE")
            found.append(make(d.id, f"{d.kind} số {d.number}", d.issuer, due))
    return order_board(found)


def mark_deadline(db: Database, key: str, values: Row, *, by: User) -> Changes:
    """What a person sets: values of MARK_FIELDS; blank ones go back to what the program finds."""
    cut_off, done_on, note = (str(values.get(n) or "") for n in ("cut_off", "done_on", "note"))
    with operation(db, by, "save_dispatch") as record:
        db.execute(
            "INSERT INTO deadline_marks VALUES (?,?,?,?,?,?,?)",
            (new_id(), key, cut_off, done_on, note, now(), by.name),
        )
        record(key, cut_off=cut_off, done_on=done_on)
    return Changes(campaigns=True, count=1)
