"""What the page "Phân công" says, and which team a typed name means: plain functions."""

from collections.abc import Sequence

from domain.areas import Area, Load
from domain.numerals import format_count
from domain.teams import Team
from domain.text import fold


def unassigned_words(load: Load) -> str:
    """The red count, in words; "" when everything is somebody's."""
    if not load.villages:
        return ""
    return (
        f"Chưa phân công {format_count(load.households)} hộ "
        f"({load.villages} thôn, bản; {format_count(load.open)} hộ còn phải đến)"
    )


def hint_words(*, enter: bool) -> str:
    number = "số của tổ rồi Enter" if enter else "số của tổ"
    return (
        f"Chọn thôn, bản rồi gõ {number}, hoặc bấm tên tổ. Nhiều dòng một lúc: phím cách, Shift "
        "với mũi tên, Ctrl hoặc Shift với chuột. Phiếu đã nhập giữ nguyên tổ đã ghi."
    )


def state_words(marks: int, typed: str, team: str) -> str:
    """ "Đang chọn 3 dòng. Số 12: Tổ 12. Bấm Enter để giao."."""
    chosen = f"Đang chọn {marks} dòng. " if marks else ""
    meant = f"Số {typed}: {team}. Bấm Enter để giao." if team else f"Số {typed} …"
    return (chosen + (meant if typed else "")).strip()


def load_words(load: Load) -> str:
    """ "2 – 186 hộ": villages, and households still to be visited."""
    return f"{load.villages} – {format_count(load.open)} hộ" if load.villages else "chưa giao"


def done_words(chosen: Sequence[Area], team: str) -> str:
    """ "Bản Chiềng, Bản Mìn: Tổ 3."."""
    listed = ", ".join(a.label for a in chosen[:3])
    more = f" và {len(chosen) - 3} nơi khác" if len(chosen) > 3 else ""
    return f"{listed}{more}: {team or 'bỏ phân công'}."


def find_team(typed: str, teams: Sequence[Team], numbers: dict[str, int]) -> Team | None:
    """By "3", "3 Tổ 3", its name, or what only one name begins with."""
    key = fold(" ".join(typed.split()))
    spelled = {t.id: (str(numbers[t.id]), fold(t.name), fold(f"{numbers[t.id]} {t.name}"))
               for t in teams}  # fmt: skip
    exact = [t for t in teams if key in spelled[t.id]]
    starting = [t for t in teams if key and fold(t.name).startswith(key)]
    found = exact or starting
    return found[0] if len(found) == 1 else None
