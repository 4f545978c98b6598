"""Vietnamese text: one spelling in store (NFC), one fold for search, one order for names.

Numbers and dates are in domain/numerals.py and domain/days.py.
"""

import re
import unicodedata
from functools import lru_cache

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # CLDR: ngang, huyền,
# hỏi, ngã, sắc, nặng. Letters decide first, tones only break ties.
_SHAPES = {"\u0302", "\u0306", "\u031b"}  # circumflex, breve, horn: part of the letter


def _fold_table() -> dict[int, str | None]:
    table: dict[int, str | None] = {cp: None for cp in range(0x0300, 0x0370)}
    for cp in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = "".join(
            c for c in unicodedata.normalize("NFD", chr(cp)) if not unicodedata.combining(c)
        )
        folded = base.lower()
        if folded != chr(cp):
            table[cp] = folded
    return table | dict.fromkeys(map(ord, "đĐðÐɖƉ"), "d")  # old keyboards typed Ð (eth) for Đ


_FOLD = _fold_table()
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")


def clean(text: str) -> str:
    """NFC, outer and repeated white space gone: the one form in which text is stored."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).split())


def clean_lines(text: str) -> str:
    """As clean(), but line breaks are kept (addresses of several lines, notes)."""
    return "\n".join(clean(line) for line in text.strip().splitlines())


def fold(text: str) -> str:
    """Lower case without any diacritics, đ as d: what is stored for search and asked with."""
    return text.translate(_FOLD)


def fold_words(text: str) -> list[str]:
    """The folded words of a text, for search tokens and for comparing names."""
    return _NOT_WORD.sub(" ", fold(text)).split()


def fold_key(text: str) -> str:
    """Equal for texts that people would call the same name: no diacritics, no punctuation."""
    return " ".join(fold_words(text))


def initials(words: list[str]) -> str:
    """ "nvh" of the folded words of "Nguyễn Văn Hòa"."""
    return "".join([word[0] for word in words])


@lru_cache(maxsize=4096)
def _word_key(word: str) -> tuple[str, str]:
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            if tones:
                tones[-1] = str(_TONES[char])
        elif char in _SHAPES and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + char)
        elif not unicodedata.combining(char):
            letters.append(char)
            tones.append("0")
    order = "".join(
        chr(0x41 + _LETTERS.index(c)) if c in _LETTERS else (c if c.isascii() else "~")
        for c in letters
    )
    return order, "".join(tones)


def sort_key(text: str) -> str:
    """A text that sorts as Vietnamese does (A, Ă, Â, B … D, Đ …), whole string from the left."""
    keys = [_word_key(word) for word in text.split()]
    return " ".join(k for k, _ in keys) + "\t" + " ".join(t for _, t in keys)


def name_sort_key(name: str) -> str:
    """Sorts people as Vietnamese lists do: by tên (last word), then họ, then đệm."""
    words = name.split()
    return sort_key(" ".join([words[-1], *words[:-1]])) if words else ""


def words_with_numbers_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """For villages and clusters: "Thôn 2" before "Thôn 10"."""
    parts = re.split(r"(\d+)", text)
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, sort_key(p)) for p in parts if p)


_ALL_BUT_THREE = re.compile(r"\d(?=(?:\D*\d){3})")


def mask_phone(phone: str) -> str:
    """Enough to recognise, too little to call: "0912345678" becomes "09xx xxx 678".

    Each of two numbers is masked; in any other text only the last three digits are left.
    """
    masked = []
    for number in phone.split("; "):
        if number.isdecimal() and len(number) >= 8:
            masked.append(f"{number[:2]}xx xxx {number[-3:]}")
        else:
            masked.append(_ALL_BUT_THREE.sub("x", number))
    return "; ".join(masked)
