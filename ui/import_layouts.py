"""Corrections of a Layout that the columns step offers, as plain functions. No Tk here."""

from collections.abc import Sequence
from dataclasses import replace

from domain.fields import Option
from imports.cells import text_of
from imports.columns import contents, match_columns, sample
from imports.decoded import DecodedTable
from imports.headings import COLUMN_ROLES, heading_meaning
from imports.layout import Layout, VillageFrom

UNUSED = "-"  # the code of "Không dùng" in a list: an empty text is no choice
ROLES = tuple(Option(o.code or UNUSED, o.label) for o in COLUMN_ROLES)
SAMPLES = 3
SURE = 0.8


def column_letter(column: int) -> str:
    """0 -> "A", 26 -> "AA": as the spreadsheet calls it."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_title(layout: Layout, column: int) -> str:
    """ "B. Họ và tên chủ hộ"; "B" for a column without heading."""
    heading = layout.headings[column] if column < len(layout.headings) else ""
    return f"{column_letter(column)}. {heading}" if heading else column_letter(column)


def sample_values(table: DecodedTable, layout: Layout, column: int) -> list[str]:
    """The first different values below the headings."""
    found: list[str] = []
    for row in table.rows(layout.is_decoded)[layout.first_row :]:
        text = text_of(row[column]) if column < len(row) else ""
        if text and text not in found:
            found.append(text)
            if len(found) == SAMPLES:
                break
    return found


def shown_columns(table: DecodedTable, layout: Layout) -> list[int]:
    """Columns with a heading or a value; the others are not asked about."""
    return [
        c
        for c in range(len(layout.columns))
        if (c < len(layout.headings) and layout.headings[c]) or sample_values(table, layout, c)
    ]


def with_role(layout: Layout, column: int, role: str) -> Layout:
    """A column gets a role; the column that had it loses it. "" or UNUSED: not used."""
    wanted = None if role in ("", UNUSED) else role
    columns = [None if r == wanted else r for r in layout.columns]
    columns[column] = wanted
    sure = [*layout.confidence, *[0.0] * (len(columns) - len(layout.confidence))]
    sure[column] = 1.0
    layout = replace(layout, columns=tuple(columns), confidence=tuple(sure))
    if wanted == "village":
        layout = replace(layout, village_from=VillageFrom.COLUMN)
    elif layout.village_from is VillageFrom.COLUMN and "village" not in columns:
        layout = replace(layout, village_from=None)
    return layout


def with_header_row(table: DecodedTable, layout: Layout, row: int) -> Layout:
    """The headings stand in this row (from 1, as Excel counts; 0: there are none)."""
    rows = table.rows(layout.is_decoded)
    width = len(layout.columns)
    cells = rows[row - 1] if 0 < row <= len(rows) else ()
    headings = tuple(text_of(cells[c]) if c < len(cells) else "" for c in range(width))
    found = [contents(sample(rows, row), c) for c in range(width)]
    roles, sure = match_columns([heading_meaning((h,)) for h in headings], found)
    return replace(
        layout, header_rows=(row - 1,) if row else (), headings=headings, first_row=row,
        columns=tuple(roles), confidence=tuple(sure),
    )  # fmt: skip


def layout_problem(layout: Layout) -> tuple[str, str] | None:
    """(field of the step, sentence) of what a chosen sheet still lacks."""
    if not layout.has_names:
        return "columns", "Chưa có cột nào là “Họ và tên chủ hộ”. Hãy chọn cột đó ở bảng bên dưới."
    source = layout.village_from
    if source is None:
        return "village_from", "Chưa rõ thôn, bản ghi ở đâu. Hãy chọn một cách."
    if source is VillageFrom.FIXED and not layout.village_text:
        return "village_text", "Hãy ghi tên thôn, bản của trang này."
    if source is VillageFrom.COLUMN and layout.column("village") is None:
        return "village_from", "Chưa có cột nào là thôn, bản. Hãy chọn cột đó hoặc chọn cách khác."
    if source is VillageFrom.ADDRESS and layout.column("address") is None:
        return "village_from", "Chưa có cột nào là địa chỉ. Hãy chọn cột đó hoặc chọn cách khác."
    return None


def first_problem(layouts: Sequence[Layout]) -> tuple[int, str, str] | None:
    """(sheet, field, sentence) of the first thing to mend; None when the plan can be made."""
    chosen = [n for n, lay in enumerate(layouts) if lay.is_chosen]
    if not chosen:
        return 0, "is_chosen", "Chưa chọn trang tính nào để nhập."
    for n in chosen:
        if problem := layout_problem(layouts[n]):
            return n, *problem
    return None
