"""Loading what draws charts, and turning a drawn figure into a picture on the screen.

matplotlib takes half a second to import and, on its first day, some more for its list of fonts: so
it is loaded off the Tk thread, after the first numbers stand there. This file imports it nowhere
else. Its folder is ours: the packed program would otherwise build the list at every start.
"""

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage.looking import is_look_only
from storage.paths import practice_folder, user_folder

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 96  # of a screen at 100 %; texts of charts are in points


def settings_of_fonts(folder: Path) -> Path:
    """Where matplotlib keeps its list of fonts: once per office, the practice commune included.

    This user's own folder when the office's is for looking only; nothing is written there.
    """
    office = folder.parent if folder == practice_folder(folder.parent) else folder
    return (user_folder() if is_look_only(folder) else office) / "mpl"


def load_drawing(folder: Path) -> None:
    """Import it; for the worker. Nothing when it is there already."""
    os.environ["MPLCONFIGDIR"] = str(settings_of_fonts(folder))
    gc.disable()  # else the import would collect widgets of the other thread here
    try:
        import matplotlib
        import matplotlib.backends.backend_agg
        import matplotlib.figure
        import matplotlib.font_manager  # makes or reads the list of fonts
    finally:
        gc.enable()
    matplotlib.rcParams["text.hinting"] = "none"  # a seventh faster, and as clear at these sizes
    matplotlib.rcParams["font.enable_last_resort"] = False  # boxes from another font


def new_figure(width: float = 6.0, height: float = 4.0, dpi: float = DPI) -> "Figure":
    """A figure with a canvas of its own, not a window's. Sizes in inches."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=dpi)
    FigureCanvasAgg(figure)
    return figure


def fit_figure(figure: "Figure", width_px: int, height_px: int, dpi: float) -> None:
    figure.set_dpi(dpi)
    figure.set_size_inches(width_px / dpi, height_px / dpi)


def render(figure: "Figure") -> bytes:
    """The figure as a PPM, which Tk reads without any further library."""
    from PIL import Image

    canvas: Any = figure.canvas
    canvas.draw()
    size = canvas.get_width_height()
    pixels = Image.frombuffer("RGBA", size, canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
    return b"P6 %d %d 255\n" % size + pixels.convert("RGB").tobytes()
