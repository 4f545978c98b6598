"""What the household list and card say, as plain values: no widgets here.

A result is told by a shape and a word, never by colour alone. What is not known is "–".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from domain.campaigns import App, Campaign
from domain.days import day_of, format_day
from domain.fields import Option
from domain.households import STATES
from domain.numerals import format_count
from domain.reasons import REASON_GROUPS
from domain.results import INELIGIBLE, NOT_VISITED, STATUS_LABELS, Result, is_overdue
from domain.text import mask_phone
from domain.villages import Village
from domain.visits import disposition_options
from ui.tables import Column, ListRow

SYMBOLS = {
    NOT_VISITED: "○", "COMPLETE": "●", "PARTIAL": "◐", "NOT_HOME": "◇", "REFUSED": "✕",
    "CALLBACK": "◷", "NO_DEVICE": "□", "TECH": "△", "LONG_AWAY": "◇", "NOT_EXIST": "⊘",
    "UNREACHED": "▽", INELIGIBLE: "⊘",
}  # fmt: skip
_SHORT = {
    "NO_DEVICE": "Không có thiết bị", "TECH": "Có máy, chưa cài được", "LONG_AWAY": "Vắng dài ngày",
    "NOT_EXIST": "Nhà trống, không có thật", "UNREACHED": "Không tới được",
}  # fmt: skip

# Which households a filter shows; the keys are those of storage.household_lists.SEGMENTS.
SEGMENT_LABELS = {
    "listed": "Đang ở",
    NOT_VISITED: "Chưa đến",
    "due": "Đến hẹn quay lại",
    "overdue": "Quá hẹn",
    "open": "Còn phải đến",
    "visited": "Đã đến",
    "contacted": "Gặp được",
    "not_contacted": "Đã đến, chưa gặp được",
    "completed": "Hoàn thành",
    "not_completed": "Đã đến, chưa hoàn thành",
    "with_device": "Có điện thoại thông minh",
    "no_device": "Gặp được, không thấy có máy",
    "with_app": "Có máy đã cài",
    "without_app": "Có máy, chưa máy nào cài",
    "in_use": "Có máy đang dùng",
    "not_in_use": "Đã cài, không thấy đang dùng",
    "refused": "Lượt gần nhất từ chối",
    "found": "Hộ phát sinh",
    INELIGIBLE: "Không còn ở (chuyển, nhập hộ …)",
}
STATE_LABELS = {o.code: o.label for o in STATES}
ALL = "Tất cả các hộ"
ALL_VILLAGES = "Mọi thôn, bản"

COLUMNS = (
    Column("code", "Mã hộ", 96),
    Column("head", "Chủ hộ", 152),
    Column("village", "Thôn, bản", 134),
    Column("members", "Khẩu", 62, anchor="center"),
    Column("phone", "Điện thoại", 128, sortable=False),
    Column("status", "Kết quả", 196, grow=True),
    Column("attempts", "Lần", 56, anchor="center", sortable=False),
    Column("due", "Hẹn lại", 108),
)
BESIDE_CARD = ("code", "head", "status", "due")
NARROW = ("code", "head", "village", "status", "due")
ORDER_OF_COLUMN = {
    "code": "code", "head": "name", "village": "walk", "members": "members", "status": "status",
    "due": "due",
}  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What narrows the list. `segment` is a key of SEGMENT_LABELS or a result code."""

    text: str = ""
    village: str = ""  # id
    segment: str = ""
    reason: str = ""

    def without(self, name: str) -> "Filters":
        return replace(self, **{name: ""})

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) for f in fields(self))


# What a filter shows -> the count of domain.indicators.Counts that it is a part of.
_COUNT_OF = {
    "listed": "households", "visited": "visited", "contacted": "contacted",
    "completed": "completed", "COMPLETE": "completed", "with_device": "with_device",
    "NO_DEVICE": "without_device", "refused": "refused",
}  # fmt: skip


def tally_words(filters: Filters, tallied: Mapping[str, int]) -> str:
    """What totals of villages add to a number of which this list shows the households.

    `tallied`: storage.village_counts.read_tallied() of the filtered village; {} says nothing.
    """
    if not tallied or filters.text or not filters.segment:
        return ""
    if filters.segment == NOT_VISITED:
        n = tallied["visited"]
        return f"{format_count(n)} hộ đã đến theo số tổng hợp, chưa rõ hộ nào" if n else ""
    name = _COUNT_OF.get(filters.segment)
    if name is None or filters.reason:
        return "chưa kể nơi chỉ có số tổng hợp"
    return f"và {format_count(tallied[name])} hộ chỉ có số tổng hợp" if tallied[name] else ""


def segment_options(campaign: Campaign | None) -> tuple[Option, ...]:
    """Everything the status filter offers: by what is to be done, then by the digit on paper."""
    results = disposition_options(campaign) if campaign else ()
    return (
        Option("", ALL),
        *(Option(code, label) for code, label in SEGMENT_LABELS.items()),
        *(Option(f"app:{a.code}", f"Đã cài {a.name}") for a in _apps(campaign)),
        *(Option(o.code, f"{o.digit}  {o.label}") for o in results),
    )


def _apps(campaign: Campaign | None) -> tuple[App, ...]:
    return campaign.active_apps if campaign else ()


def chips(
    filters: Filters, villages: Sequence[Village], campaign: Campaign | None
) -> list[tuple[str, str]]:
    """(name of the filter, what it says), for those that are set; the typed text shows itself."""
    found = []
    if filters.village:
        label = next((v.label for v in villages if v.id == filters.village), "Thôn, bản khác")
        found.append(("village", label))
    if filters.segment:
        found.append(("segment", segment_label(filters.segment, campaign)))
    if filters.reason:
        reasons = {g.code: g.label for g in REASON_GROUPS}
        reasons |= {r.code: r.label for r in campaign.reasons} if campaign else {}
        found.append(("reason", f"Lý do: {reasons.get(filters.reason, filters.reason)}"))
    return found


