"""Form: widgets made from fields. Text in, text out: raw() gives what parse_row() takes.

To add a kind of value: a class in domain/fields.py, its widget in ui/inputs.py, a line in WIDGETS.
"""

import tkinter as tk
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import ttkbootstrap as ttk

from domain.fields import Choice, Day, Field, Kind, Number, Phone, Text, YesNo, parse_row
from ui import theme
from ui.choices import MOST_SEGMENTS, ListInput, SegmentsInput
from ui.inputs import Changed, DayInput, EntryInput, Input, LinesInput, SuggestInput, YesNoInput
from ui.keys import bind_moves
from ui.scrolled import holder_of
from ui.theme import px

MakeInput = Callable[[tk.Misc, Field, Changed], Input]
DENSE, DENSE_GAP = 7, 6  # so many small fields in a row stand closer together
MANY = 5  # fields in a row: too narrow for a message, which gets a line of its own below them
WIDE = 36  # characters: a field this wide gets a row of its own


def _text_input(kind: Kind) -> MakeInput:
    return LinesInput if isinstance(kind, Text) and kind.lines > 1 else EntryInput


def _choice_input(kind: Kind) -> MakeInput:
    assert isinstance(kind, Choice)
    if kind.free:
        return SuggestInput
    has_digits = bool(kind.options) and all(o.digit for o in kind.options)
    return SegmentsInput if has_digits and len(kind.options) <= MOST_SEGMENTS else ListInput


WIDGETS: dict[type, Callable[[Kind], MakeInput]] = {
    Text: _text_input,
    Number: lambda _: EntryInput,
    Phone: lambda _: EntryInput,
    Day: lambda _: DayInput,
    YesNo: lambda _: YesNoInput,
    Choice: _choice_input,
}


def is_wide(field: Field) -> bool:
    make: object = WIDGETS[type(field.kind)](field.kind)
    return field.width >= WIDE or make in (LinesInput, SegmentsInput)


def is_segmented(field: Field) -> bool:
    make: object = WIDGETS[type(field.kind)](field.kind)
    return make is SegmentsInput


def arrange(fields: Sequence[Field], columns: int) -> list[list[str]]:
    """Field names row by row: wide ones alone, the others `columns` to a row."""
    rows: list[list[str]] = []
    row: list[str] = []
    for f in fields:
        if is_wide(f):
            rows += [row, [f.name]] if row else [[f.name]]
            row = []
            continue
        row.append(f.name)
        if len(row) == columns:
            rows.append(row)
            row = []
    return [*rows, row] if row else rows


class _Cell:
    """One field in the form: label, input, and under it a message or the hint.

    Three rows of its row's grid, so that neighbours line up whatever wraps.
    """

    def __init__(self, row: "_Row", field: Field, changed: Changed) -> None:
        self.field, self.row = field, row
        self.is_shown = True
        self._column = 0
        self._label = ttk.Frame(row)
        self._title: ttk.Label | None = None
        if not isinstance(field.kind, YesNo):
            text = ttk.Label(self._label, text=field.label, style="Caption.TLabel", justify="left")
            self._title = text
            text.pack(side="left")
            if field.required:
                ttk.Label(self._label, text=" *", style="Required.TLabel").pack(side="left")
            star = px(16 if field.required else 4)
            self._label.bind("<Configure>", lambda e: _wrap_title(text, e.width - star))
        self.input = WIDGETS[type(field.kind)](field.kind)(row, field, changed)
        self._message = ttk.Label(row, style="Caption.TLabel", justify="left")
        self._message.bind("<Configure>", lambda e: _wrap(self._message, e.width))

    def set_title(self, title: str) -> None:
        if self._title and self._title.cget("text") != title:
            self._title.configure(text=title)

    def place(self, column: int, *, last: bool) -> None:
        self._column = column
        gap = (0, 0 if last else self.row.gap)
        narrow = isinstance(self.field.kind, Number | YesNo)
        self._label.grid(row=0, column=column, sticky="sew", padx=gap, pady=(0, px(3)))
        self.input.widget.grid(row=1, column=column, sticky="nw" if narrow else "new", padx=gap)
        self._message.grid(row=2, column=column, sticky="new", padx=gap, pady=(px(2), 0))
        self.show_message("")

    def show(self, *, shown: bool) -> None:
        self.is_shown = shown
        for part in (self._label, self.input.widget):
            part.tk.call("grid", "configure" if shown else "remove", str(part))
        self.show_message("")
        self.row.show_if_needed()

    def show_message(self, error: str) -> None:
        self.error = error
        text = error or self.field.hint
        if self.row.places >= MANY:
            text = f"{self.field.label}: {error}" if error else text
            whole = (3 + self._column, 0, self.row.places)
            row, column, span = whole if error else (2, self._column, 1)
            self._message.grid(row=row, column=column, columnspan=span)
        self._message.configure(text=text, style="Error.TLabel" if error else "Caption.TLabel")
        (self._message.grid if text and self.is_shown else self._message.grid_remove)()
        self.input.mark(bad=bool(error))

    def see_message(self) -> None:
        if self._message.winfo_exists() and (holder := holder_of(self._message)):
            holder.see(self._message)


