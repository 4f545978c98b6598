"""Villages as lists write them: in an address, a title, a section row, a cell of their own.

Everything here takes one text and returns the village's own words ("Bản Chiềng") or "".
Which village of the commune that is, is decided in imports/village_book.py.
"""

import re

from domain.text import clean, fold
from domain.villages import VILLAGE_KINDS, join_village, split_village

_KINDS = sorted((option.label for option in VILLAGE_KINDS), key=len, reverse=True)
_SHORT = ("tdp", "kdc", "kp", "tk")
# Parts of a village rather than villages, when a larger kind stands beside them.
NARROW_KINDS = frozenset(("tổ", "đội", "cụm dân cư", "khối"))
_ACCENTED = "|".join((*_KINDS, *_SHORT))
_PLAIN = "|".join((*map(fold, _KINDS), *_SHORT))
_STARTS = re.compile(rf"(?:{_ACCENTED})(?=[\s.:/,(\-]|\d)", re.IGNORECASE)
_STARTS_PLAIN = re.compile(rf"(?:{_PLAIN})(?=[\s.:/,(\-]|\d)", re.IGNORECASE)
# "bản sao", "khu vực", "tổ chức", "khối lượng" are other words.
_NO_NAME = (
    r"(?:sao|khai|vực|chức|trưởng|lượng|nghề|văn|quản|hợp|chợ|tập|cách|kinh|điều|công|giúp|làng|thôn"
    r"|bản|xóm|tổ|khu|và|hoặc|các|trong|có|năm|tự|tin|thân|nhân|viên|đội|phố|dân|cư|số\s*$|này|ta)"
)
_IN_TEXT = re.compile(
    rf"(?<!\w)(?P<kind>{_ACCENTED})(?:\s*[:.]\s*|\s+|(?=\d))(?!{_NO_NAME}(?!\w))(?P<name>\w[^\n]*)",
    re.IGNORECASE,
)
_IN_PLAIN_TITLE = re.compile(
    rf"(?:^|\b(?:dan|dinh|ho)\s+)(?P<kind>{_PLAIN})(?:\s+|(?=\d))\w", re.IGNORECASE
)
_LABELLED = re.compile(
    rf"^(?P<kinds>(?:{_ACCENTED})(?:\s*[/,(]\s*(?:{_ACCENTED})\s*\)?)*)\s*:\s*(?P<name>.*)$",
    re.IGNORECASE,
)
_HIGHER_UNIT = re.compile(
    r"\s*(?:[,;(]|\s[-–]\s|[-–](?=\D)"
    r"|(?<!\w)(?:xã|phường|thị trấn|thị xã|đặc khu|huyện|quận|thành phố"
    r"|tỉnh|tp|tt|tx)(?!\w)|(?<!\w)[xphq]\.\s*(?=[A-ZĐ])|\n).*$",
    re.IGNORECASE | re.DOTALL,
)
_HIGHER_PLAIN = re.compile(
    r"\s*(?:[,;(]|\s-\s|\b(?:xa|phuong|thi tran|thi xa|huyen|tinh)\b).*$", re.IGNORECASE
)
_END_OF_NAME = re.compile(
    r"\s*(?:[,;:.(–\n]|\s-|(?<!\w)(?:năm|tháng|quý|tính|đến|có|thuộc|được|cần|tham|đợt|phục|để|theo"
    r"|và|ngày|trên|gồm|đã|kèm|nhận|đăng|chưa|hiện|-)(?!\w)).*$",
    re.IGNORECASE | re.DOTALL,
)
_INDEX = re.compile(r"^(?:(?P<roman>[IVXLC]{1,6})|(?P<other>[A-H]|\d{1,2}))\s*[.):/\-–]+\s*(?=\w)")
_COUNTS = re.compile(
    r"\s*[:;,(\-–.]*\s*(?:(?:có|gồm|tổng số|tổng cộng|tổng)\s*:?\s*)?\d[\d.]*\s*"
    r"(?:hộ|khẩu|nhân khẩu|người|nk)(?!\w).*$",
    re.IGNORECASE,
)
_MIDDLE_NAME = re.compile(r"\s(?:văn|thị)\s", re.IGNORECASE)
_ROMAN = re.compile(r"[IVX]+")


def _without_higher_unit(text: str) -> str:
    cut = _HIGHER_UNIT.sub("", text)
    return _HIGHER_PLAIN.sub("", cut) if text.isascii() else cut


def starts_with_kind(text: str) -> bool:
    """ "Bản Mìn", "TDP 3"; for a text without any diacritics also "Ban Min".

    Accents count: Bàn and Tô are surnames.
    """
    pattern = _STARTS_PLAIN if text.isascii() else _STARTS
    return bool(pattern.match(text)) and not _MIDDLE_NAME.search(text)


