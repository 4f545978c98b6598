"""What the first page says of a campaign: a rate against its target, and what is needed a day.

The words for it are ui/overview_texts.py; ranks and their movement are domain/ranking.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from domain.campaigns import App, Campaign, Target
from domain.days import day_of, end_of, working_days_left
from domain.indicators import BY_KEY, Indicator, Pace, compute_pace
from domain.progress import Progress

APP_RATES = ("IND07", "IND05", "IND06")  # a target on any of them counts for the app


@dataclass(frozen=True)
class Reached:
    """A rate of the whole commune, and how far it is from the target set for it."""

    top: int | None
    bottom: int | None
    rate: Fraction | None
    target: Fraction | None = None
    due: date | None = None
    missing: int | None = None  # to the target; None where there is none, or nothing is known
    pace: Pace | None = None  # None also where no day is set


def reach(
    progress: Progress, campaign: Campaign, indicator: Indicator, app: App | None, today: date
) -> Reached:
    top, bottom = progress.parts(indicator, app)
    rate, _ = progress.rate(indicator, app)
    target = campaign.target(indicator.code, app.code if app else "")
    if target is None:
        return Reached(top, bottom, rate)
    due = due_of(target, campaign)
    if not bottom:
        return Reached(top, bottom, rate, target.share, due)
    days = working_days_left(today, due) if due else 0
    pace = compute_pace(top or 0, bottom, target.share, days)
    return Reached(
        top, bottom, rate, target.share, due, pace.missing, pace if due else None
    )


def due_of(target: Target | None, campaign: Campaign) -> date | None:
    """The day of the target, else of the campaign."""
    return day_of(target.by_on) if target and target.by_on else campaign.due


def app_indicator(campaign: Campaign, app: App) -> Indicator:
    """The rate an app is judged by: the one with a target, else on the smartphones found."""
    found = next((c for c in APP_RATES if campaign.target(c, app.code)), APP_RATES[0])
    return BY_KEY[found]


def main_app(campaign: Campaign) -> App | None:
    """The app shown first: one with a target of its own or of all, else the first required one."""
    apps = campaign.required_apps
    with_target = (a for a in apps if any(campaign.target(c, a.code) for c in APP_RATES))
    return next(with_target, apps[0] if apps else None)


def curve_goal(reached: Reached) -> int:
    """The count a curve must end at; 0 where no target is set or its base is not known."""
    return ceil(reached.target * reached.bottom) if reached.target and reached.bottom else 0


def compared_with(cut_offs: Iterable[str], until: str, now: str, recent_days: int) -> str:
    """The cut-off to compare with: of the newest earlier report, else so many days before.

    `cut_offs` of the reports made, in any order; `until` "" means `now` (ISO with hour).
    """
    at = end_of(until) or now
    earlier = [c for c in cut_offs if c and end_of(c) < at]
    if earlier:
        return max(earlier, key=end_of)
    return (day_of(at) - timedelta(days=recent_days)).isoformat()
