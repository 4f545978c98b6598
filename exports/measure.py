"""How wide text is in Times New Roman, so that wrapped and merged cells get rows that fit.

Neither Excel nor LibreOffice grows the row of a merged cell, and openpyxl lays nothing out.
"""

import unicodedata
from functools import lru_cache
from math import ceil

MM_PER_POINT = 25.4 / 72
SAFETY = 1.03  # other programs' metrics of the same font differ by a few hundredths
# Where Times New Roman is missing, its substitutes often lack these letters, and the font that
# lends them is wider. Lines are counted for that case: a blank line is better than a cut one.
BORROWED = 1.06

# Advance widths of " " … "~" in 1/1000 em; an accented letter is as wide as its base.
_REGULAR = (
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
)  # fmt: skip
_BOLD = (
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667,
    611, 778, 778, 389, 500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722,
    722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556,
    278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
)  # fmt: skip
_OTHER = {"đ": 500, "Đ": 722, "ơ": 520, "Ơ": 740, "ư": 540, "Ư": 750, "–": 500, "…": 1000}
_OTHER |= {"“": 444, "”": 444, "\u2003": 1000, "\u2002": 500, "\u00a0": 250}


@lru_cache(maxsize=8192)
def text_mm(text: str, size: float, bold: bool = False, *, borrowed: float = 1.0) -> float:
    """The width of one line; `borrowed` widens the letters that substitute fonts lack."""
    widths = _BOLD if bold else _REGULAR
    total = 0.0
    for char in text:
        if " " <= char <= "~":
            total += widths[ord(char) - 32]
        elif char in _OTHER:
            total += _OTHER[char] * (borrowed if char in "ơƠưƯ" else 1)
        else:
            parts = unicodedata.normalize("NFD", char)
            base = parts[0]
            width = widths[ord(base) - 32] if " " <= base <= "~" else _OTHER.get(base, 700)
            width += 20 * ("\u031b" in parts)  # the horn
            total += width * (borrowed if char >= "\u1ea0" else 1)
    return total / 1000 * size * MM_PER_POINT


def count_lines(text: str, width_mm: float, size: float, bold: bool = False) -> int:
    """Lines that the text takes in a cell of this width, broken at spaces as programs do."""
    room = (width_mm - 1.4) / SAFETY
    space = text_mm(" ", size, bold)
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0.0
        for word in paragraph.split(" "):
            width = text_mm(word, size, bold, borrowed=BORROWED)
            if used and used + space + width > room:
                lines += 1
                used = 0.0
            if width > room:  # longer than the cell: broken inside
                more = ceil(width / room) - 1
                lines += more
                width -= more * room
            used += width + (space if used else 0)
    return lines


def longest_word_mm(text: str, size: float, bold: bool = False) -> float:
    words = (text_mm(word, size, bold, borrowed=BORROWED) for word in text.split())
    return SAFETY * max(words, default=0.0)


def height_of(lines: int, size: float, spacing: float = 0.0) -> float:
    """Points of a row with so many lines and so much space between it and its neighbours."""
    return round(lines * size * 1.2 + 3 + spacing, 1)
