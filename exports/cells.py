"""How a cell looks: kinds → number formats, the named styles, text that stays text.

To add a kind of value: its format in FORMATS and, where its alignment differs, in ALIGNMENTS.
To add a look: a Look here. NĐ 30/2020, Phụ lục I: Times New Roman, black.
"""

import unicodedata
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook import Workbook

from exports.annexes import CellValue

FONT = "Times New Roman"
UNKNOWN = "–"

# A rate is a fraction of 1 with a real percent format; each Excel shows it in its own way:
# 16,27 % in Vietnamese, 16.27 % in English. In `0.00" %"` the sign would be a mere letter.
FORMATS = {
    "text": "@",
    "count": "#,##0",
    "rate": r"0.00\ %",
    "points": "+0.00;-0.00;0.00",
    "rank": "0",
    "day": "dd/mm/yyyy",
}
ALIGNMENTS = {"text": "left", "day": "center", "rank": "center"}
_RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Look:
    """A named style of the workbook."""

    name: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    across: str = "left"
    down: str = "top"
    boxed: bool = False
    over: bool = False  # the solid line of NĐ 30/2020: the top border of the cells under its text
    number_format: str = "General"
    fill: str = ""
    colour: str = "000000"

    def __hash__(self) -> int:
        """Names are unique; the other eleven fields would be hashed for every cell."""
        return hash(self.name)

    def at(self, size: float) -> "Look":
        return self if size == self.size else replace(self, name=f"{self.name} {size:g}", size=size)


NATION = Look("Quốc hiệu", 12, bold=True, across="center")
MOTTO = Look("Tiêu ngữ", 13, bold=True, across="center")
SUPERIOR = Look("Cơ quan cấp trên", 12, across="center")
ISSUER = Look("Cơ quan ban hành", 12, bold=True, across="center")
RULE = Look("Đường kẻ", 4, over=True)
NUMBER = Look("Số văn bản", 13, across="center")
PLACE_DATE = Look("Địa danh, ngày", 13, italic=True, across="center")
TITLE = Look("Tên loại, trích yếu", 14, bold=True, across="center")
ADDRESSEE = Look("Kính gửi", 14, across="center")
ADDRESSEE_LIST = Look("Kính gửi nhiều nơi", 14)
BODY = Look("Nội dung", 14, across="justify")
SECTION = Look("Đề mục", 14, bold=True, across="justify")
SIGNATURE = Look("Quyền hạn, chức vụ", 14, bold=True, across="center")
RECIPIENTS_HEAD = Look("Nơi nhận", 12, bold=True, italic=True)
RECIPIENTS = Look("Danh sách nơi nhận", 11)

ANNEX_LABEL = Look("Số phụ lục", 14, bold=True, across="center", down="center")
ANNEX_TITLE = Look("Tên phụ lục", 14, bold=True, across="center", down="center")
ANNEX_REFERENCE = Look("Kèm theo", 13, italic=True, across="center", down="center")
HEAD = Look("Đầu bảng", 12, bold=True, across="center", down="center", boxed=True, fill="F2F2F2")
COLUMN_NUMBER = Look("Số cột", 11, italic=True, across="center", down="center", boxed=True)
FORM_NOTE = Look("Ghi chú bảng", 11, italic=True)
PREPARER = Look("Người lập biểu", 13, bold=True, across="center")
PREPARER_HINT = Look("Ký, ghi rõ họ tên", 12, italic=True, across="center")
PRACTICE = Look(
    "Tập huấn", 18, bold=True, across="center", down="center", boxed=True, fill="FFF7E0",
    colour="C9A227",
)  # fmt: skip
PRACTICE_MARK = Look("Tập huấn, một dòng", 13, bold=True)
INTERNAL = Look("Lưu hành nội bộ", 13, bold=True, across="center", down="center", boxed=True)


@cache
def data_look(kind: str, size: float, *, total: bool = False, italic: bool = False) -> Look:
    """The look of a table cell of this kind of value."""
    role = "tổng" if total else "nghiêng" if italic else "dòng"
    return Look(
        f"Bảng {kind} {role} {size:g}", size, bold=total, italic=italic,
        across=ALIGNMENTS.get(kind, "right"), down="center", boxed=True,
        number_format=FORMATS[kind],
    )  # fmt: skip


class Styles:
    """The looks of one workbook: each registered once as a named style, then copied by number."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._known: dict[Look, object] = {}
        set_normal_font(workbook)

    def apply(self, cell: Any, look: Look) -> None:
        """Setting `cell.style` by name costs ten times a copy of the array of style numbers."""
        quoted = cell._style is not None and cell._style.quotePrefix
        known = self._known.get(look)
        if known is None:
            self._workbook.add_named_style(_named(look))
            cell.style = look.name
            known = self._known[look] = copy(cell._style)
        cell._style = copy(known)
        if quoted:
            cell.quotePrefix = True


def set_normal_font(workbook: Workbook) -> None:
    """Column widths are counted in digits of this font: Excel takes the one of the style Normal,
    LibreOffice the first of the file."""
    book: Any = workbook
    normal = Font(name=FONT, size=12)
    book._fonts = IndexedList([normal])
    book._named_styles["Normal"].font = normal


def _named(look: Look) -> NamedStyle:
    thin = Side(style="thin", color="000000")
    style = NamedStyle(name=look.name)
    style.font = Font(
        name=FONT, size=look.size, bold=look.bold, italic=look.italic, color=f"FF{look.colour}"
    )
    style.alignment = Alignment(
        horizontal=look.across,
        vertical=look.down,
        wrap_text=True,
    )
    if look.boxed:
        style.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    elif look.over:
        style.border = Border(top=thin)
    if look.fill:
        style.fill = PatternFill("solid", fgColor=f"FF{look.fill}")
    style.number_format = look.number_format
    return style


def clean_text(text: str) -> str:
    """NFC, without the control characters that no workbook may hold."""
    return unicodedata.normalize("NFC", ILLEGAL_CHARACTERS_RE.sub("", text))


def put_text(cell: Cell | MergedCell, text: str) -> None:
    """Text as text: what looks like a formula or an error value is never one (J6)."""
    cell.value = text
    cell.data_type = "s"
    if text.startswith(_RISKY):
        cell.quotePrefix = True


def put_value(cell: Cell | MergedCell, value: CellValue, kind: str) -> None:
    """A value as its kind is stored; nothing known is "–", which is not 0."""
    if value is None:
        cell.value = "" if kind == "text" else UNKNOWN
    elif isinstance(value, str):
        put_text(cell, value)
    elif isinstance(value, Fraction):
        cell.value = float(value * 100 if kind == "points" else value)
    else:
        cell.value = value


def day_value(iso: str) -> date:
    return date.fromisoformat(iso[:10])
