"""Choosing a household: village and walking order, or one search field for everything.

The list under the field never completes inside it (see ui/suggest.py).
"""

import tkinter as tk
from collections.abc import Callable
from typing import Any, Protocol

import ttkbootstrap as ttk

from domain.errors import AppError
from domain.fields import Choice, Field, Option
from domain.households import is_code_like
from domain.numerals import format_count
from domain.villages import Village
from storage.database import Database
from storage.households import find_by_code, list_near_codes, search_households
from ui import theme
from ui.choices import ListInput
from ui.keys import bind_moves
from ui.suggest import ROWS, Suggest
from ui.theme import px

Household = dict[str, Any]
ONE_ROW = 1120  # logical width of a window in which the whole strip fits beside the narrow rail
KEYS_ALONE = 760  # 1024 pixels with the largest letters: the keys say enough


class Go(Protocol):
    """What the picker asks of its screen."""

    def open_household(self, household: Household) -> object: ...

    def open_village(self, village_id: str) -> object: ...

    def step(self, by: int) -> object: ...

    def add_found(self) -> object: ...

    def toggle_side(self) -> object: ...

    def focus_first(self) -> None: ...


def household_line(household: Household) -> str:
    """One row of the list; the code makes it unlike every other."""
    return f"{household['head_name']} · {household['village']} · {household['code']}"


def look_up(db: Database, text: str) -> tuple[list[Household], str]:
    """What Enter finds for a typed text, and the sentence when that is not a household.

    One household is meant; several are offered. A mistyped code is refused, the nearest offered.
    """
    is_code = is_code_like(text)
    found = [] if is_code and "-" in text else search_households(db, text, ROWS)
    if is_code:
        try:
            return [find_by_code(db, text)], ""
        except AppError as refusal:
            if found:
                return found, "Số này không phải mã hộ. Hãy chọn trong danh sách."
            near = list_near_codes(db, text, ROWS)
            return near, f"{refusal.message} {'Có phải hộ nào dưới đây?' if near else refusal.hint}"
    if not found:
        return [], f"Không thấy hộ nào với “{text}”. Hãy gõ ít chữ hơn, hoặc gõ mã trên phiếu."
    return found, "" if len(found) == 1 else describe_several(found)


def describe_several(found: list[Household]) -> str:
    """Not a refusal: the keyboard is on the first of them."""
    return f"Có {len(found)} hộ. Mũi tên để chọn, Enter để mở."


def describe_place(place: tuple[int, int, int]) -> str:
    """ "hộ 12/30, đã đến 11"."""
    at, total, visited = (format_count(n) for n in place)
    return f"hộ {at}/{total}, đã đến {visited}"


class HouseholdSearch(Suggest):
    """One field for code, name without accents, initials, the end of a phone number, address."""

    def __init__(
        self, parent: tk.Misc, db: Database, chosen: Callable[[Household], object]
    ) -> None:
        super().__init__(parent, picked=self._on_picked, width=34)
        self._db, self._chosen = db, chosen
        self._offered: dict[str, Household] = {}
        self.is_choice = False  # the last sentence only says that there are several

    def find(self, typed: str) -> list[str]:
        return self._offer(search_households(self._db, typed, ROWS))

    def accept(self) -> str:
        """Enter: open what is highlighted or meant; else the sentence that says what is wrong."""
        text = self.get().strip()
        if self.take() or not text:
            return ""
        found, sentence = look_up(self._db, text)
        self.is_choice = sentence == describe_several(found)
        if not sentence:
            self._open(found[0])
            return ""
        self.show(self._offer(found))
        if found:
            self.highlight_first()
        return sentence

    def _offer(self, households: list[Household]) -> list[str]:
        self._offered = {household_line(h): h for h in households}
        return list(self._offered)

    def _on_picked(self, line: str) -> None:
        self._open(self._offered[line])

    def _open(self, household: Household) -> None:
        self.close()
        self.delete(0, "end")
        self._chosen(household)


