"""Reasons not complete: stacked bars by village, told apart by hatch and number too."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from domain.numerals import format_count, format_rate
from domain.progress import ReasonLine
from domain.reasons import REASON_GROUPS
from exports.drawing import (
    LETTER,
    MARGIN_PT,
    Block,
    Hit,
    drawing,
    make_blocks,
    put_boxes,
    put_heading,
    put_names,
    size_pt,
)
from exports.palette import Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HATCHES = ("", "", "///", "...", "\\\\\\", "", "xxx")  # of the parts of a stack
MOST_NUMBERED_ROWS = 14  # with more, the parts of a stack are read in the table


def draw_reasons(
    figure: "Figure", reasons: Sequence[ReasonLine], palette: Palette, *, percent: bool = False,
    title: str = "", note: str = "",
) -> list[Hit]:  # fmt: skip
    """Stacked bars of households not done, the village with most of them first."""
    lines = sorted((r for r in reasons if r.total), key=lambda r: -r.total)
    with drawing(figure, palette):
        top = put_heading(figure, title, note, palette) + 4
        if not lines:
            return []
        legend = _legend(figure, palette)
        whole = max(r.total for r in lines)
        names = [r.label for r in lines]
        labels = [f"{format_count(r.total)} hộ" for r in lines]
        hits: list[Hit] = []
        for block in make_blocks(figure, names, top, legend, max(map(len, labels))):
            put_names(block, names, palette)
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
                block.label(row, labels[row], palette.text)
            for n, group in enumerate(REASON_GROUPS):
                put_boxes(
                    block.axes,
                    parts.get(group.code, []),
                    palette.stack[n],
                    HATCHES[n],
                    palette.background,
                )
        return hits  # fmt: skip


def _say_in(
    block: Block, box: tuple[float, float, float, float], words: str, code: str, palette: Palette
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

    width, _ = size_pt(figure)
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
