"""Text is readable in both themes: 4.5 : 1 at least (features.md K6)."""

import pytest
import ttkbootstrap as ttk

from ui.colours import BY_MODE, TEXT_PAIRS, contrast

STYLES = (
    "primary.TButton", "danger.TButton", "success.TButton", "primary.Outline.TButton",
    "danger.Outline.TButton", "Outline.TButton", "Ghost.TButton", "TLabel", "Title.TLabel",
    "CardTitle.TLabel", "Caption.TLabel", "PageCaption.TLabel", "Error.TLabel", "Warning.TLabel",
    "Bad.TLabel", "Alarm.TLabel", "Good.TLabel", "Accent.TLabel", "Brand.TLabel", "Nav.Toolbutton",
    "Compact.Toolbutton", "Treeview", "Treeview.Heading", "primary.Outline.Toolbutton",
)  # fmt: skip


def test_black_on_white_is_the_highest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", BY_MODE)
@pytest.mark.parametrize(("text", "background"), TEXT_PAIRS)
def test_every_text_stands_out_from_what_it_stands_on(
    mode: str, text: str, background: str
) -> None:
    c = BY_MODE[mode]
    assert contrast(getattr(c, text), getattr(c, background)) >= 4.5


@pytest.mark.parametrize("mode", BY_MODE)
def test_the_styles_in_use_are_as_readable_as_the_table(window: ttk.App, mode: str) -> None:
    window.theme_use(f"bootstrap-{mode}")
    try:
        style = window.style
        for name in STYLES:
            text, back = style.lookup(name, "foreground"), style.lookup(name, "background")
            assert contrast(text, back) >= 4.5, name
            for state in (["selected"], ["hover"], ["pressed"], ["active"]):
                text = style.lookup(name, "foreground", state)
                back = style.lookup(name, "background", state)
                assert contrast(text, back) >= 4.5, (name, state)
    finally:
        window.theme_use("bootstrap-light")
