"""What the worklist says, as plain values: its columns, rows, filters and sentences."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from domain.campaigns import Campaign
from domain.days import day_of, format_day
from domain.fields import Option
from domain.numerals import format_count
from domain.text import words_with_numbers_key
from domain.villages import Village
from domain.visits import disposition_options
from domain.worklist import (
    PARTS,
    WorkFilter,
    WorkLine,
    in_part,
    next_words,
    reason_words,
    slots_words,
    why_words,
)
from ui.tables import Column, ListRow

COLUMNS = (
    Column("due", "Hẹn", 134, sortable=False),
    Column("last", "Lần cuối", 96, sortable=False),
    Column("code", "Mã hộ", 80, sortable=False),
    Column("head", "Chủ hộ", 144, sortable=False),
    Column("village", "Thôn, bản", 104, sortable=False),
    Column("why", "Vì sao", 214, grow=True, sortable=False),
    Column("attempts", "Đã đi", 62, sortable=False),
    Column("next", "Lần tới", 176, sortable=False),
    Column("team", "Tổ", 124, sortable=False),
)
SHORT = {
    "TECH": "Kỹ thuật", "LONG_AWAY": "Vắng dài ngày", "UNREACHED": "Không tới được",
    "NOT_EXIST": "Nhà trống, không có thật", "NO_DEVICE": "Không có thiết bị",
}  # fmt: skip
_WIDE = {
    "due": ("due", "code", "head", "village", "why", "attempts", "next", "team"),
    "tech": ("due", "code", "head", "village", "why", "attempts", "team"),
    "missed": ("last", "code", "head", "village", "why", "attempts", "team"),
}
_NARROW = {
    "due": ("due", "head", "village", "why", "next"),
    "tech": ("due", "head", "village", "why"),
    "missed": ("last", "head", "village", "why"),
}
ALL_VILLAGES, ALL_TEAMS, ALL_REASONS = "Mọi thôn, bản", "Mọi tổ", "Mọi lý do"
ORDER_WORDS = {
    "due": "Xếp hộ đến hạn lên trước, rồi hộ còn nhiều máy chưa cài, hộ ít lượt đến, thứ tự đi",
    "overdue": "Xếp hộ còn nhiều máy chưa cài lên trước, rồi hộ ít lượt đến, thứ tự đi",
    "tech": "Xếp theo thôn, bản và thứ tự đi",
    "missed": "Xếp theo thôn, bản và thứ tự đi",
}
NOTHING = {
    "due": "Không có hộ nào cần quay lại.\nHộ vắng, hẹn lại, từ chối lần đầu, cài một phần "
           "tự vào danh sách này khi lưu phiếu.",
    "overdue": "Không có hộ nào quá hạn.\nHộ là quá hạn từ ngày sau ngày hẹn.",
    "tech": "Không có hộ nào cần hỗ trợ kỹ thuật.\nHộ có kết quả 7 tự vào danh sách này.",
    "missed": "Không có hộ nào hết lượt.\nHộ vắng đủ ba lần hoặc từ chối hai lần nằm ở đây.",
}  # fmt: skip
NOTHING_CHOSEN = "Không có hộ nào trong phần đang lọc. Hãy bỏ bớt lọc (Esc)."


def columns_for(part: str, *, narrow: bool) -> tuple[str, ...]:
    shown = _NARROW if narrow else _WIDE
    return shown.get(part) or shown["due"]


def in_order(lines: Iterable[WorkLine], part: str) -> list[WorkLine]:
    """The lines of a part: as they are most urgent, or as they are walked."""
    found = [x for x in lines if in_part(x, part)]
    return found if part in ("due", "overdue") else sorted(found, key=lambda x: x.place)


def part_heads(lines: Sequence[WorkLine], *, narrow: bool = False) -> dict[str, str]:
    """ "Cần quay lại  335": the name of each part with its count."""
    labels = {p.code: p.label for p in PARTS} | ({"tech": "Kỹ thuật"} if narrow else {})
    return {
        code: f"{label}  {format_count(sum(1 for x in lines if in_part(x, code)))}"
        for code, label in labels.items()
    }


def order_words(lines: Sequence[WorkLine], part: str, on: date) -> str:
    """Under the list: how it is ordered, and of “Cần quay lại” what Tổng quan counts of it."""
    day = on.isoformat()
    now = sum(1 for x in lines if in_part(x, part) and (x.due_on or "") <= day)
    later = sum(1 for x in lines if in_part(x, part)) - now
    if part != "due" or not later:
        return ORDER_WORDS[part]
    counted = f"{format_count(now)} hộ đến hẹn, quá hẹn; {format_count(later)} hộ hẹn ngày sau"
    return f"{counted}. {ORDER_WORDS[part]}"


def due_words(line: WorkLine, on: date) -> str:
    """ "14/08", "14/08 quá 3 ngày", "17/08 hôm nay"."""
    if not line.due_on:
        return "–"
    late = (on - day_of(line.due_on)).days
    return format_day(line.due_on)[:5] + (f" quá {late} ngày" if late > 0 else
                                      " hôm nay" if late == 0 else "")  # fmt: skip


def attempts_words(line: WorkLine) -> str:
    """ "2/3 sáng, tối": how often, and when nobody was home."""
    if line.disposition != "NOT_HOME":
        return line.attempts
    return f"{line.attempts} {slots_words(line.tried.slots).replace('?', '–')}".strip(" –,")


def list_row(line: WorkLine, campaign: Campaign, part: str, on: date) -> ListRow:
    why = why_words(line, campaign, SHORT)
    if part == "tech":
        why = reason_words(line, campaign) or "chưa ghi lý do"
    elif part == "missed":
        why = gave_up_words(line, campaign)
    return ListRow(
        line.household_id,
        {
            "due": due_words(line, on), "last": format_day(line.last_on), "code": line.code,
            "head": line.head_name, "village": line.village, "why": why,
            "attempts": attempts_words(line), "next": _capital(next_words(line)) or "–",
            "team": _team_words(line) or "–",
        },
    )  # fmt: skip


def _team_words(line: WorkLine) -> str:
    """ "Tổ 1 (đổi tổ)": who has the place, unless the household refused that body."""
    return f"{line.team} (đổi tổ)" if line.is_barred and line.due_on else line.team


def gave_up_words(line: WorkLine, campaign: Campaign) -> str:
    """ "Hết lượt – vắng, khóa cửa", "Từ chối lần cuối: Sợ lộ thông tin"."""
    if not line.tried.refused_teams and line.disposition != "REFUSED":
        why = why_words(line, campaign, SHORT)
        return f"Hết lượt – {why[:1].lower()}{why[1:]}"
    reason = reason_words(line, campaign)
    return f"Từ chối lần cuối: {reason}" if reason else "Từ chối lần cuối"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- Filters --------------------------------------------------------------------------------------


def village_options(villages: Sequence[Village]) -> tuple[Option, ...]:
    return (Option("", ALL_VILLAGES), *(Option(v.id, v.label) for v in villages))


def team_options(lines: Iterable[WorkLine]) -> tuple[Option, ...]:
    names = sorted({x.team for x in lines if x.team}, key=words_with_numbers_key)
    return (Option("", ALL_TEAMS), *(Option(n, n) for n in names))


def reason_options_of(lines: Sequence[WorkLine], campaign: Campaign) -> tuple[Option, ...]:
    """The results and reasons that occur in the list: by the digit on paper, then the reasons."""
    results = {x.disposition for x in lines}
    reasons = {x.tried.reason: reason_words(x, campaign) for x in lines if x.tried.reason}
    return (
        Option("", ALL_REASONS),
        *(Option(o.code, f"{o.digit}  {o.label}") for o in disposition_options(campaign)
          if o.code in results),
        *(Option(code, f"Lý do: {label}") for code, label in
          sorted(reasons.items(), key=lambda r: words_with_numbers_key(r[1]))),
    )  # fmt: skip


def filter_words(chosen: WorkFilter, offered: Mapping[str, Sequence[Option]]) -> str:
    """ "Bản Mìn; Tổ 2; 7  Có máy nhưng chưa cài được": what the list is narrowed by."""
    picked = [(getattr(chosen, name), options) for name, options in offered.items()]
    return "; ".join(o.label for code, options in picked if code for o in options if o.code == code)


def empty_sentence(part: str, chosen: WorkFilter) -> str:
    return NOTHING_CHOSEN if chosen != WorkFilter() else NOTHING[part]
