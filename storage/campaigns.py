"""Campaigns with their apps, reasons, labels and targets: rows, never code."""

import json
from typing import Any

from domain.campaigns import App, Campaign, Reason, Target
from domain.changes import Changes
from domain.errors import AppError
from domain.text import fold_key
from domain.users import User
from storage.database import Database, now, operation
from storage.results import Report, rebuild
from storage.sheets import count_open_sheets

QUICK_RESULTS = 500  # so many rows are made again faster than a dialog opens


def list_campaigns(db: Database) -> list[Campaign]:
    """Newest first."""
    return [_read(db, r) for r in db.rows(_SELECT + "ORDER BY starts_on DESC, row DESC")]


def list_campaign_rows(db: Database) -> list[tuple[Campaign, int]]:
    return [(c, campaign_row(db, c.id)) for c in list_campaigns(db)]


def rebuild_results(db: Database) -> None:
    """What is derived made again by the rules of this program, in a transaction of its own: a step
    of opening the file of an older one."""
    db.execute("BEGIN IMMEDIATE")
    for campaign, row in list_campaign_rows(db):
        rebuild(db, campaign, row)
    db.execute("COMMIT")


def rebuild_all_results(db: Database, *, by: User, report: Report | None = None) -> Changes:
    """The same at the user's wish, where a check found that sums and visits differ."""
    with operation(db, by, "save_campaign") as note:
        for campaign, row in list_campaign_rows(db):
            rebuild(db, campaign, row, report)
            note(campaign.id, results="rebuilt")
    return Changes(visits=True, campaigns=True)


def get_campaign(db: Database, campaign_id: str) -> Campaign:
    found = db.row(_SELECT + "WHERE id=?", (campaign_id,))
    if not found:
        raise AppError("Không thấy đợt vận động này.", "Hãy chọn lại ở mục Đợt vận động.")
    return _read(db, found)


def find_campaign(db: Database, text: str) -> Campaign:
    """By its key, its name as people write it, or the code of its preset if only one has it."""
    campaigns = list_campaigns(db)
    wanted = fold_key(text)
    for of in (lambda c: c.id, lambda c: fold_key(c.name), lambda c: fold_key(c.preset)):
        found = [c for c in campaigns if of(c) in (text, wanted)]
        if len(found) == 1:
            return found[0]
    names = "; ".join(f"“{c.name}”" for c in campaigns)
    raise AppError(f"Không rõ đợt vận động “{text}” là đợt nào.", f"Hãy ghi tên đợt: {names}.")


def current_campaign(db: Database) -> Campaign | None:
    """The one the office works in: as chosen, else the newest that is not closed."""
    chosen = db.value("SELECT value FROM meta WHERE key='current_campaign'")
    campaigns = list_campaigns(db)
    by_id = {c.id: c for c in campaigns}
    if chosen in by_id:
        return by_id[chosen]
    return next((c for c in campaigns if not c.closed), campaigns[0] if campaigns else None)


def campaign_row(db: Database, campaign_id: str) -> int:
    """The number that stands for a campaign in the derived table."""
    return int(db.value("SELECT row FROM campaigns WHERE id=?", (campaign_id,)))


_SELECT = (
    "SELECT id, name, starts_on, deadline_on, deadline_words, complete_rule, preset, topic,"
    " skip_sundays, closed, most_per_day, guide, guide_link FROM campaigns "
)


def _read(db: Database, r: tuple[Any, ...]) -> Campaign:
    of = (r[0],)
    id_, name, starts_on, deadline_on, words, rule, preset, topic, skip_sundays, closed, *rest = r
    most_per_day, guide, guide_link = rest
    return Campaign(
        id_, name, starts_on, deadline_on, words, rule, preset, topic,
        skip_sundays=bool(skip_sundays),
        closed=bool(closed),
        most_per_day=most_per_day,
        guide=guide,
        guide_link=guide_link,
        apps=tuple(
            App(code, name, tuple(json.loads(aliases)), bool(req), label, slot, bool(away), about)
            for code, name, aliases, req, label, slot, away, about in db.rows(
                "SELECT code, name, aliases, required, in_use_label, slot, archived, about"
                " FROM campaign_apps WHERE campaign_id=? ORDER BY position, slot", of)
        ),
        reasons=tuple(
            Reason(code, disposition, label, group, bool(retired))
            for code, disposition, label, group, retired in db.rows(
                "SELECT code, disposition, label, annex_group, retired"
                " FROM campaign_reasons WHERE campaign_id=? ORDER BY position", of)
        ),
        targets=tuple(
            Target(*t) for t in db.rows(
                "SELECT indicator, percent, app_code, by_on, document"
                " FROM campaign_targets WHERE campaign_id=? ORDER BY indicator, app_code", of)
        ),
        labels=tuple(
            (d, label) for d, label in db.rows(
                "SELECT disposition, label FROM campaign_labels WHERE campaign_id=?", of)
        ),
    )  # fmt: skip


