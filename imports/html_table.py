"""Reads the web page with a table in it that old systems write and name .xls.

A scanner of our own, linear in the size of the file whatever it contains: the standard library's
HTMLParser rescans unclosed tags and can be kept busy for hours by a small file.
"""

import html
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from imports.refusals import TOO_BIG, WRONG_KIND, Unreadable
from imports.sheet import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, MAX_TEXT, Table, TableBuilder

TOKEN = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,15})([^<>]*)>")
ATTRIBUTE = re.compile(r"""([A-Za-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
FONT_FAMILY = re.compile(r"""font-family\s*:\s*["']?([^;,"'{}]+)""", re.IGNORECASE)
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
SPACE = re.compile(r"[ \t\r\n\f]+")
LINE_BREAK = "\x0b"  # stands for <br> until the white space of the source is squeezed
TOKENS_BETWEEN_REPORTS = 20_000

Token = tuple[str, str, str, str]  # "" or "/", tag, attributes, the text after it


def read_html(text: str, name: str, report: Callable[[int, int], None]) -> list[Table]:
    """Every outermost <table> with something in it; a lone one has the name of the file."""
    text, fonts_of_classes = _without_hidden_parts(text)
    page = _Page(fonts_of_classes)
    for count, (position, token) in enumerate(_tokens(text)):
        page.take(token)
        if count % TOKENS_BETWEEN_REPORTS == 0:
            report(position, len(text))
    page.end_table()
    report(len(text), len(text))
    found = [table for table in page.tables if table.rows]
    if not found:
        raise Unreadable(WRONG_KIND)
    for index, table in enumerate(found, 1):
        table.name = name if len(found) == 1 else f"{name} ({index})"
    return [table.build(page.fonts) for table in found]


def _without_hidden_parts(text: str) -> tuple[str, dict[str, str]]:
    """The page without comments, scripts and styles; and class → font from its styles."""
    fonts: dict[str, str] = {}
    # Excel wraps its style sheet in a comment, so styles are taken out first.
    for opening, closing in (("<style", "</style"), ("<script", "</script"), ("<!--", "-->")):
        kept: list[str] = []
        lower = text.lower()
        position = 0
        while (start := lower.find(opening, position)) >= 0:
            kept.append(text[position:start])
            end = lower.find(closing, start)
            if end < 0:
                position = start + len(opening)
                break
            if opening == "<style":
                fonts |= _fonts_of_rules(text[start:end])
            position = end + len(closing)
        text = "".join(kept) + text[position:]
    return text, fonts


def _fonts_of_rules(style_sheet: str) -> dict[str, str]:
    fonts: dict[str, str] = {}
    for selectors, body in RULE.findall(style_sheet):
        font = FONT_FAMILY.search(body)
        if not font:
            continue
        for selector in selectors.split(","):
            fonts[selector.strip().rpartition("\n")[2].strip().lower()] = font[1].strip()
    return fonts


def _tokens(text: str) -> Iterator[tuple[int, Token]]:
    previous: re.Match[str] | None = None
    for match in TOKEN.finditer(text):
        if previous:
            yield previous.start(), (*_parts(previous), text[previous.end() : match.start()])
        previous = match
    if previous:
        yield previous.start(), (*_parts(previous), text[previous.end() :])


def _parts(match: re.Match[str]) -> tuple[str, str, str]:
    return match[1], match[2].lower(), match[3]


@lru_cache(maxsize=4096)  # the cells of a column are written alike
def _attributes(source: str) -> dict[str, str]:
    return {name.lower(): html.unescape(a or b or c) for name, a, b, c in ATTRIBUTE.findall(source)}


class _Page:
    def __init__(self, fonts_of_classes: dict[str, str]) -> None:
        self.tables: list[TableBuilder] = []
        self.fonts: list[str] = [""]
        self._numbers: dict[str, int] = {"": 0}
        self._classes = fonts_of_classes
        self._fonts_of_tags: dict[tuple[str, str], str] = {}
        self._depth = 0
        self._row = -1
        self._cells: dict[int, tuple[str, int]] = {}
        self._column = 0
        self._taken: dict[int, int] = {}  # column → rows still covered from above
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._font = self._row_font = self._table_font = ""

    def take(self, token: Token) -> None:
        closing, tag, source, text = token
        if tag == "table":
            self._depth = max(self._depth + (-1 if closing else 1), 0)
            if not closing and self._depth == 1:
                self._start_table(source)
            elif closing and not self._depth:
                self.end_table()
        elif self._depth == 1 and tag == "tr":
            self._end_row()
            if not closing:
                self._row += 1
                self._taken = {n: rows - 1 for n, rows in self._taken.items() if rows > 1}
                self._row_font = self._font_of(tag, source) or self._table_font
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            if not closing:
                self._start_cell(tag, source)
        elif tag in ("br", "p", "div", "li") and self._text:
            self._text.append(LINE_BREAK)
        elif tag in ("font", "span") and not closing and self._text is not None:
            self._font = self._font_of(tag, source) or self._font
        if self._text is not None and text:
            self._text.append(text)

    def _start_table(self, source: str) -> None:
        if len(self.tables) >= MAX_SHEETS:
            raise Unreadable(TOO_BIG)
        self.tables.append(TableBuilder(""))
        body_font = self._classes.get("body", "")
        self._table_font = self._font_of("table", source) or self._classes.get("td", body_font)
        self._row = -1
        self._taken.clear()

    def end_table(self) -> None:
        self._end_row()
        self._depth = 0

    def _start_cell(self, tag: str, source: str) -> None:
        attrs = _attributes(source)
        if self._row < 0:  # a cell without its row
            self._row = 0
        while self._taken.get(self._column, 0) > 0:
            self._column += 1
        self._span = (_count(attrs.get("rowspan", "")), _count(attrs.get("colspan", "")))
        self._font = self._font_of(tag, source) or self._row_font
        self._text = []

    def _end_cell(self) -> None:
        if self._text is None:
            return
        text = html.unescape(SPACE.sub(" ", "".join(self._text)))
        lines = (line.strip(" ") for line in text.split(LINE_BREAK))
        value = "\n".join(lines).strip("\n").replace("\N{NO-BREAK SPACE}", " ").strip(" ")
        self._text = None
        column, (height, width) = self._column, self._span
        if value and column < MAX_COLUMNS:
            if self._font not in self._numbers:
                self._numbers[self._font] = len(self.fonts)
                self.fonts.append(self._font)
            self._cells[column] = (value[:MAX_TEXT], self._numbers[self._font])
        elif value:
            self.tables[-1].ignored_cells += 1
        if height > 1 or width > 1:
            last = (self._row + height - 1, column + width - 1)
            self.tables[-1].merges.append((self._row, column, *last))
            for covered in range(column, min(column + width, MAX_COLUMNS)):
                self._taken[covered] = height
        self._column += width

    def _end_row(self) -> None:
        self._end_cell()
        if self._cells:
            size = max(self._cells) + 1
            filled = [self._cells.get(column, (None, 0)) for column in range(size)]
            self.tables[-1].put_row(self._row, [v for v, _ in filled], [s for _, s in filled])
        self._cells = {}
        self._column = 0

    def _font_of(self, tag: str, source: str) -> str:
        key = (tag, source)
        if key not in self._fonts_of_tags:
            self._fonts_of_tags[key] = self._find_font(tag, source)
        return self._fonts_of_tags[key]

    def _find_font(self, tag: str, source: str) -> str:
        if "=" not in source:
            return self._classes.get(tag, "") if tag != "font" else ""
        attrs = _attributes(source)
        style = FONT_FAMILY.search(attrs.get("style", ""))
        if style:
            return style[1].strip()
        if attrs.get("face"):
            return attrs["face"].split(",")[0].strip(" '\"")
        for name in attrs.get("class", "").lower().split():
            for selector in (f".{name}", f"{tag}.{name}"):
                if selector in self._classes:
                    return self._classes[selector]
        return ""


def _count(text: str) -> int:
    """A span; a wider one than any sheet is as good as the widest."""
    return max(min(int(text), MAX_ROWS), 1) if text.isdigit() and len(text) < 9 else 1
