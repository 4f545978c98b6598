"""Reads LibreOffice .ods by one streaming pass (odfpy builds a tree and is 60 times slower).

OpenDocument 1.3 part 3: section 9 (tables), 16 and 20 (styles), 6.1 (text in paragraphs).
"""

from collections.abc import Callable
from datetime import datetime

from imports.guard import new_parser, open_zip, parse, read_chunks
from imports.ods_styles import StyleSheet
from imports.refusals import DAMAGED, NO_SHEETS, PASSWORD, TOO_BIG, WRONG_KIND, Unreadable
from imports.sheet import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_TEXT,
    Table,
    TableBuilder,
    Value,
    as_day,
    as_number,
)

MIME = b"application/vnd.oasis.opendocument.spreadsheet"
# Comments, drawings and deleted cells hold text that is not the text of a cell.
NOT_CELLS = frozenset(
    ["office:annotation", "table:shapes", "table:tracked-changes", "table:dde-links", "draw:frame"]
)
CELLS = frozenset(["table:table-cell", "table:covered-table-cell"])
NUMBERS = frozenset(["float", "percentage", "currency"])


def read_ods(data: bytes, report: Callable[[int, int], None]) -> list[Table]:
    """Every sheet, in the order of the tabs."""
    archive = open_zip(data)
    sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    if "mimetype" in sizes and not archive.read("mimetype").startswith(MIME):
        raise Unreadable(WRONG_KIND)
    if "META-INF/manifest.xml" in sizes:
        manifest = b"".join(read_chunks(archive, "META-INF/manifest.xml"))
        if b"encryption-data" in manifest:
            raise Unreadable(PASSWORD)
    if "content.xml" not in sizes:
        raise Unreadable(DAMAGED)
    styles = StyleSheet()
    if "styles.xml" in sizes:
        parser = new_parser()
        parser.StartElementHandler = styles.start
        parse(parser, read_chunks(archive, "styles.xml"))
    content = _Content(styles)
    done = 0

    def advance(size: int) -> None:
        nonlocal done
        done += size
        report(done, sizes["content.xml"])

    parse(content.parser, read_chunks(archive, "content.xml"), advance)
    if not content.tables:
        raise Unreadable(NO_SHEETS)
    return content.tables


