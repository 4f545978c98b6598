"""The sheet "Báo cáo": a letter of NĐ 30/2020 (Mẫu 1.4) on a portrait page of 165 mm.

The columns of the sheet are the places where something begins or ends: the two halves of the head,
the drawn lines, the signature. They are computed from the texts, because a line is as long as the
decree says: the motto's as long as the motto, the others a third to a half of their text.
"""

from itertools import pairwise

from openpyxl.worksheet.worksheet import Worksheet

from domain.offices import MOTTO_TEXT, NATION_TEXT
from domain.text import clean
from exports.cells import (
    ADDRESSEE,
    ADDRESSEE_LIST,
    BODY,
    ISSUER,
    MOTTO,
    NATION,
    NUMBER,
    PLACE_DATE,
    RECIPIENTS,
    RECIPIENTS_HEAD,
    RULE,
    SECTION,
    SIGNATURE,
    SUPERIOR,
    TITLE,
    Look,
)
from exports.measure import count_lines, height_of, text_mm
from exports.page import PORTRAIT_HEIGHT_PT, PORTRAIT_MM, keep_together, set_page, set_widths
from exports.sheets.book import Book
from exports.wording import annex_reference, basis_sentence, moment_words, results_paragraphs

INDENT = (
    "\u2003\u2003\u2002"  # 2.5 em of 14 pt = 12.3 mm; em spaces are not stretched by justifying
)
WIDTH = PORTRAIT_MM - 1  # a millimetre for the rounding of column widths to pixels
HEAD_MM = 67.0  # left half of the head; Mẫu 1.4: 67.5 | 100
RECIPIENTS_MM = 53.0
LIST_MM = 48.0  # where the names of several addressees begin
RULE_PT = 5.0
SIGNING_PT = 80.0  # 28 mm for the seal and the pen
MOST_LINES = 6  # of a paragraph in one row: programs break pages between rows only
PARAGRAPH_PT = 6.0
BLANK = "…" * 30


def write_letter(book: Book) -> None:
    sheet = book.add_sheet("Báo cáo")
    _Letter(book, sheet).write()
    set_page(sheet, landscape=False, practice=book.report.practice)


