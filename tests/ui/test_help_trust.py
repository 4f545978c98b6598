"""The page of protection: reached from every help page, and true to what the program offers."""

from pathlib import Path

import ttkbootstrap as ttk

from domain.text import fold_key
from storage.passwords import LEAST_PASSWORD
from storage.places import SYNCED
from ui.dialogs import Dialog
from ui.help import help_text, show_help
from ui.help_trust import KEY, LABEL, PAGE
from ui.place_warning import LABELS


def test_the_page_names_what_the_program_offers() -> None:
    assert help_text(KEY) == PAGE
    for label in LABELS.values():
        assert f"“{label}”:" in PAGE
    assert f"từ {LEAST_PASSWORD} ký tự" in PAGE
    assert sum(name in PAGE for _, name in SYNCED) >= 4


def test_the_page_for_technicians_says_the_same() -> None:
    english = (Path(__file__).parents[2] / "docs" / "security.md").read_text("utf-8")
    assert "## What is not protected" in english
    for word in ("BitLocker", "OneDrive", "Dropbox", "Zalo"):
        assert word in english
        assert word in PAGE
    assert "!" not in PAGE
    assert fold_key(PAGE).count("khong bao ve") >= 1


def test_every_help_page_leads_to_it(window: ttk.App) -> None:
    shown: list[str] = []

    def look() -> None:
        opened = [w for w in window.winfo_children() if isinstance(w, Dialog)]
        if not opened or opened[-1].grab_current() is not opened[-1]:
            window.after(20, look)
            return
        first = opened[-1]
        buttons = [w for w in first._footer.winfo_children() if isinstance(w, ttk.Button)]
        window.after(20, second, first)
        next(b for b in buttons if b.cget("text") == LABEL).invoke()

    def second(first: Dialog) -> None:
        opened = [w for w in first.winfo_children() if isinstance(w, Dialog)]
        if not opened or opened[-1].grab_current() is not opened[-1]:
            window.after(20, second, first)
            return
        inner = opened[-1]
        texts = [w for w in inner.body.winfo_children() if isinstance(w, ttk.Text)]
        shown.append(texts[0].get("1.0", "end"))
        inner.finish(None)
        first.finish(None)

    window.after(20, look)
    show_help(window, "overview")
    assert shown[0].startswith(LABEL)
