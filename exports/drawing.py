"""What all charts share: a cleared figure, rows of bars with names, what lies under the pointer.

Places are in points until they reach matplotlib, so that text and bars fit at every dpi.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from exports.palette import Palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONTS = ["Segoe UI", "Noto Sans", "DejaVu Sans"]
_SHIPPED = Path(__file__).resolve().parent.parent / "assets" / "fonts"
MARGIN_PT = 8.0
LETTER = 0.56  # mean width of a letter, in em: room for names is estimated, not measured
PITCH_PT = 12.0  # least height of a row; more rows make a second column
LARGEST_PT, SMALLEST_PT = 10.0, 6.0
GUTTER_PT = 14.0  # between the columns, the space at the bar included


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


@cache
def register_fonts() -> None:
    """Noto Sans comes with the program: charts need no font of the system."""
    from matplotlib import rcParams
    from matplotlib.font_manager import fontManager

    for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        fontManager.addfont(_SHIPPED / name)
    rcParams["font.family"] = FONTS


@contextmanager
def drawing(figure: "Figure", palette: Palette) -> Iterator[None]:
    """A cleared figure in the palette's colours; a missing family is no news for the log."""
    from matplotlib import rc_context

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    register_fonts()
    with rc_context({"hatch.linewidth": 0.7}):
        figure.clear()
        figure.set_facecolor(palette.background)
        yield


def size_pt(figure: "Figure") -> tuple[float, float]:
    return figure.get_figwidth() * 72, figure.get_figheight() * 72


def put_heading(figure: "Figure", title: str, note: str, palette: Palette) -> float:
    """Title and note at the top left; returns the points they take."""
    _, height = size_pt(figure)
    used = MARGIN_PT
    left = MARGIN_PT / size_pt(figure)[0]
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


def add_axes(figure: "Figure", left: float, bottom: float, width: float, height: float) -> "Axes":
    """Axes at a place in points, without frame and ticks."""
    w, h = size_pt(figure)
    axes = figure.add_axes((left / w, bottom / h, max(width, 1) / w, max(height, 1) / h))
    axes.set_facecolor("none")
    axes.set_axis_off()
    return axes


def put_boxes(
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
class Block:
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

    def label(self, row: int, text: str, colour: str) -> None:
        """Write to the right of a row, beyond the end of its axis."""
        self.axes.text(
            1 + 4 / self.width, row, text, size=self.size, color=colour, ha="left", va="center"
        )

    def hit(
        self, figure: "Figure", key: str, x0: float, x1: float, row: int, part: str = ""
    ) -> Hit:
        """From places on the axis (0 to 1) of a row to fractions of the figure."""
        w, h = size_pt(figure)
        pitch = self.height / (self.last - self.first)
        top = self.bottom + self.height - (row - self.first) * pitch
        return Hit(
            key, (self.left + x0 * self.width) / w, (top - pitch) / h,
            (self.left + x1 * self.width) / w, top / h, part,
        )  # fmt: skip


def make_blocks(
    figure: "Figure", names: Sequence[str], top_pt: float, bottom_pt: float, label_letters: int
) -> list[Block]:
    """Rows in as many columns as keep them legible; room for names left, for labels right."""
    width, height = size_pt(figure)
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
        axes = add_axes(figure, left, bottom, inner, own)
        axes.set_xlim(0, 1)
        axes.set_ylim(last - 0.5, first - 0.5)
        blocks.append(
            Block(axes, first, last, size, left, bottom, inner, own, name_room - GUTTER_PT)
        )
    return blocks


def put_names(block: Block, names: Sequence[str], palette: Palette) -> None:
    most = max(8, round(block.name_room / (LETTER * block.size)))
    for row in range(block.first, block.last):
        block.axes.text(
            -4 / block.width, row, _short(names[row], most), size=block.size,
            color=palette.text, ha="right", va="center",
        )  # fmt: skip
