"""“Xóa dữ liệu cá nhân”: what goes and what stays, the word typed by hand, the password, then the
work on the worker and the certificate. Of one household, or of a campaign at its end.
"""

import tkinter as tk
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import ttkbootstrap as ttk

from domain.changes import Changes
from domain.days import format_day
from domain.erasures import (
    BEYOND,
    CONFIRM_WORD,
    Erasure,
    Preview,
    Scope,
    Stage,
    goes_words,
    is_confirmed,
    stays_words,
)
from domain.errors import AppError
from domain.numerals import format_count
from domain.users import User
from exports.files import free_name
from storage.backups import backups_folder, list_backups
from storage.database import Database, open_database
from storage.erasure import PERMISSION, erase_campaign, erase_household, list_erasures
from storage.erasure_finish import finish_erasures, get_certificate
from storage.erasure_plan import preview_campaign, preview_household
from storage.paths import program_version
from ui.dialogs import Dialog, FileTypes, choose_save, tell
from ui.keys import bind_moves
from ui.leaving import ask_reason
from ui.paragraph import Paragraph
from ui.scrolled import Scrolled
from ui.session import Session
from ui.tables import Column, ListRow, VirtualList
from ui.tasks import Report
from ui.theme import px

PDF: FileTypes = (("PDF để in", "*.pdf"),)
WIDTH, HEIGHT, HEIGHT_OF_ONE = 820, 470, 410
NOTHING = "Không còn dữ liệu cá nhân nào để xóa."
LATER = "Đã xóa dữ liệu cá nhân. Giấy xác nhận có ở Thiết lập, Quyền của người dân."
FOR_GOOD = "Không lấy lại được, kể cả từ bản sao lưu của chương trình."

Erase = Callable[[Database, User, str], tuple[Changes, Erasure]]


@dataclass(frozen=True)
class Done:
    changes: Changes
    erasure: Erasure
    problem: AppError | None  # what is left to do could not be done now


def title_of(preview: Preview) -> str:
    if preview.scope is Scope.HOUSEHOLD:
        return f"Xóa dữ liệu cá nhân của hộ {preview.code}"
    return "Giữ số tổng hợp, xóa dữ liệu cá nhân"


def goes_lines(preview: Preview) -> list[str]:
    lines = goes_words(preview.goes) or [NOTHING]
    if preview.backups:
        lines.append(f"{format_count(preview.backups)} bản sao lưu của chương trình, thay bằng một "
                     "bản mới")  # fmt: skip
    return lines


def question_of(preview: Preview) -> str:
    wanted = preview.code if preview.scope is Scope.HOUSEHOLD else CONFIRM_WORD
    what = "mã hộ" if preview.scope is Scope.HOUSEHOLD else "chữ"
    return f"Gõ {what} {wanted} để xác nhận"


def purpose_of(preview: Preview) -> str:
    if preview.scope is Scope.HOUSEHOLD:
        return title_of(preview)
    return f"Xóa dữ liệu cá nhân của đợt “{preview.code}”"


def file_name(erasure: Erasure) -> str:
    return f"xac-nhan-xoa-{erasure.number:03d}.pdf"


def ask_household_erasure(
    parent: tk.Misc, session: Session, household_id: str, request_id: str | None = None
) -> bool:
    """From the question to the certificate; whether it was begun."""
    return _run(
        parent, session, preview_household(session.db, household_id, request_id),
        lambda db, by, reason: erase_household(
            db, household_id, by=by, reason=reason, request_id=request_id
        ),
    )  # fmt: skip


def ask_campaign_erasure(parent: tk.Misc, session: Session, campaign_id: str) -> bool:
    return _run(
        parent, session, preview_campaign(session.db, campaign_id),
        lambda db, by, reason: erase_campaign(db, campaign_id, by=by, reason=reason),
    )  # fmt: skip


def _run(parent: tk.Misc, session: Session, preview: Preview, erase: Erase) -> bool:
    if not session.allows(PERMISSION):
        return False
    backups = list_backups(backups_folder(session.db.path.parent))
    preview = replace(preview, backups=len(backups))
    if ErasureDialog(parent, preview).wait() is not True:
        return False
    reason = ask_reason(parent, session, purpose_of(preview))
    if reason is None:
        return False
    session.keep_typed()
    path, by = session.db.path, session.user
    session.tasks.run(
        lambda report: erase_on_worker(path, by, reason, erase, report),
        lambda done: _on_done(parent, session, done),
        title="Đang xóa dữ liệu cá nhân", modal=True,
    )  # fmt: skip
    return True


def erase_on_worker(path: Path, by: User, reason: str, erase: Erase, report: Report) -> Done:
    """With a connection of its own. Once erased, it is not to be cancelled: only finished later."""
    report(0, 1, "Đang xóa và kiểm tra lại số liệu …")
    db = open_database(path)
    try:
        changes, erasure = erase(db, by, reason)
        try:
            finish_erasures(db, by=by)
        except AppError as problem:
            return Done(changes, erasure, problem)
        return Done(changes, erasure, None)
    finally:
        db.close()


def _on_done(parent: tk.Misc, session: Session, done: Done) -> None:
    session.changed(done.changes)
    session.status(LATER)
    if done.problem:
        tell(parent, "Còn việc phải làm tiếp", f"Đã xóa khỏi danh sách. {done.problem.message}",
             done.problem.hint, error=True)  # fmt: skip
        return
    save_certificate(parent, session, done.erasure)


