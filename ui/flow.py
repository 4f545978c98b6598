"""Flow: buttons in a row that goes on in the next one where the room ends."""

import tkinter as tk
from collections.abc import Sequence

import ttkbootstrap as ttk

from ui.theme import px

GAP = 8


def fit_row(widths: Sequence[int], room: int, gap: int, more: int) -> int:
    """How many of the things stand in one row, beside a button `more` wide for the rest."""
    if len(break_rows(widths, room, gap)) <= 1:
        return len(widths)
    used, count = more, 0
    for width in widths:
        used += gap + width
        if used > room:
            break
        count += 1
    return count


def break_rows(widths: Sequence[int], room: int, gap: int) -> list[list[int]]:
    """Numbers of the things, row by row; one too wide for any row has a row of its own."""
    rows: list[list[int]] = []
    used = 0
    for n, width in enumerate(widths):
        if rows and used + gap + width <= room:
            rows[-1].append(n)
            used += gap + width
        else:
            rows.append([n])
            used = width
    return rows


class Flow(ttk.Frame):
    """Make widgets with this as their parent, then add() each. Place it with fill="x"."""

    def __init__(self, parent: tk.Misc, style: str = "TFrame", gap: int = GAP) -> None:
        super().__init__(parent, style=style)
        self._gap = gap
        self._widgets: list[tk.Widget] = []
        self.bind("<Configure>", lambda e: self._arrange(e.width))

    def add(self, widget: tk.Widget) -> None:
        self._widgets.append(widget)
        if len(self._widgets) == 1:
            self.configure(height=widget.winfo_reqheight())

    def show(self, widgets: Sequence[tk.Widget]) -> None:
        """Only these from now on, in this order."""
        for widget in self._widgets:
            if widget not in widgets:
                widget.place_forget()
        self._widgets = list(widgets)
        self.arrange()

    def arrange(self) -> None:
        """After a text changed."""
        self._arrange(self.winfo_width())

    def _arrange(self, room: int) -> None:
        gap, top = px(self._gap), 0
        widths = [w.winfo_reqwidth() for w in self._widgets]
        for row in break_rows(widths, room, gap):
            left, height = 0, max(self._widgets[n].winfo_reqheight() for n in row)
            for n in row:
                self._widgets[n].place(x=left, y=top, height=height)
                left += widths[n] + gap
            top += height + gap
        self.configure(height=max(1, top - gap))
