"""What the ledger of sheets says and in which order, as plain values: no widgets here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.days import format_day
from domain.fields import Option
from domain.sheets import KIND_LABELS, STEP_LABELS, SheetEvent, read_sheet_code
from domain.text import fold, words_with_numbers_key
from storage.sheets import LedgerLine
from ui.tables import Column, ListRow

ALL_VILLAGES = "Mọi thôn, bản"
PARTS = (
    Option("", "Tất cả"),
    Option("OUT", "Đã in, chưa nộp"),
    Option("BACK", "Đã nộp, chưa nhập xong"),
    Option("DONE", "Xong"),
)
_STEPS = {
    "OUT": ("PRINTED", "HANDED"), "BACK": ("RETURNED",), "DONE": ("ENTERED", "CHECKED", "CANCELLED")
}  # fmt: skip
LONG_OUT = 14  # days after which a sheet that is out is told in red

COLUMNS = (
    Column("mark", "Chọn", 52, anchor="center"),
    Column("number", "Số tờ", 86),
    Column("kind", "Loại", 84),
    Column("place", "Nơi", 156, grow=True),
    Column("team", "Tổ", 126),
    Column("person", "Người giữ", 130, grow=True),
    Column("step", "Đang ở", 92),
    Column("printed", "In", 54, anchor="center"),
    Column("handed", "Giao", 54, anchor="center"),
    Column("returned", "Nộp", 54, anchor="center"),
    Column("entered_on", "Nhập", 54, anchor="center"),
    Column("checked", "Kiểm", 60, anchor="center"),
    Column("entered", "Đã nhập", 76, anchor="center"),
    Column("days", "Ở ngoài", 74, anchor="e"),
)
WIDE = tuple(c.key for c in COLUMNS if c.key != "step")
NARROW = ("mark", "number", "place", "person", "step", "entered", "days")
MARKED, UNMARKED = "☑", "☐"


@dataclass(frozen=True)
class LedgerFilter:
    part: str = ""  # of PARTS
    village: str = ""  # id
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.part or self.village or self.text)


def filter_ledger(
    lines: Sequence[LedgerLine], wanted: LedgerFilter, teams: Mapping[str, str]
) -> list[LedgerLine]:
    """Those asked for. A number typed or scanned whole means that one sheet."""
    code = read_sheet_code(wanted.text) if wanted.text.strip() else None
    if code and any(x.sheet.number == code[0] for x in lines):
        return [x for x in lines if x.sheet.number == code[0]]
    key = fold(wanted.text).strip()
    return [
        x
        for x in lines
        if (not wanted.part or x.step in _STEPS[wanted.part])
        and wanted.village in ("", x.sheet.village_id)
        and (not key or key in fold(_words(x, teams)))
    ]


def _words(line: LedgerLine, teams: Mapping[str, str]) -> str:
    team = teams.get(line.sheet.team_id or "", "")
    return " ".join((line.sheet.code, line.sheet.title, line.person, team))


ORDERS = {
    "number": lambda x: x.sheet.number,
    "kind": lambda x: KIND_LABELS[x.sheet.kind],
    "place": lambda x: words_with_numbers_key(x.sheet.title),
    "person": lambda x: fold(x.person),
    "days": lambda x: (x.days_out is None, -(x.days_out or 0), x.sheet.number),
    "entered": lambda x: (x.entered / max(1, x.sheet.lines), x.sheet.number),
}
DOWN = ("number",)  # newest first


def order_of(part: str) -> str:
    """What is not returned is asked for by how long it has been out."""
    return "days" if part == "OUT" else "number"


def in_order(lines: Sequence[LedgerLine], order: str) -> list[LedgerLine]:
    return sorted(lines, key=ORDERS[order], reverse=order in DOWN)


def short_day(day: str) -> str:
    """ "13/08" of this year's days; the year is in the history of the sheet."""
    return format_day(day)[:5]


