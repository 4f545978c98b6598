"""The columns of a sheet on paper: how the width of the page is shared out.

What people read stands left (line and bar code, household, telephone and last result), what they
write stands right, one column per field in the order of the grid. A new kind of field gets its
width in _WRITTEN; the note takes what is left over.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm

from domain.fields import Choice, Day, Field, Number, YesNo
from exports.pdf_text import BOLD, width_of


@dataclass(frozen=True)
class Column:
    heading: str
    x: float  # left edge, in points
    width: float
    upright: bool = False  # heading turned by 90 degrees


SIZE = 12.0
HEADING_PAD = 0.6 * mm
LINE, CODE, HOUSEHOLD, PHONE = 9 * mm, 38.75 * mm, (40 * mm, 58 * mm), 29 * mm
READ_HEADINGS = ("TT", "Mã dòng", "Chủ hộ, nơi ở", "Điện thoại, lần trước")
_WRITTEN: dict[type, tuple[float, float]] = {  # least and good width
    Day: (14 * mm, 16 * mm),
    Choice: (9 * mm, 11 * mm),
    Number: (8 * mm, 11 * mm),
    YesNo: (8 * mm, 11 * mm),
}
_OTHER = (12 * mm, 24 * mm)
MUCH_TEXT = 36 * mm  # so much more than good for the note; then the other columns grow …
GROWTH = 5 * mm  # … by this at most, for headings with long words


def longest_word(heading: str) -> float:
    return max(width_of(word, BOLD, SIZE) for word in heading.split())


def _written_width(field: Field) -> tuple[float, float]:
    return _WRITTEN.get(type(field.kind), _OTHER)


def share_out(fields: Sequence[Field], left: float, room: float) -> tuple[Column, ...]:
    """The four columns that are read, then one for each field; together exactly `room` wide.

    All columns shrink together from their good to their least width; what is left over beyond the
    good widths goes to the last column of text (the note), else to the household. A heading with a
    word wider than its column stands upright, as those of counts do.
    """
    wanted = [(LINE, LINE), (CODE, CODE), HOUSEHOLD, (PHONE, PHONE)]
    wanted += [_written_width(f) for f in fields]
    least, good = sum(w[0] for w in wanted), sum(w[1] for w in wanted)
    share = min(1.0, max(0.0, (room - least) / (good - least)))
    widths = [a + share * (b - a) for a, b in wanted]
    texts = [n for n, f in enumerate(fields, 4) if type(f.kind) not in _WRITTEN]
    small = [n for n in range(4, len(widths)) if n not in texts]
    more = max(0.0, room - sum(widths) - MUCH_TEXT) / max(1, len(small))
    for n in small:
        widths[n] += min(GROWTH, more)
    widths[texts[-1] if texts else 2] += room - sum(widths)
    columns, x = [], left
    for n, width in enumerate(widths):
        heading = READ_HEADINGS[n] if n < 4 else fields[n - 4].label
        upright = n >= 4 and (
            isinstance(fields[n - 4].kind, Number) or longest_word(heading) > width - HEADING_PAD
        )
        columns.append(Column(heading, x, width, upright))
        x += width
    return tuple(columns)
