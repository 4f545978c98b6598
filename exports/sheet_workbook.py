"""A sheet as a workbook: the paper of a village, to print or to fill in on a phone or PC.

Only the cells to fill in are open. What the import finds the sheet and its lines by is hidden three
times over, because programs lose one or the other: a hidden sheet with the ids (KEY_SHEET), a
hidden first row with the names of the fields, a hidden first column with the number of the line.
Rows that are not lines carry NO_LINE there. How wide columns are: exports/sheet_widths.py.
"""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl.styles import Alignment, Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from domain.days import format_day
from domain.fields import Choice, Field, Number
from domain.printed_sheets import PrintedLine, PrintedSheet
from domain.sheet_files import FORMAT, KEY_MARK, KEY_SHEET, NO_LINE, READ_HEADINGS
from domain.visits import SLOTS
from exports.cells import FONT, HEAD, Look, Styles, clean_text, data_look, put_text
from exports.files import write_beside
from exports.measure import MM_PER_POINT, count_lines, height_of
from exports.page import keep_together, set_widths
from exports.practice import PRACTICE_WORD
from exports.sheet_widths import share_widths, upright_mm

SIZE = 12.0
MARGINS_MM = (9, 8, 9, 14)  # left, right, top, bottom
FOOTER_MM = 6
PAGE_PT = (210 - MARGINS_MM[2] - MARGINS_MM[3]) * 72 / 25.4
LEAST_ROW_PT = 31.8  # two lines, 11.2 mm: room for a pen
GAP_PT = 6.0
SIGNING_PT = 40.0  # 14 mm for a name and a hand
FIRST_COLUMN = 2  # behind the hidden numbers of the lines
READ = len(READ_HEADINGS)

TITLE = Look("Phiếu: tên", 14, bold=True, down="center")
MARK = Look("Phiếu: tập huấn", 14, bold=True, across="center", down="center", boxed=True)
NUMBER = Look("Phiếu: số", 14, bold=True, across="right", down="center")
PLAIN = Look("Phiếu: chữ thường", SIZE, down="center")
TOP_LEFT = Look("Phiếu: chú giải", SIZE, down="top")
SIGNER = Look("Phiếu: người ký", SIZE, bold=True, across="center")
HINT = Look("Phiếu: cách ký", SIZE, italic=True, across="center")
RECEIPT = Look("Phiếu: biên nhận", SIZE, bold=True, across="center", down="center", over=True)
LINE_TEXT = data_look("text", SIZE)
NUMBER_TEXT = data_look("rank", SIZE)
# What is typed as text stays text: a spreadsheet would turn 5/8 into the 8th of May.
TYPED_TEXT = replace(LINE_TEXT, name="Phiếu: ghi chữ", across="center")
TYPED_NOTE = replace(LINE_TEXT, name="Phiếu: ghi chú")
TYPED_NUMBER = replace(NUMBER_TEXT, name="Phiếu: ghi số", number_format="General")
SIGNERS = ("Người ghi phiếu", "Trưởng thôn, bản, tổ dân phố", "Cán bộ kiểm tra")
PARTIES = ("Người nộp phiếu", "Người nhận phiếu")
SIGN_HINT = "(Ký, ghi rõ họ tên)"
UPRIGHT = Alignment(horizontal="center", vertical="center", wrap_text=True, text_rotation=90)
MOST_PROMPT = 255  # characters Excel shows beside a cell


def write_sheet_workbook(printed: PrintedSheet, path: Path) -> None:
    write_beside(build_sheet_workbook(printed).save, path)


def build_sheet_workbook(printed: PrintedSheet) -> Workbook:
    workbook = Workbook()
    page = _Page(workbook, printed)
    page.write()
    _write_key(workbook, printed)
    workbook.security = WorkbookProtection(lockStructure=True)
    return workbook


