"""Any annex as a sheet: head, headings over two rows, column numbers, rows, totals, notes."""

from dataclasses import replace

from openpyxl.worksheet.worksheet import Worksheet

from domain.numerals import format_count, format_rate
from exports.annexes import Annex, CellValue, Column
from exports.cells import (
    ANNEX_LABEL,
    ANNEX_REFERENCE,
    ANNEX_TITLE,
    COLUMN_NUMBER,
    FORM_NOTE,
    HEAD,
    PREPARER,
    PREPARER_HINT,
    clean_text,
    data_look,
    put_text,
    put_value,
)
from exports.measure import count_lines, height_of, longest_word_mm, text_mm
from exports.page import LANDSCAPE_HEIGHT_PT, LANDSCAPE_MM, keep_together, set_page, set_widths
from exports.sheets.book import Book, Placed, merge
from exports.wording import cut_off_words

MANY_COLUMNS = 9  # with more, 11 pt instead of 12 (vietnam.md 7)
PADDING_MM = 2.4
PREPARER_MM = 55.0
KNOWN_LABEL = "Số đơn vị tính vào tổng"


def write_annexes(book: Book) -> None:
    for annex in book.annexes:
        book.placed.append(_write_annex(book, annex))


def _write_annex(book: Book, annex: Annex) -> Placed:
    sheet = book.add_sheet(annex.label)
    size = 11.0 if len(annex.columns) > MANY_COLUMNS else 12.0
    widths = _widths(annex, size)
    set_widths(sheet, widths)
    row = _write_head(book, sheet, annex, sum(widths))
    first = _write_headings(book, sheet, annex, row, widths, size)
    set_page(sheet, landscape=True, practice=book.report.practice, repeat=f"{row}:{first - 1}")
    sheet.freeze_panes = f"C{first}"
    last = _write_rows(book, sheet, annex, first, widths, size)
    total_row = 0
    end = last + 1
    if annex.total is not None:
        total_row = end
        _write_total(book, sheet, annex, total_row, size)
        end += 1
        if annex.known:
            _write_known(book, sheet, annex, end, widths, size)
            end += 1
    end = _write_notes(book, sheet, annex, end, widths)
    end = _write_preparer(book, sheet, end, widths)
    repeated = sum(sheet.row_dimensions[n].height or 0 for n in range(row, first))
    keep_together(sheet, last, last + 1, end, LANDSCAPE_HEIGHT_PT, repeated)
    return Placed(annex, sheet, first, last, total_row)


def _widths(annex: Annex, size: float) -> list[float]:
    """At least what each column asks for, its longest word and its widest figure; the rest of the
    page goes to the texts."""
    widths = []
    for c in annex.columns:
        needed = [c.width, longest_word_mm(c.heading, size, True) + PADDING_MM]
        needed.append(longest_word_mm(annex.formula_words(c), COLUMN_NUMBER.size) + PADDING_MM)
        if c.kind != "text" and annex.total:
            needed.append(text_mm(_shown(annex.total.get(c.key), c.kind), size, True) + PADDING_MM)
        if c.kind in ("count", "rate"):
            figures = (_shown(r.get(c.key), c.kind) for r in annex.rows)
            longest = max(figures, key=len, default="")
            needed.append(text_mm(longest, size) + PADDING_MM)
        widths.append(max(needed))
    spare = LANDSCAPE_MM - 1 - sum(widths)
    texts = [n for n, c in enumerate(annex.columns) if c.kind == "text"] or [*range(len(widths))]
    if spare > 0:
        for n in texts:
            widths[n] += spare / len(texts)
    return widths


def _shown(value: CellValue, kind: str) -> str:
    if kind == "count" and isinstance(value, int):
        return format_count(value)
    if kind == "rate" and value is not None and not isinstance(value, (str, int)):
        return format_rate(value)  # type: ignore[arg-type]
    return ""


def _write_head(book: Book, sheet: Worksheet, annex: Annex, width: float) -> int:
    """The lines above the table; returns the next free row."""
    columns = (1, len(annex.columns))
    row = book.put_practice(sheet, len(annex.columns))
    head = (
        (annex.label, ANNEX_LABEL),
        (annex.title, ANNEX_TITLE),
        (book.report.reference, ANNEX_REFERENCE),
        (f"Số liệu tính đến {cut_off_words(book.report)}", ANNEX_REFERENCE),
    )
    for n, (text, look) in enumerate(head):
        lines = count_lines(text, width, look.size, look.bold)
        last = n == len(head) - 1
        book.put_across(sheet, row, text, look, columns, height_of(lines, look.size, 4 * last))
        row += 1
    return row


