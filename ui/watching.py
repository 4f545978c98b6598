"""What the window asks itself every 300 ms: was the program started a second time, and did somebody
write to a folder that is open for looking only.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import ttkbootstrap as ttk

from storage.lock import answer_call, call_first
from storage.looking import has_changed, is_look_only
from ui import dialogs

EVERY_MS = 300
ON_TOP_MS = 250
CAME_FORWARD = "Chương trình đang mở sẵn; cửa sổ đã được đưa lên trước.\n"
CHANGED = "Có người vừa ghi vào thư mục dữ liệu đang xem."
CHANGED_HINT = (
    "Số liệu trên màn hình có thể không khớp nhau nên cửa sổ đóng lại. Hãy mở lại chương trình, "
    "hoặc làm việc trên bản chép ở máy này."
)


def watch_folder(app: ttk.App, folder: Path) -> Callable[[], None]:
    """From now on until the returned function is called."""
    job = ""

    def look() -> None:
        nonlocal job
        job = app.after(EVERY_MS, look)
        if answer_call(folder):
            come_forward(app)
        if is_look_only(folder) and has_changed(folder):
            stop()
            dialogs.tell(app, "Chỉ xem", CHANGED, CHANGED_HINT, error=True)
            app.quit()

    def stop() -> None:
        app.after_cancel(job)

    job = app.after(EVERY_MS, look)
    return stop


def come_forward(app: ttk.App) -> None:
    """Before all other windows, with the dialog that must be answered first."""
    if app.state() == "withdrawn":  # still being made
        return
    if app.state() == "iconic":
        app.deiconify()
    app.attributes("-topmost", True)  # lifting alone does not pass other programs on Windows
    app.after(ON_TOP_MS, lambda: app.attributes("-topmost", False))
    app.lift()
    app.focus_force()
    dialogs.bring_forward(app)


def wake_first(folder: Path) -> bool:
    """A second start: the first one comes forward, and this one says so and ends."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)  # else only we may come forward
    if not call_first(folder):
        return False
    if sys.stdout:  # none in the packed program on Windows
        sys.stdout.write(CAME_FORWARD)
    return True
