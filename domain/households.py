"""The household list: its fields and its printed code. When two rows are the same household:
domain/household_match.py.

To add a household field: a Field line here and a step at the end of storage/migrations.py.
"""

import re
from dataclasses import dataclass

from domain.errors import AppError
from domain.fields import Choice, Day, Field, Number, Option, Phone, Text

HOUSEHOLD_FIELDS: tuple[Field, ...] = (
    Field(
        "village", "Thôn, bản, tổ dân phố", Text(), required=True, width=22,
        aliases=(
            "Thôn", "Bản", "Xóm", "Tổ dân phố", "TDP", "Tổ", "Khu phố", "Khu", "Ấp", "Buôn", "Làng",
            "Thôn bản", "Thôn/bản", "Tên bản", "Tên thôn", "Thôn xóm", "Bản/thôn", "Khu dân cư",
            "Xóm bản", "Tiểu khu", "Khối phố", "Đơn vị",
        ),
    ),
    Field(
        "head_name", "Họ và tên chủ hộ", Text(), required=True, width=26,
        aliases=(
            "Chủ hộ", "Tên chủ hộ", "Họ tên chủ hộ", "Họ và tên", "Họ tên",
            "Họ và tên chủ hộ gia đình", "Hộ gia đình", "Tên hộ", "Họ tên hộ", "Hộ ông bà",
            "Hộ ông (bà)", "Tên chủ hộ gia đình",
            "Chủ hộ gia đình", "Họ và tên hộ",
        ),
    ),
    Field(
        "members", "Số nhân khẩu", Number(most=9_999_999), width=8,
        aliases=(
            "Nhân khẩu", "Số khẩu", "Khẩu", "Tổng số khẩu", "Tổng số nhân khẩu", "Số người",
            "Tổng số", "Số thành viên", "Số người trong hộ", "Số nhân khẩu trong hộ", "NK",
            "Nhân khẩu Tổng số",
            "Tổng khẩu", "Tổng nhân khẩu", "Tổng số người",
        ),
    ),
    Field(
        "phone", "Điện thoại", Phone(), width=14,
        aliases=(
            "Số điện thoại", "SĐT", "SDT", "ĐT", "SĐT liên hệ", "Điện thoại liên hệ", "Số ĐT",
            "Di động", "Số điện thoại liên hệ", "ĐTDĐ", "Điện thoại chủ hộ", "Số máy", "Tel",
            "Phone", "SĐT chủ hộ", "Điện thoại di động",
        ),
    ),
    Field(
        "address", "Địa chỉ", Text(), width=28,
        aliases=("Nơi ở", "Chỗ ở", "Chỗ ở hiện nay", "Nơi thường trú", "Địa chỉ thường trú",
                 "Hộ khẩu thường trú", "Số nhà", "Địa chỉ nhà", "Nơi ở hiện tại", "HKTT"),
    ),
    Field("cluster", "Cụm, ngõ", Text(), width=12, aliases=("Cụm", "Ngõ", "Cụm dân cư", "Nhóm hộ",
                                                               "Ngách", "Tổ tự quản")),
    Field(
        "birth_year", "Năm sinh chủ hộ", Number(least=1880, most=2100), width=8,
        aliases=("Năm sinh", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Ngày sinh", "NS",
                 "Sinh năm", "Năm sinh của chủ hộ", "Ngày tháng năm sinh chủ hộ"),
    ),
    Field("code", "Mã hộ", Text(), width=12,
          aliases=("Số hộ khẩu tại phần mềm", "Mã số hộ", "Mã phiếu")),
    Field("note", "Ghi chú", Text(), width=24, aliases=("Chú thích", "Diễn giải")),
)  # fmt: skip

STATES = (
    Option("ACTIVE", "Đang ở"),
    Option("VACANT", "Nhà trống"),
    Option("MOVED", "Đã chuyển đi"),
    Option("DEMOLISHED", "Nhà đã dỡ"),
    Option("MERGED", "Đã nhập vào hộ khác"),
    Option("SPLIT", "Đã tách hộ"),
    Option("REMOVED", "Đã bỏ vì ghi nhầm"),  # in the recycle bin: on no list and in no count, ever
)
REMOVED = "REMOVED"
NO_NAME = "(không ghi tên)"  # erased, or the people did not want it written: counts only
ALWAYS = "0001-01-01"  # a household that was removed never was there

STATE_FIELDS: tuple[Field, ...] = (
    Field("state", "Tình trạng hộ", Choice(STATES), required=True, width=22),
    Field("effective_on", "Kể từ ngày", Day(), required=True, width=12),
    Field("reason", "Lý do", Text(), required=True, width=40),
)

# Damm's quasigroup: finds every wrong digit and every swap of two neighbours (H. M. Damm, 2004).
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def check_digit(digits: str) -> str:
    state = "0"
    for d in digits:
        state = _DAMM[int(state)][int(d)]
    return state


def make_code(village_number: int, household_number: int) -> str:
    """ "03-0012-7": village, household, check digit. Never given to another household again.

    Raises AppError past 9999 households in one village: two codes would read the same.
    """
    if not 0 < household_number <= 9999:
        raise AppError(
            "Một thôn, bản có nhiều nhất 9.999 hộ trong danh sách.",
            "Hãy xem lại cột thôn, bản của danh sách, hoặc chia thành nhiều thôn, bản.",
        )
    village, household = f"{village_number:02d}", f"{household_number:04d}"
    return f"{village}-{household}-{check_digit(village + household)}"


_NO_DIGIT = re.compile(r"[^0-9]")


def code_digits(text: str) -> str:
    return _NO_DIGIT.sub("", text)


def is_code_like(text: str) -> bool:
    """Digits and hyphens only, as long as a code: somebody typed a code, not a name or a phone."""
    stripped = text.strip().replace(" ", "")
    return 7 <= len(code_digits(stripped)) <= 8 and all(c.isdigit() or c == "-" for c in stripped)


def normal_code(text: str) -> str | None:
    """ "03-0012-7" for "0300127" or "03 0012 7"; None with a wrong check digit, or for no code."""
    digits = code_digits(text)
    if len(digits) < 7 or len(digits) > 9 or check_digit(digits[:-1]) != digits[-1]:
        return None
    return f"{digits[:-5]}-{digits[-5:-1]}-{digits[-1]}"


_WITHOUT_CHECK = re.compile(r"\s*([0-9]{2})\s*[- ]\s*([0-9]{4})\s*")


def typed_code(text: str) -> str | None:
    """As normal_code(); also "02-0001", the code without its check digit."""
    short = _WITHOUT_CHECK.fullmatch(text)
    if not short:
        return normal_code(text)
    return f"{short[1]}-{short[2]}-{check_digit(short[1] + short[2])}"


def near_codes(text: str) -> list[str]:
    """Valid codes one wrong digit or one swap away from a mistyped one; the caller keeps those
    that exist."""
    digits = code_digits(text)
    near: dict[str, None] = {}
    for i, old in enumerate(digits):
        for new in "0123456789":
            near[digits[:i] + new + digits[i + 1 :]] = None
        near[digits[:i] + digits[i + 1 : i + 2] + old + digits[i + 2 :]] = None
    near.pop(digits, None)
    return [code for d in near if (code := normal_code(d))]


@dataclass(frozen=True)
class Known:
    """A household already in the list, as far as import must know it to recognise it."""

    id: str
    code: str
    village_key: str
    name_key: str
    members: int | None
    phone: str | None
    address_key: str
    head_name: str = ""  # this and what follows as stored: an import tells what it would change
    address: str | None = None
    cluster: str | None = None
    note: str | None = None
    birth_year: int | None = None