def save_campaign(
    db: Database, campaign: Campaign, *, by: User, activate: bool = False,
    reason: str = "", report: Report | None = None,
) -> Changes:  # fmt: skip
    """Add or change. Apps and reasons are archived, never deleted: codes keep their sense.

    A campaign is not closed over open sheets without a `reason`, which the audit log keeps (D2).
    Where its rules or apps changed all its results are made again; see takes_long().
    """
    at = now()
    with operation(db, by, "save_campaign") as note:
        known = db.row(_SELECT + "WHERE id=?", (campaign.id,))
        old = _read(db, known) if known else None
        over_open = _check_closing(db, campaign, old, reason.strip())
        db.execute(
            "INSERT INTO campaigns(id, name, starts_on, deadline_on, deadline_words, complete_rule,"
            " preset, topic, skip_sundays, closed, most_per_day, guide, guide_link, changed_at,"
            " changed_by) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET"
            " name=excluded.name, starts_on=excluded.starts_on, deadline_on=excluded.deadline_on,"
            " deadline_words=excluded.deadline_words, complete_rule=excluded.complete_rule,"
            " topic=excluded.topic, skip_sundays=excluded.skip_sundays, closed=excluded.closed,"
            " most_per_day=excluded.most_per_day, guide=excluded.guide,"
            " guide_link=excluded.guide_link, changed_at=excluded.changed_at,"
            " changed_by=excluded.changed_by",
            (campaign.id, campaign.name, campaign.starts_on, campaign.deadline_on,
             campaign.deadline_words, campaign.complete_rule, campaign.preset, campaign.topic,
             campaign.skip_sundays, campaign.closed, campaign.most_per_day, campaign.guide,
             campaign.guide_link, at, by.name),
        )  # fmt: skip
        _put_parts(db, campaign)
        if activate or old is None:
            _activate(db, campaign.id)
        watched = ("name", "starts_on", "deadline_on", "complete_rule", "apps", "closed")
        changed = [f for f in watched
                   if old and getattr(old, f) != getattr(campaign, f)]  # fmt: skip
        closing = {"reason": reason.strip(), "open_sheets": over_open} if over_open else {}
        note(campaign.id, changed=changed, new=old is None, **closing)
        if old and old.result_rules != campaign.result_rules:
            rebuild(db, campaign, campaign_row(db, campaign.id), report)
    return Changes(campaigns=True, visits=True, count=1)


def _check_closing(db: Database, campaign: Campaign, old: Campaign | None, reason: str) -> int:
    """The open sheets over which it is being closed; refused while nobody says why."""
    if not campaign.closed or (old and old.closed):
        return 0
    sheets = count_open_sheets(db, campaign)
    if sheets and not reason:
        raise AppError(
            f"Còn {sheets} tờ phiếu chưa xong (đã in hoặc đã giao mà chưa nhập).",
            "Hãy nhập nốt hoặc hủy các tờ đó ở Tờ phiếu, hoặc ghi lý do rồi đóng đợt.",
        )
    return sheets


def takes_long(db: Database, campaign: Campaign) -> bool:
    """Whether saving a known campaign in this form makes the results of many households again."""
    found = db.row(_SELECT + "WHERE id=?", (campaign.id,))
    if not found or _read(db, found).result_rules == campaign.result_rules:
        return False
    return bool(
        db.value(
            "SELECT 1 FROM household_results WHERE campaign_row=? LIMIT 1 OFFSET ?",
            (campaign_row(db, campaign.id), QUICK_RESULTS),
        )
    )


def first_visit_on(db: Database, campaign_id: str) -> str:
    """The day of the campaign's earliest visit; "" while it has none."""
    first = db.value(
        "SELECT min(first_visited_at) FROM household_results WHERE campaign_row=?",
        (campaign_row(db, campaign_id),),
    )
    return str(first or "")[:10]


def _put_parts(db: Database, campaign: Campaign) -> None:
    kept = {a.code for a in campaign.apps}
    for (code,) in db.rows("SELECT code FROM campaign_apps WHERE campaign_id=?", (campaign.id,)):
        if code not in kept:
            db.execute(
                "UPDATE campaign_apps SET archived=1 WHERE campaign_id=? AND code=?",
                (campaign.id, code),
            )
    for n, a in enumerate(campaign.apps):
        db.execute(
            "INSERT INTO campaign_apps VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT(campaign_id, code)"
            " DO UPDATE SET name=excluded.name, aliases=excluded.aliases,"
            " required=excluded.required,"
            " in_use_label=excluded.in_use_label, archived=excluded.archived,"
            " position=excluded.position, about=excluded.about",
            (campaign.id, a.code, a.name, json.dumps(a.aliases, ensure_ascii=False), a.required,
             a.in_use_label, a.slot, a.archived, n, a.about),
        )  # fmt: skip
    for n, r in enumerate(campaign.reasons):
        db.execute(
            "INSERT INTO campaign_reasons VALUES (?,?,?,?,?,?,?) ON CONFLICT(campaign_id, code)"
            " DO UPDATE SET label=excluded.label, annex_group=excluded.annex_group,"
            " retired=excluded.retired, position=excluded.position",
            (campaign.id, r.code, r.disposition, r.label, r.group, r.retired, n),
        )
    db.execute("DELETE FROM campaign_labels WHERE campaign_id=?", (campaign.id,))
    for disposition, label in campaign.labels:
        db.execute("INSERT INTO campaign_labels VALUES (?,?,?)", (campaign.id, disposition, label))
    db.execute("DELETE FROM campaign_targets WHERE campaign_id=?", (campaign.id,))
    for t in campaign.targets:
        db.execute(
            "INSERT INTO campaign_targets VALUES (?,?,?,?,?,?)",
            (campaign.id, t.indicator, t.app_code, t.percent, t.by_on, t.document),
        )


def save_current_campaign(db: Database, campaign_id: str, *, by: User) -> Changes:
    with operation(db, by, "save_campaign") as note:
        _activate(db, campaign_id)
        note(campaign_id, current=True)
    return Changes(campaigns=True, visits=True, count=1)


def _activate(db: Database, campaign_id: str) -> None:
    db.execute("INSERT OR REPLACE INTO meta VALUES ('current_campaign', ?)", (campaign_id,))
