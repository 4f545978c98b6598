"""When the window locks itself, and that it takes its own clipboard along, nobody else's."""

from collections.abc import Iterator

import pytest
import ttkbootstrap as ttk

from ui.auto_lock import AutoLock, has_slept, is_due, minutes_of
from ui.clipboard import ClipboardWatch
from ui.preferences import PcSettings


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("text", "minutes"), [("10", 10), ("5", 5), ("1", 5), ("90", 30), ("", 10), ("x", 10)]
)
def test_the_minutes_stay_between_five_and_thirty(text: str, minutes: int) -> None:
    assert minutes_of(text) == minutes


def test_it_is_due_when_the_minutes_are_over() -> None:
    assert not is_due(599.9, 10)
    assert is_due(600, 10)


def test_a_pc_that_slept_is_known_by_its_wall_clock() -> None:
    assert not has_slept(6)
    assert has_slept(70)


@pytest.fixture
def timer(window: ttk.App) -> Iterator[tuple[AutoLock, Clock, Clock, list[str]]]:
    idle, wall, locked = Clock(), Clock(), list[str]()
    before = {event: window.bind_all(event) for event in ("<KeyPress>", "<Motion>", "<Button>")}
    lock = AutoLock(window, PcSettings(None), lambda: locked.append("locked"), idle_clock=idle,
                    wall_clock=wall)  # fmt: skip
    lock.start()
    yield lock, idle, wall, locked
    lock.stop()
    for event, script in before.items():
        window.tk.call("bind", "all", event, script)
    for event in ("<Control-l>", "<Control-L>"):
        window.unbind_all(event)


def test_keys_and_mouse_put_the_lock_off(
    window: ttk.App, timer: tuple[AutoLock, Clock, Clock, list[str]]
) -> None:
    lock, idle, _, locked = timer
    idle.now += 590
    lock._on_input(None)  # type: ignore[arg-type]
    idle.now += 590
    lock.check()
    assert locked == []
    idle.now += 10
    lock.check()
    assert locked == ["locked"]


def test_moving_the_mouse_anywhere_counts(
    shown: ttk.Frame, timer: tuple[AutoLock, Clock, Clock, list[str]]
) -> None:
    lock, idle, _, locked = timer
    idle.now += 590
    shown.event_generate("<Motion>", x=5, y=5)
    shown.update()
    idle.now += 590
    lock.check()
    assert locked == []


def test_after_the_pc_slept_it_is_locked(timer: tuple[AutoLock, Clock, Clock, list[str]]) -> None:
    lock, _, wall, locked = timer
    wall.now += 3600
    lock.check()
    assert locked == ["locked"]


@pytest.mark.parametrize(("at_start", "locks"), [(False, True), (True, False)])
def test_a_locked_windows_locks_unless_it_says_so_while_somebody_signs_in(
    window: ttk.App, timer: tuple[AutoLock, Clock, Clock, list[str]], *, at_start: bool, locks: bool
) -> None:
    lock, _, _, locked = timer
    told = [at_start]
    lock._screen_locked = lambda: told[0]
    lock.start()
    lock.check()
    assert locked == []
    told[0] = True
    lock.check()
    assert locked == (["locked"] if locks else [])


def test_minimising_locks_only_where_that_is_set(
    shown: ttk.Frame, timer: tuple[AutoLock, Clock, Clock, list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    lock, _, _, locked = timer
    app = lock._app
    monkeypatch.setattr(app, "state", lambda: "iconic")
    event = type("Event", (), {"widget": app})()
    lock._on_unmap(event)
    assert locked == []
    lock._settings["lock_minimised"] = "1"
    lock._on_unmap(event)
    assert locked == ["locked"]
    lock.stop()
    lock._on_unmap(event)
    assert locked == ["locked"]


@pytest.fixture
def watch(window: ttk.App) -> Iterator[ClipboardWatch]:
    watch = ClipboardWatch(window)
    yield watch
    watch.stop()


def test_what_we_copied_is_taken_off_the_clipboard(
    page: ttk.Frame, watch: ClipboardWatch
) -> None:
    page.clipboard_clear()
    page.clipboard_append("Lò Thị ")
    page.clipboard_append("Ửng")
    assert watch.clear_ours()
    with pytest.raises(Exception, match="CLIPBOARD"):
        page.clipboard_get()
    assert not watch.clear_ours()


def test_what_another_program_copied_since_stays(
    page: ttk.Frame, watch: ClipboardWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.clipboard_clear()
    page.clipboard_append("Lò Thị Ửng")
    monkeypatch.setattr(page.winfo_toplevel(), "clipboard_get", lambda: "của chương trình khác")
    assert not watch.clear_ours()


def test_what_was_there_before_us_stays(page: ttk.Frame) -> None:
    page.clipboard_clear()
    page.clipboard_append("có từ trước")
    watch = ClipboardWatch(page)
    assert not watch.clear_ours()
    watch.stop()
    assert page.clipboard_get() == "có từ trước"
