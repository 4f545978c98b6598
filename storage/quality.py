"""Everything the quality page lists but the duplicates, from one reading of the visits.

What is odd is decided in domain/soft_rules.py and domain/screening.py; this file reads what they
are asked about. At 60,000 visits it takes about two seconds, so screens call it off the Tk thread.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby

from domain.campaigns import Campaign
from domain.days import END_OF_TIME, format_day
from domain.phones import is_plausible
from domain.quality import Finding, Record, without_confirmed
from domain.results import standing
from domain.screening import check_days, check_pace, check_same_counts, check_sheet_minutes
from domain.soft_rules import check_figures, check_history, check_village
from domain.villages import Village
from domain.visit_entry import visit_row
from domain.visits import Visit, check_visit
from storage.confirmations import list_confirmations
from storage.database import Database
from storage.figures import list_figures
from storage.results import NOT_REMOVED, select_visits
from storage.sheets import list_ledger
from storage.tallies import count_visits, list_standing, list_tally_villages
from storage.teams import teams_by_name
from storage.villages import list_villages

Report = Callable[[int, int], None]
_STEP = 500  # households between two reports


def list_findings(
    db: Database, campaign: Campaign, today: date, report: Report | None = None
) -> list[Finding]:
    """In the order of the rules' own lists; what was confirmed is left out."""
    step = report or (lambda done, total: None)
    visits = _read_visits(db, campaign, step)
    found = [*_of_households(db), *_of_visits(db, campaign, visits, today, step)]
    every = [v for history in visits.values() for v in history]
    found += check_pace(every)
    found += check_same_counts(every)
    numbers = dict(db.rows("SELECT id, number FROM sheets WHERE campaign_id=?", (campaign.id,)))
    found += check_sheet_minutes(every, numbers)
    found += check_days(every, campaign, _absences(db))
    villages = list_villages(db)
    found += _of_villages(db, villages, visits)
    found += check_figures(list_figures(db), {v.id: v.label for v in villages})
    found += _of_sheets(db, campaign, today)
    found += _of_tallies(db, campaign, villages)
    step(100, 100)
    confirmed = {(c.rule, c.target) for c in list_confirmations(db, campaign)}
    return without_confirmed(found, confirmed)


def _read_visits(db: Database, campaign: Campaign, step: Report) -> dict[str, list[Visit]]:
    """The visits that count, by household, latest last; a removed household has none."""
    step(0, 100)
    where = f"WHERE v.campaign_id=? AND {NOT_REMOVED} ORDER BY v.household_id"
    rows = select_visits(db, where, (campaign.id,))
    visits: dict[str, list[Visit]] = {}
    for n, (household, history) in enumerate(groupby(rows, lambda v: v.household_id)):
        if n % _STEP == 0:
            step(min(50, n // 200), 100)
        visits[household] = standing(history)
    return visits


def _of_visits(
    db: Database, campaign: Campaign, visits: dict[str, list[Visit]], today: date, step: Report
) -> Iterator[Finding]:
    teams = teams_by_name(db)
    checked_since = db.value("SELECT changed_at FROM campaigns WHERE id=?", (campaign.id,))
    for n, history in enumerate(visits.values()):
        if n % _STEP == 0:
            step(50 + 40 * n // len(visits), 100)
        yield from check_history(history, campaign, teams)
        for v in history:
            if v.entered_at >= checked_since:  # by the rules of the campaign as it still is
                continue
            errors = check_visit(visit_row(v), campaign, today)
            if errors and set(errors) != {"visited_at"}:  # days are among the odd ones
                field = next(f for f in errors if f != "visited_at")
                record = Record(v.household_id, v.id, field)
                yield Finding("broken", v.id, errors[field], (record,))


def _of_households(db: Database) -> Iterator[Finding]:
    for id_, phone in db.rows(
        "SELECT id, phone FROM households WHERE state='ACTIVE' AND phone IS NOT NULL"
    ):
        if not all(is_plausible(number) for number in phone.split("; ")):
            text = f"“{phone}” không phải là số di động hoặc số cố định."
            yield Finding("phone", f"{id_} {phone}", text, (Record(id_, field="phone"),))


def _of_villages(
    db: Database, villages: list[Village], visits: dict[str, list[Visit]]
) -> Iterator[Finding]:
    listed: dict[str, list[str]] = {}
    for id_, village in db.rows("SELECT id, village_id FROM households WHERE state='ACTIVE'"):
        listed.setdefault(village, []).append(id_)
    for village in villages:
        households = listed.get(village.id, [])
        days: dict[str, str] = {}
        for id_ in households:
            if history := visits.get(id_):
                on = {v.visited_at[:10] for v in history}
                days[id_] = on.pop() if len(on) == 1 else ""
        yield from check_village(village.id, village.label, len(households), days)


def _of_sheets(db: Database, campaign: Campaign, today: date) -> Iterator[Finding]:
    for line in list_ledger(db, campaign, today):
        if line.step == "HANDED":
            who = f", {line.person} giữ" if line.person else ""
            text = f"{line.sheet.title}: giao {format_day(line.on)}{who}, đã {line.days_out} ngày."
            rule = "not_returned"
        elif line.step == "RETURNED":
            whole = line.entered >= line.sheet.lines
            told = "đã đủ" if whole else "mới nhập"
            text = (
                f"{line.sheet.title}: nộp {format_day(line.on)}, {told} "
                f"{line.entered}/{line.sheet.lines} hộ"
                f"{', chưa ghi là nhập xong' if whole else ''}."
            )
            rule = "not_entered"
        else:
            continue
        opens = "grid" if rule == "not_entered" else "sheets"
        yield Finding(rule, line.sheet.id, text, (), line.sheet.village_id or "",
                      line.sheet.code, opens)  # fmt: skip


def _of_tallies(db: Database, campaign: Campaign, villages: list[Village]) -> Iterator[Finding]:
    with_tallies = list_tally_villages(db, campaign)
    for village in villages:
        if village.id not in with_tallies:
            continue
        stored = list_standing(db, campaign, village.id)
        counts = count_visits(db, campaign, stored)
        for tally in stored:
            if n := counts.get(tally.id):
                text = f"Số tổng hợp {tally.days}: {n} lượt đến từng hộ đã thay."
                yield Finding("replaced", tally.id, text, (), village.id, village.label, "tally")


def _absences(db: Database) -> dict[str, list[tuple[str, str]]]:
    """Household -> (from day, until day) of each time it was not on the list; a merged one counts
    elsewhere, which is no absence."""
    found: dict[str, list[tuple[str, str]]] = {}
    for id_, begin, end in db.rows(
        "SELECT household_id, effective_on, until FROM (SELECT household_id, effective_on, state,"
        " lead(effective_on, 1, ?) OVER (PARTITION BY household_id ORDER BY effective_on, id)"
        " AS until FROM household_state_changes)"
        " WHERE state NOT IN ('ACTIVE', 'MERGED', 'REMOVED')",
        (END_OF_TIME,),
    ):
        found.setdefault(id_, []).append((begin, end))
    return found


def household_labels(db: Database, ids: set[str]) -> dict[str, tuple[str, str]]:
    """Household -> ("01-0001-2 Hà Văn An", "Bản Chiềng"), for the lines of a list."""
    labels = {v.id: v.label for v in list_villages(db)}
    return {
        id_: (f"{code} {head}", labels[village])
        for id_, code, head, village in db.execute(
            "SELECT id, code, head_name, village_id FROM households"
        )
        if id_ in ids
    }
