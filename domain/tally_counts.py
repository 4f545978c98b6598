"""What totals add to the counts of a village that gives only totals (D3).

Totals of different days add up. A number left blank is not known: what the other numbers prove of
it ("8 hoàn thành" proves 8 visited) keeps funnels in order, but is no answer: Counts.get() says
None. To add a total: its line in _households() or add_tallies().
"""

from collections.abc import Sequence
from dataclasses import replace

from domain.campaigns import Campaign
from domain.indicators import Counts, add_known
from domain.results import compute_all_apps
from domain.tallies import HOUSEHOLD_TOTALS, Tally

# Counts of households of which a total that does not state them says nothing.
_HOUSEHOLDS = (*HOUSEHOLD_TOTALS, "ended", "unreached", "with_app", "with_in_use")


def add_tallies(
    counts: Counts, tallies: Sequence[Tally], campaign: Campaign, listed: int | None = None
) -> tuple[Counts, int]:
    """The village's counts with these tallies, and by how many households they exceed its list.

    `counts` are those of household visits (unreached: without the households not visited at all).
    `listed` is the number of households as stated, for a village whose list has none but found
    ones; None: the list counts.
    """
    total = replace(
        counts, installed=dict(counts.installed), cross_installed=dict(counts.cross_installed),
        paired_installed=dict(counts.paired_installed),
    )  # fmt: skip
    has_list = counts.households > counts.found
    if not has_list and listed is not None:
        total.households = max(listed, counts.households)
    if not tallies:
        return total, 0
    for tally in tallies:
        _add_devices(total, tally, campaign)
    if not has_list or counts.members is None:
        total.members = add_known([counts.members, *(t.members for t in tallies)])
    over = _add_households(total, counts, tallies, has_base=has_list or listed is not None)
    return total, over


def _add_households(
    total: Counts, counts: Counts, tallies: Sequence[Tally], *, has_base: bool
) -> int:
    sums = {n: 0 for n in _HOUSEHOLDS}
    stated: set[str] = set()
    for tally in tallies:
        own, says = _households(tally)
        sums = {n: sums[n] + own[n] for n in sums}
        stated |= says
    total.attempts += sums["visited"]
    whole = {n: getattr(counts, n) + sums[n] for n in sums}
    if not has_base:
        total.households = max(counts.households, whole["visited"])
    over: int = max(0, whole["visited"] - total.households)
    total.visited = min(whole["visited"], total.households)
    total.contacted = min(whole["contacted"], total.visited)
    total.with_device = min(whole["with_device"], total.visited)
    total.without_device = min(whole["without_device"], total.visited - total.with_device)
    total.completed = min(whole["completed"], total.contacted, total.with_device)
    total.refused = min(whole["refused"], total.contacted)
    total.with_app = min(max(whole["with_app"], total.completed), total.with_device)
    total.ended = min(whole["ended"], total.visited)
    total.unreached = min(whole["unreached"], total.visited - total.with_device)
    gained = total.with_device - counts.with_device
    total.app_unknown = max(0, gained - (total.with_app - counts.with_app))
    if not counts.visited:
        missing = [n for n in _HOUSEHOLDS if n not in stated]
        total.blank = {n: getattr(total, n) for n in missing}
        total.unknown = frozenset(missing)
    if not has_base:
        total.blank = {**total.blank, "households": total.households}
        total.unknown |= {"households"}
    return over


def _households(tally: Tally) -> tuple[dict[str, int], set[str]]:
    """What a tally says or at least proves of households, and which of it is really stated."""
    stated = {n for n in HOUSEHOLD_TOTALS if getattr(tally, n) is not None}
    proved = {n: getattr(tally, n) or 0 for n in HOUSEHOLD_TOTALS}
    proved["with_device"] = max(proved["with_device"], proved["completed"])
    if tally.contacted is None:
        names = ("completed", "without_device", "refused", "with_device")
        proved["contacted"] = max(proved[n] for n in names)
    proved["visited"] = max(proved["visited"], proved["contacted"])
    proved["ended"] = proved["completed"] + proved["without_device"]
    proved["with_app"], proved["with_in_use"] = proved["completed"], 0
    proved["unreached"] = proved["visited"] - proved["contacted"]
    if stated:
        stated.add("visited")  # who was met was visited
    if {"completed", "without_device"} <= stated:
        stated.add("ended")
    if "contacted" in stated:
        stated.add("unreached")
    return proved, stated


def _add_devices(total: Counts, tally: Tally, campaign: Campaign) -> None:
    """Each rate takes only the totals in which both of its numbers are known."""
    by_app = dict(tally.apps)
    devices = tally.smartphones
    required = [by_app.get(a.code) for a in campaign.required_apps]
    both = compute_all_apps(required, devices, tally.all_apps) if required else tally.all_apps

    def add(name: str, n: int | None) -> None:
        setattr(total, name, add_known([getattr(total, name), n]))

    for name in ("smartphones", "android", "ios", "in_use"):
        add(name, getattr(tally, name))
    add("all_apps", both)
    if devices is not None:
        add("paired_all_apps", both)
    if both is not None:
        add("cross_smartphones", devices)
        total.cross_partial += devices or 0 if None in required else 0
    used = campaign.in_use_app
    asked = by_app.get(used.code) if used and tally.in_use is not None else None
    add("in_use_base", asked)
    if asked is not None:
        add("paired_in_use", tally.in_use)
    for app in campaign.active_apps:
        n = by_app.get(app.code)
        pairs = (
            (total.installed, True),
            (total.cross_installed, both is not None and devices is not None),
            (total.paired_installed, devices is not None),
        )
        for kept, counts_here in pairs:
            kept[app.code] = add_known([kept.get(app.code), n if counts_here else None])


def share_reasons(visited: int, completed: int, tallies: Sequence[Tally]) -> dict[str, int]:
    """Households of totals that were visited and are not complete, by column of annex IV.

    `visited` and `completed` are what totals added to the village. What they do not explain is
    "OTHER".
    """
    rest = max(0, visited - completed)
    shared: dict[str, int] = {}
    for group, name in (("NO_DEVICE", "without_device"), ("REFUSED", "refused")):
        n = min(rest, sum(getattr(t, name) or 0 for t in tallies))
        shared[group], rest = n, rest - n
    away = sum(_households(t)[0]["unreached"] for t in tallies if t.contacted is not None)
    shared["AWAY"] = min(rest, away)
    shared["OTHER"] = rest - shared["AWAY"]
    return shared
