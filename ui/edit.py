"""edit(): a form in a dialog. Text in, text out.

edit_and_write() also stores: while storage refuses (file locked, disk full) the dialog stays open
with everything typed.
"""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from tkinter import font as tkfont
from typing import TypeVar

import ttkbootstrap as ttk

from domain.fields import Choice, Field, Row, parse_row
from ui.dialogs import Dialog, write_or_tell
from ui.forms import Form
from ui.keys import bind_function_key
from ui.scrolled import Scrolled
from ui.suggest import ROWS
from ui.theme import px

Check = Callable[[Row], Mapping[str, str]]
T = TypeVar("T")


def find_errors(
    fields: Sequence[Field], raw: Mapping[str, str], check: Check | None
) -> dict[str, str]:
    """Messages by field: those of each field, and when there are none, the caller's rules."""
    values, errors = parse_row(fields, raw)
    return errors if errors or check is None else dict(check(values))


def list_rows(last: Field) -> int:
    """Rows of the list that opens below the last field: it has no other room in a dialog."""
    kind = last.kind
    return min(len(kind.options), ROWS) if isinstance(kind, Choice) and kind.free else 0


def edit(
    parent: tk.Misc,
    title: str,
    fields: Sequence[Field],
    raw: Mapping[str, str],
    check: Check | None = None,
    *,
    columns: int = 2,
    layout: Sequence[Sequence[str]] | None = None,
    save: str = "Ghi",
) -> dict[str, str] | None:
    """The texts as they were accepted (parse_row takes them), or None when closed without saving.

    `check(values)` gives messages by field name for rules across fields; {} lets them pass.
    """
    return edit_and_write(parent, title, fields, raw, lambda texts: texts, check,
                          columns=columns, layout=layout, save=save)  # fmt: skip


def edit_and_write(
    parent: tk.Misc,
    title: str,
    fields: Sequence[Field],
    raw: Mapping[str, str],
    write: Callable[[dict[str, str]], T],
    check: Check | None = None,
    *,
    columns: int = 2,
    layout: Sequence[Sequence[str]] | None = None,
    save: str = "Ghi",
    cancel: str = "Hủy",
) -> T | None:
    """As edit(), and what `write(texts)` returned; while it raises AppError the dialog stays."""
    dialog = Dialog(parent, title)
    holder = Scrolled(dialog.body)
    holder.pack(fill="both", expand=True)
    written: list[T] = []

    def accept() -> None:
        texts = form.raw()
        errors = find_errors(fields, texts, check)
        if errors:
            form.show_errors(errors)
        elif (made := write_or_tell(dialog, partial(write, texts))) is not None:
            written.append(made)
            dialog.finish(True)

    form = Form(holder.body, fields, columns, layout=layout, submit=accept)
    form.pack(fill="both", expand=True)
    if rows := list_rows(fields[-1]):
        line = int(tkfont.nametofont("TkDefaultFont", dialog).metrics("linespace"))
        ttk.Frame(holder.body, height=rows * line + px(8)).pack(fill="x")
    form.fill(raw)
    dialog.add_button(save, accept, main=True)
    dialog.add_button(cancel, lambda: dialog.finish(None))
    bind_function_key(dialog, "F9", accept)
    holder.fit(width=px(620), most_height=dialog.winfo_screenheight() - px(230))
    dialog.after(60, form.focus_first)
    dialog.wait()
    return written[0] if written else None
