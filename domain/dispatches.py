"""The register of dispatches: what was ordered, by whom, until when (H4)."""

from dataclasses import dataclass

from domain.campaigns import DEADLINE_WORDS
from domain.days import format_day_official
from domain.fields import Choice, Day, Field, Option, Text, YesNo
from domain.text import clean

DISPATCH_KINDS = tuple(
    Option(k, k)
    for k in (
        "Công văn",
        "Kế hoạch",
        "Chỉ thị",
        "Công điện",
        "Quyết định",
        "Nghị quyết",
        "Thông báo",
    )
)

DISPATCH_FIELDS: tuple[Field, ...] = (
    Field("kind", "Loại văn bản", Choice(DISPATCH_KINDS, free=True), required=True, width=14),
    Field("number", "Số, ký hiệu", Text(), required=True, width=20),
    Field("issued_on", "Ngày ban hành", Day(), required=True, width=12),
    Field("issuer", "Cơ quan ban hành", Text(), required=True, width=36),
    Field("subject", "Trích yếu", Text(lines=2), width=50),
    Field("deadline_words", "Cách ghi hạn", Choice(DEADLINE_WORDS), width=18),
    Field("deadline_on", "Hạn báo cáo", Day(), width=12),
    Field("cited", "In vào căn cứ của báo cáo", YesNo(), width=8),
)


@dataclass(frozen=True)
class Dispatch:
    kind: str
    number: str
    issued_on: str
    issuer: str
    subject: str = ""
    deadline_words: str = "BEFORE"
    deadline_on: str = ""
    cited: bool = True
    id: str = ""

    @property
    def citation(self) -> str:
        """ "Công văn số 861/UBND-VHTT ngày 05 tháng 8 năm 2020 của …" and the subject, one line."""
        text = (
            f"{self.kind} số {self.number} {format_day_official(self.issued_on)} của {self.issuer}"
        )
        return clean(f"{text} {self.subject}")