class _Row(ttk.Frame):
    """Fields side by side in equal parts of the width; a choice in view gets half as much again."""

    def __init__(self, parent: tk.Misc, columns: int, choices: Sequence[int] = ()) -> None:
        super().__init__(parent)
        self.cells: list[_Cell] = []
        self.places = columns
        self.gap = px(theme.GAP if columns < DENSE else DENSE_GAP)
        for column in range(columns):
            weight = 3 if column in choices else 2
            self.columnconfigure(column, weight=weight, uniform="field")

    def show_if_needed(self) -> None:
        shown = any(cell.is_shown for cell in self.cells)
        (self.grid if shown else self.grid_remove)()


_PLAY = 2  # pixels a column may grow by only because its text was wrapped a moment ago


def _wrap(label: ttk.Label, width: int) -> None:
    """Narrower at once, wider only by more than the play: else two widths could chase each other
    for ever."""
    now = label.tk.getint(label.cget("wraplength") or 0)
    if width > px(40) and not now <= width <= now + _PLAY:
        label.configure(wraplength=width)


def _wrap_title(label: ttk.Label, width: int) -> None:
    """A text that never changes: left alone as long as it fits in one line."""
    if label.cget("wraplength") or label.winfo_reqwidth() > width:
        _wrap(label, width)


