"""The first Layout of a sheet, from what is in it; people correct it.

The order in which a village's place is looked for: a column, section rows, the addresses, the name
of the sheet, the title.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from domain.text import fold_key
from domain.villages import split_village
from imports.cells import text_of
from imports.columns import Contents, columns_by_contents, contents, match_columns, sample
from imports.decoded import DecodedTable
from imports.header_rows import SEARCHED_ROWS, Headings, find_headings
from imports.headings import DOUBTFUL, PERSON_NAME, RELATION
from imports.layout import BETWEEN, Layout, VillageFrom
from imports.persons import is_head_relation
from imports.row_kinds import RowKind
from imports.row_sorter import RowSorter
from imports.sheet import MAX_COLUMNS, Row
from imports.village_book import VillageBook
from imports.village_texts import (
    NARROW_KINDS,
    starts_with_kind,
    village_in_address,
    village_in_title,
    village_of_sheet_name,
)

_KIND_HEADINGS = {
    "thon": "thôn", "ban": "bản", "xom": "xóm", "lang": "làng", "ap": "ấp", "buon": "buôn",
    "to": "tổ", "tdp": "tổ dân phố", "to dan pho": "tổ dân phố", "khu pho": "khu phố", "khu": "khu",
    "khoi pho": "khối phố", "khom": "khóm", "tieu khu": "tiểu khu", "khu dan cu": "khu dân cư",
}  # fmt: skip

_HOUSEHOLD_COUNTS = frozenset(("so ho", "so ho gia dinh", "so ho dan", "ho", "so ho khau"))


def guess_layout(table: DecodedTable, villages: Sequence[str] = ()) -> Layout:
    """`villages` are the commune's own, by their labels."""
    rows = table.rows()
    book = VillageBook(villages)
    headings = find_headings(rows, table.merges)
    listed = sample(rows, headings.first_row)
    width = min(MAX_COLUMNS, max((len(row) for row in listed), default=len(headings.parts)))
    width = max(width, len(headings.parts))
    found = [contents(listed, column) for column in range(width)]
    if headings.rows:
        meanings = [*headings.meanings(), *[None] * (width - len(headings.parts))]
        roles, sure = match_columns(meanings, found)
    elif _counts_households(rows):
        roles, sure = [None] * width, [0.0] * width
    else:
        roles, sure = columns_by_contents(found)
    parts = [*headings.parts, *[()] * (width - len(headings.parts))]
    layout = Layout(
        is_chosen=not table.hidden,
        columns=tuple(roles),
        first_row=headings.first_row,
        header_rows=headings.rows,
        headings=tuple(BETWEEN.join(column) for column in parts),
        confidence=tuple(sure),
    )
    if not layout.has_names:
        return replace(layout, is_chosen=False)
    layout = _with_counts(layout, found, listed)
    return _with_villages(layout, table, headings, found, book)


def guess_layouts(tables: Sequence[DecodedTable], villages: Sequence[str] = ()) -> list[Layout]:
    """Of all sheets together: names such as "Chiềng", "Mìn" are villages only side by side."""
    layouts = [guess_layout(table, villages) for table in tables]
    lost = [n for n, lay in enumerate(layouts) if lay.is_chosen and lay.village_from is None]
    names = [fold_key(tables[n].name) for n in lost]
    has_others = any(layout.village_from is VillageFrom.SHEET for layout in layouts)
    if (has_others or len(lost) > 1) and not any(_is_general(name) for name in names):
        for n in lost:
            layouts[n] = replace(layouts[n], village_from=VillageFrom.SHEET)
    return layouts


def _counts_households(rows: Sequence[Row]) -> bool:
    """A table "Bản | Số hộ | Số khẩu" adds up a list; no line of it is a household."""
    for row in rows[:SEARCHED_ROWS]:
        keys = [fold_key(text) for cell in row if (text := text_of(cell))]
        if len(keys) > 1 and any(key.removeprefix("tong ") in _HOUSEHOLD_COUNTS for key in keys):
            return True
    return False


def _is_general(name: str) -> bool:
    """ "Sheet1", "DS hộ 2020": a name that any list could have."""
    words = {
        "sheet",
        "trang",
        "ds",
        "danh",
        "sach",
        "ho",
        "tong",
        "hop",
        "nam",
        "bieu",
        "mau",
        "dan",
    }
    return not name or bool(words & set(name.rstrip("0123456789").split())) or name.isdigit()


def _with_counts(layout: Layout, found: Sequence[Contents], listed: Sequence[Row]) -> Layout:
    members = layout.column("members")
    ambiguous = found[members].ambiguous if members is not None else ""
    return replace(layout, ambiguous=ambiguous, is_by_person=_is_by_person(layout, found, listed))


def _is_by_person(layout: Layout, found: Sequence[Contents], listed: Sequence[Row]) -> bool:
    if layout.column(PERSON_NAME) is not None:
        return True
    relation, members = layout.column(RELATION), layout.column("members")
    if relation is None:
        return False
    cells = [text_of(row[relation]) if relation < len(row) else "" for row in listed]
    others = sum(bool(text) and not is_head_relation(text) for text in cells)
    if members is not None and found[members].filled > 0.8 * len(listed):
        return False  # the relation of the person who answered, one row per household
    return others > 0 or found[relation].marks > 0


