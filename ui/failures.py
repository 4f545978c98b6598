"""One place that shows errors: an AppError as its sentence, anything else as a fault of ours.

Hooked on Tk callbacks, the interpreter, threads and tasks. The log never holds names: of a foreign
error it keeps the type, the place in the code and a message without quoted values.
"""

import logging
import queue
import re
import sys
import threading
import tkinter as tk
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from domain.errors import AppError, Cancelled
from storage.database import in_words
from storage.unlocked import Locked
from ui import dialogs
from ui.preferences import PcSettings

log = logging.getLogger(__name__)

LISTEN_MS = 500  # a fault of a thread is told within this

_QUOTED = re.compile(r"""'[^']*'|"[^"]*"|“[^”]*”""")
_DIGITS = re.compile(r"\d{6,}")
_FOREIGN_LETTERS = re.compile(r"\S*[^\x00-\x7f]\S*")


@dataclass(frozen=True)
class Failure:
    title: str
    message: str
    hint: str
    is_fault: bool


def describe_failure(error: BaseException) -> Failure | None:
    """What to tell the user; None when there is nothing to tell."""
    error = in_words(error)
    if isinstance(error, (Cancelled, Locked, KeyboardInterrupt, SystemExit)):
        return None  # Locked: something behind the sign-in page wanted to read
    if isinstance(error, AppError):
        return Failure("Chưa làm được", error.message, error.hint, False)
    if isinstance(error, PermissionError):
        return Failure(
            "Chưa làm được", "Không ghi được tệp: tệp đang mở ở chương trình khác hoặc bị khóa.",
            "Hãy đóng tệp đó rồi làm lại, hoặc chọn tên khác.", False,
        )  # fmt: skip
    return Failure(
        "Chương trình gặp lỗi", "Chương trình gặp lỗi. Số liệu đã lưu vẫn còn nguyên.",
        "Hãy làm lại việc vừa rồi. Nếu còn lỗi, bấm “Tạo tệp gửi hỗ trợ” và gửi tệp đó cho người "
        "phụ trách kỹ thuật; tệp không có tên người, không có số điện thoại.", True,
    )  # fmt: skip


def scrub(message: str) -> str:
    """A message without what may be personal: quoted values, long numbers, words with accents."""
    return _FOREIGN_LETTERS.sub("…", _DIGITS.sub("…", _QUOTED.sub("…", message)))


def format_for_log(error: BaseException) -> str:
    """Type, scrubbed message and the places in the code, innermost last."""
    places = [
        f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return "\n".join([f"{type(error).__name__}: {scrub(str(error))}", *places])


class Failures:
    """Shows and logs. `gather()` gives what the support file holds (ui/support.py)."""

    def __init__(
        self, root: tk.Misc, settings: PcSettings, gather: Callable[[], Mapping[str, str]]
    ) -> None:
        self._root, self._settings, self._gather = root, settings, gather
        self._from_threads = queue.SimpleQueue[BaseException]()
        self._listening = ""
        self._showing = False

    def install(self) -> None:
        self._root.report_callback_exception = self._on_callback  # type: ignore[attr-defined]
        sys.excepthook = self._on_callback
        threading.excepthook = self._on_thread
        self._listen()

    def uninstall(self) -> None:
        """When the window goes: nobody is left to show anything to."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        if self._listening:
            self._root.after_cancel(self._listening)
            self._listening = ""

    def handle(self, error: BaseException) -> None:
        """On the Tk thread only."""
        failure = describe_failure(error)
        if failure is None:
            return
        if failure.is_fault:
            log.error("fault: %s", format_for_log(error))
        else:
            log.info("refused: %s", type(error).__name__)
        if not self._showing:  # a fault that repeats with every redraw must not pile up windows
            self._showing = True
            try:
                self._show(failure)
            finally:
                self._showing = False

    def _show(self, failure: Failure) -> None:
        if not failure.is_fault:
            dialogs.tell(self._root, failure.title, failure.message, failure.hint, error=True)
        elif dialogs.ask(self._root, failure.title, failure.message, "Tạo tệp gửi hỗ trợ …", "Đóng",
                         failure.hint):  # fmt: skip
            self.save_support(self._root)

    def save_support(self, parent: tk.Misc) -> None:
        """The window of the support file; the sign-in page and the settings open it too."""
        from ui.support_window import save_support

        save_support(parent, self._settings, self._gather)

    def _on_callback(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> Any:
        self.handle(error.with_traceback(trace))

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        """Only kept: nothing of the window may be touched from another thread."""
        if args.exc_value is not None:
            self._from_threads.put(args.exc_value)

    def _listen(self) -> None:
        self._listening = self._root.after(LISTEN_MS, self._listen)
        while not self._from_threads.empty():
            self.handle(self._from_threads.get())