def ledger_row(line: LedgerLine, teams: Mapping[str, str], *, marked: bool) -> ListRow:
    sheet = line.sheet
    late = line.days_out is not None and line.days_out >= LONG_OUT
    tags = ("alarm",) if late else ("muted",) if line.step == "CANCELLED" else ()
    return ListRow(sheet.id, {
        "mark": MARKED if marked else UNMARKED,
        "number": sheet.code, "kind": KIND_LABELS[sheet.kind], "place": sheet.title,
        "team": teams.get(sheet.team_id or "", ""), "person": line.person,
        "step": STEP_LABELS[line.step], "printed": short_day(line.printed_on),
        "handed": short_day(line.handed_on), "returned": short_day(line.returned_on),
        "entered_on": short_day(line.entered_on),
        "checked": "Đã hủy" if line.step == "CANCELLED" else short_day(line.checked_on),
        "entered": f"{line.entered}/{sheet.lines}",
        "days": "" if line.days_out is None else f"{line.days_out} ngày",
    }, tags)  # fmt: skip


def count_parts(lines: Sequence[LedgerLine]) -> dict[str, int]:
    """Sheets of each part, for the words on the filter."""
    return {"": len(lines)} | {
        part: sum(x.step in steps for x in lines) for part, steps in _STEPS.items()
    }


def part_words(counts: Mapping[str, int]) -> dict[str, str]:
    return {p.code: f"{p.label} ({counts[p.code]})" for p in PARTS}


def empty_sentence(wanted: LedgerFilter) -> str:
    if wanted.text or wanted.village:
        return "Không có tờ phiếu nào như vậy.\nHãy bỏ bớt lọc (Esc)."
    return {
        "OUT": "Không còn tờ phiếu nào đã in mà chưa nộp.",
        "BACK": "Không có tờ nào đã nộp mà chưa nhập xong.",
        "DONE": "Chưa có tờ phiếu nào xong.",
    }.get(wanted.part, "Chưa in tờ phiếu nào.")


def event_words(event: SheetEvent) -> tuple[str, str, str]:
    """(day, what happened, who wrote it and when) of one line of a sheet's history."""
    parts = [STEP_LABELS[event.step], event.person, event.note]
    written = f"{event.changed_by}, {format_day(event.changed_at[:16])}"
    return format_day(event.happened_on), ": ".join(p for p in parts if p), written


def numbers_words(lines: Sequence[LedgerLine]) -> str:
    """ "P0012-4", "P0012-4, P0013-2", "P0012-4 và 5 tờ khác"."""
    codes = [x.sheet.code for x in lines]
    return ", ".join(codes) if len(codes) <= 3 else f"{codes[0]} và {len(codes) - 1} tờ khác"


def scan_answer(
    text: str, lines: Sequence[LedgerLine], known_elsewhere: str, today: date
) -> tuple[LedgerLine | None, str, bool]:
    """(sheet to mark as returned, what is said, whether it is fine) for a typed or scanned text.

    `known_elsewhere`: the campaign of a sheet with that number that is not of this one.
    """
    code = read_sheet_code(text)
    if code is None:
        return None, f"“{text.strip()}” không phải là số tờ phiếu. Hãy gõ lại.", False
    line = next((x for x in lines if x.sheet.number == code[0]), None)
    if line is None:
        where = f" (tờ này của đợt “{known_elsewhere}”)" if known_elsewhere else ""
        return None, f"Sổ của đợt này không có tờ số {code[0]}{where}.", False
    about = f"{line.sheet.code}, {line.sheet.title}"
    if line.step in ("RETURNED", "ENTERED", "CHECKED"):
        return None, f"{about}: đã nộp từ ngày {format_day(line.returned_on or line.on)}.", True
    if line.step == "CANCELLED":
        return None, f"{about}: tờ này đã hủy ngày {format_day(line.on)}.", False
    out = f", sau {line.days_out} ngày" if line.days_out else ""
    return line, f"{about}: đã nhận {line.sheet.lines} hộ{out}.", True
