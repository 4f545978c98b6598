"""How the columns of a sheet share a landscape page: millimetres, together exactly ROOM_MM.

What people write in is at least as wide as its heading's longest word where there is room; with
many apps, or with long reasons to come again, headings of counts stand upright in narrow columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.fields import Choice, Day, Field, Number
from exports.measure import count_lines, longest_word_mm

ROOM_MM = 278.0  # of the 280 between the margins: programs round widths up to pixels
PADDING_MM = 2.6
LINE_MM = 5.1  # of 12 points
LEAST_NOTE_MM = 22.0
SIZE = 12.0


@dataclass(frozen=True)
class _Step:
    """Millimetres of line number, household and last result (and why), and of what is written."""

    read: tuple[float, float, float]
    read_why: tuple[float, float, float]
    day: float
    choice: float
    number: float
    upright: bool

    def of(self, field: Field) -> float:
        kinds = {Day: self.day, Choice: self.choice, Number: self.number}
        least = kinds[type(field.kind)]
        if self.upright:
            return least
        return max(least, longest_word_mm(field.label, SIZE, True) + PADDING_MM)


_STEPS = (
    _Step((10, 60, 21), (10, 56, 42), 17, 13, 11, upright=False),
    _Step((10, 60, 21), (10, 56, 48), 15, 12, 11.5, upright=True),
    _Step((10, 52, 18), (10, 52, 38), 15, 11, 7.5, upright=True),
)


def share_widths(fields: Sequence[Field], *, with_why: bool) -> tuple[list[float], bool]:
    """Of the columns people read, then of each field; and whether headings of counts stand upright.

    Texts share what the others leave.
    """
    texts = [f for f in fields if not isinstance(f.kind, Day | Choice | Number)]
    for step in _STEPS:
        read = step.read_why if with_why else step.read
        written = {f.name: step.of(f) for f in fields if f not in texts}
        left = ROOM_MM - sum(read) - sum(written.values())
        if left >= LEAST_NOTE_MM * len(texts):
            break
    share = left / len(texts) if texts else 0.0
    return [*read, *(written.get(f.name, share) for f in fields)], step.upright


def upright_mm(label: str, width_mm: float) -> float:
    """How high a heading must be to stand upright in a column of this width."""
    lines = max(1, int((width_mm - 1) / LINE_MM))
    height = longest_word_mm(label, SIZE, True) + PADDING_MM
    while count_lines(label, height, SIZE, bold=True) > lines:
        height += 1
    return height
