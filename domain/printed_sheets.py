"""What stands on a printed sheet: plain values, the same for PDF, workbook and the entry grid.

The paper, the file and the grid ask for the same columns in the same order: paper_fields(). To add
a column for every sheet, add the visit field; to leave one out of paper, PAPER_NAMES.
"""

from dataclasses import dataclass, replace

from domain.campaigns import Campaign
from domain.fields import Field, Option
from domain.sheets import KIND_LABELS, Sheet, line_code
from domain.text import fold_key
from domain.visits import app_field, visit_fields

PAPER_NAMES = ("visited_at", "slot", "disposition", "reason", "members", "smartphones", "all_apps",
               "in_use", "next_visit_on", "note")  # fmt: skip  # and one column per app
PAPER_LABELS = {
    "visited_at": "Ngày", "slot": "Buổi", "disposition": "KQ", "reason": "Lý do",
    "members": "Khẩu", "smartphones": "Máy TM", "all_apps": "Cài đủ", "next_visit_on": "Hẹn lại",
    "note": "Ghi chú",
}  # fmt: skip


def paper_fields(campaign: Campaign) -> tuple[Field, ...]:
    """The columns people fill in by hand, with the headings of the paper."""
    apps = {app_field(a.code): a.name for a in campaign.active_apps}
    wanted = {*PAPER_NAMES, *apps}
    return tuple(
        replace(f, label=PAPER_LABELS.get(f.name) or apps.get(f.name) or f.label)
        for f in visit_fields(campaign)
        if f.name in wanted
    )


@dataclass(frozen=True)
class PrintedLine:
    """One row as it goes to paper: enough to find the house, too little to call it (J3, D1)."""

    line: int
    code: str
    head_name: str
    village: str
    cluster: str = ""
    address: str = ""
    phone: str = ""  # masked to its last three digits
    members: int | None = None
    last: str = ""  # "3 · 12/08": the last result and its day; "" before the first visit
    why: str = ""  # revisits: what it is about, "hẹn 14/08, buổi tối, tổ khác"


@dataclass(frozen=True)
class PrintedSheet:
    sheet: Sheet
    commune: str  # "UBND xã Mường Mìn"
    campaign: str
    team: str  # "Tổ 3 (Hội Phụ nữ)"; "" when nobody has the place
    printed_on: str  # ISO day
    lines: tuple[PrintedLine, ...]
    fields: tuple[Field, ...]  # paper_fields(), or those of another kind of sheet
    legend: tuple[Option, ...]  # the ten digits with the office's words
    reasons: tuple[tuple[str, tuple[Option, ...]], ...] = ()  # digit -> its reasons, numbered
    practice: bool = False
    notes: tuple[str, ...] = ()  # sentences under the legend: the rule and odds of a back-check

    @property
    def heading(self) -> str:
        """ "PHIẾU ĐẾN HỘ: LƯỢT ĐẦU"."""
        return f"Phiếu đến hộ: {KIND_LABELS[self.sheet.kind].lower()}".upper()

    @property
    def file_stem(self) -> str:
        """ "P0012-4 ban-chieng": letters that every disk and chat program takes."""
        place = fold_key(self.lines[0].village).replace(" ", "-")
        return f"{self.sheet.code} {place}".strip()

    def bar_code(self, line: int) -> str:
        return line_code(self.sheet.number, line)
