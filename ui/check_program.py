"""What `--check` asks of the program itself: no file of it is damaged, and it never calls out.

Add to CALLS what Python announces (see "audit events" in its manual) when something else is tried.
"""

import sys
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
