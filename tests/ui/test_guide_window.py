"""The window of the guide, driven by the keyboard."""

from collections.abc import Callable

import pytest
import ttkbootstrap as ttk
from PIL import Image

from ui import guide, guide_draw, guide_window, theme
from ui.curtain import Curtain
from ui.dialogs import Dialog
from ui.guide_pages import Page, Picture, list_pages, parse, read_page
from ui.guide_window import GuideWindow, open_guide
from ui.keys import SAVE_MS

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


def test_f6_goes_to_the_contents_but_not_for_a_letter_sent_as_that_key(
    opened: GuideWindow, wait_until: WaitUntil
) -> None:
    opened.text.event_generate("<Key-u>", time=1000)  # F6 has the number of "u" on Windows
    opened.text.event_generate("<F6>", time=1005)
    done: list[int] = []
    opened.after(2 * SAVE_MS, done.append, 1)
    wait_until(lambda: done)
    assert opened.focus_get() is opened.text
    opened.text.event_generate("<F6>", time=5000)
    wait_until(lambda: opened.focus_get() is opened.tree)
    opened.tree.event_generate("<F6>", time=9000)
    wait_until(lambda: opened.focus_get() is opened.text)


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


def test_results_are_shown_from_the_first(opened: GuideWindow) -> None:
    opened.tree.yview_moveto(1)
    opened.asked.set("usb")
    opened._search()
    opened.update()
    assert opened.tree.yview()[0] == 0
    assert opened.tree.yview()[1] < 1


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


@pytest.fixture
def over_dialog(window: ttk.App) -> tuple[GuideWindow, Dialog]:
    window.deiconify()
    window.update()
    dialog = Dialog(window, "Thùng rác")
    dialog.present()
    guide.show_help(dialog)
    window.update()
    [opened] = [w for w in window.winfo_children() if isinstance(w, GuideWindow)]
    return opened, dialog


def test_the_lock_closes_a_guide_over_a_dialog_and_the_way_in_stays_free(
    window: ttk.App, over_dialog: tuple[GuideWindow, Dialog], wait_until: WaitUntil
) -> None:
    opened, dialog = over_dialog
    curtain = Curtain(window)
    curtain.draw()
    window.update()
    assert not opened.winfo_exists()
    guide.show_help(window, "sign_in")
    [other] = [w for w in window.winfo_children() if isinstance(w, GuideWindow)]
    other.close()
    assert window.grab_current() is None
    curtain.lift()
    wait_until(lambda: window.grab_current() is dialog)


def test_the_lock_hides_a_guide_and_brings_it_back(
    window: ttk.App, opened: GuideWindow, wait_until: WaitUntil
) -> None:
    curtain = Curtain(window)
    curtain.draw()
    window.update()
    assert not opened.winfo_viewable()
    curtain.lift()
    wait_until(opened.winfo_viewable)
    assert opened.page == "08-nhap-phieu"


def test_a_dialog_that_ends_by_itself_leaves_the_guide_and_frees_the_window(
    window: ttk.App, over_dialog: tuple[GuideWindow, Dialog]
) -> None:
    opened, dialog = over_dialog
    dialog.finish(None)
    window.update()
    assert opened.winfo_viewable()
    assert window.grab_current() is None


def test_over_a_dialog_a_guide_that_is_put_out_of_sight_gives_the_keyboard_back(
    window: ttk.App, over_dialog: tuple[GuideWindow, Dialog], wait_until: WaitUntil
) -> None:
    opened, dialog = over_dialog
    opened.withdraw()  # as when it is made small: there is no window manager here
    wait_until(lambda: not opened.winfo_exists())
    assert window.grab_current() is dialog


def test_f1_of_a_dialog_with_the_guide_in_sight_shows_the_page_at_once(
    window: ttk.App, opened: GuideWindow
) -> None:
    dialog = Dialog(window, "Thùng rác")
    dialog.present()
    opened.lift()
    window.update()
    late = window.after(1500, opened.withdraw)  # else the test would wait for ever
    guide.show_help(dialog)
    window.after_cancel(late)
    assert opened.page == "16-ho-dan"
    assert window.grab_current() is opened
    opened.close()
    dialog.finish(None)


def test_a_press_beside_the_guide_over_a_dialog_brings_it_to_the_front(
    window: ttk.App, over_dialog: tuple[GuideWindow, Dialog], wait_until: WaitUntil
) -> None:
    opened, dialog = over_dialog
    dialog.lift()
    dialog.focus_force()
    window.update()
    opened.event_generate("<Button-1>", x=-5, y=-5)
    wait_until(lambda: window.focus_get() is opened.text)


def test_another_text_size_builds_the_window_anew_at_the_same_page(
    window: ttk.App, opened: GuideWindow, wait_until: WaitUntil
) -> None:
    opened.geometry("1000x600")
    opened.update()
    before = opened._side
    width = before.winfo_width()
    theme.set_text_size(window, "16")
    try:
        wait_until(lambda: opened._side is not before and opened._side.winfo_width() > 1)
        assert opened._side.winfo_width() >= width
        assert opened._side.winfo_width() <= opened.winfo_width() * 3 // 8
        assert opened.page == "08-nhap-phieu"
        assert read_page("08-nhap-phieu").title in text_in(opened)
        assert str(opened._ways[0].cget("state")) == "disabled"
    finally:
        theme.set_text_size(window, "11")


def test_the_size_is_remembered_though_the_program_ends_first(window: ttk.App) -> None:
    settings: dict[str, str] = {}
    opened = open_guide(window, "08-nhap-phieu", settings)
    opened.geometry("800x500")
    opened.update()
    opened.destroy()  # as the root does with all below it
    assert settings[guide_window.REMEMBERED] == "800x500"


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
    before, mode = str(opened.text.cget("background")), theme.mode()
    theme.set_mode("light" if mode == "dark" else "dark")
    try:
        wait_until(lambda: str(opened.text.cget("background")) != before)
    finally:
        theme.set_mode(mode)