def save_certificate(parent: tk.Misc, session: Session, erasure: Erasure) -> None:
    from exports.erasure_pdf import write_certificate

    certificate = get_certificate(session.db, erasure.id, program_version())
    path = choose_save(parent, session.settings, "Ghi giấy xác nhận xóa", file_name(erasure), PDF)
    if path is None:
        return
    try:
        write_certificate(certificate, path)
    except AppError:
        path = free_name(path)
        write_certificate(certificate, path)
    session.toast(f"Đã ghi giấy xác nhận xóa: {path.name}.")


class ErasureDialog(Dialog):
    """True once the word was typed and the button pressed."""

    def __init__(self, parent: tk.Misc, preview: Preview) -> None:
        super().__init__(parent, title_of(preview))
        self._preview = preview
        high = px(HEIGHT_OF_ONE if preview.whose else HEIGHT)
        self.fix_body(min(px(WIDTH), self.winfo_screenwidth() - 60), high)
        self._typed = tk.StringVar(self)
        self._typed.trace_add("write", lambda *_: self._show_button())
        foot = ttk.Frame(self.body)
        foot.pack(side="bottom", fill="x", pady=(px(10), 0))
        for text in (FOR_GOOD, question_of(preview)):  # never scrolled out of sight
            ttk.Label(foot, text=text, style="Strong.TLabel").pack(anchor="w", pady=(0, px(4)))
        self.entry = ttk.Entry(foot, textvariable=self._typed, width=24)
        self.entry.pack(anchor="w")
        holder = Scrolled(self.body)
        holder.pack(fill="both", expand=True)
        body = holder.body
        of = preview.whose or f"Đợt “{preview.code}”"
        Paragraph(body, of, "Strong.TLabel").pack(fill="x")
        for sentence in preview.notices():
            Paragraph(body, sentence, "Alarm.TLabel").pack(fill="x", pady=(px(4), 0))
        columns = ttk.Frame(body)
        columns.pack(fill="x", pady=(px(8), 0))
        for n, (heading, lines) in enumerate((
            ("Sẽ xóa", goes_lines(preview)), ("Giữ lại", stays_words(preview.stays)),
        )):  # fmt: skip
            columns.columnconfigure(n, weight=1, uniform="column")
            column = ttk.Frame(columns)
            column.grid(row=0, column=n, sticky="new", padx=(0, px(16)))
            ttk.Label(column, text=heading, style="CardTitle.TLabel").pack(anchor="w")
            for line in lines:
                Paragraph(column, f"•  {line}").pack(fill="x", pady=(px(3), 0))
        Paragraph(body, BEYOND, "Caption.TLabel").pack(fill="x", pady=(px(10), 0))
        self.button = self.add_button("Xóa dữ liệu cá nhân", self.press, "danger")
        self.add_button("Hủy", lambda: self.finish(None))
        bind_moves(self.entry, self.press, lambda: None)
        self._show_button()
        self.after(60, self.entry.focus_set)

    def press(self) -> None:
        if is_confirmed(self._typed.get(), self._preview):
            self.finish(True)

    def _show_button(self) -> None:
        ready = is_confirmed(self._typed.get(), self._preview)
        self.button.state(["!disabled" if ready else "disabled"])


class CertificatesDialog(Dialog):
    """Every erasure there was, each with its certificate."""

    COLUMNS = (
        Column("number", "Số", 60, "center", sortable=False),
        Column("code", "Của", 320, grow=True, sortable=False),
        Column("at", "Lúc", 150, sortable=False),
        Column("by", "Người thực hiện", 170, sortable=False),
        Column("state", "Tình trạng", 150, sortable=False),
    )

    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent, "Giấy xác nhận xóa dữ liệu cá nhân")
        self._session = session
        self._erasures = {e.id: e for e in list_erasures(session.db)}
        rows = [certificate_row(e) for e in self._erasures.values()]
        self.fix_body(min(px(900), self.winfo_screenwidth() - 60), px(340))
        self.list = VirtualList(
            self.body, self.COLUMNS, lambda at, n: rows[at : at + n], lambda: len(rows),
            opened=lambda _: self.save(), empty="Chưa xóa dữ liệu cá nhân lần nào.",
        )  # fmt: skip
        self.list.pack(fill="both", expand=True)
        self.button = self.add_button("Ghi giấy xác nhận (Enter)", self.save, main=True)
        self.button.state(["!disabled" if rows else "disabled"])
        self.add_button("Đóng", lambda: self.finish(None))
        self.list.reload()
        self.after(60, self.list.focus_list)

    def save(self) -> None:
        erasure = self._erasures.get(self.list.selected_id)
        if erasure is None:
            return
        try:
            save_certificate(self, self._session, erasure)
        except AppError as problem:
            tell(self, "Chưa có giấy xác nhận", problem.message, problem.hint, error=True)


def certificate_row(erasure: Erasure) -> ListRow:
    done = erasure.stage is Stage.DONE
    return ListRow(erasure.id, {
        "number": str(erasure.number), "code": erasure.code,
        "at": format_day(erasure.erased_at[:16]), "by": erasure.by,
        "state": "Đã xong" if done else "Còn làm tiếp",
    }, () if done else ("alarm",))  # fmt: skip
