"""Villages: thôn, bản, xóm, tổ dân phố … each shown by its own kind word (A1)."""

import re
from dataclasses import dataclass

from domain.fields import Choice, Field, Number, Option, Text
from domain.text import clean, fold_key

# NĐ 185/2026/NĐ-CP, Điều 2: the kinds a hamlet or street group may be called; the list is open.
VILLAGE_KINDS = tuple(
    Option(k, k)
    for k in (
        "bản", "thôn", "xóm", "làng", "ấp", "buôn", "bon", "phum", "sóc", "tổ dân phố", "khu phố",
        "khối phố", "khóm", "khối", "tiểu khu", "khu dân cư", "khu", "tổ", "đội", "cụm dân cư",
    )
)  # fmt: skip

VILLAGE_FIELDS: tuple[Field, ...] = (
    Field("kind", "Loại", Choice(VILLAGE_KINDS, free=True), width=14),
    Field("name", "Tên", Text(), required=True, width=28),
    Field("position", "Thứ tự", Number(), width=6),
)


@dataclass(frozen=True)
class Village:
    id: str
    kind: str  # "bản"; "" when the name stands alone
    name: str  # "Chiềng"
    number: int  # in household codes, never given to another village
    position: int = 0

    @property
    def label(self) -> str:
        """ "Bản Chiềng"."""
        return join_village(self.kind, self.name)

    @property
    def key(self) -> str:
        return village_key(self.label)


def join_village(kind: str, name: str) -> str:
    return f"{kind[0].upper()}{kind[1:]} {name}" if kind else name


_KINDS_BY_LENGTH = sorted((o.label for o in VILLAGE_KINDS), key=len, reverse=True)
_SHORT = {"tdp": "tổ dân phố", "kdc": "khu dân cư", "tk": "tiểu khu", "kp": "khu phố"}
_SHORT_FIRST = re.compile(rf"({'|'.join(_SHORT)})(?:\.\s*|\s+|(?=\d))(\S.*)", re.IGNORECASE)


def split_village(text: str) -> tuple[str, str]:
    """Kind and name: ("bản", "Chiềng"), for "TDP 3" ("tổ dân phố", "3"), for "Na Hảo" ("", …)."""
    text = clean(text)
    if short := _SHORT_FIRST.fullmatch(text):
        return _SHORT[short[1].lower()], short[2]
    low = text.lower()
    for kind in _KINDS_BY_LENGTH:
        if low.startswith(kind + " ") and len(text) > len(kind) + 1:
            return kind, text[len(kind) + 1 :].strip()
    return "", text


def village_key(text: str) -> str:
    """Equal for spellings of one village: "BẢN CHIỀNG" and "Bản Chiềng", "TDP 03" and
    "Tổ dân phố số 3". The key of a key is the key itself."""
    kind, name = split_village(text)
    if not kind:
        kind, name = split_village(fold_key(text))
    name = re.sub(r"^số\s+(?=\d)", "", name, flags=re.IGNORECASE)
    return re.sub(r"\b0+(\d)", r"\1", fold_key(f"{kind} {name}"))
