"""What the pages of Tổ công tác show instead of themselves while something has to come first."""

import tkinter as tk
from collections.abc import Callable

from ui.cards import EmptyState
from ui.keys import tag_all

NO_CAMPAIGN = "Chưa có đợt vận động. Phân công là của một đợt: hãy tạo đợt ở màn hình F6 trước."


def pass_keys(panel: tk.Misc, made: tk.Misc) -> None:
    """What is made later gets the keys that the panel and its tabs have."""
    for tag in panel.bindtags():
        if tag.startswith("Keys"):
            tag_all(made, tag)


def make_empty(
    panel: tk.Misc, sentence: str, button: str, command: Callable[[], None], icon: str
) -> EmptyState:
    empty = EmptyState(panel, sentence, button, command, icon)
    empty.pack(expand=True)
    pass_keys(panel, empty)
    return empty
