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
    for cp in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1EA0, 0x1EFA)):
        base = "".join(
            c for c in unicodedata.normalize("NFD", chr(cp)) if not unicodedata.combining(c)
        )
        folded = base.replace("Đ", "d").replace("đ", "d").lower()
        if folded != chr(cp):
            table[cp] = folded
    return table


_FOLD = _fold_table()
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def clean(text: str) -> str:
    """NFC, outer and repeated white space gone: the one form in which text is stored."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", text).replace("\u200b", "").split())


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


def initials(name: str) -> str:
    """ "Nguyễn Văn Hòa" -> "nvh"."""
    return "".join(word[0] for word in fold_words(name))


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
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, sort_key(p)) for p in parts if p)


def mask_phone(phone: str) -> str:
    """ "0912345678" -> "09xx xxx 678" (vietnam.md 4.2): enough to recognise, too little to use."""
    return f"{phone[:2]}xx xxx {phone[-3:]}" if len(phone) >= 8 else phone