class _Content:
    """The handlers of content.xml. A cell is put down when it ends, a row when it ends."""

    def __init__(self, styles: StyleSheet) -> None:
        self.tables: list[Table] = []
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._styles = styles
        self._numbers: dict[tuple[str, str], int] = {}  # (style name, font of runs) → number
        self._fonts: list[str] = []
        self._table: TableBuilder | None = None
        self._skipping = 0
        self._column_styles: list[str] = []
        self._row = self._column = 0
        self._row_attrs: dict[str, str] = {}
        self._values: list[Value] = []
        self._row_styles: list[int] = []
        self._cell_attrs: dict[str, str] | None = None
        self._pieces: list[str] = []
        self._paragraphs = 0
        self._span_fonts: list[str] = []
        self._run_lengths: dict[str, int] = {}

    def _start(self, tag: str, attrs: dict[str, str]) -> None:
        if tag in NOT_CELLS:
            self._skipping += 1
            self.parser.CharacterDataHandler = None
        if self._skipping:
            return
        if tag in CELLS:
            self._cell_attrs = attrs
            self._pieces.clear()
            self._paragraphs = 0
            self._run_lengths.clear()
        elif self._cell_attrs is not None:
            self._start_text(tag, attrs)
        elif tag == "table:table-row":
            self._row_attrs = attrs
            self._column = 0
            self._values = []
            self._row_styles = []
        elif tag == "table:table-column":
            style = attrs.get("table:default-cell-style-name", "")
            room = MAX_COLUMNS - len(self._column_styles)
            repeated = min(_count(attrs, "table:number-columns-repeated"), room)
            self._column_styles.extend([style] * repeated)
        elif tag == "table:table":
            if len(self.tables) >= MAX_SHEETS:
                raise Unreadable(TOO_BIG)
            hidden = (
                attrs.get("table:style-name", "") in self._styles.hidden_tables
                or attrs.get("table:display") == "false"
                or attrs.get("table:visibility", "visible") != "visible"
            )
            self._table = TableBuilder(attrs.get("table:name", ""), hidden)
            self._row = 0
            self._column_styles.clear()
        elif self._table is None:
            self._styles.start(tag, attrs)

    def _start_text(self, tag: str, attrs: dict[str, str]) -> None:
        if tag == "text:p":
            if self._paragraphs:
                self._pieces.append("\n")
            self._paragraphs += 1
            self._span_fonts = [self._styles.font("paragraph", attrs.get("text:style-name", ""))]
            self.parser.CharacterDataHandler = self._text
        elif tag == "text:span":
            font = self._styles.font("text", attrs.get("text:style-name", ""))
            self._span_fonts.append(font or self._span_fonts[-1])
        elif tag == "text:s":
            self._pieces.append(" " * min(_count(attrs, "text:c"), 1000))
        elif tag == "text:tab":
            self._pieces.append("\t")
        elif tag == "text:line-break":
            self._pieces.append("\n")

    def _text(self, text: str) -> None:
        self._pieces.append(text)
        font = self._span_fonts[-1]
        self._run_lengths[font] = self._run_lengths.get(font, 0) + len(text)

    def _end(self, tag: str) -> None:
        if tag in NOT_CELLS:
            self._skipping -= 1
            if not self._skipping and self._paragraphs and self._cell_attrs is not None:
                self.parser.CharacterDataHandler = self._text  # the drawing stood in a paragraph
        elif self._skipping:
            return
        elif tag == "text:p":
            self.parser.CharacterDataHandler = None
        elif tag == "text:span":
            if len(self._span_fonts) > 1:
                self._span_fonts.pop()
        elif tag in CELLS:
            if self._cell_attrs is not None:
                self._put_cell(self._cell_attrs, covered=tag == "table:covered-table-cell")
            self._cell_attrs = None
        elif tag == "table:table-row":
            self._put_row()
        elif tag == "table:table" and self._table is not None:
            self.tables.append(self._table.build(self._fonts))
            self._table = None

    def _put_cell(self, attrs: dict[str, str], covered: bool) -> None:
        column, table = self._column, self._table
        repeated = _count(attrs, "table:number-columns-repeated")
        self._column += repeated
        if table is None:
            return
        if "table:number-columns-spanned" in attrs or "table:number-rows-spanned" in attrs:
            width = _count(attrs, "table:number-columns-spanned")
            height = _count(attrs, "table:number-rows-spanned")
            if width > 1 or height > 1:
                table.merges.append((self._row, column, self._row + height - 1, column + width - 1))
        value = None if covered else self._value(attrs)
        if value is None:
            return
        room = min(repeated, MAX_COLUMNS - column)
        if room < repeated:
            table.ignored_cells += repeated - max(room, 0)
        if room <= 0:
            return
        missing = column - len(self._values)
        if missing:
            self._values.extend([None] * missing)
            self._row_styles.extend([0] * missing)
        self._values.extend([value] * room)
        self._row_styles.extend([self._style(attrs, column)] * room)

    def _value(self, attrs: dict[str, str]) -> Value:
        kind = attrs.get("office:value-type", "")
        text = "".join(self._pieces)[:MAX_TEXT]
        if attrs.get("calcext:value-type") == "error":
            return None
        try:
            if kind in NUMBERS:
                return as_number(float(attrs["office:value"]))
            if kind == "date":
                return as_day(datetime.fromisoformat(attrs["office:date-value"]))
        except (KeyError, ValueError, OverflowError):
            return text or None
        if kind == "boolean":
            return attrs.get("office:boolean-value") == "true"
        if not self._paragraphs:
            text = attrs.get("office:string-value", "")[:MAX_TEXT]
        return text or None

    def _style(self, attrs: dict[str, str], column: int) -> int:
        default = self._column_styles[column] if column < len(self._column_styles) else ""
        name = (
            attrs.get("table:style-name")
            or self._row_attrs.get("table:default-cell-style-name")
            or default
        )
        runs = self._run_lengths
        run_font = max(runs, key=runs.__getitem__) if runs else ""
        key = (name, run_font)
        if key not in self._numbers:
            self._numbers[key] = len(self._fonts)
            self._fonts.append(run_font or self._styles.font("table-cell", name))
        return self._numbers[key]

    def _put_row(self) -> None:
        repeated = _count(self._row_attrs, "table:number-rows-repeated")
        if self._table is not None and self._values:
            row, styles = tuple(self._values), tuple(self._row_styles)
            for index in range(self._row, min(self._row + repeated, MAX_ROWS)):
                self._table.put_row(index, row, styles)
            beyond = self._row + repeated - max(self._row, MAX_ROWS)
            self._table.ignored_cells += max(beyond, 0) * len(row)
        self._row += repeated
        self._values = []


def _count(attrs: dict[str, str], name: str) -> int:
    text = attrs.get(name, "1")
    return max(int(text), 1) if text.isdigit() and len(text) < 10 else 1
