"""What a role may not do is grey, and says why where the mouse rests on it.

A screen asks grey() once for each of its buttons; whatever sets their state later goes on asking
domain.users.may(), and Session.allows() answers the keys.
"""

import tkinter as tk

import ttkbootstrap as ttk

from domain.users import User, may, refusal_words


def why_not(user: User, permission: str) -> str:
    """Why the user may not; "" where he may."""
    return "" if may(user, permission) else refusal_words(user)


def grey(button: tk.Misc, user: User, permission: str) -> bool:
    """Disable the button of who may not, with the reason as its tooltip. Whether he may."""
    why = why_not(user, permission)
    if why:
        button.state(["disabled"])  # type: ignore[attr-defined]
        ttk.ToolTip(button, text=why, delay=400)
    return not why
