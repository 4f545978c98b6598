"""The packed program (`python3 dev.py build`) against the same program from its source.

Both are started as a person starts them, in turns, on a screen of their own whose pixels say when
the sign-in page and, from Enter there, the first screen stand still. Memory is asked of the system
while Tổng quan is open with its charts.
"""

import contextlib
import os
import shutil
import sys
import time
from pathlib import Path

from bench.screen import Screen, screen
from bench.timing import Line, median, number
from bench.trust_cases import data_folder

ROOT = Path(__file__).resolve().parent.parent
PACKED = ROOT / "dist" / "linux" / "TungNha"
REPEATS = 5
COLD_REPEATS = 2
MAX_MB, MAX_FOLDER_MB = 250, 100
PAGE_X, RAIL_X = 660, 30  # columns of dots: through the sign-in page, not its caret; the rail
CHARTS = "_backend_agg"  # among the files of the process once charts are drawn
MOST_SECONDS, REST_SECONDS = 60.0, 5.0
CACHES = Path("/proc/sys/vm/drop_caches")

Times = tuple[float, float, float, float]  # page, its processor time, first screen, its own


def frozen_cases(reference: Path, folder: Path, size: str) -> list[Line]:
    program = PACKED / "TungNha"
    missing = [x for x in ("Xvfb", "xdotool") if not shutil.which(x)]
    if not program.exists() or missing:
        lacks = ", ".join(missing) or "dist/linux (python3 dev.py build)"
        return [Line("chương trình đóng gói", "", None, None, "", None, f"không đo: thiếu {lacks}")]
    data = data_folder(reference, folder, f"frozen-{size}", practice=True)
    commands = [[sys.executable, str(ROOT / "main.py")], [str(program)]]
    commands = [[*command, "--data", str(data)] for command in commands]
    with screen() as shown:
        source, packed = _in_turns(shown, commands, REPEATS)
        cold = _in_turns(shown, commands, COLD_REPEATS, cold=True) if _may_drop() else None
        rss, pss = _memory(shown, commands[1])
    lines = []
    for job, n in (("trang đăng nhập vẽ xong", 0), ("từ Enter ở đó đến màn hình đầu", 2)):
        floor, ours = (median([x[n] for x in times]) for times in (source, packed))
        used = median([x[n + 1] for x in packed]) / median([x[n + 1] for x in source])
        note = f"thời gian bộ xử lý {number(used)} x"
        if cold:
            floors, packs = (median([x[n] for x in times]) for times in cold)
            note += f"; bộ đệm đĩa trống {number(packs / floors)} x ({number(packs, 0)} ms)"
        lines.append(Line(f"bản đóng gói: {job} ({size})", "chạy từ mã nguồn", floor, ours,
                          "≤ 1,5 x", ours <= 1.5 * floor, note))  # fmt: skip
    megabytes = sum(f.lstat().st_size for f in PACKED.rglob("*") if f.is_file()) / 1e6
    return [
        *lines,
        Line(f"bản đóng gói: bộ nhớ, mở Tổng quan ({size})", "", None, None, f"≤ {MAX_MB} MB",
             rss <= MAX_MB, f"RSS {rss:.0f} MB, PSS {pss:.0f} MB"),
        Line("bản đóng gói: thư mục", "", None, None, f"≤ {MAX_FOLDER_MB} MB",
             megabytes <= MAX_FOLDER_MB, f"{number(megabytes, 1)} MB"),
    ]  # fmt: skip


def _in_turns(
    shown: Screen, commands: list[list[str]], repeats: int, *, cold: bool = False
) -> list[list[Times]]:
    """One round before the first is not counted, unless each begins with an empty file cache."""
    times: list[list[Times]] = [[] for _ in commands]
    for n in range(repeats if cold else repeats + 1):
        for command, kept in zip(commands, times, strict=True):
            if cold:
                os.sync()
                CACHES.write_text("3")
            one = _start(shown, command)
            if n or cold:
                kept.append(one)
    return times


def _start(shown: Screen, command: list[str]) -> Times:
    process = shown.run(command)
    try:
        page, page_used = shown.until_drawn(PAGE_X, process)
        shown.press("Return")
        first, used = shown.until_drawn(RAIL_X, process)
        return page, page_used, first, used - page_used
    finally:
        process.kill()  # without a backup on closing
        process.wait()


def _memory(shown: Screen, command: list[str]) -> tuple[float, float]:
    process = shown.run(command)
    try:
        shown.until_drawn(PAGE_X, process)
        shown.press("Return")
        shown.until_drawn(RAIL_X, process)
        until = time.monotonic() + MOST_SECONDS
        while CHARTS not in Path(f"/proc/{process.pid}/maps").read_text():
            if time.monotonic() > until:
                raise RuntimeError("the charts were not drawn")
            time.sleep(0.2)
        time.sleep(REST_SECONDS)  # drawn, and the backup of the start made
        text = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
        sizes = dict(line.split(":", 1) for line in text.splitlines() if line.endswith("kB"))
        return (
            int(sizes["Rss"].split()[0]) / 1024, int(sizes["Pss"].split()[0]) / 1024
        )  # fmt: skip
    finally:
        process.kill()
        process.wait()


def _may_drop() -> bool:
    """Whether we are allowed to empty the file cache of this machine."""
    with contextlib.suppress(OSError):
        CACHES.write_text("3")
        return True
    return False
