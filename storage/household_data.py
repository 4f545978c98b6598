"""Everything the file holds about one household, in words (NĐ 356/2025/NĐ-CP, Điều 5).

A new table with something about households: a function here and its line in get_household_data().
"""

from datetime import datetime

from domain.audit import action_words
from domain.campaigns import Campaign
from domain.days import format_day
from domain.household_data import DataTable, HouseholdData
from domain.households import HOUSEHOLD_FIELDS, STATES
from domain.requests import BY_CODE, STEP_LABELS, Step
from domain.sheets import sheet_code
from domain.visits import Visit, app_field, reason_options, visit_fields
from storage.campaigns import list_campaigns
from storage.database import Database
from storage.household_states import list_state_changes
from storage.households import get_household
from storage.results import list_household_visits
from storage.value_history import list_value_changes

_STATES = {o.code: o.label for o in STATES}
_SOURCES = {"LIST": "Có trong danh sách", "FOUND": "Hộ phát sinh"}


def get_household_data(db: Database, household_id: str, now: datetime) -> HouseholdData:
    household = get_household(db, household_id)
    return HouseholdData(
        household["code"], now.isoformat(timespec="minutes"),
        (
            _own(db, household_id), _visits(db, household_id), _changes(db, household_id),
            _states(db, household_id), _sheets(db, household_id), _answers(db, household_id),
            _confirmed(db, household_id),
            _requests(db, household_id), _log(db, household_id),
        ),
    )  # fmt: skip


def _own(db: Database, household_id: str) -> DataTable:
    h = get_household(db, household_id)
    rows = [(f.label, f.kind.format(h[f.name])) for f in HOUSEHOLD_FIELDS]
    into = get_household(db, h["merged_into"])["code"] if h["merged_into"] else ""
    rows += [
        ("Tình trạng", _STATES[h["state"]]), ("Kể từ ngày", format_day(h["state_on"])),
        ("Nhập vào hộ", into), ("Thứ tự đi", str(h["walk_order"])),
        ("Nguồn", _SOURCES.get(h["source"], h["source"])),
        ("Ngày gặp hộ phát sinh", format_day(h["listed_on"])),
    ]  # fmt: skip
    drafts = db.value("SELECT count(*) FROM drafts WHERE instr(body, ?)", (household_id,))
    rows.append(("Bản đang gõ dở có nhắc đến hộ", str(drafts)))
    return DataTable("Thông tin hộ", ("Mục", "Nội dung"), tuple(rows))


def _visits(db: Database, household_id: str) -> DataTable:
    rows: list[dict[str, str]] = []
    headings: dict[str, None] = {"Đợt vận động": None}
    for campaign in list_campaigns(db):
        visits = list_household_visits(db, campaign.id, household_id)
        if visits:
            headings |= dict.fromkeys(f.label for f in visit_fields(campaign))
        rows += [
            {"Đợt vận động": campaign.name, **_visit_words(v, campaign), "Nhập lúc":
             format_day(v.entered_at[:16]), "Người nhập": v.entered_by,
             "Sửa, rút lại": _correction(v)}
            for v in visits
        ]  # fmt: skip
    headings |= dict.fromkeys(("Nhập lúc", "Người nhập", "Sửa, rút lại"))
    table = tuple(tuple(row.get(h, "") for h in headings) for row in rows)
    return DataTable("Lượt đến", tuple(headings), table)


def _visit_words(visit: Visit, campaign: Campaign) -> dict[str, str]:
    reasons = {o.code: o.label for o in reason_options(campaign)}
    apps = {app_field(code): n for code, n in visit.apps}
    words = {}
    for f in visit_fields(campaign):
        value = apps.get(f.name) if f.per_app else getattr(visit, f.name)
        words[f.label] = f.kind.format(value)
    if visit.reason in reasons:
        words[next(f.label for f in visit_fields(campaign) if f.name == "reason")] = reasons[
            visit.reason
        ]
    return words


def _correction(visit: Visit) -> str:
    if not visit.supersedes:
        return ""
    return f"{'Rút lại' if visit.void else 'Sửa'} lượt trước: {visit.correction or ''}"


def _changes(db: Database, household_id: str) -> DataTable:
    rows = tuple(
        (format_day(c.at[:16]), c.by, c.label, c.old, c.new, c.why)
        for c in list_value_changes(db, None, household_id)
    )
    return DataTable("Lần sửa", ("Lúc", "Người sửa", "Mục", "Trước", "Sau", "Vì sao"), rows)


