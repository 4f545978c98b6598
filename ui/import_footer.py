"""The footer of the import wizard: back, go on, and while a reading job runs its bar and "Hủy"."""

import tkinter as tk
from collections.abc import Callable

import ttkbootstrap as ttk

from domain.errors import AppError, Cancelled
from ui.tasks import Job, Tasks
from ui.theme import px

Report = Callable[[int, int], None]


class Footer(ttk.Frame):
    def __init__(
        self, parent: tk.Misc, tasks: Tasks, forward: Callable[[], None], back: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._job: Job | None = None
        self._text = ttk.Label(self, style="Caption.TLabel")
        self._bar = ttk.Progressbar(self, bootstyle="primary thin", maximum=1.0, length=px(180))
        self._stop = ttk.Button(self, text="Hủy", bootstyle="outline", command=self._on_stop)
        self._forward = ttk.Button(self, bootstyle="primary", command=forward)
        self._back = ttk.Button(self, bootstyle="outline", command=back)
        self._text.pack(side="left")
        self._forward.pack(side="right")

    @property
    def is_busy(self) -> bool:
        return str(self._forward.cget("state")) == "disabled"

    def show(self, forward: str, back: str) -> None:
        """The texts of the two buttons; no second one for ""."""
        self._forward.configure(text=forward)
        self._back.configure(text=back)
        if back:
            self._back.pack(side="right", padx=(0, px(8)))
        else:
            self._back.pack_forget()

    def focus_forward(self) -> None:
        self._forward.focus_set()

    def run(
        self, job: Callable[[Report], object], done: Callable[..., None], text: str,
        failed: Callable[[AppError], None] | None = None,
    ) -> None:  # fmt: skip
        """A job that only reads: not modal, but the wizard waits. Refusals go to `failed`."""

        def finish(result: object) -> None:
            self._show_busy("")
            done(result)

        def fail(error: BaseException) -> None:
            self._show_busy("")
            if failed and isinstance(error, AppError):
                failed(error)
            elif not isinstance(error, Cancelled):
                raise error

        self._show_busy(text)
        self._job = self._tasks.run(
            lambda report: job(report), finish, progress=self._on_progress, failed=fail
        )

    def _on_progress(self, done: int, total: int, _: str) -> None:
        self._bar.configure(value=done / total if total else 0)

    def _show_busy(self, text: str) -> None:
        self._text.configure(text=text)
        for button in (self._forward, self._back):
            button.configure(state="disabled" if text else "normal")
        if text:
            self._bar.configure(value=0)
            self._bar.pack(side="left", padx=(px(10), 0))
            self._stop.pack(side="left", padx=(px(10), 0))
        else:
            self._bar.pack_forget()
            self._stop.pack_forget()

    def _on_stop(self) -> None:
        if self._job:
            self._job.cancel()
