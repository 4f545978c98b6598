"""Charts as matplotlib Figures: the same on screen and in a picture file.

To add a chart: a function `draw_…(figure, …, palette)` that clears the figure, draws and returns
its hits, and its line in FIGURES. matplotlib is loaded by the first drawing, not by importing this.
Nothing is said by colour alone: numbers stand at the bars, hatches and dashes tell parts apart.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.campaigns import App
from domain.indicators import Counts, Indicator
from domain.numerals import format_count, format_rate
from domain.progress import Progress, UnitProgress
from exports.curve import Curve, draw_curve, pace_words
from exports.drawing import (
    MARGIN_PT,
    Block,
    Hit,
    drawing,
    find_hit,
    make_blocks,
    put_boxes,
    put_heading,
    put_names,
)
from exports.files import write_beside
from exports.palette import DARK, LIGHT, Palette
from exports.reason_chart import draw_reasons

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "DARK", "FIGURES", "LIGHT", "Curve", "Hit", "Palette", "draw_curve", "draw_funnel",
    "draw_reasons", "draw_villages", "find_hit", "pace_words", "save_png",
]  # fmt: skip

NOT_REPORTED = "chưa báo cáo"
TALLY = "tổng hợp"  # the numbers have totals of the whole village

FUNNEL = (
    ("households", "Hộ trong danh sách"),
    ("visited", "Đã đến"),
    ("contacted", "Gặp được"),
    ("with_device", "Có điện thoại thông minh"),
    ("with_app", "Đã cài"),
    ("with_in_use", "Đang dùng"),
)


def draw_villages(
    figure: "Figure", progress: Progress, indicator: Indicator, app: App | None,
    target: Fraction | None, palette: Palette, *, title: str = "", note: str = "",
) -> list[Hit]:  # fmt: skip
    """A bar per village, the highest rate first; those that did not report come last, hatched."""
    rated: list[tuple[UnitProgress, Fraction | None]] = [
        (u, indicator.rate(u.now, app) if u.has_data else None) for u in progress.units
    ]
    rated.sort(key=lambda pair: (pair[1] is None, not pair[0].has_data, -(pair[1] or 0)))
    with drawing(figure, palette):
        top = put_heading(figure, title, note, palette) + (14 if target is not None else 4)
        if not rated:
            return []
        scale = max([Fraction(1), target or Fraction(0), *(r for _, r in rated if r is not None)])
        names = [u.label for u, _ in rated]
        labels = [_rate_label(u, r, indicator, app) for u, r in rated]
        blocks = make_blocks(figure, names, top, MARGIN_PT, max(map(len, labels)))
        hits: list[Hit] = []
        for block in blocks:
            put_names(block, names, palette)
            rows = range(block.first, block.last)
            shares = {row: float((rated[row][1] or 0) / scale) for row in rows}
            silent = [row for row in rows if not rated[row][0].has_data]
            put_boxes(
                block.axes,
                [(0, r - 0.34, 1, r + 0.34) for r in rows if r not in silent],
                palette.pale_accent,
            )
            put_boxes(
                block.axes,
                [(0, r - 0.34, shares[r], r + 0.34) for r in rows if shares[r]],
                palette.accent,
            )
            put_boxes(
                block.axes,
                [(0, r - 0.34, 1, r + 0.34) for r in silent],
                palette.background,
                "////",
                palette.muted,
            )
            for row in rows:
                colour = palette.muted if rated[row][1] is None else palette.text
                block.label(row, labels[row], colour)
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
    mark = f"  {TALLY}" if unit.tally else ""
    if rate is None:
        return f"–{mark}"
    top, bottom = indicator.parts(unit.now, app)
    return f"{format_rate(rate)}  {format_count(top)}/{format_count(bottom)}{mark}"


def _target_line(block: Block, x: float, target: Fraction, palette: Palette) -> None:
    ends = [block.first - 0.5, block.last - 0.5]
    # On a photocopy the dashes would be lost in a dark bar: they lie on a line of the background.
    block.axes.plot([x, x], ends, color=palette.background, linewidth=3.4, clip_on=False)
    block.axes.plot([x, x], ends, color=palette.danger, linestyle=(0, (5, 3)), linewidth=1.4,
                    clip_on=False)  # fmt: skip
    block.axes.text(x, block.first - 0.5, f"chỉ tiêu {format_rate(target, 0)}", size=block.size,
                    color=palette.danger, ha="right" if x > 0.5 else "left",
                    va="bottom")  # fmt: skip


def draw_funnel(
    figure: "Figure", counts: Counts, palette: Palette, *, title: str = "", note: str = "",
    steps: Sequence[tuple[str, str]] = FUNNEL,
) -> list[Hit]:  # fmt: skip
    """Households at each step and what was lost since the step before."""
    values = [counts.get(name) or 0 for name, _ in steps]
    with drawing(figure, palette):
        top = put_heading(figure, title, note, palette) + 4
        labels = [_step_label(values, n) for n in range(len(steps))]
        whole = max(max(values), 1)
        names = [words for _, words in steps]
        hits: list[Hit] = []
        for block in make_blocks(figure, names, top, MARGIN_PT, max(map(len, labels))):
            put_names(block, names, palette)
            for row in range(block.first, block.last):
                share = values[row] / whole
                before = values[row - 1] / whole if row else share
                put_boxes(block.axes, [(0, row - 0.34, share, row + 0.34)], palette.accent)
                key = steps[row][0]
                hits.append(block.hit(figure, key, 0, share, row))
                if before > share:
                    box = (share, row - 0.34, before, row + 0.34)
                    put_boxes(block.axes, [box], palette.background, "////", palette.muted)
                    hits.append(block.hit(figure, key, share, before, row, "drop"))
                block.label(row, labels[row], palette.text)
        return hits  # fmt: skip


def _step_label(values: Sequence[int], n: int) -> str:
    """ "494 hộ, giảm 319"."""
    text = f"{format_count(values[n])} hộ"
    lost = values[n - 1] - values[n] if n else 0
    return f"{text}, giảm {format_count(lost)}" if lost > 0 else text


FIGURES: tuple[tuple[str, str, Callable[..., list[Hit]]], ...] = (
    ("villages", "Tỷ lệ theo thôn, bản", draw_villages),
    ("curve", "Tiến độ theo ngày", draw_curve),
    ("funnel", "Từ danh sách đến sử dụng", draw_funnel),
    ("reasons", "Lý do chưa hoàn thành", draw_reasons),
)


def stamp(figure: "Figure", word: str) -> None:
    """Across the whole picture, so that no part of it can be cut out without the word."""
    for at in (0.25, 0.5, 0.75):
        figure.text(at, at, word, fontsize=44, fontweight="bold", color="#b02a37", alpha=0.16,
                    ha="center", va="center", rotation=28)  # fmt: skip


def save_png(figure: "Figure", path: Path, width_px: int = 1080) -> None:
    """The figure as a picture of this width, for Zalo or a document; the screen keeps its dpi."""
    options: dict[str, Any] = {"format": "png", "dpi": width_px / figure.get_figwidth()}
    write_beside(
        lambda part: figure.savefig(part, facecolor=figure.get_facecolor(), **options), path
    )