def _states(db: Database, household_id: str) -> DataTable:
    rows = tuple(
        (format_day(s["effective_on"]), _STATES[s["state"]], s["reason"],
         format_day(s["changed_at"][:16]), s["changed_by"])
        for s in list_state_changes(db, household_id)
    )  # fmt: skip
    return DataTable("Tình trạng", ("Kể từ ngày", "Tình trạng", "Lý do", "Ghi lúc", "Người ghi"),
                     rows)  # fmt: skip


def _sheets(db: Database, household_id: str) -> DataTable:
    rows = [
        ("Tờ phiếu", sheet_code(number), f"{title}, dòng {line}", format_day(at[:16]), by)
        for number, title, line, at, by in db.rows(
            "SELECT s.number, s.title, l.line, s.changed_at, s.changed_by FROM sheet_lines l"
            " JOIN sheets s ON s.id=l.sheet_id WHERE l.household_id=? ORDER BY s.number",
            (household_id,),
        )
    ]
    rows += [
        ("Mở lại để đến tiếp", "", reason, format_day(at[:16]), by)
        for reason, at, by in db.rows(
            "SELECT reason, reopened_at, changed_by FROM reopenings WHERE household_id=?"
            " ORDER BY id",
            (household_id,),
        )
    ]
    return DataTable("Tờ phiếu, mở lại", ("Loại", "Số", "Nội dung", "Lúc", "Người ghi"),
                     tuple(rows))  # fmt: skip


def _answers(db: Database, household_id: str) -> DataTable:
    rows = tuple(
        (format_day(on), checker, note, format_day(at[:16]), by)
        for on, checker, note, at, by in db.rows(
            "SELECT checked_on, checker, note, changed_at, changed_by FROM backcheck_answers"
            " WHERE household_id=? ORDER BY id",
            (household_id,),
        )
    )
    headings = ("Ngày phúc tra", "Người phúc tra", "Ghi chú", "Ghi lúc", "Người ghi")
    return DataTable("Phúc tra", headings, rows)


def _confirmed(db: Database, household_id: str) -> DataTable:
    rows = tuple(
        (reason, "Đã bỏ" if withdrawn else "", format_day(at[:16]), by)
        for reason, withdrawn, at, by in db.rows(
            "SELECT reason, withdrawn, changed_at, changed_by FROM confirmations WHERE"
            " instr(target, :id) OR EXISTS (SELECT 1 FROM visits v WHERE v.household_id=:id"
            " AND instr(confirmations.target, v.id)) ORDER BY id",
            {"id": household_id},
        )
    )
    return DataTable("Đã rà soát", ("Vì sao giữ", "Tình trạng", "Lúc", "Người ghi"), rows)


def _requests(db: Database, household_id: str) -> DataTable:
    rows = []
    for id_, number, kind, on, requester, contact, words in db.rows(
        "SELECT id, number, kind, received_on, requester, contact, words FROM data_requests"
        " WHERE household_id=? ORDER BY number",
        (household_id,),
    ):
        steps = "; ".join(
            f"{STEP_LABELS[Step(step)]} {format_day(day)}{note and f' ({note})'}"
            for step, day, note in db.rows(
                "SELECT step, happened_on, note FROM request_steps WHERE request_id=? ORDER BY id",
                (id_,),
            )
        )
        rows.append((str(number), BY_CODE[kind].label, format_day(on), requester, contact,
                     words, steps))  # fmt: skip
    headings = ("Số", "Yêu cầu", "Ngày nhận", "Người yêu cầu", "Liên hệ", "Nội dung", "Giải quyết")
    return DataTable("Yêu cầu", headings, tuple(rows))


def _log(db: Database, household_id: str) -> DataTable:
    rows = tuple(
        (str(seq), format_day(at[:16]), actor, action_words(action))
        for seq, at, actor, action in db.rows(
            "SELECT seq, at, actor, action FROM audit WHERE target=:id OR target IN"
            " (SELECT id FROM visits WHERE household_id=:id) ORDER BY seq",
            {"id": household_id},
        )
    )
    return DataTable("Nhật ký", ("Dòng", "Lúc", "Ai", "Việc"), rows)
