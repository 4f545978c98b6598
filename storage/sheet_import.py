"""A filled copy of a sheet goes into the file: new visits, corrections, and what does not fit.

The same copy again changes nothing (domain/sheet_merge.py). The good lines go in as one operation.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from domain.campaigns import Campaign
from domain.changes import Changes
from domain.errors import AppError
from domain.fields import Row
from domain.printed_sheets import paper_fields
from domain.results import standing
from domain.sheet_files import CellProblem, FilledLine, FilledSheet
from domain.sheet_merge import Merged, merge_line
from domain.sheets import Sheet, SheetEvent, current_step, is_open, sheet_code
from domain.users import User, require
from domain.visits import Visit, check_visit
from storage.database import Database, operation
from storage.sheets import (
    SheetLine,
    add_event,
    find_sheet,
    get_sheet_campaign,
    list_events,
    list_sheet_lines,
)
from storage.teams import list_teams
from storage.visits import put_visit, refresh_results


@dataclass
class SheetImport:
    """What a copy brings, before or after it is written."""

    sheet: Sheet
    added: list[tuple[SheetLine, Row]] = field(default_factory=list)
    corrected: list[tuple[Visit, Row]] = field(default_factory=list)
    unchanged: int = 0
    problems: list[CellProblem] = field(default_factory=list)
    is_complete: bool = False  # afterwards every line has a visit


def plan_sheet_import(
    db: Database, campaign: Campaign, filled: FilledSheet, today: date
) -> SheetImport:
    """Compare with what is stored; nothing is written. Raises AppError for a sheet that is not one
    of this campaign."""
    sheet = _find(db, campaign, filled)
    plan = SheetImport(sheet, problems=list(filled.problems))
    lines = list_sheet_lines(db, sheet)
    team = next((t.name for t in list_teams(db) if t.id == sheet.team_id), None)
    from_files = {r[0] for r in db.rows(_FROM_FILES, (sheet.id,))}
    for given, line in _match(filled, lines, plan.problems):
        versions = [v for v in line.visits if (v.sheet_id, v.line) == (sheet.id, line.line)]
        others = [v for v in standing(line.visits) if v not in versions]
        merged = merge_line(given.values, versions, from_files, others, paper_fields(campaign))
        _add(plan, given, line, merged, team, campaign, today)
    new = {line.line for line, _ in plan.added}
    plan.is_complete = all(x.visit is not None or x.line in new for x in lines)
    return plan


_FROM_FILES = (
    "SELECT f.visit_id FROM sheet_file_visits f JOIN visits v ON v.id=f.visit_id WHERE v.sheet_id=?"
)


def _find(db: Database, campaign: Campaign, filled: FilledSheet) -> Sheet:
    code = sheet_code(filled.number)
    sheet = find_sheet(db, filled.number)
    if sheet is None or filled.sheet_id not in ("", sheet.id):
        raise AppError(
            f"Phiếu {code} của tệp “{filled.file}” không có trong sổ theo dõi phiếu này.",
            "Tệp được in từ dữ liệu khác. Hãy nhập ở nơi đã in phiếu.",
        )
    owner, name = get_sheet_campaign(db, sheet)
    if owner != campaign.id:
        raise AppError(
            f"Phiếu {code} thuộc đợt “{name}”, không phải đợt đang làm.",
            "Hãy chọn đợt ấy ở mục Đợt vận động rồi nhập lại tệp.",
        )
    if sheet.kind == "BACKCHECK":
        raise AppError(
            f"Phiếu {code} là phiếu phúc tra, không phải phiếu đến hộ.",
            "Hãy nhập kết quả phúc tra ở mục Chất lượng.",
        )
    if _step(db, sheet) == "CANCELLED":
        raise AppError(
            f"Phiếu {code} đã hủy trong sổ theo dõi phiếu.",
            "Nếu phiếu vẫn dùng, hãy ghi lại bước đã nộp rồi nhập tệp.",
        )
    return sheet


def _step(db: Database, sheet: Sheet) -> str:
    last = current_step(list_events(db, sheet.id))
    return last.step if last else "PRINTED"


def _match(
    filled: FilledSheet, lines: list[SheetLine], problems: list[CellProblem]
) -> Iterator[tuple[FilledLine, SheetLine]]:
    """Each line of the copy with the line of the sheet, where number and household agree."""
    by_line = {x.line: x for x in lines}
    by_code = {x.household["code"]: x for x in lines}
    seen: set[int] = set()
    for given in filled.lines:
        line = by_line.get(given.line) if given.line else by_code.get(given.code)
        at = given.cell("disposition")
        if line is None:
            named = f"dòng {given.line}" if given.line else f"hộ {given.code}"
            problems.append(CellProblem(at, f"Phiếu không có {named}. Hãy xem lại tệp."))
        elif given.code not in ("", line.household["code"]):
            problems.append(
                CellProblem(
                    at, f"Mã hộ {given.code} không phải của dòng {line.line} (hộ "
                    f"{line.household['code']}). Các dòng đã bị xáo trộn: hãy gõ dòng này ở Bảng "
                    "nhập nhanh.",
                )
            )  # fmt: skip
        elif line.line in seen:
            problems.append(CellProblem(at, f"Dòng {line.line} của phiếu có hai lần trong tệp."))
        else:
            seen.add(line.line)
            yield given, line


def _add(
    plan: SheetImport, given: FilledLine, line: SheetLine, merged: Merged, team: str | None,
    campaign: Campaign, today: date,
) -> None:  # fmt: skip
    if merged.kind == "UNCHANGED":
        plan.unchanged += 1
        return
    errors = dict(merged.conflicts)
    if not errors:
        for name in ("visited_at", "disposition"):
            if not merged.values.get(name):
                errors[name] = "Chưa ghi ngày." if name == "visited_at" else "Chưa ghi kết quả."
    errors = errors or check_visit(merged.values, campaign, today)
    if errors:
        plan.problems.extend(CellProblem(given.cell(n), text) for n, text in errors.items())
    elif merged.old is not None:
        plan.corrected.append((merged.old, merged.values))
    else:
        plan.added.append((line, {"team": team, **merged.values}))


def _closes(db: Database, plan: SheetImport) -> bool:
    """Whether the ledger gets "Đã nhập"."""
    return plan.is_complete and is_open(_step(db, plan.sheet))


def import_filled_sheet(
    db: Database, campaign: Campaign, filled: FilledSheet, *, by: User
) -> tuple[Changes, SheetImport]:
    """Write what fits; when every line then has a visit the ledger gets "Đã nhập"."""
    require(by, "save_visit")
    today = date.today()
    plan = plan_sheet_import(db, campaign, filled, today)
    if not (plan.added or plan.corrected or _closes(db, plan)):
        return Changes(), plan
    touched: dict[str, str] = {}
    why = f"Theo tệp phiếu “{filled.file}”"
    with operation(db, by, "save_visit") as note:
        plan = plan_sheet_import(db, campaign, filled, today)  # nobody else can write from here on

        def put(household: str, values: Row, since: str, old: Visit | None = None) -> None:
            row: Row = {**values, "household_id": household}
            visit_id = put_visit(
                db, campaign, household, row, by, old.id if old else None, why if old else None
            )
            db.execute("INSERT INTO sheet_file_visits VALUES (?,?)", (visit_id, filled.file))
            touched[household] = min(since, touched.get(household, since))
            note(visit_id, file=filled.file, supersedes=old.id if old else None)

        for line, values in plan.added:
            of_line: Row = {"sheet_id": plan.sheet.id, "line": line.line}
            put(line.household["id"], {**values, **of_line}, str(values["visited_at"]))
        for old, values in plan.corrected:
            of_line = {"sheet_id": old.sheet_id, "line": old.line, "by_sheet": old.by_sheet}
            since = min(old.visited_at, str(values["visited_at"]))
            put(old.household_id, {**values, **of_line}, since, old)
        refresh_results(db, campaign, touched)
        if _closes(db, plan):
            add_event(
                db, plan.sheet.id, SheetEvent("ENTERED", today.isoformat(), note=filled.file), by
            )
            note(plan.sheet.id, step="ENTERED")
    count = len(plan.added) + len(plan.corrected)
    return Changes(visits=bool(count), sheets=True, count=count), plan
