"""The toolkit speaks Vietnamese, its own dialogs included."""

import re

import ttkbootstrap as ttk

from ui.words import TK_VI, VI


def test_the_file_dialog_of_tk_is_in_vietnamese(window: ttk.App) -> None:
    assert window.tk.call("namespace", "eval", "::tk", ("mc", "&Cancel")) == "&Hủy"
    said = window.tk.call("namespace", "eval", "::tk", ("mc", 'File "%1$s" does not exist.', "a.b"))
    assert said == "Không có tệp “a.b”."


def test_translations_keep_the_places_of_names() -> None:
    for english, vietnamese in {**VI, **TK_VI}.items():
        assert re.findall(r"%\S", english) == re.findall(r"%\S", vietnamese), english
