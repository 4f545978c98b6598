"""What the clerk chooses for a report, and what the next one starts from.

To add a choice: a Field line here; it is shown, remembered and given to the report.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from domain.campaigns import Campaign
from domain.days import format_day, previous_working_day
from domain.fields import Choice, Day, Field, Row, Text
from domain.offices import SIGNATURES, Office, office_on
from domain.progress import Progress

REPORT_FIELDS: tuple[Field, ...] = (
    Field("since", "Kỳ báo cáo từ", Day(hour=True), width=16, hint="Để trống: từ đầu đợt"),
    Field("until", "Số liệu tính đến", Day(hour=True), required=True, width=16,
          hint="Ngày, hoặc giờ và ngày: 13/8/2020 08:00"),
    Field("number", "Số văn bản", Text(), width=12, hint="Để trống nếu văn thư chưa cấp"),
    Field("issued_on", "Ngày ký", Day(), width=12, hint="Để trống: in dấu chấm để ghi tay"),
    Field("title", "Trích yếu", Text(), width=60),
    Field("addressee", "Kính gửi (mỗi nơi một dòng)", Text(lines=2), width=60),
    Field("direction", "I. Công tác chỉ đạo, tuyên truyền", Text(lines=3), width=60),
    Field("difficulties", "III. Khó khăn, vướng mắc", Text(lines=3), width=60),
    Field("proposals", "IV. Nhiệm vụ thời gian tới, kiến nghị", Text(lines=3), width=60),
    Field("recipients", "Nơi nhận (mỗi nơi một dòng)", Text(lines=3), width=60),
    Field("signature", "Quyền hạn ký", Choice(SIGNATURES), width=44),
    Field("position", "Chức vụ khi ký thừa lệnh, thừa ủy quyền", Text(), width=30),
    Field("signer", "Người ký", Text(), width=26),
    Field("preparer", "Người lập biểu (để trống: không in)", Text(), width=26),
)  # fmt: skip

_REMEMBERED = ("title", "addressee", "direction", "difficulties", "proposals", "recipients",
               "signature", "position", "signer", "preparer")  # fmt: skip


def starting_choices(
    campaign: Campaign, offices: Sequence[Office], last: Mapping[str, object] | None, now: datetime
) -> dict[str, str]:
    """Texts for the form: as last time, the period going on where the last report ended.

    `last` is a line of storage.dispatches.list_reports. A letter's lines come from the office as
    it is called on the day of the cut-off, unless they were changed for the last report.
    """
    until = starting_cut_off(campaign, now)
    office = office_on(offices, until)
    raw = {"since": "", "until": format_day(until), "title": subject_of(campaign)}
    if office:
        raw |= {
            "addressee": "\n".join(office.addressee_lines),
            "recipients": office.recipients,
            "signature": next((s.label for s in SIGNATURES if s.code == office.signature), ""),
            "position": office.position,
            "signer": office.signer,
            "preparer": office.preparer,
        }
    if last:
        raw["since"] = format_day(str(last["until"]))
        chosen = last.get("choices")
        if isinstance(chosen, Mapping):
            raw |= {n: str(chosen[n]) for n in _REMEMBERED if chosen.get(n)}
    return raw


def subject_of(campaign: Campaign) -> str:
    """The trích yếu of a report on the campaign, until somebody words it otherwise."""
    return f"Kết quả triển khai {campaign.topic or f'đợt vận động {campaign.name}'}"


def starting_cut_off(campaign: Campaign, now: datetime) -> str:
    """While the campaign runs, this hour; after its deadline, the last working day before it.

    NĐ 09/2019, Điều 12: figures are closed at least one working day before the report is due.
    """
    if campaign.due and now.date() > campaign.due:
        return previous_working_day(campaign.due).isoformat()
    return now.strftime("%Y-%m-%dT%H:00")


def check_choices(values: Row, campaign: Campaign, today: date) -> dict[str, str]:
    """Rules across the fields of a report."""
    errors: dict[str, str] = {}
    since, until = str(values.get("since") or ""), str(values.get("until") or "")
    if until and until[:10] > today.isoformat():
        errors["until"] = f"Ngày {format_day(until)} ở sau hôm nay."
    elif until and until[:10] < campaign.starts_on:
        errors["until"] = f"Đợt bắt đầu ngày {format_day(campaign.starts_on)}: chưa có số liệu."
    if since and until and since[:10] > until[:10]:
        errors["since"] = f"Kỳ bắt đầu {format_day(since)} ở sau {format_day(until)}."
    issued = str(values.get("issued_on") or "")
    if issued and until and issued < until[:10]:
        errors["issued_on"] = f"Ngày ký ở trước ngày chốt số liệu {format_day(until)}."
    return errors


def office_as_chosen(office: Office, values: Row) -> Office:
    """The office with the letter's lines as they were chosen for this report."""
    given = {
        n: str(values[n] or "")
        for n in ("addressee", "recipients", "signature", "position", "signer", "preparer")
        if n in values
    }
    return replace(office, **{**given, "signature": given.get("signature") or office.signature})  # type: ignore[arg-type]


def report_notes(progress: Progress) -> list[str]:
    """What the clerk should know before handing the report over."""
    notes: list[str] = []
    missing = [u.label for u in progress.units if not u.has_data and u.now.households]
    if missing:
        shown = ", ".join(missing[:4]) + (f" và {len(missing) - 4} nơi khác" if missing[4:] else "")
        notes.append(f"Chưa có lượt đến nào ở {shown}: báo cáo ghi “chưa báo cáo”.")
    total = progress.commune_now
    if total.population is None:
        notes.append("Chưa có dân số tính đến ngày này: tỷ lệ trên dân số sẽ là “–”.")
    if total.subscribers is None:
        notes.append("Chưa có số thuê bao tính đến ngày này: tỷ lệ trên thuê bao sẽ là “–”.")
    if total.population and total.subscribers and total.subscribers > total.population:
        notes.append(
            f"Số thuê bao ({total.subscribers}) nhiều hơn dân số ({total.population}): hãy xem lại "
            "nguồn số liệu."
        )
    return notes


def file_name(campaign: Campaign, until: str) -> str:
    """ "bao-cao-2020-08-20.xlsx"."""
    return f"bao-cao-{until[:10] or campaign.starts_on}.xlsx"
