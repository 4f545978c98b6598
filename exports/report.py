"""The official workbook: what a report is made of (Report, plain data) and writing it.

Sheets are in exports/sheets; their order is SHEETS there. openpyxl is loaded when a report is
written, so that the screen that asks for one opens without it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from domain.campaigns import Campaign
from domain.days import END_OF_TIME, format_day_official
from domain.dispatches import Dispatch
from domain.offices import Office
from domain.progress import DayLine, Progress, ReasonLine
from exports.files import write_beside

ReportProgress = Callable[[int, int], object]


@dataclass(frozen=True)
class Report:
    """Lines left empty come from the office. Days are ISO text; `made_at` has its minute."""

    campaign: Campaign
    office: Office
    progress: Progress
    made_at: str
    version: str = ""
    days: tuple[DayLine, ...] = ()
    reasons: tuple[ReasonLine, ...] = ()
    dispatches: tuple[Dispatch, ...] = ()  # those cited
    number: str = ""  # "5", "05" or "05/BC-UBND"; "" leaves a blank for the pen
    issued_on: str = ""  # "" leaves "ngày … tháng … năm …"
    title: str = ""  # trích yếu
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()  # lines above the name: "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"
    signer: str = ""
    preparer: str = ""  # "": no block "NGƯỜI LẬP BIỂU"
    direction: str = ""  # mục I as typed
    difficulties: str = ""  # mục III
    proposals: str = ""  # mục IV
    practice: bool = False  # every sheet says "TẬP HUẤN"
    audit_head: str = ""  # of the log when the figures were read: "3f9a 0c11 77de (mục 1.234)"

    @property
    def cut_off(self) -> str:
        """The moment the figures stand for; without one, when the workbook was made."""
        return self.made_at if self.progress.until == END_OF_TIME else self.progress.until

    @property
    def subject(self) -> str:
        if self.title:
            return self.title
        topic = self.campaign.topic or f"đợt vận động {self.campaign.name}"
        return f"Kết quả triển khai {topic}"

    @property
    def full_number(self) -> str:
        """ "05/BC-UBND": two digits at least; dots where the registry will write."""
        number = self.number.strip()
        if "/" in number:
            return number
        if number.isdigit():
            number = number.zfill(2)
        return f"{number or '…'}/{self.office.symbol}"

    @property
    def date_words(self) -> str:
        if self.issued_on:
            return format_day_official(self.issued_on)
        return "ngày … tháng … năm …"

    @property
    def body_name(self) -> str:
        return f"Ủy ban nhân dân {self.office.full_name}"

    @property
    def reference(self) -> str:
        return f"(Kèm theo Báo cáo số {self.full_number} {self.date_words} của {self.body_name})"


def write_report(report: Report, path: Path, report_progress: ReportProgress | None = None) -> None:
    """The whole workbook or nothing: written beside and put in place as the last step."""
    from exports.sheets import build_workbook

    write_beside(build_workbook(report, report_progress).save, path)
