"""One sheet by its layout → drafts of households, refused rows, and rows that are no households.

This is the loop over all rows of a list, so it goes straight for the cells it needs; what is
unusual about a row is left to imports/row_sorter.py and imports/cells.py.
"""

import re
from collections.abc import Callable, Sequence

from domain.fields import Refused
from domain.household_import import Place
from domain.households import HOUSEHOLD_FIELDS, normal_code
from domain.text import fold_key
from domain.villages import split_village
from imports.cells import is_odd_phone, members_of, phone_of, text_of, year_of
from imports.decoded import DecodedTable
from imports.drafts import Beside, Draft, Problem, SheetDrafts
from imports.guessing import village_of_address
from imports.headings import (
    FAMILY_NAME,
    GIVEN_NAME,
    HOUSEHOLD_NUMBER,
    PERSON_NAME,
    RELATION,
)
from imports.layout import Layout, VillageFrom
from imports.persons import Person, group_persons
from imports.row_kinds import RowKind
from imports.row_sorter import RowSorter
from imports.sheet import Row
from imports.village_book import VillageBook
from imports.village_texts import NARROW_KINDS, village_of_sheet_name

Advance = Callable[[int], None]  # called with the number of rows done since the last call
STEP = 500
_BEFORE_NAME = re.compile(r"^(?:\d{1,4}\s*[.)/\-]|(?:ông|bà|hộ)\s*:)\s*(?=\D)", re.IGNORECASE)
_UNCLEAR = "Không rõ dòng này là một hộ hay một đề mục: chỉ có chữ, không có số thứ tự và số liệu."
NO_NAME = "Chưa nhập họ và tên chủ hộ."
ROLES = (*(f.name for f in HOUSEHOLD_FIELDS), FAMILY_NAME, GIVEN_NAME, PERSON_NAME, RELATION,
         HOUSEHOLD_NUMBER)  # fmt: skip


def read_rows(
    table: DecodedTable, layout: Layout, book: VillageBook, advance: Advance | None = None
) -> SheetDrafts:
    """`book` holds the villages the commune has."""
    return _SheetReader(table, layout, book).read(advance)


