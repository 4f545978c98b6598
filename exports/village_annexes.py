"""Phụ lục I: results by village, on as many pages as a legible type size asks for (Biểu 01).

What the columns are is said in village_columns.py; here they are filled, totalled and ranked.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from domain.figures import FIGURE_KINDS
from domain.indicators import rank, rate_change
from domain.numerals import format_count, format_rate
from domain.progress import Progress, UnitProgress
from domain.villages import split_village
from exports.annexes import RATE_BEFORE, Annex, CellValue, Column, order_column
from exports.report import Report
from exports.village_columns import (
    NOT_REPORTED,
    Line,
    app_lines,
    device_lines,
    figure_sources,
    household_lines,
    revisit_lines,
)

MOST_LEFT_OUT = 6  # named under the table


def unit_word(progress: Progress) -> str:
    """What the villages of this commune are called: "thôn, bản", "tổ dân phố" …"""
    kinds = list(dict.fromkeys(split_village(u.label)[0] for u in progress.units))
    named = [k for k in kinds if k]
    return ", ".join(named) if named and len(named) <= 3 else "thôn, bản"


def marked_label(label: str, *, tally: bool) -> str:
    """ "Bản Chiềng (*)" where totals of the whole village are in its numbers."""
    return f"{label} (*)" if tally else label


def tally_notes(report: Report) -> list[str]:
    if not any(u.tally for u in report.progress.units):
        return []
    notes = [
        "(*) Số liệu tổng hợp, không theo từng hộ; tính trọn vào ngày cuối của số liệu, không cộng "
        "với phiếu hộ của những ngày ấy."
    ]
    over = [u for u in report.progress.units if u.over]
    if over:
        names = ", ".join(f"{u.label} ({u.over} hộ)" for u in over)
        notes.append(f"Số hộ đã đến báo về nhiều hơn danh sách, chỉ tính hết danh sách: {names}.")
    return notes


def village_annexes(report: Report) -> list[Annex]:
    word = unit_word(report.progress).upper()
    pages = [
        ("KẾT QUẢ ĐẾN HỘ VẬN ĐỘNG", household_lines()),
        ("KẾT QUẢ RÀ SOÁT THIẾT BỊ", device_lines(report.campaign)),
    ]
    pages += [
        (f"KẾT QUẢ CÀI ĐẶT {app.name.upper()}", app_lines(report.progress, app))
        for app in report.campaign.active_apps
    ]
    if report.progress.commune_now.revisit_due:
        pages.append(("KẾT QUẢ QUAY LẠI", revisit_lines()))
    return [
        _annex(report, f"Phụ lục I-{'abcdefghijk'[n]}", f"{title} THEO {word}", lines)
        for n, (title, lines) in enumerate(pages)
    ]


def _annex(report: Report, label: str, title: str, lines: Sequence[Line]) -> Annex:
    progress = report.progress
    name = Column("unit", f"Tên {unit_word(progress)}", "text", width=30, sums=False)
    lines = [_with_stated(line, progress) for line in lines]
    values = [{line.column.key: line.value(u) for line in lines} for u in progress.units]
    for line in lines:
        if line.column.rank_of:
            _fill_ranks(line.column, values, progress)
        if line.column.change_of and line.indicator:
            for unit, v in zip(progress.units, values, strict=True):
                v[RATE_BEFORE] = line.indicator.rate(unit.before, line.app)
    rows: list[dict[str, CellValue]] = [
        {"order": n, "unit": marked_label(u.label, tally=u.tally), **v}
        for n, (u, v) in enumerate(zip(progress.units, values, strict=True), 1)
    ]
    total, known = _totals(progress, lines, values)
    columns = (order_column(), name, *(_unless_open(line, total) for line in lines))
    keys = tuple(u.id for u in progress.units)
    notes = (*_notes(report, lines), *_basis_notes(progress, lines, total), *tally_notes(report))
    return Annex(label, title, columns, tuple(rows), total, known, notes, keys)


def _with_stated(line: Line, progress: Progress) -> Line:
    if line.column.key in progress.stated_for_commune():
        return replace(line, column=replace(line.column, sums=False, stated=True))
    return line


def _unless_open(line: Line, total: dict[str, CellValue]) -> Column:
    """A part that some unit cannot tell has no total to be compared with its rows."""
    is_open = bool(line.part_of) and total[line.column.key] is None
    return replace(line.column, sums=False) if is_open else line.column


def _fill_ranks(column: Column, values: list[dict[str, CellValue]], progress: Progress) -> None:
    """A unit that did not report has no rank, even where a rate of 0 could be computed."""
    rates: dict[str, Fraction | None] = {}
    for unit, v in zip(progress.units, values, strict=True):
        rate = v[column.rank_of]
        rates[unit.id] = rate if unit.has_data and isinstance(rate, Fraction) else None
    ranks = rank(rates)
    for unit, v in zip(progress.units, values, strict=True):
        v[column.key] = ranks[unit.id]


def _totals(
    progress: Progress, lines: Sequence[Line], values: Sequence[dict[str, CellValue]]
) -> tuple[dict[str, CellValue], dict[str, tuple[int, int]]]:
    """The row "Tổng cộng" and, by column, on how many of the units it stands."""
    total: dict[str, CellValue] = {"unit": "Tổng cộng"}
    known: dict[str, tuple[int, int]] = {}
    commune = UnitProgress("", "", progress.commune_now, progress.commune_before)
    for line in lines:
        key, kind = line.column.key, line.column.kind
        if kind in ("text", "rank"):
            continue
        n = sum(v[key] is not None for v in values)
        if line.indicator is None:
            whole = all(v[key] is not None or v.get(line.part_of) is None for v in values)
            total[key] = line.value(commune) if whole else None
        else:
            rate, n = progress.rate(line.indicator, line.app)
            if kind == "points":
                earlier, _ = progress.rate(line.indicator, line.app, before=True)
                rate = rate_change(rate, earlier)
            total[key] = rate
        known[key] = (n, len(values))
    return total, known


def _notes(report: Report, lines: Sequence[Line]) -> tuple[str, ...]:
    keys = {line.column.key for line in lines}
    sources = figure_sources(report.progress)
    notes = [
        "“–”: chưa có số liệu; tỷ lệ tổng cộng = tổng tử số chia tổng mẫu số của các đơn vị có "
        "cả hai."
    ]
    notes += [
        f"{kind.label}: {sources[kind.code]}."
        for kind in FIGURE_KINDS
        if kind.code in keys and kind.code in sources
    ]
    if "note" in keys and any(not u.has_data for u in report.progress.units):
        notes.append(f"“{NOT_REPORTED}”: chưa ghi lượt đến nào; các hộ vẫn nằm trong mẫu số.")
    return tuple(notes)


def _basis_notes(
    progress: Progress, lines: Sequence[Line], total: dict[str, CellValue]
) -> list[str]:
    """Of a total rate that is not its two printed totals divided: what it is, and of which units.

    The units left out know only one of its numbers; what is not known is not 0.
    """
    notes = []
    for number, line in enumerate(lines, 3):  # after TT and the name
        rate, ratio = total.get(line.column.key), line.column.ratio
        if not ratio or line.indicator is None or not isinstance(rate, Fraction):
            continue
        top, bottom = (total.get(key) for key in ratio)
        if isinstance(top, int) and isinstance(bottom, int) and top == rate * bottom:
            continue
        above, below = progress.parts(line.indicator, line.app)
        _, n = progress.rate(line.indicator, line.app)
        notes.append(
            f"{basis_start(number)} {format_count(above)}/{format_count(below)} = "
            f"{format_rate(rate)}, tính trên {n}/{len(progress.units)} đơn vị có cả hai số"
            f"{_left_out(progress, line)}."
        )
    return notes


def basis_start(number: int) -> str:
    """How the note on a column's total rate begins."""
    return f"Tổng cộng cột ({number}):"


def _left_out(progress: Progress, line: Line) -> str:
    assert line.indicator
    pairs = [(u.label, line.indicator.parts(u.now, line.app)) for u in progress.units]
    names = [label for label, pair in pairs if pair.count(None) == 1]
    if not names or len(names) > MOST_LEFT_OUT:
        return ""
    return f"; chưa tính {', '.join(names)} vì mới có một trong hai số"
