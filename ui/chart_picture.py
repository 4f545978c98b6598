"""“Lưu ảnh”: a chart as a picture of 1080 pixels for Zalo or a document, always on white.

It carries what a picture alone must say: title, place and cut-off; no names, no telephone numbers.
"""

from pathlib import Path

from domain.text import fold_key
from exports.figures import save_png, stamp
from exports.palette import LIGHT
from exports.practice import PRACTICE_WORD
from ui.charts import Chart, Measure
from ui.drawing import new_figure
from ui.overview_numbers import Numbers
from ui.overview_texts import cut_off_words

PNG = (("Ảnh PNG", "*.png"),)
WIDTH_PX = 1080
WIDTH_IN = 8.0  # letters of 10 points are then 19 pixels high: read on a telephone
ROW_IN, HEAD_IN = 0.27, 1.1


def picture_height(rows: int) -> float:
    """Inches: room for every row, and never flatter than a chart reads well."""
    return max(4.2, HEAD_IN + rows * ROW_IN)


def picture_name(chart: Chart, numbers: Numbers) -> str:
    """ "bieu-do-theo-thon-ban-2020-08-20.png"."""
    day = (numbers.until or numbers.now.isoformat())[:10]
    return f"bieu-do-{fold_key(chart.tab).replace(' ', '-')}-{day}.png"


def picture_note(numbers: Numbers, place: str) -> str:
    words = cut_off_words(numbers.until, numbers.now)
    return f"{place}. {words}" if place else words


def write_picture(
    chart: Chart, numbers: Numbers, measure: Measure, place: str, path: Path, *,
    practice: bool,
) -> Path:  # fmt: skip
    """Draws a figure of its own; the one on the screen stays as it is."""
    figure = new_figure(WIDTH_IN, picture_height(chart.rows(numbers)), WIDTH_PX / WIDTH_IN)
    chart.draw(figure, numbers, measure, LIGHT, chart.title(numbers, measure),
               picture_note(numbers, place))  # fmt: skip
    if practice:
        stamp(figure, PRACTICE_WORD)
    save_png(figure, path, WIDTH_PX)
    return path
