"""One result for a whole sheet, except some lines (B8): which rows get a visit and what it says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.campaigns import Campaign
from domain.fields import Row
from domain.grid_entry import GridRow, check_row, type_cell
from domain.grid_words import describe_lines
from domain.results import standing

_RANGE = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})")


@dataclass(frozen=True)
class WholeSheet:
    """What would be written. `problem` is a sentence when nothing may be."""

    rows: tuple[tuple[int, Row], ...] = ()  # line, values of the visit
    have_visit: tuple[int, ...] = ()  # left alone: typed already
    met_that_day: tuple[int, ...] = ()  # left alone: this team was there that day
    gone: tuple[int, ...] = ()  # left alone: the household is no longer on the list
    refused: tuple[tuple[int, str], ...] = ()  # line, why the rules refuse it
    problem: str = ""


def read_lines(text: str, most: int) -> tuple[list[int], str]:
    """([4, 9, 17, 18], "") of "4, 9 17-18", or a sentence on what is no line of the sheet."""
    lines: set[int] = set()
    spaced = _RANGE.sub(lambda m: f"{m[1]}-{m[2]}", text)
    for part in re.split(r"[\s,;.]+", spaced.strip()):
        if not part:
            continue
        first, dash, last = part.partition("-")
        if not (first.isdecimal() and (last if dash else first).isdecimal()):
            return [], f"“{part}” không phải là số dòng. Hãy gõ như 4, 9, 17 hoặc 4-7."
        ends = int(first), int(last or first)
        if not 1 <= ends[0] <= ends[1] <= most:
            return [], f"Tờ này có dòng 1 đến {most}, không có dòng “{part}”."
        lines |= set(range(ends[0], ends[1] + 1))
    return sorted(lines), ""


def plan_whole_sheet(
    rows: Sequence[GridRow], head: Mapping[str, str], digit: str, reason: str,
    exceptions: Sequence[int], campaign: Campaign, today: date,
) -> WholeSheet:  # fmt: skip
    """Every line without a visit, apart from the exceptions and from lines being typed."""
    written: list[tuple[int, Row]] = []
    refused: list[tuple[int, str]] = []
    left: dict[str, list[int]] = {"have": [], "met": [], "gone": []}
    for row in rows:
        if row.line in exceptions:
            continue
        if row.visit or row.is_changed:
            left["have"].append(row.line)
            continue
        if row.household.get("state", "ACTIVE") != "ACTIVE":
            left["gone"].append(row.line)
            continue
        values, errors = _values(row, head, digit, reason, campaign, today)
        day = str(values.get("visited_at"))[:10]
        if not errors and any(
            v.visited_at[:10] == day and v.team == values.get("team") for v in standing(row.visits)
        ):
            left["met"].append(row.line)
        elif errors:
            refused.append((row.line, next(iter(errors.values()))))
        else:
            written.append((row.line, values))
    problem = refused[0][1] if refused and not written else ""
    if not written and not problem:
        problem = "Không còn dòng nào trống để ghi kết quả này."
    return WholeSheet(tuple(written), tuple(left["have"]), tuple(left["met"]), tuple(left["gone"]),
                      tuple(refused), problem)  # fmt: skip


def _values(
    row: GridRow, head: Mapping[str, str], digit: str, reason: str, campaign: Campaign, today: date
) -> tuple[Row, dict[str, str]]:
    """With the counts known of the household where the rules allow them, else with blank ones."""
    for with_counts in (True, False):
        trial = GridRow(row.line, row.household, row.visits, None)
        type_cell(trial, "disposition", digit, (), campaign)
        if not with_counts:
            trial.texts = {"disposition": trial.texts["disposition"]}
        type_cell(trial, "reason", reason, (), campaign)
        values, errors = check_row(trial, head, campaign, today)
        if not errors:
            break
    return {**values, "by_sheet": 1}, errors


def announce_whole_sheet(plan: WholeSheet, label: str, exceptions: Sequence[int]) -> str:
    """What F9 would write, said before it is pressed; `label` of the common result."""
    if plan.problem:
        return plan.problem
    parts = [f"Sẽ ghi {len(plan.rows)} dòng là “{label}”"]
    if exceptions:
        parts.append(f"{len(exceptions)} dòng để nhập riêng: {describe_lines(exceptions)}")
    others = [*plan.have_visit, *plan.met_that_day, *plan.gone, *(n for n, _ in plan.refused)]
    if others:
        parts.append(f"{len(others)} dòng để nguyên: {describe_lines(others)}")
    return "; ".join(parts) + ". F9 để ghi."


def describe_whole_sheet(plan: WholeSheet, exceptions: Sequence[int]) -> str:
    """What was written and what was left alone, in one line."""
    if plan.problem:
        return plan.problem
    parts = [f"Đã ghi {len(plan.rows)} dòng theo tờ"]
    for lines, why in (
        (exceptions, "ngoại lệ"), (plan.have_visit, "đã có lượt đến"),
        (plan.met_that_day, "tổ này đã đến hôm ấy"), (plan.gone, "hộ không còn ở"),
        ([n for n, _ in plan.refused], plan.refused[0][1].rstrip(".") if plan.refused else ""),
    ):  # fmt: skip
        if lines:
            parts.append(f"để nguyên dòng {describe_lines(lines)} ({why})")
    return "; ".join(parts) + ". Ctrl+Z lấy lại."
