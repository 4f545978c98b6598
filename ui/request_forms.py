"""The dialogs of the register: a new request, and the steps of its answer."""

import tkinter as tk
from datetime import date

from domain.fields import Row, format_row, parse_row
from domain.requests import (
    REQUEST_FIELDS,
    STEP_LABELS,
    Request,
    Step,
    check_request,
    check_step,
    step_fields,
)
from storage.requests import save_request, take_step
from ui.dialogs import tell
from ui.edit import edit_and_write
from ui.session import Session

LAYOUT = (("kind",), ("requester", "contact"), ("code", "received_on"), ("words",))


def ask_request(parent: tk.Misc, session: Session, code: str = "") -> str | None:
    """The id of a new request; `code` of the household where it is known."""
    today = date.today()

    def write(texts: dict[str, str]) -> str:
        values, _ = parse_row(REQUEST_FIELDS, texts)
        changes, id_ = save_request(session.db, values, by=session.user)
        session.changed(changes)
        return id_

    start: Row = {"received_on": today.isoformat(), "code": code or None}
    return edit_and_write(
        parent, "Ghi yêu cầu của người dân", REQUEST_FIELDS, format_row(REQUEST_FIELDS, start),
        write, lambda values: check_request(values, today), layout=LAYOUT, save="Ghi (F9)",
    )  # fmt: skip


def ask_step(parent: tk.Misc, session: Session, request: Request, step: Step) -> bool:
    today = date.today()
    fields = step_fields(step)
    planned: Row = {"happened_on": today.isoformat()}
    if problem := check_step(request, step, {**planned, "note": "…"}, today):
        tell(parent, STEP_LABELS[step], problem)
        return False

    def write(texts: dict[str, str]) -> bool:
        values, _ = parse_row(fields, texts)
        session.changed(take_step(session.db, request.id, step, values, by=session.user))
        return True

    def check(values: Row) -> dict[str, str]:
        problem = check_step(request, step, values, today)
        return {"happened_on": problem} if problem else {}

    title = f"{STEP_LABELS[step]}: yêu cầu số {request.number}, {request.label.lower()}"
    done = edit_and_write(parent, title, fields, format_row(fields, planned), write, check,
                          columns=1, save="Ghi (F9)")  # fmt: skip
    return done is True
