"""What a row of a list is besides a household: sums, signatures, titles, headings repeated.

A new kind of line that lists hold is one more word in a pattern here. The patterns see text with
its accents, because "Cộng" is a sum and "Công" a surname; lists without any accents are matched by
their folded forms, more strictly.
"""

import re
from collections.abc import Sequence
from enum import Enum

from domain.text import fold, fold_key
from imports.cells import text_of
from imports.sheet import Row


class RowKind(Enum):
    """The value is the reason people read when such a row is left out."""

    HOUSEHOLD = "hộ"
    VILLAGE = "dòng tên thôn, bản"
    CLUSTER = "dòng tên cụm, tổ"
    GROUP = "dòng đề mục"
    HEADING = "tiêu đề cột lặp lại"
    TITLE = "dòng tiêu đề"
    SUM = "dòng cộng"
    SIGNATURE = "phần ký tên"
    REMARK = "dòng chú thích"
    ONLY_NUMBERS = "dòng chỉ có số"
    BLANK = "dòng đánh số sẵn, chưa ghi hộ nào"
    NO_NAME = "không có họ tên"
    UNCLEAR = "không rõ"


_SUM = re.compile(
    r"(?:[ivxlc\d]+[.)]\s*)?(?:tổng(?:\s+(?:cộng|số|hợp|toàn|các|xã|thôn|bản))?"
    r"|t\.?\s*cộng|cộng|lũy kế|luỹ kế"
    r"|(?:cộng )?mang sang|(?:cộng )?chuyển sang|t\.?c)"
    r"(?=$|[\s:.,(=]).*",
    re.IGNORECASE,
)
_SUM_PLAIN = re.compile(
    r"tong (?:cong|so|toan|hop)\b.*|tong(?: cong)?"
    r"|cong(?: (?:ban|thon|xom|to|toan|khu|tdp)\b.*)?|(?:toan xa|ca xa|luy ke)\b.*"
)
_SIGNATURE = re.compile(
    r"(?:người|cán bộ|ng\.?)\s+(?:lập|tổng hợp|điều tra|kê khai|thống kê|rà soát|ghi|viết)\b.*"
    r"|lập (?:biểu|bảng|danh sách)\b.*"
    r"|(?:tm|kt|tuq|tl|q)\.?\s*[./]?\s*(?:ubnd|ủy ban|uỷ ban|chủ tịch|ban|công an|thôn|trưởng|bqt"
    r"|bch)\b.*"
    r"|(?:phó\s+)?(?:chủ tịch|bí thư"
    r"|trưởng\s+(?:công an|thôn|bản|xóm|khu|khu phố|ấp|ban|phòng|làng|buôn)"
    r"|tổ trưởng|trưởng tổ)(?:\s+(?:ubnd|chi bộ|xã|thôn|bản|xóm|phường|tổ|khu)\b.*)?"
    r"|(?:xác nhận|ý kiến|phê duyệt|duyệt)\b.*|thủ trưởng\b.*|công chức\b.*|kế toán\b.*"
    r"|(?:đại diện|t/m|tm)\s+(?:ubnd|ban|thôn|bản|tổ|hộ)\b.*|văn phòng.*thống kê.*"
    r"|\(?\s*(?:đã\s+)?(?:ký|kí)\b.*|\(?\s*(?:chữ ký|họ tên|đóng dấu).*"
    r"|.*\bngày\s*[\d.…_ ]*\s*tháng\s*[\d.…_ ]*\s*năm\b.*|nơi nhận\b.*|như trên.*|lưu\s*:?\s*vt.*",
    re.IGNORECASE,
)
_SIGNATURE_PLAIN = re.compile(
    r"(?:nguoi|can bo) (?:lap|tong hop|dieu tra|ke khai|thong ke)\b.*|lap (?:bieu|bang)\b.*"
    r"|(?:tm|kt|tuq|tl) (?:ubnd|uy ban|chu tich|ban)\b.*"
    r"|(?:pho )?chu tich(?: ubnd)?(?: xa)?|truong (?:thon|ban|xom|cong an)(?: xa)?|xac nhan\b.*"
    r"|ky(?: va)? ghi ro.*|ky ten.*|.*\bngay\b.*\bthang\b.*\bnam\b.*"
)
_AUTHORITY = re.compile(
    r"(?:tm|kt|tuq|tl|q)\s*[./]\s*(?:ubnd|ủy ban|uỷ ban|uy ban|chủ tịch|chu tich|ban|trưởng)\b.*",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r".*\b(?:danh sach|bieu tong hop|bang ke|bang tong hop|so theo doi"
    r"|thong ke (?:so )?(?:ho|danh))\b.*"
    r"|(?:uy ban nhan dan|ubnd|cong hoa xa hoi|doc lap tu do|cong an|hdnd|mttq|ban quan ly"
    r"|ban chi dao"
    r"|dang uy|bieu(?: so| mau)?|mau(?: so| bieu)?|phu luc)\b.*|don vi tinh\b.*|kem theo\b.*"
    r"|tinh den\b.*|so lieu\b.*"
)
_UNIT = re.compile(r"(?:xã|phường|thị trấn|huyện|tỉnh)\s.*", re.IGNORECASE)
_REMARK = re.compile(
    r"(?:ghi chu|luu y|chu thich|chu y|bang chu|trong do|danh sach (?:nay|gom|co)|an dinh)\b.*"
)
_GROUP = re.compile(
    r"(?:các\s+)?(?:hộ|đối tượng|diện|nhóm|loại|khu vực|mục|phần)(?:\s.*)?|cận nghèo.*|nghèo"
    r"|(?:thường|tạm) trú.*",
    re.IGNORECASE,
)
_GROUP_PLAIN = re.compile(r"(?:cac )?(?:ho (?:can )?ngheo|ho chinh sach|doi tuong|khu vuc|xa)\b.*")
_CLUSTER = re.compile(
    r"(?:cụm|ngõ|ngách|hẻm|tổ liên gia|nhóm)\s+\w.*|cụm dân cư\s+\w.*", re.IGNORECASE
)
IS_NUMBER = re.compile(r"\d{1,6}\s*[.)]?[a-zA-Z]?")
_IS_INDEX = re.compile(r"[IVXLC]{1,7}\s*[.)/\-]?|[A-Z]\s*[.)/\-]?|[*+•\-–]")

