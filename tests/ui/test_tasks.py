"""Work off the Tk thread, cancelling, and the inline mode."""

import threading
from collections.abc import Callable, Iterator

import pytest
import ttkbootstrap as ttk

from domain.errors import AppError, Cancelled
from ui.tasks import Report, Tasks

WaitUntil = Callable[[Callable[[], object]], None]


class Dialog:
    """Stands in for the progress dialog."""

    def __init__(self, title: str, cancel: Callable[[], None]) -> None:
        self.title, self.cancel = title, cancel
        self.seen: list[tuple[int, int, str]] = []
        self.closed = False

    def update_progress(self, done: int, total: int, text: str) -> None:
        self.seen.append((done, total, text))

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def errors() -> list[BaseException]:
    return []


@pytest.fixture
def tasks(window: ttk.App, errors: list[BaseException]) -> Iterator[Tasks]:
    tasks = Tasks(window, on_error=errors.append)
    yield tasks
    tasks.close()


def test_work_runs_beside_the_window_and_its_result_comes_back_to_it(
    tasks: Tasks, wait_until: WaitUntil
) -> None:
    threads: list[str] = []
    results: list[int] = []

    def work(report: Report) -> int:
        threads.append(threading.current_thread().name)
        return 42

    def done(result: int) -> None:
        threads.append(threading.current_thread().name)
        results.append(result)

    tasks.run(work, done)
    assert results == []
    wait_until(lambda: results)
    assert results == [42]
    assert threads == ["worker", "MainThread"]
    assert not tasks.busy


def test_progress_is_reported_in_the_order_of_the_work(tasks: Tasks, wait_until: WaitUntil) -> None:
    seen: list[object] = []

    def work(report: Report) -> None:
        for n in range(3):
            report(n, 3, f"dòng {n}")

    tasks.run(work, lambda _: seen.append("done"), lambda *at: seen.append(at))
    wait_until(lambda: not tasks.busy)
    assert seen == [(0, 3, "dòng 0"), (1, 3, "dòng 1"), (2, 3, "dòng 2"), "done"]


def test_cancelled_work_stops_at_its_next_report_and_is_no_error(
    tasks: Tasks, wait_until: WaitUntil, errors: list[BaseException]
) -> None:
    started, go_on = threading.Event(), threading.Event()
    passed: list[str] = []

    def work(report: Report) -> None:
        started.set()
        go_on.wait(5)
        report(1, 2)
        passed.append("past the report")

    job = tasks.run(work, lambda _: passed.append("done"))
    wait_until(started.is_set)
    job.cancel()
    go_on.set()
    wait_until(lambda: not tasks.busy)
    assert passed == []
    assert errors == []


def test_a_failure_goes_to_the_error_dialog_unless_the_caller_takes_it(
    tasks: Tasks, wait_until: WaitUntil, errors: list[BaseException]
) -> None:
    taken: list[BaseException] = []
    problem = AppError("Không đọc được tệp.")

    def work(report: Report) -> None:
        raise problem

    tasks.run(work, lambda _: None)
    tasks.run(work, lambda _: None, failed=taken.append)
    wait_until(lambda: not tasks.busy)
    assert errors == [problem]
    assert taken == [problem]


def test_modal_work_shows_its_progress_and_closes_the_dialog_before_done(
    window: ttk.App, wait_until: WaitUntil
) -> None:
    dialogs: list[Dialog] = []

    def show(title: str, cancel: Callable[[], None]) -> Dialog:
        dialogs.append(Dialog(title, cancel))
        return dialogs[-1]

    tasks = Tasks(window, on_error=lambda _: None, show_progress=show)
    was_closed: list[bool] = []

    def work(report: Report) -> None:
        report(5, 10, "Đang ghi")

    tasks.run(work, lambda _: was_closed.append(dialogs[0].closed), title="Nhập", modal=True)
    wait_until(lambda: not tasks.busy)
    tasks.close()
    assert dialogs[0].title == "Nhập"
    assert dialogs[0].seen == [(5, 10, "Đang ghi")]
    assert was_closed == [True]


def test_closing_cancels_what_runs_and_what_waits(window: ttk.App) -> None:
    tasks = Tasks(window, on_error=lambda _: None)
    started, ended = threading.Event(), threading.Event()

    def work(report: Report) -> None:
        started.set()
        try:
            while True:
                report(0, 1)
        except Cancelled:
            ended.set()
            raise

    tasks.run(work, lambda _: None)
    started.wait(5)
    tasks.close()
    assert ended.is_set()


def test_inline_work_is_done_when_run_returns(window: ttk.App) -> None:
    tasks = Tasks(window, on_error=lambda _: None, inline=True)
    seen: list[object] = []

    def work(report: Report) -> str:
        report(1, 1, "xong")
        return "kết quả"

    tasks.run(work, seen.append, lambda *at: seen.append(at), modal=True)
    assert seen == [(1, 1, "xong"), "kết quả"]


def test_abandoned_work_is_cancelled_and_calls_nobody(
    tasks: Tasks, errors: list[BaseException], wait_until: WaitUntil
) -> None:
    started, go_on = threading.Event(), threading.Event()
    called: list[object] = []

    def work(report: Report) -> None:
        started.set()
        go_on.wait(5)
        report(1, 2)

    tasks.run(work, called.append, failed=called.append)
    assert started.wait(5)
    tasks.abandon()
    assert not tasks.busy
    go_on.set()
    after: list[int] = []
    tasks.run(lambda report: 7, after.append)
    wait_until(lambda: after)
    assert after == [7]
    assert (called, errors) == ([], [])
