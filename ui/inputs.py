"""One widget for each kind of value, all with the same face: text in, text out.

Those for a closed list are in ui/choices.py. To add one: a subclass of Input, and its line in
ui/forms.py WIDGETS. The text is what `kind.parse` understands and `kind.format` gives back.
"""

import tkinter as tk
import unicodedata
from collections.abc import Callable
from datetime import date, datetime

import ttkbootstrap as ttk

from domain.fields import Choice, Day, Field, Kind, Refused, Text, YesNo
from domain.text import fold_key
from ui.suggest import Suggest
from ui.theme import icon_size, px

Changed = Callable[[], None]


class Input:
    """What a form asks of a widget. `widget` is placed, `stops` can have the keyboard."""

    widget: tk.Widget
    stops: list[tk.Widget]

    def focus(self) -> tk.Widget:
        """The stop that gets the keyboard when the field is entered."""
        return self.stops[0]

    def get(self) -> str:
        raise NotImplementedError

    def set(self, text: str) -> None:
        raise NotImplementedError

    def mark(self, *, bad: bool) -> None:
        """The red border, on or off."""
        for widget in self.stops:
            if isinstance(widget, ttk.Entry | ttk.Combobox | ttk.Checkbutton):
                widget.state(["invalid" if bad else "!invalid"])

    def leave(self) -> None:
        """The focus has gone: bring what was typed into its usual form."""

    def enter(self) -> None:
        """Enter or Tab was pressed: take what an open list highlights."""

    def enable(self, *, on: bool) -> None:
        for widget in self.stops:
            if isinstance(widget, ttk.Entry | ttk.Checkbutton | ttk.Radiobutton | ttk.Combobox):
                widget.state(["!disabled" if on else "disabled"])


def entry_width(field: Field) -> int:
    return max(4, min(field.width, 60))


def to_label(text: str, kind: Kind) -> str:
    """ "2", "2 Hết bộ nhớ" and "het bo nho" become the label they stand for; else as typed."""
    if not isinstance(kind, Choice):
        return text
    key = fold_key(text)
    for o in kind.options:
        if key and key in (o.digit, fold_key(f"{o.digit} {o.label}"), fold_key(o.label)):
            return o.label
    return text


class EntryInput(Input):
    """Text of one line, numbers, telephone numbers."""

    def __init__(self, parent: tk.Misc, field: Field, changed: Changed) -> None:
        self._kind = field.kind
        self._text = tk.StringVar(parent)
        self._text.trace_add("write", lambda *_: changed())
        self._entry = self._make(parent, field)
        self.widget: tk.Widget = self._entry
        self.stops = [self._entry]

    def _make(self, parent: tk.Misc, field: Field) -> ttk.Entry:
        return ttk.Entry(parent, textvariable=self._text, width=entry_width(field))

    def get(self) -> str:
        return unicodedata.normalize("NFC", self._text.get())

    def set(self, text: str) -> None:
        self._text.set(text)


class SuggestInput(EntryInput):
    """A free choice: any text, with the known ones listed while typing."""

    def _make(self, parent: tk.Misc, field: Field) -> ttk.Entry:
        self._suggest = Suggest(parent, textvariable=self._text, width=entry_width(field))
        if isinstance(field.kind, Choice):
            self.offer(field.kind)
        return self._suggest

    def offer(self, kind: Choice) -> None:
        self._kind = kind
        self._suggest.set_choices([f"{o.digit} {o.label}".strip() for o in kind.options])

    def get(self) -> str:
        return to_label(super().get(), self._kind)

    def leave(self) -> None:
        self.set(self.get())

    def enter(self) -> None:
        self._suggest.take()


