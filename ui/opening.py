"""Handing a file or folder to the program that the system has for it."""

import os
import subprocess
import sys
from pathlib import Path

from domain.errors import AppError


def open_in_system(path: Path) -> None:
    """Hand a file or folder to the program the system has for it."""
    try:
        if sys.platform == "win32":
            os.startfile(path)
        else:
            subprocess.Popen(
                ["xdg-open", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
    except OSError as problem:
        raise AppError(
            f"Máy này không có chương trình để mở “{path.name}”.",
            f"Tệp đã được ghi tại {path.parent}; hãy mở ở máy có Excel.",
        ) from problem
