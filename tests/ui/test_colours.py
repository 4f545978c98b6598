"""Text is readable in both themes: 4.5 : 1 at least (features.md K6)."""

import pytest
import ttkbootstrap as ttk

from ui.colours import BY_MODE, LINE_PAIRS, TEXT_PAIRS, contrast

STYLES = (
    "primary.TButton", "danger.TButton", "success.TButton", "primary.Outline.TButton",
    "danger.Outline.TButton", "Outline.TButton", "Ghost.TButton", "TLabel", "Title.TLabel",
    "CardTitle.TLabel", "Caption.TLabel", "PageCaption.TLabel", "Error.TLabel", "Warning.TLabel",
    "Bad.TLabel", "Alarm.TLabel", "Good.TLabel", "Accent.TLabel", "Brand.TLabel", "Nav.Toolbutton",
    "Compact.Toolbutton", "Treeview", "Treeview.Heading", "primary.Outline.Toolbutton",
)  # fmt: skip

GREYED = (
    "TButton", "Outline.TButton", "Ghost.TButton", "primary.TButton", "primary.Outline.TButton",
    "primary.Ghost.TButton", "danger.Outline.TButton", "TCheckbutton", "TRadiobutton",
    "primary.Outline.Toolbutton", "Nav.Toolbutton", "Compact.Toolbutton",
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
@pytest.mark.parametrize(("line", "background"), LINE_PAIRS)
def test_lines_of_fields_and_what_is_greyed_can_be_seen(
    mode: str, line: str, background: str
) -> None:
    c = BY_MODE[mode]
    assert contrast(getattr(c, line), getattr(c, background)) >= 3


@pytest.mark.parametrize("mode", BY_MODE)
@pytest.mark.parametrize("name", GREYED)
def test_what_cannot_be_pressed_can_still_be_read(window: ttk.App, mode: str, name: str) -> None:
    window.theme_use(f"bootstrap-{mode}")
    try:
        text = window.style.lookup(name, "foreground", ["disabled"])
        back = window.style.lookup(name, "background", ["disabled"])
        for state in ([], ["hover"], ["selected"]):
            text = window.style.lookup(name, "foreground", ["disabled", *state])
            assert contrast(text, back) >= 3, (name, state)
    finally:
        window.theme_use("bootstrap-light")


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
