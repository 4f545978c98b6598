"""Start: where the data live, the log, then the window; or one of the jobs without a window."""

import io
import logging
import os
import sys
import threading
from pathlib import Path

from storage.paths import data_folder, program_version

COMMANDS = (
    "demo", "init", "import", "households", "visits", "figure", "progress", "report",
    "sheets", "sheet-import", "worklist", "duplicates", "tally", "users", "audit",
    "backup", "restore", "doctor", "forget",
)  # fmt: skip
NO_DISPLAY = (
    "Máy này không có màn hình để mở cửa sổ. Các lệnh không cần cửa sổ: main.py --help; "
    "tạo xã mẫu: main.py demo --data DIR.\n"
)


def open_streams(arguments: list[str]) -> None:
    """Packed for Windows the program has no console: it borrows the one its command was typed in.

    Never for the window: that would end when somebody closes the console.
    """
    windowless = bool(arguments) and arguments[0] != "--data"
    if sys.platform == "win32" and windowless and not (sys.stdout and sys.stderr and sys.stdin):
        import ctypes

        console = ctypes.windll.kernel32.AttachConsole(-1)  # -1: of the program that started us
        out = "CONOUT$" if console else os.devnull
        sys.stdout = sys.stdout or open(out, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        sys.stderr = sys.stderr or open(out, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        sys.stdin = sys.stdin or (
            open("CONIN$", encoding="utf-8") if console else io.StringIO()  # noqa: PTH123, SIM115
        )
    for stream in (sys.stdout, sys.stderr):  # a Windows console may be cp1258
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def main(arguments: list[str]) -> int:
    open_streams(arguments)
    if arguments and arguments[0] in COMMANDS:
        from commands import run_command

        return run_command(arguments)
    if arguments and arguments[0] in ("--help", "-h"):
        from commands import parser

        parser().print_help()
        return 0
    if arguments and arguments[0] == "--version":
        sys.stdout.write(f"{program_version()}\n")
        return 0
    if arguments and arguments[0] not in ("--check", "--data"):
        sys.stderr.write(f"main.py: không có lệnh “{arguments[0]}”. Xem: main.py --help\n")
        return 1
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        sys.stderr.write(NO_DISPLAY)
        return 1
    if arguments and arguments[0] == "--check":
        from ui.check import check

        return check(arguments[1:])
    folder = data_folder(arguments)
    from storage.program_log import start_log

    start_log(folder)
    from ui.app import run

    return run(folder)


def start(arguments: list[str]) -> int:
    """main(), and what nobody else can say any more: a damaged file of the packed program, a fault
    before the window. Never a traceback."""
    from storage.program_files import (
        drop_leftovers,
        fault_words,
        find_changed,
        say_fault,
        say_not_whole,
    )

    packed = getattr(sys, "frozen", False)
    if packed:
        program, lib = Path(sys.executable).parent, Path(sys._MEIPASS)  # type: ignore[attr-defined]
        threading.Thread(target=drop_leftovers, args=(program, lib), daemon=True).start()
    try:
        return main(arguments)
    except Exception as fault:
        if packed and isinstance(fault, ImportError) and find_changed(program, lib):
            say_not_whole(program)
            return 1
        logging.getLogger("main").error("fault: %s", fault_words(fault))
        say_fault(fault)
        return 1


if __name__ == "__main__":
    sys.exit(start(sys.argv[1:]))
