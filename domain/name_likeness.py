"""How two names as written may be the name of one person: the slips that lists are full of.

A new kind of slip: a line in KINDS and its test in compare_names(), from the surest to the vaguest.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from domain.text import fold

_TONES = frozenset("\u0300\u0309\u0303\u0301\u0323")

# What a reader is told. The order is that of compare_names().
KINDS = {
    "SAME": "trùng họ tên",
    "TONE": "tên chỉ khác chỗ đặt dấu",
    "NO_MARKS": "tên trùng nhau khi bỏ dấu",
    "SPACES": "tên chỉ khác khoảng cách",
    "SWAPPED": "tên viết đảo thứ tự",
    "MARKS": "tên chỉ khác dấu",
    "LETTER": "tên khác một chữ cái",
    "TWO": "tên khác hai chỗ nhỏ",
    "PART": "tên viết thiếu chữ đệm",
    "OTHER": "tên khác nhau",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name prepared for comparing; make it once with read_name()."""

    words: tuple[str, ...]  # as written, lower case
    canonical: tuple[str, ...]  # each word's tone behind its letters: "hòa" and "hoà" are one
    folded: tuple[str, ...]
    joined: str  # the folded words without spaces


def read_name(text: str) -> Name:
    words = tuple(_keep_letters(text).split())
    folded = tuple([fold(w) for w in words])
    return Name(words, tuple([_tone_last(w) for w in words]), folded, "".join(folded))


def _keep_letters(text: str) -> str:
    lower = unicodedata.normalize("NFC", text).lower()
    if lower.replace(" ", "").isalpha():
        return lower
    return "".join([c if c.isalnum() else " " for c in lower])


@lru_cache(maxsize=20_000)
def _tone_last(word: str) -> str:
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    tones = [c for c in parts if c in _TONES]
    letters = unicodedata.normalize("NFC", "".join([c for c in parts if c not in _TONES]))
    return letters + "".join(tones)


def compare_names(a: Name, b: Name) -> str:
    """The key of KINDS: the smallest slip that explains the difference."""
    if a.words == b.words:
        return "SAME"
    if a.canonical == b.canonical:
        return "TONE"
    if a.folded == b.folded:
        return "NO_MARKS" if _is_bare_of_other(a, b) else "MARKS"
    if a.joined == b.joined:
        return "SPACES"
    if len(a.joined) == len(b.joined) and sorted(a.folded) == sorted(b.folded):
        return "SWAPPED" if _is_bare_of_other(_in_order(a), _in_order(b)) else "TWO"
    if _is_one_letter(a.words, b.words) or _is_one_letter(a.canonical, b.canonical):
        return "LETTER"
    if is_one_off(a.joined, b.joined):
        return "TWO"
    if _is_part(a.folded, b.folded) or _is_part(b.folded, a.folded):
        return "PART"
    return "OTHER"


def _in_order(name: Name) -> Name:
    """The words sorted: names of the same words in another order become one."""
    words = sorted(zip(name.folded, name.canonical, name.words, strict=True))
    return Name(
        tuple([w for _, _, w in words]), tuple([c for _, c, _ in words]),
        tuple([f for f, _, _ in words]), name.joined,
    )  # fmt: skip


def _is_one_letter(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return is_one_off("".join(a), "".join(b))


def _is_bare_of_other(a: Name, b: Name) -> bool:
    """Wherever two words differ, one of them has no marks at all."""
    return all(
        x in (y, f) or y == f for x, y, f in zip(a.canonical, b.canonical, a.folded, strict=True)
    )


def _is_part(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """ "Nguyễn Hòa" of "Nguyễn Văn Hòa", "Ng V Hòa" of the same: no word of its own but tên."""
    if len(short) < 2 or len(short) > len(long) or short[-1] != long[-1]:
        return False
    if len(short) == len(long):
        return all(y.startswith(x) for x, y in zip(short, long, strict=True))
    return short[0] == long[0] and set(short) <= set(long)


def is_one_off(a: str, b: str) -> bool:
    """One letter other, more or fewer, or two neighbours swapped."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    start = 0
    shorter = min(len(a), len(b))
    while start < shorter and a[start] == b[start]:
        start += 1
    if b[start + 1 :] in (a[start:], a[start + 1 :]) or b[start:] == a[start + 1 :]:
        return True
    return a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]


def one_letter_less(joined: str) -> set[str]:
    """Names one letter apart have one of these in common: the way to find them without comparing
    each with each."""
    return {joined[:n] + joined[n + 1 :] for n in range(len(joined))}
