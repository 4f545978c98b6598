"""edit(): a form in a dialog. Text in, text out; nothing is written here."""

import tkinter as tk
from collections.abc import Callable, Mapping, Sequence

from domain.fields import Field, Row, parse_row
from ui.dialogs import Dialog
from ui.forms import Form
from ui.scrolled import Scrolled
from ui.theme import px

Check = Callable[[Row], Mapping[str, str]]


def find_errors(
    fields: Sequence[Field], raw: Mapping[str, str], check: Check | None
) -> dict[str, str]:
    """Messages by field: those of each field, and when there are none, the caller's rules."""
    values, errors = parse_row(fields, raw)
    return errors if errors or check is None else dict(check(values))


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
    dialog = Dialog(parent, title)
    holder = Scrolled(dialog.body)
    holder.pack(fill="both", expand=True)

    def accept() -> None:
        errors = find_errors(fields, form.raw(), check)
        if errors:
            form.show_errors(errors)
        else:
            dialog.finish(form.raw())

    form = Form(holder.body, fields, columns, layout=layout, submit=accept)
    form.pack(fill="both", expand=True)
    form.fill(raw)
    dialog.add_button(save, accept, main=True)
    dialog.add_button("Hủy", lambda: dialog.finish(None))
    dialog.bind("<F9>", lambda _: accept())
    holder.fit(width=px(620), most_height=dialog.winfo_screenheight() - px(230))
    dialog.after(60, form.focus_first)
    result = dialog.wait()
    return result if isinstance(result, dict) else None
