"""The frame around the screens: rail at the left, header on top, status bar at the bottom."""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass
from tkinter import font as tkfont

import ttkbootstrap as ttk

from domain.users import User
from ui import theme
from ui.cards import Bar
from ui.header import Header, cut_to, describe_days, describe_progress
from ui.screens import ScreenEntry, group_of
from ui.theme import icon_size, px

RAIL, NARROW_RAIL, HEADER, STATUS = 206, 82, 76, 32
LOW_HEADER, LOW_GAP = 44, 6  # in a window lower than this, all in logical pixels:
LOW = 540
PROGRAM = "Từng Nhà"
PRACTICE = "CHẾ ĐỘ TẬP HUẤN – số liệu mẫu, không phải số liệu của xã"
LOOKING = "CHỈ XEM – thư mục dữ liệu không ghi được: không nhập, không sửa"


@dataclass(frozen=True)
class Density:
    """How close the rail stands, in logical pixels."""

    row: int  # above and below the words of a button
    icon: int
    line: int  # above and below a line between groups
    ends: int  # around the brand and the theme switch; 0 leaves the brand out
    words: bool = True


# From roomy to close; the first that fits the height is taken. Icons alone have their tooltips.
WIDE = (Density(9, 18, 5, 12), Density(7, 18, 3, 10), Density(5, 18, 2, 8), Density(3, 16, 1, 6),
        Density(2, 14, 1, 3), Density(1, 14, 0, 0))  # fmt: skip
NARROW = (Density(7, 20, 4, 12), Density(4, 20, 2, 8), Density(2, 18, 1, 4), Density(1, 16, 1, 2),
          Density(8, 20, 3, 10, words=False), Density(4, 18, 2, 6, words=False),
          Density(2, 16, 1, 3, words=False), Density(1, 14, 1, 1, words=False))  # fmt: skip


class Rail(ttk.Frame):
    """Navigation. In a narrow window: icons with a short name; in a low one, icons alone."""

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
        super().__init__(parent, style="Page.TFrame", width=width,
                         padding=(px(4 if compact else 8), 0))  # fmt: skip
        self.pack_propagate(False)
        self._current = tk.StringVar(self)
        self._compact = compact
        self._entries = {e.key: e for e in screens if e.in_rail}
        self._brand = ttk.Label(self, style="Brand.TLabel", icon="house-check",
                                icon_size=icon_size(24))  # fmt: skip
        if not compact:
            self._brand.configure(text=f"  {PROGRAM}", compound="left")
        self._brand.pack(padx=px(0 if compact else 10), anchor="center" if compact else "w")
        self.buttons: dict[str, ttk.Radiobutton] = {}
        self._lines: list[ttk.Frame] = []
        groups = [group_of(key) for key in self._entries]
        for n, entry in enumerate(self._entries.values()):
            if n and groups[n] != groups[n - 1]:
                line = ttk.Frame(self, style="Line.TFrame", height=1)
                line.pack(fill="x", padx=px(6))
                self._lines.append(line)
            self._add(entry, go, may(entry.permission))
        self._theme = ttk.Button(
            self, text="" if compact else "Sáng / tối", command=switch_theme,
            bootstyle="@chrome ghost", icon="circle-half", icon_size=icon_size(18),
        )  # fmt: skip
        self._theme.pack(side="bottom")
        ttk.ToolTip(self._theme, text="Đổi nền sáng hoặc tối", position="right", delay=400)
        self.density = self._densities[0]
        self._apply(self.density)
        self.bind("<Configure>", self._on_resize)

    @property
    def marked(self) -> str:
        return self._current.get()

    @property
    def _densities(self) -> tuple[Density, ...]:
        return NARROW if self._compact else WIDE

    def mark(self, key: str) -> None:
        self._current.set(key)

    def fit(self, height: int) -> None:
        """Take the roomiest density that `height` physical pixels hold."""
        for density in self._densities:
            if density != self.density:
                self._apply(density)
            if self.needed() <= height:
                return

    def needed(self) -> int:
        """Physical pixels that everything in the rail takes."""
        parts = [*self.buttons.values(), *self._lines, self._theme]
        if self.density.ends:
            parts.append(self._brand)
        pads = 2 * sum(_pady(part) for part in parts)
        return sum(part.winfo_reqheight() for part in parts) + pads

    def _add(self, entry: ScreenEntry, go: Callable[[str], None], allowed: bool) -> None:
        button = ttk.Radiobutton(
            self, value=entry.key, variable=self._current, command=lambda: go(entry.key),
            takefocus=False, style="Compact.Toolbutton" if self._compact else "Nav.Toolbutton",
            icon=entry.icon, icon_size=icon_size(18),
        )  # fmt: skip
        button.pack(fill="x")
        if not allowed:
            button.state(["disabled"])
        hint = f"{entry.title} ({entry.function_key})" if entry.function_key else entry.title
        why = "" if allowed else "\nTài khoản này không có quyền mở"
        ttk.ToolTip(button, text=hint + why, position="right", delay=400)
        self.buttons[entry.key] = button

    def _apply(self, density: Density) -> None:
        self.density = density
        side = px(2 if self._compact else 12)
        for key, button in self.buttons.items():
            entry = self._entries[key]
            words = entry.label if self._compact else f"  {entry.title}"
            button.configure(
                text=words if density.words else "", padding=(side, px(density.row)),
                compound=("top" if density.words else "image") if self._compact else "left",
                icon_size=icon_size(density.icon),
            )  # fmt: skip
            button.pack_configure(pady=px(1) if density.row > 2 else 0)
        for line in self._lines:
            line.pack_configure(pady=px(density.line))
        self._theme.configure(padding=(px(8), px(min(6, density.ends))))
        self._theme.pack_configure(pady=px(min(8, density.ends)))
        if density.ends:
            first = next(iter(self.buttons.values()), self._theme)
            self._brand.pack(before=first, pady=px(density.ends))
        else:
            self._brand.pack_forget()

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self:
            self.fit(event.height)


