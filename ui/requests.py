"""Thiết lập, “Quyền của người dân”: what people asked about their data, by when it is answered, and
how long personal data is kept. Erasing is ui/erasure.py; the same for one household stands on its
card (ui/household_rights.py).
"""

import tkinter as tk
from collections.abc import Callable
from datetime import date

import ttkbootstrap as ttk

from domain.days import format_day
from domain.deadlines import Urgency
from domain.erasures import RETENTION_FIELDS, Retention, read_retention
from domain.fields import Row, format_row, parse_row
from domain.requests import Request, Step
from domain.users import may
from storage.requests import (
    PERMISSION,
    get_request,
    get_retention,
    list_requests,
    save_retention,
)
from ui.action_list import Action, ActionList, give_room
from ui.allowing import grey
from ui.dialogs import tell
from ui.edit import edit_and_write
from ui.erasure import CertificatesDialog, ask_household_erasure
from ui.household_rights import export_household
from ui.keys import bind_page_keys
from ui.paragraph import Paragraph
from ui.request_forms import ask_request, ask_step
from ui.session import Session
from ui.tables import Column, ListRow
from ui.theme import px

COLUMNS = (
    Column("number", "Số", 50, "center", sortable=False),
    Column("kind", "Yêu cầu", 190, sortable=False),
    Column("code", "Mã hộ", 100, sortable=False),
    Column("requester", "Người yêu cầu", 170, grow=True, compact=False, sortable=False),
    Column("received", "Ngày nhận", 112, "center", compact=False, sortable=False),
    Column("due", "Trả lời chậm nhất", 160, "center", sortable=False),
    Column("state", "Tình trạng", 260, grow=True, sortable=False),
)
NARROW = 1030  # logical width below which who asked and when are left out
NOTE = (
    "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 và NĐ 356/2025/NĐ-CP: xác nhận trong 2 ngày làm "
    "việc; xem, sửa, cung cấp bản sao trong 10 ngày; rút lại, hạn chế, phản đối trong 15 ngày; "
    "xóa trong 20 ngày; mỗi yêu cầu gia hạn được một lần, khi còn hạn. Chương trình không biết "
    "ngày nghỉ lễ, Tết: hạn tính sớm hơn chứ không muộn hơn."
)
HIDDEN = "Sổ yêu cầu có tên người dân: chỉ phụ trách và quản trị xem được."
EMPTY = "Chưa có yêu cầu nào. Bấm F8 khi người dân hỏi, xin sửa hoặc xin xóa dữ liệu của mình."


def request_row(request: Request, today: date) -> ListRow:
    urgency = request.urgency(today)
    texts = {
        "number": str(request.number), "kind": request.label, "code": request.code or "–",
        "requester": request.requester or "(đã xóa)",
        "received": format_day(request.received_on),
        "due": format_day(request.due.isoformat()), "state": request.describe(today),
    }  # fmt: skip
    if urgency is Urgency.DONE:
        return ListRow(request.id, texts, ("muted",))
    return ListRow(request.id, texts, ("alarm",) if urgency > Urgency.CALM else ())


def retention_words(retention: Retention) -> str:
    officer = retention.officer or "chưa ghi"
    return (
        f"Giữ dữ liệu cá nhân {retention.months} tháng sau khi hết đợt, rồi nhắc xóa. "
        f"Người phụ trách bảo vệ dữ liệu: {officer}."
    )


