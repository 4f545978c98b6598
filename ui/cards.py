"""What pages are made of: Card, Tile (one number), EmptyState and Banner.

They are drawn with the styles of ui/theme.py, so a change of theme repaints them by itself.
"""

import tkinter as tk
from collections.abc import Callable
from typing import Any

import ttkbootstrap as ttk

from ui import theme
from ui.theme import icon_size, px


class Card(ttk.Frame):
    """A white box with a hairline. Put the content into `body`, buttons into `actions`."""

    def __init__(self, parent: tk.Misc, title: str = "", subtitle: str = "") -> None:
        pad = px(theme.CARD)
        super().__init__(parent, style="Card.TFrame", padding=(pad, px(14), pad, px(16)))
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        self._head = ttk.Frame(self)
        self.title = ttk.Label(self._head, text=title, style="CardTitle.TLabel")
        self.subtitle = ttk.Label(self._head, text=subtitle, style="Caption.TLabel")
        self.actions = ttk.Frame(self._head)
        self.title.pack(side="left")
        self.subtitle.pack(side="left", padx=(px(10), 0))
        self.actions.pack(side="right")
        if title:
            self._head.grid(row=0, column=0, sticky="ew", pady=(0, px(10)))
        self.body = ttk.Frame(self)
        self.body.grid(row=1, column=0, sticky="nsew")

    def show_head(self, *, shown: bool) -> None:
        """In a low window a list needs the room of its title more."""
        (self._head.grid if shown else self._head.grid_remove)()

    def set_title(self, title: str, subtitle: str = "") -> None:
        self.title.configure(text=title)
        self.subtitle.configure(text=subtitle)


class Tile(ttk.Frame):
    """A number with its name. With a command it is a button: click, Enter or space."""

    def __init__(
        self,
        parent: tk.Misc,
        title: str,
        value: str = "–",
        note: str = "",
        icon: str = "",
        command: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(
            parent, style="Tile.TFrame" if command else "Card.TFrame",
            padding=(px(16), px(10)), takefocus=bool(command),
        )  # fmt: skip
        self.columnconfigure(0, weight=1)
        self._title = ttk.Label(self, text=title, style="Caption.TLabel")
        self._value = ttk.Label(self, text=value, style="Figure.TLabel")
        self._note = ttk.Label(self, text=note, style="Caption.TLabel")
        self._title.grid(row=0, column=0, sticky="w")
        self._value.grid(row=1, column=0, sticky="w", columnspan=2)
        self._note.grid(row=2, column=0, sticky="w", columnspan=2)
        if icon:
            image = ttk.Label(self, icon=icon, icon_size=icon_size(20), style="Accent.TLabel")
            image.grid(row=0, column=1, sticky="ne")
        if command:
            self._make_button(command)

    def update_tile(self, value: str, note: str = "", *, alarm: bool = False) -> None:
        self._value.configure(text=value)
        self._note.configure(text=note, style="Error.TLabel" if alarm else "Caption.TLabel")

    def _make_button(self, command: Callable[[], None]) -> None:
        def press(_: "tk.Event[tk.Misc]") -> str:
            command()
            return "break"

        for key in ("<Return>", "<KP_Enter>", "<space>"):
            self.bind(key, press)
        self.bind("<FocusIn>", lambda _: self.state(["focus"]))
        self.bind("<FocusOut>", lambda _: self.state(["!focus"]))
        self.bind("<Enter>", lambda _: self.state(["hover"]))
        self.bind("<Leave>", lambda _: self.state(["!hover"]))
        for part in (self, *self.winfo_children()):
            part.bind("<Button-1>", press)
            part.configure(cursor="hand2")  # type: ignore[call-arg]


class Bar(ttk.Frame):
    """A thin line of which a share is filled; two frames, because the toolkit's has soft ends."""

    def __init__(self, parent: tk.Misc, thick: int = 4) -> None:
        super().__init__(parent, style="Line.TFrame", height=px(thick))
        self._done = ttk.Frame(self, style="Mark.TFrame")

    def set_share(self, share: float) -> None:
        if share > 0:
            self._done.place(x=0, y=0, relheight=1, relwidth=min(1.0, share))
        else:
            self._done.place_forget()


class EmptyState(ttk.Frame):
    """Instead of an empty list: what is missing, and the button that mends it."""

    def __init__(
        self,
        parent: tk.Misc,
        sentence: str,
        button: str = "",
        command: Callable[[], None] | None = None,
        icon: str = "inbox",
    ) -> None:
        super().__init__(parent, padding=px(24))
        image = ttk.Label(self, icon=icon, icon_size=icon_size(40), style="Caption.TLabel")
        image.pack(pady=(0, px(10)))
        self._sentence = ttk.Label(
            self, text=sentence, justify="center", wraplength=px(420), style="TLabel"
        )
        self._sentence.pack()
        if button and command:
            ttk.Button(self, text=button, command=command, bootstyle="primary").pack(
                pady=(px(16), 0)
            )


class EmptyPage(Card):
    """A whole page without its content: a card as large as the page with an EmptyState in it."""

    def __init__(
        self, parent: tk.Misc, sentence: str, button: str = "",
        command: Callable[[], None] | None = None, icon: str = "inbox",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        state = EmptyState(self.body, sentence, button, command, icon)
        state.place(relx=0.5, rely=0.4, anchor="center")


class Banner(ttk.Frame):
    """A line across the page: kind "Warning" (yellow) or "Bad" (red)."""

    def __init__(self, parent: tk.Misc, text: str, kind: str = "Warning", **options: Any) -> None:
        super().__init__(parent, style=f"{kind}.TFrame", padding=(px(16), px(3)), **options)
        self._label = ttk.Label(
            self,
            text=text,
            style=f"{kind}.TLabel",
            icon="exclamation-triangle-fill",
            icon_size=icon_size(16),
        )
        self._label.configure(compound="left")
        self._label.pack(side="left", expand=True)

    def add_button(self, text: str, command: Callable[[], None]) -> None:
        button = ttk.Button(self, text=text, command=command, bootstyle="outline")
        button.configure(padding=(px(10), px(1)))
        button.pack(side="right", padx=(px(8), 0))
