"""Charts as matplotlib Figures: the same on screen and in a picture file.

To add a chart: a function `draw_…(figure, …, palette)` that clears the figure, draws and returns
its hits, and its line in FIGURES. matplotlib is loaded by the first drawing, not by importing this.
Nothing is said by colour alone: numbers stand at the bars, hatches and dashes tell parts apart.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.campaigns import App
from domain.days import day_of, working_days_left
from domain.indicators import Counts, Indicator, compute_pace
from domain.numerals import format_count, format_rate
from domain.progress import DayLine, Progress, ReasonLine, UnitProgress
from domain.reasons import REASON_GROUPS
from exports.files import write_beside
from exports.palette import Palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONTS = ["Segoe UI", "Noto Sans", "DejaVu Sans"]
NOT_REPORTED = "chưa báo cáo"
HATCHES = ("", "", "///", "...", "\\\\\\", "", "xxx")  # of the parts of a stack
MARGIN_PT = 8.0
LETTER = 0.56  # mean width of a letter, in em: room for names is estimated, not measured
PITCH_PT = 12.0  # least height of a row; more rows make a second column
LARGEST_PT, SMALLEST_PT = 10.0, 6.0
GUTTER_PT = 14.0  # between the columns, the space at the bar included
MOST_NUMBERED_ROWS = 14  # with more, the parts of a stack are read in the table

FUNNEL = (
    ("households", "Hộ trong danh sách"),
    ("visited", "Đã đến"),
    ("contacted", "Gặp được"),
    ("with_device", "Có điện thoại thông minh"),
    ("with_app", "Đã cài"),
    ("with_in_use", "Đang dùng"),
)


@dataclass(frozen=True)
class Hit:
    """What lies under a part of a figure, in fractions of its width and height from below left."""

    key: str  # a village id, a day, a step of the funnel
    left: float
    bottom: float
    right: float
    top: float
    part: str = ""  # a column of reasons; "drop" for what a step of the funnel lost


def find_hit(hits: Sequence[Hit], x: float, y: float) -> Hit | None:
    """The topmost hit at a place given in fractions of the figure."""
    return next(
        (h for h in reversed(hits) if h.left <= x <= h.right and h.bottom <= y <= h.top), None
    )


@contextmanager
def _drawing(figure: "Figure", palette: Palette) -> Iterator[None]:
    """A cleared figure in the palette's colours; a missing family is no news for the log."""
    from matplotlib import rc_context

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    with rc_context({"font.family": FONTS, "hatch.linewidth": 0.7}):
        figure.clear()
        figure.set_facecolor(palette.background)
        yield


def _size_pt(figure: "Figure") -> tuple[float, float]:
    return figure.get_figwidth() * 72, figure.get_figheight() * 72


def _heading(figure: "Figure", title: str, note: str, palette: Palette) -> float:
    """Title and note at the top left; returns the points they take."""
    _, height = _size_pt(figure)
    used = MARGIN_PT
    left = MARGIN_PT / _size_pt(figure)[0]
    for text, size, weight, colour in (
        (title, 13, "bold", palette.text),
        (note, 10, "normal", palette.muted),
    ):
        if text:
            figure.text(
                left, 1 - used / height, text, size=size, weight=weight, color=colour, va="top"
            )
            used += size * 1.6
    return used


def _axes(figure: "Figure", left: float, bottom: float, width: float, height: float) -> "Axes":
    """Axes at a place in points, without frame and ticks."""
    w, h = _size_pt(figure)
    axes = figure.add_axes((left / w, bottom / h, max(width, 1) / w, max(height, 1) / h))
    axes.set_facecolor("none")
    axes.set_axis_off()
    return axes


