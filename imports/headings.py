"""What a heading of a household list means: the field of domain/households.py, or another role.

Headings that stand in `aliases` of a field are certain; the patterns below catch the longer ones
("Họ, tên chủ hộ (ghi chữ in hoa)"). A new word is an alias there, a new way of writing a line here.
All patterns see folded text: "họ" and "hộ" are both "ho".
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from domain.fields import Option, heading_key
from domain.households import HOUSEHOLD_FIELDS

NUMBER = "number"
RELATION = "relation"
FAMILY_NAME = "family_name"
GIVEN_NAME = "given_name"
PERSON_NAME = "person_name"
HOUSEHOLD_NUMBER = "household_number"

# What a column can be, for the list of the wizard; "" is a column that is not used.
COLUMN_ROLES: tuple[Option, ...] = (
    Option("", "Không dùng"),
    *(Option(f.name, f.label) for f in HOUSEHOLD_FIELDS),
    Option(NUMBER, "Số thứ tự"),
    Option(FAMILY_NAME, "Họ và đệm chủ hộ"),
    Option(GIVEN_NAME, "Tên chủ hộ (cột riêng)"),
    Option(RELATION, "Quan hệ với chủ hộ"),
    Option(PERSON_NAME, "Họ và tên người trong hộ"),
    Option(HOUSEHOLD_NUMBER, "Số hộ (các dòng cùng một hộ)"),
)

CERTAIN, LIKELY, DOUBTFUL = 1.0, 0.8, 0.5


class Meaning(NamedTuple):
    """`role` is None for a heading that is understood but not used here ("Dân tộc")."""

    role: str | None
    confidence: float
    is_head: bool = False  # the heading says "chủ hộ", not only "họ và tên"


_ALIASES = {
    heading_key(text): field.name
    for field in HOUSEHOLD_FIELDS
    for text in (field.label, *field.aliases)
}
_VAGUE = {"tong so": "members", "tong": "members", "don vi": "village", "so may": "phone"}
_NUMBERS = re.compile(r"(?:so )?(?:tt|stt|thu tu)|s tt|s t t|no|tt stt|stt chung")
_FAMILY = re.compile(
    r"ho(?: va)?(?: ten)?(?: chu)? (?:dem|lot)|ho va ten (?:dem|lot)|ho dem chu ho|ho"
)
_WORDS_OF_VILLAGES = frozenset(
    """thon ban xom lang ap buon bon phum soc to dan pho khu khoi khom tieu tdp kdc kp tk cu
    doi""".split()  # noqa: SIM905 - words, as they are read
)
_WORDS_BESIDE_VILLAGES = frozenset(
    ("ten", "so", "o", "noi", "thuoc", "hoac", "va", "cum", "dia", "danh", "tai")
)
_UNUSED = re.compile(
    r"(?:trong do )?(?:nam|nu)(?: gioi)?|gioi(?: tinh)?|phai|dan toc|ton giao|nghe nghiep|quoc tich"
    r"|.*\b(?:nam|ngay|thang) sinh\b.*|.*\b(?:cmnd|cccd|cmt|can cuoc|dinh danh|bhyt)\b.*"
    r"|(?:xa|phuong|huyen|quan(?! he)|tinh|thanh pho|thi tran)(?: .{1,12})?|trinh do.*|tuoi"
    r"|ky(?: ten| nhan)?|chu ky|so tien|dien tich.*|(?:ho )?(?:can )?ngheo|ho nong.*|thu nhap.*"
    r"|.*\b(?:thong minh|smartphone|android|ios|da cai|ung dung)\b.*|que quan|nguyen quan|noi sinh"
    r"|hoc van|.*\b(?:email|facebook)\b.*"
)

_RULES: tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...] = (
    (RELATION, re.compile(r"quan he|\bqh\b"), None),
    (
        HOUSEHOLD_NUMBER,
        re.compile(
            r"^(?:(?:so|ma)(?: so| quyen)* (?:ho|ho khau|shk|hk|ho gia dinh|so ho)|so shk|shk|ho so"
            r"|(?:stt|(?:so )?tt|so thu tu) ho|ho khau so|so ho so)$"
        ),
        None,
    ),
    (
        "phone",
        re.compile(
            r"\b(?:dien thoai|sdt|dt|dtdd|di dong|tel|phone|mobile|so may|zalo|lien (?:lac|he))\b"
        ),
        re.compile(r"so nguoi|so luong|so may dien thoai|co dien thoai|su dung|loai|hang|cai dat"),
    ),
    (
        PERSON_NAME,
        re.compile(
            r"(?:ten|ho va ten|ho ten).*\b(?:thanh vien|nhan khau|nguoi trong ho|cong dan)\b"
            r"|^thanh vien(?: trong)?(?: ho| gia dinh)*$|^nhan khau trong ho$"
        ),
        re.compile(r"chu ho"),
    ),
    (
        "members",
        re.compile(r"nhan khau|\b(?:khau|nk)\b|so nguoi|thanh vien|\bsl nguoi"),
        re.compile(
            r"\b(?:nu|nam(?! \d)|tre|lao dong|tam|duoi|tren|ngheo|dang vien|su dung|cai|co|ten"
            r"|dia chi"
            r"|noi|ma|chu|sinh|ho khau|\d+ tuoi)\b"
        ),
    ),
    (
        "head_name",
        re.compile(
            r"^(?:ho|ten)\b.*\b(?:chu ho|gia dinh|ho dan|chu nha|dai dien|gia chu)\b|^chu ho\b"
            r"|^ho (?:va )?ten\b|^ten (?:ho|ong|nguoi dan)\b|^ho (?:gia dinh|ong|dan)\b"
            r"|^chu nha|\bho va ten chu ho\b|^(?:thong tin )?chu ho .*\bten$"
        ),
        re.compile(
            r"\b(?:vo|chong|con|bo|me|cha|lap|can bo|dieu tra|cung cap|giam ho"
            r"|truong (?:thon|ban|xom)"
            r"|sinh|quan he|toc|tinh|so (?:nguoi|khau|ho|dinh)|ma|nghe)\b"
        ),
    ),
    (
        "address",
        re.compile(
            r"\b(?:dia chi|noi o|cho o|thuong tru|hktt|cu tru|dkhk\w*|noi dang ky|so nha"
            r"|dia diem)\b"
        ),
        None,
    ),
    ("cluster", re.compile(r"^(?:cum|ngo|ngach|hem|to lien gia|to tu quan|nhom)\b"), None),
    ("code", re.compile(r"^ma (?:so )?(?:ho|phieu)\b"), None),
    ("note", re.compile(r"^(?:ghi chu|chu thich|dien giai)\b"), None),
)


def heading_meaning(parts: Sequence[str]) -> Meaning | None:
    """The meaning of a column under its headings, from the top one down; None for no heading.

    "Nhân khẩu" over "Tổng số" are the members, "Nhân khẩu" over "Trong đó nữ" are not.
    """
    keys = tuple(key for part in parts if (key := heading_key(part)))
    found = _meaning(keys)
    return found._replace(is_head=True) if found and "chu ho" in " ".join(keys) else found


@lru_cache(maxsize=4096)
def _meaning(keys: tuple[str, ...]) -> Meaning | None:
    if not keys or any(len(key) > 90 for key in keys):
        return None
    whole, last = " ".join(keys), keys[-1]
    if len(keys) == 1:
        return _single(whole)
    if _FAMILY.fullmatch(last) and "ten" in whole:
        return Meaning(FAMILY_NAME, CERTAIN)
    if last == "ten" and re.search(r"\bho\b", " ".join(keys[:-1])):
        return Meaning(GIVEN_NAME, CERTAIN)
    if whole in _ALIASES:
        return Meaning(_ALIASES[whole], CERTAIN)
    if last in ("nam", "nu") and _is_head_name(keys[:-1]):
        # Men's names in one column and women's in the next: joined, as a name in two parts is.
        return Meaning(FAMILY_NAME if last == "nam" else GIVEN_NAME, LIKELY)
    if last in _VAGUE:  # "Tổng số" means what stands over it
        return _matching_rule(whole)
    of_other = re.search(r"\b(?:vo|chong|con|bo|me|cha|thanh vien)\b", whole)
    if _ALIASES.get(last) == "birth_year" and not of_other:
        return Meaning("birth_year", LIKELY)
    if _UNUSED.fullmatch(last):
        return Meaning(None, LIKELY)
    if found := _single(last):
        if found.role == "head_name" and re.search(r"\b(?:vo|chong|nguoi lap|can bo)\b", whole):
            return Meaning(None, LIKELY)
        return found
    return _matching_rule(whole)


def _is_head_name(keys: tuple[str, ...]) -> bool:
    found = _meaning(keys)
    return bool(found and found.role == "head_name")


def _single(key: str) -> Meaning | None:
    if key in _VAGUE:
        return Meaning(_VAGUE[key], DOUBTFUL)
    if _NUMBERS.fullmatch(key):
        return Meaning(NUMBER, CERTAIN)
    if _FAMILY.fullmatch(key):
        return Meaning(FAMILY_NAME, LIKELY)
    if key == "ten":
        return Meaning(GIVEN_NAME, LIKELY)
    if key in _ALIASES:
        return Meaning(_ALIASES[key], CERTAIN)
    if _UNUSED.fullmatch(key):
        return Meaning(None, LIKELY)
    words = frozenset(key.split())
    if words & _WORDS_OF_VILLAGES and words <= _WORDS_OF_VILLAGES | _WORDS_BESIDE_VILLAGES:
        return Meaning("village", LIKELY)
    if words >= {"dia", "chi"} and words & {"thon", "ban", "xom", "tdp", "pho", "ap"}:
        return Meaning("address", DOUBTFUL)
    return _matching_rule(key)


def _matching_rule(key: str) -> Meaning | None:
    for role, pattern, but_not in _RULES:
        if pattern.search(key) and not (but_not and but_not.search(key)):
            return Meaning(role, LIKELY)
    return None