def _write_headings(
    book: Book, sheet: Worksheet, annex: Annex, row: int, widths: list[float], size: float
) -> int:
    """Two rows of headings (one where nothing is grouped) and the row of column numbers."""
    look = HEAD.at(size)
    grouped = any(c.group for c in annex.columns)
    own_row = row + 1 if grouped else row
    groups = _groups(annex.columns)
    group_lines = own_lines = 1
    for first, last, group in groups:
        if group:
            group_lines = max(
                group_lines, count_lines(group, sum(widths[first - 1 : last]), size, True)
            )
    for n, c in enumerate(annex.columns, 1):
        lines = count_lines(c.heading, widths[n - 1], size, True)
        own_lines = max(own_lines, lines if c.group else lines - group_lines * grouped)
    for first, last, group in groups:
        for n in range(first, last + 1):
            c = annex.columns[n - 1]
            top_text = group if group else c.heading
            book.put(sheet, row, n, top_text if n == first or not group else "", look)
            if grouped:
                book.put(sheet, own_row, n, c.heading if group else "", look)
                if not group:
                    merge(sheet, n, row, n, own_row)
        if group and last > first:
            merge(sheet, first, row, last, row)
    if grouped:
        sheet.row_dimensions[row].height = height_of(group_lines, size, 2)
    sheet.row_dimensions[own_row].height = height_of(own_lines, size, 2)
    for n, c in enumerate(annex.columns, 1):
        cell = sheet.cell(own_row + 1, n)
        put_text(cell, annex.formula_words(c))
        book.styles.apply(cell, COLUMN_NUMBER)
    lines = max(
        count_lines(annex.formula_words(c), w, 11)
        for c, w in zip(annex.columns, widths, strict=True)
    )
    sheet.row_dimensions[own_row + 1].height = height_of(lines, 11)
    return own_row + 2


def _groups(columns: tuple[Column, ...]) -> list[tuple[int, int, str]]:
    """Neighbours under one heading as (first, last, group); a column without one stands alone."""
    found: list[tuple[int, int, str]] = []
    for n, c in enumerate(columns, 1):
        if c.group and found and found[-1][2] == c.group:
            found[-1] = (found[-1][0], n, c.group)
        else:
            found.append((n, n, c.group))
    return found


def _write_rows(
    book: Book, sheet: Worksheet, annex: Annex, first: int, widths: list[float], size: float
) -> int:
    looks = [data_look(c.kind, size) for c in annex.columns]
    texts = [(n, c.key) for n, c in enumerate(annex.columns) if c.kind == "text"]
    row = first - 1
    for row, values in enumerate(annex.rows, first):
        for n, (c, look) in enumerate(zip(annex.columns, looks, strict=True), 1):
            cell = sheet.cell(row, n)
            value = values.get(c.key)
            put_value(cell, clean_text(value) if isinstance(value, str) else value, c.kind)
            book.styles.apply(cell, look)
        lines = max(
            (count_lines(str(values.get(k) or ""), widths[n], size) for n, k in texts), default=1
        )
        sheet.row_dimensions[row].height = height_of(lines, size, 3)
    return row


def _write_total(book: Book, sheet: Worksheet, annex: Annex, row: int, size: float) -> None:
    total = annex.total or {}
    for n, c in enumerate(annex.columns, 1):
        cell = sheet.cell(row, n)
        if c.key in total:
            put_value(cell, total[c.key], c.kind)
        book.styles.apply(cell, data_look(c.kind, size, total=True))
    sheet.row_dimensions[row].height = height_of(1, size, 3)


def _write_known(
    book: Book, sheet: Worksheet, annex: Annex, row: int, widths: list[float], size: float
) -> None:
    """On how many units each total stands: "38/40" (features.md 3.4)."""
    look = replace(
        data_look("text", size, italic=True), across="right", name=f"Bảng n trên N {size:g}"
    )
    for n, c in enumerate(annex.columns, 1):
        cell = sheet.cell(row, n)
        if c.key == "unit":
            put_text(cell, KNOWN_LABEL)
        elif c.key in annex.known:
            put_text(cell, "{}/{}".format(*annex.known[c.key]))
        book.styles.apply(cell, data_look("text", size, italic=True) if c.key == "unit" else look)
    lines = count_lines(KNOWN_LABEL, widths[1], size)
    sheet.row_dimensions[row].height = height_of(lines, size, 3)


def _write_notes(book: Book, sheet: Worksheet, annex: Annex, row: int, widths: list[float]) -> int:
    columns, width = (1, len(annex.columns)), sum(widths)
    for n, note in enumerate(annex.notes):
        text = f"Ghi chú: {note}" if n == 0 else note
        if n == len(annex.notes) - 1:
            text = text.rstrip(".") + "./."
        lines = count_lines(text, width, FORM_NOTE.size)
        book.put_across(sheet, row, text, FORM_NOTE, columns, height_of(lines, FORM_NOTE.size, 2))
        row += 1
    return row


def _write_preparer(book: Book, sheet: Worksheet, row: int, widths: list[float]) -> int:
    if not book.report.preparer:
        return row
    block = (1, next(n for n in range(1, len(widths) + 1) if sum(widths[:n]) >= PREPARER_MM))
    for text, look, height in (
        ("NGƯỜI LẬP BIỂU", PREPARER, 20),
        ("(Ký, ghi rõ họ tên)", PREPARER_HINT, 16),
        ("", PREPARER, 36),
        (book.report.preparer, PREPARER, 18),
    ):
        book.put_across(sheet, row, text, look, block, height)
        row += 1
    return row
