"""Erasing personal data: what goes, what stays, the certificate about it, and when it is due.

Counts are never touched, so that every indicator of every day stays as it was. What goes is the
same list for the screen, the certificate and docs/architecture.md: GOES and STAYS.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.campaigns import Campaign
from domain.days import day_of, format_day
from domain.fields import Field, Number, Row, Text
from domain.households import normal_code
from domain.numerals import format_count
from domain.requests import DECREE, LAW
from domain.text import fold_key

GONE = "(đã xóa)"  # what stands where a text must stand
RETENTION_MONTHS = 12
REMIND_DAYS = 30  # before the day on which the data must go
CONFIRM_WORD = "XÓA"
SHOWN = 5  # names of backups on a certificate


class Scope(StrEnum):
    HOUSEHOLD = "HOUSEHOLD"
    CAMPAIGN = "CAMPAIGN"


class Stage(StrEnum):
    """How far an erasure is. What was interrupted goes on from there at the next start."""

    RUNNING = "RUNNING"  # only inside its own transaction: lifts the triggers
    ERASED = "ERASED"  # gone from every table
    COMPACTED = "COMPACTED"  # gone from free pages and from the write-ahead log
    DONE = "DONE"  # gone from the program's own backups


STAGE_WORDS = {
    Stage.RUNNING: "đang xóa",
    Stage.ERASED: "đã xóa khỏi danh sách, còn dọn chỗ trống của tệp và thay bản sao lưu",
    Stage.COMPACTED: "đã xóa khỏi tệp dữ liệu, còn thay bản sao lưu",
    Stage.DONE: "đã xong",
}
# What is counted of an erasure, in the order of screen and certificate.
GOES = {
    "households": "hộ mất họ tên, điện thoại, địa chỉ, cụm, năm sinh, ghi chú",
    "visits": "lượt đến mất ghi chú và lý do viết tay",
    "notes": "ghi chú, lý do viết tay khác",
    "drafts": "bản đang gõ dở",
    "requests": "yêu cầu của người dân mất tên, liên hệ, nội dung",
    "audit": "chi tiết trong nhật ký (dòng nhật ký vẫn còn)",
}
STAYS = {
    "households": "mã hộ, thôn bản, tình trạng, số nhân khẩu của các hộ",
    "visits": "ngày, kết quả và các số đếm của mọi lượt đến",
    "audit": "dòng nhật ký: ai, lúc nào, việc gì",
}

RETENTION_FIELDS: tuple[Field, ...] = (
    Field("months", "Giữ dữ liệu cá nhân sau khi hết đợt (tháng)", Number(most=120, least=1),
          required=True, width=6),
    Field("officer", "Người phụ trách bảo vệ dữ liệu cá nhân", Text(), width=36,
          hint="In trên giấy xác nhận xóa."),
)  # fmt: skip


@dataclass(frozen=True)
class Retention:
    months: int = RETENTION_MONTHS
    officer: str = ""


@dataclass(frozen=True)
class Preview:
    """What an erasure would do, before anybody decides."""

    scope: Scope
    code: str  # of the household; the campaign's name
    goes: Mapping[str, int]
    stays: Mapping[str, int]
    backups: int = 0  # the program's own, which are replaced
    held_by: tuple[str, ...] = ()  # campaigns that still need the list of names
    is_open: bool = False  # the campaign is closed with it
    whose: str = ""  # head and village of the household: for the screen, never stored
    merged: tuple[str, ...] = ()  # codes of households joined with it that still have names

    def notices(self) -> list[str]:
        """What must be known first, in sentences."""
        said = []
        if self.held_by:
            names = "; ".join(f"“{name}”" for name in self.held_by)
            said.append(
                "Danh sách hộ (họ tên, điện thoại, địa chỉ) chưa xóa vì còn dùng cho đợt chưa xóa "
                f"dữ liệu: {names}. Lần này chỉ xóa ghi chú và lý do của đợt được chọn."
            )
        if self.merged:
            said.append(
                f"Hộ {', '.join(self.merged)} đã nhập chung với hộ này và vẫn còn họ tên, "
                "điện thoại riêng. Nếu là cùng một nhà thì xóa cả hộ ấy."
            )
        if self.is_open:
            said.append("Đợt vận động còn đang mở sẽ được đóng lại.")
        return said


@dataclass(frozen=True)
class Erasure:
    id: str
    number: int
    scope: Scope
    target_id: str
    code: str
    stage: Stage
    basis: str  # in words: the law, the request, the term
    counts: Mapping[str, int] = field(default_factory=dict)
    erased_at: str = ""
    by: str = ""
    head: str = ""  # of the audit log, with the entry about it
    entry: int = 0
    finished_at: str = ""
    backups: int = 0  # destroyed


@dataclass(frozen=True)
class Certificate:
    """What the certificate is printed from."""

    erasure: Erasure
    retention: Retention
    office: str
    version: str = ""
    practice: bool = False
    outside: tuple[str, ...] = ()  # backups written elsewhere before it, as far as the log knows


def basis_of(scope: Scope, request_number: int | None = None, received_on: str = "") -> str:
    """The legal basis in words, for the log and the certificate."""
    if scope is Scope.CAMPAIGN:
        return f"{LAW}, khoản 3 Điều 3: hết thời hạn lưu trữ phù hợp với mục đích"
    if request_number is None:
        return f"{LAW}; {DECREE}, Điều 5"
    return (
        f"{LAW}; {DECREE}, Điều 5: yêu cầu số {request_number} nhận ngày {format_day(received_on)}"
    )


def goes_words(counts: Mapping[str, int]) -> list[str]:
    """ "1.200 hộ mất họ tên …", without what there is none of."""
    return [f"{format_count(counts[k])} {words}" for k, words in GOES.items() if counts.get(k)]


def stays_words(counts: Mapping[str, int]) -> list[str]:
    said = [f"{words} ({format_count(counts.get(k, 0))})" for k, words in STAYS.items()]
    said.append("mọi chỉ số, báo cáo, phụ lục của mọi ngày: tính lại cho đúng kết quả như trước")
    return said


def certificate_lines(certificate: Certificate) -> list[tuple[str, str]]:
    """(label, text) of the certificate. No personal data: a code, counts, who and when."""
    erasure, retention, outside = certificate.erasure, certificate.retention, certificate.outside
    one = erasure.scope is Scope.HOUSEHOLD
    of = f"hộ có mã {erasure.code}" if one else f"đợt vận động “{erasure.code}”"
    officer = [("Người phụ trách bảo vệ dữ liệu", retention.officer)] if retention.officer else []
    return [
        ("Số xác nhận", str(erasure.number)),
        ("Đã xóa dữ liệu cá nhân của", of),
        ("Căn cứ", erasure.basis),
        ("Người thực hiện", erasure.by),
        ("Lúc", format_day(erasure.erased_at[:16])),
        ("Đã xóa", "; ".join(goes_words(erasure.counts)) or "không còn gì để xóa"),
        ("Giữ lại", "; ".join(STAYS.values()) + "; số tổng hợp và chỉ số không đổi"),
        ("Tệp dữ liệu", f"đã dọn chỗ trống và nhật ký ghi trước, xong lúc "
                        f"{format_day(erasure.finished_at[:16])}"),
        ("Bản sao lưu của chương trình", f"đã hủy {format_count(erasure.backups)} bản cũ, "
                                         "lập một bản mới đã kiểm tra"),
        *([("Bản đã chép ra ngoài, đơn vị tự hủy", outside_words(outside))] if outside else []),
        ("Nhật ký khi xóa", f"dòng {erasure.entry}, mã {erasure.head}"),
        *officer,
    ]  # fmt: skip


def outside_words(names: tuple[str, ...]) -> str:
    more = f" và {format_count(len(names) - SHOWN)} bản trước đó" if names[SHOWN:] else ""
    return "; ".join(names[-SHOWN:]) + more


BEYOND = (
    "Chương trình không với tới: tờ phiếu, danh sách đã in; tệp Excel đã xuất; bản sao lưu đã chép "
    "ra USB hoặc máy khác; tệp danh sách ban đầu. Đơn vị tự hủy và ghi biên bản."
)


def end_of_campaign(campaign: Campaign, last_visit_on: str = "") -> date:
    """Its deadline; without one the day of its last visit, else the day it began."""
    return campaign.due or day_of(last_visit_on or campaign.starts_on)


def keep_until(campaign: Campaign, retention: Retention, last_visit_on: str = "") -> date:
    """The day on which its personal data must be gone: the same day, so many months later."""
    end = end_of_campaign(campaign, last_visit_on)
    months = end.year * 12 + end.month - 1 + retention.months
    year, month = divmod(months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - date.resolution).day
    return date(year, month + 1, min(end.day, last))


def is_confirmed(typed: str, preview: Preview) -> bool:
    """The word, with or without its marks; for a household its code: typed, never chosen."""
    if preview.scope is Scope.HOUSEHOLD:
        return normal_code(typed) == preview.code
    return fold_key(typed) == fold_key(CONFIRM_WORD)


def read_retention(values: Row) -> Retention:
    return Retention(int(values["months"] or RETENTION_MONTHS), str(values["officer"] or ""))
