"""Made-up household lists of any size, and duplicates planted in them: all kinds of slips.

One list is as the practice commune (few names, all as frequent), one has the names of the Kinh
majority as frequent as they are (Nguyễn 38 %), unequal villages, relatives with one phone.
"""

import random
import unicodedata
from dataclasses import replace

from domain.duplicate_weights import Listed
from domain.duplicates import pair_key


def _words(text: str) -> list[str]:
    return text.split()


_FEW = (
    _words("Hà Lò Vi Lương Ngân Phạm Cầm Đinh Bùi Nguyễn Thao Hơ"),
    _words("Văn Thị Đức Minh Hồng Xuân Bá Ngọc Quang Hữu"),
    _words(
        "Ửng Hòa Thủy Đức Phượng Bảo Khương Hoa Dơ Quý Ẩn Uyển Yến Thuận Nghĩa Hằng Lan Vững "
        "Đường Huệ"
    ),
)
_SURNAMES = {
    "Nguyễn": 38, "Trần": 11, "Lê": 9.5, "Phạm": 7, "Hoàng": 4, "Phan": 4.5, "Vũ": 3, "Đặng": 2.1,
    "Bùi": 2, "Đỗ": 1.4, "Hồ": 1.3, "Ngô": 1.3, "Huỳnh": 1.1, "Võ": 1, "Dương": 1, "Đinh": 0.9,
    "Trịnh": 0.8, "Lương": 0.7, "Mai": 0.6, "Đoàn": 0.5, "Cao": 0.5, "Lý": 0.5, "Hà": 0.5, "Đào":
    0.5, "Trương": 1, "Lâm": 0.5, "Tạ": 0.4, "Lưu": 0.3, "Phùng": 0.3, "Quách": 0.2, "Vương": 0.2,
    "Kiều": 0.1, "Doãn": 0.1,
}  # fmt: skip
_MIDDLES = {
    "Văn": 45, "Đức": 6, "Hữu": 5, "Xuân": 4, "Đình": 4, "Quang": 4, "Minh": 3, "Ngọc": 4, "Công":
    2, "Thanh": 2, "Bá": 2, "Duy": 1.5, "Trọng": 1.5, "Viết": 1, "Hoàng": 1, "Tiến": 1, "Thế":
    1.5, "Mạnh": 1, "Quốc": 1.2, "Huy": 0.8, "Gia": 0.4, "Khắc": 0.6, "Sỹ": 0.5,
}  # fmt: skip
_MEN = _words(
    "Hùng Dũng Tuấn Hải Sơn Nam Long Thắng Hòa Bình Cường Minh Đức Thành Trung Hiếu Phúc "
    "Quang Tùng Việt Huy Hoàng Kiên Khánh Lâm Lợi Lộc Mạnh Nghĩa Nhân Phong Phú Quân Quý Sáng "
    "Tài Tân Thái Thịnh Thọ Thuận Tiến Toàn Trí Trường Tú Vinh Vũ Vượng An Ân Bảo Bắc Chiến "
    "Chung Dân Duy Đạt Định Đông Giang Hà Hạnh Hậu Hưng Khoa Khang Liêm Linh Luận Lương Mẫn "
    "Năm Ngọc Nguyên Quyết Quyền Sinh Tâm Thao Thi Thiện Thủy Tịnh Tín Tuyên Uy Văn Viên Yên "
    "Hoạt Hoan Khoát Thỏa Tòng Loan Tỵ Mùi Tý Sửu Dần Bính Đoài Chính Hảo Hào Thường Bền Vững "
    "Mới Cát Cảnh Chất Chúc"
)
_WOMEN = _words(
    "Hoa Hương Lan Hồng Huệ Mai Thủy Hòa Thúy Nga Hằng Phương Loan Yến Nhung Tuyết Xuân Thu "
    "Hạnh Hiền Dung Hoài Liên Lý Ngân Oanh Quyên Tâm Thảo Trang Vân Bích Cúc Đào Gái Hà "
    "Khuyên Lài Lựu Mận Nhàn Nhị Quế Sen Tám Tư Út Thoa Thơm Tình Vui Xoan Xuyến"
)
_MEMBERS = (1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 5, 5, 6, 7)
SLIPS = ("tone", "bare", "behind", "swapped", "space", "letter", "phone", "moved", "born")
_NEW_STYLE = {
    "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "ùy": "uỳ", "úy": "uý", "ủy": "uỷ",
    "ụy": "uỵ",
}  # fmt: skip


