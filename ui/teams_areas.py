"""AreaTree: villages with their clusters under them, for the page "Phân công".

One row is the current one; several can be chosen with the space bar, Shift and the arrows, or Shift
and Ctrl and the mouse. Digits go to `digit`, Enter to `enter`.
"""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from tkinter import font as tkfont

import ttkbootstrap as ttk

from domain.areas import Area, teams_in
from domain.numerals import format_count
from ui import theme
from ui.choices import digit_of
from ui.column_widths import remember_widths, remembered_widths
from ui.keys import with_control
from ui.tables import Column, squeeze
from ui.theme import px

NOBODY = "Chưa phân công"
TREE = "#0"  # what the toolkit calls the column of the names
NAMES = Column("area", "Thôn, bản, cụm", 176, grow=True)
COLUMNS = (
    Column("team", "Tổ", 140, grow=True),
    Column("households", "Số hộ", 76, "e"),
    Column("open", "Còn phải đến", 118, "e"),
)
_SHIFT = 0x1


def team_words(area: Area, names: Mapping[str, str]) -> str:
    """ "Tổ 3", "Chưa phân công", or the teams of a divided village."""
    teams = [names.get(t, "") if t else "chưa phân công" for t in teams_in(area)]
    if teams == ["chưa phân công"]:
        return NOBODY
    return teams[0] if len(teams) == 1 else "Chia: " + ", ".join(teams)


def rows_between(ids: Sequence[str], one: str, other: str) -> list[str]:
    a, b = sorted((ids.index(one), ids.index(other)))
    return list(ids[a : b + 1])


def row_after(shown: Sequence[str], villages: Sequence[str], id_: str) -> str:
    """After a cluster the next one of its village; else the next village; the last one stays."""
    village = id_.split("/")[0]
    if id_ != village and id_ in shown[:-1]:
        following = shown[shown.index(id_) + 1]
        if following.startswith(f"{village}/"):
            return following
    return villages[min(villages.index(village) + 1, len(villages) - 1)]


