"""What a check of the data found: storage/doctor.py, storage/folder_checks.py."""

from dataclasses import dataclass

BAD, WARNING = "bad", "warning"  # only what is bad makes the whole not ok


@dataclass(frozen=True)
class Finding:
    check: str  # key of the check, for programs
    level: str
    message: str
    hint: str = ""
