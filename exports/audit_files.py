"""The audit log as files: a table to read (CSV) and the whole chain for an inspector (JSONL).

docs/verify_audit.py checks the JSONL with the key, without this program.
"""

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TextIO

from domain.audit import AuditEntry, action_words, detail_words, head_words
from domain.days import format_day
from exports.files import write_beside
from exports.practice import PRACTICE_LINE

HEADINGS = ("Mục", "Lúc", "Người", "Việc", "Đối tượng", "Nội dung", "Dấu")
KEY_NOTE = (
    "Khóa kiểm tra nhật ký của Từng Nhà. Khóa này chỉ để kiểm tra nhật ký, không mở được dữ liệu. "
    "Giao riêng cho cơ quan kiểm tra, không gửi cùng tệp nhật ký."
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_audit_csv(
    entries: Iterable[tuple[AuditEntry, Mapping[str, str]]], path: Path, *, practice: bool
) -> int:
    """Each with what its ids are called. For a spreadsheet program: with a byte order mark, and
    nothing in it is a formula."""

    def write(file: TextIO) -> int:
        rows, n = csv.writer(file), 0
        if practice:
            rows.writerow([PRACTICE_LINE])
        rows.writerow(HEADINGS)
        for e, called in entries:
            n += 1
            rows.writerow([
                e.seq, format_day(e.at[:19]), *map(_text, (
                    e.actor, action_words(e.action), called.get(e.target, e.target),
                    detail_words(e, called),
                )), head_words(e.mac),
            ])  # fmt: skip
        return n

    return _write(path, "utf-8-sig", write)


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_audit_jsonl(entries: Iterable[AuditEntry], path: Path) -> int:
    """One entry a line, bytes in hex. Must be the whole log, oldest first.

    Nothing can be added to what is verified: of a practice commune the last entry, which notes the
    export, says so (storage.audit.log_names).
    """

    def write(file: TextIO) -> int:
        n = 0
        for e in entries:
            n += 1
            line = {
                "seq": e.seq, "at": e.at, "actor": e.actor, "action": e.action,
                "target": e.target, "detail": e.detail,
                "salt": None if e.salt is None else e.salt.hex(), "sealed": e.sealed.hex(),
                "mac": e.mac.hex(),
            }  # fmt: skip
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        return n

    return _write(path, "utf-8", write)


def write_audit_key(key: bytes, path: Path, *, practice: bool) -> None:
    """64 hex letters in groups, to be typed from paper if need be; the note before them."""
    text = key.hex()
    groups = " ".join(text[n : n + 4] for n in range(0, len(text), 4))
    note = f"{PRACTICE_LINE}\n\n{KEY_NOTE}" if practice else KEY_NOTE
    _write(path, "utf-8-sig", lambda file: file.write(f"{note}\n\n{groups}\n"))


def _write(path: Path, encoding: str, write: Callable[[TextIO], int]) -> int:
    written: list[int] = []

    def save(part: str) -> None:
        with Path(part).open("w", encoding=encoding, newline="") as file:
            written.append(write(file))

    write_beside(save, path)
    return written[0]