def _pady(widget: tk.Widget) -> int:
    return int(str(widget.pack_info().get("pady", 0)))


class HeaderBar(ttk.Frame):
    """Campaign, office and period at the left; deadline and progress at the right."""

    def __init__(self, parent: tk.Misc) -> None:
        super().__init__(parent, height=px(HEADER), padding=(px(theme.PAGE), px(8)))
        self.grid_propagate(False)
        self.columnconfigure(0, weight=1)
        self.rowconfigure((0, 1), weight=1)
        self._header = Header("")
        self._is_low = False
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

    def set_low(self, *, low: bool) -> None:
        """In a low window the tables need the room of the second line."""
        if low != self._is_low:
            self._is_low = low
            self.configure(height=px(LOW_HEADER if low else HEADER))
            self.configure(padding=(px(theme.PAGE), px(1 if low else 8)))
            self.rowconfigure(1, weight=0 if low else 1)
            (self._place.grid_remove if low else self._place.grid)()
            self.show(self._header)

    def show(self, header: Header) -> None:
        self._header = header
        parts = [text for text in (header.place, header.period) if text]
        self._place.configure(text="  ·  ".join(parts))
        days, urgent = describe_days(header.days_left)
        self._days.configure(text=days, style="Alarm.TLabel" if urgent else "Strong.TLabel")
        text = describe_progress(header)
        self._progress.configure(text=text)
        self._bar.set_share((header.visited or 0) / (header.households or 1))
        (self._bar.grid if text and not self._is_low else self._bar.grid_remove)()
        self._fit_title()

    def _fit_title(self, _: object = None) -> None:
        """A long name ends in "…" instead of in half a letter."""
        title, width = self._header.title, self._title.winfo_width() - px(4)
        measure = tkfont.nametofont("Title", self).measure
        self._title.configure(text=cut_to(title, width, measure) if width > px(60) else title)


def officer_words(user: User) -> str:
    """ "Hà Thị Lan", of who is limited "Hà Thị Lan (chỉ 2 thôn, bản)": why a list is short."""
    return f"{user.name} (chỉ {len(user.villages)} thôn, bản)" if user.villages else user.name


class StatusBar(ttk.Frame):
    def __init__(self, parent: tk.Misc, keys: str, officer: str, version: str) -> None:
        super().__init__(
            parent, style="Page.TFrame", height=px(STATUS), padding=(px(theme.PAGE), 0)
        )
        self.pack_propagate(False)
        self._text = ttk.Label(self, style="Page.TLabel")
        self._text.pack(side="left")
        self._said = ""
        self._about = [
            ttk.Label(self, text=text, style="PageCaption.TLabel")
            for text in (version, f"Người dùng: {officer}" if officer else "", keys) if text
        ]
        self.bind("<Configure>", lambda _: self._fit())

    def show(self, text: str) -> None:
        self._said = text
        self._fit()

    def take_back(self, text: str) -> None:
        """No longer so; what was said since stays."""
        if self._said == text:
            self.show("")

    def _fit(self) -> None:
        """What happened comes first: the rest stands beside it as far as there is room."""
        measure = tkfont.nametofont("TkDefaultFont", self).measure
        room = self.winfo_width() - 2 * px(theme.PAGE)
        said = cut_to(self._said, room, measure) if room > px(60) else self._said
        self._text.configure(text=said)
        used = measure(self._said) + px(4)
        for label in self._about:
            used += label.winfo_reqwidth() + px(16)
            if used <= room:
                label.pack(side="right", padx=(px(16), 0))
            else:
                label.pack_forget()