def split_index(text: str) -> tuple[str, str]:
    """ "II. THÔN 2" → ("roman", "THÔN 2"): the way it is numbered, and the rest."""
    text = text.lstrip("*-+•– ")
    found = _INDEX.match(text)
    if not found:
        return "", text
    return ("roman" if found["roman"] else "other"), text[found.end() :]


def section_village(text: str) -> str:
    """The village of a section row: "Thôn: Na Hảo", "Bản Chiềng: 30 hộ", "II. THÔN 2"."""
    text = clean(text)
    _, rest = split_index(text)
    if starts_with_kind(rest) or not text.startswith("B."):  # "B. Chiềng" is Bản Chiềng
        text = rest
    return village_words(_COUNTS.sub("", text))


def village_of_cell(text: str) -> str:
    """The village of a cell meant for it, whatever stands beside it ("Bản Mìn (30 hộ)")."""
    if re.search(r"[,;\n]", text) and (village := village_in_address(text)):
        return village
    return section_village(text)


def village_of_sheet_name(name: str) -> str:
    """ "DS bản Chiềng 2020", "1. Bản Chiềng", "B.Chiềng" → the village; else the name itself."""
    name = clean(re.sub(r"(?<!\d)(?:19|20)\d\d(?!\d)|[_(]\s*\d+\s*\)?$", " ", name))
    return village_in_title(name) or section_village(name)


def village_words(text: str) -> str:
    """A cell that holds a village and at most what is above it ("Bản Chiềng, xã Mường Mìn")."""
    text = clean(text)
    if labelled := _LABELLED.match(text):
        several = re.search(r"[/,(]", labelled["kinds"])
        text = labelled["name"] if several else f"{labelled['kinds']} {labelled['name']}"
    return tidy_village(_without_higher_unit(text))


def village_in_address(text: str) -> str:
    """The part of an address with a kind of village; the larger kind wins over the smaller."""
    narrow = ""
    for part in re.split(r"[,;\n]|\s[-–]\s|(?<=\D)[-–](?=\D)", text):
        village = _village_in_part(clean(part))
        if village and split_village(village)[0] not in NARROW_KINDS:
            return village
        narrow = narrow or village
    return narrow


def _village_in_part(part: str) -> str:
    part = _without_higher_unit(part)
    if part.isascii():  # "ban" and "to" are too common without accents to be looked for inside
        return tidy_village(part) if _STARTS_PLAIN.match(part) else ""
    found = _IN_TEXT.search(part)
    if not found:
        return ""
    name = found["name"]
    if _is_common_word(name, part):
        return ""
    # "Ngõ 5 tổ 2 khu phố 3": the last one is the largest.
    return _village_in_part(name) or tidy_village(f"{found['kind']} {name}")


def _is_common_word(name: str, text: str) -> bool:
    """Names are capitalised, unless the whole text is small; "số 5" is a name as well."""
    return name[0].islower() and not text.islower() and not re.match(r"số\s*\d", name)


def village_in_title(text: str) -> str:
    """ "DANH SÁCH HỘ GIA ĐÌNH BẢN CHIỀNG NĂM 2020" → "Bản Chiềng"; "" where none is named."""
    for line in text.splitlines():
        line = clean(line)
        labelled = _LABELLED.match(line)
        if labelled:
            name = re.sub(r"[.…_]{3,}.*", "", labelled["name"]).strip()
            if name:
                village = village_words(f"{labelled['kinds']}: {name}")
                return _END_OF_NAME.sub("", village)
            continue
        found = (_IN_PLAIN_TITLE if line.isascii() else _IN_TEXT).search(line)
        if not found:
            continue
        words = line[found.start("kind") :]
        kind, name = split_village(_END_OF_NAME.sub("", _without_higher_unit(words)))
        if line.isascii() and not kind:
            kind, _, name = name.partition(" ")
        if name and len(name.split()) <= 4 and not _is_common_word(name, line):
            return tidy_village(f"{kind} {name}")
    return ""


def tidy_village(text: str) -> str:
    """One way of writing: "BẢN MÌN" → "Bản Mìn", "thôn3" → "Thôn 3"."""
    text = clean(text).strip(" .:;,-–*/")
    if glued := re.fullmatch(rf"({_ACCENTED})\.?(\d\w*)", text, re.IGNORECASE):
        text = f"{glued[1]} {glued[2]}"
    kind, name = split_village(text)
    name = name.lstrip(":.- ")
    if not name:
        return text
    if name.isupper() and len(name) > 1 and not _ROMAN.fullmatch(name):
        name = " ".join(w if any(c.isdigit() for c in w) else w.title() for w in name.split())
    return join_village(kind, name)
