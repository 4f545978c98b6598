"""Scrolled: content higher than its place. The field that gets the focus is brought into view."""

import tkinter as tk
from tkinter import ttk as tk_ttk

import ttkbootstrap as ttk

from ui import theme
from ui.theme import px

_INSTALLED = "<<ScrolledInstalled>>"


class Scrolled(ttk.Frame):
    """Put the content into `body`; the bar shows only when it is needed."""

    def __init__(self, parent: tk.Misc, *, page: bool = False) -> None:
        """`page`: on the grey of the page instead of the white of a card."""
        style = "Page.TFrame" if page else "TFrame"
        super().__init__(parent, style=style)
        self._page = page
        self._canvas = ttk.Canvas(self, highlightthickness=0, borderwidth=0, autostyle=False)
        self._bar = ttk.Scrollbar(self, orient="vertical", command=self._canvas.yview)
        self._canvas.configure(yscrollcommand=self._on_scrolled)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._canvas.grid(row=0, column=0, sticky="nsew")
        self._bar.grid(row=0, column=1, sticky="ns", padx=(px(4), 0))
        self.body = ttk.Frame(self._canvas, style=style)
        self._item: int | None = None
        self.body.bind("<Configure>", self._on_content)
        self._canvas.bind("<Configure>", self._on_place)
        # Sizes given before the canvas is on the screen reach its window only when it is redrawn.
        self._canvas.bind("<Map>", lambda _: self.after_idle(self._on_mapped))
        _install(self)
        self.bind("<Destroy>", self._on_destroy)
        self._paint(None)
        ttk.on_theme_change(self._paint)

    def see(self, widget: tk.Misc) -> None:
        """Scroll until the widget is in view, with a little room around it."""
        if not self._is_needed():
            self._canvas.yview_moveto(0)
            return
        top = widget.winfo_rooty() - self.body.winfo_rooty()
        low, high = self._canvas.canvasy(0), self._canvas.canvasy(self._canvas.winfo_height())
        total, room = max(1, self.body.winfo_height()), px(28)
        bottom = top + widget.winfo_height()
        if top - room < low:
            self._canvas.yview_moveto((top - room) / total)
        elif bottom + room > high:
            self._canvas.yview_moveto((bottom + room - self._canvas.winfo_height()) / total)

    def fit(self, width: int, most_height: int) -> None:
        """Ask for the size of the content, as far as there is room."""
        if self._item is None:  # a width to wrap at: texts would never settle on one
            self._give_width(px(640))
        self.body.update_idletasks()
        wide = max(width, self.body.winfo_reqwidth())
        if self.body.winfo_reqheight() > most_height:
            self._bar.grid()  # now, so that the window asks for its width too
        self._canvas.configure(width=wide, height=min(self.body.winfo_reqheight(), most_height))

    def scroll(self, event: "tk.Event[tk.Misc]") -> None:
        if self._is_needed():
            up = event.num == 4 or event.delta > 0
            self._canvas.yview_scroll(-2 if up else 2, "units")

    def _is_needed(self) -> bool:
        return self.body.winfo_reqheight() > self._canvas.winfo_height()

    def _on_content(self, _: "tk.Event[tk.Misc]") -> None:
        self._canvas.configure(scrollregion=self._canvas.bbox("all"))
        if not self._is_needed():
            self._canvas.yview_moveto(0)

    def _give_width(self, width: int) -> None:
        """The content is laid out when its width is known, so once."""
        if self._item is None:
            self._item = self._canvas.create_window(
                0, 0, anchor="nw", window=self.body, width=width
            )
        else:
            self._canvas.itemconfigure(self._item, width=width)

    def _on_place(self, event: "tk.Event[tk.Misc]") -> None:
        self._give_width(event.width)

    def _on_mapped(self) -> None:
        if self._canvas.winfo_exists():
            self._give_width(self._canvas.winfo_width())

    def _on_scrolled(self, first: str, last: str) -> None:
        self._bar.set(first, last)
        if float(first) <= 0 and float(last) >= 1:
            self._bar.grid_remove()
        elif self._canvas.winfo_ismapped():
            self._bar.grid()

    def _paint(self, _: object) -> None:
        c = theme.colours()
        self._canvas.configure(background=c.chrome if self._page else c.background,
                               yscrollincrement=px(24))  # fmt: skip

    def _on_destroy(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self:
            ttk.remove_theme_change_callback(self._paint)


def holder_of(widget: object) -> Scrolled | None:
    """The innermost Scrolled around a widget."""
    while isinstance(widget, tk.Misc):
        if isinstance(widget, Scrolled):
            return widget
        widget = widget.master
    return None


def _install(widget: tk.Misc) -> None:
    """One set of bindings for the whole program, whatever number of these come and go."""
    if _INSTALLED in widget.bind_all():
        return
    widget.bind_all(_INSTALLED, lambda _: None)
    widget.bind_all("<FocusIn>", _on_focus, add=True)
    for wheel in ("<MouseWheel>", "<Button-4>", "<Button-5>"):
        widget.bind_all(wheel, _on_wheel, add=True)


def _on_focus(event: "tk.Event[tk.Misc]") -> None:
    holder = holder_of(event.widget)
    if holder and event.widget is not holder:
        holder.see(event.widget)


def _on_wheel(event: "tk.Event[tk.Misc]") -> None:
    scrolls_itself = isinstance(event.widget, tk_ttk.Treeview | tk.Text | tk.Listbox)
    holder = holder_of(event.widget)
    if holder and not scrolls_itself:
        holder.scroll(event)
