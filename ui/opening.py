"""Handing a file or folder to the program that the system has for it.

Packed, our starter has told the system where our own libraries and Tcl lie. The other program must
not hear of it: LibreOffice would load libraries of ours in the place of its own.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from domain.errors import AppError

OURS = ("TCL_LIBRARY", "TK_LIBRARY", "MPLCONFIGDIR")
REFUSAL_SECONDS = 2  # it says sooner that it cannot
SEARCHED, SEARCHED_BEFORE = "LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG"


def open_in_system(path: Path) -> None:
    """Hand a file or folder to the program the system has for it."""
    try:
        if sys.platform == "win32":
            with _own_folder_unnamed():
                os.startfile(path)
        else:
            opener = subprocess.Popen(
                ["xdg-open", str(path)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=others_environment(os.environ) if hasattr(sys, "frozen") else None,
            )
            with contextlib.suppress(subprocess.TimeoutExpired):  # the other program stands there
                if code := opener.wait(REFUSAL_SECONDS):
                    raise OSError(code, "xdg-open knows no program for it")
    except OSError as problem:
        raise AppError(
            f"Máy này không có chương trình để mở “{path.name}”.",
            f"Tệp đã được ghi tại {path.parent}; hãy mở ở máy có Excel.",
        ) from problem


def others_environment(ours: Mapping[str, str]) -> dict[str, str]:
    """That of the packed program as it was before its starter changed it."""
    theirs = {k: v for k, v in ours.items() if k not in OURS and not k.startswith("_PYI_")}
    before = theirs.pop(SEARCHED_BEFORE, "")
    theirs.pop(SEARCHED, None)
    return theirs | ({SEARCHED: before} if before else {})


@contextlib.contextmanager
def _own_folder_unnamed() -> Iterator[None]:
    """On Windows a program looks for its libraries where the one that started it was told to."""
    if not hasattr(sys, "frozen"):
        yield
        return
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    kernel.SetDllDirectoryW(None)
    try:
        yield
    finally:
        kernel.SetDllDirectoryW(sys._MEIPASS)  # type: ignore[attr-defined]
