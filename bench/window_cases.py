"""Start and memory of the real window, against a bare ttkbootstrap window of as many widgets.

Each case is a process of its own (bench/window_child.py), taken in turns, with compiled modules as
the packed program has them.
"""

import json
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

from bench.data import open_reference
from bench.keys import BY
from bench.timing import Line, median, number, p95
from bench.trust_cases import PASSWORD, data_folder
from storage.paths import FILE
from storage.sheets import NewSheet, save_sheets

REPEATS = 7
MAX_MB = 200
GRID_LINES = 30
GRID_SHEETS = 12


def _child(compiled: Path, *arguments: str) -> dict[str, Any]:
    """`compiled`: a folder for .pyc files, filled by the first child that asks for a module."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-m", "bench.window_child", *arguments],
        check=True, capture_output=True, text=True,
        env={**environment, "PYTHONPYCACHEPREFIX": str(compiled)},
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def window_cases(reference: Path, folder: Path, size: str) -> list[Line]:
    data = folder / f"window-{size}"
    data.mkdir(exist_ok=True)
    shutil.copyfile(reference, data / FILE)
    child = partial(_child, folder / "compiled")
    first = child("ours", str(data), "entry")
    widgets = str(first["widgets"])
    child("bare", widgets)
    bare, ours = [], []
    for _ in range(REPEATS):
        bare.append(child("bare", widgets)["ms"])
        ours.append(child("ours", str(data), "entry")["ms"])
    ratio = median(ours) / median(bare)
    heavy = first["heavy"]
    dashboard = child("ours", str(data), "overview", "settle")
    return [
        Line(f"màn hình đầu dùng được ({size})", f"cửa sổ ttkbootstrap trần, {widgets} widget",
             median(bare), median(ours), "≤ 1,5 x", ratio <= 1.5 and not heavy,
             f"nạp sẵn: {', '.join(heavy) or 'không có gì nặng'}"),
        Line(f"bộ nhớ, mở Tổng quan ({size})", "", None, None, f"≤ {MAX_MB} MB",
             dashboard["rss_mb"] <= MAX_MB, f"{dashboard['rss_mb']:.0f} MB"),
        Line(f"vẽ lại biểu đồ ({size})", "", None, dashboard["redraw_ms"], "≤ 170 ms",
             dashboard["redraw_ms"] <= 170,
             f"số liệu đọc lại và vẽ lại cả màn hình {dashboard['refresh_ms']:.0f} ms"),
    ]  # fmt: skip


def entrance_case(reference: Path, folder: Path, size: str) -> list[Line]:
    """The start as it is: the page of signing in first, then the work."""
    data = data_folder(reference, folder, f"entrance-{size}")
    child = partial(_child, folder / "compiled")
    first = child("entrance", str(data), PASSWORD)
    widgets = str(first["widgets"])
    child("bare", widgets)
    bare, page, into = [], [], []
    for _ in range(REPEATS):
        bare.append(child("bare", widgets)["ms"])
        answer = child("entrance", str(data), PASSWORD)
        page.append(answer["ms"])
        into.append(answer["in_ms"])
    ratio = median(page) / median(bare)
    heavy = first["heavy"]
    return [
        Line(f"trang đăng nhập dùng được ({size})", f"cửa sổ ttkbootstrap trần, {widgets} widget",
             median(bare), median(page), "≤ 1,5 x", ratio <= 1.5 and not heavy,
             f"nạp sẵn: {', '.join(heavy) or 'không có gì nặng'}; {first['rss_mb']:.0f} MB"),
        Line(f"từ Enter ở đó đến màn hình đầu ({size})", "", None, median(into), "≤ 1 s",
             median(into) <= 1000, f"lâu nhất {number(max(into))} ms"),
    ]  # fmt: skip


def grid_case(reference: Path, folder: Path, size: str) -> list[Line]:
    """A sheet opened in the entry grid, and one row of it stored on the way to the next."""
    data = folder / f"grid-{size}"
    data.mkdir(exist_ok=True)
    shutil.copyfile(reference, data / FILE)
    _print_sheets(data / FILE)
    answer = _child(folder / "compiled", "grid", str(data))
    bare, opened, rows = (answer[k] for k in ("bare_ms", "open_ms", "row_ms"))
    return [
        Line(f"mở tờ {GRID_LINES} dòng trong bảng nhập ({size})", "tksheet trần, cùng các ô",
             median(bare), median(opened), "≤ 100 ms", median(opened) <= 100,
             f"p95 {number(p95(opened))} ms"),
        Line(f"lưu dòng, mở ô của dòng sau ({size})", "", None, median(rows), "≤ 50 ms",
             p95(rows) <= 50, f"p95 {number(p95(rows))} ms"),
    ]  # fmt: skip


def _print_sheets(path: Path) -> None:
    db, campaign = open_reference(path)
    ids = [r[0] for r in db.rows("SELECT id FROM households ORDER BY row")]
    wanted = [
        NewSheet("FIRST", f"Tờ {n}", tuple(ids[n * GRID_LINES : (n + 1) * GRID_LINES]))
        for n in range(GRID_SHEETS)
    ]
    save_sheets(db, campaign, wanted, by=BY)
    db.close()
