"""One cell of a list → the value a household keeps: text, member count, telephone number.

The short ways at the top of each function are for the cells that nearly every row has; they give
what domain/fields.py gives, and everything unusual goes there.
"""

import re
from datetime import date, datetime

from domain.days import format_day
from domain.fields import Refused, Value
from domain.households import HOUSEHOLD_FIELDS
from domain.numerals import is_ambiguous, parse_count
from domain.phones import is_plausible, parse_phone
from domain.text import clean, fold_key
from imports.sheet import Value as Cell

FIELDS = {field.name: field for field in HOUSEHOLD_FIELDS}
NOTHING = frozenset(
    ("", "0", "k", "ko", "khong", "khong co", "chua co", "chua", "khong dt", "khong co dt", "x")
)
FIRST_YEAR = 1880  # nobody who was born before is the head of a household
_YEAR = re.compile(r"(?:^|\D)(\d{4})$")
MOST_MEMBERS = 999  # of one household: a barracks, not a typing error


def text_of(cell: Cell) -> str:
    """What a person sees in the cell, cleaned."""
    if type(cell) is str:
        return clean(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, datetime):
        return format_day(cell.isoformat())
    if isinstance(cell, date):
        return format_day(cell.isoformat())
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def members_of(cell: Cell, grouped: bool) -> int | None:
    """The member count; None for an empty cell or a dash. Raises Refused."""
    if type(cell) is int and 0 <= cell <= MOST_MEMBERS:
        return cell
    text = text_of(cell)
    if not text.strip("-–—./?") or fold_key(text) in ("khong ro", "chua ro", "chua co"):
        return None
    if is_ambiguous(text):
        try:
            value: Value = parse_count(text, grouped=grouped)
        except ValueError:
            raise Refused(
                f"“{text}” không phải là số nguyên. Hãy gõ số người trong hộ, ví dụ 4."
            ) from None
    else:
        value = FIELDS["members"].kind.parse(text)
    if not isinstance(value, int) or value > MOST_MEMBERS:
        raise Refused(f"Số {text} quá lớn so với một hộ (nhiều nhất {MOST_MEMBERS}).")
    return value


def phone_of(cell: Cell) -> str | None:
    """The telephone number as stored; None for an empty cell, a dash or "không có"."""
    if cell is None:
        return None
    if type(cell) is int:
        cell = str(cell)
    if type(cell) is str:
        if len(cell) == 10 and cell[0] == "0" and cell[1] in "35789" and _is_digits(cell):
            return cell
        if len(cell) == 9 and cell[0] in "35789" and _is_digits(cell):
            return "0" + cell
    text = text_of(cell)
    if fold_key(text) in NOTHING:
        return None
    return parse_phone(text.replace("'", ""))


def year_of(cell: Cell) -> int | None:
    """The year of birth, from a year or a whole date; None for what is neither."""
    if isinstance(cell, date):
        return cell.year
    found = _YEAR.search(text_of(cell))
    year = int(found[1]) if found else 0
    return year if FIRST_YEAR <= year <= date.today().year else None


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def is_odd_phone(phone: str) -> bool:
    if len(phone) == 10 and phone[0] == "0" and phone[1] in "35789" and _is_digits(phone):
        return False
    return not all(is_plausible(number) for number in phone.split("; "))


def looks_like_phone(cell: Cell) -> bool:
    """At least eight digits and hardly anything else."""
    text = text_of(cell)
    digits = sum(c.isdigit() for c in text)
    return digits >= 8 and digits * 10 >= len(text) * 7 and not isinstance(cell, date)


def looks_like_members(cell: Cell, grouped: bool = False) -> bool:
    try:
        return (value := members_of(cell, grouped)) is not None and value < 100
    except Refused:
        return False
