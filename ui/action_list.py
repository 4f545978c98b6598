"""ActionList: a short list with what can be done to its rows, each by a button and a key.

For lists an office edits (apps, reasons, dispatches …): all rows are given at once with show().
Enter opens the selected row; what was just removed can be taken back.
"""

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import ttkbootstrap as ttk

from ui.flow import GAP, Flow, fit_row
from ui.keys import bind_screen_keys
from ui.tables import Column, ListRow, VirtualList
from ui.theme import FOCUS_MS, px, zoom

LOW = 330  # logical height below which a page gives its explanations' room to its lists
LOW_LIST = 250  # logical height below which two rows of buttons would leave fewer than four rows
MORE = "Việc khác   "
NARROW = 640  # logical width below which columns with compact=False are left out


@dataclass(frozen=True)
class Action:
    """`run` gets the id of the selected row, "" where none is needed."""

    text: str
    run: Callable[[str], object]
    keys: tuple[str, ...] = ()  # "<F8>"
    needs_row: bool = True
    main: bool = False
    words: Callable[[str], str] | None = None  # the text where it depends on the row
    allowed: bool = True  # where the user may do some of the actions only
    usable: Callable[[str], bool] | None = None  # where it is for some of the rows only


def give_room(page: tk.Misc, first: tk.Widget, texts: Sequence[tk.Widget]) -> None:
    """Leave `texts` out while the page is low: at 150 % the rows matter more than the words.

    `first` is what the page is about; packed texts come back before it.
    """
    packed = {w: w.pack_info() for w in texts if w.winfo_manager() == "pack"}

    def fit(event: "tk.Event[tk.Misc]") -> None:
        if event.widget is not page:
            return
        low = event.height / zoom() < LOW
        for w in texts:
            if w in packed:
                if low:
                    w.pack_forget()
                elif not w.winfo_manager():
                    w.pack(**packed[w], before=first)
            else:
                (w.grid_remove if low else w.grid)()

    page.bind("<Configure>", fit, add=True)


def when_low(page: tk.Misc, act: Callable[[bool], object]) -> None:
    """`act(low)` whenever the page becomes low, or high again: for what give_room() cannot do."""
    known: list[bool] = []

    def look(event: "tk.Event[tk.Misc]") -> None:
        low = event.height / zoom() < LOW
        if event.widget is page and known != [low]:
            known[:] = [low]
            act(low)

    page.bind("<Configure>", look, add=True)


