"""Vietnamese numbers: "1.128.620", "16,27 %". One rounding rule: half up, at display only."""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from domain.text import fold

_SPACE = " \u00a0\u202f"  # plain, no-break and narrow no-break
_GROUPED = re.compile(rf"[+-]?[1-9]\d{{0,2}}([.,{_SPACE}])\d{{3}}(?:\1\d{{3}})*")
_UNIT = re.compile(r"([+-]?\d.*?)\s*(?:nguoi|nhan khau|khau|nk|ho|may)\.?")


def _without_unit(text: str) -> str:
    t = fold(text.strip())
    unit = _UNIT.fullmatch(t)
    return unit.group(1) if unit else t


def is_ambiguous(text: str) -> bool:
    """True for "1.234" and "1,234": a thousand and more in one office, a decimal in another."""
    return bool(re.fullmatch(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", _without_unit(text)))


def parse_count(text: str, *, grouped: bool = True) -> int:
    """A whole number of 0 or more. "1.128.620", "1,128,620", "4 người" and "4.0" are read.

    `grouped` says how an ambiguous "1.234" of this column is meant. Raises ValueError.
    """
    if text.isascii() and text.isdecimal():
        return int(text)
    t = _without_unit(text)
    if _GROUPED.fullmatch(t) and (grouped or not is_ambiguous(t)):
        t = re.sub(rf"[.,{_SPACE}]", "", t)
    number = re.fullmatch(r"\+?(\d+)(?:[.,]0+)?", t)
    if not number:
        raise ValueError(text)
    return int(number.group(1))


def parse_rate(text: str) -> Fraction:
    """An exact fraction of 1 from "16,27%" or "0,1627". Raises ValueError."""
    t = re.sub(rf"[{_SPACE}]", "", text.strip())
    percent = t.endswith("%")
    t = t.removesuffix("%")
    if "," in t:
        t = t.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"[+-]?\d+(?:\.\d+)?", t):
        raise ValueError(text)
    return Fraction(t) / (100 if percent else 1)


def round_half_up(value: Fraction, places: int = 2) -> Decimal:
    """As every report of the office is rounded; Python's round() would round half to even."""
    step = Decimal(1).scaleb(-places)
    scaled = value * 10**places
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    whole += 2 * rest >= scaled.denominator
    return (Decimal(whole if scaled >= 0 else -whole) * step).quantize(step, ROUND_HALF_UP)


def format_count(value: int | None) -> str:
    """183620 -> "183.620"; nothing known -> "–", which is not 0."""
    return "–" if value is None else f"{value:,}".replace(",", ".")


def format_decimal(value: Decimal) -> str:
    return f"{value:,f}".replace(",", "\0").replace(".", ",").replace("\0", ".")


def format_rate(value: Fraction | None, places: int = 2) -> str:
    """Fraction(183620, 1128620) -> "16,27 %" (with a no-break space); unknown -> "–"."""
    return "–" if value is None else format_decimal(round_half_up(value * 100, places)) + "\u00a0%"


def format_points(value: Fraction | None) -> str:
    """A difference of two rates, in điểm %: "+1,09"."""
    if value is None:
        return "–"
    rounded = round_half_up(value * 100)
    return ("+" if rounded > 0 else "") + format_decimal(rounded)
