"""The paragraph that goes with a picture into a Zalo group: numbers of one cut-off, no people (E9).

To say one more thing: a line in announce(). Villages are named, households and phones never.
"""

from datetime import date
from fractions import Fraction

from domain.campaigns import App, Campaign
from domain.days import format_day
from domain.indicators import BY_KEY
from domain.numerals import format_count, format_rate
from domain.overview import app_indicator, reach
from domain.progress import Progress, left_out_words

MOST_NAMED = 3  # villages named as first and last
PRACTICE_WORDS = "TẬP HUẤN, số liệu mẫu."
_BASES = {"smartphones": "máy", "population": "người dân", "subscribers": "thuê bao"}


def announce(
    progress: Progress, campaign: Campaign, place: str, moment: str, today: date, *,
    practice: bool = False,
) -> str:
    """`moment` is the cut-off in words: "17:00 ngày 20/08/2020"; `today` the day of it."""
    met = progress.commune_now.get("contacted")
    said = [
        PRACTICE_WORDS if practice else "",
        f"{f'{place}: ' if place else ''}{campaign.name}. Tính đến {moment}, đã đến "
        f"{_ratio(progress, campaign, 'IND01', None, today, 'hộ')}"
        + (f"; gặp được {format_count(met)} hộ." if met is not None else "."),
        f"Hoàn thành {_ratio(progress, campaign, 'IND03', None, today, 'hộ có máy')}.",
        *(_installed(progress, campaign, app, today) for app in campaign.active_apps),
        _leaders(progress),
        _silent(progress),
        _left(campaign, today),
    ]
    return " ".join(text for text in said if text)


def _ratio(
    progress: Progress, campaign: Campaign, code: str, app: App | None, today: date, unit: str
) -> str:
    """ "872/1.200 hộ (72,67 %)"; where the whole is not known, what is known alone, and the whole
    number before the rate where that stands on a part of the villages."""
    reached = reach(progress, campaign, BY_KEY[code], app, today)
    total = BY_KEY[code].parts(progress.commune_now, app)[0]
    if reached.rate is None:
        return f"{format_count(total)} {unit.split()[0]}"
    whole = f"{format_count(reached.top)}/{format_count(reached.bottom)}"
    whole = f"{whole} {unit} ({format_rate(reached.rate)})"
    if without := progress.left_out(BY_KEY[code], app):
        told = f"{format_count(total)} {unit.split()[0]}"
        return f"{told}; tỷ lệ tính trên {whole}, {left_out_words(without)}"
    return whole


def _installed(progress: Progress, campaign: Campaign, app: App, today: date) -> str:
    n = progress.commune_now.installed.get(app.code)
    if n is None:
        return f"{app.name}: chưa có số liệu."
    indicator = app_indicator(campaign, app)
    reached = reach(progress, campaign, indicator, app, today)
    if reached.rate is None or not reached.bottom:
        return f"Đã cài {app.name}: {format_count(n)} máy."
    base = _BASES[indicator.denominator]
    if without := progress.left_out(indicator, app):
        return (
            f"Đã cài {app.name}: {format_count(n)} máy; tỷ lệ tính trên "
            f"{format_count(reached.top)}/{format_count(reached.bottom)} {base} "
            f"({format_rate(reached.rate)}), {left_out_words(without)}."
        )
    return (
        f"Đã cài {app.name}: {format_count(reached.top)} máy trên {format_count(reached.bottom)} "
        f"{base} ({format_rate(reached.rate)})."
    )


def _leaders(progress: Progress) -> str:
    """The first and last villages by households visited; with few villages fewer of them."""
    rates = ((BY_KEY["IND01"].rate(u.now), u.label) for u in progress.units if u.has_data)
    rated = sorted(((r, label) for r, label in rates if r is not None), key=lambda pair: -pair[0])
    named = min(MOST_NAMED, len(rated) // 2)
    if not named:
        return ""

    def names(pairs: list[tuple[Fraction, str]]) -> str:
        return ", ".join(f"{label} ({format_rate(rate)})" for rate, label in pairs)

    return (
        f"Tỷ lệ hộ đã đến cao nhất: {names(rated[:named])}; "
        f"thấp nhất: {names(rated[-named:][::-1])}."
    )


def _silent(progress: Progress) -> str:
    silent = [u.label for u in progress.units if not u.has_data]
    return f"Chưa báo cáo: {', '.join(silent)}." if silent else ""


def _left(campaign: Campaign, today: date) -> str:
    if campaign.due is None or campaign.closed:
        return ""
    days = (campaign.due - today).days
    due = format_day(campaign.due.isoformat())
    if days < 0:
        return f"Đã quá hạn {due}."
    return f"Hạn {due}, còn {days} ngày." if days else f"Hạn là hôm nay, {due}."
