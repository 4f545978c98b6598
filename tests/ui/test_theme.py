"""Fonts, scaling, the narrow window, and what buttons do at a key."""

from tkinter import font as tkfont

import pytest
import ttkbootstrap as ttk

from ui import theme, words


@pytest.mark.parametrize(
    ("platform", "installed", "family"),
    [
        ("win32", {"Segoe UI", "Arial", "Noto Sans"}, "Segoe UI"),
        ("win32", {"Arial", "Noto Sans", "DejaVu Sans"}, "Noto Sans"),
        ("linux", {"Noto Sans", "DejaVu Sans"}, "Noto Sans"),
        ("linux", {"DejaVu Sans"}, "DejaVu Sans"),
        ("darwin", {"DejaVu Sans"}, "DejaVu Sans"),
        ("linux", {"Fixed"}, "TkDefaultFont"),
    ],
)
def test_the_font_is_one_that_shows_vietnamese_well(
    platform: str, installed: set[str], family: str
) -> None:
    assert theme.pick_family(platform, installed) == family


@pytest.mark.parametrize(
    ("width", "zoom", "compact"), [(1366, 1.0, False), (1366, 1.25, True), (1199, 1.0, True)]
)
def test_the_rail_is_narrow_where_logical_width_is_short(
    width: int, zoom: float, compact: bool
) -> None:
    assert theme.is_compact(width, zoom) is compact


def test_a_larger_text_size_enlarges_fonts_and_every_length(window: ttk.App) -> None:
    usual = theme.px(100)
    try:
        theme.set_text_size(window, "16")
        assert tkfont.nametofont("TkDefaultFont", window).cget("size") == 16
        assert theme.px(100) == pytest.approx(usual * 16 / 11, abs=1)
        assert theme.icon_size(20) == 29
        assert int(window.style.lookup("Treeview", "rowheight")) == theme.px(30)
    finally:
        theme.set_text_size(window, "11")


def test_the_named_fonts_outlive_a_change_of_the_text_size(window: ttk.App) -> None:
    for size in ("16", "11"):
        theme.set_text_size(window, size)
        assert set(theme.FONTS) <= set(tkfont.names(window))


def test_space_presses_the_button_that_has_the_focus(shown: ttk.Frame) -> None:
    pressed: list[str] = []
    button = ttk.Button(shown, text="Lưu", command=lambda: pressed.append("Lưu"))
    button.pack()
    button.focus_force()
    shown.update()
    button.event_generate("<space>")
    shown.update()
    assert pressed == ["Lưu"]


def test_the_wheel_over_a_list_box_does_not_change_it(shown: ttk.Frame) -> None:
    box = ttk.Combobox(shown, values=["a", "b"], state="readonly")
    box.set("a")
    box.pack()
    shown.update()
    for wheel in ("<Button-5>", "<MouseWheel>"):
        box.event_generate(wheel)
    shown.update()
    assert box.get() == "a"


def test_the_toolkit_speaks_vietnamese(window: ttk.App) -> None:
    assert ttk.L("Cancel") == "Hủy"
    assert all(words.VI.values())


def test_the_mode_follows_the_theme_in_use(window: ttk.App) -> None:
    window.theme_use("bootstrap-light")
    assert theme.mode() == "light"
    window.theme_use("bootstrap-dark")
    try:
        assert theme.mode() == "dark"
        assert theme.colours().background == window.style.lookup("TFrame", "background")
    finally:
        window.theme_use("bootstrap-light")
