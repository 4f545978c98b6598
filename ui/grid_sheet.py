"""GridSheet: the table of the entry grid, a tksheet by the recipe of plain text cells.

The cell the keyboard is in is always open, so that the first word of an input method is not lost;
typing replaces its text, arrows go to other cells until something is typed (F2 keeps the text).
What a text means is not decided here: every typed or pasted text goes to the owner as it is.

It leans on tksheet 7.6: `MT.close_text_editor` is replaced, because the library moves at once when
Enter or Tab is pressed, and the word in the making arrives after that key (ui/keys.py).
"""

import tkinter as tk
from collections.abc import Mapping, Sequence
from functools import partial
from tkinter import font as tkfont
from typing import Any, Protocol

import tksheet
import ttkbootstrap as ttk

from ui import theme
from ui.grid_look import GridColumn, colour_options, two_lines
from ui.keys import MOVE_MS
from ui.theme import px

LINE_ROOM = 9  # logical pixels of a row beside its letters
PAGE_ROWS = 10


def _nothing() -> None:
    """The table has no tooltips."""


class Owner(Protocol):
    """Who the table tells; rows are counted from 0."""

    def cell_typed(self, row: int, name: str, text: str) -> object: ...

    def cell_passed(self, row: int, name: str, by: int, *, tab: bool) -> object: ...

    def cell_entered(self, row: int, name: str) -> object: ...

    def row_left(self, row: int) -> object: ...

    def block_pasted(self, row: int, name: str, text: str) -> object: ...

    def field_made(self, field: tk.Text) -> object: ...

    def undo(self) -> object: ...

    def redo(self) -> object: ...


