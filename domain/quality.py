"""What the quality page lists: findings of a rule, each with its records and what to do about it.

To add a rule: a line in RULES; the code that finds it (domain/soft_rules.py for what a person may
confirm while typing, domain/screening.py for what only shows over many rows) makes Findings of it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

ERROR, WARNING, DUPLICATE, SHEET, REPLACED, ODD, CONFIRMED = (
    "error", "warning", "duplicate", "sheet", "replaced", "odd", "confirmed",
)  # fmt: skip


@dataclass(frozen=True)
class Rule:
    code: str
    kind: str
    title: str  # a line of the page
    keeps: bool = True  # may be confirmed: "đúng, giữ"


RULES: tuple[Rule, ...] = (
    Rule("broken", ERROR, "Lượt đến trái quy tắc", keeps=False),
    Rule("phone", ERROR, "Số điện thoại của hộ có vẻ sai"),
    Rule("many_members", WARNING, "Hộ có hơn 15 nhân khẩu"),
    Rule("no_counts", WARNING, "Kết quả 1, chưa ghi số máy"),
    Rule("no_reason", WARNING, "Kết quả 4, chưa ghi lý do"),
    Rule("same_team", WARNING, "Một tổ, một hộ, hai lượt một ngày"),
    Rule("same_body", WARNING, "Từ chối, vẫn đoàn thể ấy đến lại"),
    Rule("fewer", WARNING, "Số máy ít hơn lần đến trước"),
    Rule("in_a_day", WARNING, "Cả thôn, bản xong trong một ngày"),
    Rule("subscribers", WARNING, "Số thuê bao nhiều hơn dân số"),
    Rule("duplicate", DUPLICATE, "Hộ nghi trùng", keeps=False),
    Rule("not_returned", SHEET, "Tờ phiếu đã giao, chưa nộp", keeps=False),
    Rule("not_entered", SHEET, "Tờ phiếu đã nộp, chưa nhập xong", keeps=False),
    Rule("replaced", REPLACED, "Số tổng hợp bị lượt đến thay", keeps=False),
    Rule("fast_team", ODD, "Một tổ hơn 60 hộ trong một ngày"),
    Rule("same_counts", ODD, "Từ 10 dòng liền giống hệt nhau"),
    Rule("one_code", ODD, "Cả tờ một kết quả trong một phút"),
    Rule("odd_day", ODD, "Ngày đến không thể có"),
    Rule("after_due", ODD, "Ngày đến sau hạn báo cáo"),
    Rule("kept", CONFIRMED, "Đã xác nhận đúng", keeps=False),
)
RULE_BY_CODE = {r.code: r for r in RULES}
KIND_LABELS = {
    ERROR: "Lỗi cần sửa", WARNING: "Cảnh báo", DUPLICATE: "Hộ nghi trùng", SHEET: "Tờ phiếu",
    REPLACED: "Số tổng hợp", ODD: "Dấu hiệu bất thường", CONFIRMED: "Đã xác nhận",
}  # fmt: skip


@dataclass(frozen=True)
class Record:
    """What a line opens: a household, and the visit of it that is meant."""

    household_id: str
    visit_id: str = ""
    field: str = ""  # at which the form stands


@dataclass(frozen=True)
class Finding:
    """One line. `target` names it in a confirmation: the same facts have the same target."""

    rule: str
    target: str
    text: str  # the two numbers or days that do not agree
    records: tuple[Record, ...] = ()
    village_id: str = ""
    place: str = ""  # what is not a household: "Bản Chiềng", "P0012-4", "Tổ 3"
    opens: str = ""  # the key of the screen for what has no household: "sheets", "tally" …


def without_confirmed(
    findings: Iterable[Finding], confirmed: Collection[tuple[str, str]]
) -> list[Finding]:
    """`confirmed` pairs rule and target."""
    return [f for f in findings if (f.rule, f.target) not in confirmed]