class _Page:
    """The one visible sheet, row by row from the top."""

    def __init__(self, workbook: Workbook, printed: PrintedSheet) -> None:
        self._printed = printed
        self._styles = Styles(workbook)
        self._open: dict[Look, Any] = {}
        self._sheet: Worksheet = workbook.worksheets[0]
        self._sheet.title = printed.sheet.code
        with_why = any(x.why for x in printed.lines)
        self._widths, self._upright = share_widths(printed.fields, with_why=with_why)
        self._last = FIRST_COLUMN + len(self._widths) - 1
        self._row = 1

    def write(self) -> None:
        sheet, printed = self._sheet, self._printed
        set_widths(sheet, [10.0, *self._widths])
        sheet.column_dimensions["A"].hidden = True
        self._write_names()
        self._write_head()
        self._write_headings()
        heads_end, first = self._row - 1, self._row
        for line in printed.lines:
            self._write_line(line)
        lines_end = self._row - 1
        self._write_closing()
        for name, validation in self._validations():
            letter = get_column_letter(self._column(name))
            validation.add(f"{letter}{first}:{letter}{lines_end}")
            sheet.add_data_validation(validation)
        sheet.print_title_rows = f"2:{heads_end}"
        repeated = sum(sheet.row_dimensions[n].height or 0 for n in range(2, heads_end + 1))
        keep_together(sheet, lines_end + 1, lines_end + 1, self._row, PAGE_PT, repeated)
        sheet.freeze_panes = f"{get_column_letter(FIRST_COLUMN + 2)}{first}"
        self._protect()
        self._set_paper()

    def _column(self, name: str) -> int:
        names = [f.name for f in self._printed.fields]
        return FIRST_COLUMN + READ + names.index(name)

    def _write_names(self) -> None:
        put_text(self._sheet.cell(1, 1), KEY_MARK)
        for n in range(READ):
            put_text(self._sheet.cell(1, FIRST_COLUMN + n), NO_LINE)
        for f in self._printed.fields:
            put_text(self._sheet.cell(1, self._column(f.name)), f.name)
        self._sheet.row_dimensions[1].hidden = True
        self._row = 2

    def _write_head(self) -> None:
        printed, sheet = self._printed, self._printed.sheet
        number_from, mark_from = self._last - 3, self._last - 7
        self._put(self._row, FIRST_COLUMN, mark_from - 1, printed.heading, TITLE)
        if printed.practice:
            self._put(self._row, mark_from, number_from - 1, PRACTICE_WORD, MARK)
        self._put(self._row, number_from, self._last, f"Số phiếu: {sheet.code}", NUMBER)
        self._end_row(height_of(1, TITLE.size, 4))
        parts = (
            sheet.title, printed.team, f"{len(printed.lines)} hộ", printed.commune,
            f"đợt: {printed.campaign}", f"in ngày {format_day(printed.printed_on)}",
        )  # fmt: skip
        self._put_wide("; ".join(p for p in parts if p), PLAIN, 2)
        self._put_wide(_legend(printed), TOP_LEFT, 0)
        if printed.reasons:
            self._put_wide(_reasons(printed), TOP_LEFT, 2)
        for text in printed.notes:
            self._put_wide(text, TOP_LEFT, 2)

    def _write_headings(self) -> None:
        head = HEAD.at(SIZE)
        kinds = [None] * READ + [f.kind for f in self._printed.fields]
        labels = [*READ_HEADINGS, *(f.label for f in self._printed.fields)]
        height = 0.0
        for n, (label, width) in enumerate(zip(labels, self._widths, strict=True)):
            at = FIRST_COLUMN + n
            self._put(self._row, at, at, label, head)
            needed = height_of(count_lines(label, width, SIZE, bold=True), SIZE, 2)
            if self._upright and isinstance(kinds[n], Number):
                needed = upright_mm(label, width) / MM_PER_POINT
                self._sheet.cell(self._row, at).alignment = UPRIGHT
            height = max(height, needed)
        self._end_row(height)

    def _write_line(self, line: PrintedLine) -> None:
        number = " · ".join(t for t in (line.code, line.phone) if t)
        place = ", ".join(t for t in (line.cluster, line.address) if t)
        texts = (
            str(line.line), "\n".join(t for t in (line.head_name, number, place) if t),
            "\n".join(t for t in (line.last, line.why) if t),
        )  # fmt: skip
        put_text(self._sheet.cell(self._row, 1), self._printed.bar_code(line.line))
        looks = (NUMBER_TEXT, LINE_TEXT, LINE_TEXT)
        lines = 1
        for n, (text, look) in enumerate(zip(texts, looks, strict=True)):
            self._put(self._row, FIRST_COLUMN + n, FIRST_COLUMN + n, text, look)
            lines = max(lines, count_lines(clean_text(text), self._widths[n], SIZE))
        for f in self._printed.fields:
            cell: Any = self._sheet.cell(self._row, self._column(f.name))
            cell._style = copy(self._open_style(cell, _typed(f)))
        self._row += 1
        self._sheet.row_dimensions[self._row - 1].height = max(LEAST_ROW_PT, height_of(lines, SIZE))

    def _open_style(self, cell: Any, look: Look) -> Any:
        """The look on a cell that is not locked."""
        if look not in self._open:
            self._styles.apply(cell, look)
            cell.protection = Protection(locked=False)
            self._open[look] = copy(cell._style)
        return self._open[look]

    def _write_closing(self) -> None:
        """Signatures, then the receipt to cut off: its number is that of the ledger."""
        code, title = self._printed.sheet.code, self._printed.sheet.title
        self._end_row(GAP_PT)
        self._write_signers(SIGNERS)
        self._put_wide(f"GIẤY BIÊN NHẬN NỘP PHIẾU, SỐ {code}", RECEIPT, 8)
        self._put_wide(
            f"Đã nhận tờ phiếu số {code}, {title}, {len(self._printed.lines)} hộ, trong đó ……… hộ "
            "đã ghi kết quả. Ngày …… tháng …… năm ………", PLAIN, 2,
        )  # fmt: skip
        self._write_signers(PARTIES)

    def _write_signers(self, people: tuple[str, ...]) -> None:
        edges = self._edges(len(people))
        for look, texts in ((SIGNER, people), (HINT, (SIGN_HINT,) * len(people))):
            for (first, last), text in zip(edges, texts, strict=True):
                self._put(self._row, first, last, text, look)
            self._end_row(height_of(1, SIZE))
        self._end_row(SIGNING_PT)

    def _edges(self, parts: int) -> list[tuple[int, int]]:
        """The columns in so many stretches of about one width."""
        edges: list[tuple[int, int]] = []
        first, used = FIRST_COLUMN, 0.0
        for n, width in enumerate(self._widths, FIRST_COLUMN):
            used += width
            if used >= sum(self._widths) * (len(edges) + 1) / parts - 1 or n == self._last:
                edges.append((first, n))
                first = n + 1
        return edges[:parts]

    def _put_wide(self, text: str, look: Look, spacing: float) -> None:
        """Text across the page in a row of its own, as high as it needs."""
        lines = count_lines(clean_text(text), sum(self._widths), look.size, look.bold)
        self._put(self._row, FIRST_COLUMN, self._last, text, look)
        self._end_row(height_of(lines, look.size, spacing))

    def _put(self, row: int, first: int, last: int, text: str, look: Look) -> None:
        for n in range(first, last + 1):
            self._styles.apply(self._sheet.cell(row, n), look)
        put_text(self._sheet.cell(row, first), clean_text(text))
        if last > first:
            self._sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)

    def _end_row(self, height: float) -> None:
        put_text(self._sheet.cell(self._row, 1), NO_LINE)
        self._sheet.row_dimensions[self._row].height = height
        self._row += 1

    def _validations(self) -> Iterator[tuple[str, DataValidation]]:
        printed = self._printed
        for f in printed.fields:
            if f.name == "disposition":
                listed = ",".join(o.digit for o in printed.legend)
                rule = DataValidation("list", f'"{listed}"', allow_blank=True)
                _explain(rule, "Kết quả", _legend(printed), "Hãy gõ một số từ 0 đến 9.")
            elif f.name == "reason":
                count = sum(len(options) for _, options in printed.reasons)
                if not count:
                    continue
                rule = DataValidation("list", f"'{KEY_SHEET}'!$C$1:$C${count}", allow_blank=True)
                _explain(rule, "Lý do", "Gõ số thứ tự của lý do, hoặc chọn trong danh sách.")
            elif isinstance(f.kind, Number):
                rule = DataValidation(
                    "whole", operator="between", formula1="0", formula2="9999", allow_blank=True
                )
                _explain(rule, f.label, "", "Hãy gõ số, ví dụ 2. Chưa rõ thì để trống.")
            elif isinstance(f.kind, Choice) and f.kind.options:
                listed = ",".join(o.label for o in f.kind.options)
                rule = DataValidation("list", f'"{listed}"', allow_blank=True)
                rule.showErrorMessage = False  # one letter or a digit does as well
            else:
                continue
            yield f.name, rule

    def _protect(self) -> None:
        """Without a password: against mistakes, not against people."""
        protection = self._sheet.protection
        protection.sheet = True
        protection.formatColumns = protection.formatRows = False  # "not forbidden"

    def _set_paper(self) -> None:
        sheet, printed = self._sheet, self._printed
        sheet.page_setup.paperSize = 9
        sheet.page_setup.orientation = "landscape"
        left, right, top, bottom = (mm / 25.4 for mm in MARGINS_MM)
        sheet.page_margins = PageMargins(
            left, right, top, bottom, header=FOOTER_MM / 25.4, footer=FOOTER_MM / 25.4
        )
        footers: Any = sheet.HeaderFooter.oddFooter
        mark = f" – {PRACTICE_WORD}" if printed.practice else ""
        title = clean_text(printed.sheet.title).replace("&", "&&")
        for part, text in (
            (footers.left, f"Số phiếu: {printed.sheet.code}{mark}"), (footers.center, title),
            (footers.right, "Trang &P/&N"),
        ):  # fmt: skip
            part.text, part.size, part.font = text, int(SIZE), f"{FONT},Regular"
        sheet.sheet_view.showGridLines = False


