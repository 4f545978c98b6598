"""Vietnamese telephone numbers, as lists really hold them: 11 digits until 2018, zero lost."""

import re

from domain.text import clean_lines

# The change of 15/9–14/11/2018 (Bộ TT&TT, Thông tư 22/2014, kế hoạch chuyển đổi mã mạng).
_OLD_PREFIXES = {
    **{f"016{n}": f"03{n}" for n in range(2, 10)},
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
_NOISE = re.compile(r"[\s.\-()_/]+")
_TWO_NUMBERS = re.compile(r"[;,\n/]|\s-\s|(?<=\d{9})\s+(?=\+?\d{9})")


def parse_phone(text: str) -> str | None:
    """The ten digits of a number; any other text is kept as it is: warn, never block.

    Mends "+84…", "84…", a zero eaten by Excel ("912345678", "912345678.0") and 11-digit numbers.
    Two numbers in one cell are both kept: "0912345678; 0987654321".
    """
    t = clean_lines(text).lstrip("'")
    if not t:
        return None
    if number := _mend(t):
        return number
    numbers = [_mend(part) for part in _TWO_NUMBERS.split(t) if part.strip()]
    return "; ".join(n for n in numbers if n) if numbers and all(numbers) else t


def _mend(text: str) -> str | None:
    """The number that is meant, or None where the digits are no Vietnamese number."""
    t = re.sub(r"^(\d+)\.0$", r"\1", text.strip())
    digits = _NOISE.sub("", t).removeprefix("+")
    if not digits.isascii() or not digits.isdigit():
        return None
    digits = digits.removeprefix("00") if digits.startswith("0084") else digits
    if digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:].removeprefix("0")
    if not digits.startswith("0"):
        digits = "0" + digits
    if len(digits) == 11 and digits[:4] in _OLD_PREFIXES:
        digits = _OLD_PREFIXES[digits[:4]] + digits[4:]
    return digits if is_plausible(digits) else None


def is_plausible(phone: str) -> bool:
    """A mobile number (0[35789] and 8 more digits) or a landline (02 and 8 or 9 more)."""
    return bool(re.fullmatch(r"0[35789]\d{8}|02\d{8,9}", phone))
