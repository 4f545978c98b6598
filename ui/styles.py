"""The ttk styles that differ from ttkbootstrap's, for the theme in use.

To add a style: a configure() line below; its name is the `style=` of a ttk widget. style_all runs
at the start, after a change of theme and after a change of the text size.
"""

import tkinter as tk
from typing import Any

import ttkbootstrap as ttk

from ui.colours import BY_MODE, Colours

ROW_HEIGHT = 30
_FILLED = ("primary", "success", "danger")


class _Px:
    """Logical to physical pixels, fixed for one pass over the styles."""

    def __init__(self, zoom: float) -> None:
        self._zoom = zoom

    def __call__(self, logical: float) -> int:
        return round(logical * self._zoom)


def _build(app: tk.Misc) -> None:
    """ttkbootstrap makes a style when a widget first asks for it; ours must come after."""
    probe = ttk.Frame(app)
    for surface in ("@chrome", "bordered"):
        ttk.Frame(probe, bootstyle=surface)
    for colour in _FILLED:
        for variant in ("", "outline", "ghost"):
            ttk.Button(probe, bootstyle=f"{colour} {variant}".strip())
    ttk.Button(probe, bootstyle="outline")
    ttk.Radiobutton(probe, bootstyle="primary outline toolbutton")
    ttk.Radiobutton(probe, bootstyle="primary toolbutton")
    ttk.Treeview(probe)
    ttk.Entry(probe)
    ttk.Combobox(probe)
    ttk.Checkbutton(probe)
    ttk.Radiobutton(probe)
    ttk.Menubutton(probe)
    ttk.Menubutton(probe, bootstyle="outline")
    ttk.Progressbar(probe, bootstyle="primary thin")
    ttk.Progressbar(probe, bootstyle="primary")
    probe.destroy()


def style_all(style: Any, zoom: float) -> None:
    _build(style.master)
    px = _Px(zoom)
    c = BY_MODE["dark" if str(style.theme_use()).endswith("-dark") else "light"]
    _style_frames(style, c, px)
    _style_labels(style, c)
    _style_buttons(style, c, px)
    _style_lists(style, c, px)
    _style_greyed(style, c)


def _style_frames(style: Any, c: Colours, px: _Px) -> None:
    line = max(1, px(1))
    for name in ("Card", "Tile"):
        style.configure(f"{name}.TFrame", background=c.background, bordercolor=c.border,
                        relief="raised", borderwidth=line, lightcolor=c.background,
                        darkcolor=c.background)  # fmt: skip
    accents = [("focus", c.accent), ("hover", c.accent)]
    style.map("Tile.TFrame", bordercolor=accents, lightcolor=accents, darkcolor=accents)
    for name, colour in (
        ("Line", c.border), ("Page", c.chrome), ("Warning", c.warning), ("Mark", c.accent),
        ("NavSelected", c.nav_selected), ("Stripe", c.heading), ("Bad", c.danger_pale),
        ("Tick", c.text),
    ):  # fmt: skip
        style.configure(f"{name}.TFrame", background=colour)


def _style_labels(style: Any, c: Colours) -> None:
    for name, text, background, font in (
        ("Title", c.text, c.background, "Title"), ("PageTitle", c.text, c.chrome, "Title"),
        ("CardTitle", c.text, c.background, "CardTitle"),
        ("PageCardTitle", c.text, c.chrome, "CardTitle"),
        ("Caption", c.muted, c.background, "Caption"),
        ("PageCaption", c.muted, c.chrome, "Caption"),
        ("Page", c.text, c.chrome, "TkDefaultFont"), ("Strong", c.text, c.background, "Strong"),
        ("Heading", c.text, c.heading, "Strong"),
        ("Figure", c.text, c.background, "Figure"), ("Error", c.danger, c.background, "Caption"),
        ("Required", c.danger, c.background, "Caption"),
        ("PageError", c.danger, c.chrome, "Caption"),
        ("Alarm", c.danger, c.background, "Strong"), ("Good", c.success, c.background, "Strong"),
        ("Accent", c.accent_text, c.background, "Strong"),
        ("Brand", c.accent_text, c.chrome, "CardTitle"),
        ("BigBrand", c.accent_text, c.chrome, "Title"),
        ("Code", c.text, c.heading, "Figure"),
        ("Warning", c.on_warning, c.warning, "Strong"),
        ("Bad", c.danger, c.danger_pale, "TkDefaultFont"),
        ("Link", c.accent_text, c.background, "Caption"),
        ("WarnLink", c.danger, c.background, "Caption"),
        ("AlarmLink", c.danger, c.danger_pale, "Caption"),
        ("PageLink", c.accent_text, c.chrome, "Caption"),
    ):  # fmt: skip
        style.configure(f"{name}.TLabel", foreground=text, background=background, font=font)
    for name in ("Link", "PageLink", "WarnLink", "AlarmLink"):
        style.map(f"{name}.TLabel", background=[("focus", c.selection), ("hover", c.hover)])