def _typed(field: Field) -> Look:
    if isinstance(field.kind, Number) or field.name == "disposition":
        return TYPED_NUMBER
    return TYPED_NOTE if field.name in ("note", "reason") else TYPED_TEXT


def _explain(rule: DataValidation, title: str, prompt: str, error: str = "") -> None:
    if prompt:
        rule.showInputMessage = True
        rule.promptTitle, rule.prompt = title, _fitting(prompt)
    rule.showErrorMessage = bool(error)
    if error:
        rule.errorTitle, rule.error = title, error


def _fitting(text: str) -> str:
    return text if len(text) <= MOST_PROMPT else text[: MOST_PROMPT - 1] + "…"


def _legend(printed: PrintedSheet) -> str:
    codes = "; ".join(f"{o.digit} {o.label}" for o in printed.legend)
    slots = ", ".join(f"{s.digit} {s.label}" for s in SLOTS)
    return f"Kết quả (KQ): {codes}. Buổi: {slots}."


def _reasons(printed: PrintedSheet) -> str:
    groups = (
        f"KQ {digit}: {', '.join(f'{o.digit} {o.label}' for o in options)}"
        for digit, options in printed.reasons
    )
    return f"Lý do. {'; '.join(groups)}."


def _write_key(workbook: Workbook, printed: PrintedSheet) -> None:
    key: Worksheet = workbook.create_sheet(KEY_SHEET)
    facts = {"format": str(FORMAT), "sheet": printed.sheet.id, "number": printed.sheet.code}
    for row, (name, value) in enumerate(facts.items(), 1):
        put_text(key.cell(row, 1), name)
        put_text(key.cell(row, 2), value)
    labels = [o.label for _, options in printed.reasons for o in options]
    for row, label in enumerate(labels, 1):
        put_text(key.cell(row, 3), clean_text(label))
    key.protection.sheet = True
    key.sheet_state = "veryHidden"
