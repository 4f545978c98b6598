"""The steps of a longer piece of work: StepList at the left of a page, StepLine on top of one."""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence

import ttkbootstrap as ttk

from ui.theme import px

WIDTH, NARROW = 236, 150


class StepList(ttk.Frame):
    """`chosen(key)` when a person goes to a step by mouse, Enter or space."""

    def __init__(
        self,
        parent: tk.Misc,
        steps: Sequence[tuple[str, str]],
        chosen: Callable[[str], object],
    ) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self._rows: dict[str, tuple[ttk.Frame, ttk.Label, ttk.Label, ttk.Label]] = {}
        self._closed: set[str] = set()
        self._width = ttk.Frame(self, height=1)
        self._width.pack()
        for number, (key, title) in enumerate(steps, 1):
            self._add(key, f"{number}. {title}")
        self.set_compact(compact=False)

    def set_compact(self, *, compact: bool) -> None:
        """A narrow window: less room, the texts wrap."""
        width = NARROW if compact else WIDTH
        self._width.configure(width=px(width))
        for _, _, title, note in self._rows.values():
            for label in (title, note):
                label.configure(wraplength=px(width - 44), justify="left")

    def show(self, notes: Mapping[str, str], current: str, closed: Sequence[str] = ()) -> None:
        """`notes`: what is done of each step, "" for nothing yet; `closed` cannot be gone to."""
        self._closed = set(closed)
        for key, (row, icon, title, note) in self._rows.items():
            is_done, is_current = bool(notes.get(key)), key == current
            name = "check-circle-fill" if is_done else "arrow-right-circle-fill"
            icon.configure(
                icon=name if is_done or is_current else "circle",
                style="Good.TLabel" if is_done else "Accent.TLabel",
            )
            title.configure(
                style="Accent.TLabel" if is_current
                else "Caption.TLabel" if key in self._closed else "TLabel"
            )  # fmt: skip
            note.configure(text=notes.get(key, ""))
            row.configure(
                takefocus=key not in self._closed, cursor="" if key in self._closed else "hand2"
            )

    def _add(self, key: str, text: str) -> None:
        row = ttk.Frame(self, style="Step.TFrame", padding=px(6), takefocus=True)
        row.pack(fill="x", pady=(0, px(4)))
        row.columnconfigure(1, weight=1)
        icon = ttk.Label(row, icon="circle", icon_size=20, style="Accent.TLabel")
        title = ttk.Label(row, text=text)
        note = ttk.Label(row, style="Caption.TLabel")
        icon.grid(row=0, column=0, padx=(0, px(8)), sticky="n")
        title.grid(row=0, column=1, sticky="w")
        note.grid(row=1, column=1, sticky="w")
        self._rows[key] = (row, icon, title, note)

        def press(_: "tk.Event[tk.Misc]") -> str:
            if key not in self._closed:
                self._chosen(key)
            return "break"

        for name in ("<Return>", "<KP_Enter>", "<space>"):
            row.bind(name, press)
        row.bind("<FocusIn>", lambda _: row.configure(style="StepFocus.TFrame"))
        row.bind("<FocusOut>", lambda _: row.configure(style="Step.TFrame"))
        for part in (row, icon, title, note):
            part.bind("<Button-1>", press)


class StepLine(ttk.Frame):
    """Where one is: the steps in a row, those behind ticked. To look at, not to press."""

    def __init__(self, parent: tk.Misc, steps: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self._keys = [key for key, _ in steps]
        self._parts: list[tuple[ttk.Label, ttk.Label]] = []
        for n, (_, title) in enumerate(steps):
            if n:
                ttk.Frame(self, style="Line.TFrame", width=px(18), height=1).pack(
                    side="left", padx=px(6)
                )
            icon = ttk.Label(self, icon="circle", icon_size=16, style="Caption.TLabel")
            text = ttk.Label(self, text=title, style="Caption.TLabel")
            icon.pack(side="left", padx=(0, px(5)))
            text.pack(side="left")
            self._parts.append((icon, text))

    def show(self, current: str) -> None:
        at = self._keys.index(current) if current in self._keys else len(self._keys)
        for n, (icon, text) in enumerate(self._parts):
            name = "check-circle-fill" if n < at else "circle-fill" if n == at else "circle"
            style = ("Good" if n < at else "Accent" if n == at else "Caption") + ".TLabel"
            icon.configure(icon=name, style=style)
            text.configure(style="Accent.TLabel" if n == at else "Caption.TLabel")
