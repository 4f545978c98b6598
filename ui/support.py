"""The file for whoever helps (“Tạo tệp gửi hỗ trợ”, K11): what the program is, where it runs, how
much it holds, and the end of its log.

Never content: no name, no telephone number, no file or folder of the office. At most 1 MB. The
window that shows it before it is written: ui/support_window.py.
"""

import json
import os
import platform
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from storage.audit import printed_head
from storage.checkup import read_checkup
from storage.database import Database, describe
from ui.support_log import GAP, read_tail

NAME = "gui-ho-tro-tung-nha.zip"
PACKAGES = (
    "ttkbootstrap", "sqlite-utils", "sqlcipher3", "openpyxl", "matplotlib", "xlrd", "reportlab",
    "argon2-cffi", "cryptography", "filelock", "mistune",
)  # fmt: skip
WORDS_MOST = 2000  # of what a person writes
COMPUTER, DATA, LOG, WORDS = "may-tinh.json", "du-lieu.json", "nhat-ky.txt", "loi-ke.txt"
_LONG_NUMBER = re.compile(r"\d(?:[\s.-]?\d){5,}")

Parts = Mapping[str, str]  # name in the file -> text


def gather(
    folder: Path, log_file: Path, db: Database | None, program: str,
    look: Callable[[], Mapping[str, object]] = dict,
) -> dict[str, str]:  # fmt: skip
    """Everything but what the person writes. `look`: of the window. A part that cannot be read
    says so: the file is wanted most when something is broken."""
    parts = {COMPUTER: _to_json(lambda: _describe_computer(folder, program, look))}
    parts[DATA] = _to_json(lambda: _describe_data(folder, db))
    parts[LOG] = read_tail(log_file)
    return parts


def with_words(parts: Parts, words: str) -> dict[str, str]:
    """And what was being done, as written, without long numbers."""
    text = _LONG_NUMBER.sub(GAP, words.strip())[:WORDS_MOST]
    return {**({WORDS: text} if text else {}), **parts}


def write_support(parts: Parts, path: Path) -> None:
    """Raises OSError when the place cannot be written."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in parts.items():
            zipped.writestr(name, text)


def as_text(parts: Parts) -> str:
    """All of it, to be read before it is sent."""
    return "\n\n".join(f"— {name} —\n{text or '(trống)'}" for name, text in parts.items())


def _to_json(describe_part: Callable[[], Mapping[str, object]]) -> str:
    try:
        content: Mapping[str, object] = describe_part()
    except Exception as problem:
        content = {"unreadable": type(problem).__name__}
    return json.dumps(content, ensure_ascii=False, indent=1)


def _describe_computer(
    folder: Path, program: str, look: Callable[[], Mapping[str, object]]
) -> dict[str, object]:
    return {
        "program": program,
        "packed": bool(getattr(sys, "frozen", False)),
        "python": sys.version,
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "memory_mb": _memory_mb(),
        "free_disk_mb": shutil.disk_usage(folder).free // 2**20 if folder.exists() else None,
        "packages": {name: _version(name) for name in PACKAGES},
        **look(),
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"


def _memory_mb() -> int | None:
    """All the computer has."""
    if sys.platform == "win32":
        import ctypes

        class Status(ctypes.Structure):
            _fields_ = [("length", ctypes.c_ulong), ("load", ctypes.c_ulong),
                        *((name, ctypes.c_ulonglong) for name in "abcdefg")]  # fmt: skip

        status = Status(length=ctypes.sizeof(Status))
        known = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
        return int(status.a) // 2**20 if known else None
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20


def _describe_data(folder: Path, db: Database | None) -> dict[str, object]:
    checkup = read_checkup(folder)
    known: dict[str, object] = {
        "checked_at": checkup.checked_at[:10], "ok": checkup.ok, "found": checkup.found.split(),
        "restore_tried_at": checkup.restored_at[:10],
        "files": {name: (folder / name).exists() for name in ("tungnha.db", "keys.json")},
    }  # fmt: skip
    if db is None:
        return {**known, "signed_in": False}
    return {**known, "signed_in": True, **describe(db), "audit_head": printed_head(db)}
