"""The look: themes, fonts, text size, px(), spacing and the styles that differ from the toolkit's.

Colours are in ui/colours.py, the ttk styles in ui/styles.py: add there.
"""

import sys
import tkinter as tk
from dataclasses import replace
from tkinter import font as tkfont
from typing import TYPE_CHECKING, Any

import ttkbootstrap as ttk

from ui import words
from ui.colours import BY_MODE, Colours
from ui.keys import hear_letters
from ui.preferences import PcSettings
from ui.styles import style_all

if TYPE_CHECKING:
    from exports.palette import Palette

BASE_SIZE = 11
FAMILIES = {"win32": ("Segoe UI",), "": ("Noto Sans", "DejaVu Sans")}
# points above or below the chosen text size, weight
FONTS = {
    "Title": (5, "bold"), "CardTitle": (1, "bold"), "Strong": (0, "bold"),
    "Caption": (-1, "normal"), "Figure": (11, "bold"), "Small": (-2, "normal"),
}  # fmt: skip
PAGE = 20  # logical pixels: margin of a page, gap between cards, padding inside a card
GAP = 14
CARD = 18
FIELD_GAP = 9
COMPACT_BELOW = 1200  # logical width of the window
FOCUS_MS = 30  # the screen must be drawn before it can take the focus


def pick_family(platform: str, installed: set[str]) -> str:
    """The first family this system has that shows stacked Vietnamese marks well."""
    wanted = (*FAMILIES.get(platform, ()), *FAMILIES[""])
    return next((name for name in wanted if name in installed), "TkDefaultFont")


def is_compact(width: int, zoom: float) -> bool:
    return width / zoom < COMPACT_BELOW


def zoom() -> float:
    """Physical pixels per logical one: the screen's scaling times the chosen text size."""
    return float(ttk.scale_size(ttk.Style.get_instance().master, 1000)) / 1000 * text_factor()


def text_factor() -> float:
    """The chosen text size against the ordinary one: 1.0, 1.18 or 1.45."""
    root = ttk.Style.get_instance().master
    return int(tkfont.nametofont("TkDefaultFont", root).cget("size")) / BASE_SIZE


def px(logical: float) -> int:
    """Use it for every literal: paddings, widths, lengths. The root must exist."""
    return round(logical * zoom())


def icon_size(logical: int) -> int:
    """For `icon_size=`: the toolkit scales it to the screen, we to the text size."""
    return round(logical * text_factor())


def mode() -> str:
    return "dark" if str(ttk.Style.get_instance().theme_use()).endswith("-dark") else "light"


def colours() -> Colours:
    return BY_MODE[mode()]


def palette() -> "Palette":
    """The colours of charts (exports/figures.py) in the theme in use."""
    from exports.palette import DARK, LIGHT

    c = colours()
    return replace(DARK if mode() == "dark" else LIGHT, background=c.background, text=c.text,
                   muted=c.muted, danger=c.danger, grid=c.grid)  # fmt: skip


def start(settings: PcSettings, title: str, **options: Any) -> ttk.App:
    """The root window, hidden, in the remembered theme and text size. One per process."""
    wanted = "dark" if settings["theme"] == "dark" else "light"
    app = ttk.App(
        title=title, theme=f"bootstrap-{wanted}", light_theme="bootstrap-light",
        dark_theme="bootstrap-dark", **options,
    )  # fmt: skip
    app.withdraw()
    words.install()
    _set_fonts(app, settings["text_size"])
    _bind_classes(app)
    hear_letters(app)
    app.option_add("*Menu.font", "TkMenuFont")  # Windows would take its own, of one size
    ttk.on_theme_change(lambda style: style_all(style, zoom()))  # now, too
    return app


def set_mode(wanted: str) -> None:
    """ "light" or "dark", at once and everywhere."""
    ttk.Style.get_instance().master.theme_use(f"bootstrap-{wanted}")


def set_text_size(app: tk.Misc, size: str) -> None:
    """ "11", "13" or "16" points for the body; what was built with px() must be built anew."""
    _set_fonts(app, size)
    style_all(ttk.Style.get_instance(), zoom())


def _set_fonts(app: tk.Misc, size: str) -> None:
    points = int(size) if size.isdigit() else BASE_SIZE
    family = pick_family(sys.platform, set(tkfont.families(app)))
    for name in ("TkDefaultFont", "TkTextFont", "TkMenuFont", "TkIconFont"):
        ttk.Fonts.configure(name, family=family, size=points)
    ttk.Fonts.configure("TkHeadingFont", family=family, size=points, weight="bold")
    ttk.Fonts.configure("TkTooltipFont", family=family, size=points - 1)
    for name, (step, weight) in FONTS.items():
        size_of = points + round(step * points / BASE_SIZE)
        if name in tkfont.names(app):
            # Making the alias again would delete the font: the toolkit lets its first object go.
            tkfont.nametofont(name, app).configure(family=family, size=size_of, weight=weight)  # type: ignore[arg-type]
        else:
            ttk.Fonts.create_alias(name, family=family, size=size_of, weight=weight)


def _bind_classes(app: tk.Misc) -> None:
    # ttkbootstrap takes space away from buttons; the wheel must not change a field by accident.
    for name in ("TButton", "Toolbutton"):
        app.bind_class(name, "<Key-space>", lambda e: e.widget.invoke())
    for event in ("<Map>", "<<ThemeChanged>>"):
        app.bind_class("Text", event, _paint_line, add=True)
    for name in ("TCombobox", "TSpinbox"):
        for wheel in ("<MouseWheel>", "<Button-4>", "<Button-5>"):
            app.unbind_class(name, wheel)


def _paint_line(event: "tk.Event[tk.Misc]") -> None:
    """Around a field of several lines, as around those of one."""
    if isinstance(event.widget, tk.Text):
        event.widget.configure(highlightbackground=colours().field_line)
