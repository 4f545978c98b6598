"""Vietnamese telephone numbers, as lists really hold them (11 digits until 2018, no leading zero)."""

import re

# The change of 15/9–14/11/2018 (Bộ TT&TT, Thông tư 22/2014, kế hoạch chuyển đổi mã mạng).
_OLD_PREFIXES = {
    **{f"016{n}": f"03{n}" for n in range(2, 10)},
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
_NOISE = re.compile(r"[\s.\-()_/]+")


def parse_phone(text: str) -> str | None:
    """Ten digits where the text is a number; otherwise the text as it is: warn, never block.

    Mends "+84…", "84…", a zero eaten by Excel ("912345678", "912345678.0") and 11-digit numbers.
    Two numbers in one cell are both kept: "0912345678; 0987654321".
    """
    t = text.strip().lstrip("'")
    if not t:
        return None
    if len(parts := [p for p in re.split(r"[;,\n]|/|\s-\s", t) if p.strip()]) > 1:
        numbers = [_mend(p) for p in parts]
        return "; ".join(n for n in numbers if n) if all(numbers) else t
    return _mend(t) or t


def _mend(text: str) -> str | None:
    digits = _NOISE.sub("", re.sub(r"\.0$", "", text.strip())).removeprefix("+")
    if not digits.isdigit() or not digits.isascii() or len(digits) < 8:
        return None
    digits = digits.removeprefix("00") if digits.startswith("0084") else digits
    if digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:]
    if not digits.startswith("0") and len(digits) in (9, 10):
        digits = "0" + digits
    if len(digits) == 11 and digits[:4] in _OLD_PREFIXES:
        digits = _OLD_PREFIXES[digits[:4]] + digits[4:]
    return digits


def is_plausible(phone: str) -> bool:
    """A mobile (0[35789] and 8 more) or a landline (02 and 9 more); ten digits are enough."""
    return bool(re.fullmatch(r"0[35789]\d{8}|02\d{8,9}", phone))
