"""Opening and closing: which screen first, whose settings, which window."""

import sys
import tkinter as tk
from pathlib import Path

import pytest

from ui.app import cancel_put_off, first_screen, icon_file, is_usable, settings_folder
from ui.screens import SCREENS


@pytest.mark.parametrize(
    ("has_office", "remembered", "key"),
    [
        (False, "households", "welcome"), (True, "households", "households"),
        (True, "", "overview"), (True, "import", "overview"), (True, "gone", "overview"),
    ],
)  # fmt: skip
def test_the_first_screen_is_the_last_one_or_the_first_start(
    has_office: bool, remembered: str, key: str
) -> None:
    assert first_screen(has_office=has_office, remembered=remembered, table=SCREENS) == key


@pytest.mark.parametrize(
    ("geometry", "usable"),
    [
        ("1366x700+0+0", True), ("1200x700+-8+-8", True), ("", False), ("zoomed", False),
        ("1920x700+0+0", False), ("1366x900+0+0", False), ("800x600+1300+0", False),
        ("100x100+0+0", False),
    ],
)  # fmt: skip
def test_a_window_is_put_back_only_where_it_can_be_seen(geometry: str, usable: bool) -> None:
    assert is_usable(geometry, 1366, 768) is usable


def test_the_practice_commune_shares_this_pcs_settings(tmp_path: Path) -> None:
    assert settings_folder(tmp_path) == tmp_path
    assert settings_folder(tmp_path / "tap-huan") == tmp_path


def test_a_window_ends_with_whatever_tk_itself_has_put_off() -> None:
    interpreter, ran = tk.Tcl(), list[int]()
    interpreter.after(0, ran.append, 1)
    interpreter.tk.call("after", 0, ("set", "ran", "1"))  # as a closing list of a combobox does
    interpreter.tk.call("after", "idle", ("set", "ran", "1"))
    cancel_put_off(interpreter)
    interpreter.tk.call("update")
    assert ran == []
    assert not interpreter.tk.getboolean(interpreter.tk.call("info", "exists", "ran"))


@pytest.mark.parametrize(("platform", "name"), [("win32", "icon.ico"), ("linux", "icon.png")])
def test_the_window_has_the_programs_own_icon(
    platform: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    icon = Path(icon_file())
    assert (icon.name, icon.is_file()) == (name, True)