class _SheetReader:
    def __init__(self, table: DecodedTable, layout: Layout, book: VillageBook) -> None:
        self._rows = table.rows(layout.is_decoded)
        self._table_name = table.name
        self._sheet_village = village_of_sheet_name(table.name)
        self._layout = layout
        self._book = book
        self._sorter = RowSorter(self._rows, layout, lambda text: bool(book.find(text)))
        self._result = SheetDrafts(layout)
        self._persons: list[Person] = []
        self._section = ""
        self._section_is_narrow = False
        self._cluster: str | None = None
        self._above = ""  # the village cell above, where blanks mean "the same"
        self._addresses: dict[str, str] = {}
        self._codes_are_ours = _codes_are_ours(self._rows, layout)
        self._width = width = len(layout.columns)
        places = {role: width if (c := layout.column(role)) is None else c for role in ROLES}
        self._name_at = places["head_name"]
        if layout.is_by_person and places[PERSON_NAME] < width:
            self._name_at = places[PERSON_NAME]
        self._family_at, self._given_at = places[FAMILY_NAME], places[GIVEN_NAME]
        self._village_at = places["village"]
        self._members_at, self._phone_at = places["members"], places["phone"]
        self._address_at, self._cluster_at = places["address"], places["cluster"]
        self._code_at, self._note_at = places["code"], places["note"]
        self._year_at = places["birth_year"]
        head_at = width if self._name_at == places["head_name"] else places["head_name"]
        self._person_at = head_at, places[RELATION], places[HOUSEHOLD_NUMBER]

    def read(self, advance: Advance | None) -> SheetDrafts:
        layout, sorter, rows = self._layout, self._sorter, self._rows
        width = self._width
        padding = (None,) * (width + 1)
        done = 0
        for index in range(layout.first_row, len(rows)):
            row = rows[index]
            if advance and index - done >= STEP:
                advance(index - done)
                done = index
            if not row:
                continue
            if sorter.is_plain(row):
                sorter.after_signature = False
            elif not self._is_household(index, row):
                continue
            self._take(index, row, row + padding[len(row) :] if len(row) <= width else row)
        if advance:
            advance(len(rows) - done)
        if layout.is_by_person:
            self._result.drafts, problems = group_persons(self._persons)
            self._result.problems += problems
        if layout.village_from is VillageFrom.COLUMN and not layout.fills_down:
            _fill_gaps(self._result.drafts)
        return self._result

    def _place(self, index: int) -> Place:
        return Place(self._table_name, index + 1)

    def _is_household(self, index: int, row: Row) -> bool:
        kind, text = self._sorter.sort(index)
        if kind is RowKind.HOUSEHOLD:
            return True
        if kind is RowKind.UNCLEAR:
            self._result.problems.append(Problem(self._place(index), _UNCLEAR, row))
        elif kind is RowKind.NO_NAME:
            self._result.problems.append(Problem(self._place(index), NO_NAME, row))
        else:
            if kind is RowKind.VILLAGE:
                kind = self._enter(text, row)
            elif kind is RowKind.CLUSTER:
                self._cluster = text
            shown = " | ".join(t for cell in row if (t := text_of(cell)))
            if shown:
                self._result.beside.append(Beside(self._place(index), kind, shown))
        return False

    def _enter(self, village: str, row: Row) -> RowKind:
        """A section row; under a village, "Tổ 2" is a part of it."""
        from_sections = self._layout.village_from is VillageFrom.SECTION
        is_narrow = split_village(village)[0] in NARROW_KINDS
        is_part = self._section and not self._section_is_narrow if from_sections else True
        if is_narrow and is_part and self._layout.village_from is not VillageFrom.COLUMN:
            self._cluster = village
            return RowKind.CLUSTER
        self._section, self._section_is_narrow = village, is_narrow
        self._cluster, self._above = None, ""
        return RowKind.VILLAGE

    def _take(self, index: int, row: Row, cells: Row) -> None:
        """`cells` is the row with room for every column; a role without column finds None there."""
        layout = self._layout
        name = self._name(cells)
        if not any(map(str.isalpha, name)):
            self._refuse(index, f"“{name}” không phải là họ và tên." if name else NO_NAME, row)
            return
        try:
            members = members_of(cells[self._members_at], layout.grouped)
        except Refused as problem:
            self._refuse(index, f"Số nhân khẩu: {problem}", row)
            return
        phone = phone_of(cells[self._phone_at])
        address, cluster = cells[self._address_at], cells[self._cluster_at]
        code, note = cells[self._code_at], cells[self._note_at]
        year = cells[self._year_at]
        draft = Draft(
            Place(self._table_name, index + 1),
            self._village(cells),
            name,
            members,
            phone,
            None if address is None else text_of(address) or None,
            (None if cluster is None else text_of(cluster)) or self._cluster,
            normal_code(text_of(code)) if code is not None and self._codes_are_ours else None,
            None if note is None else text_of(note) or None,
            row,
            self._warnings(name, members, phone),
            None if year is None else year_of(year),
        )
        if layout.is_by_person:
            head, relation, number = (text_of(cells[at]) for at in self._person_at)
            self._persons.append(Person(draft, relation, head, number))
        else:
            self._result.drafts.append(draft)

    def _name(self, cells: Row) -> str:
        cell = cells[self._name_at]
        if cell is None:
            return f"{text_of(cells[self._family_at])} {text_of(cells[self._given_at])}".strip()
        name = text_of(cell)
        return _BEFORE_NAME.sub("", name) if name and name[0] in "0123456789ÔôBbHh" else name

    def _warnings(self, name: str, members: int | None, phone: str | None) -> tuple[str, ...]:
        if members is not None and 0 < members <= 20 and " " in name and not phone:
            return ()
        found = []
        if phone and is_odd_phone(phone):
            found.append(f"Số điện thoại “{phone}” có vẻ chưa đúng.")
        if members is None:
            if self._members_at < self._width and not self._layout.is_by_person:
                found.append("Chưa có số nhân khẩu.")
        elif not 0 < members <= 20:
            found.append(f"Số nhân khẩu là {members}.")
        if " " not in name:
            found.append(f"Họ và tên chỉ có một chữ: “{name}”.")
        return tuple(found)

    def _village(self, cells: Row) -> str:
        source = self._layout.village_from
        text = ""
        if source is VillageFrom.COLUMN:
            cell = cells[self._village_at]
            if cell is None:
                text = self._above if self._layout.fills_down else ""
            else:
                self._above = text = cell if type(cell) is str else text_of(cell)
        elif source is VillageFrom.ADDRESS:
            text = self._village_of_address(text_of(cells[self._address_at]))
        elif source is VillageFrom.SHEET:
            return self._sheet_village
        elif source is VillageFrom.FIXED:
            return ""
        return text or self._section

    def _village_of_address(self, address: str) -> str:
        if address not in self._addresses:
            self._addresses[address] = village_of_address(address, self._book)
        return self._addresses[address]

    def _refuse(self, index: int, reason: str, row: Row) -> None:
        self._result.problems.append(Problem(self._place(index), reason, row))


def _fill_gaps(drafts: Sequence[Draft]) -> None:
    """A village left blank between two rows of one village is that village."""
    for n, draft in enumerate(drafts):
        if draft.village or n == 0:
            continue
        above = drafts[n - 1].village
        below = next((d.village for d in drafts[n + 1 :] if d.village), "")
        if above and fold_key(above) == fold_key(below):
            draft.village = above
            draft.warnings += (f"Ô thôn, bản để trống: lấy theo dòng trên và dưới là {above}.",)


def _codes_are_ours(rows: Sequence[Row], layout: Layout) -> bool:
    """Our codes carry a check digit; numbers another office gave fail it nine times in ten."""
    column = layout.column("code")
    if column is None:
        return False
    texts = [text_of(row[column]) for row in rows[layout.first_row :] if column < len(row)]
    filled = [text for text in texts if text][:200]
    return sum(normal_code(text) is not None for text in filled) * 2 > len(filled)
