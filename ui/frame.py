"""The frame around the screens: rail at the left, header on top, status bar at the bottom."""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import ttkbootstrap as ttk

from domain.numerals import format_count, format_rate
from ui import theme
from ui.screens import ScreenEntry
from ui.theme import px

RAIL, NARROW_RAIL, HEADER, STATUS = 206, 84, 76, 32
PROGRAM = "Từng Nhà"
PRACTICE = "CHẾ ĐỘ TẬP HUẤN – số liệu mẫu, không phải số liệu của xã"


@dataclass(frozen=True)
class Header:
    """What the header shows; a callable gives it, so that the window needs no database."""

    title: str  # of the campaign
    place: str = ""  # "Xã Mường Mìn, huyện Quan Sơn"
    period: str = ""  # "01/8 – 25/8/2020"
    days_left: int | None = None
    completed: int | None = None
    households: int = 0


def describe_days(days_left: int | None) -> tuple[str, bool]:
    """ "Còn 12 ngày", and whether it is urgent."""
    if days_left is None:
        return "", False
    if days_left < 0:
        return f"Quá hạn {-days_left} ngày", True
    return ("Hạn hôm nay", True) if days_left == 0 else (f"Còn {days_left} ngày", days_left <= 3)


def describe_progress(header: Header) -> str:
    """ "742 / 1.186 hộ (62,6 %)"; nothing where there are no households."""
    if header.completed is None or not header.households:
        return ""
    share = format_rate(Fraction(header.completed, header.households), 1)
    done, total = format_count(header.completed), format_count(header.households)
    return f"{done} / {total} hộ ({share})"


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
        brand = ttk.Label(self, style="Brand.TLabel", icon="house-check", icon_size=24)
        if not compact:
            brand.configure(text=f"  {PROGRAM}", compound="left")
        brand.pack(pady=(px(10), px(16)), padx=px(0 if compact else 10), anchor="center"
                   if compact else "w")  # fmt: skip
        self.buttons: dict[str, ttk.Radiobutton] = {}
        for entry in screens:
            if entry.in_rail:
                self._add(entry, go, may(entry.permission))
        self._add_theme(switch_theme)

    def mark(self, key: str) -> None:
        self._current.set(key)

    def _add(self, entry: ScreenEntry, go: Callable[[str], None], allowed: bool) -> None:
        button = ttk.Radiobutton(
            self, text=entry.label if self._compact else f"  {entry.title}", value=entry.key,
            variable=self._current, command=lambda: go(entry.key), takefocus=False,
            style="Compact.Toolbutton" if self._compact else "Nav.Toolbutton",
            icon=entry.icon, icon_size=20 if self._compact else 18,
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
            bootstyle="@chrome ghost", icon="circle-half", icon_size=18,
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
        self._title = ttk.Label(self, style="Title.TLabel")
        self._place = ttk.Label(self, style="Caption.TLabel")
        self._days = ttk.Label(self, style="Alarm.TLabel", compound="left")
        self._progress = ttk.Label(self, style="Caption.TLabel")
        self._bar = ttk.Progressbar(self, bootstyle="primary thin", maximum=1.0, length=px(280))
        self._title.grid(row=0, column=0, sticky="sw")
        self._place.grid(row=1, column=0, sticky="nw", pady=(px(2), 0))
        self._days.grid(row=0, column=1, sticky="sw", padx=(px(16), px(16)))
        self._progress.grid(row=0, column=2, sticky="se")
        self._bar.grid(
            row=1, column=1, columnspan=2, sticky="new", pady=(px(8), 0), padx=(px(16), 0)
        )

    def show(self, header: Header) -> None:
        self._title.configure(text=header.title)
        parts = [text for text in (header.place, header.period) if text]
        self._place.configure(text="  ·  ".join(parts))
        days, urgent = describe_days(header.days_left)
        self._days.configure(text=days, style="Alarm.TLabel" if urgent else "Strong.TLabel")
        text = describe_progress(header)
        self._progress.configure(text=text)
        self._bar.configure(value=(header.completed or 0) / (header.households or 1))
        (self._bar.grid if text else self._bar.grid_remove)()


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
