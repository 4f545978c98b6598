"""“Quyền của người dân” on the card of a household: note a request, hand over everything that is
held, erase it. The register of all requests is ui/requests.py.
"""

import tkinter as tk
from datetime import date, datetime
from functools import partial
from pathlib import Path

import ttkbootstrap as ttk

from domain.errors import AppError
from domain.users import User, may, refusal_words, require
from storage.database import open_database
from storage.household_data import get_household_data
from storage.household_lists import log_export
from storage.households import get_household
from storage.offices import is_practice
from storage.requests import list_requests
from ui.dialogs import Dialog, choose_save
from ui.erasure import ask_household_erasure
from ui.keys import bind_function_key
from ui.leaving import ask_reason
from ui.paragraph import Paragraph
from ui.request_forms import ask_request
from ui.session import Session
from ui.tasks import Report
from ui.theme import px

WIDTH = 600
PURPOSE = "Cung cấp dữ liệu cho người dân"
ABOUT = (
    "Người dân có quyền xem, nhận bản sao, sửa và yêu cầu xóa dữ liệu của mình. Sửa thông tin hộ "
    "bằng nút “Sửa (Ctrl+E)” trên thẻ hộ."
)
EXPORT, ERASE, REQUEST = "export", "erase", "request"
_CHOICES = (
    (REQUEST, "Ghi yêu cầu (F8)", "F8", "save_request",
     "Vào sổ, có hạn xác nhận và hạn trả lời."),
    (EXPORT, "Xuất toàn bộ dữ liệu (F11)", "F11", "export_names",
     "Một tệp Excel có mọi điều chương trình đang giữ về hộ này."),
    (ERASE, "Xóa dữ liệu cá nhân (F12)", "F12", "erase_personal_data",
     "Giữ mã hộ và các số đếm; chỉ số và báo cáo không đổi."),
)  # fmt: skip


def open_words(session: Session, household_id: str, today: date) -> str:
    """What is asked and not answered yet; "" when nothing is."""
    waiting = [
        f"Yêu cầu số {r.number} ({r.label.lower()}): {r.describe(today)[:1].lower()}"
        f"{r.describe(today)[1:]}."
        for r in list_requests(session.db, today)
        if r.household_id == household_id and not r.closed
    ]
    return " ".join(waiting)


def show_rights(parent: tk.Misc, session: Session, household_id: str) -> None:
    """Ask what is wanted, and do it."""
    household = get_household(session.db, household_id)
    chosen = RightsDialog(parent, session, household_id).wait()
    if chosen == REQUEST:
        if ask_request(parent, session, household["code"]):
            session.toast("Đã ghi yêu cầu vào sổ ở Thiết lập, Quyền của người dân.")
    elif chosen == EXPORT:
        export_household(parent, session, household_id)
    elif chosen == ERASE:
        today = date.today()
        open_one = next((
            r.id for r in list_requests(session.db, today)
            if r.household_id == household_id and not r.closed
            and r.kind in ("DELETE", "WITHDRAW")
        ), None)  # fmt: skip
        ask_household_erasure(parent, session, household_id, open_one)


def export_household(parent: tk.Misc, session: Session, household_id: str) -> None:
    if not session.allows("export_names"):
        return
    code = get_household(session.db, household_id)["code"]
    reason = ask_reason(parent, session, f"Xuất toàn bộ dữ liệu của hộ {code}")
    name = f"du-lieu-ho-{code}.xlsx"
    path = choose_save(parent, session.settings, "Ghi dữ liệu của hộ", name) if (
        reason is not None
    ) else None  # fmt: skip
    if path is None or reason is None:
        return
    database, by = session.db.path, session.user
    session.tasks.run(
        lambda report: write_on_worker(database, household_id, path, by, reason, report),
        lambda _: session.toast(f"Đã ghi {path.name}."),
        title="Đang ghi dữ liệu của hộ", modal=True,
    )  # fmt: skip


def write_on_worker(
    database: Path, household_id: str, path: Path, by: User, reason: str, report: Report
) -> None:
    """The file and its line in the log, on a connection of its own."""
    from exports.household_data import write_household_data

    require(by, "export_names")
    report(0, 1, "Đang đọc dữ liệu của hộ …")
    db = open_database(database)
    try:
        data = get_household_data(db, household_id, datetime.now())
        write_household_data(data, path, practice=is_practice(db))
        try:
            log_export(db, PURPOSE, {"Mã hộ": data.code}, 1, by=by, reason=reason)
        except AppError:
            path.unlink(missing_ok=True)  # no names leave without a line in the log
            raise
    finally:
        db.close()


class RightsDialog(Dialog):
    """The key of what was chosen, or None."""

    def __init__(self, parent: tk.Misc, session: Session, household_id: str) -> None:
        household = get_household(session.db, household_id)
        super().__init__(parent, f"Quyền của người dân: {household['code']}")
        ttk.Frame(self.body, width=px(WIDTH)).pack()
        Paragraph(self.body, household["head_name"], "CardTitle.TLabel").pack(fill="x")
        Paragraph(self.body, ABOUT, "Caption.TLabel").pack(fill="x", pady=(px(4), px(10)))
        if words := open_words(session, household_id, date.today()):
            Paragraph(self.body, words, "Strong.TLabel").pack(fill="x", pady=(0, px(10)))
        self.buttons: dict[str, ttk.Button] = {}
        for key, text, function_key, permission, about in _CHOICES:
            self._add(key, text, function_key, about, allowed=may(session.user, permission))
        if not all(may(session.user, c[3]) for c in _CHOICES):
            why = f"{refusal_words(session.user)} Việc mờ: hãy nhờ phụ trách hoặc quản trị."
            Paragraph(self.body, why, "Caption.TLabel").pack(fill="x", pady=(px(8), 0))
        self.add_button("Đóng", lambda: self.finish(None))

    def _add(self, key: str, text: str, function_key: str, about: str, *, allowed: bool) -> None:
        row = ttk.Frame(self.body)
        row.pack(fill="x", pady=(px(4), 0))
        row.columnconfigure(1, weight=1)
        choose = partial(self.finish, key)
        button = ttk.Button(row, text=text, bootstyle="outline", command=choose, width=26)
        button.grid(row=0, column=0, sticky="nw", padx=(0, px(12)))
        Paragraph(row, about).grid(row=0, column=1, sticky="ew")
        button.state(["!disabled" if allowed else "disabled"])
        if allowed:
            bind_function_key(self, function_key, choose)
        self.buttons[key] = button
