"""The same jobs without a window, for tests, scripts and the curious: thin callers, nothing more.

Exit code 0, or 1 with one Vietnamese sentence on stderr. `--json` prints one JSON object.
"""

import argparse
import errno
import getpass
import json
import logging
import sys
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from command_options import (
    Answer,
    Run,
    alone,
    at_terminal,
    credentials,
    day,
    file,
    log_listed,
    moment,
    open_campaign,
    open_data,
    user_of,
)
from domain.announcement import PRACTICE_WORDS
from domain.days import end_of
from domain.errors import AppError
from domain.figures import FIGURE_KINDS, Figure
from domain.numerals import parse_count
from domain.offices import Office
from domain.presets import PRESETS, find_preset, new_campaign
from domain.results import STATUS_LABELS
from domain.users import require
from field_commands import add_field_commands
from storage.accounts import DEMO, create_first_user, is_demo
from storage.backups import backup_if_due
from storage.campaigns import current_campaign, save_campaign
from storage.database import in_words
from storage.figures import save_figure
from storage.household_lists import get_lines, list_rows
from storage.ids import new_id
from storage.offices import save_office
from storage.passwords import check_password
from storage.paths import program_version
from storage.program_files import fault_words
from storage.program_log import start_log
from storage.progress import get_progress
from storage.villages import find_village, list_villages
from trust_commands import add_trust_commands

SHOWN = 3  # lines of a file that a sentence gives the reason of
PROVINCE_KINDS = ("tỉnh", "thành phố")
DISTRICT_KINDS = ("huyện", "quận", "thị xã", "thành phố")


def run_command(arguments: list[str]) -> int:
    options = parser().parse_args(arguments)
    logging.getLogger().addHandler(logging.NullHandler())  # else warnings stand beside the sentence
    try:
        answer, sentence = options.run(options)
    except AppError as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as problem:  # a disk that is full, protected or pulled, wherever it shows
        print(_disk_words(problem), file=sys.stderr)
        return 1
    except Exception as fault:
        print(_note_fault(fault, options.data), file=sys.stderr)
        return 1
    if is_demo(options.data):
        sentence = f"{sentence}\n{PRACTICE_WORDS}"
        answer = {**answer, "practice": PRACTICE_WORDS} if isinstance(answer, dict) else answer
    try:
        print(json.dumps(answer, ensure_ascii=False) if options.json else sentence, flush=True)
    except OSError as problem:
        if not _is_closed_pipe(problem):
            print(_disk_words(problem), file=sys.stderr)
            return 1
    return 0


def _note_fault(fault: Exception, folder: Path) -> str:
    """Into the log of the folder, with its place in the code; the sentence says the rest."""
    if isinstance(known := in_words(fault), AppError):
        return str(known)
    root = logging.getLogger()
    before = list(root.handlers)
    if folder.is_dir():
        start_log(folder)
    logging.getLogger(__name__).error("fault: %s", fault_words(fault))
    for handler in [h for h in root.handlers if h not in before]:
        root.removeHandler(handler)
        handler.close()
    return (
        f"Chương trình gặp lỗi. Số liệu đã lưu vẫn còn nguyên. Hãy làm lại; vẫn lỗi thì báo người "
        f"phụ trách kỹ thuật dòng này: {fault_words(fault)}"
    )


def _is_closed_pipe(problem: OSError) -> bool:
    """… | head. Windows says of it that an argument is invalid."""
    windows = sys.platform == "win32" and problem.errno == errno.EINVAL
    return windows or isinstance(problem, BrokenPipeError)


def _disk_words(problem: OSError) -> str:
    name = f" “{problem.filename}”" if problem.filename else ""
    return (
        f"Không đọc hoặc ghi được{name}: ổ đĩa đầy, đang khóa ghi, hoặc không có quyền ở đó. "
        "Hãy chọn nơi khác, hoặc kiểm tra ổ đĩa rồi làm lại."
    )


class _Parser(argparse.ArgumentParser):
    """One sentence and exit code 1 for a wrong command line, like for any other refusal."""

    def error(self, message: str) -> NoReturn:
        self.exit(1, f"Lệnh chưa đúng ({message}). Xem cách dùng: main.py --help\n")


