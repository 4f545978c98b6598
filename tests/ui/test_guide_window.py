"""The window of the guide, driven by the keyboard."""

from collections.abc import Callable

import pytest
import ttkbootstrap as ttk
from PIL import Image

from ui import guide, guide_draw, guide_window
from ui.dialogs import Dialog
from ui.guide_pages import Page, Picture, list_pages, parse, read_page
from ui.guide_window import GuideWindow, open_guide

WaitUntil = Callable[[Callable[[], object]], None]


@pytest.fixture
def opened(window: ttk.App) -> GuideWindow:
    window.deiconify()
    window.update()
    opened = open_guide(window, "08-nhap-phieu", {})
    opened.update()
    opened.text.focus_force()
    opened.update()
    return opened


def text_in(opened: GuideWindow) -> str:
    return opened.text.get("1.0", "end")


def test_there_is_one_window_and_f1_again_shows_the_other_page(
    window: ttk.App, opened: GuideWindow
) -> None:
    assert open_guide(window, "15-bao-cao", {}) is opened
    assert opened.page == "15-bao-cao"
    assert read_page("15-bao-cao").title in text_in(opened)


def test_links_lead_on_and_back_leads_back(opened: GuideWindow) -> None:
    opened.text.event_generate("<Tab>")
    opened.text.event_generate("<Return>")
    assert opened.page == "09-bang-nhap-nhanh"
    opened.text.event_generate("<BackSpace>")
    assert opened.page == "08-nhap-phieu"
    opened.event_generate("<Alt-Right>")
    assert opened.page == "09-bang-nhap-nhanh"
    opened.event_generate("<Alt-Left>")
    assert opened.page == "08-nhap-phieu"


def test_a_link_to_a_section_shows_the_section(opened: GuideWindow) -> None:
    opened.follow("#mat-dien-bo-do")
    top = opened.text.index("@0,0")
    assert "Mất điện" in opened.text.get(f"{top} linestart", f"{top} lineend +1 line")


def test_the_search_finds_without_accents_and_enter_opens_the_first(
    opened: GuideWindow, wait_until: WaitUntil
) -> None:
    opened.event_generate("<Control-f>")
    opened.update()
    assert opened.focus_get() is opened.field
    opened.field.insert(0, "sao luu")
    opened.field.event_generate("<Return>")
    wait_until(lambda: opened.page == "18-sao-luu")
    assert opened.text.tag_ranges("found")
    opened.event_generate("<Escape>")
    assert opened.winfo_exists()
    assert not opened.asked.get()
    assert opened.tree.exists(list_pages()[0])
    opened.event_generate("<Escape>")
    assert not opened.winfo_exists()


def test_words_of_nothing_say_so(opened: GuideWindow, wait_until: WaitUntil) -> None:
    opened.asked.set("qwertyuiop")
    wait_until(lambda: opened._said.cget("text") == guide_window.NOTHING)
    assert not opened.tree.get_children()


def test_tables_show_their_words_and_their_links_are_stops(opened: GuideWindow) -> None:
    opened.go("09-bang-nhap-nhanh")
    drawing = opened._drawing
    assert drawing
    cells = [text.get("1.0", "end-1c") for text in drawing.texts[1:]]
    assert "Thấy gì" in cells
    assert any("Phúc tra" in cell for cell in cells)
    assert len(opened.stops) > 1


def test_html_is_shown_as_the_text_it_is(
    opened: GuideWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fake(_: str) -> Page:
        return parse("x", "# X\n\n<b onclick='x'>đậm</b>\n")

    monkeypatch.setattr(guide_window, "read_page", fake)
    opened._draw()
    assert "<b onclick='x'>đậm</b>" in text_in(opened)


def test_a_picture_is_no_wider_than_the_page_and_opens_in_full(
    opened: GuideWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    Image.new("RGB", (3000, 400), "red").save(folder / "x.png")
    for module in (guide_draw, guide_window):
        monkeypatch.setattr(module, "guide_folder", lambda: folder)
    page = parse("x", "# X\n\n![Chú thích](x.png)\n")
    monkeypatch.setattr(guide_window, "read_page", lambda _: page)
    opened._draw()
    opened.update()
    [label] = [w for w in opened.text.winfo_children() if isinstance(w, ttk.TkLabel)]
    assert label.winfo_reqwidth() <= opened.text.winfo_width()
    assert "Chú thích" in text_in(opened)
    assert opened._step(1) == "break"
    opened._open_stop()
    [large] = [w for w in opened.winfo_children() if isinstance(w, ttk.Toplevel)]
    assert large.winfo_reqwidth() <= opened.winfo_screenwidth()
    large.event_generate("<Key>", keysym="Escape")
    assert not large.winfo_exists()
    assert opened.winfo_exists()
    assert isinstance(page.blocks[1], Picture)


def test_over_a_dialog_it_has_the_keyboard_and_gives_it_back(window: ttk.App) -> None:
    window.deiconify()
    window.update()
    dialog = Dialog(window, "Thùng rác")
    dialog.present()
    guide.show_help(dialog)
    [opened] = [w for w in window.winfo_children() if isinstance(w, GuideWindow)]
    assert opened.page == "16-ho-dan"
    assert opened.grab_current() is opened
    opened.close()
    assert dialog.grab_current() is dialog
    dialog.finish(None)


def test_the_size_is_remembered(window: ttk.App) -> None:
    settings: dict[str, str] = {}
    opened = open_guide(window, "08-nhap-phieu", settings)
    opened.geometry("900x560")
    opened.update()
    opened.close()
    assert settings[guide_window.REMEMBERED] == "900x560"
    again = open_guide(window, "08-nhap-phieu", settings)
    again.update()
    assert (again.winfo_width(), again.winfo_height()) == (900, 560)
    again.close()


def test_a_change_of_the_theme_draws_the_page_in_its_colours(
    opened: GuideWindow, wait_until: WaitUntil
) -> None:
    from ui import theme

    before, mode = str(opened.text.cget("background")), theme.mode()
    theme.set_mode("light" if mode == "dark" else "dark")
    try:
        wait_until(lambda: str(opened.text.cget("background")) != before)
    finally:
        theme.set_mode(mode)