class LinesInput(Input):
    """Text of several lines. Enter makes a line; Tab moves on."""

    def __init__(self, parent: tk.Misc, field: Field, changed: Changed) -> None:
        lines = field.kind.lines if isinstance(field.kind, Text) else 3
        self._frame = ttk.Frame(parent)
        self._text = ttk.Text(self._frame, height=lines, width=entry_width(field), wrap="word",
                              undo=True, font="TkTextFont", padx=px(6), pady=px(4))  # fmt: skip
        self._text.pack(fill="both", expand=True)
        self._text.bind("<<Modified>>", self._on_modified)
        self._changed = changed
        self.widget = self._frame
        self.stops = [self._text]

    def get(self) -> str:
        return unicodedata.normalize("NFC", self._text.get("1.0", "end-1c"))

    def set(self, text: str) -> None:
        self._text.delete("1.0", "end")
        self._text.insert("1.0", text)
        self._text.edit_modified(False)  # <<Modified>> comes later and must find nothing new

    def mark(self, *, bad: bool) -> None:
        self._frame.configure(style="Bad.TFrame" if bad else "TFrame", padding=px(1) if bad else 0)

    def enable(self, *, on: bool) -> None:
        self._text.configure(state="normal" if on else "disabled")

    def _on_modified(self, _: "tk.Event[tk.Misc]") -> None:
        if self._text.edit_modified():
            self._text.edit_modified(False)
            self._changed()


class DayInput(EntryInput):
    """A date, typed ("13/8", "13082020"); the button opens a calendar."""

    def __init__(self, parent: tk.Misc, field: Field, changed: Changed) -> None:
        self._frame = ttk.Frame(parent)
        super().__init__(self._frame, field, changed)
        self.widget = self._frame
        self._button = ttk.Button(
            self._frame, icon="calendar3", icon_only=True, icon_size=icon_size(16),
            bootstyle="outline", takefocus=False, command=self._open_calendar,
        )  # fmt: skip
        self._entry.configure(width=max(11, min(field.width, 17)))
        ttk.ToolTip(self._button, text="Mở lịch (Alt+mũi tên xuống)", delay=400)
        self._entry.bind("<Alt-Down>", self._on_alt_down)
        self._button.pack(side="right", padx=(px(4), 0), fill="y")
        self._entry.pack(side="left", fill="x", expand=True)

    def leave(self) -> None:
        if not self.get().strip():
            return
        try:
            self.set(self._kind.format(self._kind.parse(self.get())))
        except Refused:
            return  # stays as typed; saving says what is wrong

    def enable(self, *, on: bool) -> None:
        super().enable(on=on)
        self._button.configure(state="normal" if on else "disabled")

    def _on_alt_down(self, _: "tk.Event[tk.Misc]") -> str:
        self._button.invoke()  # not while the field is greyed
        return "break"

    def _open_calendar(self) -> None:
        try:
            start = date.fromisoformat(str(Day().parse(self.get())))
        except (Refused, ValueError):
            start = date.today()
        at = datetime(start.year, start.month, start.day)
        over = self._entry.grab_current()
        chosen = ttk.Querybox.get_date(parent=self._entry, title="Chọn ngày", first_weekday=0,
                                       start_date=at)  # fmt: skip
        if over:
            over.grab_set()  # the calendar had it
        if chosen:
            self.set(Day().format(chosen.strftime("%Y-%m-%d")))
            self._entry.focus_set()


class YesNoInput(Input):
    """A box with three states: yes, no, and not asked yet. Delete goes back to that."""

    def __init__(self, parent: tk.Misc, field: Field, changed: Changed) -> None:
        self._changed = changed
        self._value = tk.StringVar(parent)
        self._box = ttk.Checkbutton(parent, text=field.label, variable=self._value, onvalue="Có",
                                    offvalue="Không", command=changed)  # fmt: skip
        for key in ("<Delete>", "<BackSpace>"):
            self._box.bind(key, lambda _: self._press(""))
        for key, text in (("x", "Có"), ("1", "Có"), ("0", "Không")):
            self._box.bind(key, lambda _, text=text: self._press(text))  # type: ignore[misc]
        self.widget = self._box
        self.stops = [self._box]
        self.set("")

    def get(self) -> str:
        return self._value.get()

    def set(self, text: str) -> None:
        try:
            self._value.set(YesNo().format(YesNo().parse(text)) if text.strip() else "")
        except Refused:
            self._value.set("")
        self._box.state(["!alternate"] if self._value.get() else ["alternate"])

    def _press(self, text: str) -> str:
        self.set(text)
        self._changed()
        return "break"
