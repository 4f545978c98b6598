"""Sheets (tờ phiếu): a numbered list of households on paper, from the printer to the checked pile.

To add a kind of sheet: SHEET_KINDS. To add a step of the ledger: STEPS, in the order it happens.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from domain.days import day_of
from domain.fields import Field, Number, Option
from domain.households import check_digit

SHEET_KINDS = (
    Option("FIRST", "Lượt đầu"),
    Option("REVISIT", "Quay lại"),
    Option("TECH", "Hỗ trợ kỹ thuật"),
    Option("BACKCHECK", "Phúc tra"),
)
KIND_LABELS = {k.code: k.label for k in SHEET_KINDS}

STEPS = (
    Option("PRINTED", "Đã in"),
    Option("HANDED", "Đã giao"),
    Option("RETURNED", "Đã nộp"),
    Option("ENTERED", "Đã nhập"),
    Option("CHECKED", "Đã kiểm"),
    Option("CANCELLED", "Đã hủy"),
)
STEP_LABELS = {s.code: s.label for s in STEPS}
CLOSED_STEPS = ("ENTERED", "CHECKED", "CANCELLED")  # nothing more is expected from the field

LINES_FIELD = Field(
    "lines", "Số hộ mỗi tờ", Number(least=5, most=500), required=True, width=6,
    hint="Để 500: cả thôn, bản một tờ",
)  # fmt: skip
DEFAULT_LINES = 30


@dataclass(frozen=True)
class Sheet:
    id: str
    number: int
    kind: str
    title: str  # "Bản Chiềng" or "Tổ 3: Bản Chiềng, Bản Mìn": what stands on the paper
    village_id: str | None
    team_id: str | None
    made_on: str
    lines: int = 0

    @property
    def code(self) -> str:
        return sheet_code(self.number)


@dataclass(frozen=True)
class SheetEvent:
    step: str
    happened_on: str
    person: str = ""
    note: str = ""
    changed_at: str = ""
    changed_by: str = ""


def sheet_code(number: int) -> str:
    """ "P0012-4": the number on every page and in the ledger, with a Damm check digit."""
    digits = f"{number:04d}"
    return f"P{digits}-{check_digit(digits)}"


def line_code(number: int, line: int) -> str:
    """ "P0012-4.07": what the bar code of a row says."""
    return f"{sheet_code(number)}.{line:02d}"


_CODE = re.compile(r"P?\s*(\d{1,6})(?:\s*-?\s*(\d))?(?:[.\s]+(\d{1,3}))?", re.IGNORECASE)


def read_sheet_code(text: str) -> tuple[int, int | None] | None:
    """(sheet number, line or None) of "P0012-4", "p00124", "P0012-4.07", "12", or None.

    A number with a check digit ("12-5", "12 5") must have the right one; a short number without
    one ("12") is taken as it is, because the sheet that opens shows its name and its households.
    """
    stripped = text.strip()
    if not (match := re.fullmatch(_CODE, stripped)):
        return None
    line = int(match[3]) if match[3] else None
    digits = match[1] + (match[2] or "")
    if match[2] is not None:
        return (int(match[1]), line) if check_digit(match[1].zfill(4)) == match[2] else None
    if len(digits) >= 5:  # the whole code without its hyphen
        number, check = digits[:-1], digits[-1]
        return (int(number), line) if check_digit(number.zfill(4)) == check else None
    return int(digits), line


def current_step(events: Sequence[SheetEvent]) -> SheetEvent | None:
    """Where the sheet is: the event written last. Events come in the order they were written."""
    return events[-1] if events else None


def is_open(step: str) -> bool:
    return step not in CLOSED_STEPS


def days_out(events: Sequence[SheetEvent], today: date) -> int | None:
    """Days since the sheet was last handed out, while it has not come back; None otherwise."""
    last = current_step(events)
    if last is None or last.step != "HANDED":
        return None
    return (today - day_of(last.happened_on)).days


def split_lines(households: Sequence[str], per_sheet: int) -> list[tuple[str, ...]]:
    """Households in walking order, dealt out evenly: 31 on sheets of 30 are 16 and 15, not 30
    and 1."""
    if not households:
        return []
    sheets = -(-len(households) // per_sheet)
    base, more = divmod(len(households), sheets)
    cuts = [n * base + min(n, more) for n in range(sheets + 1)]
    return [tuple(households[a:b]) for a, b in pairwise(cuts)]
