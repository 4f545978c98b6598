"""Which encoding a text is in, judged by its words.

Every word is one of four kinds under an encoding: it makes sense only when converted, only as it
stands, in neither way, or it tells nothing (most often because both readings make sense).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache

from imports.legacy_tables import (
    CP1258,
    TCVN3,
    TCVN3_UPPER,
    TYPED_CAPITALS,
    UNICODE_LETTERS,
    VNI,
    decode_by_table,
    decode_word,
)
from imports.syllables import is_syllable

# A column speaks for itself from three different words on; two may be a name in another language.
MIN_WORDS = 3

# Signs count as letters here: × is "ì" and the soft hyphen is "ư". The group keeps them in split().
WORDS = re.compile("([A-Za-z\u00a1-\u024f\u0300-\u036f\u1e00-\u1eff]+)")
_UNICODE_ONLY = frozenset(letter for letter in UNICODE_LETTERS if letter > "\u00ff")
_HAS_UPPER_HALF = re.compile("[\u00a1-\u00ff]")


class Kind(Enum):
    """What one word says."""

    LEGACY = auto()
    UNICODE = auto()
    BROKEN = auto()
    NOTHING = auto()


@lru_cache(maxsize=1 << 16)
def kind_of(word: str, encoding: str) -> Kind:
    if word.isascii():
        return Kind.NOTHING
    if encoding in (TCVN3, TCVN3_UPPER) and _is_typed_capital(word):
        return Kind.NOTHING
    signs = _HAS_UPPER_HALF.findall(word)
    if not signs:
        return Kind.UNICODE if not _UNICODE_ONLY.isdisjoint(word) else Kind.NOTHING
    by_table = decode_by_table(word, encoding)
    if by_table.lower() == word.lower():
        return Kind.NOTHING
    as_unicode = is_syllable(word)
    as_legacy = len(by_table) > 1 and is_syllable(by_table)
    if not as_unicode and not as_legacy and not UNICODE_LETTERS.issuperset(signs):
        as_legacy = len(word) > 1 and is_syllable(decode_word(word, encoding))
    if as_legacy and as_unicode:
        # Both make sense; but a letter of no legacy table was typed in Unicode, with its word.
        return Kind.NOTHING if _UNICODE_ONLY.isdisjoint(word) else Kind.UNICODE
    if as_legacy:
        return Kind.LEGACY
    if as_unicode:
        return Kind.UNICODE
    return Kind.BROKEN if len(word) > 1 else Kind.NOTHING


def _is_typed_capital(word: str) -> bool:
    """TCVN3 writers typed the capitals they lacked in Unicode: Ửng and Ánh tell nothing."""
    is_rest_plain = len(word) == 1 or word[1:].isascii()
    is_lacking = word[0] in _UNICODE_ONLY or word[0] in TYPED_CAPITALS
    return is_lacking and is_rest_plain and word.istitle()


@dataclass(slots=True)
class Evidence:
    """How many different words speak for an encoding, for Unicode, and for neither."""

    words: dict[Kind, set[str]] = field(default_factory=lambda: {kind: set() for kind in Kind})

    def count(self, kind: Kind) -> int:
        return len(self.words[kind])

    @property
    def is_legacy(self) -> bool:
        legacy = self.count(Kind.LEGACY)
        return legacy >= MIN_WORDS and legacy > 3 * self.count(Kind.BROKEN)

    @property
    def is_all_legacy(self) -> bool:
        """No cell worth speaking of says otherwise."""
        return self.is_legacy and self.count(Kind.LEGACY) > 10 * self.count(Kind.UNICODE)


def gather(words: Iterable[str], encoding: str) -> Evidence:
    evidence = Evidence()
    for word in words:
        evidence.words[kind_of(word, encoding)].add(word)
    return evidence


def detect(words: set[str]) -> tuple[str | None, bool]:
    """The encoding a column's words speak for, and whether hardly any speaks for Unicode."""
    if not any(_HAS_UPPER_HALF.search(word) for word in words):
        return None, False
    found = {encoding: gather(words, encoding) for encoding in (TCVN3, VNI, CP1258)}

    def strength(encoding: str) -> int:
        count = found[encoding].count
        return count(Kind.LEGACY) - count(Kind.UNICODE) - 3 * count(Kind.BROKEN)

    best = max(found, key=strength)
    return (best, found[best].is_all_legacy) if found[best].is_legacy else (None, False)
