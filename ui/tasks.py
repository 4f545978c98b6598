"""Work off the Tk thread: one worker, one queue, drained by the window every 50 ms.

A worker gets plain values and returns a plain value; it never touches a widget and opens its own
database connection. Anything that may take more than 100 ms on a slow PC belongs here.
"""

import queue
import threading
import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, TypeVar

from domain.errors import Cancelled

POLL_MS = 50
T = TypeVar("T")


class Report(Protocol):
    """Called by the work now and then; raises Cancelled once the user pressed "Hủy"."""

    def __call__(self, done: int, total: int, text: str = "") -> None: ...


class Progress(Protocol):
    """What shows progress: ui/dialogs.py ProgressDialog, or a screen's own bar."""

    def update_progress(self, done: int, total: int, text: str) -> None: ...

    def close(self) -> None: ...


@dataclass(eq=False)
class Job:
    """One piece of work on its way. `cancel()` may be called from any thread."""

    work: Callable[[Report], Any]
    done: Callable[[Any], None]
    failed: Callable[[BaseException], None]
    progress: Callable[[int, int, str], None] | None = None
    _stop: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        self._stop.set()

    def check(self) -> None:
        if self._stop.is_set():
            raise Cancelled


class Tasks:
    """`run` returns at once; `done`, `progress` and `failed` are called on the Tk thread.

    inline=True does the work at once in the calling thread: for tests and for --check.
    """

    def __init__(
        self,
        root: tk.Misc,
        *,
        on_error: Callable[[BaseException], None],
        show_progress: Callable[[str, Callable[[], None]], Progress] | None = None,
        inline: bool = False,
    ) -> None:
        self._root = root
        self._on_error = on_error
        self._show_progress = show_progress
        self._inline = inline
        self._waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[tuple[Callable[[], None], Job, bool]]
        self._results = queue.SimpleQueue()
        self._worker: threading.Thread | None = None
        self._jobs: set[Job] = set()
        self._poll: str | None = None

    @property
    def busy(self) -> bool:
        return bool(self._jobs)

    def run(
        self,
        work: Callable[[Report], T],
        done: Callable[[T], None],
        progress: Callable[[int, int, str], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        title: str = "",
        modal: bool = False,
    ) -> Job:
        """Start `work(report)`, then call `done(result)`, or `failed(error)` (else a dialog).

        Cancelled work calls `failed` with Cancelled where one is given, and nothing otherwise.
        Work that writes is `modal`: a progress dialog, so that the window never waits on its lock.
        """
        job = Job(work, done, failed or self._report_failure, progress)
        if self._inline:
            _do(job, lambda call, last: call())
            return job
        self._jobs.add(job)
        if modal and self._show_progress:
            self._attach_dialog(job, title)
        if self._worker is None:
            self._worker = threading.Thread(target=self._work, name="worker", daemon=True)
            self._worker.start()
        self._waiting.put(job)
        if self._poll is None:
            self._poll = self._root.after(POLL_MS, self._drain)
        return job

    def abandon(self) -> None:
        """Cancel what runs and call nobody: the screens that asked are about to be destroyed."""
        for job in self._jobs:
            job.cancel()
        self._jobs.clear()

    def close(self) -> None:
        """Cancel what runs and stop polling; call before the root is destroyed."""
        self.abandon()
        self._waiting.put(None)
        if self._worker:
            self._worker.join(timeout=5)
        if self._poll is not None:
            self._root.after_cancel(self._poll)
            self._poll = None

    def _attach_dialog(self, job: Job, title: str) -> None:
        assert self._show_progress
        dialog = self._show_progress(title, job.cancel)
        done, failed, progress = job.done, job.failed, job.progress

        def update(at: int, total: int, text: str) -> None:
            dialog.update_progress(at, total, text)
            if progress:
                progress(at, total, text)

        def finish(result: Any) -> None:
            dialog.close()
            done(result)

        def fail(error: BaseException) -> None:
            dialog.close()
            failed(error)

        job.done, job.failed, job.progress = finish, fail, update

    def _report_failure(self, error: BaseException) -> None:
        if not isinstance(error, Cancelled):
            self._on_error(error)

    def _work(self) -> None:
        while (job := self._waiting.get()) is not None:
            _do(job, partial(self._hand_over, job))

    def _hand_over(self, job: Job, call: Callable[[], None], last: bool) -> None:
        self._results.put((call, job, last))

    def _drain(self) -> None:
        self._poll = None
        try:
            while True:
                call, job, last = self._results.get_nowait()
                if job not in self._jobs:
                    continue
                if last:
                    self._jobs.discard(job)
                call()
        except queue.Empty:
            pass
        finally:
            if self._jobs and self._poll is None:
                self._poll = self._root.after(POLL_MS, self._drain)


def _do(job: Job, hand_over: Callable[[Callable[[], None], bool], None]) -> None:
    """Run the job; every call into the window goes through hand_over(call, is_last)."""

    def report(done: int, total: int, text: str = "") -> None:
        job.check()
        if job.progress:
            hand_over(partial(job.progress, done, total, text), False)

    try:
        job.check()
        result = job.work(report)
    except BaseException as error:
        hand_over(partial(job.failed, error), True)
    else:
        hand_over(partial(job.done, result), True)
