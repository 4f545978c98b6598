"""The rows an import refused, as a workbook to correct and import again: where, why, as read."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl.workbook import Workbook

from domain.household_import import Reject
from exports.cells import HEAD, PRACTICE_MARK, Styles, clean_text, data_look, put_text, put_value
from exports.files import write_beside
from exports.measure import count_lines, height_of
from exports.page import set_page, set_widths
from exports.practice import PRACTICE_LINE

SIZE = 11.0
FIRST = (("Trang tính", 26.0), ("Dòng", 13.0), ("Lý do không nhập", 60.0))
CELL_MM = 26.0


def write_rejects(
    rejects: Sequence[Reject], path: Path, headings: Sequence[str] = (), *, practice: bool
) -> None:
    """`headings` are those of the file, in the order of `cells`; a missing one is numbered."""
    workbook = Workbook()
    styles = Styles(workbook)
    sheet = workbook.worksheets[0]
    sheet.title = "Dòng chưa nhập"
    wide = max((len(r.cells) for r in rejects), default=0)
    names = [*headings, *(f"Cột {n}" for n in range(len(headings) + 1, wide + 1))]
    widths = [w for _, w in FIRST] + [CELL_MM] * len(names)
    set_widths(sheet, widths)
    head = HEAD.at(SIZE)
    top = 1
    if practice:
        put_text(sheet.cell(1, 1), PRACTICE_LINE)
        styles.apply(sheet.cell(1, 1), PRACTICE_MARK)
        top = 2
    all_names = [h for h, _ in FIRST] + names
    for n, heading in enumerate(all_names, 1):
        cell = sheet.cell(top, n)
        put_text(cell, clean_text(heading))
        styles.apply(cell, head)
    lines = max(count_lines(h, w, SIZE, True) for h, w in zip(all_names, widths, strict=True))
    sheet.row_dimensions[top].height = height_of(lines, SIZE, 2)
    text, number = data_look("text", SIZE), data_look("rank", SIZE)
    for row, reject in enumerate(rejects, top + 1):
        place = reject.place
        values: list[str | int] = [place.sheet, place.row, reject.reason, *reject.cells]
        for n, value in enumerate(values, 1):
            cell = sheet.cell(row, n)
            put_value(cell, clean_text(value) if isinstance(value, str) else value, "text")
            styles.apply(cell, number if n == 2 else text)
        lines = max(count_lines(str(v), w, SIZE) for v, w in zip(values, widths, strict=False))
        sheet.row_dimensions[row].height = height_of(lines, SIZE, 2)
    sheet.freeze_panes = f"D{top + 1}"
    set_page(sheet, landscape=True, practice=practice, repeat=f"{top}:{top}")
    write_beside(workbook.save, path)