def parser() -> argparse.ArgumentParser:
    top = _Parser(prog="main.py", description="Từng Nhà")
    commands = top.add_subparsers(dest="command", required=True, metavar="lệnh")

    def add(name: str, run: Run, help_: str) -> argparse.ArgumentParser:
        p = commands.add_parser(name, help=help_)
        p.add_argument("--data", type=Path, required=True, metavar="DIR", help="thư mục dữ liệu")
        p.add_argument("--json", action="store_true", help="in ra một đối tượng JSON")
        p.add_argument("--user", metavar="NAME", default="", help="tên người dùng")
        p.add_argument("--password-file", type=file, metavar="FILE", help="tệp chứa mật khẩu")
        p.set_defaults(run=run)
        return p

    p = add("demo", _demo, "tạo một xã mẫu để xem và tập huấn")
    p.add_argument("--households", type=int, default=1200)
    p.add_argument("--seed", type=int, default=1)
    p = add("init", _init, "tạo đơn vị và đợt vận động đầu tiên")
    p.add_argument("--commune", required=True)
    p.add_argument("--kind", default="xã")
    p.add_argument("--district", default="")
    p.add_argument("--province", required=True)
    p.add_argument(
        "--preset", default="bluezone+smart-thanh-hoa", choices=[x.code for x in PRESETS]
    )
    p.add_argument("--start", type=day)
    p.add_argument("--deadline", type=day)
    p = add("import", _import, "nhập danh sách hộ")
    p.add_argument("file", type=file)
    p.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi")
    p = add("households", _households, "danh sách hộ")
    p.add_argument("--search", default="")
    p = add("visits", _visits, "nhập các lượt đến từ tệp CSV")
    p.add_argument("file", type=file)
    p = add("figure", _figure, "ghi dân số hoặc số thuê bao")
    p.add_argument("kind", nargs="?", help="population | subscribers")
    p.add_argument("value", nargs="?")
    p.add_argument("--village", nargs="+", metavar="V")
    p.add_argument("--commune", nargs="*", metavar="V")
    p.add_argument("--as-of", type=moment, required=True)
    p.add_argument("--source", required=True)
    for name, run, help_ in (
        ("progress", _progress, "tiến độ từng thôn, bản"), ("report", _report, "ghi báo cáo Excel"),
    ):  # fmt: skip
        p = add(name, run, help_)
        p.add_argument("--from", dest="since", type=moment)
        p.add_argument("--until", type=moment)
        if name == "report":
            p.add_argument("--out", type=Path, required=True)
    add_field_commands(add)
    add_trust_commands(add)
    return top


def _demo(options: argparse.Namespace) -> Answer:
    from storage.practice import make_practice

    if options.households < 1:
        raise AppError("Số hộ phải từ 1 trở lên.", "Ví dụ: --households 1200.")
    name, password = credentials(options, practice=True) or _ask_credentials()
    with alone(options):
        db, by, _ = create_first_user(options.data, name, password, practice=True)
        campaign = make_practice(
            db, by=by, households=options.households, seed=options.seed, with_sheets=True
        )
        answer = {
            "data": str(options.data), "households": options.households,
            "villages": len(list_villages(db)), "campaign": campaign.name,
            "visits": db.value("SELECT count(*) FROM visits"), "user": by.name,
        }  # fmt: skip
        db.close()
    return answer, (
        f"Đã tạo xã mẫu: {answer['households']} hộ, {answer['villages']} thôn bản, "
        f"{answer['visits']} lượt đến, tại {options.data}. Đăng nhập: tên “{by.name}”"
        + (f", mật khẩu “{password}”." if (name, password) == DEMO else ".")
    )


def _with_kind(name: str, kinds: tuple[str, ...]) -> str:
    """ "Quan Sơn" -> "huyện Quan Sơn"; what already says its kind stays."""
    return name if not name or name.lower().startswith(kinds) else f"{kinds[0]} {name}"