def _style_buttons(style: Any, c: Colours, px: _Px) -> None:
    fills = {"primary": (c.accent, c.on_accent), "danger": (c.danger, c.on_danger),
             "success": (c.success, c.on_success)}  # fmt: skip
    texts = {"primary": c.accent_text, "danger": c.danger, "success": c.success}
    pad = (px(14), px(6))
    style.configure("TButton", padding=pad)
    for colour, (fill, text) in fills.items():
        style.configure(f"{colour}.TButton", background=fill, foreground=text, bordercolor=fill,
                        lightcolor=fill, darkcolor=fill, focuscolor=text, padding=pad)  # fmt: skip
        off = [("disabled", c.hover)]
        style.map(f"{colour}.TButton", foreground=[("disabled", c.muted)], bordercolor=off,
                  background=off, lightcolor=off, darkcolor=off)  # fmt: skip
        for variant in ("Outline", "Ghost"):
            name = f"{colour}.{variant}.TButton"
            style.configure(name, foreground=texts[colour], padding=pad)
        # Pressed and hovered fills come from the toolkit; the text on them must stay readable.
        style.map(f"{colour}.Outline.TButton",
                  foreground=[("disabled", c.muted), ("pressed", text), ("hover", text)],
                  background=[("disabled", c.background), ("pressed", fill),
                              ("hover", fill)])  # fmt: skip
    for name in ("Outline.TButton", "Ghost.TButton"):
        style.configure(name, padding=pad)
    style.configure("primary.Outline.Toolbutton", foreground=c.accent_text, padding=(px(8), px(4)),
                    bordercolor=c.accent_text, focuscolor=c.text)  # fmt: skip
    style.configure("Segment.primary.Outline.Toolbutton", anchor="w")
    focus_line = [("selected", "focus", c.on_accent), ("focus", c.text), ("selected", c.accent),
                  ("hover", c.hover)]  # fmt: skip
    style.map(
        "primary.Outline.Toolbutton",
        foreground=[("disabled", c.muted), ("selected", c.on_accent), ("hover", c.accent_text)],
        background=[("disabled", c.background), ("selected", c.accent), ("focus", c.selection),
                    ("hover", c.hover)],
        bordercolor=[("disabled", c.border), ("focus", c.text), ("selected", c.accent)],
        lightcolor=focus_line,
        darkcolor=focus_line,
        focuscolor=[("selected", c.on_accent)],
    )  # fmt: skip
    for name, pad in (("Nav", (px(12), px(9))), ("Compact", (px(2), px(7)))):
        nav = f"{name}.Toolbutton"
        style.configure(
            nav, background=c.chrome, foreground=c.text, anchor="w" if name == "Nav" else "center",
            padding=pad, relief="flat", borderwidth=0, bordercolor=c.chrome, lightcolor=c.chrome,
            darkcolor=c.chrome, focuscolor=c.accent_text,
            font="TkDefaultFont" if name == "Nav" else "Small",
        )  # fmt: skip
        states = [("selected", c.nav_selected), ("hover", c.hover)]
        style.map(nav, foreground=[("disabled", c.muted), ("selected", c.nav_selected_text)],
                  background=states, bordercolor=states, lightcolor=states,
                  darkcolor=states)  # fmt: skip
    _style_tabs(style, c, px)


def _style_tabs(style: Any, c: Colours, px: _Px) -> None:
    """The titles of pages: the one in view is tinted; the frame shows where the keyboard is."""
    tab = "Tab.Toolbutton"
    style.configure(tab, background=c.background, foreground=c.muted, padding=(px(8), px(6)),
                    relief="flat", borderwidth=0, bordercolor=c.background, anchor="center",
                    lightcolor=c.background, darkcolor=c.background,
                    focuscolor=c.accent_text)  # fmt: skip
    fills = [("selected", c.nav_selected), ("hover", c.hover)]
    style.map(tab, foreground=[("selected", c.nav_selected_text), ("hover", c.text)],
              background=fills, bordercolor=fills, lightcolor=fills, darkcolor=fills)  # fmt: skip


def _style_lists(style: Any, c: Colours, px: _Px) -> None:
    style.configure("Treeview", rowheight=px(ROW_HEIGHT), background=c.background,
                    fieldbackground=c.background, foreground=c.text, borderwidth=0, relief="flat",
                    bordercolor=c.background, lightcolor=c.background,
                    darkcolor=c.background)  # fmt: skip
    style.map("Treeview", background=[("selected", c.selection)], foreground=[("selected", c.text)])
    style.configure("Treeview.Heading", background=c.heading, foreground=c.text, relief="flat",
                    padding=(px(4), px(6)), font="Strong", bordercolor=c.heading,
                    lightcolor=c.heading, darkcolor=c.heading, borderwidth=0)  # fmt: skip
    style.map("Treeview.Heading", background=[("active", c.hover)], foreground=[("active", c.text)])
    for name in ("TEntry", "TCombobox"):
        style.configure(name, padding=(px(6), px(5)), selectbackground=c.selection,
                        selectforeground=c.text, bordercolor=c.field_line)  # fmt: skip
        style.map(name, bordercolor=[("invalid", c.danger), ("focus", c.accent)],
                  lightcolor=[("invalid", c.danger), ("focus", c.accent)],
                  darkcolor=[("invalid", c.danger), ("focus", c.accent)])  # fmt: skip
    for name, thick in (("primary.Thin", 4), ("primary", 10)):
        style.configure(f"{name}.Horizontal.TProgressbar", thickness=px(thick),
                        background=c.accent, troughcolor=c.border)  # fmt: skip


def _style_greyed(style: Any, c: Colours) -> None:
    """The toolkit's grey is next to invisible."""
    names = ["TButton", "Outline.TButton", "Ghost.TButton", "TMenubutton", "Outline.TMenubutton",
             "TCheckbutton", "TRadiobutton", "TEntry", "TCombobox",
             *(f"{colour}.Ghost.TButton" for colour in _FILLED)]  # fmt: skip
    for name in names:
        for option in ("foreground", "arrowcolor"):
            others = [s for s in style.map(name, option) or [] if "disabled" not in s[:-1]]
            style.map(name, **{option: [("disabled", c.off), *others]})