class Form(ttk.Frame):
    """`layout` are rows of field names, else arrange() decides. A field in no row is left out;
    "" is an empty place, which keeps the columns of rows below each other.

    `submit` is called by Enter on the last field.
    """

    def __init__(
        self,
        parent: tk.Misc,
        fields: Sequence[Field],
        columns: int = 2,
        *,
        layout: Sequence[Sequence[str]] | None = None,
        submit: Callable[[], object] | None = None,
        check: Callable[[Field, str], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._submit = submit
        self._check = check or check_field
        self._callbacks: list[Callable[[], None]] = []
        self._filling = False
        self._cells: dict[str, _Cell] = {}
        self._order: list[str] = []
        self._passed: frozenset[str] = frozenset()
        by_name = {f.name: f for f in fields}
        self.columnconfigure(0, weight=1)
        for n, names in enumerate(layout or arrange(fields, columns)):
            even = columns if not layout and not is_wide(by_name[names[0]]) else len(names)
            segments = [n for n, x in enumerate(names) if x and is_segmented(by_name[x])]
            row = _Row(self, even, segments)
            row.grid(row=n, column=0, sticky="ew", pady=(px(theme.FIELD_GAP) if n else 0, 0))
            for column, name in ((n, x) for n, x in enumerate(names) if x):
                self._place(row, by_name[name], column, last=column == even - 1)

    # -- text in, text out ------------------------------------------------------------------

    def raw(self) -> dict[str, str]:
        """What is typed, by field name, in NFC; ready for domain.fields.parse_row."""
        return {name: cell.input.get() for name, cell in self._cells.items()}

    def fill(self, raw: Mapping[str, str]) -> None:
        """Show these texts; a field that is not named becomes empty. Calls no on_change."""
        self._filling = True
        try:
            for name, cell in self._cells.items():
                cell.input.set(raw.get(name, ""))
            self.clear_errors()
        finally:
            self._filling = False

    def set(self, name: str, text: str) -> None:
        self._cells[name].input.set(text)

    def on_change(self, callback: Callable[[], None]) -> None:
        """Called after every change a person makes."""
        self._callbacks.append(callback)

    # -- errors -----------------------------------------------------------------------------

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """A message under each field that has one; the focus goes to the first."""
        for name, cell in self._cells.items():
            cell.show_message(errors.get(name, ""))
        first = next((name for name in self._order if name in errors), None)
        if first:
            self.focus_field(first)
            self.after(2 * theme.FOCUS_MS, self._cells[first].see_message)  # when it has its place

    def show_message(self, name: str, message: str) -> None:
        """Said under a field while somebody types elsewhere: the focus stays; "" takes it away."""
        self._cells[name].show_message(message)

    def clear_errors(self) -> None:
        self.show_errors({})

    # -- focus and state --------------------------------------------------------------------

    def focus_field(self, name: str) -> None:
        widget = self._cells[name].input.focus()
        widget.focus_set()
        if isinstance(widget, ttk.Entry):
            widget.select_range(0, "end")
            widget.icursor("end")

    def focus_first(self) -> None:
        if self._order:
            self.focus_field(self._order[0])

    def input(self, name: str) -> Input:
        return self._cells[name].input

    def offer(self, name: str, kind: Choice) -> None:
        """Other options for a choice, e.g. the reasons of the chosen result."""
        shown = self._cells[name].input
        if isinstance(shown, SuggestInput | ListInput | SegmentsInput):
            text = shown.get()
            shown.offer(kind)
            shown.set(text)
            if isinstance(shown, SegmentsInput):
                self._bind_moves(name)

    def enable(self, name: str, *, on: bool) -> None:
        """A disabled field keeps its text and is passed over by Enter and Tab."""
        self._cells[name].input.enable(on=on)
        if on and name not in self._order:
            self._order = [n for n in self._cells if n in self._order or n == name]
        elif not on and name in self._order:
            self._order.remove(name)

    def pass_over(self, names: Iterable[str]) -> None:
        """Enter goes past these fields; Tab and the mouse still reach them."""
        self._passed = frozenset(names)

    def set_hint(self, name: str, hint: str) -> None:
        """Another sentence under the field; a message that stands there goes first."""
        cell = self._cells[name]
        if cell.field.hint != hint:
            cell.field = replace(cell.field, hint=hint)
            cell.show_message(cell.error)

    def set_title(self, name: str, title: str) -> None:
        """Another text above the field, e.g. with where its value came from."""
        self._cells[name].set_title(title)

    def show_field(self, name: str, *, shown: bool) -> None:
        self._cells[name].show(shown=shown)
        self.enable(name, on=shown)

    # -- building ---------------------------------------------------------------------------

    def _place(self, row: _Row, field: Field, column: int, *, last: bool) -> None:
        cell = _Cell(row, field, self._on_changed)
        cell.place(column, last=last)
        row.cells.append(cell)
        self._cells[field.name] = cell
        self._order.append(field.name)
        self._bind_moves(field.name)

    def _bind_moves(self, name: str) -> None:
        shown = self._cells[name].input
        for widget in shown.stops:
            bind_moves(widget, partial(self._go, name, 1), partial(self._go, name, -1),
                       enter=not isinstance(shown, LinesInput),
                       tab=partial(self._go, name, 1, every=True))  # fmt: skip
            widget.bind("<FocusOut>", partial(self._on_leave, name), add=True)

    def _go(self, name: str, step: int, *, every: bool = False) -> None:
        self._cells[name].input.enter()
        if name not in self._order:
            return
        passed = () if every or name in self._passed else self._passed
        order = [n for n in self._order if n not in passed]
        at = order.index(name) + step
        if 0 <= at < len(order):
            self.focus_field(order[at])
        elif step > 0 and self._submit and not every:
            self._submit()
        else:
            widget = self._cells[name].input.focus()
            target = widget.tk_focusNext() if step > 0 else widget.tk_focusPrev()
            if target:
                target.focus_set()

    def _on_leave(self, name: str, _: "tk.Event[tk.Misc]") -> None:
        if not self.winfo_exists():
            return
        cell = self._cells[name]
        cell.input.leave()
        cell.show_message(self._check(cell.field, cell.input.get()))

    def _on_changed(self) -> None:
        if not self._filling:
            for callback in self._callbacks:
                callback()


def check_field(field: Field, text: str) -> str:
    """The message for one field when it is left; an empty one is only complained of at saving."""
    if not text.strip():
        return ""
    return parse_row([field], {field.name: text})[1].get(field.name, "")
