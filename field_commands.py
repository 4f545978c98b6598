"""The commands of field work: sheets out, sheets in. Thin callers like those of commands.py.

To add one: a function that gives (JSON object, sentence), and its lines in add_field_commands().
"""

import argparse
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from itertools import groupby
from pathlib import Path

from command_options import (
    Add,
    Answer,
    alone,
    day,
    file,
    log_listed,
    open_campaign,
    open_data,
    user_of,
)
from domain.days import day_of, format_day
from domain.errors import AppError
from domain.fields import Refused
from domain.numerals import format_count
from domain.printed_sheets import PrintedSheet
from domain.sheets import DEFAULT_LINES, LINES_FIELD
from domain.tallies import TOTAL_NAMES
from domain.teams import team_key
from storage.audit import log_printed
from storage.database import Database
from storage.sheet_plans import SheetSource, get_printed_sheets, plan_sheets
from storage.sheets import save_sheets
from storage.teams import teams_by_name
from storage.villages import find_village


def add_field_commands(add: Add) -> None:
    p = add("sheets", _sheets, "in phiếu đến hộ")
    where = p.add_mutually_exclusive_group(required=True)
    where.add_argument("--village", metavar="V", help="cả một thôn, bản")
    where.add_argument("--team", metavar="T", help="nơi của một tổ")
    where.add_argument("--due", type=day, metavar="D", help="các hộ cần quay lại đến ngày này")
    p.add_argument("--out", type=Path, required=True, metavar="DIR", help="thư mục ghi phiếu")
    p.add_argument("--pdf", action="store_true", help="ghi thêm bản PDF để in")
    p.add_argument("--lines", type=_lines, default=DEFAULT_LINES, metavar="N",
                   help="số hộ nhiều nhất trên một tờ")  # fmt: skip
    p = add("sheet-import", _sheet_import, "nhập tờ phiếu đã ghi trong tệp Excel")
    p.add_argument("file", type=file)
    p.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi")
    p = add("worklist", _worklist, "các hộ cần quay lại")
    p.add_argument("--on", type=day, metavar="D", help="tính đến hết ngày này (bỏ trống: hôm nay)")
    add("duplicates", _duplicates, "các cặp hộ nghi trùng")
    p = add("tally", _tally, "nhập số tổng hợp của một thôn, bản")
    p.add_argument("--village", required=True, metavar="V")
    p.add_argument("--on", type=day, required=True, metavar="D", help="ngày của số liệu, ngày cuối")
    p.add_argument("--from", dest="first", type=day, metavar="D0",
                   help="ngày đầu, khi số liệu gồm nhiều ngày")  # fmt: skip
    p.add_argument("--sheet", type=file, required=True, metavar="FILE", help="tệp CSV hoặc Excel")


def _lines(text: str) -> int:
    try:
        return int(str(LINES_FIELD.kind.parse(text)))
    except Refused as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None


def _source(db: Database, options: argparse.Namespace) -> SheetSource:
    if options.due:
        return SheetSource("REVISIT", due=options.due)
    if options.team:
        team = teams_by_name(db).get(team_key(options.team))
        if team is None:
            raise AppError(f"Không có tổ “{options.team}”.", "Hãy xem lại tên ở mục Tổ công tác.")
        return SheetSource(team_id=team.id)
    village = find_village(db, options.village)
    if village is None:
        raise AppError(
            f"Không có thôn, bản “{options.village}”.", "Hãy xem lại tên trong danh sách hộ."
        )
    return SheetSource(village_id=village.id)


def _sheets(options: argparse.Namespace) -> Answer:
    from exports.sheet_workbook import write_sheet_workbook

    db, campaign = open_campaign(options)
    with closing(db), alone(options):
        wanted = plan_sheets(db, campaign, _source(db, options), options.lines)
        if not wanted:
            raise AppError("Không có hộ nào để in phiếu.", "Hãy chọn nơi khác hoặc ngày khác.")
        _make_folder(options.out)
        _, sheets = save_sheets(db, campaign, wanted, by=user_of(db))
        printed = get_printed_sheets(db, campaign, sheets)
        log_printed(db, printed, by=user_of(db))
    files: dict[str, list[str]] = {}
    for one in printed:
        path = options.out / f"{one.file_stem}.xlsx"
        write_sheet_workbook(one, path)
        files[one.sheet.id] = [str(path)]
    if options.pdf:
        _write_pdfs(printed, options.out, files)
    answer = [
        {"number": p.sheet.code, "village": p.lines[0].village, "rows": len(p.lines),
         "files": files[p.sheet.id]}
        for p in printed
    ]  # fmt: skip
    rows = sum(len(p.lines) for p in printed)
    return answer, f"Đã ghi {len(printed)} tờ phiếu, {rows} hộ, vào {options.out}"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise AppError(
            f"Không tạo được thư mục “{folder}”.", "Hãy chọn thư mục khác sau --out."
        ) from problem


def _write_pdfs(printed: Sequence[PrintedSheet], folder: Path, files: dict[str, list[str]]) -> None:
    """One file for all sheets of a village, named after the first."""
    from exports.sheet_pdf import write_sheets_pdf

    for _, group in groupby(printed, lambda p: p.sheet.village_id):
        pages = list(group)
        path = folder / f"{pages[0].file_stem}.pdf"
        write_sheets_pdf(pages, path)
        for one in pages:
            files[one.sheet.id].append(str(path))


