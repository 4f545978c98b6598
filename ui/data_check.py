"""“Kiểm tra dữ liệu”: the check of storage/doctor.py on the worker, and what it found."""

import tkinter as tk
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from domain.changes import Changes
from domain.users import User, may
from storage.campaigns import rebuild_all_results
from storage.checkup import note_check
from storage.database import open_database
from storage.findings import BAD, Finding
from storage.paths import database_file
from storage.unlocked import held
from ui.dialogs import Dialog, tell
from ui.paragraph import Paragraph
from ui.session import Session
from ui.tasks import Report
from ui.theme import icon_size, px

if TYPE_CHECKING:
    from storage.doctor import Diagnosis

TITLE = "Kiểm tra dữ liệu"
FINE = "Dữ liệu nguyên vẹn. Đã xem: {}."
WHAT = (
    "từng trang của tệp, cấu trúc, số tổng hợp tính lại từ phiếu, nhật ký, bản sao lưu, tệp khóa, "
    "chỗ trống trên ổ đĩa"
)
SUMS = {"summaries", "progress"}
WIDTH = 620


def look(folder: Path, *, whole: bool, report: Report) -> "Diagnosis":
    """Job: the check with the keys of whoever is signed in; a whole one is dated."""
    from storage.doctor import examine  # most starts need none of it

    now = datetime.now()
    diagnosis = examine(folder, held(database_file(folder)).keys, now, whole=whole, report=report)
    if whole:
        found = " ".join(f"{f.check}:{f.level}" for f in diagnosis.findings)
        note_check(folder, now, ok=diagnosis.ok, found=found)
    return diagnosis


def rebuild(path: Path, by: User, report: Report) -> Changes:
    """Job: everything derived made again from the visits."""
    db = open_database(path)
    try:
        return rebuild_all_results(db, by=by, report=report)
    finally:
        db.close()


def can_recompute(diagnosis: "Diagnosis") -> bool:
    """Only where nothing but the sums is wrong: out of a damaged file nothing good is computed."""
    bad = {f.check for f in diagnosis.findings if f.level == BAD}
    return bool(bad) and bad <= SUMS


def run_check(parent: tk.Misc, session: Session) -> None:
    """The whole check at the user's wish, with progress, and its result in any case."""

    def done(diagnosis: "Diagnosis") -> None:
        if diagnosis.findings:
            FindingsDialog(parent, session, diagnosis).wait()
        else:
            tell(parent, TITLE, FINE.format(WHAT))

    session.tasks.run(
        lambda report: look(session.folder, whole=True, report=report), done,
        title=TITLE, modal=True,
    )  # fmt: skip


class FindingsDialog(Dialog):
    """What was found, the worst first, each with what to do."""

    def __init__(self, parent: tk.Misc, session: Session, diagnosis: "Diagnosis") -> None:
        super().__init__(parent, TITLE)
        self._session = session
        ttk.Frame(self.body, width=px(WIDTH)).pack()
        for n, finding in enumerate(sorted(diagnosis.findings, key=lambda f: f.level != BAD)):
            if n:
                ttk.Frame(self.body, style="Line.TFrame", height=1).pack(fill="x", pady=px(10))
            self._add(finding)
        if can_recompute(diagnosis) and may(session.user, "save_campaign"):
            self.add_button("Tính lại", self._recompute, main=True)
            self.add_button("Đóng", lambda: self.finish(None))
        else:
            self.add_button("Đã hiểu", lambda: self.finish(None), main=True)

    def _add(self, finding: Finding) -> None:
        row = ttk.Frame(self.body)
        row.pack(fill="x")
        icon, style = (
            ("exclamation-circle-fill", "Alarm.TLabel")
            if finding.level == BAD
            else ("exclamation-triangle", "Accent.TLabel")
        )
        ttk.Label(row, icon=icon, icon_size=icon_size(22), style=style).pack(side="left",
                                                                             anchor="n")
        box = ttk.Frame(row)
        box.pack(side="left", fill="x", expand=True, padx=(px(12), 0))
        wrap = px(WIDTH - 60)
        Paragraph(box, finding.message, "Strong.TLabel", wraplength=wrap).pack(fill="x")
        if finding.hint:
            Paragraph(box, finding.hint, wraplength=wrap).pack(fill="x", pady=(px(4), 0))

    def _recompute(self) -> None:
        self.finish(None)
        recompute(self.master, self._session)


def recompute(parent: tk.Misc, session: Session, then: Callable[[], object] | None = None) -> None:
    def done(changes: Changes) -> None:
        session.changed(changes)
        session.status("Đã tính lại mọi số tổng hợp từ phiếu đã ghi.")
        if then:
            then()

    session.tasks.run(
        lambda report: rebuild(session.db.path, session.user, report), done,
        title="Tính lại số tổng hợp", modal=True,
    )  # fmt: skip