def _with_villages(
    layout: Layout,
    table: DecodedTable,
    headings: Headings,
    found: Sequence[Contents],
    book: VillageBook,
) -> Layout:
    rows = table.rows()
    title = _village_of_titles(rows[: headings.rows[0] if headings.rows else 0])
    name = village_of_sheet_name(table.name)
    name = name if starts_with_kind(name) or book.find(name) else ""
    layout = replace(layout, village_text=title or name)
    layout = _with_village_column(layout, found)
    column = layout.column("village")
    if column is not None and _is_part_of(layout.village_text, table, layout, column):
        layout, column = _with_role(layout, column, "cluster", DOUBTFUL), None
    if column is not None and found[column].filled:
        return _from_column(layout, table, column, found)
    sections = _sections(rows, layout, book)
    if sections and not (name and all(_is_narrow(text) for text in sections)):
        return replace(layout, village_from=VillageFrom.SECTION)
    if _addresses_hold_villages(layout, table, found, book):
        return replace(layout, village_from=VillageFrom.ADDRESS)
    if name:
        return replace(layout, village_from=VillageFrom.SHEET)
    if title:
        return replace(layout, village_from=VillageFrom.FIXED)
    return _from_few_addresses(layout, table, found)


def _village_of_titles(rows: Sequence[Row]) -> str:
    """The title of the list itself counts more than the letterhead."""
    texts = [text for row in rows for cell in row if type(cell) is str and (text := cell.strip())]
    texts.sort(key=lambda text: "danh sach" not in fold_key(text))
    return next((village for text in texts if (village := village_in_title(text))), "")


def _is_narrow(village: str) -> bool:
    kind = split_village(village)[0]
    return not kind or kind in NARROW_KINDS


def _with_village_column(layout: Layout, found: Sequence[Contents]) -> Layout:
    """A column full of "Bản …" under another heading, or under none, holds the villages."""
    if "village" in layout.columns:
        return layout
    best = max(
        range(len(found)),
        key=lambda n: found[n].share(found[n].villages),
        default=0,
    )
    inside = found[best]
    is_free = layout.columns[best] in (None, "cluster", "note")
    if not is_free or inside.filled < 2 or inside.share(inside.villages) < 0.6:
        return layout
    return _with_role(layout, best, "village", 0.6)


def _is_part_of(village: str, table: DecodedTable, layout: Layout, column: int) -> bool:
    """A list of one village whose column says "Tổ 1", "Tổ 2": these are parts of it."""
    if not village or _is_narrow(village) or "cluster" in layout.columns:
        return False
    rows = sample(table.rows(), layout.first_row)
    texts = [text_of(row[column]) for row in rows if column < len(row)]
    return bool(texts) and all(split_village(text)[0] in NARROW_KINDS for text in texts if text)


def _with_role(layout: Layout, column: int, role: str, confidence: float) -> Layout:
    columns, sure = [*layout.columns], [*layout.confidence]
    columns[column], sure[column] = role, confidence
    return replace(layout, columns=tuple(columns), confidence=tuple(sure))


def _from_column(
    layout: Layout, table: DecodedTable, column: int, found: Sequence[Contents]
) -> Layout:
    heading = layout.headings[column].rpartition(BETWEEN)[2] if layout.headings else ""
    key = fold_key(heading).removeprefix("ten ").removeprefix("so ")
    first = next((k for k in fold_key(heading).split() if k in _KIND_HEADINGS), "")
    kind = _KIND_HEADINGS.get(key) or (_KIND_HEADINGS[first] if first else "")
    is_only_kind = key in _KIND_HEADINGS
    holds_numbers = found[column].share(found[column].numbers) > 0.5
    is_merged = any(
        left == column and bottom > top >= layout.first_row for top, left, bottom, _ in table.merges
    )
    names = max(inside.filled for inside in found)
    return replace(
        layout,
        village_from=VillageFrom.COLUMN,
        village_kind=kind if is_only_kind or holds_numbers else "",
        fills_down=is_merged or found[column].filled < 0.7 * names,
    )


def _sections(rows: Sequence[Row], layout: Layout, book: VillageBook) -> list[str]:
    as_sections = replace(layout, village_from=VillageFrom.SECTION)
    sorter = RowSorter(rows, as_sections, lambda text: bool(book.find(text)))
    found: Counter[str] = Counter()
    for index in range(layout.first_row, len(rows)):
        if sorter.is_plain(rows[index]):
            continue
        kind, text = sorter.sort(index)
        if kind is RowKind.VILLAGE and text:
            found[text] += 1
    return list(found)


def _addresses_hold_villages(
    layout: Layout, table: DecodedTable, found: Sequence[Contents], book: VillageBook
) -> bool:
    column = layout.column("address")
    if column is None or not found[column].filled:
        return False
    texts = [
        text_of(row[column])
        for row in sample(table.rows(), layout.first_row)
        if column < len(row) and row[column] is not None
    ]
    held = sum(bool(village_of_address(text, book)) for text in texts)
    return held >= 0.6 * len(texts)


def village_of_address(text: str, book: VillageBook) -> str:
    """By its kind word, or a village the commune has ("Chiềng, Mường Mìn")."""
    if village := village_in_address(text):
        return village
    parts = [part.strip() for part in text.replace(" - ", ",").split(",")]
    return next((part for part in parts if part and book.find(part)), "")


def _from_few_addresses(layout: Layout, table: DecodedTable, found: Sequence[Contents]) -> Layout:
    """The last resort: an address column that holds a few bare names over and over."""
    column = layout.column("address")
    if column is None:
        return layout
    inside = found[column]
    # "Địa chỉ (thôn, bản)" is believed sooner than "Nơi ở".
    repeats = 1.5 if layout.confidence[column] == DOUBTFUL else 4
    is_few = inside.different * repeats <= inside.filled and inside.filled >= 4
    if not is_few or inside.numbers:
        return layout
    return _from_column(_with_role(layout, column, "village", 0.5), table, column, found)
