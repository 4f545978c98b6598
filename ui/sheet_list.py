"""MarkedList: a virtual list of which several rows can be marked (space, Ctrl+A, click)."""

import tkinter as tk
from collections.abc import Callable, Sequence

from ui.tables import Column, Fetch, VirtualList


class MarkedList(VirtualList):
    """`marks` are ids; `marked()` is called after they changed. Column "mark" takes clicks."""

    def __init__(
        self, parent: tk.Misc, columns: Sequence[Column], fetch: Fetch, count: Callable[[], int], *,
        all_ids: Callable[[], Sequence[str]], marked: Callable[[], object],
        opened: Callable[[str], object], chosen: Callable[[str], object],
        sort: Callable[[str], object],
    ) -> None:  # fmt: skip
        self.marks: set[str] = set()
        self._ids_shown, self._on_marked = all_ids, marked
        super().__init__(parent, columns, fetch, count, opened=opened, chosen=chosen, sort=sort)

    def targets(self) -> list[str]:
        """The marked rows in the order shown; without marks the selected one."""
        marked = [id_ for id_ in self._ids_shown() if id_ in self.marks]
        return marked or ([self.selected_id] if self.selected_id else [])

    def clear_marks(self) -> None:
        self.marks.clear()
        self._after_marking()

    def toggle(self) -> str:
        """Mark or unmark the selected row."""
        if self.selected_id:
            self.marks ^= {self.selected_id}
            self._after_marking()
        return "break"

    def toggle_all(self) -> str:
        """Every row shown; once more takes the marks off."""
        ids = set(self._ids_shown())
        self.marks = set() if ids <= self.marks else self.marks | ids
        self._after_marking()
        return "break"

    def _after_marking(self) -> None:
        self.reload()
        self._on_marked()

    def _bind_events(self) -> None:
        super()._bind_events()
        tree = self._tree
        tree.bind("<space>", lambda _: self.toggle())
        tree.bind("<Insert>", lambda _: self.toggle())
        for key in ("<Control-a>", "<Control-A>"):
            tree.bind(key, lambda _: self.toggle_all())
        for key, row_key in (("<Shift-Up>", "Up"), ("<Shift-Down>", "Down")):
            tree.bind(key, lambda _, k=row_key: self._mark_and_go(k))  # type: ignore[misc]
        tree.bind("<Control-Button-1>", self._on_mark_click)

    def _mark_and_go(self, key: str) -> str:
        if self.selected_id:
            self.marks.add(self.selected_id)
        row = self._row + (1 if key == "Down" else -1)
        self.select(row)
        self.marks |= {self.selected_id} - {""}
        self._after_marking()
        return "break"

    def _on_mark_click(self, event: "tk.Event[tk.Misc]") -> str:
        self._on_click(event)
        return self.toggle()

    def _on_click(self, event: "tk.Event[tk.Misc]") -> str | None:
        answer = super()._on_click(event)
        at = self._tree.identify_column(event.x)
        if answer and not int(event.state) & 0x4 and self._tree.column(at, "id") == "mark":
            self.toggle()
        return answer