class RequestsPanel(ttk.Frame):
    def __init__(self, parent: tk.Misc, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._requests: dict[str, Request] = {}
        note = Paragraph(self, NOTE, "Caption.TLabel")
        note.pack(fill="x", pady=(0, px(10)))
        foot = ttk.Frame(self)
        foot.pack(side="bottom", fill="x", pady=(px(10), 0))
        self._retention_button = ttk.Button(
            foot, text="Thời hạn lưu (F12)", bootstyle="outline", command=self.set_retention
        )
        self._retention_button.pack(side="left")
        self._certificates = ttk.Button(foot, text="Giấy xác nhận xóa …", bootstyle="outline",
                                        command=self.show_certificates)  # fmt: skip
        self._certificates.pack(side="left", padx=(px(8), 0))
        grey(self._certificates, session.user, PERMISSION)
        self._retention = Paragraph(foot, "", "Caption.TLabel")
        self._retention.pack(side="left", fill="x", expand=True, padx=(px(12), 0))
        self._allowed = allowed = may(session.user, PERMISSION)
        self._retention_button.state(["!disabled" if allowed else "disabled"])
        erases = may(session.user, "erase_personal_data")
        exports = may(session.user, "export_names")
        self._list = ActionList(
            self, COLUMNS,
            (
                Action("Ghi yêu cầu (F8)", lambda _: self._add(), needs_row=False, main=True),
                Action("Xác nhận (Enter)", lambda i: self._step(i, Step.ACKNOWLEDGED),
                       usable=self._waits_for(Step.ACKNOWLEDGED)),
                Action("Gia hạn", lambda i: self._step(i, Step.EXTENDED),
                       usable=self._waits_for(Step.EXTENDED)),
                Action("Đã giải quyết (F11)", lambda i: self._step(i, Step.DONE),
                       usable=self._waits_for(Step.DONE)),
                Action("Từ chối", lambda i: self._step(i, Step.REFUSED),
                       usable=self._waits_for(Step.REFUSED)),
                Action("Xuất dữ liệu …", self._export, allowed=exports),
                Action("Xóa dữ liệu …", self._erase, allowed=erases),
            ),
            opened=self._open, allowed=allowed, empty=EMPTY if allowed else HIDDEN,
            narrow=NARROW,
        )  # fmt: skip
        self._list.pack(fill="both", expand=True)
        give_room(self, self._list, (note,))
        bind_page_keys(self, {"<F11>": self._solve, "<F12>": self.set_retention})

    def refresh(self) -> None:
        db, today = self._session.db, date.today()
        found = list_requests(db, today) if self._allowed else []
        self._requests = {r.id: r for r in found}
        self._list.show([request_row(r, today) for r in found])
        self._retention.configure(text=retention_words(get_retention(db)))

    def focus_first(self) -> None:
        self._list.focus_list()

    def add(self) -> None:
        self._list.run_main()

    def set_retention(self) -> None:
        session = self._session
        if not session.allows("save_settings"):
            return

        def write(texts: dict[str, str]) -> bool:
            values, _ = parse_row(RETENTION_FIELDS, texts)
            session.changed(save_retention(session.db, read_retention(values), by=session.user))
            return True

        kept = get_retention(session.db)
        start: Row = {"months": kept.months, "officer": kept.officer or None}
        if edit_and_write(self, "Thời hạn lưu dữ liệu cá nhân", RETENTION_FIELDS,
                          format_row(RETENTION_FIELDS, start), write, columns=1,
                          save="Ghi (F9)"):  # fmt: skip
            self.refresh()
            session.status("Đã ghi thời hạn lưu.")

    def show_certificates(self) -> None:
        if not self._session.allows(PERMISSION):
            return
        CertificatesDialog(self, self._session).wait()
        self._list.focus_list()

    def _add(self) -> None:
        if id_ := ask_request(self, self._session):
            self.refresh()
            self._list.select(id_)

    def _open(self, request_id: str) -> None:
        """Enter does what is next: acknowledge, then answer."""
        request = get_request(self._session.db, request_id)
        known = request.took(Step.ACKNOWLEDGED) or request.closed
        self._step(request_id, Step.DONE if known else Step.ACKNOWLEDGED)

    def _waits_for(self, step: Step) -> Callable[[str], bool]:
        """Whether a request is open and did not take this step yet."""

        def waits(request_id: str) -> bool:
            request = self._requests.get(request_id)
            return request is not None and not request.closed and not request.took(step)

        return waits

    def _solve(self) -> None:
        if self._allowed and (chosen := self._list.selected_id):
            self._step(chosen, Step.DONE)

    def _step(self, request_id: str, step: Step) -> None:
        if ask_step(self, self._session, get_request(self._session.db, request_id), step):
            self.refresh()
            self._list.select(request_id)

    def _export(self, request_id: str) -> None:
        if request := self._of_household(request_id):
            export_household(self, self._session, str(request.household_id))

    def _erase(self, request_id: str) -> None:
        if request := self._of_household(request_id):
            ask_household_erasure(
                self, self._session, str(request.household_id),
                request.id if request.kind in ("DELETE", "WITHDRAW") else None,
            )  # fmt: skip

    def _of_household(self, request_id: str) -> Request | None:
        request = get_request(self._session.db, request_id)
        if request.household_id:
            return request
        tell(self, "Chưa rõ là hộ nào", "Yêu cầu này chưa ghi mã hộ.",
             "Hãy tìm hộ ở mục Hộ dân rồi dùng nút “Quyền (Ctrl+Y)” trên thẻ hộ.")  # fmt: skip
        return None