def _init(options: argparse.Namespace) -> Answer:
    preset = find_preset(options.preset)
    assert preset is not None  # argparse offers only those
    start = options.start or date.today().isoformat()
    if options.deadline and options.deadline < start:
        raise AppError("Hạn báo cáo ở trước ngày bắt đầu.", "Hãy xem lại --start và --deadline.")
    given = credentials(options) or _ask_credentials()
    office = Office(
        valid_from=min(start, "2020-01-01"), kind=options.kind, name=options.commune,
        district=_with_kind(options.district, DISTRICT_KINDS),
        province=_with_kind(options.province, PROVINCE_KINDS),
    )  # fmt: skip
    campaign = new_campaign(
        preset, id=new_id(), starts_on=start, deadline_on=options.deadline or ""
    )
    with alone(options):
        db, by, code = create_first_user(options.data, *given)
        save_office(db, office, by=by)
        save_campaign(db, campaign, by=by, activate=True)
        db.close()
    return (
        {"commune": office.full_name, "campaign": campaign.name, "data": str(options.data),
         "user": by.name, "recovery_code": code},
        f"Đã tạo {office.full_name}, đợt “{campaign.name}”. Quản trị: {by.name}.\n"
        f"Mã khôi phục (chỉ hiện lần này, hãy chép ra giấy và cất trong tủ): {code}",
    )  # fmt: skip


def _ask_credentials() -> tuple[str, str]:
    """At a terminal; a script must give them."""
    if not at_terminal():
        raise AppError(
            "Lệnh này cần tên và mật khẩu của quản trị đầu tiên.",
            "Hãy thêm --user TÊN --password-file TỆP.",
        )
    name = input("Tên quản trị: ")
    password = getpass.getpass("Mật khẩu (từ 10 ký tự): ")
    check_password(password, name)
    if getpass.getpass("Gõ lại mật khẩu: ") != password:
        raise AppError("Hai lần gõ mật khẩu khác nhau.", "Hãy làm lại.")
    return name, password


def _import(options: argparse.Namespace) -> Answer:
    from imports.households import read_plan
    from storage.household_import import import_households
    from storage.households import known_households

    db, _ = open_campaign(options)
    with closing(db), alone(options):
        plan = read_plan(options.file, known_households(db), list_villages(db)).plan
        if not plan.rows and not plan.rejects:
            raise AppError(
                f"Không thấy hộ nào trong tệp “{options.file.name}”.",
                "Hãy xem lại: danh sách cần một dòng tên cột, trong đó có cột họ tên chủ hộ.",
            )
        counts = {"added": plan.added, "updated": plan.updated, "unchanged": plan.unchanged}
        if not options.dry_run:
            require(user_of(db), "import_households")  # before a backup is made of what stays
            backup_if_due(options.data, reason="import")
            _, done = import_households(db, plan.rows, by=user_of(db), source=options.file.name)
            counts = {"added": done.added, "updated": done.updated, "unchanged": done.unchanged}
    answer = {
        **counts,
        "skipped": [
            {"row": r.place.row, "sheet": r.place.sheet, "reason": r.reason} for r in plan.rejects
        ],
        "villages": plan.villages,
        "members": plan.members,
        "phones": plan.phones,
        "warnings": list(plan.warnings),
    }
    verb = "Sẽ" if options.dry_run else "Đã"
    return answer, (
        f"{verb} thêm {answer['added']} hộ, cập nhật {answer['updated']} hộ, "
        + "\n".join([f"bỏ qua {len(plan.rejects)} dòng.", *plan.warnings])
    )


def _households(options: argparse.Namespace) -> Answer:
    db = open_data(options)
    campaign = current_campaign(db)
    rows = list_rows(db, campaign, text=options.search, order="name" if options.search else "walk")
    lines = [
        line
        for n in range(0, len(rows), 500)
        for line in get_lines(db, campaign, rows[n : n + 500])
    ]
    log_listed(db, "danh sách hộ", "households", len(lines))
    db.close()
    answer = [
        {"code": x["code"], "village": x["village"], "head": x["head_name"],
         "members": x["members"],
         "phone": x["phone"], "status": x["status"]}
        for x in lines
    ]  # fmt: skip
    text = "\n".join(
        f"{x['code']}  {x['village']}  {x['head']}  {STATUS_LABELS[x['status']]}" for x in answer
    )
    return answer, text or "Không có hộ nào."


