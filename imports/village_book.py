"""Which village a text of the list means: the commune's own spelling, or a new village.

What is certain is joined (case, diacritics, "B. Chiềng", a missing kind word); what is only near
("Bản Chiềg") stays a village of its own and is pointed out.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.text import clean, fold_key
from domain.villages import join_village, split_village, village_key
from imports.village_texts import village_of_cell

_SHORT_KINDS: dict[str, tuple[str, ...]] = {
    "b": ("bản", "buôn", "bon"), "t": ("thôn", "tổ", "tổ dân phố"), "th": ("thôn",), "x": ("xóm",),
    "l": ("làng",), "a": ("ấp",), "k": ("khu", "khối", "khu phố", "khối phố"), "kp": ("khu phố",),
    "tdp": ("tổ dân phố",), "to dp": ("tổ dân phố",), "kdc": ("khu dân cư",), "tk": ("tiểu khu",),
}  # fmt: skip
_WRITTEN_OUT = {"b": "bản", "th": "thôn", "x": "xóm", "l": "làng"}  # where nothing known decides
_SHORTENED = re.compile(r"([^\W\d_]{1,3}|tổ dp)(?:\.\s*|\s+|(?=\d))(\S.*)", re.IGNORECASE)
_FAMILIES = (
    frozenset(("tổ", "tổ dân phố")),
    frozenset(("khu", "khu phố", "khu dân cư", "khối phố", "khối")),
)
_WORD_NAMES = frozenset(("bản", "thôn", "xóm", "làng", "ấp", "buôn", "bon", "khu dân cư", "khu"))


@dataclass(frozen=True, slots=True)
class VillageMatch:
    """One spelling of the file, the village it is taken for, and how many households say so."""

    text: str
    label: str
    households: int
    is_new: bool
    near: str = ""  # a village of the commune it may be a misspelling of


class VillageBook:
    """The commune's villages, then those that the file brings."""

    def __init__(self, known: Iterable[str], corrections: Mapping[str, str] | None = None) -> None:
        self._labels: dict[str, str] = {}
        self._names: dict[str, list[tuple[str, str]]] = {}  # bare name -> kind, label
        self._found: dict[tuple[str, str], str] = {}
        self._corrections = {clean(k): v for k, v in (corrections or {}).items() if v}
        for label in known:
            self._add(label)
        self._known = frozenset(self._labels.values())

    def is_known(self, label: str) -> bool:
        return label in self._known

    def find(self, text: str, kind: str = "") -> str:
        """The known village that this text surely means, or ""; a bare name gets `kind`."""
        text = village_of_cell(text)
        for candidate in _candidates(text, kind):
            if label := self._labels.get(_key(candidate)):
                return label
        return self._by_name(text)

    def learn(self, texts: Mapping[tuple[str, str], int]) -> None:
        """Settle every (text, kind word of the column) of a file; the best spelled come first."""
        for text, kind in sorted(texts, key=lambda t: (_quality(t[0]), -texts[t])):
            if correction := self._corrections.get(clean(text)):
                self._found[text, kind] = self._add(correction)
                continue
            label = self.find(text, kind)
            if not label:
                label = self._add(_written_out(village_of_cell(text), kind))
            self._found[text, kind] = label

    def label(self, text: str, kind: str) -> str:
        """After `learn`: the village a text of the file means."""
        return self._found[text, kind]

    def near(self, label: str) -> str:
        """A known village whose name is nearly that of a new one."""
        if label in self._known or any(c.isdigit() for c in label):
            return ""
        names = {key: known for key, known in self._labels.items() if known in self._known}
        close = difflib.get_close_matches(_key(label), names, n=1, cutoff=0.86)
        return names[close[0]] if close else ""

    def _add(self, label: str) -> str:
        """The label under which this village is known now."""
        key = _key(label)
        if key not in self._labels:
            self._labels[key] = label
            kind, name = split_village(label)
            self._names.setdefault(_number_key(name), []).append((kind, label))
        return self._labels[key]

    def _by_name(self, text: str) -> str:
        kind, name = split_village(text)
        numbered = not any(c.isalpha() for c in name)
        same = [
            label
            for other_kind, label in self._names.get(_number_key(name), ())
            if _kinds_agree(kind, other_kind, numbered)
        ]
        return same[0] if len(same) == 1 else ""


def _key(text: str) -> str:
    """village_key, and i for y: "Lí" and "Lý" are one name."""
    return re.sub(r"y\b", "i", village_key(text))


def _number_key(name: str) -> str:
    return _key(re.sub(r"^số\s+", "", name, flags=re.IGNORECASE))


def _kinds_agree(one: str, other: str, numbered: bool) -> bool:
    if not one or not other or one == other:
        return True
    if any(one in family and other in family for family in _FAMILIES):
        return True
    return not numbered and one in _WORD_NAMES and other in _WORD_NAMES


def _candidates(text: str, kind: str) -> list[str]:
    own_kind, name = split_village(text)
    found = [text]
    if not own_kind:
        if kind:
            found.append(join_village(kind, name))
        if short := _SHORTENED.fullmatch(text):
            kinds = _SHORT_KINDS.get(fold_key(short[1]), ())
            found += [join_village(k, short[2]) for k in kinds]
    return found


def _written_out(text: str, kind: str) -> str:
    """The label of a new village: "B. Mìn" becomes "Bản Mìn", "3" under "Thôn" becomes "Thôn 3"."""
    own_kind, name = split_village(text)
    if own_kind:
        return join_village(own_kind, name)
    short = re.fullmatch(r"(\w{1,2})\.\s*(\S.*)", text)
    if short and (written := _WRITTEN_OUT.get(short[1].lower())):
        return join_village(written, village_of_cell(short[2]))
    is_plain_kind = text.isascii() and re.match(r"(?:ban|thon|xom|lang) ", text, re.IGNORECASE)
    return text if is_plain_kind or not kind else join_village(kind, name)


def _quality(text: str) -> tuple[bool, bool, bool]:
    """Sorts first what makes the best label: with a kind word, with accents, not in capitals."""
    has_kind = bool(split_village(village_of_cell(text))[0])
    return not has_kind, text.isascii() and not any(c.isdigit() for c in text), text.isupper()


def differ_in_letters(one: str, other: str) -> bool:
    """True for "Bơn" and "Bôn", not for another case or another place of the tone mark."""
    if one.isascii() or other.isascii():
        return False
    letters = [
        sorted(
            c
            for c in unicodedata.normalize("NFD", text.lower())
            if c.isalpha() or unicodedata.combining(c)
        )
        for text in (one, other)
    ]
    return letters[0] != letters[1]
