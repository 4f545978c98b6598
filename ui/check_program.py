"""What `--check` asks of the program itself: no file of it is damaged, all of its Tcl is
its own, and it never calls out.

Add to CALLS what Python announces (see "audit events" in its manual) when something else is tried.
"""

import sys
import tkinter as tk
from pathlib import Path
from typing import Any

from storage.program_files import find_changed

CALLS = {
    "socket.bind", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto",
    "ftplib.connect", "http.client.connect", "smtplib.connect", "urllib.Request", "webbrowser.open",
}  # fmt: skip


def watch_calls(found: list[str]) -> None:
    """From now on every attempt to reach a network is added to the list. A process cannot take this
    back, so it is for one that ends after its check."""

    def look(event: str, _: tuple[Any, ...]) -> None:
        if event in CALLS:
            found.append(f"gọi ra ngoài mạng: {event}")

    sys.addaudithook(look)


def describe_damage() -> str:
    """Which files of the packed program are missing or not as they were made; "" when none are."""
    if not getattr(sys, "frozen", False):
        return ""
    changed = find_changed(Path(sys.executable).parent, Path(sys._MEIPASS))  # type: ignore[attr-defined]
    return f"tệp của chương trình thiếu hoặc hỏng: {', '.join(changed[:5])}." if changed else ""


def describe_foreign(app: tk.Misc) -> str:
    """What the packed program took of a Tcl installed on this PC, which the next one lacks."""
    if not getattr(sys, "frozen", False):
        return ""
    foreign = find_foreign(app, Path(sys._MEIPASS))  # type: ignore[attr-defined]
    return f"dùng Tcl của máy này: {', '.join(foreign)}." if foreign else ""


def find_foreign(app: tk.Misc, lib: Path) -> list[str]:
    """Scripts of loaded packages that lie outside of the folder."""
    call = app.tk.call
    found = []
    for name in app.tk.splitlist(call("package", "names")):
        if version := call("package", "provide", name):
            words = app.tk.splitlist(call("package", "ifneeded", name, version))
            found += [w for w in map(str, words) if w.endswith((".tm", ".tcl"))]
    return [script for script in found if not Path(script).is_relative_to(lib)]
