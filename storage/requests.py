"""The register of what citizens ask about their data, and how long personal data is kept.

A step of an answer is a row of its own, never changed. What was asked is kept until the household's
data is erased; the line itself stays.
"""

from datetime import date

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.deadlines import Deadline
from domain.erasures import REMIND_DAYS, Retention, keep_until
from domain.errors import AppError
from domain.fields import Row
from domain.requests import Request, Step, Taken, check_step, order_requests
from domain.users import User
from storage.campaigns import list_campaigns
from storage.database import Database, now, operation
from storage.erasure_plan import is_erased
from storage.households import find_by_code
from storage.ids import new_id

PERMISSION = "save_request"


def list_requests(db: Database, today: date) -> list[Request]:
    """What is open first, by its next day; then what is done, newest first."""
    return order_requests(_read(db), today)


def get_request(db: Database, request_id: str) -> Request:
    return next(r for r in _read(db) if r.id == request_id)


def _read(db: Database) -> list[Request]:
    steps: dict[str, list[Taken]] = {}
    for request_id, step, on, note, by in db.rows(
        "SELECT request_id, step, happened_on, note, changed_by FROM request_steps ORDER BY id"
    ):
        steps.setdefault(request_id, []).append(Taken(Step(step), on, note, by))
    return [
        Request(id_, number, kind, on, household, code or "", requester, contact, words,
                tuple(steps.get(id_, ())))
        for id_, number, kind, on, household, code, requester, contact, words in db.rows(
            "SELECT r.id, r.number, r.kind, r.received_on, r.household_id, h.code, r.requester,"
            " r.contact, r.words FROM data_requests r LEFT JOIN households h ON h.id=r.household_id"
        )
    ]  # fmt: skip


def save_request(db: Database, values: Row, *, by: User) -> tuple[Changes, str]:
    """Add one: values of REQUEST_FIELDS. Returns its id; its number is the next of the register."""
    household = find_by_code(db, str(values["code"])) if values.get("code") else None
    id_ = new_id()
    with operation(db, by, PERMISSION) as note:
        number = db.value("SELECT ifnull(max(number), 0) + 1 FROM data_requests")
        db.execute(
            "INSERT INTO data_requests VALUES (?,?,?,?,?,?,?,?,?,?)",
            (id_, number, values["kind"], values["received_on"],
             household["id"] if household else None, values.get("requester") or "",
             values.get("contact") or "", values.get("words") or "", now(), by.name),
        )  # fmt: skip
        note(id_, number=number, kind=values["kind"])
    return Changes(requests=True, count=1), id_


def take_step(db: Database, request_id: str, step: Step, values: Row, *, by: User) -> Changes:
    """Acknowledged, extended, answered or refused: values of step_fields(step)."""
    with operation(db, by, PERMISSION) as note:
        request = get_request(db, request_id)
        if problem := check_step(request, step, values, date.today()):
            raise AppError(problem, "Hãy xem lại dòng của yêu cầu này.")
        db.execute(
            "INSERT INTO request_steps VALUES (?,?,?,?,?,?,?)",
            (new_id(), request_id, step, values["happened_on"], values.get("note") or "", now(),
             by.name),
        )  # fmt: skip
        note(request_id, number=request.number, step=step.value, on=values["happened_on"])
    return Changes(requests=True, count=1)


def get_retention(db: Database) -> Retention:
    kept = dict(db.rows("SELECT key, value FROM meta WHERE key IN ('retention', 'data_officer')"))
    months = int(kept.get("retention") or Retention.months)
    return Retention(months, kept.get("data_officer", ""))


def save_retention(db: Database, retention: Retention, *, by: User) -> Changes:
    with operation(db, by, "save_settings") as note:
        for key, value in (
            ("retention", str(retention.months)), ("data_officer", retention.officer),
        ):  # fmt: skip
            db.execute("INSERT OR REPLACE INTO meta VALUES (?,?)", (key, value))
        note("", months=retention.months)
    return Changes(settings=True, requests=True)


def list_reminders(db: Database, today: date) -> list[Deadline]:
    """For the board of the home screen: requests that are open, and campaigns whose personal data
    must go within a month."""
    found = [
        Deadline(
            f"request:{r.id}", f"Yêu cầu số {r.number}: {r.label.lower()}",
            "Người yêu cầu", r.next_due, "",
        )
        for r in _read(db) if not r.closed
    ]  # fmt: skip
    retention = get_retention(db)
    for campaign in list_campaigns(db):
        until = keep_until_of(db, campaign, retention)
        if (until - today).days <= REMIND_DAYS and not is_erased(db, campaign.id):
            words = f"Hết thời hạn lưu: xóa dữ liệu cá nhân của đợt “{campaign.name}”"
            found.append(Deadline(f"retention:{campaign.id}", words, "", until, ""))
    return found


def keep_until_of(db: Database, campaign: Campaign, retention: Retention) -> date:
    last = db.value(
        "SELECT max(last_visited_at) FROM household_results WHERE campaign_row="
        "(SELECT row FROM campaigns WHERE id=?)",
        (campaign.id,),
    )
    return keep_until(campaign, retention, str(last or "")[:10])
