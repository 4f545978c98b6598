"""Finds the headings of a list: one to three rows, somewhere under the titles.

Rows are tried alone and in blocks; the block whose columns mean most wins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from imports.cells import text_of
from imports.headings import (
    FAMILY_NAME,
    GIVEN_NAME,
    PERSON_NAME,
    Meaning,
    heading_meaning,
)
from imports.row_kinds import is_column_numbers, is_index
from imports.sheet import MAX_COLUMNS, Merge, Row

SEARCHED_ROWS = 60
MOST_ROWS = 3
_NAMES = {"head_name", PERSON_NAME, FAMILY_NAME, GIVEN_NAME}


@dataclass(frozen=True)
class Headings:
    rows: tuple[int, ...]
    parts: tuple[tuple[str, ...], ...]  # per column, from the top row down

    @property
    def first_row(self) -> int:
        return self.rows[-1] + 1 if self.rows else 0

    def meanings(self) -> list[Meaning | None]:
        return [heading_meaning(parts) for parts in self.parts]


def find_headings(rows: Sequence[Row], merges: Sequence[Merge]) -> Headings:
    """No rows and no parts when nothing in the sheet is a heading."""
    best, best_score = Headings((), ()), 0.0
    for start in range(min(SEARCHED_ROWS, len(rows))):
        for size in range(1, MOST_ROWS + 1):
            block = rows[start : start + size]
            if len(block) < size or not block[-1] or not _is_wording(block[-1]):
                break
            if size > 1 and len(rows[start]) - rows[start].count(None) < 2:
                break  # a title
            parts = _combined(rows, range(start, start + size), merges)
            score = _score(parts) - 0.05 * size
            if score > best_score + 0.01:
                best, best_score = Headings(tuple(range(start, start + size)), parts), score
    return _extended(best, rows, merges) if best.rows else best


def _is_wording(row: Row) -> bool:
    """No numbers and no dates: a heading, a title or an empty row, never a numbered household."""
    for cell in row:
        if cell is None:
            continue
        if type(cell) is not str or cell.strip().strip("().").isdecimal():
            return False
    return True


def _score(parts: Sequence[tuple[str, ...]]) -> float:
    best: dict[str, float] = {}
    unused = 0
    for column in parts:
        meaning = heading_meaning(column)
        if meaning is None:
            continue
        if meaning.role is None:
            unused += 1
        else:
            best[meaning.role] = max(best.get(meaning.role, 0.0), meaning.confidence)
    if not best.keys() & _NAMES or len(best) + unused < 2:
        return 0.0
    return sum(best.values()) + 0.3 * unused


def _combined(
    rows: Sequence[Row], block: Sequence[int], merges: Sequence[Merge]
) -> tuple[tuple[str, ...], ...]:
    """Per column its headings; one that is merged over several columns belongs to each of them."""
    width = min(MAX_COLUMNS, max(len(rows[index]) for index in block))
    grid = [
        [
            text_of(rows[index][column]) if column < len(rows[index]) else ""
            for column in range(width)
        ]
        for index in block
    ]
    for top, left, _, right in merges:
        if top in block and right > left:
            line = grid[top - block[0]]
            for column in range(left + 1, min(right + 1, width)):
                line[column] = line[column] or line[left]
    for upper, lower in pairwise(grid):
        for column in range(1, width):
            is_under_group = lower[column] and lower[column - 1] and not upper[column]
            if is_under_group and upper[column - 1]:
                upper[column] = upper[column - 1]
    return tuple(
        tuple(dict.fromkeys(line[column] for line in grid if line[column]))
        for column in range(width)
    )


def _extended(found: Headings, rows: Sequence[Row], merges: Sequence[Merge]) -> Headings:
    """Adds the second heading row that brings no new meaning, and the line of column numbers."""
    taken = list(found.rows)
    while taken[-1] + 1 < len(rows) and len(taken) < MOST_ROWS + 1:
        index = taken[-1] + 1
        row = rows[index]
        if is_column_numbers(row):
            return Headings((*taken, index), found.parts)
        if not row or not _is_subheading(row, index, found, merges):
            break
        taken.append(index)
        found = Headings(tuple(taken), _combined(rows, range(taken[0], index + 1), merges))
    return found


def _is_subheading(row: Row, index: int, found: Headings, merges: Sequence[Merge]) -> bool:
    """Under a heading that has no room for a household: the name column is empty or merged down."""
    if not _is_wording(row):
        return False
    filled = [n for n, cell in enumerate(row) if text_of(cell)]
    names = [n for n, meaning in enumerate(found.meanings()) if meaning and meaning.role in _NAMES]
    if not filled or any(n in names for n in filled):
        return False
    if is_index(text_of(row[filled[0]])):
        return False
    if any(top <= found.rows[-1] and bottom >= index for top, _, bottom, _ in merges):
        return True
    if all(text_of(row[n]).startswith("(") for n in filled):  # "(người)"
        return True
    return len(filled) >= 2 and all(0 < n < len(found.parts) for n in filled)