def _sheet_import(options: argparse.Namespace) -> Answer:
    from imports.sheet_file import read_filled_sheet
    from storage.backups import backup_if_due
    from storage.sheet_import import import_filled_sheet, plan_sheet_import

    db, campaign = open_campaign(options)
    with closing(db), alone(options):
        filled = read_filled_sheet(options.file, campaign)
        plan = plan_sheet_import(db, campaign, filled, date.today())
        if not options.dry_run:  # a refusal comes before a backup is made of what stays
            backup_if_due(options.data, reason="sheet")
            _, plan = import_filled_sheet(db, campaign, filled, by=user_of(db))
    answer = {
        "sheet": plan.sheet.code, "added": len(plan.added), "unchanged": plan.unchanged,
        "corrected": len(plan.corrected),
        "problems": [{"cell": p.cell, "reason": p.reason} for p in plan.problems],
    }  # fmt: skip
    verb = "Sẽ" if options.dry_run else "Đã"
    return answer, "\n".join(
        [
            f"Phiếu {plan.sheet.code}: {verb.lower()} nhập {len(plan.added)} lượt đến, sửa "
            f"{len(plan.corrected)}, {plan.unchanged} dòng như cũ, {len(plan.problems)} chỗ chưa "
            "nhập được.",
            *(f"{p.cell}: {p.reason}" for p in plan.problems),
        ]
    )


def _worklist(options: argparse.Namespace) -> Answer:
    from domain.worklist import in_part, next_words, why_words
    from storage.worklist import list_worklist

    on = day_of(options.on) if options.on else date.today()
    db, campaign = open_campaign(options)
    lines = [x for x in list_worklist(db, campaign, on) if in_part(x, "due")]
    log_listed(db, "danh sách cần quay lại", "worklist", len(lines))
    db.close()
    answer = [
        {"code": x.code, "village": x.village, "head": x.head_name,
         "why": why_words(x, campaign), "due_on": x.due_on, "overdue": x.overdue,
         "disposition": x.disposition, "reason": x.tried.reason, "last_visited_on": x.last_on,
         "attempts": x.tried.made, "most_attempts": x.most, "slots": list(x.tried.slots),
         "next_slot": x.tried.next_slot or None, "next": next_words(x), "team": x.team,
         "refused": list(x.tried.refused), "tech": x.tried.needs_help}
        for x in lines
    ]  # fmt: skip
    text = "\n".join(
        f"{format_day(x.due_on)}  {x.code}  {x.village}  {x.head_name}  {why_words(x, campaign)}"
        + (" (quá hạn)" if x.overdue else "")
        for x in lines
    )
    return answer, text or "Không có hộ nào cần quay lại."


def _duplicates(options: argparse.Namespace) -> Answer:
    from storage.duplicates import find_duplicates

    db = open_data(options)
    pairs = find_duplicates(db)
    known = {r[0]: r[1:] for r in db.rows("SELECT id, code, head_name FROM households")}
    log_listed(db, "cặp hộ nghi trùng", "duplicates", len(pairs))
    db.close()
    answer = [
        {"a": known[p.a][0], "b": known[p.b][0], "why": p.why, "score": p.score} for p in pairs
    ]
    text = "\n".join(
        f"{round(100 * p.score)} %  {' '.join(known[p.a])}  {' '.join(known[p.b])}  {p.why}"
        for p in pairs
    )
    return answer, text or "Không có cặp hộ nào nghi trùng."


def _tally(options: argparse.Namespace) -> Answer:
    from imports.tallies import describe_problems, read_tallies
    from storage.tallies import count_visits, list_standing, save_tallies

    db, campaign = open_campaign(options)
    with closing(db), alone(options):
        village = find_village(db, options.village)
        if village is None:
            raise AppError(
                f"Không có thôn, bản “{options.village}”.",
                "Hãy xem lại tên, hoặc ghi thôn, bản này ở mục Thiết lập trước.",
            )
        days = (options.first or options.on, options.on)
        stored = list_standing(db, campaign, village.id)
        plan = read_tallies(options.sheet, campaign, days, stored, date.today())
        if plan.problems:
            raise AppError(describe_problems(plan.problems), "Chưa ghi số nào. Hãy sửa tệp.")
        _, saved = save_tallies(db, campaign, village.id, plan.rows, by=user_of(db))
        replaced = count_visits(db, campaign, saved)
    old = {t.id for t in stored}
    answer = [
        {"village": village.label, "from_on": t.from_on, "until_on": t.until_on,
         **{n: getattr(t, n) for n in TOTAL_NAMES},
         "apps": {a.code: dict(t.apps).get(a.code) for a in campaign.active_apps},
         "replaced": t.id in replaced, "unchanged": t.id in old}
        for t in saved
    ]  # fmt: skip
    words = "; ".join(
        f"{t.days}: {format_count(t.visited)} hộ đã đến"
        + (" (đã có phiếu hộ, không cộng)" if t.id in replaced else "")
        for t in saved
    )
    return answer[0] if len(answer) == 1 else answer, f"{village.label}, {words}."