# A row whose name begins so is looked at closely even when it is numbered like a household.
_WORDS = (
    "bản thôn xóm làng ấp buôn bon phum sóc tổ khu khối khóm tiểu đội cụm ngõ cộng tổng họ tên danh"
    " người ban thon xom ap buon cong tong tdp kp kdc tdp. xã hộ toàn tm. kt. ubnd chủ trưởng"
)
SUSPICIOUS = frozenset(w for word in _WORDS.split() for w in (word, word.title(), word.upper()))


def is_sum(text: str) -> bool:
    return bool(_SUM.fullmatch(text) or _SUM_PLAIN.fullmatch(fold_key(text)))


def is_signature(text: str) -> bool:
    if text.isascii():
        return bool(_SIGNATURE_PLAIN.fullmatch(fold_key(text)))
    return bool(_SIGNATURE.fullmatch(text))


def is_authority(text: str) -> bool:
    """ "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH": no cell of a household, whatever stands beside it."""
    return bool(_AUTHORITY.fullmatch(text))


def is_title(text: str) -> bool:
    """Lines of the office's letterhead and of the list's name."""
    if len(text) < 4:
        return False
    return bool(_TITLE.fullmatch(fold_key(text)) or _UNIT.fullmatch(text))


def is_remark(text: str) -> bool:
    return bool(_REMARK.fullmatch(fold_key(text))) or text.startswith(("(", "*", "./"))


def is_group(text: str) -> bool:
    """A heading inside the list that is no village: "Hộ nghèo", "XÃ MƯỜNG MÌN"."""
    if text.isascii():
        return bool(_GROUP_PLAIN.fullmatch(fold_key(text)))
    return bool(_GROUP.fullmatch(text) or _UNIT.fullmatch(text))


def is_cluster(text: str) -> bool:
    return bool(_CLUSTER.fullmatch(text))


def is_running_number(text: str) -> bool:
    """ "12", "12.", "12a": the number of a household in its list."""
    return bool(IS_NUMBER.fullmatch(text))


def is_index(text: str) -> bool:
    """ "IV", "B.": the number of a section."""
    return bool(_IS_INDEX.fullmatch(text))


def is_column_numbers(row: Row) -> bool:
    """The line "(1) | (2) | (3)" or "A | B | 1 | 2" under the headings."""
    texts = [fold(text_of(cell)).strip("() .") for cell in row if cell is not None]
    letters = 0
    while letters < len(texts) and texts[letters] == chr(ord("a") + letters):
        letters += 1
    digits = [text.partition("=")[0].strip() for text in texts[letters:]]
    if len(texts) < 3 or not all(d.isdecimal() for d in digits) or not digits:
        return False
    numbers = [int(d) for d in digits]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (
        0, 1, letters + 1,
    )  # fmt: skip


def repeats_heading(row: Row, headings: Sequence[frozenset[str]]) -> bool:
    """All its texts stand over their columns already: the headings of the next page."""
    texts = [(n, fold_key(cell)) for n, cell in enumerate(row) if type(cell) is str and cell]
    if not texts or any(n >= len(headings) for n, _ in texts):
        return False
    same = sum(text in headings[n] for n, text in texts)
    return same == len(texts) or (same >= 3 and same * 4 >= len(texts) * 3)
