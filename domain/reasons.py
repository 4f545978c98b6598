"""Annex IV: visited households that are not complete, each in exactly one column."""

from domain.campaigns import Campaign
from domain.fields import Option

REASON_GROUPS: tuple[Option, ...] = (
    Option("AWAY", "Vắng nhà"),
    Option("NO_DEVICE", "Không có điện thoại thông minh"),
    Option("DEVICE", "Máy không tương thích, hết bộ nhớ"),
    Option("NETWORK", "Không có mạng, sóng"),
    Option("REFUSED", "Từ chối"),
    Option("CALLBACK", "Hẹn lại"),
    Option("OTHER", "Khác"),
)
_BY_STATUS = {
    "NOT_HOME": "AWAY",
    "LONG_AWAY": "AWAY",
    "NO_DEVICE": "NO_DEVICE",
    "REFUSED": "REFUSED",
    "CALLBACK": "CALLBACK",
}


def reason_group(status: str, reason: str | None, campaign: Campaign) -> str:
    """The column of a household that was visited and is not complete."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    groups = {g.code for g in REASON_GROUPS}
    for r in campaign.reasons:
        if status in ("TECH", "PARTIAL") and r.code == reason and r.group in groups:
            return r.group
    return "OTHER"
