"""Suggest: an Entry with a list of known texts under it, found without diacritics.

The list never completes inside the field: input methods type by erasing and retyping, and would
eat the suggestion. It is placed in the same window, so it takes no focus away.
"""

import tkinter as tk
from collections.abc import Callable, Sequence

import ttkbootstrap as ttk

from domain.text import fold
from ui import theme
from ui.theme import px

ROWS = 8


def match(texts: Sequence[str], keys: Sequence[str], typed: str, limit: int = ROWS) -> list[str]:
    """Texts whose folded key starts with what is typed, then those that contain it."""
    key = fold(" ".join(typed.split()))
    starting = [t for t, k in zip(texts, keys, strict=True) if k.startswith(key)]
    if len(starting) >= limit or not key:
        return starting[:limit]
    within = [t for t, k in zip(texts, keys, strict=True) if key in k and not k.startswith(key)]
    return (starting + within)[:limit]


class Suggest(ttk.Entry):
    """`choices` are looked through at every key; `picked` is called when one is taken."""

    def __init__(
        self,
        parent: tk.Misc,
        choices: Sequence[str] = (),
        picked: Callable[[str], None] | None = None,
        **options: object,
    ) -> None:
        super().__init__(parent, **options)  # type: ignore[arg-type]
        self._picked = picked
        self._list: tk.Listbox | None = None
        self.set_choices(choices)
        self.bind("<KeyRelease>", self._on_typed, add=True)
        self.bind("<Down>", lambda _: self._step(1), add=True)
        self.bind("<Up>", lambda _: self._step(-1), add=True)
        self.bind("<Escape>", self._on_escape, add=True)
        self.bind("<FocusOut>", lambda _: self.after(120, self.close), add=True)
        self.bind("<Destroy>", lambda _: self.close(), add=True)

    def set_choices(self, choices: Sequence[str]) -> None:
        self._choices = list(choices)
        self._keys = [fold(" ".join(c.split())) for c in self._choices]

    @property
    def is_open(self) -> bool:
        return self._list is not None

    def take(self) -> bool:
        """Put the highlighted text into the field; False when the list is closed or has none."""
        if not self._list or not self._list.curselection():
            return False
        text = str(self._list.get(self._list.curselection()[0]))
        self.close()
        self.delete(0, "end")
        self.insert(0, text)
        if self._picked:
            self._picked(text)
        return True

    def highlight_first(self) -> None:
        self._step(1)

    def close(self) -> None:
        if self._list:
            self._list.destroy()
            self._list = None

    def open_all(self) -> None:
        """Down in an empty field shows the first of the list."""
        self.show(self.find(""))

    def find(self, typed: str) -> list[str]:
        """What the list shows for a typed text; a subclass may ask elsewhere."""
        return match(self._choices, self._keys, typed)

    def _on_typed(self, event: "tk.Event[tk.Misc]") -> None:
        if event.keysym in ("Down", "Up", "Return", "KP_Enter", "Tab", "Escape", "ISO_Left_Tab"):
            return
        typed = self.get().strip()
        found = self.find(typed) if typed else []
        self.show([] if found == [typed] else found)

    def show(self, texts: list[str]) -> None:
        """Open the list with these texts; without any, close it."""
        if not texts:
            self.close()
            return
        if not self._list:
            self._list = self._make_list()
        self._list.delete(0, "end")
        self._list.insert("end", *texts)
        self._list.configure(height=len(texts))
        top = self.winfo_toplevel()
        x, y = self.winfo_rootx() - top.winfo_rootx(), self.winfo_rooty() - top.winfo_rooty()
        height = self._list.winfo_reqheight()
        below = y + self.winfo_height()
        above = below + height > top.winfo_height() and y > height
        if not above and below + height > top.winfo_height():  # in a low dialog: what fits, the
            rows = len(texts) * (top.winfo_height() - below) // height  # arrows go to the others
            self._list.configure(height=max(1, min(rows, len(texts))))
            height = self._list.winfo_reqheight()
        width = max(self.winfo_width(), self._list.winfo_reqwidth())
        x = max(0, min(x, top.winfo_width() - width))
        self._list.place(x=x, y=y - height if above else below, width=width)
        self._list.lift()

    def _make_list(self) -> tk.Listbox:
        c = theme.colours()
        found = tk.Listbox(
            self.winfo_toplevel(), activestyle="none", exportselection=False, takefocus=False,
            background=c.background, foreground=c.text, selectbackground=c.selection,
            selectforeground=c.text, highlightthickness=1, highlightbackground=c.border,
            relief="flat", borderwidth=px(3), font="TkDefaultFont", width=0,
        )  # fmt: skip
        found.bind("<ButtonRelease-1>", lambda _: self.take())
        return found

    def _step(self, by: int) -> str | None:
        if not self._list:
            if by > 0:
                self.open_all()
            return "break"
        at = self._list.curselection()
        last = int(self._list.size()) - 1
        row = max(0, min(last, (at[0] + by) if at else (0 if by > 0 else last)))
        self._list.selection_clear(0, "end")
        self._list.selection_set(row)
        self._list.see(row)
        return "break"

    def _on_escape(self, _: "tk.Event[tk.Misc]") -> str | None:
        if not self._list:
            return None
        self.close()
        return "break"
