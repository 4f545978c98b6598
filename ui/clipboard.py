"""Watches what the program puts on the clipboard, so that locking can take it away again.

Only its digest is remembered. What another program has put there since is left alone.
"""

import hashlib
import os
import tkinter as tk
from typing import Any


class ClipboardWatch:
    def __init__(self, app: tk.Misc) -> None:
        self._app = app
        self._salt = os.urandom(16)
        self._ours: Any = None  # over what we put there
        self._command = app.register(self._on_clipboard)
        app.tk.call("trace", "add", "execution", "clipboard", "leave", self._command)

    def stop(self) -> None:
        self._app.tk.call("trace", "remove", "execution", "clipboard", "leave", self._command)

    def clear_ours(self) -> bool:
        """Whether there was something of ours, which is gone now."""
        ours, self._ours = self._ours, None
        if ours is None:
            return False
        try:
            now = self._app.clipboard_get()
        except tk.TclError:  # empty, or no text
            return False
        if self._over(now).digest() != ours.digest():
            return False
        self._app.clipboard_clear()
        return True

    def _over(self, text: str) -> Any:
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=self._salt)

    def _on_clipboard(self, command: str, *_: str) -> None:
        """After every `clipboard …` that the program runs, whoever wrote it."""
        words = [str(word) for word in self._app.tk.splitlist(command)]
        if words[1:2] == ["clear"]:
            self._ours = None
        elif words[1:2] == ["append"]:
            text = words[-1]
            if self._ours is None:
                self._ours = self._over(text)
            else:
                self._ours.update(text.encode("utf-8", "surrogatepass"))
