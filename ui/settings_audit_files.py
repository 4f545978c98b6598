"""The log as files: asked for, confirmed with the password, noted in the log, written."""

import tkinter as tk
from collections.abc import Callable
from functools import partial
from pathlib import Path

from domain.changes import Changes
from domain.numerals import format_count
from domain.users import User, require
from storage.audit import audit_head, export_entries, log_names, named_entries
from storage.database import Database, open_database
from storage.offices import is_practice
from ui.dialogs import FileTypes, choose_save
from ui.leaving import ask_reason
from ui.session import Session

CSV: FileTypes = (("Bảng CSV", "*.csv"),)
JSONL: FileTypes = (("Nhật ký để kiểm tra", "*.jsonl"),)
TXT: FileTypes = (("Tệp chữ", "*.txt"),)

Write = Callable[[Database, Path], object]


def write_csv(db: Database, path: Path) -> None:
    from exports.audit_files import write_audit_csv

    write_audit_csv(named_entries(db), path, practice=is_practice(db))


def write_jsonl(db: Database, path: Path) -> None:
    from exports.audit_files import write_audit_jsonl

    write_audit_jsonl(export_entries(db), path)


def write_key(db: Database, path: Path) -> None:
    from exports.audit_files import write_audit_key

    write_audit_key(db.audit_key, path, practice=is_practice(db))


def write_noted(
    database: Path, path: Path, action: str, reason: str, write: Write, *, by: User
) -> int:
    """Noted first, so that the export tells of itself; for the worker."""
    require(by, action)
    db = open_database(database)
    try:
        rows = 0 if action == "export_audit_key" else audit_head(db).seq + 1
        log_names(db, action, path.name, "Xuất nhật ký", rows, by=by, reason=reason)
        write(db, path)
        return rows
    finally:
        db.close()


def _ask(
    action: str, title: str, name: str, types: FileTypes, write: Write, parent: tk.Misc,
    session: Session,
) -> None:  # fmt: skip
    if not session.allows(action):
        return
    reason = ask_reason(parent, session, title)
    path = choose_save(parent, session.settings, title, name, types) if reason is not None else None
    if path is None:
        return

    def done(rows: int) -> None:
        session.changed(Changes(audit=True))
        session.toast(
            f"Đã ghi {format_count(rows)} mục vào {path.name}." if rows else f"Đã ghi {path.name}."
        )

    session.tasks.run(
        lambda _: write_noted(session.db.path, path, action, reason or "", write,
                              by=session.user),
        done, title="Đang ghi tệp", modal=True,
    )  # fmt: skip


ask_csv = partial(_ask, "export_audit", "Xuất nhật ký thành bảng", "nhat-ky.csv", CSV, write_csv)
ask_jsonl = partial(_ask, "export_audit", "Xuất nhật ký cho kiểm tra", "nhat-ky.jsonl", JSONL,
                    write_jsonl)  # fmt: skip
ask_key = partial(_ask, "export_audit_key", "Xuất khóa kiểm tra nhật ký", "khoa-nhat-ky.txt", TXT,
                  write_key)  # fmt: skip