class HouseholdPicker(ttk.Frame):
    """The strip above the form."""

    def __init__(self, parent: tk.Misc, db: Database, go: Go) -> None:
        super().__init__(parent, style="Page.TFrame")
        self._go = go
        self._villages: dict[str, Village] = {}
        self._shown = ""
        field = Field("village", "Thôn, bản", Choice(), width=18)
        self._village = ListInput(self, field, self._on_village)
        self._find = ttk.Label(self, style="Page.TLabel")
        self.search = HouseholdSearch(self, db, go.open_household)
        self._before = self._button(lambda: go.step(-1))
        self._place = ttk.Label(self, style="Page.TLabel", anchor="center")
        self._after = self._button(lambda: go.step(1))
        self._found = self._button(go.add_found)
        self._side = self._button(go.toggle_side)
        self._message = ttk.Label(self, style="PageError.TLabel")
        bind_moves(self.search, self._accept, self._village.widget.focus_set)
        bind_moves(self._village.widget, self.focus_search, go.focus_first)

    def focus_search(self) -> None:
        self.search.focus_set()
        self.search.select_range(0, "end")

    def focus_village(self) -> None:
        self._village.widget.focus_set()

    def show_villages(self, villages: list[Village]) -> None:
        self._villages = {v.id: v for v in villages}
        self._village.offer(Choice(tuple(Option(v.id, v.label) for v in villages)))

    def show(self, household: Household, place: tuple[int, int, int]) -> None:
        self._shown = household["village"]
        self._village.set(self._shown)
        self._place.configure(text=describe_place(place))
        self.search.delete(0, "end")
        self.say("")

    def lay_out(self, *, compact: bool, side: str) -> None:
        """One row; in a narrow window with short words and the way to the side cards, or two."""
        first = (self._village.widget, self._find, self.search)
        second = (self._before, self._place, self._after, self._found, self._side)
        two_rows = compact and logical_width(self) < ONE_ROW
        rows = (first, second) if two_rows else ((*first, *second),)
        grows = 6 if two_rows else 2  # a column with nothing but the search field in it
        for column in range(len(first) + len(second)):
            self.columnconfigure(column, weight=int(column == grows))
        for row, widgets in enumerate(rows):
            for column, widget in enumerate(widgets):
                at, span = column, 1
                if two_rows and row == 0:  # village over two columns, search over four
                    at, span = ((0, 2), (2, 1), (3, 4))[column]
                widget.grid(row=row, column=at, sticky="ew", pady=(px(6) * row, 0),
                            padx=(0 if column == 0 else px(8), 0), columnspan=span)  # fmt: skip
        short = compact and not two_rows
        before, after = "Hộ trước (PgUp)", "Hộ sau (PgDn)"
        if short:
            before, after = "Trước (PgUp)", "Sau (PgDn)"
        tight = two_rows and logical_width(self) < KEYS_ALONE
        if tight:
            before, after = "PgUp", "PgDn"
        self._find.configure(text="Tìm" if short or tight else "Tìm hộ (Ctrl+F)")
        self._before.configure(text=f"‹ {before}")
        self._after.configure(text=f"{after} ›")
        self._found.configure(text="Phát sinh (F8)" if short or tight else "Hộ phát sinh (F8)")
        self._side.configure(text=side)
        if not compact:
            self._side.grid_remove()

    def say(self, sentence: str, *, bad: bool = True) -> None:
        self._message.configure(text=sentence, style="PageError.TLabel" if bad else "Page.TLabel")
        if sentence:
            self._message.grid(row=2, column=0, columnspan=8, sticky="e", pady=(px(3), 0))
        else:
            self._message.grid_remove()

    def _accept(self) -> None:
        if not self.search.get().strip():
            self._go.focus_first()
        else:
            sentence = self.search.accept()
            self.say(sentence, bad=not self.search.is_choice)

    def _on_village(self) -> None:
        village = next((v for v in self._villages.values() if v.label == self._village.get()), None)
        if village and village.label != self._shown:
            self._go.open_village(village.id)
            self._village.set(self._shown)

    def _button(self, command: Callable[[], object]) -> ttk.Button:
        button = ttk.Button(self, bootstyle="outline", command=command, takefocus=False)
        button.configure(padding=(px(10), px(6)))
        return button


def logical_width(widget: tk.Misc) -> float:
    """Of the window; before it stands, of the screen, which it will fill."""
    window = widget.winfo_toplevel()
    is_shown = window.winfo_width() > 1
    return (window.winfo_width() if is_shown else window.winfo_screenwidth()) / theme.zoom()


def narrow(widget: tk.Misc) -> bool:
    """Whether the window has no room for two columns of cards."""
    return logical_width(widget) < theme.COMPACT_BELOW
