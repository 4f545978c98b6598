"""The dialog for a column of denominators: type down the villages, or paste from Excel.

What pasted lines mean is domain/figure_entry.py.
"""

import tkinter as tk
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import ttkbootstrap as ttk

from domain.fields import Choice, format_row, parse_row
from domain.figure_entry import (
    COMMUNE,
    Pasted,
    figure_notes,
    make_figures,
    newest_values,
    spread_column,
)
from domain.figures import FIGURE_FIELDS, FIGURE_KINDS, Figure
from domain.numerals import format_count
from domain.villages import Village
from storage.figures import list_figures, save_figures
from ui.dialogs import Dialog, ask
from ui.forms import Form
from ui.keys import bind_function_key, bind_moves
from ui.paragraph import Paragraph
from ui.scrolled import Scrolled
from ui.session import Session
from ui.theme import px, zoom

_KINDS = Choice(tuple(replace(k, digit=str(n)) for n, k in enumerate(FIGURE_KINDS, 1)))
HEAD_FIELDS = tuple(
    replace(f, kind=_KINDS) if f.name == "kind" else f
    for f in FIGURE_FIELDS
    if f.name in ("kind", "as_of", "source")
)
LOW = 600  # logical height of a screen on which the rows need the room of the hint
HINT = (
    "Gõ số rồi Enter để xuống dòng. Chép một cột trong Excel, bấm vào ô đầu và dán (Ctrl+V) thì "
    "các số tự xuống dòng; có cả cột tên thôn, bản thì tự tìm đúng dòng. Ô để trống: không ghi gì."
)


def describe_paste(pasted: Pasted) -> str:
    """ "Đã dán 8 số." with what found no place."""
    left = ", ".join(pasted.left_out[:3])
    more = f" Không tìm được chỗ cho: {left}." if left else ""
    return f"Đã dán {len(pasted.values)} số.{more}"


def sheet_notes(
    known: Sequence[Figure], figures: Sequence[Figure], villages: Sequence[Village]
) -> list[str]:
    """The notes as they would be once the typed figures were written."""
    typed = {(f.kind, f.village_id or COMMUNE): f.value for f in figures}
    return figure_notes({**newest_values(known, villages), **typed}, villages)


