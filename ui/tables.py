"""VirtualList: a list of any length in a Treeview of about thirty rows.

Only the rows in view exist; they are asked for with `fetch(offset, limit)`, so 200,000 rows scroll
as 100 do. A row is a Row: its id (given back when it is opened) and its texts by column.
"""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from tkinter import font as tkfont
from typing import Literal

import ttkbootstrap as ttk

from ui import theme
from ui.column_widths import remember_widths, remembered_widths
from ui.header import cut_to
from ui.styles import ROW_HEIGHT
from ui.theme import px

WHEEL_ROWS = 3
EMPTY_LEAST = 160
PLAY = 4  # pixels a list may follow its own columns by, which is no reason to fit them again
CELL = 6  # logical pixels of a cell beside its text


@dataclass(frozen=True)
class Column:
    key: str
    title: str
    width: int  # logical pixels; what is left over is shared by the columns with `grow`
    anchor: Literal["w", "center", "e"] = "w"
    grow: bool = False
    compact: bool = True  # kept when the window is narrow
    sortable: bool = True


@dataclass(frozen=True)
class ListRow:
    id: str
    texts: Mapping[str, str]
    tags: tuple[str, ...] = field(default=())  # "muted", "alarm", "strong"


Fetch = Callable[[int, int], Sequence[ListRow]]


