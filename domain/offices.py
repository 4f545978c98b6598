"""The office that reports, as it was called on a day: names, superior body and signer change.

In 2020 xã Mường Mìn belonged to huyện Quan Sơn; since 1/7/2025 it reports to tỉnh Thanh Hóa. Each
version is valid from a day until the next one's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.fields import Choice, Day, Field, Option, Row, Text, YesNo

COMMUNE_KINDS = (
    Option("xã", "xã"), Option("phường", "phường"), Option("thị trấn", "thị trấn"),
    Option("đặc khu", "đặc khu"),
)  # fmt: skip

# NĐ 30/2020, Phụ lục I, II.1: the same on every letter
NATION_TEXT = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO_TEXT = "Độc lập - Tự do - Hạnh phúc"
TWO_TIERS_FROM = "2025-07-01"  # from this day there are no districts
TWO_TIERS_LABEL = "Từ 01/7/2025 không còn cấp huyện"

# NĐ 30/2020, Điều 13 and Phụ lục I, II.7
SIGNATURES = (
    Option("CHAIR", "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH"),
    Option("VICE", "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"),
    Option("CHAIR_OWN", "CHỦ TỊCH"),
    Option("VICE_OWN", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"),
    Option("ACTING", "TM. ỦY BAN NHÂN DÂN / Q. CHỦ TỊCH"),
    Option("BY_ORDER", "TL. CHỦ TỊCH / {position}"),
    Option("SUB_DELEGATED", "TUQ. CHỦ TỊCH / {position}"),
)

OFFICE_FIELDS: tuple[Field, ...] = (
    Field("valid_from", "Áp dụng từ ngày", Day(), required=True, width=12),
    Field("kind", "Loại đơn vị", Choice(COMMUNE_KINDS, free=True), required=True, width=12),
    Field("name", "Tên xã, phường", Text(), required=True, width=24),
    Field("district", "Huyện, quận, thị xã (nếu có)", Text(), width=24,
          hint="Ghi cả loại: “huyện Quan Sơn”. Từ 01/7/2025 để trống."),
    Field("province", "Tỉnh, thành phố", Text(), required=True, width=24,
          hint="Ghi cả loại: “tỉnh Thanh Hóa”."),
    Field("superior_line", "In dòng cơ quan cấp trên", YesNo(), width=8),
    Field("superior", "Cơ quan cấp trên trên đầu văn bản", Text(), width=40),
    Field("addressee", "Kính gửi", Text(lines=3), width=50),
    Field("symbol", "Ký hiệu văn bản", Text(), width=14, hint="Ví dụ: BC-UBND"),
    Field("place", "Địa danh", Text(), width=20),
    Field("recipients", "Nơi nhận", Text(lines=5), width=50),
    Field("signature", "Quyền hạn ký", Choice(SIGNATURES), width=44),
    Field("position", "Chức vụ (khi ký thừa lệnh, thừa ủy quyền)", Text(), width=30),
    Field("signer", "Người ký", Text(), width=26),
    Field("preparer", "Người lập biểu", Text(), width=26),
)  # fmt: skip


@dataclass(frozen=True)
class Office:
    """One version. Lines of several recipients or addressees are separated by line breaks."""

    valid_from: str
    kind: str
    name: str
    province: str
    district: str = ""
    superior_line: bool = False
    superior: str = ""
    addressee: str = ""
    symbol: str = "BC-UBND"
    place: str = ""
    recipients: str = "Như trên\nTT Đảng ủy, HĐND (b/c)\nLưu: VT"
    signature: str = "VICE"
    position: str = ""
    signer: str = ""
    preparer: str = ""
    id: str = ""

    @property
    def full_name(self) -> str:
        """ "xã Mường Mìn"; numbers as names take a capital: "Phường 5" (NĐ 30/2020, Phụ lục II)."""
        kind = self.kind.capitalize() if self.name.strip().isdigit() else self.kind
        return f"{kind} {self.name}"

    @property
    def upper_unit(self) -> str:
        """Who it reports to: the district while there is one, else the province."""
        return self.district or self.province

    @property
    def addressee_lines(self) -> list[str]:
        if self.addressee:
            return self.addressee.splitlines()
        return [f"Ủy ban nhân dân {self.upper_unit}"]

    @property
    def heading_lines(self) -> list[str]:
        """The issuing body as the head of the letter prints it."""
        return ["ỦY BAN NHÂN DÂN", self.full_name.upper()]

    @property
    def signature_lines(self) -> list[str]:
        labels = {o.code: o.label for o in SIGNATURES}
        position = self.position.upper() or "…"
        lines = labels.get(self.signature, SIGNATURES[0].label).split(" / ")
        return [line.format(position=position) for line in lines]

    @property
    def place_name(self) -> str:
        """Before the date; a number as a name is written in full: "Phường 5" (Phụ lục I, II.4)."""
        return self.place or (self.full_name if self.name.strip().isdigit() else self.name)


def office_on(versions: Sequence[Office], day: str) -> Office | None:
    """The version in force on an ISO day; before the first one, the first."""
    ordered = sorted(versions, key=lambda o: o.valid_from)
    in_force = [o for o in ordered if o.valid_from <= day[:10]]
    return in_force[-1] if in_force else (ordered[0] if ordered else None)


def office_from_row(row: Row) -> Office:
    """Values by field name, as parse_row gives them; a blank takes the default."""
    given = {k: v for k, v in row.items() if v is not None}
    given["superior_line"] = bool(row.get("superior_line"))
    return Office(**given)  # type: ignore[arg-type]


def after_two_tiers(office: Office) -> Office:
    """The version that follows when the district is gone: it reports to the province.

    Not yet saved (no id): the office looks through it, for kind and signer may change as well.
    """
    province = f"Ủy ban nhân dân {office.province}"
    return replace(
        office, id="", valid_from=max(TWO_TIERS_FROM, office.valid_from), district="",
        kind="xã" if office.kind == "thị trấn" else office.kind, addressee=province,
        superior=province if office.superior else "",
    )  # fmt: skip


def needs_two_tiers(versions: Sequence[Office]) -> bool:
    """Whether the newest version still has a district."""
    newest = max(versions, key=lambda o: o.valid_from, default=None)
    return newest is not None and bool(newest.district)