class AreaTree(ttk.Frame):
    def __init__(
        self, parent: tk.Misc, *, digit: Callable[[str], object], enter: Callable[[], object],
        moved: Callable[[], object],
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._digit, self._enter, self._moved = digit, enter, moved
        self._areas: dict[str, Area] = {}
        self._villages: list[str] = []
        self._marked: set[str] = set()
        self._closed: set[str] = set()
        self._tags: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self.current = self._clicked = ""
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._tree = ttk.Treeview(self, columns=[c.key for c in COLUMNS], show="tree headings",
                                  selectmode="browse", height=1)  # fmt: skip
        bar = ttk.Scrollbar(self, orient="vertical", command=self._tree.yview)
        self._tree.configure(yscrollcommand=lambda a, b: self._on_scrolled(bar, a, b))
        self._tree.grid(row=0, column=0, sticky="nsew")
        bar.grid(row=0, column=1, sticky="ns")
        own = remembered_widths((NAMES, *COLUMNS))
        self._is_dragging = False
        for at, c in self._placed():
            self._tree.heading(at, text=c.title, anchor=c.anchor)
            self._tree.column(at, width=own.get(c.key) or px(c.width), anchor=c.anchor,
                              minwidth=px(120 if at == TREE else 60), stretch=c.grow)  # fmt: skip
        self._tree.bind("<Configure>", lambda _: self._fit_columns(), add=True)
        self._paint_tags(None)
        ttk.on_theme_change(self._paint_tags)
        self.bind("<Destroy>", self._on_destroy)
        self._bind_events()

    @staticmethod
    def _placed() -> list[tuple[str, Column]]:
        """Every column with its name in the toolkit."""
        return [(TREE, NAMES), *((c.key, c) for c in COLUMNS)]

    def _fit_columns(self) -> None:
        """No wider together than the tree."""
        if not self._tree.winfo_viewable():
            return
        keys = [at for at, _ in self._placed()]
        widths = [int(self._tree.column(key, "width")) for key in keys]
        measure = tkfont.nametofont("Strong", self).measure
        least = [min(width, measure(str(self._tree.heading(key, "text"))) + px(10))
                 for key, width in zip(keys, widths, strict=True)]  # fmt: skip
        fitted = squeeze(widths, least, self._tree.winfo_width())
        for key, width in zip(keys, fitted, strict=True):
            self._tree.column(key, width=width)

    # -- for the page -------------------------------------------------------------------------

    def show(self, areas: Sequence[Area], names: Mapping[str, str]) -> None:
        """The current row, what is chosen and what is closed stay."""
        self._areas = {part.id: part for a in areas for part in (a, *a.parts)}
        self._villages = [a.id for a in areas]
        self._marked &= self._areas.keys()
        known = set(self._tree.get_children()) | {
            child for top in self._tree.get_children() for child in self._tree.get_children(top)
        }
        if known - self._areas.keys():
            self._tree.delete(*self._tree.get_children())
            known = set()
        for at, village in enumerate(areas):
            stripe = ("stripe",) if at % 2 else ()
            for part in (village, *village.parts):
                parent = village.id if part.is_part else ""
                if part.id not in known:
                    self._tree.insert(parent, "end", iid=part.id,
                                      open=part.id not in self._closed)  # fmt: skip
                self._tree.move(part.id, parent, "end")
                self._show_row(part, names, stripe)
        if self.current not in self._areas:
            self.current = self._villages[0] if self._villages else ""
        self._select(self.current)

    @property
    def chosen(self) -> list[Area]:
        """The chosen rows, else the current one."""
        ids = [id_ for id_ in self._areas if id_ in self._marked] or [self.current]
        return [self._areas[id_] for id_ in ids if id_ in self._areas]

    @property
    def marks(self) -> int:
        return len(self._marked)

    def go_on(self) -> None:
        """Nothing is chosen any more; what comes after the last one that was is current."""
        if self.chosen:
            last = self.chosen[-1].id
            self.clear_marks()
            self._select(row_after(self._visible(), self._villages, last))

    def mark_all(self, ids: Sequence[str]) -> None:
        for id_ in ids:
            self._mark(id_, on=True)
        self._moved()

    def clear_marks(self) -> None:
        for id_ in list(self._marked):
            self._mark(id_, on=False)
        self._moved()

    def fold(self) -> None:
        """Close every village, or open all when all are closed."""
        divided = [v for v in self._villages if self._tree.get_children(v)]
        close = any(v not in self._closed for v in divided)
        for village in divided:
            self._fold(village, close=close)

    def show_columns(self, keys: Sequence[str]) -> None:
        self._tree.configure(displaycolumns=list(keys))

    def focus_tree(self) -> None:
        self._tree.focus_set()
        self._select(self.current)

    # -- rows -----------------------------------------------------------------------------------

    def _show_row(self, area: Area, names: Mapping[str, str], stripe: tuple[str, ...]) -> None:
        texts = (team_words(area, names), format_count(area.households), format_count(area.open))
        nobody = None in teams_in(area)
        words = ("alarm",) if nobody else ("part",) if area.is_part else ()
        self._tags[area.id] = (stripe, words)
        self._tree.item(area.id, values=texts)
        self._paint_row(area.id)

    def _mark(self, id_: str, *, on: bool) -> None:
        (self._marked.add if on else self._marked.discard)(id_)
        self._paint_row(id_)

    def _paint_row(self, id_: str) -> None:
        """What is chosen has a tick and its own ground."""
        is_marked, label = id_ in self._marked, self._areas[id_].label
        ground, words = self._tags[id_]
        self._tree.item(id_, text=f"✓ {label}" if is_marked else label,
                        tags=(*words, "marked") if is_marked else (*words, *ground))  # fmt: skip

    def _select(self, id_: str) -> None:
        self.current = id_
        if id_ and self._tree.exists(id_):
            self._tree.selection_set(id_)
            self._tree.focus(id_)
            self._tree.see(id_)
        self._moved()

    def _visible(self) -> list[str]:
        return [
            id_
            for v in self._villages
            for id_ in (v, *(() if v in self._closed else self._tree.get_children(v)))
        ]

    def _fold(self, village: str, *, close: bool) -> None:
        (self._closed.add if close else self._closed.discard)(village)
        self._tree.item(village, open=not close)
        if close and self.current.startswith(f"{village}/"):
            self._select(village)

    # -- keys and mouse -------------------------------------------------------------------------

    def _bind_events(self) -> None:
        tree = self._tree
        for key in ("Up", "Down", "Prior", "Next", "Home", "End"):
            tree.bind(f"<{key}>", self._on_move)
            tree.bind(f"<Shift-{key}>", self._on_move)
        tree.bind("<Left>", lambda _: self._on_fold(close=True))
        tree.bind("<Right>", lambda _: self._on_fold(close=False))
        tree.bind("<space>", self._on_space)
        for key in ("<Return>", "<KP_Enter>"):
            tree.bind(key, lambda _: self._on_enter())
        tree.bind("<Key>", self._on_key)
        tree.bind("<Button-1>", self._on_click)
        tree.bind("<ButtonRelease-1>", self._on_release)
        tree.bind("<<TreeviewOpen>>", lambda _: self._on_opened())
        tree.bind("<<TreeviewClose>>", lambda _: self._on_opened())

    def _on_move(self, event: "tk.Event[tk.Misc]") -> str:
        ids = self._visible()
        if not ids:
            return "break"
        page = max(1, self._tree.winfo_height() // px(30) - 2)
        steps = {"Up": -1, "Down": 1, "Prior": -page, "Next": page, "Home": -len(ids),
                 "End": len(ids)}  # fmt: skip
        at = ids.index(self.current) if self.current in ids else 0
        target = ids[max(0, min(len(ids) - 1, at + steps[event.keysym]))]
        self._clicked = ""
        if int(event.state) & _SHIFT:
            for id_ in rows_between(ids, ids[at], target):
                self._mark(id_, on=True)
        self._select(target)
        return "break"

    def _on_fold(self, *, close: bool) -> str:
        village = self.current.split("/")[0]
        if village and self._tree.get_children(village):
            self._fold(village, close=close)
        return "break"

    def _on_opened(self) -> None:
        """By the sign before a village."""
        self._closed = {v for v in self._villages if not self._tree.item(v, "open")}

    def _on_space(self, _: "tk.Event[tk.Misc]") -> str:
        if self.current:
            self._mark(self.current, on=self.current not in self._marked)
            ids = self._visible()
            at = ids.index(self.current)
            self._select(ids[min(at + 1, len(ids) - 1)])
        return "break"

    def _on_enter(self) -> str:
        self._enter()
        return "break"

    def _on_key(self, event: "tk.Event[tk.Misc]") -> str | None:
        if with_control(event.state):
            return None
        digit = digit_of(event.char, event.keysym)
        if digit:
            self._digit(digit)
        return "break" if digit else None

    def _on_click(self, event: "tk.Event[tk.Misc]") -> str | None:
        self._is_dragging = self._tree.identify_region(event.x, event.y) == "separator"
        id_ = self._tree.identify_row(event.y)
        if not id_ or "indicator" in str(self._tree.identify_element(event.x, event.y)):
            return None
        self._tree.focus_set()
        if with_control(event.state):
            if self._clicked == self.current and self._clicked and not self._marked:
                self._mark(self._clicked, on=True)  # the row clicked first is one of them
            self._mark(id_, on=id_ not in self._marked)
        elif int(event.state) & _SHIFT and self.current:
            for row in rows_between(self._visible(), self.current, id_):
                self._mark(row, on=True)
        else:
            self.clear_marks()
        self._clicked = "" if with_control(event.state) else id_
        self._select(id_)
        return "break"

    def _on_release(self, _: "tk.Event[tk.Misc]") -> None:
        """After a heading's edge was dragged: these widths from now on, on this PC."""
        if self._is_dragging:
            self._is_dragging = False
            widths = {c.key: int(self._tree.column(at, "width")) for at, c in self._placed()}
            remember_widths((NAMES, *COLUMNS), widths)

    # -- painting -------------------------------------------------------------------------------

    def _on_scrolled(self, bar: ttk.Scrollbar, first: str, last: str) -> None:
        bar.set(first, last)
        (bar.grid_remove if float(first) <= 0 and float(last) >= 1 else bar.grid)()

    def _paint_tags(self, _: object) -> None:
        c = theme.colours()
        self._tree.tag_configure("stripe", background=c.stripe)
        self._tree.tag_configure("part", foreground=c.muted)
        self._tree.tag_configure("alarm", foreground=c.danger)
        self._tree.tag_configure("marked", background=c.selection, font="Strong")

    def _on_destroy(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self:
            ttk.remove_theme_change_callback(self._paint_tags)