def _visits(options: argparse.Namespace) -> Answer:
    from imports.visits import read_visits
    from storage.households import codes_to_ids
    from storage.visits import existing_keys, save_visits, visit_from_row, visit_key

    db, campaign = open_campaign(options)
    with closing(db), alone(options):
        rows, skipped = read_visits(options.file, campaign, codes_to_ids(db), date.today())
        stored = existing_keys(db, campaign)
        fresh = []
        for number, values in rows:
            if visit_key(visit_from_row(values)) in stored:
                skipped.append((number, "Lượt đến này đã được nhập trước đây."))
            else:
                fresh.append(values)
        if fresh:
            save_visits(db, campaign, fresh, by=user_of(db))
    answer = {"added": len(fresh), "skipped": [{"row": n, "reason": r} for n, r in sorted(skipped)]}
    return answer, "\n".join(
        [
            f"Đã nhập {len(fresh)} lượt đến, bỏ qua {len(skipped)} dòng.",
            *(f"Dòng {number}: {reason}" for number, reason in sorted(skipped)[:SHOWN]),
            *([f"Còn {len(skipped) - SHOWN} dòng nữa: xem bằng --json."]
              if len(skipped) > SHOWN else []),
        ]
    )  # fmt: skip


def _figure(options: argparse.Namespace) -> Answer:
    words = [
        *(options.village or ()), *(options.commune or ()),
        *(w for w in (options.kind, options.value) if w),
    ]  # fmt: skip
    name, kind, value = _split_figure(words)
    if kind is None or value is None:
        raise AppError(
            "Chưa rõ loại số liệu và số lượng.",
            "Ví dụ: --commune population 1128620, hoặc --village “Bản Chiềng” subscribers 420.",
        )
    if not options.source.strip():
        raise AppError("Chưa ghi nguồn của số liệu.", "Hãy ghi tên văn bản, cơ quan sau --source.")
    db = open_data(options)
    with closing(db), alone(options):
        village = find_village(db, name) if options.village else None
        if options.village and village is None:
            raise AppError(f"Không có thôn, bản “{name}”.", "Hãy xem lại tên trong danh sách hộ.")
        figure = Figure(kind, value, options.as_of, options.source, village.id if village else None)
        save_figure(db, figure, by=user_of(db))
    label = dict((f.code, f.label) for f in FIGURE_KINDS)[kind]
    return {"kind": kind, "value": value, "as_of": options.as_of}, f"Đã ghi {label}: {value}."


def _split_figure(words: list[str]) -> tuple[str, str | None, int | None]:
    """("Thôn 2", "population", 412): the number is the word behind the kind, else the last one."""
    codes = [f.code for f in FIGURE_KINDS]
    at = next((n for n, word in enumerate(words) if word in codes), None)
    if at is None or len(words) < 2:
        return " ".join(words), None, None
    place = at + 1 if at + 1 < len(words) else at - 1
    try:
        value = parse_count(words[place])
    except ValueError:
        return "", words[at], None
    rest = [word for n, word in enumerate(words) if n not in (at, place)]
    return " ".join(rest), words[at], value


def _check_period(options: argparse.Namespace) -> None:
    if options.since and options.until and end_of(options.until) < options.since:
        raise AppError("Kỳ báo cáo kết thúc trước khi bắt đầu.", "Hãy xem lại --from và --until.")


def _progress(options: argparse.Namespace) -> Answer:
    from exports.progress_json import progress_json

    _check_period(options)
    db, campaign = open_campaign(options)
    progress = get_progress(db, campaign, until=options.until, since=options.since)
    answer = progress_json(progress, campaign, options.until or "")
    db.close()
    lines = [f"{r['village']}: {r['visited']}/{r['households']} hộ đã đến" for r in answer["rows"]]
    total = answer["total"]
    lines.append(f"Cộng: {total['visited']}/{total['households']} hộ đã đến")
    return answer, "\n".join(lines)


def _report(options: argparse.Namespace) -> Answer:
    from exports.report import Report, write_report
    from storage.dispatches import log_report
    from storage.report_data import get_report_data

    _check_period(options)
    if options.out.suffix.lower() != ".xlsx":
        raise AppError(
            f"Tên tệp báo cáo “{options.out}” chưa có đuôi .xlsx.", "Ví dụ: --out bao-cao.xlsx."
        )
    db, campaign = open_campaign(options)
    require(user_of(db), "log_report")
    since, until = options.since or "", options.until or ""
    now = datetime.now().isoformat(timespec="minutes")
    data = get_report_data(db, campaign, since=since, until=until, on=until or now)
    report = Report(campaign=campaign, made_at=now, version=program_version(), **vars(data))
    write_report(report, options.out)
    log_report(db, campaign.id, since, until or now, "", {}, by=user_of(db))
    db.close()
    return {"file": str(options.out)}, f"Đã ghi báo cáo: {options.out}"
