"""The colours of charts; the window hands over its own, light or dark. Pictures use LIGHT."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Hex colours. Charts never say by colour alone: labels, hatches and dashes say it too."""

    background: str = "#ffffff"
    text: str = "#1f2328"
    muted: str = "#57606a"
    accent: str = "#0b57c9"
    on_accent: str = "#ffffff"  # text on a bar
    pale_accent: str = "#9db9e8"
    danger: str = "#b42331"
    grid: str = "#e3e6ea"
    # Parts of a stack, from dark to light, so that a photocopy keeps their order.
    stack: tuple[str, ...] = (
        "#1f3864", "#0b57c9", "#2e8b57", "#c55a11", "#7fb2e5", "#f4b183", "#bfbfbf",
    )  # fmt: skip


LIGHT = Palette()
DARK = Palette(
    background="#22262b", text="#e6e8eb", muted="#aab2bd", accent="#5b9bff", on_accent="#10141a",
    pale_accent="#34507c", danger="#ff8a8a", grid="#3a4048",
    stack=("#86b6ff", "#5b9bff", "#5fc08a", "#f0955a", "#b9d6f5", "#f8cfae", "#8d96a0"),
)  # fmt: skip