class GridSheet(ttk.Frame):
    """Rows of texts by column name; `show` replaces all of them."""

    def __init__(self, parent: tk.Misc, columns: Sequence[GridColumn], owner: Owner) -> None:
        super().__init__(parent)
        self._columns, self._owner = tuple(columns), owner
        self._at = {c.name: n for n, c in enumerate(columns)}
        self._row, self._name = 0, ""
        self._opened = ""  # what the open cell held
        self.is_fresh = True
        self.is_meant = False  # F2 or a click in the open cell: its text is being changed
        self._is_going = False
        self._job: str | None = None
        self._pressed_at = 0
        self._move, self._by_tab = 0, False
        self._sheet = tksheet.Sheet(
            self, startup_focus=False, show_x_scrollbar=True, cell_auto_resize_enabled=False,
            auto_resize_row_index=False, table_wrap="", header_wrap="", index_wrap="",
            rounded_boxes=False, max_undos=0, empty_horizontal=0, empty_vertical=px(4),
            row_index_align="w", header_align="center", align="w",
            show_default_header_for_empty=False,
        )  # fmt: skip
        self._sheet.ops.rc_bindings = []  # no English menu in a cell
        self._mt: Any = self._sheet.MT
        self._mt.close_text_editor = self._on_close
        for part in (self._mt, self._sheet.RI, self._sheet.CH):
            part.start_tooltip_timer = _nothing  # 7.6: it raises when a cell was opened meanwhile
        self._sheet.enable_bindings("single_select", "column_width_resize")
        self._sheet.extra_bindings("cell_select", self._on_select)
        self._sheet.pack(fill="both", expand=True)
        self._corner = ttk.Label(self, text="Chủ hộ", style="Heading.TLabel", anchor="n",
                                 padding=(0, px(1)))  # fmt: skip
        self._texts: list[list[str]] = []
        self._tag = f"GridSheet{self.winfo_id()}"
        self._bind_keys()
        self._paint_theme(None)
        ttk.on_theme_change(self._paint_theme, call_now=False)
        self.bind("<Destroy>", self._on_destroy)
        self.bind("<Configure>", self._on_resize)
        self._mt.bind("<FocusIn>", lambda _: self.after_idle(self._on_focus), add=True)

    # -- what is shown ----------------------------------------------------------------------

    @property
    def row(self) -> int:
        return self._row

    @property
    def name(self) -> str:
        return self._name

    @property
    def texts(self) -> Sequence[Sequence[str]]:
        """What the cells show, row by row."""
        return self._texts

    @property
    def editor(self) -> "tk.Text | None":
        """The open cell's field; the same one for every cell."""
        return self._mt.text_editor.tktext if self._mt.text_editor.open else None

    def show(self, index: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
        """Other rows; no cell is open afterwards."""
        self._mt.hide_text_editor()
        self._row, self._name = 0, ""
        self._texts = [[r.get(c.name, "") for c in self._columns] for r in rows]
        self._sheet.reset_all_options()
        self._sheet.set_sheet_data(self._texts, redraw=False)
        self._sheet.headers([two_lines(c.title) for c in self._columns], redraw=False)
        self._sheet.row_index(list(index), redraw=False)
        for n, column in enumerate(self._columns):
            if column.align != "w":
                self._sheet.align_columns(n, column.align, redraw=False)
        self._measure()
        self._mt.set_xviews("moveto", 0, redraw=False)
        self._mt.set_yviews("moveto", 0, redraw=False)
        self._sheet.deselect("all", redraw=False)
        self.redraw()

    def set_row(
        self, row: int, texts: Mapping[str, str], colours: Mapping[str, tuple[str, str]],
        name: tuple[str, str],
    ) -> None:  # fmt: skip
        """The texts of one row, the (background, text) colours of its painted cells and of the
        name at its left, which is always in view."""
        self._texts[row][:] = [texts.get(c.name, "") for c in self._columns]
        options = self._mt.cell_options
        for column in self._columns:
            options.pop((row, self._at[column.name]), None)
        c = theme.colours()
        self._sheet.highlight_cells(row, canvas="index", bg=name[0] or c.heading,
                                    fg=name[1] or c.text, redraw=False)  # fmt: skip
        plain = c.stripe if row % 2 else c.background
        for cell, (background, text) in colours.items():
            self._sheet.highlight_cells(row, self._at[cell], bg=background or plain,
                                        fg=text or c.text, redraw=False)  # fmt: skip

    def redraw(self) -> None:
        if self._is_going:
            return  # the cell that opens draws everything
        self._mt.main_table_redraw_grid_and_text(True, True)

    # -- where the keyboard is --------------------------------------------------------------

    def go_to(self, row: int, name: str) -> None:
        """Keep what is typed, tell the owner of a row left behind, open this cell."""
        if not 0 <= row < len(self._texts):
            return
        self._is_going = True
        try:
            self.commit()
            left = self._row
            if left != row and self._name and left < len(self._texts):
                self._owner.row_left(left)
        finally:
            self._is_going = False
        if not self._columns[self._at[name]].editable:
            name = self._editable(name)
        self._row, self._name = row, name
        column = self._at[name]
        self._mt.select_cell(row, column, run_binding_func=False)
        self._open(row, column)
        self._owner.cell_entered(row, name)

    def focus_cell(self) -> None:
        """Back to the cell where the keyboard was."""
        if self._texts and self._name and not self._mt.text_editor.open and self.winfo_exists():
            self.go_to(self._row, self._name)

    def _on_focus(self) -> None:
        """The table has the keyboard, and not a field that took it meanwhile."""
        if self.winfo_exists() and self.tk.call("focus") == str(self._mt):
            self.focus_cell()

    def commit(self) -> None:
        """What is typed in the open cell becomes the owner's; the cell stays open."""
        editor = self.editor
        if editor is None:
            return
        text = str(editor.get("1.0", "end-1c"))
        if text != self._opened:
            self._opened = text
            self._owner.cell_typed(self._row, self._name, text)
            self._opened = self._texts[self._row][self._at[self._name]]
            self.is_fresh = True

    def put_back(self) -> bool:
        """Forget what is typed in the open cell; False when nothing was."""
        editor = self.editor
        if editor is None or editor.get("1.0", "end-1c") == self._opened:
            return False
        self._fill(self._opened)
        return True

    def refresh_cell(self) -> None:
        """The open cell's text was changed from outside."""
        if self.editor is not None:
            self._opened = self._texts[self._row][self._at[self._name]]
            self._fill(self._opened)

    def close(self) -> None:
        """Keep what is typed; no cell is open."""
        self.commit()
        self._mt.hide_text_editor()

    def _open(self, row: int, column: int) -> None:
        self._opened = self._texts[row][column]
        self.is_meant = False
        self._mt.open_text_editor(r=row, c=column)
        editor = self._mt.text_editor.tktext
        if self._tag not in editor.bindtags():
            editor.bindtags((self._tag, *editor.bindtags()))
            editor.configure(wrap="none", insertwidth=max(1, px(2)))
            self._owner.field_made(editor)
        editor.configure(pady=max(0, (self._row_height() - self._line_height()) // 2 - 3))
        self._select_all(editor)

    def _fill(self, text: str) -> None:
        editor = self._mt.text_editor.tktext
        editor.delete("1.0", "end")
        editor.insert("1.0", text)
        self._select_all(editor)

    def _select_all(self, editor: tk.Text) -> None:
        editor.tag_add("sel", "1.0", "end-1c")
        editor.mark_set("insert", "end-1c")
        self.is_fresh = True

    def _editable(self, near: str) -> str:
        start = self._at[near]
        names = [c.name for c in self._columns[start:] if c.editable]
        return names[0] if names else next(c.name for c in self._columns if c.editable)

    # -- keys -------------------------------------------------------------------------------

    def _bind_keys(self) -> None:
        tag = self._tag
        moves = {"<Shift-Tab>": -1}
        if self.tk.call("tk", "windowingsystem") == "x11":
            moves["<ISO_Left_Tab>"] = -1
        for sequence in ("<Return>", "<KP_Enter>", "<Tab>", "<Control-Return>", "<Shift-Return>",
                         "<Alt-Return>"):  # fmt: skip
            moves[sequence] = 1
        self.bind_class(tag, "<Key>", self._on_key)
        for sequence, by in moves.items():
            self.bind_class(tag, sequence, partial(self._pass, by=by))
        for key, rows in (("Up", -1), ("Down", 1), ("Prior", -PAGE_ROWS), ("Next", PAGE_ROWS)):
            self.bind_class(tag, f"<{key}>", partial(self._step_row, rows))
        for key, by in (("Left", -1), ("Right", 1)):
            self.bind_class(tag, f"<{key}>", partial(self._step_cell, by))
        self.bind_class(tag, "<Home>", lambda _: self._to_end(0))
        self.bind_class(tag, "<End>", lambda _: self._to_end(-1))
        self.bind_class(tag, "<Control-Home>", lambda _: self._step_row(-len(self._texts)))
        self.bind_class(tag, "<Control-End>", lambda _: self._step_row(len(self._texts)))
        self.bind_class(tag, "<F2>", self._on_f2)
        self.bind_class(tag, "<Button-1>", self._on_f2)
        for case in ("z", "Z"):
            self.bind_class(tag, f"<Control-{case}>", lambda _: self._on_undo())
        for case in ("y", "Y"):
            self.bind_class(tag, f"<Control-{case}>", lambda _: self._on_redo())
        for sequence in ("<Control-v>", "<Control-V>", "<Shift-Insert>"):
            self.bind_class(tag, sequence, lambda _: self._on_paste())

    def _on_key(self, event: "tk.Event[tk.Misc]") -> None:
        """A key that comes after a move that still waits belongs to the next cell already."""
        if self._job and event.time and event.time - self._pressed_at > MOVE_MS:
            self._finish_move()
        if (event.char and event.char.isprintable()) or event.keysym in ("BackSpace", "Delete"):
            self.is_fresh = False

    def _pass(self, event: "tk.Event[tk.Misc]", by: int) -> str:
        """Enter, Tab, Shift-Tab: on once the input method has delivered its word."""
        if self._job:
            self._finish_move()
        self._move, self._pressed_at = by, int(event.time)
        self._by_tab = by < 0 or event.keysym == "Tab"
        self._job = self.after(MOVE_MS, self._finish_move)
        return "break"

    def _finish_move(self) -> None:
        if self._job:
            self.after_cancel(self._job)
            self._job = None
            self.commit()
            self._owner.cell_passed(self._row, self._name, self._move, tab=self._by_tab)

    def _step_row(self, by: int, _: object = None) -> str:
        target = max(0, min(self._row + by, len(self._texts) - 1))
        if target != self._row:
            self._after_word(lambda: self.go_to(target, self._name))
        return "break"

    def _step_cell(self, by: int, _: object = None) -> str | None:
        if not self.is_fresh:
            return None
        names = [c.name for c in self._columns if c.editable]
        at = names.index(self._name) + by
        if 0 <= at < len(names):
            self.go_to(self._row, names[at])
        return "break"

    def _to_end(self, end: int) -> str | None:
        if not self.is_fresh:
            return None
        self.go_to(self._row, [c.name for c in self._columns if c.editable][end])
        return "break"

    def _after_word(self, action: Any) -> None:
        self.after(MOVE_MS, action)

    def _on_f2(self, event: "tk.Event[tk.Misc]") -> str | None:
        if event.keysym == "F2" and event.char and event.char.isprintable():
            return None  # an input method's letter
        self.is_fresh, self.is_meant = False, True
        if self.editor is not None and event.keysym == "F2":
            self.editor.tag_remove("sel", "1.0", "end")
            return "break"
        return None

    def _on_undo(self) -> str:
        if not self.put_back():
            self._owner.undo()
        return "break"

    def _on_redo(self) -> str:
        self._owner.redo()
        return "break"

    def _on_paste(self) -> str | None:
        try:
            text = self.clipboard_get()
        except tk.TclError:
            return "break"  # nothing to paste
        self.is_fresh = False
        if not {"\n", "\t"} & set(text.rstrip("\r\n")):
            if text.endswith(("\n", "\r")) and self.editor is not None:
                self._fill(text.rstrip("\r\n"))
                self.is_fresh = False
                return "break"
            return None
        self._owner.block_pasted(self._row, self._name, text)
        return "break"

    # -- tksheet's side ---------------------------------------------------------------------

    def _on_close(self, event: "tk.Event[tk.Misc]") -> str | None:
        """Instead of tksheet's: it closes its field on Enter, Tab, Esc and when the focus goes."""
        if event.keysym in ("Return", "KP_Enter", "Tab"):
            return self._pass(event, 1)
        if event.keysym == "Escape" or not self._mt.text_editor.open:
            return None  # the window asks the screen
        try:
            focused = self.focus_get()
        except KeyError:
            return None
        if focused is None or focused is self._mt.text_editor.tktext:
            return None  # another program has the keyboard; the cell stays open
        self.close()
        return None

    def _on_select(self, _: object) -> None:
        selected = self._mt.selected
        if selected:
            name = self._columns[selected.column].name
            self.after_idle(self.go_to, selected.row, name)

    # -- how it looks -----------------------------------------------------------------------

    def _line_height(self) -> int:
        return int(tkfont.nametofont("TkDefaultFont", self).metrics("linespace"))

    def _row_height(self) -> int:
        return self._line_height() + px(LINE_ROOM)

    def _measure(self) -> None:
        """Columns as wide as their characters, the last with `grow` as wide as there is room."""
        digit = tkfont.nametofont("TkDefaultFont", self).measure("0")
        title = tkfont.nametofont("Caption", self)
        widths = [
            max(c.width * digit + px(12),
                *(title.measure(line) + px(20) for line in two_lines(c.title).split("\n")))
            for c in self._columns
        ]  # fmt: skip
        index = max((tkfont.nametofont("TkDefaultFont", self).measure(t)
                     for t in self._mt._row_index or [""]), default=0) + px(14)  # fmt: skip
        room = self.winfo_width() - index - sum(widths) - px(18)
        for n, column in enumerate(self._columns):
            if column.grow and room > 0:
                widths[n] += room
        self._sheet.set_column_widths(widths)
        self._sheet.set_index_width(index, redraw=False)
        header = 2 * int(title.metrics("linespace")) + px(8)
        self._sheet.set_header_height_pixels(header)
        self._corner.place(x=2, y=2, width=index - 4, height=header - 4)
        self._sheet.set_row_heights([self._row_height()] * len(self._texts))

    def _on_resize(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self and self._texts:
            was_open = self._mt.text_editor.open
            self._measure()
            self.redraw()
            if was_open:
                self._mt.set_yviews("moveto", 0, redraw=False)
                self._mt.set_xviews("moveto", 0, redraw=False)
                self._mt.see(self._row, self._at[self._name])
                self._mt.refresh_open_window_positions("in")

    def _paint_theme(self, _: object) -> None:
        body = tkfont.nametofont("TkDefaultFont", self).actual()
        caption = tkfont.nametofont("Caption", self).actual()
        self._sheet.set_options(
            redraw=False, **colour_options(theme.colours()),
            table_font=(body["family"], body["size"], "normal"),
            index_font=(body["family"], body["size"], "normal"),
            header_font=(caption["family"], caption["size"], "bold"),
        )  # fmt: skip
        self._corner.configure(font=(caption["family"], caption["size"], "bold"))
        self._sheet.configure(background=theme.colours().background)
        if self._texts:
            self._measure()  # tksheet sets its heights by the font again
        self.redraw()
        if self._mt.text_editor.open:
            c = theme.colours()
            self._mt.text_editor.tktext.configure(background=c.background, foreground=c.text,
                                                  insertbackground=c.text)  # fmt: skip

    def _on_destroy(self, event: "tk.Event[tk.Misc]") -> None:
        if event.widget is self:
            ttk.remove_theme_change_callback(self._paint_theme)
            if self._job:
                self.after_cancel(self._job)