def segment_label(segment: str, campaign: Campaign | None) -> str:
    for app in _apps(campaign):
        if segment == f"app:{app.code}":
            return f"Đã cài {app.name}"
    return SEGMENT_LABELS.get(segment) or f"Kết quả: {result_label(segment, campaign)}"


def result_label(status: str, campaign: Campaign | None) -> str:
    """The office's own word, else ours."""
    own = dict(campaign.labels) if campaign else {}
    return own.get(status) or STATUS_LABELS.get(status, status)


def result_text(status: str, campaign: Campaign | None, state: str = "ACTIVE") -> str:
    """ "◐ Cài một phần", short enough for a column; of a household that left, how it left."""
    own = dict(campaign.labels) if campaign else {}
    label = own.get(status) or _SHORT.get(status) or result_label(status, campaign)
    if state != "ACTIVE":
        label = STATE_LABELS[state]
    return f"{SYMBOLS.get(status, '○')} {label}"


def due_text(due_on: str | None, today: date) -> str:
    if not due_on:
        return "–"
    if is_overdue(due_on, today):
        return f"{format_day(due_on)[:5]} quá hẹn"
    return format_day(due_on)


def phone_text(phone: str | None, *, shown: bool) -> str:
    if not phone:
        return "–"
    return phone if shown else mask_phone(phone)


def list_row(
    line: Mapping[str, Any], campaign: Campaign | None, today: date, *, phones: bool
) -> ListRow:
    found = " (phát sinh)" if line["source"] == "FOUND" else ""
    return ListRow(
        line["id"],
        {
            "code": line["code"],
            "head": line["head_name"] + found,
            "village": line["village"],
            "members": format_count(line["members"]),
            "phone": phone_text(line["phone"], shown=phones),
            "status": result_text(line["status"], campaign, line["state"]),
            "attempts": str(line["attempts"]) if line["attempts"] else "–",
            "due": "–" if line["status"] == INELIGIBLE else due_text(line["due_on"], today),
        },
        ("muted",) if line["status"] == INELIGIBLE else (),
    )


def empty_sentence(filters: Filters) -> str:
    """What to try when nothing is found."""
    if filters.text and (filters.village or filters.segment or filters.reason):
        return (
            f"Không có hộ nào với “{filters.text}” trong phần đang lọc.\n"
            "Hãy bỏ bớt lọc, hoặc gõ ít chữ hơn."
        )
    if filters.text:
        return (
            f"Không thấy hộ nào với “{filters.text}”.\n"
            "Hãy gõ ít chữ hơn, không cần dấu; hoặc gõ mã hộ, số cuối điện thoại, địa chỉ."
        )
    return "Không có hộ nào trong phần đang lọc. Hãy bỏ bớt lọc."


def describe_state(household: Mapping[str, Any], merged_into: str = "") -> str:
    """ "Đã nhập vào hộ khác từ 16/08/2020 (Hà Văn Ân, 01-0004-4)"."""
    label = STATE_LABELS[household["state"]]
    since = f" từ {format_day(household['state_on'])}" if household["state_on"] else ""
    return label + since + (f" ({merged_into})" if merged_into else "")


def explain_result(
    household: Mapping[str, Any], result: Result | None, campaign: Campaign | None, today: date
) -> list[str]:
    """Why the household stands where it stands, one sentence a line."""
    if household["state"] != "ACTIVE":
        since = format_day(household["state_on"])
        return [f"Không tính vào tổng số hộ từ {since}; số liệu trước ngày đó giữ nguyên."]
    if result is None:
        return ["Chưa có lượt đến nào trong đợt này."]
    last = format_day(result.last_visited_at)
    if result.status == result.last_disposition:
        why = [f"Theo lượt đến gần nhất, {last}."]
    else:
        seen = result_label(result.last_disposition, campaign)
        why = [f"Theo số máy và các lượt đã ghi; lượt gần nhất, {last}: {seen}."]
    if result.exhausted:
        why.append("Đã đủ số lượt đến lại theo quy định của đợt.")
    elif result.final:
        why.append("Không cần đến lại.")
    elif result.due_on and is_overdue(result.due_on, today):
        days = (today - day_of(result.due_on)).days
        why.append(f"Hẹn đến lại ngày {format_day(result.due_on)}: quá hẹn {days} ngày.")
    elif result.due_on:
        why.append(f"Hẹn đến lại ngày {format_day(result.due_on)}.")
    return why


def count_pairs(result: Result | None, campaign: Campaign | None) -> list[tuple[str, str]]:
    """What was counted there: (name, number or "–")."""
    if campaign is None:
        return []
    by_app = dict(result.apps) if result else {}
    pairs: list[tuple[str, int | None]] = [
        ("Điện thoại thông minh", result.smartphones if result else None),
        ("Android", result.android if result else None),
        ("iOS", result.ios if result else None),
        *((f"Đã cài {a.name}", by_app.get(a.code)) for a in campaign.active_apps),
    ]
    if len(campaign.required_apps) > 1:
        pairs.append(("Máy cài đủ các ứng dụng", result.all_apps if result else None))
    if campaign.in_use_app:
        pairs.append((campaign.in_use_app.in_use_label, result.in_use if result else None))
    return [(label, format_count(n)) for label, n in pairs]


def known_segment(segment: str, campaign: Campaign | None) -> str:
    """A filter that another screen asks for, if there is such a one; else none."""
    return segment if any(o.code == segment for o in segment_options(campaign)) else ""