def visible_rows(height: int, row_height: int) -> int:
    """Whole rows that fit under the heading."""
    return max(1, height // row_height - 1)


def middle_of_empty(height: int, heading: int, text: int) -> int:
    """Where the sentence of an empty list has its middle: never over the heading."""
    return max(height * 9 // 20, heading + text // 2)


def clamp_top(top: int, count: int, visible: int) -> int:
    return max(0, min(top, count - visible))


def top_to_see(row: int, top: int, visible: int) -> int:
    """The nearest top row from which `row` is in view."""
    if row < top:
        return row
    return row - visible + 1 if row >= top + visible else top


def move_row(key: str, row: int, count: int, visible: int) -> int | None:
    """Where a key leads from `row` (−1: nothing chosen yet); None for other keys."""
    if count == 0:
        return None
    steps = {"Up": -1, "Down": 1, "Prior": -visible, "Next": visible}
    if key == "Home":
        return 0
    if key == "End":
        return count - 1
    if key not in steps:
        return None
    return max(0, min(count - 1, row + steps[key])) if row >= 0 else 0


def share_width(columns: Sequence[tuple[int, bool]], room: int) -> list[int]:
    """The widths of columns (width, grows) that fill the room: what is left over, or missing, is
    shared by those that grow."""
    growing = sum(grow for _, grow in columns)
    spare = room - sum(width for width, _ in columns)
    if room <= 1 or not growing:  # not on the screen yet
        return [width for width, _ in columns]
    share, more = divmod(spare, growing)
    widths = []
    for width, grow in columns:
        widths.append(width + share + (more > 0) if grow else width)
        more -= grow
    return widths


def squeeze(widths: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Columns that are too wide together give up what they can spare, each its share."""
    over = sum(widths) - room
    spare = [max(0, width - low) for width, low in zip(widths, least, strict=True)]
    if over <= 0 or room <= 1 or not sum(spare):
        return list(widths)
    if over >= sum(spare):
        return [width - s for width, s in zip(widths, spare, strict=True)]
    given = [over * s // sum(spare) for s in spare]
    rest = over - sum(given)  # to the pixel: a list narrower than its place would make it narrower
    for n, s in enumerate(spare):
        if rest and given[n] < s:
            given[n], rest = given[n] + 1, rest - 1
    return [width - gave for width, gave in zip(widths, given, strict=True)]


def cut_words(cells: Sequence[tuple[str, str, str]]) -> str:
    """ "Vì sao: …", whole, of each (title, text, what its cell shows) that is shown in part."""
    return " · ".join(f"{title}: {text.strip()}" for title, text, cell in cells if cell != text)


class VirtualList(ttk.Frame):
    """`opened(id)` by Enter or double click, `chosen(id)` whenever another row is selected."""

    def __init__(
        self,
        parent: tk.Misc,
        columns: Sequence[Column],
        fetch: Fetch,
        count: Callable[[], int],
        *,
        opened: Callable[[str], object] | None = None,
        chosen: Callable[[str], object] | None = None,
        sort: Callable[[str], object] | None = None,
        empty: str = "Chưa có dòng nào.",
    ) -> None:
        super().__init__(parent)
        self._columns, self._fetch, self._count = tuple(columns), fetch, count
        self._opened, self._chosen, self._sort, self._empty = opened, chosen, sort, empty
        self._top = self._total = 0
        self._row = -1  # of the selection, in the whole list
        self._rows: Sequence[ListRow] = ()
        self.selected_id = ""
        self.on_cell: Callable[[str], object] | None = None  # a click, with the key of its column
        self.on_cut: Callable[[str], object] | None = None  # what the columns cut of the chosen row
        self._chosen_row: ListRow | None = None
        self._said_cut = ""
        self._marked = ""
        self.opened_column = ""  # the column of the double click that opened a row; "" by Enter
        self._compact = False
        self._sorted: tuple[str, bool] = ("", False)
        self._is_dragging = False
        self._fitted: tuple[int, list[str]] = (0, [])  # the width and the columns last fitted
        self._own_widths = remembered_widths(self._columns)
        self._build()
        self._bind_events()

    # -- for screens ------------------------------------------------------------------------

    def reload(self, *, keep: bool = True) -> None:
        """Ask for the rows again: after a search (keep=False: from the top) or a change."""
        self._total = self._count()
        if not keep:
            self._top, self._row, self.selected_id = 0, -1, ""
        self._repaint()
        if self._row >= 0:
            self._find_selection()
        at = next((row for row in self._rows if row.id == self.selected_id), None)
        self._chosen_row = at or (self._chosen_row if self.selected_id else None)
        self._tell_cut()

    def _find_selection(self) -> None:
        """The chosen row may stand elsewhere now, or be gone; what is out of view is not chased."""
        at = self._fetch(self._row, 1) if self._row < self._total else ()
        if not at or at[0].id != self.selected_id:
            ids = [row.id for row in self._rows]
            known = self.selected_id in ids
            self._row = self._top + ids.index(self.selected_id) if known else -1
            self.selected_id = self.selected_id if known else ""
            self._repaint()

    def select(self, row: int) -> None:
        """Choose the n-th row of the whole list and bring it into view."""
        if not 0 <= row < self._total:
            return
        self._row = row
        self._top = top_to_see(row, self._top, self._visible)
        self._repaint()
        found = self._rows[row - self._top] if 0 <= row - self._top < len(self._rows) else None
        if found and found.id != self.selected_id:
            self.selected_id, self._chosen_row = found.id, found
            if self._chosen:
                self._chosen(found.id)
            self._tell_cut()

    @property
    def rows_in_view(self) -> int:
        """How many rows are drawn in full."""
        boxes = [self._tree.bbox(item) for item in self._tree.get_children()]
        height = self._tree.winfo_height()
        return sum(bool(box) and int(box[1]) + int(box[3]) <= height for box in boxes)

    def see_selected(self) -> bool:
        """Bring the chosen row into view; False where the list is too low to show any row."""
        if not self._tree.winfo_ismapped():  # nobody looks at it
            return self._row >= 0
        self.select(self._row)
        at = self._row - self._top
        return 0 <= at < self.rows_in_view

    def open_selected(self, column: str = "") -> None:
        self.opened_column = column
        if self._opened and self.selected_id:
            self._opened(self.selected_id)

    def show_sorting(self, key: str, *, descending: bool) -> None:
        """The arrow in a heading; the order itself is the caller's."""
        self._sorted = (key, descending)
        self._title_columns()

    def mark_column(self, key: str) -> None:
        """The column a cell was chosen in, where cells are chosen."""
        self._marked = key
        self._title_columns()

    def set_compact(self, *, compact: bool) -> None:
        """Show only the columns kept for narrow windows."""
        if compact != self._compact:
            self._compact = compact
            shown = [c.key for c in self._columns if c.compact or not compact]
            self._tree.configure(displaycolumns=shown)
            self._fit_columns()
            self._repaint()

    def show_columns(self, keys: Sequence[str]) -> None:
        """Only these columns, where set_compact() is not enough."""
        if list(keys) == list(self._tree["displaycolumns"]):
            return
        self._tree.configure(displaycolumns=list(keys))
        self._fit_columns()
        self._repaint()

    def set_empty_text(self, text: str) -> None:
        self._empty_label.configure(text=text)

    def focus_list(self) -> None:
        self._tree.focus_set()
        if self._row < 0:
            self.select(0)

    # -- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self._tree = ttk.Treeview(self, columns=[c.key for c in self._columns], show="headings",
                                  selectmode="browse", height=1)  # fmt: skip
        self._bar = ttk.Scrollbar(self, orient="vertical", command=self._on_bar)
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self._tree.grid(row=0, column=0, sticky="nsew")
        self._bar.grid(row=0, column=1, sticky="ns")
        self._empty_label = ttk.Label(self, text=self._empty, style="Caption.TLabel",
                                      justify="center")  # fmt: skip
        for c in self._columns:
            self._tree.column(c.key, width=px(c.width), minwidth=px(min(c.width, 40)),
                              anchor=c.anchor, stretch=c.grow)  # fmt: skip
        self._title_columns()
        self._paint_tags(None)
        ttk.on_theme_change(self._paint_tags)
        self.bind("<Destroy>", self._on_destroy)

    def _title_columns(self) -> None:
        for c in self._columns:
            arrow = ("  ▼" if self._sorted[1] else "  ▲") if self._sorted[0] == c.key else ""
            mark = "▸ " if c.key == self._marked else ""
            self._tree.heading(c.key, text=mark + c.title + arrow, anchor=c.anchor)
            if self._sort and c.sortable:
                self._tree.heading(c.key, command=lambda key=c.key: self._on_heading(key))  # type: ignore[misc]

    def _paint_tags(self, _: object) -> None:
        c = theme.colours()
        self._tree.tag_configure("stripe", background=c.stripe)
        self._tree.tag_configure("muted", foreground=c.muted)
        self._tree.tag_configure("alarm", foreground=c.danger)
        self._tree.tag_configure("strong", font="Strong")

    def _bind_events(self) -> None:
        tree = self._tree
        for event in ("<Configure>", "<Map>", "<Visibility>"):
            tree.bind(event, self._on_configure, add=True)
        for key in ("Up", "Down", "Prior", "Next", "Home", "End"):
            tree.bind(f"<{key}>", self._on_key)
        tree.bind("<Return>", lambda _: self.open_selected())
        tree.bind("<KP_Enter>", lambda _: self.open_selected())
        tree.bind("<Button-1>", self._on_click)
        tree.bind("<ButtonRelease-1>", self._on_release)
        tree.bind("<Double-1>", self._on_double)
        tree.bind(
            "<MouseWheel>", lambda e: self._scroll(-WHEEL_ROWS if e.delta > 0 else WHEEL_ROWS)
        )
        tree.bind("<Button-4>", lambda _: self._scroll(-WHEEL_ROWS))
        tree.bind("<Button-5>", lambda _: self._scroll(WHEEL_ROWS))

    # -- painting ---------------------------------------------------------------------------

    @property
    def _visible(self) -> int:
        return visible_rows(self._tree.winfo_height(), px(ROW_HEIGHT))

    def _repaint(self) -> None:
        visible = self._visible
        self._top = clamp_top(self._top, self._total, visible)
        self._rows = self._fetch(self._top, visible) if self._total else ()
        have = len(self._tree.get_children())
        for n in range(have, len(self._rows)):
            self._tree.insert("", "end", iid=str(n))
        if have > len(self._rows):
            self._tree.delete(*[str(n) for n in range(len(self._rows), have)])
        for n, row in enumerate(self._rows):
            stripe = ("stripe",) if (self._top + n) % 2 else ()
            self._tree.item(str(n), values=self._cells_of(row), tags=(*stripe, *row.tags))
        at = self._row - self._top
        shown = 0 <= at < len(self._rows)
        self._tree.selection_set(str(at)) if shown else self._tree.selection_set(())
        if shown:
            self._tree.focus(str(at))
        end = min(1.0, (self._top + visible) / self._total) if self._total else 1.0
        self._bar.set(self._top / self._total if self._total else 0.0, end)
        (self._bar.grid if self._total > visible else self._bar.grid_remove)()
        if self._total:
            self._empty_label.place_forget()
        else:
            self._place_empty()

    def _cells_of(self, row: ListRow) -> list[str]:
        """A text too long for its column ends in "…", so that nobody takes it for the whole."""
        texts = [row.texts.get(c.key, "") for c in self._columns]
        if self._fitted[0] <= 1:  # not on the screen yet
            return texts
        font = tkfont.nametofont("Strong" if "strong" in row.tags else "TkDefaultFont", self)
        rooms = [self._tree.column(c.key, "width") - px(CELL) for c in self._columns]
        return [cut_to(text, room, font.measure) for text, room in zip(texts, rooms, strict=True)]

    def _tell_cut(self) -> None:
        """Of the chosen row, in view or not: else the line that says it could chase it for ever."""
        if self.on_cut is None:
            return
        said, row = "", self._chosen_row
        if row:
            cells = zip(self._columns, self._cells_of(row), strict=True)
            said = cut_words([(c.title, row.texts.get(c.key, ""), cell) for c, cell in cells
                              if self._is_shown(c.key)])  # fmt: skip
        if said != self._said_cut:
            self._said_cut = said
            self.on_cut(said)

    def _place_empty(self) -> None:
        label, width = self._empty_label, self._tree.winfo_width()
        label.configure(wraplength=max(px(EMPTY_LEAST), width - px(24)))
        heading = int(self._tree.tk.call("font", "metrics", "Strong", "-linespace")) + 2 * px(6)
        middle = middle_of_empty(self._tree.winfo_height(), heading, label.winfo_reqheight())
        label.place(relx=0.5, y=middle, anchor="center")

    # -- events -----------------------------------------------------------------------------

    def _scroll(self, rows: int) -> str:
        top = clamp_top(self._top + rows, self._total, self._visible)
        if top != self._top:
            self._top = top
            self._repaint()
        return "break"

    def _on_bar(self, action: str, value: str, unit: str = "") -> None:
        if action == "moveto":
            self._scroll(round(float(value) * self._total) - self._top)
        else:
            self._scroll(int(value) * (self._visible if unit == "pages" else 1))

    def _on_key(self, event: "tk.Event[tk.Misc]") -> str:
        row = move_row(event.keysym, self._row, self._total, self._visible)
        if row is not None:
            self.select(row)
        return "break"

    def _on_click(self, event: "tk.Event[tk.Misc]") -> str | None:
        region = self._tree.identify_region(event.x, event.y)
        self._is_dragging = region == "separator"
        if region != "cell":
            return None
        self._tree.focus_set()
        item = self._tree.identify_row(event.y)
        if item:
            self.select(self._top + int(item))
        if self.on_cell:
            self.on_cell(str(self._tree.column(self._tree.identify_column(event.x), "id")))
        return "break"

    def _on_release(self, _: "tk.Event[tk.Misc]") -> None:
        """After a heading's edge was dragged: these widths from now on, on this PC."""
        if self._is_dragging:
            self._is_dragging = False
            shown = [c for c in self._columns if self._is_shown(c.key)]
            widths = {c.key: int(self._tree.column(c.key, "width")) for c in shown}
            self._own_widths |= widths
            self._repaint()
            remember_widths(self._columns, self._own_widths)

    def _is_shown(self, key: str) -> bool:
        shown = [str(k) for k in self._tree["displaycolumns"]]
        return key in shown or shown == ["#all"]

    def _on_double(self, event: "tk.Event[tk.Misc]") -> None:
        if self._tree.identify_region(event.x, event.y) == "cell":
            at = self._tree.identify_column(event.x)
            self.open_selected(str(self._tree.column(at, "id")))

    def _on_heading(self, key: str) -> None:
        if self._sort:
            self._sort(key)

    def _fit_columns(self) -> None:
        """No wider together than the list: the toolkit lets the last ones stand out. What is left
        over it shares itself."""
        if not self._tree.winfo_viewable():  # a place nobody gave it yet would follow the columns
            return
        columns = [c for c in self._columns if self._is_shown(c.key)]
        width, keys = self._tree.winfo_width(), [c.key for c in columns]
        if keys == self._fitted[1] and abs(width - self._fitted[0]) <= PLAY:
            return
        self._fitted = width, keys
        wanted = [(self._own_widths.get(c.key) or px(c.width), c.grow) for c in columns]
        room = self._tree.winfo_width()
        is_whole = all(int(self._tree.column(c.key, "width")) >= width
                       for c, (width, _) in zip(columns, wanted, strict=True))  # fmt: skip
        if is_whole and sum(width for width, _ in wanted) <= room:
            return
        measure = tkfont.nametofont("Strong", self).measure
        least = [min(width, measure(c.title) + px(16)) for c, (width, _) in
                 zip(columns, wanted, strict=True)]  # fmt: skip
        widths = [width for width, _ in wanted]
        if sum(widths) < room:
            widths = share_width(wanted, room)
        rigid = [low if grow else width
                 for low, (width, grow) in zip(least, wanted, strict=True)]  # fmt: skip
        widths = squeeze(squeeze(widths, rigid, room), least, room)  # long texts give way first
        for c, width in zip(columns, widths, strict=True):
            if int(self._tree.column(c.key, "width")) != width:
                self._tree.column(c.key, width=width)

    def _on_configure(self, _: "tk.Event[tk.Misc]") -> None:
        self._fit_columns()
        self._repaint()
        self._tell_cut()

    def _on_destroy(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self:
            ttk.remove_theme_change_callback(self._paint_tags)
