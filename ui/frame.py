"""The frame around the screens: rail at the left, header on top, status bar at the bottom."""

import tkinter as tk
from collections.abc import Callable
from tkinter import font as tkfont

import ttkbootstrap as ttk

from ui import theme
from ui.cards import Bar
from ui.header import Header, describe_days, describe_progress, shorten
from ui.screens import ScreenEntry
from ui.theme import icon_size, px

RAIL, NARROW_RAIL, HEADER, STATUS = 206, 82, 76, 32
PROGRAM = "Từng Nhà"
PRACTICE = "CHẾ ĐỘ TẬP HUẤN – số liệu mẫu, không phải số liệu của xã"


class Rail(ttk.Frame):
    """Navigation. In a narrow window: icons with a short name and a tooltip."""

    def __init__(
        self,
        parent: tk.Misc,
        screens: tuple[ScreenEntry, ...],
        go: Callable[[str], None],
        may: Callable[[str], bool],
        switch_theme: Callable[[], None],
        *,
        compact: bool,
    ) -> None:
        width = px(NARROW_RAIL if compact else RAIL)
        super().__init__(parent, style="Page.TFrame", width=width, padding=px(4 if compact else 8))
        self.pack_propagate(False)
        self._current = tk.StringVar(self)
        self._compact = compact
        brand = ttk.Label(self, style="Brand.TLabel", icon="house-check", icon_size=icon_size(24))
        if not compact:
            brand.configure(text=f"  {PROGRAM}", compound="left")
        brand.pack(pady=(px(10), px(16)), padx=px(0 if compact else 10), anchor="center"
                   if compact else "w")  # fmt: skip
        self.buttons: dict[str, ttk.Radiobutton] = {}
        for entry in screens:
            if entry.in_rail:
                self._add(entry, go, may(entry.permission))
        self._add_theme(switch_theme)

    @property
    def marked(self) -> str:
        return self._current.get()

    def mark(self, key: str) -> None:
        self._current.set(key)

    def _add(self, entry: ScreenEntry, go: Callable[[str], None], allowed: bool) -> None:
        button = ttk.Radiobutton(
            self, text=entry.label if self._compact else f"  {entry.title}", value=entry.key,
            variable=self._current, command=lambda: go(entry.key), takefocus=False,
            style="Compact.Toolbutton" if self._compact else "Nav.Toolbutton",
            icon=entry.icon, icon_size=icon_size(20 if self._compact else 18),
        )  # fmt: skip
        button.configure(compound="top" if self._compact else "left")
        button.pack(fill="x", pady=px(1))
        if not allowed:
            button.state(["disabled"])
        hint = f"{entry.title} ({entry.function_key})" if entry.function_key else entry.title
        ttk.ToolTip(button, text=hint, position="right", delay=400)
        self.buttons[entry.key] = button

    def _add_theme(self, switch_theme: Callable[[], None]) -> None:
        button = ttk.Button(
            self, text="" if self._compact else "Sáng / tối", command=switch_theme, takefocus=False,
            bootstyle="@chrome ghost", icon="circle-half", icon_size=icon_size(18),
        )  # fmt: skip
        button.pack(side="bottom", pady=px(8))
        ttk.ToolTip(button, text="Đổi nền sáng hoặc tối", position="right", delay=400)


class HeaderBar(ttk.Frame):
    """Campaign, office and period at the left; deadline and progress at the right."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, height=px(HEADER), padding=(px(theme.PAGE), px(8)))
        self.grid_propagate(False)
        self.columnconfigure(0, weight=1)
        self.rowconfigure((0, 1), weight=1)
        self._header = Header("")
        self._title = ttk.Label(self, style="Title.TLabel", width=1)
        self._place = ttk.Label(self, style="Caption.TLabel", width=1)
        self._days = ttk.Label(self, style="Strong.TLabel", compound="left")
        self._progress = ttk.Label(self, style="Caption.TLabel")
        self._bar = Bar(self)
        self._title.grid(row=0, column=0, sticky="sew")
        self._place.grid(row=1, column=0, sticky="new", pady=(px(2), 0))
        self._days.grid(row=0, column=1, sticky="sw", padx=(px(24), px(24)))
        self._progress.grid(row=0, column=2, sticky="se")
        self._bar.grid(row=1, column=1, columnspan=2, sticky="new", pady=(px(8), 0),
                       padx=(px(24), 0))  # fmt: skip
        self._title.bind("<Configure>", self._fit_title)

    def show(self, header: Header) -> None:
        self._header = header
        parts = [text for text in (header.place, header.period) if text]
        self._place.configure(text="  ·  ".join(parts))
        days, urgent = describe_days(header.days_left)
        self._days.configure(text=days, style="Alarm.TLabel" if urgent else "Strong.TLabel")
        text = describe_progress(header)
        self._progress.configure(text=text)
        self._bar.set_share((header.visited or 0) / (header.households or 1))
        (self._bar.grid if text else self._bar.grid_remove)()
        self._fit_title()

    def _fit_title(self, _: object = None) -> None:
        """A long name ends in "…" instead of in half a letter."""
        title, width = self._header.title, self._title.winfo_width()
        measure = tkfont.nametofont("Title", self).measure
        fits = len(title)
        while fits > 1 and width > px(60) and measure(shorten(title, fits)) > width:
            fits -= 1
        self._title.configure(text=shorten(title, fits))


class StatusBar(ttk.Frame):
    def __init__(self, parent: tk.Misc, keys: str, officer: str, version: str) -> None:
        super().__init__(
            parent, style="Page.TFrame", height=px(STATUS), padding=(px(theme.PAGE), 0)
        )
        self.pack_propagate(False)
        self._text = ttk.Label(self, style="Page.TLabel")
        self._text.pack(side="left")
        for text in (version, f"Cán bộ: {officer}" if officer else "", keys):
            ttk.Label(self, text=text, style="PageCaption.TLabel").pack(
                side="right", padx=(px(16), 0)
            )

    def show(self, text: str) -> None:
        self._text.configure(text=text)
