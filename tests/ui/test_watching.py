"""A second start brings the first window forward; a folder that is only looked at is watched."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
import ttkbootstrap as ttk

from storage.lock import CALL, hold_folder
from storage.looking import look_only, stop_looking
from storage.paths import database_file
from ui import watching
from ui.watching import CAME_FORWARD, come_forward, watch_folder

Wait = Callable[[Callable[[], object]], None]
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def watched(window: ttk.App, tmp_path: Path) -> Iterator[Path]:
    stop = watch_folder(window, tmp_path)
    yield tmp_path
    stop()
    stop_looking(tmp_path)


def test_a_second_start_ends_well_and_the_first_comes_forward(
    window: ttk.App, watched: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[ttk.App] = []
    monkeypatch.setattr(watching, "come_forward", came.append)
    ended: list[subprocess.CompletedProcess[str]] = []

    def start() -> None:
        command = [sys.executable, str(ROOT / "main.py"), "--data", str(watched)]
        ended.append(subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60))

    with hold_folder(watched):
        second = Thread(target=start)
        second.start()
        while second.is_alive():  # a program takes longer to start than wait_until() waits
            window.update()
            second.join(0.02)
    assert came == [window]
    assert (ended[0].returncode, ended[0].stdout) == (0, CAME_FORWARD)
    assert ended[0].stderr == ""


def test_a_hidden_window_is_shown_before_the_others(window: ttk.App, wait_until: Wait) -> None:
    window.deiconify()
    window.iconify()
    come_forward(window)
    wait_until(lambda: window.state() == "normal" and window.winfo_viewable())
    wait_until(lambda: not window.attributes("-topmost"))
    window.withdraw()
    come_forward(window)
    assert window.state() == "withdrawn"  # not made yet: nothing half built is shown


def test_a_call_is_answered_once(watched: Path, wait_until: Wait) -> None:
    (watched / CALL).touch()
    wait_until(lambda: not (watched / CALL).exists())


def test_writing_to_a_folder_that_is_looked_at_ends_the_window(
    window: ttk.App, watched: Path, wait_until: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("ui.watching.dialogs.tell", lambda *text, **_: told.append(text[2]))
    monkeypatch.setattr(window, "quit", lambda: told.append("quit"))
    database_file(watched).write_bytes(b"x")
    look_only(watched)
    database_file(watched).write_bytes(b"xx")
    wait_until(lambda: told)
    assert told == [watching.CHANGED, "quit"]
