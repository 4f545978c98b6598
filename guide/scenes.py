"""A scene: one picture, and how the running program gets there. The table of all is SCENES.

To add one: a generator of steps in a module scenes_<part>.py of this package, its Scene in that
module's own tuple, and the tuple in SCENES below. The steps drive the real window:

    def _visit(stage: Stage) -> Steps:
        stage.open("entry")                     # a screen of ui/screens.py, as the rail does
        yield                                   # the window draws and comes to rest
        stage.write("hoa", into=stage.find(ttk.Entry, 0))
        yield
        stage.press("Sửa lượt này")             # a button, by the words on it (or their beginning)
        yield                                   # a dialog that opened stands there now
        return stage.dialog()                   # what the picture shows

Each `yield` waits until nothing moves any more. What is returned is the picture: None for the whole
window, a widget, several widgets in a list (the box around them), a Box in logical pixels of the
window, or a Paper (a page of a PDF that a step has written). `margin` is what is left around it.

The clock stands still at NOW, chance is seeded, text cursors do not blink, messages at the corner
do not come up: two runs give the same bytes. Nothing is drawn over a picture and nothing is mended
by hand. Files that a step needs or writes go to `stage.folder`; asking for a file name gives
`stage.answer_file(path)`.

Crop what the page speaks of: a whole window of 1280 x 720 shrinks on the page, a card is readable.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import tkinter as tk

    from guide.stage import Stage

ROOT = Path(__file__).resolve().parent.parent
GUIDE = "docs/huong-dan/hinh"
README = "docs/images"
NOW = datetime(2026, 11, 20, 9, 30)  # a Friday; the practice campaign is in its third week


class Start(Enum):
    """What stands in the window when the first step begins."""

    WORK = "signed in, on the overview"
    SIGN_IN = "the page of signing in"
    NEW = "the first start, on an empty folder"
    WELCOME = "signed in, with no office yet"


class Box(NamedTuple):
    """Logical pixels from the upper left corner of the window."""

    left: int
    top: int
    right: int
    bottom: int


class Paper(NamedTuple):
    """A page of a PDF, as printed; `share` is how much of its height is shown."""

    path: Path
    page: int = 1
    dots_per_inch: int = 110
    share: float = 1.0


Steps = Generator[None, None, "tk.Misc | Sequence[tk.Misc] | Box | Paper | None"]


@dataclass(frozen=True)
class Scene:
    """`name` is the file's, in ASCII without the ending. Sizes are logical pixels."""

    name: str
    steps: Callable[["Stage"], Steps]
    start: Start = Start.WORK
    size: tuple[int, int] = (1280, 720)
    scale: float = 1.0  # 1.25 and 1.5 as Windows has them
    text_size: str = "11"  # "11", "13" or "16"
    theme: str = "light"
    households: int = 320  # 0: an office that begins, without list and campaign
    visits: bool = True
    sheets: bool = True
    practice: bool = False  # with the yellow line of the practice commune
    margin: int = 0  # around the widgets that are shown
    folder: str = GUIDE

    @property
    def path(self) -> Path:
        return ROOT / self.folder / f"{self.name}.png"


def list_scenes() -> tuple[Scene, ...]:
    """All of them; here, because the parts import Scene from this module."""
    from guide import scenes_keep, scenes_readme, scenes_setup, scenes_work

    return (
        *scenes_readme.SCENES, *scenes_setup.SCENES, *scenes_work.SCENES, *scenes_keep.SCENES,
    )  # fmt: skip
