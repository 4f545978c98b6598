"""One window in a process of its own: `bare N`, `ours FOLDER SCREEN [settle]`, `grid FOLDER` or
`entrance FOLDER PASSWORD`; prints JSON."""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROWS = 25
HEAVY = ("matplotlib", "openpyxl", "xlrd", "numpy", "sqlite_utils")


def since_start() -> float:
    """Milliseconds since this process was made, interpreter and imports included."""
    try:
        ticks = float(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
        uptime = float(Path("/proc/uptime").read_text().split()[0])
        return (uptime - ticks / os.sysconf("SC_CLK_TCK")) * 1000
    except OSError:
        return time.perf_counter() * 1000


def rss_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def count(widget: Any) -> int:
    return 1 + sum(count(child) for child in widget.winfo_children())


def bare(widgets: int) -> dict[str, Any]:
    import ttkbootstrap as ttk

    app = ttk.App(title="bare", theme="bootstrap-light", size=(1366, 728), position=(0, 0))
    kinds: tuple[Any, ...] = (ttk.Label, ttk.Entry, ttk.Frame, ttk.Button)
    for n in range(widgets - 1):
        widget = kinds[n % len(kinds)](app)
        if n % len(kinds) in (0, 3):
            widget.configure(text=f"Nhãn {n}")
        widget.grid(row=n % 24, column=n // 24)
    app.update()
    return {"ms": since_start(), "widgets": count(app)}


def ours(folder: Path, screen: str, *, settle: bool) -> dict[str, Any]:
    from bench.keys import hold_keys
    from domain.changes import Changes
    from storage.database import open_database
    from storage.paths import database_file
    from ui import app as window
    from ui import theme
    from ui.preferences import PcSettings

    settings = PcSettings(None)
    settings["last_screen"] = screen
    app = theme.start(settings, "bench")
    hold_keys(folder)
    db = open_database(database_file(folder))
    session = window.make_session(folder, db, settings, window.make_tasks(app, _stop))
    shell = window.open_window(app, session)
    app.geometry("1366x728+0+0")
    app.deiconify()
    app.update()
    answer: dict[str, Any] = {
        "ms": since_start(), "widgets": count(app),
        "heavy": [m for m in HEAVY if m in sys.modules],
    }  # fmt: skip
    if settle:
        until = time.monotonic() + 4
        while time.monotonic() < until:
            app.update()
            time.sleep(0.02)
        chart = _find(app, "ChartCanvas")
        answer |= {
            "rss_mb": rss_mb(),
            "redraw_ms": _median(chart.redraw, app),
            "refresh_ms": _median(lambda: session.changed(Changes(visits=True)), app),
        }
    del shell
    return answer


def entrance(folder: Path, password: str) -> None:
    """The program as it starts: the sign-in page, and from Enter there to the first screen."""
    from ui import app as window
    from ui import theme
    from ui.preferences import PcSettings
    from ui.sign_in import SignInPage

    settings = PcSettings(None)
    settings["last_screen"] = "entry"
    app = theme.start(settings, "bench")

    def measure() -> None:
        page = _find(app, "SignInPage")
        if not isinstance(page, SignInPage) or not page.winfo_viewable():
            app.after(1, measure)
            return
        app.update()
        answer: dict[str, Any] = {
            "ms": since_start(), "widgets": count(app), "rss_mb": rss_mb(),
            "heavy": [m for m in HEAVY if m in sys.modules],
        }  # fmt: skip
        page.password.set(password)
        start = time.perf_counter()
        page.press()
        while _find(app, "SignInPage"):
            app.update()
            time.sleep(0.001)
        app.update()
        answer["in_ms"] = (time.perf_counter() - start) * 1000
        print(json.dumps(answer), flush=True)
        os._exit(0)  # without a backup on closing

    app.after(1, measure)
    window._run_window(app, folder, settings, signed_in=False)


def grid(folder: Path) -> dict[str, Any]:
    """Opening sheets of 30 lines in turns with the same texts in a bare table of the library, and
    rows typed one after the other: from the last Enter of a row to the next cell open."""
    import tksheet

    from bench.keys import hold_keys
    from storage.database import open_database
    from storage.paths import database_file
    from storage.sheets import list_ledger
    from ui import app as window
    from ui import theme
    from ui.grid import Grid
    from ui.preferences import PcSettings

    settings = PcSettings(None)
    settings["last_screen"] = "grid"
    app = theme.start(settings, "bench")
    hold_keys(folder)
    db = open_database(database_file(folder))
    session = window.make_session(folder, db, settings, window.make_tasks(app, _stop))
    assert session.campaign
    shell = window.open_window(app, session)
    app.geometry("1366x728+0+0")
    app.deiconify()
    app.update()
    screen = shell.built["grid"]
    assert isinstance(screen, Grid)
    assert screen.page
    page, table = screen.page, screen.page.grid_sheet
    sheets = [x.sheet for x in list_ledger(db, session.campaign, date.today())]
    bare = tksheet.Sheet(page)
    bare.grid(row=9, column=0)
    opened, floor, rows = [], [], []
    for sheet in sheets:
        opened.append(_once(lambda sheet=sheet: page.open_sheet(sheet, 1), app))  # type: ignore[misc]
        texts = [list(t) for t in table.texts]
        floor.append(_once(lambda texts=texts: bare.set_sheet_data(texts), app))  # type: ignore[misc]
    for n in range(ROWS):
        table.go_to(n, "disposition")
        page.cell_typed(n, "disposition", "3")
        app.update()
        start = time.perf_counter()
        table.go_to(n + 1, "disposition")
        app.update_idletasks()  # drawn; what the header counts comes later, between two keys
        rows.append((time.perf_counter() - start) * 1000)
    return {"open_ms": opened[1:], "bare_ms": floor[1:], "row_ms": rows}


def _once(work: Callable[[], object], app: Any) -> float:
    start = time.perf_counter()
    work()
    app.update()
    return (time.perf_counter() - start) * 1000


def _find(widget: Any, name: str) -> Any:
    """The first widget of that class in the window."""
    if type(widget).__name__ == name:
        return widget
    return next((w for child in widget.winfo_children() if (w := _find(child, name))), None)


def _median(work: Callable[[], object], app: Any) -> float:
    times = []
    for _ in range(5):
        times.append(_once(work, app))
    return sorted(times)[2]


def _stop(error: BaseException) -> None:
    raise error


if __name__ == "__main__":
    result: dict[str, Any] = {}
    if sys.argv[1] == "bare":
        result = bare(int(sys.argv[2]))
    elif sys.argv[1] == "grid":
        result = grid(Path(sys.argv[2]))
    elif sys.argv[1] == "entrance":
        entrance(Path(sys.argv[2]), sys.argv[3])
    else:
        result = ours(Path(sys.argv[2]), sys.argv[3], settle="settle" in sys.argv)
    print(json.dumps(result), flush=True)
    os._exit(0)
