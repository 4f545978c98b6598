"""Sheets and their ledger. What was printed stays as printed: lines are never edited or reordered.

Where a sheet is (printed, handed out, returned …) is the last of its events, all of which are kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.errors import AppError
from domain.results import standing
from domain.sheets import CLOSED_STEPS, Sheet, SheetEvent, current_step, days_out
from domain.users import User, require
from domain.visits import Visit
from storage.database import Database, now, operation
from storage.ids import new_id
from storage.results import select_visits

_SELECT = (
    "SELECT s.id, s.number, s.kind, s.title, s.village_id, s.team_id, substr(s.changed_at, 1, 10),"
    " (SELECT count(*) FROM sheet_lines WHERE sheet_id=s.id) FROM sheets s "
)


@dataclass(frozen=True)
class NewSheet:
    """A sheet about to be printed: its households in the order they are walked."""

    kind: str
    title: str
    households: tuple[str, ...]  # ids
    village_id: str | None = None
    team_id: str | None = None


def save_sheets(
    db: Database, campaign: Campaign, wanted: Sequence[NewSheet], *, by: User
) -> tuple[Changes, list[Sheet]]:
    """Give each a number and mark it printed today; one operation for all.

    An open sheet that has exactly these households in this order is printed again under its own
    number, so a jam in the printer does not double the ledger.
    """
    ids: list[str] = []
    with operation(db, by, "save_sheet") as note:
        open_ones = _open_by_lines(db, campaign)
        for new in wanted:
            sheet_id = open_ones.get((new.kind, new.households))
            if sheet_id is None:
                sheet_id = add_sheet(db, campaign, new, by)
                open_ones[new.kind, new.households] = sheet_id
            else:
                _add_printed(db, sheet_id, by)
            note(sheet_id, lines=len(new.households))
            ids.append(sheet_id)
    return Changes(sheets=True, count=len(ids)), [get_sheet(db, id_) for id_ in ids]


def add_sheet(db: Database, campaign: Campaign, new: NewSheet, by: User) -> str:
    """A sheet with the next number, printed today. A step of other operations: opens no
    transaction."""
    if not new.households:
        raise AppError("Tờ phiếu không có hộ nào.", "Hãy chọn nơi khác hoặc bỏ bớt điều kiện lọc.")
    sheet_id = new_id()
    number = 1 + int(db.value("SELECT ifnull(max(number), 0) FROM sheets"))
    db.execute(
        "INSERT INTO sheets VALUES (?,?,?,?,?,?,?,?,?)",
        (sheet_id, campaign.id, number, new.kind, new.village_id, new.title, new.team_id, now(),
         by.name),
    )  # fmt: skip
    db.conn.executemany(
        "INSERT INTO sheet_lines VALUES (?,?,?)",
        [(sheet_id, n, household) for n, household in enumerate(new.households, 1)],
    )
    _add_printed(db, sheet_id, by)
    return sheet_id


def save_reprint(db: Database, sheet_ids: Sequence[str], *, by: User) -> Changes:
    """The same sheets once more, under their own numbers; where they are does not change."""
    with operation(db, by, "save_sheet") as note:
        for sheet_id in sheet_ids:
            _add_printed(db, sheet_id, by)
            note(sheet_id, again=True)
    return Changes(sheets=True, count=len(sheet_ids))


def _add_printed(db: Database, sheet_id: str, by: User) -> None:
    """Printed today. A sheet that was further on stays there: its last step is written again,
    because the event written last is where a sheet is."""
    last = current_step(list_events(db, sheet_id))
    add_event(db, sheet_id, SheetEvent("PRINTED", date.today().isoformat()), by)
    if last and last.step != "PRINTED":
        add_event(db, sheet_id, replace(last, note="Sau khi in lại"), by)


def add_event(db: Database, sheet_id: str, event: SheetEvent, by: User) -> None:
    """A step of other operations: opens no transaction."""
    db.execute(
        "INSERT INTO sheet_events VALUES (?,?,?,?,?,?,?,?)",
        (new_id(), sheet_id, event.step, event.happened_on, event.person, event.note, now(),
         by.name),
    )  # fmt: skip


def save_sheet_events(
    db: Database, sheet_ids: Sequence[str], event: SheetEvent, *, by: User
) -> Changes:
    """The same step for several sheets: a pile handed out, or brought back."""
    require(by, "save_sheet_event")
    if event.happened_on > date.today().isoformat():
        raise AppError("Ngày ở sau hôm nay.", "Hãy ghi ngày việc ấy đã xảy ra.")
    with operation(db, by, "save_sheet_event") as note:
        for sheet_id in sheet_ids:
            add_event(db, sheet_id, event, by)
            note(sheet_id, step=event.step, on=event.happened_on)
    return Changes(sheets=True, count=len(sheet_ids))


def _open_by_lines(
    db: Database, campaign: Campaign
) -> dict[tuple[str, tuple[str, ...]], str]:
    lines: dict[str, list[str]] = {}
    kinds: dict[str, str] = {}
    for sheet_id, kind, household in db.execute(
        "SELECT s.id, s.kind, l.household_id FROM sheets s JOIN sheet_lines l ON l.sheet_id=s.id"
        f" WHERE s.campaign_id=? AND {_LAST_STEP} IN ('PRINTED', 'HANDED')"
        " ORDER BY s.number, l.line",
        (campaign.id,),
    ):
        lines.setdefault(sheet_id, []).append(household)
        kinds[sheet_id] = kind
    return {(kinds[id_], tuple(households)): id_ for id_, households in lines.items()}


_LAST_STEP = (
    "(SELECT step FROM sheet_events WHERE sheet_id=s.id ORDER BY id DESC LIMIT 1)"
)


def get_sheet(db: Database, sheet_id: str) -> Sheet:
    found = db.row(_SELECT + "WHERE s.id=?", (sheet_id,))
    if not found:
        raise AppError("Không thấy tờ phiếu này.", "Hãy mở lại sổ theo dõi phiếu.")
    return Sheet(*found)


def find_sheet(db: Database, number: int) -> Sheet | None:
    """Of any campaign: numbers never repeat, and a sheet never expires."""
    found = db.row(_SELECT + "WHERE s.number=?", (number,))
    return Sheet(*found) if found else None


def get_sheet_campaign(db: Database, sheet: Sheet) -> tuple[str, str]:
    """(id, name) of the campaign it was printed for."""
    found = db.row(
        "SELECT c.id, c.name FROM sheets s JOIN campaigns c ON c.id=s.campaign_id WHERE s.id=?",
        (sheet.id,),
    )
    if not found:
        raise AppError("Không thấy tờ phiếu này.", "Hãy mở lại sổ theo dõi phiếu.")
    return str(found[0]), str(found[1])


def list_events(db: Database, sheet_id: str) -> list[SheetEvent]:
    """In the order they were written."""
    return [
        SheetEvent(*r)
        for r in db.rows(
            "SELECT step, happened_on, person, note, changed_at, changed_by FROM sheet_events"
            " WHERE sheet_id=? ORDER BY id",
            (sheet_id,),
        )
    ]


@dataclass(frozen=True)
class LedgerLine:
    """One sheet in the ledger: where it is, who has it, how much of it is entered."""

    sheet: Sheet
    step: str
    on: str  # the day of that step
    person: str  # who has it or brought it
    days_out: int | None  # since it was handed out, while it has not come back
    # Lines with a visit that counts, typed from the sheet or made since it was printed; of a
    # back-check's sheet, lines with an answer.
    entered: int
    printed_on: str
    handed_on: str
    returned_on: str
    entered_on: str
    checked_on: str

    @property
    def is_open(self) -> bool:
        return self.step not in CLOSED_STEPS


def list_ledger(db: Database, campaign: Campaign, today: date) -> list[LedgerLine]:
    """Every sheet of the campaign, newest number first."""
    events: dict[str, list[SheetEvent]] = {}
    for sheet_id, *values in db.execute(
        "SELECT e.sheet_id, e.step, e.happened_on, e.person, e.note FROM sheet_events e"
        " JOIN sheets s ON s.id=e.sheet_id WHERE s.campaign_id=? ORDER BY e.id",
        (campaign.id,),
    ):
        events.setdefault(sheet_id, []).append(SheetEvent(*values))
    entered = dict(
        db.rows(
            "SELECT s.id, count(*) FROM sheets s JOIN sheet_lines l ON l.sheet_id=s.id"
            " WHERE s.campaign_id=:c AND s.kind<>'BACKCHECK' AND EXISTS(SELECT 1 FROM visits v"
            "  WHERE v.household_id=l.household_id AND v.campaign_id=:c AND v.void=0"
            "  AND (v.sheet_id=s.id OR (v.changed_at>=s.changed_at"
            "   AND substr(v.visited_at, 1, 10)>=substr(s.changed_at, 1, 10)))"
            "  AND NOT EXISTS(SELECT 1 FROM visits n WHERE n.household_id=v.household_id"
            "   AND n.campaign_id=v.campaign_id AND n.supersedes=v.id)) GROUP BY s.id"
            " UNION ALL SELECT b.sheet_id, count(DISTINCT a.household_id) FROM backchecks b"
            " JOIN backcheck_answers a ON a.backcheck_id=b.id WHERE b.campaign_id=:c"
            " GROUP BY b.sheet_id",
            {"c": campaign.id},
        )
    )
    found = [Sheet(*r) for r in db.rows(_SELECT + "WHERE s.campaign_id=? ORDER BY s.number DESC",
                                        (campaign.id,))]  # fmt: skip
    return [_ledger_line(s, events.get(s.id, []), entered.get(s.id, 0), today) for s in found]


def _ledger_line(
    sheet: Sheet, events: Sequence[SheetEvent], entered: int, today: date
) -> LedgerLine:
    last = current_step(events)
    days = {e.step: e.happened_on for e in events}  # the latest of each step
    people = [e.person for e in events if e.person and e.step in ("HANDED", "RETURNED")]
    return LedgerLine(
        sheet, last.step if last else "PRINTED", last.happened_on if last else sheet.made_on,
        people[-1] if people else "", days_out(events, today), entered,
        *(days.get(s, "") for s in ("PRINTED", "HANDED", "RETURNED", "ENTERED", "CHECKED")),
    )  # fmt: skip


def count_open_sheets(db: Database, campaign: Campaign) -> int:
    """Sheets from which something is still expected; a campaign is not closed over them (D2)."""
    marks = ",".join(f"'{s}'" for s in CLOSED_STEPS)
    return int(
        db.value(
            f"SELECT count(*) FROM sheets s WHERE campaign_id=? AND {_LAST_STEP} NOT IN ({marks})",
            (campaign.id,),
        )
    )


@dataclass(frozen=True)
class SheetLine:
    """One printed line with the household as it is today and the visit typed from it, if any."""

    line: int
    household: dict[str, Any]  # id row code village_id village head_name members phone address …
    visit: Visit | None
    visits: tuple[Visit, ...] = ()  # every row ever written for the household in this campaign


def list_sheet_lines(db: Database, sheet: Sheet) -> list[SheetLine]:
    """In the printed order, whatever happened to the households since."""
    campaign_id = db.value("SELECT campaign_id FROM sheets WHERE id=?", (sheet.id,))
    households = db.dicts(
        "SELECT l.line, h.row, h.id, h.code, h.village_id, v.kind AS village_kind,"
        " v.name AS village_name, h.cluster, h.head_name, h.members, h.phone, h.address, h.state"
        " FROM sheet_lines l JOIN households h ON h.id=l.household_id"
        " JOIN villages v ON v.id=h.village_id WHERE l.sheet_id=? ORDER BY l.line",
        (sheet.id,),
    )
    typed: dict[int, list[Visit]] = {}
    known: dict[str, list[Visit]] = {}
    where = (
        "WHERE v.campaign_id=? AND v.household_id IN"
        " (SELECT household_id FROM sheet_lines WHERE sheet_id=?) ORDER BY v.id"
    )
    everything = list(select_visits(db, where, (campaign_id, sheet.id)))
    for visit in everything:
        known.setdefault(visit.household_id, []).append(visit)
    for visit in standing(everything):
        if visit.sheet_id == sheet.id and visit.line is not None:
            typed.setdefault(visit.line, []).append(visit)
    return [
        SheetLine(h["line"], h, next(reversed(typed.get(h["line"], [])), None),
                  tuple(known.get(h["id"], ())))
        for h in households
    ]  # fmt: skip
