"""Tabs: pages of one screen, each built when it is first opened.

A page's panel is a frame with refresh() and focus_first(); one with a form also has save(), drop()
and is_dirty(), and is not left with unsaved texts before it was asked what becomes of them.
"""

import tkinter as tk
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol, runtime_checkable

import ttkbootstrap as ttk

from ui.dialogs import Dialog
from ui.flow import Flow
from ui.keys import bind_screen_keys, tag_all
from ui.theme import px

SAVE, DROP, STAY = "save", "drop", ""


class Panel(Protocol):
    def refresh(self) -> None: ...

    def focus_first(self) -> None: ...


@runtime_checkable
class Edits(Protocol):
    """A panel with a form of its own."""

    def save(self) -> bool: ...  # False when something is to be corrected first

    def drop(self) -> None: ...

    def is_dirty(self) -> bool: ...


@runtime_checkable
class Adds(Protocol):
    """F8 adds something, wherever on the page the keyboard is."""

    def add(self) -> None: ...


@dataclass(frozen=True)
class Page:
    key: str
    title: str
    make: Callable[[tk.Misc], Panel]


def neighbour(keys: Sequence[str], key: str, step: int) -> str:
    """The key `step` further, going round."""
    return keys[(keys.index(key) + step) % len(keys)]


def may_leave(panel: object, ask: Callable[[], str]) -> bool:
    """Whether a panel can be left: it is as saved, or was saved or given up on being asked."""
    if not isinstance(panel, Edits) or not panel.is_dirty():
        return True
    answer = ask()
    if answer == SAVE:
        return panel.save()
    if answer == DROP:
        panel.drop()
    return answer == DROP


def ask_unsaved(parent: tk.Misc, what: str) -> str:
    dialog = Dialog(parent, "Chưa ghi")
    text = f"{what} đã sửa nhưng chưa ghi."
    ttk.Label(dialog.body, text=text, style="Strong.TLabel", wraplength=px(460)).pack(anchor="w")
    dialog.add_button("Ghi", lambda: dialog.finish(SAVE), main=True)
    dialog.add_button("Không ghi", lambda: dialog.finish(DROP))
    dialog.add_button("Ở lại", lambda: dialog.finish(STAY))
    return str(dialog.wait() or STAY)


class Tabs(ttk.Frame):
    """`keys`: more keys that work on every page. Left and Right go along the titles, Ctrl+Page
    Down and Ctrl+Page Up from page to page. `memory`: the settings of this PC, for the page that
    was in view last."""

    def __init__(
        self,
        parent: tk.Misc,
        pages: Sequence[Page],
        keys: Mapping[str, Callable[[], object]] | None = None,
        memory: MutableMapping[str, str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._memory = {} if memory is None else memory
        self._name = "tab:" + ",".join(p.key for p in pages)
        self._pages = {p.key: p for p in pages}
        self.built: dict[str, Panel] = {}
        self.current = ""
        self._shown = tk.StringVar(self)
        self._strip = Flow(self, gap=4)
        self._strip.pack(fill="x")
        ttk.Frame(self, style="Line.TFrame", height=1).pack(fill="x", pady=(0, px(12)))
        self._buttons = {p.key: self._add(p) for p in pages}
        self._tag = bind_screen_keys(self, {
            "<F8>": self._add_to_page,
            "<Control-Next>": lambda: self._step(1), "<Control-Prior>": lambda: self._step(-1),
            **(keys or {}),
        })  # fmt: skip

    @property
    def panel(self) -> Panel:
        return self.built[self.current]

    def title(self) -> str:
        return self._pages[self.current].title

    def open(self, key: str) -> bool:
        """Show a page; False when the present one was not to be left."""
        if key == self.current or key not in self._pages:
            self._shown.set(self.current)
            return key == self.current
        if self.current and not self.leave():
            self._shown.set(self.current)
            return False
        if key not in self.built:
            self.built[key] = self._pages[key].make(self)
            tag_all(self._frame(key), self._tag)
        if self.current:
            self._frame(self.current).pack_forget()
        self.current = key
        self._shown.set(key)
        for name, button in self._buttons.items():
            button.configure(takefocus=name == key)
        self._memory[self._name] = key
        self.panel.refresh()
        self._frame(key).pack(fill="both", expand=True)
        return True

    def open_last(self) -> bool:
        """The page of last time on this PC, else the first."""
        last = self._memory.get(self._name, "")
        return self.open(last if last in self._pages else next(iter(self._pages)))

    def leave(self) -> bool:
        return may_leave(self.panel, partial(ask_unsaved, self, f"Phần “{self.title()}”"))

    def focus_first(self) -> None:
        self.panel.focus_first()

    def refresh(self) -> None:
        """The page in view; the others read anew when they are opened."""
        self.panel.refresh()

    def _frame(self, key: str) -> ttk.Frame:
        frame = self.built[key]
        assert isinstance(frame, ttk.Frame)
        return frame

    def _add(self, page: Page) -> ttk.Radiobutton:
        button = ttk.Radiobutton(
            self._strip, text=page.title, value=page.key, variable=self._shown,
            style="Tab.Toolbutton", command=partial(self._on_pressed, page.key),
        )  # fmt: skip
        for key, step in (("<Left>", -1), ("<Right>", 1)):
            button.bind(key, partial(self._on_arrow, step))
        self._strip.add(button)
        return button

    def _on_pressed(self, key: str) -> None:
        if self.open(key):
            self._buttons[key].focus_set()

    def _on_arrow(self, step: int, _: "tk.Event[tk.Misc]") -> str:
        self._on_pressed(neighbour(list(self._pages), self.current, step))
        return "break"

    def _add_to_page(self) -> None:
        if isinstance(self.panel, Adds):
            self.panel.add()

    def _step(self, step: int) -> None:
        if self.open(neighbour(list(self._pages), self.current, step)):
            self.focus_first()
