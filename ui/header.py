"""What the header says: campaign, office, period, days left, households visited. No Tk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from domain.days import day_of
from domain.numerals import format_count, format_rate
from domain.offices import Office, office_on
from storage.database import Database
from storage.offices import list_offices

if TYPE_CHECKING:
    from domain.campaigns import Campaign

NO_CAMPAIGN = "Chưa có đợt vận động"
URGENT_DAYS = 3


@dataclass(frozen=True)
class Header:
    """Made by a callable, so that the window itself needs no database."""

    title: str  # of the campaign
    place: str = ""  # "Xã Mường Mìn, huyện Quan Sơn"
    period: str = ""  # "10/8 – 25/8/2020"
    days_left: int | None = None
    visited: int | None = None
    households: int = 0


def read_header(
    db: Database, campaign: "Campaign | None", today: date, *, counted: bool = True
) -> Header:
    """`counted`: with the households visited, which reads the whole list."""
    office = office_on(list_offices(db), today.isoformat())
    if campaign is None or not counted:
        return make_header(campaign, office, None, 0, today)
    from storage.village_counts import count_reached  # the sign-in page comes without it

    visited, households = count_reached(db, campaign)
    return make_header(campaign, office, visited, households, today)


def make_header(
    campaign: "Campaign | None", office: Office | None, visited: int | None, households: int,
    today: date,
) -> Header:  # fmt: skip
    place = f"{office.full_name}, {office.upper_unit}" if office else ""
    place = place[:1].upper() + place[1:]
    if campaign is None:
        return Header(NO_CAMPAIGN, place)
    days_left = (campaign.due - today).days if campaign.due and not campaign.closed else None
    return Header(campaign.name, place, describe_period(campaign), days_left, visited, households)


def describe_period(campaign: "Campaign") -> str:
    """The year once where it is the same: "10/8 – 25/8/2020"; "từ 10/8/2020" without a deadline."""
    start, due = day_of(campaign.starts_on), campaign.due
    if due is None:
        return f"từ {start.day}/{start.month}/{start.year}"
    first = f"{start.day}/{start.month}" + (f"/{start.year}" if start.year != due.year else "")
    return f"{first} – {due.day}/{due.month}/{due.year}"


def describe_days(days_left: int | None) -> tuple[str, bool]:
    """ "Còn 12 ngày", and whether it is urgent."""
    if days_left is None:
        return "", False
    if days_left < 0:
        return f"Quá hạn {-days_left} ngày", True
    text = f"Còn {days_left} ngày" if days_left else "Hạn là hôm nay"
    return text, days_left <= URGENT_DAYS


def describe_progress(header: Header) -> str:
    """ "Đã đến 742 / 1.186 hộ (62,6 %)"; nothing where there are no households."""
    if header.visited is None or not header.households:
        return ""
    share = format_rate(Fraction(header.visited, header.households), 1)
    return f"Đã đến {format_count(header.visited)} / {format_count(header.households)} hộ ({share})"


def shorten(text: str, fits: int) -> str:
    """At most `fits` characters, the last one "…" where something was left out."""
    return text if len(text) <= fits else text[: max(1, fits - 1)].rstrip() + "…"


def cut_to(text: str, room: int, measure: Callable[[str], int]) -> str:
    """As much of a text as has room, with "…" where something was left out."""
    if not text or measure(text) <= room:
        return text
    least, most = 1, len(text)  # characters that fit, and that do not
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if measure(shorten(text, middle)) <= room else (least, middle)
    return shorten(text, least)
