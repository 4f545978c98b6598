"""Progress as plain values for `main.py progress --json`: unknown is null, never 0."""

from fractions import Fraction
from typing import Any

from domain.campaigns import Campaign
from domain.days import end_of
from domain.indicators import Counts, indicators_of
from domain.progress import Progress


def progress_json(progress: Progress, campaign: Campaign, until: str) -> dict[str, Any]:
    """Stock at the cut-off; with a period also the stock before it and what came in it.

    "IND05" without an app is the campaign's first app; "IND05(vneid)" names one. A village with
    totals in its numbers says "tally": true. A total rate stands on the villages of which both
    numbers are known: "rates_on" has those numbers and how many villages they are of.
    """
    rows = [
        {
            "village": u.label,
            **_counts_json(u.now, campaign),
            "rates": _rates_json(u.now, campaign, None),
            **_period_json(progress, u.now, u.before, campaign),
            **({"tally": True} if u.tally else {}),
        }
        for u in progress.units
    ]
    total = {
        "village": "Tổng cộng",
        **_counts_json(progress.commune_now, campaign),
        "rates": _rates_json(progress.commune_now, campaign, progress),
        "rates_on": _bases_json(progress, campaign),
        **_period_json(progress, progress.commune_now, progress.commune_before, campaign),
    }
    as_of = end_of(until) if until else None
    return {"as_of": as_of, "campaign": campaign.name, "rows": rows, "total": total}


def _counts_json(c: Counts, campaign: Campaign) -> dict[str, Any]:
    return {
        "households": c.get("households"), "found": c.found, "visited": c.get("visited"),
        "contacted": c.get("contacted"),
        "completed": c.get("completed"), "members": c.members, "smartphones": c.smartphones,
        "revisited": c.revisited, "revisited_done": c.revisited_done, "overdue": c.overdue,
        "android": c.android, "ios": c.ios, "in_use": c.in_use,
        "installed": {a.code: c.installed.get(a.code) for a in campaign.active_apps},
        "all_apps": c.all_apps, "population": c.population, "subscribers": c.subscribers,
    }  # fmt: skip


def _rates_json(c: Counts, campaign: Campaign, whole: Progress | None) -> dict[str, float | None]:
    rates: dict[str, float | None] = {}
    for indicator, app in indicators_of(campaign):
        if not indicator.denominator:
            continue
        rate: Fraction | None = whole.rate(indicator, app)[0] if whole else indicator.rate(c, app)
        number = None if rate is None else float(rate)
        rates[indicator.key(app)] = number
        if app:
            rates.setdefault(indicator.code, number)
    return rates


def _bases_json(progress: Progress, campaign: Campaign) -> dict[str, dict[str, int | None]]:
    bases: dict[str, dict[str, int | None]] = {}
    for indicator, app in indicators_of(campaign):
        if indicator.denominator:
            above, below = progress.parts(indicator, app)
            _, villages = progress.rate(indicator, app)
            on = {"numerator": above, "denominator": below, "villages": villages}
            bases[indicator.key(app)] = on
            bases.setdefault(indicator.code, on)
    return bases


def _period_json(
    progress: Progress, now: Counts, then: Counts, campaign: Campaign
) -> dict[str, Any]:
    if not progress.since:
        return {}
    names = ("visited", "contacted", "completed")
    before: dict[str, Any] = {n: then.get(n) for n in names}
    flow: dict[str, Any] = {
        n: None if (stock := now.get(n)) is None else stock - (then.get(n) or 0) for n in names
    }
    before["installed"] = {a.code: then.installed.get(a.code) for a in campaign.active_apps}
    flow["installed"] = {
        a.code: None if now.installed.get(a.code) is None
        else (now.installed[a.code] or 0) - (then.installed.get(a.code) or 0)
        for a in campaign.active_apps
    }  # fmt: skip
    return {"previous": before, "in_period": flow}
