"""ChartCanvas: one figure on the screen, drawn again when its size, the theme or numbers change.

Under its parts lie hits (exports/drawing.py): the pointer and the arrow keys choose one, a click
or Enter opens it. The figure lives as long as the widget and is cleared, never made anew.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from exports.drawing import Hit, find_hit
from exports.palette import Palette
from ui import theme
from ui.drawing import DPI, fit_figure, new_figure, render
from ui.theme import px

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RESIZE_MS = 150
EDGE = 2  # pixels: the line that shows the focus
SMALLEST = 40  # pixels: nothing is drawn into less

Draw = Callable[["Figure", Palette], Sequence[Hit]]


def next_hit(hits: Sequence[Hit], at: Hit | None, key: str) -> Hit | None:
    """Where an arrow leads: the nearest part in that direction, else the next one in order."""
    if not hits:
        return None
    if key in ("Home", "End") or at is None or at not in hits:
        return hits[-1] if key == "End" else hits[0]
    across, up = _middle(at)
    sign = 1 if key in ("Right", "Up") else -1

    def ahead(hit: Hit) -> tuple[float, float]:
        x, y = _middle(hit)
        along, aside = (x - across, y - up) if key in ("Left", "Right") else (y - up, x - across)
        return round(sign * along, 4), round(abs(aside), 4)

    near = [(ahead(h), h) for h in hits if ahead(h)[0] > 0.001]
    if key in ("Left", "Right"):
        near = [(d, h) for d, h in near if h.bottom < up < h.top]
    if near:
        return min(near, key=lambda pair: pair[0])[1]
    step = 1 if key in ("Right", "Down") else -1
    return hits[max(0, min(len(hits) - 1, hits.index(at) + step))]


def _middle(hit: Hit) -> tuple[float, float]:
    return (hit.left + hit.right) / 2, (hit.bottom + hit.top) / 2


class ChartCanvas(ttk.Canvas):
    """`said(hit)` when another part is chosen (None: none), `opened(hit)`, `enlarge()` by Enter
    while nothing is chosen."""

    def __init__(
        self, parent: tk.Misc, draw: Draw, said: Callable[[Hit | None], object],
        opened: Callable[[Hit], object], enlarge: Callable[[], object],
    ) -> None:  # fmt: skip
        super().__init__(parent, highlightthickness=EDGE, borderwidth=0, autostyle=False,
                         takefocus=True, width=px(200), height=px(120))  # fmt: skip
        self._draw, self._said, self._opened, self._enlarge = draw, said, opened, enlarge
        self._figure: Figure | None = None
        self._picture: tk.PhotoImage | None = None
        self._hits: Sequence[Hit] = ()
        self._chosen: Hit | None = None
        self._size = (0, 0)  # of what is drawn; 0: must be drawn when it is seen
        self._is_held = False
        self._resize_job: str | None = None
        self._bind_events()
        self._paint(None)
        ttk.on_theme_change(self._paint, call_now=False)

    @property
    def is_ready(self) -> bool:
        return self._figure is not None

    @property
    def hits(self) -> Sequence[Hit]:
        return self._hits

    def redraw(self) -> None:
        """The first call needs ui.drawing.load_drawing to have been done."""
        width, height = self.winfo_width() - 2 * EDGE, self.winfo_height() - 2 * EDGE
        if self._is_held or width < SMALLEST or height < SMALLEST:
            self._size = (0, 0)
            return
        if self._figure is None:
            self._figure = new_figure()
        self._size = (width, height)
        fit_figure(self._figure, width, height, DPI * theme.zoom())
        self._hits = self._draw(self._figure, theme.palette())
        data = render(self._figure)
        if self._picture is None:
            self._picture = tk.PhotoImage(master=self, data=data)
            self.create_image(EDGE, EDGE, anchor="nw", image=self._picture)
        else:
            self._picture.configure(data=data)
        self._choose(None)

    def expire(self) -> None:
        """What is drawn is out of date: drawn anew when it is seen."""
        self._size = (0, 0)

    def hold(self, *, on: bool) -> None:
        """matplotlib draws one figure at a time: not this one while the worker draws another."""
        self._is_held = on
        self._on_map(None)

    # -- events -----------------------------------------------------------------------------

    def _bind_events(self) -> None:
        self.bind("<Configure>", self._on_configure, add=True)
        self.bind("<Map>", self._on_map, add=True)
        self.bind("<Motion>", lambda e: self._choose(self._hit_at(e.x, e.y)))
        self.bind("<Leave>", lambda _: self._choose(None))
        self.bind("<Button-1>", self._on_click)
        for key in ("Left", "Right", "Up", "Down", "Home", "End"):
            self.bind(f"<{key}>", self._on_arrow)
        for key in ("<Return>", "<KP_Enter>", "<space>"):
            self.bind(key, self._on_enter)
        self.bind("<FocusOut>", lambda _: self._choose(None), add=True)
        self.bind("<Destroy>", self._on_destroy)

    def _hit_at(self, x: int, y: int) -> Hit | None:
        width, height = self._size
        if not width or not height:
            return None
        return find_hit(self._hits, (x - EDGE) / width, 1 - (y - EDGE) / height)

    def _choose(self, hit: Hit | None) -> None:
        if hit == self._chosen and (hit is None or self.find_withtag("chosen")):
            return
        self._chosen = hit
        self.delete("chosen")
        self.configure(cursor="hand2" if hit else "")
        if hit:
            width, height = self._size
            self.create_rectangle(
                EDGE + hit.left * width, EDGE + (1 - hit.top) * height,
                EDGE + hit.right * width, EDGE + (1 - hit.bottom) * height,
                outline=theme.colours().text, width=max(1, px(1.5)), tags="chosen",
            )  # fmt: skip
        self._said(hit)

    def _on_click(self, event: "tk.Event[tk.Misc]") -> None:
        self.focus_set()
        if hit := self._hit_at(event.x, event.y):
            self._opened(hit)

    def _on_arrow(self, event: "tk.Event[tk.Misc]") -> str:
        self._choose(next_hit(self._hits, self._chosen, event.keysym))
        return "break"

    def _on_enter(self, _: "tk.Event[tk.Misc]") -> str:
        if self._chosen:
            self._opened(self._chosen)
        else:
            self._enlarge()
        return "break"

    def _on_configure(self, event: "tk.Event[tk.Misc]") -> None:
        if not self.is_ready or (event.width - 2 * EDGE, event.height - 2 * EDGE) == self._size:
            return
        if self._resize_job:
            self.after_cancel(self._resize_job)
        self._resize_job = self.after(RESIZE_MS, self._after_resize)

    def _after_resize(self) -> None:
        self._resize_job = None
        self.redraw()

    def _paint(self, _: object) -> None:
        c = theme.colours()
        self.configure(background=c.background, highlightbackground=c.background,
                       highlightcolor=c.accent)  # fmt: skip
        self.expire()  # the colours changed
        if self.is_ready and self.winfo_ismapped():
            self.redraw()

    def _on_map(self, _: object) -> None:
        if self.is_ready and not any(self._size) and self.winfo_ismapped():
            self.redraw()

    def _on_destroy(self, _: "tk.Event[tk.Misc]") -> None:
        ttk.remove_theme_change_callback(self._paint)
        if self._resize_job:
            self.after_cancel(self._resize_job)
