"""The support file ("Lưu tệp hỗ trợ", K11): versions, the end of the log, schema and row counts.

Never content: no name, no telephone number, no file of the office. At most 1 MB.
"""

import json
import platform
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

from storage.audit import printed_head
from storage.database import Database, describe

LOG_TAIL = 200_000  # characters; text packs to a tenth, so the file stays far below 1 MB
PACKAGES = ("ttkbootstrap", "sqlite-utils", "sqlcipher3", "openpyxl", "matplotlib", "xlrd")


def collect_support(
    path: Path, log_file: Path, db: Database | None = None, program: str = ""
) -> None:
    """Write the zip. Raises OSError when the place cannot be written."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("may-tinh.json", _to_json(_describe_computer(program)))
        zipped.writestr("nhat-ky.log", _tail(log_file))
        if db is not None:
            content = {**describe(db), "audit_head": printed_head(db)}
            zipped.writestr("du-lieu.json", _to_json(content))


def _to_json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1)


def _describe_computer(program: str) -> dict[str, object]:
    return {
        "program": program,
        "python": sys.version,
        "system": platform.platform(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def _tail(log_file: Path) -> str:
    try:
        return log_file.read_text(encoding="utf-8", errors="replace")[-LOG_TAIL:]
    except OSError:
        return ""