class ActionList(ttk.Frame):
    def __init__(
        self,
        parent: tk.Misc,
        columns: Sequence[Column],
        actions: Sequence[Action],
        *,
        opened: Callable[[str], object],
        empty: str,
        allowed: bool = True,
        chosen: Callable[[str], object] | None = None,
        narrow: int = NARROW,
    ) -> None:
        super().__init__(parent)
        self._narrow = narrow
        self._rows: Sequence[ListRow] = ()
        self._chosen, self._allowed = chosen, allowed
        self._undo: Callable[[], object] | None = None
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        self.list = VirtualList(
            self, columns, lambda offset, limit: self._rows[offset : offset + limit],
            lambda: len(self._rows), opened=opened if allowed else None, chosen=self._on_chosen,
            empty=empty,
        )  # fmt: skip
        self.list.grid(row=0, column=0, sticky="nsew")
        self._undo_line = ttk.Frame(self)
        self._undo_text = ttk.Label(self._undo_line, style="Caption.TLabel")
        self._undo_text.pack(side="left")
        ttk.Button(self._undo_line, text="Hoàn tác (Ctrl+Z)", bootstyle="primary ghost",
                   command=self.undo).pack(side="left", padx=px(8))  # fmt: skip
        self._flow = Flow(self)
        self._flow.grid(row=2, column=0, sticky="ew", pady=(px(10), 0))
        self._buttons: list[tuple[Action, ttk.Button]] = []
        for action in actions:
            self._add(action)
        self._more = ttk.Menubutton(self._flow, text=MORE, bootstyle="outline")
        self._menu = ttk.Menu(self._more, tearoff=False, postcommand=self._fill_menu)
        self._more.configure(menu=self._menu)
        self._in_menu: list[tuple[Action, ttk.Button]] = []
        keys = {key: partial(self._press, a) for a in actions for key in a.keys}
        undo = {"<Control-z>": self.undo, "<Control-Z>": self.undo}
        bind_screen_keys(self, {**keys, **undo} if allowed else {})
        self.bind("<Configure>", self._on_resize)

    @property
    def selected_id(self) -> str:
        return self.list.selected_id

    def show(self, rows: Sequence[ListRow]) -> None:
        """These rows from now on; the selected one stays selected while it is there."""
        self._rows = rows
        self.list.reload()
        self._show_buttons()

    def select(self, row_id: str) -> None:
        ids = [row.id for row in self._rows]
        if row_id in ids:
            self.list.select(ids.index(row_id))

    def focus_list(self) -> None:
        self.list.focus_list()

    def run_main(self) -> None:
        """The main action, for a key that works on the whole page."""
        for action, _ in self._buttons:
            if action.main and self._allowed:
                self._press(action)

    def offer_undo(self, text: str, take_back: Callable[[], object]) -> None:
        """Say what was done, with the way back."""
        self._undo = take_back
        self._undo_text.configure(text=text)
        self._undo_line.grid(row=1, column=0, sticky="w", pady=(px(8), 0))

    def undo(self) -> None:
        take_back, self._undo = self._undo, None
        self._undo_line.grid_remove()
        if take_back:
            take_back()
        self.focus_list()

    def _add(self, action: Action) -> None:
        style = "primary" if action.main else "outline"
        button = ttk.Button(self._flow, text=action.text, bootstyle=style,
                            command=partial(self._press, action))  # fmt: skip
        if not (self._allowed and action.allowed):
            button.state(["disabled"])
            ttk.ToolTip(button, text="Tài khoản này không có quyền làm việc này", delay=400)
        self._flow.add(button)
        self._buttons.append((action, button))

    def _press(self, action: Action) -> None:
        if action.allowed and (self.selected_id or not action.needs_row):
            action.run(self.selected_id)
            self.after(FOCUS_MS, self._refocus)

    def _refocus(self) -> None:
        """A dialog that closed leaves the keyboard nowhere; it belongs to the list."""
        if self.winfo_exists() and self.winfo_ismapped() and self.focus_get() is None:
            self.focus_list()

    def _on_chosen(self, row_id: str) -> None:
        self._show_buttons()
        if self._chosen:
            self._chosen(row_id)

    def _show_buttons(self) -> None:
        row_id = self.selected_id
        for action, button in self._buttons:
            usable = self._allowed and action.allowed and (bool(row_id) or not action.needs_row)
            if usable and row_id and action.usable:
                usable = action.usable(row_id)
            button.state(["!disabled" if usable else "disabled"])
            if action.words:
                button.configure(text=action.words(row_id) if row_id else action.text)
        self._fit_buttons()

    def see_selected(self) -> bool:
        """Whether the selected row can be seen, once it was brought into view."""
        return self.list.see_selected()

    def _fit_buttons(self) -> None:
        """In a low list the buttons have one row; what does not fit it is in a menu."""
        count = len(self._buttons)
        if self.winfo_height() > 1 and self.winfo_height() / zoom() < LOW_LIST:
            widths = [button.winfo_reqwidth() for _, button in self._buttons]
            count = fit_row(widths, self.winfo_width(), px(GAP), self._more.winfo_reqwidth())
        self._in_menu = self._buttons[count:]
        shown: list[tk.Widget] = [button for _, button in self._buttons[:count]]
        self._flow.show([*shown, self._more] if self._in_menu else shown)
        if not self._in_menu:
            self._more.place_forget()

    def _fill_menu(self) -> None:
        self._menu.delete(0, "end")
        for action, button in self._in_menu:
            self._menu.add_command(
                label=str(button.cget("text")), command=partial(self._press, action),
                state="disabled" if button.instate(["disabled"]) else "normal",
            )  # fmt: skip

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self:
            self._fit_buttons()
            self.list.set_compact(compact=event.width / zoom() < self._narrow)