class _Letter:
    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self._book = book
        self._sheet = sheet
        report = self._report = book.report
        self._issuer = report.office.heading_lines
        self._rules = {
            "issuer": _centred(0, HEAD_MM, _part(self._issuer[-1], ISSUER)),
            "motto": _centred(HEAD_MM, WIDTH, text_mm(MOTTO_TEXT, MOTTO.size, True)),
            "title": _centred(0, WIDTH, _part(report.subject, TITLE)),
        }
        edges = {0.0, HEAD_MM, RECIPIENTS_MM, LIST_MM, WIDTH}
        edges.update(x for rule in self._rules.values() for x in rule)
        self._edges = sorted(round(x, 2) for x in edges)
        set_widths(sheet, [b - a for a, b in pairwise(self._edges)])
        self._row = book.put_practice(sheet, len(self._edges) - 1)

    def write(self) -> None:
        self._head()
        self._title()
        self._addressees()
        kept_from = self._body()
        self._signature(kept_from)

    def _columns(self, start: float, end: float) -> tuple[int, int]:
        edges = self._edges
        return edges.index(round(start, 2)) + 1, edges.index(round(end, 2))

    def _put(self, text: str, look: Look, start: float, end: float, spacing: float = 0.0) -> None:
        """Text in the current row between two places, in mm from the left margin."""
        lines = count_lines(text, end - start, look.size, look.bold)
        columns = self._columns(start, end)
        height = height_of(lines, look.size, spacing)
        self._book.put_across(self._sheet, self._row, text, look, columns, height)

    def _rule(self, name: str) -> None:
        """A drawn line: the top border of the cells under its text."""
        columns = self._columns(*self._rules[name])
        self._book.put_across(self._sheet, self._row, "", RULE, columns, RULE_PT)

    def _head(self) -> None:
        office = self._report.office
        left = [(line, ISSUER) for line in self._issuer]
        if office.superior_line and office.superior:
            left.insert(0, (office.superior.upper(), SUPERIOR))
        right = [(NATION_TEXT, NATION), (MOTTO_TEXT, MOTTO)]
        for n in range(max(len(left), len(right)) + 1):
            for texts, start, end, rule in (
                (left, 0.0, HEAD_MM, "issuer"),
                (right, HEAD_MM, WIDTH, "motto"),
            ):
                if n < len(texts):
                    self._put(*texts[n], start, end)
                elif n == len(texts):
                    self._rule(rule)
            self._row += 1
        self._gap(6)
        self._put(f"Số: {self._report.full_number}", NUMBER, 0, HEAD_MM)
        place = f"{office.place_name}, {self._report.date_words}"
        self._put(place, PLACE_DATE, HEAD_MM, WIDTH)
        self._row += 1
        self._gap(10)

    def _gap(self, points: float) -> None:
        self._sheet.row_dimensions[self._row].height = points
        self._row += 1

    def _title(self) -> None:
        self._put("BÁO CÁO", TITLE, 0, WIDTH)
        self._row += 1
        self._put(self._report.subject, TITLE, 0, WIDTH, 2)
        self._row += 1
        self._rule("title")
        self._row += 1
        self._gap(8)

    def _addressees(self) -> None:
        """One on the same line; several each on its own (NĐ 30/2020, Phụ lục I, II.9.b)."""
        lines = [clean(a).strip("-;. ") for a in self._addressee_lines() if clean(a)]
        if len(lines) == 1:
            self._put(f"Kính gửi: {lines[0]}", ADDRESSEE, 0, WIDTH, 8)
            self._row += 1
            return
        for n, line in enumerate(lines):
            if n == 0:
                self._put("Kính gửi:", ADDRESSEE, 0, LIST_MM)
            end = "." if n == len(lines) - 1 else ";"
            self._put(f"- {line}{end}", ADDRESSEE_LIST, LIST_MM, WIDTH, 2)
            self._row += 1
        self._gap(6)

    def _addressee_lines(self) -> list[str]:
        return list(self._report.addressees) or self._report.office.addressee_lines

    def _body(self) -> int:
        """Writes căn cứ and sections I to IV; returns the row of the last one or its heading."""
        report = self._report
        paragraphs: list[tuple[str, Look]] = [(basis_sentence(report), BODY)]
        paragraphs.append(("I. CÔNG TÁC CHỈ ĐẠO, TUYÊN TRUYỀN", SECTION))
        paragraphs += _typed(report.direction)
        moment = moment_words(report.cut_off)
        paragraphs.append((f"II. KẾT QUẢ THỰC HIỆN (số liệu tính đến {moment})", SECTION))
        paragraphs += [
            (text, SECTION if is_heading else BODY)
            for text, is_heading in results_paragraphs(report)
        ]
        paragraphs.append((annex_reference(self._book.annexes), BODY))
        paragraphs.append(("III. KHÓ KHĂN, VƯỚNG MẮC", SECTION))
        paragraphs += _typed(report.difficulties)
        paragraphs.append(("IV. NHIỆM VỤ THỜI GIAN TỚI, KIẾN NGHỊ", SECTION))
        paragraphs += _typed(report.proposals)
        text, look = paragraphs[-1]
        paragraphs[-1] = (text.rstrip(". ") + "./.", look)
        kept_from, kept_look = self._row, BODY
        for text, look in paragraphs:
            if look is SECTION or kept_look is not SECTION:
                kept_from = self._row
            kept_look = look
            pieces = _pieces(text, look)
            for n, piece in enumerate(pieces, 1):
                spacing = PARAGRAPH_PT if n == len(pieces) else 0
                self._put((INDENT if n == 1 else "") + piece, look, 0, WIDTH, spacing)
                self._row += 1
        return kept_from

    def _signature(self, kept_from: int) -> None:
        """Nơi nhận and the authority line begin level; the block stays with a line of text."""
        report, office = self._report, self._report.office
        self._gap(8)
        first = self._row
        recipients = list(report.recipients) or office.recipients.splitlines()
        names = [clean(r).strip("-;. ") for r in recipients if clean(r)]
        left = [("Nơi nhận:", RECIPIENTS_HEAD)]
        left += [
            (f"- {name}{'.' if n == len(names) else ';'}", RECIPIENTS)
            for n, name in enumerate(names, 1)
        ]
        right: list[tuple[str, float]] = [
            (line, 0) for line in (report.signature or office.signature_lines)
        ]
        right.append(("", SIGNING_PT))
        right.append((report.signer or office.signer, 0))
        self._signing_rows(left, right)
        keep_together(self._sheet, kept_from, first, self._row, PORTRAIT_HEIGHT_PT)

    def _signing_rows(self, left: list[tuple[str, Look]], right: list[tuple[str, float]]) -> None:
        """The recipients stand beside the lines, then beside the space for the seal."""
        authority = right[:-2]
        for n in range(len(authority)):
            if n < len(left):
                self._put(*left[n], 0, RECIPIENTS_MM)
            self._put(authority[n][0], SIGNATURE, RECIPIENTS_MM, WIDTH)
            self._row += 1
        space, name = right[-2][1], right[-1][0]
        for text, look in left[len(authority) :]:
            self._put(text, look, 0, RECIPIENTS_MM)
            height = self._sheet.row_dimensions[self._row].height or 0
            self._row += 1
            space -= height
            if space <= 0 and name:
                self._sign(name)
                name = ""
        if name:
            self._gap(max(space, 1))
            self._sign(name)

    def _sign(self, name: str) -> None:
        self._put(name, SIGNATURE, RECIPIENTS_MM, WIDTH)
        self._row += 1


def _centred(start: float, end: float, length: float) -> tuple[float, float]:
    middle = (start + end) / 2
    return round(middle - length / 2, 2), round(middle + length / 2, 2)


def _part(text: str, look: Look) -> float:
    """Between a third and a half of the text (of its first line, where it needs several)."""
    return min(text_mm(text, look.size, look.bold), WIDTH * 0.9) * 0.4


def _typed(text: str) -> list[tuple[str, Look]]:
    """Paragraphs as the user typed them; dots for the pen where nothing was."""
    lines = [clean(line) for line in text.splitlines() if clean(line)]
    return [(line, BODY) for line in lines] or [(BLANK, BODY)]


def _pieces(text: str, look: Look) -> list[str]:
    """A paragraph cut after sentences, so that no row is much of a page high."""
    if count_lines(INDENT + text, WIDTH, look.size, look.bold) <= MOST_LINES:
        return [text]
    pieces = [""]
    for sentence in text.replace("; ", ";\n").replace(". ", ".\n").split("\n"):
        longer = f"{pieces[-1]} {sentence}".strip()
        if pieces[-1] and count_lines(INDENT + longer, WIDTH, look.size, look.bold) > MOST_LINES:
            pieces.append(sentence)
        else:
            pieces[-1] = longer
    return pieces
