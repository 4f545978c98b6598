"""The sheet "Kiểm tra": live formulas that recompute every total and rate and say khớp or lệch.

The only formulas of the workbook: whoever changes a cell of an annex by hand sees it here. To add a
check on totals: a function that yields Check, and its line in CHECKS; on rows: _row_checks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from openpyxl.worksheet.worksheet import Worksheet

from exports.annexes import RATE_BEFORE, Column
from exports.cells import ANNEX_TITLE, FORM_NOTE, HEAD, Look, data_look, put_text
from exports.measure import count_lines, height_of
from exports.page import set_page, set_widths
from exports.sheets.book import Book, Placed

MATCH, MISMATCH, NO_ANSWER = "khớp", "lệch", "–"
RATE_TOLERANCE = 0.00005  # half of the second decimal of a percentage
COUNT_TOLERANCE = 0.5
POINTS_TOLERANCE = 0.005
SIZE = 11.0
WIDTHS = (13.0, 22.0, 64.0, *[19.0] * 8)
HEADINGS = ("TT", "Cột", "Nội dung kiểm tra", "Trong biểu", "Tính lại", "Chênh lệch", "Kết luận")
ACROSS = (1, len(WIDTHS))
Refer = Callable[[str], str]  # column key -> cell of the row that is being checked


@dataclass(frozen=True)
class Check:
    """`shown` and `again` are formulas without "="."""

    where: str
    words: str
    shown: str
    again: str
    kind: str = "count"


@dataclass(frozen=True)
class RowCheck:
    """A column that every row can recompute: a formula that answers khớp, lệch or "–"."""

    column: Column
    answer: Callable[[Refer, int], str]
    total_too: bool = False


def write_checks(book: Book) -> None:
    sheet = book.add_sheet("Kiểm tra")
    set_widths(sheet, list(WIDTHS))
    top = book.put_practice(sheet, len(WIDTHS))
    book.put_across(sheet, top, "KIỂM TRA SỐ LIỆU", ANNEX_TITLE, ACROSS, 22)
    note = "Các ô dưới đây là công thức, tính lại từ các phụ lục mỗi khi mở tệp."
    book.put_across(sheet, top + 2, note, FORM_NOTE, ACROSS, height_of(1, FORM_NOTE.size, 4))
    row = head_row = top + 3
    _write_cells(book, sheet, row, HEADINGS, HEAD.at(SIZE))
    for placed in book.placed:
        for make in CHECKS:
            for check in make(book, placed):
                row += 1
                _write_check(book, sheet, row, row - head_row, check)
    for placed in book.placed:
        row = _write_row_checks(book, sheet, row + 2, placed)
    _write_overall(book, sheet, top + 1, f"$D${head_row + 1}:$K${row}")
    sheet.freeze_panes = f"A{head_row + 1}"
    set_page(sheet, landscape=True, practice=book.report.practice)


def _write_overall(book: Book, sheet: Worksheet, row: int, answers: str) -> None:
    book.put_across(sheet, row, "", ANNEX_TITLE, ACROSS, 22)
    wrong = f'COUNTIF({answers},"{MISMATCH}")+SUMPRODUCT(--ISERROR({answers}))'
    sheet.cell(
        row, 1
    ).value = (
        f'=IF({wrong}=0,"Kết luận chung: {MATCH}","Kết luận chung: {MISMATCH} "&({wrong})&" chỗ")'
    )


def _write_cells(book: Book, sheet: Worksheet, row: int, texts: Sequence[str], look: Look) -> None:
    lines = 1
    for n, text in enumerate(texts, 1):
        book.put(sheet, row, n, text, look)
        lines = max(lines, count_lines(text, WIDTHS[n - 1], look.size, look.bold))
    sheet.row_dimensions[row].height = height_of(lines, look.size, 2)


def _write_check(book: Book, sheet: Worksheet, row: int, n: int, check: Check) -> None:
    text, figure = data_look("text", SIZE), data_look(check.kind, SIZE)
    tolerance = RATE_TOLERANCE if check.kind == "rate" else COUNT_TOLERANCE
    sheet.cell(row, 1).value = n
    put_text(sheet.cell(row, 2), check.where)
    put_text(sheet.cell(row, 3), check.words)
    sheet.cell(row, 4).value = f"={check.shown}"
    sheet.cell(row, 5).value = f"={check.again}"
    sheet.cell(row, 6).value = f"=IF(AND(ISNUMBER(D{row}),ISNUMBER(E{row})),D{row}-E{row},0)"
    sheet.cell(
        row, 7
    ).value = (
        f'=IF(ISNUMBER(D{row})<>ISNUMBER(E{row}),"{MISMATCH}",{_say(f"ABS(F{row})<={tolerance}")})'
    )
    looks = (data_look("rank", SIZE), text, text, figure, figure, figure, data_look("rank", SIZE))
    for column, look in enumerate(looks, 1):
        book.styles.apply(sheet.cell(row, column), look)
    lines = count_lines(check.words, WIDTHS[2], SIZE)
    sheet.row_dimensions[row].height = height_of(lines, SIZE, 2)


def _write_row_checks(book: Book, sheet: Worksheet, row: int, placed: Placed) -> int:
    """A table of answers, one row per row of the annex; returns its last row."""
    checks = list(_row_checks(placed))
    if not checks:
        return row - 2
    own = placed.annex.columns[1]
    heads = [f"{placed.number(c.column)} {_name(c.column)}" for c in checks]
    _write_cells(book, sheet, row, ["TT", placed.annex.label, own.heading, *heads], HEAD.at(SIZE))
    middle = data_look("rank", SIZE)
    rows = [*range(placed.first_row, placed.last_row + 1)]
    if placed.total_row:
        rows.append(placed.total_row)
    for n, at in enumerate(rows, 1):
        row += 1
        is_total = at == placed.total_row
        for column, look in ((1, middle), (2, middle), (3, data_look(own.kind, SIZE))):
            book.styles.apply(sheet.cell(row, column), look)
        sheet.cell(row, 1).value = None if is_total else n
        sheet.cell(row, 3).value = f"={placed.cell(own.key, at)}"
        for column, check in enumerate(checks, 4):
            cell = sheet.cell(row, column)
            if not is_total or check.total_too:
                cell.value = f"={check.answer(lambda key, at=at: placed.cell(key, at), at)}"  # type: ignore[misc]
            book.styles.apply(cell, middle)
        sheet.row_dimensions[row].height = height_of(1, SIZE, 2)
    return row


def _name(column: Column) -> str:
    return f"{column.group} – {column.heading}" if column.group else column.heading


def _say(condition: str) -> str:
    return f'IF({condition},"{MATCH}","{MISMATCH}")'


def check_totals(book: Book, placed: Placed) -> Iterator[Check]:
    """Tổng cộng = the sum of the rows; "–" where no row has a number."""
    for c in placed.annex.columns:
        if placed.total_row and c.kind == "count" and c.sums:
            rows = placed.rows_of(c.key)
            yield Check(
                placed.number(c), f"Tổng cộng = tổng các dòng: {_name(c)}",
                placed.cell(c.key, placed.total_row), f'IF(COUNT({rows})=0,"–",SUM({rows}))',
            )  # fmt: skip


def check_total_rates(book: Book, placed: Placed) -> Iterator[Check]:
    """With a denominator stated for the commune, its two totals; else Σ/Σ over rows with both."""
    for c in placed.annex.columns:
        if not placed.total_row or not c.ratio:
            continue
        top, bottom = c.ratio
        stated = next(x for x in placed.annex.columns if x.key == bottom).stated
        if stated:
            above, below = (placed.cell(k, placed.total_row) for k in (top, bottom))
        else:
            tops, bottoms = placed.rows_of(top), placed.rows_of(bottom)
            above = f'SUMIFS({tops},{bottoms},">=0")'
            below = f'SUMIFS({bottoms},{tops},">=0")'
        yield Check(
            placed.number(c), f"Tỷ lệ tổng cộng = tổng tử số / tổng mẫu số: {_name(c)}",
            placed.cell(c.key, placed.total_row), f'IFERROR({above}/{below},"–")', "rate",
        )  # fmt: skip


def check_last_day(book: Book, placed: Placed) -> Iterator[Check]:
    """The stock at the end of the last day is the total of Phụ lục I."""
    if not placed.annex.has("visited_new"):
        return
    for c in placed.annex.columns:
        other = book.find(c.key, "unit")
        if c.sums or c.kind != "count" or other is None or not other.total_row:
            continue
        shown = placed.cell(c.key, placed.last_row)
        words = f"Lũy kế ngày cuối = tổng cộng của {other.annex.label}: {_name(c)}"
        total = other.cell(c.key, other.total_row)
        yield Check(placed.number(c), words, shown, f"IF(ISNUMBER({shown}),N({total}),{total})")


def check_last_rate(book: Book, placed: Placed) -> Iterator[Check]:
    """One rate for one day: that of the last line is the total of Phụ lục I."""
    for c in placed.annex.columns:
        name, _, code = c.key.partition(":")
        other = book.find(f"installed:{code}", "IND07", "unit") if name == "rate" else None
        if other is None or not other.total_row:
            continue
        words = f"Tỷ lệ ngày cuối = tỷ lệ tổng cộng của {other.annex.label}: {_name(c)}"
        shown, total = placed.cell(c.key, placed.last_row), other.cell("IND07", other.total_row)
        yield Check(placed.number(c), words, shown, total, "rate")


def check_reasons(book: Book, placed: Placed) -> Iterator[Check]:
    """Households visited and not complete: Phụ lục IV says as many as Phụ lục I."""
    first = book.find("visited", "completed", "unit")
    if not placed.annex.has("AWAY") or first is None:
        return
    visited, completed = (first.cell(k, first.total_row) for k in ("visited", "completed"))
    of_known = f'SUMIFS({first.rows_of("visited")},{first.rows_of("completed")},">=0")'
    total = next(c for c in placed.annex.columns if c.key == "total")
    seen = next(c for c in placed.annex.columns if c.key == "visited")
    words = f"Tổng cộng = cột cùng tên của {first.annex.label}: {seen.heading}"
    yield Check(placed.number(seen), words, placed.cell("visited", placed.total_row), visited)
    words = f"Tổng cộng = hộ đã đến trừ hộ hoàn thành của {first.annex.label}"
    again = f'IFERROR({of_known}-{completed},"–")'
    yield Check(placed.number(total), words, placed.cell("total", placed.total_row), again)


CHECKS: tuple[Callable[[Book, Placed], Iterator[Check]], ...] = (
    check_totals,
    check_total_rates,
    check_last_day,
    check_last_rate,
    check_reasons,
)


def _row_checks(placed: Placed) -> Iterator[RowCheck]:
    for c in placed.annex.columns:
        if c.ratio:
            yield RowCheck(c, _ratio_answer(c.key, *c.ratio))
        elif c.sum_of:
            yield RowCheck(c, _sum_answer(c), total_too=True)
        elif c.runs_from:
            yield RowCheck(c, _running_answer(placed, c))
        elif c.change_of:
            yield RowCheck(c, _change_answer(placed, c.key, c.change_of))
        elif c.rank_of:
            yield RowCheck(c, _rank_answer(placed, c))


def _ratio_answer(key: str, top: str, bottom: str) -> Callable[[Refer, int], str]:
    def answer(refer: Refer, row: int) -> str:
        rate, above, below = refer(key), refer(top), refer(bottom)
        agrees = _say(f"ABS({rate}-{above}/{below})<={RATE_TOLERANCE}")
        both = f"IFERROR(ISNUMBER({above}/{below}),FALSE)"
        return f"IFERROR({agrees},{_say(f'NOT(OR(ISNUMBER({rate}),{both}))')})"

    return answer


def _sum_answer(column: Column) -> Callable[[Refer, int], str]:
    def answer(refer: Refer, row: int) -> str:
        total, parts = refer(column.key), ",".join(refer(k) for k in column.sum_of)
        agrees = _say(f"ABS({total}-SUM({parts}))<={COUNT_TOLERANCE}")
        if not column.parts_may_lack:
            agrees = f'IF(COUNT({parts})<{len(column.sum_of)},"{NO_ANSWER}",{agrees})'
        return f"IF(ISNUMBER({total}),{agrees},{_say(f'COUNT({parts})=0')})"

    return answer


def _running_answer(placed: Placed, column: Column) -> Callable[[Refer, int], str]:
    def answer(refer: Refer, row: int) -> str:
        if row == placed.first_row:
            return f'"{NO_ANSWER}"'
        earlier = placed.cell(column.key, row - 1)
        step = f"ABS({refer(column.key)}-{earlier}-{refer(column.runs_from)})"
        return f'IFERROR({_say(f"{step}<={COUNT_TOLERANCE}")},"{NO_ANSWER}")'

    return answer


def _change_answer(placed: Placed, key: str, rate: str) -> Callable[[Refer, int], str]:
    """The rate of the period before stands in the formula; it has no column."""

    def answer(refer: Refer, row: int) -> str:
        before = placed.annex.rows[row - placed.first_row].get(RATE_BEFORE)
        change, now = refer(key), refer(rate)
        if not isinstance(before, Fraction):
            return _say(f"NOT(ISNUMBER({change}))")
        then = f"{before.numerator}/{before.denominator}"
        agrees = _say(f"ABS({change}-({now}-{then})*100)<={POINTS_TOLERANCE}")
        return f"IFERROR({agrees},{_say(f'NOT(ISNUMBER({change}))')})"

    return answer


def _rank_answer(placed: Placed, column: Column) -> Callable[[Refer, int], str]:
    def answer(refer: Refer, row: int) -> str:
        shown, rate = refer(column.key), refer(column.rank_of)
        ranked = _say(f"RANK({rate},{placed.rows_of(column.rank_of)})={shown}")
        return f'IF(ISNUMBER({shown}),{ranked},IF(ISNUMBER({rate}),"{NO_ANSWER}","{MATCH}"))'

    return answer
