"""Before names leave the program, or an account changes: the password again, and a reason.

In the practice commune nothing real leaves, so nothing is asked there.
"""

import tkinter as tk

from ui.session import Session


def ask_reason(parent: tk.Misc, session: Session, purpose: str) -> str | None:
    """The reason, "" in the practice commune; None when it was given up."""
    if session.practice:
        return ""
    from ui.confirm import confirm

    return confirm(session, purpose, parent=parent)