def _boxes(
    axes: "Axes", boxes: Sequence[tuple[float, float, float, float]], colour: str,
    hatch: str = "", edge: str = "none",
) -> None:  # fmt: skip
    """Rectangles (left, bottom, right, top) as one path: forty bars cost what one costs, and a
    hatch is made once."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline

    if boxes:
        corners = [
            corner
            for x0, y0, x1, y1 in boxes
            for corner in ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0))
        ]
        codes = [Outline.MOVETO, *[Outline.LINETO] * 3, Outline.CLOSEPOLY] * len(boxes)
        line = 0.6 if edge != "none" else 0
        axes.add_artist(
            PathPatch(
                Outline(corners, codes),
                facecolor=colour,
                edgecolor=edge,
                linewidth=line,
                hatch=hatch or None,
            )
        )


def _short(name: str, most: int) -> str:
    """Cut in the middle: villages of one street differ at the end of their names."""
    if len(name) <= most:
        return name
    end = max(3, most // 3)
    return f"{name[: most - end - 1].rstrip()}…{name[-end:].lstrip()}"


@dataclass(frozen=True)
class _Block:
    """One column of rows: its axes in the figure and the type size of its rows."""

    axes: "Axes"
    first: int
    last: int
    size: float
    left: float
    bottom: float
    width: float
    height: float
    name_room: float

    def hit(
        self, figure: "Figure", key: str, x0: float, x1: float, row: int, part: str = ""
    ) -> Hit:
        """From places on the axis (0 to 1) of a row to fractions of the figure."""
        w, h = _size_pt(figure)
        pitch = self.height / (self.last - self.first)
        top = self.bottom + self.height - (row - self.first) * pitch
        return Hit(
            key, (self.left + x0 * self.width) / w, (top - pitch) / h,
            (self.left + x1 * self.width) / w, top / h, part,
        )  # fmt: skip


def _blocks(
    figure: "Figure", names: Sequence[str], top_pt: float, bottom_pt: float, label_letters: int
) -> list[_Block]:
    """Rows in as many columns as keep them legible; room for names left, for labels right."""
    width, height = _size_pt(figure)
    room = max(height - top_pt - bottom_pt, 10)
    most = max(1, int(room / PITCH_PT))
    columns = max(1, ceil(len(names) / most))
    rows = ceil(len(names) / columns)
    size = max(SMALLEST_PT, min(LARGEST_PT, room / rows * 0.62, width / columns / 26))
    each = (width - 2 * MARGIN_PT) / columns
    name_room = min(each * 0.42, max(map(len, names)) * LETTER * size + GUTTER_PT)
    label_room = label_letters * LETTER * size + 6
    blocks = []
    for n in range(columns):
        first, last = n * rows, min(len(names), (n + 1) * rows)
        left = MARGIN_PT + n * each + name_room
        own = room * (last - first) / rows
        bottom = bottom_pt + room - own
        inner = max(each - name_room - label_room, 10)
        axes = _axes(figure, left, bottom, inner, own)
        axes.set_xlim(0, 1)
        axes.set_ylim(last - 0.5, first - 0.5)
        blocks.append(
            _Block(axes, first, last, size, left, bottom, inner, own, name_room - GUTTER_PT)
        )
    return blocks


def _name_rows(block: _Block, names: Sequence[str], palette: Palette) -> None:
    most = max(8, int(block.name_room / (LETTER * block.size)))
    for row in range(block.first, block.last):
        block.axes.text(
            -4 / block.width, row, _short(names[row], most), size=block.size,
            color=palette.text, ha="right", va="center",
        )  # fmt: skip


def draw_villages(
    figure: "Figure", progress: Progress, indicator: Indicator, app: App | None,
    target: Fraction | None, palette: Palette, *, title: str = "", note: str = "",
) -> list[Hit]:  # fmt: skip
    """A bar per village, the highest rate first; those that did not report come last, hatched."""
    rated: list[tuple[UnitProgress, Fraction | None]] = [
        (u, indicator.rate(u.now, app) if u.has_data else None) for u in progress.units
    ]
    rated.sort(key=lambda pair: (pair[1] is None, not pair[0].has_data, -(pair[1] or 0)))
    with _drawing(figure, palette):
        top = _heading(figure, title, note, palette) + (14 if target is not None else 4)
        if not rated:
            return []
        scale = max([Fraction(1), target or Fraction(0), *(r for _, r in rated if r is not None)])
        names = [u.label for u, _ in rated]
        labels = [_rate_label(u, r, indicator, app) for u, r in rated]
        blocks = _blocks(figure, names, top, MARGIN_PT, max(map(len, labels)))
        hits: list[Hit] = []
        for block in blocks:
            _name_rows(block, names, palette)
            rows = range(block.first, block.last)
            shares = {row: float((rated[row][1] or 0) / scale) for row in rows}
            silent = [row for row in rows if not rated[row][0].has_data]
            _boxes(
                block.axes,
                [(0, r - 0.34, 1, r + 0.34) for r in rows if r not in silent],
                palette.pale_accent,
            )
            _boxes(
                block.axes,
                [(0, r - 0.34, shares[r], r + 0.34) for r in rows if shares[r]],
                palette.accent,
            )
            _boxes(
                block.axes,
                [(0, r - 0.34, 1, r + 0.34) for r in silent],
                palette.background,
                "////",
                palette.muted,
            )
            for row in rows:
                colour = palette.muted if rated[row][1] is None else palette.text
                block.axes.text(
                    1 + 4 / block.width,
                    row,
                    labels[row],
                    size=block.size,
                    color=colour,
                    ha="left",
                    va="center",
                )
                hits.append(block.hit(figure, rated[row][0].id, -0.3, 1.2, row))
            if target is not None:
                _target_line(block, float(target / scale), target, palette)
    return hits  # fmt: skip


def _rate_label(
    unit: UnitProgress, rate: Fraction | None, indicator: Indicator, app: App | None
) -> str:
    """ "81,25 %  26/32"; what is not known is said in words."""
    if not unit.has_data:
        return NOT_REPORTED
    if rate is None:
        return "–"
    top, bottom = indicator.parts(unit.now, app)
    return f"{format_rate(rate)}  {format_count(top)}/{format_count(bottom)}"


def _target_line(block: _Block, x: float, target: Fraction, palette: Palette) -> None:
    block.axes.plot(
        [x, x],
        [block.first - 0.5, block.last - 0.5],
        color=palette.danger,
        linestyle=(0, (5, 3)),
        linewidth=1.4,
        clip_on=False,
    )
    block.axes.text(x, block.first - 0.5, f"chỉ tiêu {format_rate(target, 0)}", size=block.size,
                    color=palette.danger, ha="right" if x > 0.5 else "left", va="bottom")  # fmt: skip


@dataclass(frozen=True)
class Curve:
    """One cumulative count against what it must become: households visited, devices installed …"""

    days: Sequence[DayLine]
    key: str  # "visited", "completed" or an app's code
    goal: int  # what must be reached by `due`
    starts_on: str
    due: str
    today: str
    unit: str = "hộ"

    def at(self, day: DayLine) -> int:
        if self.key in ("visited", "completed"):
            return int(getattr(day, self.key))
        return day.installed.get(self.key, 0)


def pace_words(curve: Curve) -> str:
    """ "cần thêm 37 máy/ngày trong 6 ngày"."""
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
    with _drawing(figure, palette):
        top = _heading(
            figure, title, f"{note}; {pace_words(curve)}" if note else pace_words(curve), palette
        )
        width, height = _size_pt(figure)
        start, due, today = (day_of(d) for d in (curve.starts_on, curve.due, curve.today))
        points = [(day_of(d.day), curve.at(d)) for d in curve.days]
        done = points[-1][1] if points else 0
        last = max([due, today, *(day for day, _ in points)])
        most = max([curve.goal, 1, *(n for _, n in points)]) * 1.08
        left = len(format_count(int(most))) * LETTER * 9 + 14
        axes = _axes(figure, left, 26, width - left - 26, height - top - 36)
        span = max((last - start).days, 1)
        axes.set_xlim(-span * 0.01, span)
        axes.set_ylim(0, most)
        _grid(axes, most, start, last, palette)
        xs = [(day - start).days for day, _ in points]
        ys = [n for _, n in points]
        if points and xs[0] > 0:
            xs, ys = [0, *xs], [0, *ys]
        due_x, today_x = (due - start).days, (today - start).days
        axes.plot(
            [0, due_x], [0, curve.goal], color=palette.muted, linestyle=(0, (5, 3)), linewidth=1.4
        )
        _say_on(
            axes,
            due_x * 0.62,
            curve.goal * 0.62,
            "Cần đạt từ đầu đợt",
            palette.muted,
            "right",
            "bottom",
        )
        if today < due and done < curve.goal:
            axes.plot(
                [today_x, due_x],
                [done, curve.goal],
                color=palette.danger,
                linestyle=(0, (1, 1.6)),
                linewidth=1.8,
            )
            _say_on(
                axes,
                (today_x + due_x) / 2,
                (done + curve.goal) / 2,
                " Cần đạt từ hôm nay",
                palette.danger,
                "left",
                "top",
            )
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
            " hôm nay",
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
                      color=palette.muted, ha="center", va="top", annotation_clip=False)  # fmt: skip


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


def draw_funnel(
    figure: "Figure", counts: Counts, palette: Palette, *, title: str = "", note: str = "",
    steps: Sequence[tuple[str, str]] = FUNNEL,
) -> list[Hit]:  # fmt: skip
    """Households at each step and what was lost since the step before."""
    values = [counts.get(name) or 0 for name, _ in steps]
    with _drawing(figure, palette):
        top = _heading(figure, title, note, palette) + 4
        labels = [_step_label(values, n) for n in range(len(steps))]
        whole = max(max(values), 1)
        names = [words for _, words in steps]
        hits: list[Hit] = []
        for block in _blocks(figure, names, top, MARGIN_PT, max(map(len, labels))):
            _name_rows(block, names, palette)
            for row in range(block.first, block.last):
                share = values[row] / whole
                before = values[row - 1] / whole if row else share
                _boxes(block.axes, [(0, row - 0.34, share, row + 0.34)], palette.accent)
                key = steps[row][0]
                hits.append(block.hit(figure, key, 0, share, row))
                if before > share:
                    box = (share, row - 0.34, before, row + 0.34)
                    _boxes(block.axes, [box], palette.background, "////", palette.muted)
                    hits.append(block.hit(figure, key, share, before, row, "drop"))
                block.axes.text(
                    1 + 4 / block.width,
                    row,
                    labels[row],
                    size=block.size,
                    color=palette.text,
                    ha="left",
                    va="center",
                )
        return hits  # fmt: skip


def _step_label(values: Sequence[int], n: int) -> str:
    """ "494 hộ, giảm 319"."""
    text = f"{format_count(values[n])} hộ"
    lost = values[n - 1] - values[n] if n else 0
    return f"{text}, giảm {format_count(lost)}" if lost > 0 else text


def draw_reasons(
    figure: "Figure", reasons: Sequence[ReasonLine], palette: Palette, *, percent: bool = False,
    title: str = "", note: str = "",
) -> list[Hit]:  # fmt: skip
    """Stacked bars of households not done, the village with most of them first."""
    lines = sorted((r for r in reasons if r.total), key=lambda r: -r.total)
    with _drawing(figure, palette):
        top = _heading(figure, title, note, palette) + 4
        if not lines:
            return []
        legend = _legend(figure, palette)
        whole = max(r.total for r in lines)
        names = [r.label for r in lines]
        labels = [f"{format_count(r.total)} hộ" for r in lines]
        hits: list[Hit] = []
        for block in _blocks(figure, names, top, legend, max(map(len, labels))):
            _name_rows(block, names, palette)
            parts: dict[str, list[tuple[float, float, float, float]]] = {}
            for row in range(block.first, block.last):
                line = lines[row]
                length, x = (line.total if percent else whole), 0.0
                for group in REASON_GROUPS:
                    if n := line.counts.get(group.code, 0):
                        box = (x, row - 0.36, x + n / length, row + 0.36)
                        parts.setdefault(group.code, []).append(box)
                        hits.append(block.hit(figure, line.unit_id, x, box[2], row, group.code))
                        words = (
                            format_rate(Fraction(n, line.total), 0) if percent else format_count(n)
                        )
                        if len(lines) <= MOST_NUMBERED_ROWS:
                            _say_in(block, box, words, group.code, palette)
                        x = box[2]
                block.axes.text(
                    1 + 4 / block.width,
                    row,
                    labels[row],
                    size=block.size,
                    color=palette.text,
                    ha="left",
                    va="center",
                )
            for n, group in enumerate(REASON_GROUPS):
                _boxes(
                    block.axes,
                    parts.get(group.code, []),
                    palette.stack[n],
                    HATCHES[n],
                    palette.background,
                )
        return hits  # fmt: skip


def _say_in(
    block: _Block, box: tuple[float, float, float, float], words: str, code: str, palette: Palette
) -> None:
    """The number in its part of the bar, where it fits and can be read."""
    if (box[2] - box[0]) * block.width < (len(words) + 1) * LETTER * block.size:
        return
    n = next(n for n, g in enumerate(REASON_GROUPS) if g.code == code)
    if HATCHES[n]:
        patch = {"facecolor": palette.stack[n], "edgecolor": "none", "pad": 1.0}
    else:
        patch = {"facecolor": "none", "edgecolor": "none", "pad": 0.0}
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    block.axes.text(*middle, words, size=block.size * 0.9, ha="center", va="center", bbox=patch,
                    color=_readable_on(palette.stack[n]))  # fmt: skip


def _readable_on(colour: str) -> str:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return "#000000" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#ffffff"


def _legend(figure: "Figure", palette: Palette) -> float:
    """The parts of the stack by name, at the foot; returns the points it takes."""
    from matplotlib.patches import Patch

    width, _ = _size_pt(figure)
    patches = [
        Patch(facecolor=palette.stack[n], hatch=HATCHES[n] or None, edgecolor=palette.background,
              label=group.label)
        for n, group in enumerate(REASON_GROUPS)
    ]  # fmt: skip
    columns = max(1, min(len(patches), int(width / 175)))
    figure.legend(
        handles=patches,
        loc="lower left",
        ncols=columns,
        frameon=False,
        fontsize=8.5,
        labelcolor=palette.text,
        handlelength=1.6,
        columnspacing=1.2,
        borderaxespad=0.4,
    )
    return ceil(len(patches) / columns) * 14.0 + MARGIN_PT  # fmt: skip


FIGURES: tuple[tuple[str, str, Callable[..., list[Hit]]], ...] = (
    ("villages", "Tỷ lệ theo thôn, bản", draw_villages),
    ("curve", "Tiến độ theo ngày", draw_curve),
    ("funnel", "Từ danh sách đến sử dụng", draw_funnel),
    ("reasons", "Lý do chưa hoàn thành", draw_reasons),
)


def save_png(figure: "Figure", path: Path, width_px: int = 1080) -> None:
    """The figure as a picture of this width, for Zalo or a document; the screen keeps its dpi."""
    options: dict[str, Any] = {"format": "png", "dpi": width_px / figure.get_figwidth()}
    write_beside(
        lambda part: figure.savefig(part, facecolor=figure.get_facecolor(), **options), path
    )
