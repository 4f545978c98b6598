"""The USB sticks and disks plugged in now, for a copy of the backups that leaves the house."""

import contextlib
import shutil
import string
import sys
from dataclasses import dataclass
from pathlib import Path

from storage import places
from storage.places import Drive, parse_mounts, read_facts


@dataclass(frozen=True)
class Stick:
    path: Path
    name: str  # as the person knows it: "USB (E:)", "KINGSTON"
    free: int  # bytes


def list_sticks() -> list[Stick]:
    """Removable drives that can be written to, in the order the system lists them."""
    found = []
    for path in _windows_roots() if sys.platform == "win32" else _mount_points():
        with contextlib.suppress(OSError):  # pulled out just now
            facts = read_facts(path)
            if facts.drive is Drive.REMOVABLE and facts.writable:
                name = _name(facts.label, path)
                found.append(Stick(path, name, shutil.disk_usage(path).free))
    return found


def _name(label: str, path: Path) -> str:
    if sys.platform == "win32":
        return f"{label or 'USB'} ({path.drive})"
    return label or path.name


def _mount_points() -> list[Path]:
    try:
        mounts = parse_mounts(places.MOUNTS.read_text("utf-8", "replace"))
    except OSError:
        return []
    return [Path(m.point) for m in mounts if m.device.startswith("/dev/")]


def _windows_roots() -> list[Path]:
    """Only what is removable is touched: a share that is away would keep us waiting."""
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    letters = [f"{letter}:" for letter in string.ascii_uppercase[2:]]
    kinds = (places.windows_drive(letter, kernel)[0] for letter in letters)
    return [
        Path(f"{letter}\\")
        for letter, kind in zip(letters, kinds, strict=True)
        if kind is Drive.REMOVABLE and places.is_there(Path(f"{letter}\\"))
    ]
