"""Paragraph: a label whose text wraps at the width it is given."""

import tkinter as tk
from typing import Any

import ttkbootstrap as ttk

from ui.theme import px

LEAST = 160


class Paragraph(ttk.Label):
    """Place it with fill="x" or sticky="ew"."""

    def __init__(self, parent: tk.Misc, text: str = "", style: str = "TLabel", **more: Any) -> None:
        super().__init__(parent, text=text, style=style, justify="left", **more)
        self.bind("<Configure>", self._wrap)

    def _wrap(self, event: "tk.Event[tk.Misc]") -> None:
        # A little less than the width: the toolkit lets a line stand out by a letter's edge.
        self.configure(wraplength=max(px(LEAST), event.width - px(10)))