class _Sheet(Dialog):
    def __init__(
        self, parent: tk.Misc, session: Session, villages: Sequence[Village], whole: str
    ) -> None:
        super().__init__(parent, "Nhập số liệu nền")
        self._session, self._villages = session, villages
        self._known = list_figures(session.db)
        self._entries: dict[str, ttk.Entry] = {}
        self._old: dict[str, ttk.Label] = {}
        self._problems: dict[str, ttk.Label] = {}
        layout = (("kind",), ("as_of", "source"))
        self._form = Form(self.body, HEAD_FIELDS, layout=layout, submit=self._to_rows)
        self._form.pack(fill="x")
        start = {"kind": FIGURE_KINDS[0].code, "as_of": date.today().isoformat()}
        self._form.fill(format_row(HEAD_FIELDS, start))
        self._form.on_change(self._show_old)
        if self.winfo_screenheight() / zoom() > LOW:
            Paragraph(self.body, HINT, "Caption.TLabel").pack(fill="x", pady=(px(10), px(6)))
        self._about = Paragraph(self.body, style="Caption.TLabel")
        self._about.pack(side="bottom", fill="x", pady=(px(8), 0))
        holder = Scrolled(self.body)
        holder.pack(fill="both", expand=True, pady=(px(8), 0))
        holder.body.columnconfigure(3, weight=1)
        for column, text in enumerate(("Thôn, bản", "Đang dùng", "Số mới")):
            ttk.Label(holder.body, text=text, style="Caption.TLabel").grid(
                row=0, column=column, sticky="w" if column == 0 else "e",
                padx=(0, px(10) if column == 1 else 0),
            )  # fmt: skip
        places = [(v.id, v.label) for v in villages] + [(COMMUNE, whole)]
        for n, (place, label) in enumerate(places, 1):
            self._add_row(holder.body, n, place, label)
        self._show_old()
        self.add_button("Ghi (F9)", self.accept, main=True)
        self.add_button("Hủy", self.cancel)
        bind_function_key(self, "F9", self.accept)
        self.bind("<Escape>", lambda _: self.cancel())
        self.protocol("WM_DELETE_WINDOW", self.cancel)
        holder.fit(width=px(640), most_height=px(9999))
        self.update_idletasks()
        self.fix_body(px(700), self.body.winfo_reqheight() + px(20))
        self.after(80, partial(self._form.focus_field, "kind"))

    def accept(self) -> None:
        values, errors = parse_row(HEAD_FIELDS, self._form.raw())
        figures, bad = self._figures()
        for place, label in self._problems.items():
            label.configure(text=bad.get(place, ""))
            self._entries[place].state(["invalid" if place in bad else "!invalid"])
        self._form.show_errors(errors)
        if errors:
            return
        if bad:
            self._go_to(next(p for p in self._entries if p in bad))
        elif not figures:
            self._about.configure(text="Chưa gõ số nào.", style="Error.TLabel")
            self._go_to(next(iter(self._entries)))
        else:
            session = self._session
            session.changed(save_figures(session.db, figures, by=session.user))
            session.status(f"Đã ghi {len(figures)} số liệu: {values['source']}.")
            self.finish(True)

    def cancel(self) -> None:
        typed = any(e.get().strip() for e in self._entries.values())
        if not typed or ask(self, "Nhập số liệu nền", "Bỏ các số đã gõ?", "Bỏ", "Gõ tiếp",
                            danger=True):  # fmt: skip
            self.finish(None)

    def _raw(self) -> dict[str, str]:
        return {p: unicodedata.normalize("NFC", e.get()) for p, e in self._entries.items()}

    def _figures(self) -> tuple[list[Figure], dict[str, str]]:
        values, _ = parse_row(HEAD_FIELDS, self._form.raw())
        kind, as_of, source = (str(values[n] or "") for n in ("kind", "as_of", "source"))
        return make_figures(self._raw(), kind, as_of, source, self._known)

    # -- the rows ---------------------------------------------------------------------------

    def _add_row(self, parent: ttk.Frame, n: int, place: str, label: str) -> None:
        style = "TLabel" if place else "Strong.TLabel"
        ttk.Label(parent, text=label, style=style, width=26).grid(
            row=n, column=0, sticky="w", pady=px(2)
        )
        self._old[place] = ttk.Label(parent, style="Caption.TLabel", width=14, anchor="e")
        self._old[place].grid(row=n, column=1, sticky="e", padx=(0, px(10)))
        entry = self._entries[place] = ttk.Entry(parent, width=12, justify="right")
        entry.grid(row=n, column=2, pady=px(2))
        self._problems[place] = ttk.Label(parent, style="Error.TLabel")
        self._problems[place].grid(row=n, column=3, sticky="w", padx=(px(8), 0))
        bind_moves(entry, partial(self._step, place, 1), partial(self._step, place, -1))
        for key, step in (("<Down>", 1), ("<Up>", -1)):
            entry.bind(key, lambda _, step=step: self._step(place, step))  # type: ignore[misc]
        entry.bind("<<Paste>>", partial(self._on_paste, place))
        entry.bind("<FocusOut>", lambda _: self._show_notes(), add=True)

    def _to_rows(self) -> None:
        self._go_to(next(iter(self._entries)))

    def _go_to(self, place: str) -> None:
        entry = self._entries[place]
        entry.focus_set()
        entry.select_range(0, "end")

    def _step(self, place: str, step: int) -> None:
        places = list(self._entries)
        at = places.index(place) + step
        if 0 <= at < len(places):
            self._go_to(places[at])
        elif at < 0:
            self._form.focus_field("source")
        else:
            self.accept()

    def _on_paste(self, place: str, _: "tk.Event[tk.Misc]") -> str | None:
        try:
            text = self.clipboard_get()
        except tk.TclError:
            return None  # nothing to paste
        if not {"\n", "\t"} & set(text.rstrip()):
            return None
        pasted = spread_column(text, self._villages, place)
        for where, value in pasted.values.items():
            self._entries[where].delete(0, "end")
            self._entries[where].insert(0, value)
        self._show_notes()
        self._about.configure(text=f"{describe_paste(pasted)} {self._about.cget('text')}".strip())
        return "break"

    def _show_old(self) -> None:
        """What is known already of the chosen kind, beside each entry."""
        kind = parse_row(HEAD_FIELDS, self._form.raw())[0]["kind"]
        values = newest_values(self._known, self._villages)
        for place, label in self._old.items():
            known = values.get((str(kind), place))
            label.configure(text=format_count(known) if known is not None else "")

    def _show_notes(self) -> None:
        if self.winfo_exists():
            notes = sheet_notes(self._known, self._figures()[0], self._villages)
            self._about.configure(text="\n".join(notes), style="Caption.TLabel")


def ask_figures(
    parent: tk.Misc, session: Session, villages: Sequence[Village], whole: str
) -> bool:
    """Whether figures were written."""
    return _Sheet(parent, session, villages, whole).wait() is True
