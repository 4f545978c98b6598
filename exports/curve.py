"""The curve of a campaign: what was reached day by day, and what is required to reach the goal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from domain.days import day_of, working_days_left
from domain.indicators import compute_pace
from domain.numerals import format_count
from domain.progress import DayLine
from exports.drawing import LETTER, Hit, add_axes, drawing, put_heading, size_pt
from exports.palette import Palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FAR = 0.75  # of the campaign: later there is no room for words behind today
# Beside a rising line: how text stands across and up, so that it does not lie on the line.
ABOVE, BELOW = ("right", "bottom"), ("left", "top")


@dataclass(frozen=True)
class Curve:
    """One cumulative count against what it must become: households visited, devices installed …"""

    days: Sequence[DayLine]
    key: str  # "visited", "completed" or an app's code
    goal: int  # what must be reached by `due`; 0: no target is set
    starts_on: str
    due: str
    today: str
    unit: str = "hộ"
    mark: str = "hôm nay"  # what `today` is called: of older numbers their day

    def at(self, day: DayLine) -> int:
        if self.key in ("visited", "completed"):
            return int(getattr(day, self.key))
        return day.installed.get(self.key, 0)


def pace_words(curve: Curve) -> str:
    """ "cần thêm 37 máy/ngày trong 6 ngày"; "" without a target."""
    if not curve.goal:
        return ""
    done = curve.at(curve.days[-1]) if curve.days else 0
    left = working_days_left(day_of(curve.today), day_of(curve.due))
    pace = compute_pace(done, curve.goal, Fraction(1), left)
    if not pace.missing:
        return "đã đạt chỉ tiêu"
    if pace.per_day is None:
        return f"đã hết hạn, còn thiếu {format_count(pace.missing)} {curve.unit}"
    return f"cần thêm {format_count(pace.per_day)} {curve.unit}/ngày trong {pace.days} ngày"


def draw_curve(
    figure: "Figure", curve: Curve, palette: Palette, *, title: str = "", note: str = ""
) -> list[Hit]:
    """Actual, required from the start (dashed) and from today (dotted); today is marked."""
    with drawing(figure, palette):
        words = "; ".join(text for text in (note, pace_words(curve)) if text)
        top = put_heading(figure, title, words, palette)
        width, height = size_pt(figure)
        start, due, today = (day_of(d) for d in (curve.starts_on, curve.due, curve.today))
        points = [(day_of(d.day), curve.at(d)) for d in curve.days]
        done = points[-1][1] if points else 0
        last = max([due, today, *(day for day, _ in points)])
        most = max([curve.goal, 1, *(n for _, n in points)]) * 1.08
        left = len(format_count(int(most))) * LETTER * 9 + 14
        axes = add_axes(figure, left, 26, width - left - 26, height - top - 36)
        span = max((last - start).days, 1)
        axes.set_xlim(-span * 0.01, span)
        axes.set_ylim(0, most)
        _grid(axes, most, start, last, palette)
        xs = [(day - start).days for day, _ in points]
        ys = [n for _, n in points]
        if points and xs[0] > 0:
            xs, ys = [0, *xs], [0, *ys]
        due_x, today_x = (due - start).days, (today - start).days
        is_ahead = done * due_x >= curve.goal * today_x
        if curve.goal:
            axes.plot(
                [0, due_x], [0, curve.goal], color=palette.muted, linestyle=(0, (5, 3)),
                linewidth=1.4,
            )  # fmt: skip
            x = (today_x + due_x) / 2 if today_x < due_x * FAR else due_x * 0.45
            side = BELOW if is_ahead else ABOVE
            _say_on(axes, x, curve.goal * x / max(due_x, 1), "Cần đạt từ đầu đợt", palette.muted,
                    *side)  # fmt: skip
        if today < due and done < curve.goal:
            axes.plot(
                [today_x, due_x],
                [done, curve.goal],
                color=palette.danger,
                linestyle=(0, (1, 1.6)),
                linewidth=1.8,
            )
            side = ABOVE if is_ahead else BELOW
            _say_on(axes, (today_x + due_x) / 2, (done + curve.goal) / 2,
                    f"Cần đạt từ {curve.mark}", palette.danger, *side)  # fmt: skip
        axes.fill_between(xs, ys, color=palette.accent, alpha=0.12, linewidth=0)
        axes.plot(
            xs,
            ys,
            color=palette.accent,
            linewidth=2.2,
            marker="o",
            markersize=4 if len(xs) < 40 else 0,
        )
        axes.axvline(today_x, color=palette.text, linewidth=0.9)
        _say_on(
            axes,
            today_x,
            most,
            f" {curve.mark}",
            palette.text,
            "left" if today_x < span * 0.8 else "right",
            "top",
        )
        if points:
            _say_on(
                axes,
                xs[-1],
                ys[-1],
                f"{format_count(done)} ",
                palette.accent,
                "right",
                "bottom",
                bold=True,
            )
        return _day_hits(axes, figure, points, start)  # fmt: skip


def _say_on(
    axes: "Axes", x: float, y: float, text: str, colour: str, across: str, up: str,
    *, bold: bool = False,
) -> None:  # fmt: skip
    axes.text(
        x, y, text, size=9, color=colour, ha=across, va=up, weight="bold" if bold else "normal"
    )


def _grid(axes: "Axes", most: float, start: date, last: date, palette: Palette) -> None:
    """Round counts on the left, about six days below."""
    step = _round_step(most / 5)
    for value in range(0, int(most) + 1, step):
        axes.axhline(value, color=palette.grid, linewidth=0.8, zorder=0)
        axes.annotate(
            format_count(value),
            (0, value),
            xycoords=("axes fraction", "data"),
            xytext=(-6, 0),
            textcoords="offset points",
            size=9,
            color=palette.muted,
            ha="right",
            va="center",
            annotation_clip=False,
        )
    days = (last - start).days
    for offset in range(0, days + 1, max(1, ceil(days / 6))):
        words = (start + timedelta(days=offset)).strftime("%d/%m")
        axes.annotate(words, (offset, 0), xytext=(0, -6), textcoords="offset points", size=9,
                      color=palette.muted, ha="center", va="top",
                      annotation_clip=False)  # fmt: skip


def _round_step(least: float) -> int:
    """1, 2 or 5 times a power of ten, not below `least`."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if step * factor >= least:
                return step * factor
        step *= 10


def _day_hits(
    axes: "Axes", figure: "Figure", points: Sequence[tuple[date, int]], start: date
) -> list[Hit]:
    box = axes.get_position()
    low, high = axes.get_xlim()
    unit = box.width / (high - low)
    return [
        Hit(day.isoformat(), box.x0 + ((day - start).days - low - 0.5) * unit, box.y0,
            box.x0 + ((day - start).days - low + 0.5) * unit, box.y1)
        for day, _ in points
    ]  # fmt: skip
