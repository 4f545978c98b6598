"""What citizens ask about their data, and until when it must be answered (Luật 91/2025/QH15).

The days are those of Nghị định 356/2025/NĐ-CP, Điều 5: an acknowledgement within two working days,
then 10, 15 or 20 days by kind, extended once by as many. Those are counted as days of the calendar
from the day of receipt, the stricter reading. Holidays are not known here: a working day is Monday
to Friday, so over Tết the program warns earlier than the law asks. A new kind is a line in KINDS.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.days import day_of, format_day, is_working_day
from domain.deadlines import Urgency, describe_days_left, office_days_left
from domain.fields import Choice, Day, Field, Option, Row, Text
from domain.households import typed_code

LAW = "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15"
DECREE = "Nghị định số 356/2025/NĐ-CP"
ACKNOWLEDGE_DAYS = 2  # working days
WARN_DAYS, ALARM_DAYS = 3, 1  # working days of the office, today and the due day included


@dataclass(frozen=True)
class Kind:
    code: str
    label: str
    days: int


KINDS = (
    Kind("DELETE", "Xóa dữ liệu", 20),
    Kind("VIEW", "Xem dữ liệu", 10),
    Kind("COPY", "Cung cấp bản sao dữ liệu", 10),
    Kind("CORRECT", "Sửa dữ liệu", 10),
    Kind("WITHDRAW", "Rút lại sự đồng ý", 15),
    Kind("RESTRICT", "Hạn chế xử lý dữ liệu", 15),
    Kind("OBJECT", "Phản đối xử lý dữ liệu", 15),
)
BY_CODE = {k.code: k for k in KINDS}


class Step(StrEnum):
    ACKNOWLEDGED = "ACKNOWLEDGED"
    EXTENDED = "EXTENDED"
    DONE = "DONE"
    REFUSED = "REFUSED"


STEP_LABELS = {
    Step.ACKNOWLEDGED: "Đã xác nhận",
    Step.EXTENDED: "Đã gia hạn",
    Step.DONE: "Đã giải quyết",
    Step.REFUSED: "Đã từ chối",
}
LAST_STEPS = frozenset({Step.DONE, Step.REFUSED})
WITH_REASON = frozenset({Step.EXTENDED, Step.REFUSED})  # the citizen must be told why

REQUEST_FIELDS: tuple[Field, ...] = (
    Field("kind", "Yêu cầu", Choice(tuple(Option(k.code, k.label, str(n))
                                          for n, k in enumerate(KINDS, 1))),
          required=True, width=30),
    Field("received_on", "Ngày nhận", Day(), required=True, width=12),
    Field("code", "Mã hộ", Text(), width=14, hint="Để trống khi chưa rõ là hộ nào."),
    Field("requester", "Người yêu cầu", Text(), required=True, width=28),
    Field("contact", "Liên hệ", Text(), width=28, hint="Điện thoại hoặc địa chỉ để trả lời."),
    Field("words", "Nội dung", Text(lines=2), width=60),
)  # fmt: skip


def step_fields(step: Step) -> tuple[Field, ...]:
    """What is asked for a step."""
    needs = step in WITH_REASON
    label = "Lý do" if needs else "Ghi chú"
    return (
        Field("happened_on", "Ngày", Day(), required=True, width=12),
        Field("note", label, Text(lines=2), required=needs, width=50),
    )


@dataclass(frozen=True)
class Taken:
    """A step somebody took."""

    step: Step
    on: str
    note: str = ""
    by: str = ""


@dataclass(frozen=True)
class Request:
    id: str
    number: int
    kind: str
    received_on: str
    household_id: str | None = None
    code: str = ""  # of the household, as it is now
    requester: str = ""
    contact: str = ""
    words: str = ""
    steps: tuple[Taken, ...] = ()

    def took(self, step: Step) -> Taken | None:
        return next((t for t in self.steps if t.step is step), None)

    @property
    def label(self) -> str:
        return BY_CODE[self.kind].label

    @property
    def closed(self) -> Taken | None:
        return next((t for t in self.steps if t.step in LAST_STEPS), None)

    @property
    def acknowledge_by(self) -> date:
        return working_day_after(day_of(self.received_on), ACKNOWLEDGE_DAYS)

    @property
    def due(self) -> date:
        """The last day for the whole answer."""
        days = BY_CODE[self.kind].days * (2 if self.took(Step.EXTENDED) else 1)
        return day_of(self.received_on) + timedelta(days=days)

    @property
    def next_due(self) -> date:
        """The next day something must be done by; the last one once all is done."""
        if self.closed or self.took(Step.ACKNOWLEDGED):
            return self.due
        return min(self.acknowledge_by, self.due)

    def urgency(self, today: date) -> Urgency:
        if self.closed:
            return Urgency.DONE
        left = office_days_left(today, self.next_due)
        if left <= ALARM_DAYS:
            return Urgency.ALARM
        return Urgency.WARNING if left <= WARN_DAYS else Urgency.CALM

    def describe(self, today: date) -> str:
        """ "Cần xác nhận, còn 2 ngày làm việc"; "Đã giải quyết 05/08/2026, muộn 2 ngày"."""
        if end := self.closed:
            late = (day_of(end.on) - self.due).days
            words = f"{STEP_LABELS[end.step]} {format_day(end.on)}"
            return words + (f", muộn {late} ngày" if late > 0 else "")
        todo = "Đang giải quyết" if self.took(Step.ACKNOWLEDGED) else "Cần xác nhận"
        if self.took(Step.EXTENDED):
            todo = "Đã gia hạn"
        return f"{todo}, {describe_days_left(self.next_due, today)}"


def working_day_after(day: date, n: int) -> date:
    """The n-th working day after `day`."""
    while n:
        day += timedelta(days=1)
        n -= is_working_day(day)
    return day


def check_request(values: Row, today: date) -> dict[str, str]:
    """Rules across the fields of a new request."""
    errors: dict[str, str] = {}
    if str(values.get("received_on") or "") > today.isoformat():
        errors["received_on"] = "Ngày nhận ở sau hôm nay."
    code = values.get("code")
    if code and typed_code(str(code)) is None:
        errors["code"] = "Mã hộ sai số kiểm tra. Hãy xem lại mã trên phiếu hoặc thẻ hộ."
    return errors


def check_step(request: Request, step: Step, values: Mapping[str, object], today: date) -> str:
    """Why a step cannot be taken now; "" when it can."""
    on = str(values.get("happened_on") or "")
    if request.closed:
        return "Yêu cầu này đã xong."
    if request.took(step):
        said = STEP_LABELS[step].lower()
        return f"Yêu cầu này {said} ngày {format_day(request.took(step).on)}."  # type: ignore[union-attr]
    if on > today.isoformat():
        return "Ngày này ở sau hôm nay."
    if on < request.received_on:
        return f"Ngày này ở trước ngày nhận ({format_day(request.received_on)})."
    if step is Step.EXTENDED and on > request.due.isoformat():
        late = format_day(request.due.isoformat())
        return f"Hạn trả lời đã hết ngày {late}; chỉ gia hạn được khi còn hạn."
    if step in WITH_REASON and not str(values.get("note") or "").strip():
        return "Chưa ghi lý do; người yêu cầu phải được trả lời vì sao."
    return ""


def order_requests(requests: list[Request], today: date) -> list[Request]:
    """What is open first, by its next day; then what is done, newest first."""
    waiting = sorted((r for r in requests if not r.closed), key=lambda r: (r.next_due, r.number))
    done = sorted((r for r in requests if r.closed), key=lambda r: -r.number)
    return [*waiting, *done]
