"""Every colour of the window, for light and for dark. Plain values: no Tk here.

To add a colour: a line in Colours, LIGHT and DARK; if text stands on it, a line in TEXT_PAIRS, so
that the contrast test (4.5 : 1 at least, features.md K6) sees it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Colours:
    background: str  # cards, header, fields' surroundings
    chrome: str  # page behind the cards, rail, status bar
    text: str
    muted: str  # captions
    accent: str  # fill of the one primary button, bars
    on_accent: str
    accent_text: str  # accent as text and icon on a card or on chrome
    pale: str  # the unfilled rest of a bar
    border: str  # hairlines of cards and tables
    field_line: str  # around what can be typed in
    off: str  # text of what cannot be pressed now
    heading: str  # table headings
    stripe: str  # every second row
    selection: str
    hover: str
    nav_selected: str
    nav_selected_text: str
    danger: str
    on_danger: str
    danger_pale: str
    success: str
    on_success: str
    warning: str
    on_warning: str
    grid: str
    toast: str = "#146c43"  # the green note that goes away by itself; white stands on it
    on_toast: str = "#ffffff"


LIGHT = Colours(
    background="#ffffff", chrome="#f7f7f7", text="#212529", muted="#5c6670",
    accent="#0a58ca", on_accent="#ffffff", accent_text="#0a58ca", pale="#9dbbea",
    border="#d6d6d6", field_line="#757d85", off="#868e96", heading="#f4f5f7",
    stripe="#f7f8fa", selection="#dce9fd", hover="#ebedf0",
    nav_selected="#dce9fd", nav_selected_text="#0a4fb5", danger="#b02a37", on_danger="#ffffff",
    danger_pale="#fdecee", success="#146c43", on_success="#ffffff", warning="#ffe69c",
    on_warning="#4d3800", grid="#e3e6ea",
)  # fmt: skip

DARK = Colours(
    background="#212529", chrome="#282c2f", text="#f8f9fa", muted="#a9b2ba",
    accent="#3d8bfd", on_accent="#06101f", accent_text="#7ab1ff", pale="#2f4a70",
    border="#45484b", field_line="#8f979f", off="#7d858d", heading="#2b3035",
    stripe="#262b30", selection="#24405f", hover="#343a40",
    nav_selected="#24405f", nav_selected_text="#9ec5fe", danger="#f88f99", on_danger="#1c0507",
    danger_pale="#41262a", success="#5fb98e", on_success="#04150c", warning="#5c4700",
    on_warning="#ffe69c", grid="#3a3f44",
)  # fmt: skip

BY_MODE = {"light": LIGHT, "dark": DARK}

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    ("text", "background"), ("text", "chrome"), ("text", "heading"), ("text", "stripe"),
    ("text", "selection"), ("text", "hover"), ("text", "danger_pale"),
    ("muted", "background"), ("muted", "chrome"), ("muted", "stripe"), ("muted", "heading"),
    ("accent_text", "background"), ("accent_text", "chrome"), ("accent_text", "selection"),
    ("on_accent", "accent"), ("nav_selected_text", "nav_selected"),
    ("danger", "background"), ("danger", "chrome"), ("danger", "danger_pale"),
    ("danger", "selection"), ("danger", "stripe"), ("on_toast", "toast"), ("muted", "selection"),
    ("on_danger", "danger"), ("success", "background"), ("on_success", "success"),
    ("on_warning", "warning"),
)  # fmt: skip

# Lines that tell a field, or where the keyboard is, from what is around; and what is greyed: 3 : 1.
LINE_PAIRS: tuple[tuple[str, str], ...] = (
    ("field_line", "background"), ("field_line", "chrome"), ("field_line", "warning"),
    ("field_line", "danger_pale"), ("accent", "background"), ("accent", "chrome"),
    ("danger", "background"), ("danger", "chrome"), ("off", "background"), ("off", "chrome"),
)  # fmt: skip


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two "#rrggbb" colours: 1 … 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)
