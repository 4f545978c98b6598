"""`python3 dev.py bench [names] [--write]`: runs the cases and prints the table.

Names: save unlock backup search progress import report print quality window entrance frozen
grid growth. `--write` puts the table into docs/performance.md between its marks.
"""

import gc
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.data import make_reference
from bench.file_cases import import_case, report_case
from bench.frozen_cases import frozen_cases
from bench.print_cases import print_case
from bench.quality_cases import duplicates_case, quality_case
from bench.storage_cases import fsync_case, progress_case, save_case, search_case
from bench.timing import Line, number
from bench.trust_cases import backup_case, unlock_case
from bench.window_cases import entrance_case, grid_case, window_cases

SIZES = {"1.200": (1_200, 6_000), "12.000": (12_000, 60_000), "200.000": (200_000, 200_000)}
PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
MARK = "<!-- bench -->"


def run(names: list[str], folder: Path) -> list[Line]:
    made: dict[str, Path] = {}

    def data(size: str) -> Path:
        if size not in made:
            made[size] = make_reference(folder, *SIZES[size])
        return made[size]

    ref = "12.000"
    cases: dict[str, Callable[[], list[Line]]] = {
        "save": lambda: save_case(data(ref), folder, ref) + fsync_case(data(ref), folder),
        "unlock": lambda: unlock_case(data(ref), folder, ref),
        "backup": lambda: backup_case(data(ref), folder, ref),
        "search": lambda: (
            search_case(data(ref), ref, 1.0) + search_case(data("200.000"), "200.000", 2.0)
        ),
        "progress": lambda: progress_case(data(ref), ref, 100),
        "import": lambda: import_case(data(ref), folder, ref),
        "report": lambda: report_case(data(ref), folder, ref),
        "print": lambda: print_case(data(ref), folder, ref),
        "quality": lambda: duplicates_case(data(ref), ref) + quality_case(data(ref), ref),
        "window": lambda: window_cases(data(ref), folder, ref),
        "entrance": lambda: entrance_case(data(ref), folder, ref),
        "frozen": lambda: frozen_cases(data(ref), folder, ref),
        "grid": lambda: grid_case(data(ref), folder, ref),
        "growth": lambda: growth(data, folder),
    }
    lines: list[Line] = []
    for name, case in cases.items():
        if not names or name in names:
            print(f"… {name}", file=sys.stderr, flush=True)
            gc.collect()
            gc.freeze()  # what other cases left is not looked through again in this one
            lines += case()
    return lines


def growth(data: Callable[[str], Path], folder: Path) -> list[Line]:
    """The same jobs at the other sizes, without goals."""
    lines: list[Line] = []
    for size in ("1.200", "200.000"):
        path = data(size)
        lines += save_case(path, folder, size) + progress_case(path, size, None)
        if size == "1.200":
            lines += search_case(path, size, 1.0) + import_case(path, folder, size)
        lines += report_case(path, folder, size)
    return [Line(x.job, x.floor, x.floor_ms, x.ours_ms, "", None, x.note) for x in lines]


def table(lines: list[Line]) -> str:
    rows = ["| Việc | Sàn | Sàn (ms) | Đo được (ms) | Tỷ số | Mục tiêu | Đạt | Ghi chú |",
            "|---|---|--:|--:|--:|---|---|---|"]  # fmt: skip
    for x in lines:
        met = {True: "đạt", False: "chưa đạt", None: ""}[x.met]
        cells = [x.job, x.floor, number(x.floor_ms), number(x.ours_ms), number(x.ratio), x.goal,
                 met, x.note]  # fmt: skip
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def main(arguments: list[str]) -> int:
    names = [a for a in arguments if not a.startswith("-")]
    with tempfile.TemporaryDirectory() as name:
        lines = run(names, Path(name))
    text = table(lines)
    print(text)
    if "--write" in arguments:
        before, _, after = PAGE.read_text("utf-8").partition(MARK)
        _, _, tail = after.partition(MARK)
        PAGE.write_text(f"{before}{MARK}\n{text}\n{MARK}{tail}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
