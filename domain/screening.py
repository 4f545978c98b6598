"""Too good to be true (C7): what no single row shows. Each flag says what was seen and where.

A flag is a question to ask, not a verdict: every one can be confirmed with a reason. To add one: a
function here that yields Findings, its title in domain/quality.py, its call in storage/quality.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from domain.campaigns import Campaign
from domain.days import format_day
from domain.quality import Finding, Record
from domain.sheets import sheet_code
from domain.teams import team_key
from domain.visits import BY_CODE, Visit

MOST_PER_DAY = 60  # households of one team
SAME_ROWS = 10
FULL_SHEET = 10  # lines; a shorter sheet of one result is nothing odd
ONE_MINUTE = 60


def check_pace(visits: Sequence[Visit]) -> Iterator[Finding]:
    """More than 60 households of one team on one day; visits without a team are of nobody."""
    days: dict[tuple[str, str], dict[str, Visit]] = defaultdict(dict)
    for v in visits:
        if v.team:
            days[team_key(v.team), v.visited_at[:10]][v.household_id] = v
    for (key, day), found in sorted(days.items(), key=lambda item: item[0][1]):
        if len(found) > MOST_PER_DAY:
            team = str(next(iter(found.values())).team)
            text = f"{len(found)} hộ trong ngày {format_day(day)}."
            yield Finding("fast_team", f"{key} {day}", text, _records(found.values()), place=team)


def check_same_counts(visits: Sequence[Visit]) -> Iterator[Finding]:
    """Ten rows or more in the order of entry, of one sheet or team, counted exactly alike."""
    lines: dict[tuple[str, str], list[Visit]] = defaultdict(list)
    for v in sorted(visits, key=lambda v: v.id):
        lines[v.entered_by, v.sheet_id or team_key(v.team or "")].append(v)
    for typed in lines.values():
        for counts, run in groupby(typed, _counts):
            same = list(run)
            if counts is not None and len(same) >= SAME_ROWS:
                first = same[0]
                text = (
                    f"{len(same)} dòng liền nhau đều ghi {_count_words(first)}, nhập lúc "
                    f"{first.entered_at[11:16]} ngày {format_day(first.entered_at[:10])}."
                )
                target = f"{first.id} {len(same)}"
                place = first.team or "Không ghi tổ"
                yield Finding("same_counts", target, text, _records(same), place=place)


def _counts(v: Visit) -> tuple[object, ...] | None:
    if not v.has_counts:
        return None
    return (v.disposition, v.members, v.phone_users, v.smartphones, v.android, v.ios, v.in_use,
            v.all_apps, v.apps)  # fmt: skip


def _count_words(v: Visit) -> str:
    parts = [f"kết quả {BY_CODE[v.disposition].digit}"]
    parts += [f"{v.members} khẩu"] if v.members is not None else []
    parts += [f"{v.smartphones} máy"] if v.smartphones is not None else []
    parts += [f"đã cài {', '.join(str(n) for _, n in v.apps)}"] if v.apps else []
    return ", ".join(parts)


def check_sheet_minutes(visits: Sequence[Visit], numbers: Mapping[str, int]) -> Iterator[Finding]:
    """A whole sheet of one result, written line by line inside one minute. `numbers`: by sheet id.

    What was entered as one code for the whole sheet says so itself and is not meant.
    """
    sheets: dict[str, list[Visit]] = defaultdict(list)
    for v in visits:
        if v.sheet_id in numbers:
            sheets[str(v.sheet_id)].append(v)
    for sheet_id, lines in sheets.items():
        codes = {v.disposition for v in lines}
        if len(lines) < FULL_SHEET or len(codes) > 1 or any(v.by_sheet for v in lines):
            continue
        first, last = (pick(v.entered_at for v in lines) for pick in (min, max))
        seconds = _seconds(first, last)
        if seconds <= ONE_MINUTE:
            digit = BY_CODE[lines[0].disposition].digit
            text = (
                f"{len(lines)} dòng đều là kết quả {digit}, ghi trong {max(1, round(seconds))} "
                f"giây, lúc {first[11:16]} ngày {format_day(first[:10])}."
            )
            code = sheet_code(numbers[sheet_id])
            yield Finding("one_code", sheet_id, text, _records(lines), place=code)


def _seconds(first: str, last: str) -> float:
    return (datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds()


def check_days(
    visits: Sequence[Visit], campaign: Campaign, away: Mapping[str, Sequence[tuple[str, str]]]
) -> Iterator[Finding]:
    """Days on which nobody can have been there: before the campaign, after they were written down,
    or while the household was away. `away`: household -> (from day, until day) of each absence.
    """
    due = campaign.due.isoformat() if campaign.due else ""
    for v in visits:
        day, rule = v.visited_at[:10], "odd_day"
        shown = format_day(day)
        text = ""
        if day < campaign.starts_on:
            text = f"Ngày {shown} ở trước ngày bắt đầu đợt ({format_day(campaign.starts_on)})."
        elif v.entered_at and day > v.entered_at[:10]:
            text = f"Ngày {shown} ở sau ngày nhập ({format_day(v.entered_at[:10])})."
        elif BY_CODE[v.disposition].contact and any(
            begin <= day < end for begin, end in away.get(v.household_id, ())
        ):
            text = f"Ngày {shown} hộ không còn ở trong danh sách, mà lượt đến ghi là gặp được."
        elif due and day > due:
            rule, text = "after_due", f"Ngày {shown} ở sau hạn báo cáo ({format_day(due)})."
        if text:
            yield Finding(rule, v.id, text, (Record(v.household_id, v.id, "visited_at"),))


def _records(visits: Iterable[Visit]) -> tuple[Record, ...]:
    return tuple(Record(v.household_id, v.id, "visited_at") for v in visits)