def few_names(seed: int, n: int = 12_000, villages: int = 8) -> list[Listed]:
    """The names of the practice commune."""
    pick = random.Random(seed)
    return [
        _household(pick, i, i * villages // n, " ".join(pick.choice(part) for part in _FEW), 0.85)
        for i in range(n)
    ]


def real_names(seed: int, n: int = 12_000, villages: int = 40) -> list[Listed]:
    pick = random.Random(seed)
    sizes = [pick.uniform(0.4, 1.6) for _ in range(villages)]
    homes = sorted(pick.choices(range(villages), sizes, k=n))
    made = [_household(pick, i, home, _real_name(pick), 0.7) for i, home in enumerate(homes)]
    for _ in range(n // 100):  # relatives, mostly of one village
        i = pick.randrange(n - 40)
        j = i + pick.randrange(1, 40) if pick.random() < 0.7 else pick.randrange(n)
        made[j] = replace(made[j], phone=made[i].phone)
    return made


def _household(pick: random.Random, i: int, village: int, name: str, phones: float) -> Listed:
    has_phone = pick.random() < phones
    phone = f"0{pick.choice('35789')}{pick.randrange(10**8):08d}" if has_phone else None
    year = pick.randint(1940, 1998) if pick.random() < 0.9 else None
    return Listed(f"{i:06d}", f"v{village}", name, phone, pick.choice(_MEMBERS), year)


def _real_name(pick: random.Random) -> str:
    surname = pick.choices(list(_SURNAMES), list(_SURNAMES.values()))[0]
    if pick.random() < 0.22:
        return f"{surname} Thị {_falling(pick, _WOMEN)}"
    middle = pick.choices(list(_MIDDLES), list(_MIDDLES.values()))[0]
    return f"{surname} {middle} {_falling(pick, _MEN)}"


def _falling(pick: random.Random, names: list[str]) -> str:
    return pick.choices(names, [1 / (n + 4) for n in range(len(names))])[0]


def plant(
    made: list[Listed], seed: int, change: str = "", count: int = 100
) -> tuple[list[Listed], set[str]]:
    """The list with `count` copies put in anywhere, and the pair_key() of each.

    `change`: what else differs in every copy but those found by that very thing: "members",
    "phone" (left out) or "village" (with the same phone).
    """
    pick = random.Random(seed)
    villages = sorted({h.village_id for h in made})
    listed, planted = list(made), set()
    used: set[str] = set()
    while len(planted) < count:
        slip, old = SLIPS[len(planted) % len(SLIPS)], pick.choice(made)
        name = _written(pick, old.head_name, slip)
        if old.id in used or name is None or not (old.phone and old.birth_year):
            continue
        new = replace(old, id=f"x{len(planted):05d}", head_name=name, birth_year=None)
        if slip == "moved" or (change == "village" and slip != "born"):
            new = replace(new, village_id=pick.choice(villages))
        if slip == "born":
            new = replace(new, birth_year=old.birth_year, phone=None)
        if change == "members":
            new = replace(new, members=pick.choice((None, (old.members or 0) + 1)))
        if change == "phone" and slip not in ("phone", "moved"):
            new = replace(new, phone=None)
        if slip == "phone":
            new = replace(new, phone=f"0966{pick.randrange(10**6):06d}; {old.phone}")
        used.add(old.id)
        planted.add(pair_key(old.id, new.id))
        listed.append(new)
    pick.shuffle(listed)
    return listed, planted


def _written(pick: random.Random, name: str, slip: str) -> str | None:
    words = name.split()
    if slip == "tone":
        other = name
        for old, new in _NEW_STYLE.items():
            other = other.replace(old, new)
        return other if other != name else None
    if slip == "bare":
        parts = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
        return "".join(c for c in parts if not unicodedata.combining(c))
    if slip == "behind":
        return " ".join([words[-1], *words[:-1]])
    if slip == "swapped":
        return " ".join([words[1], words[0], *words[2:]])
    if slip == "space":
        return f"{words[0]}{words[1]}  {' '.join(words[2:])}"
    if slip in ("letter", "phone"):
        at = pick.choice([n for n, c in enumerate(name) if n and c != " "])
        letter = pick.choice("abcdeghiklmnopqrstuvxy")
        return pick.choice((name[:at] + letter + name[at + 1 :], name[:at] + name[at + 1 :]))
    return name
