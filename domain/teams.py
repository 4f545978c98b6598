"""Teams (tổ công tác), the body each belongs to, and which village or cluster each one has (A11).

To add an affiliation: AFFILIATIONS (the field also takes any other word).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from domain.fields import Choice, Field, Number, Option, Phone, Row, Text
from domain.text import fold_key

AFFILIATIONS = tuple(
    Option(a, a)
    for a in (
        "Tổ công nghệ số cộng đồng", "Đoàn Thanh niên", "Hội Phụ nữ", "Mặt trận Tổ quốc", "Công an",
        "Y tế", "Bí thư chi bộ", "Tổ trưởng, trưởng thôn", "Hội Nông dân", "Hội Cựu chiến binh",
        "Quân sự", "Giáo viên", "Cán bộ xã",
    )
)  # fmt: skip

TEAM_FIELDS: tuple[Field, ...] = (
    Field("name", "Tên tổ", Text(), required=True, width=24,
          aliases=("Tổ", "Tổ công tác", "Tên tổ công tác")),
    Field("affiliation", "Đoàn thể, lực lượng", Choice(AFFILIATIONS, free=True), width=26,
          aliases=("Đoàn thể", "Lực lượng", "Đơn vị")),
    Field("leader", "Tổ trưởng", Text(), width=24, aliases=("Người phụ trách",)),
    Field("phone", "Điện thoại", Phone(), width=14, aliases=("SĐT",)),
    Field("people", "Số người", Number(least=1, most=999), width=6),
)  # fmt: skip


def check_team(values: Row) -> dict[str, str]:
    """A telephone number that looks odd may be one; words without a digit are in the wrong box."""
    phone = values.get("phone")
    if isinstance(phone, str) and not any(c.isdigit() for c in phone):
        return {"phone": f"“{phone}” không phải là số điện thoại."}
    return {}


@dataclass(frozen=True)
class Team:
    id: str
    name: str
    affiliation: str = ""
    leader: str = ""
    phone: str = ""
    people: int | None = None
    retired: bool = False


@dataclass(frozen=True)
class Assignment:
    """From `since` on, the team has the village, or one cluster of it (cluster "" is all of it)."""

    village_id: str
    cluster: str
    team_id: str | None
    since: str


@lru_cache(maxsize=4096)  # few names, on many visits
def team_key(name: str) -> str:
    """Equal for spellings of one team's name on paper: "tổ 3" and "Tổ 3"."""
    return fold_key(name)


def team_of(
    assignments: Mapping[tuple[str, str], str | None], village_id: str, cluster: str | None
) -> str | None:
    """The team that has a household: its cluster's, else its village's.

    `assignments` pairs (village id, folded cluster or "") with the team that has it now. A cluster
    that was taken back from its team goes with its village again.
    """
    own = fold_key(cluster or "")
    return (own and assignments.get((village_id, own))) or assignments.get((village_id, ""))


def assigned_team(
    assignments: Mapping[tuple[str, str], str | None], teams: Iterable[Team],
    village_id: str, cluster: str | None,
) -> str:  # fmt: skip
    """Name of the team that has a household; "" where none has, or it works no more."""
    wanted = team_of(assignments, village_id, cluster)
    return next((t.name for t in teams if t.id == wanted and not t.retired), "")


def team_hint(typed: str, assigned: str, last: str) -> str:
    """Where the team in the form came from, and who has the place; `last` of the sheet before."""
    if assigned and team_key(typed) == team_key(assigned):
        return "theo phân công"
    if assigned:
        return f"phân công: {assigned}"
    return "như phiếu trước" if typed and team_key(typed) == team_key(last) else ""


def full_affiliation(typed: str) -> str:
    """The one listed affiliation that begins so ("đoàn thanh": Đoàn Thanh niên), else as typed."""
    key = fold_key(typed)
    found = [o.label for o in AFFILIATIONS if key and fold_key(o.label).startswith(key)]
    return found[0] if len(found) == 1 else typed


def same_affiliation(one: str | None, other: str | None) -> bool:
    """Known to be one body; two unknown ones are not known to be the same."""
    return bool(one) and bool(other) and fold_key(one or "") == fold_key(other or "")


def unique_names(teams: Iterable[Team]) -> list[str]:
    return [t.name for t in teams if not t.retired]
