"""What each row of one sheet is, by its layout: a household, a village's heading, a sum …

The patterns are in imports/row_kinds.py; here they are weighed against what else the row holds.
A row is only taken out of the list when nothing in it looks like a household.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.text import fold_key
from imports.cells import looks_like_phone, text_of
from imports.headings import FAMILY_NAME, GIVEN_NAME, HOUSEHOLD_NUMBER, NUMBER, PERSON_NAME
from imports.layout import Layout, VillageFrom
from imports.row_kinds import (
    SUSPICIOUS,
    RowKind,
    is_authority,
    is_cluster,
    is_column_numbers,
    is_group,
    is_index,
    is_remark,
    is_running_number,
    is_signature,
    is_sum,
    is_title,
    repeats_heading,
)
from imports.sheet import Row
from imports.village_texts import section_village, split_index, starts_with_kind, village_in_title

Sorted = tuple[RowKind, str]  # the text is the village or cluster of such a row


@dataclass(frozen=True, slots=True)
class _Look:
    """A row as far as it matters here."""

    texts: dict[int, str]  # column -> what a person reads
    worded: list[str]  # the texts with letters, without the number of a section
    name: str
    first: str  # the running number, or the first text
    is_numbered: bool
    has_phone: bool
    has_data: bool  # a phone or a member count


class RowSorter:
    """Rows must be asked for from the top down: what follows a signature is read with suspicion."""

    def __init__(
        self, rows: Sequence[Row], layout: Layout, is_village: Callable[[str], bool]
    ) -> None:
        self._rows = rows
        number = layout.column(NUMBER)
        self._number = layout.column(HOUSEHOLD_NUMBER) if number is None else number
        names = (PERSON_NAME, "head_name", FAMILY_NAME, GIVEN_NAME)
        self._names = [c for role in names if (c := layout.column(role)) is not None]
        self._members = layout.column("members")
        self._phone = layout.column("phone")
        self._village = layout.column("village")
        self._has_villages = layout.village_from is VillageFrom.COLUMN
        self._is_village = is_village
        self._headings = _heading_texts(rows, layout)
        self._plain = (
            (self._number, self._names[0]) if self._number is not None and self._names else None
        )
        self._last_plain = max(self._plain) if self._plain else 0
        self.after_signature = False

    def is_plain(self, row: Row) -> bool:
        """A numbered row with an everyday name: surely a household, and most rows are such."""
        if self._plain is None or len(row) <= self._last_plain:
            return False
        number, name = row[self._plain[0]], row[self._plain[1]]
        if type(name) is not str or name.partition(" ")[0] in SUSPICIOUS:
            return False
        return type(number) is int or (type(number) is str and number.isdecimal())

    def sort(self, index: int) -> Sorted:
        """What the row at this index is."""
        row = self._rows[index]
        look = self._look_at(row)
        if not look.texts:
            return RowKind.BLANK, ""
        if repeats_heading(row, self._headings) or is_column_numbers(row):
            self.after_signature = False
            return RowKind.HEADING, ""
        if found := self._beside_the_list(look) or self._section(look):
            return found
        if not look.is_numbered and not look.has_data:
            if len(look.worded) == 1 and is_remark(look.worded[0]):
                return RowKind.REMARK, ""
            if self.after_signature:
                return RowKind.SIGNATURE, ""
        if not look.name:
            return self._nameless(look)
        if self._number is not None and not look.is_numbered and len(look.texts) == 1:
            return self._lone_text(index, look.worded[0] if look.worded else look.name)
        self.after_signature = False
        return RowKind.HOUSEHOLD, ""

    def _look_at(self, row: Row) -> _Look:
        texts = {
            n: text for n, cell in enumerate(row) if cell is not None and (text := text_of(cell))
        }
        number = texts.get(self._number, "") if self._number is not None else ""
        members = texts.get(self._members, "") if self._members is not None else ""
        phone = row[self._phone] if self._phone is not None and self._phone < len(row) else None
        has_phone = phone is not None and looks_like_phone(phone)
        return _Look(
            texts,
            worded=[
                text
                for n, text in texts.items()
                if _has_word(text) and not (n == self._number and is_index(text))
            ],
            name=" ".join(texts[n] for n in self._names if n in texts),
            first=number or next(iter(texts.values()), ""),
            is_numbered=is_running_number(number),
            has_phone=has_phone,
            has_data=has_phone or members[:1].isdigit(),
        )

    def _beside_the_list(self, look: _Look) -> Sorted | None:
        is_full = bool(look.name) and look.has_data
        if any(map(is_sum, (*look.worded[:1], look.name))) and not (look.is_numbered and is_full):
            return RowKind.SUM, ""
        if look.is_numbered or is_full or not look.worded:
            return None
        # Beside a name "Kế toán" is an occupation, not who signs.
        signs = any(map(is_signature, look.worded[:1] if look.name else look.worded))
        if signs or any(map(is_authority, look.worded)):
            self.after_signature = True
            return RowKind.SIGNATURE, ""
        if is_title(look.worded[0]):
            self.after_signature = False
            village = village_in_title(look.worded[0])
            return (RowKind.VILLAGE, village) if village else (RowKind.TITLE, "")
        return None

    def _section(self, look: _Look) -> Sorted | None:
        if not look.worded or len(set(look.worded)) > 2:
            return None
        text = look.worded[0]
        place = next(n for n, t in look.texts.items() if t == text)
        if look.name and place not in self._names and place != self._number:
            return None  # "Bản Chiềng" in its own column, before or behind a name
        style, rest = split_index(text)
        is_section = is_index(look.first) or style == "roman"
        if starts_with_kind(rest):
            if look.is_numbered and look.has_phone:
                return None
            if rest.isascii() and (look.is_numbered or look.has_data) and not is_section:
                return None
            self.after_signature = False
            return RowKind.VILLAGE, section_village(text)
        if look.is_numbered or look.has_phone or (look.has_data and not is_section):
            return None
        if is_cluster(rest):
            return RowKind.CLUSTER, section_village(text)
        if is_section:
            if self._has_villages or is_group(rest):
                return RowKind.GROUP, ""
            self.after_signature = False
            return RowKind.VILLAGE, section_village(text)
        if len(look.worded) == 1 and self._is_village(section_village(text)):
            return RowKind.VILLAGE, section_village(text)
        return None

    def _nameless(self, look: _Look) -> Sorted:
        rest = set(look.texts) - {self._number, self._village}
        if look.is_numbered and not rest:
            return RowKind.BLANK, ""
        if not look.worded and not look.is_numbered and not look.has_phone:
            return RowKind.ONLY_NUMBERS, ""
        if len(look.texts) == 1 and look.worded:
            return (RowKind.GROUP if is_group(look.worded[0]) else RowKind.UNCLEAR), ""
        return RowKind.NO_NAME, ""

    def _lone_text(self, index: int, text: str) -> Sorted:
        """A text without a number, alone in its row: a heading when the numbers restart below."""
        if is_group(text):
            return RowKind.GROUP, ""
        following = next((row for row in self._rows[index + 1 :] if row), ())
        below = (
            text_of(following[self._number])
            if self._number is not None and (self._number < len(following))
            else ""
        )
        if below.strip("0. )") == "1":
            return (RowKind.GROUP, "") if self._has_villages else (
                RowKind.VILLAGE, section_village(text)
            )  # fmt: skip
        return RowKind.UNCLEAR, ""


def _has_word(text: str) -> bool:
    return any(c.isalpha() for c in text) and not is_running_number(text)


def _heading_texts(rows: Sequence[Row], layout: Layout) -> list[frozenset[str]]:
    """Per column the folded texts of its headings."""
    width = len(layout.columns)
    found: list[set[str]] = [set() for _ in range(width)]
    for index in layout.header_rows:
        for column, cell in enumerate(rows[index][:width] if index < len(rows) else ()):
            if type(cell) is str:
                found[column].add(fold_key(cell))
    return [frozenset(texts - {""}) for texts in found]
