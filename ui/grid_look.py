"""How the table of the entry grid looks: its columns, their headings, tksheet's colours from ours.

To add a colour option of tksheet: colour_options(); it reads no ttk style.
"""

from dataclasses import dataclass

from ui.colours import Colours

SHORT = 9  # letters of a heading that stay in one line


@dataclass(frozen=True)
class GridColumn:
    name: str
    title: str
    width: int  # characters
    align: str = "w"
    editable: bool = True
    grow: bool = False  # takes what the window has left over


def colour_options(c: Colours) -> dict[str, str]:
    """tksheet's colours from ours: it reads no ttk style."""
    options = {
        "frame_bg": c.background, "table_bg": c.background, "table_fg": c.text,
        "table_grid_fg": c.border, "table_editor_bg": c.background, "table_editor_fg": c.text,
        "table_editor_select_bg": c.selection, "table_editor_select_fg": c.text,
        "alternate_color": c.stripe, "outline_color": c.border, "resizing_line_fg": c.accent,
        "drag_and_drop_bg": c.accent, "top_left_bg": c.heading, "top_left_fg": c.heading,
        "top_left_fg_highlight": c.heading,
    }  # fmt: skip
    for part in ("header", "index"):
        options |= {
            f"{part}_bg": c.heading, f"{part}_fg": c.text, f"{part}_border_fg": c.border,
            f"{part}_grid_fg": c.border, f"{part}_selected_cells_bg": c.selection,
            f"{part}_selected_cells_fg": c.text, f"{part}_editor_bg": c.background,
            f"{part}_editor_fg": c.text, f"{part}_editor_select_bg": c.selection,
            f"{part}_editor_select_fg": c.text,
        }  # fmt: skip
    for kind in ("cells", "rows", "columns"):
        options |= {
            f"table_selected_{kind}_bg": c.selection, f"table_selected_{kind}_fg": c.text,
            f"table_selected_{kind}_border_fg": c.accent, f"table_selected_box_{kind}_fg": c.accent,
        }  # fmt: skip
    for name in ("header_selected_columns", "index_selected_rows"):
        options |= {f"{name}_bg": c.selection, f"{name}_fg": c.text}
    for bar in ("vertical", "horizontal"):
        options |= {f"{bar}_scroll_{name}": c.chrome for name in (
            "background", "troughcolor", "lightcolor", "darkcolor", "bordercolor")}  # fmt: skip
        options |= {f"{bar}_scroll_{name}": c.border for name in (
            "not_active_bg", "not_active_fg", "active_fg", "pressed_fg")}  # fmt: skip
        options |= {f"{bar}_scroll_{name}": c.muted for name in ("active_bg", "pressed_bg")}
    return options


def two_lines(title: str) -> str:
    """A heading of several words, broken where its halves are most alike."""
    words = title.split()
    if len(title) <= SHORT or len(words) < 2:
        return title
    halves = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    return "\n".join(min(halves, key=lambda pair: max(map(len, pair))))
