"""The charts of Tổng quan: what each draws, says of its parts, and opens. No widgets here.

To add a chart: its draw function in exports/figures.py, a Chart below, its line in CHARTS.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from domain.campaigns import App
from domain.days import format_day
from domain.indicators import BY_KEY, Indicator
from domain.numerals import format_count, format_rate
from domain.overview import app_indicator, curve_goal, due_of, reach
from domain.progress import UnitProgress
from domain.reasons import REASON_GROUPS
from domain.results import NOT_VISITED
from exports.drawing import Hit
from exports.figures import (
    FUNNEL,
    NOT_REPORTED,
    TALLY,
    Curve,
    draw_curve,
    draw_funnel,
    draw_reasons,
    draw_villages,
)
from exports.palette import Palette
from ui.household_texts import SEGMENT_LABELS
from ui.overview_numbers import Numbers

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Hits = Sequence[Hit]
# What a part opens: filters of the households, or {"until": day} for the numbers of that day.
Filters = dict[str, str]

DROPS = {
    "visited": NOT_VISITED, "contacted": "not_contacted", "with_device": "no_device",
    "with_app": "without_app", "with_in_use": "not_in_use",
}  # fmt: skip
STEPS = {"households": "listed", "with_in_use": "in_use"}  # the others are called as their count


@dataclass(frozen=True)
class Measure:
    """One thing a chart can show; `segment` are the households it counts."""

    key: str
    label: str
    indicator: Indicator
    app: App | None = None
    segment: str = ""
    unit: str = "hộ"


@dataclass(frozen=True)
class Chart:
    key: str
    tab: str
    measures: Callable[[Numbers], list[Measure]]
    title: Callable[[Numbers, Measure], str]
    draw: Callable[["Figure", Numbers, Measure, Palette, str, str], Hits]
    describe: Callable[[Hit, Numbers, Measure], str]
    opens: Callable[[Hit, Numbers, Measure], Filters]
    rows: Callable[[Numbers], int]  # of a picture; what is no list of bars counts as 14


# -- measures -----------------------------------------------------------------------------------


def counted_measures(numbers: Numbers) -> list[Measure]:
    """The three numbers of the first page."""
    found = [
        Measure("visited", "Hộ đã đến", BY_KEY["IND01"], None, "visited"),
        Measure("completed", "Hộ hoàn thành", BY_KEY["IND03"], None, "completed"),
    ]
    if app := numbers.app:
        judged_by = app_indicator(numbers.campaign, app)
        label = f"Máy đã cài {app.name}"
        found.append(Measure(app.code, label, judged_by, app, f"app:{app.code}", "máy"))
    return found


def rated_measures(numbers: Numbers) -> list[Measure]:
    """The same as rates: an app on each of its denominators."""
    found = counted_measures(numbers)[:2]
    if app := numbers.app:
        for code, base in (("IND07", "máy rà soát được"), ("IND05", "dân số"),
                           ("IND06", "thuê bao")):  # fmt: skip
            label = f"Máy đã cài trên {base}"
            found.append(Measure(code, label, BY_KEY[code], app, f"app:{app.code}", "máy"))
    return found


def reason_measures(_: Numbers) -> list[Measure]:
    indicator = BY_KEY["IND03"]
    return [
        Measure("count", "Biểu đồ, số hộ", indicator),
        Measure("percent", "Biểu đồ, tỷ lệ %", indicator),
        Measure("table", "Bảng, số hộ", indicator),
        Measure("table_percent", "Bảng, tỷ lệ %", indicator),
    ]


def funnel_measures(_: Numbers) -> list[Measure]:
    return [Measure("steps", "Số hộ ở từng bước", BY_KEY["IND01"])]


# -- a bar per village --------------------------------------------------------------------------


def _draw_villages(
    figure: "Figure", numbers: Numbers, measure: Measure, palette: Palette, title: str, note: str
) -> Hits:
    code = measure.app.code if measure.app else ""
    target = numbers.campaign.target(measure.indicator.code, code)
    return draw_villages(
        figure, numbers.progress, measure.indicator, measure.app,
        target.share if target else None, palette, title=title, note=note,
    )  # fmt: skip


def _unit(numbers: Numbers, key: str) -> UnitProgress:
    return next(u for u in numbers.progress.units if u.id == key)


def _describe_village(hit: Hit, numbers: Numbers, measure: Measure) -> str:
    unit = _unit(numbers, hit.key)
    if not unit.has_data:
        return f"{unit.label}: {NOT_REPORTED}, {format_count(unit.now.households)} hộ"
    top, bottom = measure.indicator.parts(unit.now, measure.app)
    rate = format_rate(measure.indicator.rate(unit.now, measure.app))
    mark = f", {TALLY}" if unit.tally else ""
    return f"{unit.label}: {rate} ({format_count(top)}/{format_count(bottom)}){mark}"


def _open_village(hit: Hit, numbers: Numbers, measure: Measure) -> Filters:
    segment = measure.segment if _unit(numbers, hit.key).has_data else NOT_VISITED
    return {"filter": segment, "village": hit.key}


# -- the curve ----------------------------------------------------------------------------------


def curve_of(numbers: Numbers, measure: Measure) -> Curve:
    campaign = numbers.campaign
    reached = reach(
        numbers.progress, campaign, measure.indicator, measure.app, numbers.today
    )
    due = reached.due or due_of(None, campaign)
    today = numbers.today.isoformat()
    return Curve(
        numbers.days, measure.key, curve_goal(reached) if due else 0, campaign.starts_on,
        due.isoformat() if due else today, today, measure.unit,
        f"ngày {format_day(today)[:5]}" if numbers.until else "hôm nay",
    )  # fmt: skip


def _draw_curve(
    figure: "Figure", numbers: Numbers, measure: Measure, palette: Palette, title: str, note: str
) -> Hits:
    return draw_curve(figure, curve_of(numbers, measure), palette, title=title, note=note)


def _describe_day(hit: Hit, numbers: Numbers, measure: Measure) -> str:
    curve = curve_of(numbers, measure)
    earlier = 0
    for day in numbers.days:
        stock = curve.at(day)
        if day.day == hit.key:
            return (
                f"Ngày {format_day(day.day)}: thêm {format_count(stock - earlier)} {measure.unit}, "
                f"lũy kế {format_count(stock)} {measure.unit}. Bấm để xem số liệu đến ngày này."
            )
        earlier = stock
    return ""


# -- the funnel ---------------------------------------------------------------------------------


def funnel_steps(numbers: Numbers) -> tuple[tuple[str, str], ...]:
    """The last step only where the campaign asks for it."""
    return FUNNEL if numbers.campaign.in_use_app else FUNNEL[:-1]


def _draw_funnel(
    figure: "Figure", numbers: Numbers, _: Measure, palette: Palette, title: str, note: str
) -> Hits:
    counts = numbers.progress.commune_now
    if n := counts.app_unknown:
        extra = f"{format_count(n)} hộ có máy chỉ có số tổng hợp, chưa rõ đã cài"
        note = f"{note}; {extra}" if note else extra
    return draw_funnel(
        figure, counts, palette, title=title, note=note, steps=funnel_steps(numbers)
    )


def funnel_segment(hit: Hit) -> str:
    return DROPS[hit.key] if hit.part == "drop" else STEPS.get(hit.key, hit.key)


def _describe_step(hit: Hit, numbers: Numbers, _: Measure) -> str:
    counts = numbers.progress.commune_now
    keys = [key for key, _ in FUNNEL]
    n = counts.get(hit.key) or 0
    if hit.part == "drop":
        lost = (counts.get(keys[keys.index(hit.key) - 1]) or 0) - n
        return f"{SEGMENT_LABELS[DROPS[hit.key]]}: {format_count(lost)} hộ"
    share = format_rate(Fraction(n, counts.households)) if counts.households else "–"
    return f"{dict(FUNNEL)[hit.key]}: {format_count(n)} hộ, {share} số hộ trong danh sách"


# -- the reasons --------------------------------------------------------------------------------


def _draw_reasons(
    figure: "Figure", numbers: Numbers, measure: Measure, palette: Palette, title: str, note: str
) -> Hits:
    return draw_reasons(
        figure, numbers.reasons, palette, percent="percent" in measure.key, title=title, note=note
    )


def _describe_reason(hit: Hit, numbers: Numbers, _: Measure) -> str:
    line = next(r for r in numbers.reasons if r.unit_id == hit.key)
    label = next(g.label for g in REASON_GROUPS if g.code == hit.part)
    n = line.counts[hit.part]
    share = format_rate(Fraction(n, line.total), 1)
    return f"{line.label}, {label[0].lower()}{label[1:]}: {format_count(n)} hộ, {share}"


CHARTS: tuple[Chart, ...] = (
    Chart(
        "villages", "Theo thôn, bản", rated_measures,
        lambda _, m: f"{m.indicator.name(m.app)}, theo thôn, bản",
        _draw_villages, _describe_village, _open_village, lambda n: len(n.progress.units),
    ),
    Chart(
        "curve", "Theo ngày", counted_measures, lambda _, m: f"{m.label}, lũy kế theo ngày",
        _draw_curve, _describe_day, lambda hit, *_: {"until": hit.key}, lambda _: 14,
    ),
    Chart(
        "funnel", "Phễu", funnel_measures, lambda *_: "Từ danh sách hộ đến sử dụng",
        _draw_funnel, _describe_step, lambda hit, *_: {"filter": funnel_segment(hit)},
        lambda _: 10,
    ),
    Chart(
        "reasons", "Lý do chưa xong", reason_measures,
        lambda *_: "Lý do hộ đã đến mà chưa hoàn thành, theo thôn, bản",
        _draw_reasons, _describe_reason,
        lambda hit, *_: {"village": hit.key, "reason": hit.part},
        lambda n: sum(1 for r in n.reasons if r.total) + 3,
    ),
)  # fmt: skip
