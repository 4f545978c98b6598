"""Entering a denominator for many villages at once: typed down a column, or pasted from Excel.

What a figure is and which one counts at a cut-off is domain/figures.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.fields import Number, Refused
from domain.figures import FIGURE_KINDS, Figure, newest_figure
from domain.numerals import format_count, parse_count
from domain.text import clean, fold_key
from domain.villages import Village, split_village, village_key

_TOTALS = {"toan xa", "toan phuong", "toan thi tran", "toan dac khu", "tong", "tong cong", "cong",
           "tong so"}  # fmt: skip
COMMUNE = ""  # the row of the whole commune, in raw texts by village id


@dataclass(frozen=True)
class Pasted:
    """Texts by village id (COMMUNE for the whole), and the lines that found no place."""

    values: Mapping[str, str]
    left_out: Sequence[str] = field(default=())


def spread_column(text: str, villages: Sequence[Village], start: str) -> Pasted:
    """Pasted lines over the villages: by name where the lines have names, else in order from the
    village `start` on. A heading above the numbers is passed over, an empty cell stays empty;
    a word among the numbers goes to its row, where it is refused in view."""
    lines = [[clean(c) for c in line.split("\t")] for line in text.rstrip().splitlines()]
    named = [(_find(cells, villages), _number(cells)) for cells in lines]
    if any(place is not None for place, _ in named):
        return Pasted(
            {place: n for place, n in named if place is not None and n},
            [" ".join(c) for c, (place, n) in zip(lines, named, strict=True)
             if n and place is None],
        )  # fmt: skip
    while lines and not _number(lines[0]):
        del lines[0]
    numbers = [_number(cells) or " ".join(cells).strip() for cells in lines]
    places = [v.id for v in villages] + [COMMUNE]
    rest = places[places.index(start) :] if start in places else places
    return Pasted(
        {place: n for place, n in zip(rest, numbers, strict=False) if n},
        [n for n in numbers[len(rest) :] if n],
    )


def _find(cells: Sequence[str], villages: Sequence[Village]) -> str | None:
    """The village that a line names; its kind may be left out where only one has the name."""
    for cell in cells:
        if not cell or cell.isdecimal():
            continue
        if fold_key(cell) in _TOTALS:
            return COMMUNE
        same = [v.id for v in villages if v.key == village_key(cell)]
        bare = fold_key(split_village(cell)[1])
        same = same or [v.id for v in villages if fold_key(v.name) == bare]
        if len(same) == 1:
            return same[0]
    return None


def _number(cells: Sequence[str]) -> str:
    """The last cell that is a number: what stands before it is STT and the name."""
    for cell in reversed(cells):
        try:
            parse_count(cell)
        except ValueError:
            continue
        return cell
    return ""


def make_figures(
    raw: Mapping[str, str], kind: str, as_of: str, source: str, known: Iterable[Figure]
) -> tuple[list[Figure], dict[str, str]]:
    """Figures of the filled rows, and messages by village id. A blank row says nothing.

    One stated for the same day already is corrected, not stated twice.
    """
    ids = {(f.kind, f.village_id, f.as_of): f.id for f in known}
    figures, errors = [], {}
    for place, text in raw.items():
        if not clean(text):
            continue
        village_id = place or None
        try:
            value = Number().parse(text)
        except Refused as problem:
            errors[place] = str(problem)
            continue
        assert isinstance(value, int)
        id_ = ids.get((kind, village_id, as_of), "")
        figures.append(Figure(kind, value, as_of, source, village_id, id_))
    return figures, errors


def newest_values(
    figures: Sequence[Figure], villages: Sequence[Village]
) -> dict[tuple[str, str], int]:
    """The newest value by (kind, village id); COMMUNE stands for the whole."""
    found = {
        (kind.code, place): newest_figure(figures, kind.code, place or None)
        for kind in FIGURE_KINDS
        for place in (COMMUNE, *(v.id for v in villages))
    }
    return {key: f.value for key, f in found.items() if f}


def figure_notes(values: Mapping[tuple[str, str], int], villages: Sequence[Village]) -> list[str]:
    """What deserves a second look; nothing of it is an error (X3)."""
    notes: list[str] = []
    for kind in FIGURE_KINDS:
        known = [values[kind.code, v.id] for v in villages if (kind.code, v.id) in values]
        whole = values.get((kind.code, COMMUNE))
        if known and len(known) < len(villages):
            notes.append(f"{kind.label}: mới có {len(known)}/{len(villages)} thôn, bản.")
        elif known and whole is not None and sum(known) != whole:
            notes.append(
                f"{kind.label}: cộng các thôn, bản {format_count(sum(known))}, toàn đơn vị "
                f"{format_count(whole)}, lệch {format_count(abs(whole - sum(known)))}."
            )
    more = [
        name
        for place, name in ((COMMUNE, "toàn đơn vị"), *((v.id, v.label) for v in villages))
        if values.get(("subscribers", place), 0) > values.get(("population", place), 10**9)
    ]
    if more:
        shown = ", ".join(more[:4]) + (f" và {len(more) - 4} nơi khác" if more[4:] else "")
        notes.append(f"Thuê bao nhiều hơn dân số ở {shown}: vẫn dùng được, nên xem lại nguồn.")
    return notes
